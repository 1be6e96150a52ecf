"""Lists of whom to look at: days on both sides of each boundary, and nobody who has left."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.charter import load_charters, parse_charters
from config.policy import due_policy, policy_values
from sync.charter import Overlay, Status
from sync.papers.due import Due, DuePolicy, Person, due, first_day, last_day
from sync.papers.lives import Interval, Life, Movement
from sync.values import PersonId, Place

UNIT = "Chi đoàn 1, Đoàn xã Mẫu"


def since(overlay: Overlay, day: str, **facts: str) -> Interval:
    return Interval(overlay, day, Movement("away", day, UNIT, Place("so"), facts))


def codes(
    day: date,
    birth: str | None,
    *overlays: Interval,
    status: Status = Status.ACTIVE,
    policy: DuePolicy | None = None,
    **more: Any,
) -> list[str]:
    person = Person(PersonId(1), birth, Life(status, UNIT, "2015-03-26", overlays), **more)
    return [one.code for one in due([person], day, load_charters(), policy or DuePolicy())]


@pytest.mark.parametrize(
    ("birth", "day", "expected"),
    [
        ("1996-05-17", date(2026, 5, 17), []),
        ("1996-05-17", date(2026, 5, 18), ["maturity-due"]),
        ("1991-05-17", date(2026, 5, 17), ["maturity-due"]),
        ("1991-05-17", date(2026, 5, 18), ["maturity-overdue"]),
        # Born on 29 February, one is thirty on 1 March of a common year.
        ("1996-02-29", date(2026, 3, 1), []),
        ("1996-02-29", date(2026, 3, 2), ["maturity-due"]),
        ("1988-02-29", date(2023, 3, 1), ["maturity-due"]),
        ("1988-02-29", date(2023, 3, 2), ["maturity-overdue"]),
        # Of a month alone, the last day counts.
        ("1996-04", date(2026, 4, 30), []),
        ("1996-04", date(2026, 5, 1), ["maturity-due"]),
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
    assert codes(date(2026, 5, 18), "1991-05-17", officer=True) == ["maturity-due"]
    assert codes(date(2026, 5, 17), "1996-05-17", officer=True) == []


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


def test_a_return_that_is_overdue_weighs_more_than_a_term_that_ends_soon() -> None:
    away = since(Overlay.AWAY, "2025-03-02", expected_return="2026-02-01")
    assert codes(date(2026, 2, 1), None, away) == ["away-expiring"]
    assert codes(date(2026, 2, 2), None, away) == ["away-return-due"]
    assert codes(date(2026, 3, 3), None, away) == ["away-expired"]


@pytest.mark.parametrize(
    ("sent", "day", "expected"),
    [
        ("2026-01-01", date(2026, 4, 1), []),  # 90 days
        ("2026-01-01", date(2026, 4, 2), ["transfer-too-long"]),
        ("2026-01", date(2026, 5, 1), []),  # of a month alone, from its last day
        ("2026-01", date(2026, 5, 2), ["transfer-too-long"]),
    ],
)
def test_a_transfer_on_its_way(sent: str, day: date, expected: list[str]) -> None:
    assert codes(day, None, sent=sent, status=Status.TRANSFER_OUT_PENDING) == expected
    assert codes(day, None, sent=sent) == expected


@pytest.mark.parametrize(
    ("birth", "joined", "day", "expected"),
    [
        # 15 years and one day on the day of admission (XI, XII).
        ("2011-05-17", "2026-05-17", date(2026, 6, 1), ["under-age"]),
        ("2011-05-17", "2026-05-18", date(2026, 6, 1), []),
        # At sixteen it is past, however it came.
        ("2011-05-17", "2025-05-17", date(2027, 5, 16), ["under-age"]),
        ("2011-05-17", "2025-05-17", date(2027, 5, 17), []),
        # Nobody knows when they were admitted: as if it were today.
        ("2011-05-17", None, date(2026, 5, 17), ["under-age"]),
        ("2011-05-17", None, date(2026, 5, 18), []),
        # Of a year alone, nobody is too young who may be old enough.
        ("2011", "2026-01-01", date(2026, 6, 1), ["under-age"]),
        ("2011", "2026-01-02", date(2026, 6, 1), []),
        ("2011-05-17", "2026", date(2026, 6, 1), []),
        ("2012-02-29", None, date(2027, 3, 1), ["under-age"]),
        ("2012-02-29", None, date(2027, 3, 2), []),
    ],
)
def test_children_who_were_too_young_to_be_admitted(
    birth: str, joined: str | None, day: date, expected: list[str]
) -> None:
    assert codes(day, birth, joined=joined) == expected


RULES = (
    "join = {{ min_age = {0}, min_days = {1}, warn_age = 16, max_age = 30, error_age = 31 }}\n"
    "maturity = {{ due_age = {2}, last_age = 35 }}\nstrike_off = {{ months = 3, mode = 'any_in_year' }}\n"
)
TWO = parse_charters(
    f"[[version]]\nname = 'XII'\nsince = '2022-12-15'\n{RULES.format(15, 1, 30)}"
    f"[[version]]\nname = 'XIII'\nsince = '2026-10-02'\n{RULES.format(16, 0, 32)}"
)


def test_an_admission_is_judged_by_the_charter_of_its_day_and_maturity_by_that_of_today() -> None:
    """Both sides of the day a version comes into force."""

    def found(day: date, birth: str, joined: str | None = None) -> list[str]:
        person = Person(PersonId(1), birth, Life(Status.ACTIVE, UNIT), joined=joined)
        return [one.code for one in due([person], day, TWO, DuePolicy())]

    assert found(date(2026, 10, 10), "2011-01-01", "2026-10-01") == []
    assert found(date(2026, 10, 10), "2011-01-01", "2026-10-02") == ["under-age"]
    assert found(date(2026, 10, 1), "1995-01-01") == ["maturity-due"]
    assert found(date(2026, 10, 2), "1995-01-01") == []
    assert found(date(2027, 1, 2), "1995-01-01") == ["maturity-due"]


def test_an_office_may_set_the_terms_otherwise() -> None:
    policy = due_policy(policy_values({"maturity.due_age": 32, "away.max_days": 10, "away.soon_days": 3}))
    assert codes(date(2026, 5, 18), "1996-05-17", policy=policy) == []
    assert codes(date(2028, 5, 18), "1996-05-17", policy=policy) == ["maturity-due"]
    away = since(Overlay.AWAY, "2026-01-01")
    assert codes(date(2026, 1, 8), None, away, policy=policy) == []
    assert codes(date(2026, 1, 9), None, away, policy=policy) == ["away-expiring"]
    assert codes(date(2026, 1, 12), None, away, policy=policy) == ["away-expired"]
    shipped = due_policy(policy_values())
    assert shipped == DuePolicy(no_office=shipped.no_office)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_a_date_may_be_any_of_its_days(day: date) -> None:
    for cut in (4, 7, 10):
        iso = day.isoformat()[:cut]
        first, last = first_day(iso), last_day(iso)
        assert first <= day <= last
        assert first.isoformat()[:cut] == last.isoformat()[:cut] == iso
        assert not (first - timedelta(days=1)).isoformat().startswith(iso)
        assert not (last + timedelta(days=1)).isoformat().startswith(iso)


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
    older = Person(PersonId(8), "1996-02-29", Life(Status.ACTIVE, UNIT))
    assert list(due([older], date(2026, 3, 12), load_charters(), DuePolicy())) == [
        Due("maturity-due", PersonId(8), UNIT, "2026-03-02", 10)
    ]
