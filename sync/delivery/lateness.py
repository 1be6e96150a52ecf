"""For how long something may still come of a batch that was not, or not wholly, answered.

A request whose answer was lost may take effect after it was given up. Where a batch is read back, that nothing is
seen of it means nothing until then (`Promises.late`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sync.values import Batch, Verdict


class Lateness:
    """The waits of one run. `late` is for how many seconds a request that was given up may take effect, `clock` the
    run's own, which nobody sets."""

    def __init__(self, late: float, clock: Callable[[], float]) -> None:
        self._late, self._clock = late, clock
        self._missed: dict[int, float] = {}
        self._asked: dict[int, float] = {}
        self._unseen: set[int] = set()

    def miss(self, batch: Batch, told: Iterable[Verdict] = ()) -> None:
        """Note when this run missed an answer, where not every operation was told of."""
        if not {one.operation for one in told}.issuperset(batch.ids):
            self._missed.setdefault(batch.number, self._clock())

    def is_over(self, batch: Batch) -> bool:
        """Whether nothing can come any more of a batch of which nothing was seen; noted where something can."""
        if self._left(batch) > 0:
            self._unseen.add(batch.number)
            return False
        return True

    def left(self, batches: Iterable[Batch]) -> float:
        """Return for how many seconds something may still come of any of those that were not over."""
        return max((self._left(one) for one in batches if one.number in self._unseen), default=0.0)

    def _left(self, batch: Batch) -> float:
        """Of one this run sent only its own clock tells, since that of the machine may be put forward. Of one an
        earlier run sent both may tell: where the machine's was put back, this run has waited long enough all the
        same."""
        now = self._clock()
        if batch.number in self._missed:
            waited = now - self._missed[batch.number]
        else:
            waited = max(batch.age, now - self._asked.setdefault(batch.number, now))
        return self._late - waited
