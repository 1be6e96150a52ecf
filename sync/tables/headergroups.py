"""Which groups of a header are about the member, by where they stand: over the name, over the whole table.

What stands under any other group that nobody knows is not taken for the member's own: a phone may be a parent's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sync.tables.grid import Grid
from sync.tables.headers import HeaderTable
from sync.text.words import holds

NAME_FIELDS = frozenset({"full_name", "family_name", "given_name"})
_NEEDED = frozenset({"date_of_birth", "national_id", "member_code", "unit"})
"""Without these a list says nothing: a group over them may be about the member where no other column states them."""


def own_groups(grid: Grid, table: HeaderTable, labels: Sequence[Sequence[str]], rows: range) -> frozenset[str]:
    """Return the folded headers over others that are about the member or are none: they cover the name, most of the
    table with what a list cannot do without, or are a line above the header. `rows` are the rows of the header."""
    folds = [table.folds(over) for over in labels]
    parents = {parent for over in folds for parent in over[:-1]}
    if not parents:
        return frozenset()
    own = {parent for parent in parents if table.is_letterhead(parent)}
    names = _name_columns(table, labels, frozenset(own))
    own |= {parent for column in names for parent in folds[column][:-1]}
    above = set(_above_the_name(grid, table, names, folds, rows)) if names else set()
    own |= {parent for parent in parents & above if not holds(parent, table.closed)}
    used = sum(1 for over in folds if over)
    covers = Counter(parent for over in folds for parent in set(over[:-1]))
    stated = {found.meaning.field for over in labels if over and (found := table.find(over, frozenset(own)))}
    for parent in parents - own:
        if holds(parent, table.closed) or covers[parent] * 2 <= used:
            continue
        under = [over for over, folded in zip(labels, folds, strict=True) if parent in folded[:-1]]
        named = {found.meaning.field for over in under if (found := table.find(over, None))}
        if named & _NEEDED - stated:
            own.add(parent)
    return frozenset(own)


def _name_columns(table: HeaderTable, labels: Sequence[Sequence[str]], own: frozenset[str]) -> list[int]:
    """The name columns: those that stand in no group nobody knows, where there are such."""
    for known in (own, None):
        names = [
            column
            for column, over in enumerate(labels)
            if over and (found := table.find(over, known)) and found.meaning.field in NAME_FIELDS
        ]
        if names:
            return names
    return []


def _above_the_name(
    grid: Grid, table: HeaderTable, names: Sequence[int], folds: Sequence[Sequence[str]], rows: range
) -> Iterator[str]:
    """The texts in rows above the name's own header that are not merged: more likely lines above the header."""
    for row in rows:
        if any(table.fold(grid.spread(row, column)) == folds[column][-1] for column in names):
            return
        for column in range(grid.width):
            if grid.own(row, column) and (row, column) not in grid.wide:
                yield table.fold(grid.own(row, column))
