"""Which unit a text names. Units and people are fabricated; the rules are the domain book's, §2."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.units import load_unit_words
from sync.units.resolving import BareNames, Resolution, Resolver
from sync.unittree import UPSTREAM, Former, Unit, UnitCode, UnitId, UnitTree

WORDS = load_unit_words()
TODAY = date(2026, 3, 1)


def unit(number: int, name: str, parent: int | None = None, **facts: object) -> Unit:
    """A unit by its number."""
    facts["successors"] = tuple(UnitId(each) for each in facts.pop("successors", ()))  # type: ignore[attr-defined]
    return Unit(UnitId(number), name, parent=None if parent is None else UnitId(parent), **facts)  # type: ignore[arg-type]


PROVINCE = UnitTree(
    [
        unit(1, "Tỉnh đoàn Lâm Đồng"),
        unit(2, "Đoàn phường Phú Thủy", 1, codes=(UnitCode("22924", "2025-07-01"),)),
        unit(3, "Đoàn đặc khu Phú Quý", 1),
        unit(4, "Chi đoàn 1", 2, codes=(UnitCode("PT-01"),)),
        unit(5, "Chi đoàn 2", 2),
        unit(6, "Chi đoàn 1", 3),
        unit(7, "Đoàn trường CĐ Y tế", 1),
        unit(8, "Liên chi đoàn Điều dưỡng", 7),
        unit(9, "Chi đoàn 1", 8),
        unit(10, "Chi đoàn Cơ quan Đảng, Đoàn thể", 3),
        # What was before July 2025.
        unit(20, "Tỉnh đoàn Bình Thuận", valid_to="2025-06-30", successors=[1]),
        unit(21, "Thành đoàn Phan Thiết", 20, valid_to="2025-06-30"),
        unit(22, "Đoàn phường Thanh Hải", 21, valid_to="2025-06-30", successors=[2]),
        unit(23, "Đoàn phường Phú Thủy", 21, valid_to="2025-06-30", successors=[2]),
        unit(24, "Chi đoàn Hải đăng", 22, valid_to="2025-06-30", successors=[5]),
        unit(25, "Đoàn xã Chia đôi", 21, valid_to="2025-06-30", successors=[2, 3]),
        unit(26, "Chi đoàn Bến cá", 2, former=(Former("Chi đoàn Bến cá", UnitId(22)), Former("Chi đoàn Chài", None))),
    ]
)


def resolver(bare: BareNames = BareNames.SUBTREE, today: date = TODAY) -> Resolver:
    return Resolver(PROVINCE, WORDS, today, bare)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Chi đoàn 1, Đoàn phường Phú Thủy", 4),
        ("CĐ 1, ĐCS Phường Phú Thuỷ", 4),
        ("CHI ĐOÀN CHI ĐOÀN 01, đoàn P. Phú Thủy", 4),
        ("Chi đoàn 1, Đoàn đặc khu Phú Quí", 6),
        ("Chi đoàn 1, Đoàn phường Phú Thủy, Tỉnh đoàn Lâm Đồng", 4),
        ("Chi đoàn 1, Đoàn trường CĐ Y tế", 9),
        ("Chi đoàn 1, Liên chi đoàn Điều dưỡng", 9),
        ("Chi đoàn Cơ quan Đảng, Đoàn thể, Đoàn đặc khu Phú Quý", 10),
        ("Đoàn phường Phú Thủy, Tỉnh đoàn Lâm Đồng", 2),
        ("22924", 2),
        ("22924@2025-07-01", 2),
        ("pt-01", 4),
        ("Tỉnh đoàn Lâm Đồng", 1),
    ],
)
def test_a_code_or_a_path_names_one_unit_however_it_is_typed(text: str, number: int) -> None:
    assert resolver().resolve(text) == Resolution(UnitId(number))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Chi đoàn 1", "unit-ambiguous"),
        ("Chi đoàn 1, Tỉnh đoàn Lâm Đồng", "unit-ambiguous"),
        ("Chi đoàn 2", "unit-name-only"),
        ("Đoàn phường Phú Thủy", "unit-name-only"),
        ("Đoàn xã Chia đôi, Thành đoàn Phan Thiết", "unit-closed"),
        ("Thành đoàn Phan Thiết, Tỉnh đoàn Bình Thuận", "unit-closed"),
        ("Chi đoàn 9, Đoàn phường Phú Thủy", "unit-unknown"),
        ("Chi đoàn 1, Đoàn phường Phu Thuy", "unit-unknown"),
        ("22924@2004", "unit-unknown"),
        ("1", "unit-unknown"),
        (",", "unit-unknown"),
        (", ".join(["Chi đoàn 1"] * 5000), "unit-unknown"),
    ],
)
def test_what_does_not_name_one_unit_is_a_finding(text: str, problem: str) -> None:
    found = resolver().resolve(text)
    assert (found.unit, found.problem) == (None, problem)


def test_an_ambiguous_text_names_its_candidates_and_an_unknown_one_the_nearest() -> None:
    asked = resolver()
    assert asked.resolve("Chi đoàn 1").candidates == (4, 6, 9)
    assert asked.resolve("Chi doan 1, Doan phuong Phu Thuy").proposed == "Chi đoàn 1, Đoàn phường Phú Thủy"
    assert asked.resolve("Chi đoàn 2").proposed == "Chi đoàn 2, Đoàn phường Phú Thủy"
    assert asked.resolve("Đoàn xã Chia đôi, Thành đoàn Phan Thiết").candidates == (2, 3)
    assert asked.resolve("Hội Phụ nữ").proposed == ""
    assert asked.resolve("Chi đoàn 7, Đoàn phường Phú Thủy").proposed == ""


@pytest.mark.parametrize(
    ("text", "number", "closed"),
    [
        ("Đoàn phường Thanh Hải, Thành đoàn Phan Thiết, Tỉnh đoàn Bình Thuận", 2, 22),
        ("Chi đoàn Hải đăng, Đoàn phường Thanh Hải", 5, 24),
        ("Chi đoàn 2, Đoàn phường Thanh Hải", 5, None),
        ("Chi đoàn Bến cá, Đoàn phường Thanh Hải", 26, None),
        ("Chi đoàn Chài, Đoàn phường Phú Thủy", 26, None),
        ("Đoàn phường Phú Thủy, Thành đoàn Phan Thiết", 2, 23),
    ],
)
def test_what_was_before_leads_to_what_it_went_into_and_says_so(text: str, number: int, closed: int | None) -> None:
    """Old paths, of closed units and of units that moved or were renamed, keep their meaning."""
    expected = Resolution(UnitId(number), through=text, closed=None if closed is None else UnitId(closed))
    assert resolver().resolve(text) == expected


def test_before_its_last_day_a_unit_is_itself() -> None:
    before = resolver(today=date(2025, 6, 30))
    found = before.resolve("Đoàn phường Thanh Hải, Thành đoàn Phan Thiết")
    assert found == Resolution(UnitId(22))
    assert resolver(today=date(2025, 7, 1)).resolve("Đoàn phường Thanh Hải, Thành đoàn Phan Thiết").unit == 2


def test_within_the_lists_own_unit_a_bare_name_is_enough_and_elsewhere_the_policy_decides() -> None:
    for within, number in ((2, 4), (3, 6), (7, 9), (8, 9)):
        assert resolver().resolve("CĐ 1", UnitId(within)) == Resolution(UnitId(number))
    assert resolver().resolve("Chi đoàn 1", UnitId(1)).problem == "unit-ambiguous"
    assert resolver().resolve("Chi đoàn 2", UnitId(3)).problem == "unit-name-only"
    assert resolver(BareNames.TREE).resolve("Chi đoàn 2", UnitId(3)).unit == 5
    assert resolver(BareNames.TREE).resolve("Chi đoàn 1").problem == "unit-ambiguous"
    assert resolver(BareNames.NEVER).resolve("Chi đoàn 2", UnitId(2)).problem == "unit-name-only"
    assert resolver(BareNames.NEVER).resolve("Chi đoàn 1", UnitId(2)).problem == "unit-ambiguous"


def test_a_code_with_two_meanings_needs_its_vintage() -> None:
    tree = UnitTree(
        [
            unit(1, "Đoàn phường Mũi Né", codes=(UnitCode("22918", "2025-07-01"),)),
            unit(2, "Đoàn xã Tân Lập", codes=(UnitCode("22918", "2004"),)),
            unit(
                3, "Đoàn phường Hàm Tiến", valid_to="2025-06-30", successors=[1], codes=(UnitCode("22915", "2004"),)
            ),
            unit(4, "Đoàn phường Tiến Thành", codes=(UnitCode("22915", "2025-07-01"),)),
            unit(5, "Đoàn xã Cũ", valid_to="2025-06-30", successors=[4], codes=(UnitCode("22954", "2004"),)),
            unit(6, "Đoàn xã Mới", codes=(UnitCode("22954", "2025-07-01"),), former=()),
        ]
    )
    asked = Resolver(tree, WORDS, TODAY)
    assert asked.resolve("22918").problem == "unit-ambiguous"
    assert asked.resolve("22915").candidates == (1, 4)
    assert asked.resolve("22918@2004") == Resolution(UnitId(2))
    assert asked.resolve("22915@2004") == Resolution(UnitId(1), through="22915@2004", closed=UnitId(3))


def test_the_upstreams_own_ids_are_no_codes_of_a_list() -> None:
    """Else a class that is called 7 would be whatever unit the upstream numbers 7."""
    asked = Resolver(UnitTree([unit(1, "Chi đoàn 1", codes=(UnitCode("7", UPSTREAM),))]), WORDS, TODAY)
    assert asked.resolve("7").problem == "unit-unknown"
    assert asked.resolve("7@upstream").unit == 1


def test_two_texts_of_one_unit_have_one_key_and_unknown_ones_the_key_of_their_text() -> None:
    key = resolver().key
    assert key("CĐ 1, Đoàn cơ sở phường Phú Thuỷ") == key("PT-01") == key("Chi đoàn 1, Đoàn phường Phú Thủy")
    assert key("Chi đoàn 1, Đoàn đặc khu Phú Quý") != key("Chi đoàn 1, Đoàn phường Phú Thủy")
    assert key("Chi đoàn  XA") == key("chi đoàn xa") == "chi đoàn xa"


def test_a_path_is_as_short_as_names_its_unit_alone() -> None:
    asked = resolver()
    assert asked.path(UnitId(4)) == "Chi đoàn 1, Đoàn phường Phú Thủy"
    assert asked.path(UnitId(9)) == "Chi đoàn 1, Liên chi đoàn Điều dưỡng"
    assert asked.path(UnitId(1)) == "Tỉnh đoàn Lâm Đồng"
    same = UnitTree(
        [unit(1, "A"), unit(2, "B", 1), unit(3, "C", 2), unit(4, "D", 1), unit(5, "B", 4), unit(6, "C", 5)]
    )
    assert Resolver(same, WORDS, TODAY).path(UnitId(3)) == "C, B, A"
    assert Resolver(same, WORDS, TODAY).path(UnitId(6)) == "C, B, D"


# ── any tree ─────────────────────────────────────────────────────────────────────────────────────────────

NAMES = st.sampled_from(
    [
        "Chi đoàn 1",
        "Chi đoàn 2",
        "Chi đoàn Hòa",
        "Chi đoàn Hoa",
        "Đoàn xã A",
        "Đoàn xã B",
        "Liên chi đoàn 1",
        "Tổ, đội 3",
    ]
)


@st.composite
def trees(draw: st.DrawFn, *, unique: bool = True) -> UnitTree:
    """Any tree of up to a dozen units; with `unique`, no two of one parent bear one name."""
    units: list[Unit] = []
    for number in range(1, draw(st.integers(1, 12)) + 1):
        parent = draw(st.sampled_from([None, *(each.id for each in units)])) if units else None
        name = draw(NAMES)
        if not unique or not any((each.parent, each.name) == (parent, name) for each in units):
            units.append(unit(number, name, parent))
    return UnitTree(units)


@given(trees())
def test_the_path_of_any_unit_leads_back_to_it(tree: UnitTree) -> None:
    """All but a top unit that shares its name: its whole path is a bare name, and a bare name is never guessed."""
    asked = Resolver(tree, WORDS, TODAY)
    bearers = [WORDS.key(each.name) for each in tree]
    for each in tree:
        if each.parent is not None or bearers.count(WORDS.key(each.name)) == 1:
            assert asked.resolve(asked.path(each.id)).unit == each.id
            if each.parent is not None:
                assert asked.resolve(", ".join(tree.names(each.id))).unit == each.id


@given(trees(unique=False), st.sampled_from(list(BareNames)), st.data())
def test_an_ambiguous_name_never_resolves(tree: UnitTree, bare: BareNames, data: st.DataObject) -> None:
    """However it is asked: a name that two units bear, of the list's own unit or of the tree, is no answer."""
    asked = Resolver(tree, WORDS, TODAY, bare)
    within = data.draw(st.sampled_from([None, *(each.id for each in tree)]))
    name = data.draw(NAMES)
    bearers = [each.id for each in tree if WORDS.key(each.name) == WORDS.key(name)]
    own = [each for each in bearers if within is not None and tree.is_under(each, within)]
    found = asked.resolve(name, within)
    if len(bearers) != 1 and len(own) != 1:
        assert found.unit is None
    elif found.unit is not None:
        assert found.unit in (own or bearers)


@given(trees(unique=False))
def test_two_units_of_one_parent_with_one_name_never_resolve_by_path(tree: UnitTree) -> None:
    asked = Resolver(tree, WORDS, TODAY)
    for each in tree:
        twins = [
            other for other in tree if (other.parent, WORDS.key(other.name)) == (each.parent, WORDS.key(each.name))
        ]
        if len(twins) > 1:
            assert asked.resolve(asked.path(each.id)).unit is None


@given(st.text(max_size=40), st.sampled_from([None, 1, 2, 7]))
def test_any_text_has_an_answer(text: str, within: int | None) -> None:
    found = resolver().resolve(text, None if within is None else UnitId(within))
    assert (found.unit is None) == bool(found.problem)


def test_a_name_alone_that_changed_hands_between_two_branches_is_ambiguous() -> None:
    ward = Unit(UnitId(1), "Đoàn phường Phú Thủy")
    first = Unit(UnitId(2), "Chi đoàn Rạng Đông", parent=UnitId(1), former=(Former("Chi đoàn 1", UnitId(1)),))
    second = Unit(UnitId(3), "Chi đoàn 1", parent=UnitId(1), former=(Former("Chi đoàn 2", UnitId(1)),))
    asked = Resolver(UnitTree((ward, first, second)), load_unit_words(), date(2026, 3, 1))
    found = asked.resolve("Chi đoàn 1", UnitId(1))
    assert (found.problem, found.candidates) == ("unit-ambiguous", (2, 3))
    assert asked.resolve("Chi đoàn Rạng Đông", UnitId(1)).unit == 2
    assert asked.resolve("Chi đoàn 2", UnitId(1)).unit == 3
    assert asked.resolve("Chi đoàn 1, Đoàn phường Phú Thủy").unit == 3
