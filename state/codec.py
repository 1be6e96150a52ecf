"""How values become the bytes that are sealed, and back.

Each sealed value is bound to its row, the record of an operation to run, number and person: it opens nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from struct import Struct
from typing import Any

import orjson

from sync.charter import Status
from sync.ports import IdentityKey
from sync.values import Change, Hold, ListKind, Operation, OperationType, Paper, PersonId, Place, Step

HASH_BYTES = 16

TYPES = {member.value: member for member in OperationType}
KINDS = {member.value: member for member in ListKind}
STATUSES = {None if member is Status.ACTIVE else member.value: member for member in Status}
"""The status by what stands for it in a narrow column: nothing for active, so that the usual row stays narrow."""
STATUS_TEXTS = {member: value for value, member in STATUSES.items()}
LISTED = tuple(sorted(value for value, member in STATUSES.items() if value is not None and member.on_list))
"""What stands for the statuses, beside active, of people who are on a list."""

bound = Struct("<qqq").pack
"""The three numbers a sealed value is bound to: run, number and person, or what stands for them."""


def dumps(value: object) -> bytes:
    """Return a value as JSON. Half a surrogate pair, which damaged files hold, is kept as it is."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return json.dumps(value).encode()


def loads(data: bytes) -> Any:
    """Return the value `dumps` wrote."""
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError:
        return json.loads(data)


def operation_bytes(operation: Operation) -> bytes:
    """Return what of an operation is kept sealed: record, changes, place and steps, and what its paper states."""
    record, place, changes, steps = operation.record, operation.place, operation.changes, operation.steps
    held: dict[str, object] = {
        "record": record if type(record) is dict else dict(record),
        "changes": [(change.field, change.old, change.new) for change in changes] if changes else (),
        "place": (place.list, place.file, place.sheet, place.row, place.column),
        "steps": {field: (step.found, step.done) for field, step in steps.items()} if steps else {},
    }
    if operation.paper is not None:
        held["paper"] = dict(operation.paper.facts)
    return dumps(held)


def operation_value(
    data: bytes,
    type_: str,
    kind: str,
    person: int,
    unit: str,
    paper: bytes | None = None,
    status: str | None = None,
    left: str = "",
) -> Operation:
    """Return the operation whose sealed half is `data`; `paper` is the mark of the paper it carries."""
    held = loads(data)
    return Operation(
        type=TYPES[type_],
        person=PersonId(person),
        kind=KINDS[kind],
        unit=unit,
        record=held["record"],
        changes=tuple(Change(*change) for change in held["changes"]),
        place=Place(*held["place"]),
        steps={field: Step(found, tuple(done)) for field, (found, done) in held["steps"].items()},
        paper=None if paper is None else Paper(bytes(paper), held.get("paper", {})),
        status=STATUSES[status],
        left=left,
    )


def question_hash(code: str, key: str) -> bytes:
    """Return the 16 bytes that stand for a hold's question beside what waits behind it."""
    return blake2b(f"{code}\x1f{key}".encode(), digest_size=HASH_BYTES).digest()


def hold_bytes(hold: Hold) -> bytes:
    """Return what of a hold is kept sealed: all but its code and key."""
    place = hold.place
    return dumps(
        {
            "place": (place.list, place.file, place.sheet, place.row, place.column),
            "unit": hold.unit,
            "person": hold.person,
            "candidates": list(hold.candidates),
            "details": dict(hold.details),
            "stated": dict(hold.stated),
        }
    )


def hold_value(data: bytes, code: str, key: str) -> Hold:
    """Return the hold whose sealed half is `data`."""
    held = loads(data)
    person = held["person"]
    return Hold(
        code=code,
        key=key,
        place=Place(*held["place"]),
        unit=held["unit"],
        person=None if person is None else PersonId(person),
        candidates=tuple(PersonId(candidate) for candidate in held["candidates"]),
        details=held["details"],
        stated=held.get("stated", {}),
    )


def pack_keys(keys: Sequence[IdentityKey]) -> bytes:
    """Return identity keys as bytes: for each the length of its kind, the kind, the hash."""
    packed = b""
    for kind, digest in keys:
        if len(digest) != HASH_BYTES:
            raise ValueError(f"an identity key's hash has {HASH_BYTES} bytes, not {len(digest)}")
        packed += _kind_bytes(kind) + digest
    return packed


@cache
def _kind_bytes(kind: str) -> bytes:
    name = kind.encode()
    return bytes((len(name),)) + name


def unpack_keys(packed: bytes) -> list[IdentityKey]:
    """Return the keys `pack_keys` packed."""
    keys, at = [], 0
    while at < len(packed):
        start = at + 1
        middle = start + packed[at]
        at = middle + HASH_BYTES
        keys.append(IdentityKey(packed[start:middle].decode(), packed[middle:at]))
    return keys
