"""Making a database from the pages of a backup, and examining one that was made so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import update

from state.engine import make_engine, translated
from state.snapshot import Page, Putting, counts
from state.store import open_store
from state.tables import lease, metadata
from sync.audit import Examination, Head
from sync.errors import StateError

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


@dataclass(frozen=True, slots=True)
class Examined:
    """What a database that was made from a backup shows: the end of its journal, what does not fit in that, and how
    many people it knows as in step."""

    newest: Head | None
    journal: Examination
    people: int


def load(
    url: str,
    revision: str,
    pages: Iterable[Page],
    *,
    replace: bool = False,
    done: Callable[[int], object] = lambda rows: None,
) -> None:
    """Make a database of these pages, read at a revision, and bring it to today's; all of it or nothing.

    A SQLite database must not be there yet. Of a PostgreSQL database our tables are taken away where `replace` says
    so; else `StateError` (`restore-state-exists`) is raised where there are any.
    """
    from alembic import command  # noqa: PLC0415 -- slow to load

    from state.migrate import configuration  # noqa: PLC0415

    engine = make_engine(url)
    try:
        with translated(), engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                _clear(connection, replace=replace)
            command.upgrade(configuration(connection), revision)
            with _unguarded(connection):
                putting = Putting(connection)
                for page in pages:
                    done(putting.put(page))
            command.upgrade(configuration(connection), "head")
            connection.execute(update(lease).values(owner=""))  # its holder has another database
    finally:
        engine.dispose()


def examine(url: str, key: bytes, due: Mapping[str, int] | None = None) -> Examined:
    """Open a database with a key and look into it: whether it finds itself whole, whether its tables have as many
    rows as is `due`, and its journal.

    Raises `StateError`: `backup-rows` where there are other numbers of rows, `state-damaged`, `state-key-wrong`.
    """
    engine = make_engine(url)
    try:
        with translated(), engine.connect() as connection:
            connection.info["reading"] = True
            if connection.dialect.name == "sqlite":
                _sound(connection)
            found = counts(connection)
    finally:
        engine.dispose()
    for table, rows in (due or {}).items():
        if found.get(table) != rows:
            raise StateError("backup-rows", table=table, found=found.get(table, 0), due=rows)
    store = open_store(url, key)
    try:
        people = sum(store.ledger.count().values())
        return Examined(store.journal.newest(), store.journal.examine(), people)
    finally:
        store.close()


def mark_restored(url: str, key: bytes, made: datetime, who: str, *, nothing_sent: bool) -> None:
    """Write down that a database was made from a backup of that moment; see `sync.ports.Restoring`."""
    store = open_store(url, key, who=who)
    try:
        store.restoring.mark(made, nothing_sent=nothing_sent)
    finally:
        store.close()


def _sound(connection: Connection) -> None:
    for check in ("integrity_check", "foreign_key_check"):
        rows = [row[0] for row in connection.exec_driver_sql(f"PRAGMA {check}").all()]
        if rows and rows != ["ok"]:
            raise StateError("state-damaged", reason=check)


def _clear(connection: Connection, *, replace: bool) -> None:
    """Take our tables away from a PostgreSQL database, with the functions that guard them."""
    names = [*metadata.tables, "alembic_version"]
    there = [name for name in names if connection.dialect.has_table(connection, name)]
    if there and not replace:
        raise StateError("restore-state-exists")
    guards = connection.exec_driver_sql(
        "SELECT DISTINCT p.oid::regprocedure::text FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
        "JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relname = ANY (%s)",
        (there,),
    ).all()
    for name in there:
        connection.exec_driver_sql(f"DROP TABLE {name} CASCADE")
    for (guard,) in guards:
        connection.exec_driver_sql(f"DROP FUNCTION {guard}")


@contextmanager
def _unguarded(connection: Connection) -> Iterator[None]:
    """Let rows be put in as they stood: what guards the journal refuses some orders of what it once let pass."""
    if connection.dialect.name == "sqlite":
        guards = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        for name, _ in guards:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        yield
        for _, statement in guards:
            connection.exec_driver_sql(statement)
        return
    for verb in ("DISABLE", "ENABLE"):
        for table in metadata.tables:
            if connection.dialect.has_table(connection, table):
                connection.exec_driver_sql(f"ALTER TABLE {table} {verb} TRIGGER USER")
        if verb == "DISABLE":
            yield
