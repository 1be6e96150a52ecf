"""The technical log: events with facts, to standard error, and never a personal value.

An event is named `noun.verb`, such as `run.finished`; its facts are numbers and codes. This is the program's one door
to a log. Whatever key is not on the list below is withheld, and named as withheld, so that nobody's data can slip
out by a new line of code; so is text under a known key that does not look like a code.

On a terminal lines are for reading, elsewhere they are JSON. structlog is loaded when the first event is written.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

LEVELS = ("debug", "info", "warning", "error")
"""From the least to the most important."""

_NUMBERS = """
accepted answered applied attempts batch batches bytes cosmetic count created dead exit_code files held holds in_error
in_step in_transit known_members ledger_version left lists missing moved number operations outcome pending pid
problems read rejected repeated requests retry_after rows seconds sent set_aside status still_refused unchanged
unknown unmatched unread updated version waiting
"""
NUMBERS = frozenset(_NUMBERS.split())
"""Keys that may hold a number."""

CODES = frozenset({"code", "error", "key", "kind", "level", "list", "mode", "run", "stage", "state", "verb", "where"})
"""Keys that may hold a code, a key or a name of the configuration, or a place in the program."""

_EVENT = re.compile(r"[a-z][a-z-]*(\.[a-z][a-z-]*)+\Z")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:/\[\]#-]{0,79}\Z")
_LONG_NUMBER = re.compile(r"(?<![A-Za-z0-9])\d{7,}(?![A-Za-z0-9])")
_LARGEST = 10**9
_OWN = frozenset({"event", "level", "timestamp"})

Event = MutableMapping[str, Any]


def withhold(_logger: object, _method: str, event: Event) -> Event:
    """Keep of an event only what cannot be personal; `withheld` names the keys that were taken out.

    A processor of structlog. An event whose name is not `noun.verb` is a sentence somebody built, and is withheld
    whole.
    """
    kept: dict[str, Any] = {}
    withheld: list[str] = []
    for name, value in event.items():
        if name in _OWN or _allowed(name, value):
            kept[name] = value
        else:
            withheld.append(name if _CODE.match(name) and not _LONG_NUMBER.search(name) else "?")
    if not _EVENT.match(str(kept.get("event", ""))):
        kept["event"] = "event.withheld"
    if withheld:
        kept["withheld"] = sorted(withheld)
    return kept


def _allowed(name: str, value: object) -> bool:
    if isinstance(value, Mapping):
        return name == "counts" and all(key in NUMBERS and _allowed(key, each) for key, each in value.items())
    if name in NUMBERS:
        return value is None or (isinstance(value, int | float) and (abs(value) < _LARGEST or name == "bytes"))
    if name in CODES and isinstance(value, str):
        return bool(_CODE.match(value)) and not _LONG_NUMBER.search(value)
    return False


class Log:
    """A log at a level, on a stream. Cheap to make, and silent below its level without loading anything."""

    def __init__(self, level: str = "info", stream: TextIO | None = None) -> None:
        self._least = LEVELS.index(level) if level in LEVELS else LEVELS.index("info")
        self._stream = stream
        self._logger: Any = None

    def debug(self, event: str, **facts: object) -> None:
        """Write what helps to follow a run step by step."""
        self._write("debug", event, facts)

    def info(self, event: str, **facts: object) -> None:
        """Write what happened as it should."""
        self._write("info", event, facts)

    def warning(self, event: str, **facts: object) -> None:
        """Write what someone should look at."""
        self._write("warning", event, facts)

    def error(self, event: str, **facts: object) -> None:
        """Write what ended the program."""
        self._write("error", event, facts)

    def _write(self, level: str, event: str, facts: Mapping[str, object]) -> None:
        if LEVELS.index(level) < self._least:
            return
        if self._logger is None:
            self._logger = make_logger(self._stream or sys.stderr)
        getattr(self._logger, level)(event, **facts)


def make_logger(stream: TextIO) -> Any:
    """Return a structlog logger that writes what `withhold` leaves: for reading on a terminal, else JSON lines."""
    import structlog  # noqa: PLC0415 -- 130 ms, most of it for tracebacks that are never written

    terminal = stream.isatty()
    render: Any = (
        structlog.dev.ConsoleRenderer(colors=True)
        if terminal
        else structlog.processors.JSONRenderer(sort_keys=True, ensure_ascii=False)
    )
    return structlog.wrap_logger(
        structlog.WriteLogger(stream),
        processors=[
            withhold,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=not terminal),
            render,
        ],
        wrapper_class=structlog.BoundLogger,
    )
