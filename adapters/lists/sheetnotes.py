"""What a sheet says beside its cells: the unit its name names, and what of it is out of sight."""

from __future__ import annotations

from collections.abc import Iterator

from adapters.lists.sheetview import SheetView
from adapters.lists.spec import ListSpec
from adapters.lists.table import Origin
from sync.groups import agrees, read_group
from sync.headers import begins, column_letter, fold_words
from sync.layout import Layout
from sync.values import Finding, Severity


def named_unit(layout: Layout, origin: Origin, spec: ListSpec) -> str | None:
    """Return the unit a sheet's own name names, where no column states each row's: one sheet for each branch."""
    group = read_group(origin.sheet, spec.headers.rows)
    if group is None or not group.path or not begins(fold_words(group.unit), spec.headers.unit_prefixes):
        return None
    return None if any(column.field == "unit" for column in layout.columns) else group.unit


def sheet_findings(
    view: SheetView, layout: Layout, origin: Origin, last: int, named: str | None, unit: str | None
) -> Iterator[Finding]:
    """Yield what an officer should know of a sheet: its name and its title name two units (the title counts), rows or
    columns are hidden (they are read all the same), a filter is on. `last` is the sheet's last row, from 1."""
    if named and unit and layout.unit and not agrees(named, unit):
        other: dict[str, str | int] = {"sheet": origin.sheet}
        yield Finding("list-sheet-other-unit", Severity.WARNING, origin.place(), found=unit, details=other)
    rows = [row for row in view.rows if layout.data < row <= last]
    if rows or view.filtered:
        code = "list-filtered" if view.filtered else "list-hidden-rows"
        yield Finding(code, Severity.WARNING, origin.place(rows[0] if rows else 0), details={"rows": len(rows)})
    letters = [column_letter(column.index) for column in layout.columns if column.index in view.columns]
    if letters:
        details: dict[str, str | int] = {"columns": ", ".join(letters)}
        yield Finding("list-hidden-columns", Severity.NOTE, origin.place(), details=details)
