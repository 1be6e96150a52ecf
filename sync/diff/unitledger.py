"""What was sent and confirmed before, in units of today.

A unit is kept as it was written when it was sent. Since then it may have been typed otherwise, renamed or moved;
whoever is in it has moved nowhere (the domain book, §2). So what was said before is given the path its unit has
today, before anything is compared with it. Where the unit itself is closed and went into another one, what was sent
stays beside it: the upstream still has to hear of that (`sync.movements.reorganising`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from sync.diff.decide import Stated
from sync.text.tidying import match_key
from sync.units.resolving import Resolver
from sync.unittree import UnitId
from sync.values import LedgerEntry, Operation, PersonId

_DASH = re.compile(r"\s+[-–—]\s+|\s*[–—]\s*")

Said = TypeVar("Said", LedgerEntry, Operation)


@dataclass(frozen=True, slots=True)
class Went:
    """A closed unit that went into an open one: their paths, and the closed one's last day, cut to what is known of
    it (today where nothing is). `before` and `into` are the units themselves."""

    old: str
    new: str
    on: str
    before: UnitId
    into: UnitId


class LedgerUnits:
    """Translates the units of ledger entries and operations. Without a tree it leaves everything as it is."""

    def __init__(self, resolver: Resolver | None) -> None:
        self._resolver = resolver

    def key(self, unit: str) -> str:
        """Return a text that is the same for two texts of one unit, whatever the tree calls it, and else the text."""
        found = None if self._resolver is None else self._resolver.resolve(unit).unit
        return unit if found is None else f"@{found}"

    def name(self, unit: str) -> str:
        """Return what a unit is called where it is counted: its path of today, a closed one's as it was sent."""
        found = None if self._resolver is None else self._resolver.resolve(unit)
        if self._resolver is None or found is None or found.unit is None or found.closed is not None:
            return unit
        return self._resolver.path(found.unit)

    def today(self, said: Mapping[PersonId, Said], *, keep_closed: bool = False) -> Mapping[PersonId, Said]:
        """Return what was said of people with the path their unit has today.

        An entry whose unit is closed has that of the one it went into, and what was sent as `before`; with
        `keep_closed` it stays as it was sent.
        """
        resolver = self._resolver
        if resolver is None:
            return said
        found: dict[PersonId, Said] = {}
        for person, each in said.items():
            meant = resolver.resolve(each.unit)
            if meant.unit is None or (keep_closed and meant.closed is not None):
                found[person] = each
            elif isinstance(each, LedgerEntry) and meant.closed is not None:
                found[person] = replace(each, unit=resolver.path(meant.unit), before=each.unit)
            else:
                found[person] = replace(each, unit=resolver.path(meant.unit))
        return found

    def against(self, entry: LedgerEntry | None, stated: Stated) -> LedgerEntry | None:
        """Return an entry as a row is compared with it: in the stated unit where its own is that one but for typing,
        or went into it and others, of which the row says which."""
        if self._resolver is None or entry is None:
            return entry
        step = stated.row.steps.get("unit")
        if step is not None and match_key(step.found) == match_key(entry.unit):
            # Sent before there was a tree: perhaps a name that only the list's own unit makes clear.
            return replace(entry, unit=stated.unit)
        if self.parted(entry.unit, stated.unit):
            return replace(entry, unit=stated.unit, before=entry.unit)
        return entry

    def parted(self, unit: str, into: str) -> bool:
        """Whether a unit is closed and went into several, one of them this."""
        found = None if self._resolver is None else self._resolver.resolve(unit)
        if self._resolver is None or found is None or found.problem != "unit-closed":
            return False
        return self._resolver.resolve(into).unit in found.candidates

    def went(self, before: str, into: str) -> Went | None:
        """Return what became of the closed unit that `before` names, and of those in it who are in `into` now."""
        resolver = self._resolver
        if resolver is None:
            return None
        old, new = resolver.resolve(before).closed, resolver.resolve(into).unit
        if old is None or new is None:
            return None
        on = resolver.tree[old].valid_to or resolver.today.isoformat()
        return Went(resolver.path(old), resolver.path(new), on, old, new)

    def meant(self, text: str, senders: Iterable[str]) -> Sequence[str]:
        """Return the paths of the units a destination may mean, seen from its senders: within the unit nearest above
        them that has one of that name, else anywhere. Nothing where the tree knows none, or there is no tree."""
        resolver = self._resolver
        if resolver is None:
            return ()
        above: dict[UnitId | None, None] = {None: None}
        for sender in senders:
            unit = resolver.resolve(sender).unit
            above |= dict.fromkeys(() if unit is None else resolver.tree.line(unit))
        for written in dict.fromkeys((text, ", ".join(_DASH.split(text)))):
            found = [resolver.resolve(written, within) for within in above]
            one = next((each.unit for each in found if each.unit is not None), None)
            if one is not None:
                return (resolver.path(one),)
            several = {unit for each in found for unit in each.candidates}
            if several:
                # One alone bears the name and lies elsewhere: that is not certain either.
                return (*map(resolver.path, sorted(several)), *(("…",) if len(several) == 1 else ()))
        return ()

    def of(self, unit: str) -> UnitId | None:
        """Return the unit a text names, itself closed or open; None where it is not one unit of the tree."""
        if self._resolver is None:
            return None
        found = self._resolver.resolve(unit)
        return found.unit if found.closed is None else found.closed
