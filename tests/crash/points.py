"""Where a process may be struck: every commit, every boundary of a request, every file it writes.

Nobody lists the points. `watch` listens where all of them pass: at the dialect that commits for the state, at the
events the HTTP library tells of each request, and at the system calls that make a file. It touches only the process
it is called in, which is a fork that ends with its run.
"""

from __future__ import annotations

import builtins
import io
import os
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy.engine.default import DefaultDialect


class Kind(StrEnum):
    """A kind of boundary."""

    COMMIT = "before a commit"
    COMMITTED = "after a commit"
    SEND = "before the first byte"
    HALF_SENT = "headers written"
    SENT = "request written"
    ANSWERED = "answer begun"
    READ = "answer read"
    FILE_MADE = "file opened, empty"
    FILE_WRITTEN = "file written, not flushed"
    FILE_MOVE = "before a file is moved"
    FILE_MOVED = "after a file was moved"


BOUNDARIES = {
    "http11.send_request_headers.started": Kind.SEND,
    "http11.send_request_headers.complete": Kind.HALF_SENT,
    "http11.send_request_body.complete": Kind.SENT,
    "http11.receive_response_headers.complete": Kind.ANSWERED,
    "http11.receive_response_body.complete": Kind.READ,
}
"""What the HTTP library tells, as a kind of boundary."""


@dataclass(frozen=True, slots=True)
class Point:
    """The `nth` boundary of its kind, from 1, in a step of the story.

    Counted by kind, because two requests under way at once have no order among each other.
    """

    step: int
    kind: Kind
    nth: int

    def __str__(self) -> str:
        return f"{self.step}:{self.kind.name}:{self.nth}"

    @classmethod
    def parse(cls, text: str) -> Point:
        """Read what `str` wrote. Raises ValueError, KeyError."""
        step, kind, nth = text.split(":")
        return cls(int(step), Kind[kind], int(nth))


class Counting:
    """Counts the boundaries a process passes, and strikes at one of them."""

    def __init__(self, at: tuple[Kind, int] | None = None, strike: Callable[[], None] = lambda: None) -> None:
        self.passed: Counter[Kind] = Counter()
        self._at, self._strike = at, strike
        self._lock = threading.Lock()
        self._process = os.getpid()

    def __call__(self, kind: Kind) -> None:
        if os.getpid() != self._process:
            return  # a process of its own that the program started; it writes nothing that lasts
        with self._lock:
            self.passed[kind] += 1
            now = (kind, self.passed[kind]) == self._at
        if now:
            self._strike()


def watch(folder: Path, told: Callable[[Kind], None]) -> None:
    """Tell every boundary that this process passes from now on; of files, those below `folder`."""
    _watch_commits(told)
    _watch_requests(told)
    _watch_files(str(folder), told)


def _watch_commits(told: Callable[[Kind], None]) -> None:
    commit = DefaultDialect.do_commit

    def do_commit(self: DefaultDialect, connection: Any) -> None:
        told(Kind.COMMIT)
        commit(self, connection)  # type: ignore[no-untyped-call]
        told(Kind.COMMITTED)

    DefaultDialect.do_commit = do_commit  # type: ignore[method-assign]


def _watch_requests(told: Callable[[Kind], None]) -> None:
    send = httpx.Client.send

    def trace(event: str, _: object) -> None:
        if event in BOUNDARIES:
            told(BOUNDARIES[event])

    def sending(self: httpx.Client, request: httpx.Request, **options: Any) -> httpx.Response:
        request.extensions = {**request.extensions, "trace": trace}
        return send(self, request, **options)

    httpx.Client.send = sending  # type: ignore[method-assign]


def _watch_files(folder: str, told: Callable[[Kind], None]) -> None:
    kept_open, kept_text, kept_fsync = os.open, builtins.open, os.fsync

    def ours(path: object) -> bool:
        return not isinstance(path, int) and os.path.abspath(os.fsdecode(path)).startswith(folder)  # type: ignore[arg-type]

    def opening(path: Any, flags: int, *others: Any, **named: Any) -> int:
        handle = kept_open(path, flags, *others, **named)
        if flags & (os.O_WRONLY | os.O_RDWR) and ours(path):
            told(Kind.FILE_MADE)
        return handle

    def opening_text(path: Any, mode: str = "r", *others: Any, **named: Any) -> Any:
        file = kept_text(path, mode, *others, **named)
        if set(mode) & set("wax+") and ours(path):
            told(Kind.FILE_MADE)
        return file

    def flushing(handle: int) -> None:
        told(Kind.FILE_WRITTEN)
        kept_fsync(handle)

    def moving(kept: Callable[..., None]) -> Callable[..., None]:
        def move(source: Any, target: Any, **named: Any) -> None:
            told(Kind.FILE_MOVE)
            kept(source, target, **named)
            told(Kind.FILE_MOVED)

        return move

    os.open, os.fsync = opening, flushing  # type: ignore[assignment]
    os.replace, os.rename, os.link = moving(os.replace), moving(os.rename), moving(os.link)
    builtins.open = io.open = opening_text  # type: ignore[assignment]
