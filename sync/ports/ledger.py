"""What the upstream last confirmed of each person."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sync.charter import Status
from sync.values import LedgerEntry, ListKind, OperationType, PersonId, Record


@dataclass(frozen=True, slots=True)
class MovedCount:
    """How many people one line of the movement identity counts: operations of one type that were applied.

    `created` says that they stood on no list of members before, be they new to the upstream or gone from there;
    `status` is where they stand since.
    """

    type: OperationType
    unit: str
    left: str
    status: Status
    created: bool
    people: int


class Ledger(Protocol):
    """What the upstream last confirmed."""

    def version(self) -> int:
        """Return the ledger's version: it grows with every transaction that records a verdict."""
        ...

    def entries(self, persons: Collection[PersonId]) -> Mapping[PersonId, LedgerEntry]:
        """Return the entries of those people who have one, decrypted."""
        ...

    def members(self, units: Collection[str]) -> Mapping[PersonId, LedgerEntry]:
        """Return the entries of those who stand on the list of one of these units, by the texts that were sent."""
        ...

    def earlier(self, persons: Collection[PersonId]) -> Mapping[PersonId, Sequence[Record]]:
        """Return the records of those people that the upstream confirmed before the one it holds now, oldest first,
        since it was last taken for what it showed. Who has none is absent."""
        ...

    def scan(self) -> Iterator[LedgerEntry]:
        """Yield all entries in order of person, decrypted, without holding them all."""
        ...

    def count(self) -> Mapping[ListKind, int]:
        """Return how many people stand on the upstream's lists, by kind: those who left are not counted."""
        ...

    def units(self, persons: Collection[PersonId]) -> frozenset[str]:
        """Return the units in which these people are, as they were sent."""
        ...

    def strength(self) -> Mapping[str, int]:
        """Return how many members each unit has at the upstream."""
        ...

    def moved(self, since: datetime | None = None, until: datetime | None = None) -> Sequence[MovedCount]:
        """Return what was applied in the time from `since` to before `until`, counted by what the movement identity
        needs. Operations on youth are left out, records that changed nothing of membership too."""
        ...

    def has_moved(self) -> bool:
        """Whether anything was applied since the last run ended."""
        ...

    def strength_at(self, moment: datetime) -> Mapping[str, int]:
        """Return how many members each unit had when the last run before a moment ended; nothing before the first."""
        ...
