"""Registers during one plan: every row read into a paper, and whose it is told.

A register is read whole on every run: it is short, and a life is told from all its papers each time. Whom nobody
knows yet may be named by a list that is read afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from sync.diff.decide import Stated, hold_for
from sync.diff.draft import Draft
from sync.diff.intake import Intake
from sync.diff.recognising import Group, Recogniser
from sync.diff.unitledger import LedgerUnits
from sync.lists.reading import place_of
from sync.movements.moving import Papers, RegisterRow
from sync.papers.lives import Movement
from sync.papers.registers import Unplaced
from sync.papers.rows import RegisterRows
from sync.people.identity import Known, Match, New, Unclear, question_of, sorted_ids
from sync.ports import ListSource, Progress, Table
from sync.questions.decisions import Left
from sync.reports import ListReport
from sync.text.tidying import match_key
from sync.values import CleanRow, Finding, ListKind, Place, SetAside, Severity

GROUP = 1000


class Registers:
    """Reads the registers of one plan."""

    def __init__(
        self,
        intake: Intake,
        fields: Collection[str],
        recogniser: Recogniser,
        draft: Draft,
        papers: Papers,
        units: LedgerUnits,
        remark: Callable[[Place, Finding, str], None],
    ) -> None:
        self._intake, self._fields = intake, fields
        self._recogniser, self._draft = recogniser, draft
        self._papers, self._units = papers, units
        self._remark = remark

    def read(self, source: ListSource, one: ListReport, progress: Progress) -> None:
        """Read a register. What it says of people who are known is noted at once."""
        rows: list[tuple[Stated, Movement]] = []
        self._intake.read(
            source,
            one,
            lambda table: self._table(table, source, one, rows, progress),
            lambda place: _drop(rows, place),
        )
        for start in range(0, len(rows), GROUP):
            self._recognise(rows[start : start + GROUP])

    def settle(self) -> None:
        """After all lists: say whose papers nobody could be found for."""
        waiting = self._papers.unclaimed()
        for start in range(0, len(waiting), GROUP):
            some = waiting[start : start + GROUP]
            group = self._recogniser.group([row.stated for row in some])
            for index, row in enumerate(some):
                match = self._match(group, index, row.movement)
                if not self._told(group, index, match, row.stated, row.movement):
                    self._nobody(row)

    # ── rows ─────────────────────────────────────────────────────────────────────────────────────────────

    def _table(
        self,
        table: Table,
        source: ListSource,
        one: ListReport,
        rows: list[tuple[Stated, Movement]],
        progress: Progress,
    ) -> None:
        place = place_of(table, source)
        self._intake.preamble(table, place, one)
        read = self._intake.reading.reader(table, source)
        stated = RegisterRows(self._papers.register, table.columns, place, table.layout.movement)
        for chunk in table.chunks():
            for index, number in enumerate(chunk.numbers):
                one.tally.rows += 1
                cleaned = read(number, chunk.cells(index))
                if isinstance(cleaned, SetAside):
                    self._intake.set_aside(one, place, cleaned)
                    continue
                found = self._row(cleaned, stated, place, one)
                if found is not None:
                    rows.append(found)
            progress.advance(len(chunk.numbers))

    def _row(
        self, row: CleanRow, register: RegisterRows, place: Place, one: ListReport
    ) -> tuple[Stated, Movement] | None:
        for finding in row.findings:
            self._draft.note(one, finding)
        movement = register.movement(row)
        if movement is None or isinstance(movement, Unplaced):
            one.tally.in_error += 1
            for finding in register.findings(row, movement) if movement is not None else ():
                self._draft.note(one, finding)
            return None
        one.tally.in_step += 1
        kept = {name: value for name, value in row.values.items() if name in self._fields}
        where = replace(place, row=row.row)
        record = sorted_ids(kept, self._fields)
        return Stated(row, where, ListKind.MEMBERS, row.values.get("unit") or "", record), movement

    # ── whose they are ───────────────────────────────────────────────────────────────────────────────────

    def _recognise(self, rows: Sequence[tuple[Stated, Movement]]) -> None:
        group = self._recogniser.group([stated for stated, _ in rows])
        for index, (stated, movement) in enumerate(rows):
            match = self._match(group, index, movement)
            if not self._told(group, index, match, stated, movement):
                self._papers.wait(RegisterRow(movement, stated, group.facts[index], group.keys[index]))

    def _told(self, group: Group, index: int, match: Match | Left, stated: Stated, movement: Movement) -> bool:
        """Note a paper whose person is known, or ask; whether either was done."""
        if isinstance(match, Known):
            self._papers.state(match.person, [movement])
        elif isinstance(match, Unclear):
            fact = group.facts[index]
            self._draft.hold(hold_for(match, stated, question_of(fact, self._recogniser.key)))
            self._remark(movement.place, _NOTHING, "held")
        elif isinstance(match, Left):
            self._remark(movement.place, _NOTHING, "left")
        return isinstance(match, Known | Unclear | Left)

    def _match(self, group: Group, index: int, movement: Movement) -> Match | Left:
        """Tell who a row is about: in its own unit, else where somebody came from or goes to."""
        units = [self._units.key(unit) for name in ("origin", "destination") if (unit := movement.facts.get(name))]
        match = group.match_paper(index, {match_key(unit) for unit in units})
        if isinstance(match, Known | Left):
            return match
        for unit in units:
            found = group.match_in(index, unit)
            if isinstance(found, Known):
                return found
            match = found if isinstance(match, New) else match
        return match

    def _nobody(self, row: RegisterRow) -> None:
        """Say that a paper is about somebody whom no list and no ledger has."""
        movement = row.movement
        brings = self._papers.register.rules[movement.type].brings
        code = "joined-not-listed" if brings else "movement-nobody"
        details: Mapping[str, str | int] = {"movement": movement.type, "unit": movement.unit}
        self._remark(movement.place, Finding(code, Severity.WARNING, movement.place, details=details), "unmatched")


_NOTHING = Finding("", Severity.NOTE, Place(""))
"""Says nothing: only the row's tally changes."""


def _drop(rows: list[tuple[Stated, Movement]], file: Place) -> None:
    rows[:] = [row for row in rows if (row[0].place.list, row[0].place.file) != (file.list, file.file)]
