"""What only a whole column tells: the old font its text was typed in, and the zeros its numbers are shown with.

Judged once, when a table is opened, from its first rows and what the file says of their style. A row that comes
later and says otherwise is an error of that row. Source: the domain book, §4 "Quirks" and §5 "Legacy fonts".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from sync.tables.fontcolumns import ColumnFont, Texts, Unclear, judge_fonts
from sync.text.fonts import Fonts, Weight
from sync.text.tidying import cell_text, number_digits
from sync.values import Cell

Rows = Sequence[Sequence[Cell]]

_NUMBER_FORMAT = re.compile(r"(?:\"(?P<quoted>0*)\"|\\(?P<escaped>0))?(?P<digits>[0#](?:[0# \-\\_]*[0#])?)(?:;.*)?")
_MAX_DIGITS = 15
_LAST_YEAR = 2100
"""A bare number up to here is a year."""


@dataclass(frozen=True, slots=True)
class Styles:
    """What a workbook says of the cells of its first rows, by (row, column) from 0.

    `fonts` are names of fonts, `formats` number formats other than the general one. With `from_1904` the workbook
    counts its days from 1904.
    """

    fonts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    from_1904: bool = False


@dataclass(frozen=True, slots=True)
class ShownDigits:
    """How a number format shows whole numbers: `before` them stands a literal, and they have `least` digits."""

    before: str = ""
    least: int = 0

    def show(self, number: str) -> str:
        """Return the digits of a number as they are shown."""
        return self.before + number.zfill(self.least)


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one cell before cleaning: what stood there, and the step or the problem; or a doubt about how it
    is shown, with what is shown, where it was left as it is."""

    index: int
    typed: str
    step: str = ""
    problem: str = ""
    doubt: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """What holds for the columns of a table, by position from 0.

    `fonts` are the columns typed in a legacy font; `digits` those whose numbers are all shown alike, with zeros in
    front; `unclear` those an officer must be asked about; `sample` holds the first rows below the header;
    `known` is what fonts were judged by.
    """

    fonts: Mapping[int, ColumnFont] = field(default_factory=dict)
    digits: Mapping[int, ShownDigits] = field(default_factory=dict)
    unclear: tuple[Unclear, ...] = ()
    from_1904: bool = False
    sample: Rows = field(default=(), repr=False)
    known: Fonts | None = field(default=None, repr=False)

    @property
    def salt(self) -> str:
        """What of it decides what a row means."""
        fonts = [f"{index}={one.font.name}{one.capitals:d}" for index, one in sorted(self.fonts.items())]
        digits = [f"{index}={one.before}{one.least}" for index, one in sorted(self.digits.items())]
        return f"{','.join(fonts)};{','.join(digits)};{self.from_1904:d}"


NOTHING_JUDGED = Judged()

Settle = Callable[[Sequence[Cell]], tuple[Sequence[Cell], Sequence[Settled]]]

Accepts = Mapping[int, Callable[[str], bool]]
"""By position, whether a shown number can be a value of its column; any can where there is no entry."""


def settler(judged: Judged, dates: Sequence[int] = (), accepts: Accepts = MappingProxyType({})) -> Settle | None:
    """Return the function that gives a row's cells as they were meant, and says what it did; None where nothing is
    to be done.

    `dates` are the positions of date columns. A cell whose text contradicts its column's font stays as it is, with
    the problem `legacy-font-mixed`; a bare number among the dates of a workbook that counts from 1904 is
    `date-serial-1904`. A number that, with the zeros it is shown with, is no value of its column (`accepts`) stays as
    it is, with the doubt `zero-shown-wrong`. Steps: `legacy-font`, `zero-shown`.
    """
    known = judged.known
    if known is None or not (judged.fonts or judged.digits or (judged.from_1904 and dates)):
        return None
    numbered = tuple(dates) if judged.from_1904 else ()

    def settle(cells: Sequence[Cell]) -> tuple[Sequence[Cell], Sequence[Settled]]:
        changed: list[Cell] | None = None
        done: list[Settled] = []
        for index, cell, one in _each(cells, judged, known, numbered, accepts):
            done.append(one)
            if cell is not None:
                changed = list(cells) if changed is None else changed
                changed[index] = cell
        return (cells if changed is None else changed), done

    return settle


def _each(
    cells: Sequence[Cell], judged: Judged, fonts: Fonts, numbered: Sequence[int], accepts: Accepts
) -> Iterator[tuple[int, Cell, Settled]]:
    """Yield (position, new cell or None, what was done) for the cells that are not simply themselves."""
    width = len(cells)
    for index, column in judged.fonts.items():
        cell = cells[index] if index < width else None
        if isinstance(cell, str) and cell:
            if fonts.weigh(cell, column.font) in (Weight.UNICODE, Weight.TORN):
                yield index, None, Settled(index, cell, problem="legacy-font-mixed")
            elif (shown := column.font.read(cell, capitals=column.capitals)) != cell:
                yield index, shown, Settled(index, cell, "legacy-font")
    for index, digits in judged.digits.items():
        number = number_digits(cells[index]) if index < width else None
        if not number or (shown := digits.show(number)) == number:
            continue
        if index in accepts and not accepts[index](shown):
            yield index, None, Settled(index, number, doubt="zero-shown-wrong", shown=shown)
        else:
            yield index, shown, Settled(index, number, "zero-shown")
    for index in numbered:
        cell = cells[index] if index < width else None
        if isinstance(cell, int | float) and not isinstance(cell, bool) and cell > _LAST_YEAR:
            yield index, None, Settled(index, cell_text(cell), problem="date-serial-1904")


# ── judging ──────────────────────────────────────────────────────────────────────────────────────────────


def judge(
    rows: Rows,
    fields: Mapping[int, str],
    fonts: Fonts,
    styles: Callable[[], Styles | None],
    numbered: Sequence[int] = (),
) -> Judged:
    """Judge the columns from a table's first rows below the header.

    `fields` are the columns by position whose font is to be judged; `numbered` are the positions where a number's
    style matters: identifiers, which lose their zeros, and dates. `styles` is asked only where it can matter,
    and may not know; its rows are those of `rows`.
    """
    columns = {index: _texts(rows, index) for index in fields}
    suspect = fonts.may_be_legacy(text for texts in columns.values() for _, text in texts)
    numbers = [index for index in numbered if any(index < len(row) and number_digits(row[index]) for row in rows)]
    known = styles() if suspect or numbers else None
    judged, unclear = judge_fonts(columns, fields, fonts, known.fonts if known else None) if suspect else ({}, [])
    return Judged(
        fonts=judged,
        digits=_shown_digits(rows, numbers, known) if known else {},
        unclear=tuple(unclear),
        from_1904=bool(known and known.from_1904),
        sample=rows,
        known=fonts,
    )


def _texts(rows: Rows, index: int) -> Texts:
    """The texts beyond ASCII of a column, with their rows."""
    return [
        (number, cell)
        for number, row in enumerate(rows)
        if index < len(row) and isinstance(cell := row[index], str) and not cell.isascii()
    ]


def shown_digits(number_format: str) -> ShownDigits | None:
    """Return how a number format shows whole numbers, or None where it is no plain row of digits.

    `000000000000` shows twelve digits at least; so does `0###########`, since digits right of a 0 are always shown;
    `"0"#########` puts a zero before whatever there is.
    """
    found = _NUMBER_FORMAT.fullmatch(number_format.strip())
    if found is None:
        return None
    least = len(re.sub("[^0#]", "", found["digits"]).lstrip("#"))
    shown = ShownDigits(found["quoted"] or found["escaped"] or "", least)
    return shown if shown.before or 1 < least <= _MAX_DIGITS else None


def _shown_digits(rows: Rows, indexes: Sequence[int], styles: Styles) -> dict[int, ShownDigits]:
    """The columns all of whose numbers are shown alike, with zeros in front."""
    found: dict[int, ShownDigits] = {}
    for index in indexes:
        shown = {
            shown_digits(styles.formats.get((number, index), ""))
            for number, row in enumerate(rows)
            if index < len(row) and number_digits(row[index])
        }
        if len(shown) == 1 and (one := shown.pop()) is not None:
            found[index] = one
    return found
