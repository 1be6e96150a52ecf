"""The tree of the province's units, and the merger of two communes of one district: a list of `kind = "units"`."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path

from yumsync.demo.province import Branch, Commune, District, Province, words
from yumsync.demo.writers import ListEntry, Written, replaced

HEADER = ("Mã đơn vị", "Bộ mã", "Tên đơn vị", "Cấp", "Cấp trên", "Từ ngày", "Đến ngày", "Sáp nhập vào")
VINTAGE, MERGED, CLOSED = "01/01/2022", date(2023, 1, 1), date(2022, 12, 31)
"""From when the codes hold, when the new union begins, and the last day of those that went into it."""

_PATH = "lists/don-vi.csv"
_PROVINCE = "10"
_OFFICES = {"Thành phố": "Thành đoàn", "Thị xã": "Thị đoàn", "Huyện": "Huyện đoàn"}

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merger:
    """Two communes of one district that become one union; each of their branches becomes one of the union's.

    `into` are (branch, its name under the union) pairs.
    """

    district: District
    communes: tuple[Commune, Commune]
    union: str
    into: Sequence[tuple[Branch, str]]

    @property
    def branches(self) -> frozenset[int]:
        """The branches that are closed, by number."""
        return frozenset(branch.number for branch, _ in self.into)


def write(province: Province, folder: Path, merger: Merger | None = None) -> Written:
    """Write the list of units below `folder`, as it is after `merger`. Raises OSError where it cannot be written."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_rows(province, merger))
    entry = ListEntry("don-vi", "units", _PATH, complete=None)
    return Written((entry,), (replaced(folder / _PATH, text.getvalue().encode("utf-8-sig")),))


def merge(province: Province, besides: Collection[int]) -> Merger:
    """Choose two small communes where nobody of `besides` (people's numbers) lives, or as few as can be.

    Raises ValueError where no district has two communes.
    """
    living = {person.number: person.branch for person in province.people}
    troubled = [living[number] for number in besides if number in living]

    def cost(pair: tuple[District, Commune, Commune]) -> tuple[int, int]:
        branches = {branch.number for commune in pair[1:] for branch in commune.branches}
        return sum(branch in branches for branch in troubled), len(branches)

    pairs = [(district, *two) for district in province.districts for two in combinations(district.communes, 2)]
    district, first, second = min(pairs, key=cost)
    taken: set[str] = set()
    into: list[tuple[Branch, str]] = []
    for commune in (first, second):
        for branch in commune.branches:
            name = branch.name if branch.name not in taken else f"{branch.name} {_place(commune)}"
            taken.add(name)
            into.append((branch, name))
    kind = first.name.split(" ", 1)[0].lower()
    return Merger(district, (first, second), f"Đoàn {kind} {_place(first)} {_place(second)}", tuple(into))


def _place(commune: Commune) -> str:
    return commune.name.split(" ", 1)[1]


def _union(commune: Commune) -> str:
    return commune.branches[0].path.split(", ")[1]


def _rows(province: Province, merger: Merger | None) -> Iterator[Row]:
    yield _row(_PROVINCE, f"Tỉnh đoàn {words()['province']}", "tỉnh đoàn", "")
    closed = merger.branches if merger else frozenset()
    for district in province.districts:
        office = f"{_PROVINCE}{district.number:02d}"
        yield _row(office, _office(district), "huyện đoàn", _PROVINCE)
        new = f"{office}99"
        if merger and merger.district.number == district.number:
            yield _row(new, merger.union, "đoàn cơ sở", office, opened=MERGED)
            for branch, name in merger.into:
                yield _row(f"3{branch.number:05d}", name, "chi đoàn", new, opened=MERGED)
        for number, commune in enumerate(district.communes):
            union = f"{office}{number:02d}"
            gone = bool(closed & {branch.number for branch in commune.branches})
            yield _row(union, _union(commune), "đoàn cơ sở", office, into=new if gone else "")
            for branch in commune.branches:
                went = f"3{branch.number:05d}" if gone else ""
                yield _row(f"2{branch.number:05d}", branch.name, "chi đoàn", union, into=went)


def _row(code: str, name: str, level: str, parent: str, *, opened: date | None = None, into: str = "") -> Row:
    last = f"{CLOSED:%d/%m/%Y}" if into else ""
    return code, VINTAGE, name, level, parent, f"{opened:%d/%m/%Y}" if opened else "", last, into


def _office(district: District) -> str:
    for kind, office in _OFFICES.items():
        if district.name.startswith(f"{kind} "):
            return f"{office} {district.name.removeprefix(f'{kind} ')}"
    return f"Đoàn {district.name}"
