"""Raw rows that need no cleaning."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SeenRows:
    """What the last confirmed run saw on one list: row fingerprints (16 bytes each, packed) and whose they are.

    A fingerprint of zeros says: this person was on the list, the row must be cleaned again; one that begins with
    eight zeros: they are absent since the run it names (`sync.fingerprint.absent`).
    """

    fingerprints: bytes | bytearray = b""
    persons: array[int] = field(default_factory=lambda: array("q"))


class Seen(Protocol):
    """Raw rows that need no cleaning, because their meaning is what the ledger holds."""

    def load(self, list_name: str) -> SeenRows:
        """Return the list's seen rows. The fingerprint of a person whose ledger entry changed after they were
        written is given as zeros, unless they are absent."""
        ...

    def lists(self) -> frozenset[str]:
        """Return the names of the lists on which the last confirmed run saw anybody."""
        ...

    def propose(self, run: int, list_name: str, rows: SeenRows) -> None:
        """Stage the list's rows as this run saw them. `Runs.finish` makes them the seen rows, with zeros for
        every person whose operation of this run, or any open operation, is not applied."""
        ...
