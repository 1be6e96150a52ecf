"""What an .xlsx says of the style of a sheet's first rows: the fonts of cells, their number formats, the date system.

The reader of cells does not tell these. They are looked up only where they settle something: text that may be in a
font of before Unicode, numbers that may be shown with zeros. Nothing but the first rows is unpacked, and a part that
declares a document type is not read at all: no office program writes one.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from xml.parsers import expat

from sync.tables.columns import Styles

_SMALL_PART = 16 * 1024 * 1024
"""More bytes than this of a part are not looked at."""
_BLOCK = 64 * 1024
_CELL = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_GENERAL = frozenset({0, 49})
"""Numbers of the formats "General" and "Text"."""

Element = Callable[[str, Mapping[str, str]], None]


def sheet_styles(content: bytes, sheet: str, rows: int) -> Styles | None:
    """Return the styles of a sheet's first `rows` rows, counted from row 1 and column A; None where they cannot be
    known, as in any workbook that is no .xlsx."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            book = _Book()
            _parse(package, "xl/_rels/workbook.xml.rels", book.link)
            _parse(package, "xl/workbook.xml", book.main)
            looks = _Looks()
            _parse(package, "xl/styles.xml", looks.start, looks.end)
            cells = _Cells(looks, rows)
            _parse(package, book.part(sheet), cells.start)
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        OSError,
        LookupError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ):
        return None
    return Styles(cells.fonts, cells.formats, book.from_1904)


class _Enough(Exception):
    """The first rows are read."""


class _DocumentType(ValueError):
    """A part declares a document type, and entities with it."""


def _parse(package: zipfile.ZipFile, part: str, start: Element, end: Callable[[str], None] | None = None) -> None:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(" ")[2], attributes)
    parser.StartDoctypeDeclHandler = _refuse
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(" ")[2])
    left = _SMALL_PART
    try:
        with package.open(part) as file:
            while left > 0 and (block := file.read(_BLOCK)):
                left -= len(block)
                parser.Parse(block, False)
    except _Enough:
        pass


def _refuse(*_: object) -> None:
    raise _DocumentType


class _Book:
    """Where the sheets are kept, and the date system."""

    def __init__(self) -> None:
        self.from_1904 = False
        self._targets: dict[str, str] = {}
        self._sheets: dict[str, str] = {}

    def link(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of the workbook's relationships."""
        if name == "Relationship":
            self._targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def main(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of the workbook's main part."""
        if name == "sheet":
            self._sheets[attributes.get("name", "")] = next(
                (value for key, value in attributes.items() if key.endswith(" id")), ""
            )
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "0") in ("1", "true", "on")

    def part(self, sheet: str) -> str:
        """The name of a sheet's part. Raises `KeyError`."""
        target = self._targets[self._sheets[sheet]]
        return target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))


class _Looks:
    """The fonts and number formats that the cells' styles refer to, by number."""

    def __init__(self) -> None:
        self.fonts: list[str] = []
        self.codes: dict[int, str] = {}
        self.cells: list[tuple[int, int]] = []
        self._within: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of the styles opens."""
        parent = self._within[-1] if self._within else ""
        if name == "font" and parent == "fonts":
            self.fonts.append("")
        elif name == "name" and parent == "font" and self.fonts and self._within[-2:-1] == ["fonts"]:
            self.fonts[-1] = attributes.get("val", "")
        elif name == "numFmt" and parent == "numFmts":
            self.codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif name == "xf" and parent == "cellXfs":
            self.cells.append((int(attributes.get("fontId", "0")), int(attributes.get("numFmtId", "0"))))
        self._within.append(name)

    def end(self, name: str) -> None:
        """An element closes."""
        self._within.pop()

    def font(self, style: int) -> str:
        """The name of a style's font; "" where there is none."""
        font = self.cells[style][0] if 0 <= style < len(self.cells) else -1
        return self.fonts[font] if 0 <= font < len(self.fonts) else ""

    def format(self, style: int) -> str:
        """The code of a style's number format; "" for the general one and those known by number alone."""
        number = self.cells[style][1] if 0 <= style < len(self.cells) else 0
        return "" if number in _GENERAL else self.codes.get(number, "")


class _Cells:
    """The styles of a sheet's cells, row by row."""

    def __init__(self, looks: _Looks, rows: int) -> None:
        self.fonts: dict[tuple[int, int], str] = {}
        self.formats: dict[tuple[int, int], str] = {}
        self._looks, self._rows = looks, rows
        self._row = self._column = 0

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """An element of the sheet opens. Raises `_Enough` behind the last row that is wanted."""
        if name == "row":
            self._row = int(attributes.get("r") or self._row + 1)
            self._column = 0
            if self._row > self._rows:
                raise _Enough
        elif name == "c":
            found = _CELL.fullmatch(attributes.get("r", ""))
            self._column = _number(found[1]) if found else self._column + 1
            style = int(attributes.get("s", "0"))
            where = self._row - 1, self._column - 1
            if font := self._looks.font(style):
                self.fonts[where] = font
            if code := self._looks.format(style):
                self.formats[where] = code


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
