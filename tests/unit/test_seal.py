"""A plan's seal changes with anything the plan says, and with the ledger it was made from."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.seal import fits, seal
from sync.values import PersonId

operations = st.lists(
    st.tuples(
        st.integers(1, 9),
        st.integers(1, 9).map(PersonId),
        st.just("upsert"),
        st.just("pending"),
        st.binary(max_size=3),
    ),
    max_size=4,
)
holds = st.lists(st.tuples(st.sampled_from(["missing", "duplicate"]), st.text("ab", max_size=2)), max_size=3)
plans = st.tuples(st.sampled_from(["R1", "R2"]), st.integers(0, 3), operations, holds)


@given(one=plans, other=plans)
def test_two_plans_fit_one_seal_only_when_they_are_equal(one: tuple, other: tuple) -> None:  # type: ignore[type-arg]
    assert fits(seal(bytes(32), *one), seal(bytes(32), *other)) == (one == other)


@given(one=plans)
def test_a_seal_needs_the_key(one: tuple) -> None:  # type: ignore[type-arg]
    assert not fits(seal(bytes(32), *one), seal(bytes([1]) * 32, *one))
