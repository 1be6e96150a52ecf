"""What is said of papers in a report, and what is asked about them before they go.

The content of each question is a mark of what the papers state, so that an answer holds while they state it.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from sync.movements.leaving import Move, content_of
from sync.movements.moving import MovingRow
from sync.movements.outlook import Asked, Going, Remark
from sync.values import Finding, Hold, PersonId, Record, Severity


def question(mark: bytes, person: PersonId, asked: Asked, name: str) -> Hold:
    """Return the hold about a paper that waits for an officer; `mark` is the paper's."""
    movement = asked.movement
    details: dict[str, str | int] = {
        "name": name,
        "movement": movement.type,
        "on": movement.on,
        **asked.details,
        "content": _told(movement.facts),
    }
    return Hold(
        asked.code,
        f"{asked.code}:{person}:{mark[:6].hex()}",
        movement.place,
        unit=movement.unit,
        person=person,
        details=details,
    )


def _told(facts: Record) -> str:
    """Return a mark of what a paper states."""
    told = "\x1f".join(f"{key}={value}" for key, value in sorted(facts.items()))
    return blake2b(told.encode(), digest_size=8).hexdigest()


def unsupported(person: PersonId, name: str, going: Going) -> Hold:
    """Return the hold about a movement the upstream does not take: somebody does it there by hand, or not at all."""
    movement = going.movement
    details: dict[str, str | int] = {
        "who": "person",
        "name": name,
        "movement": movement.type,
        "on": movement.on,
        "count": 1,
        "content": _told(going.paper.facts),
    }
    key = f"movement-unsupported:{person}:{going.paper.mark[:6].hex()}"
    unit = going.left or going.unit
    return Hold("movement-unsupported", key, movement.place, unit=unit, person=person, details=details)


def still_listed(person: PersonId, leaving: Sequence[Move], rows: Sequence[MovingRow]) -> Hold:
    """Return the hold about somebody who leaves by papers while a list has them; `leaving` are their removals."""
    move = leaving[-1]
    place = rows[0].stated.place if rows else move.operation.place
    return Hold(
        "gone-but-listed",
        f"gone-but-listed:{person}",
        place,
        unit=move.going.left or move.operation.unit,
        person=person,
        details={
            "name": move.operation.record.get("full_name") or "",
            "movement": move.going.movement.type,
            "on": move.going.movement.on,
            "status": move.going.status.value,
            "content": content_of(leaving),
        },
    )


def finding_of(remark: Remark) -> Finding:
    """Return what the report says about a paper."""
    life, movement = remark.life, remark.movement
    open_ = [interval.overlay.value for interval in life.open.values()]
    details: dict[str, str | int] = {
        "movement": movement.type,
        "on": movement.on,
        "status": ", ".join([life.status.value, *open_]),
        "since": life.since,
        "unit": life.unit,
        "possible": ", ".join(remark.possible) or "nothing",
        "words": remark.words,
    }
    if remark.by is not None:
        details |= {"list": remark.by.place.list, "row": remark.by.place.row, "field": remark.field}
    quiet = remark.code in {"movement-repeated", "movement-waits"}
    severity = Severity.NOTE if quiet else Severity.WARNING
    return Finding(remark.code, severity, movement.place, details=details)
