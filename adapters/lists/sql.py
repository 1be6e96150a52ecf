"""Lists kept in a database: any SQLAlchemy URL with a query, read only and streamed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, CursorResult, create_engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from adapters.lists.spec import ListSpec
from adapters.lists.table import Origin, ReadTable, RowCheck, build, find, problems, refuse_too_wide
from adapters.lists.workbook import raw_rows
from sync.errors import ListError
from sync.layout import Layout
from sync.ports import Chunk
from sync.values import Cell, Finding

FETCH_ROWS = 4096
_PLAIN = frozenset({str, int, float, bool, type(None)})


def sql_tables(spec: ListSpec) -> Iterator[ReadTable | Finding]:
    """Yield the query's one table, its column names as header; rows are numbered from 1.

    Raises `ListError`: `list-database` when the database cannot be reached, `list-query` when it refuses the query.
    """
    url, origin = _url(spec)
    with _query(url, origin, spec) as result:
        names = [str(name) for name in result.keys()]  # noqa: SIM118 (a result is no mapping)
    refuse_too_wide(len(names), origin, spec)
    layout = find([names], origin, spec)
    if layout is None:
        raise ListError("list-no-header", place=origin.place())
    found = problems(layout, origin, spec, (0,))
    if found:
        yield from found
        return

    def chunks() -> Iterator[Chunk]:
        return _chunks(url, origin, spec, layout)

    table = build(layout, origin, spec, chunks, "sql", (0,))
    yield table


def _url(spec: ListSpec) -> tuple[URL, Origin]:
    """The database's URL, and how it is shown: without user, password and options."""
    try:
        url = make_url(spec.path)
        shown = URL.create(url.drivername, host=url.host, port=url.port, database=url.database).render_as_string()
    except (ArgumentError, ValueError) as problem:
        raise ListError("list-database", place=Origin(spec.name).place(), reason=type(problem).__name__) from problem
    origin = Origin(spec.name, shown)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        path = spec.base / url.database
        if not path.is_file():
            raise ListError("list-database", place=origin.place(), reason="FileNotFoundError")
        url = url.set(database=str(Path(path)))
    return url, origin


@contextmanager
def _query(url: URL, origin: Origin, spec: ListSpec) -> Iterator[CursorResult[Any]]:
    """Run the query on a connection that cannot write, and close both afterwards."""
    try:
        engine = create_engine(url, poolclass=NullPool)
        connection = engine.connect()
    except (SQLAlchemyError, ImportError, TypeError, ValueError, OSError) as problem:
        raise _refused("list-database", origin, problem) from problem
    try:
        try:
            connection = _read_only(connection)
            streamed = connection.execution_options(
                stream_results=True, max_row_buffer=FETCH_ROWS, no_parameters=True
            )
            result = streamed.exec_driver_sql((spec.query or "").strip().rstrip(";"))
            if not result.returns_rows:
                raise ListError("list-query", place=origin.place(), reason="no rows")
        except (SQLAlchemyError, TypeError, ValueError) as problem:
            raise _refused("list-query", origin, problem) from problem
        yield result
    finally:
        connection.close()
        engine.dispose()


def _read_only(connection: Connection) -> Connection:
    backend = connection.dialect.name
    if backend == "sqlite":
        connection.exec_driver_sql("PRAGMA query_only = ON")
    elif backend == "postgresql":
        return connection.execution_options(postgresql_readonly=True)
    elif backend in ("mysql", "mariadb"):
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
    return connection


def _refused(code: str, origin: Origin, problem: BaseException) -> ListError:
    """The error, naming its kind only: a driver's own words may hold a password or a person's data."""
    cause = problem.orig if isinstance(problem, DBAPIError) and problem.orig is not None else problem
    return ListError(code, place=origin.place(), reason=type(cause).__name__)


def _chunks(url: URL, origin: Origin, spec: ListSpec, layout: Layout) -> Iterator[Chunk]:
    check = RowCheck(layout, origin, spec)
    number = 1
    with _query(url, origin, spec) as result:
        while True:
            try:
                fetched = result.fetchmany(FETCH_ROWS)
            except (SQLAlchemyError, TypeError, ValueError) as problem:
                code = "list-database" if isinstance(problem, OperationalError) else "list-query"
                raise _refused(code, origin, problem) from problem
            if not fetched:
                return
            rows = [[cell if type(cell) in _PLAIN else _cell(cell) for cell in row] for row in fetched]
            numbers = range(number, number + len(rows))
            yield Chunk(numbers, raw_rows(rows), _cells(numbers, rows, check))
            number += len(rows)


def _cells(
    numbers: Sequence[int], rows: Sequence[Sequence[Cell]], check: RowCheck
) -> Callable[[int], Sequence[Cell]]:
    def cells(index: int) -> Sequence[Cell]:
        check(numbers[index], rows[index])
        return rows[index]

    return cells


def _cell(value: object) -> Cell:
    """A database value as a cell: whole decimals as int, other decimals as text, unknown types as their text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    if isinstance(value, datetime | date | time | timedelta):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace")
    return str(value)
