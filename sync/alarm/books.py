"""What one receiver was told, and what they must be told now: one message for each change, and nothing between.

A book is kept for each receiver. What is to be told is worked out first, then sent, then written down: a crash
between tells it twice, never not at all. Something that came and went while nobody could be reached is still told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sync.alarm.conditions import Condition, Kind


@dataclass(frozen=True, slots=True)
class Noted:
    """One condition in a book: since when it stands, the mark it was seen with, and the one it was told with.

    `told` is None while it was not told. `over` is when it was seen to stand no more, of which it was not told yet.
    """

    since: datetime
    mark: str = ""
    told: str | None = None
    over: datetime | None = None


Book = Mapping[Condition, Noted]
"""What is known and told to one receiver."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One change to tell: a condition that stands since a moment, or stood until one (`over`)."""

    condition: Condition
    since: datetime
    over: datetime | None = None


def seen(book: Book, standing: Mapping[Condition, str], now: datetime) -> Book:
    """Return the book after a look at what stands now, each with its mark. Nothing counts as told by it."""
    found = {
        condition: noted if noted.over is not None else replace(noted, over=now)
        for condition, noted in book.items()
        if condition not in standing
    }
    for condition, mark in standing.items():
        before = book.get(condition)
        found[condition] = Noted(now, mark) if before is None else replace(before, mark=mark, over=None)
    return found


def due(book: Book) -> Sequence[Notice]:
    """Return what the receiver has to be told, the most urgent first and what is over last."""
    kinds = list(Kind)
    found = [
        Notice(condition, noted.since, noted.over)
        for condition, noted in book.items()
        if noted.over is not None or noted.told is None or noted.mark > noted.told
    ]
    return sorted(
        found, key=lambda one: (one.over is not None, kinds.index(one.condition.kind), one.condition.subject)
    )


def told(book: Book) -> Book:
    """Return the book after everything due was told."""
    return {
        condition: replace(noted, told=max(noted.mark, noted.told or ""))
        for condition, noted in book.items()
        if noted.over is None
    }
