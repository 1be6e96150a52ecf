"""The state file: how things stand, for monitors, and what each receiver was told. Nothing in it is personal.

It is replaced whole, so that a reader never finds half of one, and readable by everybody (0644).
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from sync.alarm.books import Book, Noted
from sync.alarm.conditions import Condition, Kind

_MODE = 0o644


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Let one process at a time tell what is in the file, so that nobody is told by two of them."""
    with path.with_name(f".{path.name}.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def read_books(path: Path) -> dict[str, Book]:
    """Return the books of a state file by their receivers; none where there is no such file, or it is none of ours:
    then everything that stands is told anew."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        told = orjson.loads(path.read_bytes())["told"]
        return {str(receiver): dict(map(_noted, entries)) for receiver, entries in told.items()}
    return {}


def write_state(path: Path, facts: Mapping[str, object], books: Mapping[str, Book]) -> None:
    """Replace the file: the facts by their names, and the books under `told`. Raises OSError."""
    told = {receiver: [_entry(*pair) for pair in book.items()] for receiver, book in books.items()}
    text = orjson.dumps({**facts, "told": told}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with half.open("wb") as file:
            os.fchmod(file.fileno(), _MODE)
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)


def _entry(condition: Condition, noted: Noted) -> dict[str, object]:
    return {
        "kind": condition.kind.value,
        "subject": condition.subject,
        "since": noted.since,
        "mark": noted.mark,
        "told": noted.told,
        "over": noted.over,
    }


def _noted(entry: Any) -> tuple[Condition, Noted]:
    over = None if entry["over"] is None else datetime.fromisoformat(entry["over"])
    condition = Condition(Kind(entry["kind"]), entry["subject"])
    return condition, Noted(datetime.fromisoformat(entry["since"]), entry["mark"], entry["told"], over)
