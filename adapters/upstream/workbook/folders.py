"""Where the files are: workbooks to be uploaded, exports that came back, workbooks that are confirmed or not taken.

What lies in the outgoing folder is what still has to be uploaded or confirmed: the state knows what was sent, the
files only show it. One thing is an officer's to say: a workbook moved to the refused ones was not taken.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from adapters.lists.files import WORKBOOKS, skip_reason

_PREFIX, _SUFFIX = "yumsync-", ".xlsx"
_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders. Every method may raise `OSError`."""

    outgoing: Path
    incoming: Path
    finished: Path
    refused: Path

    def make(self) -> None:
        """Make the folders officers look into."""
        for folder in (self.outgoing, self.incoming, self.refused):
            folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)

    def workbook(self, key: str) -> Path:
        """Return the path of a batch's workbook."""
        return self.outgoing / f"{_PREFIX}{key}{_SUFFIX}"

    def put(self, key: str, content: bytes) -> None:
        """Write a batch's workbook, whole or not at all."""
        self.make()
        path = self.workbook(key)
        half = path.with_name(f".{path.name}.{os.getpid()}")
        try:
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE_FILE), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            half.replace(path)
            _flush(self.outgoing)
        finally:
            half.unlink(missing_ok=True)

    def finish(self, keys: Collection[str]) -> None:
        """Move every workbook whose batch is not among `keys` to the finished ones; clear half-written ones away."""
        for half in self.outgoing.glob(f".{_PREFIX}*{_SUFFIX}.*"):
            half.unlink(missing_ok=True)
        for path in self.outgoing.glob(f"{_PREFIX}*{_SUFFIX}"):
            if path.name.removeprefix(_PREFIX).removesuffix(_SUFFIX) not in keys:
                self.finished.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
                # A file that is open in Excel cannot be moved everywhere; the next run moves it.
                with suppress(PermissionError):
                    path.replace(self.finished / path.name)

    def is_refused(self, key: str) -> bool:
        """Whether an officer put a batch's workbook among those that were not taken."""
        return (self.refused / self.workbook(key).name).exists()

    def exports(self) -> list[tuple[Path, datetime]]:
        """Return the exports there are with the time they were last written, the newest first."""
        if not self.incoming.is_dir():
            return []
        found = [path for path in self.incoming.iterdir() if path.suffix.lower() in WORKBOOKS]
        times = [(path, path.stat().st_mtime) for path in found if path.is_file() and skip_reason(path) is None]
        return [(path, datetime.fromtimestamp(at, UTC)) for path, at in sorted(times, key=lambda one: -one[1])]


def _flush(folder: Path) -> None:
    """Make a new name in a folder durable, where the system can."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
