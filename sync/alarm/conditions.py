"""What somebody should be told of, from how things stand. Nothing here is personal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sync.exits import ExitCode
from sync.ports import RunInfo


class Kind(StrEnum):
    """What there is to tell of, most urgent first."""

    SILENT = "silent"
    """Nothing ran to an end for too long."""
    FAILED = "failed"
    """The last run broke off."""
    UPSTREAM = "upstream"
    """The last run could not deliver: the upstream is gone, or takes nothing."""
    UNREAD = "unread"
    """The last run could not read a list."""
    HELD = "held"
    """Questions wait for an officer."""
    STALE = "stale"
    """A list has not been brought up to date in its period."""


class Condition(NamedTuple):
    """What stands: its kind, and the list it is about where it is about one."""

    kind: Kind
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """How things stand at a moment, as far as somebody is told of it.

    `last` is the last run that ended, plans aside; `completed` when one last ran to its end. `asked` is when the
    newest of `waiting` unanswered questions was first asked. `updated` tells when each list was last brought up to
    date, those of which that cannot be known left out.
    """

    now: datetime
    last: RunInfo | None
    completed: datetime | None
    waiting: int = 0
    asked: datetime | None = None
    updated: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Terms:
    """From when on it counts: after how long without a completed run, and after how many days a list is stale (0:
    never)."""

    max_age: timedelta
    update_days: int = 0


def is_silent(outlook: Outlook, max_age: timedelta) -> bool:
    """Whether nothing ran to an end for longer than that, or ever."""
    return outlook.completed is None or outlook.now - outlook.completed > max_age


def conditions(outlook: Outlook, terms: Terms) -> Mapping[Condition, str]:
    """Return what stands, each with its mark: a greater one says that it grew since, so that it is told again.

    Questions grow when a new one is asked; everything else stands or does not.
    """
    return dict(_standing(outlook, terms))


def _standing(outlook: Outlook, terms: Terms) -> Iterator[tuple[Condition, str]]:
    last = outlook.last
    if is_silent(outlook, terms.max_age):
        yield Condition(Kind.SILENT), ""
    if last is not None and last.state == "failed":
        yield Condition(Kind.FAILED), ""
    if last is not None and last.outcome == ExitCode.UNAVAILABLE:
        yield Condition(Kind.UPSTREAM), ""
    if last is not None and last.outcome == ExitCode.LIST_UNREADABLE:
        yield Condition(Kind.UNREAD), ""
    if outlook.waiting:
        yield Condition(Kind.HELD), outlook.asked.isoformat() if outlook.asked is not None else ""
    for name, updated in sorted(outlook.updated.items()):
        if terms.update_days and outlook.now - updated > timedelta(days=terms.update_days):
            yield Condition(Kind.STALE, name), ""
