"""Numbers a list states about itself, against what was read: "(53 đoàn viên)" on a group row, "Tổng cộng: 53".

A stated number is retyped by hand and often old, so a difference is a warning; but it is the one place where an
officer's list itself says that somebody may be lost.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sync.tables.groups import before_details, blank, read_group, stated_people
from sync.tables.headers import RowWords, begins, fold_words
from sync.values import Cell, Column

_NUMBER = re.compile(r"(?:\d{1,3}(?:[.,]\d{3})+|\d+)(?:\.0(?!\d))?")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_MAX_STATED = 10**7

_Count = Callable[[int, int], int]
"""From two places to the number of records between them."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A number stated on a row that is not the number of records it is about. `row` is the row's own number."""

    code: str
    row: int
    stated: int
    counted: int
    unit: str = ""


@dataclass(slots=True)
class _Group:
    at: int
    row: int
    level: int
    stated: int | None
    unit: str


class StatedCounts:
    """Collects what one table states and which of its rows are no records. Rows are known by their order, from 0.

    Rows may be noted late and more than once; only rows that are no records need to be noted at all.
    """

    def __init__(self) -> None:
        self._aside: array[int] = array("q")
        self._groups: dict[int, _Group] = {}
        self._totals: dict[int, tuple[int, int | None]] = {}

    def aside(self, at: int) -> None:
        """Note that a row is no record."""
        if not self._aside or self._aside[-1] != at:
            self._aside.append(at)

    def group(self, at: int, row: int, level: int, stated: int | None, unit: str) -> None:
        """Note a group row."""
        self._groups[at] = _Group(at, row, level, stated, unit)

    def total(self, at: int, row: int, stated: int | None) -> None:
        """Note a total row."""
        self._totals[at] = row, stated

    def differences(self, rows: int) -> Iterator[Difference]:
        """Yield what differs (`group-count`, `total-count`), in the order of the rows, once all rows were read."""
        aside = sorted(set(self._aside) | self._groups.keys())

        def records(start: int, end: int) -> int:
            return end - start - (bisect_left(aside, end) - bisect_right(aside, start - 1))

        found = list(self._group_differences(records, rows)) + list(self._total_differences(records))
        yield from sorted(found, key=lambda difference: difference.row)

    def _end(self, group: _Group, rows: int) -> int:
        """Where a group ends: at the next group row of its level or a higher one."""
        return next(
            (at for at in sorted(self._groups) if at > group.at and self._groups[at].level <= group.level), rows
        )

    def _group_differences(self, records: _Count, rows: int) -> Iterator[Difference]:
        for group in self._groups.values():
            if group.stated is not None:
                counted = records(group.at + 1, self._end(group, rows))
                if counted != group.stated:
                    yield Difference("group-count", group.row, group.stated, counted, group.unit)

    def _total_differences(self, records: _Count) -> Iterator[Difference]:
        """A total may be one of the whole table so far, of an open group, or of what follows the total before it."""
        before = 0
        for at, (row, stated) in sorted(self._totals.items()):
            if stated is not None:
                open_groups = [g.at + 1 for g in self._groups.values() if g.at < at <= self._end(g, at)]
                counted = [records(start, at) for start in (0, before, *open_groups)]
                if stated not in counted:
                    yield Difference("total-count", row, stated, min(counted, key=lambda one: abs(one - stated)))
            before = at + 1


def stated_total(cells: Sequence[Cell], columns: Sequence[Column], words: RowWords) -> int | None:
    """Return how many records a total row states, or None where that is not plain.

    It is plain for one number after nothing but words of counting ("Tổng cộng: 53 đoàn viên"), or for one number in
    another cell that is not the sum of a column of marks.
    """
    marks = {column.index for column in columns if column.implies or column.value}
    filled = [(index, cell) for index, cell in enumerate(cells) if not blank(cell)]
    texts = [cell for _, cell in filled if isinstance(cell, str)]
    line = next((text for text in texts if begins(fold_words(text), words.total)), "")
    first = before_details(line, words)
    if not _counts_all(first, words):
        return None
    stated = stated_people(first, words)
    if stated is not None:
        return stated
    numbers = _numbers(_BRACKETS.sub(" ", first))
    for index, cell in filled:
        if cell is not line and isinstance(cell, str):
            numbers += (
                _numbers(_BRACKETS.sub(" ", cell)) if _counts_all(cell, words) and index not in marks else [-1, -1]
            )
        elif not isinstance(cell, str):
            whole = isinstance(cell, int | float) and float(cell).is_integer() and 0 <= cell < _MAX_STATED
            numbers += [int(cell)] if whole and isinstance(cell, int | float) and index not in marks else [-1, -1]
    return numbers[0] if len(numbers) == 1 else None


def _numbers(text: str) -> list[int]:
    return [
        int(re.sub(r"\D", "", number.removesuffix(".0")))
        for number in _NUMBER.findall(text)
        if len(number) < len(str(_MAX_STATED)) * 2
    ]


def _counts_all(text: str, words: RowWords) -> bool:
    """Whether a text says nothing but how many: a count of women or of something else is not one of the records."""
    rest = fold_words(_NUMBER.sub(" ", _BRACKETS.sub(" ", text)))
    for phrase in sorted((*map(fold_words, words.people), *words.total), key=len, reverse=True):
        rest = f" {rest} ".replace(f" {phrase} ", " ").strip()
    rest = " ".join(word for word in rest.split() if word not in words.fillers)
    return not rest or read_group(rest, words) is not None
