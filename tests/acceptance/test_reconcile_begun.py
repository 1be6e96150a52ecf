"""Whoever was shown people is in the journal, also where the comparison broke off. All people are fabricated."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acceptance.test_reconcile_sides import MEN, ONE, codes_of, new_office
from tests.support.office import Office, people
from tests.support.standin import LiveStandin


@pytest.fixture(name="office")
def make_office(tmp_path: Path, standin: LiveStandin) -> Office:
    made = new_office(tmp_path / "office", standin)
    assert made.run("sync").code == 0
    return made


def entries(office: Office) -> list[tuple[str, dict[str, object]]]:
    with office.app() as app:
        return [(one.event, dict(one.facts)) for one in app.store.journal.entries()]


def test_one_that_breaks_off_is_in_the_journal(tmp_path: Path, standin: LiveStandin) -> None:
    """The centre goes away after two of three pages, and after people were shown."""
    rows = [{**one, "unit": ONE} for one in people(1600)]
    office = new_office(tmp_path / "office", standin, rows)
    assert office.run("sync").code == 0
    codes = codes_of(standin)
    standin.drift(*[{"member_code": codes[one["national_id"]], "fields": {"phone": "0999000111"}} for one in rows])
    office.set_profile(page_size=100)
    before = len(entries(office))
    standin.faults({"do": "status", "status": 503, "path": "/v1/members", "method": "GET", "nth": [*range(16, 26)]})
    said = office.run("reconcile", "--no-lists", "--json", "--all")
    assert said.code == 4
    assert '"theirs-changed"' in said.out, "people were shown"
    since = entries(office)[before:]
    assert ("reconcile.begun", {"lists": False}) in since
    assert "reconciled" not in {event for event, _ in since}
    with office.app() as app:
        newest = app.store.journal.newest()
        assert newest is not None
        assert app.store.journal.signed() == newest.number
        assert "phone" in app.store.reconciling.came_back(), "what it saw of the centre is not forgotten"


def test_it_says_who_looked_at_what_before_anybody_is_told(office: Office, standin: LiveStandin) -> None:
    standin.drift({"member_code": codes_of(standin)[MEN[0]["national_id"]], "fields": {"phone": "0999000111"}})
    with office.app() as app, app.reconciliation().compare(ONE, lists=True) as comparison:
        next(iter(comparison))
        entry = list(app.store.journal.entries())[-1]
        assert (entry.event, dict(entry.facts)) == ("reconcile.begun", {"within": ONE, "lists": True})
        assert entry.run is not None
        assert entry.who == next(one.who for one in app.store.journal.entries() if one.event == "run.started")
    assert f"Bắt đầu đối chiếu ba bên: danh sách; đơn vị {ONE}" in " ".join(
        office.run("audit", "log", lang="vi").out.split()
    )


def test_where_nobody_could_be_shown_there_is_nothing_to_write_down(office: Office, standin: LiveStandin) -> None:
    standin.faults({"do": "status", "status": 503, "path": "/v1/members", "method": "GET"})
    assert office.run("reconcile", "--no-lists").code == 4
    assert "reconcile.begun" not in {event for event, _ in entries(office)}
