"""Where a run stands, on a terminal: what is being done, what became of what was sent, when it will be done."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from config.wording import Wording
from yumsync.cli.pace import Pace

BAR = 30
"""Columns of the bar."""

_COUNTED = {"settle": "answers", "compare": "compared", "outwait": "waited"}
"""What a stage counts, by its name; any other counts rows."""

A_SECOND = 4
"""How often the lines are drawn again."""


class Bar:
    """Shows the stage of a run as a few lines that are redrawn on standard error, and are gone when the run ends.

    `console` is where it draws, `clock` and `now` tell the time, for tests.
    """

    def __init__(
        self,
        wording: Wording,
        console: Any = None,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = datetime.now,
    ) -> None:
        from rich.console import Console  # noqa: PLC0415 -- a run without a terminal never draws
        from rich.live import Live  # noqa: PLC0415

        self._w, self._clock, self._now = wording, clock, now
        self._console = console or Console(stderr=True)
        self._begin("", None)
        self._live: Any = Live(
            console=self._console, transient=True, refresh_per_second=A_SECOND, get_renderable=self._drawn
        )

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin a stage; the lines of the one before it go."""
        self._begin(name, total)
        self._live.start()

    def advance(self, count: int, **facts: int) -> None:
        """Move on by `count`."""
        self._done += count
        self._facts.update(facts)
        self._pace.note(self._done)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        """Take the lines away."""
        self._live.stop()

    def lines(self) -> Iterator[str]:
        """Yield what stands below the bar."""
        if self._name != "deliver":
            yield self._say(_COUNTED.get(self._name, "rows"), count=self._done)
            return
        total = self._total or 0
        facts = self._facts
        parts = [self._say("sent", count=self._done), self._say("applied", count=facts["applied"])]
        parts += [self._say("accepted", count=facts["accepted"])] if facts["accepted"] else []
        parts += [self._say("rejected", count=facts["rejected"])]
        parts += [self._say("waiting", count=max(0, total - self._done))]
        yield " · ".join(parts)
        yield self._estimate(self._pace.left(total))

    # ── inside ───────────────────────────────────────────────────────────────────────────────────────────

    def _begin(self, name: str, total: int | None) -> None:
        self._name, self._total = name, total
        self._done, self._facts = 0, Counter[str]()
        self._pace = Pace(self._clock)

    def _drawn(self) -> Any:
        from rich.console import Group  # noqa: PLC0415
        from rich.padding import Padding  # noqa: PLC0415
        from rich.progress_bar import ProgressBar  # noqa: PLC0415
        from rich.table import Table  # noqa: PLC0415
        from rich.text import Text  # noqa: PLC0415

        if not self._name:
            return Text("")
        total = self._total
        head = Table.grid(padding=(0, 1))
        bar = ProgressBar(total or 1, min(self._done, total or 1), width=BAR, pulse=total is None)
        share = "" if total is None else f"{min(100, 100 * self._done // max(1, total))}%"
        head.add_row(Text(self._say(self._name)), bar, Text(share))
        return Group(head, *(Padding(Text(line), (0, 0, 0, 2)) for line in self.lines()))

    def _estimate(self, seconds: float | None) -> str:
        """When it will be done: rounded, and nothing before that is more than a guess."""
        if seconds is None:
            return self._say("left-unknown")
        if seconds < 60:
            return self._say("left-soon")
        minutes = ceil(seconds / 60)
        if minutes >= 60:
            minutes = 5 * ceil(minutes / 5)
        now = self._now()
        end = now + timedelta(minutes=minutes)
        hours, rest = divmod(minutes, 60)
        left = self._say("hours", hours=hours, minutes=rest) if hours else self._say("minutes", minutes=rest)
        when = end.strftime("%H:%M" if end.date() == now.date() else "%H:%M %d/%m")
        return self._say("left", left=left, when=when)

    def _say(self, code: str, **details: str | int) -> str:
        return self._w.say(f"progress-{code}", **details)
