"""One way to read a header: so many rows from a row on, each column by the cells above it."""

from __future__ import annotations

from sync.grid import Grid
from sync.headers import HeaderTable
from sync.marks import marked_columns
from sync.phrases import Found
from sync.values import Match

NAME_FIELDS = frozenset({"full_name", "family_name", "given_name"})
_ENOUGH = 2
"""So many known columns must stand beside a name header that is mistyped, and so many sub-headers in a row: a unit's
name may stand alone in the first row of data."""


class HeaderRows:
    """The header as it reads when it stands in `depth` rows from `top` on.

    `labels` are the cells over each column, top to bottom; `found` says what each column was recognised as. With
    `near` the name column may be a mistyped one. `known` counts the columns that are understood, `grouped` those of
    them that the group above them explains.
    """

    def __init__(self, grid: Grid, table: HeaderTable, top: int, depth: int, *, near: bool = False) -> None:
        self.grid, self.table, self.top, self.depth = grid, table, top, depth
        self.data = range(top + depth, len(grid.rows))
        self.labels = [self._labels(column) for column in range(grid.width)]
        self.found = [table.find(labels) if labels else None for labels in self.labels]
        others = {found.meaning.field for found in self.found if found} - NAME_FIELDS - {"row_no"}
        if near and len(others) >= _ENOUGH:
            self._find_mistyped_name()
        fields = {found.meaning.field for found in self.found if found}
        names = {"full_name"} if "full_name" in fields else {"family_name", "given_name"}
        self.names = [index for index, found in enumerate(self.found) if found and found.meaning.field in names]
        self.qualifies = names <= fields and bool(others) and self._names_close()
        self.structural = self.qualifies and depth > 1 and self._is_sub_header(top + depth - 1)
        if self.qualifies:
            for index, mark in marked_columns(grid, table, self.labels, self.data).items():
                self.found[index] = mark
        own = [column for column in range(grid.width) if self._has_own(column)]
        shut = {column for column in own if not self.found[column] and table.shuts(self.labels[column])}
        self.known = sum(1 for column in own if self.found[column]) + len(shut)
        self.grouped = len(shut) + sum(1 for column in own if self._is_told_by_its_group(column))

    def _is_told_by_its_group(self, column: int) -> bool:
        """Whether a column would mean something else without the headers above its own."""
        found, labels = self.found[column], self.labels[column]
        return found is not None and len(labels) > 1 and found.meaning != self.table.resolve(labels[-1:])

    def _find_mistyped_name(self) -> None:
        for index, labels in enumerate(self.labels):
            if labels and self.found[index] is None:
                found = self.table.mistyped(labels)
                if found and found.meaning.field in NAME_FIELDS and found.match is Match.TYPO:
                    self.found[index] = found

    def _labels(self, column: int) -> tuple[str, ...]:
        """The header cells over a column, top to bottom, each once."""
        found: list[str] = []
        for row in range(self.top, self.top + self.depth):
            text = self.grid.spread(row, column) or self._continued(row, column)
            if text and (not found or (found[-1] != text and not self.table.is_hint(text))):
                found.append(text)
        return tuple(found)

    def _continued(self, row: int, column: int) -> str:
        """The group to the left that an unmerged blank header cell continues: both have sub-headers below.

        A merged group says itself how far it goes.
        """
        if not self._has_below(row, column) or self.grid.filled(row, column):
            return ""
        for left in range(column - 1, -1, -1):
            if not self._has_below(row, left) or (row, left) in self.grid.wide:
                return ""
            text = self.grid.own(row, left)
            if text:
                return text
        return ""

    def _has_own(self, column: int) -> bool:
        """Whether a column has a header cell of its own, and does not only lie under a wide one."""
        return any(self.grid.filled(row, column) for row in range(self.top, self.data.start))

    def _has_below(self, row: int, column: int) -> bool:
        return any(self.grid.filled(below, column) for below in range(row + 1, self.top + self.depth))

    def _names_close(self) -> bool:
        """A sub-header row leaves the name column blank or names it: a person's name there is data."""
        for column in self.names:
            for row in range(self.top + 1, self.top + self.depth):
                if self.grid.filled(row, column) and not self._says_name(row, column) and not self._hint(row, column):
                    return False
        return True

    def _hint(self, row: int, column: int) -> bool:
        text = self.grid.own(row, column)
        return bool(text) and self.table.is_hint(text)

    def _says_name(self, row: int, column: int) -> bool:
        alone = self._alone(row, column)
        return alone is not None and alone.meaning.field in NAME_FIELDS

    def _alone(self, row: int, column: int) -> Found | None:
        label = (self.grid.own(row, column),)
        whole = self.found[column]
        return self.table.find(label) or (self.table.mistyped(label) if whole and whole.match is Match.TYPO else None)

    def _is_sub_header(self, row: int) -> bool:
        """Whether a row only subdivides the one above, or only holds hints about typing.

        It subdivides with text under blanks or under groups, and with nobody's name under the name.
        """
        filled = [column for column in range(self.grid.width) if self.grid.filled(row, column)]
        if filled and all(self._hint(row, column) for column in filled):
            return True
        if len(filled) < _ENOUGH:
            return False
        if any(column in self.names and not self._divides_name(row, column) for column in filled):
            return False
        return all(self.grid.own(row, column) and self._is_group(row - 1, column) for column in filled)

    def _divides_name(self, row: int, column: int) -> bool:
        """Whether a cell names a part of the name that stands over it."""
        above = self.table.find((self.grid.spread(row - 1, column) or self._continued(row - 1, column),))
        return above is not None and above.meaning.field in NAME_FIELDS and self._says_name(row, column)

    def _is_group(self, row: int, column: int) -> bool:
        if not self.grid.filled(row, column):
            return True
        beside = column + 1
        return beside < self.grid.width and not self.grid.filled(row, beside) and self.grid.filled(row + 1, beside)
