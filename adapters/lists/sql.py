"""Lists kept in a database: SQLite, PostgreSQL, MySQL or MariaDB, read only and streamed.

Rows come in pieces whose size follows the rows' own, so that a million rows, or rows that hold pictures, take no
more memory than a few. Nothing depends on their order.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy import Connection, CursorResult, Engine, create_engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from adapters.lists.database import Patience, Target, opener, target
from adapters.lists.rowcheck import RowCheck
from adapters.lists.spec import ListSpec
from adapters.lists.table import ReadTable, build, find, problems, refuse_too_wide
from adapters.lists.workbook import raw_rows
from sync.errors import ListError
from sync.ports import Chunk
from sync.tables.layout import Layout
from sync.values import Cell, Finding, Severity

FETCH_ROWS = 4096
FETCH_BYTES = 16 * 1024 * 1024
"""How much text and bytes one piece of rows should hold at most, judged by the piece before it."""
_FIRST_ROWS = 64
_PLAIN = frozenset({str, int, bool, type(None)})
_DIGITS = 10**15
_VIETNAM = timezone(timedelta(hours=7))
"""A moment with a zone is the day it was in Vietnam: midnight of a birthday there is the evening before in UTC."""


def sql_tables(spec: ListSpec) -> Iterator[ReadTable | Finding]:
    """Yield the query's one table, its column names as header; rows are numbered from 1.

    Raises `ListError`: `list-database…` when the database is not reached or not as it must be, `list-query` when it
    refuses the query, `list-query-writes` when the query is no plain reading.
    """
    found = target(spec)
    origin = found.origin
    with _query(found, spec, Patience(spec.query_seconds)) as result:
        names = _names(result)
    refuse_too_wide(len(names), origin, spec)
    layout = find([names], origin, spec)
    if layout is None:
        raise ListError("list-no-header", place=origin.place())
    wrong = problems(layout, origin, spec, (0,))
    twice = _given_twice(layout, names)
    if twice:
        details: dict[str, str | int] = {"columns": ", ".join(twice)}
        yield Finding("list-query-column-twice", Severity.ERROR, origin.place(), found=twice[0], details=details)
        return
    if wrong:
        yield from wrong
        return
    yield build(layout, origin, spec, lambda: _chunks(found, spec, layout, names), "sql", (0,))


def _given_twice(layout: Layout, names: Sequence[str]) -> list[str]:
    """The columns of people that a query gives more than once under one name, as a join with `*` does."""
    asked = [names[one.column] for one in layout.problems if one.code == "list-duplicate-column"]
    return [name for name in dict.fromkeys(asked) if names.count(name) > 1]


def _names(result: CursorResult[Any]) -> list[str]:
    return [str(name) for name in result.keys()]  # noqa: SIM118 (a result is no mapping)


@contextmanager
def _query(found: Target, spec: ListSpec, patience: Patience) -> Iterator[CursorResult[Any]]:
    """Run the query on a connection that cannot write, and close both afterwards."""
    try:
        engine = create_engine(found.dialect + "://", poolclass=NullPool, creator=opener(found, spec, patience))
        connection = engine.connect()
    except (SQLAlchemyError, ImportError, TypeError, ValueError, OSError) as problem:
        raise _refused("list-database", found, problem) from problem
    result: CursorResult[Any] | None = None
    try:
        try:
            streamed = connection.execution_options(
                stream_results=True, max_row_buffer=FETCH_ROWS, no_parameters=True
            )
            result = streamed.exec_driver_sql((spec.query or "").strip().rstrip(";"))
        except (SQLAlchemyError, TypeError, ValueError) as problem:
            raise _refused("list-query", found, problem) from problem
        if not result.returns_rows:
            raise ListError("list-query", place=found.origin.place(), reason="no rows")
        yield result
    finally:
        _leave(engine, connection, result)


def _leave(engine: Engine, connection: Connection, result: CursorResult[Any] | None) -> None:
    """Close everything. A MySQL cursor would first fetch every row that is left, so its connection is cut instead."""
    try:
        if connection.dialect.name == "mysql" and not connection.invalidated:
            waiting = getattr(connection.connection.dbapi_connection, "_result", None)
            if waiting is not None:
                waiting.unbuffered_active = False
            connection.invalidate()
        if result is not None:
            result.close()
    finally:
        connection.close()
        engine.dispose()


def _chunks(found: Target, spec: ListSpec, layout: Layout, names: Sequence[str]) -> Iterator[Chunk]:
    check = RowCheck(layout, found.origin, spec)
    used = frozenset(column.index for column in layout.columns)
    number, size, patience = 1, _FIRST_ROWS, Patience(spec.query_seconds)
    with _query(found, spec, patience) as result:
        if _names(result) != list(names):
            raise ListError("list-changing", place=found.origin.place())
        while True:
            patience.renew()
            try:
                fetched = result.fetchmany(size)
            except (SQLAlchemyError, ArithmeticError, TypeError, ValueError) as problem:
                raise _refused("list-query", found, problem) from problem
            if not fetched:
                return
            numbers = range(number, number + len(fetched))
            yield Chunk(numbers, raw_rows([_seen(row, used) for row in fetched]), _cells(numbers, fetched, check))
            number += len(fetched)
            size = _next_size(fetched)


def _next_size(rows: Sequence[Any]) -> int:
    """How many rows to ask for next, from what the last ones weighed; at most four times as many as before."""
    weight = max(
        sum(len(cell) for cell in row if isinstance(cell, str | bytes)) for row in rows[:: len(rows) // 16 + 1]
    )
    return max(1, min(FETCH_ROWS, FETCH_BYTES // (weight + 1), len(rows) * 4))


def _seen(row: Sequence[object], used: frozenset[int]) -> list[Cell]:
    """What a row is known again by. Of a column without a field it is only whether it is filled: `SELECT *` may bring
    pictures, or a time that changes every night, and neither makes a row another one."""
    return [_cell(cell) if index in used else cell not in (None, "") for index, cell in enumerate(row)]


def _cells(
    numbers: Sequence[int], rows: Sequence[Sequence[object]], check: RowCheck
) -> Callable[[int], Sequence[Cell]]:
    def cells(index: int) -> Sequence[Cell]:
        row = [_cell(cell) for cell in rows[index]]
        check(numbers[index], row)
        return row

    return cells


def _cell(value: object) -> Cell:
    """Return a database value as a cell.

    Whole decimals of at most 15 digits are numbers, as in a workbook; other decimals, numbers that are none and
    whatever a cell has no type for are their text; JSON and arrays are JSON; a moment is the one in Vietnam.
    """
    if type(value) in _PLAIN:
        return value  # type: ignore[return-value]
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Decimal):
        whole = value.is_finite() and abs(value) < _DIGITS and value == value.to_integral_value()
        return int(value) if whole else str(value)
    if isinstance(value, datetime):
        return value.astimezone(_VIETNAM).replace(tzinfo=None) if value.tzinfo else value
    if isinstance(value, time):
        return value.replace(tzinfo=None)
    if isinstance(value, date | timedelta):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace").rstrip("\0")
    if isinstance(value, dict | list | tuple):
        return orjson.dumps(value, str, orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS).decode()
    return str(value)


# ── what went wrong ──────────────────────────────────────────────────────────────────────────────────────

_BUSY = frozenset({"SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_INTERRUPT", "57014", "55P03", 1205, 1969, 3024})
_WRITES = frozenset({"SQLITE_READONLY", "SQLITE_AUTH", "25006", 1792, 1290})
_TEXT = frozenset({"22021", "22P05"})
_UNREACHED = frozenset(
    {"SQLITE_CANTOPEN", "SQLITE_NOTADB", "SQLITE_CORRUPT", "SQLITE_IOERR", 2002, 2003, 2005, 2006, 2013}
)
_LARGE = frozenset({"SQLITE_TOOBIG"})
_NO_TLS = 2026


def _refused(code: str, found: Target, problem: BaseException) -> ListError:
    """The error, naming its kind and number only: a driver's own words may hold a password or a person's data."""
    cause = problem.orig if isinstance(problem, DBAPIError) and problem.orig is not None else problem
    number, words = _number(cause), str(cause)
    if number in _BUSY or "(timed out)" in words or "timeout expired" in words:
        code = "list-database-busy"
    elif number in _WRITES:
        code = "list-query-writes"
    elif number in _LARGE:
        code = "list-too-large"
    elif number in _TEXT or isinstance(cause, UnicodeError) or "decode to UTF-8" in words:
        code = "list-database-text"
    elif number == _NO_TLS or (code == "list-database" and ("SSL" in words or "certificate" in words)):
        code = "list-database-tls"
    elif number in _UNREACHED or str(number)[:2] in {"08", "28"} or words.startswith("consuming input failed"):
        code = "list-database"
    reason = f"{type(cause).__name__} {number}" if number else type(cause).__name__
    return ListError(code, place=found.origin.place(), reason=reason)


def _number(cause: BaseException) -> str | int:
    """What a driver calls an error by: SQLite's name, PostgreSQL's state, MySQL's number."""
    name = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    if isinstance(name, str):
        return "_".join(name.split("_")[:2]) if name.startswith("SQLITE") else name
    first = cause.args[0] if cause.args else ""
    return first if isinstance(first, int) else ""
