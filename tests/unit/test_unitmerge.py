"""From lists of units to a tree: every row accounted for, nothing guessed, nothing lost. All units are fabricated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.units import load_unit_words
from sync.units.listing import UnitRows, UnitStatement, recognise_units
from sync.units.merging import Merged, merge_units
from sync.units.resolving import Resolver
from sync.unittree import Former, Unit, UnitCode, UnitId, UnitTree
from sync.values import Cell, Finding, Place, SetAside, Severity

WORDS = load_unit_words()
TODAY = date(2026, 3, 1)
PLACE = Place("don-vi", "don-vi.xlsx", "Sheet1")
HEADER = ("Mã đơn vị", "Tên đơn vị", "Cấp", "Cấp trên", "Từ ngày", "Đến ngày", "Sáp nhập vào")
NEW, OLD = "2025-07-01", "2004"


def read(
    rows: Sequence[Sequence[Cell]], vintage: str = ""
) -> tuple[list[UnitStatement], list[SetAside], list[Finding]]:
    """Read rows, the header among them, as a list of units is read."""
    layout = recognise_units(rows, WORDS)
    assert layout is not None
    assert not layout.problems
    reader = UnitRows(layout.columns, WORDS, PLACE, vintage)
    stated, aside, findings = [], [SetAside(i + 1, reason) for i, reason in enumerate(layout.preamble)], []
    for number, cells in enumerate(rows[layout.data :], layout.data + 1):
        made = reader.read(number, cells)
        if isinstance(made, SetAside):
            aside.append(made)
        elif isinstance(made, UnitStatement):
            stated.append(made)
        else:
            findings += made
    return stated, aside, findings


def merge(
    rows: Sequence[Sequence[Cell]], tree: UnitTree | None = None, vintage: str = "", *, complete: bool = False
) -> Merged:
    """Read rows below the usual header and merge them."""
    stated, _, findings = read([HEADER, *rows], vintage)
    assert findings == []
    return merge_units(tree or UnitTree(), stated, WORDS, source="don-vi", today=TODAY, complete=complete)


def by_name(tree: UnitTree, name: str) -> Unit:
    [found] = [unit for unit in tree if unit.name == name]
    return found


def codes(merged: Merged) -> list[tuple[str, Severity, int]]:
    return [(finding.code, finding.severity, finding.place.row) for finding in merged.findings]


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_list_as_an_officer_keeps_it_is_read_to_the_last_row() -> None:
    stated, aside, findings = read(
        [
            ["TỈNH ĐOÀN LÂM ĐỒNG", None, None, None, None],
            [None, "DANH SÁCH ĐƠN VỊ", None, None, None],
            ["STT", "Mã đơn vị (*)", "Tên đơn vị", "Trực thuộc", "Ngày thành lập"],
            [1, 2, 3, 4, 5],
            [1, 68, "Tỉnh đoàn Lâm Đồng", None, None],
            [2, "22924", "Đoàn  phường Phú Thủy", 68, "01/07/2025"],
            [3, None, None, None, None],
            ["", "", "", "", ""],
            ["STT", "Mã đơn vị (*)", "Tên đơn vị", "Trực thuộc", "Ngày thành lập"],
            [4, None, "Chi đoàn Tổng đội", "Đoàn phường Phú Thủy", date(2025, 9, 1)],
            [None, None, "Tổng cộng: 3 đơn vị", None, None],
            [None, None, None, "Người lập", None],
        ]
    )
    assert [(one.place.row, one.name, one.codes, one.parent, one.valid_from) for one in stated] == [
        (5, "Tỉnh đoàn Lâm Đồng", (UnitCode("68"),), None, None),
        (6, "Đoàn phường Phú Thủy", (UnitCode("22924"),), "68", "2025-07-01"),
        (10, "Chi đoàn Tổng đội", (), "Đoàn phường Phú Thủy", "2025-09-01"),
    ]
    assert [(each.row, each.reason) for each in aside] == [
        (1, "title"),
        (2, "title"),
        (3, "header"),
        (4, "header"),
        (7, "blank"),
        (8, "blank"),
        (9, "header"),
        (11, "total"),
        (12, "signature"),
    ]
    assert findings == []


def test_what_is_wrong_with_a_row_names_its_cell() -> None:
    stated, _, findings = read(
        [
            HEADER,
            ["A1", "", "", "", "", "", ""],
            ["A2", "Chi đoàn 1", "", "", "31/02/2025", "", ""],
            ["A3", "Chi đoàn 2", "", "", "01/07/2025", "30/06/2025", ""],
            ["A4@2004", "Chi đoàn 3", "", "", "", "", ""],
            ["A5", "Chi đoàn 4", "", "", "01/07/2025", "2025", ""],
        ]
    )
    assert [one.name for one in stated] == ["Chi đoàn 4"]
    assert [(each.code, each.place.row, each.place.column) for each in findings] == [
        ("unit-no-name", 2, "B"),
        ("date-impossible", 3, "E"),
        ("unit-ends-first", 4, "F"),
        ("unit-code-sign", 5, "A"),
    ]


def test_a_sheet_without_a_units_header_is_no_list_of_units() -> None:
    assert recognise_units([["Họ và tên", "Ngày sinh"], ["Trần Thị Mận", "17/05/2004"]], WORDS) is None
    assert recognise_units([["STT", "Tên đơn vị"], [1, "Chi đoàn 1"]], WORDS) is None
    twice = recognise_units([["Mã", "Tên đơn vị", "Đơn vị"]], WORDS)
    assert twice is not None
    assert [problem.code for problem in twice.problems] == ["list-duplicate-column"]


def test_codes_get_their_vintage_from_their_column_else_from_the_list() -> None:
    stated, _, _ = read(
        [
            ["Mã đơn vị", "Bộ mã", "Mã cũ", "Bộ mã cũ", "Tên đơn vị"],
            ["22945", "01/07/2025", "22945", 2004, "Đoàn phường Phan Thiết"],
            ["22918", None, None, None, "Đoàn phường Mũi Né"],
        ],
        vintage="2030",
    )
    assert [one.codes for one in stated] == [
        (UnitCode("22945", NEW), UnitCode("22945", OLD)),
        (UnitCode("22918", "2030"),),
    ]


# ── a tree ───────────────────────────────────────────────────────────────────────────────────────────────

PROVINCE = [
    ["68", "Tỉnh đoàn Lâm Đồng", "tỉnh đoàn", "", "", "", ""],
    ["22924", "Đoàn phường Phú Thủy", "đoàn cơ sở", "68", "01/07/2025", "", ""],
    ["", "Chi đoàn 1", "chi đoàn", "Đoàn phường Phú Thủy", "", "", ""],
    ["", "Chi đoàn 1", "chi đoàn", "ĐCS phường Mũi Né, Tỉnh đoàn Lâm Đồng", "", "", ""],
    ["22918", "Đoàn phường Mũi Né", "đoàn cơ sở", "68", "01/07/2025", "", ""],
]


def test_parents_are_found_by_code_and_by_path_wherever_they_stand_in_the_list() -> None:
    merged = merge(PROVINCE)
    assert merged.findings == []
    assert dict(merged.counts) == {"new": 5}
    tree = merged.tree
    assert sorted(tree.names(unit.id) for unit in tree) == [
        ("Chi đoàn 1", "Đoàn phường Mũi Né", "Tỉnh đoàn Lâm Đồng"),
        ("Chi đoàn 1", "Đoàn phường Phú Thủy", "Tỉnh đoàn Lâm Đồng"),
        ("Tỉnh đoàn Lâm Đồng",),
        ("Đoàn phường Mũi Né", "Tỉnh đoàn Lâm Đồng"),
        ("Đoàn phường Phú Thủy", "Tỉnh đoàn Lâm Đồng"),
    ]


def test_the_same_list_again_changes_nothing_also_retyped_and_in_another_order() -> None:
    tree = merge(PROVINCE).tree
    again = merge(PROVINCE, tree)
    assert (again.tree, dict(again.counts), again.findings) == (tree, {"same": 5}, [])
    for row in PROVINCE:
        assert merge([row], tree).tree == tree
    turned = merge(list(reversed(PROVINCE)), tree)
    assert (turned.tree, dict(turned.counts)) == (tree, {"same": 5})


def test_a_rename_and_a_move_keep_the_unit_and_what_it_was() -> None:
    tree = merge(PROVINCE).tree
    ward = by_name(tree, "Đoàn phường Mũi Né")
    moved = merge(
        [
            ["22918", "Đoàn phường Hàm Tiến", "", "22924", "", "", ""],
        ],
        tree,
    )
    after = moved.tree[ward.id]
    assert (after.name, after.level, after.parent) == (
        "Đoàn phường Hàm Tiến",
        "đoàn cơ sở",
        by_name(tree, "Đoàn phường Phú Thủy").id,
    )
    assert after.former == (Former("Đoàn phường Mũi Né", by_name(tree, "Tỉnh đoàn Lâm Đồng").id),)
    assert dict(moved.counts) == {"changed": 1}
    asked = Resolver(moved.tree, WORDS, TODAY)
    assert asked.resolve("Đoàn phường Mũi Né, Tỉnh đoàn Lâm Đồng").unit == ward.id
    assert asked.key("Chi đoàn 1, Đoàn phường Mũi Né") == asked.key("Chi đoàn 1, Đoàn phường Hàm Tiến")
    back = merge(PROVINCE, moved.tree).tree[ward.id]
    assert (back.name, back.former) == (ward.name, (Former("Đoàn phường Hàm Tiến", after.parent),))


def test_a_merger_closes_links_and_leads_on() -> None:
    merged = merge(
        [
            *PROVINCE,
            ["60", "Tỉnh đoàn Bình Thuận", "", "", "", "30/06/2025", "68"],
            ["593", "Thành đoàn Phan Thiết", "", "60", "", "30/06/2025", ""],
            ["22936", "Đoàn phường Thanh Hải", "", "593", "", "30/06/2025", "22924"],
            ["X1", "Đoàn xã Chia", "", "593", "", "30/06/2025", "22924; Đoàn phường Mũi Né"],
        ]
    )
    assert merged.findings == []
    tree = merged.tree
    assert by_name(tree, "Đoàn phường Thanh Hải").successors == (by_name(tree, "Đoàn phường Phú Thủy").id,)
    assert len(by_name(tree, "Đoàn xã Chia").successors) == 2


def test_a_reused_code_is_another_unit_in_another_vintage() -> None:
    before = merge([["22918", "Đoàn phường Hàm Tiến", "", "", "", "30/06/2025", ""]], vintage=OLD).tree
    merged = merge([["22918", "Đoàn phường Mũi Né", "", "", "01/07/2025", "", ""]], before, NEW)
    assert merged.findings == []
    assert sorted((unit.name, unit.codes) for unit in merged.tree) == [
        ("Đoàn phường Hàm Tiến", (UnitCode("22918", OLD),)),
        ("Đoàn phường Mũi Né", (UnitCode("22918", NEW),)),
    ]


def test_references_without_a_vintage_mean_the_rows_own_numbering_and_successors_the_later_one() -> None:
    rows: list[list[Cell]] = [
        ["Mã", "Bộ mã", "Tên đơn vị", "Cấp trên", "Đến ngày", "Sáp nhập vào"],
        ["60", "2004", "Tỉnh đoàn Cũ", "", "30/06/2025", "60"],
        ["60", "2025", "Tỉnh đoàn Mới", "", "", ""],
        ["22918", "2004", "Đoàn xã Cũ", "60", "30/06/2025", "22918"],
        ["22918", "2025", "Đoàn xã Mới", "60", "", ""],
    ]
    stated, _, _ = read(rows)
    tree = merge_units(UnitTree(), stated, WORDS, source="don-vi", today=TODAY).tree
    old, new = by_name(tree, "Đoàn xã Cũ"), by_name(tree, "Đoàn xã Mới")
    assert (tree.names(old.id), tree.names(new.id)) == (
        ("Đoàn xã Cũ", "Tỉnh đoàn Cũ"),
        ("Đoàn xã Mới", "Tỉnh đoàn Mới"),
    )
    assert (old.successors, by_name(tree, "Tỉnh đoàn Cũ").successors) == (
        (new.id,),
        (by_name(tree, "Tỉnh đoàn Mới").id,),
    )


@pytest.mark.parametrize(
    ("rows", "expected", "left"),
    [
        ([["A", "Chi đoàn 1", "", "9"]], [("unit-orphan", Severity.ERROR, 2)], 0),
        (
            [["A", "Đoàn xã 1", "", ""], ["A", "Đoàn xã 2", "", ""]],
            [("unit-duplicate-code", Severity.ERROR, 3)],
            1,
        ),
        (
            [["A", "Đoàn xã 1", "", ""], ["A", "Đoàn xã 1", "", ""]],
            [("unit-repeated", Severity.NOTE, 3)],
            1,
        ),
        (
            [["A", "Đoàn xã 1", "", "B"], ["B", "Đoàn xã 2", "", "A"], ["C", "Chi đoàn", "", "B"]],
            [
                ("unit-circle", Severity.ERROR, 2),
                ("unit-circle", Severity.ERROR, 3),
                ("unit-orphan", Severity.ERROR, 4),
            ],
            0,
        ),
        ([["A", "Đoàn xã 1", "", "A"]], [("unit-circle", Severity.ERROR, 2)], 0),
        (
            [["A", "Đoàn xã 1", "", ""], ["B", "Đoàn xã 2", "", ""]],
            [("unit-two-roots", Severity.WARNING, 3)],
            2,
        ),
        (
            [["A", "Đoàn 1", "", ""], ["B", "Tổ", "", "A"], ["C", "Tổ", "", "A"], ["D", "Nhóm", "", "Tổ"]],
            [("unit-parent-ambiguous", Severity.ERROR, 5)],
            3,
        ),
        (
            [["A", "Đoàn 1", "", "", "", "30/06/2025"], ["B", "Chi đoàn 1", "", "A"]],
            [("unit-under-closed", Severity.WARNING, 3)],
            2,
        ),
        (
            [["A", "Đoàn 1", "", "", "", "", "B"], ["B", "Chi đoàn 1", "", "A"]],
            [("unit-open-with-successor", Severity.WARNING, 2)],
            2,
        ),
        (
            [["A", "Đoàn 1", "", "", "", "", "Z"]],
            [("unit-link-unclear", Severity.WARNING, 2)],
            1,
        ),
    ],
)
def test_what_cannot_be_placed_is_a_finding(
    rows: list[list[Cell]], expected: list[tuple[str, Severity, int]], left: int
) -> None:
    merged = merge([[*row, *[""] * (7 - len(row))] for row in rows])
    assert codes(merged) == expected
    assert len(merged.tree) == left
    assert merged.counts.total() == len(rows)


def test_a_parent_that_is_named_like_a_closed_unit_is_the_one_that_is_there() -> None:
    merged = merge(
        [
            ["60", "Tỉnh đoàn Cũ", "", "", "", "30/06/2025", "68"],
            ["68", "Tỉnh đoàn Mới", "", "", "", "", ""],
            ["A", "Đoàn xã Tân Lập", "", "60", "", "30/06/2025", "B"],
            ["B", "Đoàn xã Tân Lập", "", "68", "01/07/2025", "", ""],
            ["", "Chi đoàn 1", "", "Đoàn xã Tân Lập", "", "", ""],
            ["", "Chi đoàn 2", "", "Đoàn xã Tân Lập, Tỉnh đoàn Cũ", "", "30/06/2025", ""],
        ]
    )
    assert merged.findings == []
    names = {merged.tree.names(each.id) for each in merged.tree}
    assert ("Chi đoàn 1", "Đoàn xã Tân Lập", "Tỉnh đoàn Mới") in names
    assert ("Chi đoàn 2", "Đoàn xã Tân Lập", "Tỉnh đoàn Cũ") in names


def test_a_list_without_any_code_comes_again_as_the_same_units() -> None:
    rows = [
        ["", "Đoàn xã A", "", ""],
        ["", "Chi đoàn 1", "", "Đoàn xã A"],
        ["", "Phân đoàn 1", "", "CĐ 1, Đoàn xã A"],
    ]
    full = [[*row, "", "", ""] for row in rows]
    tree = merge(full).tree
    again = merge(list(reversed(full)), tree)
    assert (again.tree, dict(again.counts), again.findings) == (tree, {"same": 3}, [])


def test_a_row_about_two_known_units_is_refused() -> None:
    tree = merge(PROVINCE).tree
    stated, _, _ = read([["Mã", "Mã cũ", "Tên đơn vị"], ["22924", "22918", "Đoàn phường Phú Thủy"]])
    merged = merge_units(tree, stated, WORDS, source="don-vi", today=TODAY)
    assert (codes(merged), merged.tree) == ([("unit-two-units", Severity.ERROR, 2)], tree)


def test_a_move_under_ones_own_branch_is_a_circle_and_leaves_the_tree_as_it_was() -> None:
    tree = merge([["A", "Đoàn 1", "", "", "", "", ""], ["B", "Chi đoàn 1", "", "A", "", "", ""]]).tree
    merged = merge([["A", "Đoàn 1", "", "B", "", "", ""]], tree)
    assert (codes(merged), merged.tree) == ([("unit-circle", Severity.ERROR, 2)], tree)


def test_a_unit_that_a_complete_list_leaves_out_stays_with_a_warning() -> None:
    tree = merge(PROVINCE).tree
    merged = merge(PROVINCE[:2], tree, complete=True)
    assert [(finding.code, finding.found) for finding in merged.findings] == [
        ("unit-not-listed", "Chi đoàn 1"),
        ("unit-not-listed", "Chi đoàn 1"),
        ("unit-not-listed", "Đoàn phường Mũi Né"),
    ]
    assert merged.tree == tree
    assert merge(PROVINCE[:2], tree).findings == []


def test_a_long_chain_and_a_deep_tree_are_read_without_harm() -> None:
    chain = [[f"C{number}", f"Đoàn {number}", "", f"C{number - 1}" if number else ""] for number in range(3000)]
    merged = merge([[*row, "", "", ""] for row in reversed(chain)])
    assert (len(merged.tree), merged.findings) == (3000, [])
    circle = [[f"C{number}", f"Đoàn {number}", "", f"C{(number + 1) % 2000}", "", "", ""] for number in range(2000)]
    assert len(merge(circle).findings) == 2000


# ── any tree ─────────────────────────────────────────────────────────────────────────────────────────────

NAMES = st.sampled_from(["Chi đoàn 1", "Chi đoàn 2", "Chi đoàn Hòa", "Chi đoàn Hoa", "Đoàn xã A", "Liên chi đoàn 1"])
DAYS = st.sampled_from([None, "2025-06-30", "2025-07-01", "2027"])


@st.composite
def trees(draw: st.DrawFn) -> UnitTree:
    """Any tree of up to ten units, with codes of two vintages, days and successors."""
    count = draw(st.integers(1, 10))
    units: list[Unit] = []
    for number in range(1, count + 1):
        begun, ended = draw(DAYS), draw(DAYS)
        if begun and ended and ended < begun[: len(ended)]:
            begun = None
        vintages = draw(st.sets(st.sampled_from(["", OLD, NEW]), min_size=1, max_size=2))
        others = [each for each in range(1, count + 1) if each != number]
        units.append(
            Unit(
                UnitId(number),
                draw(NAMES),
                draw(st.sampled_from(["", "chi đoàn", "đoàn cơ sở"])),
                draw(st.sampled_from([None, *(each.id for each in units)])) if units else None,
                tuple(sorted(UnitCode(f"M{number}", vintage) for vintage in vintages)),
                begun,
                ended,
                tuple(UnitId(each) for each in sorted(draw(st.sets(st.sampled_from(others), max_size=2))))
                if others
                else (),
            )
        )
    return UnitTree(units)


def written(tree: UnitTree, order: Sequence[UnitId]) -> list[list[Cell]]:
    """Write a tree as a list of units."""
    header = [
        "Mã",
        "Bộ mã",
        "Mã cũ",
        "Bộ mã cũ",
        "Tên đơn vị",
        "Cấp",
        "Cấp trên",
        "Từ ngày",
        "Đến ngày",
        "Sáp nhập vào",
    ]
    rows: list[list[Cell]] = [[*header]]
    for number in order:
        unit = tree[number]
        now, *before = reversed(unit.codes)
        old = before[0] if before else UnitCode("")
        parent = str(tree[unit.parent].codes[-1]) if unit.parent else None
        after = "; ".join(str(tree[each].codes[-1]) for each in unit.successors)
        rows.append(
            [
                now.code,
                now.vintage,
                old.code,
                old.vintage,
                unit.name,
                unit.level,
                parent,
                unit.valid_from,
                unit.valid_to,
                after,
            ]
        )
    return rows


def shape(tree: UnitTree) -> list[tuple[object, ...]]:
    """A tree without its internal ids: units by their codes."""
    return sorted(
        (
            unit.codes,
            unit.name,
            unit.level,
            tree[unit.parent].codes if unit.parent else (),
            unit.valid_from or "",
            unit.valid_to or "",
            sorted(tree[each].codes for each in unit.successors),
        )
        for unit in tree
    )


@given(trees(), st.randoms(use_true_random=False))
def test_any_tree_written_to_a_list_and_read_back_is_equal(tree: UnitTree, chance: object) -> None:
    order = [unit.id for unit in tree]
    chance.shuffle(order)  # type: ignore[attr-defined]
    stated, _, findings = read(written(tree, order))
    assert findings == []
    merged = merge_units(UnitTree(), stated, WORDS, source="don-vi", today=TODAY)
    assert [each for each in merged.findings if each.severity is Severity.ERROR] == []
    assert shape(merged.tree) == shape(tree)
    again = merge_units(merged.tree, stated, WORDS, source="don-vi", today=TODAY)
    assert again.tree == merged.tree
    known = merge_units(tree, [replace(one) for one in stated], WORDS, source="don-vi", today=TODAY)
    assert known.tree == tree


CELLS = st.one_of(
    st.none(),
    st.sampled_from(
        ["A", "B", "C", "Chi đoàn 1", "Chi đoàn 1, Đoàn xã A", "Đoàn xã A", "A@2004", "31/02/2025", "Tổng cộng"]
    ),
    st.text(max_size=8),
    st.integers(-5, 50_000),
    st.floats(allow_nan=True),
    st.dates(),
)


@given(st.lists(st.lists(CELLS, max_size=9), max_size=8))
def test_whatever_stands_in_a_list_of_units_every_row_is_accounted_for(rows: list[list[Cell]]) -> None:
    stated, aside, findings = read([HEADER, *rows])
    merged = merge_units(UnitTree(), stated, WORDS, source="don-vi", today=TODAY)
    wrong = {finding.place.row for finding in findings}
    assert len(stated) + len(aside) + len(wrong) == len(rows) + 1
    assert merged.counts.total() == len(stated)
    assert len(merged.tree) == merged.counts["new"]
    for unit in merged.tree:
        line = merged.tree.line(unit.id)
        assert merged.tree[line[-1]].parent is None
