"""Which groups of a header are about the member, by where they stand: over the name, over the whole table.

What stands under any other group that nobody knows is not taken for the member's own: a phone may be a parent's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sync.grid import Grid
from sync.headers import HeaderTable
from sync.words import holds

NAME_FIELDS = frozenset({"full_name", "family_name", "given_name"})
_NEEDED = frozenset({"date_of_birth", "national_id", "member_code", "unit"})
"""Without these a list says nothing: a group over them may be about the member where no other column states them."""


def own_groups(grid: Grid, table: HeaderTable, labels: Sequence[Sequence[str]], rows: range) -> frozenset[str]:
    """Return the folded headers over others that are about the member or are none: they cover the name, most of the
    table with what a list cannot do without, or are a letterhead. `rows` are the rows of the header."""
    folds = [table.folds(over) for over in labels]
    parents = {parent for over in folds for parent in over[:-1]}
    if not parents:
        return frozenset()
    own = {parent for parent in parents if table.is_letterhead(parent)}
    own |= _over_the_name(table, labels, folds, frozenset(own))
    used = sum(1 for over in folds if over)
    covers = Counter(parent for over in folds for parent in set(over[:-1]))
    lone = set(_lone(grid, table, rows))
    stated = {found.meaning.field for over in labels if over and (found := table.find(over, frozenset(own)))}
    for parent in parents - own:
        if holds(parent, table.closed) or not (covers[parent] * 2 > used or parent in lone):
            continue
        under = [over for over, folded in zip(labels, folds, strict=True) if parent in folded[:-1]]
        named = {found.meaning.field for over in under if (found := table.find(over, None))}
        if named & _NEEDED - stated:
            own.add(parent)
    return frozenset(own)


def _over_the_name(
    table: HeaderTable, labels: Sequence[Sequence[str]], folds: Sequence[Sequence[str]], own: frozenset[str]
) -> set[str]:
    """The groups over the name column: one that stands in no group nobody knows, where there is one."""
    for known in (own, None):
        over_names = [
            folded[:-1]
            for over, folded in zip(labels, folds, strict=True)
            if over and (found := table.find(over, known)) and found.meaning.field in NAME_FIELDS
        ]
        if over_names:
            return {parent for parents in over_names for parent in parents}
    return set()


def _lone(grid: Grid, table: HeaderTable, rows: range) -> Iterator[str]:
    """The texts that stand alone in a row of the header and are not merged: a group, or a line above the header."""
    for row in rows[:-1]:
        filled = [column for column in range(grid.width) if grid.filled(row, column)]
        if len(filled) == 1 and (row, filled[0]) not in grid.wide:
            yield table.fold(grid.own(row, filled[0]))
