"""Movements kept as columns on the member's row: recognised as what they are, and no part of the person's record."""

from __future__ import annotations

from datetime import date

import pytest

from config.headers import load_headers
from config.knowledge import load_fields, load_knowledge
from sync.cleaning.clean import Cleaner
from sync.tables.layout import Layout, Merge, recognise
from sync.values import Cell, Place, Severity

TABLE = load_headers()
FIELDS = load_fields()
FIRST: list[Cell] = ["STT", "Họ và tên", "Ngày sinh"]
PERSON: list[Cell] = ["1", "Lê Giả", "01/02/2004"]


def rec(rows: list[list[Cell]], merges: list[Merge] | None = None) -> Layout:
    layout = recognise(rows, TABLE, merges or [])
    assert layout is not None
    return layout


def beyond(layout: Layout) -> list[str]:
    """The fields of the columns after number, name and birth date."""
    return [column.field for column in layout.columns if column.index > 2]


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        (
            ["Nơi chuyển đến", "Ngày chuyển đến", "Lý do chuyển đến"],
            ["transfer_in_place", "transfer_in_date", "transfer_in_reason"],
        ),
        (
            ["Nơi chuyển đi", "Ngày chuyển đi", "Lý do chuyển đi"],
            ["transfer_out_place", "transfer_out_date", "transfer_out_reason"],
        ),
        # Where nothing of a reception stands beside it, it is where somebody goes.
        (["Nơi chuyển đến", "Lý do"], ["destination", "reason"]),
        (["Nơi chuyển đến", "Ngày chuyển đi"], ["destination", "transfer_out_date"]),
        (["Nơi chuyển đi"], ["origin"]),
        (
            ["Lý do xóa tên", "Ngày xóa tên", "Số quyết định xóa tên"],
            ["strike_off_reason", "strike_off_date", "strike_off_decision"],
        ),
        (["Lý do xoá tên", "NĂM TRƯỞNG THÀNH"], ["strike_off_reason", "maturity_date"]),
        (
            ["Đi làm ăn xa", "Nơi làm ăn xa", "Từ ngày", "Dự kiến về"],
            ["away", "away_place", "away_from", "away_return"],
        ),
    ],
)
def test_movements_by_full_phrases(headers: list[Cell], fields: list[str]) -> None:
    layout = rec([[*FIRST, *headers], [*PERSON, *[""] * len(headers)]])
    assert beyond(layout) == fields
    assert (layout.problems, list(layout.unknown)) == ((), [])
    assert all(FIELDS[name].part == "movement" for name in fields)


@pytest.mark.parametrize("merged", [True, False])
def test_movements_under_their_groups(merged: bool) -> None:
    groups = {
        "Chuyển đến": {"Nơi": "transfer_in_place", "Ngày": "transfer_in_date", "Lý do": "transfer_in_reason"},
        "CHUYỂN ĐI": {
            "Nơi đến": "transfer_out_place",
            "Thời gian": "transfer_out_date",
            "Lý do": "transfer_out_reason",
        },
        "Xóa tên": {"Lý do": "strike_off_reason", "Số quyết định": "strike_off_decision"},
        "Trưởng thành": {"Năm": "maturity_date", "Quyết định": "maturity_decision"},
        "Đi làm ăn xa": {"Nơi": "away_place", "Từ ngày": "away_from", "Lý do": "away_reason"},
    }
    top, below, merges = list(FIRST), list[Cell](["", "", ""]), list[Merge]()
    for group, columns in groups.items():
        merges.append((0, len(top), 0, len(top) + len(columns) - 1))
        top.extend([group, *[""] * (len(columns) - 1)])
        below.extend(columns)
    layout = rec([top, below, [*PERSON, *["x"] * (len(top) - 3)]], merges if merged else [])
    assert beyond(layout) == [field for columns in groups.values() for field in columns.values()]
    assert (layout.problems, list(layout.unknown)) == ((), [])


def test_what_else_stands_under_a_movement_is_not_the_members() -> None:
    """The branch somebody came from is not the member's own; nor is the phone of the other unit."""
    top: list[Cell] = [*FIRST, "Chuyển đến", "", "Đợt chuyển sinh hoạt năm 2025", "", "Email"]
    below: list[Cell] = ["", "", "", "Chi đoàn", "Ngày", "Chi đoàn", "Số điện thoại", ""]
    person: list[Cell] = [*PERSON, "Chi đoàn 2", "01/01/2024", "Chi đoàn 3", "0900000001", "a@example.test"]
    for merges in ([(0, 3, 0, 4), (0, 5, 0, 6)], []):
        layout = rec([top, below, person], merges)
        assert beyond(layout) == ["transfer_in_date", "email"]
        assert [index for index, _ in layout.unknown] == [3, 5, 6]
    # A full phrase under such a group is still a movement.
    layout = rec([[*FIRST, "Biến động", ""], ["", "", "", "Lý do xóa tên", "Ngày chuyển đi"], [*PERSON, "", ""]])
    assert beyond(layout) == ["strike_off_reason", "transfer_out_date"]
    # Nothing is the member's own under a group that belongs to a movement alone.
    layout = rec([[*FIRST, "Xóa tên", ""], ["", "", "", "Ngày", "Ngày chuyển đi"], [*PERSON, "", ""]])
    assert beyond(layout) == ["strike_off_date"]


def test_a_movement_written_twice_is_not_read_and_refuses_nothing() -> None:
    layout = rec([[*FIRST, "Lý do", "Lý do", "Email"], [*PERSON, "", "", "a@example.test"]])
    assert beyond(layout) == ["email"]
    assert ([index for index, _ in layout.unread], layout.problems) == ([3, 4], ())


def test_of_two_row_numbers_the_first_is_read() -> None:
    layout = rec([["STT", "TT", "Họ và tên", "Ngày sinh"], ["1", "1", "Lê Giả", "2004"]])
    assert (layout.columns[0].index, layout.columns[0].field) == (0, "row_no")
    assert ([index for index, _ in layout.unread], layout.problems) == ([1], ())


def test_movements_are_no_part_of_the_record() -> None:
    headers: list[Cell] = ["Nơi chuyển đi", "Ngày chuyển đi", "Lý do xóa tên", "Năm trưởng thành", "Nơi làm ăn xa"]
    layout = rec([[*FIRST, *headers], [*PERSON, *[""] * 5]])
    cleaner = Cleaner(
        load_knowledge(), layout.columns, place=Place("thử"), today=date(2026, 1, 1), default_unit="Chi đoàn 1"
    )
    row = cleaner.clean(2, [*PERSON, "Chi đoàn 9", "31/02/2020", "bỏ sinh hoạt", "năm ngoái", "Bình Dương"])
    assert dict(row.values) == {"full_name": "Lê Giả", "date_of_birth": "2004-02-01", "unit": "Chi đoàn 1"}
    assert dict(row.movement) == {
        "transfer_out_place": "Chi đoàn 9",
        "strike_off_reason": "bỏ sinh hoạt",
        "away_place": "Bình Dương",
    }
    assert [(one.code, one.field, one.severity) for one in row.findings] == [
        ("date-impossible", "transfer_out_date", Severity.WARNING),
        ("date-unreadable", "maturity_date", Severity.WARNING),
    ]
    assert [column.field for column in cleaner.unused if FIELDS[column.field].part == "movement"] == [
        "transfer_out_place",
        "transfer_out_date",
        "strike_off_reason",
        "maturity_date",
        "away_place",
    ]


def test_a_wide_header_over_an_empty_column_is_one_column() -> None:
    rows: list[list[Cell]] = [
        ["Họ và tên", "Ngày sinh", "Địa chỉ", "", "Email"],
        ["Lê Giả", "2004", "Phường Mẫu", "", ""],
    ]
    layout = rec(rows, [(0, 2, 0, 3)])
    assert [(column.index, column.field) for column in layout.columns[2:]] == [(2, "permanent_address"), (4, "email")]
    assert layout.problems == ()
    rows.append(["Trần Giả", "2004", "Phường Mẫu", "Tổ 3", ""])
    (problem,) = rec(rows, [(0, 2, 0, 3)]).problems
    assert (problem.code, problem.column) == ("list-duplicate-column", 3), "two columns of content are asked about"


def test_a_merged_group_ends_where_its_range_does() -> None:
    rows: list[list[Cell]] = [
        [*FIRST, "Thông tin mẹ", "", ""],
        ["", "", "", "Họ tên mẹ", "Nghề nghiệp", "Số điện thoại"],
        [*PERSON, "Trần Giả", "Công nhân", "0900000001"],
    ]
    assert beyond(rec(rows, [(0, 3, 0, 4)])) == ["phone"]
    assert beyond(rec(rows)) == [], "unmerged, nobody can say where the group ends"
