"""Whom a table says it lists, by its sheet's name and its title: members who left, or people of another kind.

Read as a list of members such a table would bring back everybody who left. The words are data in
`config/headers.toml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sync.text.words import begins, fold_words, holds, strip_marks
from sync.values import ListKind


@dataclass(frozen=True, slots=True, eq=False)
class TableWords:
    """Words of sheet names and titles, folded: what may stand before the telling word, what says that people left or
    came, and for each kind of list the words that name people of another kind, and those that make them its own."""

    before: tuple[str, ...]
    departed: tuple[str, ...]
    others: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]

    def judge(self, sheet: str, titles: Iterable[str], kind: ListKind) -> tuple[str, str] | None:
        """Return why a table is none of the list's kind, as a finding's code, and the text that says so, or None."""
        for text in (sheet, *titles):
            folded = fold_words(text)
            telling = _telling(folded, self.before)
            if kind is ListKind.MEMBERS and _begins(telling, self.departed):
                return "list-of-departed", text
            other, own = self.others.get(kind.value, ((), ()))
            if _begins(folded, other) and not holds(folded, own):
                return "list-other-kind", text
        return None


def table_words(section: Mapping[str, object]) -> TableWords:
    """Build the words from the table `[tables]`. Raises ValueError or KeyError where they are damaged."""
    others = section["others"]
    if not isinstance(others, Mapping):
        raise ValueError("tables.others is not a table")
    return TableWords(
        tuple(sorted(_folded(section["before"]), key=len, reverse=True)),
        _folded(section["departed"]),
        {kind: (_folded(words["words"]), _folded(words["own"])) for kind, words in others.items()},
    )


def _folded(listed: object) -> tuple[str, ...]:
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        raise ValueError(f"a list of words was expected, not {listed!r}")
    return tuple(fold_words(str(word)) for word in listed)


def _telling(folded: str, before: Sequence[str]) -> str:
    """The text from the first word on that tells something."""
    while True:
        word = next((one for one in before if begins(folded, (one,)) or begins(folded, (strip_marks(one),))), None)
        first = folded.split(" ", 1)[0]
        if word is None and not first.isdigit():
            return folded
        rest = folded[len(word if word is not None else first) :].strip()
        if not rest:
            return folded
        folded = rest


def _begins(folded: str, phrases: Sequence[str]) -> bool:
    """Whether a text begins with a phrase; one typed without any diacritics is met without them."""
    return begins(folded, phrases) or (folded.isascii() and begins(folded, map(strip_marks, phrases)))
