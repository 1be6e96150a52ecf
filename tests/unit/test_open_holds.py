"""Which questions belong to a unit and those below it."""

from __future__ import annotations

from datetime import date

import pytest

from config.units import load_unit_words
from sync.units.resolving import Resolver
from sync.units.within import is_within
from sync.unittree import Unit, UnitId, UnitTree

TREE = UnitTree(
    [
        Unit(UnitId(1), "Tỉnh đoàn Lâm Đồng"),
        Unit(UnitId(2), "Đoàn phường Phú Thủy", parent=UnitId(1)),
        Unit(UnitId(3), "Chi đoàn 1", parent=UnitId(2)),
        Unit(UnitId(4), "Đoàn phường Phú Tài", parent=UnitId(1)),
    ]
)
KNOWN = Resolver(TREE, load_unit_words(), date(2026, 3, 1))
BRANCH = "Chi đoàn 1, Đoàn phường Phú Thủy"


@pytest.mark.parametrize("above", ["Tỉnh đoàn Lâm Đồng", "ĐCS phường Phú Thuỷ", BRANCH])
def test_the_tree_tells_what_stands_below(above: str) -> None:
    """However far above, and however it is typed."""
    assert is_within(BRANCH, above, KNOWN)


@pytest.mark.parametrize("above", ["Đoàn phường Phú Tài", "Chi đoàn 12", "Chi đoàn 1, Đoàn phường Phú Tài", "", ","])
@pytest.mark.parametrize("resolver", [KNOWN, None])
def test_another_unit_is_not_above(above: str, resolver: Resolver | None) -> None:
    assert not is_within(BRANCH, above, resolver)


def test_without_a_tree_the_path_tells() -> None:
    assert is_within(BRANCH, "đoàn phường PHÚ THUỶ")
    assert is_within(BRANCH, BRANCH)
    assert not is_within(BRANCH, "Chi đoàn 1"), "a name alone may be another's"
    assert not is_within("", "Đoàn phường Phú Thủy", KNOWN)
