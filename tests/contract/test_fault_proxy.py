"""Each fault of the proxy really happens: what the adapter makes of it, and what reached the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from threading import Thread
from time import sleep

import pytest

from sync.errors import AnswerLost, Unavailable, UpstreamError
from sync.ports import Upstream
from sync.values import ListKind, OperationType, Outgoing, Verdict
from tests.faults.ledger import Ledger, running_ledger
from tests.faults.upstreams import KeysSide
from tests.proxy.faults import FAULTS
from tests.proxy.relay import Proxy
from tests.proxy.schedule import Schedule, Strike

NUMBERS = count(1)
PATIENCE = 0.1
BY_NAME = {fault.name: fault for fault in FAULTS}


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    with running_ledger() as running:
        yield running


def adapter(ledger: Ledger, proxy: Proxy) -> Upstream:
    """The adapter, which tries everything once."""
    wait = {"connect": 5, "read": PATIENCE, "write": 5, "pool": 5}
    return KeysSide(ledger).open(proxy, {"retries": {"attempts": 1, "base": 0, "cap": 0}, "timeouts": wait})


def batch(upstream: Upstream) -> tuple[str, bytes, set[str]]:
    """A key, a body of three new operations, and their ids."""
    ids = [f"op-{next(NUMBERS)}" for _ in range(3)]
    unit, record = "Chi đoàn 1, Đoàn xã Mẫu", {"full_name": "Trần Thị Mận"}
    body = upstream.encode([Outgoing(one, OperationType.UPSERT, one, ListKind.MEMBERS, unit, record) for one in ids])
    return f"key of {ids[0]}", body, set(ids)


LOST, GARBLED, FAILED = (AnswerLost, "upstream-answer-lost"), (AnswerLost, "upstream-garbled"), "upstream-failed"
BUSY, AWAY = (Unavailable, "upstream-busy"), (Unavailable, "upstream-unreachable")

# the fault, and its lot · what the adapter makes of it: an error, or for how many operations it brings a verdict ·
# how often the batch reached the server whole
MET: list[tuple[str, float, tuple[type[UpstreamError], str] | int, int]] = [
    ("connection refused", 0.0, AWAY, 0),
    ("reset before the request", 0.0, LOST, 0),
    ("reset during the request", 0.9, LOST, 0),
    ("reset after the request", 0.0, LOST, 1),
    ("answer lost", 0.0, LOST, 1),
    ("answer never comes", 0.0, LOST, 1),
    ("answer twice", 0.0, 3, 1),
    ("request twice", 0.0, 3, 2),
    ("request twice at once", 0.0, 3, 2),
    ("request again later", 0.0, 3, 2),
    ("request twice, answer lost", 0.0, LOST, 2),
    ("half a head", 0.5, LOST, 1),
    ("half a body", 0.5, LOST, 1),
    ("half a body, no length", 0.5, GARBLED, 1),
    ("body stalls", 0.5, LOST, 1),
    ("byte by byte", 0.2, 3, 1),
    ("byte by byte", 0.9, LOST, 1),
    ("length too long", 0.0, LOST, 1),
    ("length too short", 0.5, GARBLED, 1),
    ("garbage body", 0.5, GARBLED, 1),
    ("no HTTP", 0.5, LOST, 1),
    ("429, seconds", 0.3, BUSY, 0),
    ("429, date", 0.3, BUSY, 0),
    ("503", 0.3, BUSY, 0),
    ("500 though taken", 0.0, (AnswerLost, FAILED), 1),
    ("500 with words, though taken", 0.0, (AnswerLost, FAILED), 1),
    ("502 though taken", 0.0, (AnswerLost, FAILED), 1),
    ("504 though taken", 0.0, (AnswerLost, FAILED), 1),
    ("207 with holes", 0.5, 1, 1),
    ("207 with errors", 0.6, 2, 1),
    ("207 with errors, none taken", 0.6, 0, 0),
    ("200 with an error, none taken", 0.0, GARBLED, 0),
    ("200 with an error, though taken", 0.0, GARBLED, 1),
    ("200 with a page, none taken", 0.0, GARBLED, 0),
    ("TLS: untrusted", 0.0, (Unavailable, "upstream-tls"), 0),
    ("TLS: plain bytes", 0.0, (Unavailable, "upstream-tls"), 0),
    ("TLS: cut off", 0.0, AWAY, 0),
]


@pytest.mark.parametrize(("name", "lot", "met", "reached"), MET, ids=str)
def test_each_fault_happens(
    ledger: Ledger, name: str, lot: float, met: tuple[type[UpstreamError], str] | int, reached: int
) -> None:
    """And when it has passed, the same batch under the same key gets all its verdicts, and took effect once."""
    fault = BY_NAME[name]
    with Proxy(ledger.port, tls=fault.needs_tls, patience=PATIENCE) as proxy:
        with closing(adapter(ledger, proxy)) as upstream:
            key, body, ids = batch(upstream)
            before = ledger.received
            proxy.arm(Schedule(iter([Strike(fault, lot)])))
            if isinstance(met, int):
                assert len(own(upstream.send(key, body), ids)) == met
            else:
                with pytest.raises(met[0]) as caught:
                    upstream.send(key, body)
                assert caught.value.code == met[1]
            proxy.calm()
            assert ledger.received - before == reached
        with closing(adapter(ledger, proxy)) as upstream:
            assert own(upstream.send(key, body), ids) == ids
    assert sorted(one for one in ledger.effects() if one in ids) == sorted(ids)


def own(verdicts: object, ids: set[str]) -> set[str]:
    """Which of these operations have a verdict."""
    assert isinstance(verdicts, list)
    return {one.operation for one in verdicts if isinstance(one, Verdict)} & ids


def test_every_fault_is_tried() -> None:
    assert {name for name, *_ in MET} | {"answer of another request"} == set(BY_NAME)


def test_the_answer_of_another_request(ledger: Ledger) -> None:
    """The client is told what became of another batch: that is no verdict on this one."""
    with Proxy(ledger.port) as proxy, closing(adapter(ledger, proxy)) as upstream:
        proxy.arm(Schedule(iter([None, Strike(BY_NAME["answer of another request"], 0.0)])))
        first, second = batch(upstream), batch(upstream)
        assert own(upstream.send(*first[:2]), first[2]) == first[2]
        told = upstream.send(*second[:2])
        assert own(told, second[2]) == set()
        assert own(told, first[2]) == first[2]


def test_an_answer_told_twice_is_nobody_elses(ledger: Ledger) -> None:
    """What is left on the connection is never taken for the answer to the next batch."""
    with Proxy(ledger.port) as proxy, closing(adapter(ledger, proxy)) as upstream:
        proxy.arm(Schedule(iter([Strike(BY_NAME["answer twice"], 0.0)])))
        first, second = batch(upstream), batch(upstream)
        upstream.send(*first[:2])
        try:
            told = own(upstream.send(*second[:2]), second[2])
        except AnswerLost:
            told = set()
        assert told in (set(), second[2])


def test_a_server_that_is_down_comes_back_with_time(ledger: Ledger) -> None:
    """Connections are refused until the client has waited often enough."""
    with Proxy(ledger.port) as proxy, closing(adapter(ledger, proxy)) as upstream:
        key, body, ids = batch(upstream)
        proxy.arm(Schedule(iter([Strike(BY_NAME["connection refused"], 0.5)])))
        for _ in range(3):
            with pytest.raises(Unavailable):
                upstream.send(key, body)
            proxy.elapse(1)
        assert own(upstream.send(key, body), ids) == ids


def test_draining_ends_where_the_door_is_shut_on_whoever_waits_at_it(ledger: Ledger) -> None:
    with Proxy(ledger.port) as proxy:
        draining = Thread(target=proxy.drain, daemon=True)
        with proxy._state:  # nobody is let in while this is held
            draining.start()
            sleep(0.1)
            proxy.arm(Schedule(iter([Strike(BY_NAME["connection refused"], 0.5)])))
        draining.join(5)
        assert not draining.is_alive()
