"""`audit`: telling what is in the journal, finding what was done to it, and giving its end a name to write down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sync.access.actor import ANYBODY, Actor
from sync.access.permissions import Permission
from sync.audit import Examination, Fingerprint, Head, JournalQuery
from sync.errors import PlanMoved
from sync.ports import JournalEntry, Store


@dataclass(frozen=True, slots=True)
class JournalEnd:
    """The end of the journal (None while it is empty), the entry that was signed last (0 for none), and the public
    key to check signatures with."""

    newest: Head | None
    signed: int
    public_key: bytes


class Audit:
    """The journal as whoever looks into it sees it. Nothing here writes. Each method raises AccessRefused where
    `actor` may not."""

    def __init__(self, store: Store, actor: Actor = ANYBODY) -> None:
        self._store = store
        self._actor = actor

    def log(self, query: JournalQuery, run: str = "") -> Sequence[JournalEntry]:
        """Return the latest entries that fit, in order; of one run where its number or id is given.

        Raises PlanMoved `run-unknown` where there is no such run.
        """
        self._actor.require(Permission.AUDIT)
        if run:
            found = self._store.runs.get(run)
            if found is None:
                raise PlanMoved("run-unknown", run=run)
            query = replace(query, run=found.number)
        return self._store.journal.find(query)

    def verify(self, since: str | None = None) -> Examination:
        """Examine the whole journal; with a fingerprint printed earlier, also whether it continues that history.

        Raises YumsyncError `audit-fingerprint` for a fingerprint that was copied wrongly.
        """
        self._actor.require(Permission.AUDIT)
        return self._store.journal.examine(None if since is None else Fingerprint.read(since))

    def end(self) -> JournalEnd:
        """Return the journal's end."""
        self._actor.require(Permission.AUDIT)
        journal = self._store.journal
        return JournalEnd(journal.newest(), journal.signed(), journal.public_key)
