"""Going on with an iterator in a second process, so that a long list is read while it is decided about.

The second process is this one's twin: it goes on where the iterator stands, with all that is in memory, and sends
what it yields through a pipe. It decides nothing and touches no state; it ends when nobody reads on, also when the
first one was killed. Only Linux, and only a process of one thread, is divided so.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import IO, NoReturn, TypeVar

from sync.errors import YumsyncError

Item = TypeVar("Item")

SOON = 5
"""Items that are taken before a second process is worth its start."""

_BUFFER = 1 << 20
_MORE, _LAST, _FAILED = range(3)


def ahead(items: Iterator[Item]) -> Iterator[Item]:
    """Yield the same items in the same order, made in a second process once there are many of them.

    What the iterator raises is raised here. Raises `YumsyncError` (`reading-ended`) where the second process is gone
    before its end. The items must be picklable, and taking them must change nothing that others look at.
    """
    first = list(islice(items, SOON))
    yield from first
    if len(first) < SOON:
        return
    if sys.platform != "linux" or threading.active_count() > 1 or (os.cpu_count() or 1) < 2:
        yield from items
        return
    source, sink = os.pipe()
    with suppress(OSError):
        import fcntl  # noqa: PLC0415 - not on every system

        fcntl.fcntl(sink, fcntl.F_SETPIPE_SZ, _BUFFER)
    twin = os.fork()
    if not twin:
        os.close(source)
        _serve(items, sink)
    os.close(sink)
    try:
        with os.fdopen(source, "rb", _BUFFER) as pipe:
            yield from _received(pipe)
    finally:
        os.waitpid(twin, 0)


def _received(pipe: IO[bytes]) -> Iterator[Item]:
    while True:
        try:
            kind, value = pickle.load(pipe)  # noqa: S301 - from our own twin
        except (EOFError, pickle.UnpicklingError) as error:
            raise YumsyncError("reading-ended") from error
        if kind == _FAILED:
            raise value
        if kind == _LAST:
            return
        yield value


def _serve(items: Iterator[Item], sink: int) -> NoReturn:
    """Send everything and end at once: what the first process has open is its own to close."""
    # Whoever tells the run to end tells the first process too; this one follows it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    code = 1
    with suppress(BaseException), os.fdopen(sink, "wb", _BUFFER) as pipe:
        try:
            for item in items:
                pickle.dump((_MORE, item), pipe, pickle.HIGHEST_PROTOCOL)
            pickle.dump((_LAST, None), pipe, pickle.HIGHEST_PROTOCOL)
        except (BrokenPipeError, pickle.PicklingError):
            raise
        except Exception as error:
            pickle.dump((_FAILED, error), pipe, pickle.HIGHEST_PROTOCOL)
        pipe.flush()
        code = 0
    os._exit(code)
