"""Who is to be found at the upstream, and what is on its way: the same on every database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from sqlalchemy import text

from state import reconciling
from sync.charter import Status
from sync.fingerprint import record_digester
from sync.ports import Confirmed, OperationInfo, Rebase, Store
from sync.values import ListKind, OperationState, OperationType, Outcome, PersonId
from tests.contract.state_support import (
    OTHER_LIST,
    UNIT,
    Database,
    claim,
    drain,
    known,
    make_database,  # noqa: F401 - a fixture
    movement,
    people,
    planned,
    released,
    staged,
    verdicts,
)

ELSEWHERE = "Chi đoàn 2, Đoàn phường Phú Thủy"
PAGE = 2


def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pages be so small that a few people take several."""
    monkeypatch.setattr(reconciling, "_PAGE", PAGE)


def test_the_roll_is_everybody_who_is_to_be_found_there_once_and_in_order(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_pages(monkeypatch)
    store = database.holder()
    confirmed = known(store, 5)
    left, changed = confirmed[1], confirmed[3]
    released(store, movement(left, OperationType.MATURE, status=Status.MATURED))
    drain(store)
    new = people(store, 2)
    released(store, *new, staged(changed, "Trần Văn Khác"))
    roll = store.reconciling.roll()
    assert list(roll) == sorted({*confirmed, *(one.operation.person for one in new)} - {left})
    assert all(one < other for one, other in pairwise(roll))
    assert roll.itemsize == 8


def test_what_a_plan_stages_counts_for_that_plan_alone(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    small_pages(monkeypatch)
    store = database.holder()
    (confirmed,) = known(store)
    (new, held) = people(store, 2)
    run = planned(store, new, staged(confirmed, "Trần Văn Khác"))
    persons = [confirmed, new.operation.person, held.operation.person]
    assert list(store.reconciling.roll()) == [confirmed]
    assert list(store.reconciling.roll(run.number)) == persons[:2]
    assert store.reconciling.under_way(None, persons) == {}
    coming = store.reconciling.under_way(run.number, persons)
    assert {person: info.operation.record["full_name"] for person, (info,) in coming.items()} == {
        confirmed: "Trần Văn Khác",
        new.operation.person: new.operation.record["full_name"],
    }
    assert {info.run for (info,) in coming.values()} == {run.number}


def test_only_certain_units_are_on_the_roll_by_the_confirmed_or_the_coming_one(database: Database) -> None:
    store = database.holder()
    stays, moves = known(store, 2)
    (new,) = store.registry.allocate(1)
    released(store, staged(moves, unit=ELSEWHERE), staged(new, unit=ELSEWHERE))
    asked: list[str] = []

    def within(unit: str) -> bool:
        asked.append(unit)
        return unit == ELSEWHERE

    assert list(store.reconciling.roll(within=within)) == [moves, new]
    assert sorted(asked) == sorted({UNIT, ELSEWHERE}), "each unit is asked about once"
    assert list(store.reconciling.roll(within=lambda unit: unit == UNIT)) == [stays, moves]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (None, OperationState.SENT),
        (Outcome.ACCEPTED, OperationState.ACCEPTED),
        (Outcome.UNKNOWN, OperationState.UNKNOWN),
        (Outcome.APPLIED, None),
        (Outcome.REJECTED, None),
    ],
)
def test_what_has_no_last_verdict_is_under_way(
    database: Database, outcome: Outcome | None, state: OperationState | None
) -> None:
    store = database.holder()
    (person,) = known(store)
    released(store, staged(person, "Trần Văn Khác"))
    assert _states(store.reconciling.under_way(None, [person])) == {person: OperationState.PENDING}
    batch = claim(store)
    if outcome is not None:
        store.outbox.settle(batch, verdicts(batch, outcome))
    assert _states(store.reconciling.under_way(None, [person])) == ({} if state is None else {person: state})


def test_of_several_operations_all_are_told_in_their_order(database: Database) -> None:
    store = database.holder()
    (person,) = known(store)
    released(store, staged(person, "Một"), lists=[OTHER_LIST])
    claim(store)
    run = planned(store, staged(person, "Hai"))
    assert _names(store, run.number, person) == ["Một", "Hai"]
    assert _names(store, None, person) == ["Một"]


def test_what_is_in_flight_is_told_beside_what_waits_behind_it(database: Database) -> None:
    store = database.holder()
    (person,) = known(store)
    released(store, staged(person, "Một"), staged(person, "Hai"))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, Outcome.UNKNOWN))
    assert [one.state for one in store.reconciling.under_way(None, [person])[person]] == [
        OperationState.UNKNOWN,
        OperationState.PENDING,
    ]
    assert _names(store, None, person) == ["Một", "Hai"]


# ── what the upstream shows ──────────────────────────────────────────────────────────────────────────────


def test_what_once_came_back_is_remembered(database: Database) -> None:
    store = database.holder()
    assert store.reconciling.came_back() == frozenset()
    store.reconciling.remember({"phone", "email"})
    store.reconciling.remember({"phone"})
    store.reconciling.remember(())
    store.reconciling.remember({"gender"})
    assert store.reconciling.came_back() == {"phone", "email", "gender"}


# ── what was confirmed ───────────────────────────────────────────────────────────────────────────────────


def test_what_was_confirmed_is_told_without_opening_a_record(database: Database) -> None:
    store = database.holder()
    (person, waiting) = people(store, 2)
    confirmed = person.operation.person
    released(store, replace(person, operation=replace(person.operation, kind=ListKind.YOUTH)))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, member_code="0012345", reference="m-7"))
    released(store, waiting, movement(confirmed, OperationType.AWAY))
    with database.raw() as connection:
        connection.execute(text("UPDATE record SET payload = :nothing"), {"nothing": b""})
    digest = record_digester(store.key("record"))(1, confirmed, person.operation.record)
    asked = [confirmed, waiting.operation.person]
    assert store.reconciling.confirmed(asked) == {
        confirmed: Confirmed(1, UNIT, ListKind.YOUTH, Status.ACTIVE, "0012345", "m-7", digest)
    }
    assert store.reconciling.confirmed([]) == {}


def test_the_digest_is_of_what_was_confirmed_last(database: Database) -> None:
    store = database.holder()
    (moved, shown) = known(store, 2)
    released(store, movement(moved, OperationType.TRANSFER, unit=ELSEWHERE, left=UNIT, status=Status.STRUCK_OFF))
    drain(store)
    (entry,) = store.ledger.entries([shown]).values()
    there = {"full_name": "Trần Văn Khác", "phone": "0912345678"}
    rebased = replace(staged(shown).operation, type=OperationType.REBASE, record=there)
    run = store.rebasing.begin("thu.ky")
    store.rebasing.rebase(run.number, [Rebase(rebased, entry.version, (), "0012345", None)])
    digest = record_digester(store.key("record"))
    found = store.reconciling.confirmed([moved, shown])
    record = store.ledger.entries([moved])[moved].record
    assert found[moved] == Confirmed(
        3, ELSEWHERE, ListKind.MEMBERS, Status.STRUCK_OFF, None, None, digest(3, moved, record)
    )
    assert found[shown] == Confirmed(
        4, UNIT, ListKind.MEMBERS, Status.ACTIVE, "0012345", None, digest(4, shown, there)
    )


def test_of_a_record_from_before_there_were_digests_nothing_is_told(database: Database) -> None:
    store = database.holder()
    (before, after) = known(store, 2)
    with database.raw() as connection:
        connection.execute(text("UPDATE operation SET digest = NULL WHERE person = :one"), {"one": before})
    assert store.reconciling.confirmed([before, after]).keys() == {after}


def _states(coming: Mapping[PersonId, Sequence[OperationInfo]]) -> dict[PersonId, OperationState]:
    return {person: info.state for person, (info,) in coming.items()}


def _names(store: Store, run: int | None, person: PersonId) -> list[str | None]:
    return [one.operation.record["full_name"] for one in store.reconciling.under_way(run, [person])[person]]
