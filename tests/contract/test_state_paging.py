"""What is read a page at a time comes whole, in order and once, however long a page is and was before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from state import paging, reconciling
from state.store import SqlStore
from sync.charter import Status
from sync.ports import MovedCount
from sync.values import Answer, OfficerDecision, OperationState, OperationType, PersonId, Place
from tests.contract.state_support import (
    LIST,
    UNIT,
    Database,
    drain,
    make_database,
    people,
    planned,
    released,
)

__all__ = ["make_database"]

MANY = 5
READ: dict[str, Callable[[SqlStore], list[Any]]] = {
    "decisions": lambda store: [one.number for one in store.decisions.every()],
    "the ledger": lambda store: [one.person for one in store.ledger.scan()],
    "the journal": lambda store: [one.number for one in store.journal.entries()],
    "a plan's operations": lambda store: [one.number for one in store.plans.operations(store.runs.list(1)[0].number)],
    "past operations": lambda store: [one.info.number for one in store.histories.numbered(0, 10**6)],
    "who was never confirmed": lambda store: [one.person for one in store.histories.unconfirmed()],
    "who is to be found upstream": lambda store: list(store.reconciling.roll(store.runs.list(1)[0].number)),
}


def fill(database: Database, store: SqlStore) -> dict[str, int]:
    """Put something of each into a store; return how many there are."""
    released(store, *people(store, MANY))
    drain(store)
    released(store, *people(store, MANY))
    planned(store, *people(store, MANY))
    for at in range(MANY):
        store.decisions.record(
            OfficerDecision(
                question=bytes([at]) * 16,
                code="ambiguous-identity",
                key=f"ambiguous-identity:{at:02}",
                answer=Answer.LEAVE,
                person=None,
                about={PersonId(77): b"\1" * 16},
                after=b"\3" * 32,
                reason="",
                name="",
                place=Place(LIST, "lists/phuong-1.xlsx", "DS", at),
            )
        )
    with database.raw() as connection:
        entries = connection.execute(text("SELECT count(*) FROM journal")).scalar_one()
    return {
        "decisions": MANY,
        "the ledger": MANY,
        "the journal": entries,
        "a plan's operations": MANY,
        "past operations": 2 * MANY,
        "who was never confirmed": MANY,
        "who is to be found upstream": 3 * MANY,
    }


@pytest.mark.parametrize("what", READ)
@pytest.mark.parametrize("sizes", [(2, 1000), (1000, 2), (MANY, 1, 2 * MANY)], ids=str)
def test_all_comes_in_order_and_once_whatever_the_sizes_of_pages(
    database: Database, monkeypatch: pytest.MonkeyPatch, what: str, sizes: tuple[int, ...]
) -> None:
    store = database.holder()
    there = fill(database, store)
    for size in sizes:
        monkeypatch.setattr(paging, "PAGE", size)
        monkeypatch.setattr(reconciling, "_PAGE", size)
        told = READ[what](store)
        assert told == sorted(set(told))
        assert len(told) == there[what]


COUNTED: dict[str, Callable[[SqlStore], Any]] = {
    "what stands in the outbox": lambda store: dict(store.outbox.counts()),
    "what stands in a run": lambda store: [dict(store.outbox.counts(one.number)) for one in store.runs.list(9)],
    "what moved": lambda store: store.ledger.moved(None),
    "who is in a unit": lambda store: dict(store.ledger.strength()),
}


@pytest.mark.parametrize("what", COUNTED)
def test_what_is_counted_a_stretch_at_a_time_is_counted_whole(
    database: Database, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Five people were sent, five wait to be sent, five are planned: all of one unit."""
    store = database.holder()
    fill(database, store)
    applied, pending = {OperationState.APPLIED: MANY}, {OperationState.PENDING: MANY}
    expected = {
        "what stands in the outbox": {**applied, **pending},
        "what stands in a run": [pending, pending, applied],
        "what moved": [MovedCount(OperationType.UPSERT, UNIT, "", Status.ACTIVE, created=True, people=MANY)],
        "who is in a unit": {UNIT: MANY},
    }
    for length in (1, 2, MANY, 1000):
        monkeypatch.setattr(paging, "STRETCH", length)
        assert COUNTED[what](store) == expected[what]


@pytest.mark.parametrize("length", [1, 2, MANY, 1000])
def test_a_plan_is_released_whole(database: Database, monkeypatch: pytest.MonkeyPatch, length: int) -> None:
    monkeypatch.setattr(paging, "STRETCH", length)
    store = database.holder()
    released(store, *people(store, MANY))
    assert drain(store) == MANY


@pytest.mark.parametrize(("size", "expected"), [(2, [2, 2, 1]), (MANY, [MANY, 0]), (1000, [MANY])])
def test_no_page_is_longer_than_asked_for(database: Database, size: int, expected: list[int]) -> None:
    store = database.holder()
    fill(database, store)
    pages = paging.pages(store._session, reconciling._CONFIRMED, -1, size=size, plain=True)
    assert [len(page) for page in pages] == expected
