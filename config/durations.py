"""Spans of time as they are written: `90m`, `26h`, `2d`."""

from __future__ import annotations

import re
from datetime import timedelta

_WRITTEN = re.compile(r"([1-9][0-9]{0,4}) ?([mhd])", re.IGNORECASE)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def duration(text: str) -> timedelta | None:
    """Return a span of time: a whole number of minutes, hours or days; None where it is none."""
    found = _WRITTEN.fullmatch(text.strip())
    return int(found[1]) * _UNITS[found[2].lower()] if found else None
