"""What a reconciliation asks of the state beside the ledger's entries."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping
from typing import Protocol

from sync.ports.plans import OperationInfo
from sync.values import PersonId


class Reconciling(Protocol):
    """Questions about everybody at once, answered without reading anybody's record."""

    def roll(self, run: int | None = None, within: Callable[[str], bool] | None = None) -> array[int]:
        """Return everybody who is to be found at the upstream, in rising order, eight bytes each: whom it confirmed
        and who stands on a list of its, whoever has an operation on its way, and whom `run` staged anything for.

        `within` is asked of each unit once, by the text that was sent: those confirmed in one of these, or on their
        way to one.
        """
        ...

    def under_way(self, run: int | None, persons: Collection[PersonId]) -> Mapping[PersonId, OperationInfo]:
        """Return each person's latest operation that `run` staged, or that is pending, sent, accepted or unknown,
        decrypted. Who has none is absent; what waits behind a question does not count."""
        ...
