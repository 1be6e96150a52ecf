"""Keyed hashes: of raw rows, of identifiers, of records.

BLAKE2b with a key, because an identifier or a row is guessable and a bare hash of it would give it away.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import blake2b
from struct import Struct

import orjson

from sync.values import PersonId, Record

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


_bound = Struct("<qq").pack

RecordDigest = Callable[[int, PersonId, Record], bytes]
"""What digests a record for the operation of a number and its person: see `record_digester`."""


def record_digester(key: bytes) -> RecordDigest:
    """Return a function that gives the 16-byte digest a record has in an operation.

    Two are equal where every value is, to the letter; a field that is stated to be empty counts like one that is not
    stated. The member code is no part of it: the upstream may give one of its own. Bound to the operation, so that
    equal records do not show, and the digest of one operation cannot stand for that of another.
    """
    copy = blake2b(key=key, digest_size=16).copy

    def digested(operation: int, person: PersonId, record: Record) -> bytes:
        stated = {**record}
        stated.pop("member_code", None)
        if not all(stated.values()):
            stated = {name: value for name, value in stated.items() if value}
        state = copy()
        state.update(_bound(operation, person) + _canonical(stated))
        return state.digest()

    return digested


def _canonical(stated: Record) -> bytes:
    """Return a record as JSON with its fields in order. Half a surrogate pair, which damaged files hold, stays."""
    try:
        return orjson.dumps(stated, option=orjson.OPT_SORT_KEYS)
    except TypeError:
        return json.dumps(stated, sort_keys=True).encode()


def digest(parts: Iterable[str]) -> bytes:
    """Return the 16-byte digest of a sequence of texts; the sequence's boundaries count."""
    return blake2b("\x1f".join(parts).encode(), digest_size=16).digest()
