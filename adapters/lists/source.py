"""One `[[list]]` of the configuration as a `sync.ports.ListSource`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from adapters.lists.csvfile import csv_tables
from adapters.lists.files import TEXTS, WORKBOOKS, find_files, shown
from adapters.lists.spec import ListSpec
from adapters.lists.sql import sql_tables
from adapters.lists.table import Origin
from adapters.lists.workbook import workbook_tables
from sync.errors import ListError
from sync.ports import Table, UnitSource
from sync.values import Finding, ListKind, Severity


@dataclass(slots=True)
class _Source:
    name: str
    kind: ListKind
    unit: str | None
    complete: bool
    spec: ListSpec
    vintage: str = ""

    def tables(self) -> Iterator[Table | Finding]:
        """Yield tables, an error finding for each file or sheet that cannot be used, and notes."""
        if self.spec.is_database:
            yield from sql_tables(self.spec)
            return
        for found in find_files(self.spec):
            if isinstance(found, Finding):
                yield found
                continue
            try:
                yield from self._file(found)
            except ListError as problem:
                place = problem.place or Origin(self.name, shown(found, self.spec)).place()
                yield Finding(problem.code, Severity.ERROR, place, details=problem.details)

    def _file(self, path: Path) -> Iterator[Table | Finding]:
        origin = Origin(self.name, shown(path, self.spec))
        suffix = path.suffix.lower()
        if suffix in WORKBOOKS:
            yield from workbook_tables(path, origin, self.spec)
        elif suffix in TEXTS:
            yield from csv_tables(path, origin, self.spec)
        else:
            raise ListError("list-format", place=origin.place(), suffix=suffix)


def open_list(spec: ListSpec, vintage: str = "") -> UnitSource:
    """Return the list a spec describes. Nothing is read before `tables()` is asked for.

    `vintage` is the numbering of the codes of a list of units, where no column says.
    """
    return _Source(spec.name, spec.kind, spec.unit, spec.complete, spec, vintage)
