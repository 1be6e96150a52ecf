"""Recognising a table: where its header is, what its columns are, which unit it names, what stands above it.

Pure: it sees the first rows of a sheet as they were read and the header words, and says what it found. A header
may stand in any of the first rows, one to three rows deep, merged or left blank where it continues.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from sync.tables.columns import NOTHING_JUDGED, Judged
from sync.tables.grid import Grid, Merge
from sync.tables.headercolumns import IDENTITY_FIELDS, Problem, column_problems, read_columns
from sync.tables.headerrows import HeaderRows, holds_name
from sync.tables.headers import HeaderTable, begins, column_letter, fold_words
from sync.values import Cell, Column

__all__ = [
    "IDENTITY_FIELDS",
    "SAMPLE_ROWS",
    "Layout",
    "Merge",
    "Problem",
    "column_letter",
    "layout_at",
    "recognise",
]

SAMPLE_ROWS = 100
"""How many rows `recognise` looks at: those searched for a header and some data below it. More change nothing, so
that a list that grows keeps its layout."""

MAX_DEPTH = 3
_MAX_UNIT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Layout:
    """What was recognised in a sheet's first rows.

    `top` and `depth` say where the header stands; data begins at `top + depth`. `unknown` are columns with a header
    nobody knows, `unread` those with a known header that states nothing we keep, `unnamed` columns with content and
    no header. `titles` are the texts above the header. `preamble` gives the reason of each row before the data.
    `judged` is what holds for whole columns, where they were judged. `movement` is the movement that a register
    states of all its rows, by its name in the table of movements. A layout with `problems` must not be used.
    """

    top: int
    depth: int
    columns: Sequence[Column]
    unknown: Sequence[tuple[int, str]]
    unnamed: Sequence[int]
    headers: Sequence[str]
    unit: str | None
    preamble: Sequence[str]
    problems: Sequence[Problem]
    unread: Sequence[tuple[int, str]] = ()
    judged: Judged = NOTHING_JUDGED
    titles: Sequence[str] = ()
    movement: str = ""

    @property
    def data(self) -> int:
        """The index of the first row below the header."""
        return self.top + self.depth

    @property
    def width(self) -> int:
        """How many columns the header spans."""
        return len(self.headers)


def recognise(rows: Sequence[Sequence[Cell]], table: HeaderTable, merges: Sequence[Merge] = ()) -> Layout | None:
    """Find the header in a sheet's first rows, or return None where there is none.

    A header holds a name column (or the family and given name pair) and at least one more known column besides
    the row number; code lists and data rows do not. Among the first place that qualifies and the two rows below
    it, a reading whose lower row is plainly a sub-header wins, then the one that understands most columns, then the
    one whose groups explain most, then the flattest. Where no place qualifies, the name column may be a mistyped one.
    """
    grid = Grid(rows[:SAMPLE_ROWS], merges)
    found = _readings(grid, table, near=False) or _readings(grid, table, near=True)
    if not found:
        return None
    most = max(header.known for header in found)
    plain = [header for header in found if header.structural and header.known * 2 >= most] or found
    return _layout(min(plain, key=lambda header: (-header.known, -header.grouped, header.depth, header.top)))


def _readings(grid: Grid, table: HeaderTable, *, near: bool) -> list[HeaderRows]:
    """Every way to read the first header that qualifies."""
    found: list[HeaderRows] = []
    for top in range(min(len(grid.rows), table.search_rows)):
        if found and top > found[0].top + MAX_DEPTH - 1:
            break
        for depth in range(1, min(MAX_DEPTH, len(grid.rows) - top, table.search_rows - top) + 1):
            if holds_name(grid, table, top, depth, near=near):
                header = HeaderRows(grid, table, top, depth, near=near)
                if header.qualifies and not (found and _again(grid, found[0].top, header)):
                    found.append(header)
    return found


def _again(grid: Grid, first: int, header: HeaderRows) -> bool:
    """Whether a reading further down holds the first one's row once more: what is between the two is data."""
    row = [grid.own(first, column) for column in range(grid.width)]
    rows = range(header.top, header.top + header.depth) if header.top > first else ()
    return any([grid.own(again, column) for column in range(grid.width)] == row for again in rows)


def layout_at(
    rows: Sequence[Sequence[Cell]],
    table: HeaderTable,
    top: int,
    depth: int,
    merges: Sequence[Merge] = (),
    columns: Sequence[Column] | None = None,
) -> Layout:
    """Read the header where it is known to stand, `depth` rows from the row `top` (from 0) on.

    With `columns` it means those and nothing else; what is wrong between them is found as for a recognised header.
    """
    found = _layout(HeaderRows(Grid(rows, merges), table, top, depth))
    if columns is None:
        return found
    used = {column.index for column in columns}
    return replace(
        found,
        columns=tuple(columns),
        unknown=tuple((index, text) for index, text in enumerate(found.headers) if text and index not in used),
        unread=(),
        unnamed=tuple(index for index in found.unnamed if index not in used),
        problems=tuple(column_problems(columns)),
    )


def _layout(header: HeaderRows) -> Layout:
    read = read_columns(header)
    return Layout(
        top=header.top,
        depth=header.depth,
        columns=read.columns,
        unknown=read.unknown,
        unnamed=read.unnamed,
        headers=read.headers,
        unit=_unit_above(header.grid, header.top, header.table),
        preamble=tuple(_preamble(header)),
        problems=tuple(column_problems(read.columns)),
        unread=read.unread,
        titles=tuple(_titles(header)),
    )


def _titles(header: HeaderRows) -> Iterator[str]:
    for row in range(header.top):
        for column in range(header.grid.width):
            if text := " ".join(header.grid.own(row, column).split()):
                yield text[:_MAX_UNIT_LENGTH]


def _preamble(header: HeaderRows) -> Iterator[str]:
    grid = header.grid
    for row in range(header.top + header.depth):
        if row >= header.top:
            yield "header"
        else:
            yield "title" if any(grid.filled(row, column) for column in range(grid.width)) else "blank"


def _unit_above(grid: Grid, top: int, table: HeaderTable) -> str | None:
    """The unit named above the header: after a label ("Đơn vị: …"), else the nearest line that is a unit's name."""
    named: str | None = None
    for row in range(top - 1, -1, -1):
        texts = [text for column in range(grid.width) if (text := " ".join(grid.own(row, column).split()))]
        for position, text in enumerate(texts):
            label, colon, rest = text.partition(":")
            follows = rest.strip() or (texts[position + 1] if position + 1 < len(texts) else "")
            if (colon or follows) and fold_words(label) in table.unit_labels and follows:
                return follows[:_MAX_UNIT_LENGTH]
            if named is None and len(text) <= _MAX_UNIT_LENGTH and begins(fold_words(text), table.unit_prefixes):
                named = " ".join(part.strip() for part in text.split(":", 1))
    return named
