"""The journal: everything that changed state, each entry chained to the one before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sync.audit import Examination, Fingerprint, Head, JournalQuery


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One link of the journal: `hash` covers the entry and `previous`, the hash before it (32 bytes each)."""

    number: int
    at: datetime
    event: str
    run: int | None
    who: str
    facts: Mapping[str, object]
    previous: bytes
    hash: bytes


class Journal(Protocol):
    """Everything that changed state, in order, each entry chained to the one before.

    `public_key` is the Ed25519 key (32 bytes) that signed heads are checked with.
    """

    @property
    def public_key(self) -> bytes: ...

    def append(self, event: str, facts: Mapping[str, object], run: int | None = None, who: str = "") -> None:
        """Append an entry in the transaction under way, or in one of its own. `facts` hold no personal value."""
        ...

    def sign(self) -> None:
        """Sign the newest entry as a head: whoever has the public key can tell later that it was so."""
        ...

    def entries(self, after: int = 0) -> Iterator[JournalEntry]:
        """Yield entries in order."""
        ...

    def find(self, query: JournalQuery) -> Sequence[JournalEntry]:
        """Return the latest entries that fit, in order. Raises `StateError` (`state-journal-damaged`)."""
        ...

    def newest(self) -> Head | None:
        """Return the journal's end; None while it is empty."""
        ...

    def signed(self) -> int:
        """Return the number of the entry that was signed last; 0 for none."""
        ...

    def examine(self, since: Fingerprint | None = None) -> Examination:
        """Look for whatever was done to the journal behind the program's back; with a fingerprint also whether this
        is the history it was printed of."""
        ...

    def verify(self) -> tuple[int, int | None]:
        """Walk the chain; return how many entries there are and the number of the first that does not fit."""
        ...
