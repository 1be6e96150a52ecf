"""How long what is left will take, judged by what was done lately."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

FIRST = 8.0
"""Seconds before anything is said: until then it would be a guess."""

MARKS = 4
"""How often something must have been done before anything is said."""

WINDOW = 60.0
"""Seconds that count as lately: an upstream that became slower, or well again, shows within them."""


class Pace:
    """The pace of one stage. `clock` gives seconds that only rise."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._begun = clock()
        self._marks: deque[tuple[float, int]] = deque([(self._begun, 0)])

    def note(self, done: int) -> None:
        """Remember how much is done by now."""
        now = self._clock()
        self._marks.append((now, done))
        while len(self._marks) > MARKS + 1 and self._marks[1][0] <= now - WINDOW:
            self._marks.popleft()

    def left(self, total: int) -> float | None:
        """Return in how many seconds `total` will be done at the pace of lately; None while nobody can know."""
        now, (since, before), (_, done) = self._clock(), self._marks[0], self._marks[-1]
        if now - self._begun < FIRST or len(self._marks) <= MARKS or done <= before:
            return None
        return max(0, total - done) * (now - since) / (done - before)
