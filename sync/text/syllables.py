"""What a Vietnamese syllable is: enough to tell Vietnamese text from text read in the wrong encoding.

The onsets, rimes and spelling rules are data (`config/fonts.toml`). A foreign word or a minority's name need not be
a syllable; nothing follows from that alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from unicodedata import normalize

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SHARP = frozenset({"\u0301", "\u0323"})
"""Sắc and nặng, the two tones of a syllable that ends in a stop."""
_STROKE = str.maketrans("Ðð", "Đđ")
_REMEMBERED = 1 << 15
_THREE = 3


class Syllables:
    """The syllables there can be: `"nguyễn" in syllables`. Case, NFC or NFD and the tone's place do not count."""

    def __init__(
        self,
        onsets: Iterable[str],
        rimes: Iterable[str],
        *,
        before_front: Iterable[str] = (),
        never_before_front: Iterable[str] = (),
        front: str = "",
        stops: Sequence[str] = (),
    ) -> None:
        self._onsets = sorted(onsets, key=len, reverse=True)
        self._rimes = frozenset(normalize("NFC", rime) for rime in rimes)
        self._before, self._never = frozenset(before_front), frozenset(never_before_front)
        self._front, self._stops = front, tuple(stops)
        self._known: dict[tuple[str, bool], bool] = {}

    def __contains__(self, word: str) -> bool:
        """Whether a word can be a syllable."""
        return self._look(word, well_toned=False)

    def well_spelt(self, word: str) -> bool:
        """Whether a word can be a syllable with its tone where spelling puts it (hòa and hoà both)."""
        return self._look(word, well_toned=True)

    def _look(self, word: str, *, well_toned: bool) -> bool:
        found = self._known.get((word, well_toned))
        if found is None:
            found = self._is_one(word, well_toned=well_toned)
            if len(self._known) < _REMEMBERED:
                self._known[word, well_toned] = found
        return found

    def _is_one(self, word: str, *, well_toned: bool) -> bool:
        apart = normalize("NFD", word.translate(_STROKE).casefold())
        tones = [sign for sign in apart if sign in _TONES]
        if len(tones) > 1:
            return False
        bare = normalize("NFC", "".join(sign for sign in apart if sign not in _TONES))
        sharp = bool(tones) and tones[0] in _SHARP
        where = -1
        if tones and well_toned:
            where = len(normalize("NFC", _without_tones(apart[: apart.index(tones[0])]))) - 1
        return any(
            bare.startswith(onset)
            and self._fits(onset, bare[len(onset) :], sharp=sharp)
            and (where < 0 or where - len(onset) in _tone_places(bare[len(onset) :]))
            for onset in self._onsets
        )

    def _fits(self, onset: str, rime: str, *, sharp: bool) -> bool:
        if rime not in self._rimes or (rime.endswith(self._stops) and not sharp):
            return False
        front = rime[0] in self._front
        if onset in self._before:
            return front
        # "gì", "gìn", "giết": the i belongs to onset and rime at once.
        return not (onset in self._never and front) or (onset == "g" and rime[0] == "i")


def _without_tones(text: str) -> str:
    return "".join(sign for sign in text if sign not in _TONES)


@lru_cache(maxsize=1 << 10)
def _tone_places(rime: str) -> tuple[int, ...]:
    """Where the tone of a rime may stand: on the last vowel with a mark of its own, else on the last vowel before a
    consonant, else on the middle one of three and the first of two; of oa, oe and uy either is in use."""
    marked = [place for place, letter in enumerate(rime) if letter in "ăâêôơư"]
    if marked:
        return (marked[-1],)
    vowels = [place for place, letter in enumerate(rime) if letter in "aeiouy"]
    if len(vowels) < len(rime):
        return (vowels[-1],)
    if len(vowels) == _THREE:
        return (1,)
    return (0, 1) if rime in ("oa", "oe", "uy") else (0,)


def syllables(data: Mapping[str, object]) -> Syllables:
    """Build the table from the `[syllable]` section of `config/fonts.toml`."""

    def words(key: str) -> list[str]:
        listed = data[key]
        return [str(word) for word in listed] if isinstance(listed, list) else []

    return Syllables(
        words("onsets"),
        words("rimes"),
        before_front=words("before_front"),
        never_before_front=words("never_before_front"),
        front=str(data["front"]),
        stops=words("stops"),
    )
