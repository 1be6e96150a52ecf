"""Group rows: what a line names, and which unit is in effect below it (the domain book, §2 and §4)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.headers import load_headers
from sync.tables.groups import GroupRow, UnitsInEffect, agrees, complete_unit, is_within, read_group
from sync.tables.stated import StatedCounts, stated_total
from sync.values import Cell, Column

WORDS = load_headers().rows
BASE, BRANCH = 2, 4


@pytest.mark.parametrize(
    ("text", "unit", "stated"),
    [
        ("Chi đoàn X, Đoàn cơ sở Y (53 đoàn viên)", "Chi đoàn X, Đoàn cơ sở Y", 53),
        ("I. Chi đoàn 1", "Chi đoàn 1", None),
        ("Chi đoàn thôn 2:", "Chi đoàn thôn 2", None),
        ("CHI ĐOÀN 10A1 - 45 đ/c", "CHI ĐOÀN 10A1", 45),
        ("1) Chi đoàn ấp 3 (2)", "Chi đoàn ấp 3 (2)", None),
        ("* Chi đoàn 1: có 53 đoàn viên, trong đó 20 đoàn viên nữ", "Chi đoàn 1", 53),
        ("A/ ĐOÀN XÃ PHÚ THỦY", "ĐOÀN XÃ PHÚ THỦY", None),
        (
            "II. Chi đoàn Khối 10 thuộc Đoàn trường THPT Mẫu (1.204 ĐV)",
            "Chi đoàn Khối 10, Đoàn trường THPT Mẫu",
            1204,
        ),
        ("- Chi đoàn 3 – Đoàn phường Mẫu", "Chi đoàn 3, Đoàn phường Mẫu", None),
        ("C. Chi đoàn Cơ quan - Doanh nghiệp", "Chi đoàn Cơ quan - Doanh nghiệp", None),
        ("Chi đoàn: Thôn 2", "Chi đoàn Thôn 2", None),
        ("Chi đoàn 1 (53 đoàn viên), Đoàn cơ sở Y", "Chi đoàn 1, Đoàn cơ sở Y", 53),
        ("Lớp 10A1 (tiếp theo)", "Lớp 10A1", None),
        ("Chi doan 4 (12 doan vien)", "Chi doan 4", 12),
        ("Chi đoa\u0300n 5 [7 đồng chí]", "Chi đoàn 5", 7),
        ("  Chi  đoàn\n6  ", "Chi đoàn 6", None),
        ("Chi đoàn 7 (nam: 12 đoàn viên, nữ: 41 đoàn viên)", "Chi đoàn 7", None),
    ],
)
def test_what_a_group_row_names(text: str, unit: str, stated: int | None) -> None:
    row = read_group(text, WORDS)
    assert row is not None
    assert (row.unit, row.stated) == (unit, stated)


@pytest.mark.parametrize(
    "text",
    [
        "Đoàn Trường An",
        "Đoàn Khoa",
        "ĐOÀN XUÂN PHÚ",
        "Phan Chi Đoàn",
        "Lớp trưởng",
        "T/M CHI ĐOÀN 1",
        "Danh sách chi đoàn 1",
        "Nguyễn Thử An",
        "Chi đoàn " + "rất " * 60 + "dài",
        "",
    ],
)
def test_what_names_no_unit(text: str) -> None:
    assert read_group(text, WORDS) is None


@pytest.mark.parametrize("text", ["Thôn 2", "II. Khu phố 3:", "Chi đoàn", "Chi đoàn (53 đoàn viên)"])
def test_a_line_that_may_mean_a_unit_names_none(text: str) -> None:
    row = read_group(text, WORDS)
    assert row is not None
    assert row.path == ()


def entered(lines: list[str], own: str | None = None, bound: str | None = None) -> list[str | None]:
    """The unit in effect below each line."""
    units = UnitsInEffect(WORDS, own, bound)
    rows = [read_group(line, WORDS) for line in lines]
    return [units.enter(row) for row in rows if row]


@pytest.mark.parametrize(
    ("lines", "own", "units"),
    [
        (["Chi đoàn 1", "Chi đoàn 2"], None, ["Chi đoàn 1", "Chi đoàn 2"]),
        (["Chi đoàn 1"], "Đoàn cơ sở Y", ["Chi đoàn 1, Đoàn cơ sở Y"]),
        (["Chi đoàn 1"], "THPT Mẫu", ["Chi đoàn 1, THPT Mẫu"]),
        (["CHI ĐOÀN 2"], "Chi đoàn 1, Đoàn cơ sở Y", ["CHI ĐOÀN 2, Đoàn cơ sở Y"]),
        (["Phân đoàn 1"], "Chi đoàn 1, Đoàn cơ sở Y", ["Phân đoàn 1, Chi đoàn 1, Đoàn cơ sở Y"]),
        (["Chi đoàn 1, Đoàn xã B"], "Đoàn xã A", ["Chi đoàn 1, Đoàn xã B"]),
        (["Chi đoàn 1, Đoàn xã B"], "Đoàn xã B, Tỉnh đoàn C", ["Chi đoàn 1, Đoàn xã B, Tỉnh đoàn C"]),
        (
            ["Đoàn xã A", "Chi đoàn 1", "Phân đoàn 1", "Chi đoàn 2", "Đoàn xã B", "Chi đoàn 1"],
            "Tỉnh đoàn C",
            [
                "Đoàn xã A, Tỉnh đoàn C",
                "Chi đoàn 1, Đoàn xã A, Tỉnh đoàn C",
                "Phân đoàn 1, Chi đoàn 1, Đoàn xã A, Tỉnh đoàn C",
                "Chi đoàn 2, Đoàn xã A, Tỉnh đoàn C",
                "Đoàn xã B, Tỉnh đoàn C",
                "Chi đoàn 1, Đoàn xã B, Tỉnh đoàn C",
            ],
        ),
        (
            # The base named with one branch says nothing of the next one.
            ["Chi đoàn 1, Đoàn xã B", "Chi đoàn 2"],
            None,
            ["Chi đoàn 1, Đoàn xã B", "Chi đoàn 2"],
        ),
        (
            ["Đoàn xã A", "Chi đoàn 1", "ĐOÀN XÃ A"],
            None,
            ["Đoàn xã A", "Chi đoàn 1, Đoàn xã A", "Chi đoàn 1, Đoàn xã A"],
        ),
    ],
)
def test_which_unit_is_in_effect(lines: list[str], own: str | None, units: list[str]) -> None:
    assert entered(lines, own) == units


@pytest.mark.parametrize(
    ("line", "bound", "unit"),
    [
        ("Chi đoàn 1", "Đoàn cơ sở Y", "Chi đoàn 1, Đoàn cơ sở Y"),
        ("chi đoàn 1", "Chi đoàn 1, Đoàn cơ sở Y", "chi đoàn 1, Đoàn cơ sở Y"),
        ("Chi đoàn 1, Đoàn cơ sở Y", "Chi đoàn 1", "Chi đoàn 1"),
        ("Phân đoàn 2", "Chi đoàn 1", "Phân đoàn 2, Chi đoàn 1"),
        ("Chi đoàn 2", "Chi đoàn 1, Đoàn cơ sở Y", None),
        ("Chi đoàn 1, Đoàn cơ sở Z", "Đoàn cơ sở Y", None),
        ("Đoàn cơ sở Z", "Đoàn cơ sở Y", None),
    ],
)
def test_a_unit_outside_the_lists_own_is_a_contradiction(line: str, bound: str, unit: str | None) -> None:
    assert entered([line], bound, bound) == [unit]


def test_a_title_is_completed_by_the_lists_unit() -> None:
    assert complete_unit("CHI ĐOÀN 1", "Đoàn cơ sở Y", WORDS) == "CHI ĐOÀN 1, Đoàn cơ sở Y"
    assert complete_unit("Chi đoàn 2", "Chi đoàn 1", WORDS) == "Chi đoàn 2"
    assert complete_unit("10A1", "Đoàn trường THPT Mẫu", WORDS) == "10A1"
    assert complete_unit("Chi đoàn 1", None, WORDS) == "Chi đoàn 1"


def test_units_agree_in_any_typing() -> None:
    assert agrees("chi đoàn  1", "CHI ĐOÀN 1, Đoàn cơ sở Y")
    assert not agrees("Chi đoàn 2", "Chi đoàn 1, Đoàn cơ sở Y")
    assert is_within("Chi đoàn 1, Đoàn cơ sở Hoà", "ĐOÀN CƠ SỞ HÒA")
    assert not is_within("Chi đoàn 1, Đoàn cơ sở Hoa", "Đoàn cơ sở Hòa")


names = st.text(alphabet="ABCabc123 Đđáộ", min_size=1, max_size=12).map(lambda text: f"Chi đoàn {text.strip()} z")


@given(
    name=names, mark=st.sampled_from(["", "I. ", "2) ", "- ", "a/ "]), count=st.one_of(st.none(), st.integers(0, 999))
)
def test_marks_and_counts_are_never_part_of_the_name(name: str, mark: str, count: int | None) -> None:
    """Whatever the name: nothing before or after it changes which unit it is."""
    line = f"{mark}{name}" + (f" ({count} đoàn viên)" if count is not None else "")
    plain, row = read_group(name, WORDS), read_group(line, WORDS)
    assert plain is not None
    assert row == GroupRow(plain.path, plain.level, count)


# ── numbers a list states about itself ────────────────────────────────────────────────────────────────────

COLUMNS = [
    Column("row_no", 0, "STT"),
    Column("full_name", 1, "Họ và tên"),
    Column("date_of_birth", 2, "Ngày sinh › Nam", ("gender", "male")),
    Column("national_id", 3, "CCCD"),
]


@pytest.mark.parametrize(
    ("cells", "stated"),
    [
        (["Tổng cộng: 53 đoàn viên", "", "", ""], 53),
        (["Tổng số: 53 đoàn viên, trong đó nữ: 20", "", "", ""], 53),
        (["Danh sách này có 53 (năm mươi ba) đồng chí./.", "", "", ""], 53),
        (["Cộng chi đoàn 1: 20 đoàn viên", "", "", ""], 20),
        (["Tổng số:", "25 đoàn viên", "", ""], 25),
        (["Tổng cộng", "", "", 53.0], 53),
        (["Tổng cộng", "", "", "1.204"], 1204),
        # Not plain: sums of a column of marks, of women, of something else, of several columns, a year.
        (["Tổng cộng", "", 33.0, ""], None),
        (["CỘNG", "", 12.0, 13.0], None),
        (["Tổng số nữ: 20", "", "", ""], None),
        (["Tổng số đoàn viên nữ: 20", "", "", ""], None),
        (["Tổng số Đảng viên: 3", "", "", ""], None),
        (["Tổng kết năm 2026", "", "", ""], None),
        (["Tổng cộng", "", "", 2.5], None),
        (["Tổng cộng", "", "", ""], None),
    ],
)
def test_what_a_total_states(cells: list[Cell], stated: int | None) -> None:
    assert stated_total(cells, COLUMNS, WORDS) == stated


def differences(counts: StatedCounts, rows: int) -> list[tuple[str, int, int, int]]:
    return [(one.code, one.row, one.stated, one.counted) for one in counts.differences(rows)]


def test_a_group_counts_what_stands_under_it_and_under_what_it_holds() -> None:
    """Row 0: a base-level line of 5; rows 1 and 4 branches of 2 and 3 with a blank row; row 9 another base."""
    counts = StatedCounts()
    counts.group(0, 10, BASE, 5, "Đoàn xã A")
    counts.group(1, 11, BRANCH, 2, "Chi đoàn 1")
    counts.group(4, 14, BRANCH, 3, "Chi đoàn 2")
    counts.aside(6)
    counts.group(9, 19, BASE, 4, "Đoàn xã B")
    counts.aside(6)
    assert differences(counts, 12) == [("group-count", 19, 4, 2)]
    assert [one.unit for one in counts.differences(12)] == ["Đoàn xã B"]


def test_a_total_is_one_of_the_table_a_group_or_the_part_before_it() -> None:
    counts = StatedCounts()
    counts.group(0, 2, BRANCH, None, "Chi đoàn 1")
    counts.aside(3)
    counts.total(3, 5, 2)  # of rows 1 and 2
    counts.group(4, 6, BRANCH, None, "Chi đoàn 2")
    counts.aside(8)
    counts.total(8, 10, 3)  # of rows 5, 6 and 7
    counts.aside(9)
    counts.total(9, 11, 5)  # of all
    assert differences(counts, 10) == []
    counts.total(9, 11, 6)
    assert differences(counts, 10) == [("total-count", 11, 6, 5)]
    counts.total(9, 11, None)
    assert differences(counts, 10) == []
