"""Sub-headers under a group: the member's own only where the group is known to be about the member."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from config.headers import load_headers
from sync.tables.layout import Layout, Merge, recognise
from sync.values import Cell

PERSON: list[Cell] = ["Nguyễn Văn An", "01/02/2005", "079204000101"]


def read(rows: Sequence[Sequence[Cell]], merges: Sequence[Merge] = ()) -> Layout:
    layout = recognise(rows, load_headers(), merges)
    assert layout is not None
    return layout


def fields(layout: Layout) -> dict[int, str]:
    return {column.index: column.field for column in layout.columns}


def grouped(group: str, *subs: str, merged: bool = True) -> Layout:
    """A list of name, birth date and ID, each merged over both rows of the header, and a group of further columns."""
    rows: list[list[Cell]] = [
        ["Họ và tên", "Ngày sinh", "CCCD", group, *[None] * (len(subs) - 1), "Ghi chú"],
        [None, None, None, *subs, None],
        [*PERSON, *["0912345678"] * len(subs), None],
    ]
    last = 3 + len(subs)
    return read(rows, [*((0, c, 1, c) for c in (0, 1, 2, last)), (0, 3, 0, last - 1)] if merged else [])


OTHERS = [
    ("Liên hệ khẩn cấp", "SĐT"),
    ("Người đỡ đầu", "Số điện thoại"),
    ("Bằng tốt nghiệp", "Ngày cấp"),
    ("Hội LHTN", "Ngày kết nạp"),
    ("Đảng viên", "Ngày kết nạp"),
    ("Nơi công tác", "Chức vụ"),
    ("Giáo viên chủ nhiệm", "Email"),
    ("Chủ trọ", "Địa chỉ thường trú"),
    ("Sổ bảo hiểm", "Nơi cấp"),
    ("Nơi thực tập", "Đơn vị"),
    ("Người phụ trách", "Họ và tên"),
    ("Cha", "CCCD"),
]


@pytest.mark.parametrize("merged", [True, False])
@pytest.mark.parametrize(("group", "sub"), OTHERS)
def test_what_stands_under_a_group_nobody_knows_is_not_the_members(group: str, sub: str, merged: bool) -> None:
    layout = grouped(group, sub, "Nhận xét", merged=merged)
    assert (layout.top, layout.depth) == (0, 2)
    assert 3 not in fields(layout)
    assert (3, f"{group} › {sub}") in layout.unknown
    assert not layout.problems


@pytest.mark.parametrize(
    ("group", "sub", "field"),
    [
        ("Liên hệ", "SĐT", "phone"),
        ("Thông tin liên hệ", "Email", "email"),
        ("Thông tin cá nhân", "Dân tộc", "ethnicity"),
        ("Lý lịch", "Quê quán", "hometown"),
        ("Thông tin đoàn viên", "Số thẻ đoàn", "card_no"),
        ("Địa chỉ", "Thường trú", "permanent_address"),
        ("Trình độ", "Tin học", "it_level"),
        ("CMND", "Ngày cấp", "id_issue_date"),
        ("Vào Đoàn", "Nơi kết nạp", "union_join_place"),
        ("Kết nạp Đoàn", "Ngày", "union_join_date"),
        ("Đảng", "Ngày vào Đảng", "party_join_date"),
        ("Điện thoại", "Di động", "phone"),
        ("Chuyển đi", "Nơi", "transfer_out_place"),
    ],
)
def test_what_stands_under_a_group_about_the_member_is(group: str, sub: str, field: str) -> None:
    assert fields(grouped(group, sub, "Nhận xét")).get(3) == field


def test_somebody_elses_group_in_a_group_keeps_its_sub_headers() -> None:
    rows: list[list[Cell]] = [
        ["Họ và tên", "Ngày sinh", "Người đỡ đầu", None, "Đơn vị"],
        [None, None, "CCCD", None, None],
        [None, None, "Số", "Ngày cấp", None],
        ["Nguyễn Văn An", "01/02/2005", "079204000101", "01/02/2020", "Chi đoàn 1"],
    ]
    merges = [(0, 2, 0, 3), (1, 2, 1, 3), *((0, c, 2, c) for c in (0, 1, 4))]
    assert fields(read(rows, merges)) == {0: "full_name", 1: "date_of_birth", 4: "unit"}


HEADER: list[Cell] = ["STT", "Họ và tên", "Ngày sinh", "CCCD", "SĐT", "Chi đoàn"]
ALL = dict(enumerate(["row_no", "full_name", "date_of_birth", "national_id", "phone", "unit"]))
ROW: list[Cell] = [1, *PERSON, "0912345678", "Chi đoàn 1"]


@pytest.mark.parametrize("start", range(6))
def test_a_letterhead_above_the_header_is_no_group(start: int) -> None:
    """Wherever its cell begins, merged to the table's end or not."""
    for text in (
        "DANH SÁCH ĐOÀN VIÊN",
        "ĐOÀN TNCS HỒ CHÍ MINH",
        "Phú Thủy, ngày 05 tháng 01 năm 2026",
        "NĂM HỌC 2025-2026",
    ):
        rows = [[*[None] * start, text, *[None] * (5 - start)], HEADER, ROW, ROW]
        assert fields(read(rows)) == ALL, text
        assert fields(read(rows, [(0, 0, 0, 5)] if start == 0 else [])) == ALL, text


def test_a_group_that_covers_the_name_is_about_the_member() -> None:
    rows: list[list[Cell]] = [
        ["TT", "Sinh viên năm nhất", None, None, None, "Người đỡ đầu", None],
        [None, "Họ và tên", "Ngày sinh", "CCCD", "SĐT", "Họ tên", "SĐT"],
        [1, *PERSON, "0912345678", "Trần Thị Bích", "0912345679"],
    ]
    layout = read(rows, [(0, 0, 1, 0), (0, 1, 0, 4), (0, 5, 0, 6)])
    # Which of the two names is the member's is not said by any known word.
    assert not layout.problems or {problem.code for problem in layout.problems} == {"list-duplicate-column"}
    alone = read(
        [[*row[:5], row[5], None] if i == 0 else [*row[:5], "Quan hệ", row[6]] for i, row in enumerate(rows)],
        [(0, 0, 1, 0), (0, 1, 0, 4), (0, 5, 0, 6)],
    )
    assert fields(alone) == {0: "row_no", 1: "full_name", 2: "date_of_birth", 3: "national_id", 4: "phone"}


def test_a_group_over_most_of_the_table_is_about_the_member() -> None:
    rows: list[list[Cell]] = [
        ["STT", "Họ và tên", "Khai tại cơ sở", None, None, None],
        [None, None, "Ngày sinh", "CCCD", "SĐT", "Chi đoàn"],
        ROW,
    ]
    assert fields(read(rows, [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 5)])) == ALL
