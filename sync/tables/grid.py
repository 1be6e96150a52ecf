"""The first rows of a sheet as texts, with merged ranges spread over the cells they cover."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sync.values import Cell

_MAX_MERGED_CELLS = 1_000_000

Merge = tuple[int, int, int, int]
"""A merged range: top, left, bottom, right, all from 0 and inclusive."""


class Grid:
    """Rows as they were read. Rows and columns count from 0."""

    def __init__(self, rows: Sequence[Sequence[Cell]], merges: Sequence[Merge]) -> None:
        self.rows = rows
        self.width = max((len(row) for row in rows), default=0)
        self.origin: dict[tuple[int, int], tuple[int, int]] = {}
        self.wide: set[tuple[int, int]] = set()
        self._texts: dict[int, list[str]] = {}
        self._likely: dict[int, Sequence[int]] = {}
        self._filled: dict[int, list[bool]] = {}
        budget = _MAX_MERGED_CELLS
        for top, left, bottom, right in merges:
            budget -= (
                (min(bottom, len(rows)) - top + 1) * (min(right, self.width) - left + 1) if top < len(rows) else 0
            )
            if top < len(rows) and left < self.width and budget > 0:
                if right > left:
                    self.wide.add((top, left))
                for row in range(top, min(bottom, len(rows) - 1) + 1):
                    for column in range(left, min(right, self.width - 1) + 1):
                        self.origin[row, column] = (top, left)

    def cell(self, row: int, column: int) -> Cell:
        """The cell itself."""
        cells = self.rows[row]
        return cells[column] if column < len(cells) else None

    def own(self, row: int, column: int) -> str:
        """The text that stands in the cell itself; numbers and dates are no header text."""
        return self._texts_of(row)[column]

    def filled(self, row: int, column: int) -> bool:
        """Whether anything stands in the cell itself."""
        filled = self._filled.get(row)
        if filled is None:
            filled = self._filled[row] = [not is_blank(self.cell(row, each)) for each in range(self.width)]
        return filled[column]

    def _texts_of(self, row: int) -> list[str]:
        texts = self._texts.get(row)
        if texts is None:
            texts = self._texts[row] = [_one_line(self.cell(row, each)) for each in range(self.width)]
        return texts

    def likely(self, row: int, test: Callable[[str], bool]) -> Sequence[int]:
        """The columns whose own text in a row passes a test that is always the same one."""
        columns = self._likely.get(row)
        if columns is None:
            texts = self._texts_of(row)
            columns = self._likely[row] = [column for column, text in enumerate(texts) if text and test(text)]
        return columns

    def spread(self, row: int, column: int) -> str:
        """The text of the cell, or of the merged range that covers it."""
        text = self.own(row, column)
        origin = self.origin.get((row, column))
        return self.own(*origin) if not text and origin else text

    def covered(self, row: int, column: int) -> int | None:
        """The column of the merged cell that covers this empty one from further left, or None."""
        left = self.origin.get((row, column), (row, column))[1]
        return left if left < column and not self.filled(row, column) else None

    def has_data(self, column: int, rows: range) -> bool:
        """Whether anything stands in a column in these rows."""
        return any(self.filled(row, column) for row in rows)


def _one_line(cell: Cell) -> str:
    """A cell's text; line breaks stay, since a line of its own may be a hint."""
    return " ".join(cell.split()) if isinstance(cell, str) and "\n" not in cell else text_of(cell)


def text_of(cell: Cell) -> str:
    """A cell's text without space around it; "" for anything that is no text."""
    return cell.strip() if isinstance(cell, str) else ""


def is_blank(cell: Cell) -> bool:
    """Whether a cell holds nothing but space."""
    return cell is None or (isinstance(cell, str) and not cell.strip())
