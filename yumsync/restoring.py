"""`yumsync restore`: a working folder and its database, made from a backup.

The files come first and the database last: it stands under its name once it is whole. A restore that was broken off
leaves no state, and is simply begun again.
"""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from adapters.marks import ASIDE
from config.secrets import gather, gather_state, key_text, read_key
from config.settings import FILE_NAME, Settings, load_settings
from state.backups import Backup, Contents
from state.engine import fold, masked, sqlite_file
from state.loading import Examined, examine, load, mark_restored
from state.recovery import Recovery
from sync.access.actor import WHOLE
from sync.access.permissions import Permission
from sync.audit import Head
from sync.errors import ConfigError, StateError, YumsyncError
from sync.ports import Progress
from yumsync.access import of_system
from yumsync.bootstrap import App
from yumsync.recovering import flush_folder, write_private

_ASIDE = ".replaced"
_HALF = ".restoring"
_WITH_DATABASE = ("", "-wal", "-shm", "-journal")
_REPLACED = re.compile(rf"(.+){re.escape(_ASIDE)}-\d{{8}}T\d{{6}}Z(-wal|-shm|-journal)?")
_SQLITE = b"SQLite format 3\0"


@dataclass(frozen=True, slots=True)
class RestoreReport:
    """What was restored: where to, as of when, the end the journal had when the backup was made.

    `kept` is where a state that was replaced lies now; `missing` names the keys of the configuration whose secrets a
    backup never holds; `key_file` is where the key lies when the configuration looks for it elsewhere.
    """

    folder: str
    database: str
    made: datetime
    rows: int
    people: int
    newest: Head | None
    misfits: int
    files: Sequence[str]
    kept: str
    key_file: str
    missing: Sequence[str]


def restore(
    file: Path,
    folder: Path,
    recovery: Recovery,
    progress: Progress,
    *,
    force: bool = False,
    nothing_sent: bool = False,
) -> RestoreReport:
    """Make a working folder of a backup, with its database. Nothing that is there is overwritten unless `force`; a
    SQLite database is then laid aside, tables in PostgreSQL are replaced.

    The state is marked: nothing is sent from it until it was compared with the upstream, unless somebody says that
    `nothing_sent` since the backup was made.
    Raises StateError (`restore-state-exists` and those of `Backup`), YumsyncError `restore-file-exists`, ConfigError,
    AccessRefused by the roles of the installation that is there, Busy, OSError.
    """
    _permit(folder)
    stamp = f"{_ASIDE}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    with file.open("rb") as opened:
        whole = Backup(opened, recovery)
        progress.stage("backup-check", sum(whole.contents.about.counts.values()))
        for page in whole.pages():  # to the end, before anything is touched
            progress.advance(len(page))
        opened.seek(0)
        backup = Backup(opened, recovery)
        contents = backup.contents
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        settings = _put_files(contents, folder, stamp if force else "")
        key_file = _put_key(settings, contents.key, stamp if force else "")
        url = gather_state(settings)
        about = contents.about
        progress.stage("restore", sum(about.counts.values()))
        target = sqlite_file(url)
        if target is None:
            load(url, about.revision, backup.pages(), replace=force, done=progress.advance)
            found, kept = _taken_over(url, contents, nothing_sent=nothing_sent), ""
        else:
            if target.exists() and not force:
                raise StateError("restore-state-exists", file=str(target))
            half = _half(target)
            _remove(half)
            os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            half_url = f"sqlite:///{half}"
            try:
                load(half_url, about.revision, backup.pages(), done=progress.advance)
                found = _taken_over(half_url, contents, nothing_sent=nothing_sent)
                kept = _database_aside(target, stamp) if target.exists() else ""
                half.replace(target)
                flush_folder(target.parent)
            finally:
                _remove(half)
    misfits = len(found.journal.misfits) + found.journal.more
    return RestoreReport(
        folder=str(folder),
        database=masked(url) if target is None else str(target),
        made=about.made,
        rows=sum(about.counts.values()),
        people=found.people,
        newest=found.newest,
        misfits=misfits,
        files=sorted(contents.files),
        kept=kept,
        key_file=key_file,
        missing=_missing(settings),
    )


def databases_left(base: Path, target: Path | None) -> Iterator[Path]:
    """Yield the files of whole databases that restoring left in a working folder and beside the state `target`: those
    it laid aside, half of one that was broken off, and what a trial that was killed made. Whoever has their key reads
    all that they hold. Raises OSError."""
    places = [base] if target is None or target.is_relative_to(base) else [base, target.parent]
    for path in (path for place in places for path in sorted(place.rglob("*") if place == base else place.iterdir())):
        if not path.is_symlink() and path.is_file() and _is_left_database(path):
            yield path
    if target is not None:
        beside = (_half(target).with_name(_half(target).name + end) for end in _WITH_DATABASE)
        yield from (path for path in beside if path.exists())


def _is_left_database(path: Path) -> bool:
    """Whether a file is a database that was laid aside or made on trial: other files are laid aside as well."""
    named = _REPLACED.fullmatch(path.name)
    if named is not None and named[2]:
        return True
    if named is None and not any(part.startswith(ASIDE) for part in path.parent.parts):
        return False
    with path.open("rb") as file:
        return file.read(len(_SQLITE)) == _SQLITE


def _taken_over(url: str, contents: Contents, *, nothing_sent: bool) -> Examined:
    found = examine(url, contents.key, contents.about.counts)
    who = f"{of_system()}@{socket.gethostname()}"
    mark_restored(url, contents.key, contents.about.made, who, nothing_sent=nothing_sent)
    return found


def _permit(folder: Path) -> None:
    """Ask the installation that would be replaced; of one without a usable configuration nothing can be asked."""
    try:
        settings = load_settings(folder / FILE_NAME)
    except ConfigError:
        return
    with App(settings) as app:
        app.actor.require(Permission.BACKUP, WHOLE)


def _put_files(contents: Contents, folder: Path, stamp: str) -> Settings:
    """Write the files of a backup, and return the configuration among them, which is the first."""
    targets = {_inside(folder, name): content for name, content in contents.files.items()}
    if not stamp:
        for path, content in targets.items():
            if path.exists() and path.read_bytes() != content:
                raise YumsyncError("restore-file-exists", file=str(path))
    for path, content in targets.items():
        _put(path, content, stamp)
    return load_settings(next(iter(targets)))


def _put_key(settings: Settings, key: bytes, stamp: str) -> str:
    """Write the key where the configuration looks for it; where that is no file, beside the configuration, and return
    its name unless what the configuration names is that key."""
    content = key_text(key).encode()
    where, _, name = settings.state.key.partition(":")
    if where == "file":
        path = settings.absolute(name)
        if path.exists() and not stamp and _key_at(settings) != key:
            raise YumsyncError("restore-file-exists", file=str(path))
        if _key_at(settings) != key:
            _put(path, content, stamp)
        return ""
    if _key_at(settings) == key:
        return ""
    path = settings.base / "yumsync.key"
    _put(path, content, stamp)
    return str(path)


def _key_at(settings: Settings) -> bytes | None:
    try:
        return read_key(settings.state.key, settings.base)
    except ConfigError:
        return None


def _put(path: Path, content: bytes, stamp: str) -> None:
    """Write a file that only its owner may read; one that is alike stays, another one is laid aside."""
    if path.exists():
        if path.read_bytes() == content:
            return
        path.replace(path.with_name(path.name + stamp))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, content)


def _inside(folder: Path, name: str) -> Path:
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or PurePosixPath(name).is_absolute():
        raise StateError("backup-damaged", part=0)
    return folder.joinpath(*parts)


def _database_aside(target: Path, stamp: str) -> str:
    """Lay a SQLite database aside, its log first: a log that is left behind would be taken for that of the next."""
    kept = target.with_name(target.name + stamp)
    with suppress(YumsyncError):
        fold(f"sqlite:///{target}")
    for end in ("-wal", "-shm", ""):
        with suppress(FileNotFoundError):
            target.with_name(target.name + end).replace(kept.with_name(kept.name + end))
    return str(kept)


def _half(target: Path) -> Path:
    return target.with_name(f".{target.name}{_HALF}")


def _remove(database: Path) -> None:
    for end in _WITH_DATABASE:
        database.with_name(database.name + end).unlink(missing_ok=True)


def _missing(settings: Settings) -> list[str]:
    """Return the keys of the configuration whose secrets are not here."""
    try:
        gather(settings)
    except ConfigError as error:
        return [str(one.details["key"]) for one in error.problems if "key" in one.details]
    return []
