"""The tree of units: what a unit is, under which others it stands, what became of it.

The tree has any depth (the domain book, §2). A unit keeps its id for good; its name, its place and its codes may
change, and what they were before is kept with it, so that a list written earlier still means the same unit. A
reorganisation closes units and links each to those it went into.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple, NewType

from sync.fingerprint import digest

UnitId = NewType("UnitId", int)
"""A unit's internal id: given once, never reused, meaningless outside."""

UPSTREAM = "upstream"
"""The upstream as a source of units, and the numbering of its own ids. Those are no codes anybody writes into a list,
so they name a unit only together with this."""


class UnitCode(NamedTuple):
    """A code and the numbering it belongs to.

    `vintage` is the day, or the year, from which the numbering holds, as ISO text; empty where nobody said. Codes
    were reused with another meaning, so a code without its vintage names nothing for certain.
    """

    code: str
    vintage: str = ""

    def __str__(self) -> str:
        return f"{self.code}@{self.vintage}" if self.vintage else self.code


class Former(NamedTuple):
    """A name and a parent that a unit had before."""

    name: str
    parent: UnitId | None


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit. `valid_from` and `valid_to` are its first and last day as ISO text, cut to what is known of them.

    `successors` are the units it went into. `source` is the list, or the upstream, that stated it last.
    """

    id: UnitId
    name: str
    level: str = ""
    parent: UnitId | None = None
    codes: tuple[UnitCode, ...] = ()
    valid_from: str | None = None
    valid_to: str | None = None
    successors: tuple[UnitId, ...] = ()
    former: tuple[Former, ...] = ()
    source: str = ""

    def is_open(self, today: date) -> bool:
        """Whether the unit is there on a day; a day that is known by its year alone counts as the whole year."""
        day = today.isoformat()
        begun = self.valid_from is None or self.valid_from <= day[: len(self.valid_from)]
        return begun and (self.valid_to is None or day[: len(self.valid_to)] <= self.valid_to)

    @property
    def code(self) -> UnitCode | None:
        """The code by which an officer can name the unit: of the latest numbering, the upstream's own id last."""
        return max(self.codes, key=lambda code: (code.vintage != UPSTREAM, code.vintage, code.code), default=None)

    def facts(self) -> tuple[object, ...]:
        """Everything stated about the unit but who stated it, in a form that is equal for equal units."""
        return (
            self.id,
            self.name,
            self.level,
            self.parent,
            tuple(sorted(self.codes)),
            self.valid_from,
            self.valid_to,
            tuple(sorted(self.successors)),
            tuple(sorted(self.former, key=repr)),
        )


class UnitTree:
    """All units, open and closed. A value: it is never changed, a later tree is another one."""

    def __init__(self, units: Iterable[Unit] = ()) -> None:
        self._units: Mapping[UnitId, Unit] = {unit.id: unit for unit in units}

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def __contains__(self, unit: object) -> bool:
        return unit in self._units

    def __getitem__(self, unit: UnitId) -> Unit:
        return self._units[unit]

    def get(self, unit: UnitId) -> Unit | None:
        """Return a unit, None where there is none of this id."""
        return self._units.get(unit)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, UnitTree) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def digest(self) -> bytes:
        """Sixteen bytes that change with anything stated about any unit."""
        return digest(repr(self._units[number].facts()) for number in sorted(self._units))

    def digest_on(self, today: date) -> bytes:
        """The digest of the tree as it stands on a day: it also changes when a unit opens or closes by its dates."""
        there = (str(number) for number in sorted(self._units) if self._units[number].is_open(today))
        return digest([self.digest.hex(), *there])

    @cached_property
    def _children(self) -> Mapping[UnitId | None, tuple[UnitId, ...]]:
        found: dict[UnitId | None, list[UnitId]] = {}
        for unit in self:
            found.setdefault(unit.parent if unit.parent in self._units else None, []).append(unit.id)
        return {parent: tuple(children) for parent, children in found.items()}

    @cached_property
    def _predecessors(self) -> Mapping[UnitId, tuple[UnitId, ...]]:
        found: dict[UnitId, list[UnitId]] = {}
        for unit in self:
            for successor in unit.successors:
                found.setdefault(successor, []).append(unit.id)
        return {unit: tuple(before) for unit, before in found.items()}

    @cached_property
    def codes(self) -> Mapping[str, Sequence[tuple[str, UnitId]]]:
        """Vintages and units by code; codes are compared without case."""
        found: dict[str, list[tuple[str, UnitId]]] = {}
        for unit in self:
            for code in unit.codes:
                found.setdefault(code.code.casefold(), []).append((code.vintage, unit.id))
        return found

    def roots(self) -> tuple[UnitId, ...]:
        """Units without a parent."""
        return self._children.get(None, ())

    def children(self, unit: UnitId) -> tuple[UnitId, ...]:
        """Units that stand directly under a unit, in the order they were stated."""
        return self._children.get(unit, ())

    def predecessors(self, unit: UnitId) -> tuple[UnitId, ...]:
        """Units that went into a unit."""
        return self._predecessors.get(unit, ())

    def line(self, unit: UnitId) -> tuple[UnitId, ...]:
        """A unit and all above it, smallest first. A circle, which no import lets in, ends where it closes."""
        found: dict[UnitId, None] = {}
        at: UnitId | None = unit
        while at is not None and at in self._units and at not in found:
            found[at] = None
            at = self._units[at].parent
        return tuple(found)

    def names(self, unit: UnitId) -> tuple[str, ...]:
        """The names of a unit and all above it, smallest first."""
        return tuple(self._units[each].name for each in self.line(unit))

    def is_under(self, unit: UnitId, above: UnitId) -> bool:
        """Whether a unit is another one, or stands anywhere under it."""
        return above in self.line(unit)

    def living(self, unit: UnitId, today: date) -> frozenset[UnitId]:
        """The open units that a unit is today: itself, or those it went into, or nobody."""
        found: set[UnitId] = set()
        met: set[UnitId] = set()
        ahead = [unit]
        while ahead:
            at = ahead.pop()
            if at in met or at not in self._units:
                continue
            met.add(at)
            if self._units[at].is_open(today):
                found.add(at)
            else:
                ahead.extend(self._units[at].successors)
        return frozenset(found)
