"""What erasing somebody is wired from: the state, the lists, and the files of the working folder."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from config.forms import FOLDER
from config.profile import WorkbookProfile
from sync.erasure.erasing import Erasing

if TYPE_CHECKING:
    from yumsync.bootstrap import App

_BESIDE_DATABASE = ("", "-wal", "-shm")


def erasing(app: App) -> Erasing:
    """Return what erases people. Raises ConfigError."""
    from adapters.remains import WorkingFolder  # noqa: PLC0415 -- slow to load

    base, handed = app.settings.base, list(_handed(app))
    remains = WorkingFolder(base, [base, *handed], [*_lists(app), *_own(app)], handed)
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
    from state.engine import sqlite_file  # noqa: PLC0415

    file = sqlite_file(app.secrets.state_url)
    if file is not None:
        yield from (file.with_name(file.name + end) for end in _BESIDE_DATABASE)


def _handed(app: App) -> Iterator[Path]:
    """The folders of workbooks that went to the centre, where an officer carries them."""
    profile, url = app.profile, app.settings.upstream.url
    if isinstance(profile, WorkbookProfile) and url.startswith(FOLDER):
        folder, layout = app.settings.absolute(url.removeprefix(FOLDER).strip()), profile.workbook
        yield from (folder / name for name in (layout.outgoing, layout.finished, layout.refused))
