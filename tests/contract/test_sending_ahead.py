"""Batches that wait for a sender: it need not wait for the answer it got to be recorded, and none goes out that
should not."""

from __future__ import annotations

import time
from collections.abc import Sequence
from threading import Event, Timer
from typing import Any

import pytest

from adapters.upstream.memory import MemoryUpstream
from state.outbox import Outbox
from sync.delivery.sending import Delivery, DeliveryPolicy
from sync.ports import Promises
from sync.values import Limits, OperationState, Verdict
from tests.contract.state_support import Database, make_database
from tests.contract.test_polling import Quiet
from tests.contract.test_recall import FIELDS, PEOPLE, office

__all__ = ["make_database"]

PATIENCE = 10.0
"""Seconds after which something that should happen is taken not to happen."""


class Recorder:
    """Stands before an outbox: notes how many batches were made and not answered yet, and may keep recording waiting
    until the upstream got a number of requests."""

    def __init__(self, outbox: Outbox, upstream: MemoryUpstream, awaited: int = 0) -> None:
        self._record, self._upstream, self._awaited = outbox.settle_and_claim, upstream, awaited
        self.open, self.most, self.came = 0, 0, False

    def __call__(self, settled: Sequence[Any], *rest: Any) -> Any:
        if settled and not self.came:
            until = time.monotonic() + (PATIENCE if self._awaited else 0)
            while self._upstream.requests < self._awaited and time.monotonic() < until:
                time.sleep(0.001)
            self.came = self._upstream.requests >= self._awaited
        counts, batches = self._record(settled, *rest)
        self.open += len(batches) - len(settled)
        self.most = max(self.most, self.open)
        return counts, batches


def test_a_sender_goes_on_while_its_answer_is_recorded(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    upstream = MemoryUpstream(FIELDS, Limits(batch_size=2, concurrency=1))
    store = office(database, upstream)
    recorder = Recorder(store.outbox, upstream, awaited=2)
    monkeypatch.setattr(store.outbox, "settle_and_claim", recorder)
    report = Delivery(store, upstream, DeliveryPolicy(), Quiet()).run()
    assert recorder.came
    assert (report.applied, recorder.most) == (PEOPLE, 2)


@pytest.mark.parametrize("promises", [Promises(False, read_back=True), Promises(False, read_back=False)], ids=str)
def test_none_waits_where_a_crash_would_leave_it_in_doubt(
    database: Database, monkeypatch: pytest.MonkeyPatch, promises: Promises
) -> None:
    upstream = MemoryUpstream(FIELDS, Limits(batch_size=1, concurrency=2), promises=promises)
    store = office(database, upstream)
    recorder = Recorder(store.outbox, upstream)
    monkeypatch.setattr(store.outbox, "settle_and_claim", recorder)
    report = Delivery(store, upstream, DeliveryPolicy(), Quiet()).run()
    assert (report.applied, recorder.most) == (PEOPLE, 2)


class Slow(MemoryUpstream):
    """An upstream that answers its first request when it is told to."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.began, self.may_answer = Event(), Event()

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        verdicts = super().send(key, body)
        self.began.set()
        assert self.may_answer.wait(PATIENCE)
        return verdicts


def test_what_waits_when_the_run_is_to_end_is_not_sent_and_stays_pending(database: Database) -> None:
    upstream = Slow(FIELDS, Limits(batch_size=2, concurrency=1))
    store = office(database, upstream)

    def stop() -> bool:
        if upstream.began.is_set():
            Timer(0.1, upstream.may_answer.set).start()  # by then it is known that the run is to end
        return upstream.began.is_set()

    policy = DeliveryPolicy(heartbeat=0.01)
    report = Delivery(store, upstream, policy, Quiet(), stop=stop).run()
    assert (report.stopped, report.applied, upstream.requests) == ("run-stopped", 2, 1)
    assert store.outbox.counts() == {OperationState.APPLIED: 2, OperationState.PENDING: PEOPLE - 2}
