"""Cells we write into a spreadsheet: never a formula, whole XML, and read back as what they were."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from python_calamine import CalamineWorkbook

from adapters.lists.annotate.form import COLUMNS, MARKER, VERSION, Correction, Form, marker_row, plain, read_form
from adapters.lists.annotate.safe import CELL_LENGTH, FORMULA_SIGNS, put_text, put_value, safe_text
from sync.text.tidying import cell_text
from sync.values import Cell

ANY_TEXT = st.text(max_size=40) | st.builds(
    lambda sign, rest: sign + rest, st.sampled_from(sorted(FORMULA_SIGNS)), st.text(max_size=20)
)


def written(texts: list[str]) -> bytes:
    made = Workbook()
    for row, text in enumerate(texts, start=1):
        made.worksheets[0].cell(row, 1).value = "row"
        put_text(made.worksheets[0].cell(row, 2), text)  # type: ignore[arg-type]
    made.worksheets[0]["C1"] = "end"
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


@settings(deadline=None, max_examples=60)
@given(st.lists(ANY_TEXT, min_size=1, max_size=5))
def test_a_text_stays_a_text(texts: list[str]) -> None:
    """Whatever it begins with, in both readers; one that could be taken for a formula is marked as typed text."""
    content = written(texts)
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    for row, text in enumerate(texts, start=1):
        cell = sheet.cell(row, 2)
        assert cell.data_type != "f"
        if text[:1] in FORMULA_SIGNS and safe_text(text):
            assert cell.quotePrefix
    rows = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    assert [plain(cell_text(row[1])) for row in rows] == [plain(text) for text in texts]


def test_a_text_is_cut_and_says_so() -> None:
    """No cell is longer than a spreadsheet holds."""
    assert len(safe_text("x" * 100_000)) == CELL_LENGTH
    assert safe_text("abcdef", 4) == "abc…"


@settings(deadline=None, max_examples=60)
@given(st.integers(-(10**15), 10**15) | st.floats(-1e300, 1e300) | st.booleans())
def test_a_number_stays_a_number(value: float | bool) -> None:
    """Its digits are those an officer sees."""
    made = Workbook()
    put_value(made.worksheets[0].cell(1, 1), value)  # type: ignore[arg-type]
    buffer = BytesIO()
    made.save(buffer)
    (row,) = CalamineWorkbook.from_filelike(BytesIO(buffer.getvalue())).get_sheet_by_index(0).to_python()
    assert row[0] == pytest.approx(value, rel=1e-14)


CELL = st.none() | st.text(max_size=8) | st.integers() | st.floats() | st.booleans()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.lists(CELL, max_size=10), max_size=6), st.booleans())
def test_any_sheet_is_read_as_a_summary_or_is_none(rows: list[list[Cell]], marked: bool) -> None:
    """A summary that was taken apart is told as far as it goes, and nothing is raised."""
    form = read_form([marker_row(), *rows] if marked else rows)
    assert (form is not None) == (marked or any(MARKER in str(cell) for row in rows[:1] for cell in row))


@settings(deadline=None, max_examples=60)
@given(st.permutations(range(len(COLUMNS))))
def test_the_columns_may_stand_in_any_order(order: list[int]) -> None:
    """They are known by the hidden row."""
    line: list[Cell] = ["S", "$c$7", "Bùi An", "a", "b", " X.", "vì", "code"]
    shuffled = [[row[index] for index in order] for row in (marker_row(), line)]
    assert read_form(shuffled) == Form(VERSION, [Correction("S", 7, 2, "Bùi An", "a", "b", 2)], [])
