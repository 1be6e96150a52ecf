"""`python -m tests.faults`: count over many seeded runs of each fault what was lost, doubled, told falsely, or came
out of order. 1 when anything was.

`planned` counts what the plans of the runs hold, `struck` the exchanges that a fault struck. A line without runs is a
fault that nobody before such an upstream could hinder or see.
"""

from __future__ import annotations

import argparse
import os
import sys

from tests.faults.table import KINDS, heading, line, tables
from tests.faults.trial import Counts, wrong
from tests.faults.upstreams import UPSTREAMS


def main() -> int:
    """Print the table line by line; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--runs", type=int, default=1000, help="seeded runs for each fault (default: %(default)s)")
    parser.add_argument("--profile", choices=UPSTREAMS, default="standin", help="the upstream (default: %(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: %(default)s)")
    parser.add_argument(
        "--fault", action="append", choices=KINDS, metavar="NAME", help="this one alone; may be said again"
    )
    asked = parser.parse_args()
    with UPSTREAMS[asked.profile]() as side:
        knows = side.knows
    everything, broken = Counts(), False
    say(heading())
    for kind, counts in tables(asked.profile, asked.fault or tuple(KINDS), asked.runs, asked.jobs):
        say(line(kind, counts))
        everything.add(counts)
        broken |= wrong(counts, knows=knows)
    say(line("in all", everything))
    return int(broken)


def say(text: str) -> None:
    """Show a line at once: the next one may take minutes."""
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
