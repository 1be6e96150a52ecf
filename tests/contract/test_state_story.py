"""What the state tells of one person: every operation that is kept, and every decision. All people are fabricated."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from state import paging
from sync.evidence.stories import Stories
from sync.evidence.story import Story
from sync.ports import StagedOperation
from sync.values import Answer, Hold, OfficerDecision, OperationState, OperationType, Outcome, PersonId, Place
from tests.contract.state_support import (  # noqa: F401 - a fixture is found by its own name
    LIST,
    Database,
    claim,
    key_of,
    known,
    make_database,
    movement,
    people,
    planned,
    released,
    staged,
    verdicts,
)

DECIDED = OfficerDecision(
    question=bytes(range(16)),
    code="unit-changed",
    key="unit-changed:1",
    answer=Answer.APPROVE,
    person=PersonId(77),
    about={},
    after=b"",
    reason="Đã gặp bí thư chi đoàn",
    name="Nguyễn Thị Lan",
    place=Place(LIST, "a.csv", "", 7),
)


def test_an_operation_is_told_with_its_run_its_batch_and_the_time(database: Database) -> None:
    store = database.holder()
    somebody, other = store.registry.allocate(2)
    keys = [key_of("079204000001"), key_of("Lan 2004", "name_birth")]
    began = database.clock.now
    run = released(store, staged(somebody, keys=keys), staged(other, "Trần Văn An"))
    database.clock.advance(60)
    batch = claim(store, size=1)
    database.clock.advance(60)
    store.outbox.settle(batch, verdicts(batch, Outcome.REJECTED, words="Số này đã có người dùng", code="taken"))

    (told,) = database.store().histories.operations(somebody)
    assert told.info.operation == staged(somebody).operation
    assert (told.info.state, told.info.attempts) == (OperationState.REJECTED, 1)
    assert (told.info.words, told.info.code) == ("Số này đã có người dùng", "taken")
    assert (told.run_id, told.run_kind, told.batch_key) == (run.id, "plan", batch.key)
    assert told.keys == keys
    assert (told.decided, told.changed) == (began, began + timedelta(minutes=2))
    assert told.released is not None
    assert told.behind is None


def test_all_operations_of_a_person_come_in_order_and_nobody_elses(database: Database) -> None:
    store = database.holder()
    mine, other = known(store, 2)
    second = released(store, staged(mine, phone="0911111111"), staged(other, phone="0922222222"))
    third = planned(store, staged(mine, phone="0933333333"))
    found = store.histories.operations(mine)
    assert [one.info.operation.record.get("phone") for one in found] == [None, "0911111111", "0933333333"]
    assert [one.info.state.value for one in found] == ["applied", "pending", "pending"]
    assert [one.run_id for one in found[1:]] == [second.id, third.id]
    assert [one.released is None for one in found] == [False, False, True], "the last plan was not carried out"
    assert [one.batch_key == "" for one in found] == [False, True, True]
    assert store.histories.operations(PersonId(1)) == []


def test_a_plan_that_is_still_being_made_tells_nothing(database: Database) -> None:
    store = database.holder()
    (person,) = store.registry.allocate(1)
    run = store.runs.start("plan", "thu.ky")
    store.plans.stage(run.number, [staged(person)])
    assert store.histories.operations(person) == []


@pytest.mark.parametrize("approved", [True, False])
def test_what_waits_behind_a_question_names_it(database: Database, approved: bool) -> None:
    store = database.holder()
    (person,) = known(store, 1)
    hold = Hold("still-listed", "still-listed:1", Place(LIST, "a.csv", "", 7), person=person)
    run = store.runs.start("plan", "thu.ky")
    waiting = movement(person, OperationType.STRIKE_OFF, question=(hold.code, hold.key))
    store.plans.stage(run.number, [waiting])
    store.plans.hold(run.number, [replace(hold, key="another"), hold])
    store.runs.planned(run.number, {}, b"seal", [LIST])
    if approved:
        store.plans.free(run.number, [(hold.code, hold.key)])
    store.runs.release(run.number)
    told = store.histories.operations(person)[-1]
    assert told.behind == ("still-listed", "still-listed:1")
    assert told.info.state is (OperationState.PENDING if approved else OperationState.HELD)
    assert told.info.operation.paper == waiting.operation.paper


def test_whoever_was_never_confirmed_is_found_without_the_ledger(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where they fill several pages; those the upstream has, and those of an unreleased plan, are not told."""
    monkeypatch.setattr(paging, "PAGE", 2)
    store = database.holder()
    known(store, 2)
    made = people(store, 5)
    released(store, *made)
    assert [one.person for one in store.histories.unconfirmed()] == [one.operation.person for one in made]
    late: list[StagedOperation] = people(store, 1)
    planned(store, *late)
    assert late[0].operation.person not in {one.person for one in store.histories.unconfirmed()}


def test_every_decision_is_told_also_those_that_ended(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "PAGE", 2)
    store = database.holder(who="thu.ky")
    first = store.decisions.record(DECIDED)
    database.clock.advance(60)
    second = store.decisions.record(replace(DECIDED, answer=Answer.REJECT))
    other = store.decisions.record(replace(DECIDED, question=b"x" * 16, person=None))
    ended = store.decisions.withdraw(second.number)
    told = list(database.store().decisions.every())
    assert told == [replace(first, ended=database.clock.now, ended_by="thu.ky"), ended, other]
    assert [one.number for one in store.decisions.standing()] == [other.number]


def test_somebody_looks_while_another_process_holds_the_lease(database: Database) -> None:
    """The look is in the chain before it is shown, and the run goes on as if nobody had looked."""
    running = database.holder(who="cron")
    (person,) = known(running)
    run = running.runs.start("sync", "cron")
    looking = database.store(who="thu.ky")
    told = Stories(looking).look("trần văn 0")
    assert isinstance(told, Story)
    assert told.person == person
    assert [one.who for one in told.looks] == ["thu.ky"]
    running.runs.planned(run.number, {}, b"seal", [LIST])
    running.runs.release(run.number)
    last = list(running.journal.entries())[-3:]
    assert [(one.event, one.who) for one in last] == [
        ("person.looked-up", "thu.ky"),
        ("run.planned", "cron"),
        ("run.released", "cron"),
    ]
    assert last[0].facts == {"people": [person]}
    assert looking.journal.verify()[1] is None
