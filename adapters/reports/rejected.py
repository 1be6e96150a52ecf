"""What the upstream refused in a run, as a workbook to work through: one row each, by list, unit and row.

Rows are packed as they come, put in order, and written without the library keeping them: a run in which everything
was refused is written in little memory. The file is personal: nobody else may open it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from zlib import compress, decompress

import orjson

from adapters.reports.streamed import WIDTH, Column, streamed_book
from adapters.reports.workbook import Value, check_name
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
    columns = [Column(wording.say(f"rejected-column-{name}"), _WIDTHS.get(name, WIDTH)) for name in COLUMNS]
    with streamed_book(out, force=force) as book:
        sheet = book.sheet(wording.say("rejected-sheet"), columns)
        for cells in rows:
            sheet.add(cells)
    return sheet.rows


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

    def __iter__(self) -> Iterator[Sequence[Value]]:
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
