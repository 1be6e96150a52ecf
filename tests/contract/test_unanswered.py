"""What an officer says became of a change without an answer: it enters the ledger, or goes out again, once. Real
databases; the upstream is the one in memory, and can neither take a batch twice nor be read back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from adapters.upstream.memory import MemoryUpstream
from state.store import SqlStore
from sync.delivery.sending import Delivery, DeliveryPolicy
from sync.delivery.unanswered import Unanswered
from sync.errors import AnswerLost, DecisionError
from sync.ports import Promises
from sync.reports import DeliveryReport
from sync.values import Limits, OperationState, Outcome, Verdict
from tests.contract.state_support import Database, make_database, released, staged
from tests.contract.test_polling import Quiet

__all__ = ["make_database"]

REASON = "Đã tìm trên trung tâm chiều 20/11"
NOBODY_KNOWS = Promises(keys=False, read_back=False)


def left_unanswered(database: Database, *, taken: bool) -> tuple[SqlStore, MemoryUpstream, Unanswered]:
    """A run whose one batch of three had no answer; the lease is free again."""
    upstream = MemoryUpstream(
        ("full_name", "date_of_birth"), Limits(batch_size=3, concurrency=1), promises=NOBODY_KNOWS
    )
    upstream.fail(AnswerLost("upstream-answer-lost", host="h", reason="r"), taken=taken)
    store = database.holder()
    persons = store.registry.allocate(3)
    released(store, *(staged(person, date_of_birth="2004-05-17") for person in persons))
    report = deliver(store, upstream)
    assert (report.unknown, report.undecided) == (3, 3)
    store.lease.release()
    return store, upstream, Unanswered(store, lambda: upstream.promises)


def deliver(store: SqlStore, upstream: MemoryUpstream) -> DeliveryReport:
    return Delivery(store, upstream, DeliveryPolicy(), Quiet()).run()


def test_what_was_done_enters_the_ledger_and_what_was_not_goes_again(database: Database) -> None:
    store, upstream, unanswered = left_unanswered(database, taken=False)
    first, second, third = unanswered.all().operations
    assert [one.number for one in unanswered.settle([first.number], Outcome.APPLIED, REASON)] == [first.number]
    unanswered.settle([second.number], Outcome.UNTOUCHED, REASON)
    assert set(store.ledger.entries([first.person, second.person, third.person])) == {first.person}
    assert [one.number for one in unanswered.all().operations] == [third.number]
    store.lease.acquire(60)
    assert (deliver(store, upstream).applied, set(store.outbox.counts())) == (
        1,
        {OperationState.APPLIED, OperationState.UNKNOWN},
    )
    assert [person.split("-")[-1] for person in upstream.held] == [str(second.person)]
    assert set(upstream.effects.values()) == {1}


def test_the_reason_is_kept_with_the_change_and_not_in_the_journal(database: Database) -> None:
    store, _, unanswered = left_unanswered(database, taken=True)
    done = unanswered.all().operations[0]
    unanswered.settle([done.number], Outcome.APPLIED, f"  {REASON}\n")
    kept = {one.number: one.words for one in store.plans.operations(done.run)}
    assert kept[done.number] == REASON
    entry = [entry for entry in store.journal.entries() if entry.event == "operation.decided"][-1]
    assert entry.facts == {"outcome": "applied", "operations": [done.number]}
    assert "trung tâm" not in str([one.facts for one in store.journal.entries()])
    assert store.journal.verify()[1] is None


@pytest.mark.parametrize(
    ("numbers", "reason", "code"),
    [((), REASON, "unanswered-choose-which"), ((1,), " ", "unanswered-without-reason")],
)
def test_a_decision_names_changes_and_a_reason(
    database: Database, numbers: tuple[int, ...], reason: str, code: str
) -> None:
    _, _, unanswered = left_unanswered(database, taken=True)
    with pytest.raises(DecisionError) as refused:
        unanswered.settle(numbers, Outcome.APPLIED, reason)
    assert refused.value.code == code


def test_one_wrong_number_and_nothing_is_taken_down(database: Database) -> None:
    store, _, unanswered = left_unanswered(database, taken=True)
    known = unanswered.all().operations[0].number
    with pytest.raises(DecisionError) as refused:
        unanswered.settle([known, 9_999_998, 9_999_999], Outcome.APPLIED, REASON)
    assert [problem.details["number"] for problem in refused.value.problems] == ["9999998", "9999999"]
    assert store.outbox.counts() == {OperationState.UNKNOWN: 3}


def test_where_the_next_run_knows_for_certain_nothing_is_decided_by_hand(database: Database) -> None:
    store, upstream, unanswered = left_unanswered(database, taken=True)
    upstream.promises = Promises(keys=True)
    with pytest.raises(DecisionError, match="unanswered-run-asks"):
        unanswered.settle([unanswered.all().operations[0].number], Outcome.UNTOUCHED, REASON)
    assert store.outbox.counts() == {OperationState.UNKNOWN: 3}


class Mute(MemoryUpstream):
    """An upstream that can be read back, and shows nothing by it."""

    def recall(self, key: str, body: bytes) -> Sequence[Verdict]:
        return []


def test_what_reading_back_tells_nothing_of_is_counted_for_an_officer(database: Database) -> None:
    upstream = Mute(("full_name", "date_of_birth"), Limits(batch_size=2), promises=Promises(False, read_back=True))
    upstream.fail(AnswerLost("upstream-answer-lost", host="h", reason="r"), taken=True)
    store = database.holder()
    persons = store.registry.allocate(3)
    released(store, *(staged(person, date_of_birth="2004-05-17") for person in persons))
    report = deliver(store, upstream)
    assert (report.applied, report.unknown, report.undecided) == (1, 2, 2)
