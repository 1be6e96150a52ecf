"""Taking in the tables of a list: what was found goes into its report, and every row is accounted for.

Members' lists and registers are taken in the same way.
"""

from __future__ import annotations

from collections.abc import Callable

from sync.diff.draft import SHOWN, Draft
from sync.errors import ListError
from sync.lists.reading import Reading, place_of
from sync.lists.streaming import TableBegins
from sync.ports import ListSource, Table
from sync.reports import ListReport
from sync.values import Finding, Place, SetAside, Severity


class Intake:
    """Reads the tables of lists, one list after another, into one plan."""

    def __init__(self, draft: Draft, reading: Reading) -> None:
        self._draft = draft
        self.reading = reading

    def read(
        self,
        source: ListSource,
        one: ListReport,
        take: Callable[[Table], None],
        drop: Callable[[Place], None],
    ) -> None:
        """Hand every table of a list to `take`. Of a file that cannot be read to its end nothing is used: `drop`."""
        try:
            for table in source.tables():
                if isinstance(table, Finding):
                    self.file(one, table)
                else:
                    self._whole(source, table, one, take, drop)
        except ListError as error:
            self.unread(one, error, Place(source.name))

    def _whole(
        self,
        source: ListSource,
        table: Table,
        one: ListReport,
        take: Callable[[Table], None],
        drop: Callable[[Place], None],
    ) -> None:
        """Read a table to its end; where that fails, nothing its file said is used: never half a list."""
        place = place_of(table, source)
        try:
            for finding in table.findings:
                self._draft.note(one, finding)
            other = self.reading.other_unit(table, source)
            if other is not None:
                self.file(one, other)
            else:
                take(table)
        except ListError as error:
            self.breaks_off(error, place, one, drop)

    def begins(self, table: TableBegins, one: ListReport) -> bool:
        """Note what is said of a table of a stream; return whether its rows follow."""
        for finding in table.findings:
            self._draft.note(one, finding)
        if table.other is not None:
            self.file(one, table.other)
            return False
        for aside in table.preamble:
            one.tally.rows += 1
            self.set_aside(one, table.place, aside)
        return True

    def breaks_off(self, error: ListError, place: Place, one: ListReport, drop: Callable[[Place], None]) -> None:
        """Note that a table cannot be read to its end: nothing its file said is used, never half a list."""
        self.unread(one, error, place)
        drop(place)
        one.tally.set_aside["unread"] += one.tally.rows - one.tally.records - one.tally.set_aside.total()

    def preamble(self, table: Table, place: Place, one: ListReport) -> None:
        """Account for the rows above the data."""
        for aside in table.preamble:
            one.tally.rows += 1
            self.set_aside(one, place, aside)

    def set_aside(self, one: ListReport, place: Place, aside: SetAside) -> None:
        """Account for a row that is no record."""
        one.tally.set_aside[aside.reason] += 1
        if len(one.set_aside) < SHOWN:
            one.set_aside.append((place, aside))

    def file(self, one: ListReport, finding: Finding) -> None:
        """Put a finding about a file into its report; an error means that the list was not read whole."""
        self._draft.note(one, finding)
        if finding.severity is Severity.ERROR:
            one.unread.append(finding)

    def unread(self, one: ListReport, error: ListError, place: Place) -> None:
        """Note why a list, or a file of it, was not read whole."""
        self.file(one, Finding(error.code, Severity.ERROR, error.place or place, details=error.details))
