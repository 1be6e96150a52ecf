"""Connections: SQLite with the settings that make it durable, PostgreSQL, and what their errors mean.

::

    state-locked       Busy        another process kept the database locked past the time-out
    state-disk-full    StateError  no room on the disk
    state-io           StateError  the disk could not be read or written
    state-readonly     StateError  the database may not be written
    state-damaged      StateError  not a database, or broken
    state-unreachable  StateError  the file cannot be opened, the server does not answer or refuses the login
    state-failed       StateError  anything else the database refused
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, ResourceClosedError
from sqlalchemy.pool import NullPool

from sync.errors import Busy, StateError, YumsyncError

SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-32768",
    "PRAGMA wal_autocheckpoint=4000",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA temp_store=MEMORY",
)
"""32 MiB of cache; the log is folded into the file every 16 MiB and cut back to 64 MiB after a large transaction."""

POSTGRES_SETTINGS = tuple(
    f"SET enable_{plan} = off" for plan in ("hashjoin", "mergejoin", "bitmapscan", "seqscan", "sort")
)
"""Every query here takes a few hundred rows by index, in the index's order. Tables fill within minutes, long before
their statistics are gathered, and a planner that takes them for empty would read them whole for each batch."""

_SQLITE_CODES = {
    3: "state-readonly",
    8: "state-readonly",
    10: "state-io",
    11: "state-damaged",
    13: "state-disk-full",
    14: "state-unreachable",
    23: "state-readonly",
    26: "state-damaged",
}
_SQLITE_LOCKED = (5, 6)

_POSTGRES_CODES = {
    "53100": "state-disk-full",
    "58030": "state-io",
    "25006": "state-readonly",
    "42501": "state-readonly",
    "XX001": "state-damaged",
    "XX002": "state-damaged",
    "3D000": "state-unreachable",
}
_POSTGRES_CLASSES = {"08": "state-unreachable", "28": "state-unreachable", "57": "state-unreachable"}
_POSTGRES_LOCKED = ("55P03", "40P01", "40001")


def parse_url(url: str) -> URL:
    """Return the parsed URL. Raises `StateError` (`state-url`) for one that is not SQLite or PostgreSQL."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StateError("state-url", reason="not a database URL") from error
    if parsed.get_backend_name() not in {"sqlite", "postgresql"}:
        raise StateError("state-url", reason=parsed.get_backend_name())
    return parsed


def masked(url: str) -> str:
    """Return the URL without its password, for messages."""
    return parse_url(url).set(query={}).render_as_string(hide_password=True)


def make_engine(url: str, busy_seconds: float = 10.0) -> Engine:
    """Return an engine whose connections wait up to `busy_seconds` for a lock. Nothing is opened yet."""
    parsed = parse_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, busy_seconds)
    return _postgres(parsed, busy_seconds)


def sqlite_file(url: str) -> Path | None:
    """Return the file a SQLite URL names, None for other databases. A database in memory cannot survive: refused."""
    parsed = parse_url(url)
    if parsed.get_backend_name() != "sqlite":
        return None
    if not parsed.database or parsed.database == ":memory:":
        raise StateError("state-url", reason="in memory")
    return Path(parsed.database)


def fold(url: str) -> None:
    """Fold the log of a SQLite database into its file, so that the file alone is the database; does nothing for
    another. Raises `Busy` where another process holds it, `StateError`."""
    if sqlite_file(url) is None:
        return
    engine = make_engine(url)
    try:
        with translated():
            connection = engine.raw_connection()
            try:
                cursor = connection.cursor()
                if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
                    raise Busy("state-locked", reason="SQLITE_BUSY")
            finally:
                connection.close()
    finally:
        engine.dispose()


def _sqlite(url: URL, busy_seconds: float) -> Engine:
    engine = create_engine(
        url,
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"timeout": busy_seconds, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        # The driver begins transactions on its own and only deferred ones; here every one is begun below.
        connection.isolation_level = None
        for setting in SQLITE_SETTINGS:
            connection.execute(setting)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        facts = connection.info
        if facts.get("reading", False):
            connection.exec_driver_sql("BEGIN")
            return
        durable = facts.get("durable", True)
        if durable is not facts.get("synchronous", True):
            connection.exec_driver_sql(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
            facts["synchronous"] = durable
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _postgres(url: URL, busy_seconds: float) -> Engine:
    try:
        engine = create_engine(
            url, poolclass=NullPool, hide_parameters=True, paramstyle="format", connect_args={"connect_timeout": 10}
        )
    except (NoSuchModuleError, ImportError) as error:
        raise StateError("state-url", reason=url.drivername) from error

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {int(busy_seconds * 1000)}")
            for setting in POSTGRES_SETTINGS:
                cursor.execute(setting)
        connection.commit()

    return engine


@contextmanager
def translated() -> Iterator[None]:
    """Raise what the database refuses as `Busy` or `StateError`."""
    try:
        yield
    except YumsyncError:
        raise
    except Exception as error:
        meaning = translate(error)
        if meaning is None:
            raise
        raise meaning from error


def translate(error: BaseException) -> YumsyncError | None:
    """Return what an error of the database means, None where it is none. Carries no statement and no parameter."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    number: int | None = getattr(cause, "sqlite_errorcode", None)
    if number is not None:
        return _sqlite_meaning(number, str(getattr(cause, "sqlite_errorname", number)))
    module = type(cause).__module__
    if module.startswith("psycopg"):
        return _postgres_meaning(getattr(cause, "sqlstate", None), type(cause).__name__)
    if isinstance(error, DBAPIError | ResourceClosedError) or module.startswith("sqlite3"):
        return StateError("state-failed", reason=type(cause).__name__)
    return None


def _sqlite_meaning(number: int, label: str) -> YumsyncError:
    primary = number & 0xFF
    if primary in _SQLITE_LOCKED:
        return Busy("state-locked", reason=label)
    return StateError(_SQLITE_CODES.get(primary, "state-failed"), reason=label)


def _postgres_meaning(sqlstate: str | None, label: str) -> YumsyncError:
    if sqlstate in _POSTGRES_LOCKED:
        return Busy("state-locked", reason=label)
    if sqlstate is None:
        code = "state-unreachable" if label in {"OperationalError", "ConnectionTimeout"} else "state-failed"
        return StateError(code, reason=label)
    code = _POSTGRES_CODES.get(sqlstate) or _POSTGRES_CLASSES.get(sqlstate[:2], "state-failed")
    return StateError(code, reason=f"{label} {sqlstate}")
