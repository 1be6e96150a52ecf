"""Asking what became of operations the upstream accepted and did not carry out at once.

A transfer waits for its receiver, for days perhaps. Each run asks again, the oldest first and never about more than
`most`; what has its last verdict is settled, everything else stays accepted. Source: the domain book, §3 "accepted is
not applied".
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from sync.errors import UpstreamError
from sync.ports import Store, Upstream
from sync.reports import DeliveryReport
from sync.values import Batch, Outcome, Verdict

SLICE = 25
"""How many operations are asked about before the answers are written down."""


@dataclass(slots=True)
class Polled:
    """What a poll brought: how many were asked about, were carried out, were refused; and what ended it early."""

    asked: int = 0
    applied: int = 0
    rejected: int = 0
    failure: UpstreamError | None = None

    def add_to(self, report: DeliveryReport) -> None:
        """Count the verdicts that came in a delivery's report."""
        report.answered += self.applied + self.rejected
        report.applied += self.applied
        report.rejected += self.rejected


def poll(store: Store, upstream: Upstream, most: int, heartbeat: float, stop: Callable[[], bool]) -> Polled:
    """Ask about accepted operations, at most `most` of them, and settle the verdicts that came.

    The first failure of the upstream ends it: what was not asked about is asked about by the next run. `heartbeat` is
    how many seconds the state may go unwritten while answers are awaited, so that the lease does not run out.
    """
    polled = Polled()
    slices = deque(_slices(store.outbox.accepted(), most))
    concurrency = upstream.limits.concurrency
    under_way: dict[Future[Sequence[Verdict] | UpstreamError], Batch] = {}
    with ThreadPoolExecutor(concurrency, thread_name_prefix="poll") as askers:
        while True:
            while slices and len(under_way) < concurrency and polled.failure is None and not stop():
                one = slices.popleft()
                under_way[askers.submit(_ask, upstream, one.ids)] = one
                polled.asked += len(one.ids)
            if not under_way:
                return polled
            done, _ = wait(under_way, heartbeat, return_when=FIRST_COMPLETED)
            if not done:
                with store.transaction():
                    """Renew the lease."""
            for future in done:
                _settle(store, polled, under_way.pop(future), future.result())


def _slices(batches: Sequence[Batch], most: int) -> Iterator[Batch]:
    """Yield what is asked about in one go: a few operations of one batch, until there are `most` of them."""
    for batch in batches:
        for start in range(0, len(batch.ids), SLICE):
            end = min(start + SLICE, len(batch.ids), start + most)
            if end > start:
                yield replace(batch, operations=batch.operations[start:end], ids=batch.ids[start:end])
            most -= end - start


def _ask(upstream: Upstream, ids: Sequence[str]) -> Sequence[Verdict] | UpstreamError:
    """Ask about a few operations; runs in a thread of its own and touches no state."""
    try:
        return list(upstream.outcome(ids))
    except UpstreamError as error:
        return error


def _settle(store: Store, polled: Polled, batch: Batch, answer: Sequence[Verdict] | UpstreamError) -> None:
    """Write down the last verdicts among an answer."""
    if isinstance(answer, UpstreamError):
        polled.failure = polled.failure or answer
        return
    last = {one.operation: one for one in answer if one.outcome in {Outcome.APPLIED, Outcome.REJECTED}}
    told = [(number, ident) for number, ident in zip(batch.operations, batch.ids, strict=True) if ident in last]
    if not told:
        return
    numbers, ids = zip(*told, strict=True)
    counts = store.outbox.settle(replace(batch, operations=numbers, ids=ids), [last[ident] for ident in ids])
    polled.applied += counts.get(Outcome.APPLIED.value, 0)
    polled.rejected += counts.get(Outcome.REJECTED.value, 0)
