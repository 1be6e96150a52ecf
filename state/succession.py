"""Which public key signs heads up to which entry: each key but the first was introduced by the one before.

An introduction is signed with the key that gives way, so that whoever holds any later public key can follow them back
to the first head, and whoever wrote down an earlier one can follow them to today's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import select

from state.bulk import Insert, Statement
from state.session import Session
from state.tables import signing_key

_ALL = Statement(lambda _: select(signing_key).order_by(signing_key.c.no))
_ADD = Insert(signing_key, "no", "public_key", "before", "signature")


def introduction_message(number: int, public_key: bytes, before: bytes) -> bytes:
    """Return what is signed: the JSON array of a purpose, the number of the last entry the key before signs, and both
    public keys as hexadecimal."""
    return orjson.dumps(["yumsync journal key", number, public_key.hex(), before.hex()])


def signed(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether a signature is that of a message."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Succession:
    """Public keys in order, each with the number of the last entry it signs; None for today's."""

    keys: Sequence[tuple[int | None, bytes]]

    def at(self, number: int) -> bytes | None:
        """Return the public key that signs the head of an entry; None where no chain of introductions leads to it."""
        for last, key in self.keys:
            if last is None or number <= last:
                return key or None
        return None


def succession(session: Session, today: bytes) -> Succession:
    """Return the keys that introductions lead to from today's, backwards. Before one that does not fit no key is
    known."""
    with session.reading() as connection:
        rows: list[Any] = list(_ALL.run(connection))
    keys: list[tuple[int | None, bytes]] = [(None, today)]
    for row in reversed(rows):
        known = keys[-1][1]
        fits = known and _fits(row, known)
        keys.append((row.no, bytes(row.before) if fits else b""))
    return Succession(keys[::-1])


def introduce(session: Session, number: int, public_key: bytes, before: bytes, signature: bytes) -> None:
    """Keep an introduction, in the transaction under way."""
    with session.transaction() as connection:
        _ADD.run(connection, [(number, public_key, before, signature)])


def _fits(row: Any, known: bytes) -> bool:
    parts = row.public_key, row.before, row.signature
    if not all(isinstance(part, bytes) for part in parts) or row.public_key != known:
        return False
    return signed(row.before, row.signature, introduction_message(row.no, row.public_key, row.before))
