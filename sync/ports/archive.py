"""The journal handed on and shortened: its chain link by link, what was signed, and pruning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sync.ports.journal import JournalEntry


@dataclass(frozen=True, slots=True)
class ChainLink:
    """One link of the chain, with what recomputing it takes.

    `said` are the parts of the entry as they are hashed, by name, and `entry` is the same to be read; both are None
    where it was pruned. `content` is the hash of what it says, None for one from before entries had a salt.
    """

    number: int
    hash: bytes
    content: bytes | None
    said: dict[str, object] | None
    entry: JournalEntry | None


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A signature under the journal up to the entry of this number and hash, made `at` this time as it is stored;
    `before` is the number of the head before, 0 for none."""

    number: int
    at: str
    hash: bytes
    before: int
    public_key: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Introduction:
    """A key that signs the heads after entry `number`, introduced by the key `before` it."""

    number: int
    public_key: bytes
    before: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Stretch:
    """The entries from `first` to `last`; the last one was signed."""

    first: int
    last: int


class Archive(Protocol):
    """What of the journal is handed on, and what of it is no longer kept."""

    def links(self) -> Iterator[ChainLink]:
        """Yield the whole chain in order, pruned entries too. Raises `StateError` (`state-journal-damaged`)."""
        ...

    def heads(self) -> Sequence[SignedHead]:
        """Return all signed heads in order."""
        ...

    def introductions(self) -> Sequence[Introduction]:
        """Return how each key that ever signed was introduced, but the first, in order."""
        ...

    def attest(self, manifest: bytes) -> bytes:
        """Return the signature under the manifest of a pack, with the key that signs heads today."""
        ...

    def prunable(self, before: datetime) -> Stretch | None:
        """Return the entries up to the last signed one of those written before a moment; None where there is none."""
        ...

    def prune(self, stretch: Stretch) -> None:
        """Remove entries and keep the links of the chain they were. An entry says so and is signed, all in one
        transaction. Raises ValueError unless they are the oldest ones and the last was signed."""
        ...
