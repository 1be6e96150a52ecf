"""The state's contract: the journal says what changed state, in order, and shows when it was touched."""

from __future__ import annotations

from hashlib import sha256

import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from state.store import SqlStore
from sync.values import Limits, Outcome
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    Database,
    claim,
    encode,
    make_database,
    people,
    planned,
    released,
    verdicts,
)


def events(store: SqlStore) -> list[str]:
    return [entry.event for entry in store.journal.entries()]


def test_entries_come_back_in_order_and_each_links_to_the_one_before(database: Database) -> None:
    store = database.store(who="thu.ky")
    store.journal.append("list.read", {"rows": 12, "list": "phường-1"})
    database.clock.advance(1.5)
    store.journal.append("hold.approved", {"keys": ["b", "a"]}, 7, "officer")
    first, second = store.journal.entries()
    assert (first.number, first.event, first.run, first.who) == (1, "list.read", None, "thu.ky")
    assert dict(first.facts) == {"rows": 12, "list": "phường-1"}
    assert (second.number, second.run, second.who, second.at) == (2, 7, "officer", database.clock.now)
    assert first.previous == bytes(32)
    assert second.previous == first.hash
    assert [entry.number for entry in store.journal.entries(1)] == [2]
    assert store.journal.verify() == (2, None)


def test_an_auditor_can_recompute_the_chain(database: Database) -> None:
    """SHA-256 over number, content and the hash before; the content is SHA-256 over what it says and its salt."""
    store = database.store(who="cron")
    store.journal.append("run.started", {"b": 1, "a": "đ"}, 3)
    (entry,) = store.journal.entries()
    facts = '{"a":"đ","b":1}'
    parts = [1, "2026-03-26T08:00:00.000000+00:00", "run.started", 3, "cron", facts, salts(database)[1].hex()]
    assert entry.hash == linked(1, parts)


def salts(database: Database) -> dict[int, bytes]:
    with database.raw() as connection:
        return {row.no: bytes(row.salt) for row in connection.execute(text("SELECT no, salt FROM journal"))}


def linked(number: int, parts: list[object], previous: str = "00" * 32) -> bytes:
    content = sha256(orjson.dumps(parts)).hexdigest()
    return sha256(orjson.dumps([number, content, previous])).digest()


def test_no_two_entries_have_the_same_salt(database: Database) -> None:
    """What an entry says cannot be guessed from the hash of it: 16 bytes nobody knows are in there."""
    store = database.store()
    for _ in range(20):
        store.journal.append("x.y", {})
    found = salts(database).values()
    assert len(set(found)) == 20
    assert {len(salt) for salt in found} == {16}


def test_entries_from_before_there_were_salts_stay_proved(database: Database) -> None:
    """Their hash is that of what they say and of the hash before, in one; the next entry follows them."""
    store = database.store(who="cron")
    store.journal.append("x.y", {"n": 1})
    (entry,) = store.journal.entries()
    parts = [1, entry.at.isoformat(timespec="microseconds"), "x.y", None, "cron", '{"n":1}', "00" * 32]
    old = sha256(orjson.dumps(parts)).digest()
    unguarded(database, "UPDATE journal SET salt = NULL, hash = :hash", hash=old)
    assert store.journal.verify() == (1, 2), "the seal is still that of another end"
    store.journal.append("x.z", {})
    assert store.journal.verify() == (2, None)
    unguarded(database, "UPDATE journal SET who = 'nobody' WHERE no = 1")
    assert store.journal.verify() == (2, 1)


def unguarded(database: Database, statement: str, **values: object) -> None:
    """Change what the triggers guard."""
    with database.raw() as connection:
        if database.is_sqlite:
            connection.execute(text("DROP TRIGGER IF EXISTS journal_keeps_update"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        connection.execute(text(statement), values)


def test_whatever_changes_state_is_in_the_journal(database: Database) -> None:
    store = database.holder()
    planned(store, *people(store, 1))
    run = released(store, *people(store, 6))
    first, second, third = claim(store, 2), claim(store, 2), claim(store, 2)
    store.outbox.settle(first, [*verdicts(first, Outcome.REJECTED)[:1], *verdicts(first)[1:]])
    store.outbox.requeue(second, "refused")
    store.outbox.split(third, "refused")
    fourth = claim(store, 2)
    store.outbox.unknown(fourth, "lost")
    store.outbox.retry_refused()
    store.outbox.give_up(1)
    store.runs.finish(run.number, 1, {"sent": 2})
    assert events(store) == [
        *("run.started", "run.planned", "run.superseded", "run.started", "run.planned", "run.released"),
        *("batch.sent", "batch.sent", "batch.sent", "batch.settled", "batch.requeued", "batch.split"),
        *("batch.sent", "batch.unknown", "refusal.forgotten", "operation.dead", "run.finished"),
    ]
    settled = next(entry for entry in store.journal.entries() if entry.event == "batch.settled")
    one, two = first.operations
    assert dict(settled.facts) == {"batch": first.key, "rejected": [[one, one]], "applied": [[two, two]]}
    assert store.journal.verify() == (17, None)


def test_what_did_not_happen_is_not_in_the_journal(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 2))
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch))
    before = events(store)
    store.outbox.settle(batch, verdicts(batch))
    store.outbox.requeue(batch, "late")
    assert store.outbox.claim(Limits(), encode) is None
    assert events(store) == before


def test_the_journal_names_no_personal_value(database: Database) -> None:
    store = database.holder()
    one = people(store, 1)
    released(store, *one)
    batch = claim(store)
    store.outbox.settle(batch, verdicts(batch, Outcome.REJECTED, words="Trần Văn 0", code="079099000001"))
    facts = " ".join(str(entry.facts) for entry in store.journal.entries())
    assert "Trần Văn" not in facts
    assert "079099000001" not in facts


@pytest.mark.parametrize("change", ["UPDATE journal SET who = 'x'", "DELETE FROM journal"])
def test_the_database_refuses_to_change_the_journal(database: Database, change: str) -> None:
    store = database.store()
    store.journal.append("x.y", {})
    with pytest.raises(DBAPIError, match="only grows"), database.raw() as connection:
        connection.execute(text(change))
    assert store.journal.verify() == (1, None)


MOVED = "UPDATE journal SET no = CASE no WHEN 3 THEN -4 WHEN 4 THEN -3 END WHERE no IN (3, 4)"


@pytest.mark.parametrize(
    ("tampering", "misfit"),
    [
        (["UPDATE journal SET facts = '{\"n\":9}' WHERE no = 3"], 3),
        (["UPDATE journal SET who = 'nobody' WHERE no = 3"], 3),
        (["UPDATE journal SET event = 'x.z' WHERE no = 3"], 3),
        (["UPDATE journal SET at = replace(at, '2026', '2025') WHERE no = 3"], 3),
        (["UPDATE journal SET run = 9 WHERE no = 3"], 3),
        (["UPDATE journal SET previous = hash WHERE no = 3"], 3),
        (["UPDATE journal SET hash = previous WHERE no = 3"], 3),
        (["DELETE FROM journal WHERE no = 3"], 3),
        (["DELETE FROM journal WHERE no = 1"], 1),
        (["DELETE FROM journal WHERE no = 6"], 6),
        (["DELETE FROM journal"], 1),
        ([MOVED, "UPDATE journal SET no = -no WHERE no < 0"], 3),
        (
            [
                "INSERT INTO journal (no, at, event, run, who, facts, previous, hash) "
                "SELECT 7, at, event, run, who, facts, previous, hash FROM journal WHERE no = 6"
            ],
            7,
        ),
    ],
)
def test_an_entry_edited_removed_moved_or_added_is_found(
    database: Database, tampering: list[str], misfit: int
) -> None:
    store = database.store()
    for number in range(6):
        store.journal.append("x.y", {"n": number})
    assert store.journal.verify() == (6, None)
    with database.raw() as connection:
        if database.is_sqlite:
            for verb in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER journal_keeps_{verb}"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        for statement in tampering:
            connection.exec_driver_sql(statement)
        left = connection.execute(text("SELECT count(*) FROM journal")).scalar()
    assert store.journal.verify() == (left, misfit)


def test_a_chain_rewritten_from_one_entry_on_is_found(database: Database) -> None:
    """Whoever writes the database can recompute every hash, but not the sealed head."""
    store = database.store()
    store.journal.append("x.y", {"n": 1})
    (entry,) = store.journal.entries()
    at, salt = entry.at.isoformat(timespec="microseconds"), salts(database)[1].hex()
    forged = linked(1, [1, at, "x.y", None, "cron", '{"n":2}', salt])
    unguarded(database, "UPDATE journal SET facts = :facts, hash = :hash", facts='{"n":2}', hash=forged)
    assert store.journal.verify() == (1, 2)


def test_an_empty_journal_is_whole(database: Database) -> None:
    assert database.store().journal.verify() == (0, None)
