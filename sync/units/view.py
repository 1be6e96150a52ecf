"""One unit as it is shown: its path, its codes, its time, what it came from and what it went into."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sync.errors import YumsyncError
from sync.units.resolving import Resolver
from sync.unittree import UnitCode, UnitId

CANDIDATES = 10
"""Units an ambiguous text is said to mean."""


@dataclass(frozen=True, slots=True)
class UnitView:
    """One unit in words. Units are named by their paths, days are ISO text; `line` are the names from it upwards."""

    path: str
    line: tuple[str, ...]
    level: str
    codes: tuple[UnitCode, ...]
    open: bool
    valid_from: str | None
    valid_to: str | None
    above: str | None
    children: tuple[str, ...]
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    former: tuple[str, ...]
    today: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit as a line of the tree; `depth` counts the units above it."""

    depth: int
    name: str
    code: UnitCode | None
    open: bool


@dataclass(frozen=True, slots=True)
class TreeView:
    """The tree, each unit followed by those under it. `closed` counts the units that are not there today."""

    lines: tuple[UnitLine, ...]
    open: int
    closed: int


def view_tree(resolver: Resolver, *, closed: bool = False) -> TreeView:
    """Return the whole tree; closed units only where asked for, or where an open one stands under them."""
    tree, today = resolver.tree, resolver.today
    there = {unit.id for unit in tree if unit.is_open(today)}
    shown = {unit.id for unit in tree} if closed else {above for unit in there for above in tree.line(unit)}
    lines: list[UnitLine] = []
    ahead = [(unit, 0) for unit in reversed(tree.roots())]
    while ahead:
        at, depth = ahead.pop()
        if at in shown:
            lines.append(UnitLine(depth, tree[at].name, tree[at].code, at in there))
            ahead.extend((unit, depth + 1) for unit in reversed(tree.children(at)))
    return TreeView(tuple(lines), len(there), len(tree) - len(there))


def view_unit(resolver: Resolver, text: str) -> UnitView:
    """Return the unit a code or a path names as it stands; a name alone is enough where one unit bears it.

    Raises YumsyncError: `unit-unknown` with the nearest, `unit-ambiguous` with the candidates.
    """
    named = resolver.named(text)
    if not named:
        proposed = resolver.resolve(text).proposed
        raise YumsyncError("unit-unknown", found=text, proposed=proposed or "-")
    if len(named) > 1:
        shown = "; ".join(_told(resolver, named[:CANDIDATES])) + ("; …" if len(named) > CANDIDATES else "")
        raise YumsyncError("unit-ambiguous", found=text, candidates=shown)
    tree = resolver.tree
    unit = tree[named[0]]
    is_open = unit.is_open(resolver.today)
    return UnitView(
        path=resolver.path(unit.id),
        line=tree.names(unit.id),
        level=unit.level,
        codes=unit.codes,
        open=is_open,
        valid_from=unit.valid_from,
        valid_to=unit.valid_to,
        above=None if unit.parent is None or unit.parent not in tree else resolver.path(unit.parent),
        children=_paths(resolver, tree.children(unit.id)),
        predecessors=_paths(resolver, tree.predecessors(unit.id)),
        successors=_paths(resolver, unit.successors),
        former=tuple(
            ", ".join([before.name, *(tree.names(before.parent) if before.parent in tree and before.parent else ())])
            for before in unit.former
        ),
        today=() if is_open else _paths(resolver, sorted(tree.living(unit.id, resolver.today))),
        source=unit.source,
    )


def _paths(resolver: Resolver, units: Iterable[UnitId]) -> tuple[str, ...]:
    return tuple(resolver.path(unit) for unit in units)


def _told(resolver: Resolver, units: Iterable[UnitId]) -> list[str]:
    """Units by path and code, so that each can be asked for."""
    told = []
    for unit in units:
        code = resolver.tree[unit].code
        told.append(resolver.path(unit) + (f" ({code})" if code else ""))
    return told
