"""What the references of a list of units mean, while the tree it makes is not there yet.

A parent or a successor is named by a code, by the upstream's own id, or by a path. Names are compared with what the
list itself states and with what the tree knows; a path's upper names must agree with what is stated of them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz, process

from sync.tables.headers import strip_marks
from sync.units.listing import UnitStatement
from sync.units.names import UnitWords
from sync.unittree import UPSTREAM, UnitId, UnitTree

NAMED = 5
"""Units a finding names; beyond that they are only counted."""

LONGEST = 40
"""Names a path may have."""

PROPOSED = 300
"""Unknown references for which the nearest name is looked for."""

Order = Literal["same", "later", "earlier"]
"""Which numbering a code without its vintage belongs to, where several know it: the row's own, or one after or
before that."""


class References:
    """Finds units by what a statement calls them. `stated` are the statements by their unit."""

    def __init__(self, tree: UnitTree, words: UnitWords, stated: Mapping[UnitId, UnitStatement]) -> None:
        self._tree, self._words = tree, words
        self._stated = dict(stated)
        self._own = {stated.id: unit for unit, stated in self._stated.items() if stated.id}
        self._codes: dict[str, list[tuple[str, UnitId]]] = {code: list(known) for code, known in tree.codes.items()}
        self._names: dict[str, list[UnitId]] = {}
        for unit in tree:
            self._add(unit.name, unit.id)
        for number, each in self._stated.items():
            self._add(each.name, number)
            for code in each.codes:
                known = self._codes.setdefault(code.code.casefold(), [])
                if (code.vintage, number) not in known:
                    known.append((code.vintage, number))
        self._proposals = PROPOSED

    def _add(self, name: str, unit: UnitId) -> None:
        units = self._names.setdefault(self._words.key(name), [])
        if unit not in units:
            units.append(unit)

    def find(self, reference: str, stated: UnitStatement, order: Order = "same") -> list[UnitId]:
        """Return the units a reference may mean: one is an answer, several are a question, none is unknown."""
        if reference.startswith("#"):
            own = self._own.get(reference[1:])
            return [] if own is None else [own]
        by_code = self._by_code(reference, stated, order)
        return by_code or self._by_path(reference)

    def _by_code(self, reference: str, stated: UnitStatement, order: Order) -> list[UnitId]:
        code, at, vintage = reference.partition("@")
        known = self._codes.get(code.strip().casefold(), ())
        if at:
            return _each(unit for held, unit in known if held == vintage.strip())
        known = [(held, unit) for held, unit in known if held != UPSTREAM]
        everyone = _each(unit for _, unit in known)
        if len(everyone) > 1 and stated.codes:
            own = stated.codes[0].vintage
            fits = {"same": own.__eq__, "later": own.__lt__, "earlier": own.__gt__}[order]
            fitting = _each(unit for held, unit in known if fits(held))
            same = _each(unit for held, unit in known if held == own)
            return fitting or same or everyone
        return everyone

    def _by_path(self, reference: str) -> list[UnitId]:
        parts = [part.strip() for part in reference.split(",") if part.strip()]
        if len(parts) > LONGEST:
            return []
        found: list[UnitId] = []
        for taken in range(1, len(parts) + 1):
            key = self._words.key(", ".join(parts[:taken]))
            rest = [self._words.key(part) for part in parts[taken:]]
            found += [unit for unit in self._names.get(key, ()) if key and self._agrees(unit, rest)]
        return _each(iter(found))

    def _agrees(self, unit: UnitId, names: Sequence[str]) -> bool:
        """Whether what is stated above a unit begins with these names, as far as both go."""
        return all(name == above for name, above in zip(names, self._above(unit), strict=False))

    def _above(self, unit: UnitId) -> Iterator[str]:
        """The keys of the names above a unit: as its statement gives them, then as the tree knows them."""
        met: set[UnitId] = set()
        at: UnitId | None = unit
        while at is not None and at not in met:
            met.add(at)
            stated = self._stated.get(at)
            if stated is None or (stated.parent is None and "parent" not in stated.columns and at in self._tree):
                at = self._tree[at].parent
            elif stated.parent is None:
                return
            else:
                exact = self._exactly(stated.parent, stated)
                if exact is None:
                    yield from (self._words.key(part) for part in stated.parent.split(","))
                    return
                at = exact
            if at is not None:
                yield self._words.key(self.name(at))

    def _exactly(self, reference: str, stated: UnitStatement) -> UnitId | None:
        """Return the unit of a reference by id or code; None for a path."""
        if reference.startswith("#"):
            return self._own.get(reference[1:])
        found = self._by_code(reference, stated, "same")
        return found[0] if len(found) == 1 else None

    def name(self, unit: UnitId) -> str:
        """Return a unit's name, as stated or as known."""
        stated = self._stated.get(unit)
        return stated.name if stated is not None else self._tree[unit].name

    def likelier(self, found: Collection[UnitId], stated: UnitStatement) -> list[UnitId]:
        """Of several parents, those that are there as long as the unit, and of these the ones the list itself states.

        A closed unit has no open one under it.
        """
        there = [unit for unit in found if self._spans(unit, stated)] or list(found)
        return [unit for unit in there if unit in self._stated] or there

    def _spans(self, unit: UnitId, lower: UnitStatement) -> bool:
        upper = self._stated.get(unit)
        begun, ended = (
            (upper.valid_from, upper.valid_to)
            if upper is not None
            else (self._tree[unit].valid_from, self._tree[unit].valid_to)
        )
        if ended is not None and (lower.valid_to is None or ended < lower.valid_to):
            return False
        return begun is None or lower.valid_to is None or begun <= lower.valid_to

    def named(self, units: Collection[UnitId]) -> str:
        """Return the units in words an officer can write: name and what stands above, or the code."""
        shown = []
        for unit in list(units)[:NAMED]:
            stated = self._stated.get(unit)
            code = next(iter(stated.codes), None) if stated is not None else self._tree[unit].code
            shown.append(f"{self.name(unit)} ({code})" if code else self.name(unit))
        return "; ".join(shown) + ("; …" if len(units) > NAMED else "")

    @cached_property
    def _choices(self) -> dict[UnitId, str]:
        return {units[0]: strip_marks(key) for key, units in self._names.items()}

    def nearest(self, reference: str) -> str:
        """Return the name nearest to one nobody bears; empty where none is near."""
        if not self._proposals or not reference:
            return ""
        self._proposals -= 1
        wanted = strip_marks(self._words.key(reference.split(",", maxsplit=1)[0][:200]))
        best = process.extractOne(wanted, self._choices, scorer=fuzz.ratio, score_cutoff=75)
        return self.name(best[2]) if best else ""


def _each(units: Iterator[UnitId]) -> list[UnitId]:
    return list(dict.fromkeys(units))
