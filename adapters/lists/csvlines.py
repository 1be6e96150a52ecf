"""Splitting a CSV file into raw records, fast: the hot path of every night's run.

Blocks are read in binary and split at line ends in one call. A line end inside quotes does not end a record;
only lines with an odd number of quotes can hold one, so only those are looked at closely.
"""

from __future__ import annotations

import codecs
import csv
import os
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from sync.errors import ListError

BLOCK = 1024 * 1024
UTF8_BOM = codecs.BOM_UTF8

Refuse = Callable[[str, int], ListError]
"""Makes the error for a code and the line it was noticed at."""


def utf8_blocks(handle: BinaryIO, refuse: Refuse, encoding: str = "") -> Iterator[bytes]:
    """Yield a file's content as UTF-8 blocks without a byte order mark. UTF-16 is known by its mark.
    A file in an `encoding` of one byte for each letter is recoded.

    Blocks are not checked to be UTF-8: a row is checked when it is parsed.
    """
    first = handle.read(BLOCK)
    if not encoding and not first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield first.removeprefix(UTF8_BOM)
        while block := handle.read(BLOCK):
            yield block
        return
    decoder = codecs.getincrementaldecoder(encoding or "utf-16")()
    block = first
    try:
        while block:
            yield decoder.decode(block).encode("utf-8")
            block = handle.read(BLOCK)
        yield decoder.decode(b"", final=True).encode("utf-8")
    except UnicodeError as problem:
        raise refuse("list-encoding", 0) from problem


def records(
    blocks: Iterator[bytes], delimiter: str, refuse: Refuse, record_bytes: int
) -> Iterator[tuple[Sequence[int], list[bytes]]]:
    """Yield the records of a CSV in pieces of a block: the lines they begin on (from 1), and their bytes.

    Records come without their line end; a line end inside quotes becomes `\\n`. Raises the error made by
    `refuse`: `list-nul` for a NUL, `list-quote` for a quote that is never closed, `list-too-large` for a record
    longer than `record_bytes`.
    """
    line, carry = 1, b""
    for block in blocks:
        if b"\0" in block:
            raise refuse("list-nul", line + _ends(carry + block[: block.index(b"\0")]))
        text = carry + block if carry else block
        cut = _last_end(text)
        if cut == 0:
            carry = text
            if len(carry) > record_bytes + BLOCK:
                raise refuse("list-too-large", line)
            continue
        carry = text[cut:]
        lines = text[:cut].splitlines()
        if b'"' in text:
            numbers, found, rest = _join_quoted(lines, line, delimiter, refuse, record_bytes)
            line += len(lines) - len(rest)
            if rest:
                carry = b"\n".join(rest) + b"\n" + carry
        else:
            numbers, found = range(line, line + len(lines)), lines
            line += len(lines)
        if found:
            yield numbers, found
    if carry:
        lines = carry.splitlines()
        numbers, found, rest = _join_quoted(lines, line, delimiter, refuse, record_bytes)
        if rest:
            raise refuse("list-quote", line + len(lines) - len(rest))
        if found:
            yield numbers, found


def _ends(text: bytes) -> int:
    return text.count(b"\n") or text.count(b"\r")


def _last_end(text: bytes) -> int:
    """Where the last complete line ends; a trailing `\\r` may be half of a line end and waits for the next block."""
    cut = text.rfind(b"\n") + 1
    return cut or text.rfind(b"\r", 0, len(text) - 1) + 1


def _join_quoted(
    lines: list[bytes], first: int, delimiter: str, refuse: Refuse, record_bytes: int
) -> tuple[Sequence[int], list[bytes], list[bytes]]:
    """Join lines that a quoted field holds together. Returns the numbers, the records, and the lines left open."""
    odd = [index for index, line in enumerate(lines) if line.count(b'"') & 1]
    if not odd:
        return range(first, first + len(lines)), lines, []
    numbers: list[int] = []
    found: list[bytes] = []
    done = 0
    for index in odd:
        if index < done or not _left_open(lines[index], delimiter):
            continue
        numbers.extend(range(first + done, first + index))
        found.extend(lines[done:index])
        end = _closing(lines, index, delimiter)
        if end is None:
            rest = lines[index:]
            if sum(map(len, rest)) > record_bytes:
                raise refuse("list-quote", first + index)
            return numbers, found, rest
        numbers.append(first + index)
        found.append(b"\n".join(lines[index : end + 1]))
        done = end + 1
    numbers.extend(range(first + done, first + len(lines)))
    found.extend(lines[done:])
    return numbers, found, []


def _closing(lines: list[bytes], index: int, delimiter: str) -> int | None:
    """The line on which the record that line `index` leaves open is closed or breaks the rules of quotes, or None.

    One reader goes through the lines once, however many of them look as if they could close it.
    """
    rest = (line.decode("utf-8", "replace") + "\n" for line in lines[index:])
    reader = csv.reader(rest, delimiter=delimiter, strict=True)
    try:
        next(reader, None)
    except csv.Error as problem:
        if "end of data" in str(problem):
            return None
    return index + max(reader.line_num, 1) - 1


def _left_open(text: bytes, delimiter: str) -> bool:
    """Whether a record ends inside a quoted field, by the csv module's own rules."""
    reader = csv.reader((text.decode("utf-8", "replace"),), delimiter=delimiter, strict=True)
    try:
        next(reader, None)
    except csv.Error as problem:
        return "end of data" in str(problem)
    return False


_ENDS = (b"\n", b"\r", b"\n\0", b"\r\0")


def breaks_off(handle: BinaryIO, before: bytes, last: bytes, delimiter: str, cells: int) -> bool:
    """Whether a file ends in the middle of a row: no line end behind it, and fewer cells than the header has and than
    the row before it has. A program that writes short rows writes more than one, and one that writes a whole file
    ends its last line or fills it."""
    sign = delimiter.encode()
    if not last.strip() or last.count(sign) >= min(cells - 1, before.count(sign)):
        return False
    handle.seek(-2, os.SEEK_END)
    return not handle.read(2).endswith(_ENDS)
