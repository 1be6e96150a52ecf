"""From what a list, or the upstream, states about units to a new tree.

A statement is about a unit already known by its codes, else by its name under the same parent; everything else is a
new unit. Nothing is ever removed: what a unit was called, where it stood and which codes it had stays with it. What
cannot be placed for certain (a circle, an unknown parent, a code said twice) is left out with a finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sync.units.listing import UnitStatement
from sync.units.names import UnitWords
from sync.units.references import NAMED, Order, References
from sync.unittree import Former, Unit, UnitId, UnitTree
from sync.values import Finding, Place, Severity


@dataclass(slots=True)
class Merged:
    """A new tree, and what became of the statements: `new`, `changed`, `same`, `repeated`, `in_error`."""

    tree: UnitTree
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)


def merge_units(
    tree: UnitTree,
    statements: Sequence[UnitStatement],
    words: UnitWords,
    *,
    source: str,
    today: date,
    complete: bool = False,
) -> Merged:
    """Return the tree with what is stated; `source` is kept with each unit it states.

    `complete` says that every unit of this source is stated: one that is not is a warning, and stays.
    """
    return _Merge(tree, statements, words, source, today).made(complete)


class _Merge:
    """One import. Each statement is about a unit: one that is known, or one with a number yet to be given."""

    def __init__(
        self, tree: UnitTree, statements: Sequence[UnitStatement], words: UnitWords, source: str, today: date
    ) -> None:
        self.tree, self.statements, self.words, self.source, self.today = tree, statements, words, source, today
        self.merged = Merged(tree)
        self.stated: dict[UnitId, UnitStatement] = {}
        """The statements that stand, by their unit."""
        self.parents: dict[UnitId, UnitId | None] = {}
        """The parent of each unit that is stated."""

    def made(self, complete: bool) -> Merged:
        """Carry out the import."""
        self._identify()
        self.references = References(self.tree, self.words, self.stated)
        for unit in list(self.stated):
            self._find_parent(unit)
        while self._drop_orphans() or self._drop_circles():
            pass
        known = self._known_by_place()
        units = {unit.id: unit for unit in self.tree}
        for unit in self.stated:
            made = self._unit(unit, known)
            units[made.id] = made
        for unit, stated in self.stated.items():
            self._link(unit, stated, known, units)
        self.merged.tree = UnitTree(units.values())
        self._count(known)
        self._look_over(known, complete)
        return self.merged

    # ── which unit ───────────────────────────────────────────────────────────────────────────────────────

    def _identify(self) -> None:
        """Find the unit of each statement by its codes, or number it; refuse codes that are said of two units."""
        claimed: dict[tuple[str, str], UnitId] = {}
        following = max((unit.id for unit in self.tree), default=0)
        for stated in self.statements:
            keys = [(code.code.casefold(), code.vintage) for code in stated.codes]
            known = _each(
                unit for code, at in keys for vintage, unit in self.tree.codes.get(code, ()) if vintage == at
            )
            earlier = [claimed[key] for key in keys if key in claimed] or [
                unit for unit in known if unit in self.stated
            ]
            if earlier:
                self._said_twice(stated, self.stated[earlier[0]])
            elif len(known) > 1:
                names = "; ".join(sorted(self.tree[unit].name for unit in known)[:NAMED])
                self._refuse(stated, "unit-two-units", "code", str(stated.codes[0]), names=names)
            else:
                following += 0 if known else 1
                unit = known[0] if known else UnitId(following)
                self.stated[unit] = stated
                claimed.update(dict.fromkeys(keys, unit))

    def _said_twice(self, stated: UnitStatement, first: UnitStatement) -> None:
        """A code that came before: harmless where the row says the same, refused where it says something else."""
        code = str(stated.codes[0])
        if replace(first, place=stated.place) == stated:
            self._say(Severity.NOTE, stated, "unit-repeated", "code", code, row=first.place.row)
            self.merged.counts["repeated"] += 1
        else:
            self._refuse(stated, "unit-duplicate-code", "code", code, name=first.name, row=first.place.row)

    def _known_by_place(self) -> dict[UnitId, UnitId]:
        """Return the known unit of each statement without a known code: of its name, under its parent."""
        children: dict[tuple[UnitId | None, str], list[Unit]] = {}
        for each in self.tree:
            if each.id not in self.stated:
                children.setdefault((each.parent, self.words.key(each.name)), []).append(each)
        known: dict[UnitId, UnitId] = {}
        for unit in self._downwards():
            stated, parent = self.stated[unit], self.parents[unit]
            above = known.get(parent, parent) if parent is not None else None
            same = children.get((above, self.words.key(stated.name)), [])
            fitting = [each for each in same if unit not in self.tree and _may_be(each, stated)]
            if len(fitting) == 1:
                known[unit] = fitting[0].id
                same.remove(fitting[0])
        return known

    def _downwards(self) -> Iterator[UnitId]:
        """Yield the stated units, each after its parent."""
        children: dict[UnitId | None, list[UnitId]] = {}
        for unit, parent in self.parents.items():
            children.setdefault(parent if parent in self.parents else None, []).append(unit)
        ahead = list(reversed(children.get(None, ())))
        while ahead:
            unit = ahead.pop()
            yield unit
            ahead.extend(reversed(children.get(unit, ())))

    # ── where it stands ──────────────────────────────────────────────────────────────────────────────────

    def _find_parent(self, unit: UnitId) -> None:
        stated = self.stated[unit]
        if stated.parent is None:
            # A list without that column says nothing about where a known unit stands.
            silent = unit in self.tree and "parent" not in stated.columns and not stated.id
            self.parents[unit] = self.tree[unit].parent if silent else None
            return
        found = self.references.find(stated.parent, stated)
        if len(found) > 1:
            found = self.references.likelier([each for each in found if each != unit], stated)
        if len(found) == 1:
            self.parents[unit] = found[0]
            return
        del self.stated[unit]
        if found:
            names = self.references.named(found)
            self._refuse(stated, "unit-parent-ambiguous", "parent", stated.parent, candidates=names)
        else:
            self._orphan(stated, self.references.nearest(stated.parent))

    def _orphan(self, stated: UnitStatement, nearest: str = "") -> None:
        text = (stated.parent or "").removeprefix("#")
        self._refuse(stated, "unit-orphan", "parent", text, nearest, count=int(bool(nearest)))

    def _drop_orphans(self) -> bool:
        """Refuse statements under one that was refused, unless the tree knows that unit anyhow."""
        gone = [
            unit
            for unit, parent in self.parents.items()
            if parent is not None and parent not in self.stated and parent not in self.tree
        ]
        for unit in gone:
            del self.parents[unit]
            self._orphan(self.stated.pop(unit))
        return bool(gone)

    def _drop_circles(self) -> bool:
        """Refuse statements that stand under themselves."""
        above = {unit.id: unit.parent for unit in self.tree} | self.parents
        settled: set[UnitId | None] = {None}
        dropped = False
        for start in list(self.parents):
            way: dict[UnitId, None] = {}
            at: UnitId | None = start
            while at is not None and at not in settled and at not in way:
                way[at] = None
                at = above.get(at)
            circle = list(way)[list(way).index(at) :] if at is not None and at in way else []
            names = " → ".join(self.references.name(unit) for unit in [*circle[:NAMED], *circle[:1]])
            for unit in circle:
                if unit in self.stated:
                    stated = self.stated.pop(unit)
                    del self.parents[unit]
                    self._refuse(stated, "unit-circle", "parent", stated.name, names=names)
                    dropped = True
            settled.update(way)
        return dropped

    # ── the new tree ─────────────────────────────────────────────────────────────────────────────────────

    def _unit(self, unit: UnitId, known: dict[UnitId, UnitId]) -> Unit:
        """Return a stated unit with all that is kept of what it was."""
        stated, number = self.stated[unit], known.get(unit, unit)
        parent = self.parents[unit]
        parent = known.get(parent, parent) if parent is not None else None
        old = self.tree.get(number)
        if old is None:
            return Unit(
                number,
                stated.name,
                stated.level or "",
                parent,
                tuple(sorted(set(stated.codes))),
                stated.valid_from,
                stated.valid_to,
                source=self.source,
            )
        here, there = (self.words.key(stated.name), parent), (self.words.key(old.name), old.parent)
        former = [each for each in old.former if (self.words.key(each.name), each.parent) not in (here, there)]
        if here != there:
            former.append(Former(old.name, old.parent))
        return replace(
            old,
            name=stated.name,
            level=stated.level if stated.level is not None else old.level,
            parent=parent,
            codes=tuple(sorted({*old.codes, *stated.codes})),
            valid_from=stated.valid_from if self._states(stated, "valid_from") else old.valid_from,
            valid_to=stated.valid_to if self._states(stated, "valid_to") else old.valid_to,
            former=tuple(former),
            source=self.source,
        )

    @staticmethod
    def _states(stated: UnitStatement, column: str) -> bool:
        """Whether a statement says something of this, be it that it is empty."""
        return column in stated.columns or bool(stated.id)

    def _link(
        self, unit: UnitId, stated: UnitStatement, known: dict[UnitId, UnitId], units: dict[UnitId, Unit]
    ) -> None:
        """Enter what a unit went into, and what went into it."""
        here = known.get(unit, unit)
        links: list[tuple[str, Sequence[str], Order]] = [
            ("successors", stated.successors, "later"),
            ("predecessors", stated.predecessors, "earlier"),
        ]
        for column, references, order in links:
            for reference in references:
                found = [known.get(each, each) for each in self.references.find(reference, stated, order)]
                found = [each for each in dict.fromkeys(found) if each != here and each in units]
                if len(found) != 1:
                    names = self.references.named(found) if found else ""
                    text = reference.removeprefix("#")
                    self._warn(stated, "unit-link-unclear", column, text, candidates=names, count=len(found))
                    continue
                before, after = (here, found[0]) if column == "successors" else (found[0], here)
                if after not in units[before].successors:
                    successors = tuple(sorted({*units[before].successors, after}))
                    units[before] = replace(units[before], successors=successors)

    def _count(self, known: dict[UnitId, UnitId]) -> None:
        for unit in self.stated:
            number = known.get(unit, unit)
            if number not in self.tree:
                self.merged.counts["new"] += 1
            else:
                same = self.tree[number].facts() == self.merged.tree[number].facts()
                self.merged.counts["same" if same else "changed"] += 1

    # ── what an officer should look at ───────────────────────────────────────────────────────────────────

    def _look_over(self, known: dict[UnitId, UnitId], complete: bool) -> None:
        tree, today = self.merged.tree, self.today
        tops = [unit for unit in tree.roots() if tree[unit].is_open(today)]
        for unit, stated in self.stated.items():
            here = tree[known.get(unit, unit)]
            if not here.is_open(today):
                continue
            if here.parent is None and tops[0] != here.id:
                self._warn(stated, "unit-two-roots", "parent", here.name, other=tree[tops[0]].name)
            if here.parent is not None and not tree[here.parent].is_open(today):
                self._warn(stated, "unit-under-closed", "parent", tree[here.parent].name, name=here.name)
            if here.successors:
                self._warn(stated, "unit-open-with-successor", "valid_to", here.name)
        if complete and not self.merged.counts["in_error"]:
            here_ids = {known.get(unit, unit) for unit in self.stated}
            for each in self.tree:
                if each.source == self.source and each.id not in here_ids and each.is_open(today):
                    place = Place(self.source)
                    self.merged.findings.append(
                        Finding("unit-not-listed", Severity.WARNING, place, "unit-name", each.name)
                    )

    # ── saying it ────────────────────────────────────────────────────────────────────────────────────────

    def _refuse(
        self, stated: UnitStatement, code: str, column: str, found: str, proposed: str = "", **details: str | int
    ) -> None:
        self.merged.counts["in_error"] += 1
        place = stated.at(column)
        self.merged.findings.append(Finding(code, Severity.ERROR, place, f"unit-{column}", found, proposed, details))

    def _warn(self, stated: UnitStatement, code: str, column: str, found: str, **details: str | int) -> None:
        self._say(Severity.WARNING, stated, code, column, found, **details)

    def _say(
        self, severity: Severity, stated: UnitStatement, code: str, column: str, found: str, **details: str | int
    ) -> None:
        place = stated.at(column)
        self.merged.findings.append(Finding(code, severity, place, f"unit-{column}", found, details=details))


def _may_be(unit: Unit, stated: UnitStatement) -> bool:
    """Whether a unit of this name and place is the one stated: no code of one numbering, and no time, says no."""
    held: dict[str, set[str]] = {}
    for code in unit.codes:
        held.setdefault(code.vintage, set()).add(code.code.casefold())
    if any(code.vintage in held and code.code.casefold() not in held[code.vintage] for code in stated.codes):
        return False
    return not (unit.valid_to is not None and stated.valid_from is not None and unit.valid_to < stated.valid_from)


def _each(units: Iterator[UnitId]) -> list[UnitId]:
    return list(dict.fromkeys(units))
