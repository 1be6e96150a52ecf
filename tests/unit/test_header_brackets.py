"""Brackets in a header: a hint about typing says nothing, any other word makes it another header."""

from __future__ import annotations

import pytest

from config.headers import load_headers
from sync.tables.layout import recognise
from sync.values import Cell

KNOWN: list[Cell] = ["Họ và tên", "Ngày sinh"]


def field_of(header: str, cells: list[Cell] | None = None) -> tuple[str, str | None] | None:
    """What the last of three columns is taken for: its field and the value a mark in it states."""
    rows: list[list[Cell]] = [[*KNOWN, header]]
    rows += [["Nguyễn Văn An", "01/02/2005", cell] for cell in cells or []]
    layout = recognise(rows, load_headers())
    assert layout is not None
    columns = [(column.field, column.value) for column in layout.columns if column.index == 2]
    if not columns:
        assert 2 in [index for index, _ in (*layout.unknown, *layout.unread)], "the column must be said"
    return columns[0] if columns else None


@pytest.mark.parametrize(
    "header",
    [
        "SĐT (phụ huynh)",
        "SĐT (bố)",
        "SĐT [mẹ]",
        "SĐT (của bạn)",
        "SĐT (người giám hộ",
        "Điện thoại (ghi số của phụ huynh)",
        "SĐT\n(ghi số của phụ huynh)",
        "Chi đoàn (cũ)",
        "Chi đoàn (nơi đến)",
        "Lớp (năm trước)",
        "Lớp (2023)",
        "Ngày vào Đảng (chính thức)",
        "Ngày cấp (thẻ đoàn)",
        "Ngày cấp (bằng tốt nghiệp)",
        "Chức vụ (chính quyền)",
        "Địa chỉ (tạm trú)",
        "CCCD (mẹ)",
        "Email (lớp trưởng)",
        "Dân tộc (mẹ)",
    ],
)
def test_other_words_in_brackets_make_it_another_header(header: str) -> None:
    assert field_of(header) is None


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Ngày vào Đoàn (dd/mm/yyyy)", "union_join_date"),
        ("Ngày vào Đoàn (ngày/tháng/năm)", "union_join_date"),
        ("Ngày vào Đoàn (dd/mm/yyyy, nếu có)", "union_join_date"),
        ("Ngày vào Đoàn (VD: 26/03/2019)", "union_join_date"),
        ("Ngày vào Đảng (nếu có)", "party_join_date"),
        ("Quê quán (bắt buộc)", "hometown"),
        ("Quê quán [ghi rõ xã, huyện, tỉnh]", "hometown"),
        ("Dân tộc (Kinh, Tày…)", "ethnicity"),
        ("Giới tính (Nam/Nữ)", "gender"),
        ("Đoàn viên danh dự (x)", "honorary"),
        ("CCCD (12 số)", "national_id"),
        ("CCCD (*)", "national_id"),
        ("Căn cước (CCCD)", "national_id"),
        ("CMND (9 số)", "previous_id"),
        ("CMND (cũ)", "previous_id"),
        ("Thư điện tử (email)", "email"),
        ("SĐT (di động)", "phone"),
        ("SĐT (cá nhân)", "phone"),
        ("Ngày cấp (CCCD)", "id_issue_date"),
        ("Nơi cấp (căn cước công dân)", "id_issue_place"),
        ("Quê quán (3)", "hometown"),
    ],
)
def test_hints_and_the_fields_own_words_in_brackets_say_nothing(header: str, field: str) -> None:
    assert field_of(header) == (field, None)


def test_a_bracket_that_says_who_is_marked_makes_a_marked_column() -> None:
    header = "Giới tính (Nữ đánh dấu x)"
    assert field_of(header, ["x", None, "x"]) == ("gender", "Nữ")
    assert field_of(header, ["Nam", "Nữ", "Nữ"]) == ("gender", None)
    assert field_of("Giới tính (nam ghi x)", ["x", None, "x"]) == ("gender", "Nam")
