"""All operations that are kept of one person, with the runs that decided them and the batches they went in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, or_, select

from state.bulk import Statement, among, fixed, numbers
from state.codec import question_hash, unpack_keys
from state.names import Names
from state.paging import paged, pages
from state.session import Session, to_moment
from state.stored import STORED, StoredOperations
from state.tables import STATES, batch, hold, ledger, operation, record, run
from state.vault import Vault
from sync.ports import PastOperation
from sync.values import Operation, PersonId


def _past(*which: ColumnElement[bool]) -> Select[Any]:
    return (
        select(
            *STORED,
            operation.c.run,
            operation.c.changed,
            batch.c.key.label("batch_key"),
            run.c.id.label("run_id"),
            run.c.kind.label("run_kind"),
            run.c.started,
            run.c.released,
        )
        .join_from(operation, record, record.c.no == operation.c.no)
        .join(run, run.c.no == operation.c.run)
        .join(batch, batch.c.no == operation.c.batch, isouter=True)
        .where(*which)
        .order_by(operation.c.no)
    )


_OF_PERSON = Statement(
    lambda _: _past(
        operation.c.person == bindparam("person_"),
        or_(run.c.released.is_not(None), run.c.state == bindparam("planned_")),
    ),
    *("person_", "planned_"),
)
_NUMBERED = Statement(
    lambda _: paged(
        _past(
            operation.c.no > bindparam("after"),
            operation.c.no <= bindparam("last_"),
            run.c.released.is_not(None),
        )
    ),
    *("after", "last_", "page_"),
)
_UNCONFIRMED = Statement(
    lambda _: paged(
        select(*STORED, operation.c.run)
        .join_from(operation, record, record.c.no == operation.c.no)
        .join(run, run.c.no == operation.c.run)
        .join(batch, batch.c.no == operation.c.batch, isouter=True)
        .where(
            operation.c.no > bindparam("after"),
            run.c.released.is_not(None),
            ~select(fixed(1)).select_from(ledger).where(ledger.c.person == operation.c.person).exists(),
        )
        .order_by(operation.c.no)
    ),
    *("after", "page_"),
)
_ASKED = Statement(lambda _: select(hold.c.code, hold.c.key).where(among(hold.c.run, "runs")), "runs")


class Histories:
    """The histories of one store; the contract is `sync.ports.Histories`."""

    def __init__(self, session: Session, vault: Vault, names: Names) -> None:
        self._session = session
        self._stored = StoredOperations(session, vault, names)

    def operations(self, person: PersonId) -> Sequence[PastOperation]:
        """Return every operation that is kept of a person, in order."""
        with self._session.reading() as connection:
            rows = _OF_PERSON.run(connection, person, "planned").all()
        return self._values(rows)

    def numbered(self, first: int, last: int) -> Iterator[PastOperation]:
        """Yield the operations of released runs from one number to another, in order, a page at a time."""
        for rows in pages(self._session, _NUMBERED, first - 1, last):
            yield from self._values(rows)

    def unconfirmed(self) -> Iterator[Operation]:
        """Yield what was decided about people the upstream never confirmed, a page at a time."""
        for rows in pages(self._session, _UNCONFIRMED, 0):
            yield from [self._stored.value(row.run, row) for row in rows]

    def _values(self, rows: Sequence[Any]) -> list[PastOperation]:
        asked = self._asked({row.run for row in rows if row.question is not None})
        return [self._past(row, asked) for row in rows]

    def _asked(self, runs: set[int]) -> Mapping[bytes, tuple[str, str]]:
        """Return the questions of these runs by what stands for them beside an operation."""
        if not runs:
            return {}
        with self._session.reading() as connection:
            rows = _ASKED.run(connection, numbers(connection, runs)).all()
        return {question_hash(code, key): (code, key) for code, key in rows}

    def _past(self, row: Any, asked: Mapping[bytes, tuple[str, str]]) -> PastOperation:
        return PastOperation(
            info=self._stored.info(row.run, row, STATES[row.state]),
            keys=unpack_keys(bytes(row.identity)),
            run_id=row.run_id,
            run_kind=row.run_kind,
            decided=to_moment(row.started),
            released=None if row.released is None else to_moment(row.released),
            changed=to_moment(row.changed),
            batch_key=row.batch_key or "",
            behind=None if row.question is None else asked.get(bytes(row.question)),
        )
