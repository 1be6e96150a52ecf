"""The charter as values: the movements there are, and the ages and terms that hold on a day.

The facts are data in `config/charters`; here are the values they become. Source: the domain book, §3.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal


class Status(StrEnum):
    """What a person is to the Union: exactly one at a time. `nobody` has not been named by any paper yet."""

    NOBODY = "nobody"
    CANDIDATE = "candidate"
    ACTIVE = "active"
    TRANSFER_OUT_PENDING = "transfer_out_pending"
    TRANSFERRED_OUT = "transferred_out"
    TRANSFER_IN_PENDING = "transfer_in_pending"
    MATURED = "matured"
    STRUCK_OFF = "struck_off"
    EXPELLED = "expelled"
    DECEASED = "deceased"
    MERGED = "merged"

    @property
    def on_list(self) -> bool:
        """Whether somebody of this status stands on their branch's list."""
        return self in {Status.ACTIVE, Status.TRANSFER_OUT_PENDING}


class Overlay(StrEnum):
    """What may hold for a time beside the status, which it does not change."""

    AWAY = "away"
    TEMPORARY_OUT = "temporary_out"
    TEMPORARY_IN = "temporary_in"
    DEFERRED = "deferred"
    DUES_EXEMPT = "dues_exempt"
    EXTENDED = "extended"
    OFFICER = "officer"
    ELITE = "elite"
    PARTY = "party"
    DISCIPLINE = "discipline"
    RECORD_LOST = "record_lost"
    HONORARY = "honorary"


Decides = Literal["branch", "base", "receiver", "level", "none"]


@dataclass(frozen=True, slots=True)
class MovementRule:
    """One row of the table of movements; `config/charters/movements.toml` says what each field means."""

    name: str
    words: Sequence[str]
    follows: frozenset[Status]
    to: Status | None = None
    opens: Overlay | None = None
    closes: frozenset[Overlay] = frozenset()
    needs: Sequence[str] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    register: Mapping[str, Sequence[str]] = field(default_factory=dict)
    moves: bool = False
    removes: bool = False
    counts: str = ""
    decides: Decides = "none"

    @property
    def brings(self) -> bool:
        """Whether somebody who stands on no list comes onto one by it."""
        return any(not status.on_list for status in self.follows) and (self.to is None or self.to.on_list)


MovementRules = Mapping[str, MovementRule]
"""The table of movements by name, in the order in which movements of one day happen."""


@dataclass(frozen=True, slots=True)
class JoinAge:
    """Ages at admission: from the birthday `min_age` and `min_days` more one may be admitted; years otherwise."""

    min_age: int
    min_days: int
    warn_age: int
    max_age: int
    error_age: int


@dataclass(frozen=True, slots=True)
class Maturity:
    """Birthdays, in years, after which a member is due for recognition of maturity, and after which overdue."""

    due_age: int
    last_age: int


@dataclass(frozen=True, slots=True)
class StrikeOff:
    """Months of absence or unpaid dues that make somebody a candidate for striking off, never more than that."""

    months: int
    mode: Literal["any_in_year", "consecutive"]


@dataclass(frozen=True, slots=True)
class Charter:
    """One version of the charter. `since` is the day it came into force, None while that is not known."""

    name: str
    since: date | None
    join: JoinAge
    maturity: Maturity
    strike_off: StrikeOff


def charter_on(versions: Iterable[Charter], day: date) -> Charter:
    """Return the version in force on a day; the earliest known for days before all of them.

    A version whose day is not known is never in force. Raises ValueError where there is none at all.
    """
    dated = sorted(((one.since, one) for one in versions if one.since is not None), key=lambda pair: pair[0])
    if not dated:
        raise ValueError("no version of the charter has a day")
    return next((one for since, one in reversed(dated) if since <= day), dated[0][1])


def birthday(birth: date, age: int) -> date:
    """Return the day somebody's birthday of that age falls on.

    Born on 29 February, it falls on 1 March of a common year: the year is full when its last day has passed.
    """
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)


JoinVerdict = Literal["too-young", "young", "", "old", "too-old"]


def join_verdict(birth: date, day: date, rule: JoinAge) -> JoinVerdict:
    """Say what an admission on a day is by age: an error (`too-…`), worth a look, or in order (empty)."""
    if day < birthday(birth, rule.min_age) + timedelta(days=rule.min_days):
        return "too-young"
    if day < birthday(birth, rule.warn_age):
        return "young"
    if day >= birthday(birth, rule.error_age):
        return "too-old"
    return "old" if day > birthday(birth, rule.max_age) else ""


MaturityVerdict = Literal["", "due", "overdue"]


def maturity_verdict(birth: date, day: date, rule: Maturity, *, officer: bool = False) -> MaturityVerdict:
    """Say whether a member is due for recognition of maturity on a day: from the day after the birthday.

    Officers are due like anybody, but not overdue. Nobody is matured by this: it only makes a list.
    """
    if day <= birthday(birth, rule.due_age):
        return ""
    return "overdue" if day > birthday(birth, rule.last_age) and not officer else "due"
