"""What officers decided: kept, replaced and withdrawn, sealed, fenced and journalled. All people are fabricated."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from sync.errors import LeaseLost, StateError
from sync.values import Answer, OfficerDecision, PersonId, Place
from tests.contract.state_support import Database, make_database  # noqa: F401 - a fixture is found by its own name

REASON = "Đã hỏi chị Lan, đúng là một người"
MADE = OfficerDecision(
    question=bytes(range(16)),
    code="ambiguous-identity",
    key="ambiguous-identity:00",
    answer=Answer.SAME_AS,
    person=PersonId(77),
    about={PersonId(77): b"\1" * 32, PersonId(78): b"\2" * 16},
    after=b"\3" * 32,
    reason=REASON,
    name="Nguyễn Thị Lan",
    place=Place("chi-doan-1", "lists/chi-doan-1.xlsx", "Sheet1", 7),
    unit="Chi đoàn 1",
    movement="strike_off",
    facts={"on": "2026-11-15", "decision_no": "12-QĐ/ĐTN", "reason": None},
)


def test_a_decision_comes_back_as_it_was_made_with_who_and_when(database: Database) -> None:
    store = database.holder(who="thu.ky@van-phong")
    kept = store.decisions.record(MADE)
    assert kept == replace(MADE, number=kept.number, who="thu.ky@van-phong", at=database.clock.now)
    assert database.store().decisions.standing() == [kept]


@pytest.mark.parametrize("answer", [Answer.NEW, Answer.LEAVE])
def test_one_without_a_person_or_candidates(database: Database, answer: Answer) -> None:
    store = database.holder()
    made = replace(MADE, answer=answer, person=None, about={}, after=b"")
    assert store.decisions.record(made) == store.decisions.standing()[0]
    assert replace(store.decisions.standing()[0], number=0, who="", at=None) == made


def test_a_later_decision_on_the_same_question_takes_its_place(database: Database) -> None:
    store = database.holder()
    first = store.decisions.record(MADE)
    other = store.decisions.record(replace(MADE, question=b"x" * 16))
    database.clock.advance(60)
    second = store.decisions.record(replace(MADE, answer=Answer.LEAVE, person=None))
    assert second.number > other.number > first.number
    assert store.decisions.standing() == [other, second]
    with database.raw() as connection:
        assert connection.execute(text("SELECT count(*) FROM decision")).scalar_one() == 3
    assert [entry.facts for entry in store.journal.entries() if entry.event == "hold.decided"][-1] == {
        "decision": second.number,
        "code": "ambiguous-identity",
        "answer": "leave",
        "list": "chi-doan-1",
        "person": None,
        "replaces": [first.number],
    }


def test_withdrawn_it_stands_no_more(database: Database) -> None:
    store = database.holder(who="thu.ky")
    kept = store.decisions.record(MADE)
    database.clock.advance(60)
    ended = store.decisions.withdraw(kept.number)
    assert ended == replace(kept, ended=database.clock.now, ended_by="thu.ky")
    assert store.decisions.standing() == []
    assert store.decisions.withdraw(kept.number) is None
    assert store.decisions.withdraw(99) is None
    events = [entry.event for entry in store.journal.entries()]
    assert events[-2:] == ["hold.decided", "hold.decision-withdrawn"]
    assert store.journal.verify()[1] is None


def test_nobody_decides_without_the_lease(database: Database) -> None:
    store = database.store()
    with pytest.raises(LeaseLost):
        store.decisions.record(MADE)
    with pytest.raises(LeaseLost):
        store.decisions.withdraw(1)
    assert store.decisions.standing() == []


def test_what_fails_leaves_nothing(database: Database) -> None:
    """The decision and its journal entry are one transaction with what surrounds them."""
    store = database.holder()

    def failing() -> None:
        with store.transaction():
            store.decisions.record(MADE)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        failing()
    assert store.decisions.standing() == []
    assert "hold.decided" not in [entry.event for entry in store.journal.entries()]
    assert store.journal.verify()[1] is None


def test_no_personal_value_stands_in_the_open(database: Database) -> None:
    store = database.holder()
    store.decisions.record(MADE)
    with database.raw() as connection:
        row = connection.execute(text("SELECT * FROM decision")).one()
        journal = connection.execute(text("SELECT facts FROM journal")).all()
    shown = repr(row) + repr(journal)
    for value in (REASON, "Nguyễn", "Lan", "lists/chi-doan-1.xlsx"):
        assert value not in shown
        assert value.encode() not in bytes(row.body)


@pytest.mark.parametrize("changed", ["person = 78", "choice = 'new'", "question = key_of.question"])
def test_altered_in_the_database_it_does_not_open(database: Database, changed: str) -> None:
    """Another person, another answer, or another question than the officer decided about."""
    store = database.holder()
    store.decisions.record(MADE)
    store.decisions.record(replace(MADE, question=b"x" * 16))
    with database.raw() as connection:
        other = "(SELECT question FROM decision WHERE no = 2)"
        connection.execute(text(f"UPDATE decision SET {changed} WHERE no = 1".replace("key_of.question", other)))  # noqa: S608
    with pytest.raises(StateError):
        store.decisions.standing()
