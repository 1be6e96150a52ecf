"""Whether a column gives the day first: judged over all its dates, since 05/06/2004 alone can be read two ways.

Source: the domain book, §5 "Dates": lists give dd/mm/yyyy. A column that must be month-first is refused and never
swapped; one that holds both orders is asked about. A few slips among many good dates are errors of their rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from sync.errors import ListError
from sync.tables.headers import column_letter
from sync.text.dates import Order, order_of
from sync.values import Cell, Place

_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class OrderPolicy:
    """Up to `slips` dates in the other order, and no more than `slip_percent` of all that show theirs, are slips.

    `swapped_cells` and `swapped_texts` are how many different date cells, and texts, it takes to see that a workbook
    swapped days and months as they were typed. The `swapped_few` are enough where they make up `swapped_few_percent`
    of the column.
    """

    slips: int = 3
    slip_percent: int = 10
    swapped_cells: int = 6
    swapped_texts: int = 3
    swapped_few_cells: int = 3
    swapped_few_texts: int = 2
    swapped_few_percent: int = 80

    def is_slip(self, count: int, of: int) -> bool:
        """Whether so many of so many are slips."""
        return count <= self.slips and count * 100 <= of * self.slip_percent

    def is_swap(self, cells: int, texts: int, of: int) -> bool:
        """Whether so many date cells and texts, of so many different dates, show that a workbook swapped them."""
        few = cells >= self.swapped_few_cells and texts >= self.swapped_few_texts
        most = (cells + texts) * 100 >= of * self.swapped_few_percent
        return (few and most) or (cells >= self.swapped_cells and texts >= self.swapped_texts)


class Verdict(Enum):
    """What is wrong with a column's dates; the value is the code of the error."""

    MONTH_FIRST = "list-month-first"
    MIXED = "list-mixed-dates"
    SWAPPED = "list-swapped-dates"


@dataclass(slots=True)
class Tally:
    """The different texts of one form, by what they show: `usual` the expected order, `other` the reverse, `either`
    may be read both ways."""

    usual: set[str] = field(default_factory=set)
    other: set[str] = field(default_factory=set)
    either: set[str] = field(default_factory=set)


@dataclass(slots=True)
class DateOrder:
    """What the different dates of one column show. Days and years may come first: `17/05/2004`, `2004-05-17`.

    `cells` are real dates that a swap of day and month may have made, `late` tells that one of them cannot be such a
    date; `plain` are the texts that show no order.
    """

    day_first: Tally = field(default_factory=Tally)
    year_first: Tally = field(default_factory=Tally)
    cells: set[date] = field(default_factory=set)
    plain: set[Cell] = field(default_factory=set)
    late: bool = False

    def note(self, cell: Cell) -> None:
        """Take in one cell."""
        if isinstance(cell, str):
            order, year_first = order_of(cell)
            tally = self.year_first if year_first else self.day_first
            match order:
                case Order.USUAL:
                    tally.usual.add(cell)
                case Order.OTHER:
                    tally.other.add(cell)
                case Order.EITHER:
                    tally.either.add(cell)
                case Order.NONE:
                    self.plain.add(cell)
        elif isinstance(cell, date):
            day = date(cell.year, cell.month, cell.day)
            self.late = self.late or day.day > _DECEMBER
            (self.cells if day.day not in (day.month, *range(_DECEMBER + 1, 32)) else self.plain).add(day)

    def is_doubtful(self) -> bool:
        """Whether there is anything to judge: quickly, before the table's first rows are looked at again."""
        return bool(self.day_first.other or self.year_first.other or (self.day_first.usual and self.cells))

    def verdict(self, policy: OrderPolicy) -> Verdict | None:
        """Judge the column."""
        reversed_ = self._reversed(self.day_first, policy) or self._reversed(self.year_first, policy)
        if reversed_ or self.late or self.day_first.either or self.day_first.other:
            return reversed_
        cells, texts, others = len(self.cells), len(self.day_first.usual), len(self.plain - {""})
        others += len(self.year_first.usual) + len(self.year_first.either)
        return Verdict.SWAPPED if policy.is_swap(cells, texts, cells + texts + others) else None

    def _reversed(self, tally: Tally, policy: OrderPolicy) -> Verdict | None:
        """Judge the texts of one form.

        Nothing more than the rows in error is wrong where no date can be read both ways and the impossible ones stand
        beside good ones, or where they are slips.
        """
        usual, other, either = len(tally.usual), len(tally.other), len(tally.either)
        if not other:
            return None
        if not usual:
            all_of_them = other + len(self.cells) + len(self.plain)
            return None if not either and policy.is_slip(other, all_of_them) else Verdict.MONTH_FIRST
        return None if not either or policy.is_slip(other, usual + other) else Verdict.MIXED


class DateWatch:
    """Watches the date columns of one table while its rows are cleaned, and judges them at its end."""

    def __init__(self) -> None:
        self._orders: Mapping[str, DateOrder] = {}
        self._policy = OrderPolicy()
        self._columns: Sequence[tuple[str, int]] = ()
        self._sample: Sequence[Sequence[Cell]] = ()

    def begin(
        self,
        orders: Mapping[str, DateOrder],
        policy: OrderPolicy,
        columns: Sequence[tuple[str, int]],
        sample: Sequence[Sequence[Cell]],
    ) -> None:
        """Take what is watched: the evidence by field, which cleaning fills, the (field, position) of date columns,
        and the table's first rows, since rows that did not change are not cleaned."""
        self._orders, self._policy, self._columns, self._sample = orders, policy, columns, sample

    def refuse(self, place: Place) -> None:
        """Raise `ListError` for the first column of the table at `place` whose dates cannot be trusted."""
        for name, order in self._orders.items():
            if not order.is_doubtful():
                continue
            positions = [index for field, index in self._columns if field == name]
            for row in self._sample:
                for index in positions:
                    order.note(row[index] if index < len(row) else None)
            verdict = order.verdict(self._policy)
            if verdict is not None:
                where = replace(place, column=column_letter(positions[0]) if positions else "")
                tally = order.day_first if order.day_first.other else order.year_first
                raise ListError(verdict.value, place=where, count=len(tally.other), doubtful=len(tally.either))
