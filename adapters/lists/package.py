"""Looking into a workbook before it is opened: is it one, is it encrypted, would it blow up.

The reader keeps a sheet as a full rectangle in memory, so one cell far away costs as much as a full sheet; and a
packed file may unpack to a thousand times its size. Both are found here, from the package's own directory and
the sheets' declared or counted extent, before anything is unpacked into memory.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from xml.parsers import expat

from adapters.lists.binary import binary_doubts
from adapters.lists.book import Book, read_binary_book, read_book
from adapters.lists.doubts import Doubts, SheetDoubts
from adapters.lists.opendocument import scan_content
from adapters.lists.sheetxml import scan_reach, scan_sheet
from adapters.lists.spec import ReadLimits
from adapters.lists.table import Origin
from sync.errors import ListError
from sync.values import Finding, Severity

_COUNT = re.compile(rb"ount=[\"'](\d{4,})")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ROOT = re.compile(rb"<[A-Za-z_]")
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_END = b"PK\x05\x06"
_TAIL = 65_557
"""How far from its end a package's directory may be looked for: a reader that finds another than we did would
read what we have not seen."""
_SPARSE = 4
"""A sheet too large to be read is one with a cell far away when fewer than one cell in so many is filled."""
_DRAINED = 16 * 1024 * 1024
_HEAD = 4096
_BLOCK = 256 * 1024
"""Small enough to stay near the processor while it is looked at several times."""


@dataclass(frozen=True, slots=True)
class Package:
    """What a workbook is: `kind` is `xlsx`, `xlsb`, `ods` or `xls`; `doubts` is what its reader does not tell."""

    kind: str
    notes: Sequence[Finding]
    doubts: Doubts


def inspect_package(content: bytes, origin: Origin, limits: ReadLimits) -> Package:
    """Look into a zip: is it a workbook, and what is there that its reader will not tell.

    Raises `ListError` for a zip that is no workbook, is damaged, or would not fit: before it is opened.
    """
    with _as_damage(origin), zipfile.ZipFile(BytesIO(content)) as package:
        return _Inspection(package, content, origin, limits).whole()


@contextmanager
def _as_damage(origin: Origin) -> Iterator[None]:
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        OSError,
        struct.error,
        LookupError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as problem:
        raise ListError("list-damaged", place=origin.place(), reason=type(problem).__name__) from problem


def _unpacked(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """Yield a part unpacked, all of it: its size and checksum must be what the directory says."""
    with package.open(name) as part:
        while block := part.read(_BLOCK):
            yield block


def _kind(names: set[str]) -> str:
    if any(name.startswith("word/") for name in names):
        return "docx"
    if any(name.startswith("ppt/") for name in names):
        return "pptx"
    return "zip"


_WORKBOOKS = {"xl/workbook.xml": "xlsx", "xl/workbook.bin": "xlsb", "content.xml": "ods"}


class _Inspection:
    def __init__(self, package: zipfile.ZipFile, content: bytes, origin: Origin, limits: ReadLimits) -> None:
        self.package, self.content, self.origin, self.limits = package, content, origin, limits
        self.entries = package.infolist()
        self.names = {entry.filename for entry in self.entries}
        self.parts: dict[str, SheetDoubts] = {}
        self.sheets: Mapping[str, SheetDoubts] = {}

    def whole(self) -> Package:
        """Look through everything."""
        kind = next((kind for name, kind in _WORKBOOKS.items() if name in self.names), None)
        if kind is None:
            raise self._refuse("list-not-a-workbook", found=_kind(self.names))
        self._check_directory()
        self._check_encryption()
        for entry in self.entries:
            self._check_part(entry)
        book = Book({}, stale=False, manual=False) if kind == "ods" else self._book(kind)
        return Package(kind, tuple(self._notes()), self._doubts(book))

    def _doubts(self, book: Book) -> Doubts:
        sheets = {name: self.parts[part] for name, part in book.sheets.items() if part in self.parts}
        return Doubts({**self.sheets, **sheets}, book.stale, book.manual)

    def _refuse(self, code: str, **details: str | int) -> ListError:
        return ListError(code, place=self.origin.place(), **details)

    def _check_directory(self) -> None:
        limits = self.limits
        if len(self.entries) > limits.entries:
            raise self._refuse("list-bomb", entries=len(self.entries), limit=limits.entries)
        unpacked = sum(entry.file_size for entry in self.entries)
        if unpacked > limits.unpacked_bytes:
            raise self._refuse("list-bomb", bytes=unpacked, limit=limits.unpacked_bytes)
        for entry in self.entries:
            if entry.file_size > limits.ratio_from and entry.file_size > limits.ratio * max(entry.compress_size, 1):
                raise self._refuse("list-bomb", bytes=entry.file_size, limit=limits.ratio_from)
        placed = sorted(self.entries, key=lambda entry: entry.header_offset)
        for entry, after in pairwise(placed):
            if entry.header_offset + entry.compress_size > after.header_offset:
                raise self._refuse("list-bomb", entries=len(self.entries), limit=limits.entries)
        # A second entry of one name, or a second directory: another reader might read what was not looked at.
        if len(self.names) < len(self.entries) or self.content.count(_END, max(len(self.content) - _TAIL, 0)) > 1:
            raise self._refuse("list-damaged", reason="directory")

    def _check_encryption(self) -> None:
        """An OpenDocument workbook under a password says so in its manifest; a zip may be encrypted as a whole."""
        encrypted = any(entry.flag_bits & 1 for entry in self.entries)
        manifest = "META-INF/manifest.xml"
        if not encrypted and manifest in self.names and self.package.getinfo(manifest).file_size < _DRAINED:
            encrypted = b"encryption-data" in self.package.read(manifest)
        if encrypted:
            raise self._refuse("list-encrypted")

    def _check_part(self, entry: zipfile.ZipInfo) -> None:
        """A sheet is known by what it holds: a workbook may keep its sheets under any name."""
        with self.package.open(entry) as part:
            head = part.read(_HEAD)
        self._check_xml(head)
        if b"worksheet" in head:
            self._check_sheet(entry)
        elif entry.filename == "content.xml":
            self.sheets = scan_content(_unpacked(self.package, entry.filename), self._check_area)
        elif entry.file_size <= _DRAINED:
            for block in _unpacked(self.package, entry.filename):
                self._check_counts(block)
        else:
            self._check_counts(head)

    def _check_xml(self, head: bytes) -> None:
        """Office programs define no entities and write UTF-8; a part that does otherwise is not read."""
        start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
        if start.startswith(_WIDE):
            raise self._refuse("list-damaged", reason="encoding")
        if not start.startswith(b"<"):
            return
        if _DOCTYPE.search(head) or (len(head) == _HEAD and not _ROOT.search(head)):
            raise self._refuse("list-damaged", reason="doctype")

    def _check_counts(self, block: bytes) -> None:
        """A part that promises more elements than a sheet has cells: the reader would reserve memory for them."""
        for count in _COUNT.findall(block):
            if int(count) > self.limits.cells:
                raise self._refuse("list-damaged", reason="count")

    def _counted(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        for block in _unpacked(self.package, entry.filename):
            self._check_counts(block)
            yield block

    def _check_sheet(self, entry: zipfile.ZipInfo) -> None:
        """Looking at every cell of a sheet costs as much as reading them, so that is done only where it may reach too
        far."""
        reach = scan_reach(self._counted(entry), self.limits.cells)
        if reach.rows * reach.columns <= self.limits.cells:
            if reach.doubts:
                self.parts[entry.filename] = reach.doubts
            return
        scan = scan_sheet(self._counted(entry))
        extent = scan.extent
        if extent.rows * extent.columns > max(self.limits.cells, scan.cells * _SPARSE):
            row, column = extent.far
            raise ListError("list-far-cell", place=self.origin.place(row, column - 1))
        self._check_area(extent.rows, extent.columns)
        if scan.doubts:
            self.parts[entry.filename] = scan.doubts

    def _check_area(self, rows: int, columns: int) -> None:
        if rows * columns > self.limits.cells:
            raise self._refuse("list-too-large", rows=rows, columns=columns, limit=self.limits.cells)

    def _book(self, kind: str) -> Book:
        """What the main part says. The sheets of a binary workbook are looked through here."""
        main = "xl/workbook.xml" if kind == "xlsx" else "xl/workbook.bin"
        links = f"xl/_rels/{main.removeprefix('xl/')}.rels"
        content, targets = self._small(main), self._small(links) if links in self.names else b""
        if kind == "xlsx":
            return read_book(content, targets)
        book = read_binary_book(content, targets)
        for part in book.sheets.values():
            if part in self.names:
                self.parts[part] = binary_doubts(self.package.read(part))
        return book

    def _small(self, name: str) -> bytes:
        if self.package.getinfo(name).file_size > _DRAINED:
            raise self._refuse("list-damaged", reason="size")
        return self.package.read(name)

    def _notes(self) -> Iterator[Finding]:
        place = self.origin.place()
        if any(name.endswith("vbaProject.bin") or name.startswith("Basic/") for name in self.names):
            yield Finding("list-macros", Severity.NOTE, place)
        if any(name.startswith("xl/externalLinks/") for name in self.names):
            yield Finding("list-external-links", Severity.NOTE, place)
