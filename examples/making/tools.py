"""What the examples are written with. Files come out the same every time: no clock and no chance goes into them."""

from __future__ import annotations

import contextlib
import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

TIME = datetime(2026, 1, 5, 8, 0)  # noqa: DTZ001  (properties of a workbook have no zone)
ZIP_TIME = (2026, 1, 5, 8, 0, 0)

Row = Sequence[object]
Make = Callable[[Path], None]


class Catalogue(dict[str, Make]):
    """The files of one folder, each by its name with what makes it."""

    def makes(self, name: str) -> Callable[[Make], Make]:
        """Register the function that makes a file of this name."""

        def note(make: Make) -> Make:
            self[name] = make
            return make

        return note

    def write(self, folder: Path) -> None:
        """Write every file into a folder."""
        for name, make in self.items():
            make(folder / name)


LISTS, REGISTERS = Catalogue(), Catalogue()


def table(text: str) -> list[Row]:
    """Return a table typed as text: a line a row, cells between bars; an empty one is no cell."""
    lines = [[cell or None for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    return [[int(first) if first and first.isdigit() and len(first) < 3 else first, *rest] for first, *rest in lines]


@contextlib.contextmanager
def workbook(path: Path) -> Iterator[xlsxwriter.Workbook]:
    """Open a new workbook without the time of its making; it is written at the end."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": TIME})
    yield book
    book.close()


def fill(
    sheet: Worksheet, rows: Sequence[Row], *, top: int = 1, left: str = "A", style: Format | None = None
) -> None:
    """Write rows from row `top` (as Excel counts) and column `left` on; None leaves a cell out."""
    first = ord(left) - ord("A")
    for number, row in enumerate(rows, top - 1):
        for column, cell in enumerate(row, first):
            if isinstance(cell, str):
                sheet.write_string(number, column, cell, style)
            elif cell is not None:
                sheet.write(number, column, cell, style)


def merge(sheet: Worksheet, merged: Mapping[str, str]) -> None:
    """Merge ranges, each with its text."""
    for cells, text in merged.items():
        sheet.merge_range(cells, text)


def write_csv(path: Path, rows: Sequence[Row], *, comma: str = ",", encoding: str = "utf-8") -> None:
    """Write rows as text, lines ending as Excel ends them."""
    text = io.StringIO()
    csv.writer(text, delimiter=comma, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))


def replaced(data: bytes, words: Mapping[bytes, bytes]) -> bytes:
    """Return a part of a package with each word replaced."""
    for old, new in words.items():
        data = data.replace(old, new)
    return data


def repack(path: Path, changed: Callable[[str, bytes], bytes] = lambda _, data: data) -> None:
    """Write a zip package anew with fixed times, its parts changed on the way."""
    with zipfile.ZipFile(path) as package:
        parts = [(one, package.read(one)) for one in package.infolist()]
    with zipfile.ZipFile(path, "w") as package:
        for one, data in parts:
            entry = zipfile.ZipInfo(one.filename, ZIP_TIME)
            entry.compress_type = one.compress_type
            package.writestr(entry, changed(one.filename, data))
