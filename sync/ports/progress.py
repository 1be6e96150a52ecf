"""Where a long run stands, for a person to look at."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Where a long run stands, for a person to look at. Must be cheap: called for every batch and chunk."""

    def stage(self, name: str, total: int | None = None) -> None:
        """A new stage begins: `settle` (what was sent before), `read`, `deliver`, `outwait` (what may still take
        effect); `total` in rows, operations or seconds where it is known."""
        ...

    def advance(self, count: int, **facts: int) -> None:
        """`count` more are done; while delivering, `facts` say how many of them were applied, accepted, rejected."""
        ...
