"""One connection and its transactions: what is inside happens, or nothing does.

Writing transactions exclude each other (`BEGIN IMMEDIATE` on SQLite, an advisory lock on PostgreSQL), also between
processes; reading ones wait for nobody. While the lease is held, each writing transaction begins by renewing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, bindparam, select, update
from sqlalchemy.engine import Connection

from state.bulk import Merge, Statement
from state.engine import translated
from state.tables import meta
from sync.errors import LeaseLost, StateError

_WRITERS = 0x79756D73796E63
"""The number of the advisory lock: `yumsync` in ASCII."""

_GET = Statement(lambda _: select(meta.c.value).where(meta.c.key == bindparam("key")), "key")
_SET = Statement(
    lambda _: update(meta).values(value=bindparam("value")).where(meta.c.key == bindparam("name")), "value", "name"
)
_PUT = Merge(meta, "key", "value", replace=["value"])

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SET_BACK = timedelta(days=1)
"""A clock that went back by less was set back. One that went back by more was wrong before."""


class Session:
    """The connection of one store. One thread writes; `who` is named in the journal."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime], who: str) -> None:
        self.engine = engine
        self.clock = clock
        self.who = who
        self.run: int | None = None
        """The run under way in this store."""
        self.fence: Callable[[Connection], None] | None = None
        """Renews the lease, or raises `LeaseLost`; None while this store does not hold it."""
        self.stands: tuple[str, str] | None = None
        """A fact in `meta` this store was opened with; once it is another, the store writes nothing any more."""
        self.after_rollback: list[Callable[[], None]] = []
        """What is kept in memory and must be forgotten when a transaction is rolled back."""
        self._latest = _EPOCH
        self._connection: Connection | None = None
        self._depth = 0
        self._doomed = False
        self._reading = False

    @property
    def connection(self) -> Connection:
        """The connection, opened when first asked for."""
        if self._connection is None or self._connection.closed:
            with translated():
                self._connection = self.engine.connect()
        return self._connection

    def time(self) -> datetime:
        """Return the time now for what is written down: it stands still while a clock that was set back catches up,
        because what came before and after the end of a run is told by these times."""
        told = self.clock()
        if not told < self._latest < told + _SET_BACK:
            self._latest = told
        return self._latest

    def not_before(self, moment: datetime) -> None:
        """Let the time be later than what was written down at this moment."""
        self._latest = max(self._latest, moment + timedelta(microseconds=1))

    @property
    def now(self) -> int:
        """The same in microseconds since 1970 UTC."""
        return to_number(self.time())

    @contextmanager
    def transaction(self, *, durable: bool = True) -> Iterator[Connection]:
        """Everything inside happens, or nothing. Nested use joins the outer one.

        Where it need not be `durable`, the commit does not wait for the disk: what is written is whole, and safe at
        the latest with the next durable commit. That is enough for a plan on its way, which a crash discards anyhow.

        An exception that leaves an inner use dooms the whole: the outer one raises `StateError` (`state-doomed`)
        where it was swallowed on the way.
        """
        connection = self.connection
        if self._depth:
            self._depth += 1
            try:
                yield connection
            except BaseException:
                self._doomed = True
                raise
            finally:
                self._depth -= 1
            return
        try:
            with translated():
                self._begin(connection, durable)
                self._depth = 1
                yield connection
                if self._doomed:
                    raise StateError("state-doomed")
                connection.commit()
        except BaseException:
            self._roll_back(connection)
            raise
        finally:
            self._depth = 0
            self._doomed = False

    @contextmanager
    def fenced(self, *, durable: bool = True) -> Iterator[Connection]:
        """A transaction only the holder of the lease may begin. Raises `LeaseLost` for anybody else."""
        if self.fence is None:
            raise LeaseLost("lease-not-held")
        with self.transaction(durable=durable) as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A short reading transaction, or the one under way. Rows must be fetched inside."""
        connection = self.connection
        if self._depth or self._reading:
            yield connection
            return
        try:
            with translated():
                connection.info["reading"] = self._reading = True
                connection.begin()
                yield connection
        finally:
            self._reading = False
            self._end(connection)

    def _begin(self, connection: Connection, durable: bool) -> None:
        connection.info.update(reading=False, durable=durable)
        connection.begin()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")
            if not durable:
                connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
        if self.stands is not None:
            row = _GET.run(connection, self.stands[0]).one_or_none()
            if row is None or row[0] != self.stands[1]:
                raise StateError("state-key-changed")
        if self.fence is not None:
            self.fence(connection)

    def _roll_back(self, connection: Connection) -> None:
        self._end(connection)
        for forget in self.after_rollback:
            forget()

    def _end(self, connection: Connection) -> None:
        """End what is under way without a commit; an error here would hide the one that led to it."""
        try:
            connection.rollback()
        except Exception:  # the connection is of no more use; a new one is opened at the next call
            connection.invalidate()

    def get(self, key: str, default: str = "") -> str:
        """Return a fact from `meta`."""
        with self.reading() as connection:
            row = _GET.run(connection, key).one_or_none()
        return default if row is None else str(row[0])

    def set(self, key: str, value: str) -> None:
        """Keep a fact in `meta`, in the transaction under way."""
        with self.transaction() as connection:
            if not _SET.run(connection, value, key).rowcount:
                _PUT.run(connection, [(key, value)])

    def count(self, key: str) -> int:
        """Return a number from `meta`, 0 where there is none."""
        return int(self.get(key, "0"))

    def close(self) -> None:
        """Release the connection. Safe to call twice."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


def to_number(moment: datetime) -> int:
    """Return microseconds since 1970 UTC."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def to_moment(number: Any) -> datetime:
    """Return the aware datetime of a number of microseconds since 1970 UTC."""
    return _EPOCH + timedelta(microseconds=int(number))
