"""Which exchanges are struck, and by what: drawn from a seeded random source, so that a run can be run again."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from tests.proxy.faults import Fault

SHARES = (0.15, 0.3, 0.5, 0.75)
"""How many of the exchanges of a run are struck; one of these."""


@dataclass(frozen=True, slots=True)
class Strike:
    """A fault that strikes, and its lot."""

    fault: Fault
    lot: float


def strikes(faults: Sequence[Fault], chance: Random) -> Iterator[Strike | None]:
    """Yield for each exchange what strikes it, None for those that are left alone; without end."""
    share = chance.choice(SHARES)
    while True:
        struck, fault, lot = chance.random() < share, chance.choice(faults), chance.random()
        yield Strike(fault, lot) if struck else None


class Schedule:
    """The strikes of one run, handed out to the threads of a proxy one by one.

    A fault of connections waits for the next connection, any other for the next request.
    """

    def __init__(self, planned: Iterator[Strike | None]) -> None:
        self._planned = planned
        self._lock = threading.Lock()
        self._next = next(planned, None)
        self.struck: Counter[str] = Counter()

    @property
    def for_connection(self) -> Strike | None:
        """The strike that waits for the next connection, if that is what comes next."""
        waiting = self._next
        return waiting if waiting is not None and waiting.fault.connection is not None else None

    def on_connection(self) -> Strike | None:
        """Take what strikes a new connection."""
        with self._lock:
            return self._take() if self.for_connection else None

    def on_request(self) -> Strike | None:
        """Take what strikes a request."""
        with self._lock:
            return None if self.for_connection else self._take()

    def _take(self) -> Strike | None:
        taken, self._next = self._next, next(self._planned, None)
        if taken is not None:
            self.struck[taken.fault.name] += 1
        return taken
