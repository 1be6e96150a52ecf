"""Sheets that stand for branches, and what a sheet hides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from tests.contract.lists_rows_support import (
    HEADER,
    Row,
    line,
    read_whole,
    refusal,
    someone,
    told,
    units,
)
from tests.lists.writers import read, spec, write_ods, write_xlsx

# ── sheets ────────────────────────────────────────────────────────────────────────────────────────────────


def sheets(path: Path, **rows: list[Row]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        for name, content in rows.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(content):
                sheet.write_row(number, 0, row)
    return path


def test_one_sheet_for_each_branch_is_named_by_its_sheet(tmp_path: Path) -> None:
    made = {
        "Chi đoàn 1": [HEADER, someone(1)],
        "Chi đoàn 2 (1 đoàn viên)": [HEADER, someone(2)],
        "Danh mục": [["Dân tộc", "Tôn giáo"], ["Kinh", "Không"], ["Tày", "Phật giáo"]],
        "Chi đoàn 3": [line("Đơn vị: Chi đoàn 4"), HEADER, someone(3)],
    }
    of = spec(tmp_path, sheets(tmp_path / "list.xlsx", **made).name)
    people, _, said = read_whole(of)
    assert [unit for _, unit in units(people)] == ["Chi đoàn 1", "Chi đoàn 2"]
    assert [(one.code, one.place.sheet) for one in said if one.severity != "note"] == [
        ("list-sheet-other-unit", "Chi đoàn 3"),
        ("list-sheet-set-aside", "Danh mục"),
    ]
    people, _, _ = read_whole(replace(of, unit="Đoàn cơ sở Y"))
    assert [unit for _, unit in units(people)] == [f"Chi đoàn {number}, Đoàn cơ sở Y" for number in (1, 2)]


@pytest.mark.parametrize(
    "name", ["Chi đoàn 1 (2)", "Chi đoàn 3 (cũ)", "Chi đoàn 4 T11.2026", "Chi đoàn Trường Tiểu học Phú Th"]
)
def test_a_sheet_that_may_be_a_copy_or_whose_name_may_be_cut_is_asked_about(tmp_path: Path, name: str) -> None:
    own = "Đoàn xã Mẫu"
    of = replace(spec(tmp_path, sheets(tmp_path / "a.xlsx", **{name: [HEADER, someone(1)]}).name), unit=own)
    assert refusal(of) == ("list-sheet-unit", 0)
    titled = [line("Đơn vị: Chi đoàn 4"), HEADER, someone(1)]
    of = replace(of, path=str(sheets(tmp_path / "b.xlsx", **{name: titled})))
    assert units(read_whole(of)[0]) == [(3, f"Chi đoàn 4, {own}")]


def test_the_only_list_of_a_branch_may_bear_any_name(tmp_path: Path) -> None:
    made = sheets(tmp_path / "a.xlsx", **{"Chi đoàn 1 (2)": [HEADER, someone(1)]}).name
    people, _, _ = read_whole(replace(spec(tmp_path, made), unit="Chi đoàn 1, Đoàn xã Mẫu"))
    assert units(people) == [(2, "Chi đoàn 1, Đoàn xã Mẫu")]


@pytest.mark.parametrize("tabs", [("CĐ 3", "CĐ 4"), ("Thôn 4", "Thôn 5"), ("Lớp 10A1", "Lớp 10A2")])
def test_sheets_called_like_branches_do_not_put_everybody_into_the_commune(
    tmp_path: Path, tabs: tuple[str, str]
) -> None:
    made = {tab: [HEADER, someone(number)] for number, tab in enumerate(tabs)}
    of = spec(tmp_path, sheets(tmp_path / "a.xlsx", **made).name)
    people, _, said = read_whole(replace(of, unit="Đoàn xã Mẫu"))
    assert people == []
    assert [(one.code, one.place.sheet) for one in said] == [("list-sheet-unit", tab) for tab in tabs]
    people, _, _ = read_whole(replace(of, unit="Chi đoàn 1, Đoàn xã Mẫu"))
    assert [unit for _, unit in units(people)] == ["Chi đoàn 1, Đoàn xã Mẫu"] * 2


def test_only_a_branch_is_named_by_a_sheet(tmp_path: Path) -> None:
    """A class, or a whole commune, is as likely the name of what the sheet is about as of a unit."""
    made = {"Lớp 10A1": [HEADER, someone(1)], "Đoàn xã Mẫu": [HEADER, someone(2)], "Sheet3": [HEADER, someone(3)]}
    people, _, said = read_whole(replace(spec(tmp_path, sheets(tmp_path / "a.xlsx", **made).name), unit="Chi đoàn 1"))
    assert [unit for _, unit in units(people)] == ["Chi đoàn 1"] * 3
    assert told(said) == []


def test_a_column_says_more_than_the_name_of_the_sheet(tmp_path: Path) -> None:
    rows = {
        "Chi đoàn 1": [["Họ và tên", "Ngày sinh", "Đơn vị"], ["Lê Giả", "2004", "Chi đoàn 7"], ["Võ Thử", "2004", ""]]
    }
    people, _, _ = read_whole(spec(tmp_path, sheets(tmp_path / "list.xlsx", **rows).name))
    assert [unit for _, unit in units(people)] == ["Chi đoàn 7", None]


def hide(path: Path, rows: Sequence[int] = (), columns: Sequence[str] = (), *, filtered: bool = False) -> Path:
    """Hide rows and columns of a workbook's first sheet as Excel does, and put a filter on."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    for row in rows:
        sheet.row_dimensions[row].hidden = True
    for letter in columns:
        sheet.column_dimensions[letter].hidden = True
    if filtered:
        sheet.auto_filter.ref = sheet.dimensions
        sheet.auto_filter.add_filter_column(1, ["Lê Giả"])
    book.save(path)
    return path


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "list.xlsx", [HEADER, *map(someone, range(1, 6))])
    hide(path, rows=[1, 3, 4, 90], columns=["C", "E"])
    people, _, said = read_whole(spec(tmp_path, path.name))
    assert [one.row for one in people] == [2, 3, 4, 5, 6]
    assert [(one.code, one.place.row, dict(one.details)) for one in said if "hidden" in one.code] == [
        ("list-hidden-rows", 3, {"rows": 2}),
        ("list-hidden-columns", 0, {"columns": "C"}),
    ]


def test_a_hidden_row_without_cells_hides_nobody(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "list.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in ((0, HEADER), (1, someone(1)), (4, someone(2))):
            sheet.write_row(number, 0, row)
        for number in (2, 3, 4):
            sheet.set_row(number, None, None, {"hidden": True})
    _, _, said = read_whole(spec(tmp_path, "list.xlsx"))
    assert told(said) == [("list-hidden-rows", 5, {"rows": 1})]


def test_a_filter_that_is_on_is_told_and_one_that_is_not_is_none(tmp_path: Path) -> None:
    for rows, filtered, code in (([3], True, ["list-filtered"]), ([], True, ["list-filtered"]), ([], False, [])):
        path = write_xlsx(tmp_path / "list.xlsx", [HEADER, *map(someone, range(1, 4))])
        hide(path, rows=rows, filtered=filtered)
        people, _, said = read_whole(spec(tmp_path, path.name))
        assert len(people) == 3
        assert [one[0] for one in told(said)] == code
    book = openpyxl.load_workbook(path)
    book.worksheets[0].auto_filter.ref = "A1:F4"
    book.save(path)
    assert told(read_whole(spec(tmp_path, path.name))[2]) == []


def test_what_a_long_sheet_hides_is_found_from_its_beginning(tmp_path: Path) -> None:
    """Only the beginning of a long sheet is looked at, unless it says that a filter is on."""
    long = [HEADER, *([*someone(1)[:4], "x" * 90, str(number)] for number in range(60_000))]
    for hidden, filtered, expected in (
        ((5,), False, [("list-hidden-rows", 5, {"rows": 1})]),
        ((59_000,), True, [("list-filtered", 59_000, {"rows": 1})]),
        ((59_000,), False, []),
    ):
        with xlsxwriter.Workbook(str(tmp_path / "long.xlsx"), {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(long):
                if number + 1 in hidden:
                    sheet.set_row(number, None, None, {"hidden": True})
                sheet.write_row(number, 0, row)
            if filtered:
                sheet.autofilter(0, 0, len(long), 5)
                sheet.filter_column(1, "x == 1")
        (table,), _ = read(spec(tmp_path, "long.xlsx"))
        assert told(list(table.findings)) == expected
        if not filtered:
            break


def test_an_opendocument_tells_what_it_hides(tmp_path: Path) -> None:
    import io  # noqa: PLC0415 (a package is changed here only)
    import zipfile  # noqa: PLC0415

    made = write_ods(tmp_path / "made.ods", [HEADER, *map(someone, range(1, 4))]).read_bytes()
    for how, code in (("collapse", "list-hidden-rows"), ("filter", "list-filtered")):
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(made)) as old, zipfile.ZipFile(out, "w") as new:
            for name in old.namelist():
                part = old.read(name)
                if name == "content.xml":
                    rows = part.split(b"<table:table-row>")
                    rows[3] = b'<table:table-row table:visibility="' + how.encode() + b'">' + rows[3]
                    part = b"<table:table-row>".join(rows[:3]) + b"<table:table-row>".join(rows[3:])
                new.writestr(name, part)
        (tmp_path / "list.ods").write_bytes(out.getvalue())
        people, _, said = read_whole(spec(tmp_path, "list.ods"))
        assert [one.row for one in people] == [2, 3, 4]
        assert told(said) == [(code, 3, {"rows": 1})]


def test_a_hidden_sheet_with_people_on_it_is_a_warning_and_code_lists_are_not(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "list.xlsx")) as book:
        for name, rows in (
            ("2026", [HEADER, someone(1)]),
            ("2025", [HEADER, someone(2)]),
            ("DATA", [["Kinh"], ["Tày"]]),
        ):
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
            if name == "2025":
                sheet.very_hidden()
            elif name == "DATA":
                sheet.hide()
    people, _, said = read_whole(replace(spec(tmp_path, "list.xlsx"), unit="Chi đoàn 1"))
    assert [one.row for one in people] == [2]
    assert [(one.place.sheet, one.severity) for one in said if one.code == "list-hidden-sheet"] == [
        ("2025", "warning"),
        ("DATA", "note"),
    ]
