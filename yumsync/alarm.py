"""The silence alarm, wired: how things stand goes into the state file, and what changed to whoever should know.

Each run does so at its end, whatever its end; a timer of its own notices that none came (`yumsync status --notify`).
"""

from __future__ import annotations

import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from adapters.alarm.statefile import locked, read_books, write_state
from adapters.lists import ListSpec
from adapters.lists.updating import updated
from config.durations import duration
from config.headers import load_headers
from config.policy import policy_values
from config.secrets import resolve
from config.settings import NotifySettings
from config.wording import Wording
from sync.access.permissions import Permission
from sync.alarm.books import Book, Notice, due, seen, told
from sync.alarm.conditions import Kind, Outlook, Terms, conditions, is_silent
from sync.errors import AccessRefused, ConfigError, YumsyncError
from sync.ports import RunInfo
from sync.questions.openholds import open_holds
from sync.values import PEOPLE
from yumsync.log import Log

if TYPE_CHECKING:
    from yumsync.bootstrap import App

HERE = "state_file"
"""The receiver whose book is the state file itself: since when each condition stands."""

SHOWN = 20
"""How many changes one message names; the rest is counted."""

_RUNS = 1000


@dataclass(frozen=True, slots=True)
class Age:
    """When a run last came to its end, and whether that is too long ago, or never was."""

    completed: datetime | None
    silent: bool


@contextmanager
def at_the_end(app: App) -> Iterator[None]:
    """Tell what changed when a run ends, however it ends. That somebody could not be told changes nothing of the run:
    it goes to the log, and is told by the next one. A run that was refused is none."""
    refused = False
    try:
        yield
    except AccessRefused:
        refused = True
        raise
    finally:
        if not refused:
            _tell_quietly(app)


def _tell_quietly(app: App) -> None:
    try:
        tell(app)
    except Exception as error:  # the run is over, and what it did must be told as it is
        code = error.code if isinstance(error, YumsyncError) else type(error).__name__
        Log(app.settings.log.level).warning("notice.failed", error=code)


def age(app: App, most: timedelta) -> Age:
    """Return how long nothing ran to its end. Raises AccessRefused."""
    app.actor.require(Permission.LOOK)
    found = _outlook(app)
    return Age(found.completed, is_silent(found, most))


def tell(app: App) -> int:
    """Write the state file, tell each receiver what changed since they were told, and return how much that was.

    Raises ConfigError `notify-not-set` where the configuration has no `[notify]`, or for an address that cannot be
    used, YumsyncError `notify-unreached` where somebody could not be reached: what they were not told stays to be
    told. Raises AccessRefused, OSError.
    """
    app.actor.require(Permission.LOOK)
    notify = app.settings.notify
    if notify is None:
        raise ConfigError("notify-not-set", key="[notify]")
    path = app.settings.absolute(notify.state_file)
    with locked(path):
        outlook = _outlook(app)
        standing = conditions(outlook, _terms(app, notify))
        before = read_books(path)
        books: dict[str, Book] = {
            receiver: seen(before.get(receiver, {}), standing, outlook.now) for receiver in (HERE, *notify.urls)
        }
        books[HERE] = told(books[HERE])
        facts = {**_facts(app, outlook), "conditions": _listed(books[HERE])}
        write_state(path, facts, books)  # what stands now is kept even where nobody can be told
        count, unreached = 0, list[str]()
        for number, receiver in enumerate(notify.urls, 1):
            notices = due(books[receiver])
            if not notices:
                continue
            if _send(app, notify, number, notices, outlook):
                count += len(notices)
                books[receiver] = told(books[receiver])
                write_state(path, facts, books)
            else:
                unreached.append(f"notify.urls[{number}]")
    if unreached:
        raise YumsyncError("notify-unreached", keys=", ".join(unreached))
    return count


def check(app: App) -> int:
    """Return how many receivers there are. Raises ConfigError for an address that cannot be used."""
    from adapters.alarm.sending import check as check_address  # noqa: PLC0415 -- slow to load

    notify = app.settings.notify
    for number, reference in enumerate(notify.urls if notify is not None else (), 1):
        key = f"notify.urls[{number}]"
        check_address(resolve(reference, app.settings.base, key=key), key)
    return len(notify.urls) if notify is not None else 0


# ── how things stand ─────────────────────────────────────────────────────────────────────────────────────────


def _outlook(app: App) -> Outlook:
    ended = [one for one in app.store.runs.list(_RUNS) if one.kind != "plan" and one.ended is not None]
    waiting = [one for one in open_holds(app.store).all() if one.decision is None]
    return Outlook(
        now=datetime.now(UTC),
        last=ended[0] if ended else None,
        completed=next((one.ended for one in ended if one.state == "finished"), None),
        waiting=len(waiting),
        asked=max((one.since for one in waiting), default=None),
        updated=_updated(app),
    )


def _updated(app: App) -> Mapping[str, datetime]:
    found = {}
    for one in app.settings.lists:
        if one.path is not None and one.kind in PEOPLE:
            base, headers = app.settings.base, load_headers()
            when = updated(ListSpec(one.name, one.kind, one.path, one.unit, one.complete, one.query, base, headers))
            if when is not None:
                found[one.name] = when
    return found


def _terms(app: App, notify: NotifySettings) -> Terms:
    days = policy_values(app.settings.policy)["units.update_days"]
    return Terms(duration(notify.max_age) or timedelta(), days if isinstance(days, int) else 0)


def _facts(app: App, outlook: Outlook) -> dict[str, object]:
    """What the state file says besides conditions and books: counts and moments."""
    status = app.status()
    return {
        "written": outlook.now,
        "exit_code": status.exit_code,
        "last_run": _run(outlook.last),
        "completed": outlook.completed,
        "last_in_step": status.last_in_step,
        "people": dict(status.people),
        "operations": {state.value: count for state, count in status.operations.items()},
        "holds": dict(status.holds),
    }


def _run(run: RunInfo | None) -> dict[str, object] | None:
    if run is None:
        return None
    return {name: getattr(run, name) for name in ("id", "kind", "state", "started", "ended", "outcome")}


def _listed(book: Book) -> list[dict[str, object]]:
    return [
        {"kind": condition.kind.value, "subject": condition.subject, "since": noted.since}
        for condition, noted in book.items()
    ]


# ── telling ──────────────────────────────────────────────────────────────────────────────────────────────────


def _send(app: App, notify: NotifySettings, number: int, notices: Sequence[Notice], outlook: Outlook) -> bool:
    from adapters.alarm.sending import send  # noqa: PLC0415 -- slow to load, and seldom anything is told

    key, say = f"notify.urls[{number}]", Wording(notify.lang).say
    url = resolve(notify.urls[number - 1], app.settings.base, key=key)
    bad = any(one.over is None for one in notices)
    title = say("notice-title" if bad else "notice-title-over", machine=socket.gethostname())
    lines = [_line(one, outlook, Wording(notify.lang)) for one in notices[:SHOWN]]
    if len(notices) > SHOWN:
        lines.append("… " + say("report-and-more", count=len(notices) - SHOWN))
    return send(url, key, title, "\n".join(lines))


def _line(notice: Notice, outlook: Outlook, wording: Wording) -> str:
    kind, last = notice.condition.kind, outlook.last
    moment = notice.over or notice.since
    details: dict[str, str | int] = {"when": _shown(moment), "list": notice.condition.subject}
    if notice.over is None:
        if kind is Kind.SILENT:
            ended = outlook.completed
            details["when"] = _shown(ended) if ended is not None else wording.say("notice-never")
        elif kind is Kind.STALE:
            details["when"] = _shown(outlook.updated.get(notice.condition.subject, moment))
        details |= {"count": outlook.waiting, "run": last.id if last is not None else "?"}
    sign, code = ("✓", f"notice-{kind.value}-over") if notice.over is not None else ("✗", f"notice-{kind.value}")
    return f"{sign} {wording.say(code, **details)}"


def _shown(moment: datetime) -> str:
    return moment.astimezone().strftime("%d/%m/%Y %H:%M")
