"""What the upstream last confirmed of each person. Rows are narrow: the record is the operation's, never copied."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select

from state.bulk import Statement, among, fixed, numbers
from state.codec import KINDS, STATUSES, bound, loads
from state.names import Names
from state.paging import paged, pages
from state.sealed import Answers
from state.session import Session
from state.strength import ON_LIST, Strength
from state.tables import APPLIED, ledger, operation, record
from state.vault import Vault
from sync.ports import MovedCount
from sync.values import LedgerEntry, ListKind, OperationType, PersonId, Record

_VERSION = "ledger_version"

_ENTRY = (
    select(
        ledger.c.person,
        ledger.c.operation,
        ledger.c.version,
        ledger.c.kind,
        ledger.c.unit,
        ledger.c.answer,
        ledger.c.status,
        operation.c.run,
        record.c.payload,
    )
    .join_from(ledger, operation, operation.c.no == ledger.c.operation)
    .join(record, record.c.no == ledger.c.operation)
)
_ENTRIES = Statement(lambda _: _ENTRY.where(among(ledger.c.person, "people")), "people")
_AFTER = Statement(
    lambda _: paged(_ENTRY.where(ledger.c.person > bindparam("after")).order_by(ledger.c.person)),
    *("after", "page_"),
)
_MEMBERS = Statement(lambda _: _ENTRY.where(among(ledger.c.unit, "units"), ON_LIST), "units")
_rebase = operation.alias("rebase")
_rebased = (
    select(func.coalesce(func.max(_rebase.c.no), fixed(0)))
    .where(_rebase.c.person == ledger.c.person, _rebase.c.type == literal_column(f"'{OperationType.REBASE.value}'"))
    .scalar_subquery()
)
_EARLIER = Statement(
    lambda _: (
        select(operation.c.person, operation.c.no, operation.c.run, record.c.payload)
        .join_from(ledger, operation, operation.c.person == ledger.c.person)
        .join(record, record.c.no == operation.c.no)
        .where(
            among(ledger.c.person, "people"),
            operation.c.state == fixed(APPLIED),
            operation.c.no < ledger.c.operation,
            operation.c.no >= _rebased,
        )
        .order_by(operation.c.no)
    ),
    "people",
)
_UNITS = Statement(lambda _: select(ledger.c.unit).where(among(ledger.c.person, "people")).distinct(), "people")
_COUNT = Statement(lambda _: select(ledger.c.kind, func.count()).where(ON_LIST).group_by(ledger.c.kind))


class Ledger:
    """The ledger of one store; the contract is `sync.ports.Ledger`."""

    def __init__(self, session: Session, vault: Vault, names: Names) -> None:
        self._session, self._names = session, names
        self._records = vault.cipher("payload")
        self._answers = Answers(vault)
        self._strength = Strength(session, names)

    def version(self) -> int:
        """Return the ledger's version."""
        return self._session.count(_VERSION)

    def advance(self) -> int:
        """Give the transaction under way its ledger version."""
        version = self.version() + 1
        self._session.set(_VERSION, str(version))
        return version

    def entries(self, persons: Collection[PersonId]) -> Mapping[PersonId, LedgerEntry]:
        """Return the entries of those people who have one, decrypted."""
        if not persons:
            return {}
        with self._session.reading() as connection:
            rows = _ENTRIES.run(connection, numbers(connection, persons)).all()
            return {row[0]: self._entry(row) for row in rows}

    def members(self, units: Collection[str]) -> Mapping[PersonId, LedgerEntry]:
        """Return the entries of those who stand on the lists of these units, by the texts that were sent."""
        named = [number for unit in units if (number := self._names.find(unit)) is not None]
        if not named:
            return {}
        with self._session.reading() as connection:
            rows = _MEMBERS.run(connection, numbers(connection, named)).all()
            return {PersonId(row[0]): self._entry(row) for row in rows}

    def earlier(self, persons: Collection[PersonId]) -> Mapping[PersonId, Sequence[Record]]:
        """Return the records that were confirmed before those the upstream holds now, decrypted, oldest first; what
        was before somebody else changed them there was replaced by nobody's list."""
        found: dict[PersonId, list[Record]] = {}
        if persons:
            with self._session.reading() as connection:
                rows = _EARLIER.run(connection, numbers(connection, persons)).all()
            for person, number, run, payload in rows:
                stated = loads(self._records.open(payload, bound(run, number, person)))["record"]
                found.setdefault(PersonId(person), []).append(stated)
        return found

    def scan(self) -> Iterator[LedgerEntry]:
        """Yield all entries in order of person, a page at a time."""
        for rows in pages(self._session, _AFTER, -1):
            yield from [self._entry(row) for row in rows]

    def count(self) -> Mapping[ListKind, int]:
        """Return how many people stand on the upstream's lists, by kind: those who left are not counted."""
        with self._session.reading() as connection:
            return {KINDS[kind]: count for kind, count in _COUNT.run(connection)}

    def units(self, persons: Collection[PersonId]) -> frozenset[str]:
        """Return the units in which these people are, as they were sent."""
        if not persons:
            return frozenset()
        with self._session.reading() as connection:
            return frozenset(self._names.text(row[0]) for row in _UNITS.run(connection, numbers(connection, persons)))

    def strength(self) -> Mapping[str, int]:
        """Return how many members each unit has at the upstream."""
        return self._strength.now()

    def moved(self, since: datetime | None = None, until: datetime | None = None) -> Sequence[MovedCount]:
        """Return what was applied in the time from `since` to before `until`, counted by what the movement identity
        needs: who is `created` stood on no list of members before, though perhaps on one of youth."""
        return self._strength.moved(since, until)

    def has_moved(self) -> bool:
        """Whether anything was applied since the last run ended."""
        return not self._strength.is_kept(self.version())

    def strength_at(self, moment: datetime) -> Mapping[str, int]:
        """Return how many members each unit had when the last run before a moment ended; nothing before the first."""
        return self._strength.at(moment)

    def keep_strength(self, run: int) -> None:
        """Write for a run that ends how strong the units are, in the transaction under way."""
        self._strength.keep(run, self.version())

    def _entry(self, row: Any) -> LedgerEntry:
        person, number, version, kind, unit, answer, status, run, payload = row
        code, etag, reference = self._answers.open(answer, person, number)
        return LedgerEntry(
            person=PersonId(person),
            kind=KINDS[kind],
            unit=self._names.text(unit),
            record=loads(self._records.open(payload, bound(run, number, person)))["record"],
            version=version,
            member_code=code,
            etag=etag,
            status=STATUSES[status],
            reference=reference,
        )
