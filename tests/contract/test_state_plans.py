"""The state's contract: plans and runs, the registry, and what a plan that was not released leaves behind."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from contextlib import suppress

import pytest
from sqlalchemy import text

from state.store import SqlStore
from sync.errors import LeaseLost, PlanMoved, StateError
from sync.ports import SeenRows
from sync.values import Hold, Limits, OperationState, PersonId, Place
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    LIST,
    OTHER_LIST,
    Database,
    claim,
    drain,
    encode,
    key_of,
    make_database,
    people,
    planned,
    released,
    staged,
    verdicts,
)


def hold(key: str, source: str = LIST) -> Hold:
    return Hold(
        "missing", key, Place(source, row=3), "Chi đoàn 1", PersonId(5), (PersonId(6),), {"name": "Lê Giả", "days": 3}
    )


def operations(store: SqlStore, run: int) -> Sequence[OperationState]:
    return [info.state for info in store.plans.operations(run)]


# ── staging and release ──────────────────────────────────────────────────────────────────────────────────


def test_what_was_staged_comes_back_as_it_was(database: Database) -> None:
    store = database.holder()
    one = staged(store.registry.allocate(1)[0], keys=[key_of("079099000001")], note="ghi chú \udc80 hỏng")
    run = planned(store, one)
    (info,) = store.plans.operations(run.number)
    assert info.operation == one.operation
    assert (info.run, info.person, info.state) == (run.number, one.operation.person, OperationState.PENDING)
    assert (info.attempts, info.words, info.batch) == (0, "", None)


def test_nothing_goes_out_before_the_plan_is_released(database: Database) -> None:
    store = database.holder()
    run = planned(store, *people(store, 3))
    assert store.outbox.claim(Limits(), encode) is None
    assert store.outbox.counts() == {}
    assert store.outbox.counts(run.number) == {OperationState.PENDING: 3}
    store.runs.release(run.number)
    assert store.outbox.counts() == {OperationState.PENDING: 3}
    assert drain(store) == 3


def test_operations_come_in_the_order_they_were_staged(database: Database) -> None:
    store = database.holder()
    run = store.runs.start("plan", "")
    everybody = people(store, 2500)
    for start in range(0, 2500, 900):
        store.plans.stage(run.number, everybody[start : start + 900])
    store.runs.planned(run.number, {}, b"", [LIST])
    stored = [info.operation for info in store.plans.operations(run.number)]
    assert stored == [one.operation for one in everybody]
    assert [info.person for info in store.plans.operations(run.number, limit=2)] == [
        one.operation.person for one in everybody[:2]
    ]
    numbers = [number for number, *_ in store.plans.digests(run.number)]
    assert numbers == sorted(numbers)
    assert len(numbers) == 2500


def test_a_plan_is_used_once(database: Database) -> None:
    store = database.holder()
    run = released(store, *people(store, 1))
    with pytest.raises(PlanMoved):
        store.runs.release(run.number)


def test_a_plan_that_is_still_being_made_cannot_be_released(database: Database) -> None:
    store = database.holder()
    run = store.runs.start("plan", "")
    with pytest.raises(PlanMoved):
        store.runs.release(run.number)


def test_a_plan_is_refused_when_the_ledger_has_moved(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 1))
    batch = claim(store)
    run = planned(store, *people(store, 1), lists=[])
    store.outbox.settle(batch, verdicts(batch))
    with pytest.raises(PlanMoved):
        store.runs.release(run.number)
    assert store.outbox.claim(Limits(), encode) is None


def test_a_closed_plan_takes_nothing_more(database: Database) -> None:
    store = database.holder()
    run = planned(store, *people(store, 1))
    with pytest.raises(PlanMoved):
        store.plans.stage(run.number, people(store, 1))
    with pytest.raises(PlanMoved):
        store.plans.hold(run.number, [hold("missing:1")])


def test_another_process_can_apply_a_plan(database: Database) -> None:
    officer = database.holder()
    run = planned(officer, *people(officer, 2))
    officer.lease.release()
    cron = database.holder()
    cron.runs.release(run.number)
    assert drain(cron) == 2


def test_release_supersedes_what_earlier_runs_left_pending_of_the_lists_it_read(database: Database) -> None:
    store = database.holder()
    one, two, three = store.registry.allocate(3)
    first = released(store, staged(one), staged(two), staged(three, source=OTHER_LIST), lists=[LIST, OTHER_LIST])
    in_flight = claim(store, 1)
    second = released(store, staged(two, "Nguyễn Thị Lan Anh"), lists=[LIST])
    # In flight stays, the other list was not read again, `two` was decided about anew.
    assert operations(store, first.number) == [
        OperationState.SENT,
        OperationState.SUPERSEDED,
        OperationState.PENDING,
    ]
    store.outbox.settle(in_flight, verdicts(in_flight))
    assert drain(store) == 2
    assert operations(store, second.number) == [OperationState.APPLIED]
    assert store.ledger.entries([two])[two].record["full_name"] == "Nguyễn Thị Lan Anh"


def test_a_withdrawn_operation_is_kept_as_held_and_never_goes(database: Database) -> None:
    store = database.holder()
    run = store.runs.start("plan", "")
    first, second = people(store, 2)
    store.plans.stage(run.number, [first, second])
    store.plans.withdraw(run.number, first.operation.person)
    store.runs.planned(run.number, {}, b"", [LIST])
    store.runs.release(run.number)
    assert operations(store, run.number) == [OperationState.HELD, OperationState.PENDING]
    assert drain(store) == 1
    # Whom it was about is known all the same: the next run asks the same question about the same person.
    assert store.registry.find(first.keys) == {first.keys[0]: frozenset([first.operation.person])}


def test_the_latest_operation_of_a_person(database: Database) -> None:
    store = database.holder()
    one, two, nobody = store.registry.allocate(3)
    released(store, staged(one), staged(two), lists=[])
    run = store.runs.start("plan", "")
    store.plans.stage(run.number, [staged(two, "Nguyễn Thị Lan Anh")])
    latest = store.plans.latest(run.number, [one, two, nobody])
    assert {person: operation.record["full_name"] for person, operation in latest.items()} == {
        one: "Nguyễn Thị Lan",
        two: "Nguyễn Thị Lan Anh",
    }
    # For anybody else a plan that is not released does not exist.
    assert store.plans.latest(run.number + 1, [two])[two].record["full_name"] == "Nguyễn Thị Lan"


def test_a_superseded_operation_is_nobodys_latest(database: Database) -> None:
    store = database.holder()
    (one,) = store.registry.allocate(1)
    released(store, staged(one))
    run = released(store)
    assert store.plans.latest(run.number, [one]) == {}


# ── the seal's material ──────────────────────────────────────────────────────────────────────────────────


def digests(store: SqlStore, run: int) -> list[tuple[int, PersonId, str, str, bytes]]:
    return list(store.plans.digests(run))


def test_digests_are_the_same_each_time_and_after_opening_again(database: Database) -> None:
    store = database.holder()
    run = planned(store, *people(store, 3))
    before = digests(store, run.number)
    store.lease.release()
    assert digests(database.holder(), run.number) == before
    assert len({digest for *_, digest in before}) == 3


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE operation SET person = person + 1",
        "UPDATE operation SET kind = 'youth'",
        "UPDATE operation SET unit = list",
        "UPDATE operation SET state = 8",
        "UPDATE record SET identity = payload",
        "UPDATE record SET payload = (SELECT payload FROM record ORDER BY no DESC LIMIT 1)",
    ],
)
def test_a_plan_edited_in_the_database_does_not_give_the_same_digests(database: Database, edit: str) -> None:
    store = database.holder()
    run = planned(store, *people(store, 2))
    before = digests(store, run.number)
    with database.raw() as connection:
        connection.execute(text(edit))
    after = []
    with suppress(StateError):  # a record that does not open is as good as one that differs
        after = digests(store, run.number)
    assert after != before


# ── plans that are not released ──────────────────────────────────────────────────────────────────────────


def test_a_plan_superseded_leaves_nothing_behind(database: Database) -> None:
    store = database.holder()
    first = people(store, 2)
    run = store.runs.start("plan", "thu.ky")
    store.plans.stage(run.number, first)
    store.plans.hold(run.number, [hold("missing:1")])
    store.seen.propose(run.number, LIST, SeenRows(bytes(16), array("q", [1])))
    store.runs.planned(run.number, {}, b"seal", [LIST])
    store.runs.start("plan", "")
    assert store.registry.find([key for one in first for key in one.keys]) == {}
    assert list(store.plans.operations(run.number)) == []
    assert store.plans.holds(run.number) == []
    info = store.runs.get(run.id)
    assert info is not None
    assert info.state == "superseded"
    with pytest.raises(PlanMoved):
        store.runs.release(run.number)
    with database.raw() as connection:
        for table in ("operation", "record", "identifier", "hold", "seen"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0  # noqa: S608


def test_a_plan_cut_off_while_it_was_made_leaves_nothing_behind(database: Database) -> None:
    store = database.holder()
    run = store.runs.start("sync", "")
    (one,) = people(store, 1)
    store.plans.stage(run.number, [one])
    after = database.after_crash()
    assert after.registry.find(one.keys) == {}
    after.runs.start("sync", "")
    assert after.registry.find(one.keys) == {}
    assert list(after.plans.operations(run.number)) == []


def test_keys_known_before_survive_a_plan_that_staged_them_again(database: Database) -> None:
    store = database.holder()
    (one,) = people(store, 1)
    released(store, one)
    planned(store, one, lists=[])
    store.runs.start("plan", "")
    assert store.registry.find(one.keys) == {one.keys[0]: frozenset([one.operation.person])}


def test_numbers_and_ids_are_not_given_twice(database: Database) -> None:
    store = database.holder()
    first = planned(store, *people(store, 2))
    numbers = [info.number for info in store.plans.operations(first.number)]
    second = released(store, *people(store, 2))
    again = [info.number for info in store.plans.operations(second.number)]
    assert not set(numbers) & set(again)
    assert all(one.startswith(second.id) for one in claim(store).ids)


def test_a_failed_run_leaves_no_plan(database: Database) -> None:
    store = database.holder()
    run = store.runs.start("sync", "")
    (one,) = people(store, 1)
    store.plans.stage(run.number, [one])
    store.runs.finish(run.number, 2, {"created": 1}, failed=True)
    info = store.runs.get(str(run.number))
    assert info is not None
    assert (info.state, info.outcome, dict(info.counts)) == ("failed", 2, {"created": 1})
    assert list(store.plans.operations(run.number)) == []
    assert store.registry.find(one.keys) == {}


# ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_run_tells_its_story(database: Database) -> None:
    store = database.holder()
    run = released(store, *people(store, 2))
    database.clock.advance(90)
    drain(store)
    store.runs.finish(run.number, 3, {"sent": 2})
    info = store.runs.get(run.id[:20])
    assert info is not None
    assert (info.number, info.kind, info.who, info.state, info.outcome) == (
        run.number,
        "plan",
        "thu.ky",
        "finished",
        3,
    )
    assert dict(info.counts) == {"created": 2, "sent": 2}
    assert info.ended is not None
    assert (info.ended - info.started).total_seconds() == 90
    assert info.seal == b"seal"


def test_runs_are_found_by_number_or_a_unique_beginning(database: Database) -> None:
    store = database.holder()
    first = store.runs.start("plan", "")
    database.clock.advance(86400 * 400)
    second = store.runs.start("plan", "")
    assert [run.number for run in store.runs.list()] == [second.number, first.number]
    assert [run.number for run in store.runs.list(1)] == [second.number]
    for text_ in (str(second.number), second.id, second.id.lower(), second.id[:10]):
        info = store.runs.get(text_)
        assert info is not None
        assert info.id == second.id
    assert store.runs.get("01") is None  # the beginning of both
    assert store.runs.get("99") is None
    assert store.runs.get("nobody' OR 1=1") is None


def test_a_run_cut_off_while_delivering_is_closed_by_the_next(database: Database) -> None:
    store = database.holder()
    run = released(store, *people(store, 2))
    after = database.after_crash()
    after.runs.start("sync", "")
    info = after.runs.get(str(run.number))
    assert info is not None
    assert info.state == "failed"
    assert operations(after, run.number) == [OperationState.PENDING, OperationState.PENDING]


def test_a_plan_that_was_closed_with_its_code_can_still_be_applied(database: Database) -> None:
    store = database.holder()
    run = planned(store, *people(store, 1))
    store.runs.finish(run.number, 3, {"holds": 1})
    store.runs.release(run.number)
    assert drain(store) == 1


# ── holds ────────────────────────────────────────────────────────────────────────────────────────────────


def test_holds_come_back_as_they_were_and_know_since_when(database: Database) -> None:
    store = database.holder()
    asked = []
    for keys in (["missing:1"], ["missing:1", "missing:2"]):
        run = store.runs.start("sync", "")
        asked.append(database.clock.now)
        store.plans.hold(run.number, [hold(key) for key in keys])
        store.runs.planned(run.number, {}, b"", [LIST])
        store.runs.release(run.number)
        database.clock.advance(86400)
    assert [info.hold for info in store.plans.holds()] == [hold("missing:1"), hold("missing:2")]
    assert [info.since for info in store.plans.holds()] == asked
    assert list(store.plans.hold_keys(run.number)) == [("missing", "missing:1"), ("missing", "missing:2")]


def test_open_holds_are_those_of_the_last_released_run(database: Database) -> None:
    store = database.holder()
    first = store.runs.start("sync", "")
    store.plans.hold(first.number, [hold("missing:1")])
    store.runs.planned(first.number, {}, b"", [LIST])
    assert store.plans.holds() == []
    store.runs.release(first.number)
    second = store.runs.start("plan", "")
    store.plans.hold(second.number, [hold("missing:2")])
    assert [info.hold.key for info in store.plans.holds()] == ["missing:1"]
    assert [info.hold.key for info in store.plans.holds(second.number)] == ["missing:2"]


def test_a_question_asked_again_keeps_the_time_it_was_first_asked(database: Database) -> None:
    store = database.holder()
    first = store.runs.start("sync", "")
    store.plans.hold(first.number, [hold("missing:1"), hold("missing:2", OTHER_LIST)])
    store.runs.planned(first.number, {}, b"", [LIST])
    store.runs.release(first.number)
    since = database.clock.now
    database.clock.advance(86400)
    second = store.runs.start("sync", "")
    store.plans.hold(second.number, [hold("missing:2", OTHER_LIST)])
    (info,) = store.plans.holds(second.number)
    assert (info.hold, info.since) == (hold("missing:2", OTHER_LIST), since)


# ── the registry ─────────────────────────────────────────────────────────────────────────────────────────


def test_keys_staged_count_for_the_run_under_way_and_nobody_else(database: Database) -> None:
    store, reader = database.holder(), database.store()
    run = store.runs.start("plan", "")
    (one,) = people(store, 1)
    store.plans.stage(run.number, [one])
    mine = {one.keys[0]: frozenset([one.operation.person])}
    assert store.registry.find(one.keys) == mine
    assert reader.registry.find(one.keys) == {}
    store.runs.planned(run.number, {}, b"", [LIST])
    assert store.registry.find(one.keys) == mine
    assert reader.registry.find(one.keys) == {}
    store.runs.release(run.number)
    assert reader.registry.find(one.keys) == mine


def test_a_key_several_people_share_names_them_all(database: Database) -> None:
    store = database.holder()
    one, two = store.registry.allocate(2)
    shared = key_of("nguyễn thị lan 2004", "match")
    released(store, staged(one, keys=[shared]), lists=[])
    run = store.runs.start("plan", "")
    store.plans.stage(run.number, [staged(two, keys=[shared])])
    assert store.registry.find([shared, key_of("x")]) == {shared: frozenset([one, two])}


def test_the_kind_of_a_key_counts(database: Database) -> None:
    store = database.holder()
    (one,) = store.registry.allocate(1)
    released(store, staged(one, keys=[key_of("1", "member_code")]))
    assert store.registry.find([key_of("1", "national_id")]) == {}


def test_many_keys_are_found_at_once(database: Database) -> None:
    store = database.holder()
    everybody = people(store, 1300)
    released(store, *everybody)
    wanted = {one.keys[0]: frozenset([one.operation.person]) for one in everybody}
    assert store.registry.find([*wanted, *(key_of(f"nobody {i}") for i in range(300))]) == wanted
    assert store.registry.find([]) == {}


def test_keys_staged_in_a_transaction_that_fails_are_not_known(database: Database) -> None:
    store = database.holder()
    run = store.runs.start("plan", "")
    first, second = people(store, 2)
    store.plans.stage(run.number, [first])
    with suppress(ZeroDivisionError), store.transaction():
        store.plans.stage(run.number, [second])
        raise ZeroDivisionError
    assert store.registry.find(second.keys) == {}
    assert store.registry.find(first.keys) == {first.keys[0]: frozenset([first.operation.person])}


def test_names_first_seen_in_a_transaction_that_fails_are_given_again(database: Database) -> None:
    store = database.holder()
    run = store.runs.start("plan", "")
    (person,) = store.registry.allocate(1)
    one = staged(person, unit="Chi đoàn chưa từng thấy")
    with suppress(ZeroDivisionError), store.transaction():
        store.plans.stage(run.number, [one])
        raise ZeroDivisionError
    store.plans.stage(run.number, [staged(person, unit="Chi đoàn khác"), one])
    assert [info.operation.unit for info in store.plans.operations(run.number)] == [
        "Chi đoàn khác",
        one.operation.unit,
    ]


def test_person_ids_rise_also_when_the_clock_is_set_back(database: Database) -> None:
    store = database.holder()
    given = list(store.registry.allocate(3))
    database.clock.advance(-86400 * 30)
    given += store.registry.allocate(2)
    given += database.store().registry.allocate(2)
    database.clock.advance(86400 * 60)
    given += store.registry.allocate(1)
    assert given == sorted(set(given))
    assert all(0 < person < 1 << 63 for person in given)
    assert store.registry.allocate(0) == []


# ── who may write ────────────────────────────────────────────────────────────────────────────────────────


def test_only_the_holder_of_the_lease_plans(database: Database) -> None:
    store = database.store()
    with pytest.raises(LeaseLost):
        store.runs.start("plan", "")
