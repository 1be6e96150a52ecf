"""`yumsync key rotate`: another installation key, and everything sealed sealed anew.

What the database makes of it is in `state.rotation`; here the key files change places. At every moment the file that
the configuration names opens the database.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from config.secrets import read_key_file, write_key_file
from state.rotation import Stage
from state.store import open_store
from sync.access.actor import WHOLE
from sync.access.permissions import Permission
from sync.errors import Busy, ConfigError, StateError
from yumsync.recovering import flush_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from state.store import SqlStore
    from yumsync.bootstrap import App


@dataclass(frozen=True, slots=True)
class RotationReport:
    """A rotation that came to its end: whether it went on with one that was broken off, how many values were sealed
    anew by this call, the public keys before and after, and the file of the key before, to be destroyed.

    `purged` says whether what the key before had sealed is off the disk too.
    """

    resumed: bool
    values: int
    before: bytes
    public_key: bytes
    old_key: str
    purged: bool


@dataclass(frozen=True, slots=True)
class KeyFiles:
    """The key in use, the next one and the one before, side by side."""

    path: Path

    @property
    def new(self) -> Path:
        """The next key, until it takes its place."""
        return self.path.with_name(self.path.name + ".new")

    @property
    def old(self) -> Path:
        """The key before."""
        return self.path.with_name(self.path.name + ".old")

    def swap(self) -> None:
        """Let the next key be the one in use, and keep the one before. May be broken off and done again."""
        if not self.old.exists():
            os.link(self.path, self.old)
        self.new.replace(self.path)
        flush_folder(self.path.parent)


def rotate(app: App) -> RotationReport:
    """Replace the installation's key, or go on with a rotation that was broken off.

    Raises ConfigError (`key-not-a-file`, `key-old-exists` while the one before the last is still there, and those of
    the secrets), `Busy` while a run is under way, StateError.
    """
    app.actor.require(Permission.KEYS, WHOLE)
    where, _, name = app.settings.state.key.partition(":")
    if where != "file":
        raise ConfigError("key-not-a-file", key="state.key")
    files = KeyFiles(app.settings.absolute(name).resolve())
    with _opened(app, files.path) as store:
        stage, unpurged = store.rotation.stage, store.erasures.unpurged()
        if stage is Stage.NONE and not files.new.exists() and files.old.exists():
            if not unpurged:
                raise ConfigError("key-old-exists", file=str(files.old))
            return _report(store, files, resumed=True, values=0)
    resumed = files.new.exists() or stage is not Stage.NONE
    if not resumed:
        write_key_file(files.new)
    if files.new.exists():
        _admit(app, files)
    with _opened(app, files.path) as store:
        if store.rotation.stage is Stage.ADMITTED:
            store.rotation.replace()
    with _opened(app, files.path) as store:
        app.progress.stage("reseal", store.rotation.total())
        values = 0
        for count in store.rotation.reseal():
            values += count
            app.progress.advance(count)
        store.rotation.finish()
        return _report(store, files, resumed=resumed, values=values)


def _report(store: SqlStore, files: KeyFiles, *, resumed: bool, values: int) -> RotationReport:
    """Take off the disk what the key before sealed, and tell how the rotation ended."""
    public, before = store.journal.public_key, store.rotation.introduced_by
    old = str(files.old) if files.old.exists() else ""
    return RotationReport(resumed, values, before, public, old, _purged(store))


def _admit(app: App, files: KeyFiles) -> None:
    fresh = read_key_file(files.new)
    with _opened(app, files.path) as store:
        if store.rotation.stage is Stage.NONE:
            store.rotation.admit(fresh)
    files.swap()


@contextmanager
def _opened(app: App, key: Path) -> Iterator[SqlStore]:
    """Give the state as the key in a file opens it, with the lease."""
    store = open_store(app.secrets.state_url, read_key_file(key), who=app.who)
    try:
        store.lease.acquire(app.settings.run.lease_seconds)
        try:
            yield store
        finally:
            store.lease.release()
    finally:
        store.close()


def _purged(store: SqlStore) -> bool:
    try:
        store.erasures.purge()
    except (Busy, StateError):  # somebody reads, or the disk is full; what is to be purged stays noted
        return False
    return True
