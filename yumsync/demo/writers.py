"""Writes a province's lists as its officers would have left them, and the `[[list]]` entries that read them.

The same province is written to the same bytes. What an officer does to one person (which way a date is typed,
whether a label is an everyday word) depends on that person alone, so that a later writing changes only the rows
whose people changed.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as member
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

import xlsxwriter  # type: ignore[import-untyped]

from yumsync.ahead import ahead
from yumsync.demo.layouts import CENTRE, Layout, layout_of
from yumsync.demo.province import AS_OF, MEMBERS, YOUTH, Branch, Commune, District, Person, Province, words
from yumsync.demo.typed import Typed, retyped, typed_cell


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One `[[list]]` of yumsync.toml; `path` is a file or a glob below the folder that was written to.

    `unit` stands only where the list has no unit column. Every list of people is complete; of any other that is not
    said (None).
    """

    name: str
    kind: str
    path: str
    unit: str | None = None
    complete: bool | None = True

    def toml(self) -> str:
        """Return the entry as it stands in yumsync.toml, with a newline at the end."""
        lines = ["[[list]]", f'name = "{self.name}"', f'kind = "{self.kind}"', f'path = "{self.path}"']
        if self.unit is not None:
            lines.append(f'unit = "{self.unit}"')
        if self.complete is not None:
            lines.append(f"complete = {str(self.complete).lower()}")
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class Written:
    """What `write` left behind: the configuration entries, and every file, in the order of the entries."""

    lists: tuple[ListEntry, ...]
    files: tuple[Path, ...]

    def toml(self) -> str:
        """Return all entries as they stand in yumsync.toml."""
        return "\n".join(entry.toml() for entry in self.lists)

    def __add__(self, other: Written) -> Written:
        return Written(self.lists + other.lists, self.files + other.files)


@dataclass(frozen=True, slots=True)
class Edits:
    """What was done to the typing of lists, and not to the people on them.

    `retyped` and `reordered` name files (below the folder written to): retyped ones have decomposed letters,
    capital names, no-break and doubled spaces, and lost zeros restored; reordered ones two columns swapped.
    `twice` says whose row is followed by a second one, by number, and what that one states.
    """

    retyped: frozenset[str] = frozenset()
    reordered: frozenset[str] = frozenset()
    twice: Mapping[int, Person] = member(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """People under one header. `title` is the unit the sheet belongs to."""

    name: str
    title: str
    over: str
    people: Sequence[Person]


@dataclass(frozen=True, slots=True)
class Document:
    """One file: where it stands, how it looks, which list it belongs to, and who is on it."""

    entry: ListEntry
    path: str
    layout: Layout
    sheets: Sequence[Sheet]


Book: TypeAlias = Any  # xlsxwriter tells no types
Page: TypeAlias = Any
Format: TypeAlias = Any


def write(province: Province, folder: Path, edits: Edits | None = None) -> Written:
    """Write all lists of the province below `folder` (made where it is missing), each file anew.

    A file that already holds exactly these bytes is left as it is. Raises OSError where a file cannot be written.
    """
    every = list(documents(province))
    bodies = _drawn(province, every, edits or Edits())
    files = [replaced(folder / document.path, body) for document, body in zip(every, bodies, strict=True)]
    return Written(tuple(dict.fromkeys(document.entry for document in every)), tuple(files))


def _drawn(province: Province, every: Sequence[Document], edits: Edits) -> Iterator[bytes]:
    """Yield the bytes of every document, half of them drawn in a second process."""

    def draw(document: Document) -> bytes:
        return (_csv if document.layout.form == "csv" else _workbook)(province, document, edits)

    others = ahead(map(draw, every[1::2]))
    for number, document in enumerate(every):
        yield next(others) if number % 2 else draw(document)


def replaced(target: Path, body: bytes) -> Path:
    """Write a file, with the folders above it, unless it holds exactly these bytes; return where it stands."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists() or target.read_bytes() != body:
        target.write_bytes(body)
    return target


def documents(province: Province) -> Iterator[Document]:
    """Yield every file of the province, before anything is drawn: districts in order, members before youth.

    Where nobody of a kind lives, no list of that kind is kept.
    """
    people: defaultdict[tuple[str, int], list[Person]] = defaultdict(list)
    for person in province.people:
        people[person.kind, person.branch].append(person)
    for district in province.districts:
        for kind in (MEMBERS, YOUTH):
            here = {
                branch.number: people[kind, branch.number]
                for commune in district.communes
                for branch in commune.branches
            }
            if any(here.values()):
                yield from _documents_of(district, kind, here)


def _documents_of(district: District, kind: str, people: dict[int, list[Person]]) -> Iterator[Document]:
    layout = layout_of(district.number, kind)
    place = slug(district.name)
    folder = f"lists/{place}/{'doan-vien' if kind == MEMBERS else 'thanh-nien'}"
    name = place if kind == MEMBERS else f"{place}-thanh-nien"
    everyone = ListEntry(name, kind, f"{folder}/*.{layout.form}")
    if layout.per == "district":
        whole = ListEntry(name, kind, f"{folder}.{layout.form}")
        sheets = tuple(
            Sheet(commune.name, commune.name, district.name, [p for b in commune.branches for p in people[b.number]])
            for commune in district.communes
        )
        yield Document(whole, whole.path, layout, sheets)
        return
    for commune in district.communes:
        stem = slug(commune.name)
        if layout.per == "commune":
            sheets = tuple(_sheet(branch, commune, people) for branch in commune.branches)
            yield Document(everyone, f"{folder}/{stem}.{layout.form}", layout, sheets)
            continue
        for branch in commune.branches:
            own = f"{stem}-{slug(branch.name.removeprefix('Chi đoàn '))}"
            entry = ListEntry(f"{place}-{own}", kind, f"{folder}/{own}.{layout.form}", unit=branch.path)
            yield Document(entry, entry.path, layout, (_sheet(branch, commune, people),))


def _sheet(branch: Branch, commune: Commune, people: dict[int, list[Person]]) -> Sheet:
    union = branch.path.split(", ")[1]
    return Sheet(branch.name.removeprefix("Chi đoàn "), branch.name, union, people[branch.number])


# ── rows ──────────────────────────────────────────────────────────────────────────────────────────────────


def _columns(document: Document, edits: Edits) -> list[tuple[str, str]]:
    columns = list(document.layout.columns)
    if document.path in edits.reordered:
        columns[-2], columns[-3] = columns[-3], columns[-2]
    return columns


def _rows(province: Province, document: Document, sheet: Sheet, edits: Edits) -> Iterator[list[Typed]]:
    layout = document.layout
    fields = [field for field, _ in _columns(document, edits)]
    again: Callable[[str, Typed], Typed] | None = retyped if document.path in edits.retyped else None
    numbered = 0
    for person in sheet.people:
        second = edits.twice.get(person.number)
        for stated in (person,) if second is None else (person, second):
            numbered += 1
            row = [numbered if field == "row_no" else typed_cell(province, layout, stated, field) for field in fields]
            yield [again(field, value) for field, value in zip(fields, row, strict=True)] if again else row


# ── CSV ──────────────────────────────────────────────────────────────────────────────────────────────────


def _csv(province: Province, document: Document, edits: Edits) -> bytes:
    layout = document.layout
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=layout.delimiter, lineterminator="\r\n")
    columns = _columns(document, edits)
    if layout.head == "title":
        writer.writerow([f"DANH SÁCH ĐOÀN VIÊN {document.sheets[0].over.upper()}"] + [""] * (len(columns) - 1))
    writer.writerow([header for _, header in columns])
    for sheet in document.sheets:
        writer.writerows(_rows(province, document, sheet, edits))
    return text.getvalue().encode("utf-8-sig" if layout.bom else "utf-8")


# ── workbooks ────────────────────────────────────────────────────────────────────────────────────────────


def _workbook(province: Province, document: Document, edits: Edits) -> bytes:
    body = io.BytesIO()
    book = xlsxwriter.Workbook(body, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"created": datetime(AS_OF.year, AS_OF.month, AS_OF.day)})  # noqa: DTZ001 - a workbook knows no zone
    bold = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "text_wrap": True, "border": 1})
    if document.layout.head == "centre":
        _centre(book, bold, province, document, edits)
    else:
        for sheet in document.sheets:
            _plain(book, bold, province, document, sheet, edits)
    book.close()
    return body.getvalue()


def _plain(book: Book, bold: Format, province: Province, document: Document, sheet: Sheet, edits: Edits) -> None:
    layout, columns = document.layout, _columns(document, edits)
    page = book.add_worksheet(sheet.name[:31])
    top = 0
    if layout.head == "title":
        page.write_string(0, 0, f"DANH SÁCH {'ĐOÀN VIÊN' if document.entry.kind == MEMBERS else 'THANH NIÊN'}")
        top = 2
    elif layout.head == "letterhead":
        page.write_string(0, 0, sheet.over.upper())
        page.write_string(0, 5, "ĐOÀN TNCS HỒ CHÍ MINH")
        page.write_string(1, 0, sheet.title.upper())
        page.write_string(3, 2, "DANH SÁCH ĐOÀN VIÊN")
        page.write_string(4, 2, f"(Tính đến ngày {AS_OF:%d/%m/%Y})")
        top = 6
    for column, (_, header) in enumerate(columns):
        page.write_string(top, column, header, bold)
    count = _fill(page, top + 1, _rows(province, document, sheet, edits))
    if layout.footer:
        _footer(page, top + 1 + count, count, document.entry.kind)


def _fill(page: Page, first: int, rows: Iterator[list[Typed]]) -> int:
    """Write rows from `first` on; return how many there were."""
    count = 0
    for count, row in enumerate(rows, 1):
        number = first + count - 1
        for column, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                page.write_string(number, column, value)
            elif isinstance(value, int):
                page.write_number(number, column, value)
            else:
                page.write_datetime(number, column, value)
    return count


def _footer(page: Page, row: int, count: int, kind: str) -> None:
    """The total and the signature that close a list on paper."""
    page.write_string(row, 1, f"Tổng cộng: {count} {'đoàn viên' if kind == MEMBERS else 'thanh niên'}")
    page.write_string(row + 2, 5, f"Ngày {AS_OF.day} tháng {AS_OF.month} năm {AS_OF.year}")
    page.write_string(row + 3, 1, "Người lập bảng")
    page.write_string(row + 3, 5, "TM. BAN CHẤP HÀNH")
    page.write_string(row + 4, 5, "BÍ THƯ")
    page.write_string(row + 6, 5, "(đã ký)")


def _centre(book: Book, bold: Format, province: Province, document: Document, edits: Edits) -> None:
    """Draw the central export: used range from A2, unit in row 3, merged header in rows 5 and 6, data from row 7."""
    page = book.add_worksheet("DSDV")
    page.write_string("A2", "DANH SÁCH ĐOÀN VIÊN", bold)
    page.write_string("A3", document.sheets[0].over.upper())
    columns = _columns(document, edits)
    for column, (field, header) in enumerate(columns):
        if field == "born_male":
            page.merge_range(4, column, 4, column + 1, "Ngày sinh", bold)
        if field in ("born_male", "born_female"):
            page.write_string(5, column, header, bold)
        else:
            page.merge_range(4, column, 5, column, header, bold)
    everyone = Sheet("DSDV", "", "", [person for sheet in document.sheets for person in sheet.people])
    _fill(page, 6, _rows(province, document, everyone, edits))
    codes = book.add_worksheet("DATA")
    codes.hide()
    coded = words()["coded"]
    lists = [coded[field]["labels"] for field, _ in CENTRE if field in coded]
    for column, labels in enumerate(lists):
        for row, label in enumerate(filter(None, labels)):
            codes.write_number(row, 2 * column, row + 1)
            codes.write_string(row, 2 * column + 1, label)


def slug(name: str) -> str:
    """`Thị xã Cù Mi` → `thi-xa-cu-mi`: a name for files that every file system keeps."""
    plain = unicodedata.normalize("NFD", name.replace("Đ", "D").replace("đ", "d"))
    kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", kept.lower()).strip("-")
