"""The people who may not be found, and finding them in bytes of any kind."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from unicodedata import category, normalize

LEAST_WORDS = 3
"""Words of a name that is looked for: two alone are common words."""

LEAST_DIGITS = 9
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"[0-9](?:[ .-]?[0-9]){8,}")
_ADDRESS = re.compile(r"[a-z0-9_.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_NARROW = re.compile(rb"(?:[0-9A-Za-z @.,+_\\-]|[\xc3-\xcf][\x80-\xbf]|\xe1[\xba\xbb][\x80-\xbf]){8,}")
_WIDE = re.compile(rb"(?:[0-9A-Za-z @.,+_\\-]\0|[\x80-\xff]\0|[\x00-\xff][\x01\x03\x1e]){8,}", re.DOTALL)
"""Stretches of Vietnamese text of eight letters and more: sealed bytes hardly have any."""


def bare(text: str) -> str:
    """A text in small letters without any mark."""
    plain = normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(c for c in plain if category(c) != "Mn")


class Known:
    """Names, numbers and addresses of people, found however they are written."""

    def __init__(self, people: Iterable[Mapping[str, str | None]]) -> None:
        self.numbers: set[str] = set()
        self.addresses: set[str] = set()
        self.phrases: set[tuple[str, ...]] = set()
        for one in people:
            for name, value in one.items():
                if not value or name in {"unit", "row_no"}:
                    continue
                if "@" in value:
                    self.addresses.add(value.casefold())
                elif name in {"national_id", "previous_id", "phone", "student_code", "member_code"}:
                    self.numbers.add(re.sub(r"\D", "", value))
                elif name in {"full_name", "permanent_address"}:
                    words = tuple(_WORD.findall(normalize("NFC", value.casefold())))
                    if len(words) >= LEAST_WORDS:
                        self.phrases.add(words)
        self.numbers = {one for one in self.numbers if len(one) >= LEAST_DIGITS}
        self._sizes = sorted({len(one) for one in self.numbers})
        self._lengths = sorted({len(one) for one in self.phrases})
        self._bare = {tuple(map(bare, one)) for one in self.phrases}

    def __len__(self) -> int:
        return len(self.numbers) + len(self.addresses) + len(self.phrases)

    def found(self, content: bytes) -> set[str]:
        """Return what of these people stands in some bytes, or in what is packed in them."""
        return {one for text in _texts(content) for one in self._in(text)}

    def _in(self, text: str) -> Iterator[str]:
        for number in _NUMBER.findall(text):
            digits = re.sub(r"\D", "", number)
            parts = (digits[at : at + size] for size in self._sizes for at in range(len(digits) - size + 1))
            yield from (part for part in parts if part in self.numbers)
        yield from (one for one in _ADDRESS.findall(text.casefold()) if one in self.addresses)
        words = _WORD.findall(normalize("NFC", text.casefold()))
        for length in self._lengths:
            for at in range(len(words) - length + 1):
                said = tuple(words[at : at + length])
                # Without marks a name may be a unit's word (Phượng, `phường`): a text with marks is held to them.
                if said in self.phrases or (said in self._bare and all(map(str.isascii, said))):
                    yield " ".join(said)


def _texts(content: bytes) -> Iterator[str]:
    """What bytes may say: each stretch that reads as words or numbers, in UTF-8 and in UTF-16, with escapes opened,
    and each file packed in them."""
    narrow = b"\n".join(_NARROW.findall(content)).decode("utf-8", "ignore")
    wide = b"\n\0".join(_WIDE.findall(content)).decode("utf-16-le", "ignore")
    for text in (narrow, wide):
        yield text
        if "\\u" in text:
            yield _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    if zipfile.is_zipfile(BytesIO(content)):
        with zipfile.ZipFile(BytesIO(content)) as package:
            for name in package.namelist():
                yield from _texts(package.read(name))
