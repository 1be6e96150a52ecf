"""The lease: at most one run writes, and one that lost it cannot write by mistake.

Each taking gives a higher fence; each transaction of the holder begins by renewing the row under its owner and fence,
in the same transaction as what it writes.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.engine import Connection
from ulid import ULID

from state.bulk import Merge, Statement
from state.journal import Journal
from state.process import Process, is_gone
from state.session import Session
from state.tables import lease
from sync.errors import Busy, LeaseLost
from sync.ports import Holder

_NAME = "run"
_FREE = ""

_READ = Statement(lambda _: select(lease).where(lease.c.name == bindparam("key")), "key")
_TAKE = Merge(
    lease,
    *("name", "owner", "fence", "host", "pid", "process", "until"),
    replace=["owner", "fence", "host", "pid", "process", "until"],
)


_OURS = (
    (lease.c.name == bindparam("key")) & (lease.c.owner == bindparam("mine")) & (lease.c.fence == bindparam("held"))
)
_RENEW = Statement(lambda _: update(lease).values(until=bindparam("end")).where(_OURS), "end", "key", "mine", "held")
_GIVE_BACK = Statement(
    lambda _: update(lease).values(owner=bindparam("nobody")).where(_OURS), "nobody", "key", "mine", "held"
)


class Lease:
    """The lease as one store sees it; the contract is `sync.ports.Lease`."""

    def __init__(
        self, session: Session, journal: Journal, process: Process, gone: Callable[[Process], bool] = is_gone
    ) -> None:
        self._session, self._journal = session, journal
        self._process, self._gone = process, gone
        self._owner = str(ULID())
        self._fence = 0
        self._seconds = 0.0

    def acquire(self, seconds: float) -> None:
        """Take the lease for `seconds` from now. Raises `Busy` (`lease-held`) when another run has it."""
        self._session.fence = None
        with self._session.transaction() as connection:
            row = _READ.run(connection, _NAME).one_or_none()
            now = self._session.clock().timestamp()
            held = row is not None and row.owner != _FREE
            ours = held and row.owner == self._owner
            if held and not ours:
                self._refuse_while_alive(row, now)
            # Also our own lease gets a new fence: what an earlier taking left under way is fenced off.
            fence = 1 if row is None else int(row.fence) + 1
            taken = (self._process.host, self._process.pid, self._process.mark, now + seconds)
            _TAKE.run(connection, [(_NAME, self._owner, fence, *taken)])
            self._session.not_before(self._journal.last_at())
            if held and not ours:
                self._journal.append("lease.taken-over", {"host": row.host, "pid": row.pid})
        self._fence, self._seconds = fence, seconds
        self._session.fence = self._renew

    def _refuse_while_alive(self, row: Any, now: float) -> None:
        if row.until > now and not self._gone(Process(row.host, row.pid, row.process)):
            until = datetime.fromtimestamp(row.until, UTC).isoformat(timespec="seconds")
            raise Busy("lease-held", host=row.host, pid=row.pid, until=until)

    def _renew(self, connection: Connection) -> None:
        end = self._session.clock().timestamp() + self._seconds
        if _RENEW.run(connection, end, _NAME, self._owner, self._fence).rowcount != 1:
            raise LeaseLost("lease-lost")

    def release(self) -> None:
        """Give the lease back; does nothing when it is no longer ours."""
        if self._session.fence is None:
            return
        self._session.fence = None
        with self._session.transaction() as connection:
            _GIVE_BACK.run(connection, _FREE, _NAME, self._owner, self._fence)

    def holder(self) -> Holder | None:
        """Return who holds it now; None when nobody does or it ran out."""
        with self._session.reading() as connection:
            row = _READ.run(connection, _NAME).one_or_none()
        if row is None or row.owner == _FREE or row.until <= self._session.clock().timestamp():
            return None
        return Holder(row.owner, row.host, row.pid, datetime.fromtimestamp(row.until, UTC))
