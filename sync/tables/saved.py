"""A layout an officer confirmed: which column means what, by position, and the header texts it was made from.

Nothing is ever read by position alone: where the header in the file is no longer the one that was saved, the table
has problems and must not be used.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

from sync.fingerprint import digest
from sync.tables.headers import HeaderTable, column_letter, fold_words
from sync.tables.layout import Layout, Merge, Problem, layout_at, recognise
from sync.values import Cell, Column, Match

_TOLD = 5
"""How many differing columns are told of: a column put in the middle moves all that follow."""

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class SavedColumn:
    """One column: its position from 0, the header it had, and its field; without a field it is not used.

    `implies`, `value` and `group` are those of `Column`.
    """

    index: int
    header: str
    field: str = ""
    implies: tuple[str, str] | None = None
    value: str | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class SavedTable:
    """One table: the sheets it holds for (none: every sheet), where its header stands (from 0), its columns.

    `unit` is the unit of all its rows that name none; without it the unit above the header counts.
    """

    sheets: tuple[str, ...]
    top: int
    depth: int
    columns: tuple[SavedColumn, ...]
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class SavedLayout:
    """A saved layout by its name."""

    name: str
    tables: tuple[SavedTable, ...]

    @property
    def digest(self) -> str:
        """Digest of everything in it: it changes whenever a row may come to mean something else."""
        return digest([repr(self.tables)]).hex()

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets it names."""
        return tuple(sheet for table in self.tables for sheet in table.sheets)

    def table_for(self, sheet: str) -> SavedTable | None:
        """Return the table that holds for a sheet: the one that names it, else the one that names none.

        A file without sheets (`""`) is read by the only table, whatever sheet that names.
        """
        name = normalize("NFC", sheet)
        for table in self.tables:
            if name in (normalize("NFC", each) for each in table.sheets):
                return table
        if not sheet and len(self.tables) == 1:
            return self.tables[0]
        return next((table for table in self.tables if not table.sheets), None)


def find_layout(
    rows: Sequence[Sequence[Cell]],
    words: HeaderTable,
    merges: Sequence[Merge] = (),
    saved: SavedLayout | None = None,
    sheet: str = "",
) -> Layout | None:
    """Return the layout of a sheet's first rows: as saved where one is bound, else as recognised; None for no list.

    A sheet that the saved layout says nothing about is no list, unless it looks like one: then it has the problem
    `list-layout-sheet`. Where the header differs from the saved one, the problems are `list-layout-changed`.
    """
    if saved is None:
        return recognise(rows, words, merges)
    table = saved.table_for(sheet)
    if table is not None:
        return _saved_layout(rows, words, merges, saved.name, table)
    found = recognise(rows, words, merges)
    if found is None:
        return None
    return replace(found, problems=(Problem("list-layout-sheet", -1, {"sheet": sheet, "layout": saved.name}),))


def _saved_layout(
    rows: Sequence[Sequence[Cell]], words: HeaderTable, merges: Sequence[Merge], name: str, table: SavedTable
) -> Layout:
    missing = table.top + table.depth - len(rows)
    rows = [*rows, *[()] * missing] if missing > 0 else rows
    found = layout_at(rows, words, table.top, table.depth, merges)
    changed = {problem.column: problem for problem in _changes(found.headers, name, table.columns)}
    columns = [
        Column(one.field, one.index, one.header, one.implies, one.value, Match.SAVED, group=one.group)
        for one in table.columns
        if one.field and one.index not in changed
    ]
    if changed:
        return replace(found, columns=tuple(columns), problems=tuple(changed.values())[:_TOLD])
    made = layout_at(rows, words, table.top, table.depth, merges, columns)
    return replace(
        made,
        unknown=(),
        unit=table.unit or made.unit,
        headers=_to_the_last(made.headers, columns),
    )


def _changes(found: Sequence[str], name: str, columns: Sequence[SavedColumn]) -> Iterator[Problem]:
    """Yield a problem for each column whose header is not the saved one, and for each header that is new."""
    saved = {one.index: one.header for one in columns}
    for index in range(max([len(found), *(index + 1 for index in saved)])):
        was, now = saved.get(index, ""), found[index] if index < len(found) else ""
        if _key(was) != _key(now):
            yield Problem(
                "list-layout-changed",
                index,
                {"column": column_letter(index), "saved": was[:_SHOWN], "header": now[:_SHOWN], "layout": name},
            )


def _key(header: str) -> str:
    return fold_words(header) or " ".join(header.split())


def _to_the_last(headers: Sequence[str], columns: Sequence[Column]) -> tuple[str, ...]:
    """The headers, reaching at least to the last column that is used."""
    width = max((column.index + 1 for column in columns), default=0)
    return (*headers, *[""] * (width - len(headers)))
