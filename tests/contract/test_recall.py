"""What a lost answer leads to where a batch may not simply be sent again: it is read back, or nobody knows. Real
databases; the upstream is the one in memory, and promises only what a test lets it promise."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

import pytest

from adapters.upstream import wire
from adapters.upstream.memory import MemoryUpstream
from state.store import SqlStore
from sync.delivery.sending import Delivery, DeliveryPolicy
from sync.errors import AnswerLost, Interrupted, Refused, Unavailable, UpstreamError
from sync.outcome import delivery_codes
from sync.ports import Promises
from sync.reports import DeliveryReport
from sync.values import Limits, OperationState, Outcome, Verdict
from tests.contract.state_support import Database, make_database, released, staged
from tests.contract.test_polling import Quiet

__all__ = ["make_database"]

FIELDS = ("full_name", "date_of_birth", "email")
LOST = AnswerLost("upstream-answer-lost", host="h", reason="r")
GONE = Unavailable("upstream-unreachable", host="h", reason="r")
PEOPLE = 7


class Broken(MemoryUpstream):
    """An upstream that carries out a batch one operation after another and breaks off where it is told to."""

    after: int | None = None
    cause: UpstreamError = GONE
    blames: str = ""
    reading: bool = False
    """Whether it can be read whatever becomes of what is sent."""

    def recall(self, key: str, body: bytes) -> Sequence[Verdict]:
        kept, self._faults = self._faults, type(self._faults)() if self.reading else self._faults
        try:
            return super().recall(key, body)
        finally:
            self._faults = kept

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        verdicts = list(super().send(key, body))
        people = {verdict.operation: verdict for verdict in verdicts}
        guilty = next((one for one in people if self.blames and self._blamed(one)), None)
        if guilty is not None and len(people) == 1:
            raise self.cause
        stop = self.after if guilty is None else list(people).index(guilty)
        if stop is None or stop >= len(verdicts):
            return verdicts
        self.after = None
        rest = [Verdict(one, Outcome.UNTOUCHED) for one in list(people)[stop:]]
        raise Interrupted(verdicts[:stop] + rest, self.cause, guilty)

    def _blamed(self, ident: str) -> bool:
        return self._applied[ident][0]["person"].endswith(self.blames)


class Late(MemoryUpstream):
    """An upstream with a queue before it: what nobody waits for any more takes effect in the end. `times` counts how
    often it was to carry out each operation, `keys` holds those under which it did."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.times: Counter[str] = Counter()
        self.keys: defaultdict[str, set[str]] = defaultdict(set)
        self._queue: list[tuple[str, bytes]] = []

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        self.times.update(wire.operations_in(body))
        try:
            return self._carry_out(key, body)
        except AnswerLost:
            self._queue.append((key, body))
            raise

    def catch_up(self) -> None:
        """Take what waits."""
        while self._queue:
            self._carry_out(*self._queue.pop())

    def _carry_out(self, key: str, body: bytes) -> Sequence[Verdict]:
        verdicts = super().send(key, body)
        for one in wire.operations_in(body):
            self.keys[one].add(key)
        return verdicts

    def forget(self) -> None:
        """Take nothing of what waits."""
        self._queue.clear()


def office(database: Database, upstream: MemoryUpstream) -> SqlStore:
    store = database.holder()
    persons = store.registry.allocate(PEOPLE)
    released(store, *(staged(person, date_of_birth="2004-05-17") for person in persons))
    return store


def deliver(store: SqlStore, upstream: MemoryUpstream) -> DeliveryReport:
    return Delivery(store, upstream, DeliveryPolicy(), Quiet()).run()


def once_each(upstream: MemoryUpstream) -> bool:
    return len(upstream.held) == PEOPLE and set(upstream.effects.values()) == {1}


@pytest.mark.parametrize("taken", [True, False])
def test_without_keys_a_lost_answer_is_read_back_and_only_what_was_not_taken_goes_again(
    database: Database, taken: bool
) -> None:
    upstream = MemoryUpstream(FIELDS, Limits(batch_size=3, concurrency=2), promises=Promises(False, read_back=True))
    upstream.fail(LOST, taken=taken)
    store = office(database, upstream)
    report = deliver(store, upstream)
    assert once_each(upstream)
    assert store.outbox.counts() == {OperationState.APPLIED: PEOPLE}
    assert (report.sent, report.applied, report.unknown, report.undecided) == (PEOPLE, PEOPLE, 0, 0)
    assert upstream.requests == 3 if taken else upstream.requests > 3


def delivery_in_time(database: Database, store: SqlStore, upstream: Late, **options: Any) -> Delivery:
    """A delivery whose waits take no time; what waits before the upstream takes effect by them."""

    def sleep(seconds: float) -> None:
        database.clock.advance(seconds)
        upstream.catch_up()

    def clock() -> float:
        return database.clock().timestamp()

    return Delivery(store, upstream, DeliveryPolicy(), Quiet(), clock=clock, sleep=sleep, **options)


def test_what_takes_effect_after_its_answer_was_given_up_is_waited_for(database: Database) -> None:
    """Read back at once it would show nothing, and go again."""
    upstream = Late(FIELDS, Limits(batch_size=3, concurrency=2), promises=Promises(False, read_back=True, late=60))
    upstream.fail(LOST)
    store = office(database, upstream)
    report = delivery_in_time(database, store, upstream).run()
    assert set(upstream.times.values()) == {1}, "nothing was asked for twice"
    assert (report.applied, report.unknown) == (PEOPLE, 0)
    assert store.outbox.counts() == {OperationState.APPLIED: PEOPLE}


def test_a_run_that_follows_at_once_does_not_believe_that_nothing_was_taken(database: Database) -> None:
    upstream = Late(FIELDS, Limits(batch_size=3, concurrency=1), promises=Promises(False, read_back=True, late=60))
    upstream.fail(LOST)
    store = office(database, upstream)
    first = delivery_in_time(database, store, upstream, stop=lambda: len(upstream.held) == 4).run()
    assert (first.applied, first.unknown, first.undecided, first.stopped) == (4, 3, 0, "run-stopped")
    assert delivery_codes(first) == {4}, "another run mends this"
    again = delivery_in_time(database, store, upstream).run()
    assert (again.applied, again.unknown) == (3, 0)
    assert set(upstream.times.values()) == {1}


@pytest.mark.parametrize("others", [True, False], ids=["others pass", "nothing else to send"])
@pytest.mark.parametrize("taken", [True, False], ids=["taken late", "never taken"])
def test_a_batch_refused_when_it_comes_again_goes_under_no_other_key_while_the_first_may_take_effect(
    database: Database, others: bool, taken: bool
) -> None:
    """Its halves would be carried out beside it."""
    size = 3 if others else PEOPLE
    upstream = Late(FIELDS, Limits(batch_size=size, concurrency=1), promises=Promises(True, read_back=True, late=60))
    upstream.fail(LOST)
    store = office(database, upstream)
    carry_out, asked = upstream.send, list[str]()

    def send(key: str, body: bytes) -> Sequence[Verdict]:
        asked.append(key)
        if asked.count(key) == 2:
            upstream.fail(Refused("upstream-failed", status=500, host="h", problem="-"))
        return carry_out(key, body)

    upstream.send = send  # type: ignore[method-assign]
    if not taken:
        upstream.catch_up = upstream.forget  # type: ignore[method-assign]
    report = delivery_in_time(database, store, upstream).run()
    upstream.catch_up()
    assert (report.applied, report.unknown) == (PEOPLE, 0)
    assert {len(keys) for keys in upstream.keys.values()} == {1}, "one key for each"


def test_where_nothing_can_tell_the_operations_stay_unknown_and_are_counted(database: Database) -> None:
    upstream = MemoryUpstream(FIELDS, Limits(batch_size=3, concurrency=1), promises=Promises(False, read_back=False))
    upstream.fail(LOST, taken=True)
    store = office(database, upstream)
    first = deliver(store, upstream)
    assert (first.applied, first.unknown, first.undecided) == (4, 3, 3)
    assert delivery_codes(first) == {3}, "no run mends this: an officer has to look"
    sent = upstream.requests
    again = deliver(store, upstream)
    assert (again.applied, again.unknown, again.undecided) == (0, 3, 3)
    assert upstream.requests == sent
    assert once_each(upstream)


@pytest.mark.parametrize("after", range(4))
def test_what_broke_off_goes_on_where_it_broke(database: Database, after: int) -> None:
    upstream = Broken(FIELDS, Limits(batch_size=4, concurrency=1), promises=Promises(False, read_back=True))
    upstream.after = after
    store = office(database, upstream)
    report = deliver(store, upstream)
    assert (report.applied, report.pending, report.unknown) == (PEOPLE, 0, 0)
    assert store.outbox.counts() == {OperationState.APPLIED: PEOPLE}
    assert len(upstream.held) == PEOPLE


class Unread(MemoryUpstream):
    """An upstream that fails while it is asked what became of a batch."""

    def recall(self, key: str, body: bytes) -> Sequence[Verdict]:
        raise Refused("upstream-failed", words="lỗi", status=500, host="h", problem="-")


@pytest.mark.parametrize("size", [1, 3])
def test_a_failure_to_read_back_says_nothing_of_what_was_sent(database: Database, size: int) -> None:
    upstream = Unread(FIELDS, Limits(batch_size=size, concurrency=1), promises=Promises(False, read_back=True))
    upstream.fail(LOST, taken=True)
    store = office(database, upstream)
    for _ in range(2):
        report = deliver(store, upstream)
    assert (report.rejected, report.unknown) == (0, size)
    assert once_each(upstream)


class Away(Broken):
    """An upstream that cannot be reached, said of every batch as of one that broke off before its first operation."""

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        self.after = 0
        return super().send(key, body)


def test_batches_of_which_nothing_was_taken_open_the_circuit(database: Database) -> None:
    upstream = Away(FIELDS, Limits(batch_size=2, concurrency=1), promises=Promises(False, read_back=True))
    store = office(database, upstream)
    report = Delivery(store, upstream, DeliveryPolicy(), Quiet(), stop=lambda: upstream.requests > 9).run()
    assert (report.stopped, upstream.requests) == ("upstream-unreachable", 3)
    assert store.outbox.counts() == {OperationState.PENDING: PEOPLE}


def test_a_record_refused_in_the_middle_stands_alone_and_is_rejected_while_others_pass(database: Database) -> None:
    upstream = Broken(FIELDS, Limits(batch_size=4, concurrency=1), promises=Promises(False, read_back=True))
    upstream.cause = Refused("upstream-failed", words="lỗi cơ sở dữ liệu", status=500, host="h", problem="-")
    store = office(database, upstream)
    (following,) = store.registry.allocate(1)
    upstream.blames = f"-{following - 5}"
    report = deliver(store, upstream)
    assert (report.applied, report.rejected, report.pending, report.stopped) == (PEOPLE - 1, 1, 0, "")
    refused = list(store.plans.operations(1, state=OperationState.REJECTED))
    assert [one.words for one in refused] == ["lỗi cơ sở dữ liệu"]


def test_when_its_time_is_over_a_run_sends_nothing_more_and_the_next_goes_on(database: Database) -> None:
    upstream = MemoryUpstream(FIELDS, Limits(batch_size=2, concurrency=1))
    store = office(database, upstream)
    policy = DeliveryPolicy(seconds=6)  # a request takes three
    report = Delivery(store, upstream, policy, Quiet(), clock=lambda: 3.0 * upstream.requests).run()
    assert report.stopped == "run-deadline"
    assert (report.applied, report.pending) == (4, 3)
    assert 4 in delivery_codes(report)
    assert deliver(store, upstream).applied == 3
    assert once_each(upstream)


def test_batches_refused_together_by_a_busy_upstream_are_one_failure_and_go_again_more_slowly(
    database: Database,
) -> None:
    upstream = MemoryUpstream(FIELDS, Limits(batch_size=1, concurrency=4))
    upstream.fail(Unavailable("upstream-busy", host="h", status=429), times=4)
    store = office(database, upstream)
    report = deliver(store, upstream)
    assert (report.applied, report.pending, report.stopped) == (PEOPLE, 0, "")


def test_that_it_can_be_read_is_no_proof_that_it_takes_anything(database: Database) -> None:
    """A batch of last night is read back while every new one is answered with 500: an outage, nobody is refused."""
    upstream = Broken(FIELDS, Limits(batch_size=1, concurrency=1), promises=Promises(False, read_back=True))
    upstream.fail(LOST, taken=False)
    store = office(database, upstream)
    Delivery(store, upstream, DeliveryPolicy(circuit=1), Quiet()).run()
    assert store.outbox.counts()[OperationState.UNKNOWN] == 1
    upstream.fail(Refused("upstream-failed", status=500, host="h", problem="-"), times=100)
    upstream.reading = True
    report = deliver(store, upstream)
    assert (report.applied, report.rejected, report.pending) == (0, 0, PEOPLE)
    assert report.stopped == "upstream-failed"


@pytest.mark.parametrize("put", [3600.0, -3600.0, -400 * 86400.0])
def test_a_clock_that_is_put_right_within_a_run_shortens_and_lengthens_no_wait(
    database: Database, put: float
) -> None:
    upstream = Late(
        FIELDS, Limits(batch_size=PEOPLE, concurrency=1), promises=Promises(False, read_back=True, late=60)
    )
    upstream.fail(LOST)
    store = office(database, upstream)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        if not slept:
            database.clock.advance(put)
        slept.append(seconds)
        if sum(slept) == 60:
            upstream.catch_up()

    report = Delivery(store, upstream, DeliveryPolicy(), Quiet(), clock=lambda: sum(slept), sleep=sleep).run()
    assert sum(slept) == 60
    assert (report.applied, set(upstream.times.values())) == (PEOPLE, {1})


def test_a_clock_that_was_put_back_since_an_earlier_run_keeps_nobody_waiting(database: Database) -> None:
    upstream = Late(
        FIELDS, Limits(batch_size=PEOPLE, concurrency=1), promises=Promises(False, read_back=True, late=60)
    )
    upstream.fail(LOST)
    store = office(database, upstream)
    first = Delivery(store, upstream, DeliveryPolicy(circuit=1), Quiet()).run()
    assert first.unknown == PEOPLE
    upstream.forget()
    database.clock.advance(-400 * 86400)
    slept: list[float] = []
    report = Delivery(store, upstream, DeliveryPolicy(), Quiet(), clock=lambda: sum(slept), sleep=slept.append).run()
    assert (sum(slept), report.unknown) == (60, 0)


def test_of_a_batch_a_killed_run_left_nobody_knows_when_its_last_request_went_out(database: Database) -> None:
    """It may have been at it for long: what it was about to ask for last counts from now."""
    upstream = Late(
        FIELDS, Limits(batch_size=PEOPLE, concurrency=1), promises=Promises(False, read_back=True, late=60)
    )
    store = office(database, upstream)
    assert store.outbox.claim(upstream.limits, upstream.encode) is not None
    database.clock.advance(600)
    slept: list[float] = []
    Delivery(store, upstream, DeliveryPolicy(), Quiet(), clock=lambda: sum(slept), sleep=slept.append).run()
    assert sum(slept) == 60
    assert once_each(upstream)


@pytest.mark.parametrize("keys", [False, True])
def test_more_records_than_can_be_to_blame_are_an_outage(database: Database, keys: bool) -> None:
    """The upstream takes one batch and then fails on everything: what it says of that one proves nothing."""
    upstream = Broken(FIELDS, Limits(batch_size=2, concurrency=1), promises=Promises(keys, read_back=True))
    store = office(database, upstream)
    upstream.reading = True
    seen: set[str] = set()
    kept = upstream.send

    def send(key: str, body: bytes) -> Sequence[Verdict]:
        if seen and key not in seen:
            raise Refused("upstream-failed", status=500, host="h", problem="-")
        seen.add(key)
        return kept(key, body)

    upstream.send = send  # type: ignore[method-assign]
    report = deliver(store, upstream)
    assert (report.applied, report.rejected, report.pending) == (2, 0, PEOPLE - 2)
    assert report.stopped == "upstream-failed"
