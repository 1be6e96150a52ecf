"""A million rows a month later: 1 % updated, 0.5 % added, 0.5 % missing, until plan and outbox are durable."""

from __future__ import annotations

from bench.measure import in_turns
from bench.table import Line
from bench.workshop import Workshop

ROWS = 1_000_000
MOST_TIMES = 1.5


def run(workshop: Workshop) -> list[Line]:
    """Measure `yumsync plan` on the changed list beside `yumsync sync` on the unchanged one."""
    rows = workshop.size(ROWS)
    office = workshop.synced_office(rows)
    later = workshop.made("later.csv", rows, "--changed")
    office.read(office.source)
    office.run("sync")
    found = in_turns(
        {"unchanged": lambda: office.run("sync"), "changed": lambda: office.plan(later)}, workshop.repeat
    )
    ratio = found["changed"].wall / found["unchanged"].wall
    return [
        Line("changed", "yumsync sync, nothing changed", rows, found["unchanged"]),
        Line(
            "changed",
            "yumsync plan, 2 % changed",
            rows,
            found["changed"],
            against="unchanged",
            ratio=ratio,
            goal=f"≤ {MOST_TIMES} ×",
            missed=ratio > MOST_TIMES,
        ),
    ]
