"""The import workbook: people on a sheet laid out as the centre's own export, movements on a second one.

Every value is a text: a number would lose its leading zero, and a text that begins like a formula is marked as typed,
so that no program takes it for one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any, TypeAlias

import xlsxwriter  # type: ignore[import-untyped]

from adapters.lists.annotate.safe import is_risky, whole_text
from adapters.upstream.workbook.matching import BRINGS
from adapters.upstream.workbook.sent import Sent
from config.profile import WorkbookLayout
from sync.values import OperationType

_Book: TypeAlias = Any  # xlsxwriter tells no types

TITLE_ROW, HEADER_ROW, FIRST_ROW = 1, 4, 6
"""Rows from 0, as in the centre's export: nothing stands in the first row, the header takes two."""

_WIDTH = 18
_DATES = frozenset({"date_of_birth", "id_issue_date", "union_join_date", "party_join_date", "on", "expected_return"})


def import_workbook(
    operations: Sequence[Sent], layout: WorkbookLayout, names: Mapping[OperationType, str], made: datetime
) -> bytes:
    """Return the workbook for these operations; the same operations give the same bytes."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        book.set_properties({"created": made.replace(tzinfo=None)})
        people = [one for one in operations if one.type is OperationType.UPSERT or one.type in BRINGS]
        movements = [one for one in operations if one.type is not OperationType.UPSERT]
        sheet = _Sheet(book, layout.sheet, layout.title)
        sheet.people(people, layout)
        if movements:
            _Sheet(book, layout.movement_sheet, layout.movement_title).movements(movements, layout, names)
    return content.getvalue()


class _Sheet:
    """One sheet: its title, its header, a row for each operation."""

    def __init__(self, book: _Book, name: str, title: str) -> None:
        self._sheet = book.add_worksheet(name)
        self._head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center"})
        self._text = book.add_format({"num_format": "@"})
        self._typed = book.add_format({"num_format": "@"})
        self._typed.set_quote_prefix()
        self._sheet.write_string(TITLE_ROW, 0, title, book.add_format({"bold": True}))

    def people(self, operations: Sequence[Sent], layout: WorkbookLayout) -> None:
        """Lay people out: a birth date stands under the gender of its person."""
        places: dict[str, int] = {}
        column = 0
        for name, title in layout.columns.items():
            places[name] = column
            width = len(layout.genders) if name == "date_of_birth" else 1
            self._header(column, title, width)
            if name == "date_of_birth":
                for under, gender in enumerate(layout.genders.values()):
                    self._sheet.write_string(HEADER_ROW + 1, column + under, gender, self._head)
            column += width
        self._sheet.set_column(0, column - 1, _WIDTH, self._text)
        for number, one in enumerate(operations, start=1):
            row = FIRST_ROW + number - 1
            for name, value in _values(one).items():
                if value and name in places:
                    under = list(layout.genders).index(one.record["gender"] or "") if name == "date_of_birth" else 0
                    self._cell(row, places[name] + under, name, value)
            self._count(row, places, number)
        self._sheet.freeze_panes(FIRST_ROW, 0)

    def movements(
        self, operations: Sequence[Sent], layout: WorkbookLayout, names: Mapping[OperationType, str]
    ) -> None:
        """Lay movements out: who, what, when, and by which paper."""
        places = {name: column for column, name in enumerate(layout.movement_columns)}
        for name, title in layout.movement_columns.items():
            self._header(places[name], title, 1)
        self._sheet.set_column(0, len(places) - 1, _WIDTH, self._text)
        for number, one in enumerate(operations, start=1):
            row = FIRST_ROW + number - 1
            for name, value in {**_values(one), **one.movement, "type": names[one.type]}.items():
                if value and name in places:
                    self._cell(row, places[name], name, value)
            self._count(row, places, number)
        self._sheet.freeze_panes(FIRST_ROW, 0)

    def _header(self, column: int, title: str, width: int) -> None:
        """Write a title over both rows of the header, or over `width` columns of its first one."""
        last = HEADER_ROW + (0 if width > 1 else 1)
        self._sheet.merge_range(HEADER_ROW, column, last, column + width - 1, title, self._head)

    def _cell(self, row: int, column: int, name: str, value: str) -> None:
        text = whole_text(shown_date(value) if name in _DATES else value)
        self._sheet.write_string(row, column, text, self._typed if is_risky(text) else self._text)

    def _count(self, row: int, places: Mapping[str, int], number: int) -> None:
        if "row_no" in places:
            self._sheet.write_number(row, places["row_no"], number)


def _values(one: Sent) -> dict[str, str | None]:
    """Return what goes into columns: an old number stands in for the national ID where there is none."""
    record = one.record
    number = record.get("national_id") or record.get("previous_id")
    return {**record, "national_id": number, "member_code": one.member_code, "unit": one.unit}


def shown_date(value: str) -> str:
    """Return an ISO date as the centre writes it: 17/05/2004, cut to its precision."""
    return "/".join(reversed(value.split("-")))
