"""Text that is safe in a spreadsheet: never a formula, never more than a cell or a comment holds, whole XML.

A cell that begins with one of the signs below is taken for a formula by a spreadsheet program that reads it as text
(a CSV, a paste), also in the full-width forms some programs fold. In a workbook a cell is a formula or a text by its
type; ours are texts, and marked as typed with an apostrophe, so that editing does not turn them into formulas.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from openpyxl.cell.cell import Cell

from sync.text.tidying import LARGEST_EXACT

FORMULA_SIGNS = frozenset("=+-@\t\r\n|%＝＋－＠﹢﹣﹦﹫⁺₌")
"""First characters by which a text may be taken for a formula or a command."""

CELL_LENGTH = 32_000
"""Characters a cell may hold: Excel's limit is 32,767."""

COMMENT_LENGTH = 1_200

_BLANKS = re.compile("[\x0b\x0c\x1c-\x1f]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def safe_text(text: str, limit: int = CELL_LENGTH) -> str:
    """Return a text that XML can hold, as `whole_text`, with what a workbook takes for an escape escaped itself."""
    return _ESCAPE.sub("_x005F_", whole_text(text, limit))


def whole_text(text: str, limit: int = CELL_LENGTH) -> str:
    """Return a text that XML can hold, cut to `limit` characters; what was cut is shown by `…`.

    Characters XML has no form for are left out, or become a blank where they are one; a line ends as XML ends it.
    """
    text = _ILLEGAL.sub("", _BLANKS.sub(" ", text)).replace("\r\n", "\n").replace("\r", "\n")
    return text[: limit - 1] + "…" if len(text) > limit else text


def is_risky(text: str) -> bool:
    """Whether a text could be taken for a formula, after blanks too."""
    return text[:1] in FORMULA_SIGNS or text.lstrip()[:1] in FORMULA_SIGNS


def put_text(cell: Cell, text: str, limit: int = CELL_LENGTH) -> None:
    """Write a text into a cell, as a text whatever it looks like."""
    made = safe_text(text, limit)
    cell.value = made
    cell.data_type = "s"
    if is_risky(made):
        cell.quotePrefix = True


def put_value(cell: Cell, value: object) -> None:
    """Write a value as it was read: a number, a date or a truth value as such, anything else as a text."""
    if value is None or value == "":
        cell.value = None
    elif isinstance(value, bool | int | datetime | date | time | timedelta):
        cell.value = value
    elif isinstance(value, float):
        cell.value = int(value) if value.is_integer() and abs(value) < LARGEST_EXACT else value
    else:
        put_text(cell, str(value))
