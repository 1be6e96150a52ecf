"""Whether the state was restored from a backup and not compared with the upstream since."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Restoring(Protocol):
    """A restored state knows nothing of what the upstream confirmed after the backup was made.

    Who was created there since would be created once more, and who was moved or left would be taken back. So nothing
    is sent until the state was compared with the upstream.
    """

    def made(self) -> datetime | None:
        """Return when the backup was made that this state was restored from; None where it was not, or was compared
        with the upstream since."""
        ...

    def mark(self, made: datetime, *, nothing_sent: bool = False) -> None:
        """Write down that the state was restored from a backup made at this moment. Where somebody says that
        `nothing_sent` since, there is nothing to compare."""
        ...

    def compared(self) -> None:
        """Write down that the state was compared with the upstream and holds what that shows; does nothing where it
        was not restored."""
        ...
