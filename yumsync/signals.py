"""How a run is told to end."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from types import FrameType

from yumsync.exits import INTERRUPTED


def stop_on_signals() -> Callable[[], bool]:
    """Let SIGTERM and SIGINT end a run between two batches. Returns what to ask.

    A second signal ends the process at once, without waiting for answers under way: what a killed run leaves behind
    the next one settles.
    """
    told: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        if told:
            os._exit(INTERRUPTED)
        told.append(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, note)
    return lambda: bool(told)
