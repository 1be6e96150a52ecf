"""The state's contract: seen rows mean what the ledger holds, and nothing else."""

from __future__ import annotations

import os
from array import array
from collections.abc import Sequence

import pytest

from state.seen import PART
from state.store import SqlStore
from sync.fingerprint import NEVER_SEEN, ROW_BYTES, absent
from sync.ports import SeenRows, StagedOperation
from sync.values import Outcome, PersonId
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    LIST,
    OTHER_LIST,
    Database,
    claim,
    drain,
    make_database,
    people,
    released,
    staged,
    verdicts,
)


def mark(number: int) -> bytes:
    return bytes([number]) * ROW_BYTES


def rows(*pairs: tuple[bytes, PersonId]) -> SeenRows:
    return SeenRows(b"".join(fingerprint for fingerprint, _ in pairs), array("q", [person for _, person in pairs]))


def seen(store: SqlStore, name: str = LIST) -> list[tuple[bytes, int]]:
    found = store.seen.load(name)
    return [
        (bytes(found.fingerprints[i * ROW_BYTES : (i + 1) * ROW_BYTES]), person)
        for i, person in enumerate(found.persons)
    ]


def sync(store: SqlStore, operations: Sequence[StagedOperation], proposed: SeenRows, *, apply: bool = True) -> None:
    """One run over the list: plan, deliver, finish."""
    run = store.runs.start("sync", "")
    store.plans.stage(run.number, operations)
    store.seen.propose(run.number, LIST, proposed)
    store.runs.planned(run.number, {}, b"", [LIST])
    store.runs.release(run.number)
    if apply:
        drain(store)
    store.runs.finish(run.number, 0, {})


def test_rows_of_people_in_step_are_seen_from_the_end_of_the_run(database: Database) -> None:
    store = database.holder()
    first, second = people(store, 2)
    one, two = first.operation.person, second.operation.person
    run = store.runs.start("sync", "")
    store.plans.stage(run.number, [first, second])
    store.seen.propose(run.number, LIST, rows((mark(1), one), (mark(2), two)))
    store.runs.planned(run.number, {}, b"", [LIST])
    store.runs.release(run.number)
    assert seen(store) == []
    drain(store)
    assert seen(store) == []
    store.runs.finish(run.number, 0, {})
    assert seen(store) == [(mark(1), one), (mark(2), two)]
    assert seen(store, OTHER_LIST) == []


def test_rows_of_people_not_in_step_are_cleaned_again(database: Database) -> None:
    store = database.holder()
    applied, refused, lost, waiting, held = people(store, 5)
    persons = [one.operation.person for one in (applied, refused, lost, waiting, held)]
    run = store.runs.start("sync", "")
    store.plans.stage(run.number, [applied, refused, lost, waiting, held])
    store.plans.withdraw(run.number, held.operation.person)
    store.seen.propose(run.number, LIST, rows(*((mark(i + 1), person) for i, person in enumerate(persons))))
    store.runs.planned(run.number, {}, b"", [LIST])
    store.runs.release(run.number)
    for outcome in (Outcome.APPLIED, Outcome.REJECTED, Outcome.UNKNOWN):
        batch = claim(store, 1)
        store.outbox.settle(batch, verdicts(batch, outcome))
    store.runs.finish(run.number, 1, {})
    assert seen(store) == [(mark(1), persons[0]), *((NEVER_SEEN, person) for person in persons[1:])]


def test_a_refused_row_is_still_cleaned_by_the_run_after_the_next(database: Database) -> None:
    """No operation is made for it again, so nothing but the standing refusal says that it is not in step."""
    store = database.holder()
    (one,) = people(store, 1)
    person = one.operation.person
    released(store, one)
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, Outcome.REJECTED))
    for _ in range(2):
        sync(store, [], rows((mark(1), person)))
        assert seen(store) == [(NEVER_SEEN, person)]
    sync(store, [staged(person, "Nguyễn Thị Lan Anh")], rows((mark(2), person)))
    assert seen(store) == [(mark(2), person)]


def test_since_when_somebody_is_absent_outlasts_refusals_and_changes(database: Database) -> None:
    store = database.holder()
    (one,) = people(store, 1)
    person = one.operation.person
    sync(store, [one], rows((mark(1), person)))
    released(store, staged(person, "Nguyễn Thị Lan Anh", source=OTHER_LIST), lists=[OTHER_LIST])
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, Outcome.REJECTED))
    sync(store, [], rows((absent(7), person)))
    assert seen(store) == [(absent(7), person)]
    released(store, staged(person, "Nguyễn Thị Lan", source=OTHER_LIST), lists=[OTHER_LIST])
    drain(store)
    assert seen(store) == [(absent(7), person)]


def test_a_change_from_elsewhere_makes_the_row_be_cleaned_again(database: Database) -> None:
    store = database.holder()
    first, second = people(store, 2)
    one, two = first.operation.person, second.operation.person
    sync(store, [first, second], rows((mark(1), one), (mark(2), two)))
    released(store, staged(one, "Nguyễn Thị Lan Anh", source=OTHER_LIST), lists=[OTHER_LIST])
    assert seen(store) == [(mark(1), one), (mark(2), two)]
    drain(store)
    assert seen(store) == [(NEVER_SEEN, one), (mark(2), two)]
    sync(store, [], rows((mark(1), one), (mark(2), two)))
    assert seen(store) == [(mark(1), one), (mark(2), two)]


def test_an_older_runs_verdict_during_the_run_makes_the_row_be_cleaned_again(database: Database) -> None:
    """The plan was made before the verdict came, so what it took for unchanged may differ from the ledger now."""
    store = database.holder()
    (one,) = people(store, 1)
    person = one.operation.person
    released(store, one)
    batch = claim(store)
    store.outbox.unknown(batch, "lost")
    run = store.runs.start("sync", "")
    store.seen.propose(run.number, LIST, rows((mark(1), person)))
    store.runs.planned(run.number, {}, b"", [LIST])
    store.runs.release(run.number)
    store.outbox.settle(batch, verdicts(batch))
    store.runs.finish(run.number, 0, {})
    assert seen(store) == [(NEVER_SEEN, person)]


def test_a_run_that_was_not_released_changes_no_seen_rows(database: Database) -> None:
    store = database.holder()
    (one,) = people(store, 1)
    person = one.operation.person
    sync(store, [one], rows((mark(1), person)))
    run = store.runs.start("plan", "")
    store.seen.propose(run.number, LIST, rows((mark(2), person)))
    store.runs.planned(run.number, {}, b"", [LIST])
    store.runs.finish(run.number, 3, {})
    assert seen(store) == [(mark(1), person)]
    other = store.runs.start("sync", "")
    store.runs.planned(other.number, {}, b"", [])
    store.runs.release(other.number)
    store.runs.finish(other.number, 0, {})
    assert seen(store) == [(mark(1), person)]


def test_a_run_cut_off_before_its_end_changes_no_seen_rows(database: Database) -> None:
    store = database.holder()
    (one,) = people(store, 1)
    run = store.runs.start("sync", "")
    store.plans.stage(run.number, [one])
    store.seen.propose(run.number, LIST, rows((mark(1), one.operation.person)))
    store.runs.planned(run.number, {}, b"", [LIST])
    store.runs.release(run.number)
    drain(store)
    after = database.after_crash()
    after.runs.start("sync", "")
    assert seen(after) == []


@pytest.mark.parametrize("count", [0, 1, PART - 1, PART, PART + 1, 2 * PART + 5])
def test_lists_of_any_length_come_back_in_order(database: Database, count: int) -> None:
    store = database.holder()
    proposed = SeenRows(os.urandom(count * ROW_BYTES), array("q", range(1, count + 1)))
    sync(store, [], rows((mark(9), PersonId(99))))
    for _ in range(2):  # the second time nothing changed
        sync(store, [], proposed)
        found = store.seen.load(LIST)
        assert bytes(found.fingerprints) == proposed.fingerprints
        assert found.persons == proposed.persons


def test_one_person_out_of_step_among_many_parts_that_did_not_change(database: Database) -> None:
    store = database.holder()
    (one,) = people(store, 1)
    person = one.operation.person
    persons = array("q", range(1, 2 * PART + 1))
    persons[PART + 7] = person
    proposed = SeenRows(b"\x01" * (2 * PART * ROW_BYTES), persons)
    sync(store, [one], proposed)
    sync(store, [staged(person, "B")], proposed, apply=False)
    found = store.seen.load(LIST)
    at = (PART + 7) * ROW_BYTES
    assert found.fingerprints[at : at + ROW_BYTES] == NEVER_SEEN
    assert found.fingerprints.count(NEVER_SEEN) == 1
    assert found.persons == persons
    drain(store)
    sync(store, [], proposed)
    assert bytes(store.seen.load(LIST).fingerprints) == proposed.fingerprints


def test_fingerprints_and_people_must_be_as_many(database: Database) -> None:
    store = database.holder()
    run = store.runs.start("sync", "")
    with pytest.raises(ValueError, match="fingerprints"):
        store.seen.propose(run.number, LIST, SeenRows(mark(1), array("q", [1, 2])))
