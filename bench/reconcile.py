"""A million people of the ledger against what the upstream shows, everybody in step, beside the bare reading of its
pages."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.measure import in_turns, own, process
from bench.table import Line
from bench.workshop import Workshop

ROWS = 1_000_000
PAGE = 500
"""People on a page, as the stand-in's profile asks for them."""
MOST_TIMES, MOST_MIB = 1.5, 250


def run(workshop: Workshop) -> list[Line]:
    """Measure `yumsync reconcile --no-lists` and a loop over the same pages, as whole processes."""
    rows = workshop.size(ROWS)
    office = workshop.office("reconciled", workshop.made("list.csv", 1))
    office.init("http://127.0.0.1:9")
    database = workshop.folder / "standin.db"
    workshop.helper("bench.filling", str(office.folder), str(database), str(rows))
    with _standin(database) as url:
        office.configure(url)
        loop = own("bench.paging", url, str(PAGE))
        found = in_turns(
            {
                "paging": lambda: process(loop, workshop.folder),
                "yumsync": lambda: office.run("reconcile", "--no-lists"),
            },
            workshop.repeat,
        )
    ours, bare = found["yumsync"], found["paging"]
    ratio = ours.wall / bare.wall
    return [
        Line("reconcile", "bare httpx, every page parsed", rows, bare, per_second=True),
        Line(
            "reconcile",
            "yumsync reconcile --no-lists",
            rows,
            ours,
            per_second=True,
            against="bare paging",
            ratio=ratio,
            goal=f"≤ {MOST_TIMES} ×, ≤ {MOST_MIB} MiB",
            missed=ratio > MOST_TIMES or ours.peak > MOST_MIB,
        ),
    ]


@contextmanager
def _standin(database: Path) -> Iterator[str]:
    """Run a stand-in over a file and give its address."""
    command = own("standin", "--port", "0", "--db", str(database))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            words = server.stdout.readline().split() if server.stdout is not None else []
            if not words:
                raise RuntimeError("the stand-in did not start")
            yield words[-1]
        finally:
            server.terminate()
