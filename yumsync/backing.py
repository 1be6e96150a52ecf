"""`yumsync backup`: one sealed file of everything an installation is made of, verified by restoring it at once."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.lists.layoutfile import FOLDER as LAYOUTS
from state.backups import About, Backup, Contents, write_backup
from state.loading import Examined, examine, load
from state.recovery import Recovery
from state.snapshot import snapshot
from state.tables import REVISION
from sync.access.actor import WHOLE
from sync.access.permissions import Permission
from sync.audit import Head
from sync.errors import YumsyncError
from yumsync.recovering import RECIPIENT, flush_folder, recipient

if TYPE_CHECKING:
    from sync.ports import Progress
    from yumsync.bootstrap import App

SUFFIX = ".backup"
_NAMED = re.compile(r"yumsync-\d{8}T\d{6}Z-[0-9A-Z]{6}\.backup")
"""How we name backups in a folder: when they were made, and of which installation."""

_CHECK = ".yumsync-check-"
_PARTIAL = ".partial"


@dataclass(frozen=True, slots=True)
class BackupReport:
    """A backup that was restored on trial: what it holds, the end of its journal, and what does not fit in that.

    `entries` is the number of journal entries; `removed` names the older backups that went.
    """

    file: str
    made: datetime
    size: int
    rows: int
    people: int
    entries: int
    newest: Head | None
    misfits: int
    files: Sequence[str]
    removed: Sequence[str] = field(default=())


def back_up(app: App, out: Path, *, force: bool = False, keep: int | None = None) -> BackupReport:
    """Write a backup to a file, or to one named by us in the folder `out`, and restore it on trial.

    It holds all that was committed before it began, whatever runs meanwhile. Nothing stands under its name before it
    was verified. `keep` removes all but that many of the newest we named for this installation in the folder.
    Raises YumsyncError `file-exists` unless `force`; ConfigError, StateError, Busy, OSError.
    """
    app.actor.require(Permission.BACKUP, WHOLE)
    to, key, store = recipient(app.settings), app.secrets.key, app.store
    made = datetime.now(UTC)
    folder = out if out.is_dir() else out.parent
    if out.is_dir():
        out = out / f"yumsync-{made:%Y%m%dT%H%M%SZ}-{store.installation[-6:]}{SUFFIX}"
    if out.exists() and not (force and out.is_file()):
        raise YumsyncError("file-exists", file=out.name)
    for place in {folder, app.settings.base}:
        _clear_leftovers(place)
    files = _files(app)
    with _half(out) as half:
        with half.open("wb") as file, snapshot(app.secrets.state_url) as taken:
            about = About(store.installation, made, REVISION, taken.counts)
            app.progress.stage("backup", sum(taken.counts.values()))
            opens = write_backup(file, to, Contents(about, key, files), taken, app.progress.advance)
            file.flush()
            os.fsync(file.fileno())
        found = _tried(half, opens, app.settings.base, app.progress)
        size = half.stat().st_size
        store.journal.append("backup.made", {"entries": about.counts["journal"], "bytes": size})
        half.replace(out)
        flush_folder(folder)
    removed = _thinned(folder, store.installation, keep) if keep else []
    return _report(out, about, found, files, size, removed)


def verify(file: Path, recovery: Recovery, base: Path, progress: Progress) -> BackupReport:
    """Restore a backup on trial, in a folder within `base`, and say what it holds. Raises StateError, OSError."""
    _clear_leftovers(base)
    with file.open("rb") as opened:
        contents = Backup(opened, recovery).contents
    found = _tried(file, recovery, base, progress)
    return _report(file, contents.about, found, contents.files, file.stat().st_size)


def _report(
    file: Path,
    about: About,
    found: Examined,
    files: Iterable[str],
    size: int,
    removed: Sequence[str] = (),
) -> BackupReport:
    journal = found.journal
    misfits = len(journal.misfits) + journal.more
    rows, entries = sum(about.counts.values()), about.counts["journal"]
    return BackupReport(
        str(file), about.made, size, rows, found.people, entries, found.newest, misfits, sorted(files), removed
    )


def _tried(file: Path, opens: Recovery | bytes, base: Path, progress: Progress) -> Examined:
    """Make a database of a backup in a folder nobody else may enter, look into it with the key from the backup, and
    take it away again."""
    with file.open("rb") as opened, _trial_folder(base) as folder:
        backup = Backup(opened, opens)
        about = backup.contents.about
        progress.stage("backup-check", sum(about.counts.values()))
        url = f"sqlite:///{folder / 'state.db'}"
        load(url, about.revision, backup.pages(), done=progress.advance)
        return examine(url, backup.contents.key, about.counts)


@contextmanager
def _trial_folder(base: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f"{_CHECK}{os.getpid()}-", dir=base))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def _half(out: Path) -> Iterator[Path]:
    """Give the name of an empty file of mode 0600 to write to; it is gone at the end unless it was given its name."""
    half = out.with_name(f".{out.name}.{os.getpid()}{_PARTIAL}")
    os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield half
    finally:
        half.unlink(missing_ok=True)


def _clear_leftovers(folder: Path) -> None:
    """Remove what backups that were killed left in a folder."""
    for path in folder.glob(".*"):
        match = re.fullmatch(rf"{re.escape(_CHECK)}(\d+)-\w+|\..+\.(\d+){re.escape(_PARTIAL)}", path.name)
        if match and not _lives(int(match[1] or match[2])):
            with suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _files(app: App) -> dict[str, bytes]:
    """Return the files of the working folder that a backup holds, by the names they are restored under."""
    settings = app.settings
    found = {settings.file: settings.base / settings.file, RECIPIENT: settings.base / RECIPIENT}
    found |= {f"{LAYOUTS}/{path.name}": path for path in sorted((settings.base / LAYOUTS).glob("*.toml"))}
    profile = settings.absolute(settings.upstream.profile)
    if settings.upstream.profile.endswith(".toml") or profile.is_file():
        inside = profile.is_relative_to(settings.base)
        found[profile.relative_to(settings.base).as_posix() if inside else profile.name] = profile
    return {name: path.read_bytes() for name, path in found.items()}


def _thinned(folder: Path, installation: str, keep: int) -> list[str]:
    """Remove all but the newest backups that we named for this installation; return their names."""
    ours = [path for path in folder.iterdir() if _NAMED.fullmatch(path.name)]
    named = sorted((path for path in ours if path.stem.endswith(installation[-6:])), reverse=True)
    for path in named[keep:]:
        path.unlink()
    return [path.name for path in named[keep:]]
