"""From a raw row to a `CleanRow`: what the list states, what was changed, what an officer should see.

Rules: the domain book, §5. A value that cannot be used is left out of `values`, so that the upstream's own
stays; it stops the row only where the field is required or tells who the person is. Nothing is padded,
guessed or dropped in silence: each change is a step, each doubt a finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from sync.cells import Marked, Outcome, Reader, cell_reader
from sync.fields import Knowledge, same
from sync.headers import column_letter
from sync.rowrules import Doubt, before, id_mismatches, join_age_doubt
from sync.text import cell_text, clean_text
from sync.values import Cell, CleanRow, Column, Finding, Place, Severity, Step

CLEANING_VERSION = 1
"""Grows whenever the same cell may come out otherwise than before: every row is then cleaned again."""

_REMEMBERED = 50_000
"""Distinct cells remembered per column."""

_REPEATING = frozenset({"text", "unit", "date", "code"})
"""Types with few distinct values in a column. A person's names and numbers hardly repeat."""

_NAME_PARTS = ("family_name", "given_name")


class Cleaner:
    """Cleans the rows of one table. Build one per table: it remembers what its columns held.

    `columns` are the recognised ones; `place` names list, file and sheet; `default_unit` is the unit of a row
    that names none; `today` bounds dates. `unused` are the columns whose field is no part of a record.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        columns: Sequence[Column],
        *,
        place: Place,
        today: date,
        default_unit: str | None = None,
    ) -> None:
        self._knowledge = knowledge
        self._place = place
        self._default_unit = clean_text(default_unit)[0] if default_unit else None
        by_field: dict[str, list[Column]] = {}
        for column in columns:
            spec = knowledge.fields.get(column.field)
            if spec is not None and spec.part == "person":
                by_field.setdefault(column.field, []).append(column)
        self.unused: Sequence[Column] = tuple(column for column in columns if column.field not in by_field)
        self._columns = {name: found[0] for name, found in by_field.items()}
        self._readers = {name: cell_reader(knowledge.fields[name], knowledge, today) for name in by_field}
        self._several = {name: found for name, found in by_field.items() if len(found) > 1 or found[0].implies}
        self._repeating: list[tuple[str, int, dict[object, Outcome], Reader]] = []
        self._direct: list[tuple[str, int, Reader]] = []
        for name, column in self._columns.items():
            if name in self._several:
                continue
            if knowledge.fields[name].type in _REPEATING:
                self._repeating.append((name, column.index, {}, self._readers[name]))
            else:
                self._direct.append((name, column.index, self._readers[name]))
        specs = knowledge.fields.values()
        self._required = tuple(spec.name for spec in specs if spec.required)
        self._after_birth = tuple(spec.name for spec in specs if spec.after_birth and spec.name in by_field)
        self._joins_name = any(part in by_field for part in _NAME_PARTS)

    def clean(self, row_number: int, cells: Sequence[Cell]) -> CleanRow:
        """Return one row cleaned. `cells` reach at least to the last recognised column.

        `values` has every recognised field whose value can be used: None where its cell is empty, absent
        where the list does not state it or states it badly.
        """
        values: dict[str, str | None] = {}
        marks: list[tuple[Column, Marked]] = []
        doubts: list[Doubt] = []
        outcome: Outcome
        for name, index, known, read in self._repeating:
            cell = cells[index]
            key: object = cell if cell.__class__ is str else (cell.__class__, cell)
            try:
                outcome = known[key]
            except KeyError:
                outcome = read(cell)
                if len(known) < _REMEMBERED:
                    known[key] = outcome
            if isinstance(outcome, Marked):
                marks.append((self._columns[name], outcome))
            else:
                values[name] = outcome
        for name, index, read in self._direct:
            outcome = read(cells[index])
            if isinstance(outcome, Marked):
                marks.append((self._columns[name], outcome))
            else:
                values[name] = outcome
        implied: dict[str, str] = {}
        for name, columns in self._several.items():
            self._read_several(name, columns, cells, values, marks, doubts, implied)
        steps: dict[str, Step] = {}
        for column, mark in marks:
            self._take(column, mark, values, steps, doubts)
        self._complete(values, steps, doubts, implied)
        findings = [self._finding(row_number, doubt) for doubt in doubts] if doubts else ()
        return CleanRow(row_number, values, steps, findings)

    def _read_several(
        self,
        name: str,
        columns: Sequence[Column],
        cells: Sequence[Cell],
        values: dict[str, str | None],
        marks: list[tuple[Column, Marked]],
        doubts: list[Doubt],
        implied: dict[str, str],
    ) -> None:
        """Read a field that stands in several columns, or in one that states something by being filled.

        One filled cell counts. Two are a contradiction where the columns exclude each other (a birth date
        under Nam and under Nữ), and elsewhere only if they differ.
        """
        read = self._readers[name]
        filled = [(column, outcome) for column in columns if (outcome := read(cells[column.index])) is not None]
        if not filled:
            values[name] = None
            return
        column, outcome = filled[0]
        if len(filled) > 1:
            stated = [one.value if isinstance(one, Marked) else one for _, one in filled]
            excluding = any(column.implies for column, _ in filled)
            differing = any(not same(self._knowledge.fields, name, stated[0], other) for other in stated[1:])
            if excluding or differing:
                code = "columns-both-filled" if excluding else "columns-disagree"
                found = " | ".join(cell_text(cells[column.index])[:60] for column, _ in filled)
                where = ", ".join(column_letter(column.index) for column, _ in filled)
                doubts.append(
                    Doubt(code, self._severity(name), name, found, details={"columns": where}, column=column)
                )
                return
        if column.implies:
            implied[column.implies[0]] = column.implies[1]
        if isinstance(outcome, Marked):
            marks.append((column, outcome))
        else:
            values[name] = outcome

    def _take(
        self,
        column: Column,
        mark: Marked,
        values: dict[str, str | None],
        steps: dict[str, Step],
        doubts: list[Doubt],
    ) -> None:
        """Enter a marked cell: its value where stated, its step, its doubt."""
        name = column.field
        if mark.stated:
            values[name] = mark.value
            if mark.step is not None:
                steps[name] = mark.step
        if mark.problem is not None:
            severity = Severity.WARNING if mark.stated else self._severity(name)
            doubts.append(Doubt(mark.problem, severity, name, mark.found, mark.proposed, column=column))

    def _severity(self, name: str) -> Severity:
        return Severity.ERROR if self._knowledge.fields[name].stops_row else Severity.WARNING

    def _complete(
        self,
        values: dict[str, str | None],
        steps: dict[str, Step],
        doubts: list[Doubt],
        implied: Mapping[str, str],
    ) -> None:
        """Apply the rules of the whole row."""
        if self._joins_name:
            _join_name(values, steps, doubts)
        if self._default_unit is not None and values.get("unit") is None:
            self._fill_unit(values, doubts)
        for name, value in implied.items():
            stated = values.get(name)
            if stated is None:
                values[name] = value
            elif stated != value:
                del values[name]
                steps.pop(name, None)
                doubts.append(
                    Doubt("implied-disagrees", self._severity(name), name, stated, details={"implied": value})
                )
        for name in self._required:
            if values.get(name) is None and not _has_error(doubts, name):
                doubts.append(Doubt("required-missing", Severity.ERROR, name))
        birth = values.get("date_of_birth")
        if values.get("national_id"):
            self._check_national_id(values, steps, doubts)
        if birth:
            self._check_dates(birth, values, steps, doubts)

    def _fill_unit(self, values: dict[str, str | None], doubts: Sequence[Doubt]) -> None:
        """Put the list's own unit where the row names none; a row that names one badly stays in error."""
        if not _has_error(doubts, "unit"):
            values["unit"] = self._default_unit

    def _check_national_id(self, values: dict[str, str | None], steps: dict[str, Step], doubts: list[Doubt]) -> None:
        """Cross-check the national ID with birth year and gender. A zero is put back only where both agree."""
        mismatches = id_mismatches(values)
        if not mismatches:
            return
        number = values["national_id"] or ""
        step = steps.get("national_id")
        if step is not None and "zero-restored" in step.done:
            del values["national_id"], steps["national_id"]
            doubts.append(Doubt("national-id-zero-lost", Severity.ERROR, "national_id", step.found, number))
        elif self._knowledge.policy.id_mismatch != "off":
            severity = Severity.ERROR if self._knowledge.policy.id_mismatch == "error" else Severity.WARNING
            for code, recorded in mismatches:
                doubts.append(Doubt(code, severity, "national_id", number, details={"recorded": recorded}))

    def _check_dates(
        self, birth: str, values: dict[str, str | None], steps: dict[str, Step], doubts: list[Doubt]
    ) -> None:
        """Leave out dates that lie before the birth; look at the age at joining."""
        for name in self._after_birth:
            value = values.get(name)
            if value and value <= birth and before(value, birth):
                del values[name]
                found = steps.pop(name).found if name in steps else value
                doubts.append(Doubt("date-before-birth", self._severity(name), name, found, details={"birth": birth}))
        joined = values.get("union_join_date")
        ages = self._knowledge.policy.join
        if joined and ages.check and (doubt := join_age_doubt(birth, joined, ages)) is not None:
            doubts.append(doubt)

    def _finding(self, row: int, doubt: Doubt) -> Finding:
        column = doubt.column or self._columns.get(doubt.field)
        place = replace(self._place, row=row, column=column_letter(column.index) if column else "")
        return Finding(doubt.code, doubt.severity, place, doubt.field, doubt.found, doubt.proposed, doubt.details)


def _join_name(values: dict[str, str | None], steps: dict[str, Step], doubts: list[Doubt]) -> None:
    """Join family and given name into the full name, where the list does not state it whole.

    A missing given name leaves the full name missing; a missing family name is a warning, since some people
    have one name only.
    """
    family, given = (values.pop(part, None) for part in _NAME_PARTS)
    parts = [steps.pop(part, None) for part in _NAME_PARTS]
    if values.get("full_name") is not None:
        return
    if given is None:
        values.pop("full_name", None)
        return
    if family is None:
        if not _has_error(doubts, "family_name"):
            values["full_name"] = given
            doubts.append(Doubt("name-incomplete", Severity.WARNING, "full_name", given))
        return
    values["full_name"] = f"{family} {given}"
    done = tuple(dict.fromkeys(code for step in parts if step for code in step.done))
    if done:
        found = [step.found if step else part for step, part in zip(parts, (family, given), strict=True)]
        steps["full_name"] = Step(" ".join(found), done)


def _has_error(doubts: Sequence[Doubt], name: str) -> bool:
    """Whether a field, or a part it is joined from, is in error already."""
    names = (name, *_NAME_PARTS) if name == "full_name" else (name,)
    return any(doubt.field in names and doubt.severity is Severity.ERROR for doubt in doubts)
