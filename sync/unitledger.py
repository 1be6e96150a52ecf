"""What was sent and confirmed before, in units of today.

A unit is kept as it was written when it was sent. Since then it may have been typed otherwise, renamed, moved or
merged into another; whoever is in it has moved nowhere (the domain book, §2). So what was said before is given the
path its unit has today, before anything is compared with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from sync.decide import Stated
from sync.resolving import Resolver
from sync.text import match_key
from sync.values import LedgerEntry, Operation, PersonId

Said = TypeVar("Said", LedgerEntry, Operation)


class LedgerUnits:
    """Translates the units of ledger entries and operations. Without a tree it leaves everything as it is."""

    def __init__(self, resolver: Resolver | None) -> None:
        self._resolver = resolver

    def key(self, unit: str) -> str:
        """Return a text that is the same for two texts of one unit, whatever the tree calls it, and else the text."""
        found = None if self._resolver is None else self._resolver.resolve(unit).unit
        return unit if found is None else f"@{found}"

    def today(self, said: Mapping[PersonId, Said]) -> Mapping[PersonId, Said]:
        """Return what was said of people with the path their unit has today."""
        resolver = self._resolver
        if resolver is None:
            return said
        found: dict[PersonId, Said] = {}
        for person, each in said.items():
            unit = resolver.resolve(each.unit).unit
            found[person] = each if unit is None else replace(each, unit=resolver.path(unit))
        return found

    def as_typed(self, entry: LedgerEntry | None, stated: Stated) -> LedgerEntry | None:
        """Return an entry in the stated unit where its own is, but for typing, what was typed for that.

        What was sent before there was a tree is what the list said then: perhaps a name that only the list's own unit
        makes clear.
        """
        step = stated.row.steps.get("unit") if self._resolver is not None and entry is not None else None
        if step is None or entry is None or match_key(step.found) != match_key(entry.unit):
            return entry
        return replace(entry, unit=stated.unit)
