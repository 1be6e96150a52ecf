"""Brackets in a header: what in them is only a hint about typing, and what makes it another header.

"Ngày sinh (dd/mm/yyyy)" is "Ngày sinh"; "SĐT (phụ huynh)" is no phone of the member's. The words are data in
`config/headers.toml`; whatever is not known to be a hint counts as part of the header.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sync.text.words import begins, fold_words, holds, strip_marks

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\([^()]*$|\[[^\[\]]*$")
_PARTS = re.compile(r"[,;/|…+]|\.\.\.| - | hoặc | và ")
_COUNTING_DIGITS = 2
"""Longer numbers are years and say which one is meant: "Lớp (2023)"."""


@dataclass(frozen=True, slots=True, eq=False)
class Hints:
    """The words of hints, folded.

    `phrases` are hints by themselves, one after the other, too; after one of the `leads` comes an example; `about`
    are further ones by field. `marks` say that a column is marked. One of the `closed` words makes anything no hint.
    """

    phrases: frozenset[str]
    leads: tuple[str, ...]
    about: Mapping[str, frozenset[str]]
    marks: frozenset[str]
    closed: tuple[str, ...]

    def is_hint(self, text: str, field: str = "") -> bool:
        """Whether a text only says how to type, in any field or in this one."""
        folded = fold_words(text)
        if holds(folded, self.closed):
            return False
        return begins(folded, self.leads) or _made_of(folded, self.phrases | self.about.get(field, frozenset()))

    def without(self, text: str) -> str:
        """Return a header text without the brackets that are hints."""
        return _BRACKETS.sub(lambda found: " " if self.is_hint(found[0]) else found[0], text)

    def parts(self, text: str, field: str) -> list[str]:
        """Return what a bracket lists besides hints: "Kinh, Tày…" is "Kinh" and "Tày"."""
        return [part.strip() for part in _PARTS.split(text.strip("()[] ")) if not self.is_hint(part, field)]

    def marked(self, text: str) -> str:
        """Return what a bracket says a mark stands for, folded: "Nữ đánh dấu x" is "nữ"; "" where it says nothing."""
        words = fold_words(text).split()
        for first in range(len(words)):
            for last in range(len(words), first, -1):
                rest = " ".join([*words[:first], *words[last:]])
                if rest and _made_of(" ".join(words[first:last]), self.marks):
                    return rest
        return ""


def apart(text: str) -> tuple[str, list[str]]:
    """Return a header text without any bracket, and what the brackets hold."""
    return " ".join(_BRACKETS.sub(" ", text).split()), [found.strip("()[] ") for found in _BRACKETS.findall(text)]


def hints(
    section: Mapping[str, object], lines: Iterable[str], closed: Sequence[str], marks: Collection[str]
) -> Hints:
    """Build the hints from the table `[brackets]`. `lines` are folded hints known besides.

    Raises ValueError for what is no list of words, KeyError naming a key that is not there.
    """
    about = section["fields"]
    if not isinstance(about, Mapping):
        raise ValueError("brackets.fields is not a table")
    return Hints(
        _phrases(section["hints"]) | frozenset(lines),
        tuple(sorted(_phrases(section["leads"]))),
        {field: _phrases(words) for field, words in about.items()},
        _phrases(section["marks"]) | {fold_words(mark) for mark in marks if fold_words(mark)},
        tuple(closed),
    )


def _phrases(listed: object) -> frozenset[str]:
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise ValueError(f"a list of words was expected, not {listed!r}")
    folded = {fold_words(str(word)) for word in listed}
    # A single word without its marks may be another one: "nam" is no "năm".
    return frozenset(folded | {strip_marks(word) for word in folded if " " in word})


def _made_of(folded: str, phrases: Collection[str]) -> bool:
    """Whether a text is nothing but such phrases one after the other, counts and single letters."""
    words = folded.split()
    fits = {0}
    for end in range(1, len(words) + 1):
        for start in sorted(fits):
            piece = " ".join(words[start:end])
            if piece in phrases or (end - start == 1 and _counts(piece)):
                fits.add(end)
                break
    return len(words) in fits


def _counts(word: str) -> bool:
    return len(word) == 1 or (word.isdigit() and len(word) <= _COUNTING_DIGITS)
