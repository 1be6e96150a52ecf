"""Taking out all that is kept of one person, and remembering only that it was done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sync.ports.registry import IdentityKey
from sync.values import PersonId

Naming = Callable[[str], bool]
"""Whether a text names the person: by name, number, or way to reach them."""


@dataclass(frozen=True, slots=True)
class Tombstone:
    """That somebody was erased: when, by which account, on which decision. It tells nothing of who they were.

    `reason` is kept sealed. The keyed hashes of their identifiers stay beside it, so that a list that still has them
    does not create them anew unseen.
    """

    person: PersonId
    at: datetime
    who: str
    decision_no: str
    reason: str


@dataclass(frozen=True, slots=True)
class Erased:
    """What was taken out: how many operations, open questions and officers' decisions, and how many words of the
    upstream about other people that named this one."""

    operations: int
    holds: int
    decisions: int
    words: int


class Erasures(Protocol):
    """What is erased, and what was."""

    on_server: bool
    """Whether a server keeps the database, and with it a log and perhaps copies that `purge` does not reach."""

    def blocking(self, person: PersonId) -> Sequence[str]:
        """Return the keys of the batches that hold somebody's data and wait for a verdict, on anybody in them: their
        exact bytes are needed until then."""
        ...

    def erase(self, person: PersonId, names: Naming, *, decision_no: str, reason: str) -> Erased:
        """Take out all that is kept of a person, in one transaction with the journal's entry, and leave a tombstone.

        A plan that was not carried out is superseded. What others' questions, decisions and refusals say is taken out
        where it `names` the person. The bytes are gone once `purge` has run. Raises `LeaseLost` without the lease,
        and `StateError` `erase-unsettled` while there is anything `blocking`.
        """
        ...

    def purge(self) -> None:
        """Rewrite what the database keeps on its disk, so that nothing taken out can be read back from there. Does
        nothing where nothing was erased since it last ran to its end. Raises `Busy` while another process reads, and
        `StateError`."""
        ...

    def unpurged(self) -> bool:
        """Whether something was erased whose bytes may still be on the disk."""
        ...

    def tombstones(self) -> Sequence[Tombstone]:
        """Return every tombstone, oldest first."""
        ...

    def under(self, keys: Collection[IdentityKey]) -> Mapping[IdentityKey, Tombstone]:
        """Return who was erased that was known under these keys."""
        ...
