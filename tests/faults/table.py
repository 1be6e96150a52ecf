"""The table fault × what went wrong: trials spread over processes, one line for each fault."""

from __future__ import annotations

import gc
import multiprocessing
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.faults.trial import WRONG, Counts, try_seeds
from tests.faults.upstreams import UPSTREAMS
from tests.proxy.faults import FAULTS, Fault

AT_ONCE = "any of these at once"
BESIDE = {"answer twice": ("503", "429, seconds"), "answer never comes": ("503", "500 with words, though taken")}
"""Faults that do more harm where others strike beside them than alone: those too have a line of their own."""
_NAMED = {fault.name: fault for fault in FAULTS}
KINDS: Mapping[str, Sequence[Fault]] = {
    **{fault.name: (fault,) for fault in FAULTS},
    **{" + ".join((name, *others)): tuple(_NAMED[one] for one in (name, *others)) for name, others in BESIDE.items()},
    AT_ONCE: tuple(fault for fault in FAULTS if not fault.needs_tls),
}
"""What may strike in a trial, by the name of the table's line."""

SLICE = 50
"""Seeds for each server: what it has written down is read whole, again and again."""

MEMORY = Path("/dev/shm")  # noqa: S108
"""Where the states of trials are kept if there is such a place: nothing here is to survive, and disks are slow."""

WIDTHS = (56, 7, 8, 8, 6, 9, 15, 15, 14, 9)


@dataclass(frozen=True, slots=True)
class Work:
    """Some seeds of one line, against an upstream of one kind."""

    upstream: str
    kind: str
    seeds: Sequence[int]


def carry_out(work: Work) -> Counts:
    """Run the trials of a piece of work against a server of its own."""
    gc.set_threshold(200_000, 50, 50)  # a trial makes much that is gone with it, and hardly anything in cycles
    home = MEMORY if MEMORY.is_dir() else None
    with UPSTREAMS[work.upstream]() as side, tempfile.TemporaryDirectory(prefix="faults-", dir=home) as folder:
        return try_seeds(side, KINDS[work.kind], work.seeds, Path(folder), count(1))


def tables(upstream: str, kinds: Sequence[str], runs: int, jobs: int) -> Iterator[tuple[str, Counts]]:
    """Yield each line's name and counts, in order, as soon as it is done. Seeds are numbered from 0."""
    slices = [range(start, min(start + SLICE, runs)) for start in range(0, runs, SLICE)]
    # Threads run in the parent of a test; a fork of them would begin with locks that nobody opens.
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as workers:
        under_way = {
            kind: [workers.submit(carry_out, Work(upstream, kind, seeds)) for seeds in slices] for kind in kinds
        }
        try:
            for kind, pieces in under_way.items():
                counts = Counts()
                for piece in pieces:
                    counts.add(piece.result())
                yield kind, counts
        except BaseException:
            workers.shutdown(wait=False, cancel_futures=True)  # a trial that could not be carried out ends it all
            raise


def heading() -> str:
    """Return the table's heading."""
    return _line("fault", *(name.replace("_", " ") for name in ("runs", "planned", "struck", *WRONG)))


def line(kind: str, counts: Counts) -> str:
    """Return a line of the table, and under it the seeds that show what went wrong."""
    shown = _line(kind, *(f"{getattr(counts, name):,}" for name in ("runs", "steps", "struck", *WRONG)))
    return shown + (f"\n  seeds: {', '.join(map(str, counts.seeds))}" if counts.seeds else "")


def _line(first: str, *others: str) -> str:
    cells = [text.rjust(width) for text, width in zip(others, WIDTHS[1:], strict=True)]
    return first.ljust(WIDTHS[0]) + "".join(cells)
