"""Reports through the program's door: whom to look at, who is on the way, who is away, and figures that balance.

The state is seeded as runs leave it. People and units are fabricated.
"""

from __future__ import annotations

import sqlite3
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from config.charter import load_movements
from sync.charter import Status
from sync.ports import StagedOperation, Store
from sync.values import Limits, OperationType, Outcome, Paper, PersonId
from tests.contract.state_support import encode, staged, verdicts
from tests.support.office import Office, people, person
from tests.support.standin import LiveStandin
from yumsync.cli.reportscreen import percent
from yumsync.cli.reporttables import DUE_HEADERS

HOME = "Chi đoàn 1, Đoàn phường Phú Thủy"
OTHER = "Chi đoàn 2, Đoàn phường Phú Thủy"
FAR = "Chi đoàn 1, Đoàn phường Mũi Né"
DAY = "2026-11-23"
UNITS = """\
Mã đơn vị,Tên đơn vị,Cấp,Cấp trên
68,Tỉnh đoàn Lâm Đồng,tỉnh đoàn,
P1,Đoàn phường Phú Thủy,đoàn cơ sở,68
P2,Đoàn phường Mũi Né,đoàn cơ sở,68
,Chi đoàn 1,chi đoàn,P1
,Chi đoàn 2,chi đoàn,P1
,Chi đoàn 1,chi đoàn,P2
"""
TRAP = "=HYPERLINK(1)"


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    """An office with a state, and a list that was not read yet."""
    made = Office(tmp_path / "office", standin.url)
    made.add_list("ds")
    made.init()
    return made


class Seed:
    """People and movements brought into an office's state, as runs would have."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def run(self, *operations: StagedOperation, outcomes: Mapping[PersonId, Outcome] | None = None) -> None:
        """One run that sends these operations; whoever is not in `outcomes` has theirs applied."""
        store, told = self.store, outcomes or {}
        run = store.runs.start("sync", "thu.ky")
        store.plans.stage(run.number, operations)
        store.runs.planned(run.number, {}, b"seal", ["ds"])
        store.runs.release(run.number)
        people = {one.operation.person for one in operations}
        while (batch := store.outbox.claim(Limits(100), encode)) is not None:
            infos = {info.number: info.person for info in store.plans.operations(run.number)}
            whose = [infos.get(number) for number in batch.operations]
            assert people.issuperset(one for one in whose if one)
            said = [
                replace(verdict, outcome=told.get(person, Outcome.APPLIED) if person else Outcome.APPLIED)
                for verdict, person in zip(verdicts(batch), whose, strict=True)
            ]
            store.outbox.settle(batch, said)
        store.runs.finish(run.number, 0, {})

    def people(self, count: int, unit: str = HOME, **fields: str | None) -> list[PersonId]:
        """New members of a unit."""
        persons = list(self.store.registry.allocate(count))
        self.run(*(member(person, f"Trần Văn {index}", unit, **fields) for index, person in enumerate(persons)))
        return persons


def member(person: PersonId, name: str, unit: str = HOME, **fields: str | None) -> StagedOperation:
    made = staged(person, name, unit=unit).operation
    return StagedOperation(replace(made, record={**made.record, "date_of_birth": "2004-05-17", **fields}), ())


def paper(
    type_: OperationType,
    person: PersonId,
    on: str,
    unit: str = HOME,
    *,
    left: str = "",
    name: str = "Ai",
    **facts: str,
) -> StagedOperation:
    """An operation that carries a paper."""
    rule = load_movements().get(type_.value)
    status = (rule.to if rule else None) or Status.ACTIVE
    base = member(person, name, unit).operation
    mark = f"{type_}{person}".encode().ljust(16)[:16]
    made = replace(base, type=type_, paper=Paper(mark, {"on": on, **facts}), status=status, left=left)
    return StagedOperation(made, ())


@contextmanager
def seeded(office: Office) -> Iterator[Seed]:
    with office.app() as app:
        app.store.lease.acquire(60)
        yield Seed(app.store)
        app.store.lease.release()


@pytest.fixture
def everybody(office: Office) -> Office:
    """Somebody for each list, and somebody beside each who is on none."""
    with seeded(office) as seed:
        ids = iter(seed.store.registry.allocate(10))
        named: list[tuple[str, dict[str, str]]] = [
            ("Trần Quá Tuổi", {"date_of_birth": "1991-11-22", "national_id": "079091000001"}),
            ("Trần Trưởng Thành", {"date_of_birth": "1996-11-22"}),
            ("Trần Vừa Ba Mươi", {"date_of_birth": "1996-11-23"}),
            ("Bí Thư", {"date_of_birth": "1991-11-22", "position": "Bí thư chi đoàn"}),
            (TRAP, {"date_of_birth": "1990-01-01", "position": "Đoàn viên"}),
            ("Bé Em", {"date_of_birth": "2012-01-01", "union_join_date": "2026-03-26"}),
        ]
        seed.run(*(member(next(ids), name, **fields) for name, fields in named))
        away, back, sent, gone = (next(ids) for _ in range(4))
        seed.run(
            *(member(one, name, OTHER) for one, name in ((away, "Xa"), (back, "Về"), (sent, "Đi"), (gone, "Hết")))
        )
        facts = {"destination": "Bình Dương", "expected_return": "2026-02-01", "contact": "0901000117"}
        seed.run(
            paper(OperationType.AWAY, away, "2025-11-22", OTHER, name="Xa", **facts),
            paper(OperationType.AWAY, back, "2025-01-01", OTHER, **facts),
            paper(OperationType.TRANSFER, sent, "2026-08-24", FAR, left=OTHER, destination=FAR, decision_no="7"),
            paper(OperationType.MATURE, gone, "2026-05-19", OTHER, decision_no="8"),
            outcomes={sent: Outcome.ACCEPTED},
        )
        seed.run(paper(OperationType.RETURNED, back, "2025-06-01", OTHER))
    return office


def listed(report: Mapping[str, Any]) -> dict[str, list[str]]:
    return {one["name"]: [reason["code"] for reason in one["reasons"]] for one in report["people"]}


def test_whom_to_look_at_on_a_day(everybody: Office) -> None:
    """Each on their own list, with since when and how long; nobody who has left or come back."""
    found = everybody.ask("report", "due", "--on", DAY)
    assert found.code == 0
    assert listed(found.json) == {
        "Trần Quá Tuổi": ["maturity-overdue"],
        TRAP: ["maturity-overdue"],
        "Trần Trưởng Thành": ["maturity-due"],
        "Bí Thư": ["maturity-due"],
        "Bé Em": ["under-age"],
        "Đi": ["transfer-too-long"],
        "Xa": ["away-expired"],
    }
    assert (found.json["members"], found.json["charter"]) == (9, "XII")
    reasons = {one["unit"]: one["reasons"][0] for one in found.json["people"]}
    assert reasons.keys() == {HOME, OTHER}


def test_the_day_before_nobody_is_over(everybody: Office) -> None:
    """The boundary of each list, from its other side."""
    found = listed(everybody.ask("report", "due", "--on", "2026-11-22").json)
    assert "Trần Trưởng Thành" not in found
    assert found["Trần Quá Tuổi"] == ["maturity-due"]
    codes = [code for codes in found.values() for code in codes]
    assert "away-return-due" in codes
    assert "away-expired" not in codes
    assert "transfer-too-long" not in codes


def test_a_policy_of_the_office_moves_the_boundaries(everybody: Office) -> None:
    everybody.configure(
        settings="[policy]\nmaturity.due_age = 35\naway.max_days = 400\ntransfer.present_within_days = 91"
    )
    codes = everybody.ask("report", "due", "--on", DAY).json["counts"]
    assert "maturity-due" not in codes or codes["maturity-due"] == 1
    assert codes.keys().isdisjoint({"away-expired", "transfer-too-long"})


def test_a_report_says_the_day_and_what_is_not_looked_at(everybody: Office) -> None:
    told = everybody.run("report", "due", "--on", "23/11/2026", lang="vi").out
    assert "Cần xem ngày 23/11/2026 (Điều lệ XII" in told
    assert "Trần Quá Tuổi, 22/11/1991: quá tuổi đoàn từ 23/11/2026" in told
    assert "đoàn phí" in told
    assert "Trần Vừa Ba Mươi" not in told


def test_the_workbook_goes_back_as_a_register(everybody: Office) -> None:
    """Its headers are known, texts are no formulas, what the officer fills in is empty, and only they can read it."""
    out = everybody.folder / "can-xem.xlsx"
    assert everybody.run("report", "due", "--on", DAY, "--workbook", str(out)).code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    book = openpyxl.load_workbook(out)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[1]] == list(DUE_HEADERS)
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == list(range(1, len(rows) + 1))
    trap = next(row[2] for row in rows if row[2].value == TRAP)
    assert (trap.data_type, trap.quotePrefix) == ("s", True)
    assert all(cell.value is None and cell.number_format == "@" for row in rows for cell in row[9:])
    over = next(row for row in rows if row[2].value == "Trần Quá Tuổi")
    assert [cell.value for cell in over[3:9]] == [
        *("22/11/1991", "079091000001", HOME, "Quá tuổi đoàn", "23/11/2026", 0)
    ]
    (rule,) = sheet.data_validations.dataValidation
    words = [cell.value for cell in book.worksheets[1]["A"]]
    assert str(rule.sqref) == f"J2:J{len(rows) + 1}"
    assert {"Trưởng thành", "Xóa tên", "Ở lại sinh hoạt"} <= set(words)
    assert book.worksheets[1].sheet_state == "hidden"
    again = everybody.run("report", "due", "--workbook", str(out))
    assert again.code == 2
    assert everybody.run("report", "due", "--workbook", str(out), "--force").code == 0
    assert everybody.run("report", "due", "--workbook", "can-xem.csv").code == 2


def test_who_is_on_the_way(everybody: Office) -> None:
    (one,) = everybody.ask("report", "transit", "--on", DAY).json["transfers"]
    assert (one["origin"], one["destination"], one["since"], one["days"]) == (OTHER, FAR, "2026-08-24", 91)
    assert (one["too_long"], one["state"], one["decision_no"]) == (True, "accepted", "7")
    (before,) = everybody.ask("report", "transit", "--on", "2026-11-22").json["transfers"]
    assert not before["too_long"]
    told = everybody.run("report", "transit", "--on", DAY, lang="vi").out
    assert "chờ nơi nhận xác nhận" in told
    assert everybody.ask("report", "transit", "--unit", FAR).code == 2, (
        "nobody is a member there, and there is no tree"
    )


def test_who_comes_back_is_on_the_way_too(office: Office) -> None:
    """They stand on no list of ours until they are received."""
    with seeded(office) as seed:
        (person,) = seed.people(1)
        left = paper(OperationType.TRANSFER, person, "2026-01-10", "Đoàn xã Xa", left=HOME, destination="Đoàn xã Xa")
        seed.run(StagedOperation(replace(left.operation, status=Status.TRANSFERRED_OUT), ()))
        assert office.ask("report", "transit", "--on", DAY).json["transfers"] == []
        back = paper(OperationType.TRANSFER, person, "2026-11-20", OTHER, left="Đoàn xã Xa", destination=OTHER)
        seed.run(back, outcomes={person: Outcome.ACCEPTED})
    (one,) = office.ask("report", "transit", "--on", DAY).json["transfers"]
    assert (one["origin"], one["destination"], one["days"]) == ("Đoàn xã Xa", OTHER, 3)
    assert office.ask("report", "due", "--on", DAY).json["members"] == 0


def test_who_is_away(everybody: Office) -> None:
    (one,) = everybody.ask("report", "away", "--on", DAY).json["people"]
    assert (one["destination"], one["since"], one["expected_return"]) == ("Bình Dương", "2025-11-22", "2026-02-01")
    assert (one["contact"], one["days"], one["code"]) == ("0901000117", 366, "away-expired")
    assert "Bình Dương" in everybody.run("report", "away").out


def test_a_unit_alone_and_what_stands_under_it(everybody: Office) -> None:
    def units(*arguments: str) -> set[str]:
        return {one["unit"] for one in everybody.ask("report", "due", "--on", DAY, *arguments).json["people"]}

    assert units("--unit", OTHER) == {OTHER}
    assert units("--unit", "đoàn phường phú thuỷ") == {HOME, OTHER}
    assert everybody.ask("report", "due", "--unit", "Chi đoàn 9").code == 2


def test_a_unit_is_asked_for_by_code_where_there_is_a_tree(everybody: Office) -> None:
    """A path leaves out what nobody needs to be told; the tree knows what stands under what."""
    everybody.put("don-vi.csv", UNITS)
    everybody.add_list("don-vi", kind="units", unit=None)
    assert everybody.run("units", "import").code == 0

    def units(unit: str) -> set[str]:
        return {one["unit"] for one in everybody.ask("report", "due", "--on", DAY, "--unit", unit).json["people"]}

    assert units("P1") == units("68") == units("Đoàn phường Phú Thủy") == {HOME, OTHER}
    assert units("P2") == set()
    assert units(OTHER) == {OTHER}
    (sent,) = everybody.ask("report", "transit", "--unit", "P2").json["transfers"]
    assert sent["destination"] == FAR
    assert everybody.ask("report", "due", "--unit", "P9").json["error"]["code"] == "unit-unknown"


@pytest.mark.parametrize(
    "arguments",
    [
        ("due", "--on", "31/02/2026"),
        ("due", "--on", "hôm qua"),
        ("movements", "--from", "2026-02-01", "--to", "2026-01-01"),
        ("movements", "--from", "1/1", "--to", "2026-01-01"),
    ],
)
def test_a_day_that_is_none_is_refused(office: Office, arguments: Sequence[str]) -> None:
    said = office.run("report", *arguments, lang="vi")
    assert said.code == 2
    assert "31/12/2026" in said.err


def test_reports_of_an_empty_state_are_empty(office: Office) -> None:
    for name in ("due", "transit", "away"):
        assert office.run("report", name).code == 0
    year = ("--from", "01/01/2026", "--to", "31/12/2026")
    assert office.ask("report", "movements", *year).json["units"] == []
    assert "movements" in office.run("report").out


def test_a_decision_goes_the_whole_way_round(office: Office, standin: LiveStandin) -> None:
    """Listed, proposed, decided by the officer in the workbook, carried out, and in the figures: all balance."""
    rows = [*people(4), person(5, date_of_birth="17/05/1990")]
    office.write("ds", rows)
    assert office.run("sync").code == 0
    out = office.folder / "can-xem.xlsx"
    assert listed(office.ask("report", "due", "--workbook", str(out)).json).keys() == {rows[4]["full_name"]}
    register = office.folder / "bien-dong.xlsx"
    book = openpyxl.load_workbook(out)
    today = date.today().strftime("%d/%m/%Y")  # noqa: DTZ011  (the office's own day)
    for column, value in zip("JKLM", ("Trưởng thành", today, "12-QĐ/ĐTN", "Đã quá tuổi"), strict=True):
        book.worksheets[0][f"{column}2"] = value
    book.save(register)
    office.write("ds", rows[:4])
    office.add_list("bien-dong", path="bien-dong.xlsx", kind="movements", unit=None, complete=None)
    done = office.run("sync")
    assert done.code == 0, done.text
    (gone,) = [one for one in standin.people() if one["fields"]["national_id"] == rows[4]["national_id"]]
    assert gone["status"] == "matured"
    assert office.ask("report", "due").json["people"] == []
    period = ("--from", today, "--to", today)
    found = office.ask("report", "movements", *period).json
    (unit,) = found["units"]
    assert (unit["opening"], unit["listed"], unit["matured"], unit["closing"]) == (0, 5, 1, 4)
    assert unit["balanced"]
    told = office.run("report", "movements", *period, lang="vi").out
    assert "có tên trong danh sách, chưa có giấy" in told
    assert "Đơn vị khớp: 1/1 = 100 %" in told


def test_figures_that_do_not_balance_are_said(office: Office) -> None:
    """Somebody who is in the ledger by no operation that was applied is not explained."""
    with seeded(office) as seed:
        seed.people(3)
    today = date.today().isoformat()  # noqa: DTZ011
    period = ("--from", today, "--to", today)
    assert office.ask("report", "movements", *period).json["total"]["balanced"]
    with closing(sqlite3.connect(office.folder / "state.db")) as database, database:
        database.execute("DELETE FROM ledger WHERE person = (SELECT MIN(person) FROM ledger)")
    found = office.ask("report", "movements", *period).json
    assert [(one["expected"], one["closing"], one["balanced"]) for one in found["units"]] == [(3, 2, False)]
    told = office.run("report", "movements", *period, lang="vi")
    assert f"Số liệu không khớp ở “{HOME}”" in told.out
    assert "Đơn vị khớp: 0/1 = 0,00 %" in told.out
    out = office.folder / "so-lieu.xlsx"
    assert office.run("report", "movements", *period, "--workbook", str(out), lang="vi").code == 0
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(out).worksheets[0]]
    assert (cells[0][0], cells[0][-1], cells[1][0], cells[1][-1]) == ("Đơn vị", "lệch", HOME, -1)


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (667, 695, "95,97 %"),
        (532, 695, "76,55 %"),
        (695, 695, "100 %"),
        (99_999, 100_000, "99,99 %"),
        (0, 3, "0,00 %"),
    ],
)
def test_shares_are_written_as_officers_write_them(part: int, whole: int, shown: str) -> None:
    assert percent(part, whole, "vi") == shown
    assert percent(part, whole, "en") == shown.replace(",", ".")
