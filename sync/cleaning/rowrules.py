"""Rules that look at a whole row: is what must be there, do its values fit together?

Rules: the domain book, §3 "Policy values" (join ages) and §5 "National ID" (cross-check). None depends on
today's date: a row that is skipped as unchanged keeps its result.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sync.tables.fields import CleaningPolicy, JoinAges
from sync.text.identifiers import id_gender_and_year
from sync.values import Column, Severity, Step

NAME_PARTS = ("family_name", "given_name")


class Doubt(NamedTuple):
    """A finding before it has a place; `column` is where it stands when the field has more than one."""

    code: str
    severity: Severity
    field: str
    found: str = ""
    proposed: str = ""
    details: Mapping[str, str | int] = {}  # shared by all, never written to
    column: Column | None = None


@dataclass(slots=True)
class Draft:
    """A row under way: values and steps by field, doubts in the order they came up."""

    values: dict[str, str | None]
    steps: dict[str, Step]
    doubts: list[Doubt]

    def leave_out(self, name: str) -> str:
        """Take a stated value back and return what its cell held."""
        value = self.values.pop(name, None) or ""
        step = self.steps.pop(name, None)
        return step.found if step is not None else value

    def in_error(self, *names: str) -> bool:
        """Whether one of these fields is in error already."""
        return any(doubt.field in names and doubt.severity is Severity.ERROR for doubt in self.doubts)


def join_name(row: Draft) -> None:
    """Join family and given name into the full name, where the list does not state it whole.

    Without a given name the full name is missing. Without a family name it is `name-incomplete`, a warning,
    since some people have one name only.
    """
    family, given = (row.values.pop(part, None) for part in NAME_PARTS)
    parts = [row.steps.pop(part, None) for part in NAME_PARTS]
    if row.values.get("full_name") is not None or given is None or row.in_error(*NAME_PARTS):
        return
    if family is None:
        row.values["full_name"] = given
        row.doubts.append(Doubt("name-incomplete", Severity.WARNING, "full_name", given))
    else:
        row.values["full_name"] = f"{family} {given}"
    done = tuple(dict.fromkeys(code for step in parts if step for code in step.done))
    if done:
        typed = (step.found if step else part for step, part in zip(parts, (family, given), strict=True))
        row.steps["full_name"] = Step(" ".join(part for part in typed if part), done)


def enter_implied(row: Draft, implied: Mapping[str, str]) -> None:
    """Enter what filled columns state by themselves; `implied-disagrees` where a cell says otherwise."""
    for name, value in implied.items():
        stated = row.values.get(name)
        if stated is None:
            row.values[name] = value
        elif stated != value:
            found = row.leave_out(name)
            row.doubts.append(Doubt("implied-disagrees", Severity.WARNING, name, found, details={"implied": value}))


def check_required(row: Draft, required: Iterable[str]) -> None:
    """Add `required-missing` for each field that is not stated, unless its cell is in error already."""
    for name in required:
        if row.values.get(name) is None:
            names = (name, *NAME_PARTS) if name == "full_name" else (name,)
            if not row.in_error(*names):
                row.doubts.append(Doubt("required-missing", Severity.ERROR, name))


def check_national_id(row: Draft, policy: CleaningPolicy) -> None:
    """Cross-check a 12-digit national ID with birth year and gender.

    `national-id-birth-year` and `national-id-gender`, as severe as the policy says. A number whose zero was
    put back must agree with both, else it is `national-id-zero-lost` after all.
    """
    number = row.values["national_id"] or ""
    stated = id_gender_and_year(number)
    if stated is None:
        return
    birth, gender = row.values.get("date_of_birth"), row.values.get("gender")
    wrong_year = birth is not None and birth[:4] != stated[1]
    wrong_gender = gender is not None and gender != stated[0]
    if not wrong_year and not wrong_gender:
        return
    step = row.steps.get("national_id")
    if step is not None and "zero-restored" in step.done:
        found = row.leave_out("national_id")
        row.doubts.append(Doubt("national-id-zero-lost", Severity.ERROR, "national_id", found, number))
        return
    if policy.id_mismatch == "off":
        return
    severity = Severity.ERROR if policy.id_mismatch == "error" else Severity.WARNING
    for code, wrong, recorded in (
        ("national-id-birth-year", wrong_year, (birth or "")[:4]),
        ("national-id-gender", wrong_gender, gender or ""),
    ):
        if wrong:
            row.doubts.append(Doubt(code, severity, "national_id", number, details={"recorded": recorded}))


def check_dates(row: Draft, birth: str, after_birth: Sequence[str], ages: JoinAges) -> None:
    """Leave out dates that lie before the birth (`date-before-birth`); look at the age at joining."""
    for name in after_birth:
        value = row.values.get(name)
        if value and value <= birth and value < birth[: len(value)]:
            found = row.leave_out(name)
            row.doubts.append(Doubt("date-before-birth", Severity.WARNING, name, found, details={"birth": birth}))
    joined = row.values.get("union_join_date")
    if joined and ages.check:
        doubt = join_age_doubt(birth, joined, ages)
        if doubt is not None:
            row.doubts.append(doubt)


def join_age_doubt(birth: str, joined: str, ages: JoinAges) -> Doubt | None:
    """Return the doubt about the age at joining, or None. Dates that are not exact get the benefit of it.

    Too young is up to and including the `min_error`-th birthday (the charter asks for that age and a day);
    too old is from the `max_error`-th birthday on. A note: under `min_warn`, or past the `max_warn`-th.
    """
    years = int(joined[:4]) - int(birth[:4])
    if ages.min_warn < years < ages.max_warn:
        return None
    oldest, youngest = _first_day(birth), _last_day(birth)
    first, last = _first_day(joined), _last_day(joined)
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


def _first_day(iso: str) -> str:
    return iso + "-01-01"[len(iso) - 4 :]


def _last_day(iso: str) -> str:
    return iso + "-12-31"[len(iso) - 4 :]


def _birthday(birth: str, age: int) -> str:
    """Return the day of a birthday, to be compared as text: a 29 February needs no leap year then."""
    return f"{int(birth[:4]) + age:04}{birth[4:]}"
