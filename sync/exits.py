"""How a run ends, as a number that cron and scripts rely on, and which number says it where several do.

The table of codes is in `docs/exit-codes.md`; a test holds the two equal. A code never changes its meaning.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """What the program's exit code says."""

    IN_STEP = 0
    REJECTED = 1
    USAGE = 2
    HELD = 3
    UNAVAILABLE = 4
    LOCKED = 5
    AUDIT_FAILED = 6
    LIST_UNREADABLE = 7


_WORST_FIRST = (
    ExitCode.USAGE,
    ExitCode.LOCKED,
    ExitCode.AUDIT_FAILED,
    ExitCode.UNAVAILABLE,
    ExitCode.LIST_UNREADABLE,
    ExitCode.HELD,
    ExitCode.REJECTED,
    ExitCode.IN_STEP,
)


def worst(codes: Iterable[int]) -> ExitCode:
    """Return the one code that a run with several outcomes ends on; without any it is in step.

    A finished run ends on the first of 4, 7, 3, 1, 0 that occurred: what did not reach the upstream weighs more
    than a list that was not read, that more than a question to an officer, and that more than a refused record.
    The codes 2, 5 and 6 end a run before it is finished, and come before all of these. Raises ValueError for a
    number that is none of the codes.
    """
    found = {ExitCode(code) for code in codes}
    return next((code for code in _WORST_FIRST if code in found), ExitCode.IN_STEP)
