"""The silence alarm: what is worth telling, and that each change is told once, however often one looks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.alarm.books import Book, due, seen, told
from sync.alarm.conditions import Condition, Kind, Outlook, Terms, conditions
from sync.ports import RunInfo

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TERMS = Terms(timedelta(hours=26), update_days=100)
DAY = timedelta(days=1)


def run(outcome: int | None, state: str = "finished") -> RunInfo:
    return RunInfo(1, "01J", "sync", state, NOW - DAY, NOW - DAY, 1, {}, outcome)


@pytest.mark.parametrize(
    ("outlook", "expected"),
    [
        (Outlook(NOW, run(0), NOW - timedelta(hours=26)), {}),
        (Outlook(NOW, run(1), NOW), {}),
        (Outlook(NOW, run(0), NOW - timedelta(hours=26, seconds=1)), {Condition(Kind.SILENT): ""}),
        (Outlook(NOW, None, None), {Condition(Kind.SILENT): ""}),
        (Outlook(NOW, run(2, "failed"), NOW), {Condition(Kind.FAILED): ""}),
        (Outlook(NOW, run(4), NOW), {Condition(Kind.UPSTREAM): ""}),
        (Outlook(NOW, run(7), NOW), {Condition(Kind.UNREAD): ""}),
        (
            Outlook(NOW, run(3), NOW, waiting=2, asked=NOW - DAY),
            {Condition(Kind.HELD): "2026-11-22T08:00:00+00:00"},
        ),
        (
            Outlook(NOW, run(0), NOW, updated={"b": NOW - 101 * DAY, "a": NOW - 100 * DAY}),
            {Condition(Kind.STALE, "b"): ""},
        ),
    ],
)
def test_what_is_worth_telling(outlook: Outlook, expected: Mapping[Condition, str]) -> None:
    assert conditions(outlook, TERMS) == expected


def test_a_period_of_no_days_is_none() -> None:
    outlook = Outlook(NOW, run(0), NOW, updated={"a": NOW - 5000 * DAY})
    assert conditions(outlook, Terms(timedelta(hours=26))) == {}


# ── books ────────────────────────────────────────────────────────────────────────────────────────────────

CONDITIONS = st.sampled_from([Condition(Kind.FAILED), Condition(Kind.HELD), Condition(Kind.STALE, "a")])
STANDING = st.dictionaries(CONDITIONS, st.sampled_from(["", "1", "2"]))
LOOKS = st.lists(st.tuples(STANDING, st.booleans()), max_size=12)
"""What stood at each look, and whether the receiver could be reached then."""


@given(LOOKS)
def test_who_is_told_knows_what_stands_and_nothing_is_told_without_a_change(
    looks: list[tuple[Mapping[Condition, str], bool]],
) -> None:
    """The receiver is a list of what they believe stands; only messages that arrive change it."""
    book: Book = {}
    believed: dict[Condition, str] = {}
    unheard: set[Condition] = set()
    for number, (standing, reached) in enumerate(looks):
        book = seen(book, standing, NOW + number * DAY)
        unheard |= set(standing) - set(believed)
        notices = due(book)
        assert len({one.condition for one in notices}) == len(notices)
        for one in notices:
            stands = one.over is None
            assert stands == (one.condition in standing)
            news = one.condition in unheard or one.condition not in standing
            assert news or standing[one.condition] > believed[one.condition], "told without a change"
        if not reached:
            continue
        assert unheard <= {one.condition for one in notices}, "something came and went and nobody heard of it"
        for one in notices:
            if one.over is None:
                believed[one.condition] = standing[one.condition]
            else:
                believed.pop(one.condition, None)
        unheard.clear()
        book = told(book)
        assert set(believed) == set(standing)
        assert due(seen(book, standing, NOW + number * DAY)) == []


def test_the_moment_something_began_and_ended_is_kept() -> None:
    failed = {Condition(Kind.FAILED): ""}
    book = told(seen({}, failed, NOW))
    book = seen(seen(book, failed, NOW + DAY), {}, NOW + 2 * DAY)
    (over,) = due(seen(book, {}, NOW + 3 * DAY))
    assert (over.since, over.over) == (NOW, NOW + 2 * DAY)


def test_questions_are_told_again_when_a_new_one_is_asked_and_not_when_one_is_answered() -> None:
    held = Condition(Kind.HELD)
    book = told(seen({}, {held: "2"}, NOW))
    assert due(seen(book, {held: "1"}, NOW)) == []
    assert [one.condition for one in due(seen(book, {held: "3"}, NOW))] == [held]
    assert due(seen(seen(book, {held: "1"}, NOW), {held: "2"}, NOW)) == []


def test_the_most_urgent_stands_first_and_what_is_over_last() -> None:
    book = told(seen({}, {Condition(Kind.FAILED): ""}, NOW))
    standing = {Condition(Kind.STALE, "b"): "", Condition(Kind.HELD): "", Condition(Kind.STALE, "a"): ""}
    found = [(one.condition, one.over is None) for one in due(seen(book, standing, NOW))]
    assert found == [
        (Condition(Kind.HELD), True),
        (Condition(Kind.STALE, "a"), True),
        (Condition(Kind.STALE, "b"), True),
        (Condition(Kind.FAILED), False),
    ]
