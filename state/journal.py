"""The journal: what changed state, in order, each entry chained to the one before by SHA-256.

The chain shows an edited, inserted, moved or removed entry. That the last ones were cut off shows in the seal kept
beside it, that all of it was written anew in the heads signed at the end of each run.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import orjson
from sqlalchemy import or_, select

from state.bulk import Insert, Statement, fixed
from state.chain import NOTHING, Seal, stored
from state.entries import SALT_BYTES, Said
from state.heads import Heads, Signer
from state.proof import Proof
from state.session import Session, to_moment
from state.tables import journal
from state.vault import Vault
from sync.audit import Examination, Fingerprint, Flaw, Head, JournalQuery
from sync.errors import StateError
from sync.ports import JournalEntry

_LAST = Statement(
    lambda _: (
        select(journal.c.no, journal.c.hash, journal.c.at)
        .order_by(journal.c.no.desc())
        .limit(fixed(1))
        .offset(fixed(0))
    )
)
_APPEND = Insert(journal, "no", "at", "event", "run", "who", "facts", "previous", "hash", "salt")


def spans(numbers: Sequence[int]) -> list[list[int]]:
    """Return rising numbers as first and last of each unbroken stretch: a batch is named in a few bytes."""
    if not numbers:
        return []
    breaks = [(a, b) for a, b in pairwise(numbers) if b != a + 1]
    firsts = [numbers[0], *(b for _, b in breaks)]
    lasts = [*(a for a, _ in breaks), numbers[-1]]
    return [[first, last] for first, last in zip(firsts, lasts, strict=True)]


class Journal:
    """The journal of one store; the contract is `sync.ports.Journal`."""

    def __init__(self, session: Session, vault: Vault) -> None:
        self._session = session
        self._seal = Seal(session, vault.keys("journal"))
        self._heads = Heads(session, Signer(vault.key("journal signature")))

    @property
    def public_key(self) -> bytes:
        """The public key heads are signed for, 32 bytes (Ed25519)."""
        return self._heads.public_key

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def append(self, event: str, facts: Mapping[str, object], run: int | None = None, who: str = "") -> None:
        """Append an entry in the transaction under way, or in one of its own."""
        text = orjson.dumps(dict(facts), option=orjson.OPT_SORT_KEYS).decode()
        at = self._session.time().isoformat(timespec="microseconds")
        who = who or self._session.who
        with self._session.transaction() as connection:
            last = _LAST.run(connection).one_or_none()
            number, previous = (last[0] + 1, bytes(last[1])) if last else (1, NOTHING)
            salt = os.urandom(SALT_BYTES)
            link = Said(number, at, event, run, who, text, salt).link(previous)
            _APPEND.run(connection, [(number, at, event, run, who, text, previous, link, salt)])
            self._seal.set(number, link, self._heads.latest())

    def sign(self) -> None:
        """Sign the newest entry as a head, in the transaction under way, or in one of its own."""
        with self._session.transaction() as connection:
            last = _LAST.run(connection).one()
            number, link = last[0], bytes(last[1])
            self._heads.sign(number, link)
            self._seal.set(number, link, number)

    def hand_over(self, public_key: bytes) -> None:
        """Let another key sign from here on: an entry says so, the key of today signs it and introduces the other. In
        the transaction under way, or in one of its own."""
        with self._session.transaction():
            self.append("key.rotated", {"public_key": public_key.hex(), "before": self.public_key.hex()})
            self.sign()
            self._heads.hand_over(self._heads.latest(), public_key)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def last_at(self) -> datetime:
        """Return when the last entry was written; 1970 where there is none."""
        newest = self.newest()
        return to_moment(0) if newest is None else newest.at

    def newest(self) -> Head | None:
        """Return the journal's end; None while it is empty."""
        with self._session.reading() as connection:
            last = _LAST.run(connection).one_or_none()
        return None if last is None else Head(last.no, datetime.fromisoformat(last.at), bytes(last.hash))

    def signed(self) -> int:
        """Return the number of the entry that was signed last; 0 for none."""
        return self._heads.latest()

    def entries(self, after: int = 0) -> Iterator[JournalEntry]:
        """Yield entries in order, a page at a time."""
        return map(entry_value, stored(self._session, after))

    def find(self, query: JournalQuery) -> Sequence[JournalEntry]:
        """Return the latest entries that fit, in order. Raises StateError `state-journal-damaged`."""
        wanted = select(journal).order_by(journal.c.no.desc()).limit(query.limit)
        if query.run is not None:
            wanted = wanted.where(journal.c.run == query.run)
        if query.since is not None:
            wanted = wanted.where(journal.c.at >= _as_stored(query.since))
        if query.until is not None:
            wanted = wanted.where(journal.c.at < _as_stored(query.until))
        for column, word, end in ((journal.c.event, query.event, "."), (journal.c.who, query.who, "@")):
            if word:
                wanted = wanted.where(or_(column == word, column.startswith(word + end, autoescape=True)))
        with self._session.reading() as connection:
            rows = connection.execute(wanted).all()
        return [entry_value(row) for row in reversed(rows)]

    def verify(self) -> tuple[int, int | None]:
        """Walk the chain; return how many entries there are and the number of the first that does not fit.

        Where entries were cut off the end, that is the number after the last one left.
        """
        examined = self.examine()
        if not examined.misfits:
            return examined.entries, None
        first = examined.misfits[0]
        return examined.entries, first.last + 1 if first.flaw is Flaw.END_CHANGED else first.first

    def examine(self, since: Fingerprint | None = None) -> Examination:
        """Look for whatever was done to the journal behind the program's back."""
        return Proof(self._session, self._heads, self._seal).examine(since)


def _as_stored(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def entry_value(row: Any) -> JournalEntry:
    """Return an entry as it is stored as a value. Raises StateError `state-journal-damaged`."""
    try:
        return JournalEntry(
            number=row.no,
            at=datetime.fromisoformat(row.at),
            event=row.event,
            run=row.run,
            who=row.who,
            facts=orjson.loads(row.facts),
            previous=bytes(row.previous),
            hash=bytes(row.hash),
        )
    except (TypeError, ValueError):
        raise StateError("state-journal-damaged", number=str(row.no)) from None
