"""CSV files that are not UTF-8: which encoding of before Unicode they are in.

Excel on a Vietnamese Windows saves "CSV" as cp1258; text in .VnTime or VNI-Times is saved as cp1252. Both are known
by the words that come out, and only where nearly all of them are Vietnamese. Damage of any other kind is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from unicodedata import normalize

from adapters.lists.table import letters_lost
from sync.text.fonts import Font, Fonts, words

_FEWEST = 3
"""So many different words with marks must speak for an encoding."""


def old_encoding(lines: Sequence[bytes], fonts: Fonts) -> str | None:
    """Return `cp1258` or `cp1252` where a file's first lines are Vietnamese in it, None where that is not certain."""
    content = b"\n".join(lines)
    shares: list[tuple[int, str]] = []
    for encoding, read in _candidates(fonts):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if letters_lost(text):
            return None
        share = _share(text, read)
        if share >= fonts.encoding_percent:
            shares.append((share, encoding))
    best = max(shares, default=(0, ""))
    rivals = {encoding for share, encoding in shares if share == best[0]}
    return best[1] if len(rivals) == 1 else None


def _candidates(fonts: Fonts) -> list[tuple[str, Callable[[str], bool]]]:
    """Each encoding with the question whether a word decoded by it is Vietnamese."""

    def by(font: Font) -> Callable[[str], bool]:
        return lambda word: not font.left(word) and font.read(word) in fonts.syllables

    return [("cp1258", lambda word: word in fonts.syllables), *[("cp1252", by(font)) for font in fonts.fonts]]


def _share(text: str, is_vietnamese: Callable[[str], bool]) -> int:
    """The share of Vietnamese among the different words beyond ASCII, in percent; 0 where they are too few."""
    found = {word for line in normalize("NFC", text).split("\n") for word in words(line) if not word.isascii()}
    if len(found) < _FEWEST:
        return 0
    return sum(map(is_vietnamese, found)) * 100 // len(found)
