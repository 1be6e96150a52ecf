"""A list as a stream of plain values: what its tables say, their rows cleaned, and where reading broke off.

The stream decides nothing and keeps nothing of a plan, so that it may run ahead of it: in another process too.
"""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sync.errors import ListError
from sync.fingerprint import row_hasher
from sync.lists.reading import Reading, place_of
from sync.ports import ListSource, Table
from sync.tables.dateorder import DateWatch
from sync.values import CleanRow, Finding, Place, SetAside, Step

GROUP = 1000
"""Rows that are cleaned, identified and decided together."""

Read = tuple[CleanRow | SetAside, bytes]
"""A row as it was read, with its fingerprint."""


@dataclass(frozen=True, slots=True)
class TableBegins:
    """A recognised table: what is to be said of it, the rows above its data, and the fields it states.

    `other` is the finding that the table names another unit than its list: no row of it is read then.
    """

    place: Place
    findings: Sequence[Finding]
    other: Finding | None
    preamble: Sequence[SetAside]
    stated: Sequence[str]


@dataclass(frozen=True, slots=True)
class RowsRead:
    """Some of a table's rows: `count` more were taken from it, of which `unchanged` are; `new` are cleaned."""

    place: Place
    count: int
    unchanged: int
    new: Sequence[Read]

    def __reduce__(self) -> tuple[Callable[..., RowsRead], tuple[Place, int, int, bytes]]:
        """Rows travel as the plainest values, at a fifth of what it takes to pickle them one by one."""
        packed = marshal.dumps([_packed(row, fingerprint) for row, fingerprint in self.new])
        return _unpacked, (self.place, self.count, self.unchanged, packed)


@dataclass(frozen=True, slots=True)
class TableEnds:
    """The end of a table; or the error for which nothing of its file counts, and rows that were cleaned before it."""

    place: Place
    error: ListError | None = None
    rest: Sequence[Read] = ()


Take = Callable[[Sequence[bytes]], Sequence[int]]
"""Fingerprints of a table's next rows → the positions of those that must be cleaned."""


def every_row(fingerprints: Sequence[bytes]) -> Sequence[int]:
    """Take every row to be cleaned."""
    return range(len(fingerprints))


Part = Finding | TableBegins | RowsRead | TableEnds | ListError
"""What a stream is made of. A finding is about a file; a `ListError` says that the list as a whole is not there."""

Ahead = Callable[[str, Iterator[Part]], Iterator[Part]]
"""(name of a list, its stream) → the same stream, read ahead where that pays."""


def as_it_comes(_: str, parts: Iterator[Part]) -> Iterator[Part]:
    """Read nothing ahead."""
    return parts


@dataclass(frozen=True, slots=True)
class ListReader:
    """Reads lists for a plan; `key` is the one of rows' fingerprints, `fields` are those the upstream takes."""

    reading: Reading
    fields: Sequence[str]
    key: bytes

    def parts(self, source: ListSource, take: Take) -> Iterator[Part]:
        """Yield what a list says; `take` chooses the rows to be cleaned."""
        try:
            for table in source.tables():
                if isinstance(table, Finding):
                    yield table
                else:
                    yield from self._table(source, table, take)
        except ListError as error:
            yield error

    def _table(self, source: ListSource, table: Table, take: Take) -> Iterator[Part]:
        place = place_of(table, source)
        other = self.reading.other_unit(table, source)
        stated = tuple(column.field for column in table.columns)
        yield TableBegins(place, tuple(self.reading.findings(table, source)), other, tuple(table.preamble), stated)
        rest: list[Read] = []
        try:
            if other is None:
                yield from self._rows(source, table, place, take, rest)
        except ListError as error:
            yield TableEnds(place, error, rest)
        else:
            yield TableEnds(place)

    def _rows(
        self, source: ListSource, table: Table, place: Place, take: Take, group: list[Read]
    ) -> Iterator[RowsRead]:
        """Yield a table's rows; those of the last group that is not full yet stand in `group`."""
        hashes = row_hasher(self.key, self.reading.salt(table, source, self.fields))
        watch = DateWatch()
        read = self.reading.reader(table, source, watch)
        for chunk in table.chunks():
            found = hashes(chunk.raws)
            new = take(found)
            yield RowsRead(place, len(found), len(found) - len(new), ())
            for index in new:
                group.append((read(chunk.numbers[index], chunk.cells(index)), found[index]))
                if len(group) == GROUP:
                    yield RowsRead(place, 0, 0, group[:])
                    group.clear()
        if group:
            yield RowsRead(place, 0, 0, group[:])
            group.clear()
        watch.refuse(place)


def _packed(row: CleanRow | SetAside, fingerprint: bytes) -> tuple[object, ...]:
    if isinstance(row, SetAside):
        return fingerprint, row.row, row.reason
    steps = {field: (step.found, step.done) for field, step in row.steps.items()} if row.steps else None
    findings = pickle.dumps(row.findings) if row.findings else None
    return fingerprint, row.row, dict(row.values), steps, findings, dict(row.movement) if row.movement else None


def _unpacked(place: Place, count: int, unchanged: int, packed: bytes) -> RowsRead:
    new: list[Read] = []
    for fingerprint, number, said, *more in marshal.loads(packed):  # noqa: S302 - from our own other half
        if not more:
            new.append((SetAside(number, said), fingerprint))
            continue
        steps, findings, movement = more
        row = CleanRow(
            number,
            said,
            {field: Step(found, done) for field, (found, done) in steps.items()} if steps else {},
            pickle.loads(findings) if findings else (),  # noqa: S301 - from our own other half
            movement or {},
        )
        new.append((row, fingerprint))
    return RowsRead(place, count, unchanged, new)
