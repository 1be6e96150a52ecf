"""As of when a list says what it says: when its file was saved last."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from config.settings import Settings
from sync.values import Place

_PATTERN = frozenset("*?[")


def as_of(settings: Settings) -> Callable[[Place], datetime | None]:
    """Return what tells the time a row's file was saved; None where the file is not known, or is a database.

    Without a file a place is of a row that was not read again: the list's only file is meant.
    """
    alone = {one.name: one.path for one in settings.lists if one.path and _PATTERN.isdisjoint(one.path)}

    def saved(place: Place) -> datetime | None:
        path = place.file or alone.get(place.list)
        if not path:
            return None
        try:
            return datetime.fromtimestamp(settings.absolute(path).stat().st_mtime, UTC)
        except OSError:
            return None

    return saved
