"""From a raw row to a `CleanRow`: what the list states, what was changed, what an officer should see.

Rules: the domain book, §5. A value that cannot be used is left out of `values`, so that the upstream's own
stays; it stops the row only where the field is required or tells who the person is. Nothing is padded,
guessed or dropped in silence: each change is a step, each doubt a finding.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from operator import getitem, itemgetter
from typing import cast

from sync.cleaning.cells import LEGACY_MIXED, CellReader, Marked, Outcome, cell_reader
from sync.cleaning.rowrules import (
    NAME_PARTS,
    Doubt,
    Draft,
    check_dates,
    check_national_id,
    check_required,
    enter_implied,
    join_name,
)
from sync.tables.dateorder import DateOrder
from sync.tables.fields import Knowledge
from sync.tables.headers import MarkWords, column_letter
from sync.tables.marks import MarkedColumns, marked_groups
from sync.text.codes import UNKNOWN
from sync.text.tidying import cell_text, clean_text
from sync.values import Cell, CleanRow, Column, Finding, Place, Severity

CLEANING_VERSION = 4
"""Grows whenever the same cell may come out otherwise than before: every row is then cleaned again."""

TELLING = ("member_code", "national_id")
"""The numbers that tell on their own who a register's row is about."""

_SHOWN_EACH = 60
"""Characters shown of each of several cells."""

_UNMARKED = frozenset({str, type(None)})


class Cleaner:
    """Cleans the rows of one table. Build one per table: it remembers what its columns held.

    `columns` are the recognised ones; `place` names list, file and sheet; `default_unit` is the unit of a row
    that names none; `today` bounds dates; `marks` is what a marked column may hold. On a `register` whoever is told
    by a number needs no name and no birth date, and a day that cannot be read stops the row. `unused` are the
    columns whose field is no part of a record; `orders` gathers what the dates of each field show about their order.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        columns: Sequence[Column],
        *,
        place: Place,
        today: date,
        default_unit: str | None = None,
        marks: MarkWords | None = None,
        register: bool = False,
    ) -> None:
        fields = knowledge.fields
        by_field: dict[str, list[Column]] = {}
        for column in columns:
            if column.field in fields and fields[column.field].part in {"person", "movement"}:
                by_field.setdefault(column.field, []).append(column)
        self._movement = tuple(name for name in by_field if fields[name].part == "movement")
        self._register = register
        self.unused: Sequence[Column] = tuple(
            column for column in columns if column.field not in by_field or column.field in self._movement
        )
        self._knowledge = knowledge
        self._place = place
        self._default_unit = clean_text(default_unit)[0] if default_unit else None
        self._columns = {name: found[0] for name, found in by_field.items()}
        self.orders = {name: DateOrder() for name in by_field if fields[name].type == "date"}
        readers = {name: cell_reader(fields[name], knowledge, today, self.orders.get(name)) for name in by_field}
        self._read_value = readers
        self._marked = marked_groups([one for found in by_field.values() for one in found], marks or MarkWords())
        plain = {name: [one for one in found if one.value is None] for name, found in by_field.items()}
        several = [name for name, found in plain.items() if len(found) > 1 or (found and found[0].implies)]
        self._several = [(name, readers[name], plain[name]) for name in several]
        self._names = tuple(name for name, found in plain.items() if found and name not in several)
        self._readers = tuple(readers[name] for name in self._names)
        self._pick = _picker([self._columns[name].index for name in self._names])
        self._required = tuple(spec.name for spec in fields.values() if spec.required)
        self._after_birth = tuple(spec.name for spec in fields.values() if spec.after_birth and spec.name in by_field)
        self._joins_name = any(part in by_field for part in NAME_PARTS)

    def clean(self, row_number: int, cells: Sequence[Cell]) -> CleanRow:
        """Return one row cleaned. `cells` reach at least to the last recognised column.

        `values` has every recognised field whose value can be used: None where its cell is empty, absent
        where the list does not state it or states it badly.
        """
        outcomes = tuple(map(getitem, self._readers, self._pick(cells)))
        # Marked cells stand in for their values only until they are taken, right below.
        row = Draft(cast(dict[str, str | None], dict(zip(self._names, outcomes, strict=True))), {}, [])
        if not _UNMARKED.issuperset(map(type, outcomes)):
            for name, outcome in zip(self._names, outcomes, strict=True):
                if outcome.__class__ is Marked:
                    self._take(row, self._columns[name], outcome)
        implied: dict[str, str] = {}
        for name, reader, columns in self._several:
            column = self._read_several(row, name, reader, columns, cells)
            if column is not None and column.implies is not None:
                implied[column.implies[0]] = column.implies[1]
        for group in self._marked:
            self._read_marked(row, group, cells)
        self._complete(row, implied)
        findings = [self._finding(row_number, doubt) for doubt in row.doubts] if row.doubts else ()
        if not self._movement:
            return CleanRow(row_number, row.values, row.steps, findings)
        movement = {name: row.values.pop(name) for name in self._movement if name in row.values}
        return CleanRow(row_number, row.values, row.steps, findings, movement)

    def _take(self, row: Draft, column: Column, mark: Marked) -> None:
        """Enter a marked cell: its value where stated, its step, its doubt."""
        name = column.field
        if mark.stated:
            row.values[name] = mark.value
            if mark.step is not None:
                row.steps[name] = mark.step
        else:
            row.values.pop(name, None)
        if mark.problem is not None:
            severity = Severity.WARNING if mark.stated else self._severity(name)
            severity = Severity.ERROR if mark.problem == LEGACY_MIXED else severity
            row.doubts.append(Doubt(mark.problem, severity, name, mark.found, mark.proposed, column=column))

    def _read_several(
        self, row: Draft, name: str, reader: CellReader, columns: Sequence[Column], cells: Sequence[Cell]
    ) -> Column | None:
        """Read a field that stands in several columns, or in one that states something by being filled.

        One filled cell counts, and its column is returned. Two are a contradiction where the columns exclude
        each other (`columns-both-filled`: a birth date under Nam and under Nữ), and elsewhere only if they
        differ (`columns-disagree`).
        """
        filled = [(column, outcome) for column in columns if (outcome := reader[cells[column.index]]) is not None]
        if not filled:
            row.values[name] = None
            return None
        column, outcome = filled[0]
        if len(filled) > 1:
            excluding = any(other.implies for other, _ in filled)
            if excluding or self._differ(name, [read for _, read in filled]):
                code = "columns-both-filled" if excluding else "columns-disagree"
                found = " | ".join(cell_text(cells[other.index])[:_SHOWN_EACH] for other, _ in filled)
                where = ", ".join(column_letter(other.index) for other, _ in filled)
                severity = self._severity(name)
                row.doubts.append(Doubt(code, severity, name, found, details={"columns": where}, column=column))
                return None
        if isinstance(outcome, Marked):
            self._take(row, column, outcome)
        else:
            row.values[name] = outcome
        return column

    def _read_marked(self, row: Draft, group: MarkedColumns, cells: Sequence[Cell]) -> None:
        """Read the columns of which a row marks one.

        Two marks that state different values are a contradiction (`marked-twice`), and something else than a mark is
        asked about (`mark-unreadable`). No mark states that the field is empty, unless the columns stand alone or the
        row marks another field of the group: "Đại học" under "Trình độ học vấn" says nothing about the school years.
        A mark under a header that is no word of the code list states nothing (`sync.cleaning.markheads`).
        """
        marked, unclear = group.sort(cells)
        for name in group.fields:
            asked = [column for column in unclear if column.field == name]
            stated = {column.value or "": column for column in marked if column.field == name}
            outcomes = [self._read_value[name][value] for value in stated]
            if asked:
                for column in asked:
                    found = cell_text(cells[column.index])[:_SHOWN_EACH]
                    self._doubt_marks(row, "mark-unreadable", name, found, [column])
            elif len(outcomes) > 1 and self._differ(name, outcomes):
                self._doubt_marks(row, "marked-twice", name, " | ".join(stated), list(stated.values()))
            elif outcomes:
                outcome, column = outcomes[0], next(iter(stated.values()))
                if isinstance(outcome, Marked) and outcome.problem == UNKNOWN:
                    row.values.pop(name, None)
                elif isinstance(outcome, Marked):
                    self._take(row, column, outcome)
                else:
                    row.values[name] = outcome
            elif not marked and not unclear and not group.alone:
                row.values[name] = None

    def _doubt_marks(self, row: Draft, code: str, name: str, found: str, columns: Sequence[Column]) -> None:
        where = ", ".join(column_letter(column.index) for column in columns)
        details = {"columns": where}
        row.doubts.append(Doubt(code, self._severity(name), name, found, details=details, column=columns[0]))

    def _differ(self, name: str, outcomes: Sequence[Outcome]) -> bool:
        first, *others = (read.value if isinstance(read, Marked) else read for read in outcomes)
        return any(not self._knowledge.same(name, first, other) for other in others)

    def _complete(self, row: Draft, implied: dict[str, str]) -> None:
        """Apply the rules of the whole row."""
        values = row.values
        if self._joins_name:
            join_name(row)
        if self._default_unit is not None and values.get("unit") is None and not row.in_error("unit"):
            values["unit"] = self._default_unit
        if implied:
            enter_implied(row, implied)
        if None in map(values.get, self._required):
            told = self._register and any(map(values.get, TELLING))
            check_required(row, self._required if not told else [one for one in self._required if one == "unit"])
        if values.get("national_id"):
            check_national_id(row, self._knowledge.policy)
        birth = values.get("date_of_birth")
        if birth:
            check_dates(row, birth, self._after_birth, self._knowledge.policy.join)

    def _severity(self, name: str) -> Severity:
        spec = self._knowledge.fields[name]
        day = self._register and spec.part == "movement" and spec.type == "date" and not spec.ahead
        return Severity.ERROR if spec.stops_row or day else Severity.WARNING

    def _finding(self, row: int, doubt: Doubt) -> Finding:
        column = doubt.column or self._columns.get(doubt.field)
        place = replace(self._place, row=row, column=column_letter(column.index) if column else "")
        return Finding(doubt.code, doubt.severity, place, doubt.field, doubt.found, doubt.proposed, doubt.details)


def _picker(indexes: Sequence[int]) -> Callable[[Sequence[Cell]], tuple[Cell, ...]]:
    """Return the function that picks the cells at these positions."""
    if len(indexes) > 1:
        return itemgetter(*indexes)
    return lambda cells: tuple(cells[index] for index in indexes)
