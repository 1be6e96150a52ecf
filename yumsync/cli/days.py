"""Days as officers type them."""

from datetime import date, datetime, time, timedelta

from sync.errors import YumsyncError


def typed_day(option: str, text: str) -> date:
    """Return the day somebody typed: 31/12/2026 or 2026-12-31. Raises YumsyncError `usage-bad-day`."""
    parts = text.strip().split("/")
    try:
        return date.fromisoformat(text.strip()) if len(parts) == 1 else date(*map(int, reversed(parts)))
    except (ValueError, TypeError):
        raise bad_day(option) from None


def bad_day(option: str) -> YumsyncError:
    """Return the error of an option whose day cannot be."""
    return YumsyncError("usage-bad-day", name=option)


def midnight(option: str, text: str, later: int = 0) -> datetime | None:
    """Return the beginning of a day that was typed, or of one some days later, in the office's own time; None where
    none was. Raises YumsyncError `usage-bad-day`."""
    return begin(typed_day(option, text) + timedelta(days=later)) if text else None


def begin(day: date) -> datetime:
    """Return the beginning of a day in the office's own time."""
    return datetime.combine(day, time.min).astimezone()
