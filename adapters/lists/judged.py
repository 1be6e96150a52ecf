"""Saying what was judged of whole columns: notes on what was decided, errors where an officer must decide."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from config.fonts import load_fonts
from config.knowledge import load_fields
from sync.tables.columns import Styles
from sync.tables.headers import column_letter
from sync.tables.judging import find_judged
from sync.tables.layout import Layout
from sync.values import Cell, Finding, Severity

if TYPE_CHECKING:
    from adapters.lists.table import Origin

_SHOWN = 200
_NUMBERED = frozenset({"national_id", "member_code", "phone", "serial", "date"})
"""Types of fields whose numbers mean something else by their style: zeros in front, days since another day."""


def judged_layout(
    rows: Sequence[Sequence[Cell]],
    find: Callable[[Sequence[Sequence[Cell]]], Layout | None],
    styles: Callable[[], Styles | None] | None,
) -> Layout | None:
    """Return the layout `find` gives for a table's first rows, its header read in any font, its columns judged."""
    return find_judged(rows, find, load_fonts(), styles or (lambda: None), _numbered())


@cache
def _numbered() -> frozenset[str]:
    return frozenset(spec.name for spec in load_fields().values() if spec.type in _NUMBERED)


def column_doubts(layout: Layout, origin: Origin, numbers: Sequence[int]) -> list[Finding]:
    """The error findings of columns whose letters cannot be read for certain.

    `numbers` are the numbers of the table's first rows, as far as they were counted.
    """
    found = []
    for one in layout.judged.unclear:
        rows = [_number(layout.data + row, numbers) for row in one.rows]
        code = "list-legacy-font-mixed" if rows else "list-legacy-font-unclear"
        details: dict[str, str | int] = {"font": one.font.name, "rows": ", ".join(map(str, rows))}
        place = origin.place(rows[0] if rows else _number(layout.top, numbers), one.index)
        found.append(Finding(code, Severity.ERROR, place, "", one.before[:_SHOWN], one.after[:_SHOWN], details))
    return found


def column_notes(layout: Layout, origin: Origin, header_row: int) -> list[Finding]:
    """The notes on what was decided: columns read by a legacy font, numbers given the zeros they are shown with."""
    found = []
    changed = {index: one for index, one in layout.judged.fonts.items() if one.before}
    for name in dict.fromkeys(one.font.name for one in changed.values()):
        columns = {index: one for index, one in changed.items() if one.font.name == name}
        example = next(iter(columns.values()))
        details: dict[str, str | int] = {"font": name, "columns": ", ".join(map(column_letter, sorted(columns)))}
        place = origin.place(header_row)
        found.append(
            Finding(
                "list-legacy-font",
                Severity.NOTE,
                place,
                "",
                example.before[:_SHOWN],
                example.after[:_SHOWN],
                details,
            )
        )
    for index, shown in sorted(layout.judged.digits.items()):
        place = origin.place(header_row, index)
        example_details: dict[str, str | int] = {"digits": len(shown.before) + shown.least}
        found.append(Finding("list-shown-zeros", Severity.NOTE, place, details=example_details))
    return found


def _number(index: int, numbers: Sequence[int]) -> int:
    return numbers[index] if index < len(numbers) else index + 1
