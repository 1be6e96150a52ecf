"""Text as people type it: what is tidied, what is compared, what only helps to search.

Three forms of one text, from faithful to coarse:

- `clean_text`: what is kept and shown. Letters, case and tone placement stay as typed.
- `match_key`: what is compared. Two typings of one name are equal, two different names never are.
- `fold`: what candidates are searched by. It loses tones, so it decides nothing.

Rules: the domain book, §5 "Text". A name is never re-cased: K'Brểu and H'Hen Niê are right as they are.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, decimal, is_normalized, normalize

from sync.values import Cell

Steps = tuple[str, ...]
"""Codes of what cleaning did to a value, in the order it was done."""


class Cleaned(NamedTuple):
    """One cleaned cell.

    `problem` without a value: the cell cannot be used. `problem` with a value: it can, and an officer should
    look. `proposed` is what the cell may have meant; it is never used unasked.
    """

    value: str | None
    steps: Steps = ()
    problem: str | None = None
    proposed: str = ""


EMPTY = Cleaned(None)

_STROKE = str.maketrans("\u00d0\u00f0", "\u0110\u0111")
_LINES = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
_BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SPACES = re.compile("  +")
_SURROGATES = re.compile("[\ud800-\udfff]")
_HIDDEN = frozenset({"Cc", "Cf"})


def clean_text(text: str) -> tuple[str, Steps]:
    """Return the text tidied, and the steps that changed it; text that is clean already comes back as it is.

    Steps: `d-stroke` (Ð U+00D0 and ð U+00F0 stand for Đ and đ), `line-breaks` and `nbsp` (became spaces),
    `invisible` (zero-width and control characters removed), `lost` (half a character became U+FFFD), `nfc`,
    `spaces` (doubled, leading or trailing ones removed).
    """
    if (
        text.isprintable()
        and "  " not in text
        and text[:1] != " "
        and text[-1:] != " "
        and (text.isascii() or (is_normalized("NFC", text) and "Ð" not in text and "ð" not in text))
    ):
        return text, ()
    return _tidy(text)


def _tidy(text: str) -> tuple[str, Steps]:
    steps: list[str] = []

    def step(code: str, changed: str) -> str:
        if changed != text:
            steps.append(code)
        return changed

    text = step("d-stroke", text.translate(_STROKE))
    text = step("line-breaks", _LINES.sub(" ", text))
    text = step("nbsp", _BLANKS.sub(" ", text))
    text = step("invisible", "".join(c for c in text if c.isprintable() or category(c) not in _HIDDEN))
    text = step("lost", _SURROGATES.sub("\ufffd", text))
    text = step("nfc", normalize("NFC", text))
    text = step("spaces", _SPACES.sub(" ", text).strip(" "))
    return text, tuple(steps)


def ascii_digits(text: str) -> str:
    """Return the text with every decimal digit as an ASCII one, such as the full-width ０ to ９."""
    return text if text.isascii() else "".join(str(decimal(c)) if c.isdecimal() else c for c in text)


# ── comparing ────────────────────────────────────────────────────────────────────────────────────────────

_VOWELS = "aăâeêioôơuưy"
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_TONED = {normalize("NFC", vowel + tone): (vowel, tone) for vowel in _VOWELS for tone in _TONES}
_PLAIN = dict(zip("’‘ʼ`´‐‑–—", "'''''----", strict=True))
_T, _CURLY = "".join(_TONED), "".join(_PLAIN)
_UNSETTLED = re.compile(f"[{_T}{_CURLY}](?:(?<=[{_CURLY}])|[{_VOWELS}]+)")
_QUI = re.compile(r"\bqu[iìíỉĩị]\b")
_QUY = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")


@lru_cache(maxsize=1 << 13)
def match_key(text: str) -> str:
    """Return the key by which two typings of one name are equal: hoà = HÒA, thúy = thuý, quí = quý.

    A tone may stand on any vowel of its run, as spelling fixes where it belongs; it never leaves the run and
    never changes. i and y are one only in the syllable "quy", where both are in use for one name; elsewhere
    (Vi, Vy) they are two names. Curly apostrophes and long hyphens count as plain ones.
    """
    return key_of_clean(clean_text(text)[0])


def key_of_clean(text: str) -> str:
    """Return the match key of a text that `clean_text` leaves as it is."""
    key = text.casefold()
    if not key.isascii():
        if not is_normalized("NFC", key):
            key = normalize("NFC", key)
        key = _UNSETTLED.sub(_settle, key)
    return _QUI.sub(_quy, key) if "qu" in key else key


def _settle(found: re.Match[str]) -> str:
    return _settled(found[0])


@lru_cache(maxsize=4096)
def _settled(unsettled: str) -> str:
    """Return a curly sign plain, or a toned vowel and those after it with the tone on the last of them."""
    first = unsettled[0]
    if first in _PLAIN:
        return _PLAIN[first]
    base, tone = _TONED[first]
    return normalize("NFC", base + unsettled[1:] + tone)


def _quy(found: re.Match[str]) -> str:
    return found[0].translate(_QUY)


def fold(text: str) -> str:
    """Return the match key without any diacritic, to search candidates by: Hòa, Hoa and Hoá all give `hoa`."""
    plain = normalize("NFD", match_key(text).replace("đ", "d"))
    return "".join(c for c in plain if category(c) != "Mn")


_FRAME = str.maketrans("", "", " .-_")


def bare_word(text: str) -> str:
    """Return the key of a word that stands alone in a cell, without dots, hyphens, blanks: `- N.T -` gives `nt`."""
    return match_key(text).translate(_FRAME)


# ── cells ────────────────────────────────────────────────────────────────────────────────────────────────

LARGEST_EXACT = 10**15
"""Numbers from here on have lost digits in a workbook: Excel keeps fifteen."""


def cell_text(cell: Cell) -> str:
    """Return a cell as text, as an officer would see it: whole numbers without `.0`, dates as dd/mm/yyyy."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int):
        return str(cell) if abs(cell) < 10**30 else f"{cell:#x}"[:40]
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < LARGEST_EXACT else repr(cell)
    if isinstance(cell, date):
        day = f"{cell.day:02}/{cell.month:02}/{cell.year:04}"
        midnight = not isinstance(cell, datetime) or not (cell.hour or cell.minute or cell.second)
        return day if midnight else f"{day} {cell:%H:%M:%S}"
    return str(cell)


def number_digits(cell: Cell) -> str | None:
    """Return the digits of a whole number that is not negative and not beyond `LARGEST_EXACT`, else None."""
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return None
    if isinstance(cell, float) and not cell.is_integer():
        return None
    return str(int(cell)) if 0 <= cell < LARGEST_EXACT else None
