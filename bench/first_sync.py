"""A first sync to an upstream that answers at once, beside the least that could be done."""

from __future__ import annotations

from bench.measure import Run, in_turns
from bench.table import Line
from bench.workshop import FLOOR, Workshop, sink

ROWS = 200_000
LEAST_SHARE = 0.25


def run(workshop: Workshop) -> list[Line]:
    """Measure the whole first sync, and the floor posting the bodies of one, as whole processes."""
    rows = workshop.size(ROWS)
    source = workshop.made("list.csv", rows)
    record = workshop.folder / "bodies"

    def ours(*options: str) -> Run:
        office = workshop.office("first", source)
        office.init("http://127.0.0.1:9")
        with sink(*options) as url:
            office.configure(url)
            return office.run("sync")

    ours("--record", str(record))
    found = in_turns({"floor": lambda: workshop.floor(record), "yumsync": ours}, workshop.repeat)
    share = found["floor"].wall / found["yumsync"].wall
    return [
        Line("first_sync", FLOOR, rows, found["floor"], per_second=True),
        Line(
            "first_sync",
            "yumsync sync",
            rows,
            found["yumsync"],
            per_second=True,
            against="floor's records/s",
            ratio=share,
            goal=f"≥ {LEAST_SHARE} ×",
            missed=share < LEAST_SHARE,
        ),
    ]
