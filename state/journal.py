"""The journal: what changed state, in order, each entry chained to the one before by SHA-256.

The chain shows an edited, inserted, moved or removed entry. That the last ones were cut off shows in the head kept
beside it: number and hash, sealed with a key the database does not hold.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from typing import Any

import orjson
from sqlalchemy import bindparam, func, select

from state.bulk import Insert, Statement, fixed
from state.session import Session, to_moment
from state.tables import journal
from sync.ports import JournalEntry

NOTHING = bytes(32)
"""The hash before the first entry."""

_HEAD = "journal_head"
_PAGE = 1000

_LAST = Statement(
    lambda _: (
        select(journal.c.no, journal.c.hash, journal.c.at)
        .order_by(journal.c.no.desc())
        .limit(fixed(1))
        .offset(fixed(0))
    )
)
_APPEND = Insert(journal, "no", "at", "event", "run", "who", "facts", "previous", "hash")
_AFTER = Statement(
    lambda _: (
        select(journal)
        .where(journal.c.no > bindparam("after"))
        .order_by(journal.c.no)
        .limit(fixed(_PAGE))
        .offset(fixed(0))
    ),
    "after",
)
_COUNT = Statement(lambda _: select(func.count()).select_from(journal))


def entry_hash(number: int, at: str, event: str, run: int | None, who: str, facts: str, previous: bytes) -> bytes:
    """Return the SHA-256 of the JSON array of an entry's parts as they are stored, `previous` as hexadecimal."""
    return sha256(orjson.dumps([number, at, event, run, who, facts, previous.hex()])).digest()


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

    def __init__(self, session: Session, key: bytes) -> None:
        self._session = session
        self._key = key

    def append(self, event: str, facts: Mapping[str, object], run: int | None = None, who: str = "") -> None:
        """Append an entry in the transaction under way, or in one of its own."""
        text = orjson.dumps(dict(facts), option=orjson.OPT_SORT_KEYS).decode()
        at = self._session.time().isoformat(timespec="microseconds")
        who = who or self._session.who
        with self._session.transaction() as connection:
            last = _LAST.run(connection).one_or_none()
            number, previous = (last[0] + 1, bytes(last[1])) if last else (1, NOTHING)
            link = entry_hash(number, at, event, run, who, text, previous)
            _APPEND.run(connection, [(number, at, event, run, who, text, previous, link)])
            self._session.set(_HEAD, self._head(number, link))

    def last_at(self) -> datetime:
        """Return when the last entry was written; 1970 where there is none."""
        with self._session.reading() as connection:
            last = _LAST.run(connection).one_or_none()
        return datetime.fromisoformat(last.at) if last is not None else to_moment(0)

    def entries(self, after: int = 0) -> Iterator[JournalEntry]:
        """Yield entries in order, a page at a time."""
        for row in self._rows(after):
            yield JournalEntry(
                number=row.no,
                at=datetime.fromisoformat(row.at),
                event=row.event,
                run=row.run,
                who=row.who,
                facts=orjson.loads(row.facts),
                previous=bytes(row.previous),
                hash=bytes(row.hash),
            )

    def verify(self) -> tuple[int, int | None]:
        """Walk the chain; return how many entries there are and the number of the first that does not fit.

        Where entries were cut off the end, that is the number after the last one left.
        """
        count, expected, previous = 0, 1, NOTHING
        for row in self._rows(0):
            link = entry_hash(row.no, row.at, row.event, row.run, row.who, row.facts, bytes(row.previous))
            if row.no != expected or bytes(row.previous) != previous or bytes(row.hash) != link:
                with self._session.reading() as connection:
                    return int(_COUNT.run(connection).scalar_one()), int(expected)
            count, expected, previous = count + 1, expected + 1, link
        head = self._session.get(_HEAD)
        if (count or head) and not hmac.compare_digest(head, self._head(count, previous)):
            return count, expected
        return count, None

    def _rows(self, after: int) -> Iterator[Any]:
        while True:
            with self._session.reading() as connection:
                rows = _AFTER.run(connection, after).all()
            yield from rows
            if len(rows) < _PAGE:
                return
            after = rows[-1].no

    def _head(self, number: int, link: bytes) -> str:
        return hmac.new(self._key, b"%d:%s" % (number, link), sha256).hexdigest()
