"""The matrix: strikes and kinds of point, how many were found and visited, how often something was wrong after."""

from __future__ import annotations

import gc
import os
import pickle
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tests.crash.broken import BROKEN
from tests.crash.databases import Database, making
from tests.crash.judging import Fault, Found, Struck, record, struck
from tests.crash.points import Kind, Point
from tests.crash.strikes import STRIKES
from tests.crash.world import World, world

DATABASES = ("sqlite", "postgresql")
TRIES = 5
"""How often a point is struck at that the run did not come by: with two requests under way at once, two answers are
recorded in one commit or in two."""
COLUMNS = ("found", "visited", *(fault.value for fault in Fault))

Job = tuple[Point, str]
"""A point, and the name of what strikes it."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one database's points: how many there are by strike and kind, and each that was struck."""

    database: str
    found: Counter[tuple[str, Kind]]
    struck: Sequence[Struck]
    unseen: Sequence[str]
    """The mechanisms that were taken away without a complaint."""

    @property
    def missed(self) -> Collection[tuple[str, Kind]]:
        """The strikes and kinds of point by which no run came at all."""
        chosen = {(one.strike, one.point.kind) for one in self.struck}
        return chosen - {(one.strike, one.point.kind) for one in self.struck if one.visited}

    @property
    def wrong(self) -> Sequence[Struck]:
        """The points after which something was wrong."""
        return [one for one in self.struck if one.complaints]


def measure(database: str, *, sample: int | None, workers: int, only: Sequence[Job] = ()) -> Result:
    """Tell the story on a database, strike its points (or an even `sample` of them, or `only` some), and judge.

    Where it is not `only` some, mechanisms are taken away too, to see that it is complained of: once, on SQLite.
    """
    with tempfile.TemporaryDirectory(prefix="yumsync-crash-") as name:
        folder = Path(name)
        kept = folder / "kept"
        kept.mkdir()
        with making(database, kept) as make:
            with world(folder / "recording", kept, make, "recording") as first:
                found = record(first)
                unseen = () if only or database != DATABASES[0] else tuple(_unseen(first, found))
            jobs = list(_jobs(found, database))
            counts = Counter((strike, point.kind) for point, strike in jobs)
            chosen = list(only) or (jobs if sample is None else sampled(jobs, sample))
            shared = _shared(folder, kept, make, found, chosen, workers)
            return Result(database, counts, shared, unseen)


def _jobs(found: Found, database: str) -> Iterator[Job]:
    for strike in STRIKES.values():
        if strike.in_program and database != "sqlite":
            continue
        for step, counts in found.items():
            for kind, count in counts.items():
                if kind in strike.at:
                    yield from ((Point(step, kind, nth), strike.name) for nth in range(1, count + 1))


def _unseen(world: World, found: Found) -> Iterator[str]:
    for one in BROKEN:
        complaints = struck(world, found, one.point, one.strike, one.take_away).complaints
        if one.fault not in {each.fault for each in complaints}:
            yield one.name


def sampled(jobs: Sequence[Job], most: int) -> list[Job]:
    """About `most` jobs: of each strike and kind its share, at least one, evenly spread over the story."""
    ordered = sorted(jobs, key=lambda job: (job[1], job[0].kind, job[0].step, job[0].nth))
    chosen: list[Job] = []
    for _, group in groupby(ordered, key=lambda job: (job[1], job[0].kind)):
        of_kind = list(group)
        share = max(1, min(len(of_kind), round(most * len(of_kind) / len(jobs))))
        chosen += [of_kind[index * len(of_kind) // share + len(of_kind) // (2 * share)] for index in range(share)]
    return chosen


# ── the work, shared ─────────────────────────────────────────────────────────────────────────────────────


def _shared(
    folder: Path, kept: Path, make: Callable[[str, Path], Database], found: Found, jobs: Sequence[Job], workers: int
) -> list[Struck]:
    """Strike every point, in several forks. Raises RuntimeError where one of them falls."""
    gc.freeze()
    files, pids = [], []
    for number in range(workers):
        files.append(folder / f"results-{number}")
        pids.append(os.fork())
        if not pids[-1]:
            _work(folder / f"worker-{number}", kept, make, found, jobs[number::workers], files[-1])
    codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
    if any(codes):
        raise RuntimeError("a worker fell; what it said stands above")
    return [one for file in files for one in pickle.loads(file.read_bytes())]  # noqa: S301 -- our own


def _work(
    folder: Path, kept: Path, make: Callable[[str, Path], Database], found: Found, jobs: Sequence[Job], out: Path
) -> None:
    code = 1
    try:
        with world(folder, kept, make, folder.name.replace("-", "_")) as here:
            out.write_bytes(pickle.dumps([_visited(here, found, *job) for job in jobs]))
        code = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with suppress(OSError):
            sys.stderr.flush()
        os._exit(code)


def _visited(world: World, found: Found, point: Point, strike: str) -> Struck:
    """Strike a point until a run came by it, or one that did not was complained of, or no run does."""
    came = struck(world, found, point, STRIKES[strike])
    for _ in range(TRIES - 1):
        if came.visited or came.complaints:
            break
        came = struck(world, found, point, STRIKES[strike])
    return came


# ── showing ──────────────────────────────────────────────────────────────────────────────────────────────


def table(result: Result) -> str:
    """Return the matrix of one database as text."""
    visited = Counter((one.strike, one.point.kind) for one in result.struck if one.visited)
    wrong = Counter(
        (one.strike, one.point.kind, fault)
        for one in result.struck
        for fault in {each.fault for each in one.complaints}
    )
    rows = [
        (strike, kind, str(count), str(visited[strike, kind]), *(str(wrong[strike, kind, fault]) for fault in Fault))
        for (strike, kind), count in sorted(result.found.items(), key=_order)
    ]
    sums = [str(sum(int(row[column]) for row in rows)) for column in range(2, len(COLUMNS) + 2)]
    lines = [(result.database, "point", *COLUMNS), *rows, ("all", "", *sums)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(_drawn(line, widths) for line in lines)


def _drawn(cells: Sequence[str], widths: Sequence[int]) -> str:
    names = [cell.ljust(width) for cell, width in zip(cells[:2], widths[:2], strict=True)]
    numbers = [cell.rjust(width) for cell, width in zip(cells[2:], widths[2:], strict=True)]
    return "  ".join([*names, *numbers])


def _order(item: tuple[tuple[str, Kind], int]) -> tuple[int, int]:
    (strike, kind), _ = item
    return list(STRIKES).index(strike), list(Kind).index(kind)
