"""The state's contract: operations on their way, and the ledger that never runs ahead of the upstream."""

from __future__ import annotations

import pytest

from state.store import SqlStore
from sync.errors import LeaseLost
from sync.fingerprint import identifier_hash
from sync.ports import IdentityKey
from sync.values import (
    Batch,
    LedgerEntry,
    Limits,
    ListKind,
    OperationState,
    Outcome,
    Outgoing,
    PersonId,
    Record,
    Verdict,
)
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    Database,
    claim,
    drain,
    encode,
    make_database,
    people,
    released,
    staged,
    verdicts,
)

PENDING, SENT, UNKNOWN = OperationState.PENDING, OperationState.SENT, OperationState.UNKNOWN
APPLIED, REJECTED, DEAD = OperationState.APPLIED, OperationState.REJECTED, OperationState.DEAD
ACCEPTED = OperationState.ACCEPTED


def ledger(store: SqlStore) -> list[LedgerEntry]:
    return list(store.ledger.scan())


def out(store: SqlStore, size: int = 10) -> tuple[Batch, list[Outgoing]]:
    """Claim a batch and see what was encoded."""
    seen: list[Outgoing] = []

    def note(operations: list[Outgoing]) -> bytes:
        seen[:] = operations
        return encode(operations)

    batch = store.outbox.claim(Limits(size), note)  # type: ignore[arg-type]
    assert batch is not None
    return batch, seen


def test_what_is_under_way_is_counted_without_what_was_settled(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 40))
    batches = [claim(store) for _ in range(3)]
    first, second = list(batches[0].ids), list(batches[1].ids)
    store.outbox.settle(batches[0], verdicts(batches[0]))
    store.outbox.settle(batches[1], [Verdict(one, Outcome.ACCEPTED) for one in second[:4]])
    assert len(first) == 10
    assert store.outbox.under_way() == {PENDING: 10, SENT: 10, ACCEPTED: 4, UNKNOWN: 6}


# ── claiming ─────────────────────────────────────────────────────────────────────────────────────────────


def test_a_batch_is_durable_with_its_exact_body_before_it_is_sent(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 3))
    batch = claim(store)
    (kept,) = database.store().outbox.unanswered()
    assert kept == batch
    assert store.outbox.counts() == {SENT: 3}


def test_batches_take_operations_in_order_and_each_once(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 25))
    batches = [claim(store), claim(store), claim(store)]
    assert store.outbox.claim(Limits(), encode) is None
    taken = [number for batch in batches for number in batch.operations]
    assert taken == sorted(set(taken))
    assert [len(batch.operations) for batch in batches] == [10, 10, 5]
    assert len({batch.key for batch in batches}) == 3
    assert len({one for batch in batches for one in batch.ids}) == 25


def test_what_goes_out_names_the_person_and_what_the_upstream_called_them(database: Database) -> None:
    store = database.holder()
    (one,) = store.registry.allocate(1)
    run = released(store, staged(one, member_code="1000001"))
    batch, (first,) = out(store)
    assert first.id == batch.ids[0] == f"{run.id}-{batch.operations[0]}"
    assert first.person == f"{store.installation}-{one}"
    assert (first.member_code, first.etag) == ("1000001", None)
    store.outbox.settle(batch, verdicts(batch, member_code="7654321", etag='"3"'))
    released(store, staged(one, "Nguyễn Thị Lan Anh"))
    _, (second,) = out(store)
    assert (second.member_code, second.etag, second.person) == ("7654321", '"3"', first.person)
    assert second.record["full_name"] == "Nguyễn Thị Lan Anh"


def test_a_person_has_one_operation_in_flight_and_they_keep_their_order(database: Database) -> None:
    store = database.holder()
    one, two = store.registry.allocate(2)
    released(store, staged(one, "A"), staged(two, "B"), staged(one, "C"), lists=[])
    released(store, staged(one, "D"), lists=[])
    names = []
    while True:
        batch = store.outbox.claim(Limits(), encode)
        if batch is None:
            break
        assert store.outbox.claim(Limits(), encode) is None
        store.outbox.settle(batch, verdicts(batch))
        names.append([entry.record["full_name"] for entry in ledger(store)])
    assert names == [["A", "B"], ["C", "B"], ["D", "B"]]


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.UNKNOWN])
def test_nothing_goes_for_a_person_whose_last_operation_has_no_final_verdict(
    database: Database, outcome: Outcome
) -> None:
    store = database.holder()
    one, two = store.registry.allocate(2)
    released(store, staged(one), lists=[])
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, outcome))
    assert store.outbox.unsettled() == {one}
    released(store, staged(one, "B"), staged(two), lists=[])
    assert len(claim(store).operations) == 1
    assert store.outbox.claim(Limits(), encode) is None


def test_a_body_that_is_too_long_holds_fewer_operations(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 30))
    whole = 0
    while (batch := store.outbox.claim(Limits(30, 1000), encode)) is not None:
        assert len(batch.body) <= 1000
        whole += len(batch.operations)
        store.outbox.settle(batch, verdicts(batch))
    assert whole == 30


def test_one_operation_that_is_too_long_alone_still_goes(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 2))
    assert len(claim(store, 2, 10).operations) == 1


def test_only_the_holder_of_the_lease_claims(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 1))
    with pytest.raises(LeaseLost):
        database.store().outbox.claim(Limits(), encode)
    store.lease.release()
    with pytest.raises(LeaseLost):
        store.outbox.claim(Limits(), encode)


# ── verdicts ─────────────────────────────────────────────────────────────────────────────────────────────


def test_the_ledger_holds_nobody_the_upstream_has_not_confirmed(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 4))
    assert ledger(store) == []
    batch = claim(store)
    assert ledger(store) == []
    first, second, third, _ = batch.ids
    counts = store.outbox.settle(
        batch,
        [
            Verdict(first, Outcome.APPLIED),
            Verdict(second, Outcome.REJECTED, code="national-id-invalid", words="Số CCCD không hợp lệ"),
            Verdict(third, Outcome.ACCEPTED),
        ],
    )
    assert counts == {"applied": 1, "rejected": 1, "accepted": 1, "unknown": 1}
    assert len(ledger(store)) == 1
    assert store.outbox.counts() == {APPLIED: 1, REJECTED: 1, ACCEPTED: 1, UNKNOWN: 1}


def test_an_applied_operation_is_in_the_ledger_whole(database: Database) -> None:
    store = database.holder()
    (one,) = store.registry.allocate(1)
    made = staged(one, member_code="1000001", unit="Chi đoàn 9")
    released(store, made)
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, member_code="1000001", etag='"1"'))
    entry = LedgerEntry(
        one,
        ListKind.MEMBERS,
        "Chi đoàn 9",
        made.operation.record,
        store.ledger.version(),
        "1000001",
        '"1"',
    )
    assert ledger(store) == [entry]
    assert store.ledger.entries([one, PersonId(3)]) == {one: entry}
    assert store.ledger.entries([]) == {}
    assert store.ledger.count() == {ListKind.MEMBERS: 1}


def test_a_member_code_stays_known_when_a_later_answer_does_not_repeat_it(database: Database) -> None:
    store = database.holder()
    (one,) = store.registry.allocate(1)
    for name, facts in (("A", {"member_code": "1000001", "etag": '"1"'}), ("B", {"etag": '"2"'})):
        released(store, staged(one, name))
        batch = claim(store)
        store.outbox.settle(batch, verdicts(batch, **facts))
    (entry,) = ledger(store)
    assert (entry.member_code, entry.etag) == ("1000001", '"2"')


def test_a_member_code_the_upstream_gave_makes_the_person_known(database: Database) -> None:
    store = database.holder()
    (one,) = store.registry.allocate(1)
    run = released(store, staged(one))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, member_code="1000001"))
    key = IdentityKey("member_code", identifier_hash(store.key("identifier"), "member_code", "1000001"))
    known = {key: frozenset([one])}
    assert store.registry.find([key]) == known
    assert database.store().registry.find([key]) == known
    store.runs.finish(run.number, 0, {})
    store.runs.start("sync", "")
    assert store.registry.find([key]) == known


def test_the_ledger_version_grows_with_every_recorded_verdict(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 4))
    versions = [store.ledger.version()]
    for outcome in (Outcome.APPLIED, Outcome.REJECTED, Outcome.UNKNOWN, Outcome.APPLIED):
        batch = claim(store, 1)
        assert store.ledger.version() == versions[-1]
        store.outbox.settle(batch, verdicts(batch, outcome))
        versions.append(store.ledger.version())
    assert versions == sorted(set(versions))


def test_a_second_verdict_changes_nothing(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 2))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch))
    before, version = ledger(store), store.ledger.version()
    for outcome in Outcome:
        assert store.outbox.settle(batch, verdicts(batch, outcome, member_code="9")) == {}
    assert (ledger(store), store.ledger.version()) == (before, version)
    assert store.outbox.counts() == {APPLIED: 2}


def test_the_first_of_two_verdicts_in_one_answer_counts(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 1))
    batch = claim(store)
    store.outbox.settle(batch, [*verdicts(batch, Outcome.REJECTED), *verdicts(batch)])
    assert store.outbox.counts() == {REJECTED: 1}


def test_a_verdict_for_another_batchs_operation_changes_nothing(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 2))
    first, second = claim(store, 1), claim(store, 1)
    counts = store.outbox.settle(first, [*verdicts(first), *verdicts(second), Verdict("x", Outcome.APPLIED)])
    assert counts == {"applied": 1}
    assert store.outbox.counts() == {APPLIED: 1, SENT: 1}


def test_an_accepted_operation_is_applied_by_a_later_verdict(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 2))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, Outcome.ACCEPTED))
    assert ledger(store) == []
    assert store.outbox.unanswered() == []
    assert store.outbox.settle(batch, verdicts(batch)[:1]) == {"applied": 1}
    assert store.outbox.counts() == {APPLIED: 1, ACCEPTED: 1}


def test_the_upstreams_words_are_kept_verbatim(database: Database) -> None:
    store = database.holder()
    run = released(store, *people(store, 2))
    batch = claim(store)
    words = 'Lỗi: "national_id" đã tồn tại\n(409)'
    store.outbox.settle(
        batch,
        [Verdict(batch.ids[0], Outcome.REJECTED, words=words), Verdict(batch.ids[1], Outcome.REJECTED, code="dup")],
    )
    assert [info.words for info in store.plans.operations(run.number)] == [words, "dup"]


def test_settling_and_claiming_are_one_transaction(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 6))
    limits = Limits(2)
    _, first = store.outbox.settle_and_claim([], 2, limits, encode)
    assert [len(batch.operations) for batch in first] == [2, 2]

    def broken(_: object) -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.outbox.settle_and_claim([(batch, verdicts(batch)) for batch in first], 1, limits, broken)
    assert ledger(store) == []
    assert len(store.outbox.unanswered()) == 2
    counts, second = store.outbox.settle_and_claim([(batch, verdicts(batch)) for batch in first], 5, limits, encode)
    assert counts == [{"applied": 2}, {"applied": 2}]
    assert [len(batch.operations) for batch in second] == [2]
    assert store.outbox.counts() == {APPLIED: 4, SENT: 2}


# ── answers that did not come ────────────────────────────────────────────────────────────────────────────


def test_an_operation_without_a_verdict_is_unknown_and_its_batch_is_replayed(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 3))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch)[:2])
    assert store.outbox.counts() == {APPLIED: 2, UNKNOWN: 1}
    (again,) = store.outbox.unanswered()
    assert (again.key, again.body, again.ids) == (batch.key, batch.body, batch.ids)
    assert store.outbox.claim(Limits(), encode) is None
    assert store.outbox.settle(again, verdicts(again)) == {"applied": 1}
    assert store.outbox.unanswered() == []


def test_a_crash_after_sending_leaves_the_same_bytes_under_the_same_key(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 12))
    sent = [claim(store), claim(store)]
    after = database.after_crash()
    assert list(after.outbox.unanswered()) == sent
    after.runs.start("sync", "")
    assert list(after.outbox.unanswered()) == sent
    for batch in after.outbox.unanswered():
        after.outbox.settle(batch, verdicts(batch))
    assert len(ledger(after)) == 12


def test_a_lost_answer_keeps_key_and_body(database: Database) -> None:
    store = database.holder()
    run = released(store, *people(store, 2))
    batch = claim(store)
    store.outbox.unknown(batch, "read timed out")
    store.outbox.unknown(batch, "read timed out")
    assert store.outbox.counts() == {UNKNOWN: 2}
    (again,) = store.outbox.unanswered()
    assert (again.key, again.body) == (batch.key, batch.body)
    assert again.attempts > batch.attempts
    assert {info.words for info in store.plans.operations(run.number)} == {"read timed out"}


def test_a_batch_that_was_not_taken_is_pending_again_with_its_attempt_counted(database: Database) -> None:
    store = database.holder()
    run = released(store, *people(store, 2))
    batch = claim(store)
    store.outbox.requeue(batch, "connection refused")
    store.outbox.requeue(batch, "connection refused")
    assert store.outbox.counts() == {PENDING: 2}
    assert store.outbox.unanswered() == []
    assert [info.attempts for info in store.plans.operations(run.number)] == [1, 1]
    again = claim(store)
    assert again.operations == batch.operations
    assert again.key != batch.key
    # A late answer to the first batch is nobody's any more.
    assert store.outbox.settle(batch, verdicts(batch)) == {}
    assert ledger(store) == []


def test_the_same_answer_twice_does_not_bring_back_what_was_settled(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 2))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch))
    store.outbox.unknown(batch, "late")
    store.outbox.requeue(batch, "late")
    store.outbox.split(batch, "late")
    assert store.outbox.counts() == {APPLIED: 2}
    assert store.outbox.unanswered() == []


def test_a_batch_this_store_never_made_is_an_error(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 1))
    batch = claim(store)
    with pytest.raises(ValueError, match="no batch"):
        store.outbox.settle(Batch(batch.number, "other", b"", batch.operations, batch.ids, 1), [])


def test_a_batch_in_doubt_outlives_those_of_its_operations_that_surely_were_not_taken(database: Database) -> None:
    """They are pending again, replaced by later plans, and cleared away while the others still wait for an answer."""
    store = database.holder()
    one, two = store.registry.allocate(2)
    released(store, staged(one), staged(two))
    batch = claim(store)
    lost, untouched = batch.ids
    store.outbox.settle(batch, [Verdict(untouched, Outcome.UNTOUCHED)])
    for _ in range(2):
        released(store, staged(two, "Nguyễn Thị Lan Anh"))
    (waiting,) = store.outbox.unanswered()
    assert (waiting.ids, waiting.operations, waiting.body) == ((lost,), batch.operations[:1], batch.body)
    assert store.outbox.settle(waiting, [Verdict(lost, Outcome.APPLIED), Verdict(untouched, Outcome.UNTOUCHED)]) == {
        "applied": 1
    }
    assert store.outbox.unanswered() == []
    assert drain(store) == 1


# ── splitting ────────────────────────────────────────────────────────────────────────────────────────────


def test_the_halves_of_a_split_are_never_joined(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 7))
    batch = claim(store)
    store.outbox.split(batch, "refused")
    assert store.outbox.counts() == {PENDING: 7}
    assert store.outbox.unanswered() == []
    first, second = claim(store), claim(store)
    assert first.operations == batch.operations[:4]
    assert second.operations == batch.operations[4:]
    store.outbox.split(first, "refused")
    assert [claim(store).operations, claim(store).operations] == [batch.operations[:2], batch.operations[2:4]]


def test_a_half_is_not_joined_with_what_never_was_in_a_batch(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 6))
    batch = claim(store, 4)
    store.outbox.split(batch, "refused")
    taken = [claim(store).operations for _ in range(3)]
    assert sorted(map(len, taken)) == [2, 2, 2]


def test_splitting_keeps_a_persons_operations_in_order(database: Database) -> None:
    store = database.holder()
    one, two, three = store.registry.allocate(3)
    released(store, staged(one, "A"), staged(two, "A"), lists=[])
    store.outbox.split(claim(store), "refused")
    released(store, staged(one, "B"), staged(three, "A"), lists=[])
    assert drain(store) == 4
    assert {entry.person: entry.record["full_name"] for entry in ledger(store)} == {one: "B", two: "A", three: "A"}


def test_a_batch_of_one_cannot_be_split(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 1))
    with pytest.raises(ValueError, match="one"):
        store.outbox.split(claim(store), "refused")


# ── refusals ─────────────────────────────────────────────────────────────────────────────────────────────


def rejected(store: SqlStore, person: PersonId, name: str) -> None:
    released(store, staged(person, name))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, Outcome.REJECTED, words="không hợp lệ"))


def latest(store: SqlStore, person: PersonId) -> Record:
    """What was last asked for a person."""
    return store.plans.latest(0, [person])[person].record


def test_a_refusal_stands_until_a_later_operation_replaces_it(database: Database) -> None:
    store = database.holder()
    one, two = store.registry.allocate(2)
    rejected(store, one, "A")
    refusal = store.outbox.refused([one, two])
    assert refusal.keys() == {one}
    assert refusal[one].words == "không hợp lệ"
    assert latest(store, one) == staged(one, "A").operation.record
    assert (refusal[one].at, refusal[one].state) == (database.clock.now, REJECTED)
    rejected(store, one, "B")
    assert store.outbox.refused([one]).keys() == {one}
    assert latest(store, one) == staged(one, "B").operation.record
    released(store, staged(one, "C"))
    assert store.outbox.refused([one]) == {}
    drain(store)
    assert store.outbox.refused([one]) == {}
    assert store.outbox.refused([]) == {}


def test_refusals_are_forgotten_on_demand_but_not_from_the_record(database: Database) -> None:
    store = database.holder()
    one, two = store.registry.allocate(2)
    rejected(store, one, "A")
    rejected(store, two, "A")
    rejected(store, two, "B")
    assert store.outbox.retry_refused() == 2
    assert store.outbox.refused([one, two]) == {}
    assert store.outbox.retry_refused() == 0
    assert store.outbox.counts() == {REJECTED: 3}


def test_what_was_tried_too_often_is_given_up_visibly(database: Database) -> None:
    store = database.holder()
    one, two = store.registry.allocate(2)
    released(store, staged(one), lists=[])
    for _ in range(3):
        store.outbox.requeue(claim(store), "connection refused")
    released(store, staged(two), lists=[])
    assert store.outbox.give_up(4) == 0
    assert store.outbox.give_up(3) == 1
    assert store.outbox.counts() == {DEAD: 1, PENDING: 1}
    assert store.outbox.refused([one, two])[one].state is DEAD
    assert drain(store) == 1


def test_counts_are_of_a_run_or_of_all(database: Database) -> None:
    store = database.holder()
    first = released(store, *people(store, 2), lists=[])
    drain(store)
    second = released(store, *people(store, 3), lists=[])
    assert store.outbox.counts(first.number) == {APPLIED: 2}
    assert store.outbox.counts(second.number) == {PENDING: 3}
    assert store.outbox.counts() == {APPLIED: 2, PENDING: 3}
    assert store.outbox.counts(99) == {}
