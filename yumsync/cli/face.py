"""What every verb is given: the language, the general options, and the ways to answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from config.wording import Wording
from sync.ports import Progress
from yumsync.log import Log

if TYPE_CHECKING:
    from yumsync.bootstrap import App
    from yumsync.cli.checkscreen import CheckScreen
    from yumsync.cli.render import Screen


@dataclass
class Face:
    """One call of the program, as its user sees it."""

    wording: Wording
    json: bool = False
    verbose: bool = False
    config: Path | None = None
    helping: bool = False

    def help(self, name: str) -> str:
        """Return a help text (`help-<name>`); nothing when nobody asked for help."""
        return self.wording.say(f"help-{name}") if self.helping else ""

    @property
    def screen(self) -> Screen:
        """What draws reports in this language."""
        return self.screen_of()

    def screen_of(self, *, whole: bool = False) -> Screen:
        """What draws reports in this language, a `whole` one with nothing left out."""
        from yumsync.cli.render import Screen  # noqa: PLC0415

        return Screen(self.wording, whole=whole)

    @property
    def check_screen(self) -> CheckScreen:
        """What draws the report of a check in this language, as wide as the terminal."""
        from yumsync.cli.checkscreen import CheckScreen  # noqa: PLC0415

        return CheckScreen(self.wording)

    @contextmanager
    def open(self, *, stop: Callable[[], bool] | None = None, progress: bool = False) -> Iterator[App]:
        """Give the wired program over the configuration asked for, and close it afterwards.

        A progress bar is shown on a terminal, and never where JSON is wanted. Raises ConfigError.
        """
        from yumsync.bootstrap import open_app  # noqa: PLC0415

        with ExitStack() as closing:
            bar = closing.enter_context(self.bar()) if progress else None
            yield closing.enter_context(open_app(self.config, progress=bar, stop=stop))

    @contextmanager
    def bar(self) -> Iterator[Progress | None]:
        """Show a progress bar on a terminal; give None where nobody would see it, or JSON is wanted."""
        if self.json or not sys.stderr.isatty():
            yield None
            return
        from yumsync.cli.progress import Bar  # noqa: PLC0415

        with Bar(self.wording) as bar:
            yield bar

    def log(self, level: str) -> Log:
        """Return the technical log. On a terminal, where the screen tells what happened, only warnings go there."""
        if self.verbose:
            return Log("debug")
        return Log("warning" if sys.stderr.isatty() and level in {"debug", "info"} else level)

    def answer(self, value: object, lines: Iterable[str]) -> None:
        """Print a report: as JSON where that was asked for, else its lines."""
        if self.json:
            from yumsync.cli.render import as_json  # noqa: PLC0415

            self.print_json(as_json(value))
        else:
            self.print(lines)

    def print(self, lines: Iterable[str] | str) -> None:
        """Print lines to standard output. A reader who went away (`| head`) is no error and changes no exit code."""
        try:
            for line in [lines] if isinstance(lines, str) else lines:
                sys.stdout.write(line + "\n")
        except BrokenPipeError:
            hang_up()

    def print_json(self, value: object) -> None:
        """Print one JSON document to standard output."""
        import json  # noqa: PLC0415

        self.print(json.dumps(value, ensure_ascii=False, indent=2))

    def complain(self, lines: Sequence[str]) -> None:
        """Print lines to standard error."""
        for line in lines:
            sys.stderr.write(line + "\n")


def hang_up() -> None:
    """Let what is still to be printed go nowhere: nobody reads it any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
