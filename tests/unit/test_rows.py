"""Which rows are people. A person is never set aside; a row is, only for a reason one can read off it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.headers import load_headers
from sync.tables.rows import row_judge, row_reason
from sync.values import Cell, Column

WORDS = load_headers().rows
COLUMNS = [
    Column("row_no", 0, "STT"),
    Column("full_name", 1, "Họ và tên"),
    Column("date_of_birth", 2, "Ngày sinh"),
    Column("national_id", 3, "CCCD"),
    Column("position", 4, "Chức vụ"),
    Column("unit", 5, "Đơn vị"),
]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ([1.0, "Nguyễn Thử An", "01/02/2004", "001204000001", "Bí thư", "Chi đoàn 1"], None),
        (["", "Nguyễn Thử An", "", "001204000001", "", ""], None),
        (["", "Nguyễn Thử An", "", "", "", ""], None),
        ([3, "", "01/02/2004", "", "", ""], None),
        ([3, "", "", "", "Bí thư", "Chi đoàn 1"], None),
        ([3, "", "", "", "Bí thư", ""], None),
        ([3, "", "", "", "", "BCH Chi đoàn 1"], None),
        (["", "", "", "", "Ủy viên", "Chi đoàn Khu phố 2"], None),
        (["", "Tống Cộng Hòa", "2004", "", "", ""], None),
        (["", "Bí Thư", "2004", "", "", ""], None),
        (["", "Phan Đoàn", "", "", "", ""], None),
        (["", "Lê Giả (mới chuyển)", "", "", "", ""], None),
        (["x", "", "", "", "", ""], None),
        (["", "", "", "", "", ""], "blank"),
        ([None] * 6, "blank"),
        ([" ", "\u00a0", "", None, "\u200b", ""], "blank"),
        ([7.0, "", "", "", "", ""], "blank"),
        (["8.", None, "", "", "", ""], "blank"),
        (["STT", "Họ và tên", "Ngày sinh", "CCCD", "Chức vụ", "Đơn vị"], "header"),
        (["", "HỌ VÀ TÊN", "NGÀY SINH", "", "", ""], "header"),
        (["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], "header"),
        (["A", "B", "1", "2", "3", "4"], "header"),
        ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "header"),
        (["Tổng cộng", "", "25", "", "", ""], "total"),
        (["", "Tổng cộng: 25 đoàn viên", "", "", "", ""], "total"),
        (["Tổng số:", "25 đoàn viên", "", "", "", ""], "total"),
        (["CỘNG", "", "12", "13", "1", "2"], "total"),
        (["", "Danh sách này có 25 người", "", "", "", ""], "total"),
        (["", "NGƯỜI LẬP BIỂU", "", "", "TM. BAN CHẤP HÀNH", ""], "signature"),
        (["", "", "", "", "", "T/M BAN CHẤP HÀNH"], "signature"),
        (["", "", "", "Phú Thủy, ngày 5 tháng 6 năm 2026", "", ""], "signature"),
        (["", "", "", "…, ngày … tháng … năm 2026", "", ""], "signature"),
        (["", "", "", "BÍ THƯ", "", ""], "signature"),
        (["Ghi chú: xem mặt sau", "", "", "", "", ""], "note"),
        (["", "Lưu ý", "", "", "", ""], "note"),
        (["CHI ĐOÀN KHU PHỐ 2", "", "", "", "", ""], "group"),
        (["", "Chi đoàn Khu phố 2", "", "", "", ""], "group"),
    ],
)
def test_why_a_row_is_no_record(cells: list[Cell], reason: str | None) -> None:
    assert row_reason(cells, COLUMNS, WORDS) == reason


names = st.builds(
    lambda family, middle, given: f"{family} {middle} {given}".strip(),
    st.sampled_from(["Nguyễn", "Trần", "Lê", "Tống", "Cồng", "H'", "K'", "Chi", "Phan", "Bí", "Người", "Ban"]),
    st.sampled_from(["", "Thị", "Văn", "Tổng", "Đoàn", "Thư"]),
    st.sampled_from(["An", "Cộng", "Brểu", "Hòa", "Hen Niê", "Ký"]),
)
keys = st.sampled_from(["01/02/2004", "2004", "001204000001", 1204000001.0, "x"])


@given(
    name=names, key=keys, column=st.sampled_from([2, 3]), rest=st.lists(st.text(max_size=8), min_size=6, max_size=6)
)
def test_a_name_and_anything_identifying_is_a_person(name: str, key: Cell, column: int, rest: list[str]) -> None:
    cells: list[Cell] = [5.0, name, "", "", rest[4], rest[5]]
    cells[column] = key
    assert row_reason(cells, COLUMNS, WORDS) is None


texts = st.one_of(st.none(), st.text(max_size=10), st.floats(allow_nan=False), st.sampled_from(["Tổng", "Bí thư"]))


@given(st.lists(texts, max_size=8))
def test_any_row_has_an_answer_and_the_same_one_each_time(cells: list[Cell]) -> None:
    judge = row_judge(COLUMNS, WORDS)
    assert judge(cells) == judge(cells) == row_reason(cells, COLUMNS, WORDS)
    assert judge(cells) in {None, "blank", "header", "total", "page", "signature", "note", "group", "title"}


def test_a_name_in_two_columns_is_judged_by_both() -> None:
    columns = [Column("family_name", 0, "Họ đệm"), Column("given_name", 1, "Tên"), Column("phone", 2, "SĐT")]
    assert row_reason(["Nguyễn Thử", "An", ""], columns, WORDS) is None
    assert row_reason(["Cộng", "An", "0900000001"], columns, WORDS) is None
    assert row_reason(["Họ đệm", "Tên", "SĐT"], columns, WORDS) == "header"
    assert row_reason(["Tổng cộng", "", "12"], columns, WORDS) == "total"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        # Names that begin as a total, a signature, a unit or a title do: people, or errors, never set aside.
        ([1, "Tổng Văn An", "01/02/2004", "", "", ""], None),
        (["", "Tổng Văn An", "2004", "", "", ""], None),
        ([4, "Tổng Thị Cộng", "", "", "", ""], None),
        (["", "Cộng Hòa", "", "", "", ""], None),
        ([5, "Tổng", "", "", "", ""], None),
        ([5, "Tổng cộng", "1999", "", "", ""], None),
        (["", "Bí Thư", date(2004, 5, 6), "", "", ""], None),
        ([3, "Đoàn Trường An", "", "", "", ""], None),
        (["", "ĐOÀN XUÂN AN", "", "", "", ""], None),
        (["", "Danh Sách", "", "079204000001", "", ""], None),
        ([2, "Chi Đoàn", "01/02/2004", "", "", ""], None),
        (["", "Trang", "", "", "", ""], None),
        (["", "Nguyễn Thử An", "", "", "", "BCH Chi đoàn 1"], None),
        # A total under an identifying column, a total beside its number, subtotals.
        (["", "Tổng chi đoàn 1", "", "", "", ""], "total"),
        (["", "Tổng đoàn viên", 53.0, "", "", ""], "total"),
        (["", "Tổng 53", "", "", "", ""], "total"),
        ([9, "Tổng cộng: 53 đ/c", "", "", "", ""], "total"),
        (["Danh sách gồm 53 đồng chí", "", "", "", "", ""], "total"),
        (["(Danh sách trên gồm 53 đoàn viên)./.", "", "", "", "", ""], "total"),
        # What is printed on each page.
        (["Trang 2/5", "", "", "", "", ""], "page"),
        (["", "", "", "", "", "Trang 3"], "page"),
        (["", "- 4 -", "", "", "", ""], "page"),
        (["DANH SÁCH ĐOÀN VIÊN NĂM 2026", "", "", "", "", ""], "title"),
        (["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "", "", "", "", ""], "title"),
        (["A", "B", "C", "D", "E", "F"], "header"),
        (["(1)", "(2)", "(3)", "", "(4)", "(5)"], "header"),
        # Group rows.
        (["I", "Chi đoàn 1", "", "", "", ""], "group"),
        (["", "", "", "1. Chi đoàn 2", "", ""], "group"),
        (["", "", "", "1. Chi doan 2", "", ""], "group"),
        ([1, "Chi đoàn 1", "", "", "", ""], "group"),
        (["I.", "CHI ĐOÀN 1", "", "53", "", ""], "group"),
        (["Chi đoàn X, Đoàn cơ sở Y (53 đoàn viên)", "", "", "", "", ""], "group"),
        (["Chi đoàn 1"] * 6, "group"),
        (["", "Đoàn xã Mẫu", "", "", "", ""], "group"),
        (["Thôn 2", "", "", "", "", ""], "group"),
        (["", "Khu phố 3:", "", "", "", ""], "group"),
        (["", "Chi đoàn 1", "1999", "", "", ""], None),
        (["", "Chi đoàn 1", "", "", "Bí thư", ""], None),
        ([3, "", "", "", "", "Chi đoàn 2"], None),
        # Two who sign next to each other, with a place and a date above.
        (["", "NGƯỜI LẬP BIỂU", "", "", "", "TM. BAN CHẤP HÀNH"], "signature"),
        (["", "", "", "", "Mẫu, ngày 05 tháng 6 năm 2026", ""], "signature"),
        (["", "(Ký, ghi rõ họ tên)", "", "", "", "(Ký tên, đóng dấu)"], "signature"),
    ],
)
def test_people_are_not_taken_for_lines_nor_lines_for_people(cells: list[Cell], reason: str | None) -> None:
    assert row_reason(cells, COLUMNS, WORDS) == reason


SIGNED = [
    ["", "NGƯỜI LẬP", "", "", "TM. BAN CHẤP HÀNH", ""],
    ["", "", "", "", "BÍ THƯ", ""],
    ["", "", "", "", "", ""],
    ["", "Trần Thị Mẫu", "", "", "Nguyễn Văn Thử", ""],
]


def test_who_signs_is_known_by_the_signature_right_above() -> None:
    judge = row_judge(COLUMNS, WORDS)
    assert [judge(cells, 40 + i) for i, cells in enumerate(SIGNED)] == [
        "signature",
        "signature",
        "blank",
        "signature",
    ]
    assert judge(["Nơi nhận:", "", "", "", "", ""], 44) == "note"
    assert judge(["- Như trên;", "", "", "", "", ""], 45) == "note"


def test_after_a_gap_a_bare_name_is_a_person() -> None:
    """A row between that was not looked at is somebody's: the block of signatures has ended."""
    judge = row_judge(COLUMNS, WORDS)
    assert [judge(cells, 40 + i) for i, cells in enumerate(SIGNED[:3])] == ["signature", "signature", "blank"]
    assert judge(["", "Trần Thị Mẫu", "", "", "", ""], 44) is None
    assert judge(["7", "Lê Giả", "01/02/2004", "", "", ""], 45) is None


def test_a_row_of_a_two_row_header_is_a_header_again() -> None:
    columns = [
        Column("full_name", 0, "Họ và tên"),
        Column("date_of_birth", 1, "Ngày sinh › Nam"),
        Column("date_of_birth", 2, "Ngày sinh › Nữ"),
    ]
    assert row_reason(["Họ và tên", "Ngày sinh", ""], columns, WORDS) == "header"
    assert row_reason(["", "Nam", "Nữ"], columns, WORDS) == "header"
    assert row_reason(["", "Nam", ""], columns, WORDS) == "header"
