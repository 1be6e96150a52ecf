"""What the state tells of operations without a last verdict, given up, or refused lately. Both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from state.store import SqlStore
from sync.values import OperationState, Outcome, PersonId
from tests.contract.state_support import (  # noqa: F401 - a fixture
    Database,
    claim,
    make_database,
    people,
    released,
    staged,
    verdicts,
)

ACCEPTED, UNKNOWN, SENT, DEAD = (
    OperationState.ACCEPTED,
    OperationState.UNKNOWN,
    OperationState.SENT,
    OperationState.DEAD,
)


def standing(store: SqlStore, state: OperationState, limit: int = 20) -> tuple[int, list[PersonId]]:
    count, first = store.plans.standing(state, limit)
    assert all(info.state is state for info in first)
    return count, [info.person for info in first]


def test_what_is_on_its_way_is_counted_and_the_first_are_given(database: Database) -> None:
    """Of whatever run, in order, with its record; what has its last verdict is not there."""
    store = database.holder()
    some = people(store, 3)
    one, two, three = (each.operation.person for each in some)
    first = released(store, *some)
    batch = claim(store)
    assert standing(store, SENT) == (3, [one, two, three])
    assert standing(store, SENT, limit=2) == (3, [one, two])
    (info,) = store.plans.standing(SENT, 1)[1]
    assert (info.run, info.operation.record) == (first.number, some[0].operation.record)
    store.outbox.settle(batch, [*verdicts(batch, Outcome.ACCEPTED)[:1], *verdicts(batch, Outcome.APPLIED)[1:2]])
    assert standing(store, SENT) == (0, [])
    assert standing(store, ACCEPTED) == (1, [one])
    assert standing(store, UNKNOWN) == (1, [three])


@pytest.mark.parametrize("later", ["nothing", "sent again", "refused"])
def test_what_was_given_up_stands_until_something_later_is_said(database: Database, later: str) -> None:
    """A dead operation is not shown once another of the same person is on its way, or has its verdict."""
    store = database.holder()
    (one,) = store.registry.allocate(1)
    released(store, staged(one))
    store.outbox.requeue(claim(store), "connection refused")
    assert store.outbox.give_up(1) == 1
    if later != "nothing":
        released(store, staged(one, "B"))
    if later == "refused":
        batch = claim(store)
        store.outbox.settle(batch, verdicts(batch, Outcome.REJECTED, words="không"))
    assert standing(store, DEAD) == ((1, [one]) if later == "nothing" else (0, []))


def test_refusals_since_a_moment_are_counted_by_their_run(database: Database) -> None:
    """Those of another run, after the moment, that are refused and not merely without an answer."""
    store = database.holder()
    first = released(store, *people(store, 2))
    early = claim(store)
    database.clock.advance(10)
    store.outbox.settle(early, verdicts(early, Outcome.REJECTED)[:1])
    moment = database.clock.now
    database.clock.advance(10)
    store.outbox.settle(early, verdicts(early, Outcome.REJECTED)[1:])
    second = released(store, *people(store, 1))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, Outcome.REJECTED))
    told = store.plans.rejected_since
    assert told(None, second.number) == {first.id: 2}
    assert told(moment, second.number) == {first.id: 1}
    assert told(moment - timedelta(seconds=11), first.number) == {second.id: 1}
    assert told(database.clock.now, 0) == {}


def test_a_refusal_has_its_code_its_field_and_its_words(database: Database) -> None:
    """As the upstream gave them; the words alone are empty where it said nothing but a code."""
    store = database.holder()
    run = released(store, *people(store, 1))
    batch = claim(store)
    (verdict,) = verdicts(
        batch, Outcome.REJECTED, words="Số này đã có.", code="national-id-taken", field="national_id"
    )
    store.outbox.settle(batch, [verdict])
    (info,) = store.plans.operations(run.number)
    assert (info.words, info.code, info.field) == ("Số này đã có.", "national-id-taken", "national_id")
