"""Keeping within what an upstream allows in a stretch of time."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from threading import Lock

from config.profile.requests import Rate


class Limiter:
    """Lets at most so many requests begin in any stretch of so many seconds. Safe to use from several threads."""

    def __init__(
        self,
        rate: Rate,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._seconds = rate.seconds
        self._times: deque[float] = deque(maxlen=rate.requests)
        self._clock = clock
        self._sleep = sleep
        self._lock = Lock()

    def wait(self) -> None:
        """Return once the next request may begin."""
        with self._lock:
            now = self._clock()
            full = len(self._times) == self._times.maxlen
            begins = max(now, self._times[0] + self._seconds) if full else now
            self._times.append(begins)
        if begins > now:
            self._sleep(begins - now)
