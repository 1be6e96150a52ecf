"""Words of headers, titles and footers for comparison: folded, without diacritics, at the beginning of a line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_ETH = str.maketrans("Ððđ", "Đđđ")
_MARK_D = "\u0335"
"""Stands for the bar of `đ`, which Unicode does not take apart."""
_LATE_TONE = re.compile(r"(o[àáảãạèéẻẽẹ]|(?<!q)u[ỳýỷỹỵ])\b")
_EARLIER = str.maketrans("àáảãạèéẻẽẹỳýỷỹỵ", "aaaaaeeeeeyyyyy")
_TONES = {"̀": "òù", "́": "óú", "̉": "ỏủ", "̃": "õũ", "̣": "ọụ"}


@lru_cache(maxsize=8192)
def fold_words(text: str) -> str:
    """Return a text's words for comparison: NFC, casefolded, only letters and digits, single spaces between.

    Where a tone stands in an open syllable does not count: văn hoá = văn hóa.
    """
    text = unicodedata.normalize("NFC", text).translate(_ETH).casefold()
    text = _LATE_TONE.sub(_earlier, text)
    kept = (
        char if char.isalnum() else "" if unicodedata.category(char) in ("Cf", "Mn") or char == "\xad" else " "
        for char in text
    )
    return " ".join("".join(kept).split())


def _earlier(late: re.Match[str]) -> str:
    first, second = late[0][0], late[0][1]
    tone = unicodedata.normalize("NFD", second)[1]
    return _TONES[tone]["ou".index(first)] + second.translate(_EARLIER)


@lru_cache(maxsize=8192)
def strip_marks(text: str) -> str:
    """Return a folded text without diacritics, `đ` as `d`."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char)).replace("đ", "d")


def lacks_marks(text: str, word: str) -> bool:
    """Whether a folded text is a word with nothing but some diacritics left out: "so điện thoai", not "sồ"."""
    ours, theirs = _letters(text), _letters(word)
    return len(ours) == len(theirs) and all(
        mine[0] == other[0] and set(mine[1:]) <= set(other[1:]) for mine, other in zip(ours, theirs, strict=True)
    )


def _letters(text: str) -> list[str]:
    """Each letter with its marks."""
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", text.replace("đ", "d" + _MARK_D)):
        if letters and unicodedata.combining(char):
            letters[-1] += char
        else:
            letters.append(char)
    return letters


def begins(text: str, phrases: Iterable[str]) -> bool:
    """Whether a folded text is one of the folded phrases, or begins with one followed by a further word."""
    return f"{text} ".startswith(_spaced(phrases if isinstance(phrases, tuple) else tuple(phrases)))


@lru_cache(maxsize=1024)
def _spaced(phrases: tuple[str, ...]) -> tuple[str, ...]:
    return tuple([f"{phrase} " for phrase in phrases])


def holds(text: str, phrases: Iterable[str]) -> bool:
    """Whether one of the folded phrases stands in a folded text as whole words."""
    spaced = f" {text} "
    return any(f" {phrase} " in spaced for phrase in phrases)


@lru_cache(maxsize=16)
def first_words(phrases: frozenset[str]) -> frozenset[str]:
    """The first word of each folded phrase, also as a text that is not yet normalised may hold it."""
    words = {phrase.split(" ")[0] for phrase in phrases}
    return frozenset(words | {unicodedata.normalize("NFD", word) for word in words} | {strip_marks(w) for w in words})
