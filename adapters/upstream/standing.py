"""Where people stand in an upstream: what each movement does to a status, its overlays and a unit.

Which status a movement may follow, where it leads and what it opens or closes is read from the table of movements
(`config/charters/movements.toml`, the domain book, §3). What that table cannot say is here: a transfer is one event
that the receiver still has to answer, and a reorganisation is no transfer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from config.charter import load_movements
from sync.charter import MovementRule, Overlay, Status
from sync.ports import RemotePerson
from sync.values import ListKind, OperationType

Receiver = Literal["now", "later", "refuse"]
"""How receiving branches answer a transfer: at once, when told to, or always with a refusal."""

GONE = frozenset(
    {Status.MATURED, Status.STRUCK_OFF, Status.EXPELLED, Status.DECEASED, Status.TRANSFERRED_OUT, Status.MERGED}
)
"""The statuses of people who are kept and stand on no list."""

_NEEDED = ("decision_no", "destination")
"""Of what a paper needs by the table, what an upstream asks for: a reason may be kept at home."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a movement cannot be: a problem's code and the field it is about."""

    code: str
    field: str = ""


def moved(person: RemotePerson | None, type_: OperationType, operation: Mapping[str, Any]) -> RemotePerson | Refusal:
    """Return a person as a movement leaves them, the record untouched, or why it cannot be.

    `operation` is as it stands on the wire; `person` is None for somebody unknown. Who is only being transferred
    stands in the old unit until `arrived`.
    """
    paper = operation.get("movement")
    if not isinstance(paper, dict) or not paper.get("on"):
        return Refusal("operation-invalid", "movement")
    newcomer = person is None or (person.kind is ListKind.YOUTH and type_ is OperationType.ADMIT)
    found = _rule(type_)
    lacks = [name for name in found.needs if name in _NEEDED and not paper.get(name)]
    if lacks:
        return Refusal("movement-incomplete", f"movement.{lacks[0]}")
    if newcomer and Status.NOBODY not in found.follows:
        return Refusal("unknown-member", "person")
    if person is None or newcomer:
        kind, code = ListKind(operation["kind"]), person.member_code if person else ""
        person = RemotePerson(operation["person"], code, kind, operation["unit"], {}, None, Status.NOBODY)
    overlays = _overlays(person, found, paper["on"])
    if person.status not in found.follows or overlays is None:
        return Refusal("movement-impossible", "type")
    to = found.to or (Status.ACTIVE if person.status is Status.NOBODY else person.status)
    unit = operation["unit"] if type_ in {OperationType.READMIT, OperationType.REORGANISE} else person.unit
    return person._replace(status=to, unit=unit, overlays={} if to in GONE else overlays)


def arrived(person: RemotePerson, operation: Mapping[str, Any]) -> RemotePerson:
    """Return a person whose transfer the receiver confirmed: in the operation's unit, or where that is the old one,
    at the destination the paper names."""
    unit = operation["unit"] if operation["unit"] != person.unit else operation["movement"]["destination"]
    return person._replace(status=Status.ACTIVE, unit=unit)


def _rule(type_: OperationType) -> MovementRule:
    rules = load_movements()
    if type_ is OperationType.REORGANISE:
        on_list = frozenset(status for status in Status if status.on_list)
        return MovementRule(type_.value, (), on_list)
    if type_ is OperationType.TRANSFER:
        return rules["transfer_out"]
    found = rules[type_.value]
    if type_ is OperationType.TRANSFER_IN:
        return replace(found, follows=frozenset({Status.NOBODY}))
    return found


def _overlays(person: RemotePerson, found: MovementRule, on: str) -> Mapping[Overlay, str] | None:
    """Return the overlays after a movement, None where one is open already, or none is there to be closed."""
    closed = found.closes & person.overlays.keys()
    if found.opens in person.overlays or (found.closes and not closed):
        return None
    if any(on < person.overlays[overlay][: len(on)] for overlay in closed):
        return None
    left = {overlay: since for overlay, since in person.overlays.items() if overlay not in closed}
    return left | ({found.opens: on} if found.opens else {})
