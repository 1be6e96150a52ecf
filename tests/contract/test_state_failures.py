"""The state's contract when things go wrong: a full disk, a lock, a wrong key, a damaged file, prying eyes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from state import engine, migrate
from state.store import SqlStore, open_store
from state.vault import generate_key, read_key
from sync.errors import Busy, StateError, YumsyncError
from sync.values import Hold, Limits, OperationState, Outcome, Place
from tests.contract.state_support import (  # noqa: F401 - fixtures are found by their own names
    KEY,
    LIST,
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


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(StateError) as caught:
        yield
    assert caught.value.code == code


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "own.db"


def url(file: Path) -> str:
    return f"sqlite:///{file}"


# ── opening ──────────────────────────────────────────────────────────────────────────────────────────────


def test_another_key_does_not_open_the_store(database: Database) -> None:
    first = database.store()
    with refused("state-key-wrong"):
        database.store(read_key(generate_key()))
    assert database.store().installation == first.installation


def test_the_keys_of_a_store_differ_by_purpose_and_stay(database: Database) -> None:
    store = database.store()
    keys = {purpose: store.key(purpose) for purpose in ("row", "identifier", "seal")}
    assert len(set(keys.values())) == 3
    assert all(len(key) == 32 for key in keys.values())
    assert {purpose: database.store().key(purpose) for purpose in keys} == keys
    with pytest.raises(ValueError, match="cipher"):
        store.key("cipher")


def test_a_database_without_its_migrations_is_outdated(file: Path) -> None:
    file.touch()
    with refused("state-outdated"):
        open_store(url(file), KEY)


def test_a_database_from_a_newer_program_is_outdated(database: Database) -> None:
    with database.raw() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with refused("state-outdated"):
            database.store()
        with refused("state-outdated"):
            migrate.upgrade(database.url)
    finally:
        with database.raw() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{migrate.head()}'"))  # noqa: S608


def test_a_file_that_is_not_there_is_not_made(file: Path) -> None:
    with refused("state-missing"):
        open_store(url(file), KEY)
    assert not file.exists()


def test_a_file_that_is_no_database_is_damaged(file: Path) -> None:
    file.write_bytes(b"PK\x03\x04" + b"not a database" * 1000)
    with refused("state-damaged"):
        open_store(url(file), KEY)


def test_a_truncated_database_is_damaged_or_outdated_but_never_a_traceback(tmp_path: Path, file: Path) -> None:
    migrate.upgrade(url(file))
    whole = file.read_bytes()
    for length in range(0, len(whole), 4096):
        cut = tmp_path / f"{length}.db"
        cut.write_bytes(whole[:length])
        with pytest.raises(YumsyncError):
            open_store(url(cut), KEY)


@pytest.mark.parametrize("name", ["mysql://x/y", "nonsense", "sqlite://", "sqlite:///:memory:", ""])
def test_only_databases_that_last_are_opened(name: str) -> None:
    with refused("state-url"):
        open_store(name, KEY)


def test_a_server_that_does_not_answer_is_unreachable_and_its_password_is_not_told() -> None:
    address = "postgresql+psycopg://officer:s3cret@/yum?host=/nonexistent/socket&password=s3cret"
    with pytest.raises(StateError) as caught:
        open_store(address, KEY)
    assert caught.value.code == "state-unreachable"
    assert "s3cret" not in str(caught.value)
    assert "s3cret" not in repr(caught.value)


def test_a_folder_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(StateError):
        open_store(url(tmp_path), KEY)


# ── while running ────────────────────────────────────────────────────────────────────────────────────────


def test_a_full_disk_loses_nothing_and_says_so(file: Path) -> None:
    """The database may not grow: SQLite meets that exactly like a disk that is full."""
    migrate.upgrade(url(file))
    store = open_store(url(file), KEY)
    try:
        store.lease.acquire(60)
        released(store, *people(store, 20))
        batch = claim(store)
        connection = store._session.connection
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages + 1}")
        connection.rollback()
        with refused("state-disk-full"):
            while True:
                store.outbox.claim(Limits(1, 10), lambda _: b"x" * 20_000)
        before = store.outbox.counts()
        with refused("state-disk-full"):
            store.outbox.settle(batch, verdicts(batch, Outcome.REJECTED, words="x" * 20_000))
        assert store.outbox.counts() == before
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
        connection.rollback()
        for lost in store.outbox.unanswered():
            store.outbox.settle(lost, verdicts(lost))
        drain(store)
        assert store.outbox.counts() == {OperationState.APPLIED: 20}
        assert store.journal.verify()[1] is None
    finally:
        store.close()


def test_a_locked_database_is_busy(file: Path) -> None:
    migrate.upgrade(url(file))
    store = open_store(url(file), KEY, busy_seconds=0.05)
    other = engine.make_engine(url(file)).connect()
    try:
        with other.begin():
            with pytest.raises(Busy):
                store.lease.acquire(60)
            with pytest.raises(Busy):
                migrate.upgrade(url(file), busy_seconds=0.05)
        store.lease.acquire(60)
    finally:
        other.close()
        store.close()


def test_a_database_that_may_not_be_written_is_readonly_and_can_still_be_read(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 1))
    connection = store._session.connection
    on, off = "PRAGMA query_only = ON", "PRAGMA query_only = OFF"
    if not database.is_sqlite:
        on, off = "SET default_transaction_read_only = on", "SET default_transaction_read_only = off"
    connection.exec_driver_sql(on)
    connection.commit()
    with refused("state-readonly"):
        claim(store)
    assert store.outbox.counts() == {OperationState.PENDING: 1}
    connection.exec_driver_sql(off)
    connection.commit()
    assert drain(store) == 1


def test_a_store_works_again_after_its_connection_broke(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 2))
    if database.is_sqlite:
        store._session.connection.invalidate()
    else:
        with database.raw() as connection:
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE pid <> pg_backend_pid() AND datname = current_database()"
            )
        with refused("state-unreachable"):
            store.outbox.counts()
    assert store.outbox.counts() == {OperationState.PENDING: 2}
    assert drain(store) == 2


# ── prying and tampering ─────────────────────────────────────────────────────────────────────────────────

SECRETS = ("Đặng Thử Nghiệm", "079099123456", "nghiem@example.test", "Lý do riêng tư", "phuong-binh-hiep.xlsx")


def personal(store: SqlStore) -> None:
    """Let every kind of personal value pass through the database, and leave some of it in flight."""
    one, two = store.registry.allocate(2)
    name, number, email, words, _ = SECRETS
    keys = [key_of(number)]
    run = store.runs.start("sync", "")
    fields = {"national_id": number, "email": email}
    store.plans.stage(run.number, [staged(one, name, keys=keys, **fields), staged(two, name, **fields)])
    place = Place(LIST, SECRETS[4], "DS", 4)
    store.plans.hold(run.number, [Hold("missing", f"missing:{one}", place, person=one, details={"name": name})])
    store.runs.planned(run.number, {}, b"", [LIST])
    store.runs.release(run.number)
    first, second = claim(store, 1), claim(store, 1)
    store.outbox.settle(first, verdicts(first, Outcome.REJECTED, words=words, code=number))
    store.outbox.unknown(second, f"{words} {email}")


def test_no_personal_value_can_be_read_in_the_database(database: Database) -> None:
    store = database.holder()
    personal(store)
    if database.is_sqlite:
        folder = database.file.parent
        stored = b"".join(part.read_bytes() for part in folder.iterdir() if part.name.startswith(database.file.name))
    else:
        with database.raw() as connection:
            tables = [
                row[0]
                for row in connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
            ]
            rows = [row for table in tables for row in connection.execute(text(f'SELECT * FROM "{table}"'))]  # noqa: S608
        stored = b"\n".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for row in rows
            for value in row
        )
    assert b"batch.sent" in stored, "the search looks in the right place"
    for secret in SECRETS:
        assert secret.encode() not in stored, secret


def test_no_personal_value_is_in_an_errors_text(database: Database) -> None:
    store = database.holder()
    with database.raw() as connection:
        connection.execute(text("ALTER TABLE record RENAME TO record_"))
    try:
        with pytest.raises(StateError) as caught:
            personal(store)
        chain: list[str] = []
        error: BaseException | None = caught.value
        while error is not None:
            chain += [str(error), repr(error)]
            error = error.__cause__ or error.__context__
        assert not any(secret in told for told in chain for secret in SECRETS)
    finally:
        store.close()
        with database.raw() as connection:
            connection.execute(text("ALTER TABLE record_ RENAME TO record"))


@pytest.mark.parametrize(
    "edit",
    [
        "UPDATE record SET payload = (SELECT payload FROM record WHERE no = 2) WHERE no = 1",
        "UPDATE operation SET person = (SELECT person FROM operation WHERE no = 2) WHERE no = 1",
    ],
)
def test_a_record_moved_to_another_person_is_not_sent(database: Database, edit: str) -> None:
    store = database.holder()
    released(store, *people(store, 2))
    with database.raw() as connection:
        connection.execute(text(edit))
    with refused("state-damaged"):
        store.outbox.claim(Limits(1), encode)
    assert store.outbox.counts() == {OperationState.PENDING: 2}


def test_an_answer_moved_to_another_person_is_not_believed(database: Database) -> None:
    store = database.holder()
    released(store, *people(store, 2))
    for code in ("1000001", "1000002"):
        batch = claim(store, 1)
        store.outbox.settle(batch, verdicts(batch, member_code=code))
    with database.raw() as connection:
        connection.execute(
            text("UPDATE ledger SET answer = (SELECT answer FROM ledger WHERE operation = 2) WHERE operation = 1")
        )
    with refused("state-damaged"):
        list(store.ledger.scan())


def test_two_openings_at_once_agree_on_the_installation(database: Database) -> None:
    first, second = database.store(), database.store()
    assert first.installation == second.installation
    assert len(first.installation) == 26


def test_a_plan_can_be_read_while_another_is_made(database: Database) -> None:
    store, reader = database.holder(), database.store()
    run = planned(store, *people(store, 3))
    assert len(list(reader.plans.digests(run.number))) == 3
