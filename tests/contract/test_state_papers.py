"""The state's contract on papers: which were carried, what a refusal is about, what a later plan replaces."""

from __future__ import annotations

from state.store import SqlStore
from sync.charter import Status
from sync.ports import CarriedPaper, StagedOperation
from sync.values import (
    Limits,
    OperationState,
    OperationType,
    Outcome,
    PersonId,
    Verdict,
)
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    LIST,
    REGISTER,
    UNIT,
    Database,
    claim,
    drain,
    encode,
    known,
    make_database,
    movement,
    planned,
    released,
    staged,
    states,
    verdicts,
)

AWAY, TRANSFER, STRIKE_OFF = OperationType.AWAY, OperationType.TRANSFER, OperationType.STRIKE_OFF
PENDING, APPLIED = OperationState.PENDING, OperationState.APPLIED
ACCEPTED, REJECTED = OperationState.ACCEPTED, OperationState.REJECTED
SUPERSEDED = OperationState.SUPERSEDED
OTHER_UNIT = "Chi đoàn 2, Đoàn phường Phú Thủy"
LETTER = ("transfer-letter-missing", "transfer-letter-missing:7")


# ── which papers were carried ────────────────────────────────────────────────────────────────────────────


def test_carried_papers_are_known_by_person_in_order(database: Database) -> None:
    store = database.holder()
    one, two, three = known(store, 3)
    away = movement(one, AWAY, "a")
    gone = movement(one, TRANSFER, "b", unit=OTHER_UNIT, left=UNIT)
    struck = movement(two, STRIKE_OFF, "c", status=Status.STRUCK_OFF)
    run = released(store, away, gone, struck, staged(three), lists=[])
    batch = claim(store)
    store.outbox.settle(
        batch,
        [
            Verdict(batch.ids[0], Outcome.APPLIED),
            Verdict(batch.ids[1], Outcome.REJECTED, words="Thiếu số quyết định"),
            Verdict(batch.ids[2], Outcome.APPLIED),
        ],
    )
    first = next(iter(store.plans.operations(run.number))).number
    papers = [one.operation.paper for one in (away, gone, struck) if one.operation.paper]
    assert store.outbox.carried([one, two, three, PersonId(1)]) == {
        one: [
            CarriedPaper(first, AWAY, papers[0], UNIT, "", APPLIED, REGISTER),
            CarriedPaper(first + 1, TRANSFER, papers[1], OTHER_UNIT, UNIT, PENDING, REGISTER),
        ],
        two: [
            CarriedPaper(
                *(first + 2, STRIKE_OFF, papers[2], UNIT, "", REJECTED, REGISTER),
                refused="Thiếu số quyết định",
            )
        ],
    }


def test_what_never_went_or_was_forgotten_was_not_carried(database: Database) -> None:
    store = database.holder()
    one, two, three, four = known(store, 4)
    released(store, movement(one, AWAY, question=LETTER), movement(two, AWAY), lists=[])
    released(store, movement(three, AWAY), lists=[REGISTER])
    assert list(store.outbox.carried([one, two, three])) == [three]
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, Outcome.REJECTED, words="x"))
    assert list(store.outbox.carried([three])) == [three]
    assert store.outbox.retry_refused() == 1
    assert store.outbox.retry_refused() == 0
    planned(store, movement(four, AWAY))
    assert store.outbox.carried([one, two, three, four]) == {}


def test_papers_of_thousands_are_found(database: Database) -> None:
    store = database.holder()
    persons = store.registry.allocate(2500)
    run = released(store, *(movement(one, AWAY) for one in persons))
    carried = store.outbox.carried(persons)
    assert [paper.number for papers in carried.values() for paper in papers] == [
        info.number for info in store.plans.operations(run.number)
    ]
    assert list(carried) == list(persons)


# ── refusals, and what was said last ─────────────────────────────────────────────────────────────────────


def refuse(store: SqlStore, operation: StagedOperation) -> None:
    released(store, operation, lists=[])
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, Outcome.REJECTED, words="no"))


def test_a_refused_movement_says_nothing_about_the_record(database: Database) -> None:
    store = database.holder()
    (one,) = known(store)
    refuse(store, movement(one, AWAY))
    assert store.outbox.refused([one]) == {}
    refuse(store, staged(one, "B"))
    refuse(store, movement(one, AWAY, "2", name="C"))
    assert store.outbox.refused([one])[one].words == "no"
    assert store.plans.latest(0, [one])[one].record["full_name"] == "B", "what the refusal is compared with"
    released(store, movement(one, AWAY, "3", name="D"), lists=[])
    assert one in store.outbox.refused([one]), "a movement on its way does not replace a refused record"
    assert store.plans.latest(0, [one])[one].record["full_name"] == "B"
    drain(store)
    assert store.outbox.refused([one]) == {}, "the upstream confirmed another record since"
    assert store.plans.latest(0, [one])[one].record["full_name"] == "D"


def test_of_somebody_only_movements_know_the_latest_one_tells(database: Database) -> None:
    store = database.holder()
    (one,) = store.registry.allocate(1)
    refuse(store, movement(one, OperationType.ADMIT, "1", name="A"))
    released(store, movement(one, OperationType.ADMIT, "2", name="B", question=LETTER), lists=[])
    assert store.plans.latest(0, [one])[one].record["full_name"] == "B"


def test_what_this_plan_staged_is_the_latest_even_by_a_paper(database: Database) -> None:
    store = database.holder()
    (one,) = known(store)
    run = planned(store, movement(one, AWAY, name="B"))
    assert store.plans.latest(run.number, [one])[one].record["full_name"] == "B"
    assert store.plans.latest(0, [one])[one].record["full_name"] == "Trần Văn 0"


# ── replaced by a later plan ─────────────────────────────────────────────────────────────────────────────


def test_a_register_read_whole_replaces_all_its_movements_that_wait(database: Database) -> None:
    store = database.holder()
    one, two = known(store, 2)
    first = released(
        store, movement(one, AWAY, "1"), movement(one, TRANSFER, "2"), staged(one, "B"), movement(two, AWAY), lists=[]
    )
    batch = claim(store, 1)
    second = released(store, movement(one, TRANSFER, "2"), lists=[REGISTER])
    assert states(store, first.number) == [OperationState.SENT, SUPERSEDED, PENDING, SUPERSEDED]
    store.outbox.settle(batch, verdicts(batch))
    third = released(store, lists=[LIST])
    assert states(store, first.number) == [APPLIED, SUPERSEDED], "what was superseded before is gone"
    assert states(store, second.number) == [SUPERSEDED]
    assert states(store, third.number) == []


def test_a_transfer_that_was_accepted_is_replaced_by_no_plan(database: Database) -> None:
    store = database.holder()
    (one,) = known(store)
    first = released(store, movement(one, TRANSFER))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, Outcome.ACCEPTED))
    released(store, staged(one, "B"), lists=[LIST, REGISTER])
    assert states(store, first.number) == [ACCEPTED]
    assert store.outbox.unsettled() == {one}
    assert store.outbox.claim(Limits(), encode) is None, "nothing else goes for them before the verdict"


def test_a_later_plan_replaces_every_paper_that_waits_whichever_list_it_stood_on(database: Database) -> None:
    """A register that cannot be read does not let go what it said before: the lists may say otherwise by now."""
    store = database.holder()
    one, two, three, four = known(store, 4)
    sent = movement(four, STRIKE_OFF, status=Status.STRUCK_OFF)
    released(store, sent, lists=[])
    claim(store)
    waiting = [
        movement(one, STRIKE_OFF, status=Status.STRUCK_OFF),
        movement(two, TRANSFER, source=LIST, left=OTHER_UNIT),
        staged(three, source=LIST),
    ]
    run = released(store, *waiting, lists=[])
    assert states(store, run.number) == [PENDING, PENDING, PENDING]
    released(store, lists=[])
    assert states(store, run.number) == [SUPERSEDED, SUPERSEDED, PENDING]
    assert list(store.outbox.carried([one, two, three, four])) == [four], "what was sent may have been taken"
