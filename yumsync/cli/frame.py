"""The command line's frame: language, general options, and the one place where errors become words and exit codes.

The general options may stand before or after the verb. Help is worded only when it is asked for, so that the start of
a nightly run does not pay for it.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from config.wording import LANGUAGES, Wording
from sync.errors import YumsyncError
from yumsync.cli.face import Face, hang_up
from yumsync.exits import INTERRUPTED

_SWITCHES = {"--json": "--json", "--verbose": "--verbose", "-v": "--verbose"}
_VALUED = {"--config": "--config", "-c": "--config", "--lang": "--lang"}
_HELP = {"--help", "-h"}
_TWICE = "twice"
_ALONE = "NoArgsIsHelpError"
"""What the library raises for a verb that does nothing by itself: it explains what can be done with it."""


GARBAGE = 50_000
"""New containers between two searches for cyclic garbage."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the program on these arguments, by default the process's own, and end with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")  # a terminal without Vietnamese letters must not end a run
    # A run makes millions of short-lived values and hardly a cycle: the collector's usual rhythm costs a third of it.
    gc.set_threshold(GARBAGE, 20, 100)
    # The process gives back at once what it holds: to search all of it for garbage first takes a fifth of a second.
    atexit.register(gc.freeze)
    code = run(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        hang_up()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run the program on these arguments and return its exit code. Whatever goes wrong is said, never raised."""
    general, rest = parted(arguments)
    face = Face(Wording(language(general)))
    try:
        _take(general, face)
        return _carry_out(rest, face)
    except (Exception, KeyboardInterrupt) as error:
        from yumsync.cli.failing import report  # noqa: PLC0415 -- nothing has gone wrong in most runs

        return report(error, face, rest)


def parted(arguments: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """Part the general options, wherever they stand, from the verb and its own arguments.

    Returns the options by their long name, a switch with an empty value, and the rest in order. Of one that is given
    twice the first counts, and `twice` names it: where somebody is let call the program with a configuration, another
    one must not take its place.
    """
    general: dict[str, str] = {}
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        name, equals, value = argument.partition("=")
        if argument == "--":
            rest += [argument, *waiting]
        elif argument in _SWITCHES:
            general[_SWITCHES[argument]] = ""
        elif name in _VALUED:
            given = value if equals else next(waiting, None)
            if _VALUED[name] in general:
                general[_TWICE] = _VALUED[name]
            general.setdefault(_VALUED[name], "" if given is None else given)
        else:
            rest.append(argument)
    return general, rest


def language(general: dict[str, str]) -> str:
    """Return the language to speak: `--lang`, else `YUMSYNC_LANG`, else Vietnamese."""
    wanted = general.get("--lang") or os.environ.get("YUMSYNC_LANG", "")
    return wanted if wanted in LANGUAGES else LANGUAGES[0]


def _take(general: dict[str, str], face: Face) -> None:
    face.json = "--json" in general
    face.verbose = "--verbose" in general
    config = general.get("--config", os.environ.get("YUMSYNC_CONFIG") or None)
    if _TWICE in general:
        raise YumsyncError("usage-twice", name=general[_TWICE])
    for name in ("--config", "--lang"):
        if general.get(name) == "":
            raise YumsyncError("usage-needs-value", name=name)
    if general.get("--lang", LANGUAGES[0]) not in LANGUAGES:
        raise YumsyncError("usage-bad-value", name="--lang")
    face.config = Path(config) if config else None


def _carry_out(rest: list[str], face: Face) -> int:
    completing = "_YUMSYNC_COMPLETE" in os.environ or any("-completion" in each for each in rest)
    wants_help = not rest or completing or not _HELP.isdisjoint(rest)
    if rest == ["--version"]:
        from yumsync import __version__  # noqa: PLC0415

        print(f"yumsync {__version__}")  # noqa: T201
        return 0
    from yumsync.cli.verbs import command  # noqa: PLC0415 -- after the language is known

    face.helping = wants_help
    try:
        outcome = command(face, completing=completing or wants_help).main(
            args=rest, prog_name="yumsync", standalone_mode=False
        )
    except Exception as error:
        if type(error).__name__ != _ALONE:
            raise
        return _carry_out([*rest, "--help"], face)
    if outcome == INTERRUPTED:  # the library has caught the signal
        raise KeyboardInterrupt
    return int(outcome or 0)
