"""Marked columns: "x" under "Dân tộc" › "Tày" states that the ethnicity is Tày (the domain book, §4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sync.tables.grid import Grid, text_of
from sync.tables.headers import HeaderTable, MarkWords
from sync.text.phrases import Found, Meaning
from sync.values import Cell, Column


def is_marked(cell: Cell, words: MarkWords, value: str = "") -> bool | None:
    """Whether a cell marks its column, or None where it holds something that is neither a mark nor none.

    The column's own `value` typed into the cell marks it, too.
    """
    text = _mark_text(cell)
    if not text or text in words.no:
        return False
    return True if text in words.yes or text == value.casefold() else None


def _mark_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return " ".join(cell.split()).casefold()
    if isinstance(cell, bool):
        return str(cell).casefold()
    return f"{cell:g}" if isinstance(cell, int | float) else str(cell)


def marked_columns(
    grid: Grid,
    table: HeaderTable,
    labels: Sequence[Sequence[str]],
    data: range,
    own: frozenset[str] = frozenset(),
) -> dict[int, Found]:
    """Return which columns are marked, and what a mark in each would state, by position.

    `labels` are the header cells over each column, `data` the rows below the header, `own` the groups about the
    member. A group counts where it has two sub-headers at least and its cells hold marks rather than anything else;
    where they hold nothing at all, its sub-headers must be values of the field's code list. A column that stands
    alone must hold marks.
    """
    groups: dict[str, dict[int, Found]] = {}
    for index, over in enumerate(labels):
        found = table.mark(over, own) if over else None
        if found and not _names_values(grid, table, found.meaning, index, data):
            groups.setdefault(found.meaning.group, {})[index] = found
    marked: dict[int, Found] = {}
    for group in groups.values():
        if _is_marked_group(grid, table, group, data):
            marked.update(group)
    return marked


def _names_values(grid: Grid, table: HeaderTable, meaning: Meaning, index: int, data: range) -> bool:
    """Whether a column that stands alone holds values of its field beside the one a mark would state."""
    if meaning.group != meaning.field:
        return False
    texts = {text for row in data if (text := text_of(grid.cell(row, index)))}
    others = [text for text in texts if is_marked(text, table.rows.marks, meaning.value or "") is None]
    return any(table.is_code(meaning.field, text) for text in others)


def _is_marked_group(grid: Grid, table: HeaderTable, group: Mapping[int, Found], data: range) -> bool:
    alone = any(found.meaning.group == found.meaning.field for found in group.values())
    if len(group) < 2 and not alone:
        return False
    marks = others = 0
    for index, found in group.items():
        for row in data:
            marked = is_marked(grid.cell(row, index), table.rows.marks, found.meaning.value or "")
            marks += marked is True
            others += marked is None
    if marks or others or alone:
        return marks > 0 and marks >= others
    return all(table.is_code(found.meaning.field, found.meaning.value or "") for found in group.values())


@dataclass(frozen=True, slots=True)
class MarkedColumns:
    """The marked columns of one group, as a row's cells are read by them. A column without a group stands with those
    of its field."""

    columns: tuple[Column, ...]
    fields: tuple[str, ...]
    words: MarkWords

    @property
    def alone(self) -> bool:
        """Whether the columns stand alone, so that no mark in them states nothing."""
        return all((column.group or column.field) == column.field for column in self.columns)

    def sort(self, cells: Sequence[Cell]) -> tuple[list[Column], list[Column]]:
        """Return the columns a row marks, and those that hold something that is neither a mark nor none."""
        marked: list[Column] = []
        unclear: list[Column] = []
        for column in self.columns:
            cell = cells[column.index]
            if cell is not None and cell != "":
                found = is_marked(cell, self.words, column.value or "")
                if found is not False:
                    (unclear if found is None else marked).append(column)
        return marked, unclear


def marked_groups(columns: Sequence[Column], words: MarkWords) -> list[MarkedColumns]:
    """Return the marked columns among a table's columns, group by group."""
    groups: dict[str, list[Column]] = {}
    for column in columns:
        if column.value is not None:
            groups.setdefault(column.group or column.field, []).append(column)
    return [
        MarkedColumns(tuple(group), tuple(dict.fromkeys(column.field for column in group)), words)
        for group in groups.values()
    ]
