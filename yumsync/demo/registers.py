"""Writes the registers of movements the districts keep, each district in one of three ways: a book with a letterhead,
a workbook with a sheet for each movement, a plain CSV.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

from config.charter import load_movements
from yumsync.demo.movements import Paper
from yumsync.demo.province import AS_OF, District, Province
from yumsync.demo.writers import ListEntry, Page, Written, replaced, slug

Cell = str | int | date | None

WHO = ("STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Chi đoàn")
_BOOK = (*WHO, "Loại biến động", "Ngày có hiệu lực")
_DECISION = ("Số", "Cơ quan ban hành")
_AFTER = ("Nơi chuyển đi", "Nơi chuyển đến", "Lý do")
_FACTS = {"decision_no": "Số quyết định", "issued_by": "Cơ quan ban hành", "origin": "Nơi chuyển đi"} | {
    "destination": "Nơi chuyển đến",
    "reason": "Lý do",
}
_DAYS = {"admit": "Ngày kết nạp", "mature": "Ngày trưởng thành", "transfer_in": "Ngày tiếp nhận"} | {
    "away": "Từ ngày",
    "returned": "Ngày trở về",
    "transfer_out": "Ngày chuyển",
    "strike_off": "Ngày xóa tên",
}
"""What the column of the day is called on the sheet of a movement; "Ngày" on any other."""


def write(province: Province, folder: Path, papers: Iterable[Paper] = ()) -> Written:
    """Write the register of each district below `folder`, each anew, with its rows in the order of their days.

    Raises OSError where a file cannot be written.
    """
    rows: defaultdict[int, list[Paper]] = defaultdict(list)
    for paper in sorted(papers, key=lambda one: (one.on, one.person.number)):
        rows[paper.branch].append(paper)
    entries: list[ListEntry] = []
    files: list[Path] = []
    paths = {branch.number: branch.path for branch in province.branches}
    for district in province.districts:
        branches = [branch.number for commune in district.communes for branch in commune.branches]
        here = sorted((paper for branch in branches for paper in rows[branch]), key=lambda one: one.on)
        form, draw = _WAYS[district.number % len(_WAYS)]
        name = f"{slug(district.name)}-bien-dong"
        entry = ListEntry(name, "movements", f"lists/{slug(district.name)}/so-bien-dong.{form}", complete=None)
        entries.append(entry)
        files.append(replaced(folder / entry.path, draw(district, here, paths)))
    return Written(tuple(entries), tuple(files))


def _word(paper: Paper) -> str:
    return load_movements()[paper.movement].words[0]


def _who(number: int, paper: Paper, paths: Mapping[int, str]) -> list[Cell]:
    values = paper.person.values
    born = date.fromisoformat(values["date_of_birth"])
    return [number, values["full_name"], f"{born:%d/%m/%Y}", values["national_id"], paths[paper.branch]]


def _workbook(draw: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    body = io.BytesIO()
    book = xlsxwriter.Workbook(body, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    book.set_properties({"created": datetime(AS_OF.year, AS_OF.month, AS_OF.day)})  # noqa: DTZ001 - a workbook knows no zone
    draw(book)
    book.close()
    return body.getvalue()


def _fill(page: Page, first: int, rows: Iterable[Sequence[Cell]]) -> None:
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(number, column, value)
            elif isinstance(value, int):
                page.write_number(number, column, value)
            elif value is not None:
                page.write_datetime(number, column, value)


def _book(district: District, papers: Sequence[Paper], paths: Mapping[int, str]) -> bytes:
    """One sheet under a letterhead, a header in two rows, every movement by its word."""

    def draw(book: xlsxwriter.Workbook) -> None:
        page = book.add_worksheet("Biến động")
        page.write_string(0, 0, "ĐOÀN TNCS HỒ CHÍ MINH")
        page.write_string(1, 0, f"SỔ THEO DÕI BIẾN ĐỘNG ĐOÀN VIÊN {district.name.upper()}")
        decision = len(_BOOK)
        _fill(page, 3, [(*_BOOK, None, None, *_AFTER), (*[None] * decision, *_DECISION)])
        page.merge_range(3, decision, 3, decision + 1, "Quyết định")
        _fill(page, 5, [row(number, paper) for number, paper in enumerate(papers, 1)])

    def row(number: int, paper: Paper) -> list[Cell]:
        told = paper.facts.get
        decided = [told("decision_no"), told("issued_by"), told("origin"), told("destination"), told("reason")]
        return [*_who(number, paper, paths), _word(paper), paper.on, *decided]

    return _workbook(draw)


def _sheets(district: District, papers: Sequence[Paper], paths: Mapping[int, str]) -> bytes:
    """A sheet for each movement, named by its word, with the columns it needs."""
    by_movement: dict[str, list[Paper]] = {"admit": []}
    for paper in papers:
        by_movement.setdefault(paper.movement, []).append(paper)

    def draw(book: xlsxwriter.Workbook) -> None:
        for movement, rows in by_movement.items():
            page = book.add_worksheet(load_movements()[movement].words[0])
            page.write_string(0, 0, f"SỔ BIẾN ĐỘNG ĐOÀN VIÊN {district.name.upper()}")
            facts = [name for name in _FACTS if any(name in paper.facts for paper in rows)] or ["decision_no"]
            _fill(page, 2, [(*WHO, _DAYS.get(movement, "Ngày"), *(_FACTS[name] for name in facts))])
            _fill(page, 3, [row(number, paper, facts) for number, paper in enumerate(rows, 1)])

    def row(number: int, paper: Paper, facts: Sequence[str]) -> list[Cell]:
        return [*_who(number, paper, paths), f"{paper.on:%d/%m/%Y}", *(paper.facts.get(name) for name in facts)]

    return _workbook(draw)


def _csv(district: District, papers: Sequence[Paper], paths: Mapping[int, str]) -> bytes:
    """A line for each, as a program writes them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([*WHO, "Tên biến động", "Thời điểm", *_FACTS.values()])
    for number, paper in enumerate(papers, 1):
        told = (paper.facts.get(name) for name in _FACTS)
        writer.writerow([*_who(number, paper, paths), _word(paper), paper.on.isoformat(), *told])
    return text.getvalue().encode("utf-8-sig")


_WAYS: Sequence[tuple[str, Callable[[District, Sequence[Paper], Mapping[int, str]], bytes]]] = (
    ("xlsx", _book),
    ("xlsx", _sheets),
    ("csv", _csv),
)
