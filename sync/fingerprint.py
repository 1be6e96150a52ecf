"""Keyed hashes: of raw rows and of identifiers.

BLAKE2b with a key, because an identifier or a row is guessable and a bare hash of it would give it away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from hashlib import blake2b

ROW_BYTES = 16
"""Length of a raw row's fingerprint: 128 bits, so that a set of millions has no chance collision."""

NEVER_SEEN = bytes(ROW_BYTES)
"""The fingerprint of a row that must be cleaned again next time: no row hashes to it."""

_ABSENT = bytes(8)
"""Begins what stands in place of a fingerprint for somebody absent: no row hashes to that either."""


def absent(run: int) -> bytes:
    """Return what stands in place of a row's fingerprint for somebody who is absent since a run."""
    return _ABSENT + run.to_bytes(ROW_BYTES - len(_ABSENT))


def absent_since(fingerprint: bytes | bytearray) -> int:
    """Return the run since which somebody is absent; 0 for the fingerprint of a row."""
    begins = fingerprint[: len(_ABSENT)] == _ABSENT
    return int.from_bytes(fingerprint[len(_ABSENT) :]) if begins else 0


def row_hasher(key: bytes, salt: bytes) -> Callable[[Iterable[bytes]], list[bytes]]:
    """Return a function that fingerprints raw rows, many at a time.

    `salt` is a digest of everything besides the row that decides what it means: cleaning version, fields,
    headers and their order, code lists, the unit a list stands for.
    """
    prepared = blake2b(key=key, digest_size=ROW_BYTES)
    prepared.update(blake2b(salt, digest_size=32).digest())

    def hashes(rows: Iterable[bytes]) -> list[bytes]:
        found: list[bytes] = []
        append, copy = found.append, prepared.copy
        for row in rows:
            state = copy()
            state.update(row)
            append(state.digest())
        return found

    return hashes


def identifier_hash(key: bytes, kind: str, text: str) -> bytes:
    """Return the 16-byte keyed hash under which an identifier is stored and found."""
    state = _keyed(key, kind).copy()
    state.update(text.encode())
    return state.digest()


@cache
def _keyed(key: bytes, kind: str) -> blake2b:
    """The hash of identifiers of one kind, up to where their text begins."""
    state = blake2b(key=key, digest_size=16)
    state.update(f"{kind}\x1f".encode())
    return state


def digest(parts: Iterable[str]) -> bytes:
    """Return the 16-byte digest of a sequence of texts; the sequence's boundaries count."""
    return blake2b("\x1f".join(parts).encode(), digest_size=16).digest()
