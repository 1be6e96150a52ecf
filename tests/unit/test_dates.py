"""Dates: Vietnamese order, kept precision, Excel's serials, and a problem for whatever is not one certain date."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.text.dates import day_first, parse_date
from sync.values import Cell

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("cell", "iso", "steps"),
    [
        (None, None, ()),
        ("", None, ()),
        ("  ", None, ("spaces",)),
        ("17/05/2004", "2004-05-17", ()),
        ("7/5/2004", "2004-05-07", ()),
        ("01/02/1995", "1995-02-01", ()),
        ("29/02/2000", "2000-02-29", ()),
        ("01/03/2026", "2026-03-01", ()),
        ("17-05-2004", "2004-05-17", ("date-separator",)),
        ("17.05.2004", "2004-05-17", ("date-separator",)),
        (" 17 / 05 / 2004", "2004-05-17", ("spaces", "spaces")),
        ("2004-05-17", "2004-05-17", ()),
        ("2004/05/17", "2004-05-17", ("date-separator",)),
        ("2004-05-17 00:00:00", "2004-05-17", ("time-dropped",)),
        ("2004-05-17T08:30:00Z", "2004-05-17", ("time-dropped",)),
        ("05/2004", "2004-05", ()),
        ("5-2004", "2004-05", ("date-separator",)),
        ("2004-05", "2004-05", ()),
        ("2004", "2004", ()),
        ("03/2026", "2026-03", ()),
        ("2026", "2026", ()),
        (2004, "2004", ()),
        (2004.0, "2004", ()),
        (date(2004, 5, 17), "2004-05-17", ()),
        (datetime.fromisoformat("2004-05-17"), "2004-05-17", ()),
        (datetime.fromisoformat("2004-05-17T08:30"), "2004-05-17", ("time-dropped",)),
        (38124, "2004-05-17", ("date-serial",)),
        (38124.0, "2004-05-17", ("date-serial",)),
        ("38124", "2004-05-17", ("date-serial",)),
        (38124.25, "2004-05-17", ("date-serial", "time-dropped")),
        (36526, "2000-01-01", ("date-serial",)),
        ("ngày 17 tháng 5 năm 2004", "2004-05-17", ("date-words",)),
        ("Tháng 5 năm 2004", "2004-05", ("date-words",)),
        ("Năm 2004", "2004", ("date-words",)),
        ("tháng 5/2004", "2004-05", ("date-words",)),
        ("tháng 05 - 2004", "2004-05", ("spaces", "date-words")),
        ("17 tháng 5 năm 2004", "2004-05-17", ("date-words",)),
        ("Ngày 17 tháng 5, năm 2004", "2004-05-17", ("date-words",)),
        ("ngày 17/5/2004", "2004-05-17", ("date-words",)),
        ("15.05.2004", "2004-05-15", ("date-separator",)),
        ("15-5-2004", "2004-05-15", ("date-separator",)),
        ("15/5-2004", "2004-05-15", ("date-separator",)),
        ("１７/０５/2004", "2004-05-17", ("digits",)),
        ("17/05/2004 12:00:00 AM", "2004-05-17", ("time-dropped",)),
        ("38124.0", "2004-05-17", ("date-serial",)),
        ("2004.0", "2004", ("number-text",)),
        (datetime.fromisoformat("2004-05-17T23:59:59.999"), "2004-05-17", ("time-dropped",)),
    ],
)
def test_a_date_is_read_with_its_precision(cell: Cell, iso: str | None, steps: tuple[str, ...]) -> None:
    """Day, month or year: as much as the cell states and no more."""
    assert parse_date(cell, today=TODAY) == (iso, steps, None)


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("31/02/2004", "date-impossible"),
        ("29/02/2003", "date-impossible"),
        ("31/04/2004", "date-impossible"),
        ("00/05/2004", "date-impossible"),
        ("13/2004", "date-impossible"),
        ("2004-02-31", "date-impossible"),
        ("05/17/2004", "date-month-first"),
        ("0000-00-00", "date-zero"),
        ("00/00/0000", "date-zero"),
        ("0", "date-zero"),
        (0, "date-zero"),
        ("17/05/04", "date-two-digit-year"),
        ("17-5-95", "date-two-digit-year"),
        ("05/04", "date-two-digit-year"),
        ("95", "date-two-digit-year"),
        (95, "date-two-digit-year"),
        ("02/03/2026", "date-future"),
        ("04/2026", "date-future"),
        ("2027", "date-future"),
        (date(2030, 1, 1), "date-future"),
        (60000, "date-future"),
        ("17/05/1004", "date-too-early"),
        ("1899", "date-too-early"),
        ("không rõ", "date-unreadable"),
        ("17/05/20044", "date-unreadable"),
        ("17/5", "date-two-digit-year"),
        ("ngày 17 năm 2004", "date-unreadable"),
        ("ngày 17", "date-two-digit-year"),
        ("17 năm 2004", "date-unreadable"),
        ("ngày 05/17/2004", "date-month-first"),
        ("17/O5/2004", "date-unreadable"),
        ("17052004", "date-unreadable"),
        (17052004, "date-unreadable"),
        (1012004, "date-future"),
        (2958466, "date-unreadable"),
        (-38124.5, "date-unreadable"),
        (3000, "date-unreadable"),
        (-5, "date-unreadable"),
        (1e300, "date-unreadable"),
        (float("nan"), "date-unreadable"),
        (float("inf"), "date-unreadable"),
        (True, "date-unreadable"),
        (time(8, 30), "date-unreadable"),
        (timedelta(days=3), "date-unreadable"),
    ],
)
def test_what_is_no_certain_date_is_a_problem(cell: Cell, problem: str) -> None:
    """Nothing is guessed: each kind of bad date has its own code and no value."""
    assert parse_date(cell, today=TODAY) == (None, (), problem)


def test_the_earliest_year_is_a_policy() -> None:
    """A year before it is a typing error."""
    assert parse_date("1949", today=TODAY, earliest_year=1950)[2] == "date-too-early"
    assert parse_date("1950", today=TODAY, earliest_year=1950)[0] == "1950"


def test_a_month_first_date_is_proposed_day_first() -> None:
    """It is shown the other way round, and not read so."""
    assert day_first("5/17/2004") == "17/05/2004"


@given(st.dates(date(1910, 1, 1), TODAY))
def test_every_form_of_a_day_is_the_same_day(day: date) -> None:
    """Text, ISO text, date cell, datetime cell, serial and serial text agree."""
    serial = (day - date(1899, 12, 30)).days
    forms: list[Cell] = [
        f"{day:%d/%m/%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day:%d.%m.%Y}",
        day.isoformat(),
        day,
        datetime.combine(day, time()),
        serial,
        float(serial),
        str(serial),
    ]
    assert {parse_date(form, today=TODAY)[0] for form in forms} == {day.isoformat()}


@given(
    st.text()
    | st.integers()
    | st.floats()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.timedeltas()
    | st.booleans()
)
def test_any_cell_gives_a_value_or_a_problem(cell: Cell) -> None:
    """No cell breaks the reader, and a value is a date that ISO text can hold again."""
    iso, _, problem = parse_date(cell, today=TODAY)
    assert iso is None or problem is None
    if iso is not None:
        assert parse_date(iso, today=TODAY) == (iso, (), None)
