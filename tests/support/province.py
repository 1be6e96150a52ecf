"""A small fabricated province, its lists written, and a month of it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from yumsync.demo import month
from yumsync.demo.month import MonthStory
from yumsync.demo.province import Province, generate
from yumsync.demo.writers import Document, Written, write

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def province() -> Province:
    """Every layout at a small size: ten districts."""
    return generate(members=900, youth=200, branches=30, mistakes=18)


@pytest.fixture(scope="module")
def written(province: Province, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Written]:
    folder = tmp_path_factory.mktemp("province")
    return folder, write(province, folder)


@pytest.fixture(scope="module")
def story(province: Province, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, MonthStory]:
    """Two folders: the lists before the month and after it."""
    before, after = tmp_path_factory.mktemp("before"), tmp_path_factory.mktemp("after")
    write(province, before)
    write(province, after)
    return before, after, month.apply(province, after)


def sheets_of(document: Document, folder: Path) -> list[list[list[object]]]:
    """The rows of each visible sheet as they stand in the file, used range only."""
    path = folder / document.path
    if document.layout.form == "csv":
        text = path.read_bytes().decode("utf-8-sig" if document.layout.bom else "utf-8")
        return [list(csv.reader(text.splitlines(), delimiter=document.layout.delimiter))]
    book = CalamineWorkbook.from_path(path)
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names if name != "DATA"]


def typed_rows(document: Document, folder: Path) -> list[dict[str, object]]:
    """The rows with a national ID, by the layout's fields; the layout says where they are."""
    fields = [field for field, _ in document.layout.columns]
    place = fields.index("national_id")
    rows = [row for sheet in sheets_of(document, folder) for row in sheet]
    return [dict(zip(fields, row, strict=True)) for row in rows if re.fullmatch(r"\d{7,12}", str(row[place]))]
