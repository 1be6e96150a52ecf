"""What the upstream refused in a run, as a workbook to work through: one row each, by list, unit and row.

Rows are packed as they come, put in order, and written without the library keeping them: a run in which everything
was refused is written in little memory. The file is personal: nobody else may open it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias
from zlib import compress, decompress

import orjson
import xlsxwriter  # type: ignore[import-untyped]

from adapters.lists.annotate.safe import is_risky, whole_text
from adapters.reports.workbook import check_name, private_file
from config.wording import Wording
from sync.ports import OperationInfo
from sync.values import Operation

COLUMNS = (
    "list",
    "unit",
    "file",
    "sheet",
    "row",
    "name",
    "member_code",
    "national_id",
    "field",
    "sent",
    "words",
    "meaning",
    "code",
)
_WIDTHS = {"list": 18, "unit": 34, "file": 30, "sheet": 14, "row": 7, "name": 26, "national_id": 17, "sent": 40}
_WIDTHS |= {"field": 22, "words": 50, "meaning": 50, "code": 24}
_USUAL = 14
_CUT = 2_000
_MOST = 1_000_000
_APART = re.compile("(_x[0-9A-Fa-f]{4}_)(?=x[0-9A-Fa-f]{4}_)")
"""What a workbook takes for an escape is escaped when it is written; two that share a sign are not told apart."""

Cells: TypeAlias = Sequence[str | int]
_Book: TypeAlias = Any  # xlsxwriter tells no types


def write_rejected(
    out: Path, refused: Iterable[tuple[OperationInfo, str]], wording: Wording, *, force: bool = False
) -> int:
    """Write refused operations as an .xlsx file that only its owner may read; return how many. Each comes with the
    member code the upstream knows the person by, empty where it knows none.

    Raises YumsyncError: `file-workbook-not-xlsx` for another name, `file-exists` unless `force`; OSError.
    """
    check_name(out, force=force)
    rows = _Rows(wording)
    for info, member_code in refused:
        rows.add(info, member_code)
    # What the library puts aside while it writes is personal too.
    with private_file(out) as half, TemporaryDirectory(dir=out.parent) as aside:
        book = xlsxwriter.Workbook(str(half), {"constant_memory": True, "tmpdir": aside, "in_memory": False})
        count = _write(book, rows, wording)
        book.close()
    return count


class _Rows:
    """The rows to be written, packed; read back they come by list, unit, file, sheet and row."""

    def __init__(self, wording: Wording) -> None:
        self._w = wording
        self._groups: dict[tuple[str, str, str, str], int] = {}
        self._packed: list[tuple[int, int, bytes]] = []

    def add(self, info: OperationInfo, member_code: str) -> None:
        """Take one operation."""
        one = info.operation
        place, record = one.place, one.record
        group = self._groups.setdefault((place.list, one.unit, place.file, place.sheet), len(self._groups))
        code = record.get("member_code") or member_code
        own = [record.get("full_name") or "", code, record.get("national_id") or ""]
        field = info.field.rpartition(".")[2]  # a paper's facts are named `movement.<fact>`
        words = "" if info.words == info.code else info.words
        told = [self._w.fact(field) if field else "", self._sent(one, field), words]
        cells = [*own, *told, self._w.rejection(info.code), info.code]
        self._packed.append((group, place.row, compress(orjson.dumps(cells), 1)))

    def __iter__(self) -> Any:
        groups = list(self._groups)
        rank = {group: number for number, group in enumerate(sorted(range(len(groups)), key=groups.__getitem__))}
        self._packed.sort(key=lambda one: (rank[one[0]], one[1]))
        for group, row, packed in self._packed:
            yield [*groups[group], row or "", *orjson.loads(decompress(packed))]

    def _sent(self, one: Operation, field: str) -> str:
        """What was sent: the value of the field the upstream named, else what differed, else all of it."""
        facts = one.paper.facts if one.paper is not None else {}
        for values in (facts, one.record):
            if field in values:
                return self._w.value(field, values[field])
        told = [(change.field, change.new) for change in one.changes] or list({**one.record, **facts}.items())
        return "; ".join(f"{self._w.fact(name)}: {self._w.value(name, value)}" for name, value in told if value)


def _write(book: _Book, rows: Iterable[Cells], wording: Wording) -> int:
    """Write the sheets, one unless there are more rows than a sheet holds; return how many rows there are."""
    text = book.add_format({"text_wrap": True, "valign": "top"})
    risky = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
    head = book.add_format({"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F3864", "valign": "top"})
    total, waiting = 0, iter(rows)
    for part, first in enumerate(waiting, start=1):
        sheet = _sheet(book, wording, head, part)
        row = 0
        for row, cells in enumerate(chain([first], islice(waiting, _MOST - 1)), start=1):
            for column, cell in enumerate(cells):
                if isinstance(cell, int):
                    sheet.write_number(row, column, cell, text)
                elif cell:
                    made = _APART.sub(r"\1 ", whole_text(cell, _CUT))
                    sheet.write_string(row, column, made, risky if is_risky(made) else text)
        sheet.autofilter(0, 0, row, len(COLUMNS) - 1)
        total += row
    return total


def _sheet(book: _Book, wording: Wording, head: Any, part: int) -> Any:
    title = wording.say("rejected-sheet")
    sheet = book.add_worksheet(title if part == 1 else f"{title} {part}")
    for column, name in enumerate(COLUMNS):
        sheet.set_column(column, column, _WIDTHS.get(name, _USUAL))
        sheet.write_string(0, column, wording.say(f"rejected-column-{name}"), head)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    return sheet
