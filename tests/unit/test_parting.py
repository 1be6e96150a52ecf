"""A movement that goes without the record leaves the record to an operation of its own."""

from __future__ import annotations

from dataclasses import replace

from sync.charter import Status
from sync.diff.parting import parted
from sync.values import Change, ListKind, Operation, OperationType, Paper, PersonId, Place

HERE, THERE = "Chi đoàn 1", "Chi đoàn 2"
UNIT, PHONE = Change("unit", HERE, THERE), Change("phone", "0911111111", "0922222222")
BOTH = Operation(
    OperationType.TRANSFER,
    PersonId(7),
    ListKind.MEMBERS,
    THERE,
    {"full_name": "Trần Thị Mận", "phone": "0922222222"},
    (UNIT, PHONE),
    Place("so"),
    paper=Paper(b"m" * 16, {"on": "2026-10-01"}),
    left=HERE,
)


def test_a_movement_that_takes_the_record_along_stays_as_it_is() -> None:
    assert list(parted(BOTH, {OperationType.MATURE})) == [BOTH]


def test_a_bare_one_goes_with_the_record_as_it_was_and_the_change_follows() -> None:
    moved, changed = parted(BOTH, {OperationType.TRANSFER})
    assert (moved.type, moved.record["phone"], moved.changes, moved.left) == (
        OperationType.TRANSFER,
        "0911111111",
        [UNIT],
        HERE,
    )
    assert (changed.type, changed.record, changed.changes) == (OperationType.UPSERT, BOTH.record, [PHONE])
    assert (changed.unit, changed.left, changed.paper) == (THERE, "", None)


def test_a_bare_one_without_any_change_of_the_record_goes_alone() -> None:
    alone = replace(BOTH, changes=(UNIT,))
    assert list(parted(alone, {OperationType.TRANSFER})) == [alone]


def test_nothing_follows_to_somebody_who_is_gone() -> None:
    gone = replace(BOTH, type=OperationType.MATURE, status=Status.MATURED, changes=(PHONE,))
    (left,) = parted(gone, {OperationType.MATURE})
    assert left.record["phone"] == "0911111111"
