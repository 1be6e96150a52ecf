"""Errors in workbooks of Excel's binary formats, .xls and .xlsb, which the reader gives as nothing.

Both are chains of records: a number, a size, the content. Only the records that can hold an error are looked at;
what does not fit ends the look, because whether the file is sound is the reader's to say.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator, Mapping

from adapters.lists.doubts import SheetDoubts

_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}
_UNKNOWN = "#VALUE!"

# ── .xls ─────────────────────────────────────────────────────────────────────────────────────────────────

_FREE = 0xFFFFFFFA
_BOUNDSHEET, _FORMULA, _BOOLERR, _EOF = 0x85, 0x06, 0x205, 0x0A
_HEADER_SIZE = 512


def old_doubts(content: bytes) -> dict[str, SheetDoubts]:
    """The doubts of an .xls, by its sheets' names. What cannot be followed is left to the reader."""
    try:
        stream = _book_stream(content)
        return {name: _old_sheet(stream, start) for name, start in _old_sheets(stream)}
    except (struct.error, IndexError, ValueError, UnicodeDecodeError):
        return {}


def _old_records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        yield number, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _old_sheets(stream: bytes) -> Iterator[tuple[str, int]]:
    for number, record in _old_records(stream, 0):
        if number == _EOF:
            return
        if number == _BOUNDSHEET:
            start, length, wide = struct.unpack_from("<I", record)[0], record[6], record[7] & 1
            text = record[8 : 8 + length * (2 if wide else 1)]
            yield text.decode("utf-16-le" if wide else "latin-1"), start


def _old_sheet(stream: bytes, start: int) -> SheetDoubts:
    doubts = SheetDoubts()
    for number, record in _old_records(stream, start):
        if number == _EOF:
            break
        if number == _BOOLERR and len(record) >= 8 and record[7]:
            row, column = struct.unpack_from("<HH", record)
            doubts.error(row + 1, column, _ERRORS.get(record[6], _UNKNOWN))
        elif number == _FORMULA and record[12:14] == b"\xff\xff" and record[6] == 2:
            row, column = struct.unpack_from("<HH", record)
            doubts.error(row + 1, column, _ERRORS.get(record[8], _UNKNOWN))
    return doubts


def _book_stream(content: bytes) -> bytes:
    """The stream `Workbook` (or `Book`) of a compound file. Raises `ValueError` where there is none."""
    sector = 1 << struct.unpack_from("<H", content, 30)[0]
    if sector not in (512, 4096):
        raise ValueError("sector size")
    fat = _fat(content, sector)
    directory = _chain(content, sector, fat, struct.unpack_from("<I", content, 48)[0])
    entries = [directory[at : at + 128] for at in range(0, len(directory), 128)]
    for entry in entries:
        name = entry[: max(struct.unpack_from("<H", entry, 64)[0] - 2, 0)].decode("utf-16-le", "replace")
        if name in ("Workbook", "Book"):
            start, size = struct.unpack_from("<II", entry, 116)
            if size >= struct.unpack_from("<I", content, 56)[0]:
                return _chain(content, sector, fat, start)[:size]
            small = _chain(content, sector, fat, struct.unpack_from("<I", entries[0], 116)[0])
            table = _chain(content, sector, fat, struct.unpack_from("<I", content, 60)[0])
            places = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
            return b"".join(small[at * 64 : at * 64 + 64] for at in _follow(places, start))[:size]
    raise ValueError("no workbook")


def _fat(content: bytes, sector: int) -> Mapping[int, int] | list[int]:
    """The table that says of each sector which one follows."""
    parts = list(struct.unpack_from("<109I", content, 76))
    more, seen = struct.unpack_from("<I", content, 68)[0], 0
    while more < _FREE and seen * sector <= len(content):
        block = struct.unpack_from(f"<{sector // 4}I", content, _HEADER_SIZE + more * sector)
        parts, more, seen = [*parts, *block[:-1]], block[-1], seen + 1
    table: list[int] = []
    for part in parts:
        if part < _FREE and len(table) * 4 <= len(content):
            table += struct.unpack_from(f"<{sector // 4}I", content, _HEADER_SIZE + part * sector)
    return table


def _follow(table: Mapping[int, int] | list[int] | tuple[int, ...], start: int) -> Iterator[int]:
    """Yield a chain's places; one that runs in a circle ends where it has been as long as the table."""
    at, steps = start, 0
    while at < _FREE and steps <= len(table):
        yield at
        at, steps = table[at], steps + 1


def _chain(content: bytes, sector: int, fat: Mapping[int, int] | list[int], start: int) -> bytes:
    return b"".join(
        content[_HEADER_SIZE + at * sector : _HEADER_SIZE + (at + 1) * sector] for at in _follow(fat, start)
    )


# ── .xlsb ────────────────────────────────────────────────────────────────────────────────────────────────

_ROW, _CELL_ERROR, _FORMULA_ERROR, _SHEET = 0, 3, 11, 156


def binary_doubts(sheet: bytes) -> SheetDoubts:
    """The doubts of a sheet of an .xlsb."""
    doubts, row = SheetDoubts(), 0
    for number, record in _records(sheet):
        if number == _ROW and len(record) >= 4:
            row = struct.unpack_from("<I", record)[0] + 1
        elif number in (_CELL_ERROR, _FORMULA_ERROR) and len(record) > 8:
            doubts.error(row, struct.unpack_from("<I", record)[0], _ERRORS.get(record[8], _UNKNOWN))
    return doubts


def binary_sheets(workbook: bytes) -> Iterable[tuple[str, str]]:
    """The sheets of an .xlsb: name, and the number of the relationship that leads to its part."""
    for number, record in _records(workbook):
        if number == _SHEET:
            size = struct.unpack_from("<I", record, 8)[0] * 2
            name = 16 + size
            length = struct.unpack_from("<I", record, 12 + size)[0] * 2
            yield record[name : name + length].decode("utf-16-le"), record[12 : 12 + size].decode("utf-16-le")


def _records(content: bytes) -> Iterator[tuple[int, bytes]]:
    at, end = 0, len(content)
    while at < end:
        number = content[at]
        at += 1
        if number & 0x80 and at < end:
            number = number & 0x7F | content[at] << 7
            at += 1
        size = shift = 0
        while at < end and shift < 28:
            byte = content[at]
            at += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield number, content[at : at + size]
        at += size
