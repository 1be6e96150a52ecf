"""The upstream of workbooks: what it writes is read back cell by cell, and what an export says is never guessed."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from ulid import ULID

from adapters.upstream.workbook import WorkbookUpstream
from config.headers import load_headers
from config.knowledge import load_knowledge
from config.profile import WorkbookProfile, load_profile
from sync.errors import ConfigError, Refused, Unavailable
from sync.lists.reading import Reading
from sync.values import ListKind, OperationType, Outcome, Outgoing, Verdict
from tests.support.centre import LAYOUT, Centre, rows, titles, written

_LOADED = load_profile("workbook")
assert isinstance(_LOADED, WorkbookProfile)
PROFILE: WorkbookProfile = _LOADED
READING = Reading(load_knowledge({}), load_headers().rows, date(2026, 11, 23))
UNIT = "Chi đoàn 1, Đoàn phường Phú Thủy"
OTHER = "Chi đoàn 2, Đoàn phường Phú Thủy"
NUMBERS = count(1)

RECORD: Mapping[str, str | None] = {
    "full_name": "Trần Thị Mận",
    "date_of_birth": "2004-05-17",
    "gender": "female",
    "national_id": "060304000101",
    "phone": "0912345678",
}


@dataclass
class Desk:
    """A folder with the upstream in it, and the centre an officer carries workbooks to."""

    folder: Path
    upstream: WorkbookUpstream
    centre: Centre
    accepted: list[tuple[str, bytes, list[str]]]

    def send(self, *operations: Outgoing, hours: float = 0) -> list[Verdict]:
        """Send a batch, some hours from now; what is accepted is known to the runs that follow."""
        made = datetime.now(UTC) + timedelta(hours=hours)
        key, body = str(ULID.from_datetime(made)), self.upstream.encode(operations)
        verdicts = list(self.upstream.send(key, body))
        self.accepted.append((key, body, [one.operation for one in verdicts if one.outcome is Outcome.ACCEPTED]))
        return verdicts

    def next_run(self) -> WorkbookUpstream:
        """The upstream of the next run: it knows what was accepted from the state alone."""
        self.upstream = WorkbookUpstream(PROFILE, self.folder, READING, load_headers(), self.accepted)
        return self.upstream

    def told(self, *operations: Outgoing) -> dict[str, Verdict]:
        """What the next run hears of operations, by their ids."""
        return {one.operation: one for one in self.next_run().outcome([one.id for one in operations])}

    @property
    def workbooks(self) -> list[Path]:
        return sorted((self.folder / "can-nop").glob("*.xlsx"))

    def carry(self) -> None:
        """Upload every workbook."""
        for path in self.workbooks:
            self.centre.take(path)

    def export(self, name: str = "DSDV.xlsx", *, hours: float = 1) -> Path:
        """Bring back an export of the centre."""
        return self.centre.export(self.folder / "xuat-ve" / name, hours=hours)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    upstream = WorkbookUpstream(PROFILE, tmp_path, READING, load_headers())
    return Desk(tmp_path, upstream, Centre(), [])


def person(**changes: Any) -> Outgoing:
    number = next(NUMBERS)
    made = Outgoing(f"op-{number}", OperationType.UPSERT, f"person-{number}", ListKind.MEMBERS, UNIT, RECORD)
    return replace(made, **{**changes, "record": {**RECORD, **changes.get("record", {})}})


def movement(type_: OperationType, **changes: Any) -> Outgoing:
    paper = {"on": "2026-11-15", "decision_no": "12-QĐ/ĐTN", "reason": "không được gửi đi"}
    return person(type=type_, **{"movement": paper, "member_code": "9100001", **changes})


# ── what is written ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_layout_is_the_centre_s_own(desk: Desk) -> None:
    """Title in row 2, the same 33 titles in the same merged cells, people from row 7."""
    desk.send(person())
    (path,) = desk.workbooks
    ours, theirs = openpyxl.load_workbook(path)["DSDV"], openpyxl.load_workbook(LAYOUT)["DSDV"]
    assert titles(ours) == titles(theirs)
    assert len(titles(ours)) == 33
    assert {str(one) for one in ours.merged_cells.ranges} == {str(one) for one in theirs.merged_cells.ranges}
    assert (ours["A1"].value, ours["A2"].value) == (None, "DANH SÁCH ĐOÀN VIÊN")


def test_people_stand_in_it_value_by_value(desk: Desk) -> None:
    """Days as the centre writes them, numbers as text, the birth date under the gender, an old number in the column
    of the new one; what may not leave does not."""
    young = person(member_code="9000001", record={"ethnicity": "Kinh", "union_join_date": "2020-03", "book_no": "12"})
    older = person(
        unit=OTHER,
        record={
            "full_name": "K'Brểu",
            "date_of_birth": "1999",
            "gender": "male",
            "national_id": None,
            "previous_id": "012345678",
            "phone": None,
        },
    )
    assert [one.outcome for one in desk.send(young, older)] == [Outcome.ACCEPTED] * 2
    (path,) = desk.workbooks
    assert rows(path, "DSDV") == [
        {
            "STT": "1",
            "Họ và tên": "Trần Thị Mận",
            "Mã định danh đoàn viên": "9000001",
            "Ngày sinh/Nữ": "17/05/2004",
            "Dân tộc": "Kinh",
            "Số CMND/CCCD": "060304000101",
            "Thời gian vào đoàn": "03/2020",
            "Điện thoại liên hệ": "0912345678",
            "Đơn vị": UNIT,
        },
        {"STT": "2", "Họ và tên": "K'Brểu", "Ngày sinh/Nam": "1999", "Số CMND/CCCD": "012345678", "Đơn vị": OTHER},
    ]
    assert CalamineWorkbook.from_path(path).sheet_names == ["DSDV"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_movements_stand_on_a_sheet_of_their_own_and_who_comes_stands_on_both(desk: Desk) -> None:
    desk.send(
        movement(OperationType.MATURE),
        movement(OperationType.ADMIT, member_code=None, record={"full_name": "Lê Văn Tám", "gender": "male"}),
    )
    (path,) = desk.workbooks
    assert [one["Họ và tên"] for one in rows(path, "DSDV")] == ["Lê Văn Tám"]
    mature, admit = rows(path, "BIẾN ĐỘNG")
    assert mature == {
        "STT": "1",
        "Họ và tên": "Trần Thị Mận",
        "Mã định danh đoàn viên": "9100001",
        "Ngày sinh": "17/05/2004",
        "Số CMND/CCCD": "060304000101",
        "Đơn vị": UNIT,
        "Tên biến động": "Trưởng thành",
        "Thời điểm": "15/11/2026",
        "Số quyết định": "12-QĐ/ĐTN",
    }
    assert (admit["Tên biến động"], admit["Họ và tên"]) == ("Kết nạp", "Lê Văn Tám")


def test_a_key_has_one_workbook_whatever_happens_to_it(desk: Desk) -> None:
    """The same key writes nothing again, also over what an officer did to the file; another body is refused."""
    key, operation = str(ULID()), person()
    body = desk.upstream.encode([operation])
    first = desk.upstream.send(key, body)
    (path,) = desk.workbooks
    assert key in path.name
    path.write_bytes(b"saved by an officer")
    assert desk.upstream.send(key, body) == first
    assert [one.read_bytes() for one in desk.workbooks] == [b"saved by an officer"]
    with pytest.raises(Refused):
        desk.upstream.send(key, desk.upstream.encode([person()]))
    path.unlink()
    again = WorkbookUpstream(PROFILE, desk.folder, READING, load_headers())
    again.send(key, body)
    written_once = path.read_bytes()
    path.unlink()
    again.send(key, body)
    assert path.read_bytes() == written_once
    assert list((desk.folder / "can-nop").iterdir()) == [path]


def test_who_has_no_place_in_it_is_refused_with_the_reason_and_the_others_go(desk: Desk) -> None:
    youth, unknown, fine = person(kind=ListKind.YOUTH), person(record={"gender": None}), person()
    refused, without, taken = desk.send(youth, unknown, fine)
    assert (refused.outcome, refused.words) == (
        Outcome.REJECTED,
        "Tệp nhập của trung tâm chỉ nhận đoàn viên, không nhận thanh niên.",
    )
    assert (without.outcome, without.field) == (Outcome.REJECTED, "gender")
    assert taken.outcome is Outcome.ACCEPTED
    assert len(rows(desk.workbooks[0], "DSDV")) == 1


def test_nothing_is_taken_where_the_folder_cannot_be_written(desk: Desk) -> None:
    (desk.folder / "can-nop").write_text("in the way", "utf-8")
    with pytest.raises(Unavailable) as caught:
        desk.send(person())
    assert caught.value.code == "upstream-folder"
    with pytest.raises(Unavailable):
        desk.upstream.reach()
    (desk.folder / "can-nop").unlink()
    assert desk.upstream.handover().workbooks == []
    assert desk.upstream.outcome(["op"]) == []
    assert desk.workbooks == [], "what was not taken is not written later"


# ── what an export says ──────────────────────────────────────────────────────────────────────────────────────


def test_it_is_applied_once_an_export_made_afterwards_shows_it(desk: Desk) -> None:
    operation = person()
    desk.send(operation)
    assert desk.told(operation) == {}
    desk.carry()
    assert desk.told(operation) == {}
    export = desk.export()
    assert desk.next_run().handover().unrecorded == 1
    assert len(desk.workbooks) == 1, "looking changes nothing"
    assert desk.told(operation) == {operation.id: Verdict(operation.id, Outcome.APPLIED, "9100001")}
    assert export.exists()
    assert desk.workbooks == []
    assert [one.name for one in (desk.folder / "da-xong").iterdir()]


def test_an_export_made_before_the_workbook_says_nothing(desk: Desk) -> None:
    operation = person()
    desk.send(operation)
    desk.carry()
    desk.export(hours=-1)
    assert desk.told(operation) == {}
    assert len(desk.workbooks) == 1


def test_each_workbook_has_its_own_time(desk: Desk) -> None:
    """An export made between two workbooks confirms the first alone, though it shows both people so."""
    first, second = person(), person(record={"full_name": "Lê Thị Lan", "national_id": "060304000777"})
    desk.send(first, hours=-3)
    desk.send(second)
    desk.carry()
    desk.export(hours=-1)
    assert set(desk.told(first, second)) == {first.id}
    assert len(desk.workbooks) == 1


DIFFERING = {
    "another phone": {"Điện thoại liên hệ": "0900000000"},
    "an old value where one was taken away": {"Email liên hệ": "cu@example.test"},
    "another unit": {"Đơn vị": OTHER},
}


@pytest.mark.parametrize("what", DIFFERING)
def test_somebody_who_stands_there_otherwise_stays_accepted_and_is_told(desk: Desk, what: str) -> None:
    operation = person(record={"email": None})
    desk.send(operation)
    desk.carry()
    desk.centre.members["9100001"].update(DIFFERING[what])
    desk.export()
    assert desk.told(operation) == {}
    (differing,) = desk.upstream.handover().differing
    assert (differing.operation, differing.name, len(differing.fields)) == (operation.id, "Trần Thị Mận", 1)
    for title in DIFFERING[what]:
        desk.centre.members["9100001"].pop(title)
    desk.carry()
    desk.export("later.xlsx", hours=2)
    assert set(desk.told(operation)) == {operation.id}


def test_an_old_number_is_compared_in_the_column_of_the_new_one(desk: Desk) -> None:
    operation = person(member_code="9100001", record={"national_id": None, "previous_id": "012345678"})
    desk.send(operation)
    standing(desk, **{"Số CMND/CCCD": "087654321"})
    desk.export("1.xlsx", hours=1)
    assert desk.told(operation) == {}
    assert [one.fields for one in desk.upstream.handover().differing] == [["national_id"]]
    standing(desk, **{"Số CMND/CCCD": "012345678"})
    desk.export("2.xlsx", hours=2)
    assert set(desk.told(operation)) == {operation.id}


def test_a_row_in_error_confirms_nothing_and_is_counted(desk: Desk) -> None:
    """A number of eleven digits may be anybody's: whoever stands in that row cannot be told for sure."""
    operation = person()
    desk.send(operation)
    standing(desk, **{"Số CMND/CCCD": "60304000101"})
    desk.export()
    assert desk.told(operation) == {}
    handover = desk.upstream.handover()
    assert (handover.in_error, handover.differing) == (1, [])


def test_typing_and_the_words_for_nothing_are_no_difference(desk: Desk) -> None:
    """Capitals and tones placed otherwise are the same name; "Chưa đánh giá" is the centre's word for no rating."""
    operation = person(record={"full_name": "Nguyễn Hoà", "rating": None})
    desk.send(operation)
    desk.carry()
    desk.centre.members["9100001"].update(
        {"Họ và tên": "NGUYỄN  HÒA", "Đánh giá, xếp loại đoàn viên": "Chưa đánh giá"}
    )
    desk.export()
    assert set(desk.told(operation)) == {operation.id}


RISKY = ["=HYPERLINK(1)", "+84 thôn 1", "-5 tổ", "@nhà"]


@pytest.mark.parametrize("quoting", [False, True])
def test_what_looks_like_a_formula_is_a_text_and_comes_back_equal(desk: Desk, *, quoting: bool) -> None:
    """Also from a centre that shows the apostrophe by which a text was kept from being a formula."""
    operations = [
        person(record={"permanent_address": text, "national_id": f"06030400020{number}"})
        for number, text in enumerate(RISKY)
    ]
    desk.send(*operations)
    (path,) = desk.workbooks
    sheet = openpyxl.load_workbook(path)["DSDV"]
    cells = [sheet.cell(row, titles(sheet).index("Địa chỉ thường trú") + 1) for row in range(7, 11)]
    assert [(cell.value, cell.data_type, cell.quotePrefix) for cell in cells] == [(text, "s", True) for text in RISKY]
    desk.centre.quoting = quoting
    desk.carry()
    desk.export()
    assert set(desk.told(*operations)) == {one.id for one in operations}


# ── who it is ────────────────────────────────────────────────────────────────────────────────────────────────


def standing(desk: Desk, code: str = "9100001", **cells: str) -> None:
    """Let somebody stand at the centre, as `RECORD` says unless told otherwise; an empty cell is none."""
    usual = {
        "Mã định danh đoàn viên": code,
        "Họ và tên": "Trần Thị Mận",
        "Ngày sinh/Nữ": "17/05/2004",
        "Số CMND/CCCD": "060304000101",
        "Điện thoại liên hệ": "0912345678",
        "Đơn vị": UNIT,
    }
    desk.centre.members[code] = {title: value for title, value in {**usual, **cells}.items() if value}


UNNUMBERED = {"national_id": None}
NO_NUMBER = {"Số CMND/CCCD": ""}
RENAMED = {"full_name": "Trần Thị Mơ"}

WHO: Mapping[str, tuple[dict[str, Any], dict[str, str], bool]] = {
    "by code, renamed": ({"member_code": "9100001", "record": RENAMED}, {"Họ và tên": "Trần Thị Mơ"}, True),
    "by number": ({}, {}, True),
    "by name and birth date, no number there": ({"record": UNNUMBERED}, NO_NUMBER, True),
    "the same name, another number": ({"record": {"national_id": "060304000999"}}, {}, False),
    "the same name, another code": ({"member_code": "9999999", "record": UNNUMBERED}, NO_NUMBER, False),
}


@pytest.mark.parametrize("case", WHO)
def test_who_it_is(desk: Desk, case: str) -> None:
    """Somebody else of the same name and birth date confirms nothing, and is not told to differ either."""
    sent, there, found = WHO[case]
    operation = person(**sent)
    desk.send(operation)
    standing(desk, **there)
    desk.export()
    assert bool(desk.told(operation)) is found
    assert desk.upstream.handover().differing == []


def test_two_of_one_name_and_birth_date_are_not_told_apart(desk: Desk) -> None:
    operation = person(record={"national_id": None})
    desk.send(operation)
    standing(desk, "9100001", **{"Số CMND/CCCD": ""})
    standing(desk, "9100002", **{"Số CMND/CCCD": ""})
    desk.export()
    assert desk.told(operation) == {}


# ── movements ────────────────────────────────────────────────────────────────────────────────────────────────


def test_who_left_is_missing_from_an_export_that_shows_their_unit(desk: Desk) -> None:
    """Still there: not done. A unit that is not shown says nothing: the export may be another branch's."""
    operation = movement(OperationType.MATURE)
    desk.send(operation)
    standing(desk)
    desk.export("1.xlsx", hours=1)
    assert desk.told(operation) == {}
    standing(desk, **{"Đơn vị": OTHER})
    standing(desk, "9100002", **{"Họ và tên": "Lê Thị Lan", "Số CMND/CCCD": "060304000777"})
    desk.export("1.xlsx", hours=1)
    assert desk.told(operation) == {}, "who stands elsewhere has not left"
    desk.centre.members.clear()
    other = {"Họ và tên": "Lê Thị Lan", "Số CMND/CCCD": "060304000777"}
    standing(desk, "9100002", **other, **{"Đơn vị": OTHER})
    desk.export("2.xlsx", hours=2)
    assert desk.told(operation) == {}
    standing(desk, "9100003", **{**other, "Số CMND/CCCD": "060304000888"})
    desk.export("3.xlsx", hours=3)
    assert desk.told(operation) == {operation.id: Verdict(operation.id, Outcome.APPLIED, "9100001")}


TRANSFERS = {
    "arrived in the new unit": (OTHER, OTHER, OTHER, True),
    "still in the old one": (OTHER, OTHER, UNIT, False),
    "out of our lists, seen elsewhere": (UNIT, "Chi đoàn 9, Đoàn xã Khác", "Chi đoàn 9, Đoàn xã Khác", True),
    "out of our lists, still here": (UNIT, "Chi đoàn 9, Đoàn xã Khác", UNIT, False),
}


@pytest.mark.parametrize("case", TRANSFERS)
def test_a_transfer_is_done_where_the_person_stands(desk: Desk, case: str) -> None:
    unit, destination, stands, done = TRANSFERS[case]
    paper = {"on": "2026-11-15", "decision_no": "3/GT", "destination": destination, "origin": UNIT}
    operation = movement(OperationType.TRANSFER, unit=unit, movement=paper)
    desk.send(operation)
    standing(desk, **{"Đơn vị": stands, "Điện thoại liên hệ": "0900000000"})
    desk.export()
    assert bool(desk.told(operation)) is done


# ── the folder ───────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_left_to_do_is_told(desk: Desk) -> None:
    """A lost workbook is written again with what still waits; a file that is no export is named and stops nothing."""
    first, second = person(), person(record={"full_name": "Lê Thị Lan", "national_id": "060304000777"})
    desk.send(first, second)
    standing(desk)
    desk.export()
    (path,) = desk.workbooks
    path.unlink()
    assert set(desk.told(first, second)) == {first.id}
    handover = desk.upstream.handover()
    assert [(one.file, one.waiting) for one in handover.workbooks] == [(path.name, 1)]
    assert (handover.newest, handover.unread) == ("DSDV.xlsx", [])
    assert [one["Họ và tên"] for one in rows(path, "DSDV")] == ["Lê Thị Lan"]

    broken = desk.folder / "xuat-ve" / "hong.xlsx"
    broken.write_bytes(b"PK\x03\x04 cut short")
    written(broken, 2)
    assert set(desk.told(first, second)) == {first.id}
    assert [one.place.file for one in desk.upstream.handover().unread] == ["hong.xlsx"]


def test_only_an_officer_says_that_a_workbook_was_not_taken(desk: Desk) -> None:
    """Its workbook moved aside refuses what no export confirms, in the officer's name, and is not written again."""
    first, second = person(), person(record={"full_name": "Lê Thị Lan", "national_id": "060304000777"})
    desk.send(first, second)
    standing(desk)
    desk.export()
    desk.upstream.reach()
    (path,) = desk.workbooks
    path.rename(desk.folder / "khong-nhan" / path.name)
    told = desk.told(first, second)
    assert (told[first.id].outcome, told[second.id].outcome) == (Outcome.APPLIED, Outcome.REJECTED)
    assert told[second.id].words == "Cán bộ báo: trung tâm không nhận thay đổi này."
    assert desk.workbooks == []


def test_everybody_in_the_exports_is_read_each_unit_from_its_newest(desk: Desk) -> None:
    with pytest.raises(Unavailable) as caught:
        list(desk.upstream.people())
    assert caught.value.code == "upstream-no-export"
    standing(desk)
    standing(desk, "9100002", **{"Đơn vị": OTHER})
    desk.export("old.xlsx", hours=-2)
    desk.centre.members["9100001"]["Điện thoại liên hệ"] = "0900000000"
    del desk.centre.members["9100002"]
    desk.export("new.xlsx", hours=-1)
    found = list(desk.upstream.people())
    assert [(one.member_code, one.unit, one.record["phone"]) for one in found] == [
        ("9100001", UNIT, "0900000000"),
        ("9100002", OTHER, "0912345678"),
    ]
    assert [one.member_code for one in desk.upstream.people(OTHER)] == ["9100002"]


def test_there_is_no_tree_and_only_what_an_export_can_show_is_asked_for(desk: Desk) -> None:
    with pytest.raises(ConfigError) as caught:
        desk.upstream.units()
    assert caught.value.code == "profile-no-units"
    assert OperationType.AWAY not in desk.upstream.types()
    operations = {**PROFILE.operations, OperationType.AWAY: "Đi làm ăn xa"}
    more = PROFILE.model_copy(update={"operations": operations})
    with pytest.raises(ConfigError) as refused:
        WorkbookUpstream(more, desk.folder, READING, load_headers())
    assert refused.value.code == "profile-not-confirmed"
