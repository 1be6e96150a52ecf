"""Plans made by hand: questions that wait, operations that wait behind them, under a seal as any plan's."""

from __future__ import annotations

from collections.abc import Sequence

from sync.ports import RunInfo, StagedOperation
from sync.seal import seal
from sync.values import Hold, ListKind, Operation, OperationType, PersonId, Place
from tests.support.office import UNIT, Office, expected, person


def operation(whom: PersonId, serial: int, unit: str = UNIT, **changed: str) -> Operation:
    """A new person, as a list of people states them."""
    record = expected(person(serial, **changed))
    return Operation(OperationType.UPSERT, whom, ListKind.MEMBERS, unit, record, (), Place("a", "a.csv", "", serial))


def make_plan(office: Office, holds: Sequence[Hold], staged: Sequence[StagedOperation] = ()) -> RunInfo:
    """Put a plan into the state, as `plan` leaves it."""
    with office.app() as app:
        store = app.store
        store.lease.acquire(60)
        run = store.runs.start("plan", "an officer")
        store.plans.stage(run.number, staged)
        store.plans.hold(run.number, holds)
        plans = store.plans
        made = seal(
            store.key("seal"), run.id, run.ledger_version, plans.digests(run.number), plans.hold_keys(run.number)
        )
        counts = {"created": len(staged), "holds": len(holds), "rows": len(staged), "lists": 1}
        store.runs.planned(run.number, counts, made, ["a"])
        store.lease.release()
        return run


def people_ids(office: Office, count: int) -> Sequence[PersonId]:
    """Return ids of people nobody knows yet."""
    with office.app() as app:
        return app.store.registry.allocate(count)
