"""The contract of a rotation: another key opens everything, the one before nothing, and no step locks anybody out."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from state import resealing
from state.heads import head_message
from state.keyring import Keyring
from state.resealing import SEALED
from state.rotation import Stage
from state.store import SqlStore
from state.tables import metadata
from state.vault import Vault, derived
from sync.audit import Fingerprint, Flaw, Misfit
from sync.errors import StateError
from sync.seal import fits, seal
from sync.values import Answer, Hold, OfficerDecision, Outcome, Place
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    KEY,
    LIST,
    UNIT,
    Database,
    claim,
    drain,
    key_of,
    make_database,
    people,
    planned,
    released,
    verdicts,
)

NEW = bytes(range(32, 64))
PLACE = Place(LIST, "a.xlsx", "DS", 7)
DECISION = OfficerDecision(
    question=bytes(16),
    code="missing",
    key="k",
    answer=Answer.LEAVE,
    person=None,
    about={},
    after=b"",
    name="Trần Văn 0",
    reason="Đã hỏi",
    place=PLACE,
)
SMALL = 4
"""Rows to a page, so that everything takes several."""


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(StateError) as caught:
        yield
    assert caught.value.code == code


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resealing, "SEALED", tuple(replace(one, page=SMALL) for one in SEALED))


def lived(database: Database) -> SqlStore:
    """A store with something in every sealed column, and two signed heads."""
    store = database.holder()
    made = people(store, 13)
    run = released(store, *made[:10])
    batch = claim(store, 4)
    taken, bad = verdicts(batch, member_code="X1")[:3], verdicts(batch, Outcome.REJECTED, words="Không.")[3:]
    store.outbox.settle(batch, [*taken, *bad])
    drain(store)
    store.runs.finish(run.number, 1, {})
    erased = made[9].operation.person
    store.erasures.erase(erased, lambda _: False, decision_no="1-QĐ", reason="Đơn của người ấy")
    run = store.runs.start("sync", "cron")
    store.plans.hold(run.number, [Hold("missing", "k", PLACE, unit=UNIT, details={"name": "Trần Văn 0"})])
    store.plans.stage(run.number, made[10:12])
    store.runs.planned(run.number, {}, b"", [LIST])
    store.runs.release(run.number)
    store.outbox.unknown(claim(store), "Hết giờ.")
    store.decisions.record(DECISION)
    store.runs.finish(run.number, 3, {})
    return store


def sealed_values(database: Database) -> dict[str, list[bytes]]:
    """Every sealed value as it is stored, by table and column."""
    with database.raw() as connection:
        return {
            one.name: [
                bytes(row[0])
                for row in connection.execute(
                    text(f"SELECT {one.column.name} FROM {one.column.table.name} WHERE {one.column.name} IS NOT NULL")  # noqa: S608
                )
            ]
            for one in SEALED
        }


def everything(store: SqlStore) -> dict[str, Any]:
    """What a store tells of all that is sealed, and of who is who."""
    return {
        "ledger": sorted(
            (entry.person, entry.record["full_name"], entry.member_code) for entry in store.ledger.scan()
        ),
        "operations": [
            (one.operation.person, dict(one.operation.record), one.words)
            for run in (1, 2)
            for one in store.plans.operations(run)
        ],
        "batches": [(batch.key, batch.body) for batch in store.outbox.unanswered()],
        "holds": [one.hold for one in store.plans.holds(2)],
        "decisions": list(store.decisions.every()),
        "tombstones": store.erasures.tombstones(),
        "known": store.registry.find([key_of(f"{index:012}") for index in range(13)]),
        "digests": store.reconciling.confirmed([entry.person for entry in store.ledger.scan()]),
        "keys": [store.key(purpose) for purpose in ("row", "identifier", "record", "seal")],
    }


def rotated(database: Database, old: bytes = KEY, new: bytes = NEW) -> SqlStore:
    """Replace the key by another from beginning to end."""
    store = database.holder(key=old)
    store.rotation.admit(new)
    store.lease.release()
    store.close()
    store = database.holder(key=new)
    store.rotation.replace()
    store.lease.release()
    store.close()
    store = database.holder(key=new)
    list(store.rotation.reseal())
    store.rotation.finish()
    return store


def ended(store: SqlStore) -> None:
    store.lease.release()
    store.close()


# ── what it is for ───────────────────────────────────────────────────────────────────────────────────────


def test_every_sealed_column_is_sealed_anew(database: Database) -> None:
    """By the names that `tables` gives to columns of sealed values; none may be empty here, or nothing is tested."""
    named = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if column.name in {"payload", "answer", "words", "body"}
    }
    assert {one.name for one in SEALED} == named
    store = lived(database)
    before, told = sealed_values(database), everything(store)
    assert all(before.values()), before
    ended(store)

    store = rotated(database)
    after = sealed_values(database)
    for name, values in before.items():
        assert len(after[name]) == len(values)
        assert not set(values) & set(after[name]), name
    assert everything(store) == told


def test_the_key_before_and_its_data_keys_open_nothing_any_more(database: Database) -> None:
    store = lived(database)
    former = Keyring(store._session, KEY).data
    ended(store)
    ended(rotated(database))
    with refused("state-key-wrong"):
        database.store(KEY)
    session = database.store(NEW)._session
    data = Keyring(session, NEW).data
    assert len(data.sealing) == 1
    assert data.sealing != former.sealing
    old = Vault(former)
    with session.reading() as connection:
        for one in SEALED:
            for row in one.rows.run(connection, -(1 << 63)).all():
                with refused("state-damaged"):
                    old.cipher(one.purpose).open(bytes(row.sealed), one.to(row))


def test_the_new_data_keys_never_stand_under_the_old_key(database: Database) -> None:
    """Whoever has the old key file and a copy of the database from any moment reads no more than was sealed then."""
    store = lived(database)
    first = Keyring(store._session, KEY).data
    store.rotation.admit(NEW)
    assert Keyring(store._session, KEY).data == first
    ended(store)
    store = database.holder(key=NEW)
    store.rotation.replace()
    with refused("state-key-wrong"):
        database.store(KEY)


def test_a_plan_that_was_reviewed_before_is_whole_after(database: Database) -> None:
    def made(store: SqlStore) -> bytes:
        digests, holds = store.plans.digests(run.number), store.plans.hold_keys(run.number)
        return seal(store.key("seal"), run.id, run.ledger_version, digests, holds)

    store = database.holder()
    run = planned(store, *people(store, 3))
    reviewed = made(store)
    ended(store)
    assert fits(reviewed, made(rotated(database)))


# ── the journal ──────────────────────────────────────────────────────────────────────────────────────────


def test_old_heads_and_fingerprints_stay_proved(database: Database) -> None:
    store = lived(database)
    first, newest = store.journal.public_key, store.journal.newest()
    assert newest is not None
    noted = str(newest.fingerprint)
    ended(store)
    for old, new in ((KEY, NEW), (NEW, bytes(range(64, 96)))):
        store = rotated(database, old, new)
        public = store.journal.public_key
        run = released(store, *people(store, 1))
        drain(store)
        store.runs.finish(run.number, 0, {})
        ended(store)
    examined = store.journal.examine(Fingerprint.read(noted))
    assert (examined.misfits, examined.heads) == ([], 7)
    assert public != first
    told = [one.facts for one in store.journal.entries() if one.event == "key.rotated"]
    assert (told[0]["before"], told[1]["public_key"]) == (first.hex(), public.hex())
    assert told[0]["public_key"] == told[1]["before"]


def unguarded(database: Database, *statements: str) -> None:
    """Change what the triggers guard."""
    with database.raw() as connection:
        if database.is_sqlite:
            for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            connection.execute(text(statement))


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM signing_key",
        "UPDATE signing_key SET no = no + 1",
        "UPDATE signing_key SET public_key = before",
        "UPDATE signing_key SET before = public_key",
        "UPDATE signing_key SET signature = public_key",
    ],
)
def test_an_introduction_that_was_touched_takes_all_proof_from_the_heads_before(
    database: Database, change: str
) -> None:
    store = lived(database)
    heads = [row.no for row in store.journal._heads.all()]
    ended(store)
    store = rotated(database)
    unguarded(database, change)
    found = store.journal.examine().misfits
    assert [one for one in found if one.flaw is Flaw.HEAD_FORGED][: len(heads)] == [
        Misfit(Flaw.HEAD_FORGED, number, number) for number in heads
    ]


def test_a_head_signed_with_the_key_before_counts_only_up_to_its_successor(database: Database) -> None:
    """Whoever has the old key can sign nothing that comes after it was replaced."""
    store = lived(database)
    former = store.journal._heads._signer
    ended(store)
    store = rotated(database)
    run = released(store, *people(store, 1))
    drain(store)
    store.runs.finish(run.number, 0, {})
    last = store.journal._heads.all()[-1]
    assert store.journal.examine().misfits == []
    forged = former.sign(head_message(last.no, last.at, last.hash, last.before))
    form = "x'{}'" if database.is_sqlite else "'\\x{}'::bytea"
    public, signature = (form.format(value.hex()) for value in (former.public_key, forged))
    change = f"UPDATE journal_head SET public_key = {public}, signature = {signature} WHERE no = {last.no}"  # noqa: S608
    unguarded(database, change)
    assert store.journal.examine().misfits == [Misfit(Flaw.HEAD_FORGED, last.no, last.no)]


@pytest.mark.parametrize("change", ["UPDATE signing_key SET no = 99", "DELETE FROM signing_key"])
def test_the_database_refuses_to_change_an_introduction(database: Database, change: str) -> None:
    lived_on = lived(database)
    ended(lived_on)
    rotated(database)
    with pytest.raises(DBAPIError, match="only grows"), database.raw() as connection:
        connection.execute(text(change))


# ── broken off ───────────────────────────────────────────────────────────────────────────────────────────


def test_both_keys_open_the_same_until_the_old_one_gives_way(database: Database) -> None:
    store = lived(database)
    told = everything(store)
    store.rotation.admit(NEW)
    assert store.rotation.stage is Stage.ADMITTED
    ended(store)
    for key in (KEY, NEW):
        store = database.holder(key=key)
        assert store.rotation.stage is Stage.ADMITTED
        assert everything(store) == told
        ended(store)
    store = database.holder(key=NEW)
    store.rotation.replace()
    ended(store)
    assert database.store(NEW).rotation.stage is Stage.REPLACED


@pytest.mark.parametrize("pages", [0, 1, 5, 9])
def test_sealing_anew_goes_on_where_it_was_broken_off(database: Database, pages: int) -> None:
    """And in between everything opens, is written, and is sealed anew with the rest."""
    store = lived(database)
    told = everything(store)
    store.rotation.admit(NEW)
    ended(store)
    store = database.holder(key=NEW)
    store.rotation.replace()
    ended(store)
    store = database.holder(key=NEW)
    total = store.rotation.total()
    steps = store.rotation.reseal()
    done = sum(next(steps) for _ in range(pages))
    steps.close()
    database.clock.advance(3600)
    store = database.holder(key=NEW)
    assert everything(store) == told
    assert store.journal.examine().misfits == []
    assert done + sum(store.rotation.reseal()) == total
    store.rotation.finish()
    ended(store)
    store = database.store(NEW)
    assert store.rotation.stage is Stage.NONE
    assert everything(store) == told


def test_a_store_opened_before_writes_nothing_with_the_old_keys(database: Database) -> None:
    store = lived(database)
    ended(store)
    looking = database.store()
    end = looking.journal.newest()
    assert end is not None
    rotated(database)
    with refused("state-key-changed"):
        looking.journal.append("person.looked-up", {})
    with refused("state-key-changed"):  # and takes what it cannot open for what it is
        list(looking.ledger.scan())
    assert database.store(NEW).journal.examine(end.fingerprint).misfits == []


def test_a_database_from_before_there_were_data_keys_opens_with_its_key_and_rotates(database: Database) -> None:
    check = hmac.new(derived(KEY, "yumsync key check"), b"yumsync", "sha256").hexdigest()
    with database.raw() as connection:
        for name, value in (("installation", "01KAR9ZS5V3FQ0Y8W0M6T4D2JE"), ("key_check", check)):
            connection.execute(
                text("INSERT INTO meta (key, value) VALUES (:name, :value)"), {"name": name, "value": value}
            )
    with refused("state-key-wrong"):
        database.store(NEW)
    store = lived(database)
    assert store.installation == "01KAR9ZS5V3FQ0Y8W0M6T4D2JE"
    assert store.key("identifier") == derived(KEY, "yumsync key identifier")
    told = everything(store)
    ended(store)
    assert everything(rotated(database)) == told
