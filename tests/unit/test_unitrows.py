"""A row's unit through the tree of units: what is entered, what is said about it, and when rows are read again."""

from __future__ import annotations

from datetime import date

from config.units import load_unit_words
from sync.units.resolving import BareNames, Resolver
from sync.units.rows import UnitRules
from sync.unittree import Unit, UnitId, UnitTree
from sync.values import CleanRow, Column, Finding, Place, Severity, Step

PLACE = Place("phuong-1", "a.xlsx", "Sheet1")
COLUMNS = (Column("full_name", 1, "Họ và tên"), Column("unit", 3, "Chi đoàn"))
LEDGE = date(2025, 6, 30)
PARTS = (
    Unit(UnitId(1), "Tỉnh đoàn Lâm Đồng"),
    Unit(UnitId(2), "Đoàn phường Phú Thủy", parent=UnitId(1)),
    Unit(UnitId(3), "Chi đoàn 1", parent=UnitId(2)),
    Unit(UnitId(4), "Đoàn phường Mũi Né", parent=UnitId(1)),
    Unit(UnitId(5), "Chi đoàn 1", parent=UnitId(4)),
    Unit(UnitId(6), "Đoàn phường Thanh Hải", valid_to="2025-06-30", successors=(UnitId(2),)),
)


def rules(
    unknown: Severity = Severity.WARNING,
    today: date = date(2026, 3, 1),
    bare: BareNames = BareNames.SUBTREE,
    units: tuple[Unit, ...] = PARTS,
) -> UnitRules:
    return UnitRules(Resolver(UnitTree(units), load_unit_words(), today, bare), unknown)


def row(number: int, unit: str | None, found: str | None = None) -> CleanRow:
    steps = {"unit": Step(found, ("spaces",))} if found else {}
    return CleanRow(number, {"full_name": "Trần Thị Mận", "unit": unit}, steps, ())


def test_the_units_path_stands_in_place_of_what_was_typed_and_the_step_keeps_what_was() -> None:
    units = rules().rows(COLUMNS, PLACE, ())
    typed = "CĐ 1, ĐCS phường Phú Thuỷ"
    settled = units.settle(row(9, typed))
    assert settled.values == {"full_name": "Trần Thị Mận", "unit": "Chi đoàn 1, Đoàn phường Phú Thủy"}
    assert settled.steps == {"unit": Step(typed, ("unit-resolved",))}
    assert settled.findings == ()
    spaced = units.settle(row(10, typed, found="CĐ  1, ĐCS phường Phú Thuỷ"))
    assert spaced.steps == {"unit": Step("CĐ  1, ĐCS phường Phú Thuỷ", ("spaces", "unit-resolved"))}


def test_a_row_that_says_it_as_the_tree_does_or_says_nothing_is_left_as_it_is() -> None:
    units = rules().rows(COLUMNS, PLACE, ())
    for same in (row(9, "Chi đoàn 1, Đoàn phường Phú Thủy"), row(9, None), CleanRow(9, {}, {}, ())):
        assert units.settle(same) is same


def test_an_ambiguous_unit_stops_every_row_and_names_its_candidates() -> None:
    units = rules().rows(COLUMNS, PLACE, ())
    candidates = "Chi đoàn 1, Đoàn phường Phú Thủy; Chi đoàn 1, Đoàn phường Mũi Né"
    for number in (9, 10):
        settled = units.settle(row(number, "Chi đoàn 1"))
        assert settled.findings == (
            Finding(
                "unit-ambiguous",
                Severity.ERROR,
                Place("phuong-1", "a.xlsx", "Sheet1", number, "D"),
                "unit",
                "Chi đoàn 1",
                details={"candidates": candidates, "count": 2},
            ),
        )
        assert settled.in_error
        assert settled.values["unit"] == "Chi đoàn 1"


def test_the_lists_own_unit_makes_a_bare_name_enough() -> None:
    units = rules().rows(COLUMNS, PLACE, ("ĐCS phường Mũi Né, Tỉnh đoàn Lâm Đồng", "Chi đoàn 9"))
    assert units.settle(row(9, "Chi đoàn 1")).values["unit"] == "Chi đoàn 1, Đoàn phường Mũi Né"
    titled = rules().rows(COLUMNS, PLACE, ("Trường cũ", "Đoàn phường Mũi Né, Tỉnh đoàn Lâm Đồng"))
    assert titled.settle(row(9, "Chi đoàn 1")).values["unit"] == "Chi đoàn 1, Đoàn phường Mũi Né"


def test_an_unknown_unit_is_warned_of_once_and_noted_after_so_that_its_rows_are_remembered() -> None:
    units = rules().rows(COLUMNS, PLACE, ())
    typed = "Chi đoàn 1, Đoàn phuong Phu Thuy"
    first, second = (units.settle(row(number, typed)) for number in (9, 10))
    assert [finding.severity for finding in (*first.findings, *second.findings)] == [Severity.WARNING, Severity.NOTE]
    assert first.findings[0].proposed == "Chi đoàn 1, Đoàn phường Phú Thủy"
    assert (first.values["unit"], second.values["unit"]) == (typed, typed)
    assert [finding.place.row for finding in (*first.findings, *second.findings)] == [9, 10]


def test_the_policy_may_make_an_unknown_unit_an_error() -> None:
    units = rules(Severity.ERROR).rows(COLUMNS, PLACE, ())
    for number in (9, 10):
        assert units.settle(row(number, "Chi đoàn 2, Đoàn phường Phú Thủy")).in_error
        assert units.settle(row(number, "Đoàn phường Phú Thủy")).in_error
        assert not units.settle(row(number, "Chi đoàn 1, Đoàn phường Phú Thủy")).in_error


def test_what_was_before_is_entered_as_what_is_today_with_a_note() -> None:
    settled = rules().rows(COLUMNS, PLACE, ()).settle(row(9, "Chi đoàn 1, Đoàn phường Thanh Hải"))
    [note] = settled.findings
    assert (note.code, note.severity, note.proposed) == (
        "unit-succeeded",
        Severity.NOTE,
        "Chi đoàn 1, Đoàn phường Phú Thủy",
    )
    assert settled.values["unit"] == "Chi đoàn 1, Đoàn phường Phú Thủy"


def test_a_title_above_the_lists_own_unit_is_none_other() -> None:
    own = "Chi đoàn 1, Đoàn phường Mũi Né"
    for named in ("CĐ 1, ĐCS phường Mũi Né", "ĐCS Phường Mũi Né", "Chi đoàn 01", "Tỉnh đoàn Lâm Đồng"):
        assert rules().covers(named, own), named
    for named in ("Chi đoàn 1, Đoàn phường Phú Thủy", "Đoàn phường Phú Thủy", "Chi đoàn 2", "", None):
        assert not rules().covers(named, own), named
    assert not rules().covers("Tỉnh đoàn Lâm Đồng", "Chi đoàn 7, Đoàn xã Bình An")


def test_rows_are_read_again_when_anything_that_decides_their_unit_changes() -> None:
    """The digest is part of every row's fingerprint."""
    renamed = (*PARTS[:4], Unit(UnitId(5), "Chi đoàn 2", parent=UnitId(4)), PARTS[5])
    different = [
        rules(),
        rules(Severity.ERROR),
        rules(bare=BareNames.TREE),
        rules(units=renamed),
        rules(today=LEDGE),  # before the unit closed
    ]
    assert len({each.digest for each in different}) == len(different)
    assert rules().digest == rules(today=date(2026, 3, 2)).digest
    assert rules(today=LEDGE).digest == rules(today=date(2025, 1, 1)).digest
