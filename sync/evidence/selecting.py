"""Which entries of the journal a selection is about, and which changes and decisions these tell of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sync.evidence.pack import EXPORTED, Selection
from sync.evidence.story import LOOKED_UP
from sync.ports import Histories, JournalEntry, PastOperation
from sync.values import OfficerDecision, PersonId

_OF_RUNS = "run."


@dataclass(frozen=True, slots=True)
class Selected:
    """What was selected. `changes` are those that entries tell of, `decisions` likewise, each in order."""

    entries: Sequence[JournalEntry]
    changes: Sequence[PastOperation]
    decisions: Sequence[OfficerDecision]


@dataclass
class Selector:
    """Selects by what a selection says, once people and units are found: `person` and `run` as their numbers,
    `within` says whether a unit is the one asked for."""

    selection: Selection
    histories: Histories
    decisions: Sequence[OfficerDecision]
    person: PersonId | None = None
    run: int | None = None
    within: Callable[[str], bool] | None = None
    _wanted: list[int] = field(default_factory=list)

    def select(self, journal: Iterable[JournalEntry], own: int) -> Selected:
        """Return what is selected of the journal. The entry `own`, which tells of the pack itself, always is."""
        entries = [entry for entry in journal if self._fits(entry) or entry.number == own]
        changes = list(self._changes(entries))
        decisions = [one for one in self.decisions if self._is_wanted(one)]
        if self.person is not None or self.within is not None:
            entries = self._about(entries, changes, {one.number for one in decisions}, own)
        told = {number for entry in entries if isinstance(number := entry.facts.get("decision"), int)}
        return Selected(entries, changes, [one for one in decisions if one.number in told])

    def _fits(self, entry: JournalEntry) -> bool:
        wanted = self.selection
        return (
            (wanted.since is None or entry.at >= wanted.since)
            and (wanted.until is None or entry.at < wanted.until)
            and (wanted.upto is None or entry.number <= wanted.upto)
            and (self.run is None or entry.run == self.run)
        )

    def _changes(self, entries: Iterable[JournalEntry]) -> Iterable[PastOperation]:
        """The changes these entries tell of that are about the person and the unit asked for."""
        if self.person is not None:
            theirs = self.histories.operations(self.person)
            told = _merged(entries)
            found: Iterable[PastOperation] = [one for one in theirs if _covers(told, one.info.number)]
        else:
            found = (one for first, last in _merged(entries) for one in self.histories.numbered(first, last))
        return (one for one in found if self._is_within(one.info.operation.unit, one.info.operation.left))

    def _is_within(self, *units: str) -> bool:
        return self.within is None or any(self.within(unit) for unit in units if unit)

    def _is_wanted(self, made: OfficerDecision) -> bool:
        of_them = self.person is None or made.person == self.person or self.person in made.about
        return of_them and self._is_within(made.unit)

    def _about(
        self, entries: Iterable[JournalEntry], changes: Sequence[PastOperation], decisions: Collection[int], own: int
    ) -> list[JournalEntry]:
        """Those of these entries that are about the person or the unit: of their changes, the runs of those,
        decisions and looks."""
        numbers = [one.info.number for one in changes]
        runs = {one.info.run for one in changes}
        people = {one.info.person for one in changes} if self.person is None else {self.person}

        def is_about(entry: JournalEntry) -> bool:
            if entry.number == own:
                return True
            if entry.event.startswith(_OF_RUNS):
                return entry.run in runs
            if entry.event in (LOOKED_UP, EXPORTED):
                return not people.isdisjoint(looked_at(entry.facts))
            if "decision" in entry.facts:
                return entry.facts["decision"] in decisions
            return any(_between(numbers, first, last) for first, last in spans(entry.facts))

        return [entry for entry in entries if is_about(entry)]


def spans(facts: Mapping[str, object]) -> list[tuple[int, int]]:
    """Return the changes an entry names, as first and last of each stretch."""
    alone = facts.get("operations")
    named = [(part, part) for part in alone if isinstance(part, int)] if isinstance(alone, list) else []
    for value in facts.values():
        parts = value if isinstance(value, list) else []
        named += [(part[0], part[1]) for part in parts if isinstance(part, list) and len(part) == 2]
    return named


def looked_at(facts: Mapping[str, object]) -> set[object]:
    """Return the people an entry names by their numbers."""
    listed = facts.get("people")
    named: set[object] = set(listed) if isinstance(listed, list) else set()
    return named | {facts.get("person")} - {None}


def _merged(entries: Iterable[JournalEntry]) -> list[tuple[int, int]]:
    """Return the changes that entries name, as stretches in order that do not touch."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(span for entry in entries for span in spans(entry.facts)):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(merged[-1][1], last)
        else:
            merged.append((first, last))
    return merged


def _covers(merged: Sequence[tuple[int, int]], number: int) -> bool:
    return any(first <= number <= last for first, last in merged)


def _between(numbers: Sequence[int], first: int, last: int) -> bool:
    """Whether any of these numbers, in order, is between two others."""
    at = bisect_left(numbers, first)
    return at < len(numbers) and numbers[at] <= last
