"""Delivery by itself: a plan that is durable, carried out against an upstream that answers with a verdict for each.

`yumsync plan` runs unmeasured; what is measured is the whole process of `yumsync apply`.
"""

from __future__ import annotations

from bench.measure import Median, Run, in_turns
from bench.table import Line
from bench.workshop import FLOOR, Office, Workshop, sink

ROWS = 200_000
LEAST_SHARE = 0.40

DELAY, BATCH, WIDTH = 0.1, 100, 8
"""Added seconds for each answer, people in a batch, requests under way at once."""
LEAST_OF_ARITHMETIC = 0.9

FEW = 100_000
MOST_MEMORY = 1.2

EVERY = 100
"""One in so many records is refused."""
MOST_POISON = 2.0
REJECTED = 1


def run(workshop: Workshop) -> list[Line]:
    """Measure delivery beside the floor, with latency, with refusals, and its memory."""
    rows = workshop.size(ROWS)
    return [*_beside_the_floor(workshop, rows), _with_latency(workshop, rows), _memory(workshop)]


def _planned(workshop: Workshop, rows: int, **profile: int) -> tuple[Office, str]:
    """Return an office with the plan of a first sync, and the plan's run."""
    office = workshop.office("planned", workshop.made("list.csv", rows))
    office.use_profile(**profile)
    office.init("http://127.0.0.1:9")
    office.run("plan")
    return office, office.last_run()


def _apply(workshop: Workshop, rows: int, *options: str, accepted: int = 0, **profile: int) -> Run:
    office, plan = _planned(workshop, rows, **profile)
    with sink(*options) as url:
        office.configure(url)
        return office.run("apply", plan, accepted=(accepted,))


def _beside_the_floor(workshop: Workshop, rows: int) -> list[Line]:
    record = workshop.folder / "bodies"
    _apply(workshop, rows, "--record", str(record))

    found = in_turns(
        {
            "floor": lambda: workshop.floor(record),
            "apply": lambda: _apply(workshop, rows),
            "poison": lambda: _apply(workshop, rows, "--refuse", str(EVERY), accepted=REJECTED),
        },
        workshop.repeat,
    )
    share = found["floor"].wall / found["apply"].wall
    slower = found["poison"].wall / found["apply"].wall
    return [
        Line("delivery", FLOOR, rows, found["floor"], per_second=True),
        Line(
            "delivery",
            "yumsync apply",
            rows,
            found["apply"],
            per_second=True,
            against="floor's records/s",
            ratio=share,
            goal=f"≥ {LEAST_SHARE} ×",
            missed=share < LEAST_SHARE,
        ),
        Line(
            "delivery",
            f"yumsync apply, one in {EVERY} refused",
            rows,
            found["poison"],
            per_second=True,
            against="none refused",
            ratio=slower,
            goal=f"≤ {MOST_POISON} ×",
            missed=slower > MOST_POISON,
        ),
    ]


def _with_latency(workshop: Workshop, rows: int) -> Line:
    def ours() -> Run:
        return _apply(workshop, rows, "--delay", str(DELAY), batch_size=BATCH, concurrency=WIDTH)

    found = in_turns({"apply": ours}, workshop.repeat)["apply"]
    share = rows / found.wall / (BATCH * WIDTH / DELAY)
    return Line(
        "delivery",
        f"yumsync apply, {DELAY * 1000:.0f} ms latency, {WIDTH} × {BATCH}",
        rows,
        found,
        per_second=True,
        against="arithmetic",
        ratio=share,
        goal=f"≥ {LEAST_OF_ARITHMETIC} ×",
        missed=share < LEAST_OF_ARITHMETIC,
    )


def _memory(workshop: Workshop) -> Line:
    few, many = (workshop.rows or FEW), 10 * (workshop.rows or FEW)
    small = Median.of([_apply(workshop, few)])
    large = Median.of([_apply(workshop, many)])
    ratio = large.peak / small.peak
    return Line(
        "delivery",
        f"yumsync apply, memory against {few:,}",
        many,
        large,
        against="memory",
        ratio=ratio,
        goal=f"≤ {MOST_MEMORY} ×",
        missed=ratio > MOST_MEMORY,
    )
