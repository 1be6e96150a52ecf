"""How long an upstream asks to be left alone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_SECONDS = re.compile(r"\d{1,12}(\.\d+)?", re.ASCII)
_EPOCH = 1_000_000_000
"""From here on a RateLimit-Reset is a moment, not a number of seconds."""


def asked_wait(headers: Mapping[str, str]) -> float | None:
    """Return the seconds from now that an answer asks to wait, None when it asks for nothing that can be read.

    `Retry-After` counts first, as seconds or as a date; then `RateLimit-Reset`, where nothing remains, as seconds or
    as seconds since 1970. Dates are measured against the answer's own `Date`, so that a wrong clock here does not
    matter.
    """
    now = _date(headers.get("Date", "")) or datetime.now(UTC)
    asked = headers.get("Retry-After", "").strip()
    if _SECONDS.fullmatch(asked):
        return float(asked)
    moment = _date(asked)
    if moment:
        return max(0.0, (moment - now).total_seconds())
    reset = headers.get("RateLimit-Reset", "").strip()
    if not _SECONDS.fullmatch(reset) or headers.get("RateLimit-Remaining", "0").strip() != "0":
        return None
    seconds = float(reset)
    return seconds if seconds < _EPOCH else max(0.0, seconds - now.timestamp())


def _date(text: str) -> datetime | None:
    with suppress(ValueError, TypeError, OverflowError):
        moment = parsedate_to_datetime(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None
