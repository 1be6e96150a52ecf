"""A change without an answer, where nothing can be sent again safely and reading back fails too: the run says so, an
officer looks it up and records what became of it, and the next run goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.office import Office, assert_in_step, people
from tests.support.standin import LiveStandin, live_standin


@pytest.fixture(name="centre")
def make_centre() -> Iterator[LiveStandin]:
    with live_standin() as standin:
        yield standin


@pytest.fixture(name="office")
def make_office(tmp_path: Path, centre: LiveStandin) -> Office:
    """An office of two people, with a centre that does not honour keys."""
    office = Office(tmp_path, centre.url)
    office.add_list("a")
    office.set_profile(honours_keys="false")
    office.write("a", people(2))
    office.init()
    return office


def test_an_officer_settles_what_nobody_else_can(office: Office, centre: LiveStandin) -> None:
    centre.faults(
        {"do": "drop", "when": "after", "method": "POST", "times": 1},
        {"do": "status", "status": 503, "method": "GET", "path": "/v1/operations"},
    )
    assert office.run("sync").code == 4
    centre.calm()
    listed = office.ask("unanswered")
    first, second = (one["number"] for one in listed.json["operations"])
    assert (listed.code, listed.json["total"], listed.json["asked"]) == (3, 2, False)
    shown = office.run("unanswered")
    assert f"yumsync unanswered settle {first} --as applied" in shown.out
    assert "yumsync unanswered" in office.run("status").out
    told = office.run("unanswered", "settle", str(first), str(second), "--as", "applied", "--reason", "đã xem")
    assert (told.code, told.err) == (0, "")
    assert office.run("unanswered").code == 0
    requests = centre.stats()["batches"]
    assert office.run("sync").code == 0
    assert centre.stats()["batches"] == requests
    assert_in_step(centre, people(2))
    office.assert_journal_verifies()


def test_without_a_reason_or_with_a_wrong_number_nothing_is_recorded(office: Office) -> None:
    assert office.ask("unanswered", "settle", "7", "--as", "applied").json["error"]["code"] == (
        "unanswered-without-reason"
    )
    refused = office.ask("unanswered", "settle", "7", "--as", "untouched", "--reason", "đã xem")
    assert refused.json["error"]["problems"][0]["details"] == {"number": "7"}
    assert refused.code == 2
    assert office.run("unanswered", "settle", "7", "--as", "perhaps", "--reason", "x").code == 2
