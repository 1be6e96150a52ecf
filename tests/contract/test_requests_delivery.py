"""Delivery over requests that go out one by one, against a member system that would enter somebody twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import closing
from itertools import count
from threading import Event, Thread
from typing import Any

import httpx
import orjson
import pytest

from adapters.upstream.requests.upstream import RequestsUpstream
from config.profile import RequestsProfile
from sync.delivery.sending import Delivery, DeliveryPolicy
from sync.errors import LeaseLost
from sync.values import OperationState
from tests.contract.state_support import Database, make_database, planned, released, staged
from tests.contract.test_polling import Quiet
from tests.unit.requests_support import URL, profile

__all__ = ["make_database"]

OPERATIONS = {
    "upsert": {
        "steps": [
            {
                "when": "new",
                "method": "POST",
                "path": "/people",
                "body": {"*": "record", "external": "{person}"},
                "take": {"reference": "id"},
            },
            {"when": "known", "method": "PUT", "path": "/people/{reference}", "body": {"*": "record"}},
        ]
    }
}


class Centre(httpx.BaseTransport):
    """A member system that honours keys and knows no two people apart. `script` says what becomes of the next
    requests that change anything: `ok`, `lost` (taken, and nobody is told) or `away`; `before` comes before each."""

    def __init__(self) -> None:
        self.script: list[str] = []
        self.before: Callable[[], None] = lambda: None
        self.people: list[dict[str, Any]] = []
        self._answers: dict[str, httpx.Response] = {}
        self._numbers = count(1)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            wanted = request.url.params.get("ext")
            return _ok([one for one in self.people if one["external"] == wanted])
        self.before()
        what = self.script.pop(0) if self.script else "ok"
        if what == "away":
            raise httpx.ConnectError("away", request=request)
        key = request.headers["Idempotency-Key"]
        if request.method == "PUT":
            self._answers[key] = _ok({"id": request.url.path.rpartition("/")[2]})
        if key not in self._answers:
            person = {"id": f"r-{next(self._numbers)}", **orjson.loads(request.read())}
            self.people.append(person)
            self._answers[key] = _ok(person)
        if what == "lost":
            raise httpx.ReadTimeout("slow", request=request)
        return self._answers[key]

    def times(self) -> set[int]:
        """How often people are there."""
        return set(Counter(one["external"] for one in self.people).values())


def _ok(data: object) -> httpx.Response:
    return httpx.Response(200, json={"ok": True, "data": data})


def keyed() -> RequestsProfile:
    person = profile().person.model_dump() | {
        "find": [{"path": "/people", "query": {"ext": "{person}"}, "items": "@"}]
    }
    return profile(
        operations=OPERATIONS,
        person=person,
        honours_keys=True,
        batch_size=3,
        concurrency=1,
        units=None,
        retries={"attempts": 1, "base": 0, "cap": 0},
    )


def test_what_was_not_touched_goes_out_with_its_batch_and_has_its_verdict_then(database: Database) -> None:
    """The first is taken, of the second the answer is lost, the third is not sent; then the upstream is away. When it
    is back the whole batch goes out under its key: what it does to the third must not be forgotten."""
    centre = Centre()
    upstream = RequestsUpstream(keyed(), URL, "s", "o", transport=centre, sleep=lambda _: None)
    store = database.holder()
    persons = store.registry.allocate(3)
    released(store, *(staged(person, date_of_birth="2004-05-17") for person in persons))
    centre.script = ["ok", "lost", *["away"] * 10]
    first = Delivery(store, upstream, DeliveryPolicy(), Quiet()).run()
    assert (first.applied, len(centre.people)) == (1, 2)
    centre.script = []
    database.clock.advance(86400)
    Delivery(store, upstream, DeliveryPolicy(), Quiet()).settle_leftovers()
    assert store.outbox.counts() == {OperationState.APPLIED: 3}
    store.runs.finish(1, 4, {})
    run = planned(store, staged(persons[2], "Nguyễn Thị Lan", date_of_birth="2004-05-17"))
    store.runs.release(run.number)
    Delivery(store, upstream, DeliveryPolicy(), Quiet()).run()
    assert centre.times() == {1}


def test_who_lost_the_lease_sends_nothing_more(database: Database) -> None:
    """A run that was suspended past its lease wakes up in the middle of a batch: another one has taken over and read
    back what was sent. What this one would still send of its batch, that one sends."""
    centre = Centre()
    store = database.holder()
    released(store, *(staged(person, date_of_birth="2004-05-17") for person in store.registry.allocate(3)))
    suspended, awake = Event(), Event()

    def suspend() -> None:
        suspended.set()
        assert awake.wait(30)

    def take_over() -> None:
        assert suspended.wait(30)
        database.clock.advance(900)
        with closing(database.store(busy=10)) as other:
            other.lease.acquire(60)

    class Noticing(RequestsUpstream):
        def close(self) -> None:
            super().close()
            awake.set()

    centre.before = suspend
    upstream = Noticing(keyed(), URL, "s", "o", transport=centre, sleep=lambda _: None)
    other = Thread(target=take_over)
    other.start()
    with pytest.raises(LeaseLost):
        Delivery(store, upstream, DeliveryPolicy(heartbeat=0.2), Quiet()).run()
    other.join()
    assert len(centre.people) == 1, "what was under way, and nothing after it"
