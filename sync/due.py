"""Whom an officer should look at on a day: due for maturity, over age, away or elsewhere for too long.

These are lists and nothing more, made from lives and the day: "never carry out strike_off, expel or mature from data
alone" (the domain book, §3).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sync.charter import Charter, Overlay, charter_on, maturity_verdict
from sync.lives import Interval, Life
from sync.values import PersonId


@dataclass(frozen=True, slots=True)
class DuePolicy:
    """After how many days an absence is too long (policies `away.max_days`, `temporary.max_days`).

    `soon` is how many days before that, or before the return an officer expects, it is worth a look.
    """

    away_days: int = 365
    temporary_days: int = 365
    soon: int = 30


@dataclass(frozen=True, slots=True)
class Person:
    """A person as these lists see them. `birth` is an ISO date cut to its precision, None where it is not known."""

    person: PersonId
    birth: str | None
    life: Life


@dataclass(frozen=True, slots=True)
class Due:
    """One line of such a list. `code` is what for, `since` the day it has been so, `days` how many that makes.

    `maturity-due`, `maturity-overdue`, `away-expiring`, `away-expired`, `away-return-due`, `temporary-expiring`,
    `temporary-expired`.
    """

    code: str
    person: PersonId
    unit: str
    since: str
    days: int


_TERMS = {
    Overlay.AWAY: ("away", "away_days"),
    Overlay.TEMPORARY_OUT: ("temporary", "temporary_days"),
    Overlay.TEMPORARY_IN: ("temporary", "temporary_days"),
}


def due(people: Iterable[Person], day: date, charters: Sequence[Charter], policy: DuePolicy) -> Iterator[Due]:
    """Yield what is due on a day for everybody who stands on a list, in the order of `people`."""
    charter = charter_on(charters, day)
    for person in people:
        if not person.life.status.on_list:
            continue
        yield from _maturity(person, day, charter)
        for interval in person.life.open.values():
            if interval.overlay in _TERMS:
                yield from _absence(person, interval, day, policy)


def _maturity(person: Person, day: date, charter: Charter) -> Iterator[Due]:
    if person.birth is None:
        return
    officer = Overlay.OFFICER in person.life.open
    # Of a year alone the last day counts: nobody is listed before they certainly are of that age.
    birth = last_day(person.birth)
    verdict = maturity_verdict(birth, day, charter.maturity, officer=officer)
    if verdict and Overlay.EXTENDED in person.life.open and verdict == "due":
        return
    if verdict:
        yield Due(f"maturity-{verdict}", person.person, person.life.unit, person.birth, 0)


def _absence(person: Person, interval: Interval, day: date, policy: DuePolicy) -> Iterator[Due]:
    name, field = _TERMS[interval.overlay]
    most: int = getattr(policy, field)
    days = (day - last_day(interval.since)).days
    expected = interval.movement.facts.get("expected_return")
    if days > most:
        yield Due(f"{name}-expired", person.person, person.life.unit, interval.since, days)
    elif days > most - policy.soon:
        yield Due(f"{name}-expiring", person.person, person.life.unit, interval.since, days)
    elif name == "away" and expected and day > last_day(expected):
        yield Due("away-return-due", person.person, person.life.unit, expected, (day - last_day(expected)).days)


def last_day(iso: str) -> date:
    """Return the last day an ISO date may be, by its precision."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        return date(parts[0], parts[1], parts[2])
    year, month = (parts[0], parts[1]) if len(parts) == 2 else (parts[0], 12)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
