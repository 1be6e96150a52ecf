"""A clock that is set back by hours, between two runs and in the middle of one: nothing is lost or doubled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

import state.store
from tests.acceptance.test_movements import OTHER, held, kinds, paper, register, sync
from tests.support.databases import make_database, make_office_state  # noqa: F401  (fixtures)
from tests.support.office import UNIT, Office, people, person
from tests.support.standin import LiveStandin

ONE, TWO = people(8), people(8, start=100)
ON_LISTS = len(ONE) + len(TWO)
"""After the night: one struck off, one new."""

BACK = timedelta(hours=5)


class Clock:
    """The machine's clock, with what it is wrong by."""

    def __init__(self) -> None:
        self.wrong = timedelta()
        self.asked = 0
        self.back_after: int | None = None

    def __call__(self) -> datetime:
        self.asked += 1
        if self.asked == self.back_after:
            self.wrong -= BACK
        return datetime.now(UTC) + self.wrong


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(state.store, "open_store", partial(state.store.open_store, clock=made))
    return made


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin, state_url: str, clock: Clock) -> Office:
    made = Office(tmp_path, standin.url, state=state_url)
    made.add_list("one")
    made.add_list("two", unit=OTHER)
    made.add_list("register", kind="movements", complete=None, unit=None)
    made.init()
    made.write("one", ONE)
    made.write("two", TWO)
    register(made)
    return made


def night(office: Office) -> None:
    """Somebody is struck off, somebody goes to the other branch, somebody new, a changed phone."""
    register(office, paper(ONE[0], "strike_off"), paper(ONE[1], "transfer_out", number="1-GT", to=OTHER))
    office.write("one", [{**ONE[2], "phone": "0911222333"}, *ONE[3:], person(50)])
    office.write("two", [*TWO, ONE[1]])


def assert_night_was_carried_out(office: Office, standin: LiveStandin) -> None:
    """Each movement once, everybody where they belong, the journal is whole, and the next run has nothing to do."""
    assert sorted(kinds(standin)) == ["strike_off", "transfer"]
    found = held(standin)
    assert len(found) == ON_LISTS + 1
    assert found[ONE[0]["national_id"]] == ("struck_off", UNIT)
    assert found[ONE[1]["national_id"]] == ("active", OTHER)
    again = sync(office, 0)
    assert (again["delivery"]["sent"], again["unbalanced"]) == (0, [])
    status = office.ask("status").json
    assert (status["holder"], status["people"]["members"]) == (None, ON_LISTS)
    office.assert_journal_verifies()


def test_set_back_between_two_runs(office: Office, standin: LiveStandin, clock: Clock) -> None:
    """The second run begins before the first one began, as far as the clock can tell."""
    sync(office, 0)
    clock.wrong -= BACK
    night(office)
    assert sync(office, 0)["unbalanced"] == []
    assert_night_was_carried_out(office, standin)
    runs = office.ask("runs").json["runs"]
    assert [one["number"] for one in runs] == sorted((one["number"] for one in runs), reverse=True)


def test_set_right_again(office: Office, standin: LiveStandin, clock: Clock) -> None:
    clock.wrong = -BACK
    sync(office, 0)
    clock.wrong = timedelta()
    night(office)
    assert sync(office, 0)["unbalanced"] == []
    assert_night_was_carried_out(office, standin)


@pytest.mark.parametrize("part", [0.3, 0.7])
def test_set_back_in_the_middle_of_a_run(office: Office, standin: LiveStandin, clock: Clock, part: float) -> None:
    """Wherever in a night of papers it happens. How often the clock is asked is taken from the first night."""
    sync(office, 0)
    night(office)
    clock.back_after = clock.asked + max(1, int(part * clock.asked))
    assert sync(office, 0)["unbalanced"] == []
    assert clock.wrong == -BACK, "the clock was not set back"
    assert_night_was_carried_out(office, standin)
