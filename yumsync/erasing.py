"""What erasing somebody is wired from: the state, the lists, and the files of the working folder."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from re import Pattern
from typing import TYPE_CHECKING

from adapters.remains import WorkingFolder
from config.forms import FOLDER
from config.profile import WorkbookProfile
from state.engine import sqlite_file
from sync.erasure.erasing import Erasing
from sync.ports.remains import Kind, Remain
from yumsync.restoring import databases_left

if TYPE_CHECKING:
    from yumsync.bootstrap import App

_BESIDE_DATABASE = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class _Remains:
    """The files of the working folder, and the whole databases that restoring left.

    What these hold is sealed, so they are told whatever is looked for. The program leaves them alone: only an officer
    knows whether one is still needed.
    """

    files: WorkingFolder
    base: Path
    target: Path | None

    def search(self, pattern: Pattern[bytes]) -> Sequence[Remain]:
        """Return the files in which a pattern is found, and those that may hold it sealed. Raises OSError."""
        found = {one.path: one for one in self.files.search(pattern)}
        for path in databases_left(self.base, self.target):
            told = path.relative_to(self.base) if path.is_relative_to(self.base) else path
            found.setdefault(told.as_posix(), Remain(told.as_posix(), Kind.OTHER))
        return list(found.values())

    def clear(self, found: Sequence[Remain], stands_in: Callable[[Sequence[str]], bool]) -> None:
        """Remove what was made, and the rows of somebody from what was handed on. Raises OSError."""
        self.files.clear(found, stands_in)


def erasing(app: App) -> Erasing:
    """Return what erases people. Raises ConfigError."""
    base, handed = app.settings.base, list(_handed(app))
    files = WorkingFolder(base, [base, *handed], [*_lists(app), *_own(app)], handed)
    remains = _Remains(files, base.resolve(), _database(app))
    return Erasing(
        app.store,
        app.sources,
        app.reading(),
        remains,
        lease_seconds=app.settings.run.lease_seconds,
        actor=app.actor,
    )


def _lists(app: App) -> Iterator[Path]:
    """The files of lists: officers keep them, and are told their rows."""
    for one in app.settings.lists:
        if one.path:
            yield from map(Path, glob.glob(str(app.settings.absolute(one.path)), recursive=True))


def _own(app: App) -> Iterator[Path]:
    """The files of the state, where it is one: everything personal in them is sealed, and taken out there."""
    file = _database(app)
    if file is not None:
        yield from (file.with_name(file.name + end) for end in _BESIDE_DATABASE)


def _database(app: App) -> Path | None:
    file = sqlite_file(app.secrets.state_url)
    return file.resolve() if file is not None else None


def _handed(app: App) -> Iterator[Path]:
    """The folders of workbooks that went to the centre, where an officer carries them."""
    profile, url = app.profile, app.settings.upstream.url
    if isinstance(profile, WorkbookProfile) and url.startswith(FOLDER):
        folder, layout = app.settings.absolute(url.removeprefix(FOLDER).strip()), profile.workbook
        yield from (folder / name for name in (layout.outgoing, layout.finished, layout.refused))
