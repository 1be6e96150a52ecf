"""A million rows and nothing changed, against polars reading the same file."""

from __future__ import annotations

import sys

from bench.measure import in_turns, process
from bench.table import Line
from bench.workshop import Workshop

ROWS = 1_000_000
SCAN = "import sys, polars; polars.scan_csv(sys.argv[1]).collect()"
MOST_TIMES, MOST_MIB = 3.5, 250


def run(workshop: Workshop) -> list[Line]:
    """Measure `yumsync sync` on a list that is in step, and polars' bare read, as whole processes."""
    rows = workshop.size(ROWS)
    office = workshop.synced_office(rows)
    office.read(office.source)
    scan = [sys.executable, "-c", SCAN, str(office.source)]
    office.run("sync")  # the first run after a first sync may still tidy up
    found = in_turns(
        {"polars": lambda: process(scan, workshop.folder), "yumsync": lambda: office.run("sync")}, workshop.repeat
    )
    ours, polars = found["yumsync"], found["polars"]
    ratio = ours.wall / polars.wall
    return [
        Line("unchanged", "polars scan_csv().collect()", rows, polars),
        Line(
            "unchanged",
            "yumsync sync",
            rows,
            ours,
            against="polars",
            ratio=ratio,
            goal=f"≤ {MOST_TIMES} ×, ≤ {MOST_MIB} MiB",
            missed=ratio > MOST_TIMES or ours.peak > MOST_MIB,
        ),
    ]
