"""Columns of which one is marked: recognised by their group and their marks, read to the value of the sub-header."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.headers import load_headers
from config.knowledge import load_knowledge
from sync.cleaning.clean import Cleaner
from sync.cleaning.markheads import unknown_heads
from sync.tables.layout import Layout, recognise
from sync.values import Cell, CleanRow, Column, Place, Severity

TABLE = load_headers()
KNOWLEDGE = load_knowledge()
UNIT = "Chi đoàn 1, Đoàn phường Mẫu"
ETHNICITIES = ("Kinh", "Tày", "Nùng")


def sheet(*groups: tuple[str, list[str]], rows: list[list[Cell]]) -> list[list[Cell]]:
    """A two-row header: name and birth date, then the groups with their sub-headers; rows of the groups' cells."""
    top: list[Cell] = ["STT", "Họ và tên", "Ngày sinh"]
    below: list[Cell] = ["", "", ""]
    for group, values in groups:
        top.extend([group, *[""] * (len(values) - 1)])
        below.extend(values)
    people: list[list[Cell]] = [
        [number, "Nguyễn Thử An", "01/02/2004", *cells] for number, cells in enumerate(rows, start=1)
    ]
    return [top, below, *people]


def rec(rows: list[list[Cell]]) -> Layout:
    layout = recognise(rows, TABLE)
    assert layout is not None
    return layout


def stated(layout: Layout, cells: list[Cell]) -> CleanRow:
    cleaner = Cleaner(
        KNOWLEDGE,
        layout.columns,
        place=Place("thử"),
        today=date(2026, 1, 1),
        default_unit=UNIT,
        marks=TABLE.rows.marks,
    )
    return cleaner.clean(9, ["1", "Nguyễn Thử An", "01/02/2004", *cells])


def codes(row: CleanRow) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.field, finding.place.column) for finding in row.findings]


def unknown(layout: Layout) -> list[tuple[str, str, str]]:
    """The marked columns whose header is no value: field, column and what stands there."""
    found = list(unknown_heads(layout.columns, KNOWLEDGE, Place("thử", row=2)))
    assert {finding.code for finding in found} <= {"mark-header-unknown"}
    return [(finding.field, finding.place.column, str(finding.found)) for finding in found]


def marked(layout: Layout) -> list[tuple[int, str, str | None]]:
    return [(column.index, column.field, column.value) for column in layout.columns if column.value is not None]


def test_a_group_of_marked_columns_states_the_sub_header_that_is_marked() -> None:
    layout = rec(sheet(("Dân tộc", list(ETHNICITIES)), rows=[["x", "", ""], ["", "X", ""]]))
    assert (layout.depth, layout.problems, list(layout.unknown)) == (2, (), [])
    assert marked(layout) == [(3, "ethnicity", "Kinh"), (4, "ethnicity", "Tày"), (5, "ethnicity", "Nùng")]
    assert layout.columns[3].header == "Dân tộc › Kinh"
    for place, name in enumerate(ETHNICITIES):
        row = stated(layout, ["x" if at == place else "" for at in range(3)])
        assert (row.values["ethnicity"], codes(row)) == (name, [])


@pytest.mark.parametrize(
    "mark", ["x", "X", " x ", "v", "V", "✓", "✔", "√", "×", "1", 1, 1.0, True, "có", "Tày", "ü", "☑"]
)
def test_what_marks_a_cell(mark: Cell) -> None:
    layout = rec(sheet(("Dân tộc", list(ETHNICITIES)), rows=[["x", "", ""]]))
    assert stated(layout, ["", mark, None]).values["ethnicity"] == "Tày"


@pytest.mark.parametrize("blank", ["", None, " ", "-", 0, 0.0, "0", False])
def test_no_mark_states_that_the_field_is_empty(blank: Cell) -> None:
    layout = rec(sheet(("Dân tộc", list(ETHNICITIES)), rows=[["x", "", ""]]))
    row = stated(layout, [blank, "", None])
    assert row.values["ethnicity"] is None
    assert codes(row) == []


def test_several_marks_in_one_row_are_a_contradiction_that_names_its_columns() -> None:
    layout = rec(sheet(("Dân tộc", list(ETHNICITIES)), rows=[["x", "", ""]]))
    row = stated(layout, ["x", "", "x"])
    (finding,) = row.findings
    assert (finding.code, finding.severity, finding.field) == ("marked-twice", Severity.WARNING, "ethnicity")
    assert (finding.found, dict(finding.details), finding.place.row) == ("Kinh | Nùng", {"columns": "D, F"}, 9)
    assert "ethnicity" not in row.values


@pytest.mark.parametrize("other", ["Chăm", "?", "xx", 2, 53.0, date(2004, 1, 1), "26/03/2020"])
def test_what_is_no_mark_is_asked_about_and_states_nothing(other: Cell) -> None:
    layout = rec(sheet(("Dân tộc", list(ETHNICITIES)), rows=[["x", "", ""]]))
    for cells in (["", other, ""], ["x", other, ""]):
        row = stated(layout, cells)
        assert codes(row) == [("mark-unreadable", "ethnicity", "E")]
        assert "ethnicity" not in row.values


def test_sub_headers_are_read_by_the_code_list_and_its_synonyms() -> None:
    layout = rec(sheet(("Trình độ chuyên môn", ["Đại học", "CĐ", "Ths"]), rows=[["x", "", ""]]))
    for place, label in enumerate(["Cử nhân", "Cao đẳng", "Thạc sĩ"]):
        row = stated(layout, ["v" if at == place else "" for at in range(3)])
        assert (row.values["professional_level"], codes(row)) == (label, [])


def test_a_sub_header_that_is_no_value_of_the_code_list_is_told_at_the_header_and_states_nothing() -> None:
    layout = rec(sheet(("Dân tộc", ["Kinh", "Khác (ghi rõ)"]), rows=[["x", ""], ["", "x"]]))
    assert stated(layout, ["x", ""]).values["ethnicity"] == "Kinh"
    row = stated(layout, ["", "x"])
    assert ("ethnicity" in row.values, codes(row)) == (False, [])
    assert unknown(layout) == [("ethnicity", "E", "Khác")]


def test_schooling_and_training_in_one_group_are_two_fields() -> None:
    layout = rec(sheet(("Trình độ học vấn", ["THCS", "12/12", "Cao đẳng", "Đại học"]), rows=[["", "x", "", ""]]))
    assert [field for _, field, _ in marked(layout)] == [
        "education_level",
        "education_level",
        "professional_level",
        "professional_level",
    ]
    graduate = stated(layout, ["", "", "", "x"])
    assert graduate.values["professional_level"] == "Cử nhân"
    assert "education_level" not in graduate.values, "nothing is said about the school years"
    both = stated(layout, ["", "x", "x", ""])
    assert (both.values["education_level"], both.values["professional_level"]) == ("Hệ 12/12", "Cao đẳng")
    none = stated(layout, ["", "", "", ""])
    assert (none.values["education_level"], none.values["professional_level"]) == (None, None)


def test_training_that_has_a_column_of_its_own_is_not_read_from_a_mark() -> None:
    rows = sheet(("Trình độ học vấn", ["12/12", "Đại học"]), ("Chuyên môn", [""]), rows=[["x", "", "Cử nhân"]])
    layout = rec(rows)
    assert layout.problems == ()
    assert [column.field for column in layout.columns[3:]] == [
        "education_level",
        "education_level",
        "professional_level",
    ]
    row = stated(layout, ["", "x", "Thạc sĩ"])
    assert row.values["professional_level"] == "Thạc sĩ"
    assert ("education_level" in row.values, codes(row)) == (False, [])
    assert unknown(layout) == [("education_level", "E", "Đại học")]


def test_a_sub_header_typed_twice_is_asked_about() -> None:
    for values in (["Kinh", "Tày", "Kinh"], ["Kinh", "KINH "]):
        rows = sheet(("Dân tộc", values), rows=[["x", *[""] * (len(values) - 1)]])
        (problem,) = rec(rows).problems
        assert problem.code == "list-mark-twice"
        last = "DEF"[len(values) - 1]
        assert (problem.details["first"], problem.details["second"]) == ("D", last)
        assert problem.details["field"] == "ethnicity"


def test_the_same_word_in_two_groups_is_no_doublet() -> None:
    layout = rec(
        sheet(
            ("Trình độ chuyên môn", ["Sơ cấp", "Cao đẳng"]),
            ("Trình độ LLCT", ["Sơ cấp", "Trung cấp"]),
            rows=[["x", "", "", "x"]],
        )
    )
    assert layout.problems == ()
    row = stated(layout, ["", "x", "x", ""])
    assert (row.values["professional_level"], row.values["political_theory_level"]) == ("Cao đẳng", "Sơ cấp")


def test_gender_by_marks() -> None:
    grouped = rec(sheet(("Giới tính", ["Nam", "Nữ"]), rows=[["x", ""], ["", "x"]]))
    flat: list[list[Cell]] = [
        ["STT", "Họ và tên", "Ngày sinh", "Nam", "Nữ"],
        [1, "Nguyễn Thử An", "01/02/2004", "x", ""],
        [2, "Trần Giả Bình", "01/02/2004", "", "x"],
    ]
    for layout in (grouped, rec(flat)):
        assert layout.problems == ()
        assert stated(layout, ["x", ""]).values["gender"] == "male"
        assert stated(layout, ["", "x"]).values["gender"] == "female"
        assert codes(stated(layout, ["x", "x"])) == [("marked-twice", "gender", "D")]


def test_a_column_for_women_alone_says_nothing_of_the_others() -> None:
    layout = rec([["STT", "Họ và tên", "Ngày sinh", "Nữ"], [1, "Nguyễn Thử An", "01/02/2004", "x"]])
    assert stated(layout, ["x"]).values["gender"] == "female"
    assert "gender" not in stated(layout, [""]).values


def test_a_lone_column_gives_way_to_one_that_states_the_field() -> None:
    layout = rec([["Họ và tên", "Ngày sinh", "Giới tính", "Nữ"], ["Nguyễn Thử An", "01/02/2004", "Nữ", "x"]])
    assert [column.field for column in layout.columns] == ["full_name", "date_of_birth", "gender"]
    assert (list(layout.unread), layout.problems) == ([(3, "Nữ")], ())


def test_birth_dates_under_nam_and_nu_are_dates_and_no_marks() -> None:
    layout = rec(
        [
            ["STT", "Họ và tên", "Ngày sinh", ""],
            ["", "", "Nam", "Nữ"],
            [1, "Nguyễn Thử An", "01/02/2004", ""],
        ]
    )
    assert [(c.field, c.implies, c.value) for c in layout.columns[2:]] == [
        ("date_of_birth", ("gender", "male"), None),
        ("date_of_birth", ("gender", "female"), None),
    ]


def test_age_bands_are_known_and_not_read() -> None:
    bands = ["16-18", "18-25", "26-30", "18-25"]
    layout = rec(
        sheet(
            ("Độ tuổi", bands),
            ("Dân tộc", ["Kinh", "Tày"]),
            rows=[["x", "", "", "", "x", ""]],
        )
    )
    assert [text for _, text in layout.unread] == [
        f"Độ tuổi › {band}" for band in ("16-18", "18-25", "26-30", "18-25")
    ]
    assert (list(layout.unknown), layout.problems) == ([], ())
    assert [value for _, _, value in marked(layout)] == ["Kinh", "Tày"]
    flat = rec([["Họ và tên", "Ngày sinh", "16 - 18 tuổi", "Trên 30 tuổi"], ["Lê Giả", "2004", "x", ""]])
    assert [index for index, _ in flat.unread] == [2, 3]


def test_words_in_the_cells_are_no_marks() -> None:
    layout = rec(sheet(("Chức vụ", ["Đảng", "Lớp"]), rows=[["Bí thư", ""], ["", "Ủy viên"]]))
    assert marked(layout) == []
    assert [column.field for column in layout.columns] == ["row_no", "full_name", "date_of_birth"]
    assert len(layout.unknown) == 2


def test_an_empty_group_is_marked_only_where_its_sub_headers_are_values() -> None:
    assert len(marked(rec(sheet(("Dân tộc", list(ETHNICITIES)), rows=[["", "", ""]])))) == 3
    assert marked(rec(sheet(("Chức vụ", ["Đoàn", "Đảng"]), rows=[["", ""]]))) == []


def test_a_group_below_a_group_in_three_rows_with_unmerged_blanks() -> None:
    rows: list[list[Cell]] = [
        ["ĐOÀN PHƯỜNG MẪU", *[""] * 7],
        ["DANH SÁCH ĐOÀN VIÊN", *[""] * 7],
        ["", *[""] * 7],
        ["STT", "Họ và tên", "Ngày sinh", "TRÌNH ĐỘ", "", "", "", "Email"],
        ["", "", "", "Học vấn", "", "LLCT", "", ""],
        ["", "", "", "THCS", "12/12", "Sơ cấp", "Trung cấp", ""],
        [1, "Nguyễn Thử An", "01/02/2004", "", "x", "x", "", "a@example.test"],
        [2, "Trần Giả Bình", "01/02/2003", "x", "", "", "", "b@example.test"],
    ]
    merged = [(3, 3, 3, 6), (4, 3, 4, 4), (4, 5, 4, 6), (0, 0, 0, 7)]
    for merges in (merged, []):
        layout = recognise(rows, TABLE, merges)
        assert layout is not None
        assert (layout.top, layout.depth, layout.problems) == (3, 3, ())
        row = stated(layout, ["", "x", "", "x", "c@example.test"])
        assert row.values["education_level"] == "Hệ 12/12"
        assert row.values["political_theory_level"] == "Trung cấp"
        assert row.values["email"] == "c@example.test"
        assert codes(row) == []


def test_marked_columns_without_a_group_stand_with_those_of_their_field() -> None:
    """A layout saved by hand names field and value only."""
    columns = [
        Column("full_name", 1, "Họ và tên"),
        Column("date_of_birth", 2, "Ngày sinh"),
        Column("ethnicity", 3, "Kinh", value="Kinh"),
        Column("ethnicity", 4, "Tày", value="Tày"),
    ]
    layout = Layout(0, 1, columns, (), (), ("",) * 5, None, ("header",), ())
    assert stated(layout, ["", "x"]).values["ethnicity"] == "Tày"
    assert codes(stated(layout, ["x", "x"])) == [("marked-twice", "ethnicity", "D")]
    assert "ethnicity" not in stated(layout, ["", ""]).values, "nobody said that these are all there can be"


@given(
    st.lists(st.sampled_from(["x", "X", "1", "", None, "-", "Khác", 0, True]), min_size=3, max_size=3),
)
def test_a_row_states_what_one_mark_says_or_asks(cells: list[Cell]) -> None:
    layout = rec(sheet(("Dân tộc", list(ETHNICITIES)), rows=[["x", "", ""]]))
    row = stated(layout, cells)
    marks = [name for name, cell in zip(ETHNICITIES, cells, strict=True) if cell in ("x", "X", "1", True)]
    if "Khác" in cells:
        assert {code for code, _, _ in codes(row)} == {"mark-unreadable"}
    elif len(marks) > 1:
        assert [code for code, _, _ in codes(row)] == ["marked-twice"]
    else:
        assert row.values["ethnicity"] == (marks[0] if marks else None)
        assert codes(row) == []
    assert ("ethnicity" in row.values) is not bool(row.findings)
