"""Whose word counts where the upstream shows something else than it confirmed: `[reconcile]` of the configuration."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Word(StrEnum):
    """Whose word counts: the lists' (`ours`), the upstream's (`theirs`), that of whoever wrote last (`newest`), or an
    officer is to say (`ask`)."""

    OURS = "ours"
    THEIRS = "theirs"
    NEWEST = "newest"
    ASK = "ask"


ASKED_UNLESS_NAMED = frozenset({"unit", "kind", "status", "member_code"})
"""What says where or who somebody is: `default` does not reach it, only a word of its own does."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words for one unit or for all: by the field's name, and for every field that has none."""

    default: Word | None = None
    fields: Mapping[str, Word] = field(default_factory=dict)

    def of(self, name: str) -> Word | None:
        """Return the word for a field; None where nothing is said of it here."""
        return self.fields.get(name) or (None if name in ASKED_UNLESS_NAMED else self.default)


@dataclass(frozen=True, slots=True)
class Policy:
    """The words for everybody, and before these the words for single units and those below them, as they stand in
    the configuration. Without any an officer is asked."""

    words: Words = field(default_factory=Words)
    units: Sequence[tuple[str, Words]] = ()

    def word(self, name: str, unit: str, within: Callable[[str, str], bool]) -> Word:
        """Return whose word counts on a field of somebody in a unit; `within` says whether that is in another."""
        for above, words in self.units:
            said = words.of(name) if within(unit, above) else None
            if said is not None:
                return said
        return self.words.of(name) or Word.ASK
