"""Workbooks of any length: rows are written as they come and kept by nobody. Texts stay texts, the file is its
owner's alone, and never half written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import xlsxwriter  # type: ignore[import-untyped]

from adapters.lists.annotate.safe import is_risky, whole_text
from adapters.marks import ASIDE, AUTHOR
from adapters.reports.workbook import Value, check_name, private_file

MOST = 1_000_000
"""Rows of one sheet; what is more goes on in another."""

WIDTH = 14
"""How many characters wide a column stands where nobody says otherwise."""

_CUT = 2_000
_APART = re.compile("(_x[0-9A-Fa-f]{4}_)(?=x[0-9A-Fa-f]{4}_)")
"""What a workbook takes for an escape is escaped when it is written; two that share a sign are not told apart."""

_Made: TypeAlias = Any  # xlsxwriter tells no types


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, and how many characters wide it stands."""

    heading: str
    width: int = WIDTH


@contextmanager
def streamed_book(out: Path, *, force: bool = False) -> Iterator[StreamedBook]:
    """Give a workbook to write sheets to; it stands under its name, its owner's alone, once all is written.

    Raises YumsyncError: `file-workbook-not-xlsx` for another name, `file-exists` unless `force`; OSError.
    """
    check_name(out, force=force)
    # What the library puts aside while it writes is personal too.
    with private_file(out) as half, TemporaryDirectory(dir=out.parent, prefix=ASIDE) as aside:
        made = xlsxwriter.Workbook(str(half), {"constant_memory": True, "tmpdir": aside, "in_memory": False})
        book = StreamedBook(made)
        try:
            yield book
        except BaseException:
            with suppress(Exception):  # closing only lets go of the files; why it failed is told already
                book.close()
            raise
        book.close()


class StreamedBook:
    """A workbook being written. Its sheets stand in the order they were begun in, and may be written in any."""

    def __init__(self, book: _Made) -> None:
        book.set_properties({"author": AUTHOR})
        self._book = book
        self._sheets: list[StreamedSheet] = []
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.risky = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self.head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "valign": "top"})

    def sheet(self, title: str, columns: Sequence[Column]) -> StreamedSheet:
        """Begin a table: its headings in row 1, what is added to it below."""
        made = StreamedSheet(self, title, columns)
        self._sheets.append(made)
        return made

    def add_worksheet(self, title: str) -> _Made:
        """Begin a sheet of the library's own."""
        return self._book.add_worksheet(whole_text(title, 31))

    def close(self) -> None:
        """Finish every sheet and the workbook."""
        for sheet in self._sheets:
            sheet.finish()
        self._book.close()


class StreamedSheet:
    """A table on a sheet, and on further ones where it has more rows than one holds. `rows` is how many it has."""

    def __init__(self, book: StreamedBook, title: str, columns: Sequence[Column]) -> None:
        self._book, self._title, self._columns = book, title, columns
        self._part = 0
        self._row = 0
        self.rows = 0
        self._sheet = self._begun()

    def add(self, cells: Sequence[Value]) -> None:
        """Write one row; an empty text leaves its cell empty."""
        if self._row == MOST:
            self.finish()
            self._sheet = self._begun()
        self._row += 1
        self.rows += 1
        for column, cell in enumerate(cells):
            if isinstance(cell, int):
                self._sheet.write_number(self._row, column, cell, self._book.text)
            elif cell:
                made = _APART.sub(r"\1 ", whole_text(cell, _CUT))
                self._sheet.write_string(
                    self._row, column, made, self._book.risky if is_risky(made) else self._book.text
                )

    def finish(self) -> None:
        """Let the sheet's rows be filtered."""
        self._sheet.autofilter(0, 0, self._row, len(self._columns) - 1)

    def _begun(self) -> _Made:
        self._part += 1
        self._row = 0
        sheet = self._book.add_worksheet(self._title if self._part == 1 else f"{self._title} {self._part}")
        for place, column in enumerate(self._columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.heading, self._book.head)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.repeat_rows(0)
        return sheet
