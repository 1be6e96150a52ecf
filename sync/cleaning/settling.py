"""Giving a row's cells as they were meant before they are cleaned: text of legacy fonts, numbers with their zeros.

What was done is recorded with the row: a cleaning step on the value, or an error of the row where the cell
contradicts what holds for its column.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from sync.cleaning.rowrules import NAME_PARTS
from sync.tables.columns import Settle, Settled
from sync.tables.headers import column_letter
from sync.text.tidying import cell_text
from sync.values import Cell, CleanRow, Column, Finding, Place, SetAside, Severity, Step

ReadRow = Callable[[int, Sequence[Cell]], SetAside | CleanRow]


def with_settled(read: ReadRow, settle: Settle, columns: Sequence[Column], place: Place) -> ReadRow:
    """Return `read` on settled cells. `place` names the table, `columns` are its recognised ones."""
    fields = {column.index: column.field for column in columns}
    parts = [column.index for part in NAME_PARTS for column in columns if column.field == part]

    def settled(number: int, cells: Sequence[Cell]) -> SetAside | CleanRow:
        meant, done = settle(cells)
        row = read(number, meant)
        if not done or isinstance(row, SetAside):
            return row
        name = " ".join(cell_text(cells[index]) for index in parts)
        return _recorded(row, done, fields, replace(place, row=number), name)

    return settled


def _recorded(row: CleanRow, done: Sequence[Settled], fields: Mapping[int, str], place: Place, name: str) -> CleanRow:
    """Enter what was done into a cleaned row; `name` is the name as it stands in two cells."""
    steps, findings = dict(row.steps), list(row.findings)
    parts = dict(row.values), dict(row.movement)
    for one in done:
        field = fields[one.index]
        where = replace(place, column=column_letter(one.index))
        stated, typed = ("full_name", name) if field in NAME_PARTS else (field, one.typed)
        values = parts[1] if stated in row.movement else parts[0]
        if one.problem:
            values.pop(stated, None)
            findings = [finding for finding in findings if finding.place != where]
            findings.append(Finding(one.problem, Severity.ERROR, where, field, one.typed))
        elif one.doubt:
            # A value that cannot be used as it is has its own finding already.
            if values.get(stated) is not None:
                details: dict[str, str | int] = {"shown": one.shown}
                findings.append(Finding(one.doubt, Severity.WARNING, where, field, one.typed, details=details))
        elif values.get(stated) is not None:
            before = steps[stated].done if stated in steps else ()
            steps[stated] = Step(typed, tuple(dict.fromkeys((one.step, *before))))
        else:
            findings = [replace(each, found=one.typed) if each.place == where else each for each in findings]
    return replace(row, values=parts[0], movement=parts[1], steps=steps, findings=findings)
