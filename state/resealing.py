"""Which columns are sealed, with the key of which purpose, bound to what; and sealing all of them anew.

Rows are taken in the order of their primary key, a page to a transaction. How far it came stands in `meta`, so that
a rotation that was broken off goes on there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import Column, bindparam, func, select, update

from state.bulk import Statement, fixed
from state.codec import bound
from state.session import Session
from state.tables import batch, decision, hold, ledger, operation, record, tombstone
from state.vault import Vault

PAGE = 500
WIDE_PAGE = 20
"""Rows to a transaction where each may hold a whole batch."""

_DONE = "resealed"
_BEFORE_ALL = -(1 << 63)


@dataclass(frozen=True)
class Sealed:
    """One sealed column: `purpose` is what its key is derived for, `to` what of a row its values are bound to."""

    column: Column[Any]
    purpose: str
    to: Callable[[Any], bytes]
    page: int = PAGE

    @property
    def name(self) -> str:
        """Table and column, as `record.payload`."""
        return f"{self.column.table.name}.{self.column.name}"

    @property
    def _key(self) -> Column[Any]:
        (key,) = self.column.table.primary_key.columns
        return key

    @cached_property
    def rows(self) -> Statement:
        """The next rows after a primary key, as `key`, with `sealed` and what `to` needs."""
        table = self.column.table
        # Of a record, run and person stand with its operation.
        joined = table.join(operation, operation.c.no == record.c.no) if table is record else table
        others = [operation] if table is record else [table]
        columns = {one.name: one for other in others for one in other.columns if one.name in {"no", "run", "person"}}
        if table is ledger:
            columns["operation"] = ledger.c.operation
        wanted = (self._key.label("key"), self.column.label("sealed"), *columns.values())
        return Statement(
            lambda _: (
                select(*wanted)
                .select_from(joined)
                .where(self._key > bindparam("after_"), self.column.is_not(None))
                .order_by(self._key)
                .limit(fixed(self.page))
                .offset(fixed(0))
            ),
            "after_",
        )

    @cached_property
    def put(self) -> Statement:
        """Put another value into the row of a primary key."""
        return Statement(
            lambda _: (
                update(self.column.table)
                .values({self.column.name: bindparam("sealed_")})
                .where(self._key == bindparam("key_"))
            ),
            *("sealed_", "key_"),
        )

    @cached_property
    def count(self) -> Statement:
        """How many rows have a value."""
        return Statement(lambda _: select(func.count(self.column)).select_from(self.column.table))


SEALED = (
    Sealed(record.c.payload, "payload", lambda row: bound(row.run, row.no, row.person)),
    Sealed(ledger.c.answer, "answer", lambda row: bound(0, row.operation, row.person)),
    Sealed(operation.c.words, "words", lambda row: bound(0, row.no, 0)),
    Sealed(batch.c.words, "words", lambda row: bound(1, row.no, 0)),
    Sealed(batch.c.body, "body", lambda row: bound(0, row.no, 0), WIDE_PAGE),
    Sealed(hold.c.body, "hold", lambda row: bound(row.run, row.no, 0)),
    Sealed(decision.c.body, "decision", lambda row: bound(0, row.no, row.person or 0)),
    Sealed(tombstone.c.body, "erasure", lambda row: bound(0, 0, row.person)),
)
"""Every sealed column of the tables, in the order in which they are sealed anew."""


class Resealing:
    """Seals everything anew with the key in use."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session, self._vault = session, vault

    def total(self) -> int:
        """Return how many values there are."""
        with self._session.reading() as connection:
            return sum(int(one.count.run(connection).scalar_one()) for one in SEALED)

    def run(self) -> Iterator[int]:
        """Seal anew from where it was broken off, a page to a transaction; yield how many values each page was.

        Needs the lease. Raises `StateError` (`state-damaged`) where a value opens with no key of this database.
        """
        done, _, after = self._session.get(_DONE).partition(" ")
        names = [one.name for one in SEALED]
        first = names.index(done) if done else 0
        for one in SEALED[first:]:
            key = int(after) if one.name == done else _BEFORE_ALL
            while True:
                with self._session.fenced() as connection:
                    rows = one.rows.run(connection, key).all()
                    if not rows:
                        break
                    key = rows[-1].key
                    one.put.many(connection, list(self._anew(one, rows)))
                    self._session.set(_DONE, f"{one.name} {key}")
                yield len(rows)

    def forget(self) -> None:
        """Forget how far it came, in the transaction under way: all is done, or all begins."""
        self._session.set(_DONE, "")

    def _anew(self, one: Sealed, rows: list[Any]) -> Iterator[tuple[bytes, int]]:
        cipher = self._vault.cipher(one.purpose)
        for row in rows:
            at = one.to(row)
            yield cipher.seal(cipher.open(bytes(row.sealed), at), at), row.key
