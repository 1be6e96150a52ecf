"""What a workbook's reader does not tell: formulas that have no result yet, and errors that it reads as nothing.

The reader gives an empty cell for both. A person whose row is all formulas would be gone, and a birth date that is
`#N/A` would read as "he has none". So the parts of a workbook are looked through for them before it is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from adapters.lists.table import Origin
from sync.errors import ListError
from sync.tables.layout import Layout
from sync.values import Cell, Finding, Severity

MOST = 10_000
"""Cells of a kind remembered of one sheet: the first ones, and the last. More errors than that are no list."""

_KNOWN_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
_UNUSED_FIELDS = frozenset({"row_no"})


@dataclass(slots=True)
class SheetDoubts:
    """The cells of one sheet whose value cannot be had from the file: (row from 1, column from 0).

    `unfilled` are formulas without a result, `formulas` those with one, `errors` what Excel shows instead of
    a value. A row of 0 stands for a cell that does not say where it is.
    """

    unfilled: list[tuple[int, int]] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[int, dict[int, str]] = field(default_factory=dict)
    count: int = 0

    def formula(self, row: int, column: int, *, filled: bool) -> None:
        """Remember a formula."""
        found = self.formulas if filled else self.unfilled
        if len(found) < MOST:
            found.append((row, column))
        else:
            found[-1] = (row, column)

    def error(self, row: int, column: int, text: str) -> None:
        """Remember an error and what it says."""
        self.count += 1
        if self.count <= MOST:
            self.errors.setdefault(row, {})[column] = text

    def __bool__(self) -> bool:
        return bool(self.unfilled or self.formulas or self.errors)

    def row(self, number: int, cells: Sequence[Cell]) -> Sequence[Cell]:
        """Return a row with its errors as the text Excel shows, which cleaning refuses by its cell."""
        found = self.errors.get(number)
        if not found:
            return cells
        return [found.get(index, cell) if cell in ("", None) else cell for index, cell in enumerate(cells)]


NO_DOUBTS = SheetDoubts()


@dataclass(frozen=True, slots=True)
class Doubts:
    """The doubts of a workbook, by the names of its sheets.

    `stale`: everything is to be calculated when it is opened; `manual`: only when somebody asks for it.
    """

    sheets: Mapping[str, SheetDoubts] = field(default_factory=dict)
    stale: bool = False
    manual: bool = False

    def of(self, sheet: str) -> SheetDoubts:
        """The doubts of one sheet."""
        return self.sheets.get(sheet, NO_DOUBTS)

    def notes(self, origin: Origin) -> Iterator[Finding]:
        """Yield what there is to say about a sheet that can be read."""
        if self.manual and self.of(origin.sheet).formulas:
            yield Finding("list-manual-calc", Severity.WARNING, origin.place())

    def explain(self, origin: Origin) -> None:
        """Raise `ListError` `list-cell-error` where an error keeps a sheet from being opened."""
        for row, errors in self.of(origin.sheet).errors.items():
            for column, text in errors.items():
                if text not in _KNOWN_ERRORS:
                    raise ListError("list-cell-error", place=origin.place(row, column))

    def refuse(self, layout: Layout | None, origin: Origin) -> None:
        """Raise `ListError` where a cell of a list is a formula whose result is not in the file.

        `list-formula-empty` where none is stored, `list-formula-stale` where what is stored may be anything,
        `list-cell-error` for more errors than a list has. Cells above the header, and in columns that are not used,
        do not matter; without a header every cell of the sheet may be the one that hides it.
        """
        found = self.of(origin.sheet)
        used, first = None, 1
        if layout is not None:
            used = {column.index for column in layout.columns if column.field not in _UNUSED_FIELDS}
            first = layout.data + 1
        _raise("list-formula-empty", found.unfilled, used, first, origin)
        if layout is None:
            return
        if self.stale:
            _raise("list-formula-stale", found.formulas, used, first, origin)
        if found.count > MOST:
            cells = [(row, column) for row, errors in found.errors.items() for column in errors]
            _raise("list-cell-error", cells, used, first, origin)


def _raise(code: str, cells: Sequence[tuple[int, int]], used: set[int] | None, first: int, origin: Origin) -> None:
    for row, column in cells:
        if row == 0 or (row >= first and (used is None or column in used)):
            raise ListError(code, place=origin.place(row, column))
