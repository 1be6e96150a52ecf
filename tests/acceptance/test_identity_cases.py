"""Who is who when officers correct names, birth dates and IDs: nobody is overwritten, nobody is there twice.

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
from sync.reports import PlanReport, SyncReport
from sync.values import Hold, Outcome, Verdict
from tests.support.office import Office, Row, expected, person
from yumsync.bootstrap import App

NO_ID = ("full_name", "date_of_birth", "phone")
NAME_ONLY = ("full_name", "date_of_birth")
OTHER = person(3)


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


def night(office: Office, upstream: MemoryUpstream, rows: Sequence[Row], columns: Sequence[str] = ()) -> SyncReport:
    """The office writes its list, cron runs."""
    office.write("a", rows, columns or tuple(OTHER))
    return sync(office, upstream)


def plan_of(report: SyncReport) -> PlanReport:
    assert report.plan is not None
    return report.plan


def sent(report: SyncReport) -> int:
    assert report.delivery is not None
    return report.delivery.sent


def held(upstream: MemoryUpstream) -> list[dict[str, Any]]:
    """Return the records the upstream holds, by name."""
    records = [dict(one.record) for one in upstream.held.values()]
    for record in records:
        record.pop("member_code", None)
        record.pop("unit", None)
    return sorted(
        records, key=lambda record: (record["full_name"], record.get("national_id", ""), record["date_of_birth"])
    )


def stated(*rows: Row) -> list[dict[str, Any]]:
    """Return what the upstream is to hold of these rows, by name; an empty cell is nothing to hold."""
    records = [{name: value for name, value in expected(row).items() if value} for row in rows]
    return sorted(
        records, key=lambda record: (record["full_name"], record.get("national_id", ""), record["date_of_birth"])
    )


def names(office: Office, hold: Hold) -> list[str | None]:
    """Return the names, as the upstream confirmed them, of those a question could be about."""
    with office.app() as app:
        entries = app.store.ledger.entries(hold.candidates)
    return [entries[candidate].record["full_name"] for candidate in hold.candidates]


# ── a name that was given up ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("same_night", [True, False], ids=["leaves as the other comes", "has left before"])
@pytest.mark.parametrize("corrected_to", ["Trần Thị Anh", "Trần Nguyễn Bảo Ngọc"], ids=["a letter", "the whole name"])
def test_the_old_name_of_somebody_else(
    office: Office, upstream: MemoryUpstream, corrected_to: str, same_night: bool
) -> None:
    """A's name was corrected, then A left; a new A, who has no ID yet, is another person, and is never taken for A.

    The new one is created, or an officer is asked; the old one stays, and an officer is asked where they are: by
    themselves, or as the one whom the new row could be about.
    """
    columns = ("Mã đoàn viên", *OTHER)
    before = person(50, full_name="Trần Thị A")
    corrected = {**before, "full_name": corrected_to}
    new = {**before, "national_id": "", "phone": "0988888888", "email": "khac@example.test"}
    other, coded = {"Mã đoàn viên": "2000003", **OTHER}, {"Mã đoàn viên": "2000050"}
    assert night(office, upstream, [other, {**coded, **before}], columns).exit_code == 0
    assert night(office, upstream, [other, {**coded, **corrected}], columns).exit_code == 0
    assert held(upstream) == stated(OTHER, corrected)

    if not same_night:
        assert night(office, upstream, [other], columns).exit_code == 3
    for _ in range(2):
        report = night(office, upstream, [other, new], columns)
        assert report.exit_code == 3
        asked = [hold for hold in plan_of(report).holds if hold.place.row == 3]
        assert held(upstream) == (stated(OTHER, corrected) if asked else stated(OTHER, corrected, new))
        missing = [hold.details["name"] for hold in plan_of(report).holds if hold.code == "missing"]
        assert [*missing, *(name for hold in asked for name in names(office, hold))] == [corrected_to]


def test_the_id_of_somebody_else(office: Office, upstream: MemoryUpstream) -> None:
    """An ID typed for the wrong person: neither name nor birth date agrees, so nobody is overwritten."""
    known = person(50)
    assert night(office, upstream, [OTHER, known]).exit_code == 0
    report = night(office, upstream, [OTHER, person(70, national_id=known["national_id"])])
    assert (report.exit_code, sent(report)) == (3, 0)
    assert plan_of(report).holds_total == {"contradicting-identity": 1}
    assert held(upstream) == stated(OTHER, known)


# ── a birth date that is corrected ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("columns", [NO_ID, NAME_ONLY], ids=["with a phone", "name and birth date only"])
@pytest.mark.parametrize(
    ("before", "after"),
    [("01/05/2004", "02/05/2004"), ("2004", "02/05/2004"), ("05/2004", "02/05/2004"), ("02/05/2004", "2004")],
)
def test_a_birth_date_is_corrected(
    office: Office, upstream: MemoryUpstream, columns: Sequence[str], before: str, after: str
) -> None:
    """Without ID and code nothing says that this is the same person, or another: an officer does."""
    known = person(1, date_of_birth=before)
    assert night(office, upstream, [known, OTHER], columns).exit_code == 0
    confirmed = held(upstream)
    for _ in range(2):
        report = night(office, upstream, [{**known, "date_of_birth": after}, OTHER], columns)
        assert (report.exit_code, sent(report), plan_of(report).counts["created"]) == (3, 0, 0)
        (hold,) = plan_of(report).holds
        assert (hold.code, hold.place.row) == ("ambiguous-identity", 2)
        assert names(office, hold) == [known["full_name"]]
        assert held(upstream) == confirmed

    back = night(office, upstream, [known, OTHER], columns)
    assert (back.exit_code, sent(back)) == (0, 0)


def test_namesakes_on_one_list_are_two_people(office: Office, upstream: MemoryUpstream) -> None:
    """The same name with two birth dates, both there from the first night: no question, nobody lost."""
    first, second = person(1), {**person(2), "full_name": person(1)["full_name"]}
    for rows in ([first, second], [second, first], [first, second, OTHER]):
        assert night(office, upstream, rows, NO_ID).exit_code == 0
    assert len(held(upstream)) == 3
    assert {record["date_of_birth"] for record in held(upstream)} == {
        expected(row)["date_of_birth"] for row in (first, second, OTHER)
    }


def test_a_birth_date_is_corrected_beside_the_id(office: Office, upstream: MemoryUpstream) -> None:
    """The ID says who it is: no question."""
    known, corrected = person(1), person(1, date_of_birth="17/11/2004")
    assert night(office, upstream, [known, OTHER]).exit_code == 0
    report = night(office, upstream, [corrected, OTHER])
    assert (report.exit_code, sent(report)) == (0, 1)
    assert held(upstream) == stated(corrected, OTHER)


# ── IDs ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_refused_id_is_corrected(office: Office, upstream: MemoryUpstream) -> None:
    """Somebody new, refused for a wrong ID, is sent with the right one, once."""
    wrong = person(2)
    right = {**wrong, "national_id": "079204000077"}

    def judge(operation: Mapping[str, Any]) -> Verdict | None:
        if operation["fields"].get("national_id") != wrong["national_id"]:
            return None
        return Verdict(operation["id"], Outcome.REJECTED, code="national-id-taken", words="CCCD đã có")

    upstream.judge = judge
    first = night(office, upstream, [OTHER, wrong])
    assert (first.exit_code, [refusal.words for refusal in first.refused]) == (1, ["CCCD đã có"])
    again = night(office, upstream, [OTHER, wrong])
    assert (again.exit_code, sent(again)) == (1, 0)

    mended = night(office, upstream, [OTHER, right])
    assert (mended.exit_code, sent(mended)) == (0, 1)
    assert held(upstream) == stated(OTHER, right)
    last = night(office, upstream, [OTHER, right])
    assert (last.exit_code, sent(last)) == (0, 0)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0)])
def test_twins(office: Office, upstream: MemoryUpstream, order: Sequence[int]) -> None:
    """Same name, birth date and branch, two 12-digit IDs, in one run: two people, in whatever order they stand.

    The second is created, or an officer is asked; neither ever takes a value of the other.
    """
    one = person(1)
    other = {**one, "national_id": "079204000999", "phone": "0912312312", "email": "kia@example.test"}
    moved = [{**row, "phone": f"03{number:08}"} for number, row in enumerate((one, other))]
    for twins in ([one, other], [one, other], [other, one], moved, moved[::-1]):
        rows = [*twins, OTHER]
        report = night(office, upstream, [rows[index] for index in order])
        asked = plan_of(report).holds_total["ambiguous-identity"]
        assert (report.exit_code, len(held(upstream)) + asked) == (3 if asked else 0, 3)
        assert all(record in stated(*rows) for record in held(upstream))


def test_twins_are_both_created(office: Office, upstream: MemoryUpstream) -> None:
    """Both stand on the list from the first night, each with an ID: nothing to ask."""
    one = person(1)
    other = {**one, "national_id": "079204000999", "phone": "0912312312", "email": "kia@example.test"}
    report = night(office, upstream, [one, other, OTHER])
    assert (report.exit_code, plan_of(report).counts["created"]) == (0, 3)
    assert held(upstream) == stated(one, other, OTHER)
