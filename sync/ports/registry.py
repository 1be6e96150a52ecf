"""Who somebody is: identifiers as keyed hashes, and the people they belong to."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from sync.values import PersonId


class IdentityKey(NamedTuple):
    """An identifier as the registry knows it: its kind and its keyed hash (16 bytes)."""

    kind: str
    hash: bytes


class Registry(Protocol):
    """Who is who: identity keys to people."""

    def find(self, keys: Collection[IdentityKey]) -> Mapping[IdentityKey, frozenset[PersonId]]:
        """Return the people known under each key; keys nobody has are absent. Keys staged by the run under way
        count, keys of other unreleased plans do not."""
        ...

    def allocate(self, count: int) -> Sequence[PersonId]:
        """Return `count` new person ids, never given before, in rising order."""
        ...
