"""How much is sent at once: never more than the profile allows, less where the upstream labours, and back again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.delivery.pacing import Pace
from sync.values import Limits

ALLOWED = Limits(batch_size=400, concurrency=8)


def paced(pace: Pace) -> tuple[int, int]:
    return pace.limits.batch_size, pace.limits.concurrency


def test_it_begins_with_what_the_profile_allows_and_stays_there_while_answers_come_quickly() -> None:
    pace = Pace(ALLOWED, 10)
    for _ in range(50):
        pace.passed(400, 0.2)
    assert paced(pace) == (400, 8)


def test_a_busy_upstream_gets_half_as_many_requests_and_later_one_more_for_each_round_of_answers() -> None:
    pace = Pace(ALLOWED, 10)
    pace.busy()
    assert paced(pace) == (400, 4)
    pace.busy()
    assert paced(pace) == (400, 2)
    pace.passed(400, 1)
    pace.passed(400, 1)
    assert paced(pace) == (400, 3)
    for _ in range(3 + 4 + 5 + 6 + 7):
        pace.passed(400, 1)
    assert paced(pace) == (400, 8)


def test_a_slow_batch_is_followed_by_smaller_ones_that_take_as_long_as_they_should() -> None:
    pace = Pace(ALLOWED, 10)
    pace.passed(400, 13)
    assert paced(pace) == (307, 8)
    pace.passed(307, 9)
    assert paced(pace) == (307, 8)
    pace.passed(307, 4)
    assert paced(pace) == (400, 8)


def test_one_very_slow_batch_is_no_reason_to_send_single_records() -> None:
    pace = Pace(ALLOWED, 10)
    pace.passed(400, 1000)
    assert paced(pace) == (200, 8)


def test_a_lost_answer_halves_both_and_a_small_last_batch_says_nothing_of_the_size() -> None:
    pace = Pace(ALLOWED, 10)
    pace.lost(400)
    assert paced(pace) == (200, 4)
    pace.passed(3, 0.1)
    assert paced(pace) == (200, 4)


def test_what_was_too_large_is_never_tried_again() -> None:
    pace = Pace(ALLOWED, 10)
    pace.too_large(400)
    for _ in range(10):
        pace.passed(200, 0.1)
    assert paced(pace) == (200, 8)
    pace.too_large(1)
    assert paced(pace) == (1, 8)


answers = st.one_of(
    st.tuples(st.just("passed"), st.integers(1, 500), st.floats(0, 5000)),
    st.tuples(st.just("busy")),
    st.tuples(st.just("lost"), st.integers(1, 500)),
    st.tuples(st.just("too_large"), st.integers(1, 500)),
)


@given(st.lists(answers, max_size=60))
def test_whatever_comes_it_keeps_sending_and_within_the_limits(story: list[tuple[object, ...]]) -> None:
    pace = Pace(ALLOWED, 10)
    for name, *numbers in story:
        getattr(pace, str(name))(*numbers)
        assert 1 <= pace.limits.batch_size <= ALLOWED.batch_size
        assert 1 <= pace.limits.concurrency <= ALLOWED.concurrency
        assert pace.limits.body_bytes == ALLOWED.body_bytes
