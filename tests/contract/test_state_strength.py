"""The state's contract on numbers: who stands on a list, how strong units are and were, and what moved them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text

from state.store import SqlStore
from sync.charter import Status
from sync.ports import MovedCount, StagedOperation
from sync.values import ListKind, OperationType, Outcome
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    UNIT,
    Database,
    claim,
    drain,
    make_database,
    movement,
    people,
    planned,
    released,
    staged,
    verdicts,
)

OTHER_UNIT = "Chi đoàn 2, Đoàn phường Phú Thủy"


def ended(store: SqlStore, *operations: StagedOperation) -> None:
    """A run that applies these and ends a second later."""
    run = released(store, *operations)
    drain(store)
    store._session.clock.advance(1)  # type: ignore[attr-defined]
    store.runs.finish(run.number, 0, {})


def youth(one: StagedOperation) -> StagedOperation:
    return replace(one, operation=replace(one.operation, kind=ListKind.YOUTH))


def finish_and_fail(store: SqlStore, run: int) -> None:
    store.runs.finish(run, 0, {})
    raise ZeroDivisionError


@pytest.mark.parametrize("status", Status)
def test_only_who_stands_on_a_list_is_counted(database: Database, status: Status) -> None:
    store = database.holder()
    one, two, three = people(store, 3)
    ended(store, one, two, youth(three))
    ended(store, movement(one.operation.person, OperationType.TRANSFER, status=status))
    members = 2 if status in {Status.ACTIVE, Status.TRANSFER_OUT_PENDING} else 1
    assert store.ledger.count() == {ListKind.MEMBERS: members, ListKind.YOUTH: 1}
    assert store.ledger.strength() == {UNIT: members}
    database.clock.advance(1)
    assert store.ledger.strength_at(database.clock()) == {UNIT: members}


def test_the_units_of_people_are_told_once_each(database: Database) -> None:
    store = database.holder()
    made = people(store, 3)
    persons = [one.operation.person for one in made]
    ended(store, *made[:2])
    ended(store, movement(persons[0], OperationType.TRANSFER, unit=OTHER_UNIT, left=UNIT))
    assert store.ledger.units([]) == store.ledger.units(persons[2:]) == frozenset()
    assert store.ledger.units(persons[:1]) == {OTHER_UNIT}
    assert store.ledger.units(persons) == {UNIT, OTHER_UNIT}


def test_strength_is_told_of_every_moment(database: Database) -> None:
    store = database.holder()
    made = people(store, 5)
    persons = [one.operation.person for one in made]
    before = database.clock()
    told: list[tuple[datetime, dict[str, int]]] = [(before, {})]
    steps = [
        [*made[:3], youth(made[4])],
        [movement(persons[0], OperationType.TRANSFER, unit=OTHER_UNIT, left=UNIT), made[3]],
        [staged(persons[1], "Tên mới")],
        [movement(persons[0], OperationType.STRIKE_OFF, status=Status.STRUCK_OFF, unit=OTHER_UNIT)],
        [movement(persons[0], OperationType.READMIT, "2", unit=OTHER_UNIT)],
    ]
    for step in steps:
        ended(store, *step)
        told.append((database.clock(), dict(store.ledger.strength())))
        database.clock.advance(100)
    assert [strength for _, strength in told[1:]] == [
        {UNIT: 3},
        {UNIT: 3, OTHER_UNIT: 1},
        {UNIT: 3, OTHER_UNIT: 1},
        {UNIT: 3},
        {UNIT: 3, OTHER_UNIT: 1},
    ]
    again = database.store()
    assert again.ledger.strength_at(before) == {}
    for (moment, strength), (_, earlier) in zip(told[1:], told, strict=False):
        assert again.ledger.strength_at(moment) == earlier, "a run that ends at that very moment is not before it"
        assert again.ledger.strength_at(moment + timedelta(seconds=1)) == strength
    with database.raw() as connection:
        rows = connection.execute(text("SELECT unit, members FROM strength")).all()
    assert Counter(members for _, members in rows) == {3: 1, 1: 2, 0: 1}, "one row for each number that changed"


def test_a_plan_that_was_applied_later_tells_the_strength_it_left(database: Database) -> None:
    store = database.holder()
    run = planned(store, *people(store, 2))
    store.runs.finish(run.number, 0, {})
    database.clock.advance(10)
    assert store.ledger.strength_at(database.clock()) == {}
    store.runs.release(run.number)
    drain(store)
    store.runs.finish(run.number, 0, {})
    database.clock.advance(10)
    assert store.ledger.strength_at(database.clock()) == {UNIT: 2}


def test_a_run_that_ends_twice_tells_what_it_left_at_last(database: Database) -> None:
    """A plan before which an earlier answer came in: both it and its apply end with other numbers."""
    store = database.holder()
    one, two = people(store, 2)
    released(store, one)
    batch = claim(store)
    run = store.runs.start("plan", "")
    store.outbox.settle(batch, verdicts(batch))
    store.plans.stage(run.number, [two])
    store.runs.planned(run.number, {}, b"seal", [])
    store.runs.finish(run.number, 0, {})
    database.clock.advance(1)
    assert store.ledger.strength_at(database.clock()) == {UNIT: 1}
    store.runs.release(run.number)
    drain(store)
    store.runs.finish(run.number, 0, {})
    database.clock.advance(1)
    assert store.ledger.strength_at(database.clock()) == {UNIT: 2}


def test_what_a_run_applied_before_it_was_cut_off_is_not_lost(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 2))
    drain(store)
    again = database.after_crash()
    again.runs.start("sync", "")
    database.clock.advance(1)
    assert again.ledger.strength_at(database.clock()) == {UNIT: 2}


def test_strength_is_kept_with_the_runs_end_or_not_at_all(database: Database) -> None:
    store = database.holder()
    run = released(store, *people(store, 2))
    drain(store)
    with pytest.raises(ZeroDivisionError), store.transaction():
        finish_and_fail(store, run.number)
    database.clock.advance(1)
    assert store.ledger.strength_at(database.clock()) == {}
    store.runs.finish(run.number, 0, {})
    database.clock.advance(1)
    assert store.ledger.strength_at(database.clock()) == {UNIT: 2}


def test_what_moved_is_counted_by_type_unit_and_where_it_led(database: Database) -> None:
    store = database.holder()
    made = people(store, 7)
    persons = [one.operation.person for one in made]
    released(store, *made[:4], youth(made[4]), movement(persons[5], OperationType.ADMIT), made[6])
    drain(store)
    database.clock.advance(60)
    since = database.clock()
    active, struck = Status.ACTIVE, Status.STRUCK_OFF
    elsewhere = staged(persons[6])  # a record that says another unit
    released(
        store,
        *(movement(one, OperationType.STRIKE_OFF, status=struck) for one in persons[:2]),
        movement(persons[2], OperationType.TRANSFER, unit=OTHER_UNIT, left=UNIT),
        staged(persons[3], "Tên mới"),  # a record: nobody moved
        staged(persons[4]),  # a youth who is a member now
        movement(persons[5], OperationType.AWAY, "2"),
        replace(elsewhere, operation=replace(elsewhere.operation, left=OTHER_UNIT)),
    )
    drain(store)
    released(store, movement(persons[3], OperationType.TRANSFER, unit=OTHER_UNIT, left=UNIT))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, Outcome.ACCEPTED))
    first = [
        MovedCount(OperationType.ADMIT, UNIT, "", active, True, 1),
        MovedCount(OperationType.UPSERT, UNIT, "", active, True, 5),
    ]
    then = [
        MovedCount(OperationType.AWAY, UNIT, "", active, False, 1),
        MovedCount(OperationType.STRIKE_OFF, UNIT, "", struck, False, 2),
        MovedCount(OperationType.UPSERT, UNIT, "", active, True, 1),
        MovedCount(OperationType.UPSERT, UNIT, OTHER_UNIT, active, False, 1),
        MovedCount(OperationType.TRANSFER, OTHER_UNIT, UNIT, active, False, 1),
    ]
    assert store.ledger.moved(until=since) == first
    assert store.ledger.moved(since) == then
    assert store.ledger.moved(since, since) == []
    assert store.ledger.moved(since, since + timedelta(seconds=1)) == then
    assert sum(one.people for one in store.ledger.moved()) == 12


def test_whoever_comes_back_is_counted_as_coming(database: Database) -> None:
    store = database.holder()
    (one,) = people(store, 1)
    person = one.operation.person
    ended(store, one)
    ended(store, movement(person, OperationType.STRIKE_OFF, status=Status.STRUCK_OFF))
    since = database.clock()
    ended(store, movement(person, OperationType.READMIT, "2"))
    ended(store, movement(person, OperationType.AWAY, "3"))
    told = [(one.type, one.created) for one in store.ledger.moved(since)]
    assert told == [(OperationType.AWAY, False), (OperationType.READMIT, True)]


def test_whether_anything_was_applied_since_the_last_run(database: Database) -> None:
    store = database.holder()
    run = released(store, *people(store, 3))
    assert not store.ledger.has_moved()
    drain(store)
    assert store.ledger.has_moved()
    store.runs.finish(run.number, 0, {})
    assert not store.ledger.has_moved()
