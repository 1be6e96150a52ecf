"""The recovery code: made once, kept on paper, never in a file; what backups are sealed with lies beside the key."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from config.secrets import resolve
from config.settings import Settings
from state.recovery import Recipient, Recovery
from sync.access.actor import WHOLE
from sync.access.permissions import Permission
from sync.errors import ConfigError, StateError

if TYPE_CHECKING:
    from yumsync.bootstrap import App

RECIPIENT = "yumsync.recovery"
"""The file beside `yumsync.toml` that backups are sealed with. It opens none."""


def new_code(app: App, *, force: bool) -> Recovery:
    """Make a recovery code and let all backups from here on be sealed for it.

    Raises ConfigError `backup-code-exists` unless `force`: backups made before need the code of their own time.
    """
    app.actor.require(Permission.KEYS, WHOLE)
    path = app.settings.base / RECIPIENT
    if path.exists() and not force:
        raise ConfigError("backup-code-exists", file=str(path))
    recovery = Recovery.new()
    write_private(path, recovery.recipient.text.encode() + b"\n")
    app.store.journal.append("backup.code-made", {})
    return recovery


def recipient(settings: Settings) -> Recipient:
    """Return whom backups are sealed for. Raises ConfigError `backup-no-code`, `backup-code-file`."""
    path = settings.base / RECIPIENT
    try:
        return Recipient.read(path.read_text("ascii"))
    except FileNotFoundError:
        raise ConfigError("backup-no-code", file=str(path)) from None
    except (OSError, UnicodeDecodeError):
        raise ConfigError("backup-code-file", file=str(path)) from None
    except ConfigError as error:
        raise ConfigError(error.code, file=str(path)) from None


def typed(reference: str, base: Path, ask: str) -> Recovery:
    """Return the recovery code a reference (`env:NAME`, `file:PATH`) stands for; without one, ask for it with these
    words on the terminal, where it is not shown. Raises ConfigError, StateError `backup-code-slip`,
    `backup-code-missing` where there is no terminal to ask on."""
    if reference:
        return Recovery.read(resolve(reference, base, key="--code"))
    import getpass  # noqa: PLC0415
    import sys  # noqa: PLC0415

    if not sys.stdin.isatty():
        raise StateError("backup-code-missing")
    return Recovery.read(getpass.getpass(ask))


def write_private(path: Path, content: bytes) -> None:
    """Write a file only its owner may read; it stands under its name once it is whole and on the disk. OSError."""
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
        flush_folder(path.parent)
    finally:
        with suppress(OSError):
            half.unlink()


def flush_folder(folder: Path) -> None:
    """Let the names in a folder be on the disk, where the system can say so."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
