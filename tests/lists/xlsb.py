"""Write a list as .xlsb, Excel's binary workbook, with the few records it takes; nothing on PyPI writes one."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path

from sync.values import Cell

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
LINKS = (
    f'<?xml version="1.0"?><Relationships xmlns="{PACKAGE}">'
    f'<Relationship Id="rId1" Type="{RELATION}" Target="worksheets/sheet1.bin"/></Relationships>'
)
ERRORS = {"#N/A": 0x2A, "#REF!": 0x17, "#DIV/0!": 0x07}


def write_xlsb(path: Path, rows: Sequence[Sequence[Cell]], *, formula: bool = False) -> Path:
    """Write rows; a text that is an error of Excel becomes that error, of a formula where asked for."""
    body = b"".join(_row(number, row, formula=formula) for number, row in enumerate(rows))
    area = struct.pack("<IIII", 0, len(rows) - 1, 0, max(1, *map(len, rows), 0) - 1)
    sheet = _record(129) + _record(148, area) + _record(145) + body + _record(146) + _record(130)
    named = struct.pack("<II", 0, 1) + _text("rId1") + _text("Danh sách")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr(
            "xl/workbook.bin", _record(131) + _record(143) + _record(156, named) + _record(144) + _record(132)
        )
        book.writestr("xl/_rels/workbook.bin.rels", LINKS)
        book.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def _row(number: int, row: Sequence[Cell], *, formula: bool) -> bytes:
    out = _record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))
    for column, cell in enumerate(row):
        head = struct.pack("<II", column, 0)
        if isinstance(cell, str) and cell in ERRORS:
            out += _record(11 if formula else 3, head + bytes([ERRORS[cell]]) + (bytes(10) if formula else b""))
        elif isinstance(cell, str) and cell:
            out += _record(6, head + _text(cell))
        elif isinstance(cell, int | float):
            out += _record(5, head + struct.pack("<d", cell))
    return out


def _text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _record(number: int, content: bytes = b"") -> bytes:
    head = bytes([number]) if number < 128 else bytes([number & 0x7F | 0x80, number >> 7])
    size = len(content)
    while size > 0x7F:
        head += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + bytes([size]) + content
