"""An office without a network to the centre: yumsync writes the import workbook, the officer carries it there and
brings the export back, and only that confirms what was sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.centre import CODE, Centre, rows
from tests.support.office import HEADERS, UNIT, Office, Row, Said, csv_of, killed, person, wait_for

COLUMNS = (*HEADERS, "gender")
ADDRESS = "Địa chỉ thường trú"
FORMULA = "=HYPERLINK(1)"


def member(serial: int, **other: str) -> Row:
    """Somebody with a gender: the centre's workbook tells it by a column."""
    return person(serial, gender="Nam", **other)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, "folder:trung-tam", profile="workbook")
    made.add_list("doan-vien")
    made.put("doan-vien.csv", csv_of([member(1), member(2)], COLUMNS))
    made.init()
    return made


def put(office: Office, *people: Row, columns: tuple[str, ...] = COLUMNS) -> None:
    office.put("doan-vien.csv", csv_of(people, columns))


def workbooks(office: Office) -> list[Path]:
    return sorted((office.folder / "trung-tam" / "can-nop").glob("*.xlsx"))


def carry(office: Office, centre: Centre, *, hours: float = 1) -> None:
    """What the officer does: upload every workbook, export, put the export where it belongs."""
    for path in workbooks(office):
        centre.take(path)
    centre.export(office.folder / "trung-tam" / "xuat-ve" / "DSDV.xlsx", hours=hours)


def counted(said: Said) -> tuple[int, int, int]:
    """How many changes a run sent, learned to be applied, and left to be carried."""
    delivery: dict[str, Any] = said.json["delivery"]
    return delivery["sent"], delivery["applied"], delivery["accepted"]


def test_the_export_confirms_what_the_workbook_took_there(office: Office) -> None:
    """Sent is not in step: the first run waits for the officer, the export settles it, a further run writes nothing,
    and one changed person makes a workbook with that row alone."""
    centre = Centre()
    first = office.ask("sync")
    assert (first.code, counted(first)) == (3, (2, 0, 2))
    (path,) = workbooks(office)
    assert [(one["file"], one["waiting"]) for one in first.json["handover"]["workbooks"]] == [(path.name, 2)]
    assert [one["Số CMND/CCCD"] for one in rows(path, "DSDV")] == ["079204000001", "079204000002"]

    waiting = office.ask("sync")
    assert (waiting.code, counted(waiting)) == (3, (0, 0, 2))
    assert workbooks(office) == [path]

    carry(office, centre)
    confirmed = office.ask("sync")
    assert (confirmed.code, counted(confirmed)) == (0, (0, 2, 0))
    assert workbooks(office) == []
    again = office.ask("sync")
    assert (again.code, counted(again), workbooks(office)) == (0, (0, 0, 0), [])

    put(office, member(1), member(2, phone="0911222333"))
    changed = office.ask("sync")
    assert (changed.code, counted(changed)) == (3, (1, 0, 1))
    (path,) = workbooks(office)
    (row,) = rows(path, "DSDV")
    known = {one["Số CMND/CCCD"]: code for code, one in centre.members.items()}
    assert (row["Điện thoại liên hệ"], row[CODE]) == ("0911222333", known["079204000002"])
    assert row["Đơn vị"] == UNIT
    office.ask("sync")
    assert workbooks(office) == [path]
    carry(office, centre, hours=2)
    assert counted(office.ask("sync")) == (0, 1, 0)
    office.assert_journal_verifies()


@pytest.mark.parametrize("quoting", [False, True])
def test_what_looks_like_a_formula_goes_there_and_back(office: Office, *, quoting: bool) -> None:
    """It is no formula in the workbook, and the same value once it came back, however the centre shows it."""
    centre = Centre(quoting=quoting)
    put(office, {**member(1), ADDRESS: FORMULA}, columns=(*COLUMNS, ADDRESS))
    assert office.run("sync").code == 3
    carry(office, centre)
    assert {one[ADDRESS] for one in centre.members.values()} == {FORMULA}
    done = office.ask("sync")
    assert (done.code, counted(done)) == (0, (0, 1, 0))
    assert office.ask("sync").json["delivery"]["sent"] == 0


def test_an_old_export_or_another_value_confirms_nothing(office: Office) -> None:
    centre = Centre()
    office.run("sync")
    carry(office, centre, hours=-1)
    assert counted(office.ask("sync")) == (0, 0, 2)
    (code, *_) = centre.members
    centre.members[code]["Email liên hệ"] = "khac@example.test"
    centre.export(office.folder / "trung-tam" / "xuat-ve" / "moi.xlsx")
    said = office.ask("sync")
    assert (said.code, counted(said)) == (3, (0, 1, 1))
    (differing,) = said.json["handover"]["differing"]
    assert differing["fields"] == ["email"]


HEADER = "Họ và tên,Ngày sinh,CCCD,Đơn vị,Loại biến động,Ngày,Số quyết định,Nơi chuyển đến"


def paper(one: Row, movement: str, destination: str = "") -> str:
    facts = (one["full_name"], one["date_of_birth"], one["national_id"], f'"{UNIT}"')
    return ",".join((*facts, movement, "01/10/2026", "12-QĐ/ĐTN", destination)) + "\n"


def test_movements_are_carried_too(office: Office) -> None:
    """Who matured stands in no export of their unit any more, who was transferred in the new one; until an export
    shows that, neither has happened."""
    centre = Centre()
    office.add_list("bien-dong", kind="movements", complete=None, unit=None)
    office.put("bien-dong.csv", HEADER + "\n")
    put(office, *map(member, range(1, 5)))
    office.run("sync")
    carry(office, centre)
    assert counted(office.ask("sync")) == (0, 4, 0)

    put(office, member(3), member(4))
    moved = paper(member(2), "Chuyển đi", '"Chi đoàn 9, Đoàn xã Hòa Thắng"')
    office.put("bien-dong.csv", HEADER + "\n" + paper(member(1), "Trưởng thành") + moved)
    sent = office.ask("sync")
    assert (sent.code, counted(sent)) == (3, (2, 0, 2))
    (path,) = workbooks(office)
    assert rows(path, "DSDV") == []
    assert {(one["Tên biến động"], one["Số CMND/CCCD"]) for one in rows(path, "BIẾN ĐỘNG")} == {
        ("Trưởng thành", "079204000001"),
        ("Chuyển sinh hoạt", "079204000002"),
    }
    centre.export(office.folder / "trung-tam" / "xuat-ve" / "DSDV.xlsx", hours=2)
    assert counted(office.ask("sync")) == (0, 0, 2)
    carry(office, centre, hours=3)
    done = office.ask("sync")
    assert (done.code, counted(done)) == (0, (0, 2, 0))


def test_what_the_centre_did_not_take_goes_again_once_it_is_mended(office: Office) -> None:
    """An officer moves the workbook aside: what was in it is refused, not sent again as it is, and sent as mended."""
    office.run("sync")
    (path,) = workbooks(office)
    path.rename(office.folder / "trung-tam" / "khong-nhan" / path.name)
    refused = office.ask("sync")
    assert (refused.code, counted(refused), refused.json["delivery"]["rejected"]) == (1, (0, 0, 0), 2)
    assert office.ask("sync").code == 1
    assert workbooks(office) == []
    put(office, member(1, email="moi@example.test"), member(2))
    mended = office.ask("sync")
    assert counted(mended) == (1, 0, 1)
    (path,) = workbooks(office)
    assert [one["Email liên hệ"] for one in rows(path, "DSDV")] == ["moi@example.test"]


def test_the_officer_is_told_what_to_do_next(office: Office) -> None:
    """Which file to upload and where the export goes, in Vietnamese first; `status` and `doctor` make sense of it."""
    said = office.run("sync", lang="vi")
    (path,) = workbooks(office)
    for words in ("Việc cần làm trên phần mềm trung tâm", path.name, str(path.parent), "xuat-ve", "2 thay đổi"):
        assert words in said.out
    assert "yumsync holds" not in said.out
    status = office.run("status", lang="vi")
    assert status.code == 3
    assert path.name in status.out
    assert "yumsync holds" not in status.out
    doctor = office.run("doctor", lang="vi")
    assert doctor.code == 0
    assert str(path.parent) in doctor.out
    export = office.put("trung-tam/xuat-ve/hong.xlsx", b"no workbook at all")
    assert export.name in office.run("sync", lang="vi").out


def test_a_folder_is_asked_for_and_nothing_else(office: Office) -> None:
    office.configure(url="https://centre.example.test")
    said = office.run("sync")
    assert said.code == 2
    assert "folder:" in said.err
    office.configure(url="folder:trung-tam", profile="standin")
    assert office.run("sync").code == 2


def test_a_workbook_is_written_once_whatever_breaks_off(office: Office) -> None:
    """The disk fails before the workbook is there: nothing was taken, and the next run goes on."""
    (office.folder / "trung-tam").write_text("in the way", "utf-8")
    said = office.ask("sync")
    assert (said.code, counted(said)) == (4, (0, 0, 0))
    (office.folder / "trung-tam").unlink()
    assert counted(office.ask("sync")) == (2, 0, 2)
    assert len(workbooks(office)) == 1


def test_a_process_killed_once_its_workbook_is_there_leaves_one_workbook(office: Office) -> None:
    """Whatever of it was recorded: the next run goes on with the same workbook, and the export confirms it."""
    centre = Centre()
    with office.started("sync") as process:
        wait_for(lambda: workbooks(office), "a workbook")
        killed(process)
    (path,) = workbooks(office)
    said = office.ask("sync")
    assert (said.code, said.json["delivery"]["accepted"], workbooks(office)) == (3, 2, [path])
    carry(office, centre)
    assert counted(office.ask("sync")) == (0, 2, 0)
    office.assert_journal_verifies()


def test_a_run_asks_about_everything_that_waits(office: Office) -> None:
    """A service is asked about some thousand changes in a run; a file says everything at once."""
    with office.app() as app:
        assert app.engine().delivery.polls > 10_000_000


def test_what_an_export_cannot_say_is_no_difference(office: Office) -> None:
    """Of a unit no export shows nothing follows, nor of a word that stands where nothing is known."""
    centre = Centre()
    office.ask("sync")
    carry(office, centre)
    assert office.ask("sync").code == 0
    for one in centre.members.values():
        one["Tôn giáo"] = "Không"
    carry(office, centre, hours=1.5)
    with office.app() as app, app.reconciliation().compare() as comparison:
        assert [(one.standing, one.fields) for one in comparison] == []
    for one in centre.members.values():
        one["Đơn vị"] = "Chi đoàn 9, Đoàn phường Khác"
    carry(office, centre, hours=2)
    with office.app() as app, app.reconciliation().compare() as comparison:
        assert {tuple(each.field for each in one.fields) for one in comparison} == {("unit",)}
    centre.members.clear()
    stranger = {"Họ và tên": "Lê Văn Lạ", "Ngày sinh/Nam": "01/02/2004", "Đơn vị": "Chi đoàn 9, Đoàn phường Khác"}
    centre.members["9900001"] = {"Mã định danh đoàn viên": "9900001", **stranger}
    (office.folder / "trung-tam" / "xuat-ve" / "DSDV.xlsx").unlink()
    carry(office, centre, hours=3)
    with office.app() as app, app.reconciliation().compare() as comparison:
        assert [one.standing.value for one in comparison] == ["only-there"]
