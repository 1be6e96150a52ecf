"""Dates as lists hold them: Vietnamese order, several forms in one column, precision kept.

Rules: the domain book, §5 "Dates". What cannot be one certain date is a problem with its own code:

`date-unreadable` no date at all · `date-zero` 0000-00-00 · `date-impossible` 31/02 · `date-month-first` only
readable as month/day · `date-two-digit-year` the century is not stated · `date-too-early`, `date-future`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from enum import Enum

from sync.text.tidying import Steps, ascii_digits, clean_text
from sync.values import Cell

Parsed = tuple[str | None, Steps, str | None]

_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?( ?[AaPp][Mm])?(Z|[+-]\d{2}:?\d{2})?$", re.ASCII)
_PLAIN = re.compile(r"(\d\d)/(\d\d)/([12]\d{3})", re.ASCII)
_DAY_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})([/.-])(\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})([/.-])(\d{1,2})", re.ASCII)
_MONTH_YEAR = re.compile(r"(\d{1,2})([/.-])(\d{4})", re.ASCII)
_YEAR_MONTH = re.compile(r"(\d{4})([/.-])(\d{1,2})", re.ASCII)
_SHORT_YEAR = re.compile(r"\d{1,2}([/.-]\d{1,2}){0,2}", re.ASCII)
_YEAR_AS_FLOAT = re.compile(r"[12]\d{3}\.0", re.ASCII)
_NUMBER = re.compile(r"\d{1,7}([.,]\d+)?", re.ASCII)
_WORDS = re.compile(r"(?:(?:ngày )?(\d{1,2}),? )?(?:tháng (\d{1,2}),? )?năm (\d{4})", re.ASCII)
_MONTH_WORD = re.compile(r"tháng (\d{1,2})[/-](\d{4})", re.ASCII)
_AROUND = re.compile(r" ?([/.-]) ?")
_ZEROS = re.compile(r"[0/.-]+")

EARLIEST_YEAR = 1900
_DECEMBER = 12
_LONGEST_MONTH = 31
_EPOCH = date(1899, 12, 30)
_FIRST_SERIAL = 3654  # 1910-01-01; smaller numbers are years, ages or typing errors
_LAST_SERIAL = 2_958_465  # 9999-12-31
_LAST_YEAR = 2100  # a whole number from 1900 to here is a year, not the serial of a day in 1905


def parse_date(cell: Cell, *, today: date, earliest_year: int = EARLIEST_YEAR) -> Parsed:
    """Return (ISO text cut to its precision, steps, problem code); an empty cell gives (None, (), None).

    Understood: `d/m/yyyy` also with `-` or `.`, `yyyy-mm-dd`, `m/yyyy`, `yyyy-mm`, `yyyy`, "ngày … tháng …
    năm …", real dates, and serials of Excel's 1900 system as numbers or numeric text. Steps, besides those
    of `clean_text`: `date-separator`, `date-serial`, `date-words`, `time-dropped`, `digits`,
    `number-text` (2004.0 is the year).
    """
    if cell is None:
        return None, (), None
    if isinstance(cell, str):
        plain = _PLAIN.fullmatch(cell)
        text, steps = ("", ()) if plain else clean_text(cell)
        if not text and not plain:
            return None, steps, None
        found, more, problem = _from_plain(plain) if plain else _read(text)
        steps += more
    else:
        found, steps, problem = _from_cell(cell)
    if found is None:
        return None, (), problem or "date-unreadable"
    iso = _iso(found)
    if iso is None:
        problem = "date-month-first" if _iso((found[0], found[2], found[1])) else "date-impossible"
    elif found[0] < earliest_year:
        problem = "date-too-early"
    elif iso > today.isoformat():  # a month or year under way sorts before its days
        problem = "date-future"
    return (None, (), problem) if problem else (iso, steps, None)


def day_first(text: str) -> str:
    """Return a month-first date as dd/mm/yyyy, to be proposed; "" when the text is none."""
    found = _DAY_FIRST.fullmatch(clean_text(text)[0])
    return f"{int(found[3]):02}/{int(found[1]):02}/{found[5]}" if found else ""


class Order(Enum):
    """What a date shows about the order of day and month: the usual one, the other one, either, or nothing."""

    USUAL = "usual"
    OTHER = "other"
    EITHER = "either"
    NONE = "none"


def order_of(text: str) -> tuple[Order, bool]:
    """Return what a text shows about the order of day and month, and whether its year comes first.

    The usual orders are d/m/yyyy and yyyy-m-d. A day above 12 tells; 05/05/2004 is the same in either order.
    """
    tight = _AROUND.sub(r"\1", _TIME.sub("", clean_text(text)[0]))
    if found := _DAY_FIRST.fullmatch(tight):
        return _order(int(found[1]), int(found[3])), False
    if found := _YEAR_FIRST.fullmatch(tight):
        return _order(int(found[5]), int(found[3])), True
    return Order.NONE, False


def _order(day: int, month: int) -> Order:
    """What two numbers show that should be day and month."""
    if day <= _DECEMBER and month <= _DECEMBER:
        return Order.EITHER if day != month else Order.NONE
    if max(day, month) > _LONGEST_MONTH or min(day, month) > _DECEMBER:
        return Order.NONE
    return Order.USUAL if month <= _DECEMBER else Order.OTHER


YearMonthDay = tuple[int, int | None, int | None]


def _iso(found: YearMonthDay) -> str | None:
    year, month, day = found
    if month is None:
        return None if day is not None else f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}" if 1 <= month <= 12 else None
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _from_plain(found: re.Match[str]) -> tuple[YearMonthDay | None, Steps, str | None]:
    year, month, day = int(found[3]), int(found[2]), int(found[1])
    return (year, month, day), (), None


def _read(text: str) -> tuple[YearMonthDay | None, Steps, str | None]:
    steps: Steps = ()
    bare = _TIME.sub("", text)
    if bare != text:
        steps += ("time-dropped",)
    tight = _AROUND.sub(r"\1", bare)
    if tight != bare:
        steps += ("spaces",)
    bare, tight = tight, ascii_digits(tight)
    if tight != bare:
        steps += ("digits",)
    if tight[:5].casefold() == "ngày " and not any(word in tight.casefold() for word in ("tháng", "năm")):
        tight, steps = tight[5:], (*steps, "date-words")
    if _YEAR_AS_FLOAT.fullmatch(tight):
        tight, steps = tight[:-2], (*steps, "number-text")
    if _ZEROS.fullmatch(tight) and "0" in tight:
        return None, (), "date-zero"
    if m := _DAY_FIRST.fullmatch(tight):
        return (int(m[5]), int(m[3]), int(m[1])), steps + _separator("/", m[2], m[4]), None
    if m := _YEAR_FIRST.fullmatch(tight):
        return (int(m[1]), int(m[3]), int(m[5])), steps + _separator("-", m[2], m[4]), None
    if m := _MONTH_YEAR.fullmatch(tight):
        return (int(m[3]), int(m[1]), None), steps + _separator("/", m[2]), None
    if m := _YEAR_MONTH.fullmatch(tight):
        return (int(m[1]), int(m[3]), None), steps + _separator("-", m[2]), None
    if _SHORT_YEAR.fullmatch(tight):
        return None, (), "date-two-digit-year"
    if _NUMBER.fullmatch(tight):
        found, more, problem = _from_number(float(tight.replace(",", ".")))
        return found, steps + more, problem
    return _read_words(tight.casefold(), steps)


def _separator(usual: str, *found: str) -> Steps:
    return () if all(mark == usual for mark in found) else ("date-separator",)


def _read_words(text: str, steps: Steps) -> tuple[YearMonthDay | None, Steps, str | None]:
    steps += ("date-words",)
    if m := _WORDS.fullmatch(text):
        if m[1] and not m[2]:
            return None, (), "date-unreadable"
        return (int(m[3]), int(m[2]) if m[2] else None, int(m[1]) if m[1] else None), steps, None
    if m := _MONTH_WORD.fullmatch(text):
        return (int(m[2]), int(m[1]), None), steps, None
    return None, (), "date-unreadable"


def _from_cell(cell: Cell) -> tuple[YearMonthDay | None, Steps, str | None]:
    if isinstance(cell, datetime):
        timed = bool(cell.hour or cell.minute or cell.second or cell.microsecond)
        return (cell.year, cell.month, cell.day), ("time-dropped",) if timed else (), None
    if isinstance(cell, date):
        return (cell.year, cell.month, cell.day), (), None
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _from_number(cell)
    return None, (), "date-unreadable"


def _from_number(number: float) -> tuple[YearMonthDay | None, Steps, str | None]:
    """Read a number as a year where it can be one, else as a day of Excel's 1900 system."""
    if not 0 <= number <= _LAST_SERIAL:
        return None, (), "date-unreadable"
    whole = int(number)
    if whole == number:
        if whole == 0:
            return None, (), "date-zero"
        if whole < 100:
            return None, (), "date-two-digit-year"
        if whole <= _LAST_YEAR:
            return ((whole, None, None), (), None) if whole >= 1000 else (None, (), "date-unreadable")
    if whole < _FIRST_SERIAL:
        return None, (), "date-unreadable"
    day = _EPOCH + timedelta(days=whole)
    steps: Steps = ("date-serial",) if whole == number else ("date-serial", "time-dropped")
    return (day.year, day.month, day.day), steps, None
