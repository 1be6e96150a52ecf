"""Importing the tree: what the upstream says amiss, what a source of units is asked for, and what is reported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.units import load_unit_words, parse_unit_words
from sync.errors import ConfigError, YumsyncError
from sync.ports import RemoteUnit
from sync.units.importing import UnitKeeping
from sync.units.view import view_tree, view_unit
from sync.unittree import UPSTREAM, UnitCode, UnitTree
from sync.values import Severity

KEEPING = UnitKeeping((), load_unit_words(), date(2026, 3, 1))
TOP = RemoteUnit("1", "Tỉnh đoàn Lâm Đồng", "68", "2025-07-01")


def test_a_unit_of_the_upstream_keeps_its_code_and_the_upstreams_id() -> None:
    made = KEEPING.from_upstream(UnitTree(), [TOP, RemoteUnit("2", " Đoàn  phường Phú Thủy ", parent="1")])
    top, ward = made.tree
    assert set(top.codes) == {UnitCode("68", "2025-07-01"), UnitCode("1", UPSTREAM)}
    assert (top.code, ward.code) == (UnitCode("68", "2025-07-01"), UnitCode("2", UPSTREAM))
    assert (ward.name, ward.parent, ward.codes) == ("Đoàn phường Phú Thủy", top.id, (UnitCode("2", UPSTREAM),))
    assert made.facts == {"upstream": {"rows": 2, "new": 2}}


@pytest.mark.parametrize(
    ("unit", "code"),
    [
        (RemoteUnit("2", "…"), "unit-no-name"),
        (RemoteUnit("2", "Đoàn xã A", valid_from="31/02/2025"), "date-impossible"),
        (RemoteUnit("2", "Đoàn xã A", valid_to="sắp tới"), "date-unreadable"),
        (RemoteUnit("2", "Đoàn xã A", parent="9"), "unit-orphan"),
        (RemoteUnit("2", "Đoàn xã A", parent="2"), "unit-circle"),
        (RemoteUnit("1", "Đoàn xã A"), "unit-duplicate-code"),
    ],
)
def test_what_the_upstream_says_amiss_is_left_out_with_a_finding(unit: RemoteUnit, code: str) -> None:
    made = KEEPING.from_upstream(UnitTree(), [TOP, unit])
    [report] = made.reports
    assert [finding.code for finding in report.findings if finding.severity is Severity.ERROR] == [code]
    assert (len(made.tree), report.counts["in_error"], report.balanced) == (1, 1, True)


def test_a_unit_the_upstream_no_longer_gives_out_stays_with_a_warning() -> None:
    first = KEEPING.from_upstream(UnitTree(), [TOP, RemoteUnit("2", "Đoàn xã A", parent="1")])
    made = KEEPING.from_upstream(first.tree, [TOP])
    assert made.tree == first.tree
    assert [finding.code for finding in made.reports[0].findings] == ["unit-not-listed"]
    assert made.facts == {}


TEXTS = st.text(max_size=6) | st.sampled_from(["Đoàn xã A", "2025-07-01", "1", "2"])
UNITS = st.lists(
    st.builds(
        RemoteUnit,
        id=st.sampled_from("123456"),
        name=TEXTS,
        code=TEXTS,
        vintage=TEXTS,
        level=TEXTS,
        parent=st.none() | st.sampled_from("1234567"),
        valid_from=st.none() | TEXTS,
        valid_to=st.none() | TEXTS,
        successors=st.lists(st.sampled_from("1234567"), max_size=2).map(tuple),
    ),
    max_size=7,
)


@given(UNITS, UNITS)
def test_whatever_the_upstream_gives_out_is_accounted_for_and_can_be_shown(
    first: list[RemoteUnit], second: list[RemoteUnit]
) -> None:
    tree = UnitTree()
    for units in (first, second):
        made = KEEPING.from_upstream(tree, units)
        assert made.reports[0].balanced
        assert {each.id for each in tree} <= {each.id for each in made.tree}  # nothing is ever removed
        tree = made.tree
    rules = KEEPING.rules(tree)
    if rules is None:
        assert len(tree) == 0
        return
    assert len(view_tree(rules.resolver, closed=True).lines) == len(tree)
    for each in tree:
        for code in each.codes:
            if code.vintage == UPSTREAM:
                assert view_unit(rules.resolver, str(code)).line == tree.names(each.id)


def test_a_unit_that_is_not_there_is_answered_with_the_nearest() -> None:
    rules = KEEPING.rules(KEEPING.from_upstream(UnitTree(), [TOP]).tree)
    assert rules is not None
    with pytest.raises(YumsyncError) as caught:
        view_unit(rules.resolver, "Tinh doan Lam Dong")
    assert (caught.value.code, caught.value.details["proposed"]) == ("unit-unknown", "Tỉnh đoàn Lâm Đồng")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("[rows]", "[lines]"),
        lambda text: text.replace('name = ["Tên đơn vị"', 'name = ["Mã"'),
        lambda text: text.replace('"cđ" = "chi đoàn"', '"cđ" = '),
        lambda text: text.replace('total = ["tổng cộng"', 'total = "tổng cộng" #'),
    ],
)
def test_words_that_are_wrong_are_told(spoil: Callable[[str], str]) -> None:
    from importlib.resources import files  # noqa: PLC0415

    text = files("config").joinpath("units.toml").read_text("utf-8")
    assert parse_unit_words(text).digest == load_unit_words().digest
    with pytest.raises(ConfigError) as caught:
        parse_unit_words(spoil(text))
    assert caught.value.code == "config-units"
