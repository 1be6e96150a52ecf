"""Who may write: one run at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lease, and until when."""

    owner: str
    host: str
    pid: int
    until: datetime


class Lease(Protocol):
    """At most one run writes at a time. Every transaction of the holder is fenced by it."""

    def acquire(self, seconds: float) -> None:
        """Take the lease for `seconds` from now; each later transaction renews it.

        A lease that ran out, or whose process on this same host is gone, is taken over. Raises `Busy`,
        naming the holder, when another run has it.
        """
        ...

    def release(self) -> None:
        """Give the lease back; does nothing when it is no longer ours."""
        ...

    def holder(self) -> Holder | None:
        """Return who holds it now."""
        ...
