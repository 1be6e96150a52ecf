"""Batches: the exact body and key of what was sent, kept until each operation has its verdict."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from sqlalchemy import bindparam, func, select, text, update

from state.bulk import Insert, Statement, among, fixed, numbers
from state.codec import bound
from state.sealed import Words
from state.session import Session, to_moment
from state.tables import ACCEPTED, BATCH_SENT, BATCH_UNKNOWN, UNANSWERED, batch, operation, run
from state.vault import Vault
from sync.values import Batch

_LAST = Statement(lambda _: select(func.coalesce(func.max(batch.c.no), fixed(0))))
_INSERT = Insert(batch, "no", "run", "key", "state", "attempts", "changed", "operations", "body")
_COLUMNS = (
    batch.c.no,
    batch.c.key,
    batch.c.attempts,
    batch.c.state,
    batch.c.changed,
    batch.c.operations,
    batch.c.body,
)
_UNANSWERED = Statement(lambda _: select(*_COLUMNS).where(text(UNANSWERED)).order_by(batch.c.no))
_ACCEPTED = Statement(
    lambda _: (
        select(batch.c.no, batch.c.key, batch.c.attempts, operation.c.no.label("member"), run.c.id)
        .join_from(operation, batch, batch.c.no == operation.c.batch)
        .join(run, run.c.no == operation.c.run)
        .where(text("operation.state BETWEEN 2 AND 5"), operation.c.state == fixed(ACCEPTED))
    )
)
_BODIES = Statement(lambda _: select(batch.c.no, batch.c.body).where(among(batch.c.no, "batches")), "batches")
_STATE = Statement(
    lambda _: select(batch.c.state, batch.c.operations).where(
        batch.c.no == bindparam("no_"), batch.c.key == bindparam("key_")
    ),
    *("no_", "key_"),
)
_MARK = Statement(
    lambda _: (
        update(batch)
        .values(
            state=bindparam("state_"),
            attempts=batch.c.attempts + bindparam("attempt_"),
            changed=bindparam("now_"),
            words=bindparam("words_"),
        )
        .where(batch.c.no == bindparam("no_"))
    ),
    *("state_", "attempt_", "now_", "words_", "no_"),
)
_CLOSE = Statement(
    lambda _: (
        update(batch)
        .values(
            state=bindparam("state_"), changed=bindparam("now_"), words=bindparam("words_"), body=bindparam("body_")
        )
        .where(batch.c.no == bindparam("no_"))
    ),
    *("state_", "now_", "words_", "body_", "no_"),
)
_RUN_IDS = Statement(
    lambda _: (
        select(operation.c.no, run.c.id)
        .join_from(operation, run, run.c.no == operation.c.run)
        .where(among(operation.c.no, "members"))
    ),
    "members",
)


def outgoing_id(run_id: str, number: int) -> str:
    """Return the id an operation has outside: unique for ever, also after a backup was restored."""
    return f"{run_id}-{number}"


class Batches:
    """The batches of one store."""

    def __init__(self, session: Session, vault: Vault, words: Words) -> None:
        self._session, self._words = session, words
        self._bodies = vault.cipher("body")

    def add(self, key: str, body: bytes, operations: Sequence[int], ids: Sequence[str]) -> Batch:
        """Keep a new batch, sent for the first time, in the transaction under way."""
        with self._session.transaction() as connection:
            number = int(_LAST.run(connection).scalar_one()) + 1
            sealed = self._bodies.seal(body, bound(0, number, 0))
            members = array("q", operations).tobytes()
            row = (number, self._session.run, key, BATCH_SENT, 1, self._session.now, members, sealed)
            _INSERT.run(connection, [row])
        return Batch(number, key, body, tuple(operations), tuple(ids), 1)

    def unanswered(self) -> Sequence[Batch]:
        """Return those with an operation that has no verdict, oldest first."""
        return self._read(_UNANSWERED)

    def accepted(self, *, bodies: bool) -> Sequence[Batch]:
        """Return those with an operation that was accepted and not carried out, oldest first, with these alone, in
        the order they were sent; `bodies` says whether with the exact body of each."""
        sealed: dict[int, bytes] = {}
        with self._session.reading() as connection:
            rows = sorted(map(tuple, _ACCEPTED.run(connection)))
            if bodies:
                asked = numbers(connection, sorted({row[0] for row in rows}))
                sealed = {number: bytes(body) for number, body in _BODIES.run(connection, asked)}
        found = []
        for (number, key, attempts), members in groupby(rows, key=itemgetter(0, 1, 2)):
            named = [(member, outgoing_id(run_id, member)) for *_, member, run_id in members]
            numbered, ids = tuple(member for member, _ in named), tuple(name for _, name in named)
            body = self._bodies.open(sealed[number], bound(0, number, 0)) if bodies else b""
            found.append(Batch(number, key, body, numbered, ids, attempts))
        return found

    def standing(self, one: Batch) -> tuple[int, Sequence[int]]:
        """Return a batch's state and the numbers of all its operations. Raises ValueError for a batch this store
        never made."""
        with self._session.reading() as connection:
            row = _STATE.run(connection, one.number, one.key).one_or_none()
        if row is None:
            raise ValueError(f"there is no batch {one.number} with that key")
        return int(row[0]), array("q", bytes(row[1])).tolist()

    def is_unanswered(self, one: Batch) -> bool:
        """Whether a batch was sent and waits for verdicts."""
        return self.standing(one)[0] <= BATCH_UNKNOWN

    def mark(self, one: Batch, state: int, words: str = "", attempt: int = 0) -> None:
        """Give a batch a state in which its body is still needed."""
        sealed = self._words.seal_text(words, one.number) if words else None
        with self._session.transaction() as connection:
            _MARK.run(connection, state, attempt, self._session.now, sealed, one.number)

    def close(self, one: Batch, state: int, words: str = "") -> None:
        """Give a batch its last state; its body is not kept."""
        sealed = self._words.seal_text(words, one.number) if words else None
        with self._session.transaction() as connection:
            _CLOSE.run(connection, state, self._session.now, sealed, None, one.number)

    def _read(self, statement: Statement) -> Sequence[Batch]:
        found = []
        with self._session.reading() as connection:
            for number, key, attempts, state, changed, packed, sealed in statement.run(connection).all():
                packed_members = array("q", bytes(packed)).tolist()
                ids: dict[int, str] = dict(map(tuple, _RUN_IDS.run(connection, numbers(connection, packed_members))))
                # One that surely was not taken, was replaced by a later plan and cleared away is nobody's any more.
                members = tuple(no for no in packed_members if no in ids)
                body = self._bodies.open(bytes(sealed), bound(0, number, 0))
                named = tuple(outgoing_id(ids[no], no) for no in members)
                # Of one that was never given up nobody knows when its last request went out.
                since = self._session.now if state == BATCH_SENT else changed
                age = max(0.0, (to_moment(self._session.now) - to_moment(since)).total_seconds())
                found.append(Batch(number, key, body, members, named, attempts, age))
        return found
