"""A register's rows, cleaned: which of them state a movement, which one, and what an officer must mend of the others.

`plan` and `check` read registers the same way, through here. A row is about whoever its own fields of the record say
(`CleanRow.values`); what it states of the movement stands in `CleanRow.movement`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sync.charter import MovementRule
from sync.papers.lives import Movement, lacking
from sync.papers.registers import DAY, FACTS, PROPOSAL, TYPE, UNDECIDED, Register, Unplaced
from sync.tables.headers import column_letter
from sync.values import Cell, CleanRow, Column, Finding, Place, SetAside, Severity

ReadRow = Callable[[int, Sequence[Cell]], SetAside | CleanRow]


def with_undecided(read: ReadRow) -> ReadRow:
    """Return `read`, setting aside as `undecided` the rows that propose a movement and decide none.

    So comes back a workbook of those to be looked at: where nothing was filled in beside "Đề xuất", nothing happened.
    """

    def decided(number: int, cells: Sequence[Cell]) -> SetAside | CleanRow:
        row = read(number, cells)
        if isinstance(row, SetAside) or not is_undecided(row):
            return row
        return SetAside(number, "undecided")

    return decided


def is_undecided(row: CleanRow) -> bool:
    """Whether a row of a list with proposals holds nothing of a decision, not even something that cannot be read."""
    if PROPOSAL not in row.movement:
        return False
    wrong = {finding.field for finding in row.findings}
    return not any(row.movement.get(name) or name in wrong for name in UNDECIDED)


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """Reads the cleaned rows of one table of a register. `place` names the table, `said` is the movement its layout
    says of all its rows (`Layout.movement`)."""

    register: Register
    columns: Sequence[Column]
    place: Place
    said: str = ""

    def movement(self, row: CleanRow) -> Movement | Unplaced | None:
        """Return the movement a row states, or why it cannot be placed; None for a row in error."""
        if row.in_error:
            return None
        place = replace(self.place, row=row.row)
        return self.register.row({**row.values, **row.movement}, row.values.get("unit") or "", place, self.said)

    def findings(self, row: CleanRow, stated: Movement | Unplaced) -> Iterator[Finding]:
        """Yield what an officer must mend before the movement can be carried out, each with its cell.

        `movement-unknown` and `movement-undated` are errors of the row; `movement-incomplete` names each field its
        paper lacks: it waits for an officer.
        """
        if isinstance(stated, Unplaced):
            column = stated.field
            if stated.code == "movement-undated":
                column = self._day_column()
            where = self._place(row, column)
            yield Finding(stated.code, Severity.ERROR, where, column, stated.found or "—", stated.proposed)
            return
        rule = self.register.rules[stated.type]
        for name in lacking(stated, rule):
            field = self._field(name, rule)
            details: dict[str, str | int] = {"movement": rule.words[0]}
            yield Finding("movement-incomplete", Severity.WARNING, self._place(row, field), field, details=details)

    def _day_column(self) -> str:
        """The field whose column would hold the day: the first there is of those that may."""
        rule = self.register.rules.get(self.said)
        names = self.register.day_fields(rule) if rule else (DAY, "decision_date")
        return next((name for name in names if self._letter(name)), DAY)

    def _field(self, fact: str, rule: MovementRule) -> str:
        """The field that states a fact of a movement, as far as a column holds one."""
        names = [name for name, states in FACTS.items() if states == fact]
        names += [rule.columns[fact]] if fact in rule.columns else []
        return next((name for name in (*names, *rule.register.get(fact, ())) if self._letter(name)), fact)

    def _letter(self, field: str) -> str:
        return next((column_letter(one.index) for one in self.columns if one.field == field), "")

    def _place(self, row: CleanRow, field: str) -> Place:
        return replace(self.place, row=row.row, column=self._letter(field) or self._letter(TYPE))
