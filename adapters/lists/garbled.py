"""UTF-8 that a program took for Windows-1252 and saved again: `LÃ¢m`, `Nguyá»…n`. It is valid text, and wrong.

A pair or triple of signs counts where its bytes give back one Vietnamese letter. Signs that may stand after a word in
capitals (`XÃ` and a closing quote, a blank, a hyphen) say nothing, and neither does foreign text (São, señor).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from unicodedata import normalize

from sync.errors import ListError

_SHAPE = re.compile("(?:á[º»]|[\u00c2-\u00c6])[\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
_HINT = re.compile("[\u00c2-\u00c6á][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
"""Stands in every text with such a shape; most rows have none, which one look at all their cells tells."""
_AFTER_A_WORD = frozenset("\u00a0\u00ad\u00ab\u00bb\u2013\u2014\u2018\u2019\u201c\u201d\u2022\u2026")
_LETTERS = frozenset("aăâeêioôơuưyđ")
_MARKS = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SEVERAL = 2


def is_garbled(text: str) -> bool:
    """Whether a text holds a Vietnamese letter whose bytes were read as Windows-1252."""
    return any(_is_letter(found[0]) for found in _SHAPE.finditer(text))


def _is_letter(signs: str) -> bool:
    if signs[0] == "Ã" and signs[1] in _AFTER_A_WORD:
        return False
    try:
        letter = b"".join(_byte(sign) for sign in signs).decode("utf-8").lower()
    except UnicodeError:
        return False
    plain = normalize("NFC", _MARKS.sub("", normalize("NFD", letter)))
    return not letter.isascii() and plain in _LETTERS


def _byte(sign: str) -> bytes:
    """A sign's byte in Windows-1252; the five bytes it leaves open are kept as they are."""
    return sign.encode("latin-1") if sign < "\u0100" else sign.encode("cp1252")


class GarbledWatch:
    """Watches the rows of one table: a garbled name, or a second garbled cell of a column, refuses the file."""

    def __init__(self, names: Collection[int], refuse: Callable[[int, int], ListError]) -> None:
        self._names, self._refuse = names, refuse
        self._seen: dict[int, set[int]] = {}

    def look(self, number: int, row: Sequence[object]) -> None:
        """Take in a row. Raises the error for its number and the column, from 0."""
        if not _HINT.search("\t".join([cell for cell in row if isinstance(cell, str)])):
            return
        for index, cell in enumerate(row):
            if isinstance(cell, str) and not cell.isascii() and is_garbled(cell):
                rows = self._seen.setdefault(index, set())
                rows.add(number)
                if index in self._names or len(rows) >= _SEVERAL:
                    raise self._refuse(number, index)
