"""How much is sent at once: within the profile's limits, as much as the upstream carries.

Additive increase, multiplicative decrease. A busy upstream gets half as many requests at a time; a batch that takes
longer than it should, or whose answer is lost, is followed by smaller ones. Each good answer gives a part back, up to
what the profile allows. A size the upstream called too large is not tried again in the run.
"""

from __future__ import annotations

from dataclasses import replace

from sync.values import Limits

BATCH_SECONDS = 10.0
"""How long a batch may take, so that a stop, a lost answer or a refusal costs no more than this much work."""


class Pace:
    """The limits of the moment, from the answers so far."""

    def __init__(self, allowed: Limits, batch_seconds: float = BATCH_SECONDS) -> None:
        self._allowed = allowed
        self._seconds = batch_seconds
        self._good = 0
        self.limits = allowed

    def passed(self, operations: int, seconds: float) -> None:
        """Note a batch that was answered, how many operations it held and how many seconds its answer took."""
        size, width = self.limits.batch_size, self.limits.concurrency
        if seconds > self._seconds:
            size = max(1, size // 2, int(operations * self._seconds / seconds))
        elif operations >= size and seconds <= self._seconds / 2:
            size = min(self._allowed.batch_size, size * 2)
        self._good += 1
        if self._good >= width:
            width, self._good = min(self._allowed.concurrency, width + 1), 0
        self._set(size, width)

    def busy(self) -> None:
        """Note that the upstream asked to be left alone."""
        self._good = 0
        self._set(self.limits.batch_size, self.limits.concurrency // 2)

    def lost(self, operations: int) -> None:
        """Note a batch whose answer did not come."""
        self._good = 0
        self._set(min(self.limits.batch_size, operations // 2), self.limits.concurrency // 2)

    def too_large(self, operations: int) -> None:
        """Note a batch that was called too large."""
        half = max(1, operations // 2)
        self._allowed = replace(self._allowed, batch_size=min(self._allowed.batch_size, half))
        self._set(self.limits.batch_size, self.limits.concurrency)

    def _set(self, size: int, width: int) -> None:
        size = max(1, min(size, self._allowed.batch_size))
        self.limits = replace(self.limits, batch_size=size, concurrency=max(1, width))
