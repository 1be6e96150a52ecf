"""What an export says of an operation that was sent: that it is carried out, or nothing.

Somebody is found by member code, else by national ID, else by name and birth date where that is one person only and
no number says otherwise. An operation is applied when an export made after its workbook shows what it leads to: the
person with every value that was sent, or, for those who leave, their unit without them. Whatever else an export
shows, the operation stays accepted; nothing is ever taken for a refusal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.lists.annotate.safe import is_risky
from adapters.upstream.workbook.sent import Sent
from sync.ports import RemotePerson
from sync.tables.fields import Knowledge
from sync.values import OperationType, Outcome, Record, Verdict

BRINGS = frozenset({OperationType.ADMIT, OperationType.READMIT, OperationType.TRANSFER_IN})
"""Movements that bring somebody onto a list: they stand there with their whole record afterwards."""

LEAVES = frozenset({OperationType.MATURE, OperationType.STRIKE_OFF, OperationType.EXPEL, OperationType.DECEASE})
"""Movements after which somebody stands on no list."""

CONFIRMED = frozenset({OperationType.UPSERT, OperationType.TRANSFER, *BRINGS, *LEAVES})
"""The operations whose effect an export can show."""


@dataclass(frozen=True, slots=True)
class Differing:
    """Somebody who stands in an export with other values than were sent: the fields. Personal."""

    operation: str
    name: str
    fields: Sequence[str]


class Roster:
    """Everybody in one export, to be looked up."""

    def __init__(
        self, people: Sequence[RemotePerson], knowledge: Knowledge, shown_when_empty: Mapping[str, Sequence[str]]
    ) -> None:
        self._knowledge = knowledge
        self._empty = {name: {word.casefold() for word in words} for name, words in shown_when_empty.items()}
        self._by_code: dict[str, list[RemotePerson]] = {}
        self._by_number: dict[str, list[RemotePerson]] = {}
        self._by_name: dict[tuple[str, str], list[RemotePerson]] = {}
        self._units = {self._unit_key(person.unit) for person in people}
        for person in people:
            self._by_code.setdefault(person.member_code, []).append(person)
            self._by_number.setdefault(_number(person.record), []).append(person)
            self._by_name.setdefault(self._name_key(person.record), []).append(person)

    def verdict(self, sent: Sent) -> Verdict | Differing | None:
        """Return that an operation is carried out, how its person differs, or None where this export cannot tell."""
        found = self._find(sent)
        leaves = sent.type in LEAVES or (sent.type is OperationType.TRANSFER and not self._stays(sent))
        if leaves:
            return self._left(sent, found)
        if len(found) != 1:
            return None
        (person,) = found
        differs = list(self._differing(sent, person))
        if differs:
            return Differing(sent.id, sent.record.get("full_name") or "", differs)
        return Verdict(sent.id, Outcome.APPLIED, person.member_code or None)

    def _left(self, sent: Sent, found: Sequence[RemotePerson]) -> Verdict | Differing | None:
        """A unit that is shown without somebody is left; one that is not shown says nothing."""
        unit = self._unit_key(sent.unit)
        gone = Verdict(sent.id, Outcome.APPLIED, sent.member_code)
        if not found:
            return gone if unit in self._units else None
        elsewhere = all(self._unit_key(person.unit) != unit for person in found)
        if sent.type is OperationType.TRANSFER and elsewhere:
            return gone
        return Differing(sent.id, sent.record.get("full_name") or "", ["unit"])

    def _stays(self, sent: Sent) -> bool:
        """Whether a transfer leads to the unit the person is in afterwards, not out of our lists."""
        return self._unit_key(sent.unit) == self._unit_key(sent.movement.get("destination") or "")

    def _find(self, sent: Sent) -> Sequence[RemotePerson]:
        """Return who it is: nobody, one person, or several of whom it cannot be told."""
        number, name = _number(sent.record), self._name_key(sent.record)
        found = (sent.member_code and self._by_code.get(sent.member_code)) or (number and self._by_number.get(number))
        if found:
            return found
        named = self._by_name.get(name, []) if all(name) else []
        return [person for person in named if not self._is_another(sent, number, person)]

    def _is_another(self, sent: Sent, number: str, person: RemotePerson) -> bool:
        """Whether a number says that somebody of the same name and birth date is another person."""
        theirs = _number(person.record)
        codes = sent.member_code and person.member_code and sent.member_code != person.member_code
        return bool(codes or (number and theirs and number != theirs))

    def _differing(self, sent: Sent, person: RemotePerson) -> list[str]:
        """Return the fields whose sent value does not stand there; of a transfer the unit alone counts."""
        differs = [] if self._unit_key(sent.unit) == self._unit_key(person.unit) else ["unit"]
        if sent.type is OperationType.TRANSFER:
            return differs
        sent_values, shown = carried(sent.record), carried(person.record)
        return differs + [name for name, value in sent_values.items() if not self._same(name, value, shown.get(name))]

    def _same(self, name: str, sent: str | None, shown: str | None) -> bool:
        if not sent:
            return not shown or shown.casefold() in self._empty.get(name, ())
        if self._knowledge.same(name, sent, shown):
            return True
        # A program that shows how a text was kept from becoming a formula.
        return bool(shown) and is_risky(sent) and self._knowledge.same(name, f"'{sent}", shown)

    def _unit_key(self, unit: str) -> str:
        return self._knowledge.compared({"unit": unit})["unit"] or ""

    def _name_key(self, record: Record) -> tuple[str, str]:
        keys = self._knowledge.compared({"full_name": record.get("full_name")})
        return keys["full_name"] or "", record.get("date_of_birth") or ""


def carried(record: Record) -> dict[str, str | None]:
    """Return what of a record a workbook can hold: one number stands for both the national ID and an old one."""
    values = {name: value for name, value in record.items() if name != "previous_id"}
    if "national_id" in record or "previous_id" in record:
        values["national_id"] = _number(record) or None
    return values


def _number(record: Record) -> str:
    return record.get("national_id") or record.get("previous_id") or ""
