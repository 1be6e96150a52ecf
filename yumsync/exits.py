"""How the program ends: from an error to an exit code and the error that explains it. The codes are `sync.exits`."""

from __future__ import annotations

import errno
import traceback
from pathlib import Path

from sync.errors import YumsyncError
from sync.exits import ExitCode

INTERRUPTED = 130
"""Stopped by Ctrl-C: the shell's own code for it."""

_OF_THE_MACHINE = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "file-forbidden",
    errno.EPERM: "file-forbidden",
    errno.EROFS: "file-forbidden",
    errno.ENOENT: "file-missing",
    errno.ENOTDIR: "file-missing",
}
"""What the operating system refuses, by its error number."""


def exit_code(error: BaseException) -> int:
    """Return the exit code of a program that ends on this error."""
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    return ExitCode(error.exit_code) if isinstance(error, YumsyncError) else ExitCode.USAGE


def explained(error: BaseException) -> YumsyncError:
    """Return an error as one that has a message: itself where it is ours.

    Of a foreign error only its kind and the line of ours it came from are kept. Its text is not: a database or a
    parser puts the very value it stumbled on into it.
    """
    if isinstance(error, YumsyncError):
        return error
    if isinstance(error, KeyboardInterrupt):
        return YumsyncError("interrupted")
    if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
        return YumsyncError(_OF_THE_MACHINE[error.errno], file=str(error.filename or "?"))
    return YumsyncError("unexpected", kind=type(error).__name__, where=where(error))


def where(error: BaseException) -> str:
    """Return the last line of the program's own that an error passed through: `sync/planning/planner.py:87`."""
    root = Path(__file__).resolve().parent
    homes = [root, *(root.parent / name for name in ("sync", "adapters", "state", "config", "standin"))]
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        home = next((home for home in homes if path.is_relative_to(home)), None)
        if home is not None:
            return f"{path.relative_to(home.parent).as_posix()}:{frame.lineno}"
    return "?"
