"""Running a whole process and measuring it: wall time and peak resident memory, as the kernel counts them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

MIB = 1024 * 1024


class Failed(Exception):
    """A measured process did not end as it should have; the message holds its last words."""


@dataclass(frozen=True, slots=True)
class Run:
    """One process: seconds from start to end, and its peak resident memory in MiB.

    A process starts with its parent's peak, so the measuring one must stay small: it holds no data and imports
    none of the libraries that are measured.
    """

    wall: float
    peak: float


@dataclass(frozen=True, slots=True)
class Median:
    """The medians of several runs of the same command, and the fastest and slowest."""

    wall: float
    peak: float
    fastest: float
    slowest: float

    @classmethod
    def of(cls, runs: Sequence[Run]) -> Median:
        """Return the medians of wall time and of memory, each by itself."""
        walls = [run.wall for run in runs]
        return cls(statistics.median(walls), statistics.median(run.peak for run in runs), min(walls), max(walls))


ROOT = Path(__file__).parents[1]


def own(module: str, *arguments: str) -> list[str]:
    """Return the command that runs one of our modules from any folder."""
    start = f"import runpy, sys; sys.path.insert(0, {str(ROOT)!r}); runpy.run_module({module!r}, run_name='__main__')"
    return [sys.executable, "-c", start, *arguments]


def process(command: Sequence[str], folder: Path, *, accepted: Sequence[int] = (0,)) -> Run:
    """Run a command in a folder and measure it. Raises `Failed` unless its exit code is an accepted one."""
    words = folder / ".last-words"
    with words.open("wb") as output:
        start = time.perf_counter()
        child = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in accepted:
        said = words.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise Failed(f"{' '.join(map(str, command))}\nended with {child.returncode}:\n{said}")
    words.unlink()
    peak = usage.ru_maxrss if sys.platform == "darwin" else usage.ru_maxrss * 1024
    return Run(wall, peak / MIB)


def in_turns(sides: Mapping[str, Callable[[], Run]], repeat: int) -> dict[str, Median]:
    """Run each side `repeat` times, taking turns, and return the medians by side."""
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    for _ in range(repeat):
        for name, side in sides.items():
            runs[name].append(side())
    return {name: Median.of(found) for name, found in runs.items()}
