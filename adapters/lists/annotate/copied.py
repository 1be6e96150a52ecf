"""A workbook to be annotated: the officer's own, or a new one with the rows and columns of a file of another kind.

Whatever the copy is made from, its lists must read as the file's do: `differences` finds where they would not.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import zip_longest
from math import isclose
from pathlib import Path
from typing import cast

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.utils.exceptions import IllegalCharacterError, InvalidFileException
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from adapters.lists.annotate.form import is_form, plain
from adapters.lists.annotate.results import Results, put_results, stored_results
from adapters.lists.annotate.safe import put_value
from adapters.lists.csvfile import csv_rows
from adapters.lists.files import TEXTS, read_whole
from adapters.lists.spec import ListSpec
from adapters.lists.table import Origin
from adapters.lists.workbook import open_workbook, sheet_rows
from sync.errors import YumsyncError
from sync.tables.headers import column_letter
from sync.text.tidying import cell_text
from sync.values import Cell

MOST_CELLS = 2_000_000
"""Cells of a copy. Writing keeps a whole workbook in memory."""

LONGEST_SHEET = 1_048_576
NATIVE = frozenset({".xlsx", ".xlsm"})
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_TITLE_LENGTH = 31

Rows = list[Sequence[Cell]]


@dataclass(slots=True)
class Copied:
    """A workbook under way.

    `rows` are the rows the reader sees of each of its sheets, by title, from row 1 and column A on. `titles` leads
    from the file's sheets to those of the copy, `numbers` from the lines of a text to rows; `results` are what the
    formulas showed; `macros` says that there were some.
    """

    book: Workbook
    rows: dict[str, Rows]
    titles: Mapping[str, str]
    numbers: Mapping[int, int] = field(default_factory=dict)
    results: Results = field(default_factory=dict)
    macros: bool = False

    def sheet(self, name: str) -> Worksheet | None:
        """Return the copy of a sheet of the file."""
        title = self.titles.get(name)
        return self.book[title] if title is not None else None

    def row(self, number: int) -> int:
        """Return a row's number in the copy, for the number it goes by in findings."""
        return self.numbers.get(number, number)


def copied(path: Path, origin: Origin, spec: ListSpec) -> Copied:
    """Open a file for annotation.

    Raises `ListError` for a file that cannot be read, YumsyncError `file-copy-too-large` or `file-copy-failed`.
    """
    if path.suffix.lower() in TEXTS:
        return _from_text(path, origin, spec)
    content = read_whole(path, origin, spec.limits.workbook_bytes)
    book, _ = open_workbook(content, origin, spec)
    try:
        rows = _rows(book, origin)
        if path.suffix.lower() in NATIVE and content.startswith(b"PK"):
            return _own(content, rows)
        return _rebuilt(book, rows)
    finally:
        book.close()


def _rows(book: CalamineWorkbook, origin: Origin) -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    cells = 0
    for meta in book.sheets_metadata:
        if meta.typ is SheetTypeEnum.WorkSheet:
            found[meta.name] = []
            for row in sheet_rows(book, meta.name, Origin(origin.list, origin.file, meta.name)):
                found[meta.name].append(row)
                cells += len(row)
                if cells > MOST_CELLS:
                    raise YumsyncError("file-copy-too-large", limit=MOST_CELLS)
    return found


def _from_text(path: Path, origin: Origin, spec: ListSpec) -> Copied:
    title = _title(path.stem, ())
    rows: Rows = []
    numbers: dict[int, int] = {}
    cells = 0
    for number, row in csv_rows(path, origin, spec):
        rows.append(row)
        numbers[number] = len(rows)
        cells += len(row)
        if cells > MOST_CELLS or len(rows) > LONGEST_SHEET:
            raise YumsyncError("file-copy-too-large", limit=MOST_CELLS)
    made = Workbook()
    made.remove(made.worksheets[0])
    _fill(made.create_sheet(title), rows)
    return Copied(made, {title: rows}, {"": title}, numbers)


def _rebuilt(book: CalamineWorkbook, rows: Mapping[str, Rows]) -> Copied:
    """A new workbook with the sheets, rows, columns and merged cells of one of an old or foreign kind."""
    made = Workbook()
    made.remove(made.worksheets[0])
    titles: dict[str, str] = {}
    for meta in book.sheets_metadata:
        if meta.name not in rows or is_form(next(iter(rows[meta.name]), ())):
            continue
        titles[meta.name] = _title(meta.name, titles.values())
        sheet = made.create_sheet(titles[meta.name])
        _fill(sheet, rows[meta.name])
        for (top, left), (bottom, right) in book.get_sheet_by_name(meta.name).merged_cell_ranges or ():
            _merge(sheet, top, left, bottom, right)
        if meta.visible is not SheetVisibleEnum.Visible:
            sheet.sheet_state = "hidden"
    return Copied(made, {titles[name]: rows[name] for name in titles}, titles)


def _merge(sheet: Worksheet, top: int, left: int, bottom: int, right: int) -> None:
    """Merge a range as it was, unless it would hide a value: then the cells stay as they are."""
    hidden = (
        sheet.cell(row, column).value
        for row in range(top + 1, min(bottom + 1, sheet.max_row) + 1)
        for column in range(left + 1, min(right + 1, sheet.max_column) + 1)
        if (row, column) != (top + 1, left + 1)
    )
    if all(value is None for value in hidden):
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)


def _fill(sheet: Worksheet, rows: Rows) -> None:
    widths: dict[int, int] = {}
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row, start=1):
            if value not in ("", None):
                put_value(cast(SheetCell, sheet.cell(number, column)), value)
                widths[column] = max(widths.get(column, 0), min(40, len(cell_text(value))))
    for column, width in widths.items():
        sheet.column_dimensions[column_letter(column - 1)].width = max(8, width + 2)


def _title(name: str, taken: Iterable[str]) -> str:
    """A sheet title Excel accepts, close to a name and not taken."""
    base = _FORBIDDEN.sub(" ", name).strip(" '")[:_TITLE_LENGTH].strip(" '") or "Sheet"
    have = {each.casefold() for each in taken}
    title, number = base, 2
    while title.casefold() in have:
        ending = f" ({number})"
        title, number = base[: _TITLE_LENGTH - len(ending)] + ending, number + 1
    return title


# ── the officer's own workbook ───────────────────────────────────────────────────────────────────────────


def _own(content: bytes, rows: Mapping[str, Rows]) -> Copied:
    """The workbook itself: styles, merged cells, widths, formulas and other sheets stay. Macros do not.

    A summary sheet of an earlier copy is taken out.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what the library does not keep: drawings, extensions
            book = load_workbook(BytesIO(content), rich_text=True)
            stored = stored_results(content)
    except Exception as problem:  # whatever the library stumbles on in a file Excel may still open
        raise YumsyncError("file-copy-failed", reason=type(problem).__name__) from problem
    made = Copied(book, {}, {}, results=stored.results, macros=b"vbaProject.bin" in content)
    titles: dict[str, str] = {}
    for sheet in list(book.worksheets):
        if is_form(next(iter(rows.get(sheet.title, ())), ())):
            book.remove(sheet)
            continue
        titles[sheet.title] = sheet.title
        made.rows[sheet.title] = rows.get(sheet.title, [])
    made.titles = titles
    # A workbook that waits to be calculated goes on waiting: its results must not pass for calculated ones.
    book.calculation = CalcProperties(fullCalcOnLoad=stored.stale, calcMode="manual" if stored.manual else "auto")
    return made


# ── does the copy read as the file does ──────────────────────────────────────────────────────────────────


def saved(made: Copied, lists: Sequence[str]) -> bytes:
    """Return the copy as bytes, once its lists read as they should.

    A cell that would come back otherwise (an impossible date, say) is written plainly as it was read; if that does
    not help either, the copy is not made. Raises YumsyncError `file-copy-failed`.
    """
    for attempt in (1, 2):
        content = put_results(_bytes(made.book), made.results)
        wrong = list(differences(content, made, lists))
        if not wrong:
            return content
        if attempt == 2:
            break
        for title, row, column, value in wrong:
            cell = made.book[title].cell(row + 1, column + 1)
            if isinstance(cell, SheetCell):
                put_value(cell, value)
                cell.number_format = cell.number_format if not isinstance(value, int | float | str) else "General"
    title, row, column, _ = wrong[0]
    raise YumsyncError("file-copy-differs", sheet=title, cell=f"{column_letter(column)}{row + 1}")


def _same(value: Cell, now: Cell) -> bool:
    """Whether two cells mean the same to their reader. A number may lose its seventeenth digit on the way."""
    if isinstance(value, float) and isinstance(now, float):
        return isclose(value, now, rel_tol=1e-14)
    return value == now or plain(cell_text(value)) == plain(cell_text(now))


def _bytes(book: Workbook) -> bytes:
    buffer = BytesIO()
    try:
        book.save(buffer)
    except (ValueError, TypeError, AttributeError, KeyError, IllegalCharacterError, InvalidFileException) as problem:
        raise YumsyncError("file-copy-failed", reason=type(problem).__name__) from problem
    return buffer.getvalue()


def differences(content: bytes, made: Copied, lists: Sequence[str]) -> Iterator[tuple[str, int, int, Cell]]:
    """Yield (sheet, row, column, value) of each cell of a list that reads otherwise than it should; both from 0."""
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    try:
        for name in lists:
            title = made.titles.get(name)
            if title is None:
                continue
            read = sheet_rows(book, title, Origin("", "", title))
            for number, (wanted, found) in enumerate(zip_longest(made.rows[title], read, fillvalue=())):
                if list(wanted) != list(found):
                    for column, (value, now) in enumerate(zip_longest(wanted, found, fillvalue="")):
                        if not _same(value, now):
                            yield title, number, column, value
    finally:
        book.close()
