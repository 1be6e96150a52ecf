"""The exports an officer brings back, read as lists are read: in any order of columns, and whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from adapters.lists import ListSpec, open_list
from adapters.upstream.workbook.folders import Folders
from sync.errors import ListError
from sync.lists.reading import Reading, place_of
from sync.ports import ListSource, RemotePerson, Table
from sync.tables.dateorder import DateWatch
from sync.tables.headers import HeaderTable
from sync.values import CleanRow, Finding, ListKind, Place, Severity


@dataclass(frozen=True, slots=True)
class Export:
    """One export: its file, when it was last written, and who stands in it. `unread` says why it cannot be used;
    `in_error` are rows whose person cannot be told for sure, and who are left out."""

    file: str
    written: datetime
    people: tuple[RemotePerson, ...] = ()
    in_error: int = 0
    unread: Finding | None = None


@dataclass(frozen=True, slots=True)
class ExportReader:
    """Reads the exports of a folder."""

    folders: Folders
    reading: Reading
    headers: HeaderTable

    def read(self, since: datetime | None = None) -> list[Export]:
        """Return the exports written after a moment, the newest first. Raises `OSError` where the folder cannot be
        looked into."""
        return [
            self._export(path, written)
            for path, written in self.folders.exports()
            if since is None or written > since
        ]

    def _export(self, path: Path, written: datetime) -> Export:
        spec = ListSpec(path.name, ListKind.MEMBERS, path.name, None, False, None, path.parent, self.headers)
        people: list[RemotePerson] = []
        in_error = 0
        try:
            for row in self._rows(open_list(spec)):
                if row.in_error:
                    in_error += 1
                else:
                    people.append(_person(row))
        except _Unread as problem:
            return Export(path.name, written, unread=problem.finding)
        except ListError as error:
            place = error.place or Place(path.name, path.name)
            return Export(
                path.name, written, unread=Finding(error.code, Severity.ERROR, place, details=error.details)
            )
        return Export(path.name, written, tuple(people), in_error)

    def _rows(self, source: ListSource) -> Iterator[CleanRow]:
        for table in source.tables():
            if isinstance(table, Finding):
                if table.severity is Severity.ERROR:
                    raise _Unread(table)
                continue
            yield from self._people(table, source)

    def _people(self, table: Table, source: ListSource) -> Iterator[CleanRow]:
        watch = DateWatch()
        read = self.reading.reader(table, source, watch)
        for chunk in table.chunks():
            for index, number in enumerate(chunk.numbers):
                row = read(number, chunk.cells(index))
                if isinstance(row, CleanRow):
                    yield row
        watch.refuse(place_of(table, source))


class _Unread(Exception):
    """A file that cannot be used, and why: half an export is none."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


def _person(row: CleanRow) -> RemotePerson:
    record = {name: value for name, value in row.values.items() if name != "unit"}
    code, unit = row.values.get("member_code") or "", row.values.get("unit") or ""
    return RemotePerson(None, code, ListKind.MEMBERS, unit, record, None)
