"""One look through a sheet's XML: how far its filled cells reach, and which of them the reader cannot give.

It runs over every sheet before it is opened, so it looks for what is rare with patterns and takes nothing apart. A
single byte is found ten times faster than two: where the rare thing has a rare byte in it, that is asked for first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from adapters.lists.doubts import SheetDoubts

_FILLED = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*?)?\sr\s*=\s*[\"']([^\"'<>]*)[\"'][^>]*(?<!/)>(?!\s*</)")
_POSITION = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})")
_UNNAMED = re.compile(rb"<(?:\w+:)?c(?=[\s/>])(?![^>]*\sr\s*=)")
_NAMED = re.compile(rb"<(?:\w+:)?c\s[^>]*?(?<=\s)r\s*=\s*[\"']([A-Za-z]{1,3})\d")
_ROW = re.compile(rb"<(?:\w+:)?row\s(?:[^>]*?\s)?r\s*=\s*[\"']([^\"'<>]*)[\"']")
_ANY_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])")
_ODD = re.compile(rb"<c(?! r=\"[A-Z]\d{1,6}+\")[\s/>]")
_PLAIN_FAR = re.compile(rb"<c r=\"([A-Z]{2,3})\d{1,6}+\"")
_PLAIN_ROW = re.compile(rb"<c r=\"[A-Z]{1,3}(\d{1,6}+)\"")
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_PLAIN_COLUMNS, _PLAIN_ROWS = 26, 999_999
_REFERENCE = re.compile(rb"\sr=[\"']([A-Za-z]{1,3})(\d{1,7})[\"']")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c(\s[^>]*)?>\s*<(?:\w+:)?f(?:\s[^>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)(.*?)</(?:\w+:)?c>", re.DOTALL
)
_STORED = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>[^<]|<(?:\w+:)?is[\s>]")
_TEXT = re.compile(rb"\st=[\"']str[\"']")
_ERROR = re.compile(
    rb"<(?:\w+:)?c(\s(?:[^>]*?\s)?t=[\"']e[\"'][^>]*)(?<!/)>.*?(?:<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<|</(?:\w+:)?c>)",
    re.DOTALL,
)
_FORMULA_HINT = re.compile(rb"f[\s/>](?<=[<:]f[\s/>])")
_ERROR_HINT = re.compile(rb"t=\"e\"")
_QUOTED_ERROR = b"t='e'"

_DIGITS, _NOWHERE = 7, 1 << 40
_LONGEST = 8 * 1024 * 1024
UNKNOWN_ERROR = "#VALUE!"
"""Stands for an error that does not say which."""


@dataclass(slots=True)
class Extent:
    """The rectangle that filled cells span: rows from 1, columns from 1. `far` is the cell furthest out."""

    top: int = 1 << 40
    bottom: int = 0
    left: int = 1 << 40
    right: int = 0
    far: tuple[int, int] = (0, 0)

    def add(self, row: int, column: int) -> None:
        """Take in a filled cell."""
        self.top, self.bottom = min(self.top, row), max(self.bottom, row)
        self.left, self.right = min(self.left, column), max(self.right, column)
        if row * column > self.far[0] * self.far[1]:
            self.far = (row, column)

    @property
    def rows(self) -> int:
        """How many rows it spans."""
        return self.bottom - self.top + 1 if self.bottom else 0

    @property
    def columns(self) -> int:
        """How many columns it spans."""
        return self.right - self.left + 1 if self.right else 0


@dataclass(slots=True)
class SheetScan:
    """What one look through a sheet found. `cells` is how many are filled.

    `row` is the last row that says where it is, `unnamed` how many do not.
    """

    extent: Extent = field(default_factory=Extent)
    doubts: SheetDoubts = field(default_factory=SheetDoubts)
    cells: int = 0
    row: int = 0
    unnamed: int = 0


class RowTooLong(ValueError):
    """A row that does not end: no sheet has one."""


class NoPosition(ValueError):
    """A row or cell that says it is where no sheet has one. The reader would take it for another place."""


def scan_sheet(blocks: Iterable[bytes]) -> SheetScan:
    """Look at every cell of a sheet. Raises `RowTooLong`."""
    scan = SheetScan()
    for text in _whole_rows(blocks):
        _measure(text, scan)
        _doubt(text, scan.doubts)
    return scan


@dataclass(slots=True)
class Reach:
    """What a quick look through a sheet found: its filled cells lie within so many rows and columns."""

    rows: int = 0
    columns: int = _PLAIN_COLUMNS
    doubts: SheetDoubts = field(default_factory=SheetDoubts)


def scan_reach(blocks: Iterable[bytes], cells: int) -> Reach:
    """Look through a sheet for doubtful cells, and for how far it may reach: further than it does, never less.

    Office programs write a cell as `<c r="B7"`, and most lists end before column AA: one look for cells that are
    written otherwise or stand further out is all it takes. Rows are counted only where as many as such cells can
    name would be more than so many cells; a sheet with cells that do not say where they are must be measured whole.
    Raises `RowTooLong` and `NoPosition`.
    """
    reach, scan, unnamed = Reach(), SheetScan(), False
    for text in _whole_rows(blocks):
        _doubt(text, reach.doubts)
        odd, prefixed = len(_ODD.findall(text)), b":" in text and _PREFIXED.search(text)
        far = _PLAIN_FAR.findall(text) if odd else ()
        if odd != len(far) or prefixed:
            if _UNNAMED.search(text):
                unnamed = True
            _measure(text, scan)
        reach.columns = max(reach.columns, scan.extent.right, *map(column_number, set(far)))
        if reach.columns * _PLAIN_ROWS > cells:
            reach.rows = max(reach.rows, *map(int, set(_PLAIN_ROW.findall(text))), 0)
        else:
            reach.rows = _PLAIN_ROWS
    reach.rows = cells + 1 if unnamed else max(reach.rows, scan.extent.bottom)
    return reach


def _whole_rows(blocks: Iterable[bytes]) -> Iterator[bytes]:
    carry = b""
    for block in blocks:
        cut = block.rfind(b"row>") + 4
        if cut == 3:
            carry += block
            if len(carry) > _LONGEST:
                raise RowTooLong
            continue
        yield b"".join((carry, memoryview(block)[:cut]))
        carry = block[cut:]
    yield carry


def _doubt(text: bytes, doubts: SheetDoubts) -> None:
    if b"f" in text and _FORMULA_HINT.search(text):
        for found in _FORMULA.finditer(text):
            attributes, rest = found.groups()
            filled = _STORED.search(rest) is not None or _TEXT.search(attributes or b"") is not None
            doubts.formula(*_place(attributes), filled=filled)
    if _ERROR_HINT.search(text) or (b"'" in text and _QUOTED_ERROR in text):
        for found in _ERROR.finditer(text):
            said = (found[2] or b"").decode("utf-8", "replace").strip()
            doubts.error(*_place(found[1]), said or UNKNOWN_ERROR)


def _measure(text: bytes, scan: SheetScan) -> None:
    cells = set(_FILLED.findall(text))
    for cell in cells:
        scan.extent.add(*_position(cell))
    scan.cells += len(cells)
    rows = _ROW.findall(text)
    scan.row = max(scan.row, *(_row_number(row) for row in set(rows)), 0)
    scan.unnamed += len(_ANY_ROW.findall(text)) - len(rows)
    if _UNNAMED.search(text):
        _measure_unnamed(text, scan)


def _measure_unnamed(text: bytes, scan: SheetScan) -> None:
    """Measure cells that do not say where they are.

    The reader puts each beside the one before it, and a row that does not say so below the one before it.
    """
    if scan.row == _NOWHERE:
        raise NoPosition
    widest = 1
    for row in _ANY_ROW.split(text):
        unnamed = len(_UNNAMED.findall(row))
        if unnamed:
            widest = max(widest, unnamed + max(map(column_number, _NAMED.findall(row)), default=0))
    scan.extent.add(max(scan.row + scan.unnamed, 1), widest)


def _row_number(row: bytes) -> int:
    return int(row) if row.isdigit() and len(row) <= _DIGITS else _NOWHERE


def _position(cell: bytes) -> tuple[int, int]:
    found = _POSITION.fullmatch(cell)
    if found is None:
        raise NoPosition
    return int(found[2]), column_number(found[1])


def _place(attributes: bytes | None) -> tuple[int, int]:
    found = _REFERENCE.search(attributes or b"")
    return (int(found[2]), column_number(found[1]) - 1) if found else (0, -1)


def column_number(letters: bytes) -> int:
    """The number of a column from its letters: A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
