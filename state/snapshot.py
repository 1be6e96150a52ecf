"""All tables of a database as one moment showed them, page by page, and putting such pages into an empty database.

The pages say nothing of the kind of database: what was read from one kind goes into the other. A page is the rows of
one table, its values by columns: bytes as their lengths and all of them joined, anything else as JSON.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from sqlalchemy import LargeBinary, MetaData, Table, func, select
from sqlalchemy.engine import Connection

from state.bulk import Insert, Row
from state.engine import make_engine, translated
from state.tables import REVISION, metadata
from sync.errors import StateError

PAGE_ROWS = 2000
PAGE_BYTES = 1 << 20
"""A page ends with the row that reaches either."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one table: `values` are plain values by column; of the columns named in `blobs` the lengths of bytes
    (None for NULL), which stand joined in `data`."""

    table: str
    values: Mapping[str, Sequence[Any]]
    blobs: Collection[str]
    data: bytes

    def __len__(self) -> int:
        return len(next(iter(self.values.values())))


class Snapshot:
    """One moment of a database. `counts` is how many rows each table had."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.counts = counts(connection)

    def pages(self) -> Iterator[Page]:
        """Yield every row of every table, in an order in which they can be put back."""
        for table in metadata.sorted_tables:
            columns = [column.name for column in table.columns]
            for rows in self._rows(table):
                yield _page(table, columns, rows)

    def _rows(self, table: Table) -> Iterator[Sequence[Any]]:
        options = {"stream_results": True, "max_row_buffer": PAGE_ROWS}
        wanted = select(table).order_by(*table.primary_key.columns)
        with self._connection.execute(wanted, execution_options=options) as found:
            rows: list[Any] = []
            size = 0
            for row in found:
                rows.append(row)
                size += sum(len(value) for value in row if isinstance(value, bytes | memoryview))
                if len(rows) >= PAGE_ROWS or size >= PAGE_BYTES:
                    yield rows
                    rows, size = [], 0
            if rows:
                yield rows


@contextmanager
def snapshot(url: str) -> Iterator[Snapshot]:
    """Give a database as it is now, whatever is written to it meanwhile. Nobody waits for it.

    Raises `StateError` `state-outdated` where migrations are missing, and what `state.engine` lists.
    """
    engine = make_engine(url)
    try:
        with translated(), engine.connect() as connection:
            connection.info["reading"] = True
            connection.begin()
            if connection.dialect.name == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            found = revision(connection)
            if found != REVISION:
                raise StateError("state-outdated", found=found or "-", needed=REVISION)
            yield Snapshot(connection)
    finally:
        engine.dispose()


def revision(connection: Connection) -> str:
    """Return the revision of a database's tables; the empty text where there are none."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return ""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        table.name: int(connection.execute(select(func.count()).select_from(table)).scalar_one())
        for table in metadata.sorted_tables
    }


class Putting:
    """Puts pages into the empty tables of a database, as it names their columns."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        found = MetaData()
        found.reflect(connection)
        self._tables = found.tables
        self._inserts: dict[str, Insert] = {}

    def put(self, page: Page) -> int:
        """Put a page's rows into its table, in the transaction under way; return how many. Raises ValueError for a
        table or a column there is none of, and for a page that does not hold together."""
        table = self._tables.get(page.table)
        if table is None or not set(page.values) <= {column.name for column in table.columns}:
            raise ValueError(f"there is no table {page.table!r} of these columns")
        rows = _rows(page)
        insert = self._inserts.get(page.table)
        if insert is None:
            insert = self._inserts[page.table] = Insert(table, *page.values)
        insert.run(self._connection, rows)
        return len(rows)


def _page(table: Table, columns: Sequence[str], rows: Sequence[Any]) -> Page:
    values: dict[str, Sequence[Any]] = {}
    blobs = [name for name in columns if isinstance(table.c[name].type, LargeBinary)]
    data: list[bytes] = []
    for name, found in zip(columns, zip(*rows, strict=True), strict=True):
        if name in blobs:
            values[name] = [None if value is None else len(value) for value in found]
            data += [value for value in found if value is not None]
        else:
            values[name] = found
    return Page(table.name, values, blobs, b"".join(data))


def _rows(page: Page) -> list[Row]:
    columns: list[Sequence[Any]] = []
    start = 0
    for name, values in page.values.items():
        if name not in page.blobs:
            columns.append(values)
            continue
        ends = list(accumulate((length or 0 for length in values), initial=start))
        pieces = (page.data[begin:end] for begin, end in pairwise(ends))
        columns.append([None if length is None else piece for length, piece in zip(values, pieces, strict=True)])
        start = ends[-1]
    if start != len(page.data):
        raise ValueError("a page has other bytes than its lengths say")
    return list(zip(*columns, strict=True))
