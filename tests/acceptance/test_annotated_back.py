"""What an officer agreed to in the annotated copy is read when it is put back."""

from __future__ import annotations

import shutil
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from tests.acceptance.test_check_explained import EXAMPLES, NOWHERE
from tests.support.annotated import (
    ROWS,
    SHEET,
    agree,
    annotated,
    book,
    calculated,
    codes,
    colours,
    comments,
    edited,
    office,
    people_of,
)
from tests.support.office import Office
from tests.support.standin import LiveStandin

__all__ = ["office"]


# ── putting it back ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_copy_without_a_mark_reads_as_the_file(path: Path, tmp_path: Path) -> None:
    """Every layout officers keep: colours, comments and the sheet in front change nothing of what is read."""
    office = Office(tmp_path, NOWHERE)
    office.add_list("x", "x.csv")
    out = tmp_path / "out.xlsx"
    said = office.run("check", str(path), "--annotate", str(out))
    if not out.exists():
        assert said.code == 7
        return
    assert people_of(office, out) == people_of(office, path)


def test_what_was_agreed_to_is_used(office: Office) -> None:
    """Rows marked x take the proposed value, another where one was typed; each is told of as a note."""
    path = annotated(office)
    agree(path, {"E6": None, "C5": "28/02/2005"})
    shutil.copy(path, office.folder / "ds.xlsx")
    said = office.ask("check")
    assert said.code == 0
    assert codes(said) == [("correction-accepted", "C5"), ("correction-accepted", "E6")]
    assert "“060203000023”" in office.run("check", lang="vi").out
    office.init()
    operations = {
        info["operation"]["record"]["full_name"]: info["operation"] for info in office.ask("plan").json["operations"]
    }
    assert operations["Võ Minh Khang"]["record"]["national_id"] == "060203000023"
    assert operations["Trần Thị Hoà"]["record"]["date_of_birth"] == "2005-02-28"
    step = operations["Trần Thị Hoà"]["steps"]["date_of_birth"]
    assert (step["found"], step["done"][0]) == ("31/02/2005", "accepted")
    assert "ethnicity" not in operations["Trần Thị Hoà"]["record"]  # that one was not agreed to


def test_agreement_takes_effect_on_rows_already_sent(tmp_path: Path, standin: LiveStandin) -> None:
    """The row in the file is the same; its fingerprint is not."""
    office = Office(tmp_path, standin.url)
    office.add_list("ds", "ds.xlsx", unit=None)
    book(tmp_path / "ds.xlsx")
    office.init()
    assert office.run("sync").code == 1
    before = {one["fields"]["full_name"]: one["fields"] for one in standin.people()}
    assert "phone" not in before["Đặng Thị Lụa"]
    path = annotated(office)
    shutil.copy(path, tmp_path / "ds.xlsx")
    assert office.ask("sync").json["delivery"]["sent"] == 0
    assert office.ask("sync").json["plan"]["lists"][0]["tally"]["unchanged"] == 1  # Đá, of whom nothing is found
    line = [SHEET, "F4", "Nguyễn Văn Đá", "0912345671", "0912345670", "x", "", ""]
    edited(path, lambda made: made.worksheets[0].append(line))
    agree(path, {"F7": "0912345674", "E6": None}, target=tmp_path / "ds.xlsx")
    assert office.ask("sync").json["delivery"]["sent"] == 3
    after = {one["fields"]["full_name"]: one["fields"] for one in standin.people()}
    assert after["Đặng Thị Lụa"]["phone"] == "0912345674"
    assert after["Nguyễn Văn Đá"]["phone"] == "0912345670"
    assert after["Võ Minh Khang"]["national_id"] == "060203000023"
    assert office.ask("sync").json["delivery"]["sent"] == 0


def test_cells_mended_by_hand_in_the_copy_count(office: Office) -> None:
    """Comments and colours do not matter, nor a mark beside a cell that already holds the value."""
    path = annotated(office)
    made = openpyxl.load_workbook(path)
    made[SHEET]["C5"] = "28/02/2005"
    made[SHEET]["E6"] = "060203000023"
    made.save(path)
    agree(path, {"E6": None})
    said = office.ask("check", str(path))
    assert said.code == 0
    assert codes(said) == []


def swap_rows(made: Workbook) -> None:
    """Sort the list otherwise: Khang's row and Lụa's change places, with the same number in both."""
    sheet = made[SHEET]
    sheet["E7"] = 60203000023
    for column in range(1, 9):
        sheet.cell(6, column).value, sheet.cell(7, column).value = (
            sheet.cell(7, column).value,
            sheet.cell(6, column).value,
        )


MEANWHILE: dict[str, tuple[Any, str]] = {
    "another value": (lambda made: made[SHEET].__setitem__("E6", "060203000029"), "correction-changed"),
    "emptied": (lambda made: made[SHEET].__setitem__("E6", None), "correction-changed"),
    "row put in": (lambda made: made[SHEET].insert_rows(4), "correction-changed"),
    "sorted": (swap_rows, "correction-person"),
    "shorter": (lambda made: made[SHEET].delete_rows(5, 3), "correction-changed"),
    "renamed": (lambda made: setattr(made[SHEET], "title", "Khác"), "correction-no-sheet"),
}


@pytest.mark.parametrize("name", MEANWHILE)
@pytest.mark.filterwarnings("ignore:Title is more than 31")
def test_a_cell_that_changed_meanwhile_keeps_what_it_says(office: Office, name: str) -> None:
    """Nothing is written over what somebody typed since, and never into another person's row."""
    path = annotated(office)
    agree(path, {"E6": None})
    change, code = MEANWHILE[name]
    edited(path, change)
    said = office.ask("check", str(path))
    assert [each for each, _ in codes(said)] == [code]
    assert "060203000023" not in [
        each["proposed"]
        for one in said.json["lists"]
        for each in one["findings"]
        if each["code"] == "correction-accepted"
    ]


def test_of_two_namesakes_with_the_same_fault_none_is_corrected(office: Office) -> None:
    """The list may have been sorted since: whose birth date was agreed to, nobody can tell."""
    twins = [[1, "Nguyễn Văn An", "", "Nam", 60203000023], [2, "Nguyễn Văn An", "", "Nam", 60203000023]]
    book(office.folder / "ds.xlsx", [*ROWS[:3], *twins])
    path = annotated(office)
    agree(path, {"E4": None})
    assert codes(office.ask("check", str(path))) == [("correction-namesake", "E4")]


def test_marks_that_say_nothing_clear(office: Office) -> None:
    """An unclear mark, agreement to no value, two values for one cell: told, and not used."""
    path = annotated(office)
    agree(path, {"C5": None})
    agree(path, {"E6": None}, "không")
    agree(path, {"F7": None}, "?")

    def twice(made: Workbook) -> None:
        sheet = made.worksheets[0]
        sheet.append([SHEET, "G5", "Trần Thị Hoà", "Kinhh", "Tày", "x", "", ""])

    agree(path, {"G5": None})
    edited(path, twice)
    said = office.ask("check", str(path))
    assert sorted(each for each, _ in codes(said)) == [
        "correction-empty",
        "correction-twice",
        "correction-twice",
        "correction-unclear",
        "correction-unclear",
    ]
    assert said.code == 1


@pytest.mark.parametrize("mark", ["x", "X", " x ", "Х", "✓", "có", "Đồng ý", 1, True])
def test_how_an_officer_says_yes(office: Office, mark: Any) -> None:
    """Capital, Cyrillic, a tick, a word, a number: all mean it."""
    path = annotated(office)
    agree(path, {"E6": None}, mark)
    assert codes(office.ask("check", str(path))) == [("correction-accepted", "E6")]


def test_the_table_may_be_sorted_moved_and_renamed(office: Office) -> None:
    """It is known by its hidden row, its columns by their names there."""
    path = annotated(office)
    agree(path, {"E6": None, "C5": "28/02/2005"})

    def rearranged(made: Workbook) -> None:
        sheet = made.worksheets[0]
        sheet.insert_cols(3)
        sheet.title = "yumsync đã xem"
        made.move_sheet(sheet, 3)

    edited(path, rearranged)
    assert codes(office.ask("check", str(path))) == [("correction-accepted", "C5"), ("correction-accepted", "E6")]


def test_a_table_of_another_version_is_not_guessed_at(office: Office) -> None:
    """It is no list either, and the officer is told."""
    path = annotated(office)
    agree(path, {"E6": None})
    edited(path, lambda made: made.worksheets[0].__setitem__("A1", "yumsync:annotated:2"))
    said = office.ask("check", str(path))
    assert codes(said) == [("correction-version", "")]
    assert len(said.json["lists"][0]["tables"]) == 1


def test_a_sheet_of_the_officer_s_called_yumsync_is_a_list(office: Office) -> None:
    """A title is no marker; and the copy's own sheet takes another."""
    edited(office.folder / "ds.xlsx", lambda made: setattr(made[SHEET], "title", "yumsync"))
    assert [one["place"]["sheet"] for one in office.ask("check").json["lists"][0]["tables"]] == ["yumsync"]
    path = annotated(office)
    assert openpyxl.load_workbook(path).sheetnames[:2] == ["yumsync (2)", "yumsync"]
    agree(path, {"E6": None})
    assert codes(office.ask("check", str(path))) == [("correction-accepted", "E6")]


def test_a_copy_of_a_copy(office: Office) -> None:
    """What was agreed to is entered, old marks go, and there is one summary."""
    path = annotated(office)
    agree(path, {"E6": None})
    shutil.copy(path, office.folder / "ds.xlsx")
    again = openpyxl.load_workbook(annotated(office))
    assert again.sheetnames == ["yumsync", SHEET, "Ghi chú", "DATA"]
    sheet = again[SHEET]
    assert sheet["E6"].value == "060203000023"
    assert "[national-id-zero-lost]" not in str(comments(sheet))
    assert comments(sheet)["C5"].count("date-impossible") == 1
    assert comments(sheet)["C5"].endswith("hỏi lại gia đình")
    edited(office.folder / "ds.xlsx", lambda made: made[SHEET].__setitem__("C5", "28/02/2005"))
    sheet = openpyxl.load_workbook(annotated(office))[SHEET]
    assert sheet["C5"].comment.text == "hỏi lại gia đình"
    assert "C5" not in colours(sheet)


def test_the_copy_is_whole(office: Office) -> None:
    """Every part is XML, and two readers that are not ours open it."""
    path = annotated(office)
    assert CalamineWorkbook.from_path(str(path)).sheet_names[0] == "yumsync"
    with zipfile.ZipFile(BytesIO(path.read_bytes())) as package:
        assert package.testzip() is None
        assert not [name for name in package.namelist() if "calcChain" in name]


@pytest.mark.parametrize("stale", [True, False])
def test_a_workbook_that_waits_to_be_calculated_goes_on_waiting(office: Office, stale: bool) -> None:
    """A copy must not make results nobody calculated pass for good ones, nor good ones for stale."""
    if not stale:
        calculated(office.folder / "ds.xlsx")
    with zipfile.ZipFile(annotated(office)) as package:
        assert (b'fullCalcOnLoad="1"' in package.read("xl/workbook.xml")) == stale


def test_no_date_is_proposed_in_a_column_whose_order_is_in_doubt(office: Office) -> None:
    """Agreeing to turn the three sure ones round would leave the others to be read day first."""
    (example,) = [path for path in EXAMPLES if path.name == "month-first.csv"]
    shutil.copy(example, office.folder / "month-first.csv")
    summary = openpyxl.load_workbook(annotated(office, "month-first.csv")).worksheets[0]
    lines = [row for row in summary.iter_rows(values_only=True) if row[-1] == "date-month-first" and row[1] == "B2"]
    assert lines
    assert all(not row[4] for row in lines)
