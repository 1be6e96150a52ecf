"""The rows below one table's header, alike in every format: which unit they belong to, what no row may be, what the
list says about itself.

A table is *grouped* when one of its first rows is a group row. Then each row's raw bytes carry the unit in effect, so
that a row moved under another group is a changed row, and an unchanged one stays unparsed: only rows with few filled
cells are looked at. A group row that first comes further down refuses the list: the rows above it would be nobody's.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from adapters.lists.rowcheck import RowCheck
from adapters.lists.spec import ListSpec
from adapters.lists.table import Origin
from sync.errors import ListError
from sync.ports import Chunk
from sync.tables.columns import settler
from sync.tables.groups import GroupRow, UnitsInEffect, agrees, complete_cell, complete_unit, is_within, unit_level
from sync.tables.headers import begins, fold_words
from sync.tables.layout import Layout
from sync.tables.stated import StatedCounts, stated_total
from sync.values import Cell, Column, Finding, Match, Severity

FEW_CELLS = 4
"""A group row has at most this many filled cells, one text in all columns of a merged range aside."""

REMEMBERED = 10_000
"""Different unit cells remembered for one table."""

Cells = Callable[[int], Sequence[Cell]]
"""From a row's position in its chunk to its cells, padded to the header's width."""


@dataclass(frozen=True, slots=True)
class _Contradiction:
    """A unit cell that names another unit than its group row: where it was met first."""

    row: int
    cell: str
    unit: str


class Below:
    """Follows the rows of one table from the first to the last, once. `unit` is the unit the table itself names.

    `head` are the table's first rows with the header among them, `numbers` theirs. `columns` are the layout's, and
    for a grouped table without a unit column one more, to the right of all others, that holds the unit in effect.
    Raises `ListError` `list-group-row` for people above the first group row whose unit nobody names.
    """

    def __init__(
        self,
        layout: Layout,
        origin: Origin,
        spec: ListSpec,
        unit: str | None,
        numbers: Sequence[int],
        head: Sequence[Sequence[Cell]],
    ) -> None:
        self.layout, self.origin, self.spec, self.words = layout, origin, spec, spec.headers.rows
        self.unit = complete_unit(unit, spec.unit, self.words) if unit else None
        self._settle = settler(layout.judged)
        self.check = RowCheck(layout, origin, spec, self.unit)
        self.grouped = self._is_grouped(numbers[layout.data :], head[layout.data :])
        stated = [column.index for column in layout.columns if column.field == "unit"]
        self.unit_column = stated[0] if len(stated) == 1 else -1
        more = [Column("unit", layout.width, "", match=Match.DATA)] if self.grouped and not stated else []
        self.columns: Sequence[Column] = (*layout.columns, *more)
        self._appends = bool(more)
        self.begin()

    def begin(self) -> None:
        """Start over at the first row below the header."""
        self.rows, self.ended = 0, False
        self.counts = StatedCounts()
        self._in_effect = UnitsInEffect(
            self.words, self.spec.unit if self.unit is None else self.unit, self.spec.unit
        )
        self._now = ""
        self._entered: set[int] = set()
        self._contradictions: dict[tuple[str, str], list[int]] = {}
        self._completed: dict[tuple[str, str], str] = {}
        self.check = RowCheck(self.layout, self.origin, self.spec, self.unit)

    def _is_grouped(self, numbers: Sequence[int], rows: Sequence[Sequence[Cell]]) -> bool:
        people = 0
        if not self.check.of_people:
            return False
        for number, typed in zip(numbers, rows, strict=False):
            cells = self._meant(typed)
            row = self.check.group(cells)
            if row and row.path and not self.check.is_own(row):
                level = unit_level(self.unit or self.spec.unit or "", self.words)
                if people and level != row.level:
                    raise ListError("list-group-row", place=self.origin.place(number))
                return True
            people += self.check.judge(cells) is None
        return False

    def chunk(
        self, numbers: Sequence[int], raws: Sequence[bytes], cells: Cells, few: Callable[[], Iterable[int]]
    ) -> Chunk:
        """Return a chunk of the table's next rows. `few` gives the positions of rows that may be group rows."""
        start, self.rows = self.rows, self.rows + len(raws)
        starts, units = [0], [self._now]
        if self.grouped:
            self._enter_groups(start, numbers, cells, few(), starts, units)
            raws = _marked(raws, starts, units)

        def checked(index: int) -> Sequence[Cell]:
            row = cells(index)
            unit = units[bisect_right(starts, index) - 1]
            record = self._look_at(start + index, numbers[index], self._meant(row), unit)
            return self._with_unit(numbers[index], row, unit if record else "") if self.grouped else row

        return Chunk(numbers, raws, checked)

    def _meant(self, row: Sequence[Cell]) -> Sequence[Cell]:
        """The row as it reads in the fonts its columns were typed in."""
        return self._settle(row)[0] if self._settle else row

    def _enter_groups(
        self,
        start: int,
        numbers: Sequence[int],
        cells: Cells,
        few: Iterable[int],
        starts: list[int],
        units: list[str],
    ) -> None:
        """Find the group rows of a chunk, and from which row on which unit is in effect."""
        doubtful = -1
        for index in few:
            row = self._meant(cells(index))
            group = self.check.group(row)
            if doubtful >= 0 and doubtful == index - 1 and self.check.judge(row) == "blank":
                doubtful = index
            elif group is None:
                if self.check.may_be_heading(numbers[index], row):
                    raise ListError("list-group-row", place=self.origin.place(numbers[index]))
            elif not group.path:
                doubtful = index
                heading = index
            else:
                if doubtful == index - 1 and doubtful >= 0:
                    self._entered.add(start + heading)
                self._enter(start + index, numbers[index], group)
                starts.append(index)
                units.append(self._now)

    def _enter(self, at: int, number: int, group: GroupRow) -> None:
        unit = self._in_effect.enter(group)
        if unit is None:
            raise ListError("list-group-row", place=self.origin.place(number))
        self._now = unit
        self._entered.add(at)
        self.counts.group(at, number, group.level, group.stated, group.unit)

    def _look_at(self, at: int, number: int, row: Sequence[Cell], unit: str) -> bool:
        """Refuse what no row may be, and note what the row says about the list; return whether it is a record."""
        reason = self.check.look(number, row, unit=unit, entered=at in self._entered)
        if reason is None:
            return True
        self.counts.aside(at)
        if reason == "total":
            self.counts.total(at, number, stated_total(row, self.layout.columns, self.words))
        elif reason == "group" and at not in self._entered:
            group = self.check.group(row)
            if group is not None:
                self.counts.group(at, number, group.level, group.stated, group.unit)
        return False

    def _with_unit(self, number: int, row: Sequence[Cell], unit: str) -> Sequence[Cell]:
        """The row with the unit in effect: in a column of its own, or in a unit cell that was left blank."""
        if self._appends:
            return [*row[: self.layout.width], unit]
        cell = row[self.unit_column] if self.unit_column >= 0 else None
        if not unit or self.unit_column < 0:
            return row
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return [*row[: self.unit_column], unit, *row[self.unit_column + 1 :]]
        if not isinstance(cell, str):
            return row
        completed = self._complete(cell, unit)
        if not agrees(cell, unit) and not is_within(completed, unit):
            self._contradictions.setdefault((cell, unit), []).append(number)
        return [*row[: self.unit_column], completed, *row[self.unit_column + 1 :]]

    def _complete(self, cell: str, unit: str) -> str:
        """A unit cell completed by the unit in effect, where it names a branch or a place by such a word."""
        key = cell, unit
        found = self._completed.get(key)
        if found is None:
            named = unit_level(cell, self.words) is not None or begins(fold_words(cell), self.words.places)
            found = complete_cell(cell, unit, self.words) if named else cell
            if len(self._completed) < REMEMBERED:
                self._completed[key] = found
        return found

    def end(self) -> None:
        """Note that every row was given out."""
        self.ended = True

    def findings(self) -> Iterator[Finding]:
        """Yield what is to be said once all rows were read: numbers that differ, units that contradict."""
        if not self.ended:
            return
        for (cell, unit), rows in self._contradictions.items():
            details: dict[str, str | int] = {"rows": len(rows), "unit": unit}
            place = self.origin.place(rows[0], self.unit_column)
            yield Finding("group-unit", Severity.WARNING, place, "unit", found=cell, details=details)
        for one in self.counts.differences(self.rows):
            details = {"stated": one.stated, "counted": one.counted}
            place = self.origin.place(one.row)
            yield Finding(one.code, Severity.WARNING, place, found=one.unit, details=details)


def _marked(raws: Sequence[bytes], starts: Sequence[int], units: Sequence[str]) -> Sequence[bytes]:
    """The raw rows with the unit in effect behind them. NUL parts the two: no row holds one."""
    marked: list[bytes] = []
    for unit, start, end in zip(units, starts, [*starts[1:], len(raws)], strict=True):
        tail = b"\0" + unit.encode()
        marked.extend([raw + tail for raw in raws[start:end]])
    return marked
