#!/usr/bin/env python3
"""Kiểm tra gói nhật ký của yumsync, không cần mạng và không cần cài gì ngoài Python 3.8 trở lên.

    python3 verify.py GOI.zip --head DAU_VAN_TAY --key DAU_VAN_TAY_CUA_KHOA

Check an auditor's pack of yumsync: offline, with nothing but Python 3.8 or later. It takes the pack as a zip or as
the folder it was unpacked to. `--head` is the fingerprint of an entry, `--key` that of the key: both from the
minutes, or from `yumsync audit head` at the office, never from the pack. It ends with

    0  WHOLE: everything fits, and fits both fingerprints
    3  NOT PROVED YET: the pack fits itself, but a fingerprint was not given
    6  DOES NOT FIT
    2  it was called wrongly

The head proves what the entries up to it say, whoever made the pack. Signatures are to prove the rest: the entries
after it, the report, the tables. They say that the holder of the key made them, and nothing as long as nobody knows
whose key it is: the one in a pack is worth what `--key` makes of it. What its holder made up, the head alone shows.

This file stands alone: it imports nothing but the standard library.
"""

from __future__ import annotations

import argparse
import json
import re
import struct
import sys
from hashlib import sha256, sha512
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

if TYPE_CHECKING:  # Python 3.8 knows these as annotations alone
    from collections.abc import Iterator, Sequence

    Point = tuple[int, int, int, int]
    Files = dict[str, bytes]
    Keys = list[tuple[int, bytes]]

WHOLE, USAGE, UNPROVED, BROKEN = 0, 2, 3, 6

PURPOSE = "yumsync audit pack"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
ENTRIES, HEADS, KEYS = "entries.jsonl", "heads.jsonl", "keys.jsonl"
NOTHING = bytes(32)
SHOWN = 50


# ── Ed25519 (RFC 8032, section 5.1) ──────────────────────────────────────────────────────────────────────
# Points of the curve are (X, Y, Z, T) with x = X/Z, y = Y/Z and xy = T/Z. Only public values are computed with, so
# that time tells nothing.

_P = 2**255 - 19
_ORDER = 2**252 + 27742317777372353535851937790883648493
_D = -121665 * pow(121666, -1, _P) % _P
_ROOT = pow(2, (_P - 1) // 4, _P)
_NEUTRAL: Point = (0, 1, 1, 0)


def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]), (p[1] + p[0]) * (q[1] + q[0])
    c, d = 2 * p[3] * q[3] * _D, 2 * p[2] * q[2]
    e, f, g, h = (b - a) % _P, (d - c) % _P, (d + c) % _P, (b + a) % _P
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _double(p: Point) -> Point:
    a, b, c = p[0] * p[0], p[1] * p[1], 2 * p[2] * p[2]
    h = a + b
    e, g = (h - (p[0] + p[1]) ** 2) % _P, (a - b) % _P
    f = (c + g) % _P
    return e * f % _P, g * h % _P, f * g % _P, e * h % _P


def _decoded(text: bytes) -> Point | None:
    """Return the point that 32 bytes stand for; None where they stand for none."""
    number = int.from_bytes(text, "little")
    y, odd = number & (1 << 255) - 1, number >> 255
    if y >= _P:
        return None
    square = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    x = pow(square, (_P + 3) // 8, _P)
    if (x * x - square) % _P:
        x = x * _ROOT % _P
    if (x * x - square) % _P or (odd and not x):
        return None
    if x & 1 != odd:
        x = _P - x
    return x, y, 1, x * y % _P


def _encoded(p: Point) -> bytes:
    inverse = pow(p[2], -1, _P)
    x, y = p[0] * inverse % _P, p[1] * inverse % _P
    return (y | (x & 1) << 255).to_bytes(32, "little")


_BASE = _decoded((4 * pow(5, -1, _P) % _P).to_bytes(32, "little")) or _NEUTRAL


def is_signed(public: bytes, signature: bytes, message: bytes) -> bool:
    """Say whether a signature (64 bytes) of a message was made with the key of `public` (32 bytes)."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, s = _decoded(public), int.from_bytes(signature[32:], "little")
    if key is None or s >= _ORDER:
        return False
    h = int.from_bytes(sha512(signature[:32] + public + message).digest(), "little") % _ORDER
    minus: Point = (_P - key[0], key[1], key[2], _P - key[3])
    # s·B - h·A in one go, bit by bit from the highest.
    table = (_NEUTRAL, _BASE, minus, _add(_BASE, minus))
    point = _NEUTRAL
    for bit in range(max(s.bit_length(), h.bit_length()) - 1, -1, -1):
        point = _double(point)
        which = (s >> bit & 1) + 2 * (h >> bit & 1)
        if which:
            point = _add(point, table[which])
    return _encoded(point) == signature[:32]


# ── fingerprints ─────────────────────────────────────────────────────────────────────────────────────────

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1"})


def letters(data: bytes) -> str:
    """Return bytes in base 32; their bits must be a multiple of five."""
    bits = int.from_bytes(data, "big")
    return "".join(LETTERS[bits >> shift & 31] for shift in range(len(data) * 8 - 5, -1, -5))


def plain(text: str) -> str:
    """Return what somebody copied by hand as it was printed, without hyphens."""
    return re.sub(r"[\s.,-]", "", text).upper().translate(_MEANT)


def check_letters(number: int, word: str) -> str:
    """Return the two letters that tell a slip of the pen."""
    return letters(sha256(f"{number}-{word}".encode()).digest()[:5])[:2]


def fingerprint(number: int, link: bytes) -> str:
    """Return the fingerprint of an entry, as `yumsync audit head` prints it."""
    word = letters(link[:15])
    groups = [word[start : start + 4] for start in range(0, 24, 4)]
    return "-".join([str(number), *groups, check_letters(number, word)])


def key_letters(public: bytes) -> str:
    """Return the fingerprint of a public key."""
    word = letters(sha256(public).digest()[:15])
    return "-".join(word[start : start + 4] for start in range(0, 24, 4))


def read_fingerprint(text: str) -> tuple[int, str] | None:
    """Return the number and the 24 letters of a fingerprint; None where it was copied wrongly."""
    copied = plain(text)
    number, word, check = copied[:-26], copied[-26:-2], copied[-2:]
    if not re.fullmatch(r"[1-9][0-9]{0,17}", number) or set(word) - set(LETTERS):
        return None
    return (int(number), word) if check == check_letters(int(number), word) else None


def read_key(text: str) -> str | None:
    """Return the 24 letters of a key's fingerprint; None where it was copied wrongly."""
    word = plain(text)
    return word if len(word) == 24 and not set(word) - set(LETTERS) else None


# ── the container ────────────────────────────────────────────────────────────────────────────────────────
# A zip can show one file to one program and another file to the next. A pack has one form only: its files one after
# another, not compressed, without dates or anything beside them.

_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3L2H"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s4H2LH")
_DATE = 1 << 5 | 1


def packed(files: Files) -> bytes:
    """Return files, by plain ASCII names, as a pack."""
    body, index = bytearray(), bytearray()
    for name, content in files.items():
        facts = (0, 0, 0, _DATE, crc32(content), len(content), len(content), len(name), 0)
        index += _CENTRAL.pack(b"PK\1\2", 3 << 8 | 20, 20, *facts, 0, 0, 0, 0o100600 << 16, len(body))
        index += name.encode("ascii")
        body += _LOCAL.pack(b"PK\3\4", 20, *facts) + name.encode("ascii") + content
    count = len(files)
    return bytes(body + index) + _END.pack(b"PK\5\6", 0, 0, count, count, len(index), len(body), 0)


def unpacked(data: bytes) -> Files | None:
    """Return the files of a pack; None where the container has any other form than `packed` gives it."""
    files: Files = {}
    at = 0
    try:
        while data[at : at + 4] == b"PK\3\4":
            size, length = _LOCAL.unpack_from(data, at)[8:10]
            begin = at + _LOCAL.size + length
            at = begin + size
            files[data[begin - length : begin].decode("ascii")] = data[begin:at]
        return files if packed(files) == data else None
    except (struct.error, ValueError):
        return None


def from_folder(folder: Path) -> Files:
    """Return the files of a pack that was unpacked. OSError."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


# ── what is found ────────────────────────────────────────────────────────────────────────────────────────


class Said(NamedTuple):
    """One thing to tell: in Vietnamese, in English."""

    vi: str
    en: str


class Found:
    """What a pack showed: what is wrong, in the order of its places, and what is worth knowing; the first entry it
    has, and the options that were not given."""

    def __init__(self) -> None:
        self.wrong: list[Said] = []
        self.right: list[Said] = []
        self.notes: list[Said] = []
        self.first = 1
        self.missing: list[str] = []

    @property
    def code(self) -> int:
        """The exit code."""
        if self.wrong:
            return BROKEN
        return UNPROVED if self.missing else WHOLE

    def fault(self, vi: str, en: str) -> None:
        """Take down something that does not fit."""
        self.wrong.append(Said(vi, en))

    def proved(self, vi: str, en: str) -> None:
        """Take down something that was proved."""
        self.right.append(Said(vi, en))

    def note(self, vi: str, en: str) -> None:
        """Take down something that the checks above do not show."""
        self.notes.append(Said(vi, en))


class Unreadable(Exception):
    """A file of the pack that is not what it has to be; the text names the place."""


def written(value: Any) -> str:
    """Return JSON as the program writes it: no blanks, no escapes but those it needs."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _objects(files: Files, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield where each line of a file stands, and the object on it. Raises Unreadable."""
    *lines, rest = files.get(name, b"").split(b"\n")
    for count, line in enumerate(lines if not rest else [*lines, rest], start=1):
        place = f"{name}:{count}"
        yield place, _object(line, place)


def _object(line: bytes, place: str) -> dict[str, Any]:
    try:
        value = json.loads(line.decode("utf-8"))
        whole = isinstance(value, dict) and written(value).encode("utf-8") == line
    except (ValueError, RecursionError):
        whole = False
    if not whole:
        raise Unreadable(place)
    return value  # type: ignore[no-any-return]


_KINDS: dict[str, Any] = {"number": int, "before": int, "at": str, "event": str, "who": str, "facts": str}
_LENGTHS = {
    "hash": 32,
    "previous": 32,
    "content": 32,
    "salt": 16,
    "public_key": 32,
    "introduced_by": 32,
    "signature": 64,
}


def _value(told: dict[str, Any], name: str, place: str) -> Any:
    """Return a value as its kind: a number, a text, or bytes that stand as hexadecimal. Raises Unreadable."""
    value = told.get(name)
    if name in _LENGTHS:
        if isinstance(value, str) and len(value) == 2 * _LENGTHS[name] and not re.search("[^0-9a-f]", value):
            return bytes.fromhex(value)
    elif type(value) is _KINDS[name]:
        return value
    raise Unreadable(place)


# ── the chain ────────────────────────────────────────────────────────────────────────────────────────────

_ENTRY = ("number", "at", "event", "run", "who", "facts")


def content_of(told: dict[str, Any], last: str) -> bytes:
    """Return the SHA-256 of what an entry says: its parts as an array, the salt or the hash before as the last."""
    return sha256(written([told[name] for name in _ENTRY] + [told[last]]).encode()).digest()


def link_of(number: int, content: bytes, previous: bytes) -> bytes:
    """Return the hash of an entry: over its number, the hash of what it says, and the hash of the entry before."""
    return sha256(written([number, content.hex(), previous.hex()]).encode()).digest()


class Chain:
    """The chain of a pack, walked: the hash at each number from `first` to `last`."""

    def __init__(self, number: int, link: bytes) -> None:
        self.start = self.last = number
        self.hashes = {number: link}
        self.told = 0
        self.left_out = 0

    def step(self, told: dict[str, Any], place: str, found: Found) -> None:
        """Judge the next line by itself, and by the one before. Raises Unreadable."""
        number, link = _value(told, "number", place), _value(told, "hash", place)
        if number > self.last + 1:
            first = self.last + 1
            found.fault(
                f"Thiếu các mục từ {first} đến {number - 1}.",
                f"Entries {first} to {number - 1} are missing.",
            )
            previous = _value(told, "previous", place) if "previous" in told else None
        elif number <= self.last:
            found.fault(
                f"Mục {number} đứng sai chỗ ({place}).",
                f"Entry {number} stands in the wrong place ({place}).",
            )
            return
        else:
            previous = self.hashes[self.last]
        if previous is not None and self._due(told, number, previous, place) != link:
            found.fault(
                f"Mục {number} đã bị sửa, hoặc không nối tiếp mục trước nó.",
                f"Entry {number} was edited, or does not follow the one before.",
            )
        self.last = number
        self.hashes[number] = link

    def _due(self, told: dict[str, Any], number: int, previous: bytes, place: str) -> bytes:
        """Return the hash an entry has to have."""
        if "content" in told:
            self.left_out += 1
            _only(told, ("number", "content", "hash"), place)
            return link_of(number, _value(told, "content", place), previous)
        self.told += 1
        for name in ("at", "event", "who", "facts"):
            _value(told, name, place)
        if not (told.get("run") is None or type(told["run"]) is int):
            raise Unreadable(place)
        if "salt" in told:
            _only(told, (*_ENTRY, "salt", "hash"), place)
            _value(told, "salt", place)
            return link_of(number, content_of(told, "salt"), previous)
        # Entries from before 0008 have no salt: one hash over what they say and the hash before.
        _only(told, (*_ENTRY, "previous", "hash"), place)
        follows = _value(told, "previous", place) == previous
        return content_of(told, "previous") if follows else b""


def _only(told: dict[str, Any], names: Sequence[str], place: str) -> None:
    if set(told) != set(names):
        raise Unreadable(place)


# ── the pack ─────────────────────────────────────────────────────────────────────────────────────────────


def examine(files: Files, head: tuple[int, str] | None = None, key: str = "") -> Found:
    """Look for whatever was done to a pack, given its files; `head` and `key` are what the minutes say, as
    `read_fingerprint` and `read_key` give it."""
    found = Found()
    found.missing = [name for name, given in (("--head", head), ("--key", key)) if not given]
    try:
        manifest = _object(files.get(MANIFEST, b"").rstrip(b"\n"), MANIFEST)
        public = _value(manifest, "public_key", MANIFEST)
        _check_files(files, manifest, public, found)
        keys = _succession(files, public, found)
        known = _check_key([signer for _, signer in keys], key, len(files), found)
        chain = _walked(files, manifest, found)
        _check_end(chain, manifest, found)
        heads = _check_heads(files, chain, keys, found, known=known)
        _check_written_down(chain, heads, head, found, known=known)
    except Unreadable as place:
        found.fault(f"Không đọc được: {place}.", f"Not readable: {place}.")
    return found


def _check_files(files: Files, manifest: dict[str, Any], public: bytes, found: Found) -> None:
    """The manifest is signed, and has the SHA-256 of every other file."""
    signature = files.get(SIGNATURE, b"").decode("ascii", "replace")
    signed = re.fullmatch("[0-9a-f]{128}\n", signature) is not None and is_signed(
        public, bytes.fromhex(signature.strip()), PURPOSE.encode() + b"\n" + files[MANIFEST]
    )
    if not signed or manifest.get("purpose") != PURPOSE:
        found.fault(
            f"Bản kê của gói ({MANIFEST}) đã bị sửa, hoặc chữ ký không đúng.",
            f"The pack's manifest ({MANIFEST}) was altered, or its signature is wrong.",
        )
    listed = manifest.get("files")
    if not isinstance(listed, dict):
        raise Unreadable(MANIFEST)
    for name in sorted(set(files) | set(listed)):
        if name in (MANIFEST, SIGNATURE):
            continue
        if name not in files:
            found.fault(f"Thiếu tệp {name}.", f"The file {name} is missing.")
        elif name not in listed:
            found.fault(f"Tệp {name} không thuộc gói này.", f"The file {name} is not the pack's.")
        elif sha256(files[name]).hexdigest() != listed[name]:
            found.fault(f"Tệp {name} đã bị sửa.", f"The file {name} was altered.")


def _succession(files: Files, public: bytes, found: Found) -> Keys:
    """Return the keys that ever signed, newest first, each with the number after which it signs heads. One introduces
    the next."""
    introduced = list(_objects(files, KEYS))
    keys: Keys = []
    for place, told in reversed(introduced):
        _only(told, ("number", "public_key", "introduced_by", "signature"), place)
        number, key, before, signature = (
            _value(told, name, place) for name in ("number", "public_key", "introduced_by", "signature")
        )
        message = written(["yumsync journal key", number, key.hex(), before.hex()]).encode()
        if key != public or not is_signed(before, signature, message):
            found.fault(
                f"Khóa từ mục {number} không do khóa trước nó giới thiệu.",
                f"The key from entry {number} on was not introduced by the one before.",
            )
        keys.append((number, key))
        public = before
    return [*keys, (0, public)]


def _check_key(keys: list[bytes], key: str, files: int, found: Found) -> bool:
    """Say whether the key is that of the minutes, or was introduced by it: signatures are worth nothing else."""
    mine = key_letters(keys[0])
    if not key:
        found.note(
            "Chưa biết khóa ký gói này là của ai: báo cáo, bảng tính và các chữ ký chưa chứng minh được gì. Ai cũng "
            "làm được một gói tự khớp bằng khóa của mình.",
            "Whose key signed this pack is not known: report, tables and signatures prove nothing yet. Anybody can "
            "make a pack that fits itself, with a key of their own.",
        )
        return False
    if plain(key) not in [key_letters(one).replace("-", "") for one in keys]:
        found.fault(f"Gói ký bằng khóa khác: {mine}.", f"The pack was signed with another key: {mine}.")
        return False
    found.proved("Đúng là khóa ghi trong biên bản.", "It is the key of the minutes.")
    found.proved(
        f"{files} tệp của gói đúng như người giữ khóa đã ký, kể cả báo cáo và bảng tính. Chữ ký chỉ nói đó là của "
        "người giữ khóa, không nói họ viết đúng.",
        f"The pack's {files} files are as the holder of the key signed them, report and tables too. The signature "
        "says that they are the holder's, not that they are true.",
    )
    if plain(key) != key_letters(keys[0]).replace("-", ""):
        found.note(
            f"Khóa trong biên bản đã được thay, khóa nay là {mine}.",
            f"The key of the minutes has been replaced; it is {mine} now.",
        )
    return True


def _walked(files: Files, manifest: dict[str, Any], found: Found) -> Chain:
    """Walk the chain of the pack. What it starts from, the manifest alone says."""
    chain = Chain(*_numbered(manifest, "start"))
    found.first = chain.start + 1
    if chain.start < 0 or (chain.start == 0 and chain.hashes[0] != NOTHING):
        raise Unreadable(MANIFEST)
    if chain.start:
        found.note(
            f"Các mục từ 1 đến {chain.start} không có trong gói này, cả mã băm cũng không: gói không chứng minh gì "
            "về chúng. Hỏi vì sao.",
            f"Entries 1 to {chain.start} are not in this pack, not even as hashes: it proves nothing about them. Ask "
            "why.",
        )
    for place, told in _objects(files, ENTRIES):
        chain.step(told, place, found)
    return chain


def _numbered(manifest: dict[str, Any], name: str) -> tuple[int, bytes]:
    told = manifest.get(name)
    if not isinstance(told, dict):
        raise Unreadable(MANIFEST)
    return _value(told, "number", MANIFEST), _value(told, "hash", MANIFEST)


def _check_end(chain: Chain, manifest: dict[str, Any], found: Found) -> None:
    number, link = _numbered(manifest, "end")
    if (chain.last, chain.hashes[chain.last]) != (number, link):
        found.fault(
            f"Đuôi bị cắt hoặc bị thay: gói lập đến mục {number}.",
            f"The end was cut off or replaced: the pack was made up to entry {number}.",
        )
    elif not found.wrong:
        first, told, rest = chain.start + 1, chain.told, chain.left_out
        found.proved(
            f"Chuỗi liền từ mục {first} đến mục {chain.last}: {told} mục có nội dung, {rest} mục chỉ có mã băm.",
            f"The chain has no gap from entry {first} to {chain.last}: {told} entries with what they say, {rest} as "
            "hashes only.",
        )


def _check_heads(files: Files, chain: Chain, keys: Keys, found: Found, *, known: bool) -> dict[int, bytes]:
    """Every signed head fits the chain; the last one is that of its end. Return their hashes by number."""
    heads: dict[int, bytes] = {}
    last, count, faults = 0, 0, len(found.wrong)
    for place, told in _objects(files, HEADS):
        _only(told, ("number", "at", "hash", "before", "public_key", "signature"), place)
        number, at, link, before, signer, signature = (
            _value(told, name, place) for name in ("number", "at", "hash", "before", "public_key", "signature")
        )
        message = written(["yumsync journal head", number, at, link.hex(), before]).encode()
        due = next(one for after, one in keys if after < number or not after)
        if signer != due or not is_signed(signer, signature, message):
            found.fault(
                f"Chữ ký ở mục {number} đã bị sửa, hoặc của khóa khác.",
                f"The signature at entry {number} was altered, or is another key's.",
            )
        elif before != last:
            found.fault(f"Mất chữ ký ở mục {before or number}.", f"A signature is missing at {before or number}.")
        elif number >= chain.start and chain.hashes.get(number) != link:
            found.fault(
                f"Chữ ký ở mục {number} là của một nhật ký khác: các mục đến đó đã bị viết lại.",
                f"The signature at entry {number} is of another history: what leads up to it was rewritten.",
            )
        heads[number], last, count = link, number, count + 1
    if last != chain.last:
        found.fault(f"Mục cuối ({chain.last}) không có chữ ký.", f"Entry {chain.last} is not signed.")
    elif known and len(found.wrong) == faults:
        found.proved(
            f"{count} chữ ký đúng, chữ ký cuối ở mục {last}.",
            f"{count} signatures are right, the last one at entry {last}.",
        )
    return heads


def _check_written_down(
    chain: Chain, heads: dict[int, bytes], head: tuple[int, str] | None, found: Found, *, known: bool
) -> None:
    """The history is the one of the minutes. The chain leads from an entry of the pack to all before it; what stands
    before the pack's first is held by signatures alone, so by nothing where the key is not known."""
    if head is None:
        found.note(
            "Chưa so với biên bản: không thể biết cả gói có bị người giữ khóa viết lại, hay lập từ một bản cũ của cơ "
            "sở dữ liệu.",
            "Not compared with the minutes: nobody can tell whether the whole was written anew by somebody who has "
            "the key, or made of an old copy of the database.",
        )
        return
    number, word = head
    inside = number > chain.start
    link = chain.hashes.get(number) if number >= chain.start else heads.get(number)
    if number > chain.last:
        found.fault(
            f"Gói dừng ở mục {chain.last}, trước mục {number} của biên bản.",
            f"The pack ends at entry {chain.last}, before entry {number} of the minutes.",
        )
    elif not inside and not known:
        found.fault(
            f"Mục {number} của biên bản không có trong gói (gói bắt đầu từ mục {chain.start + 1}): không có gì nối "
            "nó với các mục ở đây. Cần thêm dấu vân tay của khóa (--key), hoặc dấu vân tay của một mục mới hơn.",
            f"Entry {number} of the minutes is not in the pack, which starts with entry {chain.start + 1}: nothing "
            "links it to what is here. It takes the fingerprint of the key too (--key), or that of a later entry.",
        )
    elif link is None:
        found.fault(
            f"Không so được: mục {number} của biên bản đã được cắt bỏ từ trước khi có cách giữ lại mã băm.",
            f"Cannot be compared: entry {number} of the minutes was pruned.",
        )
    elif letters(link[:15]) != word:
        found.fault(
            f"Mục {number} không phải mục ghi trong biên bản: nhật ký đến đó đã bị viết lại.",
            f"Entry {number} is not the one of the minutes: what leads up to it was rewritten.",
        )
    elif not inside:
        found.note(
            f"Mục {number} của biên bản đứng trước các mục của gói: chỉ có chữ ký nối nó với chúng.",
            f"Entry {number} of the minutes stands before those of the pack: signatures alone link it to them.",
        )
    else:
        _tell_linked(number, chain, found, known=known)


def _tell_linked(number: int, chain: Chain, found: Found, *, known: bool) -> None:
    found.proved(
        f"Nối tiếp đúng nhật ký ghi trong biên bản, đến mục {number}.",
        f"It continues the history of the minutes, up to entry {number}.",
    )
    if number == chain.last:
        return
    if known:
        found.note(
            f"Các mục sau mục {number} chỉ có chữ ký làm chứng.",
            f"What comes after entry {number} is proved by the signatures alone.",
        )
    else:
        found.note(
            f"Các mục sau mục {number} chưa có gì làm chứng.",
            f"What comes after entry {number} is not proved by anything yet.",
        )


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the pack these arguments name, say what was found, and return the exit code."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(prog="verify.py", description="Kiểm tra gói nhật ký / Check an auditor's pack")
    parser.add_argument("pack", nargs="?", type=Path, default=here, help="tệp zip hoặc thư mục / zip or folder")
    parser.add_argument("--head", help="dấu vân tay trong biên bản / fingerprint from the minutes")
    parser.add_argument("--key", help="dấu vân tay của khóa, cũng trong biên bản / that of the key, from there too")
    asked = parser.parse_args(arguments)
    head = read_fingerprint(asked.head) if asked.head is not None else None
    if asked.head is not None and head is None:
        return _refuse("Dấu vân tay (--head) này chép chưa đúng.", "This fingerprint (--head) was copied wrongly.")
    key = read_key(asked.key) if asked.key is not None else ""
    if key is None:
        return _refuse(
            "Dấu vân tay của khóa (--key) chép chưa đúng: phải có 24 chữ và số.",
            "The key's fingerprint (--key) was copied wrongly: it has 24 letters and digits.",
        )
    try:
        files = from_folder(asked.pack) if asked.pack.is_dir() else unpacked(asked.pack.read_bytes())
    except OSError as error:
        return _refuse(f"Không mở được gói: {error}", f"The pack cannot be opened: {error}")
    if files is None:
        found = Found()
        found.fault(
            "Tệp zip không còn như lúc lập: đã bị sửa, hoặc đã được nén lại bằng chương trình khác. Nếu chỉ là nén "
            "lại, hãy giải nén ra một thư mục và kiểm tra thư mục đó.",
            "The zip is not as it was made: it was altered, or made anew by another program. If it was only that, "
            "unpack it and check the folder.",
        )
    else:
        found = examine(files, head, key)
    _tell(found)
    return found.code


def _refuse(vi: str, en: str) -> int:
    sys.stderr.write(f"{vi}\n{en}\n")
    return USAGE


def _tell(found: Found) -> None:
    """Write what was found: all of it in Vietnamese, then all of it in English."""
    endings = _ending(found)
    for lang in (0, 1):
        lines = ["  ✗ " + one[lang] for one in found.wrong[:SHOWN]]
        if len(found.wrong) > SHOWN:
            lines.append(f"  … +{len(found.wrong) - SHOWN}")
        if not found.wrong:
            lines = ["  ✓ " + one[lang] for one in found.right]
        lines += ["  · " + one[lang] for one in found.notes]
        sys.stdout.write("\n".join([endings[lang], *lines]) + "\n" + ("\n" if lang == 0 else ""))


def _ending(found: Found) -> Said:
    """Return the line everything else stands under."""
    if found.wrong:
        return Said(
            "KHÔNG KHỚP. Giữ nguyên gói này và báo người giao.",
            "DOES NOT FIT. Keep this pack as it is, and tell who gave it.",
        )
    if found.missing:
        missing = " ".join(found.missing)
        return Said(
            f"CHƯA ĐỦ BẰNG CHỨNG, thiếu: {missing}. Lấy trong biên bản, hoặc xem “yumsync audit head” in ra tại văn "
            "phòng; đừng lấy từ trong gói.",
            f"NOT PROVED YET, missing: {missing}. Take it from the minutes, or see “yumsync audit head” print it "
            "at the office; never take it from the pack.",
        )
    if found.first > 1:
        return Said(f"NGUYÊN VẸN TỪ MỤC {found.first}.", f"WHOLE FROM ENTRY {found.first} ON.")
    return Said("NGUYÊN VẸN.", "WHOLE.")


if __name__ == "__main__":
    sys.exit(main())
