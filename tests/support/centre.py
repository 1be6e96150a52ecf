"""A fabricated centre that takes import workbooks: it keeps members, and exports them in its own layout.

It reads workbooks with openpyxl, by the titles of their columns, and knows nothing of the program.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

LAYOUT = Path(__file__).parents[1] / "data" / "central_export_fabricated.xlsx"
HEADER, FIRST = 5, 7
CODE, NUMBER = "Mã định danh đoàn viên", "Số CMND/CCCD"
MOVEMENTS = "BIẾN ĐỘNG"
LEAVES = ("Trưởng thành", "Xóa tên", "Khai trừ", "Từ trần")

Member = dict[str, str]


def titles(sheet: Worksheet) -> list[str]:
    """Return the title of each column: of the second one under a title, that title and its own."""
    found: list[str] = []
    for top, under in zip(sheet[HEADER], sheet[HEADER + 1], strict=True):
        title = str(top.value or found[-1].partition("/")[0]).strip()
        found.append(f"{title}/{under.value}" if under.value else title)
    return found


def rows(path: Path, sheet: str) -> list[Member]:
    """Return the rows of a sheet by the titles of their columns, empty cells left out; nothing may be a formula."""
    page = openpyxl.load_workbook(path)[sheet]
    named = titles(page)
    lines = list(page.iter_rows(FIRST))
    assert all(cell.data_type in "sn" for line in lines for cell in line), "something in it is a formula"
    values = ([cell.value for cell in line] for line in lines)
    return [{name: str(one) for name, one in zip(named, line, strict=True) if one is not None} for line in values]


@dataclass
class Centre:
    """The centre's members, by their code."""

    members: dict[str, Member] = field(default_factory=dict)
    quoting: bool = False

    def take(self, path: Path) -> None:
        """Import a workbook: members are known by code, else by number, else new; then movements are carried out."""
        for row in rows(path, "DSDV"):
            code = row.get(CODE) or self._known(row) or str(9_100_001 + len(self.members))
            self.members[code] = {**row, CODE: code}
        if MOVEMENTS in openpyxl.load_workbook(path).sheetnames:
            for row in rows(path, MOVEMENTS):
                self._move(row)

    def _move(self, row: Member) -> None:
        if row["Tên biến động"] == "Chuyển sinh hoạt":
            self.members[row[CODE]]["Đơn vị"] = row["Nơi chuyển đến"]
        elif row["Tên biến động"] in LEAVES:
            del self.members[row[CODE]]

    def _known(self, row: Member) -> str | None:
        same = (code for code, one in self.members.items() if row.get(NUMBER) and one.get(NUMBER) == row[NUMBER])
        return next(same, None)

    def export(self, path: Path, *, hours: float = 1) -> Path:
        """Write an export as the centre lays it out, made some hours from now."""
        book = openpyxl.load_workbook(LAYOUT)
        sheet = book["DSDV"]
        sheet.delete_rows(FIRST, sheet.max_row)
        named = titles(sheet)
        for line, (number, member) in enumerate(self._shown(), start=FIRST):
            for column, title in enumerate(named, start=1):
                value = number if title == "STT" else member.get(title)
                cell = sheet.cell(line, column)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return written(path, hours)

    def _shown(self) -> Iterator[tuple[int, Member]]:
        for number, member in enumerate(self.members.values(), start=1):
            signs = ("=", "+", "-", "@") if self.quoting else ()
            yield number, {key: f"'{value}" if value.startswith(signs) else value for key, value in member.items()}


def written(path: Path, hours: float) -> Path:
    """Let a file have been written some hours from now."""
    moment = (datetime.now(UTC) + timedelta(hours=hours)).timestamp()
    os.utime(path, (moment, moment))
    return path
