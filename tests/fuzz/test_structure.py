"""Sheets of any shape, written soundly in every format: each row is accounted for, or the list is refused by code."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.lists import open_list
from config.headers import load_headers
from config.knowledge import load_knowledge
from sync.lists.checking import check_lists
from sync.lists.reading import Reading
from sync.values import Cell, Finding
from tests.fuzz.worker import LIMITS, Silence, codes, wrong
from tests.lists.writers import csv_text, spec, write_csv, write_ods, write_xls, write_xlsx
from tests.lists.xlsb import write_xlsb

LONG = os.environ.get("YUMSYNC_PROFILE") == "long"
EXAMPLES = 1500 if LONG else 25
HEADERS = [
    "STT", "Họ và tên", "Họ đệm", "Tên", "Ngày sinh", "Nam", "Nữ", "Giới tính", "Phái", "CCCD", "Chi đoàn", "Đơn vị",
    "Dân tộc", "Kinh", "Tày", "Ngày cấp", "SĐT", "Quê quán", "Ghi chú", "Số CMND/CCCD (*)", "hoten", "ngaysinh",
    "Sồ điện thoại", "Ngày,\ntháng, năm sinh", "Lý do", "Thời điểm", "Nơi chuyển đến",
]  # fmt: skip
USUAL = ["Họ và tên", "Ngày sinh", "CCCD", "Chi đoàn", "SĐT", "Quê quán", "Ghi chú", "STT", "Dân tộc", "Giới tính"]
WORDS = [
    "Nguyễn Thử An", "TRẦN THỊ MẪU", "K'Brểu", "Tổng cộng: 3", "Người lập", "Chi đoàn 1, Đoàn xã Mẫu (53 đoàn viên)",
    "01/02/2004", "31/02/2004", "2004-05-17", "13/25/2004", "1999", "001204000001", "1.20e+11", "0900000001", "x",
    "#N/A", "=1+1", "-", "''", '"', "Ngày 1 tháng 2 năm 2026", "NguyÔn V¨n", "\u00a0", "Đoàn\u0300", "a" * 300,
]  # fmt: skip
letters = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8
)
cells: st.SearchStrategy[Cell] = st.one_of(
    st.just(""),
    st.just(""),
    st.sampled_from(WORDS),
    st.sampled_from(HEADERS),
    letters,
    st.integers(0, 10**12),
    st.floats(-1e6, 1e15, allow_nan=False),
)
dates = st.one_of(st.dates(date(1900, 3, 1), date(2100, 1, 1)), st.booleans())
title: st.SearchStrategy[Cell] = st.one_of(st.just(""), st.sampled_from(WORDS), letters)
titles = st.lists(st.lists(title, max_size=8), max_size=6)


@st.composite
def grids(draw: st.DrawFn, more: st.SearchStrategy[Cell]) -> list[list[Cell]]:
    """Titles, a header of one or two rows that may make sense, and rows that may not."""
    width = draw(st.integers(1, 10))
    header: list[list[Cell]] = draw(
        st.one_of(
            st.permutations(USUAL[: max(width, 2)]).map(lambda row: [[*row]]),
            st.lists(st.lists(st.sampled_from([*HEADERS, ""]), min_size=width, max_size=width), max_size=3),
        )
    )
    body: list[list[Cell]] = draw(st.lists(st.lists(st.one_of(cells, more), max_size=width + 2), max_size=12))
    above: list[list[Cell]] = draw(titles)
    return [*above, *header, *body]


def check(path: Path) -> set[str]:
    """Check a list as the program does; every promise of a report must hold."""
    reading = Reading(load_knowledge({}), load_headers().rows, date(2026, 3, 26))
    report = check_lists([open_list(spec(path.parent, path.name, limits=LIMITS))], reading, Silence())
    assert wrong(report) == ""
    return codes(report)


def rows_read(path: Path) -> set[int] | None:
    """The numbers of the rows of the list's one table, read or set aside; None where it was refused."""
    found: list[int] = []
    for table in open_list(spec(path.parent, path.name, limits=LIMITS)).tables():
        if not isinstance(table, Finding):
            found += [aside.row for aside in table.preamble]
            found += [number for chunk in table.chunks() for number in chunk.numbers]
    assert len(found) == len(set(found))
    return set(found) or None


def as_text(rows: list[list[Cell]]) -> list[list[Cell]]:
    """What a CSV can hold of a grid: text without what ends a line in some program."""
    return [["" if cell is None else str(cell) for cell in row] or [""] for row in rows]


WRITERS: dict[str, Callable[[Path, list[list[Cell]]], object]] = {
    "list.xlsx": write_xlsx,
    "list.xlsb": lambda path, rows: write_xlsb(path, rows or [[""]]),
    "comma.csv": lambda path, rows: write_csv(path, as_text(rows)),
    "semicolon.csv": lambda path, rows: write_csv(path, as_text(rows), ";", "\r\n", "utf-16"),
}
SLOW = {"list.xls": write_xls, "list.ods": write_ods}


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_grid_is_accounted_for_or_refused(tmp_path: Path, name: str, data: st.DataObject) -> None:
    rows = data.draw(grids(dates if name == "list.xlsx" else st.booleans()))
    path = tmp_path / name
    try:
        WRITERS[name](path, rows)
    except (ValueError, OverflowError):
        return  # what the writer refuses is in no file
    refused = check(path)
    if refused or not name.endswith("xlsx"):
        return
    filled = [number for number, row in enumerate(rows, 1) if any(cell not in ("", None) for cell in row)]
    read = rows_read(path)
    assert read is not None
    assert set(filled) <= read


@pytest.mark.parametrize("name", SLOW)
@settings(max_examples=EXAMPLES // 5, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=grids(st.just("")))
def test_any_grid_in_an_old_format(tmp_path: Path, name: str, rows: list[list[Cell]]) -> None:
    path = tmp_path / name
    try:
        SLOW[name](path, as_text(rows))
    except (ValueError, OverflowError):
        return
    check(path)


@settings(max_examples=EXAMPLES * 4, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    text=st.text(st.sampled_from('aBđ,;\t|"\n\r\ufeff\u0085 12/x'), max_size=200),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1258", "utf-16-be", "utf-8-sig"]),
)
def test_any_text_below_a_header(tmp_path: Path, text: str, encoding: str) -> None:
    path = tmp_path / "list.csv"
    head = csv_text([["Họ và tên", "Ngày sinh", "CCCD"], ["Lê Giả", "2004", "001204000001"]])
    path.write_bytes((head + text).encode(encoding, "replace"))
    check(path)


def test_dates_of_a_workbook_are_what_was_written(tmp_path: Path) -> None:
    """The grids above mean what they say: a date goes in and comes out."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415

    with xlsxwriter.Workbook(str(tmp_path / "list.xlsx"), {"default_date_format": "dd/mm/yyyy"}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Họ và tên", "Ngày sinh", "Chi đoàn"])
        sheet.write_row(1, 0, ["Lê Giả", datetime(2004, 5, 17), "Chi đoàn 1"])  # noqa: DTZ001 (a cell has no zone)
    assert check(tmp_path / "list.xlsx") == set()
