"""Looking for a pattern in a file: in its bytes, and in those of what it packs."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path
from re import Pattern
from typing import IO
from zipfile import BadZipFile, ZipFile, is_zipfile

_PART = 4 * 1024 * 1024
_OVERLAP = 4096
"""More bytes than any value that is looked for has."""

_DEEPEST = 3


def holds(path: Path, pattern: Pattern[bytes]) -> bool:
    """Whether a pattern is found in a file, or in anything packed in it. Raises OSError."""
    with path.open("rb") as file:
        return _in_stream(file, pattern) or _in_package(file, pattern, 1)


def _in_stream(stream: IO[bytes], pattern: Pattern[bytes]) -> bool:
    before = b""
    while part := stream.read(_PART):
        if pattern.search(before + part):
            return True
        before = part[-_OVERLAP:]
    return False


def _in_package(file: IO[bytes], pattern: Pattern[bytes], deep: int) -> bool:
    if deep > _DEEPEST or not is_zipfile(file):
        return False
    try:
        with ZipFile(file) as package:
            for member in package.infolist():
                with package.open(member) as stream:
                    if _in_stream(stream, pattern):
                        return True
                if member.filename.lower().endswith((".zip", ".xlsx", ".xlsm", ".ods")) and _in_package(
                    BytesIO(package.read(member)), pattern, deep + 1
                ):
                    return True
    except (BadZipFile, NotImplementedError, RuntimeError, zlib.error):
        return False  # nobody can read it, nor take anything out of it
    return False
