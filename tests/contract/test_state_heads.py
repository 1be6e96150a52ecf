"""The state's contract: each run's end is signed, on both databases, and what was signed cannot be told otherwise."""

from __future__ import annotations

import hmac
from hashlib import sha256

import orjson
import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from state.heads import Heads
from state.keyring import Keyring
from state.store import SqlStore
from state.vault import Vault
from sync.audit import Fingerprint, Flaw, Head, Misfit
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    KEY,
    Database,
    make_database,
    people,
    planned,
)


def finished(store: SqlStore, times: int = 1) -> None:
    """Runs that plan one person and end: started, planned, finished each; the one before is superseded first."""
    for _ in range(times):
        run = planned(store, *people(store, 1))
        store.runs.finish(run.number, 0, {})


def heads(database: Database) -> list[tuple[int, str, bytes, int, bytes, bytes]]:
    with database.raw() as connection:
        rows = connection.execute(text("SELECT no, at, hash, before, public_key, signature FROM journal_head"))
        return sorted((row[0], row[1], *map(bytes, row[2:3]), row[3], *map(bytes, row[4:])) for row in rows)


def test_the_end_of_each_run_is_signed_and_an_auditor_can_check_it(database: Database) -> None:
    """Ed25519 over the JSON array of purpose, number, time, hash and the number signed before."""
    store = database.holder()
    finished(store, 2)
    hashes = {entry.number: entry.hash for entry in store.journal.entries()}
    assert [entry.number for entry in store.journal.entries() if entry.event == "run.finished"] == [3, 7]
    first, second = heads(database)
    assert (first[0], first[3], second[0], second[3]) == (3, 0, 7, 3)
    for number, at, link, before, public, signature in (first, second):
        assert (link, public) == (hashes[number], store.journal.public_key)
        told = orjson.dumps(["yumsync journal head", number, at, link.hex(), before])
        Ed25519PublicKey.from_public_bytes(public).verify(signature, told)
        with pytest.raises(InvalidSignature):
            Ed25519PublicKey.from_public_bytes(public).verify(signature, told + b" ")
    assert store.journal.signed() == 7
    examined = store.journal.examine()
    assert (examined.entries, examined.heads, examined.covered, examined.misfits) == (7, 2, 7, [])
    assert examined.newest == store.journal.newest()


def test_the_private_key_is_the_installations_and_stands_nowhere(database: Database) -> None:
    """The same key file signs alike after a restart; another would not; the seed is in no table."""
    store = database.holder()
    finished(store)
    public = store.journal.public_key
    store.close()
    assert database.store().journal.public_key == public
    vault = Vault(Keyring(store._session, KEY).data)
    seed = vault.key("journal signature")
    assert seed not in {vault.key(purpose) for purpose in ("journal", "row", "identifier", "seal", "check")}
    with database.raw() as connection:
        (row,) = connection.execute(text("SELECT * FROM journal_head")).all()
        stored = [bytes(value) for value in row if isinstance(value, bytes | memoryview)]
    assert all(seed not in value for value in stored)


@pytest.mark.parametrize("change", ["UPDATE journal_head SET at = 'x'", "DELETE FROM journal_head"])
def test_the_database_refuses_to_change_a_signed_head(database: Database, change: str) -> None:
    store = database.holder()
    finished(store)
    with pytest.raises(DBAPIError, match="only grows"), database.raw() as connection:
        connection.execute(text(change))
    assert store.journal.examine().misfits == []


def test_a_journal_from_before_there_were_heads_is_whole_and_signed_by_the_next_run(database: Database) -> None:
    """Its seal is a keyed hash of the last number and hash alone."""
    store = database.holder()
    store.journal.append("x.y", {})
    newest = store.journal.newest()
    assert newest is not None
    vault = Vault(Keyring(store._session, KEY).data)
    seal = hmac.new(vault.key("journal"), b"1:" + newest.hash, sha256).hexdigest()
    with database.raw() as connection:
        assert connection.execute(text("SELECT value FROM meta WHERE key = 'journal_head'")).scalar() == seal
    assert store.journal.examine().misfits == []
    finished(store)
    assert store.journal.signed() == 4


def unguarded(database: Database, *statements: str) -> None:
    """Change what the triggers guard."""
    with database.raw() as connection:
        if database.is_sqlite:
            found = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
            for name in found:
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize(
    ("statements", "misfits"),
    [
        (["DELETE FROM journal WHERE no = 5"], [Misfit(Flaw.REMOVED, 5, 5)]),
        (["DELETE FROM journal WHERE no > 5"], [Misfit(Flaw.CUT_OFF, 6, 7)]),
        (
            ["DELETE FROM journal WHERE no > 5", "DELETE FROM journal_head WHERE no > 5"],
            [Misfit(Flaw.END_CHANGED, 4, 5)],
        ),
        (["UPDATE journal SET who = 'x' WHERE no = 2"], [Misfit(Flaw.EDITED, 2, 2)]),
        (["DELETE FROM journal_head WHERE no = 3"], [Misfit(Flaw.HEAD_REMOVED, 3, 3)]),
        (["UPDATE journal_head SET before = 0"], [Misfit(Flaw.HEAD_FORGED, 7, 7)]),
        (
            [
                "INSERT INTO journal SELECT -5, at, event, run, who, facts, previous, hash, salt FROM journal "
                "WHERE no = 1",
            ],
            [Misfit(Flaw.INSERTED, -5, -5)],
        ),
    ],
)
def test_tampering_is_named_on_both_databases(
    database: Database, statements: list[str], misfits: list[Misfit]
) -> None:
    store = database.holder()
    finished(store, 2)
    unguarded(database, *statements)
    assert store.journal.examine().misfits == misfits


def test_a_fingerprint_tells_whether_this_history_is_the_one(database: Database) -> None:
    store = database.holder()
    finished(store, 2)
    then = store.journal.newest()
    assert then is not None
    finished(store)
    assert store.journal.examine(then.fingerprint).misfits == []
    other = Fingerprint(then.number, bytes(15))
    assert store.journal.examine(other).misfits == [Misfit(Flaw.OTHER_HISTORY, 1, then.number)]
    later = Fingerprint(99, then.fingerprint.start)
    assert store.journal.examine(later).misfits == [Misfit(Flaw.NOT_REACHED, 12, 99)]


def test_what_is_written_while_the_journal_is_examined_is_no_forgery(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process ends a run between the last page of entries and the heads."""
    store = database.holder()
    finished(store)
    reader = database.store()
    asked = Heads.all
    waiting = [True]

    def late(self: Heads) -> object:
        found = asked(self)
        if waiting:
            waiting.clear()
            finished(store)
        return found

    monkeypatch.setattr(Heads, "all", late)
    examined = reader.journal.examine()
    assert (examined.entries, examined.misfits) == (7, [])


def test_the_newest_entry_is_the_head_to_write_down(database: Database) -> None:
    store = database.store()
    assert store.journal.newest() is None
    store.journal.append("x.y", {})
    (entry,) = store.journal.entries()
    assert store.journal.newest() == Head(1, database.clock.now, entry.hash)
