"""What officers are to write into their own lists, as workbooks to work through with Excel alone: one for each list.

Corrections are packed as they come and put in order: by file, sheet and row. Whoever is to be added stands on a sheet
of their own, laid out as a list is, to be copied from. The files are personal: nobody else may open them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zlib import compress, decompress

import orjson

from adapters.reports.streamed import WIDTH, Column, StreamedBook, streamed_book
from adapters.reports.workbook import Value, check_name
from config.knowledge import load_fields
from config.wording import Wording
from sync.reconciliation.corrections import Correction, Reason

COLUMNS = ("number", "file", "sheet", "row", "unit", "name", "task", "field", "old", "new", "done")
"""What stands in a row of the first sheet, in order; `done` is the officer's to fill."""

STEM = "sua-danh-sach"
"""How the name of each workbook begins; `-<list>` follows, or nothing for people who are on no list."""

_WIDTHS = {"number": 6, "file": 30, "row": 7, "unit": 34, "name": 26, "task": 34, "field": 22, "old": 28, "new": 28}
_FOREIGN = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Written:
    """A workbook that was written: for which list (empty for none), where, and how many corrections it asks for."""

    list: str
    file: Path
    corrections: int


@dataclass(slots=True)
class _Rows:
    """The corrections of one list, packed with what they are put in order by."""

    changes: list[tuple[str, str, int, bytes]] = field(default_factory=list)
    people: list[tuple[str, str, bytes]] = field(default_factory=list)
    fields: set[str] = field(default_factory=set)


def write_corrections(
    folder: Path, corrections: Iterable[Correction], wording: Wording, *, force: bool = False
) -> Sequence[Written]:
    """Write the workbooks into a folder, each of mode 0600, and return which; a list without corrections has none.

    Raises YumsyncError `file-exists` where one is there, unless `force`, before any is written; OSError.
    """
    by_list: dict[str, _Rows] = {}
    for one in corrections:
        _pack(by_list.setdefault(one.place.list, _Rows()), one)
    files = _names(folder, sorted(by_list))
    for file in files.values():
        check_name(file, force=force)
    written = []
    for name, file in files.items():
        rows = by_list.pop(name)
        with streamed_book(file, force=force) as book:
            count = _Workbook(book, wording).write(rows)
        written.append(Written(name, file, count))
    return written


def _pack(rows: _Rows, one: Correction) -> None:
    place = one.place
    if one.reason is Reason.ONLY_THERE:
        rows.fields.update(name for name, value in one.record.items() if value)
        rows.people.append((one.unit, one.name, compress(orjson.dumps(dict(one.record)), 1)))
        return
    told = [one.reason, one.unit, one.name, one.field, one.old, one.new]
    rows.changes.append((place.file, place.sheet, place.row, compress(orjson.dumps(told), 1)))


def _names(folder: Path, lists: Sequence[str]) -> dict[str, Path]:
    """Return a file for each list; lists whose names look alike as files are told apart by a number."""
    found: dict[str, Path] = {}
    for name in lists:
        stem = f"{STEM}-{_FOREIGN.sub('-', name)}" if name else STEM
        same = sum(file.stem == stem or file.stem.startswith(f"{stem} ") for file in found.values())
        found[name] = folder / (f"{stem} {same + 1}.xlsx" if same else f"{stem}.xlsx")
    return found


class _Workbook:
    """One list's corrections in words."""

    def __init__(self, book: StreamedBook, wording: Wording) -> None:
        self._book, self._w = book, wording

    def write(self, rows: _Rows) -> int:
        """Write the sheets there is anything for; return how many corrections they ask for."""
        if rows.changes:
            columns = [Column(self._w.say(f"correction-column-{name}"), _WIDTHS.get(name, WIDTH)) for name in COLUMNS]
            sheet = self._book.sheet(self._w.say("correction-sheet"), columns)
            for cells in self._changes(rows):
                sheet.add(cells)
        if rows.people:
            self._add_people(rows)
        return len(rows.changes) + len(rows.people)

    def _changes(self, rows: _Rows) -> Iterator[Sequence[Value]]:
        rows.changes.sort(key=lambda one: one[:3])
        for number, (file, sheet, row, packed) in enumerate(rows.changes, start=1):
            reason, unit, name, about, old, new = orjson.loads(decompress(packed))
            told: Sequence[Value] = ("", "", "")
            if about:
                told = (self._w.field(about), self._w.value(about, old), self._w.value(about, new))
            yield (number, file, sheet, row or "", unit, name, self._w.say(f"correction-task-{reason}"), *told)

    def _add_people(self, rows: _Rows) -> None:
        """Write who is to be added, a row each; in Vietnamese whatever is spoken: it becomes part of a list."""
        spoken = Wording("vi")
        names = [name for name in load_fields() if name in rows.fields and name != "unit"]
        headings = ["unit", *names, *sorted(rows.fields - {"unit", *names})]
        columns = [Column(spoken.field(name), _WIDTHS.get(name, 20)) for name in headings]
        sheet = self._book.sheet(self._w.say("correction-sheet-people"), columns)
        rows.people.sort(key=lambda one: one[:2])
        for unit, _, packed in rows.people:
            record = {**orjson.loads(decompress(packed)), "unit": unit}
            sheet.add([spoken.value(name, value) if (value := record.get(name)) else "" for name in headings])
