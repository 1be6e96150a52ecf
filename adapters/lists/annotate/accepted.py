"""Corrections that came back: applied to the rows they were agreed for, where those still say what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from adapters.lists.annotate.form import VERSION, Correction, Form, person_of, plain
from adapters.lists.table import Origin
from sync.tables.layout import Layout
from sync.text.tidying import cell_text
from sync.values import Cell, Finding, Severity

_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Corrections:
    """The summary sheet of a workbook: its title, and what it says."""

    title: str
    form: Form

    def sheets(self) -> frozenset[str]:
        """The sheets that corrections were agreed to for."""
        return frozenset(one.sheet for one in self.form.agreed)

    def findings(self, origin: Origin, sheets: Iterable[str]) -> Iterable[Finding]:
        """Yield what there is to say about the summary sheet itself; `sheets` are those of the workbook."""
        here = Origin(origin.list, origin.file, self.title)
        if self.form.version != VERSION:
            yield Finding("correction-version", Severity.WARNING, here.place())
            return
        for unclear in self.form.unclear:
            yield Finding(unclear.code, Severity.WARNING, here.place(unclear.line), found=unclear.found[:_SHOWN])
        have = set(sheets)
        for one in self.form.agreed:
            if one.sheet not in have:
                yield Finding("correction-no-sheet", Severity.WARNING, here.place(one.line), found=one.sheet[:_SHOWN])

    def applied(self, rows: Iterable[Sequence[Cell]], layout: Layout, origin: Origin) -> Applied:
        """Find out which corrections of a sheet hold. `rows` are its rows from row 1 on.

        Where namesakes hold the same in that column, nobody can tell whose row it was once the sheet was sorted.
        """
        made = Applied()
        wanted: dict[int, list[Correction]] = {}
        here = [one for one in self.form.agreed if one.sheet == origin.sheet]
        values: dict[tuple[int, int], set[str]] = {}
        for one in here:
            values.setdefault((one.row, one.column), set()).add(plain(one.proposed))
        for one in here:
            if len(values[one.row, one.column]) > 1:
                made.refuse("correction-twice", one, "", origin)
            else:
                wanted.setdefault(one.row, []).append(one)
        reached: list[tuple[Correction, Sequence[Cell]]] = []
        alike: Counter[tuple[int, str, str]] = Counter()
        columns = {one.column for one in here}
        for number, cells in enumerate(rows if wanted else (), start=1):
            reached += [(one, cells) for one in wanted.pop(number, ())]
            person = plain(person_of(cells, layout.columns))
            alike.update(
                (column, person, plain(cell_text(cells[column]))) for column in columns if column < len(cells)
            )
        for one, cells in reached:
            if alike[one.column, plain(one.person), plain(one.found)] > 1:
                made.refuse("correction-namesake", one, plain(one.found), origin)
            else:
                made.enter(one, cells, layout, origin)
        for one in (each for left in wanted.values() for each in left):
            made.refuse("correction-changed", one, "", origin)
        return made


@dataclass(slots=True)
class Applied:
    """What becomes of one sheet's corrections.

    `cells` are the values to be read instead, by row number and column; `found` says what stood there, by row number
    and field.
    """

    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    found: dict[int, dict[str, str]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def enter(self, one: Correction, cells: Sequence[Cell], layout: Layout, origin: Origin) -> None:
        """Use a correction if its cell still holds what was found and its row is still that person's."""
        now = plain(cell_text(cells[one.column])) if one.column < len(cells) else ""
        if one.column in self.cells.get(one.row, {}) or now == plain(one.proposed):
            return
        if one.row <= layout.data or now != plain(one.found):
            self.refuse("correction-changed", one, now, origin)
        elif plain(person_of(cells, layout.columns)) != plain(one.person):
            self.refuse("correction-person", one, now, origin)
        else:
            self.cells.setdefault(one.row, {})[one.column] = one.proposed
            name = next((column.field for column in layout.columns if column.index == one.column), "")
            self.found.setdefault(one.row, {})[name] = now
            place = origin.place(one.row, one.column)
            self.findings.append(
                Finding("correction-accepted", Severity.NOTE, place, name, now[:_SHOWN], one.proposed[:_SHOWN])
            )

    def refuse(self, code: str, one: Correction, now: str, origin: Origin) -> None:
        """Leave a correction unused, and say so."""
        details: dict[str, str | int] = {"before": one.found[:_SHOWN], "person": one.person[:_SHOWN]}
        place = origin.place(one.row, one.column)
        self.findings.append(Finding(code, Severity.WARNING, place, "", now[:_SHOWN], one.proposed[:_SHOWN], details))

    def row(self, number: int, cells: Sequence[Cell]) -> Sequence[Cell]:
        """Return a row as it is to be read."""
        changed = self.cells.get(number)
        if not changed:
            return cells
        return [changed.get(column, cell) for column, cell in enumerate(cells)]
