"""What no row of a list may be. Such a row would be read as a wrong person, or as a person of a wrong unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from adapters.lists.spec import ListSpec
from adapters.lists.table import Origin, letters_lost
from sync.errors import ListError
from sync.tables.groups import GroupRow, agrees, is_within, unit_level
from sync.tables.headers import begins, first_words, fold_words
from sync.tables.layout import Layout
from sync.tables.rows import NAME_FIELDS, group_reader, row_judge
from sync.units.listing import UNIT_NAME
from sync.values import Cell

MIN_HEADER_WORDS = 2
"""A row with this many header words is a header, not somebody called "Ngày"."""

REMEMBERED = 10_000
"""Different cells whose meaning as a header is remembered for one table."""

_NUMBER = re.compile(r"[0-9\s.,/:+-]*")
"""A number, a date or a time: no header is one, and no two people have the same."""


class RowCheck:
    """Refuses a list with a row that is damaged in its name, the header of another table, or a unit's name that
    leaves open whose people follow. The error names the row.

    `unit` is the unit the table names, completed by its list's own. Of a list of units only damage is looked for:
    every row of it is a unit's name.
    """

    def __init__(self, layout: Layout, origin: Origin, spec: ListSpec, unit: str | None = None) -> None:
        self.words, self.origin = spec.headers.rows, origin
        self.of_people = spec.unit_words is None
        named = NAME_FIELDS if self.of_people else UNIT_NAME
        self.names = [column.index for column in layout.columns if column.field in named] or [
            column.index for column in layout.columns if column.field in spec.headers.keys
        ]
        self.name = self.names[0]
        self.own = [name for name in (unit, layout.unit, spec.unit) if name]
        self.has_unit = any(column.field == "unit" for column in layout.columns)
        self.fields = {column.index: column.field for column in layout.columns}
        self.headers = {column.index: set(map(fold_words, column.header.split(" › "))) for column in layout.columns}
        self.judge = row_judge(layout.columns, self.words)
        # It remembers the row it saw last, and may look ahead of the other one.
        self._heading_judge = row_judge(layout.columns, self.words)
        self.group = group_reader(layout.columns, self.words)
        self.suspects = first_words(self.words.headers)
        self._meaning = lru_cache(REMEMBERED)(lambda cell: spec.headers.resolve((cell,)))

    def __call__(self, row: int, cells: Sequence[Cell]) -> None:
        """Raise `ListError` for such a row of a table without group rows."""
        self.look(row, cells)

    def look(self, row: int, cells: Sequence[Cell], *, unit: str = "", entered: bool = False) -> str | None:
        """Return why a row is no record, or None. Raises `ListError` for a row that may not be.

        `unit` is the unit in effect, `entered` says that a group row is known to be one.
        """
        for index in self.names:
            cell = cells[index]
            if isinstance(cell, str) and letters_lost(cell):
                raise ListError("list-lost-letters", place=self.origin.place(row, index))
        if not self.of_people:
            return None
        reason = self.judge(cells, row)
        if reason is None or reason == "header":
            name = cells[self.name]
            if reason or (isinstance(name, str) and name.strip() and _first(name) in self.suspects):
                self._refuse_other_header(row, cells)
        elif reason == "group" and not entered and not self.has_unit:
            group = self.group(cells)
            if group is None or not self.is_own(group):
                raise ListError("list-group-row", place=self.origin.place(row))
        elif reason == "title" and not self.has_unit:
            self._refuse_other_unit(row, cells, [unit] if unit else self.own)
        return reason

    def may_be_heading(self, row: int, cells: Sequence[Cell]) -> bool:
        """Whether a row that would be taken for somebody's says nothing but one text: that may be a unit's name."""
        reason = self._heading_judge(cells, row)
        return reason is None and self.group.says_one_text(cells)

    def is_own(self, group: GroupRow) -> bool:
        """Whether a group row names the unit that all rows of the table belong to anyway."""
        return bool(group.path) and any(agrees(group.unit, own) or is_within(group.unit, own) for own in self.own)

    def _refuse_other_header(self, row: int, cells: Sequence[Cell]) -> None:
        """Refuse a header whose words stand over other columns than the table's own."""
        meanings = {
            index: (meaning.field, fold_words(cell) in self.headers.get(index, ()))
            for index, cell in enumerate(cells)
            if isinstance(cell, str) and not _NUMBER.fullmatch(cell) and (meaning := self._meaning(cell))
        }
        if len(meanings) >= MIN_HEADER_WORDS:
            for index, (meant, repeated) in meanings.items():
                if not repeated and meant != self.fields.get(index):
                    raise ListError("list-second-table", place=self.origin.place(row, index))

    def _refuse_other_unit(self, row: int, cells: Sequence[Cell], units: Sequence[str]) -> None:
        """Refuse a title in the middle that names another unit than the one in effect."""
        own = [fold_words(part) for unit in units for part in unit.split(",")]
        for cell in cells:
            words = fold_words(cell).split() if isinstance(cell, str) else []
            for start in range(len(words)):
                rest = " ".join(words[start:])
                if unit_level(rest, self.words) is not None and not begins(rest, own):
                    raise ListError("list-group-row", place=self.origin.place(row))


def _first(name: str) -> str:
    return name.split(None, 1)[0].casefold()
