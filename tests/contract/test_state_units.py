"""The tree of units in the state: kept whole, changed by difference, fenced and journalled, on both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.errors import LeaseLost
from sync.unittree import Former, Unit, UnitCode, UnitId, UnitTree
from tests.contract.state_support import Database, make_database  # noqa: F401 - a fixture is found by its own name

PROVINCE = Unit(
    UnitId(1),
    "Tỉnh đoàn Lâm Đồng",
    "tỉnh đoàn",
    codes=(UnitCode("68", "2025-07-01"),),
    source="don-vi",
)
OLD = Unit(UnitId(2), "Đoàn phường Thanh Hải", parent=UnitId(4), valid_to="2025-06-30", successors=(UnitId(3),))
WARD = Unit(
    UnitId(3),
    "Đoàn phường Phú Thủy",
    "đoàn cơ sở",
    UnitId(1),
    codes=(UnitCode("22924", ""), UnitCode("22924", "2025-07-01"), UnitCode("PT", "2025-07-01")),
    valid_from="2025-07-01",
    former=(Former("Đoàn phường Phú Thủy", UnitId(4)), Former("Đoàn phường Thanh Hải cũ", None)),
)
TOWN = Unit(UnitId(4), "Thành đoàn Phan Thiết", valid_from="1999", valid_to="2025-06-30")
TREE = UnitTree([PROVINCE, OLD, WARD, TOWN])


def test_there_is_no_tree_before_the_first_import(database: Database) -> None:
    assert len(database.store().units.tree()) == 0


def test_a_tree_comes_back_as_it_was_saved(database: Database) -> None:
    store = database.holder()
    assert store.units.save(TREE, {"source": "don-vi"}) == 4
    known = database.store().units.tree()
    assert known == TREE
    assert list(known) == list(TREE)  # also who stated each unit


def test_only_what_changed_is_written_and_what_is_left_out_stays(database: Database) -> None:
    store = database.holder()
    store.units.save(TREE, {})
    renamed = replace(
        WARD,
        name="Đoàn phường Phú Thủy mới",
        codes=(UnitCode("22930", "2025-07-01"),),
        former=(Former(WARD.name, UnitId(1)),),
    )
    # The code goes to another unit in the same import.
    taken = Unit(UnitId(5), "Đoàn phường Mới", parent=UnitId(1), codes=(UnitCode("22924", "2025-07-01"),))
    assert store.units.save(UnitTree([PROVINCE, renamed, taken]), {}) == 2
    known = store.units.tree()
    assert {each.id for each in known} == {1, 2, 3, 4, 5}
    assert (known[UnitId(3)], known[UnitId(5)], known[UnitId(2)]) == (renamed, taken, OLD)


def test_an_import_is_one_journal_entry_and_one_that_changes_nothing_is_none(database: Database) -> None:
    store = database.holder(who="thu.ky@van-phong")
    store.units.save(TREE, {"source": "don-vi", "rows": 6})
    [entry] = [entry for entry in store.journal.entries() if entry.event == "units.imported"]
    assert (entry.who, entry.facts) == ("thu.ky@van-phong", {"source": "don-vi", "rows": 6, "units": 4, "changed": 4})
    assert store.units.save(TREE, {"source": "don-vi", "rows": 6}) == 0
    assert sum(entry.event == "units.imported" for entry in store.journal.entries()) == 1
    assert store.journal.verify()[1] is None


def test_a_tree_is_saved_only_under_the_lease_and_whole_or_not_at_all(database: Database) -> None:
    with pytest.raises(LeaseLost):
        database.store().units.save(TREE, {})
    store = database.holder()

    def fail() -> None:
        with store.transaction():
            store.units.save(TREE, {})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(store.units.tree()) == 0
