"""A change without an answer, where nothing can be sent again safely and reading back fails too: the run says so, an
officer looks it up and records what became of it, and the next run goes on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.profile import PROFILES
from tests.support.office import Office, assert_in_step, people, person
from tests.support.records import by_record
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


def test_where_reading_back_does_not_tell_the_run_sends_the_officer_to_look(tmp_path: Path) -> None:
    """The centre drops a field and cannot say that somebody exists: nobody knows whether the creation was taken."""
    text = (PROFILES / "rest.toml").read_text("utf-8")
    exists = text[text.index("[[answers.rules]]\nstatus = [400]") : text.index("[person]")]
    with by_record(tmp_path, drop=frozenset({"religion"})) as (office, standin):
        (tmp_path / "mute.toml").write_text(text.replace(exists, ""), "utf-8")
        config = office.config.read_text("utf-8")
        office.config.write_text(config.replace('profile = "rest"', 'profile = "mute.toml"'), "utf-8")
        row = {**person(1), "Mã đoàn viên": "7900001", "Tôn giáo": "Phật giáo"}
        office.write("a", [row], list(row))
        standin.faults({"do": "drop", "when": "after", "method": "POST", "path": "/api/members", "times": 1})
        said = office.run("sync", lang="vi")
        assert (said.code, office.run("status").code) == (3, 3)
        assert "Chỉ cán bộ biết được" in said.out.splitlines()[-1]
        told = said.out[said.out.index("hỏi lại cũng không rõ") :]
        assert "yumsync unanswered" in told
        assert "chưa rõ kết quả, sẽ hỏi lại ở lần chạy sau" not in said.out
        [left] = office.ask("unanswered").json["operations"]
        reason = "có trên trung tâm"
        assert (
            office.run("unanswered", "settle", str(left["number"]), "--as", "applied", "--reason", reason).code == 0
        )
        assert (office.run("status").code, office.run("sync").code) == (0, 0)
        changed = {**row, "Email": "moi@example.test"}
        del changed["email"]
        office.write("a", [changed], list(changed))
        assert office.run("sync").code == 0
        assert standin.members()["7900001"]["email"] == "moi@example.test"
        assert standin.stats()["duplicates"] == 0
