"""What a workbook hides: rows, columns, a filter that is on. Everything hidden is read; an officer should know of it.

Looked up in the sheets' own XML beside the reader, which does not tell. Unpacking a long sheet a second time would
cost a sixth of reading it, so of a long sheet only the beginning is looked at, unless that says that a filter is on.
Nothing here refuses a list: a sheet that cannot be looked into hides nothing.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import normpath
from xml.parsers import expat

WHOLE = 4 * 1024 * 1024
"""Sheets up to this many unpacked bytes are looked through whole."""
BEGINNING = 1024 * 1024
"""How much of a longer sheet is looked at."""
_BLOCK = 1024 * 1024
_SMALL = 4 * 1024 * 1024
_CARRY = 4096
"""An opening tag is never longer than this where a program wrote it."""
_COLUMNS = 16_384
_ROWS = 1_048_576

_YES = rb"[\"'](?:1|true)[\"']"
_ROW = re.compile(rb"<(?:\w+:)?row(?=\s[^<>]*?(?<=\s)hidden=" + _YES + rb")[^<>]*?>")
_NUMBER = re.compile(rb"\sr=[\"'](\d{1,7})[\"']")
_COLUMN = re.compile(rb"<(?:\w+:)?col(?=\s[^<>]*?(?<=\s)hidden=" + _YES + rb")[^<>]*?>")
_MIN, _MAX = re.compile(rb"\smin=[\"'](\d{1,5})[\"']"), re.compile(rb"\smax=[\"'](\d{1,5})[\"']")
_FILTER_MODE = re.compile(rb"<(?:\w+:)?sheetPr\s[^<>]*?(?<=\s)filterMode=" + _YES)
_FILTER = re.compile(rb"<(?:\w+:)?filterColumn[\s/>]")


@dataclass(frozen=True, slots=True)
class SheetView:
    """What one sheet hides: the numbers of hidden rows with cells, hidden columns from 0, whether a filter is on.

    `whole` says whether all of the sheet was looked at.
    """

    rows: tuple[int, ...] = ()
    columns: frozenset[int] = frozenset()
    filtered: bool = False
    whole: bool = True


NOTHING = SheetView()


def sheet_views(content: bytes) -> Mapping[str, SheetView]:
    """Return what the sheets of a workbook hide, by the sheets' names. A sheet that hides nothing may be left out.

    `content` is an xlsx or ods package that was inspected before: its parts are of bearable size.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            names = package.namelist()
            if "xl/workbook.xml" not in names:
                return open_document_views(_blocks(package, "content.xml"))
            tables = any(_says_filter(package, name) for name in names if name.startswith("xl/tables/"))
            parts = _sheet_parts(package)
            return {name: _look(package, part, all_of_it=tables) for name, part in parts.items() if part in names}
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        EOFError,
        OSError,
        LookupError,
        RuntimeError,
        ValueError,
    ):
        return {}


def _sheet_parts(package: zipfile.ZipFile) -> dict[str, str]:
    """The part that holds each sheet, by the sheet's name."""
    targets = {
        attributes.get("Id", ""): attributes.get("Target", "")
        for name, attributes in _elements(_small(package, "xl/_rels/workbook.xml.rels"))
        if name == "Relationship"
    }
    found: dict[str, str] = {}
    for name, attributes in _elements(_small(package, "xl/workbook.xml")):
        link = next((value for key, value in attributes.items() if key.endswith(":id") or key == "id"), "")
        if name == "sheet" and link in targets:
            target = targets[link]
            found[attributes.get("name", "")] = target[1:] if target.startswith("/") else normpath(f"xl/{target}")
    return found


def _small(package: zipfile.ZipFile, name: str) -> bytes:
    with package.open(name) as part:
        return part.read(_SMALL)


def _elements(content: bytes) -> list[tuple[str, dict[str, str]]]:
    """The opening tags of an XML part, without their prefixes. Raises ExpatError, also for a part that has a DTD."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        found.append((name.rpartition(":")[2], attributes))

    def refuse(*_: object) -> None:
        raise ValueError("a document type")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(content, True)
    return found


def _says_filter(package: zipfile.ZipFile, name: str) -> bool:
    return _FILTER.search(_small(package, name)) is not None


def _blocks(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with package.open(part) as sheet:
        while block := sheet.read(_BLOCK):
            yield block


def _look(package: zipfile.ZipFile, part: str, *, all_of_it: bool) -> SheetView:
    size = package.getinfo(part).file_size
    rows: list[int] = []
    columns: set[int] = set()
    filtered, looked, carry = False, 0, b""
    for block in _blocks(package, part):
        text = carry + block
        if not looked:
            columns = _hidden_columns(text) if b"hidden" in text else set()
            filtered = b"filterMode" in text and _FILTER_MODE.search(text) is not None
        if b"hidden" in text:
            tags = (tag for tag in _ROW.findall(text) if not tag.endswith(b"/>"))
            rows += [int(number[1]) for tag in tags if (number := _NUMBER.search(tag))]
        if b"filterColumn" in text:
            filtered = filtered or _FILTER.search(text) is not None
        looked += len(block)
        cut = text.rfind(b"<")
        carry = text[cut:] if cut >= 0 and len(text) - cut < _CARRY else b""
        if looked >= BEGINNING and size > WHOLE and not (filtered or rows or all_of_it):
            return SheetView((), frozenset(columns), filtered, whole=False)
    return SheetView(tuple(dict.fromkeys(rows)), frozenset(columns), filtered)


def _hidden_columns(head: bytes) -> set[int]:
    found: set[int] = set()
    for tag in _COLUMN.findall(head):
        first, last = _MIN.search(tag), _MAX.search(tag)
        if first and last:
            found.update(range(int(first[1]) - 1, min(int(last[1]), _COLUMNS)))
    return found


def open_document_views(blocks: Iterable[bytes]) -> Mapping[str, SheetView]:
    """Return what the sheets of an OpenDocument's content hide. Raises ExpatError for what is no XML."""
    content = list(blocks)
    if not any(b"visibility" in block for block in content):
        return {}
    sheets = _OpenDocument()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = sheets.start, sheets.end
    for block in content:
        parser.Parse(block, False)
    parser.Parse(b"", True)
    return sheets.views


@dataclass(slots=True)
class _Seen:
    rows: list[int] = field(default_factory=list)
    columns: set[int] = field(default_factory=set)
    filtered: bool = False


class _OpenDocument:
    """Follows rows and columns of an OpenDocument's sheets: a hidden one says so itself and may stand for many."""

    def __init__(self) -> None:
        self._seen: dict[str, _Seen] = {}
        self._name = ""
        self._row = self._column = self._repeated = 0
        self._hidden = ""
        self._filled = False

    @property
    def views(self) -> Mapping[str, SheetView]:
        """What the sheets hide."""
        return {
            name: SheetView(tuple(seen.rows), frozenset(seen.columns), seen.filtered)
            for name, seen in self._seen.items()
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element opens."""
        local = name.rpartition(" ")[2]
        facts = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if local == "table":
            self._name, self._row, self._column = facts.get("name", ""), 0, 0
        elif local == "table-column":
            count = _many(facts.get("number-columns-repeated"))
            if facts.get("visibility") in ("collapse", "filter"):
                self._note(columns=range(self._column, min(self._column + count, _COLUMNS)))
            self._column += count
        elif local == "table-row":
            self._repeated = _many(facts.get("number-rows-repeated"))
            self._hidden, self._filled = facts.get("visibility", ""), False
        elif local == "p" or "value-type" in facts:
            self._filled = True

    def end(self, name: str) -> None:
        """An element closes."""
        if name.rpartition(" ")[2] != "table-row":
            return
        if self._hidden in ("collapse", "filter") and self._filled:
            rows = range(self._row + 1, self._row + 1 + min(self._repeated, _ROWS))
            self._note(rows=rows, filtered=self._hidden == "filter")
        self._row += self._repeated
        self._hidden = ""

    def _note(self, rows: Iterable[int] = (), columns: Iterable[int] = (), *, filtered: bool = False) -> None:
        seen = self._seen.setdefault(self._name, _Seen())
        seen.rows.extend(rows)
        seen.columns.update(columns)
        seen.filtered |= filtered


def _many(count: str | None) -> int:
    return int(count) if count and count.isascii() and count.isdigit() else 1
