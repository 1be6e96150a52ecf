"""One way to read a header: so many rows from a row on, each column by the cells above it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from sync.tables.grid import Grid
from sync.tables.headergroups import NAME_FIELDS, own_groups
from sync.tables.headers import HeaderTable
from sync.tables.marks import marked_columns
from sync.text.phrases import Found
from sync.values import Match

_ENOUGH = 2
"""So many known columns must stand beside a name header that is mistyped, and so many sub-headers in a row: a unit's
name may stand alone in the first row of data."""

_TRIED = 30
"""So many headers are tried for a name: it stands among the first that look like one, and a sheet may be hostile."""


def holds_name(grid: Grid, table: HeaderTable, top: int, depth: int, *, near: bool) -> bool:
    """Whether a header that stands in `depth` rows from `top` on has a name column: a quick look before the whole."""
    likely = {column for row in range(top, top + depth) for column in grid.likely(row, table.may_name)}
    return bool(likely) and any(
        found is not None and found.meaning.field in NAME_FIELDS | table.keys
        for labels in header_labels(grid, table, top, depth, sorted(likely)[:_TRIED])
        for found in [table.find(labels, None) or (table.mistyped(labels, None) if near else None)]
    )


def header_labels(
    grid: Grid, table: HeaderTable, top: int, depth: int, columns: Iterable[int]
) -> list[tuple[str, ...]]:
    """Return the header cells over each column, top to bottom, each once."""
    continued = [_continued(grid, row, range(row + 1, top + depth)) for row in range(top, top + depth)]
    labels: list[tuple[str, ...]] = []
    for column in columns:
        over: list[str] = []
        for row in range(top, top + depth):
            text = grid.spread(row, column) or continued[row - top][column]
            if text and (not over or (over[-1] != text and not table.is_hint(text))):
                over.append(text)
        labels.append(tuple(over))
    return labels


def _continued(grid: Grid, row: int, below: range) -> list[str]:
    """For each blank cell of a header row, the group to the left that it continues: both have sub-headers below.

    A merged group says itself how far it goes.
    """
    group = ""
    continued = [""] * grid.width
    for column in range(grid.width) if below else ():
        text = grid.own(row, column)
        if not any(grid.filled(each, column) for each in below) or (row, column) in grid.wide:
            group = ""
        elif text:
            group = text
        elif not grid.filled(row, column):
            continued[column] = group
    return continued


class HeaderRows:
    """The header as it reads when it stands in `depth` rows from `top` on.

    `labels` are the cells over each column, top to bottom; `found` says what each column was recognised as. With
    `near` the name column may be a mistyped one. `own` are the groups that are about the member by where they
    stand. `known` counts the columns that are understood, `grouped` those of them that the group above them
    explains.
    """

    def __init__(self, grid: Grid, table: HeaderTable, top: int, depth: int, *, near: bool = False) -> None:
        self.grid, self.table, self.top, self.depth = grid, table, top, depth
        self.data = range(top + depth, len(grid.rows))
        self.labels = header_labels(grid, table, top, depth, range(grid.width))
        self.own = own_groups(grid, table, self.labels, range(top, top + depth))
        self.found = [table.find(labels, self.own) if labels else None for labels in self.labels]
        others = {found.meaning.field for found in self.found if found} - NAME_FIELDS - {"row_no"}
        if near and len(others) >= _ENOUGH:
            self._find_mistyped_name()
        fields = {found.meaning.field for found in self.found if found}
        names = {"full_name"} if "full_name" in fields else {"family_name", "given_name"}
        if not fields & NAME_FIELDS and fields & table.keys:
            names = set(fields & table.keys)
            others -= names
        self.names = [index for index, found in enumerate(self.found) if found and found.meaning.field in names]
        self.qualifies = names <= fields and bool(others) and self._names_close() and not self._repeats()
        self.structural = self.qualifies and depth > 1 and self._is_sub_header(top + depth - 1)
        self.known = self.grouped = 0
        if self.qualifies:
            for index, mark in marked_columns(grid, table, self.labels, self.data, self.own).items():
                self.found[index] = mark
            own = [column for column in range(grid.width) if self._has_own(column)]
            shut = {column for column in own if not self.found[column] and table.shuts(self.labels[column], self.own)}
            self.known = sum(1 for column in own if self.found[column]) + len(shut)
            self.grouped = len(shut) + sum(1 for column in own if self._is_told_by_its_group(column))

    def _is_told_by_its_group(self, column: int) -> bool:
        """Whether a column would mean something else without the headers above its own."""
        found, labels = self.found[column], self.labels[column]
        return found is not None and len(labels) > 1 and found.meaning != self.table.resolve(labels[-1:])

    def _find_mistyped_name(self) -> None:
        unknown = (index for index, labels in enumerate(self.labels) if labels and self.found[index] is None)
        for index in islice((one for one in unknown if any(map(self.table.may_name, self.labels[one]))), _TRIED):
            found = self.table.mistyped(self.labels[index], self.own)
            if found and found.meaning.field in NAME_FIELDS and found.match is Match.TYPO:
                self.found[index] = found

    def _has_own(self, column: int) -> bool:
        """Whether a column has a header cell of its own, and does not only lie under a wide one."""
        return any(self.grid.filled(row, column) for row in range(self.top, self.data.start))

    def _names_close(self) -> bool:
        """A sub-header row leaves the name column blank or names it: a person's name there is data."""
        for column in self.names:
            for row in range(self.top + 1, self.top + self.depth):
                if self.grid.filled(row, column) and not self._says_name(row, column) and not self._hint(row, column):
                    return False
        return True

    def _repeats(self) -> bool:
        """Whether a lower row is the first one typed again, as at the top of each page: what is between is data."""
        first = self._row(self.top)
        for row in range(self.top + 1, self.data.start):
            again = [text == over for text, over in zip(self._row(row), first, strict=True) if text]
            if len(again) >= _ENOUGH and all(again):
                return True
        return False

    def _row(self, row: int) -> list[str]:
        return [self.table.fold(self.grid.own(row, column)) for column in range(self.grid.width)]

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
        (over,) = header_labels(self.grid, self.table, self.top, row - self.top, [column])
        above = self.table.find(over, self.own) if over else None
        return above is not None and above.meaning.field in NAME_FIELDS and self._says_name(row, column)

    def _is_group(self, row: int, column: int) -> bool:
        if not self.grid.filled(row, column):
            return True
        beside = column + 1
        return beside < self.grid.width and not self.grid.filled(row, beside) and self.grid.filled(row + 1, beside)
