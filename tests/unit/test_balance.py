"""The movement identity, by hand and for any history."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.balance import COMINGS, GOINGS, Balance, Step, balances, total

YEAR = ("2026-01-01", "2026-12-31")


def test_a_branch_over_a_year() -> None:
    steps = [
        *[Step("A", "2026-03-26", "admitted")] * 5,
        Step("A", "2026-05-01", "readmitted"),
        *[Step("A", "2026-06-01", "transferred_in")] * 2,
        *[Step("A", "2026-07-01", "transferred_out")] * 3,
        Step("A", "2026-08-01", "matured"),
        Step("A", "2026-09-01", "struck_off"),
        Step("A", "2026-09-02", "expelled"),
        Step("A", "2026-09-03", "deceased"),
        Step("A", "2025-12-31", "admitted"),
        Step("A", "2027-01-01", "matured"),
    ]
    (found,) = balances({"A": 30}, {"A": 31}, steps, *YEAR)
    assert found.expected == 31
    assert found.balanced
    assert found.lines["admitted"] == 5


def test_one_person_too_few_is_seen() -> None:
    (found,) = balances({"A": 30}, {"A": 29}, [], *YEAR)
    assert not found.balanced
    assert found.expected == 30


def test_a_reorganisation_moves_people_and_counts_as_no_transfer() -> None:
    steps = [Step("A", "2026-07-01", "reorganised_out")] * 4 + [Step("B", "2026-07-01", "reorganised_in")] * 4
    found = balances({"A": 4, "B": 6}, {"B": 10}, steps, *YEAR)
    assert [one.balanced for one in found] == [True, True]
    assert total(found, "Đoàn xã Mẫu").balanced
    assert not any("transferred" in line for one in found for line in one.lines)


def test_a_line_the_identity_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="vanished"):
        balances({}, {}, [Step("A", "2026-01-01", "vanished")], *YEAR)


@given(
    st.dictionaries(st.sampled_from("ABC"), st.integers(0, 50)),
    st.lists(st.builds(Step, st.sampled_from("ABC"), st.just("2026-06-01"), st.sampled_from([*COMINGS, *GOINGS]))),
)
def test_people_counted_one_by_one_always_balance(opening: dict[str, int], steps: list[Step]) -> None:
    closing = Counter(opening)
    for step in steps:
        closing[step.unit] += 1 if step.line in COMINGS else -1
    found = balances(opening, closing, steps, *YEAR)
    assert all(one.balanced for one in found)
    whole = total(found, "all")
    assert whole.balanced
    assert whole.closing == sum(closing.values())
    spoilt = [Balance(one.unit, one.opening, one.closing + 1, one.lines) for one in found]
    assert not any(one.balanced for one in spoilt)
