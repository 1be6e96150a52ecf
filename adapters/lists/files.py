"""Finding a list's files, saying what they really are, and noticing when one changes under our hands."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO
from unicodedata import category, normalize

from adapters.lists.spec import ListSpec
from adapters.lists.table import Origin
from sync.errors import ListError
from sync.values import Finding, Place, Severity

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
TEXTS = frozenset({".csv"})
_JUNK_NAMES = frozenset({"thumbs.db", "desktop.ini"})
_JUNK_SUFFIXES = frozenset({".tmp", ".part", ".crdownload", ".bak", ".download"})
_GLOB_MARKS = frozenset("*?[")


_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


@dataclass(frozen=True, slots=True)
class Stamp:
    """A file's size and times at one moment: the same stamp, the same content."""

    size: int
    modified: int
    inode: int

    @classmethod
    def of(cls, handle: BinaryIO) -> Stamp:
        """The stamp of an open file. Raises `OSError` where a share no longer gives it."""
        found = os.fstat(handle.fileno())
        return cls(found.st_size, found.st_mtime_ns, found.st_ino)


def find_files(spec: ListSpec) -> Iterator[Path | Finding]:
    """Yield the list's files in order of name, and what there is to say about them.

    That is a note for each that is left alone (lock, hidden, temporary), a warning for one that is open in Excel or
    LibreOffice just now, and an error for a link that leads out of the folder a pattern looks in. Raises `ListError`:
    `list-no-file` when there is no file to read, `list-permission` and `list-unreadable` when a folder cannot be
    looked into, because lists may be in it.
    """
    found = _matches(spec)
    files = [path for path in found if skip_reason(path) is None]
    if not files:
        raise ListError("list-no-file", place=Origin(spec.name).place(), path=spec.path, skipped=len(found))
    read = {path.name for path in files}
    for path in found:
        place = Origin(spec.name, shown(path, spec)).place()
        reason = skip_reason(path)
        if reason is None:
            if _leads_out(path, spec):
                yield Finding("list-link-outside", Severity.ERROR, place)
                continue
            if _is_open(path):
                yield Finding("list-open-elsewhere", Severity.WARNING, place)
            yield path
        elif reason != "lock" or _locked(path.name) not in read:
            yield Finding("list-skipped-file", Severity.NOTE, place, details={"reason": reason})


def _is_open(path: Path) -> bool:
    """Whether an office program's lock lies beside a file. Both programs save whole files, so what is there is whole;
    and a lock that a crash left behind must not keep a list from being read for ever."""
    return any(os.path.lexists(path.with_name(name)) for name in (f"~${path.name}", f".~lock.{path.name}#"))


def _locked(name: str) -> str:
    """The name of the file that a lock file is about."""
    return name.removeprefix("~$").removeprefix(".~lock.").removesuffix("#")


def _matches(spec: ListSpec) -> list[Path]:
    """The files a path names, its letters composed or decomposed: systems differ in how they keep names."""
    forms = dict.fromkeys((spec.path, normalize("NFC", spec.path), normalize("NFD", spec.path)))
    try:
        for form in forms:
            exact = spec.base / form
            if exact.exists() or exact.is_symlink():
                return [exact]
        if not _GLOB_MARKS & set(spec.path):
            return []
        return sorted({path for form in forms for path in _glob(form, spec)})
    except PermissionError as problem:
        raise ListError("list-permission", place=_folder(problem, spec)) from problem
    except (ValueError, NotImplementedError) as problem:
        raise ListError("list-no-file", place=Origin(spec.name).place(), path=spec.path, skipped=0) from problem
    except OSError as problem:
        if problem.errno in (errno.ENAMETOOLONG, errno.EINVAL):
            raise ListError("list-no-file", place=Origin(spec.name).place(), path=spec.path, skipped=0) from problem
        raise ListError("list-unreadable", place=_folder(problem, spec), reason=type(problem).__name__) from problem


def _glob(form: str, spec: ListSpec) -> Iterator[Path]:
    """Yield what a pattern finds. Raises `OSError` for a folder on its way that cannot be looked into."""
    root, parts = _fixed(form, spec)
    deep = None if "**" in parts else len(parts)
    if root.is_dir():
        _look_into(root, deep)
    yield from root.glob("/".join(parts))


def _fixed(form: str, spec: ListSpec) -> tuple[Path, Sequence[str]]:
    """The folder a pattern looks in, as far as it is written out, and the rest of the pattern."""
    pattern = Path(form)
    root, parts = (Path(pattern.anchor), pattern.parts[1:]) if pattern.is_absolute() else (spec.base, pattern.parts)
    fixed = next((number for number, part in enumerate(parts) if _GLOB_MARKS & set(part)), len(parts))
    return root.joinpath(*parts[:fixed]), parts[fixed:]


def _look_into(root: Path, deep: int | None) -> None:
    """Open every folder that the pattern goes through: one that cannot be opened would be passed over in silence."""

    def refuse(problem: OSError) -> None:
        raise problem

    for folder, inside, _ in os.walk(root, onerror=refuse):
        if deep is not None and len(Path(folder).relative_to(root).parts) + 1 >= deep:
            inside.clear()


def _folder(problem: OSError, spec: ListSpec) -> Place:
    name = problem.filename
    path = Path(name) if isinstance(name, str) else spec.base / spec.path
    return Origin(spec.name, shown(path, spec)).place()


def _leads_out(path: Path, spec: ListSpec) -> bool:
    """Whether a file that a pattern found is, through links, one outside the folder the pattern looks in.

    Whoever may put files into the folder could otherwise have any file of the office read. A path that names its
    file is another matter: it is followed wherever it leads.
    """
    if not _GLOB_MARKS & set(spec.path) or path == spec.base / spec.path:
        return False
    roots = [_fixed(form, spec)[0] for form in (spec.path, normalize("NFC", spec.path), normalize("NFD", spec.path))]
    try:
        return not any(path.resolve().is_relative_to(root.resolve()) for root in roots)
    except (OSError, RuntimeError):
        return False


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
    """The file's path as the officer knows it: relative to the folder of `yumsync.toml` where it lies inside.

    Signs that cannot be seen, or that would turn text around or move a screen's cursor, are shown as U+FFFD.
    """
    try:
        name = path.relative_to(spec.base).as_posix()
    except ValueError:
        name = path.as_posix()
    return name if name.isprintable() else "".join("\ufffd" if category(c) in _INVISIBLE else c for c in name)


@contextmanager
def open_file(path: Path, origin: Origin) -> Iterator[BinaryIO]:
    """Open a list's file for reading. Raises `ListError` saying why it cannot be, also when a share fails later."""
    try:
        with _opened(path, origin) as handle:
            yield handle
    except OSError as problem:
        raise ListError("list-unreadable", place=origin.place(), reason=type(problem).__name__) from problem


def _opened(path: Path, origin: Origin) -> BinaryIO:
    try:
        # Asked before opening: opening a pipe would wait for its other end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise ListError("list-not-a-file", place=origin.place())
        return path.open("rb")
    except FileNotFoundError as problem:
        raise ListError("list-changing", place=origin.place()) from problem
    except PermissionError as problem:
        raise ListError("list-permission", place=origin.place()) from problem
    except IsADirectoryError as problem:
        raise ListError("list-not-a-file", place=origin.place()) from problem
    except ValueError as problem:
        raise ListError("list-unreadable", place=origin.place(), reason=type(problem).__name__) from problem


def read_whole(path: Path, origin: Origin, limit: int) -> bytes:
    """Return a file's bytes as they were at one moment. Raises `ListError`, also when it changed meanwhile."""
    with open_file(path, origin) as handle:
        before = Stamp.of(handle)
        if before.size == 0:
            raise ListError("list-empty", place=origin.place())
        if before.size > limit:
            raise ListError("list-too-large", place=origin.place(), bytes=before.size, limit=limit)
        content = handle.read(before.size + 1)
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
