"""Numbers that name a person or reach one: national ID, member code, phone; and e-mail.

Rules: the domain book, §5 "National ID" and "Phone". Lists keep such numbers as text, as numbers whose
leading zeros are gone, or as `1.23457E+11` whose digits are gone. Digits are put back only where the rules
leave one possibility and the policy allows it, and never unsaid.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Literal

from sync.text.tidying import EMPTY, LARGEST_EXACT, Cleaned, Steps, ascii_digits, cell_text, clean_text, number_digits
from sync.values import Cell

_SEPARATORS = str.maketrans("", "", " .-_")
_PHONE_SEPARATORS = str.maketrans("", "", " .-_()")
_ROUNDED = re.compile(r"[+-]?\d+([.,]\d+)?[eE][+-]?\d+", re.ASCII)
_WHOLE_FLOAT = re.compile(r"\d+\.0", re.ASCII)
_SEVERAL_PHONES = re.compile(r"[/;,\n]| - | và | hoặc |(?<=\d{10})\s+(?=0\d{9})")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_NO_SERIAL = "000000"
"""No ID ends so; one that does was shown as 7.92E+10 and read back."""
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
EMAIL_LENGTH = 254
EMAIL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:[A-Za-z0-9-]+\.)+[A-Za-z]{{2,}}")

_NO_STEPS: Steps = ()

_CENTURIES_SO_FAR = frozenset("0123")
"""The fourth digit of those born in the 1900s or 2000s."""


@dataclass(frozen=True, slots=True)
class IdentifierRules:
    """What the policy and the code lists say about identifiers.

    `provinces` are three-digit codes; `restore_zero` puts lost leading zeros of a national ID back instead of
    proposing them; `member_code_other` says what a code of another shape is; `mobile_digits` may follow the
    zero of a mobile number; `old_prefixes` maps the retired four-digit ones to today's.
    """

    provinces: frozenset[str]
    restore_zero: bool = False
    member_code_digits: int = 7
    member_code_other: Literal["error", "warn", "keep"] = "error"
    mobile_digits: str = "35789"
    old_prefixes: Mapping[str, str] = field(default_factory=dict)


def _digits(cell: Cell, separators: dict[int, int | None] = _SEPARATORS) -> tuple[str, Steps]:
    """Return a cell's text without separators, and the steps; a whole number gives its digits."""
    text, steps = _number_text(cell)
    if not isinstance(cell, str) or _ROUNDED.fullmatch(text):
        return text, steps
    if _THOUSANDS.fullmatch(text):
        return text.replace(",", ""), (*steps, "separators")
    bare = text.translate(separators)
    return (bare, steps) if bare == text else (bare, (*steps, "separators"))


def _number_text(cell: Cell) -> tuple[str, Steps]:
    """Return what a number is as text, however it was kept: as a number, as text after an apostrophe, as `12.0`, in
    full-width digits."""
    if not isinstance(cell, str):
        return number_digits(cell) or cell_text(cell), ()
    text, steps = clean_text(cell)
    if text[:1] in {"'", "’"}:
        text, steps = text.lstrip("'’ "), (*steps, "text-mark")
    plain = ascii_digits(text)
    if plain != text:
        text, steps = plain, (*steps, "digits")
    return (text[:-2], (*steps, "number-text")) if _WHOLE_FLOAT.fullmatch(text) else (text, steps)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_rounded(cell: Cell, text: str) -> bool:
    """Whether digits are gone for good: E notation, or a number longer than a workbook keeps."""
    if isinstance(cell, float):
        return abs(cell) >= LARGEST_EXACT
    return isinstance(cell, str) and _ROUNDED.fullmatch(text) is not None


# ── national ID ──────────────────────────────────────────────────────────────────────────────────────────

_STATED = {
    f"{digit}{year:02}": ("female" if digit % 2 else "male", f"{19 + digit // 2}{year:02}")
    for digit in range(10)
    for year in range(100)
}
"""Gender and birth year by the fourth to sixth digit: 0 and 1 are the 1900s, 2 and 3 the 2000s, and so on."""


def national_id(cell: Cell, rules: IdentifierRules) -> Cleaned:
    """Return a national ID: 12 digits, or 9 of the old CMND.

    Problems without a value: `national-id-rounded` (E notation, or digits that came of it: six zeros at the end),
    `national-id-not-digits`, `national-id-length`, `national-id-zero-lost` (10 or 11 digits of a 12-digit number, or
    8 of an old one, whose zeros a workbook took: the whole number is proposed), `national-id-placeholder` (one digit
    repeated). With a value: `national-id-province`. Steps: `separators`, `text-mark`, `digits` (full-width ones),
    `number-text`, `zero-restored`.
    """
    if isinstance(cell, str) and len(cell) == 12 and cell.isascii() and cell.isdigit():
        text, steps = cell, _NO_STEPS
    else:
        if cell is None:
            return EMPTY
        text, steps = _digits(cell)
        if not text:
            return Cleaned(None, steps)
        if _is_rounded(cell, text):
            return Cleaned(None, (), "national-id-rounded")
        if not _is_digits(text):
            return Cleaned(None, (), "national-id-not-digits")
        whole = _with_lost_zero(text, rules)
        if whole and not whole.endswith(_NO_SERIAL) and not rules.restore_zero:
            return Cleaned(None, (), "national-id-zero-lost", whole)
        if whole:
            text, steps = whole, (*steps, "zero-restored")
    if len(text) not in {9, 12}:
        return Cleaned(None, (), "national-id-length")
    if text == text[0] * len(text):
        return Cleaned(None, (), "national-id-placeholder")
    if len(text) == 12 and text.endswith(_NO_SERIAL):
        return Cleaned(None, (), "national-id-rounded")
    if len(text) == 12 and text[:3] not in rules.provinces:
        return Cleaned(text, steps, "national-id-province")
    return Cleaned(text, steps)


def may_be_national_id(number: str, rules: IdentifierRules) -> bool:
    """Whether digits have the form of a national ID: nine of an old CMND, or twelve that state a known province and
    somebody born in the 1900s or 2000s."""
    if len(number) != 12:
        return len(number) == 9
    return number[:3] in rules.provinces and number[3] in _CENTURIES_SO_FAR and not number.endswith(_NO_SERIAL)


def _with_lost_zero(digits: str, rules: IdentifierRules) -> str:
    """Return the number with the zeros a workbook takes from its front, where a known province comes of it.

    Every province code begins with one zero or two, so 10 or 11 digits have one reading as a 12-digit ID;
    8 digits are an old CMND that began with 0.
    """
    if digits[0] == "0":
        return ""
    if len(digits) == 8:
        return "0" + digits
    whole = digits.zfill(12)
    return whole if len(digits) in {10, 11} and whole[:3] in rules.provinces else ""


def id_gender_and_year(number: str) -> tuple[str, str] | None:
    """Return the gender and the birth year (`1995`) a 12-digit national ID states, or None for another number."""
    return _STATED.get(number[3:6]) if len(number) == 12 else None


# ── member code ──────────────────────────────────────────────────────────────────────────────────────────


def member_code(cell: Cell, rules: IdentifierRules) -> Cleaned:
    """Return the central member code, as text.

    Problems: `member-code-rounded`; `member-code-shape`, without a value when the policy calls other shapes an
    error, with it when it only warns. A number that is too short is proposed with its zeros.
    """
    if cell is None:
        return EMPTY
    size = rules.member_code_digits
    if isinstance(cell, str) and len(cell) == size and cell.isascii() and cell.isdigit():
        return Cleaned(cell)
    text, steps = _digits(cell)
    if not text:
        return Cleaned(None, steps)
    if _is_rounded(cell, text):
        return Cleaned(None, (), "member-code-rounded")
    if len(text) == size and _is_digits(text):
        return Cleaned(text, steps)
    if not isinstance(cell, str) and not _is_digits(text):
        return Cleaned(None, (), "member-code-shape")
    if rules.member_code_other == "keep":
        return Cleaned(text, steps)
    if rules.member_code_other == "warn":
        return Cleaned(text, steps, "member-code-shape")
    short = _is_digits(text) and len(text) < size and not isinstance(cell, str)
    return Cleaned(None, (), "member-code-shape", text.zfill(size) if short else "")


# ── other codes ──────────────────────────────────────────────────────────────────────────────────────────


def serial(cell: Cell) -> Cleaned:
    """Return a code somebody gave out, of whatever shape: a student's code, the number of a card or a book.

    Kept as a number, as text or as text of a number (`20210001.0`) it is one code. Problems, without a value:
    `number-rounded`, `cell-error`, `text-is-date`. Steps: `number-text`, `text-mark`, `digits`, `clean_text`'s.
    """
    if cell is None:
        return EMPTY
    text, steps = _number_text(cell)
    if not isinstance(cell, str):
        if isinstance(cell, bool) or not isinstance(cell, int | float):
            return Cleaned(None, (), "text-is-date")
        if not isfinite(cell):
            return Cleaned(None, (), "cell-error")
        steps = ("number-text",)
    if _ROUNDED.fullmatch(text) or (not isinstance(cell, str) and abs(cell) >= LARGEST_EXACT):
        return Cleaned(None, (), "number-rounded")
    return Cleaned(text or None, steps)


# ── phone and e-mail ─────────────────────────────────────────────────────────────────────────────────────


def phone(cell: Cell, rules: IdentifierRules) -> Cleaned:
    """Return a mobile number as ten digits beginning with 0.

    Problems, always without a value: `phone-rounded`, `phone-several` (the first is proposed), `phone-invalid`.
    Steps: `separators`, `text-mark`, `number-text`, `country-code` (+84 became 0), `zero-restored` (a number
    cell cannot keep the zero, and a mobile number has no other reading), `prefix-mapped` (retired prefix).
    """
    if cell is None:
        return EMPTY
    if isinstance(cell, str) and len(cell) == 10 and cell.isascii() and cell.isdigit():
        text, steps = cell, _NO_STEPS
    else:
        text, steps = _digits(cell, _PHONE_SEPARATORS)
        if not text:
            return Cleaned(None, steps)
        if _is_rounded(cell, text):
            return Cleaned(None, (), "phone-rounded")
    number, more = _national_form(text, rules)
    if number:
        return Cleaned(number, (*steps, *more))
    several = _SEVERAL_PHONES.split(cell) if isinstance(cell, str) else []
    if len(several) > 1:
        readings = [phone(part, rules).value for part in several if part.strip()]
        if len(readings) > 1 and readings[0]:
            return Cleaned(None, (), "phone-several", readings[0])
    return Cleaned(None, (), "phone-invalid")


def _national_form(text: str, rules: IdentifierRules) -> tuple[str, Steps]:
    """Return the ten-digit form of a mobile number and how it was reached, or "" when it is none."""
    steps: Steps = ()
    for code in ("+84", "0084", "84"):
        if text.startswith(code) and len(text) >= len(code) + 9:
            text, steps = "0" + text[len(code) :].removeprefix("0"), ("country-code",)
            break
    if not _is_digits(text):
        return "", ()
    if text[0] != "0" and (len(text) == 9 or (len(text) == 10 and "0" + text[:3] in rules.old_prefixes)):
        text, steps = "0" + text, ("zero-restored",)
    if len(text) == 11 and text[:4] in rules.old_prefixes:
        text, steps = rules.old_prefixes[text[:4]] + text[4:], (*steps, "prefix-mapped")
    return (text, steps) if len(text) == 10 and text[0] == "0" and text[1] in rules.mobile_digits else ("", ())


def email(cell: Cell) -> Cleaned:
    """Return an e-mail address that has the shape of one. Problem: `email-invalid`."""
    if cell is None:
        return EMPTY
    if not isinstance(cell, str):
        return Cleaned(None, (), "email-invalid")
    text, steps = clean_text(cell)
    if not text:
        return Cleaned(None, steps)
    if len(text) > EMAIL_LENGTH or EMAIL.fullmatch(text) is None:
        return Cleaned(None, (), "email-invalid")
    return Cleaned(text, steps)
