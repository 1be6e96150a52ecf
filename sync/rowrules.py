"""Rules that look at several fields of one row: do its values fit together?

Rules: the domain book, §3 "Policy values" (join ages) and §5 "National ID" (cross-check). None depends on
today's date: a row that is skipped as unchanged keeps its result.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from sync.fields import JoinAges
from sync.identifiers import id_gender_and_year
from sync.values import Column, Record, Severity


class Doubt(NamedTuple):
    """A finding before it has a place."""

    code: str
    severity: Severity
    field: str
    found: str = ""
    proposed: str = ""
    details: Mapping[str, str | int] = {}  # shared by all, never written to
    column: Column | None = None


def id_mismatches(values: Record) -> list[tuple[str, str]]:
    """Return (code, what the record says) where the 12-digit national ID states another birth year
    (`national-id-birth-year`) or gender (`national-id-gender`) than the record."""
    stated = id_gender_and_year(values.get("national_id") or "")
    if stated is None:
        return []
    gender, year = stated
    found = []
    birth = values.get("date_of_birth")
    if birth and int(birth[:4]) != year:
        found.append(("national-id-birth-year", birth[:4]))
    recorded = values.get("gender")
    if recorded and recorded != gender:
        found.append(("national-id-gender", recorded))
    return found


def before(one: str, other: str) -> bool:
    """Whether a date certainly lies before another, both cut to the coarser precision of the two."""
    size = min(len(one), len(other))
    return one[:size] < other[:size]


def join_age_doubt(birth: str, joined: str, ages: JoinAges) -> Doubt | None:
    """Return the doubt about the age at joining, or None. Dates that are not exact get the benefit of it.

    Too young is up to and including the `min_error`-th birthday (the charter asks for that age and a day);
    too old is from the `max_error`-th birthday on. A note: under `min_warn`, or past the `max_warn`-th.
    """
    years = int(joined[:4]) - int(birth[:4])
    if ages.min_warn < years < ages.max_warn:
        return None
    oldest, youngest = birth + "-01-01"[len(birth) - 4 :], birth + "-12-31"[len(birth) - 4 :]
    first, last = joined + "-01-01"[len(joined) - 4 :], joined + "-12-31"[len(joined) - 4 :]
    details = {"age": years - (len(birth) == len(joined) == 10 and joined[4:] < birth[4:])}
    if last <= _birthday(oldest, ages.min_error):
        return Doubt("join-too-young", Severity.WARNING, "union_join_date", joined, details=details)
    if first >= _birthday(youngest, ages.max_error):
        return Doubt("join-too-old", Severity.WARNING, "union_join_date", joined, details=details)
    if last < _birthday(oldest, ages.min_warn):
        return Doubt("join-young", Severity.NOTE, "union_join_date", joined, details=details)
    if first > _birthday(youngest, ages.max_warn):
        return Doubt("join-old", Severity.NOTE, "union_join_date", joined, details=details)
    return None


def _birthday(birth: str, age: int) -> str:
    """Return the day of a birthday, to be compared as text: a 29 February needs no leap year then."""
    return f"{int(birth[:4]) + age:04}{birth[4:]}"
