"""Lists of whom to look at: days on both sides of each boundary, and nobody who has left."""

from __future__ import annotations

from datetime import date

import pytest

from config.charter import load_charters
from sync.charter import Overlay, Status
from sync.due import Due, DuePolicy, Person, due
from sync.lives import Interval, Life, Movement
from sync.values import PersonId, Place

UNIT = "Chi đoàn 1, Đoàn xã Mẫu"


def since(overlay: Overlay, day: str, **facts: str) -> Interval:
    return Interval(overlay, day, Movement("away", day, UNIT, Place("so"), facts))


def codes(day: date, birth: str | None, *overlays: Interval, status: Status = Status.ACTIVE) -> list[str]:
    person = Person(PersonId(1), birth, Life(status, UNIT, "2015-03-26", overlays))
    return [one.code for one in due([person], day, load_charters(), DuePolicy())]


@pytest.mark.parametrize(
    ("birth", "day", "expected"),
    [
        ("1996-05-17", date(2026, 5, 17), []),
        ("1996-05-17", date(2026, 5, 18), ["maturity-due"]),
        ("1991-05-17", date(2026, 5, 17), ["maturity-due"]),
        ("1991-05-17", date(2026, 5, 18), ["maturity-overdue"]),
        # Of a year alone, only who is of age whatever the day.
        ("1996", date(2026, 12, 31), []),
        ("1996", date(2027, 1, 1), ["maturity-due"]),
        (None, date(2026, 5, 18), []),
    ],
)
def test_maturity(birth: str | None, day: date, expected: list[str]) -> None:
    assert codes(day, birth) == expected


def test_who_stays_on_is_not_due_until_the_last_age_and_an_officer_never_overdue() -> None:
    stays, officer = since(Overlay.EXTENDED, "2025-05-18"), since(Overlay.OFFICER, "2020-01-01")
    assert codes(date(2026, 5, 18), "1996-05-17", stays) == []
    assert codes(date(2026, 5, 18), "1991-05-17", stays) == ["maturity-overdue"]
    assert codes(date(2026, 5, 18), "1991-05-17", officer) == ["maturity-due"]


@pytest.mark.parametrize(
    ("overlay", "name"),
    [(Overlay.AWAY, "away"), (Overlay.TEMPORARY_OUT, "temporary"), (Overlay.TEMPORARY_IN, "temporary")],
)
@pytest.mark.parametrize(
    ("day", "word"),
    [
        (date(2026, 1, 31), None),  # 335 days
        (date(2026, 2, 1), "expiring"),  # 336 days: 30 before the term begin
        (date(2026, 3, 2), "expiring"),  # 365 days
        (date(2026, 3, 3), "expired"),  # 366 days
    ],
)
def test_absence(overlay: Overlay, name: str, day: date, word: str | None) -> None:
    assert codes(day, None, since(overlay, "2025-03-02")) == ([f"{name}-{word}"] if word else [])


def test_the_return_an_officer_expects_is_asked_for_the_day_after() -> None:
    away = since(Overlay.AWAY, "2026-01-10", expected_return="2026-06-30")
    assert codes(date(2026, 6, 30), None, away) == []
    assert codes(date(2026, 7, 1), None, away) == ["away-return-due"]


def test_what_has_ended_and_who_has_left_is_on_no_list() -> None:
    over = Interval(Overlay.AWAY, "2020-01-01", since(Overlay.AWAY, "2020-01-01").movement, "2020-05-01")
    assert codes(date(2026, 5, 18), None, over) == []
    for status in set(Status) - {Status.ACTIVE, Status.TRANSFER_OUT_PENDING}:
        assert codes(date(2026, 5, 18), "1985-01-01", since(Overlay.AWAY, "2020-01-01"), status=status) == []


def test_a_line_names_person_unit_and_for_how_long() -> None:
    person = Person(PersonId(7), None, Life(Status.ACTIVE, UNIT, "2015", (since(Overlay.AWAY, "2025-01-01"),)))
    assert list(due([person], date(2026, 2, 1), load_charters(), DuePolicy())) == [
        Due("away-expired", PersonId(7), UNIT, "2025-01-01", 396)
    ]
