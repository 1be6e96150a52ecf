"""Who is on the list and who is missing from it, when rows repeat, are in error, or stand on two lists.

Each test is a few nights of one office whose upstream lives in memory. All people are fabricated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from adapters.upstream.memory import MemoryUpstream
from config.profile import load_profile
from config.settings import load_settings
from sync.errors import Unavailable
from sync.reports import SyncReport
from sync.values import Outcome, Verdict
from tests.support.office import HEADERS, Office, Row, expected, people, person
from yumsync.bootstrap import App

ALL = tuple(HEADERS)
NUMBERED = ("STT", *ALL)
NO_ID = ("full_name", "date_of_birth", "phone")
ONE, TWO, THREE = people(3)


@pytest.fixture
def upstream() -> MemoryUpstream:
    return MemoryUpstream(load_profile("standin").fields)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, "http://127.0.0.1:1")
    made.add_list("a")
    made.init()
    return made


def sync(office: Office, upstream: MemoryUpstream) -> SyncReport:
    with App(load_settings(office.config), _upstream=upstream) as app:
        return app.sync()


def outcome(report: SyncReport) -> tuple[int, int, dict[str, int]]:
    """Return the exit code, how many operations were sent, and how many questions of each code are open."""
    assert report.plan is not None
    assert report.delivery is not None
    return report.exit_code, report.delivery.sent, dict(report.plan.holds_total)


def asked(report: SyncReport, code: str) -> list[object]:
    """Return the names of the people about whom this was asked."""
    assert report.plan is not None
    return [hold.details["name"] for hold in report.plan.holds if hold.code == code]


def held(upstream: MemoryUpstream) -> dict[str, dict[str, str | None]]:
    """Return what the upstream holds, by name."""
    records = [{name: value for name, value in one.record.items() if name in ALL} for one in upstream.held.values()]
    by_name = {str(record["full_name"]): record for record in records}
    assert len(by_name) == len(records), "somebody is held twice"
    return by_name


def stated(*rows: Row, columns: Sequence[str] = ALL) -> dict[str, dict[str, Any]]:
    """Return what the upstream is to hold of these rows."""
    return {
        row["full_name"]: {name: value for name, value in expected(row).items() if name in columns and value}
        for row in rows
    }


# ── twice on one list ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("deleted", [0, 2], ids=["the first of both", "the second of both"])
def test_one_of_two_rows_is_deleted(office: Office, upstream: MemoryUpstream, deleted: int) -> None:
    """Only the numbering tells the two rows apart; who loses one of them still has the other."""
    rows = [{"STT": "1", **ONE}, {"STT": "2", **TWO}, {"STT": "9", **ONE}]
    office.write("a", rows, NUMBERED)
    assert outcome(sync(office, upstream)) == (0, 2, {})
    assert outcome(sync(office, upstream)) == (0, 0, {})
    office.write("a", rows[:deleted] + rows[deleted + 1 :], NUMBERED)
    for _ in range(2):
        assert outcome(sync(office, upstream)) == (0, 0, {})
    assert held(upstream) == stated(ONE, TWO)

    office.write("a", rows[1:2], NUMBERED)
    report = sync(office, upstream)
    assert (report.exit_code, asked(report, "missing")) == (3, [ONE["full_name"]])


# ── rows in error ────────────────────────────────────────────────────────────────────────────────────────

SPOILT: Mapping[str, tuple[Sequence[str], Row]] = {
    "birth date impossible, with an ID": (ALL, {"date_of_birth": "31/02/2004"}),
    "ID too short": (ALL, {"national_id": "0792"}),
    "name missing, with an ID": (ALL, {"full_name": ""}),
    "birth date impossible, no ID": (NO_ID, {"date_of_birth": "31/02/2004"}),
    "birth date missing, no ID": (NO_ID, {"date_of_birth": ""}),
}


@pytest.mark.parametrize("on", ["a", "b"], ids=["on the same list", "on another list"])
@pytest.mark.parametrize(("columns", "spoilt"), SPOILT.values(), ids=SPOILT)
def test_a_row_in_error_is_still_there(
    office: Office, upstream: MemoryUpstream, columns: Sequence[str], spoilt: Row, on: str
) -> None:
    """A wrong cell stops the row, not the person's being on the list; mended, nothing has to be sent."""
    office.add_list("b")
    office.write("a", [ONE, TWO], columns)
    office.write("b", [THREE], columns)
    assert outcome(sync(office, upstream)) == (0, 3, {})

    lists = {"a": [TWO], "b": [THREE]}
    for name, rows in lists.items():
        office.write(name, [*rows, {**ONE, **spoilt}] if name == on else rows, columns)
    for _ in range(2):
        report = sync(office, upstream)
        assert outcome(report) == (1, 0, {})
        assert report.plan is not None
        assert report.plan.counts["in_error"] == 1
    assert held(upstream) == stated(ONE, TWO, THREE, columns=columns)

    office.write(on, [*lists[on], ONE], columns)
    assert outcome(sync(office, upstream)) == (0, 0, {})


def test_a_row_in_error_hides_nobody_else(office: Office, upstream: MemoryUpstream) -> None:
    """Whose row was deleted is missing, also while another row of the list is in error."""
    office.write("a", [ONE, TWO, THREE])
    assert outcome(sync(office, upstream)) == (0, 3, {})
    office.write("a", [{**ONE, "date_of_birth": "31/02/2004"}, TWO])
    report = sync(office, upstream)
    assert (report.exit_code, asked(report, "missing")) == (3, [THREE["full_name"]])


# ── gone ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_gone_from_two_lists(office: Office, upstream: MemoryUpstream) -> None:
    """One person, one question; gone from one list only, none."""
    office.add_list("b")
    office.write("a", [ONE, TWO])
    office.write("b", [ONE, THREE])
    assert outcome(sync(office, upstream)) == (0, 3, {})
    office.write("a", [TWO])
    assert outcome(sync(office, upstream)) == (0, 0, {})
    office.write("a", [ONE, TWO])
    assert outcome(sync(office, upstream)) == (0, 0, {})
    office.write("a", [TWO])
    office.write("b", [THREE])
    for _ in range(2):
        assert outcome(sync(office, upstream)) == (3, 0, {"missing": 1})
    assert held(upstream) == stated(ONE, TWO, THREE)


def test_refused_and_deleted(office: Office, upstream: MemoryUpstream) -> None:
    """The upstream never had this person, so nobody is missing."""

    def judge(operation: Mapping[str, Any]) -> Verdict | None:
        refused = operation["fields"]["phone"] == TWO["phone"]
        return Verdict(operation["id"], Outcome.REJECTED, code="x", words="không nhận") if refused else None

    upstream.judge = judge
    office.write("a", [ONE, TWO])
    assert outcome(sync(office, upstream)) == (1, 2, {})
    office.write("a", [ONE])
    for _ in range(2):
        assert outcome(sync(office, upstream)) == (0, 0, {})
    with App(load_settings(office.config)) as app:
        assert app.status().exit_code == 0


def test_never_sent_and_deleted(office: Office, upstream: MemoryUpstream) -> None:
    """The upstream was away; when it is back the person is on no list any more, and is not sent."""
    upstream.fail(Unavailable("upstream-unreachable"), times=3)
    office.write("a", [ONE, TWO])
    assert sync(office, upstream).exit_code == 4
    office.write("a", [ONE])
    assert outcome(sync(office, upstream)) == (0, 1, {})
    assert outcome(sync(office, upstream)) == (0, 0, {})
    assert held(upstream) == stated(ONE)


# ── two lists, one person ────────────────────────────────────────────────────────────────────────────────

WITH_PHONE = ("full_name", "date_of_birth", "national_id", "phone")
WITH_EMAIL = ("full_name", "date_of_birth", "national_id", "email")
WITH_NEITHER = ("full_name", "date_of_birth", "national_id")


@pytest.mark.parametrize(
    ("first", "second"),
    [(WITH_PHONE, WITH_NEITHER), (WITH_NEITHER, WITH_PHONE), (WITH_PHONE, WITH_EMAIL), (WITH_EMAIL, WITH_PHONE)],
)
def test_lists_with_different_columns_agree(
    office: Office, upstream: MemoryUpstream, first: Sequence[str], second: Sequence[str]
) -> None:
    """What only one list states is no disagreement: the person is created, and updated from either list."""
    both = {*first, *second}
    office.add_list("b")
    office.write("a", [ONE, TWO], first)
    office.write("b", [ONE], second)
    for _ in range(2):
        report = sync(office, upstream)
        assert (report.exit_code, outcome(report)[2]) == (0, {})
    whole = held(upstream)[ONE["full_name"]]
    assert whole == stated(ONE, columns=tuple(both))[ONE["full_name"]]
    assert outcome(sync(office, upstream)) == (0, 0, {})

    for name, columns in (("a", first), ("b", second)):
        field = next((field for field in ("phone", "email") if field in columns), None)
        if field is None:
            continue
        value = {"phone": "0911111111", "email": "moi@example.test"}[field]
        office.write(name, [{**ONE, field: value}, *([TWO] if name == "a" else [])], columns)
        assert outcome(sync(office, upstream)) == (0, 1, {})
        assert held(upstream)[ONE["full_name"]] == {**whole, field: value}
        whole = held(upstream)[ONE["full_name"]]


def test_a_second_list_without_the_column(office: Office, upstream: MemoryUpstream) -> None:
    """Known from one list, added to another without phones: the phone changes where it is stated."""
    office.write("a", [ONE], WITH_PHONE)
    assert outcome(sync(office, upstream)) == (0, 1, {})
    office.add_list("b")
    office.write("b", [ONE], WITH_NEITHER)
    assert outcome(sync(office, upstream)) == (0, 0, {})
    changed = {**ONE, "phone": "0911111111"}
    office.write("a", [changed], WITH_PHONE)
    assert outcome(sync(office, upstream)) == (0, 1, {})
    assert held(upstream) == stated(changed, columns=WITH_PHONE)


@pytest.mark.parametrize("other", [WITH_PHONE, ALL], ids=["same columns", "other columns too"])
def test_lists_that_disagree(office: Office, upstream: MemoryUpstream, other: Sequence[str]) -> None:
    """Two phones for one person: nothing of either is sent until an officer has made them agree."""
    office.add_list("b")
    office.write("a", [ONE, TWO], WITH_PHONE)
    office.write("b", [{**ONE, "phone": "0911111111"}], other)
    assert outcome(sync(office, upstream)) == (3, 1, {"lists-disagree": 1})
    assert outcome(sync(office, upstream)) == (3, 0, {"lists-disagree": 1})
    assert held(upstream) == stated(TWO, columns=WITH_PHONE)

    office.write("b", [ONE], other)
    assert outcome(sync(office, upstream))[::2] == (0, {})
    assert sync(office, upstream).exit_code == 0
    known = held(upstream)
    assert set(known) == {ONE["full_name"], TWO["full_name"]}
    office.write("a", [{**ONE, "phone": "0922222222"}, TWO], WITH_PHONE)
    for _ in range(2):
        assert outcome(sync(office, upstream)) == (3, 0, {"lists-disagree": 1})
    assert held(upstream) == known


# ── columns ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_blank_column_is_added(office: Office, upstream: MemoryUpstream) -> None:
    """An empty column says nothing new about anybody."""
    rows = [person(serial, email="") for serial in range(1, 6)]
    office.write("a", rows, WITH_PHONE)
    assert outcome(sync(office, upstream)) == (0, 5, {})
    office.write("a", rows, ALL)
    for _ in range(2):
        assert outcome(sync(office, upstream)) == (0, 0, {})
    assert sum(upstream.effects.values()) == 5
