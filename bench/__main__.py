"""`python -m bench [NAME…]`: run the benches and print one table.

Each figure is the median of several whole processes, the sides of a comparison taking turns.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from bench import changed, delivery, first_sync, peers, reconcile, unchanged, workbook
from bench.table import Line, document, render
from bench.workshop import Workshop

BENCHES: Mapping[str, Callable[[Workshop], list[Line]]] = {
    "unchanged": unchanged.run,
    "changed": changed.run,
    "workbook": workbook.run,
    "peers": peers.run,
    "first_sync": first_sync.run,
    "delivery": delivery.run,
    "reconcile": reconcile.run,
}


def main() -> int:
    """Run what was asked for; 1 when a bench missed its goal."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHES)} (all)")
    parser.add_argument("--rows", type=int, help="instead of each bench's own number of rows, to try it out")
    parser.add_argument("--repeat", type=int, default=5, help="how many times each side runs (5)")
    parser.add_argument("--save", action="store_true", help="write each table to bench/results/")
    asked = parser.parse_args()
    unknown = [name for name in asked.names if name not in BENCHES]
    if unknown:
        parser.error(f"no such bench: {', '.join(unknown)}")
    lines: list[Line] = []
    results = Path(__file__).with_name("results")
    with tempfile.TemporaryDirectory(prefix="yumsync-bench-") as folder:
        workshop = Workshop(Path(folder), rows=asked.rows, repeat=asked.repeat)
        for name in asked.names or BENCHES:
            print(f"… {name}", file=sys.stderr, flush=True)
            found = BENCHES[name](workshop)
            if asked.save:
                results.mkdir(exist_ok=True)
                (results / f"{name}.md").write_text(document(found, asked.repeat), encoding="utf-8")
            lines += found
    print(render(lines))
    return int(any(line.missed for line in lines))


if __name__ == "__main__":
    sys.exit(main())
