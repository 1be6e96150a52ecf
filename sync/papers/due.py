"""Whom an officer should look at on a day: due for maturity, over age, away or elsewhere for too long, too young.

These are lists and nothing more, made from lives and the day: "never carry out strike_off, expel or mature from data
alone" (the domain book, §3). Nobody is named here for absence or unpaid dues: no list states either.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sync.charter import Charter, Maturity, Overlay, birthday, charter_on, join_verdict, maturity_verdict
from sync.papers.lives import Interval, Life
from sync.values import PersonId

CODES = (
    "maturity-overdue",
    "maturity-due",
    "transfer-too-long",
    "away-expired",
    "temporary-expired",
    "away-return-due",
    "away-expiring",
    "temporary-expiring",
    "under-age",
)
"""What one may be listed for, gravest first; `Due` says what each means."""


@dataclass(frozen=True, slots=True)
class DuePolicy:
    """The terms of these lists: what each is and where it comes from is said in `config/policy.toml`.

    Days after which an absence, or a transfer on its way, is too long; `soon` is how many days before the end of an
    absence it is worth a look. An age of 0 leaves it to the charter. `no_office` holds match keys of positions that
    make nobody an officer.
    """

    away_days: int = 365
    temporary_days: int = 365
    soon: int = 30
    transfer_days: int = 90
    due_age: int = 0
    last_age: int = 0
    no_office: frozenset[str] = field(default_factory=frozenset)

    def maturity(self, charter: Charter) -> Maturity:
        """The ages of maturity by a charter, with what this policy sets otherwise."""
        rule = charter.maturity
        return replace(rule, due_age=self.due_age or rule.due_age, last_age=self.last_age or rule.last_age)


@dataclass(frozen=True, slots=True)
class Person:
    """A person as these lists see them.

    `birth` and `joined`, the day of admission, are ISO dates cut to their precision, None where not known. `officer`
    says that they hold an office in the Union; `sent` is the day of the letter of a transfer that is on its way.
    """

    person: PersonId
    birth: str | None
    life: Life
    joined: str | None = None
    officer: bool = False
    sent: str | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """One line of such a list. `code` is what for, `since` the day it has been so, `days` how many that makes.

    `maturity-due`, `maturity-overdue`: since the day after the birthday. `away-expiring`, `away-expired`,
    `temporary-expiring`, `temporary-expired`: since the absence began; `away-return-due`: since the return expected.
    `transfer-too-long`: since the letter. `under-age`, younger than the charter in force at their admission allowed,
    and still a child: since the admission, which is empty where it is not known.
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
    ages = policy.maturity(charter_on(charters, day))
    for person in people:
        if not person.life.status.on_list:
            continue
        yield from _maturity(person, day, ages)
        yield from _too_young(person, day, charters)
        yield from _on_the_way(person, day, policy)
        for interval in person.life.open.values():
            if interval.overlay in _TERMS:
                code, since, days = absence(interval, day, policy)
                if code:
                    yield Due(code, person.person, person.life.unit, since, days)


def absence(interval: Interval, day: date, policy: DuePolicy) -> tuple[str, str, int]:
    """Return what is due of an absence on a day, since when and for how many days; the code is empty if nothing is.

    The interval is one of being away or of temporary activity. Raises KeyError for another.
    """
    name, term = _TERMS[interval.overlay]
    most: int = getattr(policy, term)
    days = (day - last_day(interval.since)).days
    expected = interval.movement.facts.get("expected_return")
    if days > most:
        return f"{name}-expired", interval.since, days
    if name == "away" and expected and day > last_day(expected):
        return "away-return-due", expected, (day - last_day(expected)).days
    if days > most - policy.soon:
        return f"{name}-expiring", interval.since, days
    return "", interval.since, days


def _maturity(person: Person, day: date, ages: Maturity) -> Iterator[Due]:
    if person.birth is None:
        return
    officer = person.officer or Overlay.OFFICER in person.life.open
    # Of a year alone the last day counts: nobody is listed before they certainly are of that age.
    birth = last_day(person.birth)
    verdict = maturity_verdict(birth, day, ages, officer=officer)
    if not verdict or (Overlay.EXTENDED in person.life.open and verdict == "due"):
        return
    since = birthday(birth, ages.last_age if verdict == "overdue" else ages.due_age) + timedelta(days=1)
    yield Due(f"maturity-{verdict}", person.person, person.life.unit, since.isoformat(), (day - since).days)


def _too_young(person: Person, day: date, charters: Sequence[Charter]) -> Iterator[Due]:
    """Members who are children yet, and were no age to be admitted by the charter of that day."""
    if person.birth is None:
        return
    birth = first_day(person.birth)  # of a year alone the first: nobody is called too young who may not be
    admitted = day if person.joined is None else min(last_day(person.joined), day)
    if day >= birthday(birth, charter_on(charters, day).join.warn_age):
        return
    if join_verdict(birth, admitted, charter_on(charters, admitted).join) == "too-young":
        yield Due("under-age", person.person, person.life.unit, person.joined or "", (day - admitted).days)


def _on_the_way(person: Person, day: date, policy: DuePolicy) -> Iterator[Due]:
    if person.sent is None:
        return
    days = (day - last_day(person.sent)).days
    if days > policy.transfer_days:
        yield Due("transfer-too-long", person.person, person.life.unit, person.sent, days)


def first_day(iso: str) -> date:
    """Return the first day an ISO date may be, by its precision."""
    return date.fromisoformat(iso + "-01-01"[len(iso) - 4 :])


def last_day(iso: str) -> date:
    """Return the last day an ISO date may be, by its precision."""
    parts = [int(part) for part in iso.split("-")]
    if len(parts) == 3:
        return date(parts[0], parts[1], parts[2])
    year, month = (parts[0], parts[1]) if len(parts) == 2 else (parts[0], 12)
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
