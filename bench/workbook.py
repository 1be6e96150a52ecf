"""A workbook of 100,000 rows and nothing changed, against python-calamine reading it."""

from __future__ import annotations

import sys

from bench.measure import in_turns, process
from bench.table import Line
from bench.workshop import Workshop

ROWS = 100_000
READ = "import sys, python_calamine as c; c.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).to_python()"
MOST_TIMES = 1.4


def run(workshop: Workshop) -> list[Line]:
    """Measure `yumsync sync` on a workbook that is in step, and calamine's bare read, as whole processes."""
    rows = workshop.size(ROWS)
    office = workshop.synced_office(rows, "xlsx")
    office.read(office.source)
    read = [sys.executable, "-c", READ, str(office.source)]
    office.run("sync")
    found = in_turns(
        {"calamine": lambda: process(read, workshop.folder), "yumsync": lambda: office.run("sync")}, workshop.repeat
    )
    ratio = found["yumsync"].wall / found["calamine"].wall
    return [
        Line("workbook", "python-calamine to_python()", rows, found["calamine"]),
        Line(
            "workbook",
            "yumsync sync",
            rows,
            found["yumsync"],
            against="calamine",
            ratio=ratio,
            goal=f"≤ {MOST_TIMES} ×",
            missed=ratio > MOST_TIMES,
        ),
    ]
