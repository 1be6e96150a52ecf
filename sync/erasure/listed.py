"""Where lists still have somebody: by file, sheet and row, so that an officer can take them off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sync.erasure.traces import Traces
from sync.errors import ListError
from sync.lists.reading import Reading, place_of
from sync.ports import ListSource, Table
from sync.values import CleanRow, Finding, Place


def still_listed(sources: Iterable[ListSource], reading: Reading, traces: Traces) -> tuple[list[Place], list[str]]:
    """Return the rows about somebody on lists and in registers, and the names of those that cannot be read whole."""
    rows: list[Place] = []
    unread: list[str] = []
    for source in sources:
        try:
            for table in source.tables():
                if isinstance(table, Finding):
                    continue
                rows.extend(_rows(table, source, reading, traces))
        except ListError:
            unread.append(source.name)
    return rows, unread


def _rows(table: Table, source: ListSource, reading: Reading, traces: Traces) -> Iterator[Place]:
    place, read = place_of(table, source), reading.reader(table, source)
    for chunk in table.chunks():
        for index, number in enumerate(chunk.numbers):
            row = read(number, chunk.cells(index))
            if isinstance(row, CleanRow) and traces.fits(row.values):
                yield replace(place, row=row.row)
