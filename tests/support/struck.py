"""The program struck dead at a boundary: it is forked from this process, and killed where it passes one."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from tests.crash.points import Counting, Kind, watch
from tests.crash.program import Ended, Running

DURABLE = (Kind.COMMITTED, Kind.FILE_MADE, Kind.FILE_WRITTEN, Kind.FILE_MOVE, Kind.FILE_MOVED)
"""The boundaries between which nothing that lasts is written."""

Point = tuple[Kind, int]


def boundaries(arguments: Collection[str], folder: Path, kinds: Collection[Kind] = DURABLE) -> list[Point]:
    """Run the program to its end, and return the boundaries it passed; of files, those below a folder."""
    counted = folder.parent / "counted.json"
    ended = _run(arguments, folder, partial(_counting, folder, counted))
    assert ended.code == 0, ended.text
    passed = json.loads(counted.read_text())
    return [(kind, nth) for kind in kinds for nth in range(1, passed.get(kind.value, 0) + 1)]


def struck_at(point: Point, arguments: Collection[str], folder: Path) -> None:
    """Run the program until it is killed at a boundary."""
    ended = _run(arguments, folder, partial(_striking, folder, point))
    assert ended.code == -signal.SIGKILL, ended.text


def _run(arguments: Collection[str], folder: Path, around: partial[AbstractContextManager[object]]) -> Ended:
    return Running(list(arguments), folder.parent / "said.txt", around).ended()


@contextmanager
def _counting(folder: Path, counted: Path) -> Iterator[None]:
    counting = Counting()
    watch(folder, counting)
    yield
    counted.write_text(json.dumps({kind.value: count for kind, count in counting.passed.items()}))


@contextmanager
def _striking(folder: Path, point: Point) -> Iterator[None]:
    watch(folder, Counting(point, partial(os.kill, os.getpid(), signal.SIGKILL)))
    yield
