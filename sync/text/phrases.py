"""Finding a phrase among known ones: as it is, without diacritics, without words that say nothing, mistyped.

A phrase is compared whole, never in part (the domain book, "Fields and the headers they come under"). The surer way
comes first; where a way leads to two meanings it leads to none: a wrong guess is worse than an unknown column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as member

from rapidfuzz import process
from rapidfuzz.distance import OSA

from sync.text.words import lacks_marks, strip_marks
from sync.values import Match

_SYLLABLE = re.compile(
    "(ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    "(ieu|yeu|oai|oao|oay|oeo|uay|uoi|uou|uya|uye|uyu"
    "|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|ua|ue|ui|uo|uu|uy|ye|[aeiouy])"
    "(ch|nh|ng|[cmnpt])?"
)
"""A Vietnamese syllable without its marks: what has this shape may be another word and not a mistyped one."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header names: a field, and what the column itself states.

    `implies` is stated by any filled cell, such as `("gender", "male")`; `value` by a mark, in a column that is one
    of its `group`. Without a field the column is known and states nothing that is read.
    """

    field: str
    implies: tuple[str, str] | None = None
    value: str | None = None
    group: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a header was recognised as, how, and the known word it was taken for where it is not that word."""

    meaning: Meaning
    match: Match = Match.EXACT
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A known phrase: folded, as it is written, and what it means."""

    word: str
    written: str
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Rules:
    """What may differ between a header and a known phrase. All words are folded.

    `same` are (phrase, phrase said instead); `empty` may stand at either end of a phrase or be missing there,
    `extra` may stand at the end of a header in addition; `weak` phrases say too little to be met halfway. A typing
    error is looked for in phrases of so many letters as the keys of `typos` say, up to so many letters as its values;
    `never` are words that are no mistyped other word.
    """

    same: Sequence[tuple[str, str]] = ()
    empty: Sequence[str] = ()
    extra: Sequence[str] = ()
    weak: frozenset[str] = frozenset()
    typos: Mapping[int, int] = member(default_factory=dict)
    never: frozenset[str] = frozenset()


class PhraseBook:
    """The known phrases, indexed by the ways a header may be written. Immutable once built."""

    def __init__(self, known: Iterable[Known], rules: Rules) -> None:
        self._rules = rules
        self._telling = {phrase.split()[0] for phrase, _ in rules.same} | {
            phrase.split()[0] for phrase in (*rules.empty, *rules.extra)
        }
        self._same_by_word: dict[str, list[int]] = {}
        for place, (phrase, _) in enumerate(rules.same):
            self._same_by_word.setdefault(phrase.split()[0], []).append(place)
        self._exact = {one.word: one for one in known}
        entries = list(self._exact.values())
        self._bare = _index(entries, lambda one: [strip_marks(one.word)])
        self._joined = _index(entries, lambda one: [_solid(strip_marks(one.word))])
        self._loose = _index(entries, lambda one: [strip_marks(form) for form in self._known_forms(one.word)])
        self._marked = {word for one in entries for word in one.word.split()} | rules.never
        self._words = {strip_marks(word) for word in self._marked}
        self._spellings = [bare for bare in self._bare if len(_solid(bare)) >= min(rules.typos, default=99)]

    def exactly(self, folded: str) -> Found | None:
        """The phrase itself, or with diacritics or spaces left out."""
        one = self._exact.get(folded)
        if one is not None:
            return Found(one.meaning)
        bare = () if _is_initials(folded) else self._bare.get(strip_marks(folded), ())
        lacking = [one for one in bare if lacks_marks(folded, one.word)]
        if not lacking and len(folded) >= _SHORTEST_JOINED:
            solid = _solid(folded)
            candidates = self._joined.get(strip_marks(solid), ())
            lacking = [
                one for one in candidates if _is_machine_word(one.word) or lacks_marks(solid, _solid(one.word))
            ]
        return _only(lacking, Match.UNMARKED)

    def loosely(self, folded: str) -> Found | None:
        """The phrase with another word for the same, or with a word more or less that says nothing."""
        for form in self._header_forms(folded):
            if form in self._rules.weak or len(form) < _SHORTEST_LOOSE:
                continue
            near = [
                one
                for one in self._loose.get(strip_marks(form), ())
                if any(lacks_marks(form, other) for other in self._known_forms(one.word))
            ]
            if near:
                return _only(near, Match.LOOSE)
        return None

    def mistyped(self, folded: str) -> Found | None:
        """The phrase a typing error away: other diacritics, or a letter or two in a phrase long enough to tell.

        The phrase must be clearly nearer than any that means something else, each word must be the mistyped one of
        the same place, and what was typed must not be a word of its own.
        """
        bare = strip_marks(folded)
        if len(_solid(bare)) < _SHORTEST_JOINED or folded in self._rules.weak:
            return None
        if bare in self._bare:
            one = _only(self._bare[bare], Match.TYPO)
            return one if any(self._other_marks(folded, known.word) for known in self._bare[bare]) else None
        letters = len(_solid(bare))
        limit = max((edits for least, edits in self._rules.typos.items() if letters >= least), default=0)
        if not limit or any(char.isdigit() for char in bare):
            return None
        near = process.extract(
            bare, self._spellings, scorer=OSA.distance, score_cutoff=limit + _MARGIN - 1, limit=None
        )
        if not near:
            return None
        best = min(int(distance) for _, distance, _ in near)
        close = [one for word, distance, _ in near if distance < best + _MARGIN for one in self._bare[word]]
        nearest = [word for word, distance, _ in near if distance == best]
        if best > limit or not any(self._slip(bare, word) for word in nearest):
            return None
        found = _only(close, Match.TYPO)
        return found and _only([one for word in nearest for one in self._bare[word]], Match.TYPO)

    def _other_marks(self, typed: str, word: str) -> bool:
        """Whether a phrase of the same letters is the other one with wrong diacritics, and no word of its own."""
        ours, theirs = typed.split(), word.split()
        return len(ours) == len(theirs) and all(
            lacks_marks(mine, other) or mine not in self._marked or self._tells(strip_marks(typed).split(), place)
            for place, (mine, other) in enumerate(zip(ours, theirs, strict=True))
        )

    def _slip(self, typed: str, word: str) -> bool:
        """Whether one bare phrase is the other with single words mistyped."""
        ours, theirs = typed.split(), word.split()
        if len(ours) != len(theirs):
            return False
        for place, (mine, other) in enumerate(zip(ours, theirs, strict=True)):
            if mine == other:
                continue
            if min(len(mine), len(other)) < _SHORTEST_WORD or mine in self._words:
                return False
            if OSA.distance(mine, other) > (1 if len(other) < _LONG_WORD else 2):
                return False
            if _SYLLABLE.fullmatch(mine) and not self._tells(ours, place):
                return False
        return True

    def _tells(self, words: Sequence[str], place: int) -> bool:
        """Whether the other words of a phrase alone leave only one meaning, so that this one may be misspelt."""
        if len(words) < _TELLING_WORDS or len("".join(words)) < _TELLING_LETTERS:
            return False
        rest = [*words[:place], *words[place + 1 :]]
        fitting = [
            one
            for bare, ones in self._bare.items()
            if len(split := bare.split()) == len(words) and [*split[:place], *split[place + 1 :]] == rest
            for one in ones
        ]
        return _only(fitting, Match.TYPO) is not None

    def _known_forms(self, word: str) -> Iterator[str]:
        """The forms under which a known phrase is met loosely: the same said, without what says nothing."""
        said = self._said(word)
        yield said
        for form in _without(said, self._rules.empty, self._rules.empty):
            if form not in self._rules.weak:
                yield form

    def _header_forms(self, word: str) -> Iterator[str]:
        if self._telling.isdisjoint(word.split()):
            yield word
            return
        said = self._said(word)
        yield said
        yield from _without(said, self._rules.empty, self._rules.empty)
        for form in _without(said, (), self._rules.extra):
            yield form
            yield from _without(form, self._rules.empty, self._rules.empty)

    def _said(self, word: str) -> str:
        for _ in range(_ROUNDS):
            before = word
            usable = sorted(place for one in set(word.split()) for place in self._same_by_word.get(one, ()))
            for place in usable:
                phrase, instead = self._rules.same[place]
                word = f" {word} ".replace(f" {phrase} ", f" {instead} ").strip(" ")
            if word == before:
                break
        return word


_ROUNDS = 3
"""What one saying is replaced by may be part of another: "thời gian kết nạp", "ngày kết nạp", "ngày vào đoàn"."""
_INITIALS = 2
_VOWEL = re.compile("[aeiouy]")
_SHORTEST_JOINED = 5
_SHORTEST_LOOSE = 4
_SHORTEST_WORD = 3
_LONG_WORD = 6
_TELLING_WORDS = 3
_TELLING_LETTERS = 10
_MARGIN = 2
"""By so many letters a phrase must be nearer than any that means something else."""


def _solid(word: str) -> str:
    return word.replace(" ", "")


def _is_initials(folded: str) -> bool:
    """Whether a header is two first letters alone, which say too little without their marks: "DT", for Đ or D."""
    return len(folded) == _INITIALS and not _VOWEL.search(strip_marks(folded))


def _is_machine_word(word: str) -> bool:
    """Whether a known word is a column name of a database: it tells nothing about diacritics."""
    return word.isascii() and " " not in word


def _index(entries: Iterable[Known], keys: Callable[[Known], Iterable[str]]) -> dict[str, list[Known]]:
    index: dict[str, list[Known]] = {}
    for one in entries:
        for key in keys(one):
            index.setdefault(key, []).append(one)
    return index


def _only(candidates: Sequence[Known], match: Match) -> Found | None:
    """The one meaning of all candidates, with the first one's word; None where they mean different things."""
    if not candidates or any(one.meaning != candidates[0].meaning for one in candidates):
        return None
    return Found(candidates[0].meaning, match, candidates[0].written)


def _without(text: str, before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """The text without one of the phrases at its beginning, at its end, or both; never nothing."""
    starts = [text, *(text[len(one) + 1 :] for one in before if text.startswith(one + " "))]
    for start in starts:
        if start != text:
            yield start
        for one in after:
            if start.endswith(" " + one):
                yield start[: -len(one) - 1]
