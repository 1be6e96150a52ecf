"""The results of formulas, carried over: the library that writes the copy keeps formulas and drops what they showed.

Without them a copy that was never opened in Excel would read as if those cells were empty.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.parsers import expat
from xml.sax.saxutils import escape

from adapters.lists.book import Book, read_book

_MAIN, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_CELL = re.compile(rb'<c r="([A-Z]{1,3}\d{1,7})"([^>]*)><f([^>]*)>([^<]*)</f><v ?(?:/>|></v>)</c>')
_TYPED = frozenset({"str", "b", "e"})


@dataclass(frozen=True, slots=True)
class Result:
    """What a formula showed: the type and the text as they stand in the file."""

    type: str
    text: str


Results = Mapping[str, Mapping[str, Result]]
"""By sheet and cell."""


@dataclass(frozen=True, slots=True)
class Stored:
    """The results stored in a workbook; `stale` and `manual` are those of `Book`."""

    results: Results
    stale: bool
    manual: bool


def stored_results(content: bytes) -> Stored:
    """Return the results stored in a workbook. Raises `ExpatError`, LookupError, ValueError or BadZipFile."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        book, names = _book(package), set(package.namelist())
        results = {name: _results(package.read(part)) for name, part in book.sheets.items() if part in names}
    return Stored(results, book.stale, book.manual)


def put_results(content: bytes, results: Results) -> bytes:
    """Return a workbook as it was written, with the results of its formulas; where there is none, as it was."""
    if not any(results.values()):
        return content
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as package, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        sheets = {part: results[name] for name, part in _book(package).sheets.items() if results.get(name)}
        for entry in package.infolist():
            text = package.read(entry)
            if entry.filename in sheets:
                text = _with_results(text, sheets[entry.filename])
            target.writestr(entry, text)
    return made.getvalue()


def _book(package: zipfile.ZipFile) -> Book:
    links = package.read(_LINKS) if _LINKS in package.namelist() else b""
    return read_book(package.read(_MAIN), links)


def _with_results(sheet: bytes, results: Mapping[str, Result]) -> bytes:
    def result(found: re.Match[bytes]) -> bytes:
        known = results.get(found[1].decode())
        if known is None:
            return found[0]
        typed = f' t="{known.type}"'.encode() if known.type in _TYPED else b""
        value = escape(known.text).encode("utf-8", "replace")
        return b'<c r="%s"%s%s><f%s>%s</f><v>%s</v></c>' % (found[1], found[2], typed, found[3], found[4], value)

    return _CELL.sub(result, sheet)


def _results(sheet: bytes) -> dict[str, Result]:
    """The stored results of one sheet's formulas."""
    found: dict[str, Result] = {}
    if b"<f" not in sheet and b":f" not in sheet:
        return found
    cell = {"place": "", "type": "", "formula": "", "inside": ""}
    text: list[str] = []

    def start(name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "c":
            cell.update(place=attributes.get("r", ""), type=attributes.get("t", "n"), formula="", inside="")
            text.clear()
        elif tag == "f":
            cell["formula"] = "yes"
        cell["inside"] = tag

    def end(name: str) -> None:
        tag = name.rpartition(" ")[2]
        cell["inside"] = ""
        stored = text or cell["type"] == "str"
        if tag == "c" and cell["formula"] and cell["place"] and stored and cell["type"] in _TYPED | {"n"}:
            found[cell["place"]] = Result(cell["type"], "".join(text))

    def data(piece: str) -> None:
        if cell["inside"] == "v":
            text.append(piece)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, data
    parser.buffer_text = True
    parser.Parse(sheet, True)
    return found
