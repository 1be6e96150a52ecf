"""Rows as people type them, and a list read whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from adapters.lists import ListSpec, open_list
from config.headers import load_headers
from config.knowledge import load_knowledge
from sync.errors import ListError
from sync.lists.reading import Reading
from sync.values import Cell, CleanRow, Finding, SetAside

Row = list[Cell]
HEADER: Row = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Ghi chú thêm", "Số điện thoại"]
FILES = ["list.xlsx", "list.xls", "list.ods", "comma.csv", "semicolon.csv", "tab-utf16.csv"]
PLAIN = ["list.xlsx", "comma.csv"]


def someone(number: int, name: str = "Lê Giả") -> Row:
    return [str(number), name, "01/02/2004", f"0012040{number:05}", "", ""]


def line(text: Cell, column: int = 0) -> Row:
    return [text if index == column else "" for index in range(len(HEADER))]


Read = tuple[list[CleanRow], list[SetAside], list[Finding]]


def read_whole(of: ListSpec) -> Read:
    """The list's people, its rows set aside and everything said about it, read as a run reads it."""
    reading = Reading(load_knowledge(), load_headers().rows, date(2026, 1, 1))
    people: list[CleanRow] = []
    aside: list[SetAside] = []
    said: list[Finding] = []
    source = open_list(of)
    for table in source.tables():
        if isinstance(table, Finding):
            said.append(table)
            continue
        said += reading.findings(table, source)
        said += [found for found in (reading.other_unit(table, source),) if found]
        aside += table.preamble
        row = reading.reader(table, source)
        rows = 0
        for chunk in table.chunks():
            rows += len(chunk.raws)
            for index, number in enumerate(chunk.numbers):
                found = row(number, chunk.cells(index))
                (aside if isinstance(found, SetAside) else people).append(found)  # type: ignore[arg-type]
    return people, aside, said


def units(people: Sequence[CleanRow]) -> list[tuple[int, str | None]]:
    return [(one.row, one.values.get("unit")) for one in people]


def told(said: Sequence[Finding]) -> list[tuple[str, int, dict[str, str | int]]]:
    """What is more than a note."""
    return [(one.code, one.place.row, dict(one.details)) for one in said if one.severity != "note"]


def refusal(of: ListSpec) -> tuple[str, int]:
    """The code and the row of the one error of a list, whether it was found or raised."""
    try:
        found = [(one.code, one.place.row) for one in read_whole(of)[2] if one.severity == "error"]
    except ListError as problem:
        found = [(problem.code, problem.place.row if problem.place else 0)]
    (one,) = found
    return one
