"""One look through a sheet's XML: how far its filled cells reach, and which of them the reader cannot give.

It runs over every sheet before it is opened, so it looks for what is rare with patterns and takes nothing apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from adapters.lists.doubts import SheetDoubts

_FILLED = re.compile(rb"<(?:\w+:)?c(?:\s[^>]*?)?\sr=[\"']([^\"'<>]*)[\"'][^>]*(?<!/)>(?!\s*</)")
_POSITION = re.compile(rb"([A-Za-z]{1,3})(\d{1,7})")
_UNNAMED = re.compile(rb"<(?:\w+:)?c(?=[\s>])(?![^>]*\sr=)[^>]*(?<!/)>")
_ROW = re.compile(rb"<(?:\w+:)?row\s(?:[^>]*?\s)?r=[\"']([^\"'<>]*)[\"']")
_ODD = re.compile(rb"<c(?=[\s/>])(?! r=\"[A-Z](?:10\d{5}|\d{1,6})\")")
_PLAIN_FAR = re.compile(rb"<c r=\"([A-Z]{2,3}(?:10\d{5}|\d{1,6}))\"")
_PLAIN_ROW = re.compile(rb"<c r=\"[A-Z]{1,3}(\d{1,7})\"")
_PREFIXED = re.compile(rb":(?:c|row)[\s/>]")
_PLAIN_COLUMNS, _PLAIN_ROWS = 26, 1_099_999
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
_FORMULA_HINTS = (b"<f", b":f")
_ERROR_HINTS = (b't="e"', b"t='e'")

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
    """What one look through a sheet found. `cells` is how many are filled."""

    extent: Extent = field(default_factory=Extent)
    doubts: SheetDoubts = field(default_factory=SheetDoubts)
    cells: int = 0


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


def scan_doubts(blocks: Iterable[bytes]) -> SheetDoubts:
    """Look for doubtful cells alone, which costs a tenth of looking at every cell. Raises `RowTooLong`."""
    doubts = SheetDoubts()
    for text in _whole_rows(blocks):
        _doubt(text, doubts)
    return doubts


def _whole_rows(blocks: Iterable[bytes]) -> Iterator[bytes]:
    carry = b""
    for block in blocks:
        text = carry + block if carry else block
        cut = text.rfind(b"row>") + 4
        if cut == 3:
            carry = text
            if len(carry) > _LONGEST:
                raise RowTooLong
            continue
        carry = text[cut:]
        yield text[:cut]
    yield carry


def _doubt(text: bytes, doubts: SheetDoubts) -> None:
    if any(hint in text for hint in _FORMULA_HINTS):
        for found in _FORMULA.finditer(text):
            attributes, rest = found.groups()
            filled = _STORED.search(rest) is not None or _TEXT.search(attributes or b"") is not None
            doubts.formula(*_place(attributes), filled=filled)
    if any(hint in text for hint in _ERROR_HINTS):
        for found in _ERROR.finditer(text):
            said = (found[2] or b"").decode("utf-8", "replace").strip()
            doubts.error(*_place(found[1]), said or UNKNOWN_ERROR)


def _measure(text: bytes, scan: SheetScan) -> None:
    cells = set(_FILLED.findall(text))
    for cell in cells:
        scan.extent.add(*_position(cell))
    scan.cells += len(cells)
    if _UNNAMED.search(text):
        for row in _ROW.findall(text):
            scan.extent.add(_position(b"A" + row)[0], 1)


def _position(cell: bytes) -> tuple[int, int]:
    found = _POSITION.fullmatch(cell)
    if found is None:
        raise NoPosition
    return int(found[2]), column_number(found[1])


def reach(blocks: Iterable[bytes], cells: int) -> Extent:
    """How far a long sheet reaches at most; nothing where that is surely less than so many cells.

    Office programs write a cell as `<c r="B7"`, and most lists end before column AA: one look for cells that are
    written otherwise or stand further out is all it takes. Raises `RowTooLong` and `NoPosition`.
    """
    scan, bottom = SheetScan(), 0
    for text in _whole_rows(blocks):
        odd, prefixed = len(_ODD.findall(text)), _PREFIXED.search(text)
        if not odd and not prefixed and cells >= _PLAIN_COLUMNS * _PLAIN_ROWS:
            continue
        far = _PLAIN_FAR.findall(text)
        if odd != len(far) or prefixed:
            _measure(text, scan)
        for cell in set(far):
            scan.extent.add(*_position(cell))
        bottom = max(bottom, *map(int, set(_PLAIN_ROW.findall(text))), 0)
    if scan.extent.bottom or bottom:
        scan.extent.add(max(bottom, 1), _PLAIN_COLUMNS)
        scan.extent.add(1, 1)
    return scan.extent


def _place(attributes: bytes | None) -> tuple[int, int]:
    found = _REFERENCE.search(attributes or b"")
    return (int(found[2]), column_number(found[1]) - 1) if found else (0, -1)


def column_number(letters: bytes) -> int:
    """The number of a column from its letters: A is 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
