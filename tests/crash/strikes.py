"""What befalls a process at a point: it is killed, there or within the next flush to disk; it is stopped for a long
time; its disk refuses to flush."""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import signal
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from tests.crash.points import Kind

_FLUSHES = {"x86_64": (74, 75), "aarch64": (82, 83)}
"""The numbers of the system calls fsync and fdatasync, by machine."""

_SECCOMP = {"x86_64": 317, "aarch64": 277}
_NO_NEW_PRIVILEGES, _SET_FILTER, _ALL_THREADS = 38, 1, 1
_LOAD, _EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _FAIL, _KILL = 0x7FFF0000, 0x00050000 | errno.EIO, 0x80000000


class _Instruction(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_ushort),
        ("yes", ctypes.c_ubyte),
        ("no", ctypes.c_ubyte),
        ("value", ctypes.c_uint32),
    )


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("first", ctypes.POINTER(_Instruction)))


def refuse_flushes() -> None:
    """Let every flush to disk of this process fail from now on with an input/output error, for good.

    Raises OSError where the kernel knows no filters of system calls.
    """
    _filter_flushes(_FAIL)


def die_flushing() -> None:
    """Let the next flush to disk of this process be its end: what it wrote is there, and nobody told it so.

    Raises OSError as `refuse_flushes`.
    """
    _filter_flushes(_KILL)


def _filter_flushes(action: int) -> None:
    """Answer every flush by a filter in the kernel, so that those of SQLite are met too."""
    machine = platform.machine()
    fsync, fdatasync = _FLUSHES[machine]
    lines = (
        (_LOAD, 0, 0, 0),
        (_EQUAL, 2, 0, fsync),
        (_EQUAL, 1, 0, fdatasync),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, action),
    )
    made = _Filter(len(lines), (_Instruction * len(lines))(*(_Instruction(*line) for line in lines)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.syscall(
        _SECCOMP[machine], _SET_FILTER, _ALL_THREADS, ctypes.byref(made)
    ):
        raise OSError(ctypes.get_errno(), "no filters of system calls here")


@dataclass(frozen=True, slots=True)
class Strike:
    """One way to be struck. `at` are the kinds of point where it means something; `ends` the codes it may end with,
    besides the one the step ends with when nothing happens. `in_program` says that it meets what the program does
    itself with a file, and a database server would do elsewhere."""

    name: str
    hits: Callable[[], None]
    at: Collection[Kind]
    ends: Collection[int]
    in_program: bool = False


def _signalled(number: int) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), number)


KILLED = Strike("killed", _signalled(signal.SIGKILL), frozenset(Kind), {-signal.SIGKILL})
STOPPED = Strike(
    "stopped past its lease",
    _signalled(signal.SIGSTOP),
    frozenset({Kind.COMMITTED, Kind.SEND, Kind.HALF_SENT, Kind.SENT, Kind.ANSWERED, Kind.READ}),
    {5},
)
"""Not before a commit: the lock of an open transaction is the database's own, and nobody takes over from that."""

FLUSHING = Strike("killed while flushing", die_flushing, frozenset({Kind.COMMIT}), {-signal.SIGSYS}, in_program=True)
UNFLUSHED = Strike("disk refuses to flush", refuse_flushes, frozenset({Kind.COMMIT}), {2}, in_program=True)

STRIKES: Mapping[str, Strike] = {one.name: one for one in (KILLED, FLUSHING, STOPPED, UNFLUSHED)}
