"""How the three sides of one person stand to each other, field by field. Pure: whatever it needs is handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sync.charter import Status
from sync.reconciliation.differences import Changed, FieldDifference, Standing
from sync.values import ListKind, Record

CODE, UNIT, KIND, STATUS = "member_code", "unit", "kind", "status"
"""What is compared beside the fields of the record, under these names."""


@dataclass(frozen=True, slots=True)
class Side:
    """A person as one side has them. A field that is absent from the record is not stated by it."""

    kind: ListKind
    unit: str
    status: Status
    record: Record
    member_code: str | None = None

    @property
    def on_list(self) -> bool:
        """Whether they stand on a list by this side."""
        return self.status.on_list


class Sameness(Protocol):
    """When two values say the same, however they are typed."""

    def __call__(self, field: str, one: str | None, other: str | None) -> bool: ...


Classified = tuple[Standing, Sequence[FieldDifference]]

IN_STEP: Classified = (Standing.IN_STEP, ())


def classify(
    base: Side | None, ours: Side | None, theirs: Side | None, fields: Collection[str], same: Sameness
) -> Classified:
    """Return how the sides of one person stand, and the fields in which they are not all the same.

    A side is None that does not know them; `ours` is None only where `base` is. `fields` are the record's fields
    that are compared, in their order. Of somebody who stands on no list of the upstream's the status alone is.
    """
    if ours is None:
        return IN_STEP if theirs is None or not theirs.on_list else (Standing.ONLY_THERE, ())
    if base is None and theirs is None:
        return (Standing.ONLY_HERE if ours.on_list else Standing.IN_STEP), ()
    if base is not None and base.status is Status.TRANSFERRED_OUT and _went_there(base, ours, theirs, same):
        return IN_STEP
    if theirs is None or not theirs.on_list:
        return _not_there(base, ours, theirs)
    found = tuple(_differences(base, ours, theirs, fields, same))
    return _standing(found), found


def _went_there(base: Side, ours: Side, theirs: Side | None, same: Sameness) -> bool:
    """Whether somebody who left for a unit that is none of ours is shown there, which is where they went."""
    return ours.status is base.status and theirs is not None and not same(UNIT, base.unit, theirs.unit)


def _not_there(base: Side | None, ours: Side, theirs: Side | None) -> Classified:
    """Return how somebody stands who is on no list there: gone, or standing as left."""
    was, now = (None if side is None else side.status.value for side in (base, theirs))
    found = tuple(_field(STATUS, was, ours.status.value, now, _same_status))
    return (Standing.REMOVED_THERE if base is not None and base.on_list else _overall(found)), found


def _same_status(field: str, one: str | None, other: str | None) -> bool:
    """Whether somebody stands alike; who is not shown at all is on no list."""
    return one == other or ((one or other) not in _ON_LIST and None in (one, other))


def _differences(
    base: Side | None, ours: Side, theirs: Side, fields: Collection[str], same: Sameness
) -> Iterator[FieldDifference]:
    confirmed = base.record if base is not None else {}
    for name in fields:
        if name in confirmed or name in ours.record or name in theirs.record:
            was = confirmed.get(name) or None
            yield from _field(name, was, ours.record.get(name, was) or None, theirs.record.get(name) or None, same)
    beside = [None if side is None else _beside(side) for side in (base, ours, theirs)]
    for number, name in enumerate((UNIT, KIND, STATUS)):
        before, now, there = (None if side is None else side[number] for side in beside)
        yield from _field(name, before, now, there, same)
    # Where none is shown, it is the one that is known.
    was = base.member_code if base is not None else None
    yield from _field(CODE, was, ours.member_code or was, theirs.member_code or was, same)


_ON_LIST = frozenset(status.value for status in Status if status.on_list)


def _beside(side: Side) -> tuple[str, str, str]:
    """Return what is compared beside the record: unit, kind and status."""
    return side.unit, side.kind.value, side.status.value


def _field(
    name: str, base: str | None, ours: str | None, theirs: str | None, same: Sameness
) -> Iterator[FieldDifference]:
    """Yield the difference in one field, if there is one."""
    left, right = not same(name, base, ours), not same(name, base, theirs)
    if left and right:
        changed = Changed.ALIKE if same(name, ours, theirs) else Changed.BOTH
    elif left or right:
        changed = Changed.OURS if left else Changed.THEIRS
    else:
        return
    yield FieldDifference(name, base, ours, theirs, changed)


def _standing(found: Sequence[FieldDifference]) -> Standing:
    coded = next((one for one in found if one.field == CODE), None)
    if coded is not None and coded.base and coded.changed is not Changed.OURS:
        return Standing.TWO_CODES
    return _overall(found)


def _overall(found: Iterable[FieldDifference]) -> Standing:
    """Return how somebody stands who is there, by the fields that differ."""
    changed = {one.changed for one in found}
    if not changed:
        return Standing.IN_STEP
    if changed == {Changed.OURS}:
        return Standing.OURS_NEWER
    return Standing.THEIRS_CHANGED if changed == {Changed.THEIRS} else Standing.BOTH_CHANGED
