"""What officers decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from sync.values import OfficerDecision


class Decisions(Protocol):
    """What officers decided about holds. A decision stands until it is withdrawn or replaced."""

    def record(self, decision: OfficerDecision) -> OfficerDecision:
        """Keep a decision, with the time and who made it, and return it so; one that stood for the same question is
        ended. Fenced by the lease, and in the journal without personal values."""
        ...

    def withdraw(self, number: int) -> OfficerDecision | None:
        """End a decision that stands and return it; None when there is none of this number that stands. Fenced by
        the lease, and in the journal."""
        ...

    def standing(self) -> Sequence[OfficerDecision]:
        """Return the decisions that stand, oldest first, decrypted."""
        ...

    def every(self) -> Iterator[OfficerDecision]:
        """Yield all decisions ever made, also those that were ended, oldest first, decrypted."""
        ...
