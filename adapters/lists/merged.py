"""A unit cell that is merged over several rows: it stands for each of them, and its text only in the first."""

from __future__ import annotations

from collections.abc import Sequence

from sync.tables.layout import Layout, Merge
from sync.values import Cell


class MergedUnits:
    """Gives the rows of a table the unit cell they are covered by. Rows are given in order, once."""

    def __init__(self, merges: Sequence[Merge], layout: Layout, last: int) -> None:
        columns = {column.index for column in layout.columns if column.field == "unit"}
        self._above: dict[tuple[int, int], int] = {
            (row, left): top
            for top, left, bottom, right in merges
            if left == right and left in columns and top >= layout.data
            for row in range(top + 1, min(bottom + 1, last))
        }
        self._columns = sorted({column for _, column in self._above})
        self._tops = {(top, column) for (_, column), top in self._above.items()}
        self._texts: dict[tuple[int, int], Cell] = {}

    def __bool__(self) -> bool:
        return bool(self._above)

    def row(self, number: int, row: Sequence[Cell]) -> Sequence[Cell]:
        """Return the row `number`, from 1, with its unit cells; a row with nothing else in it stays blank."""
        at = number - 1
        for column in self._columns:
            top = self._above.get((at, column))
            if (at, column) in self._tops:
                self._texts[at, column] = row[column]
            elif top is not None and row[column] in ("", None) and any(cell not in ("", None) for cell in row):
                text = self._texts.get((top, column))
                row = [*row[:column], text, *row[column + 1 :]]
        return row
