"""Looking into a workbook before it is opened: is it one, is it encrypted, would it blow up.

The reader keeps a sheet as a full rectangle in memory, so one cell far away costs as much as a full sheet; and a
packed file may unpack to a thousand times its size. Both are found here, from the package's own directory and
the sheets' declared or counted extent, before anything is unpacked into memory.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from xml.parsers import expat

from adapters.lists.spec import ReadLimits
from adapters.lists.table import Origin
from sync.errors import ListError

_DIMENSION = re.compile(rb"<(?:\w+:)?dimension\s[^>]*?ref=[\"']([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?[\"']")
_CELL = re.compile(rb"\sr=[\"']([A-Za-z]{0,4})(\d{1,9})[\"']")
_COUNT = re.compile(rb"ount=[\"'](\d{4,})")
_REPEATED = "number-{}-repeated"
_COUNTED = 4 * 1024 * 1024
"""Sheets up to this many unpacked bytes have every cell's position checked; longer ones are taken at their word
when they state their extent, because checking would cost as much as a tenth of reading them."""
_DRAINED = 16 * 1024 * 1024
_HEAD = 4096
_BLOCK = 1024 * 1024


def inspect_package(content: bytes, origin: Origin, limits: ReadLimits) -> str:
    """Say whether a zip is a workbook of the kind `xlsx` or `ods`.

    Raises `ListError` for a zip that is no workbook, is damaged, or would not fit: before it is opened.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            entries = package.infolist()
            names = {entry.filename for entry in entries}
            if "xl/workbook.xml" not in names and "content.xml" not in names:
                raise ListError("list-not-a-workbook", place=origin.place(), found=_kind(names))
            _check_directory(entries, origin, limits)
            _check_encryption(package, names, origin)
            for entry in entries:
                _check_part(package, entry, origin, limits)
            return "xlsx" if "xl/workbook.xml" in names else "ods"
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as problem:
        raise ListError("list-damaged", place=origin.place(), reason=type(problem).__name__) from problem


def _kind(names: set[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("ppt/") for name in names):
        return "pptx"
    return "zip"


def _check_directory(entries: list[zipfile.ZipInfo], origin: Origin, limits: ReadLimits) -> None:
    if len(entries) > limits.entries:
        raise ListError("list-bomb", place=origin.place(), entries=len(entries), limit=limits.entries)
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes:
        raise ListError("list-bomb", place=origin.place(), bytes=unpacked, limit=limits.unpacked_bytes)
    for entry in entries:
        if entry.file_size > limits.ratio_from and entry.file_size > limits.ratio * max(entry.compress_size, 1):
            raise ListError("list-bomb", place=origin.place(), bytes=entry.file_size, limit=limits.ratio_from)


def _check_encryption(package: zipfile.ZipFile, names: set[str], origin: Origin) -> None:
    """An OpenDocument workbook under a password says so in its manifest; a zip may be encrypted as a whole."""
    encrypted = any(entry.flag_bits & 1 for entry in package.infolist())
    manifest = "META-INF/manifest.xml"
    if not encrypted and manifest in names and package.getinfo(manifest).file_size < _BLOCK:
        encrypted = b"encryption-data" in package.read(manifest)
    if encrypted:
        raise ListError("list-encrypted", place=origin.place())


def _blocks(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with package.open(entry) as part:
        while block := part.read(_BLOCK):
            yield block


def _check_part(package: zipfile.ZipFile, entry: zipfile.ZipInfo, origin: Origin, limits: ReadLimits) -> None:
    """A sheet is known by what it holds: a workbook may keep its sheets under any name."""
    with package.open(entry) as part:
        head = part.read(_HEAD)
    if b"worksheet" in head:
        _check_sheet(package, entry, head, origin, limits)
    elif entry.filename == "content.xml":
        _check_content(package, entry, origin, limits)
    elif entry.file_size <= _DRAINED:
        # Unpacked to nowhere: its size and checksum must be what the directory says.
        for block in _blocks(package, entry):
            _check_counts(block, origin, limits)
    else:
        _check_counts(head, origin, limits)


def _check_counts(block: bytes, origin: Origin, limits: ReadLimits) -> None:
    """A part that promises more elements than a sheet may have cells: the reader would reserve memory for them."""
    for count in _COUNT.findall(block):
        if int(count) > limits.cells:
            raise ListError("list-damaged", place=origin.place(), reason="count")


def _check_sheet(
    package: zipfile.ZipFile, entry: zipfile.ZipInfo, head: bytes, origin: Origin, limits: ReadLimits
) -> None:
    dimension = _DIMENSION.search(head)
    if dimension:
        left, top, right, bottom = dimension.groups()
        rows = int(bottom or top) - int(top) + 1
        _check_area(rows, _column(right or left) - _column(left) + 1, origin, limits)
        if entry.file_size > _COUNTED:
            return
    top_row, last_row, left_column, last_column, carry = 1 << 40, 0, 1 << 40, 0, b""
    for block in _blocks(package, entry):
        text = carry + block
        carry = text[-64:]
        _check_counts(text, origin, limits)
        for column, row in set(_CELL.findall(text)):
            top_row, last_row = min(top_row, int(row)), max(last_row, int(row))
            if column:
                left_column, last_column = min(left_column, _column(column)), max(last_column, _column(column))
    if last_row:
        _check_area(last_row - top_row + 1, max(last_column - left_column + 1, 1), origin, limits)


def _check_area(rows: int, columns: int, origin: Origin, limits: ReadLimits) -> None:
    if rows * columns > limits.cells:
        place = origin.place()
        raise ListError("list-too-large", place=place, rows=rows, columns=columns, limit=limits.cells)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _check_content(package: zipfile.ZipFile, entry: zipfile.ZipInfo, origin: Origin, limits: ReadLimits) -> None:
    """Count the rectangle an OpenDocument sheet spans: its cells may be repeated thousands of times by one number."""
    extent = _Extent()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = extent.start
    parser.EndElementHandler = extent.end
    try:
        for block in _blocks(package, entry):
            parser.Parse(block, False)
            _check_area(extent.rows, extent.columns, origin, limits)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as problem:
        raise ListError("list-damaged", place=origin.place(), reason=type(problem).__name__) from problem
    _check_area(extent.rows, extent.columns, origin, limits)


class _Extent:
    """The largest rectangle of filled cells seen in an OpenDocument sheet."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = self._last = 0
        self._repeat_row = self._repeat_cell = 1
        self._in_cell = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        local = name.rpartition(" ")[2]
        if local == "table":
            self._row = 0
        elif local == "table-row":
            self._column = self._last = 0
            self._repeat_row = _repeat(attributes, "rows")
        elif local in ("table-cell", "covered-table-cell"):
            self._repeat_cell = _repeat(attributes, "columns")
            self._in_cell = any(key.endswith((" value-type", " formula")) for key in attributes)
        elif local == "p":
            self._in_cell = True

    def end(self, name: str) -> None:
        """An element closes."""
        local = name.rpartition(" ")[2]
        if local in ("table-cell", "covered-table-cell"):
            self._column += self._repeat_cell
            if self._in_cell:
                self._last = self._column
            self._in_cell = False
        elif local == "table-row":
            self._row += self._repeat_row
            if self._last:
                self.rows, self.columns = max(self.rows, self._row), max(self.columns, self._last)


def _repeat(attributes: dict[str, str], what: str) -> int:
    for key, value in attributes.items():
        if key.endswith(_REPEATED.format(what)) and value.isascii() and value.isdigit():
            return int(value)
    return 1
