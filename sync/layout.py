"""Recognising a table: where its header is, what its columns are, which unit it names, what stands above it.

Pure: it sees the first rows of a sheet as they were read and the header words, and says what it found. A header
may stand in any of the first rows, one to three rows deep, merged or left blank where it continues.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.headers import Found, HeaderTable, Meaning, begins, column_letter, fold_words
from sync.values import Cell, Column, Match

__all__ = ["IDENTITY_FIELDS", "SAMPLE_ROWS", "Layout", "Merge", "Problem", "column_letter", "layout_at", "recognise"]

IDENTITY_FIELDS = frozenset({"date_of_birth", "national_id", "member_code"})
"""A list that states none of these cannot say who its people are (the domain book, "Identity")."""

SAMPLE_ROWS = 100
"""How many rows a reader should hand to `recognise`: the rows searched for a header and some data below it."""

MAX_DEPTH = 3
_MAX_UNIT_LENGTH = 200
_MAX_MERGED_CELLS = 1_000_000

Merge = tuple[int, int, int, int]
"""A merged range: top, left, bottom, right, all from 0 and inclusive."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a recognised header cannot be used. `column` is the position from 0 it stands at, or -1."""

    code: str
    column: int
    details: Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Layout:
    """What was recognised in a sheet's first rows.

    `top` and `depth` say where the header stands; data begins at `top + depth`. `unknown` are columns with a
    header nobody knows, `unnamed` columns with content and no header. `preamble` gives the reason of each row
    before the data. A layout with `problems` must not be used.
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
    it, the reading that knows most columns wins, then the one whose lower row is plainly a sub-header, then the
    flattest.
    """
    grid = _Grid(rows, merges)
    found: list[_Header] = []
    for top in range(min(len(rows), table.search_rows)):
        if found and top > found[0].top + MAX_DEPTH - 1:
            break
        for depth in range(1, min(MAX_DEPTH, len(rows) - top, table.search_rows - top) + 1):
            header = _Header(grid, table, top, depth)
            if header.qualifies:
                found.append(header)
    if not found:
        return None
    best = min(found, key=lambda header: (-header.known, not header.structural, header.depth, header.top))
    return _layout(best, grid, table)


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
    grid = _Grid(rows, merges)
    found = _layout(_Header(grid, table, top, depth), grid, table)
    if columns is None:
        return found
    used = {column.index for column in columns}
    return replace(
        found,
        columns=tuple(columns),
        unknown=tuple((index, text) for index, text in enumerate(found.headers) if text and index not in used),
        unnamed=tuple(index for index in found.unnamed if index not in used),
        problems=tuple(_problems(columns)),
    )


class _Grid:
    """The rows as texts, with merged ranges spread over the cells they cover."""

    def __init__(self, rows: Sequence[Sequence[Cell]], merges: Sequence[Merge]) -> None:
        self.rows = rows
        self.width = max((len(row) for row in rows), default=0)
        self.origin: dict[tuple[int, int], tuple[int, int]] = {}
        budget = _MAX_MERGED_CELLS
        for top, left, bottom, right in merges:
            budget -= (
                (min(bottom, len(rows)) - top + 1) * (min(right, self.width) - left + 1) if top < len(rows) else 0
            )
            if top < len(rows) and left < self.width and budget > 0:
                for row in range(top, min(bottom, len(rows) - 1) + 1):
                    for column in range(left, min(right, self.width - 1) + 1):
                        self.origin[row, column] = (top, left)

    def own(self, row: int, column: int) -> str:
        """The text that stands in the cell itself; numbers and dates are no header text."""
        cells = self.rows[row]
        cell = cells[column] if column < len(cells) else None
        return " ".join(cell.split()) if isinstance(cell, str) and "\n" not in cell else _text(cell)

    def filled(self, row: int, column: int) -> bool:
        """Whether anything stands in the cell itself."""
        cells = self.rows[row]
        return column < len(cells) and not _blank(cells[column])

    def spread(self, row: int, column: int) -> str:
        """The text of the cell, or of the merged range that covers it."""
        text = self.own(row, column)
        origin = self.origin.get((row, column))
        return self.own(*origin) if not text and origin else text


class _Header:
    """One way to read a header: `depth` rows from `top` on."""

    def __init__(self, grid: _Grid, table: HeaderTable, top: int, depth: int) -> None:
        self.grid, self.table, self.top, self.depth = grid, table, top, depth
        self.labels = [self._labels(column) for column in range(grid.width)]
        self.found = [table.find(labels) if labels else None for labels in self.labels]
        self.meanings = [found.meaning if found else None for found in self.found]
        fields = {meaning.field for meaning in self.meanings if meaning}
        self.known = sum(1 for meaning in self.meanings if meaning)
        names = {"full_name"} if "full_name" in fields else {"family_name", "given_name"}
        self.names = [i for i, meaning in enumerate(self.meanings) if meaning and meaning.field in names]
        others = fields - {"full_name", "family_name", "given_name", "row_no"}
        self.qualifies = names <= fields and bool(others) and self._names_close()
        self.structural = self.qualifies and depth > 1 and self._is_sub_header(top + depth - 1)

    def _labels(self, column: int) -> tuple[str, ...]:
        """The header cells over a column, top to bottom, each once."""
        found: list[str] = []
        for row in range(self.top, self.top + self.depth):
            text = self.grid.spread(row, column) or self._continued(row, column)
            if text and (not found or found[-1] != text):
                found.append(text)
        return tuple(found)

    def _continued(self, row: int, column: int) -> str:
        """The group to the left that an unmerged blank header cell continues: both have sub-headers below."""
        if not self._has_below(row, column) or self.grid.filled(row, column):
            return ""
        for left in range(column - 1, -1, -1):
            if not self._has_below(row, left):
                return ""
            text = self.grid.own(row, left)
            if text:
                return text
        return ""

    def _has_below(self, row: int, column: int) -> bool:
        return any(self.grid.filled(below, column) for below in range(row + 1, self.top + self.depth))

    def _names_close(self) -> bool:
        """A sub-header row leaves the name column blank or names it: a person's name there is data."""
        for column in self.names:
            for row in range(self.top + 1, self.top + self.depth):
                if self.grid.filled(row, column) and not self._says_name(row, column):
                    return False
        return True

    def _says_name(self, row: int, column: int) -> bool:
        meaning = self.table.resolve(self._labels(column))
        alone = self.table.resolve((self.grid.own(row, column),))
        return meaning is not None and alone is not None and alone.field == meaning.field

    def _is_sub_header(self, row: int) -> bool:
        """Whether a row only subdivides the one above: text, under blanks or under groups, none under the name."""
        filled = [column for column in range(self.grid.width) if self.grid.filled(row, column)]
        if not filled or any(column in self.names for column in filled):
            return False
        return all(self.grid.own(row, column) and self._is_group(row - 1, column) for column in filled)

    def _is_group(self, row: int, column: int) -> bool:
        if not self.grid.filled(row, column):
            return True
        beside = column + 1
        return beside < self.grid.width and not self.grid.filled(row, beside) and self.grid.filled(row + 1, beside)


def _layout(header: _Header, grid: _Grid, table: HeaderTable) -> Layout:
    recognised = _prefer_full_name(_split_name(header, grid))
    texts = [" › ".join(" ".join(label.split()) for label in labels) for labels in header.labels]
    data = range(header.top + header.depth, len(grid.rows))
    unknown, unnamed, columns = [], [], []
    for index, found in enumerate(recognised):
        if found:
            meaning = found.meaning
            columns.append(
                Column(meaning.field, index, texts[index], meaning.implies, match=found.match, meant=found.meant)
            )
        elif texts[index]:
            unknown.append((index, texts[index]))
        elif any(grid.filled(row, index) for row in data):
            unnamed.append(index)
    used = [index for index, text in enumerate(texts) if text or recognised[index]]
    return Layout(
        top=header.top,
        depth=header.depth,
        columns=tuple(columns),
        unknown=tuple(unknown),
        unnamed=tuple(unnamed),
        headers=tuple(texts[: max([*used, *unnamed]) + 1]),
        unit=_unit_above(grid, header.top, table),
        preamble=tuple(_preamble(grid, header)),
        problems=tuple(_problems(columns)),
    )


def _split_name(header: _Header, grid: _Grid) -> list[Found | None]:
    """A name header over two columns, family name and given name, with nothing said about the second.

    Read as one column it would lose everybody's given name, so the data decides: the second column is the given
    name when it holds words without digits in most rows that hold a name.
    """
    recognised = list(header.found)
    full = [index for index, found in enumerate(recognised) if found and found.meaning.field == "full_name"]
    if not full or len(full) > 2 or full[0] + 1 >= grid.width:
        return recognised
    first, second = full[0], full[0] + 1
    covered = any(
        grid.origin.get((row, second), (row, second))[1] == first and not grid.filled(row, second)
        for row in range(header.top, header.top + header.depth)
    )
    if header.labels[second] and not covered:
        return recognised
    pairs = [
        _text(grid.rows[row][second]) if second < len(grid.rows[row]) else ""
        for row in range(header.top + header.depth, len(grid.rows))
        if grid.filled(row, first)
    ]
    words = [text for text in pairs if text and not any(char.isdigit() for char in text)]
    if words and len(words) * 2 >= len(pairs):
        recognised[first] = Found(Meaning("family_name"), Match.DATA)
        recognised[second] = Found(Meaning("given_name"), Match.DATA)
    elif covered:
        recognised[second] = None
        header.labels[second] = ()
    return recognised


def _prefer_full_name(recognised: list[Found | None]) -> list[Found | None]:
    """Beside a full name, a family or given name says nothing new and is not read."""
    fields = {found.meaning.field for found in recognised if found}
    dropped = {"family_name", "given_name"} if "full_name" in fields else set()
    return [None if found and found.meaning.field in dropped else found for found in recognised]


def _problems(columns: Sequence[Column]) -> Iterator[Problem]:
    first: dict[str, list[Column]] = {}
    for column in columns:
        for other in first.get(column.field, []):
            if not (column.implies and other.implies and column.implies != other.implies):
                yield Problem(
                    "list-duplicate-column",
                    column.index,
                    {
                        "field": column.field,
                        "first": column_letter(other.index),
                        "first_header": other.header,
                        "second": column_letter(column.index),
                        "second_header": column.header,
                    },
                )
                break
        first.setdefault(column.field, []).append(column)
    if not IDENTITY_FIELDS & first.keys():
        yield Problem("list-no-identity-column", -1, {"headers": ", ".join(column.header for column in columns)})


def _preamble(grid: _Grid, header: _Header) -> Iterator[str]:
    for row in range(header.top + header.depth):
        if row >= header.top:
            yield "header"
        else:
            yield "title" if any(grid.filled(row, column) for column in range(grid.width)) else "blank"


def _unit_above(grid: _Grid, top: int, table: HeaderTable) -> str | None:
    """The unit named above the header: after a label ("Đơn vị: …"), else the nearest line that is a unit's name."""
    named: str | None = None
    for row in range(top - 1, -1, -1):
        texts = [text for column in range(grid.width) if (text := _text_line(grid.own(row, column)))]
        for position, text in enumerate(texts):
            label, colon, rest = text.partition(":")
            follows = rest.strip() or (texts[position + 1] if position + 1 < len(texts) else "")
            if (colon or follows) and fold_words(label) in table.unit_labels and follows:
                return follows[:_MAX_UNIT_LENGTH]
            if named is None and len(text) <= _MAX_UNIT_LENGTH and begins(fold_words(text), table.unit_prefixes):
                named = " ".join(part.strip() for part in text.split(":", 1))
    return named


def _text_line(text: str) -> str:
    return " ".join(text.split())


def _text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
