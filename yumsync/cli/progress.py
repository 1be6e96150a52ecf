"""A progress bar on a terminal: what is being done, how far it is, how long it will take."""

from __future__ import annotations

from typing import Any

from config.wording import Wording


class Bar:
    """Shows each stage of a run as one line that is redrawn on standard error, and is gone when the run ends."""

    def __init__(self, wording: Wording) -> None:
        from rich.console import Console  # noqa: PLC0415 -- a run without a terminal never draws
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415
        from rich.progress import Progress as Lines  # noqa: PLC0415

        self._wording = wording
        self._lines: Any = Lines(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task: Any = None

    def stage(self, name: str, total: int | None = None) -> None:
        """Begin a stage; the line of the one before it goes."""
        self._lines.start()
        if self._task is not None:
            self._lines.remove_task(self._task)
        self._task = self._lines.add_task(self._wording.say(f"progress-{name}"), total=total)

    def advance(self, count: int, **facts: int) -> None:
        """Move on by `count`."""
        if self._task is not None:
            self._lines.advance(self._task, count)

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away."""
        self._lines.stop()
