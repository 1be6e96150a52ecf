"""Statements prepared once and run with plain tuples.

Core's own work on each row of an `executemany` costs several times what SQLite needs to write it. Here Core builds
the text once per dialect, and the driver gets the tuples as they are. On PostgreSQL, inserts go by COPY and merges
as arrays, so that a thousand rows are one round trip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import BigInteger, Integer, String, Table, bindparam, literal_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.expression import ClauseElement

Row = tuple[Any, ...]


class among(ColumnElement[bool]):  # noqa: N801 - reads as an operator
    """`column IN (a list of whole numbers)`, the list being one parameter: see `numbers`."""

    inherit_cache = False

    def __init__(self, column: ColumnElement[int], parameter: str) -> None:
        self.column = column
        self.as_text = bindparam(parameter, type_=String())
        self.as_array = bindparam(parameter, type_=postgresql.ARRAY(BigInteger))


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in (element.column, element.as_text))
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608 - parts are compiled


@compiles(among, "postgresql")
def _among_postgres(element: among, compiler: Any, **options: Any) -> str:
    column, values = (compiler.process(part, **options) for part in (element.column, element.as_array))
    return f"{column} = ANY ({values})"


def numbers(connection: Connection, values: Iterable[int]) -> object:
    """Return whole numbers as the one parameter `among` takes on this database."""
    listed = list(values)
    return orjson.dumps(listed).decode() if connection.dialect.name == "sqlite" else listed


def fixed(value: int) -> ColumnElement[int]:
    """A number that stands in the statement's text, and so is no parameter of it.

    A `limit` needs `offset(fixed(0))` beside it: SQLite's dialect would add that as a parameter of its own. The text
    is kept as it was when first run: what may be another number later is a parameter.
    """
    return literal_column(str(value), Integer)


class Statement:
    """A statement with its parameters in a fixed order. `build` gets the dialect's own `insert`."""

    def __init__(self, build: Callable[[Any], ClauseElement], *parameters: str) -> None:
        self._build = build
        self._parameters = parameters
        self._texts: dict[str, str] = {}

    def text(self, dialect: Dialect) -> str:
        """Return the text for a dialect. Raises ValueError when its parameters stand in another order."""
        known = self._texts.get(dialect.name)
        if known is None:
            insert = sqlite.insert if dialect.name == "sqlite" else postgresql.insert
            compiled: Any = self._build(insert).compile(dialect=dialect)
            order = tuple(compiled.positiontup or ())
            if order != self._parameters:
                raise ValueError(f"parameters are {order}, not {self._parameters}")
            known = self._texts[dialect.name] = str(compiled)
        return known

    def run(self, connection: Connection, *values: object) -> Any:
        """Run it once; return its `CursorResult`, whose rows are plain and untyped."""
        return connection.exec_driver_sql(self.text(connection.dialect), values)

    def rows(self, connection: Connection, *values: object) -> Sequence[Any]:
        """Run it and return all its rows, which have names."""
        rows: Sequence[Any] = self.run(connection, *values).all()
        return rows

    def fetch(self, connection: Connection, *values: object) -> Sequence[Row]:
        """Run it and return all its rows as the driver gives them: for questions about everybody at once, where
        making a named row of each takes as long as reading it."""
        with self.run(connection, *values) as result:
            rows: Sequence[Row] = result.cursor.fetchall()
        return rows

    def many(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Run it for each row."""
        if rows:
            connection.exec_driver_sql(self.text(connection.dialect), list(rows))


class Insert:
    """Append rows to a table: its columns in this order."""

    def __init__(self, table: Table, *columns: str) -> None:
        self._table, self._columns = table, columns
        values: dict[str, Any] = {column: bindparam(column) for column in columns}
        self._statement = Statement(lambda insert: insert(table).values(values), *columns)

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Append the rows."""
        if not rows:
            return
        if connection.dialect.name == "sqlite":
            self._statement.many(connection, rows)
            return
        driver: Any = connection.connection.driver_connection
        quoted = map(connection.dialect.identifier_preparer.quote, self._columns)
        text = f"COPY {self._table.name} ({', '.join(quoted)}) FROM STDIN (FORMAT BINARY)"
        kinds = [self._table.c[column].type.compile(connection.dialect).lower() for column in self._columns]
        with driver.cursor() as cursor, cursor.copy(text) as copy:
            copy.set_types(kinds)
            for row in rows:
                copy.write_row(row)


class Merge:
    """Insert rows; where the primary key is there already keep the old row, or take `replace` from the new one."""

    def __init__(self, table: Table, *columns: str, replace: Sequence[str] = ()) -> None:
        self._replace = replace
        self._table, self._columns = table, columns
        values: dict[str, Any] = {column: bindparam(column) for column in columns}
        self._statement = Statement(lambda insert: self._conflict(insert(table).values(values)), *columns)
        self._array_text = ""

    def _conflict(self, statement: Any) -> Any:
        if not self._replace:
            return statement.on_conflict_do_nothing()
        new = statement.excluded
        return statement.on_conflict_do_update(
            index_elements=list(self._table.primary_key), set_={column: new[column] for column in self._replace}
        )

    def run(self, connection: Connection, rows: Sequence[Row]) -> None:
        """Merge the rows; no primary key may come twice where `replace` is given."""
        if not rows:
            return
        if connection.dialect.name == "sqlite":
            self._statement.many(connection, rows)
            return
        if not self._array_text:
            self._array_text = self._arrays(connection.dialect)
        columns = tuple(list(column) for column in zip(*rows, strict=True))
        connection.exec_driver_sql(self._array_text, columns)

    def _arrays(self, dialect: Dialect) -> str:
        kinds = (self._table.c[column].type.compile(dialect) for column in self._columns)
        arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
        names = ", ".join(self._columns)
        conflict = "DO NOTHING"
        if self._replace:
            keys = ", ".join(column.name for column in self._table.primary_key)
            conflict = f"({keys}) DO UPDATE SET " + ", ".join(f"{name} = excluded.{name}" for name in self._replace)
        return (
            f"INSERT INTO {self._table.name} ({names}) SELECT {names} FROM unnest({arrays}) AS new({names}) "  # noqa: S608 - names of our own tables
            f"ON CONFLICT {conflict}"
        )
