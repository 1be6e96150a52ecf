"""Group rows: a line inside the data that names the unit of the rows below it.

"Chi đoàn X, Đoàn cơ sở Y (53 đoàn viên)", "I. Chi đoàn 1", or two levels: a line for the base-level union, then lines
for its branches (the domain book, §4). Read here are single lines and the unit that is in effect after them; which
lines are looked at is the reader's affair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize

from sync.tables.headers import RowWords, begins, fold_words, strip_marks
from sync.text.tidying import clean_text, match_key
from sync.values import Cell, Column

MAX_UNIT_LENGTH = 200
"""A longer line is a sentence, not the name of a unit."""

_MARK = re.compile(
    r"\s*(?:[-+*•○●▪]+|\(?(?:[IVXLC]+|\d{1,3}(?:\.\d{1,3})*|[A-Za-zĐđ])\s*[.)/:\-–]+|[IVXLC]+(?=\s))\s*",
    re.IGNORECASE,
)
_MARK_ALONE = re.compile(r"\(?(?:[IVXLC]+|\d{1,3}(?:\.\d{1,3})*|[A-Za-zĐđ])\s*[.)/:\-–]*|[-+*•○●▪]+", re.IGNORECASE)
_PARTING = re.compile(r"\s*[,;]\s*|\s+[-–—]\s+|\s*[–—]\s*|\s+(?:trực\s+)?thuộc\s+", re.IGNORECASE)
_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]?")
_CONTINUED = re.compile(r"[(\[]\s*(?:tiếp|tt)\b[^()\[\]]*[)\]]?", re.IGNORECASE)
_EDGES = " \t\r\n:;,.-–—"
_BARE_COUNT = re.compile(r"\(?(\d{1,4})(?:\.0)?\)?")
_MAX_BARE = 1000
"""A bare number from here on may be a year or part of an ID; it is never taken for a count."""

_KEY_DIGITS = 4

_MOST_SAID = 3
"""A group row says three different things at most: its number, its title, how many people follow."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A line that names a unit: its path as typed, smallest first, the level of the smallest, the number stated.

    `level` counts from 0, the highest, downwards. A line that may mean a unit but names none has no `path`.
    """

    path: tuple[str, ...]
    level: int
    stated: int | None = None

    @property
    def unit(self) -> str:
        """The path as one text."""
        return ", ".join(self.path)


def blank(cell: Cell) -> bool:
    """Whether nothing that can be seen stands in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip("\ufeff\u200b\u00a0 \t\r\n"))


def identifying(cell: Cell) -> bool:
    """Whether a cell of an identifying column may say who somebody is: a date, or anything with four digits or an @.

    A total under such a column has fewer digits; where it has not, the row is taken for a person in error.
    """
    if isinstance(cell, str):
        return sum(map(str.isdigit, cell)) >= _KEY_DIGITS or "@" in cell
    if isinstance(cell, bool) or cell is None:
        return False
    return not isinstance(cell, int | float) or abs(cell) >= _MAX_BARE


class GroupReader:
    """Reads the group rows of one table."""

    def __init__(
        self, columns: Sequence[Column], words: RowWords, keys: frozenset[int], numbers: frozenset[int]
    ) -> None:
        self.words, self.keys, self.numbers = words, keys, numbers
        self.units = frozenset(column.index for column in columns if column.field == "unit")
        names = [column.index for column in columns if column.field in ("full_name", "family_name", "given_name")]
        self.name = min(names, default=0)

    def __call__(self, cells: Sequence[Cell]) -> GroupRow | None:
        """Return what a row names when it is a group row: a unit, perhaps after a number, perhaps before a count."""
        if len(said := set(cells)) > _MOST_SAID and sum(not blank(cell) for cell in said) > _MOST_SAID:
            return None
        filled = [(index, cell) for index, cell in enumerate(cells) if not blank(cell)]
        found: GroupRow | None = None
        title, stated, marks = "", None, 0
        for index, cell in filled:
            text = cell if isinstance(cell, str) else ""
            if found is None:
                found = self._named(text, index, alone=len(filled) == 1) if text else None
                if found is not None:
                    title = text
                    if index in self.units and len(filled) > 1:
                        return None
                elif marks or not self._is_mark(cell, index):
                    return None
                else:
                    marks += 1
            elif text == title:
                continue
            elif stated is not None or (index in self.keys and identifying(cell)):
                return None
            else:
                stated = self._counted(cell)
                if stated is None:
                    return None
        if found is None or stated is None:
            return found
        return GroupRow(found.path, found.level, found.stated if found.stated is not None else stated)

    def says_one_text(self, cells: Sequence[Cell]) -> bool:
        """Whether nothing stands in a row but one text, perhaps after a number and before a count of people."""
        texts: set[str] = set()
        for index, cell in enumerate(cells):
            if blank(cell) or (not texts and self._is_mark(cell, index)):
                continue
            if index in self.keys and identifying(cell):
                return False
            if texts and self._counted(cell) is not None:
                continue
            if not isinstance(cell, str):
                return False
            texts.add(cell.strip())
        return len(texts) == 1

    def _named(self, text: str, index: int, *, alone: bool) -> GroupRow | None:
        found = read_group(text, self.words)
        if found is None or found.path:
            return found
        plain = found.stated is not None or text.rstrip().endswith(":") or any(map(str.isdigit, text))
        return found if plain and (alone or index < self.name or found.stated is not None) else None

    def _is_mark(self, cell: Cell, index: int) -> bool:
        if isinstance(cell, str):
            return _MARK_ALONE.fullmatch(cell.strip()) is not None
        return index in self.numbers and isinstance(cell, int | float)

    def _counted(self, cell: Cell) -> int | None:
        """The number of people a cell beside the name states, or None where it states none."""
        if isinstance(cell, str):
            bare = _BARE_COUNT.fullmatch(cell.strip())
            return int(bare[1]) if bare and int(bare[1]) < _MAX_BARE else stated_people(cell, self.words)
        if isinstance(cell, bool) or not isinstance(cell, int | float) or not 0 <= cell < _MAX_BARE:
            return None
        return int(cell) if cell == int(cell) else None


@lru_cache(maxsize=2048)
def read_group(text: str, words: RowWords) -> GroupRow | None:
    """Return what a text names as a line of its own: a unit with its path, or nothing.

    A number before it ("I.", "2)"), a count of people in or after it, and "(tiếp theo)" are no part of the name.
    """
    if len(text) > MAX_UNIT_LENGTH:
        return None
    line = clean_text(text)[0]
    if begins(fold_words(line), words.signature):
        return None
    mark = _MARK.match(line)
    for name in (line[mark.end() :], line) if mark else (line,):
        level = unit_level(name, words)
        if level is not None:
            named = _CONTINUED.sub(" ", _without_count(name, words))
            path = tuple(" ".join(part.replace(":", " ").split()) for part in unit_path(named, words))
            says_which = bool(path) and strip_marks(fold_words(path[0])) not in _unmarked(words.levels)[level]
            return GroupRow(path if says_which else (), level, stated_people(name, words))
        if begins(fold_words(name), words.places):
            return GroupRow((), len(words.levels), stated_people(name, words))
    return None


def unit_level(name: str, words: RowWords) -> int | None:
    """Return the level of the unit a name begins to name, 0 the highest; None where it begins with no such word."""
    folded = fold_words(name)
    found: tuple[int, int] | None = None
    for level, phrases in enumerate(_unmarked(words.levels) if folded.isascii() else words.levels):
        for phrase in phrases if begins(folded, phrases) else ():
            if (folded == phrase or folded.startswith(phrase + " ")) and (found is None or len(phrase) > found[0]):
                found = len(phrase), level
    return found[1] if found else None


@lru_cache(maxsize=16)
def _unmarked(levels: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """The words without diacritics, for a list typed without them."""
    return tuple(tuple(strip_marks(phrase) for phrase in phrases) for phrases in levels)


def unit_path(text: str, words: RowWords) -> list[str]:
    """Return the units a text names, smallest first: it is cut where a unit of another level begins."""
    parts: list[str] = []
    start = 0
    for parting in _PARTING.finditer(text):
        if unit_level(text[parting.end() :], words) is not None:
            parts.append(text[start : parting.start()])
            start = parting.end()
    parts.append(text[start:])
    return [part.strip(_EDGES) for part in parts if part.strip(_EDGES)]


@lru_cache(maxsize=16)
def _people(words: tuple[str, ...]) -> re.Pattern[str]:
    typed = {normalize("NFC", word) for word in words}
    typed |= {strip_marks(word) for word in typed}
    counted = "|".join(map(re.escape, sorted(typed, key=len, reverse=True)))
    return re.compile(
        rf"(?<![\w.,/])(\d{{1,3}}(?:[.,]\d{{3}})+|\d{{1,6}})\s*(?:{counted or '(?!)'})(?!\w)", re.IGNORECASE
    )


def stated_people(text: str, words: RowWords) -> int | None:
    """Return how many people a text states, or None: the first number that counts people, men and women alike.

    Where numbers disagree on what is the whole ("12 đoàn viên nam, 41 đoàn viên nữ"), nothing is stated.
    """
    text = normalize("NFC", text)
    found = [
        int(re.sub(r"\D", "", match[1]))
        for match in _people(words.people).finditer(text)
        if not re.match(r"\s*(?:nam|nữ)\b", text[match.end() :], re.IGNORECASE)
        and not re.search(r"\b(?:nam|nữ)\W*$", text[: match.start()], re.IGNORECASE)
    ]
    return found[0] if found and found[0] == max(found) else None


def before_details(text: str, words: RowWords) -> str:
    """A text cut after its first count of people where details follow: "53 đoàn viên, trong đó 20 nữ"."""
    text = normalize("NFC", text)
    count = _people(words.people).search(text)
    return text[: count.end()] if count and re.match(r"\s*[,;.(]", text[count.end() :]) else text


def _without_count(name: str, words: RowWords) -> str:
    """The name without what it says about how many people there are."""
    people = _people(words.people)
    name = _BRACKETS.sub(lambda bracket: " " if people.search(bracket[1]) else bracket[0], name)
    count = people.search(name)
    if count is None:
        return name
    name = name[: count.start()].rstrip(_EDGES + "([")
    while (last := name.split()[-1:]) and fold_words(last[0]) in words.fillers:
        name = name.rstrip()[: -len(last[0])].rstrip(_EDGES + "([")
    return name


class UnitsInEffect:
    """Which unit the rows of a table belong to, from one group row to the next.

    `own` is the unit the table or its list names; it completes a group row that names only a branch. `bound` is the
    unit the list is configured for: a group row that names a unit outside it is a contradiction.
    """

    def __init__(self, words: RowWords, own: str | None, bound: str | None) -> None:
        self._words = words
        self._own = tuple(unit_path(own, words)) if own else ()
        self._bound = tuple(unit_path(bound, words)) if bound else ()
        self._entered: list[tuple[int, tuple[str, ...]]] = []

    def enter(self, row: GroupRow) -> str | None:
        """Return the unit in effect below a group row, or None where it contradicts the list's own unit."""
        current = self._entered[-1][1] if self._entered else ()
        if len(row.path) == 1 and row.stated is None and _keys(row.path)[0] in _keys(current[1:]):
            # A letterhead printed again names what the rows are in anyway.
            return ", ".join(current)
        while self._entered and self._entered[-1][0] >= row.level:
            self._entered.pop()
        path = self._completed(row)
        self._entered.append((row.level, path))
        return self._within_bound(path)

    def _completed(self, row: GroupRow) -> tuple[str, ...]:
        above = self._entered[-1][1] if self._entered else self._own
        last = match_key(row.path[-1])
        keys = _keys(above)
        if last in keys:
            return (*row.path, *above[keys.index(last) + 1 :])
        level = unit_level(row.path[-1], self._words)
        return (*row.path, *(part for part in above if self._is_above(part, level)))

    def _is_above(self, part: str, level: int | None) -> bool:
        other = unit_level(part, self._words)
        return other is None or level is None or other < level

    def _within_bound(self, path: tuple[str, ...]) -> str | None:
        bound, keys = _keys(self._bound), _keys(path)
        if not bound or keys[-len(bound) :] == bound:
            return ", ".join(path)
        if keys[: len(bound)] == bound or bound[: len(keys)] == keys:
            return ", ".join(self._bound)
        return None


def complete_unit(unit: str, within: str | None, words: RowWords) -> str:
    """Return a unit named above or beside a table, completed by the unit of its list: "Chi đoàn 1" within
    "Đoàn cơ sở X" is "Chi đoàn 1, Đoàn cơ sở X". It comes back as it is where the two do not fit together."""
    path = tuple(unit_path(unit, words))
    level = unit_level(path[0], words) if path else None
    if within is None or level is None:
        return unit
    return UnitsInEffect(words, within, within).enter(GroupRow(path, level)) or unit


def complete_cell(cell: str, within: str, words: RowWords) -> str:
    """Return the unit a cell names, completed by the unit its row is in anyway: every commune has a "Chi đoàn 1".

    A cell that names a unit with those above it, or one that is no lower, comes back as it is; so does a code.
    """
    path = tuple(unit_path(cell, words))
    level = unit_level(path[0], words) if path else None
    if level is None:
        named = "," not in cell and any(map(str.isalpha, cell)) and not agrees(cell, within)
        return f"{cell}, {within}" if named else cell
    if len(path) > 1:
        completed = complete_unit(cell, within, words)
        return completed if match_key(completed).startswith(match_key(cell)) else cell
    return UnitsInEffect(words, within, None).enter(GroupRow(path, level)) or cell


def is_within(unit: str, within: str) -> bool:
    """Whether a unit's path ends with another one's: it is that unit or stands under it."""
    inner, outer = match_key(unit), match_key(within)
    return inner == outer or inner.endswith(f", {outer}")


def agrees(named: str, path: str) -> bool:
    """Whether a unit as somebody named it may be the one of a path: the whole, its beginning, or one part of it."""
    name, whole = match_key(named), match_key(path)
    return name == whole or name in [part.strip() for part in whole.split(",")] or whole.startswith(f"{name},")


def _keys(path: Sequence[str]) -> tuple[str, ...]:
    return tuple(match_key(part) for part in path)
