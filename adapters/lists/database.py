"""Opening a list's database so that it can only be read: SQLite, PostgreSQL, MySQL and MariaDB.

Reading only is not left to good intentions: a query that is no SELECT is refused before anything is opened, and the
connection itself cannot write. SQLite is opened `mode=ro` and allowed to select and nothing else; PostgreSQL, MySQL
and MariaDB run the query in a read-only transaction. Other databases are refused, because nothing is known of how
they are kept from writing.

A database on another machine is spoken to through TLS, and who answers must prove to be that machine, unless the
list's `tls` says otherwise: what travels is personal data (the domain book, §8).
"""

from __future__ import annotations

import re
import sqlite3
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from adapters.lists.spec import ListSpec
from adapters.lists.table import Origin
from config.forms import is_loopback
from sync.errors import ListError

if TYPE_CHECKING:
    import psycopg
    import pymysql

DIALECTS = {
    "sqlite": "sqlite",
    "postgresql": "postgresql+psycopg",
    "postgres": "postgresql+psycopg",
    "mysql": "mysql+pymysql",
    "mariadb": "mysql+pymysql",
}
"""The databases a list may be kept in, by the name in front of their URL, and what each is opened with."""

_OPTIONS = {
    "sqlite": frozenset[str](),
    "postgresql": frozenset({"host", "port", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout"}),
    "mysql": frozenset({"unix_socket", "ssl_ca", "ssl_cert", "ssl_key", "charset", "connect_timeout"}),
}
"""What a URL may say behind its `?`. Anything else could undo what is promised here: another host, clear text, a
statement run at the start, a file sent to the server."""

_SSL_MODES = {"verify": "verify-full", "encrypt": "require", "off": "prefer"}
_STRONG = frozenset({"require", "verify-ca", "verify-full"})
_CONNECT_SECONDS = 10
_SERVER_LIMIT = 12
"""A server ends a query nobody waits for any more after this many times the list's `query_seconds`."""
_VIETNAM = "Asia/Ho_Chi_Minh"
_OFFSET = "+07:00"
_SYSTEM_ROOTS = 160_000
_CHECK_STEPS = 100_000
_LARGEST_CELL = 64 * 1024 * 1024

_FIRST = frozenset({"select", "with", "values", "table"})
_BEFORE = re.compile(r"(?:\s|\(|--[^\n]*(?:\n|\Z)|/\*(?!M?!).*?\*/)*", re.DOTALL)
_INTO_FILE = re.compile(
    r"\binto(?:\s|/\*.*?\*/|--[^\n]*\n|#[^\n]*\n)+(?:outfile|dumpfile)\b", re.IGNORECASE | re.DOTALL
)
_MYSQL_HINT = re.compile(r"/\*M?!")


@dataclass(frozen=True, slots=True)
class Target:
    """A list's database: its dialect, its URL, and how it is shown, without user, password and options."""

    dialect: str
    url: URL
    origin: Origin

    @property
    def backend(self) -> str:
        """`sqlite`, `postgresql` or `mysql`."""
        return self.dialect.partition("+")[0]


def target(spec: ListSpec) -> Target:
    """Return the database a list names.

    Raises `ListError`: `list-database` for what is no URL or names no file, `list-database-kind`,
    `list-url-option`, `list-query-writes` for a query that is no plain SELECT.
    """
    try:
        url = make_url(spec.path)
        shown = URL.create(url.drivername, host=url.host, port=url.port, database=url.database).render_as_string()
    except (ArgumentError, ValueError) as problem:
        raise ListError("list-database", place=Origin(spec.name).place(), reason=type(problem).__name__) from problem
    origin = Origin(spec.name, shown)
    name, _, driver = url.drivername.partition("+")
    dialect = DIALECTS.get(name, "")
    if not dialect or (driver and dialect != f"{dialect.partition('+')[0]}+{driver}"):
        raise ListError("list-database-kind", place=origin.place(), kind=url.drivername)
    found = Target(dialect, url, origin)
    for option in url.query:
        if option not in _OPTIONS[found.backend]:
            raise ListError("list-url-option", place=origin.place(), option=option)
    _refuse_writing(spec.query or "", found)
    return _sqlite_file(found, spec) if found.backend == "sqlite" else found


def _sqlite_file(found: Target, spec: ListSpec) -> Target:
    name = found.url.database
    if not name or name == ":memory:" or "\0" in name or not (spec.base / name).is_file():
        raise ListError("list-database", place=found.origin.place(), reason="FileNotFoundError")
    return Target(found.dialect, found.url.set(database=str(spec.base / name)), found.origin)


def _refuse_writing(query: str, found: Target) -> None:
    """Refuse a query that begins with another word than one that reads, or that writes a file on the server."""
    start = _BEFORE.match(query)
    word = re.match(r"[a-zA-Z]*", query[start.end() if start else 0 :])
    first = word[0].lower() if word else ""
    writes = found.backend == "mysql" and (_INTO_FILE.search(query) or _MYSQL_HINT.search(query))
    if not query.strip():
        raise ListError("list-query", place=found.origin.place(), reason="empty")
    if first not in _FIRST or writes:
        raise ListError("list-query-writes", place=found.origin.place())


# ── SQLite ───────────────────────────────────────────────────────────────────────────────────────────────


class Patience:
    """How long a database may stay silent; a piece of rows that arrived starts the time anew."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.renew()

    def renew(self) -> None:
        """Start the time anew."""
        self.until = time.monotonic() + self.seconds

    def over(self) -> bool:
        """Whether the time is up."""
        return time.monotonic() > self.until


_READING = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE})

_ASKED = frozenset({"read_uncommitted", "data_version"})
"""What SQLAlchemy asks of every connection, and what a table for full-text search asks when it is read."""


def open_sqlite(found: Target, spec: ListSpec, patience: Patience) -> sqlite3.Connection:
    """Open a SQLite file that cannot be changed through this connection, nor any other file through it."""
    location = f"file:{quote(str(Path(found.url.database or '')))}?mode=ro"
    connection = sqlite3.connect(location, uri=True, timeout=min(spec.query_seconds, 5), check_same_thread=False)
    try:
        connection.execute("PRAGMA query_only = ON")
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LARGEST_CELL)
        connection.set_progress_handler(patience.over, _CHECK_STEPS)
        connection.set_authorizer(_only_reading)
    except BaseException:
        connection.close()
        raise
    return connection


def _only_reading(
    action: int, first: str | None, second: str | None, database: str | None, trigger: str | None
) -> int:
    del database, trigger
    allowed = action in _READING and (second or "").lower() != "load_extension"
    asked = action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in _ASKED and second is None
    # A virtual table declares its columns by what looks like a write into the schema; the file stays `mode=ro`.
    declared = action == sqlite3.SQLITE_UPDATE and first == "sqlite_master"
    return sqlite3.SQLITE_OK if allowed or asked or declared else sqlite3.SQLITE_DENY


# ── servers ──────────────────────────────────────────────────────────────────────────────────────────────


def is_remote(url: URL) -> bool:
    """Whether a URL leads to another machine. A path in place of a host is a socket of this one."""
    named = url.query.get("host", url.host or "")
    hosts = named.split(",") if isinstance(named, str) else list(named)
    return any(host and not host.startswith(("/", "@")) and not is_loopback(host) for host in hosts)


def _one(options: Mapping[str, str | tuple[str, ...]], name: str) -> str | None:
    value = options.get(name)
    return value if value is None or isinstance(value, str) else value[0]


def open_postgresql(found: Target, spec: ListSpec, patience: Patience) -> psycopg.Connection[Any]:
    """Connect to PostgreSQL for reading alone. Raises `ListError` `list-database-tls` where TLS is not to be had."""
    import psycopg  # noqa: PLC0415 (most lists are files)

    del patience
    connection = psycopg.connect(**_postgresql_arguments(found, spec))
    try:
        if spec.tls != "off" and not connection.pgconn.ssl_in_use and not _is_local(connection.info):
            raise ListError("list-database-tls", place=found.origin.place())
        connection.read_only = True
        _set_zone(connection)
        with connection.cursor() as cursor:
            milliseconds = f"{spec.query_seconds * 1000:.0f}"
            cursor.execute("SELECT set_config('statement_timeout', %s, false)", (milliseconds,))
            state = cursor.execute("SELECT current_setting('transaction_read_only')").fetchone()
        connection.commit()
        if state != ("on",):
            raise ListError("list-database", place=found.origin.place(), reason="not read-only")
    except BaseException:
        connection.close()
        raise
    return connection


def _is_local(info: psycopg.ConnectionInfo) -> bool:
    """Whether the other end is on this machine, whatever the environment added to the URL."""
    address = info.hostaddr
    return is_loopback(address) if address else info.host.startswith(("/", "@"))


def _set_zone(connection: psycopg.Connection[Any]) -> None:
    """A moment is a day in Vietnam; a server that does not know the zone's name is told its offset."""
    import psycopg  # noqa: PLC0415

    for zone in (_VIETNAM, "Etc/GMT-7"):
        try:
            connection.execute("SELECT set_config('TimeZone', %s, false)", (zone,))
        except psycopg.errors.InvalidParameterValue:
            connection.rollback()
        else:
            return


def _postgresql_arguments(found: Target, spec: ListSpec) -> dict[str, Any]:
    url, options = found.url, found.url.query
    mode = _one(options, "sslmode")
    remote = is_remote(url)
    if remote and mode and mode not in _STRONG and spec.tls != "off":
        raise ListError("list-url-option", place=found.origin.place(), option="sslmode")
    given: dict[str, Any] = {
        "host": _one(options, "host") or url.host,
        "port": _one(options, "port") or url.port,
        "user": url.username,
        "password": url.password,
        "dbname": url.database,
        "sslmode": mode or (_SSL_MODES[spec.tls] if remote else "prefer"),
        "connect_timeout": _one(options, "connect_timeout") or _CONNECT_SECONDS,
        "client_encoding": "utf8",
        "application_name": "yumsync",
    }
    for name in ("sslrootcert", "sslcert", "sslkey"):
        if (path := _one(options, name)) is not None:
            given[name] = path if path == "system" else str(spec.base / path)
    if given["sslmode"] == "verify-full" and "sslrootcert" not in given:
        import psycopg  # noqa: PLC0415

        own = Path.home() / ".postgresql" / "root.crt"
        if psycopg.pq.version() >= _SYSTEM_ROOTS and not own.exists():
            given["sslrootcert"] = "system"
    return {name: value for name, value in given.items() if value is not None}


def open_mysql(found: Target, spec: ListSpec, patience: Patience) -> pymysql.Connection[Any]:
    """Connect to MySQL or MariaDB for reading alone. TLS that was asked for and is not to be had is an error."""
    import pymysql  # noqa: PLC0415 (most lists are files)

    del patience
    url, options = found.url, found.url.query
    connection = pymysql.connect(
        host=url.host or "localhost",
        port=url.port or 0,
        user=url.username,
        password=url.password or "",
        database=url.database,
        unix_socket=_one(options, "unix_socket"),
        charset=_one(options, "charset") or "utf8mb4",
        connect_timeout=int(_one(options, "connect_timeout") or _CONNECT_SECONDS),
        read_timeout=spec.query_seconds,
        write_timeout=spec.query_seconds,
        ssl=_context(url, spec),
        local_infile=False,
    )
    try:
        with closing(connection.cursor()) as cursor:
            cursor.execute("SET SESSION TRANSACTION READ ONLY")
            cursor.execute(f"SET SESSION time_zone = '{_OFFSET}'")
            _limit_statements(cursor, int(spec.query_seconds * _SERVER_LIMIT))
    except BaseException:
        connection.close()
        raise
    return connection


def _limit_statements(cursor: pymysql.cursors.Cursor, seconds: int) -> None:
    """MariaDB counts seconds under one name, MySQL milliseconds under another."""
    import pymysql  # noqa: PLC0415

    try:
        cursor.execute(f"SET SESSION max_statement_time = {seconds}")
    except pymysql.err.OperationalError:
        cursor.execute(f"SET SESSION max_execution_time = {seconds * 1000}")


def _context(url: URL, spec: ListSpec) -> ssl.SSLContext | None:
    """How TLS is spoken with MySQL: None leaves it to what both ends can."""
    named = {name: _one(url.query, name) for name in ("ssl_ca", "ssl_cert", "ssl_key")}
    files = {name: str(spec.base / path) for name, path in named.items() if path}
    remote = is_remote(url) and "unix_socket" not in url.query
    if not files and (not remote or spec.tls == "off"):
        return None
    context = ssl.create_default_context(cafile=files.get("ssl_ca"))
    if not (spec.tls == "verify" and (remote or "ssl_ca" in files)):
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if "ssl_cert" in files:
        context.load_cert_chain(files["ssl_cert"], files.get("ssl_key"))
    return context


def opener(found: Target, spec: ListSpec, patience: Patience) -> Callable[[], Any]:
    """Return what opens the database; called by SQLAlchemy, which knows the driver's errors."""
    opened = {"sqlite": open_sqlite, "postgresql": open_postgresql, "mysql": open_mysql}[found.backend]
    return lambda: opened(found, spec, patience)
