"""The movement identity, by hand and for any history."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sync.papers.balance import COMINGS, GOINGS, Balance, total


def test_a_branch_over_a_year() -> None:
    lines = {
        "admitted": 5,
        "readmitted": 1,
        "transferred_in": 2,
        "transferred_out": 3,
        "matured": 1,
        "struck_off": 1,
        "expelled": 1,
        "deceased": 1,
    }
    found = Balance("A", 30, 31, lines)
    assert found.expected == 31
    assert found.balanced


def test_one_person_too_few_is_seen() -> None:
    found = Balance("A", 30, 29)
    assert not found.balanced
    assert found.expected == 30


def test_a_reorganisation_leaves_the_whole_as_it_was() -> None:
    found = [Balance("A", 4, 0, {"reorganised_out": 4}), Balance("B", 6, 10, {"reorganised_in": 4})]
    assert [one.balanced for one in found] == [True, True]
    whole = total(found, "Đoàn xã Mẫu")
    assert (whole.opening, whole.closing, whole.balanced) == (10, 10, True)


@given(
    st.dictionaries(st.sampled_from("ABC"), st.integers(0, 50)),
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from([*COMINGS, *GOINGS]))),
)
def test_people_counted_one_by_one_always_balance(opening: dict[str, int], steps: list[tuple[str, str]]) -> None:
    closing = Counter(opening)
    lines: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for unit, line in steps:
        closing[unit] += 1 if line in COMINGS else -1
        lines[unit][line] += 1
    found = [Balance(unit, opening.get(unit, 0), closing[unit], lines[unit]) for unit in closing]
    assert all(one.balanced for one in found)
    whole = total(found, "all")
    assert whole.balanced
    assert whole.closing == sum(closing.values())
    assert not any(replace(one, closing=one.closing + 1).balanced for one in found)
