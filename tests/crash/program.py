"""The program as a fork of a process that has imported all of it: the same run as a process of its own, in a tenth of
the time."""

from __future__ import annotations

import io
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from yumsync.cli.frame import run

PATIENCE = 60.0
"""Seconds after which a run is taken to hang."""

FELL = 99
"""What a fork ends with that did not come to an end of the program's own."""


Around = Callable[[], AbstractContextManager[object]]
"""What is done around the program in its fork."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its exit code, below zero the signal that killed it, and what it said."""

    code: int
    text: str

    @property
    def json(self) -> dict[str, Any]:
        """The JSON document it printed; the empty one where there is none."""
        start = self.text.find("{")
        if start < 0:
            return {}
        try:
            found: dict[str, Any] = json.JSONDecoder().raw_decode(self.text[start:])[0]
        except ValueError:
            return {}
        return found


class Running:
    """A run of the program in a fork."""

    def __init__(self, arguments: Sequence[str], said: Path, around: Around = nullcontext) -> None:
        self._said = said
        self._status: int | None = None
        self.pid = os.fork()
        if not self.pid:
            _carry_out(arguments, said, around)

    def stopped(self) -> bool:
        """Wait until it stops or ends; whether it stopped."""
        return os.WIFSTOPPED(self._wait(os.WUNTRACED))

    def go_on(self) -> None:
        """Let a stopped run go on."""
        os.kill(self.pid, signal.SIGCONT)

    def go_on_a_little(self) -> bool:
        """Let a stopped run go on for a moment; whether it stopped again."""
        self.go_on()
        time.sleep(0.0005)
        os.kill(self.pid, signal.SIGSTOP)
        return self.stopped()

    def ended(self) -> Ended:
        """Wait for its end."""
        status = self._wait(0) if self._status is None else self._status
        text = self._said.read_text("utf-8", "replace") if self._said.exists() else ""
        self._said.unlink(missing_ok=True)
        return Ended(os.waitstatus_to_exitcode(status), text)

    def _wait(self, options: int) -> int:
        until = time.monotonic() + PATIENCE
        pause = 0.0005
        while True:
            pid, status = os.waitpid(self.pid, options | os.WNOHANG)
            if pid:
                if not os.WIFSTOPPED(status):
                    self._status = status
                return status
            if time.monotonic() > until:
                os.kill(self.pid, signal.SIGKILL)
            time.sleep(pause)
            pause = min(pause * 1.5, 0.02)


def _carry_out(arguments: Sequence[str], said: Path, around: Around) -> NoReturn:
    """Be the program: run, and end at once. What was forked from is not ours to close."""
    code = FELL
    try:
        out = os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        os.dup2(out, 1)
        os.dup2(out, 2)
        sys.stdout = io.TextIOWrapper(io.FileIO(1, "w", closefd=False), "utf-8")
        sys.stderr = io.TextIOWrapper(io.FileIO(2, "w", closefd=False), "utf-8", write_through=True)
        with around():
            code = int(run(arguments))
        sys.stdout.flush()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
