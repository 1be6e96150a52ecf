"""Comparing unit names: what stands for the same unit however it was typed.

The words are data in `config/units.toml`. The key folds more than a person's name may: i and y in place names, level
words typed twice, abbreviations, leading zeros of numbers. Folding more can only make names ambiguous; it never makes
one name out of two diacritics (Hòa is not Hoa).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sync.fingerprint import digest
from sync.tables.headers import fold_words
from sync.text.tidying import match_key

REMEMBERED = 200_000
"""Different names whose key is remembered."""

_NUMBER = re.compile(r"\b0+(?=\d)")
_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")


@dataclass(frozen=True)
class UnitWords:
    """The words of unit names and of lists of units. All but `columns` are folded; `digest` changes with any word.

    `levels`, and the beginnings in `same`, stand longest first.
    """

    levels: tuple[str, ...]
    leading: Mapping[str, str]
    anywhere: Mapping[str, str]
    same: Sequence[tuple[str, str]]
    columns: Mapping[str, str]
    total: tuple[str, ...]
    signature: tuple[str, ...]
    note: tuple[str, ...]
    i_is_y: re.Pattern[str]
    digest: bytes
    _keys: dict[str, str] = field(default_factory=dict, compare=False, repr=False)

    def key(self, name: str) -> str:
        """Return the key by which two typings of one unit's name are equal. It may be empty."""
        key = self._keys.get(name)
        if key is None:
            key = self._key(name)
            if len(self._keys) < REMEMBERED:
                self._keys[name] = key
        return key

    def _key(self, name: str) -> str:
        text = match_key(name).replace(".", ". ")
        words = [self.anywhere.get(word) or self.anywhere.get(word.rstrip(".")) or word for word in text.split()]
        key = fold_words(" ".join(words))
        key = self._once(self._expand(key))
        for beginning, meant in self.same:
            if key == beginning or key.startswith(beginning + " "):
                key = meant + key[len(beginning) :]
                break
        key = self.i_is_y.sub(lambda found: found[0].translate(_Y), key)
        return _NUMBER.sub("", key)

    def _expand(self, key: str) -> str:
        """Write out an abbreviation the name begins with."""
        first, space, rest = key.partition(" ")
        return self.leading.get(first, first) + space + rest

    def _once(self, key: str) -> str:
        """Drop level words at the beginning that were said already: "chi đoàn cđ 1" is "chi đoàn 1"."""
        said: list[str] = []
        while key:
            expanded = self._expand(key)
            level = next((each for each in self.levels if expanded == each or expanded.startswith(each + " ")), "")
            if not level or (expanded != key and level not in said):
                break
            key = expanded[len(level) :].strip()
            if level not in said:
                said.append(level)
        return " ".join(part for part in (*said, key) if part)


def unit_words(data: Mapping[str, object]) -> UnitWords:
    """Build the words from the content of `units.toml`. Raises ValueError for a header that names two columns."""
    short, rows = _table(data, "abbreviations"), _table(data, "rows")
    same = [
        (fold_words(each), fold_words(meant))
        for meant, listed in _table(data, "same").items()
        for each in _texts(listed)
    ]
    columns: dict[str, str] = {}
    for column, listed in _table(data, "columns").items():
        for word in (*_texts(listed), column):
            if columns.setdefault(fold_words(word) or word, column) != column:
                raise ValueError(f"{word!r} names both {columns[fold_words(word) or word]} and {column}")
    onsets = "|".join(sorted(_texts(data.get("i_is_y_after", [])), key=len, reverse=True))
    return UnitWords(
        levels=_folded(data.get("levels", [])),
        leading={fold_words(word): fold_words(str(meant)) for word, meant in _table(short, "leading").items()},
        anywhere={match_key(word): fold_words(str(meant)) for word, meant in _table(short, "anywhere").items()},
        same=tuple(sorted(same, key=lambda pair: -len(pair[0]))),
        columns=columns,
        total=_folded(rows["total"]),
        signature=_folded(rows["signature"]),
        note=_folded(rows["note"]),
        i_is_y=re.compile(rf"\b(?:{onsets or '(?!)'})[iìíỉĩị]\b"),
        digest=digest([repr(data)]),
    )


def _folded(listed: object) -> tuple[str, ...]:
    return tuple(sorted((fold_words(word) for word in _texts(listed)), key=len, reverse=True))


def _texts(listed: object) -> list[str]:
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise ValueError(f"a list of words was expected, not {listed!r}")
    return [str(word) for word in listed]


def _table(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    section = data.get(name)
    if not isinstance(section, Mapping):
        raise ValueError(f"[{name}] is missing")
    return section
