"""Movements: what is dangerous waits for an officer, and an answer is for one question and no other.

Each test is a few nights of one office with two branches, a register and a live stand-in. All people are fabricated.
"""

from __future__ import annotations

import pytest

from tests.acceptance.test_movements import (
    MEN,
    OTHER,
    held,
    holds,
    kinds,
    office,
    paper,
    register,
    standin,
    sync,
)
from tests.support.office import Office, people, person
from tests.support.standin import LiveStandin

__all__ = ["office", "standin"]

THIRD = "Chi đoàn 3, Đoàn phường Phú Thủy"
SOMEBODY = [person(70), person(71)]


def answer(office: Office, verb: str, code: str, *more: str) -> str:
    """Approve or reject every open question of a kind; return what is said to the officer."""
    said = office.run("holds", verb, "--code", code, "--reason", "Đã xem", "--yes", *more, lang="vi")
    assert said.code == 0, said.text
    return said.out


def unit_of(standin: LiveStandin, one: dict[str, str]) -> str:
    return held(standin)[one["national_id"]][1]


def status_of(standin: LiveStandin, one: dict[str, str]) -> str:
    return held(standin)[one["national_id"]][0]


# ── an answer does not outlive what it was given to ──────────────────────────────────────────────────────────────


@pytest.fixture
def three(office: Office) -> Office:
    """An office with a third branch, in step; the list of the second branch has somebody of the first."""
    office.add_list("three", unit=THIRD)
    office.write("three", SOMEBODY)
    sync(office, 0)
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], MEN[0]])
    assert holds(sync(office, 3)) == {"unit-changed": 1}
    return office


def test_who_was_moved_by_an_approval_is_asked_about_when_they_move_on(three: Office, standin: LiveStandin) -> None:
    answer(three, "approve", "unit-changed")
    sync(three, 0)
    assert unit_of(standin, MEN[0]) == OTHER
    three.write("two", MEN[5:])
    three.write("three", [*SOMEBODY, MEN[0]])
    assert holds(sync(three, 3)) == {"unit-changed": 1}
    three.write("three", SOMEBODY)
    three.write("one", MEN[:5])
    assert holds(sync(three, 3)) == {"gone-but-listed": 1}
    assert (unit_of(standin, MEN[0]), kinds(standin)) == (OTHER, ["transfer"])


def test_a_rejected_move_is_about_that_unit_alone(three: Office, standin: LiveStandin) -> None:
    answer(three, "reject", "unit-changed")
    assert holds(sync(three, 0)) == {}
    assert holds(sync(three, 0)) == {}
    three.write("two", MEN[5:])
    three.write("three", [*SOMEBODY, MEN[0]])
    assert holds(sync(three, 3)) == {"unit-changed": 1}
    assert kinds(standin) == []


def test_who_left_twice_is_asked_about_twice(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    papers = [
        paper(MEN[0], "strike_off", "01/03/2026", "1"),
        paper(MEN[0], "readmit", "01/05/2026", "2"),
        paper(MEN[0], "strike_off", "01/07/2026", "3"),
    ]
    register(office, *papers[:1])
    office.write("one", MEN[1:5])
    sync(office, 0)
    office.write("one", MEN[:5])
    assert holds(sync(office, 3)) == {"gone-but-listed": 1}
    answer(office, "approve", "gone-but-listed")
    assert holds(sync(office, 0)) == {}
    register(office, *papers[:2])
    sync(office, 0)
    office.write("one", MEN[1:5])
    register(office, *papers)
    sync(office, 0)
    office.write("one", MEN[:5])
    assert holds(sync(office, 3)) == {"gone-but-listed": 1}
    assert kinds(standin) == ["strike_off", "readmit", "strike_off"]


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_an_answer_about_a_list_is_for_those_who_were_missing_then(office: Office, verb: str) -> None:
    crowd = people(40, start=100)
    office.write("two", crowd)
    sync(office, 0)
    office.write("two", crowd[:25])
    assert holds(sync(office, 3)) == {"list-shrunken": 1, "missing": 15}
    answer(office, verb, "list-shrunken")
    for _ in range(2):
        assert holds(sync(office, 3)) == {"missing": 15}
    office.write("two", crowd)
    sync(office, 0)
    office.write("two", crowd[15:])
    assert holds(sync(office, 3)) == {"list-shrunken": 1, "missing": 15}
    office.write("two", [])
    assert holds(sync(office, 3))["list-empty"] == 1
