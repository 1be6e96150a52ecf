"""What an entry of the journal says, and how it is linked to the one before by SHA-256.

What it says is hashed with a random salt of its own, and this hash is linked. So an entry can be left out of what is
handed over, or be pruned, while everybody can still recompute the chain, and nobody can guess what it said.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import orjson

SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says, each part as it is stored. Entries from before there were salts have none."""

    number: int
    at: str
    event: str
    run: int | None
    who: str
    facts: str
    salt: bytes | None

    def content(self) -> bytes:
        """Return the SHA-256 of the JSON array of the parts, the salt as hexadecimal. Raises TypeError without one,
        and for a part that is not of its kind."""
        return sha256(orjson.dumps([*self._parts(), blob(self.salt).hex()])).digest()

    def link(self, previous: bytes) -> bytes:
        """Return the hash of the entry: the SHA-256 of the JSON array of its number, its content's hash and the hash
        before, both as hexadecimal. Without a salt, that of the parts and the hash before. Raises TypeError."""
        if self.salt is None:
            return sha256(orjson.dumps([*self._parts(), previous.hex()])).digest()
        return link_hash(self.number, self.content(), previous)

    def _parts(self) -> list[object]:
        return [self.number, self.at, self.event, self.run, self.who, self.facts]


def said(row: Any) -> Said:
    """Return what a stored entry says."""
    return Said(row.no, row.at, row.event, row.run, row.who, row.facts, row.salt)


def link_hash(number: int, content: bytes, previous: bytes) -> bytes:
    """Return the hash of an entry of which only the hash of its content is known."""
    return sha256(orjson.dumps([number, content.hex(), previous.hex()])).digest()


def blob(value: object) -> bytes:
    """Return a stored value as the bytes it has to be. Raises TypeError for any other."""
    if not isinstance(value, bytes):
        raise TypeError
    return value
