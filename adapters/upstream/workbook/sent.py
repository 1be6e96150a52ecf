"""Operations as they were sent: read back from the body of their batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from sync.values import ListKind, OperationType, Record


@dataclass(frozen=True, slots=True)
class Sent:
    """An operation that was sent: of its record the fields that may leave, of its paper the facts that may."""

    id: str
    type: OperationType
    kind: ListKind
    unit: str
    member_code: str | None
    record: Record
    movement: Record


def read_body(body: bytes, names: Mapping[OperationType, str]) -> list[Sent]:
    """Return the operations of a body that `wire.encode` made; `names` is what the upstream calls each."""
    types = {name: type_ for type_, name in names.items()}
    return [
        Sent(
            id=one["id"],
            type=types[one["type"]],
            kind=ListKind(one["kind"]),
            unit=one["unit"],
            member_code=one["member_code"],
            record=one["fields"],
            movement=one.get("movement", {}),
        )
        for one in orjson.loads(body)["operations"]
    ]
