"""Recognising a table: header anywhere, one to three rows deep, merged or not; nothing else taken for one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from config.headers import load_headers
from sync.tables.layout import Layout, Merge, recognise
from sync.values import Cell

TABLE = load_headers()
PERSON: list[Cell] = ["1", "Nguyễn Thử An", "01/02/2004", "Chi đoàn 1"]
HEADER: list[Cell] = ["STT", "Họ và tên", "Ngày sinh", "Đơn vị"]


def fields(layout: Layout | None) -> list[tuple[int, str]]:
    assert layout is not None
    return [(column.index, column.field) for column in layout.columns]


def rec(rows: list[list[Cell]], merges: list[Merge] | None = None) -> Layout:
    layout = recognise(rows, TABLE, merges or [])
    assert layout is not None
    return layout


def test_a_plain_header() -> None:
    layout = rec([HEADER, PERSON])
    assert fields(layout) == [(0, "row_no"), (1, "full_name"), (2, "date_of_birth"), (3, "unit")]
    assert (layout.top, layout.depth, layout.data, list(layout.preamble)) == (0, 1, 1, ["header"])
    assert layout.unit is None
    assert layout.problems == ()


@given(st.lists(st.sampled_from(["", "ĐOÀN PHƯỜNG MẪU", "DANH SÁCH ĐOÀN VIÊN", "Năm 2026"]), max_size=39))
def test_a_header_in_any_of_the_first_forty_rows(titles: list[str]) -> None:
    rows: list[list[Cell]] = [[title, "", "", ""] for title in titles]
    layout = rec([*rows, HEADER, PERSON, PERSON])
    assert (layout.top, layout.depth) == (len(titles), 1)
    assert list(layout.preamble) == [*("title" if title else "blank" for title in titles), "header"]


def test_a_header_below_the_searched_rows_is_none() -> None:
    assert recognise([*[["Tiêu đề", "", ""]] * 40, HEADER, PERSON], TABLE) is None


def test_the_central_two_row_header_merged_and_unmerged() -> None:
    rows: list[list[Cell]] = [
        ["STT", "Họ và tên", "Ngày sinh", "", "Email liên hệ"],
        ["", "", "Nam", "Nữ", ""],
        [1.0, "Trần Mẫu", "", "30/11/1998", "tv@example.test"],
    ]
    merged = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4)]
    for merges in (merged, []):
        layout = rec(rows, merges)
        assert (layout.depth, layout.data) == (2, 2)
        assert [(c.field, c.index, c.implies) for c in layout.columns] == [
            ("row_no", 0, None),
            ("full_name", 1, None),
            ("date_of_birth", 2, ("gender", "male")),
            ("date_of_birth", 3, ("gender", "female")),
            ("email", 4, None),
        ]
        assert layout.columns[2].header == "Ngày sinh › Nam"
        assert layout.problems == ()


def test_unknown_sub_headers_still_belong_to_the_header() -> None:
    layout = rec([["Họ và tên", "Ngày sinh", "Kết quả", ""], ["", "", "HK1", "HK2"], ["Lê Giả", "2004", "A", "B"]])
    assert (layout.top, layout.depth) == (0, 2)
    assert list(layout.unknown) == [(2, "Kết quả › HK1"), (3, "Kết quả › HK2")]


def test_a_first_person_without_a_name_is_no_sub_header() -> None:
    layout = rec([["Họ và tên", "Ngày sinh", "Email"], ["", "01/02/2003", "a@example.test"], ["Lê Giả", "2004", ""]])
    assert layout.depth == 1


def test_groups_above_the_header_and_three_rows() -> None:
    rows: list[list[Cell]] = [
        ["STT", "THÔNG TIN CÁ NHÂN", "", "", "LIÊN HỆ"],
        ["", "Họ và tên", "Ngày sinh", "", "Email"],
        ["", "", "Nam", "Nữ", ""],
        [1.0, "Lê Giả", "01/02/2003", "", "a@example.test"],
    ]
    layout = rec(rows)
    assert (layout.top, layout.depth) == (0, 3)
    assert fields(layout) == [
        (0, "row_no"),
        (1, "full_name"),
        (2, "date_of_birth"),
        (3, "date_of_birth"),
        (4, "email"),
    ]


def test_a_title_is_not_taken_into_the_header() -> None:
    layout = rec([["CHI ĐOÀN KHU PHỐ 1", "", "", ""], HEADER, PERSON])
    assert (layout.top, layout.depth, layout.unit) == (1, 1, "CHI ĐOÀN KHU PHỐ 1")


def test_the_unit_above_the_header() -> None:
    for title, unit in (
        (["CHI ĐOÀN THỬ NGHIỆM 1"], "CHI ĐOÀN THỬ NGHIỆM 1"),
        (["Đơn vị: Chi đoàn 2, Đoàn phường Mẫu"], "Chi đoàn 2, Đoàn phường Mẫu"),
        (["Đơn vị:", "Chi đoàn 3"], "Chi đoàn 3"),
        (["", "Chi đoàn: Khu phố 4"], "Chi đoàn Khu phố 4"),
        (["DANH SÁCH CHI ĐOÀN NĂM 2026"], None),
        (["Đơn vị:"], None),
    ):
        rows: list[list[Cell]] = [["DANH SÁCH"], list(title), [], HEADER, PERSON]
        assert rec(rows).unit == unit


def test_a_name_in_two_columns() -> None:
    layout = rec([["Họ đệm", "Tên", "Ngày sinh"], ["Nguyễn Thử", "An", "2004"]])
    assert fields(layout) == [(0, "family_name"), (1, "given_name"), (2, "date_of_birth")]


def test_one_name_header_over_two_columns_loses_no_given_name() -> None:
    rows: list[list[Cell]] = [
        ["Họ và tên", "", "Ngày sinh"],
        ["Nguyễn Thử", "An", "2004"],
        ["Lê Giả", "Bình", "2005"],
    ]
    for merges in ([(0, 0, 0, 1)], []):
        assert fields(rec(rows, merges)) == [(0, "family_name"), (1, "given_name"), (2, "date_of_birth")]
    whole: list[list[Cell]] = [["Họ và tên", "", "Ngày sinh"], ["Nguyễn Thử An", "", "2004"]]
    for merges in ([(0, 0, 0, 1)], []):
        layout = rec(whole, merges)
        assert fields(layout) == [(0, "full_name"), (2, "date_of_birth")]
        assert layout.problems == ()


def test_two_columns_for_one_field_are_a_problem_that_names_both() -> None:
    layout = rec([["Họ và tên", "Ngày sinh", "SĐT", "Số điện thoại"], ["Lê Giả", "2004", "1", "2"]])
    (problem,) = layout.problems
    assert problem.code == "list-duplicate-column"
    assert problem.details == {
        "field": "phone",
        "first": "C",
        "first_header": "SĐT",
        "second": "D",
        "second_header": "Số điện thoại",
    }


def test_without_an_identifying_column_it_is_a_problem() -> None:
    layout = rec([["STT", "Họ và tên", "Email"], ["1", "Lê Giả", "a@example.test"]])
    assert [problem.code for problem in layout.problems] == ["list-no-identity-column"]
    for column in ("Ngày sinh", "CCCD", "Mã đoàn viên"):
        assert rec([["Họ và tên", column], ["Lê Giả", "1"]]).problems == ()


def test_unknown_and_unnamed_columns_are_named() -> None:
    layout = rec([["Họ và tên", "Ngày sinh", "Ghi chú", "", "Email", ""], ["Lê Giả", "2004", "x", "7", "", ""]])
    assert list(layout.unknown) == [(2, "Ghi chú")]
    assert list(layout.unnamed) == [3]
    assert layout.width == 5


def test_what_is_no_header() -> None:
    for rows in (
        [],
        [[]],
        [["Mã", "Tên"], ["1", "Kinh"]],
        [["Dân tộc", "Tôn giáo", "Nghề nghiệp"], ["Kinh", "Không", "Học sinh"]],
        [["Họ và tên"], ["Lê Giả"]],
        [["STT", "Họ và tên", "Chữ ký"], ["1", "Lê Giả", ""]],
        [PERSON, PERSON],
        [["Trường", "Ý nghĩa"], ["Họ và tên", "bắt buộc"], ["Ngày sinh", "bắt buộc"]],
        [[1.0, 2.0, 3.0], [None, None, None]],
    ):
        assert recognise(rows, TABLE) is None, rows


cells = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.sampled_from(
        [
            "Họ và tên",
            "Ngày sinh",
            "Nam",
            "Nữ",
            "STT",
            "Họ đệm",
            "Tên",
            "Đơn vị:",
            "Chi đoàn 1",
            "CCCD",
            "Số",
            "Email",
        ]
    ),
)
ranges = st.tuples(*[st.integers(0, 12)] * 4)


@given(st.lists(st.lists(cells, max_size=7), max_size=9), st.lists(ranges, max_size=4))
def test_whatever_stands_in_a_sheet_it_is_read_or_not_but_never_fails(
    rows: list[list[Cell]], merges: list[Merge]
) -> None:
    layout = recognise(rows, TABLE, merges)
    if layout:
        assert len(layout.preamble) == layout.data <= len(rows)
        assert len({column.index for column in layout.columns}) == len(layout.columns)
        assert all(column.index < layout.width for column in layout.columns)
        known = {column.index for column in layout.columns} | {index for index, _ in layout.unknown}
        assert known.isdisjoint(layout.unnamed)


def test_a_row_of_hints_belongs_to_the_header() -> None:
    for hints in (
        ["", "", "(dd/mm/yyyy)", ""],
        ["(1)", "(2)", "(3)", "(4)"],
        ["", "(chữ in hoa)", "dd/mm/yyyy", "chọn"],
    ):
        layout = rec([HEADER, list(hints), PERSON])
        assert (layout.depth, layout.data) == (2, 2), hints
        assert fields(layout) == [(0, "row_no"), (1, "full_name"), (2, "date_of_birth"), (3, "unit")]


def test_a_sub_header_row_belongs_to_the_header_even_if_it_is_unknown() -> None:
    """Read as one row, "Bí thư" under "Chức vụ" › "Đảng" would be the position in the Union."""
    rows: list[list[Cell]] = [
        ["Họ và tên", "Ngày sinh", "Chức vụ", ""],
        ["", "", "Đảng", "Chính quyền"],
        ["Lê Giả", "2004", "Bí thư", "Trưởng thôn"],
    ]
    layout = rec(rows)
    assert fields(layout) == [(0, "full_name"), (1, "date_of_birth")]
    assert list(layout.unknown) == [(2, "Chức vụ › Đảng"), (3, "Chức vụ › Chính quyền")]


def test_a_unit_alone_in_the_first_row_of_data_is_no_sub_header() -> None:
    layout = rec([["", "Họ và tên", "Ngày sinh"], ["Chi đoàn 1", "", ""], ["", "Lê Giả", "2004"]])
    assert (layout.depth, layout.data) == (1, 1)


def test_what_stands_under_somebody_else_is_not_the_members_own() -> None:
    for group in ("THÔNG TIN MẸ", "Người thân", "Cha mẹ (hoặc người giám hộ)"):
        rows: list[list[Cell]] = [
            ["", "", "", group, "", ""],
            ["STT", "Họ và tên", "Ngày sinh", "Nghề nghiệp", "Số điện thoại", "Địa chỉ"],
            ["1", "Lê Giả", "2004", "Công nhân", "0900000001", "Phường Mẫu"],
        ]
        for merges in ([(0, 3, 0, 5)], []):
            layout = rec(rows, merges)
            assert fields(layout) == [(0, "row_no"), (1, "full_name"), (2, "date_of_birth")]
            assert [index for index, _ in layout.unknown] == [3, 4, 5]


def test_a_group_over_leaves_in_one_row_tells_what_they_are() -> None:
    rows: list[list[Cell]] = [
        ["", "", "", "Chuyển đến", "", "Chuyển đi", ""],
        ["STT", "Họ và tên", "Ngày sinh", "Nơi", "Ngày", "Nơi đến", "Ngày"],
        ["1", "Lê Giả", "2004", "Chi đoàn 2", "01/01/2024", "", ""],
    ]
    for merges in ([(0, 3, 0, 4), (0, 5, 0, 6)], []):
        assert fields(rec(rows, merges))[3:] == [
            (3, "transfer_in_place"),
            (4, "transfer_in_date"),
            (5, "transfer_out_place"),
            (6, "transfer_out_date"),
        ]


def test_a_name_header_is_found_however_it_is_spelled() -> None:
    for name in ("hovaten", "HoVaTen", "TenDoanVien", "Họvà tên", "1. Họ và tên (*)", "* Họ tên", "HỌ\nVÀ\nTÊN"):
        assert fields(rec([[name, "Ngày sinh"], ["Lê Giả", "2004"]])) == [(0, "full_name"), (1, "date_of_birth")], (
            name
        )


def test_a_header_typed_again_below_a_group_row_is_not_the_header() -> None:
    """With its numbering row it looks more like one than the first, and everybody above it would go."""
    header = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD"]
    rows = [
        header,
        ["I. Chi đoàn 1", "", "", ""],
        header,
        ["(1)", "(2)", "(3)", "(4)"],
        [1, "Nguyễn Văn An", "01/02/2004", ""],
    ]
    layout = recognise(rows, load_headers())
    assert layout is not None
    assert (layout.top, layout.depth) == (0, 1)
