"""What a reconciliation asks of the state beside the ledger's entries."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple, Protocol

from sync.charter import Status
from sync.ports.plans import OperationInfo
from sync.values import ListKind, PersonId


class Confirmed(NamedTuple):
    """What the upstream last confirmed of one person, and by which operation; the record as the digest it has in that
    (`sync.fingerprint`)."""

    operation: int
    unit: str
    kind: ListKind
    status: Status
    member_code: str | None
    reference: str | None
    digest: bytes


class Reconciling(Protocol):
    """Questions about everybody at once, answered without reading anybody's record."""

    def roll(self, run: int | None = None, within: Callable[[str], bool] | None = None) -> array[int]:
        """Return everybody who is to be found at the upstream, in rising order, eight bytes each: whom it confirmed
        and who stands on a list of its, whoever has an operation on its way, and whom `run` staged anything for.

        `within` is asked of each unit once, by the text that was sent: those confirmed in one of these, or on their
        way to one.
        """
        ...

    def confirmed(self, persons: Collection[PersonId]) -> Mapping[PersonId, Confirmed]:
        """Return what was confirmed of those people whose record has a digest; of a record from before there were
        digests, and of who is not in the ledger, nothing."""
        ...

    def under_way(self, run: int | None, persons: Collection[PersonId]) -> Mapping[PersonId, Sequence[OperationInfo]]:
        """Return each person's operations that `run` staged, or that are pending, sent, accepted or unknown, in their
        order, decrypted. Who has none is absent; what waits behind a question does not count."""
        ...

    def came_back(self) -> frozenset[str]:
        """Return the fields that the upstream was ever seen to show of anybody, by the comparisons made so far."""
        ...

    def remember(self, fields: Collection[str]) -> None:
        """Write down that the upstream was seen to show these fields, beside those it was seen to show before."""
        ...
