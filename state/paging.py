"""What is too long to be read at once: a page at a time, in the order of a key, each page a reading of its own. And
what is too many to be counted or changed at once: a stretch of numbers at a time, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Integer, Select, bindparam

from state.bulk import Statement, fixed
from state.session import Session

PAGE = 1000
"""Rows of a page where nothing else is asked for."""

STRETCH = 100_000
"""Numbers of a stretch. What a database counts by groups, or changes in an index it goes by, it keeps in memory."""


def paged(query: Select[Any]) -> Select[Any]:
    """Return the query for one page of it. The size of a page is the statement's last parameter, `page_`: a number
    in the text would stay that of the first reading, since texts are kept."""
    return query.limit(bindparam("page_", type_=Integer())).offset(fixed(0))


def pages(
    session: Session, statement: Statement, after: int, *values: object, size: int | None = None, plain: bool = False
) -> Iterator[Sequence[Any]]:
    """Yield the rows after a key, a page at a time; the last page may be empty. Rows are `plain` tuples or named.

    The statement is of a `paged` query in the order of its first column; its parameters are the key, `values` and the
    size of a page."""
    size = PAGE if size is None else size
    read = statement.fetch if plain else statement.rows
    while True:
        with session.reading() as connection:
            rows = read(connection, after, *values, size)
        yield rows
        if len(rows) < size:
            return
        after = rows[-1][0]


def stretches(first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last number of each stretch from `first` to `last`."""
    for start in range(first, last + 1, STRETCH):
        yield start, min(start + STRETCH - 1, last)
