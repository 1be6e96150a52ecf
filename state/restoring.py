"""That a state was restored from a backup, until it was compared with the upstream."""

from __future__ import annotations

from datetime import datetime

from state.journal import Journal
from state.session import Session

_RESTORED = "restored"


class Restoring:
    """What one store knows of its restoring; the contract is `sync.ports.Restoring`."""

    def __init__(self, session: Session, journal: Journal) -> None:
        self._session, self._journal = session, journal

    def made(self) -> datetime | None:
        """Return when the backup was made that this state was restored from and was not compared since."""
        found = self._session.get(_RESTORED)
        return datetime.fromisoformat(found) if found else None

    def mark(self, made: datetime, *, nothing_sent: bool = False) -> None:
        """Write down that the state was restored from a backup made at this moment."""
        facts: dict[str, object] = {"made": made.isoformat(timespec="seconds")}
        with self._session.transaction():
            self._session.set(_RESTORED, "" if nothing_sent else made.isoformat())
            self._journal.append("state.restored", {**facts, "nothing_sent": True} if nothing_sent else facts)

    def compared(self) -> None:
        """Write down that the state was compared with the upstream."""
        with self._session.transaction():
            if self._session.get(_RESTORED):
                self._session.set(_RESTORED, "")
                self._journal.append("state.compared", {}, self._session.run)
