"""Reading and cleaning lists without touching anything: what `check` shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sync.errors import ListError
from sync.exits import ExitCode, worst
from sync.lists.reading import Reading, ReadRow, place_of
from sync.papers.registers import Register, Unplaced
from sync.papers.rows import RegisterRows
from sync.ports import ListSource, Progress, Table
from sync.reports import AsideReport, CheckReport, ColumnReport, ListReport, TableReport
from sync.tables.dateorder import DateWatch
from sync.tables.headers import column_letter
from sync.tables.layout import Layout
from sync.values import CleanRow, Finding, ListKind, Place, SetAside, Severity

SHOWN = 2000
"""How many findings of one list are carried in full; beyond that they are only counted."""

SHOWN_UNITS = 200
"""How many units of one table are told."""

SHOWN_RANGES = 200
"""How many ranges of rows are told for each reason of setting aside."""

Recognised = Sequence[tuple[Place, Layout]]
"""Every table's layout as it was read, also of tables that cannot be used, in order."""


def check_lists(
    sources: Iterable[ListSource],
    reading: Reading,
    progress: Progress,
    recognised: Recognised = (),
    *,
    shown: int = SHOWN,
    register: Register | None = None,
) -> CheckReport:
    """Read and clean every row of every list; the report's exit code is 7, 1 or 0 (unreadable, errors, clean).

    `recognised` is looked at after each list, for the tables of it that were not used. `shown` bounds the findings
    carried of each list. With `register` the movements of registers are told.
    """
    progress.stage("read")
    lists = [_Check(source, reading, progress, shown, register).made(recognised) for source in sources]
    unread = any(one.unread for one in lists)
    wrong = any(one.tally.in_error for one in lists)
    codes = {ExitCode.LIST_UNREADABLE} if unread else set()
    return CheckReport(lists, worst(codes | ({ExitCode.REJECTED} if wrong else set())))


class _Check:
    """The check of one list."""

    def __init__(
        self, source: ListSource, reading: Reading, progress: Progress, shown: int, register: Register | None
    ) -> None:
        self.source, self.reading, self.progress, self.shown = source, reading, progress, shown
        self.register = register if source.kind is ListKind.MOVEMENTS else None
        self.one = ListReport(source.name, source.kind)

    def made(self, recognised: Recognised) -> ListReport:
        """Read the list; return its report."""
        try:
            for table in self.source.tables():
                if isinstance(table, Finding):
                    self._file_finding(table)
                    continue
                other = self.reading.other_unit(table, self.source)
                if other is not None:
                    self._file_finding(other)
                try:
                    self._table(table)
                except ListError as error:
                    self._refused(error, place_of(table, self.source))
        except ListError as error:
            self._refused(error, Place(self.source.name))
        read = {table.place for table in self.one.tables}
        for place, layout in recognised:
            if place.list == self.source.name and place not in read:
                rows = tuple(range(layout.top + 1, layout.data + 1))
                self.one.tables.append(TableReport(place, rows, _columns(layout), layout.unit, refused=True))
        return self.one

    def _refused(self, error: ListError, place: Place) -> None:
        self._file_finding(Finding(error.code, Severity.ERROR, error.place or place, details=error.details))

    def _table(self, table: Table) -> None:
        for finding in self.reading.findings(table, self.source):
            self._note(finding)
        place = place_of(table, self.source)
        account = _Account()
        for aside in table.preamble:
            account.rows += 1
            account.set_aside(aside)
        try:
            watch = DateWatch()
            self._rows(table, self.reading.reader(table, self.source, watch), account)
            watch.refuse(place)
        except ListError:
            account.give_up()
            raise
        finally:
            self._enter(account, place)
        header = tuple(aside.row for aside in table.preamble if aside.reason == "header")
        self.one.tables.append(
            TableReport(
                place,
                header,
                _columns(table.layout),
                table.unit,
                account.rows,
                account.records,
                account.asides(),
                tuple(account.units.most_common(SHOWN_UNITS)),
                movement=table.layout.movement,
                movements=self._in_order(account.movements),
            )
        )

    def _in_order(self, counts: Counter[str]) -> tuple[tuple[str, int], ...]:
        """Movements with their numbers in the order of the table of movements."""
        return tuple((name, counts[name]) for name in (self.register.rules if self.register else ()) if counts[name])

    def _rows(self, table: Table, read: ReadRow, account: _Account) -> None:
        place, said = place_of(table, self.source), table.layout.movement
        stated = RegisterRows(self.register, table.columns, place, said) if self.register else None
        for chunk in table.chunks():
            account.rows += len(chunk.raws)
            self.progress.advance(len(chunk.raws))
            for index, number in enumerate(chunk.numbers):
                row = read(number, chunk.cells(index))
                if isinstance(row, SetAside):
                    account.set_aside(row)
                    continue
                for finding in row.findings:
                    self._note(finding)
                account.records += 1
                account.in_error += row.in_error or (stated is not None and not self._movement(stated, row, account))
                account.units[row.values.get("unit") or ""] += 1

    def _movement(self, rows: RegisterRows, row: CleanRow, account: _Account) -> bool:
        """Count the movement of a row and tell what it lacks; say whether it can be placed."""
        movement = rows.movement(row)
        if movement is None:
            return False
        for finding in rows.findings(row, movement):
            self._note(finding)
        if isinstance(movement, Unplaced):
            return False
        account.movements[movement.type] += 1
        return True

    def _enter(self, account: _Account, place: Place) -> None:
        """Add a table's rows to the list's."""
        tally = self.one.tally
        tally.rows += account.rows
        tally.in_error += account.in_error
        tally.in_step += account.records - account.in_error
        tally.set_aside.update(account.counts)
        for aside in account.asides():
            for first, last in aside.ranges:
                room = SHOWN - len(self.one.set_aside)
                rows = range(first, min(last, first + room - 1) + 1)
                self.one.set_aside.extend((place, SetAside(row, aside.reason)) for row in rows)

    def _file_finding(self, finding: Finding) -> None:
        self._note(finding)
        if finding.severity is Severity.ERROR:
            self.one.unread.append(finding)

    def _note(self, finding: Finding) -> None:
        self.one.findings_total[finding.code] += 1
        if len(self.one.findings) < self.shown:
            self.one.findings.append(finding)


class _Account:
    """The rows of one table, accounted for to the last one."""

    def __init__(self) -> None:
        self.rows = self.records = self.in_error = 0
        self.counts: Counter[str] = Counter()
        self.units: Counter[str] = Counter()
        self.movements: Counter[str] = Counter()
        self._ranges: dict[str, list[tuple[int, int]]] = {}

    def set_aside(self, aside: SetAside) -> None:
        """Count a row that is no record."""
        self.counts[aside.reason] += 1
        ranges = self._ranges.setdefault(aside.reason, [])
        if ranges and ranges[-1][1] == aside.row - 1:
            ranges[-1] = (ranges[-1][0], aside.row)
        elif len(ranges) < SHOWN_RANGES:
            ranges.append((aside.row, aside.row))

    def give_up(self) -> None:
        """Nothing of a table that could not be read to its end is used: its people are `unread`."""
        self.counts["unread"] += self.rows - self.counts.total()
        self.records = self.in_error = 0
        self.movements.clear()

    def asides(self) -> tuple[AsideReport, ...]:
        """Return the rows set aside by reason, in the order the reasons came up."""
        return tuple(
            AsideReport(reason, self.counts[reason], tuple(ranges)) for reason, ranges in self._ranges.items()
        )


def _columns(layout: Layout) -> tuple[ColumnReport, ...]:
    return tuple(sorted(_all_columns(layout), key=lambda one: (len(one.letter), one.letter)))


def _all_columns(layout: Layout) -> Iterator[ColumnReport]:
    for column in layout.columns:
        yield ColumnReport(
            column_letter(column.index),
            column.header,
            column.field,
            column.match.value,
            column.meant,
            column.implies,
            column.value,
        )
    used = {column.index for column in layout.columns}
    unused = {**dict.fromkeys(dict(layout.unknown), "unknown"), **dict.fromkeys(dict(layout.unread), "unread")}
    for index, header in enumerate(layout.headers):
        if header and index not in used:
            yield ColumnReport(column_letter(index), header, "", unused.get(index, "ignored"))
    for index in layout.unnamed:
        yield ColumnReport(column_letter(index), "", "", "unnamed")
