"""Transfers pair from both sides, in either order, and say how long they have been on their way."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.movements.transfers import Transfer, pair
from sync.papers.lives import Movement
from sync.text.tidying import match_key
from sync.values import Place

A, B, C = (f"Chi đoàn {number}, Đoàn xã Mẫu" for number in (1, 2, 3))


def same_unit(one: str, other: str) -> bool:
    return match_key(one) == match_key(other)


def out(on: str, to: str = B, unit: str = A, **facts: str) -> Movement:
    return Movement("transfer_out", on, unit, Place("di", row=1), {"destination": to, **facts})


def into(on: str, unit: str = B) -> Movement:
    return Movement("transfer_in", on, unit, Place("den", row=1))


@pytest.mark.parametrize("turned", [False, True])
def test_two_sides_are_one_transfer_in_either_order(turned: bool) -> None:
    papers = [out("2026-03-01"), into("2026-03-20")]
    assert pair(papers[::-1] if turned else papers, same_unit) == [Transfer(papers[0], papers[1])]


def test_a_reception_answers_the_letter_that_names_its_unit() -> None:
    to_c, to_b, received = out("2026-03-01", C), out("2026-02-01", B), into("2026-03-20", B)
    assert pair([to_c, to_b, received], same_unit) == [Transfer(to_b, received), Transfer(to_c)]


def test_a_letter_to_the_base_level_is_answered_by_a_branch_of_it() -> None:
    letter, received = out("2026-03-01", "Đoàn xã Mẫu"), into("2026-03-20", B)
    assert pair([letter, received], same_unit) == [Transfer(letter, received)]


def test_nobody_is_received_before_leaving() -> None:
    letter, received = out("2026-03-01"), into("2026-02-28")
    assert pair([letter, received], same_unit) == [Transfer(received=received), Transfer(letter)]
    # The month alone may be later than the day.
    letter, received = out("2026-03-01"), into("2026-03")
    assert pair([letter, received], same_unit) == [Transfer(letter, received)]


@pytest.mark.parametrize("end", ["transfer_refused", "transfer_withdrawn", "transfer_expired"])
def test_a_transfer_that_came_to_nothing_is_over(end: str) -> None:
    letter = out("2026-03-01", decision_no="7")
    ended = Movement(end, "2026-03-10", B, Place("di", row=2), {"decision_no": "7"})
    (found,) = pair([ended, letter], same_unit)
    assert found == Transfer(letter, None, ended)
    assert not found.open


dates = st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(date.isoformat)
papers = st.lists(
    st.one_of(
        st.builds(out, dates, st.sampled_from([B, C])),
        st.builds(into, dates, st.sampled_from([B, C])),
    ),
    max_size=8,
    unique_by=lambda one: (one.type, one.on),
)


@given(papers, st.randoms(use_true_random=False))
def test_every_paper_is_in_exactly_one_transfer_whatever_their_order(found: list[Movement], chance: object) -> None:
    transfers = pair(found, same_unit)
    sides = [side for one in transfers for side in (one.out, one.received) if side is not None]
    assert sorted(sides, key=repr) == sorted(found, key=repr)
    mixed = list(found)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert pair(mixed, same_unit) == transfers


def test_a_unit_of_ours_answers_no_letter_to_one_that_is_certainly_none_of_ours() -> None:
    def ours(unit: str) -> bool:
        return same_unit(unit, A) or same_unit(unit, B) or same_unit(unit, "Đoàn xã Mẫu")

    back = into("2026-10-15", A)
    letter = out("2026-03-01", "Chi đoàn 5, Đoàn xã Khác")
    assert pair([letter, back], same_unit, ours) == [Transfer(letter), Transfer(received=back)]
    for named in ("Đoàn xã Mẫu", "Chi đoàn 1", "", A):
        letter = out("2026-03-01", named)
        assert pair([letter, back], same_unit, ours) == [Transfer(letter, back)]
