"""The state's contract on movements: papers that are carried, questions they wait behind, and where people stand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from state import migrate
from sync.charter import Status
from sync.errors import PlanMoved
from sync.ports import SeenRows
from sync.values import (
    Limits,
    ListKind,
    OperationState,
    OperationType,
    Outcome,
    Outgoing,
    Verdict,
)
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    REGISTER,
    UNIT,
    Database,
    claim,
    drain,
    encode,
    key_of,
    known,
    make_database,
    movement,
    planned,
    released,
    staged,
    states,
    verdicts,
)

AWAY, TRANSFER, STRIKE_OFF = OperationType.AWAY, OperationType.TRANSFER, OperationType.STRIKE_OFF
HELD, PENDING, APPLIED = OperationState.HELD, OperationState.PENDING, OperationState.APPLIED
ACCEPTED, REJECTED, SUPERSEDED = OperationState.ACCEPTED, OperationState.REJECTED, OperationState.SUPERSEDED
OTHER_UNIT = "Chi đoàn 2, Đoàn phường Phú Thủy"
LETTER = ("transfer-letter-missing", "transfer-letter-missing:7")


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_movement_comes_back_as_it_was_staged(database: Database) -> None:
    store = database.holder()
    (one,) = store.registry.allocate(1)
    made = movement(one, TRANSFER, status=Status.ACTIVE, unit=OTHER_UNIT, left=UNIT)
    gone = movement(one, STRIKE_OFF, "2", status=Status.STRUCK_OFF, facts={"on": "2026-03", "reason": None})
    run = planned(store, made, gone)
    again = database.store()
    assert [info.operation for info in again.plans.operations(run.number)] == [made.operation, gone.operation]


def test_a_record_without_movement_is_stored_no_wider(database: Database) -> None:
    store = database.holder()
    known(store)
    with database.raw() as connection:
        rows = connection.execute(text('SELECT status, paper, "left", question FROM operation')).all()
        assert [tuple(row) for row in rows] == [(None, None, None, None)]
        assert [tuple(row) for row in connection.execute(text("SELECT status FROM ledger"))] == [(None,)]


def test_what_a_paper_states_stands_nowhere_in_the_clear(database: Database) -> None:
    store = database.holder()
    (one,) = store.registry.allocate(1)
    released(store, movement(one, TRANSFER, facts={"on": "2026-03-01", "destination": "Đoàn xã Tân Thành"}))
    claim(store)
    with database.raw() as connection:
        stored = [
            str(row).encode() + b"".join(bytes(v) for v in row if isinstance(v, bytes | memoryview))
            for table in ("operation", "record", "batch", "journal")
            for row in connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608 - names of our own tables
        ]
    assert stored
    assert not any("Tân Thành".encode() in row or b"2026-03-01" in row for row in stored)


@pytest.mark.parametrize("column", ["status", "paper", '"left"', "question"])
@pytest.mark.parametrize("by_paper", [True, False])
def test_a_plan_edited_in_the_database_does_not_fit_its_seal(database: Database, column: str, by_paper: bool) -> None:
    store = database.holder()
    one, two = store.registry.allocate(2)
    made = movement(one, TRANSFER, unit=OTHER_UNIT, left=UNIT, status=Status.STRUCK_OFF, question=LETTER)
    if not by_paper:
        made = replace(made, operation=replace(made.operation, type=OperationType.UPSERT, paper=None))
    run = planned(store, made, movement(two, AWAY))
    before = [digest for *_, digest in store.plans.digests(run.number)]
    for wrong in (None, {"status": "expelled", '"left"': 1}.get(column, b"x")):
        if (column, by_paper, wrong) == ("paper", False, None):
            continue  # that is how it stands
        with database.raw() as connection:
            edit = text(f"UPDATE operation SET {column} = :wrong WHERE person = :one")  # noqa: S608 - our own
            connection.execute(edit, {"wrong": wrong, "one": one})
        after = [digest for *_, digest in store.plans.digests(run.number)]
        assert after[0] != before[0]
        assert after[1] == before[1]


def test_a_database_from_before_movements_holds_active_members(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'state.db'}"
    migrate.upgrade(url, "0003_decisions")
    database = Database(url)
    with database.raw() as connection:
        for line in (
            "INSERT INTO run VALUES (1, 'R', 'sync', '', 'finished', 1, 2, 1, 0, '{}', 0, x'', '[]', 1, 1, 1)",
            "INSERT INTO name VALUES (1, 'phuong-1'), (2, 'Chi đoàn 1')",
            "INSERT INTO operation VALUES (1, 1, 5, 'upsert', 'members', 1, 2, 9, 0, 1, NULL, 1, NULL)",
            "INSERT INTO ledger VALUES (5, 1, 1, 'members', 2, NULL)",
            "INSERT INTO meta VALUES ('ledger_version', '1')",
        ):
            connection.exec_driver_sql(line)
    migrate.upgrade(url)
    store = database.holder()
    assert store.ledger.count() == {ListKind.MEMBERS: 1}
    assert store.ledger.strength() == {"Chi đoàn 1": 1}
    run = store.runs.start("plan", "")
    store.runs.finish(run.number, 0, {})
    database.clock.advance(1)
    assert store.ledger.strength_at(database.clock()) == {"Chi đoàn 1": 1}
    database.close()


# ── after a refusal ──────────────────────────────────────────────────────────────────────────────────────


def test_movements_that_were_to_follow_a_refused_one_do_not_go(database: Database) -> None:
    """They were decided as if it took effect; the ledger would run ahead. Other people's go on."""
    store = database.holder()
    one, two = known(store, 2)
    run = released(
        store,
        movement(one, TRANSFER, unit=OTHER_UNIT, left=UNIT),
        movement(one, AWAY, "2", unit=OTHER_UNIT),
        movement(two, AWAY),
        movement(two, STRIKE_OFF, "2", status=Status.STRUCK_OFF),
    )
    batch = claim(store)
    refused, applied = verdicts(batch, Outcome.REJECTED)[0], verdicts(batch)[1]
    store.outbox.settle(batch, [refused, applied])
    assert states(store, run.number) == [REJECTED, SUPERSEDED, APPLIED, PENDING]
    assert drain(store) == 1
    assert {entry.person: (entry.unit, entry.status) for entry in store.ledger.scan()} == {
        one: (UNIT, Status.ACTIVE),
        two: (UNIT, Status.STRUCK_OFF),
    }


# ── behind a question ────────────────────────────────────────────────────────────────────────────────────


def test_what_waits_behind_a_question_is_held_until_an_officer_frees_it(database: Database) -> None:
    store = database.holder()
    one, two, three = known(store, 3)
    other = (LETTER[0], "transfer-letter-missing:8")
    run = planned(
        store, movement(one, TRANSFER, question=LETTER), movement(two, AWAY), movement(three, AWAY, question=other)
    )
    assert states(store, run.number) == [HELD, PENDING, HELD]
    assert store.plans.free(run.number, [("list-empty", LETTER[1]), ("x", "y")]) == 0
    assert store.plans.free(run.number, [LETTER]) == 1
    assert store.plans.free(run.number, [LETTER]) == 0
    store.runs.release(run.number)
    assert states(store, run.number) == [PENDING, PENDING, HELD]
    assert len(claim(store).operations) == 2


def test_many_may_wait_behind_one_question_also_while_planning(database: Database) -> None:
    store = database.holder()
    run = store.runs.start("plan", "")
    waiting = [movement(one, AWAY, question=LETTER) for one in store.registry.allocate(1200)]
    store.plans.stage(run.number, waiting)
    assert store.plans.free(run.number, [LETTER]) == 1200
    assert {state for _, _, _, state, _ in store.plans.digests(run.number)} == {"pending"}


def test_nothing_is_freed_in_a_plan_that_is_released_or_replaced(database: Database) -> None:
    store = database.holder()
    (one,) = known(store)
    old = released(store, movement(one, AWAY, question=LETTER))
    with pytest.raises(PlanMoved):
        store.plans.free(old.number, [LETTER])
    new = planned(store, movement(one, AWAY, question=LETTER), lists=[REGISTER])
    assert store.plans.free(new.number, [LETTER]) == 1
    store.runs.release(new.number)
    assert states(store, old.number) == [], "an earlier plan's never goes by an answer to a later one"
    assert states(store, new.number) == [PENDING]


def test_what_was_taken_back_is_not_freed(database: Database) -> None:
    """Taking back what was staged for a person takes back what waits for an officer as well."""
    store = database.holder()
    one, two = known(store, 2)
    run = store.runs.start("plan", "")
    store.plans.stage(run.number, [movement(one, AWAY, question=LETTER), movement(one, STRIKE_OFF, "2")])
    store.plans.stage(run.number, [movement(two, AWAY, question=LETTER)])
    store.plans.withdraw(run.number, one)
    assert store.plans.free(run.number, [LETTER]) == 1
    assert states(store, run.number) == [HELD, HELD, PENDING]


def test_the_identifiers_of_whoever_waits_are_known(database: Database) -> None:
    """Else the next run would take them for somebody else, and ask another question."""
    store = database.holder()
    (one,) = store.registry.allocate(1)
    key = key_of("001204000001")
    run = store.runs.start("plan", "")
    store.plans.stage(run.number, [movement(one, OperationType.ADMIT, keys=[key], question=LETTER)])
    with pytest.raises(ZeroDivisionError), store.transaction():
        raise ZeroDivisionError
    assert store.registry.find([key]) == {key: {one}}
    store.runs.planned(run.number, {}, b"seal", [REGISTER])
    store.runs.release(run.number)
    assert database.store().registry.find([key]) == {key: {one}}


def test_a_row_whose_movement_waits_is_read_again(database: Database) -> None:
    store = database.holder()
    (one,) = known(store)
    run = store.runs.start("sync", "")
    store.plans.stage(run.number, [movement(one, AWAY, question=LETTER)])
    rows = SeenRows(b"f" * 16)
    rows.persons.append(one)
    store.seen.propose(run.number, REGISTER, rows)
    store.runs.planned(run.number, {}, b"seal", [REGISTER])
    store.runs.release(run.number)
    store.runs.finish(run.number, 0, {})
    assert bytes(store.seen.load(REGISTER).fingerprints) == bytes(16)


# ── going out, and what comes back ───────────────────────────────────────────────────────────────────────


def test_what_goes_out_says_what_the_paper_says(database: Database) -> None:
    store = database.holder()
    one, two = store.registry.allocate(2)
    facts = {"on": "2026-03-01", "decision_no": "12-QĐ/ĐTN", "reason": None}
    released(store, movement(one, STRIKE_OFF, status=Status.STRUCK_OFF, facts=facts), staged(two))
    seen: list[Outgoing] = []

    def note(operations: list[Outgoing]) -> bytes:
        seen[:] = operations
        return encode(operations)

    store.outbox.claim(Limits(), note)  # type: ignore[arg-type]
    assert [(out.type, out.movement) for out in seen] == [(STRIKE_OFF, facts), (OperationType.UPSERT, None)]
    assert seen[0].record["full_name"] == "Nguyễn Thị Lan"


def test_the_ledger_says_where_somebody_stands_once_that_was_applied(database: Database) -> None:
    store = database.holder()
    (one,) = known(store)
    steps = [
        (STRIKE_OFF, Status.STRUCK_OFF),
        (OperationType.READMIT, Status.ACTIVE),
        (TRANSFER, Status.TRANSFER_OUT_PENDING),
    ]
    for number, (type_, status) in enumerate(steps):
        before = store.ledger.entries([one])[one].status
        released(store, movement(one, type_, str(number), status=status, unit=OTHER_UNIT))
        batch = claim(store)
        store.outbox.settle(batch, verdicts(batch, Outcome.ACCEPTED))
        assert store.ledger.entries([one])[one].status is before
        store.outbox.settle(batch, verdicts(batch))
        assert store.ledger.entries([one])[one].status is status
        assert [(entry.status, entry.unit) for entry in store.ledger.scan()] == [(status, OTHER_UNIT)]


def test_a_refused_movement_leaves_the_ledger_as_it_was(database: Database) -> None:
    store = database.holder()
    (one,) = known(store)
    before = store.ledger.entries([one])
    released(store, movement(one, TRANSFER, unit=OTHER_UNIT, left=UNIT, status=Status.ACTIVE))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, Outcome.ACCEPTED))
    store.outbox.settle(store.outbox.accepted()[0], verdicts(batch, Outcome.REJECTED, words="Không tiếp nhận"))
    assert store.ledger.entries([one]) == before
    (paper,) = store.outbox.carried([one])[one]
    assert (paper.state, paper.refused) == (REJECTED, "Không tiếp nhận")


# ── accepted, and not carried out yet ────────────────────────────────────────────────────────────────────


def test_what_was_accepted_is_asked_for_until_each_has_its_last_verdict(database: Database) -> None:
    store = database.holder()
    released(store, *(movement(one, TRANSFER) for one in known(store, 4)), lists=[])
    batch = claim(store)
    first, second, third, fourth = batch.ids
    store.outbox.settle(batch, [Verdict(first, Outcome.APPLIED), *verdicts(batch, Outcome.ACCEPTED)[1:]])
    (asked,) = store.outbox.accepted()
    assert (asked.number, asked.key, asked.body) == (batch.number, batch.key, b"")
    assert [one.body for one in store.outbox.accepted(bodies=True)] == [batch.body]
    assert (asked.ids, asked.operations) == ((second, third, fourth), batch.operations[1:])
    version, entries = store.ledger.version(), len(list(store.journal.entries()))
    assert store.outbox.settle(asked, [Verdict(third, Outcome.ACCEPTED)]) == {}
    assert (store.ledger.version(), len(list(store.journal.entries()))) == (version, entries), "nothing was news"
    assert store.outbox.settle(asked, [Verdict(second, Outcome.APPLIED)]) == {"applied": 1}
    assert [one.ids for one in database.store().outbox.accepted()] == [(third, fourth)]
    answer = [Verdict(third, Outcome.REJECTED, words="x"), Verdict(fourth, Outcome.APPLIED)]
    assert store.outbox.settle(store.outbox.accepted()[0], answer) == {"rejected": 1, "applied": 1}
    assert store.outbox.accepted() == []
    assert store.outbox.unsettled() == set()
    with database.raw() as connection:
        assert connection.execute(text("SELECT count(*) FROM batch WHERE body IS NOT NULL")).scalar() == 0


def test_what_was_accepted_beside_something_unanswered_leaves_that_to_be_replayed(database: Database) -> None:
    """A batch of which one was accepted and one has no verdict: settling the first must not close it."""
    store = database.holder()
    released(store, *(movement(one, TRANSFER) for one in known(store, 2)), lists=[])
    batch = claim(store)
    store.outbox.settle(batch, [Verdict(batch.ids[0], Outcome.ACCEPTED)])
    (asked,) = store.outbox.accepted()
    assert asked.ids == batch.ids[:1]
    store.outbox.settle(asked, [Verdict(asked.ids[0], Outcome.APPLIED)])
    (kept,) = store.outbox.unanswered()
    assert (kept.key, kept.body, kept.ids) == (batch.key, batch.body, batch.ids)
    store.outbox.settle(kept, verdicts(kept))
    assert store.outbox.unanswered() == []
    assert store.outbox.counts()[APPLIED] == 4
