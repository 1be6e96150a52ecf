"""Finding the same change: `yumsync plan` against csv-diff, a pandas merge and datacompy."""

from __future__ import annotations

import subprocess
from pathlib import Path

from bench.data import EVERY_MISSING, EVERY_UPDATED, KEY
from bench.measure import Failed, in_turns, own, process
from bench.rivals import RIVALS
from bench.table import Line
from bench.workshop import Workshop

ROWS = 200_000


def run(workshop: Workshop) -> list[Line]:
    """Measure each as a whole process. Raises `Failed` where one finds another change than the one that was made."""
    rows = workshop.size(ROWS)
    office = workshop.synced_office(rows)
    later = workshop.made("later.csv", rows, "--changed")
    clean = (
        workshop.made("clean.csv", rows, "--clean"),
        workshop.made("clean-later.csv", rows, "--clean", "--changed"),
    )
    for name in RIVALS:
        _check(name, clean, rows)
    office.read(office.source)
    office.run("sync")
    sides = {name: (lambda name=name: process(_command(name, clean), workshop.folder)) for name in RIVALS}
    found = in_turns({**sides, "yumsync": lambda: office.plan(later)}, workshop.repeat)
    ours = found["yumsync"]
    lines = [
        Line(
            "peers",
            name,
            rows,
            found[name],
            against="yumsync",
            ratio=found[name].wall / ours.wall,
            goal="> 1 ×",
            missed=found[name].wall <= ours.wall,
        )
        for name in RIVALS
    ]
    return [*lines, Line("peers", "yumsync plan, cleaning included", rows, ours)]


def _command(name: str, files: tuple[Path, Path]) -> list[str]:
    return own("bench.rivals", name, *map(str, files), KEY)


def _check(name: str, files: tuple[Path, Path], rows: int) -> None:
    """A rival that finds something else is not measured against."""
    said = subprocess.run(_command(name, files), check=True, capture_output=True, text=True).stdout.split()
    made = rows // EVERY_MISSING, len(range(77, rows, EVERY_MISSING)), len(range(13, rows, EVERY_UPDATED))
    if tuple(map(int, said[-3:])) != made:
        raise Failed(f"{name} found {said[-3:]}, and the change was {made}")
