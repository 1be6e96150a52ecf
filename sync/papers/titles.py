"""What a register says of all its rows: the movement that its sheet's name or its title names, or its columns do.

"Danh sách đoàn viên trưởng thành quý III" says it of everybody below; "Sổ theo dõi biến động" leaves it to a
column. What is not plainly one movement is asked about: a title that names two, or one that only proposes. The
words are data in `config/registers.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sync.charter import MovementRules
from sync.papers.registers import TYPE
from sync.tables.headercolumns import Problem
from sync.tables.layout import Layout
from sync.text.words import begins, fold_words, holds, strip_marks
from sync.values import Cell

_SHOWN = 200
_ANY, _UNCLEAR = "any movement", "unclear"
_NAMES = frozenset({"full_name", "family_name", "given_name", "member_code", "national_id"})


@dataclass(frozen=True, slots=True)
class Named:
    """What texts above a table say: the `movement` by its name, empty where none or not plainly one; `unclear` is
    then the text that speaks of movements all the same."""

    movement: str = ""
    unclear: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class RegisterTitles:
    """Reads sheet names and titles by the table of movements; the words are folded.

    `before` and `after` say nothing at the two ends, behind `ends` anything may follow; `proposed` says that
    nothing was decided; `several` names more than one movement.
    """

    rules: MovementRules
    before: Sequence[str]
    after: Sequence[str]
    ends: Sequence[str]
    proposed: Sequence[str]
    several: Sequence[str]
    _words: Sequence[tuple[str, str]] = field(init=False, default=())

    def __post_init__(self) -> None:
        words = [(fold_words(word), name) for name, rule in self.rules.items() for word in rule.words]
        words += [(word, _ANY) for word in self.several]
        object.__setattr__(self, "_words", tuple(sorted(words, key=lambda pair: -len(pair[0]))))

    def named(self, texts: Iterable[str]) -> Named:
        """Return what texts say of all the rows below them: one movement where each that names any names that one."""
        found: dict[str, str] = {}
        for text in texts:
            movement = self._movement(fold_words(text))
            if movement is not None:
                found.setdefault(movement, text)
        general = found.pop(_ANY, "")  # "Sổ theo dõi biến động" over a sheet "Trưởng thành"
        if _UNCLEAR in found:
            return Named("", found[_UNCLEAR][:_SHOWN])
        if len(found) == 1:
            return Named(next(iter(found)))
        return Named("", " / ".join(found.values() or [general])[:_SHOWN])

    def _movement(self, folded: str) -> str | None:
        """The movement a text names; `_ANY`, `_UNCLEAR`, or None where it names none."""
        bare = folded.isascii()
        proposed = _holds(folded, self.proposed, bare=bare)
        rest = self._stripped(folded, bare=bare)
        for word, name in self._words:
            phrase = strip_marks(word) if bare else word
            if begins(rest, (phrase,)):
                tail = rest[len(phrase) :].strip()
                if proposed or self._names_any(tail, bare=bare):
                    return _UNCLEAR
                # "Mất sổ đoàn" is no death: what follows makes it something else.
                return name if name == _ANY or self._says_nothing(tail, bare=bare) else None
        return None

    def _stripped(self, folded: str, *, bare: bool) -> str:
        rest = folded
        while rest:
            first = rest.split(" ", 1)[0]
            said = [
                phrase
                for phrase in (strip_marks(one) if bare else one for one in (*self.before, *self.proposed))
                if begins(rest, (phrase,))
            ]
            if any(begins(rest, (strip_marks(word) if bare else word,)) for word, _ in self._words):
                return rest
            if not said and not first.isdigit():
                return rest
            rest = rest[len(max(said, key=len, default=first)) :].strip()
        return rest

    def _says_nothing(self, tail: str, *, bare: bool) -> bool:
        while tail:
            if _begins(tail, self.ends, bare=bare):
                return True
            said = [one for one in (strip_marks(w) if bare else w for w in self.after) if begins(tail, (one,))]
            first = tail.split(" ", 1)[0]
            if not said and not first.isdigit():
                return False
            tail = tail[len(max(said, key=len, default=first)) :].strip()
        return True

    def _names_any(self, tail: str, *, bare: bool) -> bool:
        return _holds(tail, [word for word, _ in self._words], bare=bare)


def _begins(text: str, phrases: Sequence[str], *, bare: bool) -> bool:
    return begins(text, map(strip_marks, phrases) if bare else phrases)


def _holds(text: str, phrases: Sequence[str], *, bare: bool) -> bool:
    return holds(text, map(strip_marks, phrases) if bare else phrases)


def register_titles(section: Mapping[str, object], rules: MovementRules) -> RegisterTitles:
    """Build it from the table `[titles]`. Raises ValueError or KeyError where that is damaged."""
    parts = ("before", "after", "ends", "proposed", "several")
    return RegisterTitles(rules, *(_folded(section[part]) for part in parts))


def _folded(listed: object) -> tuple[str, ...]:
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise ValueError(f"a list of words was expected, not {listed!r}")
    return tuple(fold_words(str(word)) for word in listed)


def as_register(layout: Layout, sheet: str, titles: RegisterTitles) -> Layout:
    """Return the layout of a register's table with the movement all its rows state, where one is said.

    Without a column that says it row by row, one must be said: else the layout has the problem
    `list-movement-unclear` (with the `title` that says too much) or `list-no-movement` (it looks like a list of
    people).
    """
    named = titles.named((sheet, *layout.titles))
    fields = {column.field for column in layout.columns}
    if TYPE in fields:
        return replace(layout, movement=named.movement)
    said = set(_by_columns(fields, titles.rules))
    movement = named.movement or (said.pop() if len(said) == 1 and not named.unclear else "")
    if movement:
        return replace(layout, movement=movement)
    details: dict[str, str | int] = {"title": named.unclear}
    code = "list-movement-unclear" if named.unclear else "list-no-movement"
    return replace(layout, problems=(*layout.problems, Problem(code, -1, details)))


def _by_columns(fields: set[str], rules: MovementRules) -> Iterator[str]:
    """The movements whose day has a column of its own that says so by its header."""
    for name, rule in rules.items():
        if rule.columns.get("on", "away_from") in fields - {"away_from"}:
            yield name


def as_people(layout: Layout, rows: Sequence[Sequence[Cell]]) -> Layout:
    """Return the layout of a list of people; a table whose people mostly have a movement each is a register.

    `rows` are the sheet's first rows. Read as a list of members it would bring back everybody who left: it has the
    problem `list-of-movements`.
    """
    types = [column for column in layout.columns if column.field == TYPE]
    if not types:
        return layout
    names = [column.index for column in layout.columns if column.field in _NAMES]
    people = [row for row in rows[layout.data :] if any(_filled(row, index) for index in names)]
    stated = sum(_filled(row, types[0].index) for row in people)
    if not stated or stated * 2 <= len(people):
        return layout
    problem = Problem("list-of-movements", types[0].index, {"header": types[0].header[:_SHOWN]})
    return replace(layout, problems=(*layout.problems, problem))


def _filled(row: Sequence[Cell], index: int) -> bool:
    return index < len(row) and row[index] is not None and str(row[index]).strip() != ""
