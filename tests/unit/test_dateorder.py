"""The order of a column's dates: what one date shows, what a whole column does, and what is refused or left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.errors import ListError
from sync.tables.dateorder import DateOrder, DateWatch, OrderPolicy, Verdict
from sync.text.dates import Order, order_of
from sync.values import Cell, Place

GOOD = [f"{day:02}/03/200{year}" for day in range(13, 29) for year in range(10)]
"""160 dates that can only be read day first."""


def verdict(cells: Sequence[Cell], policy: OrderPolicy | None = None) -> Verdict | None:
    """Judge a column as a table's end does: only where there is a doubt."""
    order = DateOrder()
    for cell in cells:
        order.note(cell)
    return order.verdict(policy or OrderPolicy()) if order.is_doubtful() else None


@pytest.mark.parametrize(
    ("text", "order", "year_first"),
    [
        ("17/05/2004", Order.USUAL, False),
        ("05/17/2004", Order.OTHER, False),
        ("5-17-2004", Order.OTHER, False),
        ("05.17.2004 00:00:00", Order.OTHER, False),
        ("05/06/2004", Order.EITHER, False),
        ("05/05/2004", Order.NONE, False),
        ("17/18/2004", Order.NONE, False),
        ("05/32/2004", Order.NONE, False),
        ("2004-05-17", Order.USUAL, True),
        ("2004-17-05", Order.OTHER, True),
        ("2004/05/06", Order.EITHER, True),
        ("05/2004", Order.NONE, False),
        ("2004", Order.NONE, False),
        ("05/17/04", Order.NONE, False),
        ("không rõ", Order.NONE, False),
        ("", Order.NONE, False),
    ],
)
def test_what_one_date_shows(text: str, order: Order, year_first: bool) -> None:
    assert order_of(text) == (order, year_first)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        # Nothing forces the day first, and something forces the month: refused.
        (["05/17/2004", "05/06/2004"], Verdict.MONTH_FIRST),
        (["05/17/2004", "06/22/2003", "07/30/2001"], Verdict.MONTH_FIRST),
        (["05/17/2004"], Verdict.MONTH_FIRST),
        (["2004-17-05", "2004-06-05"], Verdict.MONTH_FIRST),
        # ISO dates and real cells say nothing about the texts beside them.
        (["2004-05-17", "05/17/2004", "05/06/2004"], Verdict.MONTH_FIRST),
        ([date(2004, 5, 17), "05/17/2004", "05/06/2004"], Verdict.MONTH_FIRST),
        # Both orders, and dates that may be either.
        (["17/05/2004", "05/17/2004", "05/06/2004"], Verdict.MIXED),
        ([*GOOD[:20], "05/17/2004", "05/18/2004", "05/19/2004", "05/06/2004"], Verdict.MIXED),
        ([*GOOD, "05/17/2004", "05/18/2004", "05/19/2004", "05/20/2004", "05/06/2004"], Verdict.MIXED),
        # A slip among many good dates is an error of its row only.
        ([*GOOD, "05/17/2004", "05/06/2004"], None),
        ([*GOOD, "05/17/2004", "05/18/2004", "05/19/2004", "05/06/2004"], None),
        # Where no date can be read both ways, the rows in error are all that is wrong.
        (["17/05/2004", "05/17/2004"], None),
        ([*(date(2004, 1, 13) + timedelta(days=n) for n in range(40)), "05/17/2004"], None),
        # Good columns.
        (["17/05/2004", "05/06/2004", "2004-05-17", 38124, "38124", date(2004, 5, 6), None, "", "2004"], None),
        (["05/06/2004", "07/08/2003"], None),
        ([], None),
    ],
)
def test_a_column_is_judged_by_all_its_dates(cells: Sequence[Cell], expected: Verdict | None) -> None:
    assert verdict(cells) == expected


def test_the_same_date_many_times_is_one_slip() -> None:
    """A column of joining dates repeats them: it is different dates that tell."""
    assert verdict([*GOOD, *["05/17/2004"] * 30, "05/06/2004"]) is None


def test_what_a_slip_is_is_a_policy() -> None:
    column = [*GOOD, "05/17/2004", "05/06/2004"]
    assert verdict(column, OrderPolicy(slips=0)) is Verdict.MIXED
    assert verdict([*GOOD[:20], *column[-2:]], OrderPolicy(slip_percent=4)) is Verdict.MIXED
    assert verdict([*GOOD[:20], *column[-2:]], OrderPolicy(slip_percent=5)) is None


SWAPPED: list[Cell] = [date(2004, month, day) for month, day in ((1, 2), (2, 3), (5, 4), (6, 12), (7, 1), (9, 8))]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (["17/05/2004", "22/06/2003", "30/07/2001"], Verdict.SWAPPED),
        (["17/05/2004", "22/06/2003"], Verdict.SWAPPED),  # all of a short list is so
        (["17/05/2004", "22/06/2003", "2001", "2002", "2003"], None),  # too few to tell in a list that has others
        (["17/05/2004"], None),  # too few to tell
        (["17/05/2004", "22/06/2003", "30/07/2001", "05/06/2001"], None),  # a text that Excel would have turned too
        (["17/05/2004", "22/06/2003", "30/07/2001", date(2004, 5, 13)], None),  # a date that cannot come of a swap
        ([], None),
    ],
)
def test_days_and_months_that_excel_swapped(more: Sequence[Cell], expected: Verdict | None) -> None:
    """An American Excel turns 05/06 into a date cell and leaves 17/05 as text."""
    assert verdict([*SWAPPED, *more]) == expected
    assert verdict([*(datetime(one.year, one.month, one.day) for one in SWAPPED), *more]) == expected  # type: ignore[union-attr]  # noqa: DTZ001


@pytest.mark.parametrize(
    ("cells", "texts", "others", "expected"),
    [
        (5, 3, 0, Verdict.SWAPPED),
        (3, 2, 0, Verdict.SWAPPED),
        (4, 2, 1, Verdict.SWAPPED),
        (4, 2, 2, None),
        (2, 3, 0, None),
        (3, 1, 0, None),
        (6, 3, 30, Verdict.SWAPPED),
    ],
)
def test_a_short_list_is_judged_by_the_share(cells: int, texts: int, others: int, expected: Verdict | None) -> None:
    """A list of eight cannot show six swapped dates beside three: there, most of the column is enough to ask."""
    years: list[Cell] = [str(1960 + number) for number in range(others)]
    assert verdict([*SWAPPED[:cells], *["17/05/2004", "22/06/2003", "30/07/2001"][:texts], *years, ""]) is expected


def test_birthdays_of_one_january_are_no_sign_of_a_swap() -> None:
    """Whose day is not known is given the first of January: a swap would leave it as it is."""
    assert verdict([*(date(year, 1, 1) for year in range(1990, 2005)), *GOOD[:5]]) is None


def test_the_tables_first_rows_count_although_they_did_not_change() -> None:
    """Only changed rows are cleaned: a slip among them must not look like the whole column."""
    watch, order = DateWatch(), DateOrder()
    for cell in ("05/17/2004", "05/06/2004"):
        order.note(cell)
    watch.begin({"date_of_birth": order}, OrderPolicy(), [("date_of_birth", 1)], [["Lê Giả", cell] for cell in GOOD])
    watch.refuse(Place("phuong-1"))
    watch.begin(
        {"date_of_birth": order}, OrderPolicy(slips=0), [("date_of_birth", 1)], [["Lê Giả"], *[["", "17/05/2004"]]]
    )
    with pytest.raises(ListError) as raised:
        watch.refuse(Place("phuong-1", "a.xlsx"))
    assert (raised.value.code, str(raised.value.place)) == ("list-mixed-dates", "a.xlsx › B")
    assert raised.value.details == {"count": 1, "doubtful": 1}


days = st.dates(date(1950, 1, 1), date(2025, 12, 31))


@given(st.lists(days, min_size=1))
def test_day_first_columns_are_never_refused(found: list[date]) -> None:
    """Whatever the dates, written day first, year first, or as cells of which one is late in its month."""
    assert verdict([f"{day:%d/%m/%Y}" for day in found]) is None
    assert verdict([f"{day:%Y-%m-%d}" for day in found]) is None
    assert verdict([*found, date(2004, 5, 31), *(f"{day:%d-%m-%Y}" for day in found)]) is None


@given(st.lists(days, min_size=1), days.filter(lambda day: day.day > 12))
def test_month_first_columns_are_always_refused(found: list[date], sure: date) -> None:
    """One date that shows it is enough, wherever it stands."""
    assert verdict([f"{day:%m/%d/%Y}" for day in [*found, sure]]) is Verdict.MONTH_FIRST
