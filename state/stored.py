"""Operations as they are stored: read back a page at a time, or as a digest for a plan's seal."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import islice
from struct import Struct
from typing import Any

from sqlalchemy import bindparam, case, func, select, text

from state.bulk import Statement, among, fixed, numbers
from state.codec import bound, operation_value
from state.names import Names
from state.paging import paged, pages
from state.sealed import Words
from state.session import Session, to_number
from state.tables import (
    ACCEPTED,
    APPLIED,
    CLAIMED,
    DEAD,
    IN_FLIGHT,
    REJECTED,
    SENT,
    STATES,
    SUPERSEDED,
    UNKNOWN,
    batch,
    operation,
    record,
    run,
)
from state.vault import Vault
from sync.ports import OperationInfo
from sync.values import Operation, OperationState, PersonId

_NUMBERS = {
    OperationState.CLAIMED: CLAIMED,
    OperationState.SENT: SENT,
    OperationState.ACCEPTED: ACCEPTED,
    OperationState.UNKNOWN: UNKNOWN,
}
_BEYOND = (1 << 63) - 1

_any = operation.alias("any_of_them")
_counts = _any.c.paper.is_(None) | (_any.c.state == fixed(APPLIED)) | (_any.c.run == bindparam("counts_"))
"""Which records tell what was last said of a person: a movement's only once it is carried out, or in its own plan."""


_RANGE = Statement(lambda _: select(run.c.first, run.c.last).where(run.c.no == bindparam("run_")), "run_")

STORED = (
    operation.c.no,
    operation.c.person,
    operation.c.type,
    operation.c.kind,
    operation.c.list,
    operation.c.unit,
    operation.c.state,
    operation.c.attempts,
    operation.c.batch,
    operation.c.words,
    batch.c.words.label("batch_words"),
    operation.c.status,
    operation.c.paper,
    operation.c.left,
    operation.c.question,
    record.c.identity,
    record.c.payload,
)
"""What is read of an operation, with what was last said of its batch."""
_PAGE_OF = Statement(
    lambda _: paged(
        select(*STORED)
        .join_from(operation, record, record.c.no == operation.c.no)
        .join(batch, batch.c.no == operation.c.batch, isouter=True)
        .where(
            operation.c.no > bindparam("after"),
            operation.c.no <= bindparam("last_"),
            operation.c.run == bindparam("run_"),
            among(operation.c.state, "states_"),
        )
        .order_by(operation.c.no)
    ),
    *("after", "last_", "run_", "states_", "page_"),
)

_DIGESTED = Statement(
    lambda _: paged(
        select(
            operation.c.no,
            operation.c.person,
            operation.c.type,
            operation.c.kind,
            operation.c.list,
            operation.c.unit,
            operation.c.status,
            operation.c.paper,
            operation.c.left,
            operation.c.question,
            operation.c.state,
            record.c.identity,
            record.c.payload,
        )
        .join_from(operation, record, record.c.no == operation.c.no)
        .where(
            operation.c.no > bindparam("after"),
            operation.c.no <= bindparam("last_"),
            operation.c.run == bindparam("run_"),
        )
        .order_by(operation.c.no)
    ),
    *("after", "last_", "run_", "page_"),
)
"""What a plan's seal covers."""

_THESE = Statement(
    lambda _: (
        select(*STORED, operation.c.run)
        .join_from(operation, record, record.c.no == operation.c.no)
        .join(batch, batch.c.no == operation.c.batch, isouter=True)
        .where(among(operation.c.no, "members"))
        .order_by(operation.c.no)
    ),
    "members",
)
_FLYING = Statement(
    lambda _: select(operation.c.no).where(text(IN_FLIGHT), operation.c.state == bindparam("state_")), "state_"
)
_later = operation.alias("later")
_GIVEN_UP = Statement(
    lambda _: select(operation.c.no).where(
        text("operation.state BETWEEN 6 AND 7"),
        operation.c.state == fixed(DEAD),
        ~select(fixed(1))
        .select_from(_later)
        .where(
            _later.c.person == operation.c.person,
            _later.c.no > operation.c.no,
            (_later.c.paper == operation.c.paper) | (_later.c.paper.is_(None) & operation.c.paper.is_(None)),
            text("(later.state BETWEEN 1 AND 6 OR later.state = 9)"),
        )
        .exists(),
    )
)
"""What was tried too often, and nothing later says of that person or carries of that paper."""

_REJECTED_SINCE = Statement(
    lambda _: (
        select(run.c.id, func.count())
        .join_from(operation, run, run.c.no == operation.c.run)
        .where(
            text("operation.state BETWEEN 6 AND 7"),
            operation.c.state == fixed(REJECTED),
            operation.c.changed > bindparam("after_"),
            operation.c.run != bindparam("besides_"),
        )
        .group_by(run.c.id)
    ),
    *("after_", "besides_"),
)

_LATEST = Statement(
    lambda _: (
        select(
            operation.c.no,
            operation.c.run,
            operation.c.person,
            operation.c.type,
            operation.c.kind,
            operation.c.unit,
            operation.c.status,
            operation.c.paper,
            operation.c.left,
            record.c.payload,
        )
        .join_from(operation, record, record.c.no == operation.c.no)
        .where(
            operation.c.no.in_(
                select(func.coalesce(func.max(case((_counts, _any.c.no))), func.max(_any.c.no)))
                .join_from(_any, run, run.c.no == _any.c.run)
                .where(
                    among(_any.c.person, "people"),
                    _any.c.state != fixed(SUPERSEDED),
                    run.c.released.is_not(None) | (run.c.no == bindparam("run_")),
                )
                .group_by(_any.c.person)
            )
        )
    ),
    *("counts_", "people", "run_"),
)

_lengths = Struct("<qqq").pack

_BESIDE = 1000
"""How many different things that stand beside records are remembered while a plan is digested: units, mostly."""


class StoredOperations:
    """The operations of one store; what each method promises is in `sync.ports.Plans`."""

    def __init__(self, session: Session, vault: Vault, names: Names) -> None:
        self._session, self._names = session, names
        self._payloads = vault.cipher("payload")
        self._words = Words(vault)

    def numbered(self, run: int) -> tuple[int, int]:
        """Return the first and the last number a run's operations may have; a run there never was has none."""
        with self._session.reading() as connection:
            row = _RANGE.run(connection, run).one_or_none()
        if row is None:
            return 1, 0
        return row[0], _BEYOND if row[1] is None else row[1]

    def digests(self, run: int) -> Iterator[tuple[int, PersonId, str, str, bytes]]:
        """Yield (number, person, type, state, digest) in order. The digest is BLAKE2b-128 over all that is stored of
        the operation: record, changes, place and steps, its keys, kind, list and unit, its paper and where that
        leads, and the question it waits behind."""
        open_, states = self._payloads.open, {number: state.value for number, state in STATES.items()}
        said_of = lru_cache(_BESIDE)(self._said)
        first, last = self.numbered(run)
        for rows in pages(self._session, _DIGESTED, first - 1, last, run, plain=True):
            for number, person, type_, *moved, state, keys, sealed in rows:
                said, payload = said_of(type_, *moved), open_(sealed, bound(run, number, person))
                lengths = _lengths(len(said), len(keys), len(payload))
                stored = blake2b(b"".join((lengths, said, keys, payload)), digest_size=16)
                yield number, person, type_, states[state], stored.digest()

    def _said(
        self,
        type_: str,
        kind: str,
        list_: int,
        unit: int,
        status: str | None,
        paper: bytes | None,
        left: int | None,
        asked: bytes | None,
    ) -> bytes:
        """Return what stands beside an operation's record, as its digest takes it in."""
        name = self._names.text
        said = f"{type_}\x1f{kind}\x1f{name(list_)}\x1f{name(unit)}\x1f".encode()
        if status is not None or paper is not None or left is not None or asked is not None:
            moved = status or "", _hex(paper), "" if left is None else name(left), _hex(asked)
            said += "\x1f".join(moved).encode() + b"\x1f"
        return said

    def operations(self, run: int, state: OperationState | None, limit: int | None) -> Iterator[OperationInfo]:
        """Yield the run's operations in order, decrypted."""
        numbered = [number for number, stands in STATES.items() if state in {None, stands}]
        for row in islice(self._rows(run, numbered), limit):
            yield self.info(run, row, STATES[row.state])

    def standing(self, state: OperationState, limit: int) -> tuple[int, Sequence[OperationInfo]]:
        """Return how many operations are in flight in this state, or dead and not replaced, and the first of them."""
        with self._session.reading() as connection:
            if state is OperationState.DEAD:
                rows = _GIVEN_UP.run(connection).all()
            else:
                rows = _FLYING.run(connection, _NUMBERS[state]).all()
            first = sorted(row[0] for row in rows)[:limit]
            found = _THESE.run(connection, numbers(connection, first)).all()
        return len(rows), [self.info(row.run, row, state) for row in found]

    def rejected_since(self, moment: datetime | None, besides: int) -> Mapping[str, int]:
        """Return how many operations of each run but this one were rejected after a moment, by the run's id."""
        after = 0 if moment is None else to_number(moment)
        with self._session.reading() as connection:
            rows = _REJECTED_SINCE.run(connection, after, besides).all()
        return dict(sorted((row[0], row[1]) for row in rows))

    def latest(self, run: int, persons: Collection[PersonId]) -> Mapping[PersonId, Operation]:
        """Return each person's latest operation that is not superseded: staged by `run`, or of a released run."""
        if not persons:
            return {}
        with self._session.reading() as connection:
            rows = _LATEST.run(connection, run, numbers(connection, persons), run).all()
        return {PersonId(row.person): self.value(row.run, row) for row in rows}

    def _rows(self, run: int, states: Collection[int] = STATES) -> Iterator[Any]:
        first, last = self.numbered(run)
        with self._session.reading() as connection:
            wanted = numbers(connection, states)
        for rows in pages(self._session, _PAGE_OF, first - 1, last, run, wanted):
            yield from rows

    def info(self, run: int, row: Any, stands: OperationState) -> OperationInfo:
        """Return the operation of a row that has the columns `STORED`, decrypted."""
        words, code, field = self._words.parts(row.words, row.no)
        return OperationInfo(
            number=row.no,
            run=run,
            person=PersonId(row.person),
            operation=self.value(run, row),
            state=stands,
            attempts=row.attempts,
            words=words or code or self._batch_words(row, stands),
            batch=row.batch,
            code=code,
            field=field,
        )

    def value(self, run: int, row: Any) -> Operation:
        """Return what was decided, from a row that has at least the columns of `_LATEST`."""
        payload = self._payloads.open(row.payload, bound(run, row.no, row.person))
        unit = self._names.text(row.unit)
        left = "" if row.left is None else self._names.text(row.left)
        return operation_value(payload, row.type, row.kind, row.person, unit, row.paper, row.status, left)

    def _batch_words(self, row: Any, stands: OperationState) -> str:
        """What was said of the batch, while that is the last word about the operation."""
        settled = stands in {OperationState.APPLIED, OperationState.ACCEPTED, OperationState.SUPERSEDED}
        return "" if settled or row.batch is None else self._words.open_text(row.batch_words, row.batch)


def _hex(stored: bytes | None) -> str:
    return "" if stored is None else bytes(stored).hex()
