"""Rows that are no people, through the real readers: group rows, totals, pages, signatures, what a sheet hides.

Whatever stands between the people of a sheet, each of them is read with the right unit and no other row is one.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sync.errors import ListError
from sync.ports import Table
from sync.values import Cell
from tests.contract.lists_rows_support import (
    FILES,
    HEADER,
    PLAIN,
    Row,
    line,
    read_whole,
    refusal,
    someone,
    told,
    units,
)
from tests.lists.writers import FORMATS, data, errors, raws, read, spec, spec_for, write_csv, write_xlsx

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
