"""The state's contract on rebases: what the upstream shows becomes what it last confirmed, and nothing else does."""

from __future__ import annotations

from array import array
from contextlib import suppress

import pytest

from state.store import SqlStore
from sync.charter import Status
from sync.errors import LeaseLost
from sync.ports import IdentityKey, Rebase, SeenRows
from sync.values import (
    Change,
    Hold,
    ListKind,
    Operation,
    OperationState,
    OperationType,
    Outcome,
    PersonId,
    Place,
    Verdict,
)
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    LIST,
    SMALL,
    UNIT,
    Database,
    claim,
    drain,
    key_of,
    known,
    make_database,
    released,
    staged,
    states,
    verdicts,
)

OTHER_UNIT = "Chi đoàn 2, Đoàn phường Phú Thủy"
FINGERPRINT = bytes(range(16))


def shown(
    store: SqlStore,
    person: PersonId,
    *,
    version: int | None = None,
    unit: str = UNIT,
    status: Status = Status.ACTIVE,
    keys: tuple[IdentityKey, ...] = (),
    **fields: str,
) -> Rebase:
    """What an upstream shows of somebody: an ETag of its own, and these fields."""
    entry = store.ledger.entries([person]).get(person)
    old = dict(entry.record) if entry is not None else {}
    operation = Operation(
        type=OperationType.REBASE,
        person=person,
        kind=ListKind.MEMBERS,
        unit=unit,
        record={**old, **fields},
        changes=[Change(name, old.get(name), value) for name, value in fields.items()],
        place=Place(""),
        status=status,
        left=entry.unit if entry is not None and entry.unit != unit else "",
    )
    version = version if version is not None else entry.version if entry is not None else 0
    return Rebase(operation, version, keys, "0012345", '"shown-7"')


def rebase(store: SqlStore, *shows: Rebase) -> frozenset[PersonId]:
    """A whole run that takes these for confirmed."""
    run = store.rebasing.begin("thu.ky")
    taken = store.rebasing.rebase(run.number, shows)
    store.runs.finish(run.number, 0, {})
    return taken


def test_the_ledger_says_what_the_upstream_shows(database: Database) -> None:
    store = database.holder()
    one, other = known(store, 2)
    before, version = store.ledger.entries([one, other]), store.ledger.version()
    assert rebase(store, shown(store, one, email="moi@example.test", unit=OTHER_UNIT)) == {one}
    after = store.ledger.entries([one, other])
    assert after[other] == before[other]
    entry = after[one]
    assert (entry.unit, entry.etag, entry.member_code) == (OTHER_UNIT, '"shown-7"', "0012345")
    assert dict(entry.record) == {**before[one].record, "email": "moi@example.test"}
    assert entry.version == store.ledger.version() == version + 1
    assert store.registry.find([IdentityKey("member_code", b"")]) == {}
    assert store.ledger.strength() == {UNIT: 1, OTHER_UNIT: 1}


def test_a_rebase_is_told_in_the_story_and_the_journal_without_a_value(database: Database) -> None:
    store = database.holder()
    (one,) = known(store, 1)
    rebase(store, shown(store, one, email="moi@example.test"))
    past = store.histories.operations(one)[-1]
    assert (past.info.operation.type, past.info.state) == (OperationType.REBASE, OperationState.APPLIED)
    assert [(c.field, c.old, c.new) for c in past.info.operation.changes] == [
        ("email", "lan@example.test", "moi@example.test")
    ]
    assert (past.run_kind, past.batch_key) == ("rebase", "")
    entry = next(entry for entry in store.journal.entries() if entry.event == "ledger.rebased")
    assert entry.facts == {
        "people": 1,
        "gone": 0,
        "fields": {"email": 1},
        "operations": [[past.info.number, past.info.number]],
    }


def test_the_next_update_goes_with_the_etag_that_was_shown(database: Database) -> None:
    store = database.holder()
    (one,) = known(store, 1)
    rebase(store, shown(store, one, email="moi@example.test"))
    released(store, staged(one, email="lan@example.test"))
    sent = []
    store.outbox.claim(SMALL, lambda going: sent.extend(going) or b"body")
    assert [(each.etag, each.member_code) for each in sent] == [('"shown-7"', "0012345")]


def test_what_was_pending_is_not_sent_after_a_rebase(database: Database) -> None:
    """It was decided against what the upstream held before; with the fresh ETag it would overwrite."""
    store = database.holder()
    one, other = known(store, 2)
    released(store, staged(one, email="a@example.test"), staged(other, email="b@example.test"))
    rebase(store, shown(store, one, email="moi@example.test"))
    batch = claim(store)
    assert [store.histories.operations(p)[-1].info.number for p in (other,)] == list(batch.operations)
    superseded = [p.info.state for p in store.histories.operations(one)]
    assert superseded.count(OperationState.SUPERSEDED) == 1


@pytest.mark.parametrize("outcome", [None, Outcome.ACCEPTED, Outcome.UNKNOWN])
def test_whoever_has_an_operation_in_flight_is_left(database: Database, outcome: Outcome | None) -> None:
    store = database.holder()
    one, other = known(store, 2)
    released(store, staged(one, email="a@example.test"))
    batch = claim(store)
    if outcome is not None:
        store.outbox.settle(batch, verdicts(batch, outcome))
    before = store.ledger.entries([one])
    shows = shown(store, one, email="moi@example.test"), shown(store, other, email="moi@example.test")
    assert rebase(store, *shows) == {other}
    assert store.ledger.entries([one]) == before


def test_whoever_was_compared_with_an_older_entry_is_left(database: Database) -> None:
    store = database.holder()
    one, other = known(store, 2)
    new = store.registry.allocate(1)[0]
    late = shown(store, one, version=store.ledger.entries([one])[one].version - 1, email="moi@example.test")
    assert rebase(store, late, shown(store, other, version=0), shown(store, new, full_name="Lê Thị Mai")) == {new}


def test_somebody_only_the_upstream_had_is_known_by_their_keys(database: Database) -> None:
    store = database.holder()
    new, key = store.registry.allocate(1)[0], key_of("079204000001")
    rebase(store, shown(store, new, keys=(key,), full_name="Lê Thị Mai"))
    assert store.registry.find([key]) == {key: {new}}
    assert store.ledger.entries([new])[new].record["full_name"] == "Lê Thị Mai"
    restarted = database.after_crash()
    assert restarted.registry.find([key]) == {key: {new}}


def test_somebody_the_upstream_has_no_more_is_taken_back_and_can_come_again(database: Database) -> None:
    store = database.holder()
    one, other = known(store, 2)
    run = released(store, lists=[LIST])
    rows = SeenRows(FINGERPRINT + FINGERPRINT[::-1], array("q", [one, other]))
    store.runs.finish(run.number, 0, {})
    run = store.runs.start("sync", "cron")
    store.seen.propose(run.number, LIST, rows)
    store.runs.planned(run.number, {}, b"", [LIST])
    store.runs.release(run.number)
    store.runs.finish(run.number, 0, {})
    assert store.seen.load(LIST).fingerprints == rows.fingerprints
    refused = released(store, staged(one, email="moi@example.test"))
    batch = claim(store)
    store.outbox.settle(batch, [Verdict(batch.ids[0], Outcome.REJECTED, words="Không có người này")])
    assert one in store.outbox.refused([one])
    store.runs.finish(refused.number, 1, {})

    assert rebase(store, shown(store, one, status=Status.NOBODY)) == {one}
    assert set(store.ledger.entries([one, other])) == {other}
    assert store.outbox.refused([one]) == {}
    assert store.ledger.strength() == {UNIT: 1}
    seen = store.seen.load(LIST)
    assert (bytes(seen.fingerprints), list(seen.persons)) == (bytes(16) + FINGERPRINT[::-1], [one, other])
    assert len(store.histories.operations(one)) == 3
    # The lists create them again, and the figures count them as one more.
    again = released(store, staged(one))
    drain(store)
    store.runs.finish(again.number, 0, {})
    assert [(each.created, each.people) for each in store.ledger.moved() if each.type is OperationType.UPSERT] == [
        (True, 3)
    ]


def test_open_questions_stay_open(database: Database) -> None:
    store = database.holder()
    (one,) = known(store, 1)
    run = store.runs.start("sync", "cron")
    store.plans.hold(run.number, [Hold("missing", "missing:1", Place(LIST), person=one)])
    store.runs.planned(run.number, {}, b"", [LIST])
    store.runs.release(run.number)
    store.runs.finish(run.number, 3, {})
    rebase(store, shown(store, one, email="moi@example.test"))
    assert [info.hold.key for info in store.plans.holds()] == ["missing:1"]


def test_what_was_replaced_at_the_upstream_is_no_earlier_list(database: Database) -> None:
    store = database.holder()
    (one,) = known(store, 1)
    rebase(store, shown(store, one, email="moi@example.test"))
    assert store.ledger.earlier([one]) == {}
    released(store, staged(one, email="khac@example.test"))
    drain(store)
    assert [record["email"] for record in store.ledger.earlier([one])[one]] == ["moi@example.test"]


def test_a_crash_keeps_all_of_a_page_or_nothing(database: Database) -> None:
    store = database.holder()
    people = known(store, 3)
    run = store.rebasing.begin("thu.ky")
    store.rebasing.rebase(run.number, [shown(store, people[0], email="moi@example.test")])
    with suppress(RuntimeError), store.transaction():
        store.rebasing.rebase(run.number, [shown(store, people[1], email="moi@example.test")])
        raise RuntimeError
    store = database.after_crash()
    emails = [store.ledger.entries(people)[one].record["email"] for one in people]
    assert emails == ["moi@example.test", "lan@example.test", "lan@example.test"]
    run = store.runs.start("sync", "cron")
    assert store.ledger.entries(people)[people[0]].etag == '"shown-7"'
    assert store.runs.get(str(run.number - 1)).state == "failed"
    assert store.journal.verify()[1] is None


def test_only_the_holder_of_the_lease_rebases(database: Database) -> None:
    store = database.holder()
    (one,) = known(store, 1)
    other = database.store()
    with pytest.raises(LeaseLost):
        other.rebasing.begin("thu.ky")
    with pytest.raises(LeaseLost):
        other.rebasing.rebase(1, [shown(other, one)])


def test_somebody_asked_about_is_the_same_one_in_the_next_plan(database: Database) -> None:
    """A plan that is discarded takes its keys with it; what is remembered stays, and is never sent."""
    store = database.holder()
    key = key_of("079204000001")
    new = staged(store.registry.allocate(1)[0], keys=[key])
    run = store.rebasing.begin("thu.ky")
    store.rebasing.remember(run.number, [new])
    store.runs.finish(run.number, 0, {})
    store = database.after_crash()
    assert store.registry.find([key]) == {key: {new.operation.person}}
    run = store.runs.start("sync", "cron")
    latest = store.plans.latest(run.number, [new.operation.person])
    assert latest[new.operation.person].record == new.operation.record
    assert drain(store) == 0
    assert store.ledger.entries([new.operation.person]) == {}
