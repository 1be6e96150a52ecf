"""One cell of one field: what it states, which steps led there, what is doubtful about it.

Everything here depends on the cell alone; rules that need the whole row are in `sync/cleaning/rowrules.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from math import isfinite

from sync.tables.dateorder import DateOrder
from sync.tables.fields import FieldSpec, Knowledge
from sync.text.codes import CodeList
from sync.text.dates import day_first, parse_date
from sync.text.identifiers import EMAIL, EMAIL_LENGTH, email, member_code, national_id, phone, serial
from sync.text.tidying import EMPTY, LARGEST_EXACT, Cleaned, bare_word, cell_text, clean_text, match_key
from sync.values import Cell, Step

SHOWN = 200
"""Characters of a cell that a finding shows."""

LEGACY_MIXED = "legacy-font-mixed"
"""Stops the row whatever the field: where one cell is in another encoding, no other of its row can be trusted."""

DITTO_FRAME = 4
"""Signs and blanks that may stand around a word for "as above": `- nt -`."""

REMEMBERED = 10_000
"""Different cells remembered per column."""

_REPEATING = frozenset({"text", "unit", "date", "code"})
"""Types with few different values in a column. A person's names and numbers hardly repeat."""

_LOST_INSIDE = re.compile(r"[^\W\d_]\?+[^\W\d_]|\ufffd")
_NAME = re.compile(r"(?:[^\W\d_]|[ '’ʼ.\-\u0300-\u036f])+")
_NAME_WITH_NOTES = re.compile(r"(?:\w|[ '’ʼ.,;/()\-\u0300-\u036f])+")
_LETTER = re.compile(r"[^\W\d_]")
_ERROR_TEXT = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_ROUNDED = re.compile(r"\d+([.,]\d+)?[eE]\+\d+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Marked:
    """A cell with more to say than its value: a step, a problem, or both.

    `stated` is False where the value is left out of the record.
    """

    value: str | None
    stated: bool
    step: Step | None
    problem: str | None
    found: str
    proposed: str


Outcome = str | Marked | None
"""A value that stands as it was typed, nothing, or a `Marked` cell."""

Reader = Callable[[Cell], Outcome]


def clean_free_text(cell: Cell) -> Cleaned:
    """Return free text. Problems: `letters-lost` (? inside a word), `text-is-date`, `number-rounded`,
    `cell-error`. Step besides those of `clean_text`: `number-text` (a number cell became its digits)."""
    if cell is None:
        return EMPTY
    if not isinstance(cell, str):
        return _text_of_other(cell)
    text, steps = clean_text(cell)
    if ("?" in text or "\ufffd" in text) and _LOST_INSIDE.search(text):
        return Cleaned(None, (), "letters-lost")
    if "+" in text and _ROUNDED.fullmatch(text):
        return Cleaned(None, (), "number-rounded")
    return Cleaned(text or None, steps)


def _text_of_other(cell: Cell) -> Cleaned:
    if isinstance(cell, bool | int | float):
        if isinstance(cell, float) and not isfinite(cell):
            return Cleaned(None, (), "cell-error")
        if abs(cell) >= LARGEST_EXACT:
            return Cleaned(None, (), "number-rounded")
        return Cleaned(cell_text(cell), ("number-text",))
    return Cleaned(None, (), "text-is-date")


def clean_unit(cell: Cell) -> Cleaned:
    """Return a unit's name or path: free text in which any `?` is a lost letter."""
    cleaned = clean_free_text(cell)
    return Cleaned(None, (), "letters-lost") if cleaned.value and "?" in cleaned.value else cleaned


def clean_name(cell: Cell) -> Cleaned:
    """Return a person's name, in the case it was typed.

    Problems without a value: `name-not-text`, `letters-lost` (`?` or half a character), `name-damaged` (signs
    no name holds: letters of an old font, or another column). With a value: `name-characters` (digits,
    brackets, commas: a remark beside the name).
    """
    if cell is None:
        return EMPTY
    if not isinstance(cell, str):
        return Cleaned(None, (), "name-not-text")
    text, steps = clean_text(cell)
    if text.replace(" ", "").isalpha():
        return Cleaned(text, steps)
    if not text:
        return Cleaned(None, steps)
    if "?" in text or "\ufffd" in text:
        return Cleaned(None, (), "letters-lost")
    if _LETTER.search(text) is None:
        return Cleaned(None, (), "name-not-text")
    if _NAME.fullmatch(text):
        return Cleaned(text, steps)
    return (
        Cleaned(text, steps, "name-characters")
        if _NAME_WITH_NOTES.fullmatch(text)
        else Cleaned(None, (), "name-damaged")
    )


def clean_date(today: date, earliest_year: int, cell: Cell) -> Cleaned:
    """Return a date as ISO text cut to its precision; a month-first date is proposed day first."""
    iso, steps, problem = parse_date(cell, today=today, earliest_year=earliest_year)
    proposed = day_first(cell) if problem == "date-month-first" and isinstance(cell, str) else ""
    return Cleaned(iso, steps, problem, proposed)


class CellReader(dict[Cell, Outcome]):
    """Reads the cells of one column: `reader[cell]` is the cell's outcome.

    A dictionary, so that a cell seen before costs one look-up; it remembers at most `room` different cells.
    """

    __slots__ = ("_read", "_room")

    def __init__(self, read: Reader, room: int) -> None:
        super().__init__()
        self._read = read
        self._room = room

    def __missing__(self, cell: Cell) -> Outcome:
        outcome = self._read(cell)
        if self._room and (cell.__class__ is str or cell not in (0, 1)):  # to a dictionary, True is 1
            self._room -= 1
            self[cell] = outcome
        return outcome


def cell_reader(spec: FieldSpec, knowledge: Knowledge, today: date, order: DateOrder | None = None) -> CellReader:
    """Return what reads the cells of a field's column; `order` takes note of each different date.

    Adds to the field's own rules what holds for any cell: `text-too-long`, `cell-error` (a formula's error as
    text), `cell-ditto` (a mark that says "as above"), `legacy-font-mixed` (text of an old font in a column that is
    not in one), and the step `empty-word` (a word that says the cell is empty).
    """
    policy = knowledge.policy
    clean = _cleaner(spec, knowledge, today)
    empty = frozenset(match_key(word) for word in policy.empty_words)
    ditto = frozenset(bare_word(word) for word in policy.ditto_words) - {""}
    longest = max(map(len, (*policy.empty_words, *policy.ditto_words)), default=0) + DITTO_FRAME
    max_length, plain = policy.max_length, knowledge.fonts.is_plain

    def read(cell: Cell) -> Outcome:
        if cell is None or cell == "":
            return None
        if isinstance(cell, str):
            if len(cell) > max_length:
                return _marked(cell, Cleaned(None, (), "text-too-long"))
            bare = cell.strip()
            if len(bare) <= longest:
                if bare.casefold() in empty:
                    return _marked(cell, Cleaned(None, ("empty-word",)))
                if bare_word(bare) in ditto:
                    return _marked(cell, Cleaned(None, (), "cell-ditto"))
            if bare[:1] == "#" and _ERROR_TEXT.fullmatch(bare):
                return _marked(cell, Cleaned(None, (), "cell-error"))
            if not plain(cell):
                return _marked(cell, Cleaned(None, (), LEGACY_MIXED))
        cleaned = clean(cell)
        if not cleaned.steps and cleaned.problem is None:
            return cleaned.value
        return _marked(cell, cleaned)

    def noted(cell: Cell) -> Outcome:
        if order is not None:
            order.note(cell)
        return read(cell)

    quick = noted if order is not None else _quick(spec, knowledge, read, longest)
    return CellReader(quick, REMEMBERED if spec.type in _REPEATING else 0)


def _quick(spec: FieldSpec, knowledge: Knowledge, read: Reader, short: int) -> Reader:
    """Return the reader with a short way for text that stands as it is, for types with many different values.

    The short way may miss a clean text; what it takes, the full rules would give back without a word. Up to
    `short` characters may be a word for "empty" or for "as above".
    """
    rules = knowledge.identifiers
    longest, provinces, mobile = knowledge.policy.max_length, rules.provinces, frozenset(rules.mobile_digits)
    size, plain = rules.member_code_digits, knowledge.fonts.is_plain

    def text(cell: Cell) -> Outcome:
        if isinstance(cell, str) and short < len(cell) <= longest and not ("?" in cell or "+" in cell or "#" in cell):
            return cell if clean_text(cell)[0] is cell and plain(cell) else read(cell)
        return read(cell)

    def name(cell: Cell) -> Outcome:
        if isinstance(cell, str) and short - DITTO_FRAME < len(cell) <= longest and cell.replace(" ", "").isalpha():
            return cell if clean_text(cell)[0] is cell and plain(cell) else read(cell)
        return read(cell)

    def national_id(cell: Cell) -> Outcome:
        if isinstance(cell, str) and len(cell) == 12 and cell.isascii() and cell.isdigit():
            return cell if cell[:3] in provinces and cell[6:] != "000000" else read(cell)
        return read(cell)

    def member_code(cell: Cell) -> Outcome:
        return (
            cell if isinstance(cell, str) and len(cell) == size and cell.isascii() and cell.isdigit() else read(cell)
        )

    def phone(cell: Cell) -> Outcome:
        if isinstance(cell, str) and len(cell) == 10 and cell.isascii() and cell.isdigit():
            return cell if cell[0] == "0" and cell[1] in mobile else read(cell)
        return read(cell)

    def email(cell: Cell) -> Outcome:
        return cell if isinstance(cell, str) and len(cell) <= EMAIL_LENGTH and EMAIL.fullmatch(cell) else read(cell)

    quick: dict[str, Reader] = {
        "text": text,
        "name": name,
        "family_name": name,
        "given_name": name,
        "national_id": national_id,
        "member_code": member_code,
        "phone": phone,
        "email": email,
    }
    return quick.get(spec.type, read)


def _marked(cell: Cell, cleaned: Cleaned) -> Marked:
    value, steps, problem, proposed = cleaned
    found = cell_text(cell)[:SHOWN]
    step = Step(found, steps) if steps else None
    return Marked(value, problem is None or value is not None, step, problem, found, proposed)


def _cleaner(spec: FieldSpec, knowledge: Knowledge, today: date) -> Callable[[Cell], Cleaned]:
    rules = knowledge.identifiers
    match spec.type:
        case "name" | "family_name" | "given_name":
            return clean_name
        case "unit":
            return clean_unit
        case "date":
            return partial(clean_date, date.max if spec.ahead else today, knowledge.policy.earliest_year)
        case "code":
            codes: CodeList = knowledge.codes[spec.codes]
            return codes.find
        case "national_id":
            return lambda cell: national_id(cell, rules)
        case "member_code":
            return lambda cell: member_code(cell, rules)
        case "phone":
            return lambda cell: phone(cell, rules)
        case "email":
            return email
        case "serial":
            return serial
        case _:
            return clean_free_text
