"""When a list was last brought up to date, as far as its files tell."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from adapters.lists.files import find_files
from adapters.lists.spec import ListSpec
from sync.errors import ListError


def updated(spec: ListSpec) -> datetime | None:
    """Return when a file of a list was changed last; saving it again without a change says that it still holds.

    None for a list in a database, which is as new as it is read, and where no file can be looked at: a run says so.
    """
    if spec.is_database:
        return None
    try:
        times = [one.stat().st_mtime for one in find_files(spec) if isinstance(one, Path)]
    except (ListError, OSError):
        return None
    return datetime.fromtimestamp(max(times), UTC) if times else None
