"""Rows that are no people, through the real readers: group rows, totals, pages, signatures, what a sheet hides.

Whatever stands between the people of a sheet, each of them is read with the right unit and no other row is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.lists import ListSpec, open_list
from config.headers import load_headers
from config.knowledge import load_knowledge
from sync.errors import ListError
from sync.lists.reading import Reading
from sync.ports import Table
from sync.values import Cell, CleanRow, Finding, SetAside
from tests.lists.writers import FORMATS, data, errors, raws, read, spec, spec_for, write_csv, write_ods, write_xlsx

Row = list[Cell]
HEADER: Row = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Ghi chú thêm", "Số điện thoại"]
FILES = ["list.xlsx", "list.xls", "list.ods", "comma.csv", "semicolon.csv", "tab-utf16.csv"]
PLAIN = ["list.xlsx", "comma.csv"]


def someone(number: int, name: str = "Lê Giả") -> Row:
    return [str(number), name, "01/02/2004", f"0012040{number:05}", "", ""]


def line(text: Cell, column: int = 0) -> Row:
    return [text if index == column else "" for index in range(len(HEADER))]


Read = tuple[list[CleanRow], list[SetAside], list[Finding]]


def read_whole(of: ListSpec) -> Read:
    """The list's people, its rows set aside and everything said about it, read as a run reads it."""
    reading = Reading(load_knowledge(), load_headers().rows, date(2026, 1, 1))
    people: list[CleanRow] = []
    aside: list[SetAside] = []
    said: list[Finding] = []
    source = open_list(of)
    for table in source.tables():
        if isinstance(table, Finding):
            said.append(table)
            continue
        said += table.findings
        said += [found for found in (reading.other_unit(table, source),) if found]
        aside += table.preamble
        row = reading.reader(table, source)
        rows = 0
        for chunk in table.chunks():
            rows += len(chunk.raws)
            for index, number in enumerate(chunk.numbers):
                found = row(number, chunk.cells(index))
                (aside if isinstance(found, SetAside) else people).append(found)  # type: ignore[arg-type]
    return people, aside, said


def units(people: Sequence[CleanRow]) -> list[tuple[int, str | None]]:
    return [(one.row, one.values.get("unit")) for one in people]


def told(said: Sequence[Finding]) -> list[tuple[str, int, dict[str, str | int]]]:
    """What is more than a note."""
    return [(one.code, one.place.row, dict(one.details)) for one in said if one.severity != "note"]


def refusal(of: ListSpec) -> tuple[str, int]:
    """The code and the row of the one error of a list, whether it was found or raised."""
    try:
        found = [(one.code, one.place.row) for one in read_whole(of)[2] if one.severity == "error"]
    except ListError as problem:
        found = [(problem.code, problem.place.row if problem.place else 0)]
    (one,) = found
    return one


# ── group rows ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", FILES)
def test_a_group_row_gives_the_rows_below_it_their_unit(tmp_path: Path, name: str) -> None:
    rows: list[Row] = [
        HEADER,
        line("Chi đoàn 1, Đoàn cơ sở Y (2 đoàn viên)"),
        someone(1),
        line(""),
        someone(2),
        line("II. Chi đoàn 2, Đoàn cơ sở Y", 1),
        someone(3),
    ]
    people, aside, said = read_whole(spec_for(FORMATS[name](tmp_path / name, rows)))
    assert units(people) == [
        (3, "Chi đoàn 1, Đoàn cơ sở Y"),
        (5, "Chi đoàn 1, Đoàn cơ sở Y"),
        (7, "Chi đoàn 2, Đoàn cơ sở Y"),
    ]
    assert [(one.row, one.reason) for one in aside] == [(1, "header"), (2, "group"), (4, "blank"), (6, "group")]
    assert told(said) == []


@pytest.mark.parametrize("name", PLAIN)
def test_two_levels_and_the_lists_own_unit_complete_a_path(tmp_path: Path, name: str) -> None:
    rows: list[Row] = [
        HEADER,
        ["A", "Đoàn xã Mẫu", "", "", "", 3.0],
        ["I", "Chi đoàn 1", "", "", "", "2 đ/c"],
        someone(1),
        someone(2),
        [2, "Chi đoàn thôn Hạ:", "", "", "", ""],
        someone(3),
    ]
    of = replace(spec_for(FORMATS[name](tmp_path / name, rows)), unit="Tỉnh đoàn Thử")
    people, _, said = read_whole(of)
    assert [unit for _, unit in units(people)] == [
        "Chi đoàn 1, Đoàn xã Mẫu, Tỉnh đoàn Thử",
        "Chi đoàn 1, Đoàn xã Mẫu, Tỉnh đoàn Thử",
        "Chi đoàn thôn Hạ, Đoàn xã Mẫu, Tỉnh đoàn Thử",
    ]
    assert told(said) == []


@pytest.mark.parametrize("name", FILES)
def test_a_row_moved_under_another_group_is_a_changed_row_and_no_other(tmp_path: Path, name: str) -> None:
    one, two = line("Chi đoàn 1"), line("Chi đoàn 2")
    before = [HEADER, one, someone(1), someone(2), two, someone(3)]
    after = [HEADER, one, someone(1), two, someone(2), someone(3)]
    seen = []
    for number, rows in enumerate((before, after)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (table,), _ = read(spec_for(FORMATS[name](folder / name, rows)))
        seen.append((table.salt, set(raws(table))))
    (salt, old), (salt_after, new) = seen
    assert salt == salt_after
    moved = new - old
    assert len(moved) == 1 + ("Chi đoàn 2" in str(moved))  # the person, and the group row where it stands now
    kept = {raw for raw in old & new if b"00001" in raw or b"00003" in raw}
    assert len(kept) == 2


@pytest.mark.parametrize("name", PLAIN)
def test_another_count_on_a_group_row_changes_nobody(tmp_path: Path, name: str) -> None:
    seen = []
    for count in (1, 2):
        folder = tmp_path / str(count)
        folder.mkdir()
        rows: list[Row] = [HEADER, line(f"Chi đoàn 1 ({count} đoàn viên)"), someone(1)]
        (table,), _ = read(spec_for(FORMATS[name](folder / name, rows)))
        seen.append((table.salt, raws(table)[1]))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize(("stated", "place"), [(3, 2), (1, 2)])
def test_a_count_that_is_wrong_is_told_with_both_numbers(tmp_path: Path, name: str, stated: int, place: int) -> None:
    rows: list[Row] = [
        HEADER,
        line(f"Chi đoàn 1 ({stated} đoàn viên)"),
        someone(1),
        line(""),
        someone(2),
        line("Chi đoàn 2"),
    ]
    people, _, said = read_whole(spec_for(FORMATS[name](tmp_path / name, rows)))
    assert len(people) == 2
    assert told(said) == [("group-count", place, {"stated": stated, "counted": 2})]


@pytest.mark.parametrize("name", PLAIN)
def test_a_unit_cell_counts_before_the_group_row_and_a_blank_one_takes_it(tmp_path: Path, name: str) -> None:
    header = ["Họ và tên", "Ngày sinh", "Chi đoàn", "Quê quán"]
    rows: list[Row] = [
        header,
        ["Chi đoàn 1, Đoàn cơ sở Y", "", "", ""],
        ["Lê Giả", "2004", "", ""],
        ["Trần Mẫu", "2004", "Chi đoàn 1", ""],
        ["Phạm Ví Dụ", "2004", "Chi đoàn 9", ""],
        ["Võ Thử", "2004", "Chi đoàn 9", ""],
    ]
    people, _, said = read_whole(spec_for(FORMATS[name](tmp_path / name, rows)))
    assert [unit for _, unit in units(people)] == [
        "Chi đoàn 1, Đoàn cơ sở Y",
        "Chi đoàn 1, Đoàn cơ sở Y",
        "Chi đoàn 9, Đoàn cơ sở Y",
        "Chi đoàn 9, Đoàn cơ sở Y",
    ]
    assert told(said) == [("group-unit", 5, {"rows": 2, "unit": "Chi đoàn 1, Đoàn cơ sở Y"})]


REFUSED = {
    "nobody's rows above": ([someone(1), line("Chi đoàn 1"), someone(2)], None, 3),
    "a unit outside the list's": ([line("Chi đoàn 2"), someone(1)], "Chi đoàn 1, Đoàn cơ sở Y", 2),
    "another base": ([line("Chi đoàn 2, Đoàn cơ sở Z"), someone(1)], "Đoàn cơ sở Y", 2),
    "only a place": ([line("Chi đoàn 1"), someone(1), line("Thôn 2 (1 đoàn viên)"), someone(2)], None, 4),
    "first far below": ([*map(someone, range(150)), line("Chi đoàn 2"), someone(200)], "Đoàn cơ sở Y", 152),
    "a title of another unit": ([line("Chi đoàn 1"), someone(1), line("DANH SÁCH ĐOÀN VIÊN CHI ĐOÀN 2")], None, 4),
}


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("case", REFUSED)
def test_a_line_that_leaves_open_whose_people_follow_refuses_the_list(tmp_path: Path, name: str, case: str) -> None:
    rows, unit, row = REFUSED[case]
    of = replace(spec_for(FORMATS[name](tmp_path / name, [HEADER, *rows])), unit=unit)
    assert refusal(of) == ("list-group-row", row)


@pytest.mark.parametrize("name", PLAIN)
def test_places_may_head_group_rows(tmp_path: Path, name: str) -> None:
    rows: list[Row] = [
        HEADER,
        line("KHỐI 10"),
        line("Chi đoàn 10A1"),
        someone(1),
        line("KHỐI 11"),
        line(""),
        line("Lớp 11A1"),
        someone(2),
    ]
    people, aside, _ = read_whole(spec_for(FORMATS[name](tmp_path / name, rows)))
    assert [unit for _, unit in units(people)] == ["Chi đoàn 10A1", "Lớp 11A1"]
    assert [one.reason for one in aside].count("group") == 4


@pytest.mark.parametrize("name", PLAIN)
def test_group_rows_far_apart_and_over_many_chunks(tmp_path: Path, name: str) -> None:
    """Rows are read in pieces; the unit goes on into the next piece, and units change within one."""
    rows: list[Row] = [HEADER]
    expected = []
    for branch in range(3):
        rows.append(line(f"Chi đoàn {branch} (3000 đoàn viên)"))
        for _ in range(3000):
            rows.append(someone(len(rows)))
            expected.append((len(rows), f"Chi đoàn {branch}"))
    people, _, said = read_whole(spec_for(FORMATS[name](tmp_path / name, rows)))
    assert units(people) == expected
    assert told(said) == []


def test_a_group_row_of_one_cell_in_a_csv(tmp_path: Path) -> None:
    """A line typed by hand has no delimiters after it."""
    text = "Họ và tên,Ngày sinh,Số CCCD,Quê quán,Ghi chú thêm,Email\nChi đoàn 1\nLê Giả,2004,,x,y,z\nChi đoàn 2,\n"
    (tmp_path / "list.csv").write_text(text + "Võ Thử,2005,,x,y,z\n", encoding="utf-8")
    people, _, _ = read_whole(spec(tmp_path, "list.csv"))
    assert units(people) == [(3, "Chi đoàn 1"), (5, "Chi đoàn 2")]


def test_the_title_stands_for_the_rows_above_the_first_group_row(tmp_path: Path) -> None:
    rows = [line("CHI ĐOÀN 1"), HEADER, someone(1), line("CHI ĐOÀN 2"), someone(2)]
    people, _, _ = read_whole(spec_for(write_xlsx(tmp_path / "list.xlsx", rows)))
    assert [unit for _, unit in units(people)] == ["CHI ĐOÀN 1", "CHI ĐOÀN 2"]


def test_a_unit_cell_merged_over_rows_stands_for_each_of_them(tmp_path: Path) -> None:
    header: Row = ["Họ và tên", "Ngày sinh", "Chi đoàn", "Quê quán"]
    rows: list[Row] = [
        header,
        ["Lê Giả", "2004", "Chi đoàn 1", ""],
        ["Trần Mẫu", "2004", "", ""],
        ["", "", "", ""],
        ["Phạm Ví Dụ", "2004", "Chi đoàn 2", ""],
        ["Võ Thử", "2004", "", ""],
        ["Hồ Thử", "2004", "", ""],
    ]
    seen = []
    for name, merges in (("a.xlsx", [(1, 2, 3, 2), (4, 2, 5, 2)]), ("b.xlsx", [(1, 2, 3, 2), (4, 2, 6, 2)])):
        of = replace(spec(tmp_path, write_xlsx(tmp_path / name, rows, merges=merges).name), unit="Đoàn cơ sở Y")
        people, aside, _ = read_whole(of)
        seen.append([unit for _, unit in units(people)])
        assert [one.reason for one in aside] == ["header", "blank"]
    one, two = "Chi đoàn 1, Đoàn cơ sở Y", "Chi đoàn 2, Đoàn cơ sở Y"
    assert seen[0] == [one, one, two, two, "Đoàn cơ sở Y"]
    assert seen[1] == [one, one, two, two, two]
    first, other = (raws(read(spec(tmp_path, name))[0][0]) for name in ("a.xlsx", "b.xlsx"))
    assert [here == there for here, there in zip(first, other, strict=True)] == [True] * 5 + [False]


# ── pages, totals, signatures ─────────────────────────────────────────────────────────────────────────────

FOOTER: list[Row] = [
    line("Tổng cộng: 2 đoàn viên"),
    line(""),
    line("Mẫu, ngày 05 tháng 6 năm 2026", 4),
    ["", "NGƯỜI LẬP", "", "", "TM. BAN CHẤP HÀNH", ""],
    ["", "", "", "", "BÍ THƯ", ""],
    line(""),
    ["", "Lê Giả", "", "", "Trần Mẫu", ""],
]


@pytest.mark.parametrize("name", FILES)
def test_a_list_printed_on_pages_is_read_as_one(tmp_path: Path, name: str) -> None:
    numbers: list[Cell] = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]
    title = line("DANH SÁCH ĐOÀN VIÊN")
    page = [line("Trang 1/2", 5), title, HEADER, numbers]
    rows = [title, HEADER, numbers, someone(1), *page, someone(2), *FOOTER]
    people, aside, said = read_whole(replace(spec_for(FORMATS[name](tmp_path / name, rows)), unit="Chi đoàn 1"))
    assert [one.row for one in people] == [4, 9]
    assert [one.reason for one in aside] == [
        *("title", "header", "header", "page", "title", "header", "header"),
        *("total", "blank", "signature", "signature", "signature", "blank", "signature"),
    ]
    assert told(said) == []


@pytest.mark.parametrize("name", PLAIN)
def test_a_total_that_is_wrong_is_told(tmp_path: Path, name: str) -> None:
    rows: list[Row] = [HEADER, someone(1), someone(2), ["", "Tổng cộng", "", "", "", 53.0]]
    _, _, said = read_whole(replace(spec_for(FORMATS[name](tmp_path / name, rows)), unit="Chi đoàn 1"))
    assert told(said) == [("total-count", 4, {"stated": 53, "counted": 2})]


@pytest.mark.parametrize("name", PLAIN)
def test_another_header_further_down_refuses_the_list(tmp_path: Path, name: str) -> None:
    for other in (
        ["STT", "Ngày sinh", "Họ và tên", "Số CCCD", "", ""],
        ["Họ và tên", "STT", "Ngày sinh", "Số CCCD", "", ""],
        ["STT", "Họ và tên", "Ngày sinh", "Số thẻ đoàn", "", ""],
    ):
        path = FORMATS[name](tmp_path / name, [HEADER, someone(1), other, someone(2)])
        with pytest.raises(ListError) as caught:
            read_whole(spec_for(path))
        assert (caught.value.code, caught.value.place and caught.value.place.row) == ("list-second-table", 3)
        path.unlink()


def test_somebody_called_as_a_header_word_is_no_header(tmp_path: Path) -> None:
    people = [someone(1, "Mã Văn Thử"), someone(2, "Lý Thử"), someone(3, "Hội"), someone(4, "Ngày Mai")]
    found, _, _ = read_whole(replace(spec_for(write_csv(tmp_path / "a.csv", [HEADER, *people])), unit="Chi đoàn 1"))
    assert [one.row for one in found] == [2, 3, 4, 5]


def test_two_tables_beside_each_other_are_refused_as_such(tmp_path: Path) -> None:
    half = ["STT", "Họ và tên", "Ngày sinh"]
    write_xlsx(tmp_path / "list.xlsx", [[*half, *half], ["1", "Lê Giả", "2004", "1", "Trần Mẫu", "2005"]])
    _, _, said = read_whole(spec(tmp_path, "list.xlsx"))
    assert [(one.code, one.place.row, one.place.column) for one in said] == [("list-side-by-side", 1, "E")]


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


# ── whatever stands between the people ────────────────────────────────────────────────────────────────────

people_names = st.sampled_from(
    [
        "Nguyễn Thử An",
        "Tổng Văn An",
        "Bí Thư",
        "Đoàn Trường An",
        "Danh Sách",
        "Cộng Hòa",
        "K'Brểu",
        "Mã Thị Ngày",
        "Tờ Mẫu",
    ]
)
branches = st.tuples(
    st.sampled_from(["", "I. ", "2) ", "- "]),
    st.integers(1, 99),
    st.sampled_from(["", ":", " (?)"]),
    st.integers(0, 1),
)
fillers = st.sampled_from(
    [
        ("blank", line("")),
        ("page", line("Trang 2/5", 4)),
        ("header", [*HEADER]),
        ("header", ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"]),
        ("title", line("DANH SÁCH ĐOÀN VIÊN")),
        ("note", line("Ghi chú: xem mặt sau")),
        ("signature", ["", "NGƯỜI LẬP", "", "", "TM. BAN CHẤP HÀNH", ""]),
        ("total", line("Cộng")),
    ]
)


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[Row], list[tuple[str, str | None, str]], list[str]]:
    """A sheet's rows below the header, the people in order (name, unit, ID), and the reasons of all other rows."""
    rows: list[Row] = []
    people: list[tuple[str, str | None, str]] = []
    reasons: list[str] = []
    unit: str | None = None
    for kind in [
        "group",
        *draw(st.lists(st.sampled_from(["group", "person", "person", "person", "other"]), max_size=25)),
    ]:
        if kind == "group":
            mark, number, end, column = draw(branches)
            unit = f"Chi đoàn số {number}"
            rows.append(line(mark + unit + end.replace("(?)", f"({draw(st.integers(0, 50))} đoàn viên)"), column))
            reasons.append("group")
        elif kind == "person":
            number = len(rows)
            name = draw(people_names)
            rows.append(someone(number, name))
            people.append((name, unit, f"0012040{number:05}"))
        else:
            reason, cells = draw(fillers)
            rows.append(list(cells))
            reasons.append(reason)
    return rows, people, reasons


@pytest.mark.parametrize("how", ["xlsx", "openpyxl", "csv"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(made=lists(), base=st.sampled_from([None, "Đoàn cơ sở Y"]))
def test_everybody_is_read_with_his_unit_and_nothing_else_is_a_person(
    tmp_path: Path,
    how: str,
    made: tuple[list[Row], list[tuple[str, str | None, str]], list[str]],
    base: str | None,
) -> None:
    rows, people, reasons = made
    path = tmp_path / ("list.csv" if how == "csv" else "list.xlsx")
    if how == "csv":
        write_csv(path, [HEADER, *rows])
    elif how == "xlsx":
        write_xlsx(path, [HEADER, *rows, line("Ghi chú: hết")])
    else:
        book = openpyxl.Workbook()
        for row in [HEADER, *rows, line("Ghi chú: hết")]:
            book.worksheets[0].append([cell or None for cell in row])
        book.save(path)
    found, aside, said = read_whole(replace(spec(tmp_path, path.name), unit=base))
    whole = f", {base}" if base else ""
    assert [(one.values["full_name"], one.values["unit"], one.values["national_id"]) for one in found] == [
        (name, f"{unit}{whole}", key) for name, unit, key in people
    ]
    last = [] if how == "csv" else ["note"]
    assert [one.reason for one in aside] == ["header", *reasons, *last]
    assert len(found) + len(aside) == 1 + len(rows) + len(last)
    assert {one.code for one in said if one.severity == "warning"} <= {"group-count", "total-count"}
    assert errors(said) == []


def tables(path: Path) -> list[Table]:
    return read(spec_for(path))[0]


def test_a_table_can_be_read_twice(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "list.csv", [HEADER, line("Chi đoàn 1"), someone(1), line("Chi đoàn 2"), someone(2)])
    (table,) = tables(path)
    assert data(table) == data(table)
    assert raws(table) == raws(table)
