"""`python -m tests.crash`: strike the program everywhere, and print what came of it."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator

from tests.crash import preload
from tests.crash.matrix import DATABASES, Result, measure, table
from tests.crash.points import Point
from tests.crash.story import STORY
from tests.crash.strikes import KILLED, STRIKES

SHOWN = 20
"""Complaints that are printed in full."""


def main() -> int:
    """Strike what was asked for; 1 when anything was wrong afterwards, or no run came by a kind of point."""
    parser = argparse.ArgumentParser(prog="python -m tests.crash", description=__doc__)
    parser.add_argument("--database", choices=DATABASES, action="append", help="only this one; may be repeated")
    parser.add_argument("--sample", type=int, metavar="N", help="about N points of each database instead of all")
    parser.add_argument("--at", type=Point.parse, metavar="STEP:KIND:NTH", help="one point, as a complaint names it")
    parser.add_argument("--strike", choices=list(STRIKES), default=KILLED.name, help="what strikes it (%(default)s)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="runs at once (%(default)s)")
    asked = parser.parse_args()
    preload.everything()
    failed = False
    for database in asked.database or DATABASES:
        began = time.monotonic()
        only = [(asked.at, asked.strike)] if asked.at else []
        result = measure(database, sample=asked.sample, workers=1 if only else asked.workers, only=only)
        if not only:
            print(table(result), f"{time.monotonic() - began:.0f} s", sep="\n", end="\n\n")
        print(*complaints(result), sep="\n", flush=True)
        failed = failed or bool(result.wrong or result.missed or result.unseen)
    return int(failed)


def complaints(result: Result) -> Iterator[str]:
    """Yield what is to be said of a database's points, each complaint with the point it can be struck at again."""
    for one in result.wrong[:SHOWN]:
        step = STORY[one.point.step].name
        yield f"{result.database}, {one.strike}, --at {one.point} ({step}, {one.point.kind}):"
        yield from (f"  {each.fault}: {each.words}" for each in one.complaints)
    for strike, kind in result.missed:
        yield f"{result.database}: no run came by to be {strike} {kind}"
    for name in result.unseen:
        yield f"{result.database}: nothing is complained of without this: {name}"


if __name__ == "__main__":
    sys.exit(main())
