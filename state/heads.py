"""Signed heads: at the end of each run the journal's newest entry is signed with Ed25519.

The private key is derived from the installation's data keys and stands nowhere. Each head names the one before it, so
that none can be taken out unseen. After a rotation another key signs, which the one before introduced.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select

from state.bulk import Insert, Statement, fixed
from state.entries import blob
from state.session import Session
from state.succession import Succession, introduce, introduction_message, signed, succession
from state.tables import journal, journal_head, journal_link

_LATEST = Statement(lambda _: select(func.coalesce(func.max(journal_head.c.no), fixed(0))))
_ALL = Statement(
    lambda _: (
        select(journal_head, func.coalesce(journal.c.hash, journal_link.c.hash).label("entry"))
        .select_from(journal_head)
        .outerjoin(journal, journal.c.no == journal_head.c.no)
        .outerjoin(journal_link, journal_link.c.no == journal_head.c.no)
        .order_by(journal_head.c.no)
    )
)
_ADD = Insert(journal_head, "no", "at", "hash", "before", "public_key", "signature")


class Signer:
    """Signs with the Ed25519 key of a 32-byte seed. The key is made when first needed: few calls sign."""

    def __init__(self, seed: bytes) -> None:
        self._seed = seed

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._seed)

    @cached_property
    def public_key(self) -> bytes:
        """The public key, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the signature, 64 bytes."""
        return self._key.sign(message)


def head_message(number: int, at: str, link: bytes, before: int) -> bytes:
    """Return what is signed: the JSON array of a purpose, an entry's number, when it was signed, the entry's hash as
    hexadecimal, and the number of the head before (0 for none)."""
    return orjson.dumps(["yumsync journal head", number, at, link.hex(), before])


class Heads:
    """The signed heads of one store."""

    def __init__(self, session: Session, signer: Signer) -> None:
        self._session, self._signer = session, signer

    @property
    def public_key(self) -> bytes:
        """The public key of this installation's heads."""
        return self._signer.public_key

    def latest(self) -> int:
        """Return the number of the entry that was signed last; 0 for none."""
        with self._session.reading() as connection:
            return int(_LATEST.run(connection).scalar_one())

    def sign(self, number: int, link: bytes) -> None:
        """Sign the entry of this number and hash, in the transaction under way."""
        at = self._session.time().isoformat(timespec="microseconds")
        with self._session.transaction() as connection:
            before = self.latest()
            signature = self._signer.sign(head_message(number, at, link, before))
            _ADD.run(connection, [(number, at, link, before, self.public_key, signature)])

    def all(self) -> list[Any]:
        """Return the heads as they are stored, in order; `entry` is the stored hash of the entry each was signed for,
        or of what is left of it, None where that is gone."""
        with self._session.reading() as connection:
            return list(_ALL.run(connection))

    def hand_over(self, number: int, public_key: bytes) -> None:
        """Introduce the key that signs all heads after that of this entry, in the transaction under way."""
        signature = self._signer.sign(introduction_message(number, public_key, self.public_key))
        introduce(self._session, number, public_key, self.public_key, signature)

    def succession(self) -> Succession:
        """Return which public key signs up to which entry."""
        return succession(self._session, self.public_key)

    @staticmethod
    def is_ours(row: Any, keys: Succession) -> bool:
        """Say whether a stored head is whole and signed by this installation, with the key of its time."""
        try:
            public = blob(row.public_key)
            message = head_message(row.no, row.at, blob(row.hash), row.before)
            return public == keys.at(row.no) and signed(public, blob(row.signature), message)
        except TypeError:  # a column holds another kind of value than it ever gets
            return False
