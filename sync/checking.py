"""Reading and cleaning lists without touching anything: what `check` shows."""

from __future__ import annotations

from collections.abc import Iterable

from sync.errors import ListError
from sync.ports import ListSource, Progress, Table
from sync.reading import Reading, ReadRow, other_unit, place_of
from sync.reports import CheckReport, ListReport, TableReport
from sync.values import Finding, Place, SetAside, Severity

SHOWN = 2000
"""How many findings of one list are carried in full; beyond that they are only counted."""


def check_lists(sources: Iterable[ListSource], reading: Reading, progress: Progress) -> CheckReport:
    """Read and clean every row of every list; the report's exit code is 7, 1 or 0 (unreadable, errors, clean)."""
    progress.stage("read")
    lists = [_check(source, reading, progress) for source in sources]
    unread = any(one.unread for one in lists)
    wrong = any(one.tally.in_error for one in lists)
    return CheckReport(lists, 7 if unread else 1 if wrong else 0)


def _check(source: ListSource, reading: Reading, progress: Progress) -> ListReport:
    one = ListReport(source.name)
    try:
        for table in source.tables():
            if isinstance(table, Finding):
                _file_finding(one, table)
                continue
            other = other_unit(source, table)
            if other is not None:
                _file_finding(one, other)
            _check_table(place_of(table, source), table, reading.reader(table, source), one, progress)
    except ListError as error:
        place = error.place or Place(source.name)
        _file_finding(one, Finding(error.code, Severity.ERROR, place, details=error.details))
    return one


def _check_table(place: Place, table: Table, read: ReadRow, one: ListReport, progress: Progress) -> None:
    for finding in table.findings:
        _note(one, finding)
    before = one.tally.rows
    for aside in table.preamble:
        one.tally.rows += 1
        _set_aside(one, place, aside)
    records = 0
    for chunk in table.chunks():
        one.tally.rows += len(chunk.raws)
        progress.advance(len(chunk.raws))
        for index, number in enumerate(chunk.numbers):
            row = read(number, chunk.cells(index))
            if isinstance(row, SetAside):
                _set_aside(one, place, row)
                continue
            for finding in row.findings:
                _note(one, finding)
            records += 1
            if row.in_error:
                one.tally.in_error += 1
            else:
                one.tally.in_step += 1
    one.tables.append(TableReport(place, tuple(table.columns), table.unit, one.tally.rows - before, records))


def _file_finding(one: ListReport, finding: Finding) -> None:
    _note(one, finding)
    if finding.severity is Severity.ERROR:
        one.unread.append(finding)


def _note(one: ListReport, finding: Finding) -> None:
    one.findings_total[finding.code] += 1
    if len(one.findings) < SHOWN:
        one.findings.append(finding)


def _set_aside(one: ListReport, place: Place, aside: SetAside) -> None:
    one.tally.set_aside[aside.reason] += 1
    if len(one.set_aside) < SHOWN:
        one.set_aside.append((place, aside))
