"""What a sheet says beside its cells: the unit its name names, and what of it is out of sight."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from adapters.lists.sheetview import SheetView
from adapters.lists.spec import ListSpec
from adapters.lists.table import Origin
from sync.tables.groups import agrees, complete_unit, read_group, unit_level
from sync.tables.headers import begins, column_letter, fold_words
from sync.tables.layout import Layout
from sync.values import Finding, Severity

LONGEST_NAME = 31
"""Characters Excel keeps of a sheet's name. A name as long as that may have been cut."""

_MARKED = re.compile(r"[()\[\]]|\d[./_-]\d|(?<!\d)(?:19|20)\d\d(?!\d)")
"""What a branch is not called and its copy is: "Chi đoàn 1 (2)", "Chi đoàn 3 (cũ)", "Chi đoàn 4 T11.2026"."""


def named_unit(layout: Layout, origin: Origin, spec: ListSpec) -> str | None:
    """Return the unit a sheet's own name names, where no column states each row's: one sheet for each branch."""
    unit = _branch(origin.sheet, spec)
    stated = any(column.field == "unit" for column in layout.columns)
    return None if stated or unit is None or _is_unsure(origin.sheet, unit) else unit


def name_problems(
    layout: Layout, origin: Origin, spec: ListSpec, names: Sequence[str], unit: str | None, *, grouped: bool
) -> Iterator[Finding]:
    """Yield the errors of a sheet's name: it and the title name two units, or it seems to say whose people these are
    and nothing else does. `names` are those of all sheets that can be seen, `unit` is what the table names."""
    named = named_unit(layout, origin, spec)
    details: dict[str, str | int] = {"sheet": origin.sheet}
    if named and unit and layout.unit and not agrees(named, unit):
        yield Finding("list-sheet-other-unit", Severity.ERROR, origin.place(), found=unit, details=details)
    elif not (named or layout.unit or grouped or any(column.field == "unit" for column in layout.columns)):
        branch = _branch(origin.sheet, spec)
        several = sum(_may_be_branch(name, spec) for name in names) > 1
        own = complete_unit(_MARKED.split(branch)[0].strip(), spec.unit, spec.headers.rows) if branch else ""
        below = not (spec.unit and begins(fold_words(spec.unit), spec.headers.unit_prefixes))
        asked = not (spec.unit and agrees(own, spec.unit)) if branch else several and below
        if asked and (branch or _may_be_branch(origin.sheet, spec)):
            yield Finding("list-sheet-unit", Severity.ERROR, origin.place(), details=details)


def _branch(sheet: str, spec: ListSpec) -> str | None:
    """The branch a sheet's name begins to name."""
    group = read_group(sheet, spec.headers.rows)
    named = group is not None and group.path and begins(fold_words(group.unit), spec.headers.unit_prefixes)
    return group.unit if group is not None and named else None


def _is_unsure(sheet: str, unit: str) -> bool:
    return len(sheet) >= LONGEST_NAME or _MARKED.search(unit) is not None


def _may_be_branch(sheet: str, spec: ListSpec) -> bool:
    """Whether a sheet is called like a branch, or like the place of one: "Chi đoàn 1", "CĐ 3", "Thôn 4"."""
    words = spec.headers.rows
    branch = unit_level(spec.headers.unit_prefixes[0], words)
    group = read_group(sheet, words)
    return group is not None and branch is not None and group.level >= branch


def sheet_findings(view: SheetView, layout: Layout, origin: Origin, last: int) -> Iterator[Finding]:
    """Yield what an officer should know of a sheet: rows or columns are hidden (they are read all the same), a filter
    is on. `last` is the sheet's last row, from 1."""
    rows = [row for row in view.rows if layout.data < row <= last]
    if rows or view.filtered:
        code = "list-filtered" if view.filtered else "list-hidden-rows"
        yield Finding(code, Severity.WARNING, origin.place(rows[0] if rows else 0), details={"rows": len(rows)})
    letters = [column_letter(column.index) for column in layout.columns if column.index in view.columns]
    if letters:
        details: dict[str, str | int] = {"columns": ", ".join(letters)}
        yield Finding("list-hidden-columns", Severity.NOTE, origin.place(), details=details)
