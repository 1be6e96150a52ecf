"""The chain of the journal as it is stored, and the seal on its end.

The seal is a keyed hash of the last entry and the last signed head. It stands beside the journal, is made anew with
every entry, and cannot be made without the installation's key.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from sqlalchemy import bindparam, select

from state.bulk import Statement
from state.paging import paged, pages
from state.session import Session
from state.tables import journal, journal_link

NOTHING = bytes(32)
"""The hash before the first entry."""

BEFORE_ALL = -(2**63)
"""A number no entry is before; those the program writes begin with 1."""

_SEAL = "journal_head"

_AFTER = Statement(
    lambda _: paged(select(journal).where(journal.c.no > bindparam("after")).order_by(journal.c.no)),
    *("after", "page_"),
)
_LEFT = Statement(lambda _: select(journal_link).order_by(journal_link.c.no))


def left(session: Session) -> list[Any]:
    """Return what is left of the entries that were pruned, as it is stored, in order."""
    with session.reading() as connection:
        return list(_LEFT.run(connection))


def stored(session: Session, after: int) -> Iterator[Any]:
    """Yield the entries after a number as they are stored, a page at a time, each page a reading of its own."""
    for rows in pages(session, _AFTER, after):
        yield from rows


class Seal:
    """The seal on the end of one store's journal. It is made with the first of the keys; one made with another, which
    a rotation under way replaces, fits as well."""

    def __init__(self, session: Session, keys: Sequence[bytes]) -> None:
        self._session, self._keys = session, keys

    def set(self, number: int, link: bytes, head: int) -> None:
        """Seal the end: the last entry's number and hash, and the number of the entry that was signed last (0 for
        none)."""
        self._session.set(_SEAL, _made(self._keys[0], number, link, head))

    def read(self) -> str:
        """Return the seal as it stands; the empty text for none."""
        return self._session.get(_SEAL)

    def fits(self, seal: str, number: int, link: bytes, head: int) -> bool:
        """Say whether a seal is that of this end."""
        made = (_made(key, number, link, head) for key in self._keys)
        return any(hmac.compare_digest(seal.encode(), one.encode()) for one in made)


def _made(key: bytes, number: int, link: bytes, head: int) -> str:
    # Without a head as it was made before there were any: a journal from then stays whole.
    text = b"%d:%s" % (number, link) + (b":%d" % head if head else b"")
    return hmac.new(key, text, sha256).hexdigest()
