"""Finding a list's files, saying what they really are, and noticing when one changes under our hands."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from adapters.lists.spec import ListSpec
from adapters.lists.table import Origin
from sync.errors import ListError
from sync.values import Finding, Severity

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})
TEXTS = frozenset({".csv"})
_JUNK_NAMES = frozenset({"thumbs.db", "desktop.ini"})
_JUNK_SUFFIXES = frozenset({".tmp", ".part", ".crdownload", ".bak", ".download"})
_GLOB_MARKS = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file's size and times at one moment: the same stamp, the same content."""

    size: int
    modified: int
    inode: int

    @classmethod
    def of(cls, handle: BinaryIO) -> Stamp:
        """The stamp of an open file."""
        found = os.fstat(handle.fileno())
        return cls(found.st_size, found.st_mtime_ns, found.st_ino)


def find_files(spec: ListSpec) -> Iterator[Path | Finding]:
    """Yield the list's files in order of name, and a note for each that is left alone (lock, hidden, temporary).

    Raises `ListError` `list-no-file` when there is no file to read.
    """
    found = _matches(spec)
    files = [path for path in found if skip_reason(path) is None]
    if not files:
        raise ListError("list-no-file", place=Origin(spec.name).place(), path=spec.path, skipped=len(found))
    for path in found:
        reason = skip_reason(path)
        if reason is None:
            yield path
        else:
            place = Origin(spec.name, shown(path, spec)).place()
            yield Finding("list-skipped-file", Severity.NOTE, place, details={"reason": reason})


def _matches(spec: ListSpec) -> list[Path]:
    pattern = Path(spec.path)
    exact = spec.base / pattern
    if not _GLOB_MARKS & set(spec.path) or exact.exists():
        return [exact] if exact.exists() or exact.is_symlink() else []
    root, parts = (Path(pattern.anchor), pattern.parts[1:]) if pattern.is_absolute() else (spec.base, pattern.parts)
    try:
        return sorted(root.glob("/".join(parts)))
    except (OSError, ValueError, NotImplementedError) as problem:
        raise ListError("list-no-file", place=Origin(spec.name).place(), path=spec.path, skipped=0) from problem


def skip_reason(path: Path) -> str | None:
    """Why a file that a glob found is no list: `lock`, `hidden`, `temporary`, `folder`; None when it must be read.

    A file of zero bytes under a list's own name is *not* skipped: a list that became empty is an error.
    """
    name = path.name.lower()
    if name.startswith(("~$", ".~lock")):
        return "lock"
    if name.startswith("."):
        return "hidden"
    suffix = path.suffix.lower()
    if name in _JUNK_NAMES or suffix in _JUNK_SUFFIXES or name.startswith("~"):
        return "temporary"
    if suffix not in WORKBOOKS | TEXTS and path.is_dir():
        return "folder"
    return None


def shown(path: Path, spec: ListSpec) -> str:
    """The file's path as the officer knows it: relative to the folder of `yumsync.toml` where it lies inside."""
    try:
        return path.relative_to(spec.base).as_posix()
    except ValueError:
        return path.as_posix()


def open_file(path: Path, origin: Origin) -> BinaryIO:
    """Open a list's file for reading. Raises `ListError` saying why it cannot be."""
    try:
        # Asked before opening: opening a pipe would wait for its other end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise ListError("list-not-a-file", place=origin.place())
        handle = path.open("rb")
    except FileNotFoundError as problem:
        raise ListError("list-changing", place=origin.place()) from problem
    except PermissionError as problem:
        raise ListError("list-permission", place=origin.place()) from problem
    except IsADirectoryError as problem:
        raise ListError("list-not-a-file", place=origin.place()) from problem
    except OSError as problem:
        raise ListError("list-unreadable", place=origin.place(), reason=type(problem).__name__) from problem
    return handle


def read_whole(path: Path, origin: Origin, limit: int) -> bytes:
    """Return a file's bytes as they were at one moment. Raises `ListError`, also when it changed meanwhile."""
    with open_file(path, origin) as handle:
        before = Stamp.of(handle)
        if before.size == 0:
            raise ListError("list-empty", place=origin.place())
        if before.size > limit:
            raise ListError("list-too-large", place=origin.place(), bytes=before.size, limit=limit)
        try:
            content = handle.read(before.size + 1)
        except OSError as problem:
            raise ListError("list-unreadable", place=origin.place(), reason=type(problem).__name__) from problem
        if len(content) != before.size or Stamp.of(handle) != before:
            raise ListError("list-changing", place=origin.place())
    return content


_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "archive"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"SQLite format 3\x00", "sqlite"),
)


def sniff(head: bytes) -> str:
    """Say what the first bytes of a file are: `zip`, `ole`, `pdf`, `html`, `xml`, `archive`, `image` … or `text`."""
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    start = head[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<table", b"<meta", b"<body", b"<div")):
        return "html"
    if start.startswith(b"<?xml"):
        return "html" if b"<html" in start else "xml"
    return "text"
