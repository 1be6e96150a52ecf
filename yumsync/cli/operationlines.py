"""One line for one change to one person: who is added, what changes, by which movement and paper somebody moves."""

from __future__ import annotations

from collections.abc import Sequence

from config.wording import Wording
from sync.values import Change, Operation, OperationType, Place

_COMES = frozenset({OperationType.ADMIT, OperationType.TRANSFER_IN, OperationType.READMIT})
_PASSES = frozenset({OperationType.TRANSFER, OperationType.REORGANISE})
_COUNTED = frozenset({OperationType.UPSERT, OperationType.REORGANISE})
_UNIT = "unit"


def is_named(operation: Operation) -> bool:
    """Whether an operation is a movement that no screen may leave out. Whoever follows a reorganised unit is counted
    with the pair of units instead."""
    return operation.type not in _COUNTED


def where(place: Place, wording: Wording) -> str:
    """Return where something is stated: a place in a list, or the officer's decision that it is."""
    if place.row and not place.list and not place.file:
        return wording.say("report-by-decision", decision=str(place.row))
    return str(place)


class OperationLines:
    """Words operations in one language."""

    def __init__(self, wording: Wording) -> None:
        self._w = wording

    def line(self, operation: Operation) -> str:
        """Return what an operation is, whatever its type."""
        if operation.type is not OperationType.UPSERT:
            return self.movement(operation)
        return self.update(operation) if operation.changes else self.person(operation)

    def person(self, operation: Operation) -> str:
        """Return the line of somebody new."""
        birth = self._w.value("date_of_birth", operation.record.get("date_of_birth"))
        return f"+ {_name(operation)}, {birth} — {operation.unit}  ({where(operation.place, self._w)})"

    def update(self, operation: Operation) -> str:
        """Return the line of somebody of whom fields change."""
        changes = self.changes(operation.changes, "→")
        return f"~ {_name(operation)} — {changes}  ({where(operation.place, self._w)})"

    def movement(self, operation: Operation) -> str:
        """Return the line of a movement: `−` who leaves, `+` who comes, `→` who goes to another unit, `~` any other;
        its word, its units or where somebody goes, its day, its decision number, what else it changes."""
        facts = operation.paper.facts if operation.paper is not None else {}
        said = self._w.first((f"movement-{operation.type.value}", operation.type.value)) + self._units(operation)
        told = [said]
        if facts.get("on"):
            told.append(self._w.value("on", facts.get("on")))
        if number := facts.get("decision_no"):
            told.append(self._w.say("report-decision-no", number=number))
        changes = self.changes([one for one in operation.changes if one.field != _UNIT], "→")
        more = f"; {changes}" if changes else ""
        return f"{_sign(operation)} {_name(operation)} — {', '.join(told)}{more} ({self._row(operation.place)})"

    def changes(self, changes: Sequence[Change], sign: str) -> str:
        """Return fields with what they were and what they become."""
        field, value = self._w.field, self._w.value
        return "; ".join(
            f"{field(one.field)}: {value(one.field, one.old)} {sign} {value(one.field, one.new)}" for one in changes
        )

    def _units(self, operation: Operation) -> str:
        if operation.left and operation.left != operation.unit and operation.unit:
            return f": {operation.left} → {operation.unit}"
        if operation.type in _COMES and operation.unit:
            return f": {operation.unit}"
        there = operation.paper.facts.get("destination") if operation.paper is not None else None
        return f" → {there}" if there else ""

    def _row(self, place: Place) -> str:
        """A place in a register or list, its row said to be one."""
        if not place.row or not (place.list or place.file):
            return where(place, self._w)
        row = self._w.say("report-row", row=str(place.row))
        return " › ".join(part for part in (place.file or place.list, place.sheet, row) if part)


def _name(operation: Operation) -> str:
    return operation.record.get("full_name") or "?"


def _sign(operation: Operation) -> str:
    if operation.type is OperationType.REBASE:
        return "="
    if operation.type in _PASSES:
        return "→"
    if not operation.status.on_list:
        return "−"
    return "+" if operation.type in _COMES else "~"
