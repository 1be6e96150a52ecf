"""The unit of a row, as the tree of units knows it: the typed text becomes the path of the unit it names.

Without a tree a unit is the text that stands in its cell; where that names only a branch, the unit of its list
completes it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sync.tables.groups import complete_cell
from sync.tables.headers import RowWords, column_letter
from sync.units.resolving import Resolution, Resolver
from sync.unittree import UnitId
from sync.values import CleanRow, Column, Finding, Place, Severity, Step

NAMED = 5
"""Units an ambiguous text is said to mean; beyond that they are only counted."""

REMEMBERED = 10_000
"""Different units remembered for one table."""


@dataclass(frozen=True)
class UnitRules:
    """A tree and what follows where it does not know a unit: `unknown` is the severity of such a finding."""

    resolver: Resolver
    unknown: Severity = Severity.WARNING

    @cached_property
    def digest(self) -> bytes:
        """What a row's meaning depends on: the tree as it stands today, how names are compared, the policy."""
        resolver = self.resolver
        parts = (resolver.tree.digest_on(resolver.today), resolver.words.digest)
        return b"".join((*parts, resolver.bare.value.encode(), self.unknown.value.encode()))

    def rows(
        self,
        columns: Sequence[Column],
        place: Place,
        own: Sequence[str | None],
        complete: Callable[[str], str] = str,
    ) -> RowUnits:
        """Return what gives the rows of one table their unit.

        `own` are the units the list and the table stand for, widest first: a name is enough within the first that
        the tree knows. `complete` writes a cell that names only a branch with the list's own unit behind it.
        """
        known = (self.resolver.resolve(each).unit for each in own if each)
        within = next((unit for unit in known if unit is not None), None)
        index = next((column.index for column in columns if column.field == "unit"), -1)
        here = replace(place, column=column_letter(index)) if index >= 0 else place
        return RowUnits(self, here, within, complete)

    def covers(self, named: str | None, own: str | None) -> bool:
        """Whether a title that names one unit may stand above a list of another: the same, or one above it."""
        resolver = self.resolver
        lower = resolver.resolve(own or "").unit
        upper = resolver.resolve(named or "", lower).unit
        if upper is None and lower is not None and named:
            key = resolver.words.key(named)
            return any(resolver.words.key(name) == key for name in resolver.tree.names(lower))
        return upper is not None and lower is not None and resolver.tree.is_under(lower, upper)

    def finding(self, found: Resolution, text: str, place: Place) -> Finding | None:
        """Return what an officer should know about a text's unit, if anything."""
        resolver = self.resolver
        if not found.problem:
            if not found.through or found.unit is None:
                return None
            path = resolver.path(found.unit)
            return Finding("unit-succeeded", Severity.NOTE, place, "unit", text, path)
        unsure = found.problem in {"unit-unknown", "unit-name-only"}
        named = [resolver.path(unit) for unit in found.candidates]
        listed = "; ".join(named[:NAMED]) + ("; …" if len(named) > NAMED else "")
        details: dict[str, str | int] = {"candidates": listed, "count": len(named) or int(bool(found.proposed))}
        return Finding(
            found.problem,
            self.unknown if unsure else Severity.ERROR,
            place,
            "unit",
            text,
            found.proposed,
            details,
        )


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of one typed unit: its path, the step to it, the finding of the first row and of those after."""

    path: str
    done: str
    first: Finding | None
    later: Finding | None


class RowUnits:
    """Settles the unit of one table's rows. What one text means is judged once, and a warning about it said once."""

    def __init__(
        self, rules: UnitRules, place: Place, within: UnitId | None, complete: Callable[[str], str] = str
    ) -> None:
        self._rules, self._place, self._within, self._complete = rules, place, within, complete
        self._known: dict[str, _Outcome] = {}

    def settle(self, row: CleanRow) -> CleanRow:
        """Return the row with its unit's path in place of what was typed, or with a finding, or as it is."""
        typed = row.values.get("unit")
        if typed is None:
            return row
        outcome = self._known.get(typed)
        if outcome is None:
            outcome = self._judge(typed)
            finding = outcome.first
        else:
            finding = outcome.later
        if outcome.path == typed and finding is None:
            return row
        findings = row.findings
        if finding is not None:
            findings = (*findings, replace(finding, place=replace(finding.place, row=row.row)))
        if outcome.path == typed:
            return replace(row, findings=findings)
        return _renamed(replace(row, findings=findings), typed, outcome.path, outcome.done)

    def _judge(self, typed: str) -> _Outcome:
        found, completed = self._resolved(typed)
        first = self._rules.finding(found, typed, self._place)
        if found.unit is not None:
            path, done = self._rules.resolver.path(found.unit), "unit-resolved"
        else:
            path, done = (completed if found.problem == "unit-unknown" else typed), "unit-completed"
        # A warning on every row of a branch would have every row cleaned again each night.
        later = replace(first, severity=Severity.NOTE) if first and first.severity is Severity.WARNING else first
        outcome = _Outcome(path, done, first, later)
        if len(self._known) < REMEMBERED:
            self._known[typed] = outcome
        return outcome

    def _resolved(self, typed: str) -> tuple[Resolution, str]:
        """What a text names, and the text with the list's own unit behind it.

        Where the tree did not know that unit by the name the list gives it, the two together may be a path it knows.
        """
        resolver, completed = self._rules.resolver, self._complete(typed)
        if self._within is None and completed != typed:
            found = resolver.resolve(completed)
            if found.unit is not None:
                return found, completed
        return resolver.resolve(typed, self._within), completed


class CompletedUnits:
    """Settles the unit of one table's rows where there is no tree. `within` is the unit of its list or its title."""

    def __init__(self, within: str, words: RowWords) -> None:
        self._within, self._words = within, words
        self._known: dict[str, str] = {within: within}

    def settle(self, row: CleanRow) -> CleanRow:
        """Return the row with its unit completed, or as it is."""
        typed = row.values.get("unit")
        if typed is None or (unit := self.complete(typed)) == typed:
            return row
        return _renamed(row, typed, unit, "unit-completed")

    def complete(self, typed: str) -> str:
        """Return a unit as it was typed, with the list's own behind it where it names only a branch."""
        unit = self._known.get(typed)
        if unit is None:
            unit = complete_cell(typed, self._within, self._words)
            if len(self._known) < REMEMBERED:
                self._known[typed] = unit
        return unit


def _renamed(row: CleanRow, typed: str, unit: str, done: str) -> CleanRow:
    before = row.steps.get("unit")
    step = Step(before.found if before else typed, (*(before.done if before else ()), done))
    return replace(row, values={**row.values, "unit": unit}, steps={**row.steps, "unit": step})
