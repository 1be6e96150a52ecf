"""One table written as a workbook: texts stay texts, the file is its owner's alone, and never half written."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import xlsxwriter  # type: ignore[import-untyped]

from adapters.lists.annotate.safe import is_risky, whole_text
from adapters.marks import AUTHOR
from sync.errors import YumsyncError

Value = str | int
"""A cell of a report: a text, or a whole number."""

_Book: TypeAlias = Any  # xlsxwriter tells no types
_WIDEST = 48
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Choice:
    """The words a column's empty cells offer; another may still be typed."""

    words: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """What one sheet shows. `choices` are for columns by header; a row may be shorter than the headers, and what it
    leaves empty takes whatever is typed there as text, days too."""

    title: str
    headers: Sequence[str]
    rows: Iterable[Sequence[Value]]
    choices: Mapping[str, Choice] = field(default_factory=dict)


def write_workbook(out: Path, table: Table, *, force: bool = False) -> int:
    """Write a table as an .xlsx file that only its owner may read; return how many rows it has.

    Raises YumsyncError: `file-workbook-not-xlsx` for another name, `file-exists` unless `force`; OSError.
    """
    check_name(out, force=force)
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"author": AUTHOR})
        rows = _Sheet(book, table).write()
    with private_file(out) as half:
        half.write_bytes(content.getbuffer())
    return rows


def check_name(out: Path, *, force: bool) -> None:
    """Raise YumsyncError where a workbook cannot be written under this name: `file-workbook-not-xlsx`, `file-exists`
    unless `force` lets it be replaced."""
    if out.suffix.lower() != ".xlsx":
        raise YumsyncError("file-workbook-not-xlsx", file=out.name)
    if out.exists() and not (force and out.is_file()):
        raise YumsyncError("file-exists", file=out.name)


@contextmanager
def private_file(out: Path) -> Iterator[Path]:
    """Give an empty file of mode 0600 to write to; it takes the place of `out` once it is whole, and never before."""
    half = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE))
        yield half
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)


class _Sheet:
    """Writes one table: the header in row 1, people below it."""

    def __init__(self, book: _Book, table: Table) -> None:
        self._table = table
        self._sheet = book.add_worksheet(whole_text(table.title, 31))
        self._book = book
        self._head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._text = book.add_format({"num_format": "@"})
        self._typed = book.add_format({"num_format": "@"})
        self._typed.set_quote_prefix()
        self._widths = [len(header) for header in table.headers]

    def write(self) -> int:
        row = 0
        for row, values in enumerate(self._table.rows, start=1):
            for column, value in enumerate(values):
                self._cell(row, column, value)
            for column in range(len(values), len(self._table.headers)):
                self._sheet.write_blank(row, column, None, self._text)
        for column, (header, width) in enumerate(zip(self._table.headers, self._widths, strict=True)):
            self._sheet.set_column(column, column, min(width, _WIDEST) + 2, self._text)
            self._sheet.write_string(0, column, header, self._head)
        self._offer(row)
        self._sheet.freeze_panes(1, 0)
        return row

    def _cell(self, row: int, column: int, value: Value) -> None:
        if isinstance(value, int):
            self._sheet.write_number(row, column, value)
        elif value:
            text = whole_text(value)
            self._sheet.write_string(row, column, text, self._typed if is_risky(text) else self._text)
        self._widths[column] = max(self._widths[column], len(str(value)))

    def _offer(self, rows: int) -> None:
        """Give columns their choices: the words stand on a hidden sheet, as a cell's own list holds few."""
        if not self._table.choices or not rows:
            return
        words = self._book.add_worksheet("_")
        words.hide()
        for index, (header, choice) in enumerate(self._table.choices.items()):
            for place, word in enumerate(choice.words):
                words.write_string(place, index, word)
            letter = chr(ord("A") + index)
            column = list(self._table.headers).index(header)
            source = f"=_!${letter}$1:${letter}${len(choice.words)}"
            options = {"validate": "list", "source": source, "error_type": "warning"}
            self._sheet.data_validation(1, column, rows, column, options)
