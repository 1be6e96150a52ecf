"""What to do about one row: the decision ladder, from the first rung to the last.

Everything it needs is handed in; it looks nothing up. The rungs stand in the order of harm: what must not go on
comes first, what changes nothing next, what is sent last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

from sync.people.identity import TELLING, Unclear
from sync.ports import EarlierRefusal
from sync.questions.approvals import entry_content
from sync.text.tidying import match_key
from sync.values import (
    Change,
    CleanRow,
    Hold,
    LedgerEntry,
    ListKind,
    Operation,
    OperationState,
    OperationType,
    PersonId,
    Place,
    Record,
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A row as a statement about a person: the record cut to what the profile may send, unit and kind beside it."""

    row: CleanRow
    place: Place
    kind: ListKind
    unit: str
    record: Record


@dataclass(frozen=True, slots=True)
class InStep:
    """The upstream holds this already. `edits` are the fields that are typed differently: what it holds, and
    what stands in the cell."""

    edits: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An earlier operation of this person is on its way without a verdict; nothing is decided before it has one."""


@dataclass(frozen=True, slots=True)
class StillRefused:
    """The upstream refused exactly this before, with these words, or it was `given_up` after many tries; it is not
    sent again until the row changes."""

    words: str
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class Follows:
    """Their unit is closed and went into another one: `operation` puts them there, with all the row says.

    As long as that may not go, `update` tells the upstream what else the row says, in the unit it has them in.
    """

    operation: Operation
    update: Operation | None = None


Decision = Operation | Hold | InStep | Waiting | StillRefused | Follows

Same = Callable[[str, str | None, str | None], bool]
"""(field, one value, another) → whether they differ in typing at most."""


def hold_for(match: Unclear, stated: Stated, question: bytes) -> Hold:
    """Return the hold that asks who a row is about; `question` is the same for the same row on every run."""
    return Hold(
        code=match.code,
        key=f"{match.code}:{question.hex()}",
        place=stated.place,
        unit=stated.unit,
        candidates=match.candidates,
        details={"name": stated.record.get("full_name") or ""},
        stated={name: stated.record[name] for name in TELLING if name in stated.record},
    )


def decide(
    stated: Stated,
    person: PersonId,
    entry: LedgerEntry | None,
    *,
    unsettled: bool,
    refused: Operation | None,
    refusal: EarlierRefusal | None,
    same: Same,
    overtaken: bool = False,
    lands: bool = False,
) -> Decision:
    """Return what follows from a row about a person who is known to be `person`.

    `entry` is what the upstream last confirmed; `unsettled` says that an operation of theirs has no verdict yet;
    `refused` is the operation the upstream gave its `refusal` to, where that still stands; `overtaken` says that the
    upstream is past what the row says of where the person stands, `lands` that they were transferred to the unit
    above the one whose list has them now.
    """
    if unsettled:
        return Waiting()
    record: Record = stated.record
    changed: tuple[Change, ...] = ()
    if entry is not None:
        admitted = entry.kind is ListKind.YOUTH and stated.kind is ListKind.MEMBERS
        if entry.kind is not stated.kind and not admitted:
            return kind_changed(person, stated.record.get("full_name"), stated.unit, stated.place)
        if overtaken:
            where = "elsewhere" if entry.status.on_list else "here"
            return _hold("gone-but-listed", stated, entry, status=entry.status.value, old=entry.unit, where=where)
        if not entry.status.on_list and entry.kind is ListKind.MEMBERS:
            return InStep()
        if match_key(entry.unit) != match_key(stated.unit) and not admitted and not lands:
            return _hold("unit-changed", stated, entry, old=entry.unit, new=stated.unit)
        record = {**entry.record, **stated.record}
        changed = changes(entry.record, record, same)
        if admitted or lands:
            changed = (*_arrival(entry, stated), *changed)
        if not changed:
            return InStep(_edits(entry.record, stated))
    if refusal is not None and _says_again(refused, stated, record, same):
        return StillRefused(refusal.words, refusal.state is OperationState.DEAD)
    return _upsert(stated, person, record, changed)


def _arrival(entry: LedgerEntry, stated: Stated) -> Iterator[Change]:
    """A youth who was admitted is a member of the unit that lists them: no transfer, since youth belong to none. Nor
    is it one when a branch lists somebody who was transferred to the unit above it."""
    if entry.kind is not stated.kind:
        yield Change("kind", entry.kind.value, stated.kind.value)
    if match_key(entry.unit) != match_key(stated.unit):
        yield Change("unit", entry.unit, stated.unit)


def kind_changed(person: PersonId, name: str | None, unit: str, place: Place) -> Hold:
    """Return the hold about a member whom only a youth list names: nobody leaves the Union by a list."""
    details = {"name": name or "", "old": ListKind.MEMBERS.value, "new": ListKind.YOUTH.value}
    return Hold("kind-changed", f"kind-changed:{person}", place, unit=unit, person=person, details=details)


def _says_again(refused: Operation | None, stated: Stated, record: Record, same: Same) -> bool:
    """Whether what would be sent differs from what was refused in typing at most."""
    return (
        refused is not None
        and refused.kind is stated.kind
        and match_key(refused.unit) == match_key(stated.unit)
        and not changes(refused.record, record, same)
        and not changes(record, refused.record, same)
    )


def changes(old: Record, new: Record, same: Same) -> tuple[Change, ...]:
    """Return the fields that differ by value, in the new record's order; two typings of one value do not differ."""
    return tuple(
        Change(name, old.get(name), value)
        for name, value in new.items()
        if old.get(name) != value and not same(name, old.get(name), value)
    )


def _edits(known: Record, stated: Stated) -> tuple[Change, ...]:
    """Return the fields that are typed differently and mean the same: before cleaning, or after it."""
    steps, record = stated.row.steps, stated.record
    if not steps and all(known.get(name) == value for name, value in record.items()):
        return ()
    return tuple(
        Change(name, known.get(name), steps[name].found if name in steps else value)
        for name, value in record.items()
        if name in steps or known.get(name) != value
    )


def _upsert(stated: Stated, person: PersonId, record: Record, changed: tuple[Change, ...]) -> Operation:
    return Operation(
        type=OperationType.UPSERT,
        person=person,
        kind=stated.kind,
        unit=stated.unit,
        record=record,
        changes=changed,
        place=stated.place,
        steps=stated.row.steps,
    )


def _hold(code: str, stated: Stated, entry: LedgerEntry, **details: str) -> Hold:
    """Return a hold about where the upstream has somebody and where a list does: another when either is another."""
    asked = f"{entry_content(entry)} {entry.status} {match_key(entry.unit)}\x1f{match_key(stated.unit)}"
    content = blake2b(asked.encode(), digest_size=8).hexdigest()
    named = {"name": stated.record.get("full_name") or "", **details, "content": content}
    person = entry.person
    return Hold(code=code, key=f"{code}:{person}", place=stated.place, unit=stated.unit, person=person, details=named)
