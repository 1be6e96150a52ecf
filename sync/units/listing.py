"""Reading a list of units: where its header is, which rows are units, what each row states.

The header words are data in `config/units.toml`. Every row is accounted for: a unit, set aside with a reason, or in
error with a finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sync.tables.columns import Settled
from sync.tables.headers import begins, column_letter, fold_words
from sync.tables.layout import Layout, Problem
from sync.text.dates import parse_date
from sync.text.tidying import cell_text, clean_text
from sync.units.names import UnitWords
from sync.unittree import UnitCode
from sync.values import Cell, Column, Finding, Place, SetAside, Severity

SEARCH_ROWS = 40
"""A header is looked for in so many rows."""

UNIT_NAME = ("name",)
"""The columns of a list of units whose letters must not be lost."""

FEW_CELLS = 2
"""Filled cells a total, a signature or a note has at most, besides the row's number."""

SHOWN = 200

_HINTS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\*")
_SEVERAL = re.compile(r"[;\n]")
_EVER = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class UnitStatement:
    """One unit as a row, or the upstream, states it.

    `codes` begins with the code of today. `parent`, `successors` and `predecessors` are references: a code, a code
    with its vintage (`22945@2025-07-01`), a path, or `#id` for the upstream's own `id`. None for what is not stated.
    """

    place: Place
    name: str
    level: str | None = None
    codes: tuple[UnitCode, ...] = ()
    parent: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    successors: tuple[str, ...] = ()
    predecessors: tuple[str, ...] = ()
    id: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def at(self, column: str) -> Place:
        """Return the place of one of its cells."""
        return replace(self.place, column=self.columns.get(column, ""))


# ── the header ───────────────────────────────────────────────────────────────────────────────────────────


def recognise_units(rows: Sequence[Sequence[Cell]], words: UnitWords) -> Layout | None:
    """Find the header of a list of units: the first row that names a name column and one more known column.

    Returns None where there is none. Two columns of one kind are a problem of the layout.
    """
    for top, row in enumerate(rows[:SEARCH_ROWS]):
        named = {index: words.columns.get(_header(cell), "") for index, cell in enumerate(row)}
        known = {index: column for index, column in named.items() if column}
        if "name" in known.values() and len(set(known.values()) - {"name", "row_no"}) >= 1:
            return _layout(rows, top, known)
    return None


def _header(cell: Cell) -> str:
    if not isinstance(cell, str):
        return ""
    text = _HINTS.sub(" ", cell)
    return fold_words(text) or text.strip()


def _layout(rows: Sequence[Sequence[Cell]], top: int, known: Mapping[int, str]) -> Layout:
    texts = [" ".join(cell.split()) if isinstance(cell, str) else "" for cell in rows[top]]
    width = max((len(row) for row in rows), default=0)
    unnamed = [
        index
        for index in range(width)
        if index >= len(texts) or not texts[index]
        if any(index < len(row) and not _is_blank(row[index]) for row in rows[top + 1 :])
    ]
    used = [index for index, text in enumerate(texts) if text]
    texts += [""] * (max([*used, *unnamed]) + 1 - len(texts))
    return Layout(
        top=top,
        depth=1,
        columns=tuple(Column(column, index, texts[index]) for index, column in known.items()),
        unknown=tuple((index, text) for index, text in enumerate(texts) if text and index not in known),
        unnamed=tuple(unnamed),
        headers=tuple(texts[: max([*used, *unnamed]) + 1]),
        unit=None,
        preamble=(*("blank" if all(map(_is_blank, row)) else "title" for row in rows[:top]), "header"),
        problems=tuple(_twice(known, texts)),
    )


def _twice(known: Mapping[int, str], texts: Sequence[str]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, column in known.items():
        if column in first:
            other = first[column]
            yield Problem(
                "list-duplicate-column",
                index,
                {
                    "field": f"unit-{column}",
                    "first": column_letter(other),
                    "first_header": texts[other],
                    "second": column_letter(index),
                    "second_header": texts[index],
                },
            )
        first.setdefault(column, index)


# ── the rows ─────────────────────────────────────────────────────────────────────────────────────────────


class UnitRows:
    """Reads the rows of one table. `vintage` is the numbering of its codes where no column says."""

    def __init__(self, columns: Sequence[Column], words: UnitWords, place: Place, vintage: str = "") -> None:
        self._words, self._place, self._vintage = words, place, vintage
        self._columns = {column.field: column for column in columns}
        self._letters = {name: column_letter(column.index) for name, column in self._columns.items()}

    def read(self, number: int, cells: Sequence[Cell]) -> SetAside | UnitStatement | list[Finding]:
        """Return what a row states, why it is no unit, or what is wrong with it."""
        reason = self._reason(cells)
        if reason is not None:
            return SetAside(number, reason)
        place = replace(self._place, row=number)
        found: list[Finding] = []
        name = self._text(cells, "name")
        if not self._words.key(name):
            found.append(Finding("unit-no-name", Severity.ERROR, self._at(place, "name"), "unit-name", name))
        dates = {column: self._date(cells, column, place, found) for column in ("valid_from", "valid_to")}
        begun, ended = dates["valid_from"], dates["valid_to"]
        if begun and ended and ended < begun[: len(ended)]:
            found.append(Finding("unit-ends-first", Severity.ERROR, self._at(place, "valid_to"), found=ended))
        for column in ("code", "old_code"):
            if "@" in self._text(cells, column):
                text = self._text(cells, column)
                found.append(Finding("unit-code-sign", Severity.ERROR, self._at(place, column), found=text))
        if found:
            return found
        return UnitStatement(
            place=place,
            name=name,
            level=self._text(cells, "level") or None,
            codes=tuple(self._codes(cells)),
            parent=self._text(cells, "parent") or None,
            valid_from=dates["valid_from"],
            valid_to=dates["valid_to"],
            successors=self._several(cells, "successors"),
            predecessors=self._several(cells, "predecessors"),
            columns=self._letters,
        )

    def at(self, number: int, one: Settled) -> Finding:
        """The error of a cell that contradicts what holds for its column."""
        place = replace(self._place, row=number, column=column_letter(one.index))
        return Finding(one.problem, Severity.ERROR, place, "unit-name", one.typed)

    def _reason(self, cells: Sequence[Cell]) -> str | None:
        """Return why a row is no unit, or None."""
        filled = {index: cell for index, cell in enumerate(cells) if not _is_blank(cell)}
        number = self._columns["row_no"].index if "row_no" in self._columns else -1
        content = {index: cell for index, cell in filled.items() if index != number or isinstance(cell, str)}
        if not content or all(index == number and _is_number(cell) for index, cell in content.items()):
            return "blank"
        headed = sum(
            1
            for column in self._columns.values()
            if self._words.columns.get(_header(filled.get(column.index))) == column.field
        )
        if headed >= 2 or _counts_up(list(filled.values())):
            return "header"
        coded = "code" in self._columns and self._columns["code"].index in content
        if len(content) > FEW_CELLS or coded:
            return None
        first = fold_words(next((cell for cell in content.values() if isinstance(cell, str)), ""))
        for reason, words in (
            ("total", self._words.total),
            ("signature", self._words.signature),
            ("note", self._words.note),
        ):
            if begins(first, words):
                return reason
        return None

    def _cell(self, cells: Sequence[Cell], column: str) -> Cell:
        known = self._columns.get(column)
        return cells[known.index] if known is not None and known.index < len(cells) else None

    def _text(self, cells: Sequence[Cell], column: str) -> str:
        return clean_text(cell_text(self._cell(cells, column)))[0]

    def _several(self, cells: Sequence[Cell], column: str) -> tuple[str, ...]:
        texts = (clean_text(part)[0] for part in _SEVERAL.split(cell_text(self._cell(cells, column))))
        return tuple(text for text in texts if text)

    def _codes(self, cells: Sequence[Cell]) -> Iterator[UnitCode]:
        for code, vintage, usual in (("code", "vintage", self._vintage), ("old_code", "old_vintage", "")):
            text = self._text(cells, code)
            if text:
                yield UnitCode(text, self._day(cells, vintage) or usual)

    def _day(self, cells: Sequence[Cell], column: str) -> str:
        """A vintage: a day or a year as ISO text where it is one, else as it is written."""
        cell = self._cell(cells, column)
        iso, _, _ = parse_date(cell, today=_EVER)
        return iso or clean_text(cell_text(cell))[0]

    def _date(self, cells: Sequence[Cell], column: str, place: Place, found: list[Finding]) -> str | None:
        cell = self._cell(cells, column)
        if _is_blank(cell):
            return None
        iso, _, problem = parse_date(cell, today=_EVER)
        if problem is not None:
            shown = cell_text(cell)[:SHOWN]
            found.append(Finding(problem, Severity.ERROR, self._at(place, column), f"unit-{column}", shown))
        return iso

    def _at(self, place: Place, column: str) -> Place:
        return replace(place, column=self._letters.get(column, ""))


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not clean_text(cell)[0])


def _is_number(cell: Cell) -> bool:
    text = cell_text(cell).strip(" .")
    return text.isascii() and text.isdigit()


def _counts_up(cells: Sequence[Cell]) -> bool:
    """Whether the cells are 1, 2, 3 …: a form's column numbers."""
    texts = [cell_text(cell).strip(" ().[]") for cell in cells]
    return len(texts) >= 3 and texts == [str(number) for number in range(1, len(texts) + 1)]
