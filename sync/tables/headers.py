"""Header words as values: what the header cells over a column name.

Matching is on folded text (the domain book, "Fields and the headers they come under"): NFC, case, punctuation
and hints dropped; whole phrase, never substring. The words themselves are data in `config/headers.toml`;
`sync/tables/headertable.py` builds the table from it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from sync.tables.brackets import Hints, apart
from sync.tables.tablekind import TableWords
from sync.text.codes import CodeList
from sync.text.phrases import Found, Meaning, PhraseBook
from sync.text.words import begins, first_words, fold_words, holds, strip_marks

__all__ = [
    "Found",
    "HeaderTable",
    "MarkGroup",
    "MarkWords",
    "Meaning",
    "RowWords",
    "begins",
    "column_letter",
    "first_words",
    "fold_words",
    "strip_marks",
]

_LINES = re.compile(r"\r\n|\r|\n|\v|\u2028|_x000D_")
_NUMBERED = re.compile(
    r"\s*(?:\d{1,2}|[IVX]{1,4}|[a-zA-Z])\s*[.)]\s*(?=[^\W\d])|\s*\((?:\d{1,2}|[a-z])\)\s*(?=[^\W\d])"
)
_Way = Callable[[str], Found | None]
_Asked = tuple[tuple[str, ...], frozenset[str] | None]

_REMEMBERED = 1 << 14
"""So many different headers a table remembers what they were found to be: many lists share theirs."""


@lru_cache(maxsize=8192)
def _tidy(header: str, hint_lines: tuple[str, ...], hints: Hints) -> str:
    lines = [line for line in _LINES.split(header) if line.strip()]
    kept = [line for i, line in enumerate(lines) if i == 0 or not _is_hint_line(line, hint_lines, hints)]
    text = _NUMBERED.sub("", " ".join(kept), count=1) if kept else ""
    return " ".join(hints.without(text).split())


def _is_hint_line(line: str, hint_lines: tuple[str, ...], hints: Hints) -> bool:
    folded = fold_words(line)
    return begins(folded, hint_lines) and not holds(folded, hints.closed)


@lru_cache(maxsize=8192)
def _fold(text: str, hint_endings: tuple[str, ...]) -> str:
    folded = fold_words(text)
    for ending in hint_endings:
        if folded.endswith(" " + ending):
            folded = folded[: -len(ending) - 1]
    return folded or ("#" if text.strip(" *:.") == "#" else "")


def column_letter(index: int) -> str:
    """Return a column's letters as Excel shows them, for its position from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class MarkWords:
    """What a cell of a marked column may hold, casefolded: `yes` marks it, `no` is as good as blank."""

    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class RowWords:
    """The words by which rows that are not people are known. All are folded; each is matched as whole words.

    `people` is what a stated number counts, as it is written, `fillers` what may stand between. `levels` are what
    names of units begin with, from the highest level down, `places` what may mean a unit and names none. `headers`
    are all header phrases, `names` those of the name columns. `marks` is what a cell of a marked column may hold.
    """

    total: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    fillers: frozenset[str] = frozenset()
    signature: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    page: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    levels: tuple[tuple[str, ...], ...] = ()
    places: tuple[str, ...] = ()
    headers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    marks: MarkWords = MarkWords()


@dataclass(frozen=True, slots=True)
class MarkGroup:
    """Columns under one header of which one is marked: the header's words, and the fields the marks state.

    A sub-header belongs to the first field whose code list has it, else to the first field.
    """

    under: PhraseBook
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Known headers that state no field of ours: as phrases, as groups over any sub-header, by their shape."""

    headers: PhraseBook
    groups: PhraseBook
    shape: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class HeaderTable:
    """Every header word the program knows.

    `phrases` and `splits` map folded headers, and (header, sub-header) pairs, to what they name; `bare_splits` do the
    latter without diacritics, with the word as it is written. `name_words` are the first words of all name headers,
    and whole ones without spaces, all without diacritics. `weak` words name a field only where no group header
    stands above them; below a header that holds one of the `closed` words nothing is the member's own, and below one
    of `closed_under` only what its own pairs say. Under any other group a sub-header alone means something only where
    the group is one of the `own_groups`, which are about the member. `letterhead` is what lines above a header begin
    with. `aside` are the fields that are no part of what is read, `keys` those that may stand for the name.
    `beside` says what a field's word means where one of the other fields stands in the same header. A row is searched
    for a header among the first `search_rows`. `digest` changes with any word.
    """

    phrases: Mapping[str, Meaning]
    splits: Mapping[tuple[str, str], Meaning]
    bare_splits: Mapping[tuple[str, str], Found]
    book: PhraseBook
    name_words: frozenset[str]
    weak: frozenset[str]
    closed: tuple[str, ...]
    closed_under: PhraseBook
    own_groups: PhraseBook
    letterhead: tuple[str, ...]
    marks: tuple[MarkGroup, ...]
    lone_marks: PhraseBook
    unread: Unread
    beside: Mapping[str, tuple[str, frozenset[str]]]
    aside: frozenset[str]
    codes: Mapping[str, CodeList]
    hint_cells: tuple[str, ...]
    hint_lines: tuple[str, ...]
    hint_endings: tuple[str, ...]
    hints: Hints
    tables: TableWords
    unit_labels: tuple[str, ...]
    unit_prefixes: tuple[str, ...]
    rows: RowWords
    search_rows: int
    digest: bytes
    keys: frozenset[str] = frozenset()
    _found: dict[_Asked, Found | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def tidy(self, header: str) -> str:
        """Return a header cell in one line, without its number, hint lines and hints in brackets. May be empty."""
        return _tidy(header, self.hint_lines, self.hints)

    def fold(self, header: str) -> str:
        """Return a header cell's words: its number and all hints dropped. May be empty.

        Other words in brackets are part of it, but for the field's own ("Căn cước (CCCD)").
        """
        text = self.tidy(header)
        whole = _fold(text, self.hint_endings)
        if "(" not in text and "[" not in text:
            return whole
        outside, inside = apart(text)
        bare = _fold(outside, self.hint_endings)
        if not bare or self.book.exactly(whole):
            return whole
        found = self.book.exactly(bare) or self.book.loosely(bare)
        own = found is not None and all(self._is_own(found.meaning.field, each) for each in inside)
        return bare if own else whole

    def _is_own(self, field: str, bracket: str) -> bool:
        """Whether a bracket lists nothing but hints, words of a field and values of it."""

        def is_own(part: str) -> bool:
            folded = _fold(part, self.hint_endings)
            found = self.book.exactly(folded) or self.book.loosely(folded)
            return (found is not None and found.meaning.field == field) or self.is_code(field, part)

        said = self.hints.marked(bracket)
        return all(map(is_own, self.hints.parts(bracket, field))) or bool(said and self.is_code(field, said))

    def may_name(self, header: str) -> bool:
        """Whether a cell may be a name header, also a mistyped one: a quick look that says yes too often."""
        words = strip_marks(fold_words(header)).split()
        return not self.name_words.isdisjoint(words) or "".join(words) in self.name_words

    def is_hint(self, header: str) -> bool:
        """Whether a header cell only says how to type: "(dd/mm/yyyy)"."""
        folded = self.fold(header)
        return not folded or begins(folded, self.hint_cells)

    def resolve(self, labels: Sequence[str]) -> Meaning | None:
        """Return what a column names, from its header cells top to bottom, or None."""
        found = self.find(labels)
        return found.meaning if found else None

    def find(self, labels: Sequence[str], own: frozenset[str] | None = frozenset()) -> Found | None:
        """Return what a column names and how it was recognised, from its header cells top to bottom, or None.

        In order: the cell under its group ("Ngày sinh" › "Nam"), the whole path as one phrase ("Trình độ" ›
        "Văn hóa", "CCCD" › "Ngày cấp"), the lowest cell alone unless it is weak or stands under a group that may be
        about somebody or something else. `own` are folded groups that are known to be about the member; with None all
        are that are not known to be about somebody else.
        """
        asked = tuple(labels), own
        try:
            return self._found[asked]
        except KeyError:
            found = self._find(labels, own)
        if len(self._found) < _REMEMBERED:
            self._found[asked] = found
        return found

    def _find(self, labels: Sequence[str], own: frozenset[str] | None) -> Found | None:
        folds = self.folds(labels)
        if not folds:
            return None
        last = folds[-1]
        for place, parent in reversed(list(enumerate(folds[:-1]))):
            meaning = self.splits.get((parent, last))
            pair = Found(meaning) if meaning else self.bare_splits.get((strip_marks(parent), strip_marks(last)))
            if pair and self._open(folds[:place], pair.meaning, own):
                return pair
        whole = self.book.exactly(fold_words(labels[-1])) if len(folds) == 1 else None
        return whole or self._along(folds, self.book.exactly, own) or self._along(folds, self.book.loosely, own)

    def mistyped(self, labels: Sequence[str], own: frozenset[str] | None = frozenset()) -> Found | None:
        """Return what a header that names nothing was meant to name, a typing error away, or None."""
        folds = self.folds(labels)
        return self._along(folds, self.book.mistyped, own) if folds else None

    def _along(self, folds: Sequence[str], way: _Way, own: frozenset[str] | None) -> Found | None:
        last, parents = folds[-1], folds[:-1]
        for start in range(max(0, len(folds) - 3), len(parents)):
            found = way(" ".join(folds[start:])) or way(f"{last} {folds[start]}")
            if found and self._open(parents[:start], found.meaning, own):
                return found
        if parents and last in self.weak:
            return None
        found = way(last)
        return found if found and self._open(parents, found.meaning, own) else None

    def _open(self, parents: Sequence[str], meaning: Meaning, own: frozenset[str] | None) -> bool:
        """Whether a sub-header under these groups can be the member's own."""
        return all(self._is_own_group(parent, meaning.field, own) for parent in parents)

    def _is_own_group(self, parent: str, field: str, own: frozenset[str] | None) -> bool:
        if own is not None and parent in own:
            return True
        if self.closed_under.exactly(parent):
            return False
        if holds(parent, self.closed):
            return field in self.aside
        if own is None or field == "row_no" or self.own_groups.exactly(parent):
            return True
        named = self.book.exactly(parent)
        return named is not None and named.meaning.field == field

    def is_letterhead(self, folded: str) -> bool:
        """Whether a folded text over other headers is a line above the header and no group."""
        return begins(folded, self.letterhead)

    def shuts(self, labels: Sequence[str], own: frozenset[str] = frozenset()) -> bool:
        """Whether only the group over a sub-header keeps it from naming a field, or says that it states nothing."""
        folds = self.folds(labels)
        if len(folds) < 2:
            return False
        if any(self.unread.groups.exactly(parent) for parent in folds[:-1]):
            return True
        alone = self.book.exactly(folds[-1]) or self.book.loosely(folds[-1])
        return alone is not None and not self._open(folds[:-1], alone.meaning, own)

    def states_nothing(self, labels: Sequence[str]) -> bool:
        """Whether a header that names no field is known all the same: an age band, "Nam sinh"."""
        folds = self.folds(labels)
        if not folds:
            return False
        unread = self.unread
        return bool(
            unread.headers.exactly(folds[-1])
            or unread.shape.fullmatch(folds[-1])
            or any(unread.groups.exactly(parent) for parent in folds[:-1])
        )

    def mark(self, labels: Sequence[str], own: frozenset[str] = frozenset()) -> Found | None:
        """Return what a mark in a column would state, if its header stands in a group of marked columns."""
        if not labels:
            return None
        value = self.tidy(labels[-1])
        folds = self.folds(labels)
        parents = folds[:-1] if folds and self.fold(labels[-1]) == folds[-1] else []
        for parent in (*(" ".join(parents[start:]) for start in range(len(parents))), *reversed(parents[:-1])):
            for group in self.marks:
                under = group.under.exactly(parent)
                if under:
                    field = self._mark_field(group, value)
                    return Found(Meaning(field, value=value, group=parent), under.match, under.meant)
        lone = (self.lone_marks.exactly(folds[-1]) or self._marked_by_bracket(labels[-1])) if folds else None
        return lone if lone and not self.states_nothing(labels) and self._open(parents, lone.meaning, own) else None

    def _marked_by_bracket(self, header: str) -> Found | None:
        """What a mark states where a bracket behind a field says what is marked: "Giới tính (Nữ đánh dấu x)"."""
        outside, inside = apart(self.tidy(header))
        found = self.book.exactly(self.fold(outside)) if len(inside) == 1 else None
        said = self.hints.marked(inside[0]) if found else ""
        if not found or not said or not self.is_code(found.meaning.field, said):
            return None
        field = found.meaning.field
        return replace(found, meaning=Meaning(field, value=said.capitalize(), group=field))

    def first_mark_field(self, parent: str) -> str:
        """Return the field that a group of marked columns, by its folded header, states first of all."""
        return next((group.fields[0] for group in self.marks if group.under.exactly(parent)), "")

    def _mark_field(self, group: MarkGroup, value: str) -> str:
        return next((field for field in group.fields if self.is_code(field, value)), group.fields[0])

    def is_code(self, field: str, value: str) -> bool:
        """Whether a text is a value of a field's code list, by its labels and synonyms."""
        return field in self.codes and self.codes[field].knows(value)

    def folds(self, labels: Sequence[str]) -> list[str]:
        """Return the words of the header cells over a column, top to bottom, without those that say nothing."""
        folds: list[str] = []
        for label in labels:
            folded = self.fold(label)
            if folded and (not folds or folds[-1] != folded):
                folds.append(folded)
        return folds
