"""Whom a row could be, best first, and why: candidates for an officer to choose from, never a match.

Nothing is decided by the score. It only says whom to look at first; the reasons say field by field what agrees, what
nearly does and what does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from sync.people.identity import TELLING, nearly
from sync.text.tidying import fold, match_key
from sync.values import ListKind, PersonId, Record

WEIGHTS: Mapping[str, int] = {
    "member_code": 40,
    "national_id": 30,
    "previous_id": 20,
    "full_name": 30,
    "date_of_birth": 25,
    "student_code": 10,
    "unit": 10,
    "phone": 6,
    "email": 6,
    "gender": 3,
}
"""How much a field says about who somebody is. Families share phones (the domain book, §5), so those say little."""

ALWAYS = frozenset({"full_name", "date_of_birth", "unit"})
"""Fields that count against a candidate also where one side does not state them: little known is little alike."""

_NEAR = 0.8
"""Likeness from which on two texts nearly agree, and what a date or number that nearly agrees counts for."""


class Agreement(StrEnum):
    """How a field of a row and of somebody known compare; `unstated` where one of the two says nothing."""

    SAME = "same"
    NEAR = "near"
    DIFFERS = "differs"
    UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class Someone:
    """Somebody known: what the upstream confirmed of them last, or what was sent and is not confirmed yet."""

    person: PersonId
    kind: ListKind
    unit: str
    record: Record
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    """One field side by side: what the row states, what is known."""

    field: str
    agreement: Agreement
    stated: str | None
    known: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a row could be. `score` is 0 to 100; `reasons` hold every field that either side states."""

    someone: Someone
    score: int
    reasons: tuple[Reason, ...]


def rank(stated: Record, unit: str, people: Iterable[Someone]) -> list[Candidate]:
    """Return the people a row could be, the likeliest first; equal ones in the order they became known."""
    return sorted((_weigh(stated, unit, one) for one in people), key=lambda one: (-one.score, one.someone.person))


def _weigh(stated: Record, unit: str, someone: Someone) -> Candidate:
    row = {**{name: stated.get(name) for name in TELLING}, "unit": unit}
    known = {**{name: someone.record.get(name) for name in TELLING}, "unit": someone.unit}
    exchanged = _exchanged(row, known)
    total = gained = 0.0
    reasons = []
    for name, value in row.items():
        if not value and not known[name]:
            continue
        likeness = _likeness(name, value, known[name])
        agreement = _agreement(name, value, known[name], likeness)
        reasons.append(Reason(name, agreement, value or None, known[name] or None))
        counts = agreement is not Agreement.UNSTATED or name in ALWAYS
        if counts and not (exchanged and name == "national_id"):
            total += WEIGHTS[name]
            gained += WEIGHTS[name] * likeness
    return Candidate(someone, round(100 * gained / total) if total else 0, tuple(reasons))


def _exchanged(row: dict[str, str | None], known: dict[str, str | None]) -> bool:
    """Whether the ID of one side is the previous ID of the other: then that is where the two agree."""
    for one, other in ((row, known), (known, row)):
        if one["national_id"] and one["national_id"] == other["previous_id"]:
            one["previous_id"] = one["national_id"]
            return True
    return False


def _likeness(name: str, value: str | None, known: str | None) -> float:
    """Return how alike two values of a field are, from 0 to 1."""
    if not value or not known:
        return 0.0
    if name == "full_name":
        return _names(value, known)
    if name == "date_of_birth":
        return _dates(value, known)
    if name == "unit":
        same = match_key(value) == match_key(known)
        return 1.0 if same else 0.9 * fuzz.token_sort_ratio(fold(value), fold(known)) / 100
    if value.casefold() == known.casefold():
        return 1.0
    return _NEAR if name in _NUMBERS and OSA.distance(value, known, score_cutoff=1) <= 1 else 0.0


_NUMBERS = frozenset({"national_id", "previous_id", "member_code", "student_code", "phone"})


def _names(one: str, other: str) -> float:
    """Diacritics count a little, the order of the words hardly. Half of the letters are shared by any two names."""
    if match_key(one) == match_key(other):
        return 1.0
    one, other = fold(one), fold(other)
    likeness = max(0.95 * fuzz.ratio(one, other), 0.9 * fuzz.token_sort_ratio(one, other)) / 100
    return max(0.0, 2 * likeness - 1)


def _dates(one: str, other: str) -> float:
    """A date that is cut short, has day and month exchanged, or one digit wrong, nearly agrees."""
    if one == other:
        return 1.0
    cut = one.startswith(other) or other.startswith(one)
    exchanged = sorted(one.split("-")[1:]) == sorted(other.split("-")[1:]) and one[:4] == other[:4]
    slip = len(one) == len(other) and OSA.distance(one, other, score_cutoff=1) <= 1
    return _NEAR if cut or exchanged or slip else 0.0


def _agreement(name: str, value: str | None, known: str | None, likeness: float) -> Agreement:
    if likeness >= 1:
        return Agreement.SAME
    if not value or not known:
        return Agreement.UNSTATED
    near = nearly(match_key(value), match_key(known)) if name == "full_name" else likeness >= _NEAR
    return Agreement.NEAR if near else Agreement.DIFFERS
