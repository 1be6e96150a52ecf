"""Raw rows that need no cleaning: fingerprints and people, packed some ten thousands to a row of the table.

A million of them are read in a fraction of the time a million table rows would take. A part that did not change since
it was confirmed is proposed without writing it again.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Collection, Iterator, Mapping, Set

from sqlalchemy import bindparam, delete, func, select, text, union, update

from state.bulk import Insert, Statement, fixed
from state.names import Names
from state.session import Session
from state.tables import APPLIED, IN_FLIGHT, REFUSED, WAITING, ledger, operation, seen
from sync.fingerprint import NEVER_SEEN, ROW_BYTES, absent_since
from sync.ports import SeenRows

PART = 65_536
"""Rows to a part: 1.5 MiB."""

_OF = Statement(
    lambda _: (
        select(seen.c.part, seen.c.as_of, seen.c.fingerprints, seen.c.persons)
        .where(seen.c.list == bindparam("list_"), seen.c.proposed == bindparam("proposed_"))
        .order_by(seen.c.part)
    ),
    *("list_", "proposed_"),
)
_LISTS = Statement(
    lambda _: (
        select(seen.c.list).distinct().where(seen.c.proposed == fixed(0), func.length(seen.c.persons) > fixed(0))
    )
)
_CHANGED_SINCE = Statement(
    lambda _: select(ledger.c.person, ledger.c.version).where(ledger.c.version > bindparam("as_of_")), "as_of_"
)
_INSERT = Insert(seen, "list", "proposed", "part", "run", "as_of", "fingerprints", "persons")
_CLEAR = Statement(
    lambda _: delete(seen).where(
        seen.c.list == bindparam("list_"),
        seen.c.proposed == bindparam("proposed_"),
        seen.c.part >= bindparam("from_"),
    ),
    *("list_", "proposed_", "from_"),
)
_CLEAR_PART = Statement(
    lambda _: delete(seen).where(
        seen.c.list == bindparam("list_"),
        seen.c.proposed == bindparam("proposed_"),
        seen.c.part == bindparam("part_"),
    ),
    *("list_", "proposed_", "part_"),
)
_TO_TAKE_OUT = Statement(
    lambda _: select(seen.c.list, seen.c.part, seen.c.fingerprints, seen.c.persons).where(
        seen.c.proposed == fixed(0), seen.c.fingerprints.is_not(None)
    )
)
_REWRITE = Statement(
    lambda _: (
        update(seen)
        .values(fingerprints=bindparam("fingerprints_"), persons=bindparam("persons_"))
        .where(seen.c.list == bindparam("list_"), seen.c.proposed == fixed(0), seen.c.part == bindparam("part_"))
    ),
    *("fingerprints_", "persons_", "list_", "part_"),
)
_CLEAR_PROPOSED = Statement(lambda _: delete(seen).where(seen.c.proposed == fixed(1)))
_PROPOSED_LISTS = Statement(
    lambda _: select(seen.c.list).distinct().where(seen.c.proposed == fixed(1), seen.c.run == bindparam("run_")),
    "run_",
)
_CONFIRM = Statement(
    lambda _: (
        update(seen)
        .values(proposed=fixed(0), as_of=bindparam("as_of_"))
        .where(seen.c.list == bindparam("list_"), seen.c.proposed == fixed(1), seen.c.part == bindparam("part_"))
    ),
    *("as_of_", "list_", "part_"),
)
_CONFIRM_AGAIN = Statement(
    lambda _: (
        update(seen)
        .values(run=bindparam("run_"), as_of=bindparam("as_of_"))
        .where(seen.c.list == bindparam("list_"), seen.c.proposed == fixed(0), seen.c.part == bindparam("part_"))
    ),
    *("run_", "as_of_", "list_", "part_"),
)
_CONFIRMED = Statement(
    lambda _: select(seen.c.list, seen.c.part, seen.c.fingerprints, seen.c.persons).where(seen.c.proposed == fixed(0))
)
_ERASED = Statement(
    lambda _: (
        update(seen)
        .values(fingerprints=bindparam("fingerprints_"))
        .where(seen.c.list == bindparam("list_"), seen.c.proposed == fixed(0), seen.c.part == bindparam("part_"))
    ),
    *("fingerprints_", "list_", "part_"),
)

_OUT_OF_STEP = Statement(
    lambda _: union(
        select(operation.c.person).where(text(WAITING)),
        select(operation.c.person).where(text(IN_FLIGHT)),
        select(operation.c.person)
        .join_from(operation, ledger, ledger.c.person == operation.c.person, isouter=True)
        .where(text(REFUSED), (ledger.c.operation.is_(None)) | (ledger.c.operation < operation.c.no)),
        select(operation.c.person).where(
            operation.c.no.between(bindparam("first_"), bindparam("last_")), operation.c.state != fixed(APPLIED)
        ),
        select(ledger.c.person).where(
            ledger.c.version > bindparam("planned_at"), ledger.c.operation < bindparam("first_again")
        ),
    ),
    *("first_", "last_", "planned_at", "first_again"),
)
"""People whose row may mean something else than the ledger holds: with an open operation, a standing refusal, an
operation of this run that was not applied, or confirmed since the plan by an earlier run's operation."""

Part = tuple[int, int, bytes | None, bytes | None]
"""Number, ledger version, fingerprints, people (8 bytes each, little-endian)."""


class Seen:
    """The seen rows of one store; the contract is `sync.ports.Seen`."""

    def __init__(self, session: Session, names: Names) -> None:
        self._session, self._names = session, names

    def load(self, list_name: str) -> SeenRows:
        """Return the list's seen rows, with zeros for people whose ledger entry changed after they were written."""
        number = self._names.find(list_name)
        if number is None:
            return SeenRows()
        with self._session.reading():
            parts = list(self._parts(number, 0))
            since = min((as_of for _, as_of, _, _ in parts), default=0)
            changed = self._changed_since(since)
        fingerprints, people = bytearray(), array("q")
        for _, as_of, prints, packed in parts:
            part_people = _people(packed or b"")
            part_prints = bytearray(prints or b"")
            _erase(part_prints, part_people, {person for person, version in changed.items() if version > as_of})
            fingerprints += part_prints
            people.extend(part_people)
        return SeenRows(fingerprints, people)

    def lists(self) -> frozenset[str]:
        """Return the names of the lists on which the last confirmed run saw anybody."""
        with self._session.reading() as connection:
            return frozenset(self._names.text(row[0]) for row in _LISTS.run(connection).all())

    def propose(self, run: int, list_name: str, rows: SeenRows) -> None:
        """Stage the list's rows as this run saw them, in place of what it proposed for that list before."""
        count = len(rows.persons)
        if len(rows.fingerprints) != count * ROW_BYTES:
            raise ValueError(f"{len(rows.fingerprints)} bytes of fingerprints for {count} rows")
        with self._session.fenced(durable=False) as connection:
            number = self._names.number(list_name)
            confirmed = {part: (prints, people) for part, _, prints, people in self._parts(number, 0)}
            _CLEAR.run(connection, number, 1, 0)
            # An empty list is one empty part: it was read, and nobody was on it.
            for part, start in enumerate(range(0, max(count, 1), PART)):
                prints = bytes(rows.fingerprints[start * ROW_BYTES : (start + PART) * ROW_BYTES])
                packed = _packed(rows.persons[start : start + PART])
                same = confirmed.get(part) == (prints, packed)
                stored = (None, None) if same else (prints, packed)
                _INSERT.run(connection, [(number, 1, part, run, 0, *stored)])

    def confirm(self, run: int, first: int, last: int, planned_at: int, version: int) -> None:
        """Make what a run proposed the seen rows, as of ledger `version`, with zeros for people out of step.

        The run's operations are numbered from `first` to `last`; its plan was made at ledger version `planned_at`.
        """
        with self._session.transaction() as connection:
            lists = [row[0] for row in _PROPOSED_LISTS.run(connection, run)]
            if not lists:
                return
            away = frozenset(row[0] for row in _OUT_OF_STEP.run(connection, first, last, planned_at, first))
            for number in lists:
                self._confirm_list(run, number, away, version)

    def clean_again(self, persons: Collection[int]) -> None:
        """Let the rows of people who have no ledger entry any more be cleaned again: no version tells of them."""
        gone = frozenset(persons)
        with self._session.transaction() as connection:
            for number, part, prints, packed in _CONFIRMED.run(connection).all():
                erased = bytearray(prints)
                if _erase(erased, _people(packed), gone):
                    _ERASED.run(connection, bytes(erased), number, part)

    def discard(self) -> None:
        """Drop whatever was proposed and not confirmed."""
        with self._session.transaction() as connection:
            _CLEAR_PROPOSED.run(connection)

    def take_out(self, person: int) -> None:
        """Take a person's rows out of every list, in the transaction under way; nothing is proposed just now."""
        with self._session.transaction() as connection:
            for number, part, prints, packed in _TO_TAKE_OUT.run(connection).all():
                people = _people(bytes(packed))
                rows = [row for row, one in enumerate(people) if one == person]
                left = bytearray(prints)
                for row in reversed(rows):
                    del people[row], left[row * ROW_BYTES : (row + 1) * ROW_BYTES]
                if rows:
                    _REWRITE.run(connection, bytes(left), _packed(people), number, part)

    def _confirm_list(self, run: int, number: int, away: Set[int], version: int) -> None:
        with self._session.transaction() as connection:
            old = {part: (prints, people) for part, _, prints, people in self._parts(number, 0)} if away else {}
            count = 0
            for part, _, prints, packed in list(self._parts(number, 1)):
                count += 1
                unchanged = prints is None
                if away:
                    whole_prints, whole_people = old[part] if unchanged else (prints, packed)
                    erased = bytearray(whole_prints or b"")
                    if _erase(erased, _people(whole_people or b""), away):
                        for proposed in (0, 1):
                            _CLEAR_PART.run(connection, number, proposed, part)
                        _INSERT.run(connection, [(number, 0, part, run, version, bytes(erased), whole_people)])
                        continue
                if unchanged:
                    _CLEAR_PART.run(connection, number, 1, part)
                    _CONFIRM_AGAIN.run(connection, run, version, number, part)
                else:
                    _CLEAR_PART.run(connection, number, 0, part)
                    _CONFIRM.run(connection, version, number, part)
            _CLEAR.run(connection, number, 0, count)

    def _changed_since(self, version: int) -> Mapping[int, int]:
        with self._session.reading() as connection:
            return dict(map(tuple, _CHANGED_SINCE.run(connection, version)))

    def _parts(self, number: int, proposed: int) -> Iterator[Part]:
        with self._session.reading() as connection:
            rows = _OF.run(connection, number, proposed).all()
        yield from rows


def _erase(prints: bytearray, people: array[int], away: Set[int]) -> bool:
    """Overwrite with zeros the fingerprints of those people; return whether there were any.

    Since when somebody is absent stays: no row is taken for theirs by it.
    """
    if not away:
        return False
    rows = [
        row
        for row, person in enumerate(people)
        if person in away and not absent_since(prints[row * ROW_BYTES : (row + 1) * ROW_BYTES])
    ]
    for row in rows:
        prints[row * ROW_BYTES : (row + 1) * ROW_BYTES] = NEVER_SEEN
    return bool(rows)


def _people(packed: bytes) -> array[int]:
    people = array("q")
    people.frombytes(packed)
    if sys.byteorder == "big":
        people.byteswap()
    return people


def _packed(people: array[int]) -> bytes:
    if sys.byteorder == "big":
        people = people[:]
        people.byteswap()
    return people.tobytes()
