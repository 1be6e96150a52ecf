"""Lists kept as CSV: UTF-8 or UTF-16; comma, semicolon, tab or bar."""

from __future__ import annotations

import csv
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from adapters.lists.below import FEW_CELLS, Below
from adapters.lists.csvlines import breaks_off, records, utf8_blocks
from adapters.lists.encodings import old_encoding
from adapters.lists.files import Stamp, open_file, sniff
from adapters.lists.garbled import GarbledWatch
from adapters.lists.spec import ListSpec
from adapters.lists.table import (
    Origin,
    ReadTable,
    build,
    find,
    letters_lost,
    problems,
    refuse_lost_letters,
    refuse_too_wide,
)
from config.fonts import load_fonts
from sync.errors import ListError
from sync.ports import Chunk
from sync.tables.layout import SAMPLE_ROWS, Layout
from sync.tables.rows import NAME_FIELDS
from sync.values import Cell, Finding, Severity

DELIMITERS = (",", ";", "\t", "|")
_MANY = 0.2
"""A text of which this share is NUL is UTF-16 without its mark, not a text with a stray NUL."""


def csv_tables(path: Path, origin: Origin, spec: ListSpec) -> Iterator[ReadTable | Finding]:
    """Yield the file's table, or the errors of its header. Raises `ListError` for a file that cannot be read."""
    source = _CsvFile(path, origin, spec)
    layout, numbers, rows, delimiter = source.recognise()
    refuse_lost_letters(layout, origin, numbers)
    watch = source.watch(layout)
    for number, row in zip(numbers[layout.data :], rows[layout.data :], strict=False):
        watch.look(number, row)
    found = problems(layout, origin, spec, numbers)
    if found:
        yield from found
        return
    if source.encoding:
        yield Finding("list-old-encoding", Severity.NOTE, origin.place(), details={"encoding": source.encoding})
    below = Below(layout, origin, spec, layout.unit, numbers, rows)
    yield build(
        layout,
        origin,
        spec,
        lambda: source.chunks(layout, delimiter, below, watch),
        f"csv{delimiter}{source.encoding}",
        numbers,
        columns=below.columns,
        unit=below.unit,
    )
    yield from below.findings()


def csv_rows(path: Path, origin: Origin, spec: ListSpec) -> Iterator[tuple[int, list[str]]]:
    """Yield every record of a list with the line it begins on, also those above its header.

    Raises `ListError` for a file that cannot be read, or has no header.
    """
    source = _CsvFile(path, origin, spec)
    _, _, _, delimiter = source.recognise()
    parse = row_parser(delimiter, 0, source.refuse)
    with open_file(path, origin) as handle:
        for numbers, raws in source._records(handle, delimiter):
            for number, raw in zip(numbers, raws, strict=True):
                yield number, parse(number, raw)


@dataclass(frozen=True, slots=True)
class _Head:
    """A file's first records: their lines, their bytes, and the stamp of the file they were read from."""

    numbers: Sequence[int]
    lines: Sequence[bytes]
    stamp: Stamp


class _CsvFile:
    def __init__(self, path: Path, origin: Origin, spec: ListSpec) -> None:
        self.path, self.origin, self.spec = path, origin, spec
        self.stamp: Stamp | None = None
        self.cells = 0
        self.encoding = ""
        """The old encoding the file is in; empty for UTF-8 and UTF-16."""

    def refuse(self, code: str, line: int) -> ListError:
        """The error for something noticed on a line."""
        return ListError(code, place=self.origin.place(line))

    def recognise(self) -> tuple[Layout, Sequence[int], Sequence[Sequence[Cell]], str]:
        """Find the header, the first rows and their lines, and the delimiter under which most columns are known."""
        best: tuple[Layout, Sequence[int], Sequence[Sequence[Cell]], str] | None = None
        failed: ListError | None = None
        texts: list[str] = []
        for delimiter in DELIMITERS:
            try:
                head = self._head(delimiter)
                texts = texts or [line.decode("utf-8") for line in head.lines]
                parse = row_parser(delimiter, 0, self.refuse)
                rows = [parse(number, line) for number, line in zip(head.numbers, head.lines, strict=True)]
            except ListError as problem:
                if problem.code != "list-quote":
                    raise
                failed = failed or problem
                continue
            refuse_too_wide(max(map(len, rows)), self.origin, self.spec)
            layout = find(rows, self.origin, self.spec)
            if layout and (best is None or len(layout.columns) > len(best[0].columns)):
                best = layout, head.numbers, rows, delimiter
                self.cells = max(len(row) for row in rows[layout.top : layout.data])
                self.stamp = head.stamp
        if best is None:
            lost = next((line for line, text in enumerate(texts, 1) if letters_lost(text)), 0)
            raise self.refuse("list-lost-letters", lost) if lost else failed or self.refuse("list-no-header", 0)
        return best

    def _head(self, delimiter: str) -> _Head:
        """The first records, enough to find the header in. Raises `ListError` where they are no CSV."""
        numbers: list[int] = []
        lines: list[bytes] = []
        with open_file(self.path, self.origin) as handle:
            stamp = Stamp.of(handle)
            self._inspect(handle.read(4096), stamp)
            handle.seek(0)
            for more, found in self._records(handle, delimiter):
                numbers.extend(more[: SAMPLE_ROWS - len(numbers)])
                lines.extend(found[: SAMPLE_ROWS - len(lines)])
                if len(lines) >= SAMPLE_ROWS:
                    break
        for number, line in zip(numbers, lines, strict=True):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as problem:
                self.encoding = "" if self.encoding else old_encoding(lines, load_fonts()) or ""
                if self.encoding:
                    return self._head(delimiter)
                raise self.refuse("list-encoding", number) from problem
        if not any(line.strip() for line in lines):
            raise self.refuse("list-empty", 0)
        return _Head(numbers, lines, stamp)

    def _records(self, handle: BinaryIO, delimiter: str) -> Iterator[tuple[Sequence[int], list[bytes]]]:
        blocks = utf8_blocks(handle, self.refuse, self.encoding)
        return records(blocks, delimiter, self.refuse, self.spec.limits.record_bytes)

    def _inspect(self, start: bytes, stamp: Stamp) -> None:
        """Refuse what plainly is no CSV, from its size and first bytes."""
        if stamp.size == 0:
            raise self.refuse("list-empty", 0)
        if stamp.size > self.spec.limits.csv_bytes:
            limit = self.spec.limits.csv_bytes
            raise ListError("list-too-large", place=self.origin.place(), bytes=stamp.size, limit=limit)
        kind = sniff(start)
        if kind != "text":
            raise ListError("list-not-a-csv", place=self.origin.place(), found=kind)
        if not start.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) and start.count(0) > len(start) * _MANY:
            raise self.refuse("list-encoding", 0)

    def watch(self, layout: Layout) -> GarbledWatch:
        """What refuses the file for letters that were read in another encoding and saved again."""
        names = {column.index for column in layout.columns if column.field in NAME_FIELDS}
        return GarbledWatch(
            names, lambda row, column: ListError("list-encoding", place=self.origin.place(row, column))
        )

    def chunks(self, layout: Layout, delimiter: str, below: Below, watch: GarbledWatch) -> Iterator[Chunk]:
        """Yield the records below the header. Raises `ListError` where they cannot be read or the file changed."""
        below.begin()
        parse = row_parser(delimiter, layout.width, self.refuse, self.cells)
        skip, number = layout.data, 0
        before = last = delimiter.encode() * self.cells
        with open_file(self.path, self.origin) as handle:
            try:
                if Stamp.of(handle) != self.stamp:
                    raise self.refuse("list-changing", 0)
                for numbers, raws in self._records(handle, delimiter):
                    if skip >= len(raws):
                        skip -= len(raws)
                        continue
                    if skip:
                        numbers, raws, skip = numbers[skip:], raws[skip:], 0  # noqa: PLW2901 (the same, below the header)
                    number, before, last = numbers[-1], raws[-2] if len(raws) > 1 else last, raws[-1]
                    few = partial(_few_filled, raws, delimiter, layout.width)
                    yield below.chunk(numbers, raws, _cells(numbers, raws, parse, watch), few)
                below.end()
                if Stamp.of(handle) != self.stamp:
                    raise self.refuse("list-changing", 0)
                if breaks_off(handle, before, last, delimiter, self.cells):
                    raise self.refuse("list-cut-short", number)
            except OSError as problem:
                reason = type(problem).__name__
                raise ListError("list-unreadable", place=self.origin.place(), reason=reason) from problem


def _few_filled(raws: Sequence[bytes], delimiter: str, width: int) -> Iterator[int]:
    """The positions of records with so few filled cells that they may be group rows: most of their cells are blank,
    so that several in a row are, or they were never written."""
    sign = delimiter.encode()
    blanks = sign * max(1, (width - FEW_CELLS) // (FEW_CELLS + 1))
    return (index for index, raw in enumerate(raws) if blanks in raw or raw.count(sign) < width - 1)


def _cells(
    numbers: Sequence[int], raws: Sequence[bytes], parse: Callable[[int, bytes], list[str]], watch: GarbledWatch
) -> Callable[[int], Sequence[Cell]]:
    def cells(index: int) -> Sequence[Cell]:
        row = parse(numbers[index], raws[index])
        if not raws[index].isascii():
            watch.look(numbers[index], row)
        return row

    return cells


def row_parser(
    delimiter: str, width: int, refuse: Callable[[str, int], ListError], header_cells: int = 0
) -> Callable[[int, bytes], list[str]]:
    """Return a function from a record's line and bytes to its cells, padded to `width`.

    It raises `list-encoding` for bytes that are not UTF-8, `list-quote` for quotes that do not fit, and
    `list-extra-cells` for a row with content beyond the `header_cells` of its header: a delimiter inside a value
    that nobody quoted has moved that row's values under the wrong headers.
    """

    def parse(number: int, line: bytes) -> list[str]:
        try:
            text = line.decode("utf-8")
            if '"' in text:
                row = next(csv.reader((text,), delimiter=delimiter, strict=True), [])
            else:
                row = text.split(delimiter)
        except UnicodeDecodeError as problem:
            raise refuse("list-encoding", number) from problem
        except csv.Error as problem:
            raise refuse("list-quote", number) from problem
        missing = width - len(row)
        if missing > 0:
            row.extend([""] * missing)
        elif header_cells and len(row) > header_cells and any(cell.strip() for cell in row[header_cells:]):
            raise refuse("list-extra-cells", number)
        return row

    return parse
