"""From a raw row to what it states: set aside with a reason, or cleaned. One reader for each table.

`plan` and `check` read rows the same way, through here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from sync.cleaning.accepting import with_accepted
from sync.cleaning.clean import Cleaner
from sync.cleaning.markheads import unknown_heads
from sync.cleaning.settling import with_settled
from sync.fingerprint import digest
from sync.papers.rows import with_undecided
from sync.ports import ListSource, Table
from sync.tables.columns import settler
from sync.tables.dateorder import DateWatch
from sync.tables.fields import Knowledge
from sync.tables.groups import agrees, is_within
from sync.tables.headers import RowWords
from sync.tables.rows import row_judge
from sync.text.identifiers import may_be_national_id
from sync.units.rows import CompletedUnits, RowUnits, UnitRules
from sync.values import Cell, CleanRow, Column, Finding, ListKind, Place, SetAside, Severity

UNITS_VERSION = 1
"""Grows whenever the same unit cell may come out otherwise than before: every row is then cleaned again."""

ReadRow = Callable[[int, Sequence[Cell]], SetAside | CleanRow]


@dataclass(frozen=True, slots=True)
class Reading:
    """What rows are read by: knowledge of fields, words of rows that are no people, and the office's own today.

    `units` is the tree of units where there is one; without it a unit is the text that stands in its cell.
    """

    knowledge: Knowledge
    words: RowWords
    today: date
    units: UnitRules | None = None

    def reader(self, table: Table, source: ListSource, watch: DateWatch | None = None) -> ReadRow:
        """Return the function that reads a table's rows: (row number, cells) to a cleaned row or why it is none.

        `watch` is told what the dates show, to be judged at the table's end.
        """
        judge = row_judge(table.columns, self.words)
        cleaner = Cleaner(
            self.knowledge,
            table.columns,
            place=place_of(table, source),
            today=self.today,
            default_unit=unit_of(table, source),
            marks=self.words.marks,
            register=source.kind is ListKind.MOVEMENTS,
        )
        units = self._unit_settler(table, source)

        def read(number: int, cells: Sequence[Cell]) -> SetAside | CleanRow:
            reason = judge(cells, number)
            if reason is not None:
                return SetAside(number, reason)
            row = cleaner.clean(number, cells)
            return row if units is None else units.settle(row)

        dates = [(column.field, column.index) for column in table.columns if self._is_date(column)]
        if watch is not None:
            watch.begin(cleaner.orders, self.knowledge.policy.order, dates, table.layout.judged.sample)
        fields, rules = self.knowledge.fields, self.knowledge.identifiers
        ids = [one.index for one in table.columns if one.field in fields and fields[one.field].type == "national_id"]
        accepts = dict.fromkeys(ids, partial(may_be_national_id, rules=rules))
        settle = settler(table.layout.judged, [index for _, index in dates], accepts)
        meant = with_settled(read, settle, table.columns, place_of(table, source)) if settle else read
        told = with_accepted(meant, table.accepted) if table.accepted else meant
        return with_undecided(told) if source.kind is ListKind.MOVEMENTS else told

    def _unit_settler(self, table: Table, source: ListSource) -> RowUnits | CompletedUnits | None:
        """What settles the units of a table's rows; None where there is no tree and no unit to complete them."""
        own = unit_of(table, source)
        completed = CompletedUnits(own, self.words) if own else None
        if self.units is None:
            return completed
        named, complete = (source.unit, table.unit), completed.complete if completed else str
        return self.units.rows(table.columns, place_of(table, source), named, complete)

    def _is_date(self, column: Column) -> bool:
        return column.field in self.knowledge.fields and self.knowledge.fields[column.field].type == "date"

    def salt(self, table: Table, source: ListSource, fields: Sequence[str]) -> bytes:
        """Digest everything besides a row's bytes that decides what becomes of it."""
        unit = f"{UNITS_VERSION} {unit_of(table, source) or ''}"
        parts = [table.salt.hex(), self.knowledge.digest.hex(), unit, source.kind.value, repr(sorted(fields))]
        return digest(parts if self.units is None else [*parts, self.units.digest.hex()])

    def findings(self, table: Table, source: ListSource) -> Sequence[Finding]:
        """Return what is to be said of a table as a whole: what recognising found, and headers that state nothing."""
        header = replace(place_of(table, source), row=table.layout.data)
        return [*table.findings, *unknown_heads(table.columns, self.knowledge, header)]

    def other_unit(self, table: Table, source: ListSource) -> Finding | None:
        """Return the finding that a table names another unit than its list is configured for, if it does.

        With a tree, a unit it knows may be written in any of its ways, and one above the list's own is none other.
        """
        found = other_unit(source, table)
        if found is not None and self.units is not None and self.units.covers(table.unit, source.unit):
            return None
        return found


def place_of(table: Table, source: ListSource) -> Place:
    """Return the place that names a table."""
    return Place(source.name, table.file, table.sheet)


def unit_of(table: Table, source: ListSource) -> str | None:
    """Return the unit of a row that names none: the list's own, or one under it that the table names.

    Where both name one unit, it is spelled as the list's configuration has it: titles are often in capitals.
    """
    if source.unit and table.unit and is_within(table.unit, source.unit) and not agrees(table.unit, source.unit):
        return table.unit
    return source.unit or table.unit


def other_unit(source: ListSource, table: Table) -> Finding | None:
    """Return the finding that a table names another unit than its list is configured for, if it does.

    The title may give the whole path or one part of it ("Chi đoàn 1" of "Chi đoàn 1, Đoàn cơ sở X").
    """
    if not source.unit or not table.unit:
        return None
    if agrees(table.unit, source.unit) or is_within(table.unit, source.unit):
        return None
    return Finding("list-other-unit", Severity.ERROR, place_of(table, source), found=table.unit, proposed=source.unit)
