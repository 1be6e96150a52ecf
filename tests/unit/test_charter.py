"""The charter's tables, row by row: every movement of the domain book, and days on both sides of each boundary."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.charter import load_charters, load_movements, parse_charters, parse_movements
from sync.charter import (
    Charter,
    Overlay,
    Status,
    birthday,
    charter_on,
    join_verdict,
    maturity_verdict,
)
from sync.errors import ConfigError
from sync.tables.headers import fold_words

XI, XII, XIII = load_charters()

# From the table of §3: movement → (from, to, removes, who decides).
BOOK = {
    "admit": ({"nobody", "candidate"}, "active", False, "base"),
    "transfer_out": ({"active"}, "transfer_out_pending", False, "base"),
    "transfer_in": ({"nobody", "transfer_out_pending", "transferred_out"}, "active", False, "receiver"),
    "transfer_refused": ({"transfer_out_pending"}, "active", False, "receiver"),
    "transfer_withdrawn": ({"transfer_out_pending"}, "active", False, "base"),
    "transfer_expired": ({"transfer_out_pending"}, "active", False, "base"),
    "temporary_out": ({"active"}, None, False, "base"),
    "temporary_in": ({"nobody", "active"}, None, False, "base"),
    "temporary_end": ({"active"}, None, False, "base"),
    "away": ({"active"}, None, False, "branch"),
    "returned": ({"active"}, None, False, "branch"),
    "strike_off": ({"active"}, "struck_off", True, "branch"),
    "expel": ({"active"}, "expelled", True, "level"),
    "mature": ({"active"}, "matured", True, "branch"),
    "extend": ({"active"}, None, False, "branch"),
    "party_admit": ({"active"}, None, False, "none"),
    "readmit": ({"struck_off", "expelled"}, "active", False, "base"),
}


@pytest.mark.parametrize("name", BOOK)
def test_each_movement_leads_where_the_book_says(name: str) -> None:
    follows, to, removes, decides = BOOK[name]
    rule = load_movements()[name]
    assert (set(rule.follows), rule.to, rule.removes, rule.decides) == (follows, to, removes, decides)


def test_anybody_alive_may_die() -> None:
    rule = load_movements()["decease"]
    assert rule.to is Status.DECEASED
    assert rule.follows == set(Status) - {
        Status.NOBODY,
        Status.DECEASED,
        Status.MERGED,
    }


def test_the_book_and_the_table_know_the_same_movements() -> None:
    assert load_movements().keys() == {*BOOK, "decease"}


def test_every_removal_needs_a_paper_and_only_leaving_is_a_removal() -> None:
    gone = {Status.STRUCK_OFF, Status.EXPELLED, Status.MATURED, Status.DECEASED}
    for rule in load_movements().values():
        assert rule.removes == (rule.to in gone), rule.name
        if rule.removes and rule.name != "decease":
            assert "decision_no" in rule.needs, rule.name


def test_no_word_names_two_movements() -> None:
    words = [fold_words(word) for rule in load_movements().values() for word in rule.words]
    assert len(words) == len(set(words))


def test_whatever_opens_can_be_closed_or_lasts() -> None:
    rules = load_movements().values()
    closed = {overlay for rule in rules for overlay in rule.closes}
    opened = {rule.opens for rule in rules if rule.opens}
    assert opened - closed == {Overlay.EXTENDED, Overlay.PARTY}


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (date(2010, 1, 1), XI),
        (date(2017, 12, 13), XI),
        (date(2022, 12, 14), XI),
        (date(2022, 12, 15), XII),
        (date(2026, 12, 31), XII),
    ],
)
def test_the_charter_of_the_day(day: date, version: object) -> None:
    assert charter_on(load_charters(), day) is version


def test_a_version_is_in_force_once_its_day_is_known() -> None:
    text = '[[version]]\nname = "A"\nsince = "2020-01-01"\n{0}\n[[version]]\nname = "B"\nsince = "{1}"\n{0}'
    rest = (
        "join = { min_age = 15, min_days = 1, warn_age = 16, max_age = 30, error_age = 31 }\n"
        "maturity = { due_age = 30, last_age = 35 }\nstrike_off = { months = 3, mode = 'consecutive' }"
    )
    day = date(2026, 10, 2)
    assert charter_on(parse_charters(text.replace("{0}", rest).replace("{1}", "")), day).name == "A"
    assert charter_on(parse_charters(text.replace("{0}", rest).replace("{1}", "2026-10-02")), day).name == "B"


BORN = date(2008, 5, 17)
LEAP = date(2008, 2, 29)


@pytest.mark.parametrize(
    ("birth", "day", "verdict"),
    [
        # 15 years and one day (XI, XII): the day after the 15th birthday is the first.
        (BORN, date(2023, 5, 17), "too-young"),
        (BORN, date(2023, 5, 18), "young"),
        (BORN, date(2024, 5, 16), "young"),
        (BORN, date(2024, 5, 17), ""),
        # "Not over 30": the birthday itself is in order, the day after is worth a look, 31 is an error.
        (BORN, date(2038, 5, 17), ""),
        (BORN, date(2038, 5, 18), "old"),
        (BORN, date(2039, 5, 16), "old"),
        (BORN, date(2039, 5, 17), "too-old"),
        # Born on 29 February: in a common year the birthday is 1 March.
        (LEAP, date(2023, 3, 1), "too-young"),
        (LEAP, date(2023, 3, 2), "young"),
        (LEAP, date(2024, 2, 28), "young"),
        (LEAP, date(2024, 2, 29), ""),
        (LEAP, date(2038, 3, 1), ""),
        (LEAP, date(2038, 3, 2), "old"),
        (LEAP, date(2039, 2, 28), "old"),
        (LEAP, date(2039, 3, 1), "too-old"),
    ],
)
def test_age_at_admission(birth: date, day: date, verdict: str) -> None:
    assert join_verdict(birth, day, charter_on(load_charters(), date(2023, 1, 1)).join) == verdict


@pytest.mark.parametrize(
    ("birth", "day", "verdict"),
    [
        (BORN, date(2023, 5, 18), "too-young"),
        (BORN, date(2024, 5, 16), "too-young"),
        (BORN, date(2024, 5, 17), ""),
        (LEAP, date(2024, 2, 28), "too-young"),
        (LEAP, date(2024, 2, 29), ""),
        (date(2007, 2, 28), date(2023, 2, 27), "too-young"),
        (date(2007, 2, 28), date(2023, 2, 28), ""),
        (BORN, date(2038, 5, 17), ""),
        (BORN, date(2038, 5, 18), "old"),
        (BORN, date(2039, 5, 17), "too-old"),
    ],
)
def test_the_newest_charter_wants_sixteen_full_years(birth: date, day: date, verdict: str) -> None:
    assert join_verdict(birth, day, XIII.join) == verdict


@pytest.mark.parametrize("version", [XI, XII, XIII], ids=lambda version: version.name)
def test_ages_of_maturity_are_those_of_the_book_in_every_version(version: Charter) -> None:
    """The book states one pair: listed from the day after the 30th birthday, overdue after 35."""
    assert (version.maturity.due_age, version.maturity.last_age) == (30, 35)
    assert (version.strike_off.months, version.strike_off.mode) == (3, "any_in_year")


@given(st.dates(date(1950, 1, 1), date(2030, 12, 31)), st.integers(1, 60))
def test_a_birthday_fills_the_year_and_not_a_day_less(birth: date, age: int) -> None:
    """The day before, the person is a year younger: as (month, day) count it, whatever the year."""
    day = birthday(birth, age)
    assert day.year == birth.year + age
    assert (day.month, day.day) >= (birth.month, birth.day)
    before = day - timedelta(days=1)
    assert (before.year, before.month, before.day) < (birth.year + age, birth.month, birth.day)


@pytest.mark.parametrize(
    ("birth", "day", "officer", "verdict"),
    [
        (date(1996, 5, 17), date(2026, 5, 17), False, ""),
        (date(1996, 5, 17), date(2026, 5, 18), False, "due"),
        (date(1991, 5, 17), date(2026, 5, 17), False, "due"),
        (date(1991, 5, 17), date(2026, 5, 18), False, "overdue"),
        (date(1991, 5, 17), date(2026, 5, 18), True, "due"),
        (date(1996, 2, 29), date(2026, 3, 1), False, ""),
        (date(1996, 2, 29), date(2026, 3, 2), False, "due"),
        (date(1988, 2, 29), date(2023, 3, 1), False, "due"),
        (date(1988, 2, 29), date(2023, 3, 2), False, "overdue"),
    ],
)
def test_when_maturity_is_due(birth: date, day: date, officer: bool, verdict: str) -> None:
    assert maturity_verdict(birth, day, XII.maturity, officer=officer) == verdict


def test_a_birthday_of_a_leap_day_in_a_leap_year_is_the_leap_day() -> None:
    assert birthday(LEAP, 16) == date(2024, 2, 29)
    assert birthday(LEAP, 15) == date(2023, 2, 28) + timedelta(days=1)


@pytest.mark.parametrize(
    "text",
    ["[admit", "[admit]\nwords = []", "[a]\nwords = []\nfrom = ['alive']\ndecides = 'base'", "[a]\nfroms = []"],
)
def test_a_damaged_table_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_movements(text)


def test_somebody_comes_onto_a_list_by_these_movements_and_no_others() -> None:
    """The domain book, §3: kết nạp, tiếp nhận, tiếp nhận tạm thời, kết nạp lại."""
    brings = {name for name, rule in load_movements().items() if rule.brings}
    assert brings == {"admit", "transfer_in", "temporary_in", "readmit"}
