"""Header words as values: how header texts are folded, and which field a header names.

Matching is on folded text (the domain book, "Fields and the headers they come under"): NFC, case, punctuation
and hints dropped, diacritics kept first and stripped only when nothing matched; whole phrase, never substring.
The words themselves are data in `config/headers.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from sync.fingerprint import digest
from sync.values import Match

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\([^()]*$|\[[^\[\]]*$")
_LINES = re.compile(r"\r\n|\r|\n|\v|\u2028|_x000D_")
K = TypeVar("K", bound=Hashable)
_ETH = str.maketrans("Ððđ", "Đđđ")


@lru_cache(maxsize=8192)
def fold_words(text: str) -> str:
    """Return a text's words for comparison: NFC, casefolded, only letters and digits, single spaces between."""
    text = unicodedata.normalize("NFC", text).translate(_ETH).casefold()
    kept = (
        char if char.isalnum() else "" if unicodedata.category(char) in ("Cf", "Mn") or char == "\xad" else " "
        for char in text
    )
    return " ".join("".join(kept).split())


@lru_cache(maxsize=8192)
def strip_marks(text: str) -> str:
    """Return a folded text without diacritics, `đ` as `d`."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d")


def column_letter(index: int) -> str:
    """Return a column's letters as Excel shows them, for its position from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header names: a field, and what the column itself states, such as `("gender", "male")`."""

    field: str
    implies: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a header was recognised as, how, and the known word it was taken for where it is not that word."""

    meaning: Meaning
    match: Match = Match.EXACT
    meant: str = ""


@dataclass(frozen=True, slots=True)
class RowWords:
    """The words by which rows that are not people are known. All are folded; each is matched as whole words.

    `headers` are all header phrases, `names` those of the name columns.
    """

    total: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    note: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    headers: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HeaderTable:
    """Every header word the program knows.

    `phrases` and `splits` map folded headers, and (header, sub-header) pairs, to what they name; `bare` and
    `bare_splits` do the same without diacritics, with the word as it is written. `weak` words name a field only
    where no group header stands above them. A row is searched for a header among the first `search_rows`.
    `digest` changes with any word.
    """

    phrases: Mapping[str, Meaning]
    bare: Mapping[str, Found]
    splits: Mapping[tuple[str, str], Meaning]
    bare_splits: Mapping[tuple[str, str], Found]
    weak: frozenset[str]
    hint_lines: tuple[str, ...]
    hint_endings: tuple[str, ...]
    unit_labels: tuple[str, ...]
    unit_prefixes: tuple[str, ...]
    rows: RowWords
    search_rows: int
    digest: bytes

    def fold(self, header: str) -> str:
        """Return a header cell's words: brackets, hint lines and hint endings dropped. May be empty."""
        lines = [line for line in _LINES.split(header) if line.strip()]
        kept = [line for i, line in enumerate(lines) if i == 0 or not begins(fold_words(line), self.hint_lines)]
        text = " ".join(kept)
        folded = fold_words(_BRACKETS.sub(" ", text))
        for ending in self.hint_endings:
            if folded.endswith(" " + ending):
                folded = folded[: -len(ending) - 1]
        return folded or ("#" if _BRACKETS.sub(" ", text).strip(" *:.") == "#" else "")

    def resolve(self, labels: Sequence[str]) -> Meaning | None:
        """Return what a column names, from its header cells top to bottom, or None."""
        found = self.find(labels)
        return found.meaning if found else None

    def find(self, labels: Sequence[str]) -> Found | None:
        """Return what a column names and how it was recognised, from its header cells top to bottom, or None.

        In order: the cell under its group ("Ngày sinh" › "Nam"), the whole path as one phrase ("Trình độ" ›
        "Văn hóa"), the lowest cell alone unless it is weak.
        """
        folds: list[str] = []
        for label in labels:
            folded = self.fold(label)
            if folded and (not folds or folds[-1] != folded):
                folds.append(folded)
        if not folds:
            return None
        last = folds[-1]
        for parent in reversed(folds[:-1]):
            meaning = self.splits.get((parent, last))
            pair = Found(meaning) if meaning else self.bare_splits.get((strip_marks(parent), strip_marks(last)))
            if pair:
                return pair
        for start in range(max(0, len(folds) - 3), len(folds) - 1):
            found = self._phrase(" ".join(folds[start:]))
            if found:
                return found
        if len(folds) > 1 and last in self.weak:
            return None
        return self._phrase(last)

    def _phrase(self, folded: str) -> Found | None:
        meaning = self.phrases.get(folded)
        return Found(meaning) if meaning else self.bare.get(strip_marks(folded))


def begins(text: str, phrases: Iterable[str]) -> bool:
    """Whether a folded text is one of the folded phrases, or begins with one followed by a further word."""
    return any(text == phrase or text.startswith(phrase + " ") for phrase in phrases)


def first_words(phrases: Iterable[str]) -> frozenset[str]:
    """The first word of each folded phrase, also as a text that is not yet normalised may hold it."""
    words = {phrase.split(" ")[0] for phrase in phrases}
    return frozenset(words | {unicodedata.normalize("NFD", word) for word in words} | {strip_marks(w) for w in words})


def header_table(data: Mapping[str, object]) -> HeaderTable:
    """Build the table from the content of `headers.toml`. Raises ValueError naming a word that says two things."""
    sections = {name: _table(data, name) for name in ("header", "fields", "unit", "rows")}
    phrases: dict[str, Meaning] = {}
    written: dict[str, str] = {}
    words: dict[str, list[str]] = {}
    for field, listed in sections["fields"].items():
        words[field] = [_key(word) for word in (*_texts(listed), field)]
        for word in words[field]:
            _add(phrases, word, Meaning(field))
        for word in (*_texts(listed), field):
            written.setdefault(_key(word), word)
    splits: dict[tuple[str, str], Meaning] = {}
    for entry in _entries(data, "split"):
        under = [word for name in _texts(entry["under"]) for word in words.get(name, [_key(name)])]
        for column in _entries(entry, "columns"):
            implies = _texts(column.get("implies", []))
            meaning = Meaning(str(column["field"]), (implies[0], implies[1]) if implies else None)
            for parent in under:
                for word in _texts(column["words"]):
                    _add(splits, (parent, fold_words(word)), meaning)
    header, unit, rows = sections["header"], sections["unit"], sections["rows"]
    names = [word for field in ("full_name", "family_name", "given_name") for word in words.get(field, [])]
    return HeaderTable(
        phrases=phrases,
        bare=_bare(phrases, strip_marks, lambda word: written[word]),
        splits=splits,
        bare_splits=_bare(splits, lambda pair: (strip_marks(pair[0]), strip_marks(pair[1])), " › ".join),
        weak=frozenset(_folded(header["weak"])) | {strip_marks(word) for word in _folded(header["weak"])},
        hint_lines=_folded(header["hint_lines"]),
        hint_endings=_folded(header["hint_endings"]),
        unit_labels=_folded(unit["labels"]),
        unit_prefixes=_folded(unit["prefixes"]),
        rows=RowWords(
            total=_folded(rows["total"]),
            signature=_folded(rows["signature"]),
            note=_folded(rows["note"]),
            group=_folded(unit["prefixes"]),
            headers=frozenset(phrases),
            names=frozenset(names),
        ),
        search_rows=int(str(header["search_rows"])),
        digest=digest([repr(data)]),
    )


def _key(word: str) -> str:
    return fold_words(word) or word.strip()


def _folded(listed: object) -> tuple[str, ...]:
    return tuple(_key(word) for word in _texts(listed))


def _texts(listed: object) -> list[str]:
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise ValueError(f"a list of words was expected, not {listed!r}")
    return [str(word) for word in listed]


def _table(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    section = data.get(name)
    if not isinstance(section, Mapping):
        raise ValueError(f"[{name}] is missing")
    return section


def _entries(data: Mapping[str, object], name: str) -> list[Mapping[str, object]]:
    listed = data.get(name, [])
    if not isinstance(listed, Sequence):
        raise ValueError(f"[[{name}]] is not a list")
    return [entry for entry in listed if isinstance(entry, Mapping)]


def _add(table: dict[K, Meaning], key: K, meaning: Meaning) -> None:
    if table.setdefault(key, meaning) != meaning:
        raise ValueError(f"{key!r} names both {table[key].field} and {meaning.field}")


def _bare(table: Mapping[K, Meaning], strip: Callable[[K], K], shown: Callable[[K], str]) -> dict[K, Found]:
    """The table without diacritics; a key that would name two things is left out."""
    found: dict[K, Found] = {}
    twice: set[K] = set()
    for key, meaning in table.items():
        bare = strip(key)
        if found.setdefault(bare, Found(meaning, Match.UNMARKED, shown(key))).meaning != meaning:
            twice.add(bare)
    return {key: meaning for key, meaning in found.items() if key not in twice}
