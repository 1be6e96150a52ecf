"""Lists kept as workbooks: xlsx, xlsm, xls, ods. Rows keep the numbers Excel shows, columns their letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import TypeVar

import orjson
from python_calamine import CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from adapters.lists.annotate.accepted import Applied, Corrections
from adapters.lists.annotate.form import TITLE, read_form
from adapters.lists.below import FEW_CELLS, Below
from adapters.lists.binary import old_doubts
from adapters.lists.doubts import NO_DOUBTS, Doubts
from adapters.lists.files import read_whole, sniff
from adapters.lists.fontnames import sheet_styles
from adapters.lists.merged import MergedUnits
from adapters.lists.package import Package, inspect_package
from adapters.lists.sheetnotes import name_problems, named_unit, sheet_findings
from adapters.lists.sheetview import NOTHING, SheetView, sheet_views
from adapters.lists.spec import ListSpec
from adapters.lists.table import (
    Origin,
    ReadTable,
    build,
    find,
    missing_sheets,
    problems,
    refuse_lost_letters,
    refuse_too_wide,
)
from adapters.lists.trial import open_on_trial
from sync.errors import ListError
from sync.ports import Chunk
from sync.tables.layout import SAMPLE_ROWS, Layout, Merge
from sync.tables.rows import row_judge
from sync.values import Cell, Finding, Severity

CHUNK_ROWS = 4096
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_XLS_STREAMS = ("Workbook\0".encode("utf-16-le"), "Book\0".encode("utf-16-le"))
_T = TypeVar("_T")


def workbook_tables(path: Path, origin: Origin, spec: ListSpec) -> Iterator[ReadTable | Finding]:
    """Yield a workbook's tables, one for each visible sheet with a header, and what there is to say about the rest.

    Hidden sheets are left alone (a note), visible sheets without a header are set aside (a warning), empty sheets
    are passed over. Raises `ListError` for a file that cannot be read, or where no sheet has a header.
    """
    content = read_whole(path, origin, spec.limits.workbook_bytes)
    package = _inspect(content, origin, spec)
    yield from package.notes
    handle = BytesIO(content)
    book = _guarded(lambda: CalamineWorkbook.from_filelike(handle), origin)
    try:
        yield from _sheets(book, origin, spec, package, content)
    finally:
        book.close()


def open_workbook(content: bytes, origin: Origin, spec: ListSpec) -> tuple[CalamineWorkbook, Doubts]:
    """Return the reader of a workbook's bytes, once they were looked into, and what it does not tell. Raises
    `ListError`."""
    package = _inspect(content, origin, spec)
    return _guarded(lambda: CalamineWorkbook.from_filelike(BytesIO(content)), origin), package.doubts


def sheet_rows(book: CalamineWorkbook, name: str, origin: Origin) -> Iterator[Sequence[Cell]]:
    """Yield all rows of a sheet, from row 1 and column A on. Raises `ListError`."""
    return whole_rows(_guarded(_opener(book, name), origin), origin)


def _inspect(content: bytes, origin: Origin, spec: ListSpec) -> Package:
    """Refuse what is no workbook, is encrypted or would blow up, by what the bytes are and not by the file's name.

    Returns what there is to know of it that its reader does not tell.
    """
    kind = sniff(content[:4096])
    if kind == "zip":
        package = inspect_package(content, origin, spec.limits)
        if package.kind != "xlsx":
            open_on_trial(content, origin, spec.limits)
        return package
    if kind != "ole":
        raise ListError("list-not-a-workbook", place=origin.place(), found=kind)
    if _ENCRYPTED in content:
        raise ListError("list-encrypted", place=origin.place())
    if not any(name in content for name in _XLS_STREAMS):
        raise ListError("list-not-a-workbook", place=origin.place(), found=kind)
    open_on_trial(content, origin, spec.limits)
    return Package("xls", (), Doubts(old_doubts(content)))


def _sheets(
    book: CalamineWorkbook, origin: Origin, spec: ListSpec, package: Package, content: bytes
) -> Iterator[ReadTable | Finding]:
    views = sheet_views(content)
    recognised = filled = 0
    aside: list[Finding] = []
    corrections = corrections_of(book, origin)
    if corrections:
        yield from corrections.findings(origin, book.sheet_names)
    metas = _guarded(lambda: list(book.sheets_metadata), origin)
    names = [meta.name for meta in metas if meta.visible is SheetVisibleEnum.Visible]
    for meta in metas:
        here = Origin(origin.list, origin.file, meta.name)
        if meta.visible is not SheetVisibleEnum.Visible:
            severity = Severity.WARNING if _holds_people(book, content, here, spec) else Severity.NOTE
            yield Finding("list-hidden-sheet", severity, here.place(), details={"sheet": meta.name})
            continue
        if meta.typ is not SheetTypeEnum.WorkSheet:
            continue
        if corrections and meta.name == corrections.title:
            continue
        sheet = _Sheet(_opened(book, here, package), here, spec, corrections)
        doubts = package.doubts
        sheet.doubts, sheet.names = doubts.of(meta.name), names
        layout = sheet.layout(content)
        doubts.refuse(layout, here)
        yield from doubts.notes(here)
        if layout is None:
            if sheet.height:
                filled += 1
                details: dict[str, str | int] = {"sheet": meta.name, "rows": sheet.height}
                aside.append(Finding("list-sheet-set-aside", Severity.WARNING, here.place(), details=details))
            continue
        recognised += 1
        yield from sheet.tables(layout, views.get(meta.name, NOTHING))
    missing = list(missing_sheets(book.sheet_names, origin, spec))
    yield from missing
    if recognised or missing:
        yield from aside
    else:
        raise ListError("list-no-header" if filled else "list-empty", place=origin.place())


def corrections_of(book: CalamineWorkbook, origin: Origin) -> Corrections | None:
    """The summary sheet of an annotated copy that was put back, if the workbook has one.

    Only a sheet titled as ours is opened for this; whether it is one is said by its hidden first row.
    """
    for meta in _guarded(lambda: list(book.sheets_metadata), origin):
        if meta.typ is SheetTypeEnum.WorkSheet and meta.name.casefold().startswith(TITLE):
            form = read_form(whole_rows(_guarded(_opener(book, meta.name), origin), origin))
            if form is not None:
                return Corrections(meta.name, form)
    return None


def whole_rows(sheet: CalamineSheet, origin: Origin) -> Iterator[Sequence[Cell]]:
    """Yield a sheet's rows from row 1 and column A on, wherever its used range begins."""
    start = _guarded(lambda: sheet.start, origin)
    rows = _guarded(sheet.iter_rows, origin) if start else iter(())
    left = [""] * (start[1] if start else 0)
    while block := _guarded(lambda: list(islice(rows, CHUNK_ROWS)), origin):
        yield from ([*left, *row] for row in block)


def _opened(book: CalamineWorkbook, here: Origin, package: Package) -> CalamineSheet:
    """Open a sheet. Raises `ListError`, saying which cell it is that the reader stumbles over where that is known."""
    try:
        return _guarded(_opener(book, here.sheet), here)
    except ListError:
        package.doubts.explain(here)
        raise


def _holds_people(book: CalamineWorkbook, content: bytes, origin: Origin, spec: ListSpec) -> bool:
    """Whether a hidden sheet looks like a list with somebody on it. It is not read; an officer should know."""
    try:
        sheet = _Sheet(_guarded(_opener(book, origin.sheet), origin), origin, replace(spec, layout=None, notice=None))
        layout = sheet.layout(content)
        if layout is None:
            return False
        judge = row_judge(layout.columns, spec.headers.rows)
        return any(judge(cells) is None for cells in sheet.head[layout.data :])
    except ListError:
        return False


def _opener(book: CalamineWorkbook, name: str) -> Callable[[], CalamineSheet]:
    return lambda: book.get_sheet_by_name(name)


class _Sheet:
    """One sheet as it was read: rows from row 1 and columns from column A, wherever its used range begins."""

    def __init__(
        self, sheet: CalamineSheet, origin: Origin, spec: ListSpec, corrections: Corrections | None = None
    ) -> None:
        self.sheet, self.origin, self.spec = sheet, origin, spec
        self.corrections = corrections if corrections and origin.sheet in corrections.sheets() else None
        start = _guarded(lambda: sheet.start, origin)
        self.doubts = NO_DOUBTS
        self.names: Sequence[str] = ()
        self.left = start[1] if start else 0
        self.height = sheet.height if start else 0
        self.last = start[0] + sheet.height if start else 0
        self.head: Sequence[Sequence[Cell]] = ()

    def layout(self, content: bytes) -> Layout | None:
        """The sheet's layout, or None where it has no header. `content` is the workbook's, to look styles up in."""
        if not self.height:
            return None
        refuse_too_wide(self.left + self.sheet.width, self.origin, self.spec)
        rows = _guarded(lambda: list(islice(self.sheet.iter_rows(), SAMPLE_ROWS)), self.origin)
        self.head = [self._padded(row) for row in rows]
        return find(
            self.head,
            self.origin,
            self.spec,
            self._merges(),
            lambda: sheet_styles(content, self.origin.sheet, SAMPLE_ROWS),
        )

    def _merges(self) -> list[Merge]:
        ranges = _guarded(lambda: self.sheet.merged_cell_ranges, self.origin) or []
        return [(top, left, bottom, right) for (top, left), (bottom, right) in ranges]

    def _padded(self, row: Sequence[Cell]) -> Sequence[Cell]:
        return [*[""] * self.left, *row] if self.left else row

    def tables(self, layout: Layout, view: SheetView) -> Iterator[ReadTable | Finding]:
        """Yield the table, or the errors of its header."""
        numbers = range(1, len(self.head) + 1)
        refuse_lost_letters(layout, self.origin, numbers)
        found = problems(layout, self.origin, self.spec, numbers)
        if found:
            yield from found
            return
        agreed, rows = self.corrections, whole_rows(self.sheet, self.origin)
        applied = agreed.applied(rows, layout, self.origin) if agreed else None
        named = named_unit(layout, self.origin, self.spec)
        below = Below(layout, self.origin, self.spec, layout.unit or named, numbers, self.head)
        if self.spec.unit_words is None:
            found = list(name_problems(layout, self.origin, self.spec, self.names, below.unit, grouped=below.grouped))
        if found:
            yield from found
            return
        table = build(
            layout,
            self.origin,
            self.spec,
            lambda: self.chunks(layout, below, applied),
            "workbook",
            numbers,
            columns=below.columns,
            unit=below.unit,
            findings=tuple(sheet_findings(view, layout, self.origin, self.last)),
        )
        if applied:
            table.accepted, table.findings = applied.found, (*table.findings, *applied.findings)
        yield table
        yield from below.findings()

    def chunks(self, layout: Layout, below: Below, applied: Applied | None = None) -> Iterator[Chunk]:
        """Yield the rows below the header, as they were corrected. Raises `ListError` where they cannot be read."""
        below.begin()
        rows = _guarded(self.sheet.iter_rows, self.origin)
        merged = MergedUnits(self._merges(), layout, self.last)
        width, left = layout.width, self.left
        number = layout.data + 1
        _guarded(lambda: sum(1 for _ in islice(rows, layout.data)), self.origin)
        while block := _guarded(lambda: list(islice(rows, CHUNK_ROWS)), self.origin):
            fitted = (
                block if not left and len(block[0]) == width else [_fit(self._padded(row), width) for row in block]
            )
            numbers = range(number, number + len(block))
            if self.doubts.errors:
                fitted = [self.doubts.row(each, row) for each, row in zip(numbers, fitted, strict=True)]
            if merged:
                fitted = [merged.row(each, row) for each, row in zip(numbers, fitted, strict=True)]
            if applied:
                fitted = [applied.row(each, row) for each, row in zip(numbers, fitted, strict=True)]
            yield below.chunk(numbers, raw_rows(fitted), fitted.__getitem__, partial(_few_filled, fitted, width))
            number += len(block)
        below.end()


def _few_filled(rows: Sequence[Sequence[Cell]], width: int) -> Iterator[int]:
    """The positions of rows with so few filled cells that they may be group rows."""
    blanks = width - FEW_CELLS
    return (index for index, row in enumerate(rows) if row.count("") + row.count(None) >= blanks)


def _fit(row: Sequence[Cell], width: int) -> Sequence[Cell]:
    """The row at the header's width: what stands to the right of every header has no field."""
    return row[:width] if len(row) >= width else [*row, *[""] * (width - len(row))]


def raw_rows(rows: Sequence[Sequence[Cell]]) -> list[bytes]:
    """Return rows as bytes that are equal only for equal cells of equal types: text "1", 1 and 1.0 all differ."""
    dumps, option = orjson.dumps, orjson.OPT_PASSTHROUGH_DATETIME
    return [dumps(row, _tagged, option) for row in rows]


def _tagged(cell: object) -> list[str]:
    """A cell JSON has no type for, as a list: no cell of a row is one."""
    if isinstance(cell, datetime | date | time):
        return [type(cell).__name__, cell.isoformat()]
    if isinstance(cell, timedelta):
        return ["timedelta", repr(cell)]
    return [type(cell).__name__, repr(cell)]


def _guarded(action: Callable[[], _T], origin: Origin) -> _T:
    """Run a call into the workbook reader; whatever it raises on damaged bytes becomes `list-damaged`.

    The reader is compiled code that may panic on hostile input; a panic arrives as an exception outside the usual
    tree, so everything is caught here but the wish to stop.
    """
    try:
        return action()
    except PasswordError as problem:
        raise ListError("list-encrypted", place=origin.place()) from problem
    except (KeyboardInterrupt, SystemExit, GeneratorExit, ListError):
        raise
    except BaseException as problem:
        raise ListError("list-damaged", place=origin.place(), reason=type(problem).__name__) from problem
