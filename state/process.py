"""Which process this is, and whether another one still lives: for a lease whose holder was killed."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Process:
    """A process, named so that a later one with the same number is not taken for it.

    `mark` joins the machine's boot, the process namespace and the moment the process began; it is empty where the
    system does not tell.
    """

    host: str
    pid: int
    mark: str


def this_process() -> Process:
    """Return the process we are."""
    pid = os.getpid()
    return Process(socket.gethostname(), pid, _mark(pid))


def is_gone(process: Process) -> bool:
    """Whether the process certainly ended. False for one on another machine, boot or namespace: nobody can tell."""
    if process.host != socket.gethostname():
        return False
    ours = _mark(os.getpid())
    if not ours or not process.mark:
        return not _answers(process.pid)
    if process.mark.rpartition(":")[0] != ours.rpartition(":")[0]:
        return False
    return _mark(process.pid) != process.mark


def _mark(pid: int) -> str:
    """Return boot, namespace and start time, joined by colons; the empty text where /proc does not show them."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespace = Path("/proc/self/ns/pid").readlink().name
        # The command's name stands in brackets and may hold spaces and brackets itself.
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        state, started = fields[0], fields[19]
    except (OSError, IndexError):
        return ""
    return "" if state in "ZX" else f"{boot}:{namespace}:{started}"


def _answers(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
