"""Movements an upstream takes without the record: what else changed of the person follows as a record of its own.

Else the ledger would say that the upstream holds what was never sent.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from sync.values import Operation, OperationType, Record

UNIT = "unit"


def parted(operation: Operation, bare: Collection[OperationType]) -> Iterator[Operation]:
    """Yield an operation as it can be sent, in order: as it is, or the movement alone with the record as the upstream
    knows it, then the record. `bare` are the movements that go without it. Whoever stands on no list afterwards keeps
    the record the upstream knows.
    """
    stated = [change for change in operation.changes if change.field != UNIT]
    if operation.type not in bare or not stated:
        yield operation
        return
    old: Record = {**operation.record, **{change.field: change.old for change in stated}}
    moved = [change for change in operation.changes if change.field == UNIT]
    yield replace(operation, record=old, changes=moved, steps={})
    if operation.status.on_list:
        yield replace(operation, type=OperationType.UPSERT, changes=stated, paper=None, left="")
