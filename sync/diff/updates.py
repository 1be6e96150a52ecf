"""What a plan changes of people the upstream knows, noted while lists are read and judged as a whole afterwards."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b

from sync.text.tidying import fold
from sync.values import Change, Operation, OperationType, PersonId, Record

IDENTITY = frozenset({"full_name", "date_of_birth", "gender", "national_id", "phone"})
"""Fields that hardly ever change for a whole list at once; an address does when units are reorganised, emails too."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What an update does to fields, as far as it may be a whole column's doing.

    `emptied` had a value and have none; `changed` are identifying fields that say something else; `touched` are those
    whose value differs at all.
    """

    emptied: tuple[str, ...]
    changed: tuple[str, ...]
    touched: tuple[str, ...]


@dataclass(slots=True)
class _Noted:
    """The updates of one list, packed: whose, of which shape, and a mark of what exactly."""

    persons: array[int] = field(default_factory=lambda: array("q"))
    shapes: array[int] = field(default_factory=lambda: array("L"))
    marks: array[int] = field(default_factory=lambda: array("Q"))


@dataclass(frozen=True, slots=True)
class Update:
    """A staged update: whose, what it does to fields, and a mark of what exactly."""

    person: PersonId
    shape: Shape
    mark: int


class Updates:
    """What one plan changes of people the upstream knows, by list; some twenty bytes for each."""

    def __init__(self) -> None:
        self._lists: dict[str, _Noted] = {}
        self._shapes: list[Shape] = []
        self._numbers: dict[Shape, int] = {}

    def note(self, operation: Operation) -> None:
        """Note an operation that is staged, where it changes the record of somebody known."""
        if operation.type is not OperationType.UPSERT or not operation.changes:
            return
        shape = _shape(operation)
        number = self._numbers.setdefault(shape, len(self._shapes))
        if number == len(self._shapes):
            self._shapes.append(shape)
        noted = self._lists.setdefault(operation.place.list, _Noted())
        noted.persons.append(operation.person)
        noted.shapes.append(number)
        noted.marks.append(_mark(operation))

    def of(self, list_name: str) -> Iterator[Update]:
        """Yield a list's updates, each person's latest, in the order of people."""
        noted = self._lists.get(list_name)
        if noted is None:
            return
        latest = {person: index for index, person in enumerate(noted.persons)}
        for person, index in sorted(latest.items()):
            yield Update(PersonId(person), self._shapes[noted.shapes[index]], noted.marks[index])


def _shape(operation: Operation) -> Shape:
    emptied = tuple(sorted(one.field for one in operation.changes if one.old and not one.new))
    changed = tuple(
        sorted(one.field for one in operation.changes if one.field in IDENTITY and _another(one, operation.record))
    )
    touched = tuple(sorted(one.field for one in operation.changes if one.field in IDENTITY))
    return Shape(emptied, changed, touched)


def _another(change: Change, record: Record) -> bool:
    """Whether a field says something else than before, and not the same more exactly."""
    old, new = change.old, change.new
    if not old or not new:
        return False
    if change.field == "date_of_birth":
        return not new.startswith(old)
    if change.field == "full_name":
        return fold(old) != fold(new)
    return change.field != "national_id" or record.get("previous_id") != old


def _mark(operation: Operation) -> int:
    said = [str(operation.person), *(f"{one.field}\x1f{one.old}\x1f{one.new}" for one in operation.changes)]
    return int.from_bytes(blake2b("\x1e".join(said).encode(), digest_size=8).digest())
