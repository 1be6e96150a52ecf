"""A list with faults, its annotated copy, and what stands in that."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.acceptance.test_check_explained import NOWHERE
from tests.support.office import Office, Said

ERROR, WARNING, NOTE = "FFFFB3B3", "FFFFE08A", "FFCFE8FF"
SHEET = "Chi đoàn 2"
HEADER = ["STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số CCCD", "Số điện thoại", "Dân tộc", "Màu mũ"]
PEOPLE: list[list[Any]] = [
    [1, "Nguyễn Văn Đá", "05/02/2004", "Nam", "060204000021", "0912345671", "Kinh", ""],
    [2, "Trần Thị Hoà", "31/02/2005", "Nữ", "060305000022", "0912345672", "Kinhh", "đỏ"],
    [3, "Võ Minh Khang", "17/08/2003", "Nam", 60203000023, "0912345673", "Tày", ""],
    [4, "Đặng Thị Lụa", "20/10/2006", "Nữ", "060306000024", "12345", "", ""],
]
ROWS: list[list[Any]] = [["DANH SÁCH ĐOÀN VIÊN"], ["Đơn vị: Chi đoàn 2, Đoàn phường Phú Thủy"], HEADER, *PEOPLE]


def book(path: Path, rows: list[list[Any]] = ROWS) -> Path:
    """A list with colours, widths, a merged title, a hidden row, a formula, a comment, and two other sheets."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = SHEET
    for row in rows:
        sheet.append(["" if cell is None else cell for cell in row])
    if len(rows[0]) == 1:
        sheet.merge_cells("A1:H1")
    sheet["A1"].font = Font(name="Times New Roman", bold=True, size=16)
    sheet.column_dimensions["B"].width = 33
    sheet["H5"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["C5"].comment = Comment("hỏi lại gia đình", "Chị Lan")
    sheet["E6"].number_format = "0"
    notes = made.create_sheet("Ghi chú")
    notes["A1"] = "không phải danh sách"
    hidden = made.create_sheet("DATA")
    hidden["B1"] = "=1+1"
    hidden["A1"] = "Kinh"
    hidden.sheet_state = "hidden"
    made.save(path)
    return path


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, NOWHERE)
    made.add_list("ds", "ds.xlsx", unit=None)
    book(tmp_path / "ds.xlsx")
    return made


def annotated(office: Office, name: str = "ds.xlsx", *arguments: str, lang: str = "vi") -> Path:
    out = office.folder / "out.xlsx"
    said = office.run("check", str(office.folder / name), "--annotate", str(out), "--force", *arguments, lang=lang)
    assert said.code in {0, 1, 7}, said
    assert out.is_file(), said
    return out


def comments(sheet: Worksheet) -> dict[str, str]:
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def colours(sheet: Worksheet) -> dict[str, str]:
    return {
        cell.coordinate: cell.fill.fgColor.rgb
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }


def table(path: Path) -> dict[str, list[Any]]:
    """The table of corrections by cell: sheet, cell, person, found, proposed, agreed, reason, code."""
    lines = (list(row) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    return {str(line[1]): line for line in lines if re.fullmatch(r"[A-Z]+\d+", str(line[1]))}


def agree(path: Path, to: dict[str, str | None], mark: str = "x", target: Path | None = None) -> None:
    """Do as an officer does: put a mark beside these cells, and type another value where one is given."""
    made = openpyxl.load_workbook(path)
    for row in made.worksheets[0].iter_rows(min_row=2):
        if row[1].value in to:
            row[5].value = mark
            value = to[str(row[1].value)]
            row[4].value = row[4].value if value is None else value
    made.save(target or path)


def codes(said: Said) -> list[tuple[str, str]]:
    return [
        (each["code"], each["place"]["column"] + str(each["place"]["row"] or ""))
        for one in said.json["lists"]
        for each in one["findings"]
        if each["code"].startswith("correction-")
    ]


def edited(path: Path, change: Any) -> None:
    made = openpyxl.load_workbook(path)
    change(made)
    made.save(path)


def people_of(office: Office, path: Path) -> object:
    """What a check finds in a file, but for the file's own name and for what the copy itself changes."""
    lists = office.ask("check", str(path)).json["lists"]
    skipped = {"list-hidden-sheet", "list-as-configured"}
    return [
        (
            sorted(
                (each["code"], each["place"]["row"], each["place"]["column"], each["found"])
                for each in one["findings"]
                if each["code"] not in skipped
            ),
            [(each["rows"], each["records"], each["unit"], each["units"]) for each in one["tables"]],
        )
        for one in lists
    ]


def calculated(path: Path) -> None:
    """Say of a workbook what Excel says when it saved it: its formulas are calculated."""
    content = path.read_bytes()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(path, "w") as new:
        for part in old.infolist():
            new.writestr(part.filename, old.read(part).replace(b' fullCalcOnLoad="1"', b""))
