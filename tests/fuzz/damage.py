"""Ways to damage a file, each decided by a seed: bytes, parts of packages, the XML in them."""

from __future__ import annotations

import io
import random
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Sequence

NUMBERS = (b"0", b"-1", b"1e9", b"65536", b"1048577", b"2147483648", b"4294967295", b"99999999999999999999", b"NaN")
WORDS = (
    b"",
    b"&lol;",
    b"&#0;",
    b"&#xD800;",
    b"]]>",
    b"<!--",
    b"\xff\xfe",
    b"\x00",
    b"A1:XFD1048576",
    b"../../x",
    b"#REF!",
)
WIDE = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_TAG = re.compile(rb"<[^<>]{1,200}>")
_VALUE = re.compile(rb"=\"[^\"<]{0,60}\"")
_TEXT = re.compile(rb">[^<]{1,80}<")


def damaged(seed: int, name: str, content: bytes, others: Sequence[bytes]) -> bytes:
    """A file damaged as this seed says, in one to four steps."""
    chance = random.Random(f"{name} {seed}")
    packed = content.startswith(b"PK")
    for _ in range(chance.choice((1, 1, 1, 2, 3, 4))):
        if packed and chance.random() < 0.92:
            try:
                content = _package(content, chance)
            except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
                packed = False
        else:
            ways = _TEXTS if name.endswith(".csv") and chance.random() < 0.7 else _BYTES
            content = chance.choice(ways)(content, chance, others)
    return content


# ── bytes ────────────────────────────────────────────────────────────────────────────────────────────────


def _flip(content: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    out = bytearray(content)
    for _flipped in range(chance.choice((1, 2, 8, 40))):
        if out:
            out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def _number(content: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    """A field of a binary format that says more, or less, than there is."""
    kind = chance.choice(("<B", "<H", "<I", ">I"))
    size = struct.calcsize(kind)
    if len(content) <= size:
        return content
    at = chance.randrange(len(content) - size)
    value = struct.pack(kind, chance.choice(WIDE) & ((1 << 8 * size) - 1))
    return content[:at] + value + content[at + size :]


def _cut(content: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _hole(content: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    at, size = _span(content, chance)
    return content[:at] + content[at + size :]


def _zeros(content: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    at, size = _span(content, chance)
    return content[:at] + bytes(len(content[at : at + size])) + content[at + size :]


def _twice(content: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    at, size = _span(content, chance)
    return content[: at + size] + content[at : at + size] * chance.choice((1, 2, 50)) + content[at + size :]


def _splice(content: bytes, chance: random.Random, others: Sequence[bytes]) -> bytes:
    other = chance.choice(others)
    at, size = _span(other, chance)
    here = chance.randrange(len(content) + 1)
    return content[:here] + other[at : at + size] + content[here + chance.choice((0, size)) :]


def _insert(content: bytes, chance: random.Random, _: Sequence[bytes]) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice((*WORDS, *NUMBERS, b'"', b'""', b"\r", b"\n", b";", b"\t")) + content[at:]


def _span(content: bytes, chance: random.Random) -> tuple[int, int]:
    return chance.randrange(len(content) + 1), chance.choice((1, 4, 16, 64, 512, 4096))


_BYTES: tuple[Callable[[bytes, random.Random, Sequence[bytes]], bytes], ...] = (
    _flip, _flip, _number, _number, _cut, _hole, _zeros, _twice, _splice, _insert,
)  # fmt: skip


_TEXTS = (_cut, _hole, _twice, _insert, _insert, _insert)


# ── packages ─────────────────────────────────────────────────────────────────────────────────────────────


def _package(content: bytes, chance: random.Random) -> bytes:
    """A sound package with one part damaged, renamed, dropped, doubled or in another's place."""
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    names = sorted(parts)
    if not names:
        return content
    inner = [name for name in names if re.search(r"sheet|workbook|content|shared|styles|rels", name)]
    name = chance.choice(inner if inner and chance.random() < 0.9 else names)
    how = chance.random()
    if how < 0.85:
        parts[name] = _xml(parts[name], chance)
    elif how < 0.90:
        del parts[name]
    elif how < 0.95:
        parts[name] = parts[chance.choice(names)]
    else:
        parts[chance.choice((name.upper(), f"../{name}", f"{name}/", "xl/workbook.xml", "content.xml"))] = parts.pop(
            name
        )
    out = io.BytesIO()
    packing = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", packing) as new:
        warnings.simplefilter("ignore")
        for each, part in parts.items():
            new.writestr(each, part)
            if each == name and chance.random() < 0.02:
                new.writestr(each, part[: len(part) // 2])
    return out.getvalue()


def _xml(part: bytes, chance: random.Random) -> bytes:
    how = chance.random()
    if how < 0.25:
        return _swap(part, _VALUE, b'="' + chance.choice((*NUMBERS, *WORDS)) + b'"', chance)
    if how < 0.45:
        return _swap(part, _TEXT, b">" + chance.choice((*NUMBERS, *WORDS)) + b"<", chance)
    if how < 0.60:
        return _swap(part, _TAG, b"", chance)
    if how < 0.75:
        tags = _TAG.findall(part)
        return _swap(part, _TAG, (chance.choice(tags) if tags else b"") * chance.choice((1, 2, 1000)), chance)
    if how < 0.80:
        return part.replace(b"><", b">" + chance.choice((b"\n", b"<!-- -->", b"<?x?>", b"<![CDATA[]]>")) + b"<")
    return chance.choice(_BYTES)(part, chance, (part,))


def _swap(part: bytes, pattern: re.Pattern[bytes], new: bytes, chance: random.Random) -> bytes:
    found = [match.span() for match in pattern.finditer(part)]
    if not found:
        return part
    first, last = chance.choice(found)
    return part[:first] + new + part[last:]
