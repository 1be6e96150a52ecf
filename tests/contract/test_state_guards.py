"""What guards on lists ask of the state: what was confirmed before, which lists are known, what waits; and that what
waited night after night does not pile up."""

from __future__ import annotations

from array import array

import pytest

from state import ledger, plans
from state.bulk import Statement, numbers
from state.store import SqlStore
from state.tables import operation, record
from sync.errors import PlanMoved
from sync.ports import SeenRows
from sync.values import OperationState, OperationType, PersonId
from tests.contract.state_support import (
    LIST,
    OTHER_LIST,
    Database,
    drain,
    key_of,
    known,
    make_database,  # noqa: F401 - a fixture
    movement,
    people,
    planned,
    released,
    staged,
    states,
)

HELD, PENDING, APPLIED, SUPERSEDED = (
    OperationState.HELD,
    OperationState.PENDING,
    OperationState.APPLIED,
    OperationState.SUPERSEDED,
)
OLDER = ("list-older", "list-older:phuong-1")


def phone(store: SqlStore, person: PersonId, number: str) -> None:
    """The upstream confirms another phone of somebody."""
    released(store, staged(person, phone=number))
    drain(store)


def stored(database: Database) -> tuple[int, int]:
    """How many operations and how many records there are."""
    with database.raw() as connection:
        counted = [connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in TABLES]  # noqa: S608
    return counted[0], counted[1]


TABLES = (operation.name, record.name)


# ── what was confirmed before ────────────────────────────────────────────────────────────────────────────


def test_records_that_were_replaced_are_told_in_order(database: Database) -> None:
    store = database.holder()
    one, two = known(store, 2)
    phone(store, one, "0911")
    phone(store, one, "0922")
    released(store, staged(one, phone="0933"))
    earlier = store.ledger.earlier([one, two, PersonId(99)])
    assert [record.get("phone") for record in earlier[one]] == [None, "0911"]
    assert two not in earlier
    assert store.ledger.earlier([]) == {}


# ── which lists are known ────────────────────────────────────────────────────────────────────────────────


def test_lists_are_known_once_a_run_confirmed_somebody_on_them(database: Database) -> None:
    store = database.holder()
    (one,) = known(store)
    run = planned(store, lists=[LIST, OTHER_LIST])
    assert store.seen.lists() == frozenset()
    run = store.runs.start("sync", "")
    store.seen.propose(run.number, LIST, SeenRows(b"x" * 16, array("q", [one])))
    store.seen.propose(run.number, OTHER_LIST, SeenRows())
    store.runs.planned(run.number, {}, b"", [LIST, OTHER_LIST])
    store.runs.release(run.number)
    assert store.seen.lists() == frozenset()
    store.runs.finish(run.number, 0, {})
    assert store.seen.lists() == {LIST}


# ── what waits ───────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_held_back_goes_only_by_the_answer_to_its_question(database: Database) -> None:
    store = database.holder()
    one, two, three = known(store, 3)
    run = store.runs.start("plan", "")
    away = movement(two, OperationType.AWAY)
    store.plans.stage(run.number, [staged(one, phone="1"), staged(two, phone="2"), away, staged(three, phone="3")])
    store.plans.hold_back(run.number, [one, two], OLDER)
    store.plans.hold_back(run.number, [three], None)
    store.plans.hold_back(run.number, [], OLDER)
    store.runs.planned(run.number, {}, b"", [LIST])
    assert states(store, run.number) == [HELD, HELD, PENDING, HELD]
    assert store.plans.free(run.number, [OLDER]) == 2
    store.runs.release(run.number)
    assert states(store, run.number) == [PENDING, PENDING, PENDING, HELD]
    with pytest.raises(PlanMoved):
        store.plans.hold_back(run.number, [one], None)


# ── what waited does not pile up ─────────────────────────────────────────────────────────────────────────


def test_nights_of_an_open_question_leave_one_night_s_operations(database: Database) -> None:
    store = database.holder()
    persons = known(store, 5)
    before = stored(database)
    for _ in range(4):
        run = store.runs.start("sync", "")
        store.plans.stage(run.number, [staged(person, phone="1") for person in persons])
        store.plans.hold_back(run.number, persons, OLDER)
        store.runs.planned(run.number, {}, b"", [LIST])
        store.runs.release(run.number)
        store.runs.finish(run.number, 3, {})
    assert stored(database) == (before[0] + 5, before[1] + 5)
    assert states(store, run.number) == [HELD] * 5
    released(store)
    assert stored(database) == before
    assert {entry.record.get("phone") for entry in store.ledger.entries(persons).values()} == {None}
    assert store.journal.verify()[1] is None


def test_a_plan_that_is_not_released_removes_nothing(database: Database) -> None:
    store = database.holder()
    (one,) = known(store)
    run = store.runs.start("sync", "")
    store.plans.stage(run.number, [staged(one, phone="1")])
    store.plans.hold_back(run.number, [one], OLDER)
    store.runs.planned(run.number, {}, b"", [LIST])
    store.runs.release(run.number)
    planned(store)
    assert states(store, run.number) == [HELD]


def test_what_alone_says_who_somebody_is_stays(database: Database) -> None:
    """Somebody the upstream never had, whose rows contradict each other: the next run knows them by what was held."""
    store = database.holder()
    (new,) = people(store, 1)
    person = new.operation.person
    runs = []
    for _ in range(3):
        run = store.runs.start("sync", "")
        store.plans.stage(run.number, [new])
        store.plans.withdraw(run.number, person)
        store.runs.planned(run.number, {}, b"", [LIST])
        store.runs.release(run.number)
        runs.append(run.number)
    assert [states(store, run) for run in runs] == [[], [], [HELD]]
    for _ in range(2):
        released(store)
    assert states(store, runs[-1]) == [HELD]
    assert store.plans.latest(0, [person])[person].record == new.operation.record
    assert store.registry.find([key_of("000000000000")])[key_of("000000000000")] == {person}


def test_what_a_long_outage_superseded_goes_as_well(database: Database) -> None:
    store = database.holder()
    (one,) = known(store)
    before = stored(database)
    runs = [released(store, staged(one, phone=str(night))).number for night in range(5)]
    assert [states(store, run) for run in runs] == [[], [], [], [SUPERSEDED], [PENDING]]
    assert stored(database) == (before[0] + 2, before[1] + 2)
    drain(store)
    assert store.ledger.entries([one])[one].record["phone"] == "4"
    assert store.plans.latest(0, [one])[one].record["phone"] == "4"


@pytest.mark.parametrize(
    ("statement", "values"), [(plans._SPENT, [7]), (ledger._EARLIER, [[1, 2]])], ids=["spent", "earlier"]
)
def test_no_table_is_read_whole(database: Database, statement: Statement, values: list[object]) -> None:
    store = database.holder()
    released(store, *people(store, 300))
    explain = "EXPLAIN QUERY PLAN " if database.is_sqlite else "EXPLAIN "
    with store._session.reading() as connection:
        given = tuple(numbers(connection, one) if isinstance(one, list) else one for one in values)
        rows = connection.exec_driver_sql(explain + statement.text(connection.dialect), given).all()
    plan = "\n".join(str(row[-1]) for row in rows)
    assert "Seq Scan" not in plan, plan
    assert not any(line.startswith("SCAN") and "INDEX" not in line for line in plan.splitlines()), plan
