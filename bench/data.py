"""Lists for measuring: 25 columns of fabricated people, as many rows as asked for. `python -m bench.data` writes one.

Rows are made a block at a time and written at once, so that a million take no memory. Row `i` of a list is the same
in every list with that many rows.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from yumsync.demo.province import words

HEADERS = (
    "Mã định danh đoàn viên", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Tôn giáo", "Quê quán",
    "Địa chỉ thường trú", "Số CMND/CCCD", "Ngày cấp", "Nơi cấp", "Trình độ văn hóa", "Trình độ chuyên môn",
    "Trình độ LLCT", "Tin học", "Ngoại ngữ", "Thời gian vào đoàn", "Nơi vào đoàn", "Số thẻ đoàn",
    "Nghề nghiệp hiện nay", "Chức vụ trong chi đoàn", "Hội", "Email liên hệ", "Điện thoại liên hệ", "Đơn vị",
)  # fmt: skip
KEY = "Số CMND/CCCD"
"""The column by which tools without a memory tell people apart."""

BLOCK = 20_000
EVERY_UPDATED, EVERY_MISSING = 100, 200
"""One person in so many is changed, or gone; half a per cent are added at the end."""


def rows(count: int, *, first: int = 0, clean: bool = False) -> Iterator[list[str]]:
    """Yield `count` rows from number `first` on; `clean` gives ISO dates and genders as cleaning leaves them."""
    number = first
    while number < first + count:
        block = number // BLOCK
        made = _block(block, clean)
        start = number - block * BLOCK
        part = made[start : start + first + count - number]
        yield from part
        number += len(part)


def changed(count: int, *, clean: bool = False) -> Iterator[list[str]]:
    """Yield the same list a month later: 1 % with another phone, 0.5 % gone, 0.5 % new at the end."""
    for number, row in enumerate(rows(count, clean=clean)):
        if number % EVERY_MISSING == 77:
            continue
        if number % EVERY_UPDATED == 13:
            row = [*row[:23], row[23][:3] + f"{(int(row[23][3:]) + 1) % 10_000_000:07d}", row[24]]  # noqa: PLW2901
        yield row
    yield from rows(count // EVERY_MISSING, first=count, clean=clean)


def _block(block: int, clean: bool) -> list[list[str]]:
    rng = random.Random(block)
    source = words()
    drawn = {
        field: rng.choices(table["labels"], table["weights"], k=BLOCK) for field, table in source["coded"].items()
    }
    faiths = rng.choices(source["religion"]["labels"], source["religion"]["weights"], k=BLOCK)
    return [
        _row(
            rng, block * BLOCK + index, clean, {name: labels[index] for name, labels in drawn.items()}, faiths[index]
        )
        for index in range(BLOCK)
    ]


def _row(rng: random.Random, number: int, clean: bool, drawn: dict[str, str], faith: str) -> list[str]:
    kinh, places = words()["kinh"], words()["places"]
    male = rng.random() < 0.5
    sex = "male" if male else "female"
    name = f"{_any(rng, kinh['families'])} {_any(rng, kinh[f'{sex}_middles'])} {_any(rng, kinh[f'{sex}_givens'])}"
    born = date(1993, 1, 1) + timedelta(days=int(rng.random() * 5000))
    joined = born + timedelta(days=6000 + int(rng.random() * 1000))
    issued = date(2021, 1, 1) + timedelta(days=int(rng.random() * 700))
    day = "%Y-%m-%d" if clean else "%d/%m/%Y"
    union = f"Đoàn xã {places['firsts'][number // 3000 % 15]} {places['lasts'][number // 45_000 % 16]}"
    union += f" {number // 720_000 + 1}" if number >= 720_000 else ""
    branch = f"Chi đoàn Thôn {number // 75 % 40 + 1}"
    home = f"Xã {union.removeprefix('Đoàn xã ')}, tỉnh {words()['province']}"
    century = 2 if born.year >= 2000 else 0
    return [
        f"{9_000_000 + number}" if number < 1_000_000 else "",
        name,
        born.strftime(day),
        sex if clean else "Nam" if male else "Nữ",
        "Kinh",
        faith,
        home,
        f"Tổ {number % 12 + 1}, {branch.removeprefix('Chi đoàn ')}, {home}",
        f"060{century + (not male)}{born.year % 100:02d}{number % 999_999 + 1:06d}"
        if number < 1_000_000
        else f"058{century + (not male)}{born.year % 100:02d}{number % 999_999 + 1:06d}",
        issued.strftime(day),
        words()["police"],
        drawn["education_level"],
        drawn["professional_level"],
        drawn["political_theory_level"],
        drawn["it_level"],
        drawn["language_level"],
        joined.strftime(day),
        union,
        f"TH{number:07d}",
        drawn["occupation"],
        "Đoàn viên",
        drawn["association"],
        f"dv{number:07d}@{words()['mail']}",
        f"09{number % 10}{number * 7919 % 10_000_000:07d}",
        f"{branch}, {union}",
    ]


def _any(rng: random.Random, options: list[str]) -> str:
    return options[int(rng.random() * len(options))]


def write_csv(path: Path, made: Iterator[list[str]]) -> None:
    """Write a CSV with a byte order mark, quoting what needs it."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        file.write(",".join(HEADERS) + "\r\n")
        for row in made:
            file.write(",".join(f'"{text}"' if "," in text else text for text in row) + "\r\n")


def write_workbook(path: Path, made: Iterator[list[str]]) -> None:
    """Write a workbook of one sheet."""
    import xlsxwriter  # type: ignore[import-untyped]  # noqa: PLC0415 - the measuring process stays small

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet("DSDV")
    for number, row in enumerate([list(HEADERS), *made]):
        for column, text in enumerate(row):
            if text:
                page.write_string(number, column, text)
    book.close()


def main() -> None:
    """Write one list."""
    parser = argparse.ArgumentParser(prog="python -m bench.data")
    parser.add_argument("path", type=Path)
    parser.add_argument("rows", type=int)
    parser.add_argument("--changed", action="store_true")
    parser.add_argument("--clean", action="store_true")
    asked = parser.parse_args()
    made = changed(asked.rows, clean=asked.clean) if asked.changed else rows(asked.rows, clean=asked.clean)
    (write_workbook if asked.path.suffix == ".xlsx" else write_csv)(asked.path, made)


if __name__ == "__main__":
    main()
