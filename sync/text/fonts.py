"""Text typed in a font from before Unicode: TCVN3 and VNI.

Such a font shows Vietnamese where Latin-1 has other letters and signs: "NguyÔn V¨n Hïng" in .VnTime is "Nguyễn Văn
Hùng". Source: the domain book, §5 "Legacy fonts". A single cell says too little ("Lâm" is Unicode, and "Lõm" in
TCVN3), so nothing here decides: words and cells are weighed, and `sync/tables/columns.py` judges whole columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fnmatch import fnmatchcase
from functools import lru_cache

from sync.text.syllables import Syllables, syllables

_UNICODE = re.compile(
    "[\u0300-\u036f\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]"
)
"""Vietnamese letters and marks that no font of before Unicode can hold: they lie beyond Latin-1."""

_BESIDE_ASCII = re.compile("[\u00c0-\u00ff]")
_APART = re.compile(r"[\s!-/:-@\[-`{-~\u2010-\u2027\u200b\ufeff]+")
_DIGIT = re.compile("[0-9]")
_SIGNATURE = re.compile(
    "[\u00a1-\u00ff](?:"
    "(?<=[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce\u00cf\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df"
    "\u00e4-\u00e7\u00eb\u00ee\u00ef\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe])"
    "|(?<=[a-z][\u00c0-\u00de])|(?<=[aA][\u00c0-\u00ff])"
    "|(?<=[eE][\u00c0-\u00c3\u00d5\u00d9\u00e0-\u00e3\u00f5\u00f9])"
    "|(?<=[oO\u00d4\u00f4][\u00c2\u00d5\u00d9\u00e2\u00f5\u00f9])"
    "|(?<=[uUyY][\u00d5\u00d9\u00f5\u00f9])|(?<=[iI][\u00d9\u00f9]))"
)
"""Signs and pairs of letters that Vietnamese in Unicode has no use for; hardly a line in a legacy font has none.

It looks back from each letter of Latin-1: to find those costs a fifth of trying a pair at every letter."""
_CASE_JUMP = re.compile("[a-z][\u00c0-\u00de]")
"""A capital with a mark right after a small letter ("NguyÔn"): nobody types that."""
_SMALL = re.compile("[a-z]")
_CAPITALS = re.compile(r"(?<=[^\W\d_])[A-Z]|[A-Z](?=[A-Z])")
_REMEMBERED = 1 << 15


class Weight(Enum):
    """What a word or a cell says about a font.

    `SILENT` nothing: it reads the same either way, or is a word either way or neither. `LEGACY` it is Vietnamese only
    by the font's table, and holds signs that Unicode text has no use for. `UNICODE` it is Vietnamese only as it
    stands, or holds letters the font does not have.
    `TORN` a cell that says both.
    """

    SILENT = "silent"
    LEGACY = "legacy"
    UNICODE = "unicode"
    TORN = "torn"


@dataclass(frozen=True, slots=True)
class Font:
    """One family of fonts and its table.

    `letters` maps one or two signs to the letter they show; `keeps` are letters beyond ASCII that show themselves;
    `names` and `capitals` are patterns of font names, the latter of fonts that show every letter as a capital.
    """

    name: str
    letters: Mapping[str, str]
    keeps: frozenset[str]
    names: tuple[str, ...]
    capitals: tuple[str, ...]
    signs: re.Pattern[str]

    def read(self, text: str, *, capitals: bool = False) -> str:
        """Return the text as the font shows it.

        Where the font's name is not known, capitals are: a text without any small ASCII letter, with a capital inside
        a word, was typed in capitals throughout.
        """
        if text.isascii():
            return text.upper() if capitals else text
        shown = self.signs.sub(lambda found: self.letters[found[0]], text)
        if capitals or (shown != text and not _SMALL.search(text) and _CAPITALS.search(text)):
            return shown.upper()
        return shown

    def left(self, text: str) -> bool:
        """Whether the text holds Latin letters beyond ASCII that the font cannot show."""
        return not self.keeps.issuperset(_BESIDE_ASCII.findall(self.signs.sub("", text)))


class Fonts:
    """All that is known of legacy fonts: their tables, and what a Vietnamese syllable is.

    `slips` and `slip_percent` bound what is a slip in a column; `encoding_percent` is the share of Vietnamese words
    by which an old encoding is known; `digest` changes with any of the data.
    """

    def __init__(
        self,
        fonts: Sequence[Font],
        known: Syllables,
        *,
        slips: int,
        slip_percent: int,
        encoding_percent: int,
        digest: str,
    ) -> None:
        self.fonts = tuple(fonts)
        self.syllables = known
        self.slips, self.slip_percent, self.encoding_percent = slips, slip_percent, encoding_percent
        self.digest = digest
        self._words: dict[tuple[str, str], Weight] = {}
        self._plain: set[str] = set()

    def by_name(self, name: str) -> tuple[Font, bool] | None:
        """Return the legacy font a font's name tells, and whether it shows capitals; None for any other font."""
        folded = name.strip().casefold()
        for font in self.fonts:
            if any(fnmatchcase(folded, pattern.casefold()) for pattern in font.names):
                return font, any(fnmatchcase(folded, pattern.casefold()) for pattern in font.capitals)
        return None

    def weigh(self, text: str, font: Font) -> Weight:
        """Weigh a cell's text: `TORN` where its words contradict each other."""
        if text.isascii():
            return Weight.SILENT
        found = {self.weigh_word(word, font) for word in words(text)}
        found.discard(Weight.SILENT)
        return Weight.TORN if len(found) > 1 else found.pop() if found else Weight.SILENT

    def weigh_word(self, word: str, font: Font) -> Weight:
        """Weigh one word. Single letters and words with digits never speak for a font."""
        if word.isascii():
            return Weight.SILENT
        key = (font.name, word)
        weight = self._words.get(key)
        if weight is None:
            weight = self._weigh(word, font)
            if len(self._words) < _REMEMBERED:
                self._words[key] = weight
        return weight

    def _weigh(self, word: str, font: Font) -> Weight:
        if _UNICODE.search(word):
            return Weight.UNICODE
        if len(word) < 2 or _DIGIT.search(word):
            return Weight.SILENT
        shown = font.read(word)
        stands = not _CASE_JUMP.search(word) and word in self.syllables
        reads = not font.left(word) and shown in self.syllables
        if stands:
            return Weight.SILENT if reads else Weight.UNICODE
        # To speak for a font a word holds what Unicode has no use for and comes out well spelt: "Lùc" may be a slip.
        speaks = reads and len(shown) > 1 and _SIGNATURE.search(word) and self.syllables.well_spelt(shown)
        return Weight.LEGACY if speaks else Weight.SILENT

    def is_unicode(self, text: str) -> bool:
        """Whether a text holds Vietnamese that no legacy font can hold."""
        return _UNICODE.search(text) is not None

    def may_be_legacy(self, texts: Iterable[str]) -> bool:
        """Whether any of these texts is worth weighing: a quick look that Unicode text hardly ever stands out in."""
        return _SIGNATURE.search("\n".join(texts)) is not None

    def invalid(self, text: str) -> int:
        """How many of a text's words beyond ASCII are no syllables."""
        return sum(1 for word in words(text) if not word.isascii() and word not in self.syllables)

    def is_plain(self, text: str) -> bool:
        """Whether a text of a Unicode column says nothing else: False for "NguyÔn", which only an old font shows.

        Made for columns of names: the few words they are made of are looked at once.
        """
        return text.isascii() or self._plain.issuperset(text.split(" ")) or self._looks_plain(text)

    def _looks_plain(self, text: str) -> bool:
        if any(self.weigh(text, font) in (Weight.LEGACY, Weight.TORN) for font in self.fonts):
            return False
        for word in text.split(" "):
            legacy = any(self.weigh_word(one, font) is Weight.LEGACY for one in words(word) for font in self.fonts)
            if not legacy and len(self._plain) < _REMEMBERED:
                self._plain.add(word)
        return True


@lru_cache(maxsize=1 << 12)
def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, parted at blanks and ASCII punctuation."""
    return tuple(word for word in _APART.split(text) if word)


def fonts_of(data: Mapping[str, object], digest: str) -> Fonts:
    """Build all from the content of `config/fonts.toml`; `digest` is the file's. Raises KeyError where it is bad."""
    decision = _table(data["decision"])
    return Fonts(
        [_font(entry) for entry in _entries(data["font"])],
        syllables(_table(data["syllable"])),
        slips=int(str(decision["slips"])),
        slip_percent=int(str(decision["slip_percent"])),
        encoding_percent=int(str(decision["encoding_percent"])),
        digest=digest,
    )


def _font(entry: Mapping[str, object]) -> Font:
    letters: dict[str, str] = {}
    for signs, shown in _lines(entry["single"], 2):
        letters.update(zip(signs, shown, strict=True))
    for letter, signs, shown in _lines(entry["pairs"], 3):
        for sign, one in zip(signs, shown, strict=True):
            letters[letter + sign] = one
            for other in (sign, sign.upper()):
                letters[letter.upper() + other] = one.upper()
    longest_first = sorted(letters, key=len, reverse=True)
    return Font(
        name=str(entry["name"]),
        letters=letters,
        keeps=frozenset(str(entry["keeps"])),
        names=tuple(_texts(entry["fonts"])),
        capitals=tuple(_texts(entry["capitals"])),
        signs=re.compile("|".join(map(re.escape, longest_first))),
    )


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise KeyError("a table was expected")
    return value


def _entries(value: object) -> Iterator[Mapping[str, object]]:
    return (_table(entry) for entry in _listed(value))


def _listed(value: object) -> Sequence[object]:
    if not isinstance(value, list):
        raise KeyError("a list was expected")
    return value


def _texts(value: object) -> list[str]:
    return [str(text) for text in _listed(value)]


def _lines(value: object, parts: int) -> Iterator[list[str]]:
    for line in _listed(value):
        texts = _texts(line)
        if len(texts) != parts:
            raise KeyError(f"{parts} texts were expected")
        yield texts
