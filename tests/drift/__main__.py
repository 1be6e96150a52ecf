"""`python -m tests.drift`: let lists and a live stand-in drift apart in every way there is, and count what a
reconciliation finds. 1 when anything was missed or invented, or differs after it was settled."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from tests.drift.settled import settle
from tests.drift.trial import Trial
from tests.support.standin import standin_process


def main() -> int:
    """Print the figures; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.drift", description=__doc__)
    parser.add_argument("--people", type=int, default=50_000, help="people on both sides (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="draws whom what happens to (default: %(default)s)")
    parser.add_argument("--settle", action="store_true", help="settle what is found, until both sides are equal")
    asked = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yumsync-drift-")))
        standin = stack.enter_context(standin_process(folder / "standin.db"))
        trial = Trial(folder / "office", standin, asked.people, asked.seed)
        judged = trial.run()
        settled = settle(trial) if asked.settle else None
    print(f"{'drift':36} {'injected':>9} {'found':>9} {'missed':>9} {'invented':>9}")
    for name in [*judged.injected, *(judged.invented.keys() - judged.injected.keys())]:
        injected, found = judged.injected[name], judged.found[name]
        print(f"{name:36} {injected:9,} {found:9,} {injected - found:9,} {judged.invented[name]:9,}")
    total = judged.injected.total(), judged.found.total()
    print(f"{'in all':36} {total[0]:9,} {total[1]:9,} {total[0] - total[1]:9,} {judged.invented.total():9,}")
    print(f"in step: {judged.in_step:,} people, told of {judged.in_step_told:,}")
    print(f"synced in {judged.synced_in:.1f} s, read the lists and compared in {judged.compared_in:.1f} s")
    if settled is not None:
        for name, counted in (("word", settled.words), ("asked", settled.answers), ("correct", settled.corrections)):
            for what, count in sorted(counted.items()):
                print(f"{name + ' ' + what:36} {count:9,}")
        print(f"settled in {settled.rounds} rounds: {settled.differing:,} differ then, {settled.sent:,} are sent")
    return int(not judged.is_right or (settled is not None and (settled.differing or settled.sent) != 0))


if __name__ == "__main__":
    sys.exit(main())
