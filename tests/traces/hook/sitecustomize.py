"""Put first on a process's path: writes down every command line it has or starts, and keeps every temporary file that
it removes."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

_TO, _TEMPORARY = os.environ.get("TRACES_TO", ""), os.environ.get("TMPDIR", "")
_numbers = count()
_busy: list[str] = []


def _note(event: str, arguments: tuple[Any, ...]) -> None:
    if _busy or event not in {"subprocess.Popen", "os.exec", "os.posix_spawn", "os.remove"}:
        return
    _busy.append(event)
    try:
        if event == "os.remove":
            _keep(*arguments)
        else:
            _write(repr(arguments[:2]).encode("utf-8", "surrogateescape"))
    finally:
        _busy.clear()


def _write(line: bytes) -> None:
    with open(f"{_TO}/argv-{os.getpid()}", "ab") as file:
        file.write(line + b"\n")


def _keep(path: Any, folder: int = -1) -> None:
    """Give a file that is about to be removed another name, under which it stays with all that is written to it."""
    base = os.readlink(f"/proc/self/fd/{folder}") if folder >= 0 else os.getcwd()
    whole = os.path.join(base, os.fsdecode(path))
    if os.path.realpath(whole).startswith(os.path.realpath(_TEMPORARY) + os.sep):
        with suppress(FileNotFoundError):
            os.link(whole, f"{_TO}/removed-{os.getpid()}-{next(_numbers)}")


if _TO:
    # A temporary file without a name is one that nobody could look into afterwards.
    tempfile._O_TMPFILE_WORKS = False  # type: ignore[attr-defined]
    _write(Path("/proc/self/cmdline").read_bytes())
    sys.addaudithook(_note)
