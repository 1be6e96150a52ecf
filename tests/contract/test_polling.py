"""What was accepted is on its way: each delivery asks what became of it before it sends, politely, and settles what
has its last verdict. Real databases; the upstream is the one in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

import pytest

from adapters.upstream.memory import MemoryUpstream
from state.store import SqlStore
from sync.charter import Status
from sync.delivery.sending import Delivery, DeliveryPolicy
from sync.errors import Refused, Unavailable, UpstreamError
from sync.outcome import delivery_codes
from sync.reports import DeliveryReport
from sync.values import Limits, OperationState, OperationType, PersonId
from tests.contract.state_support import UNIT, Database, make_database, movement, released, staged

__all__ = ["make_database"]

THERE = "Chi đoàn 2, Đoàn phường Phú Thủy"
BORN = "2004-05-17"
FIELDS = ("full_name", "date_of_birth", "email")


class Quiet:
    def stage(self, name: str, total: int | None = None) -> None: ...

    def advance(self, count: int, **facts: int) -> None: ...


@dataclass
class Sending:
    """Some members who are in step, and an upstream whose receiving branches answer later."""

    database: Database
    store: SqlStore = field(init=False)
    upstream: MemoryUpstream = field(init=False)

    def __post_init__(self) -> None:
        self.store = self.database.holder()
        self.upstream = MemoryUpstream(FIELDS, Limits(batch_size=40, concurrency=2), receiver="later")

    def members(self, count: int) -> list[PersonId]:
        persons = list(self.store.registry.allocate(count))
        released(self.store, *(staged(person, date_of_birth=BORN) for person in persons))
        assert self.deliver().applied == count
        return persons

    def transfer(self, persons: list[PersonId]) -> None:
        papers = [
            movement(
                person,
                OperationType.TRANSFER,
                unit=THERE,
                left=UNIT,
                facts={"on": "2026-03-01", "destination": THERE},
                date_of_birth=BORN,
            )
            for person in persons
        ]
        released(self.store, *papers)

    def delivery(self, **policy: int) -> Delivery:
        return Delivery(self.store, self.upstream, DeliveryPolicy(**policy), Quiet())

    def deliver(self, **policy: int) -> DeliveryReport:
        return self.delivery(**policy).run()

    def units(self) -> Counter[str]:
        return Counter(entry.unit for entry in self.store.ledger.scan())

    def accepted(self) -> int:
        return self.store.outbox.counts().get(OperationState.ACCEPTED, 0)


@pytest.fixture
def office(database: Database) -> Sending:
    return Sending(database)


def test_who_is_on_the_way_stays_so_and_is_no_outage(office: Sending) -> None:
    office.transfer(office.members(3))
    report = office.deliver()
    assert (report.sent, report.accepted, report.applied, report.rejected) == (3, 3, 0, 0)
    again = office.deliver()
    assert (again.sent, again.accepted, again.answered, again.stopped) == (0, 3, 0, "")
    assert delivery_codes(again) == set()
    assert office.units() == {UNIT: 3}


def test_a_later_run_settles_what_the_receiver_confirmed(office: Sending) -> None:
    office.transfer(office.members(60))
    office.deliver()
    assert office.upstream.receive("now") == 60
    report = office.deliver()
    assert (report.sent, report.answered, report.applied, report.accepted) == (0, 60, 60, 0)
    assert delivery_codes(report) == set()
    assert office.units() == {THERE: 60}
    assert office.store.outbox.unsettled() == frozenset()
    assert sum(office.upstream.effects.values()) == 120
    assert office.store.journal.verify()[1] is None


def test_what_the_receiver_refused_is_rejected_in_its_words_and_the_ledger_stays(office: Sending) -> None:
    persons = office.members(2)
    office.transfer(persons)
    office.deliver()
    office.upstream.receive("refuse")
    report = office.deliver()
    assert (report.answered, report.rejected, report.applied) == (2, 2, 0)
    assert delivery_codes(report) == {1}
    assert office.units() == {UNIT: 2}
    carried = office.store.outbox.carried(persons)
    assert [(one.state, one.refused) for papers in carried.values() for one in papers] == [
        (OperationState.REJECTED, "transfer-refused")
    ] * 2


def test_the_verdict_counts_before_anything_else_is_sent(office: Sending) -> None:
    """Whoever was on the way and has arrived is changed in the same run, as the person they are there now."""
    [person] = office.members(1)
    office.transfer([person])
    office.deliver()
    office.upstream.receive("now")
    released(office.store, staged(person, unit=THERE, date_of_birth=BORN, email="moi@example.test"))
    report = office.deliver()
    assert (report.applied, report.rejected, report.pending) == (2, 0, 0)
    [held] = office.upstream.held.values()
    assert (held.unit, held.record["email"], held.status) == (THERE, "moi@example.test", Status.ACTIVE)


def test_asking_is_polite_and_a_run_asks_once(office: Sending) -> None:
    office.transfer(office.members(60))
    office.deliver()
    asked = office.upstream.polls
    office.deliver(polls=41)
    assert office.upstream.polls - asked == 41
    asked = office.upstream.polls
    polled = office.delivery().settle_leftovers()
    assert (polled.asked, office.upstream.polls - asked) == (60, 60)
    office.delivery().run(polled)
    assert office.upstream.polls - asked == 60


def test_the_oldest_are_asked_about_first(office: Sending) -> None:
    first, second = office.members(2)
    for person in (first, second):
        office.transfer([person])
        office.deliver()
    office.upstream.receive("now")
    assert office.deliver(polls=1).applied == 1
    assert {entry.person: entry.unit for entry in office.store.ledger.scan()} == {first: THERE, second: UNIT}


@pytest.mark.parametrize("error", [Unavailable("upstream-busy"), Refused("upstream-failed")])
def test_an_upstream_that_fails_when_asked_ends_the_asking_and_not_the_run(
    office: Sending, error: UpstreamError
) -> None:
    office.transfer(office.members(60))
    office.deliver()
    office.upstream.receive("now")
    office.upstream.fail(error)
    released(office.store, staged(office.store.registry.allocate(1)[0], date_of_birth=BORN))
    report = office.deliver()
    assert (report.stopped, report.pending, report.sent) == ("", 0, 1)
    assert report.accepted == office.accepted() > 0
    assert office.deliver().accepted == 0


def test_an_upstream_that_is_away_is_not_asked_on_and_on(office: Sending) -> None:
    office.transfer(office.members(60))
    office.deliver()
    office.upstream.fail(Unavailable("upstream-unreachable"), times=10)
    released(office.store, *(staged(one, date_of_birth=BORN) for one in office.store.registry.allocate(3)))
    report = office.deliver(circuit=1)
    assert (report.stopped, report.accepted, report.pending) == ("upstream-unreachable", 60, 3)


def test_a_run_that_is_told_to_stop_asks_no_more(office: Sending) -> None:
    office.transfer(office.members(60))
    office.deliver()
    office.upstream.receive("now")
    Delivery(office.store, office.upstream, DeliveryPolicy(), Quiet(), lambda: True).run()
    assert office.accepted() == 60
