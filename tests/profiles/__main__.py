"""`python -m tests.profiles [--people N] [NAME…]`: tell the story through the shipped profiles and print one table.

The exit code is 1 where an upstream does not hold what the lists say, as far as its profile carries it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.profiles.through import Told, tell
from tests.profiles.ways import NAMES

HEADERS = ("profile", "people", "created", "changed", "sent again", "not as the lists", "cannot carry")


def main() -> int:
    """Tell the story and print what became of it."""
    parser = argparse.ArgumentParser(prog="python -m tests.profiles", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)} (all)")
    parser.add_argument("--people", type=int, default=10_000)
    asked = parser.parse_args()
    rows = [HEADERS]
    wrong = False
    for name in asked.names or NAMES:
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix="profiles-") as folder:
            told = tell(name, asked.people, Path(folder) / "office")
        print(f"… {name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        rows.append(_row(told))
        wrong |= bool(told.wrong)
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADERS))]
    for row in rows:
        print(" | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    return int(wrong)


def _row(told: Told) -> tuple[str, ...]:
    counts = (told.created["applied"], told.changed["applied"], told.again["sent"], len(told.wrong))
    return (told.name, f"{told.people:,}", *(f"{count:,}" for count in counts), ", ".join(told.lacks) or "–")


if __name__ == "__main__":
    sys.exit(main())
