"""The summary sheet as both sides know it: by a marker in a hidden first row, whatever its title.

The hidden row names the columns, so that a column may be moved or put in between and its rows sorted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from sync.tables.rows import NAME_FIELDS
from sync.text.tidying import cell_text
from sync.values import Cell, Column

TITLE = "yumsync"
"""The title the sheet gets. It may be renamed; one that begins like this is looked at first."""

MARKER = "yumsync:annotated:"
VERSION = 1

COLUMNS = ("sheet", "cell", "person", "found", "proposed", "agreed", "reason", "code")
"""The columns of the table of corrections. The marker stands over the first."""

AGREED = frozenset({"x", "х", "×", "✓", "✔", "v", "1", "true", "có", "co", "ok", "yes", "đồng ý", "dong y"})
"""What counts as a mark of agreement, in small letters; "х" is Cyrillic."""

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction an officer agreed to: in this cell (row from 1, column from 0) of this person, for that value.

    `found` is what the cell held when it was proposed; `line` is the row it stands in on the summary sheet.
    """

    sheet: str
    row: int
    column: int
    person: str
    found: str
    proposed: str
    line: int


@dataclass(frozen=True, slots=True)
class Unclear:
    """A line of the summary sheet that cannot be followed: its row, the finding's code, what stands there."""

    line: int
    code: str
    found: str


@dataclass(frozen=True, slots=True)
class Form:
    """What a summary sheet says: the corrections agreed to, the lines nobody can follow, its version."""

    version: int
    agreed: Sequence[Correction]
    unclear: Sequence[Unclear]


def marker_row() -> list[str]:
    """Return the hidden first row."""
    return [f"{MARKER}{VERSION}", *COLUMNS[1:]]


def is_form(first: Sequence[Cell]) -> bool:
    """Whether a sheet's first row is the hidden row of a summary sheet, of any version."""
    return any(isinstance(cell, str) and cell.startswith(MARKER) for cell in first)


def read_form(rows: Iterable[Sequence[Cell]]) -> Form | None:
    """Read a sheet's rows, from row 1 on, as a summary sheet; None where it is none."""
    lines = iter(rows)
    first = next(lines, ())
    if not is_form(first):
        return None
    names = {str(cell).strip(): index for index, cell in enumerate(first) if isinstance(cell, str)}
    marker = next(name for name in names if name.startswith(MARKER))
    version = int(marker.removeprefix(MARKER)) if marker.removeprefix(MARKER).isdecimal() else 0
    places = {"sheet": names[marker], **{name: names[name] for name in COLUMNS[1:] if name in names}}
    if version != VERSION or len(places) < len(COLUMNS):
        return Form(version if version != VERSION else 0, (), ())
    agreed: list[Correction] = []
    unclear: list[Unclear] = []
    for number, row in enumerate(lines, start=2):
        line = _line(number, {name: _at(row, index) for name, index in places.items()})
        if isinstance(line, Correction):
            agreed.append(line)
        elif line is not None:
            unclear.append(line)
    return Form(version, agreed, unclear)


def _line(number: int, cells: Mapping[str, str]) -> Correction | Unclear | None:
    """One line: a correction agreed to, one that is unclear, or None for one without a mark."""
    mark = cells["agreed"].casefold().strip(" .")
    place = _CELL.fullmatch(cells["cell"].upper())
    if not mark or place is None:
        return None
    if mark not in AGREED:
        return Unclear(number, "correction-unclear", cells["agreed"])
    if not cells["proposed"]:
        return Unclear(number, "correction-empty", cells["cell"])
    letters, row = place.groups()
    return Correction(
        cells["sheet"], int(row), _index(letters), cells["person"], cells["found"], cells["proposed"], number
    )


def _at(row: Sequence[Cell], index: int) -> str:
    return cell_text(row[index]).strip() if index < len(row) else ""


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def person_of(cells: Sequence[Cell], columns: Sequence[Column]) -> str:
    """Return the name in a row as it stands there, by which a correction knows its person again."""
    names = [column.index for column in columns if column.field in NAME_FIELDS]
    parts = (cell_text(cells[index]) for index in names if index < len(cells))
    return " ".join(" ".join(parts).split())


def plain(text: str) -> str:
    """Return a text as two cells are compared: composed, blanks made single, without invisible characters."""
    kept = (char if char.isprintable() else " " if char.isspace() else "" for char in normalize("NFC", text))
    return " ".join("".join(kept).split())
