"""`yumsync doctor`: is everything in place for a run? Each part is looked at on its own, whatever the others say."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sync.errors import ConfigError, YumsyncError
from yumsync.guarantees import guarantee

if TYPE_CHECKING:
    from yumsync.bootstrap import App

LEAST_FREE = 200_000_000
"""Free bytes below which a disk is reported: a first sync of some ten thousand people with its log fits twice."""

MOST_SKEW = 300
"""Seconds this machine's clock may differ from the upstream's before it is reported."""


@dataclass(frozen=True, slots=True)
class Health:
    """What was found of one part: `ok`, or a message code with its details and the error's exit code. What is `ok`
    and `doubtful` works, and does not promise all that others do."""

    part: str
    ok: bool
    code: str = ""
    details: dict[str, str | int] = field(default_factory=dict)
    exit_code: int = 0
    doubtful: bool = False


def examine(app: App) -> Sequence[Health]:
    """Check key and secrets, database, roles, lists, disk, notices, upstream, clock, what is promised."""
    probes: Sequence[tuple[str, Callable[[App], dict[str, str | int]]]] = (
        ("key", _key),
        ("database", _database),
        ("access", _access),
        ("lists", _lists),
        ("disk", _disk),
        ("notify", _notify),
        ("upstream", _upstream),
        ("promises", _promises),
    )
    found = [_probe(part, probe, app) for part, probe in probes]
    # A profile that cannot be read is told of once, with the upstream.
    return [one for one in found if one.part != "promises" or one.ok]


def _probe(part: str, probe: Callable[[App], dict[str, str | int]], app: App) -> Health:
    try:
        found = probe(app)
        doubtful = bool(found.pop("doubtful", 0))
        return Health(part, True, str(found.pop("code", f"doctor-{part}-ok")), found, doubtful=doubtful)
    except ConfigError as error:
        first = error.problems[0] if error.problems else error
        return Health(part, False, first.code, dict(first.details), error.exit_code)
    except YumsyncError as error:
        return Health(part, False, error.code, dict(error.details), error.exit_code)


def _key(app: App) -> dict[str, str | int]:
    assert app.secrets.key  # noqa: S101
    if app.warnings:
        raise app.warnings[0]
    return {}


def _access(app: App) -> dict[str, str | int]:
    actor = app.actor
    if actor.grants is None:
        return {"code": "doctor-access-open"}
    if not actor.grants:
        raise ConfigError("doctor-access-nobody", account=actor.account)
    units = [one.unit for one in app.settings.roles if one.unit is not None]
    rules = app.rules_kept()
    for unit in units if rules is not None else ():
        named = len(rules.resolver.named(unit)) if rules is not None else 1
        if named != 1:
            raise ConfigError("doctor-access-unit", unit=unit, count=named)
    roles = ", ".join(dict.fromkeys(one.role.name for one in actor.grants))
    return {"account": actor.account, "roles": roles}


def _database(app: App) -> dict[str, str | int]:
    version = app.store.ledger.version()
    return {"version": version, "people": sum(app.store.ledger.count().values())}


def _lists(app: App) -> dict[str, str | int]:
    found = 0
    for one in app.settings.lists:
        if one.path:
            pattern = app.settings.absolute(one.path)
            files = (
                [pattern]
                if pattern.is_file()
                else list(Path(pattern.anchor).glob(str(pattern.relative_to(pattern.anchor))))
            )
            if not files:
                raise ConfigError("list-no-file", name=one.name, path=one.path)
            found += len(files)
    return {"lists": len(app.settings.lists), "files": found}


def _disk(app: App) -> dict[str, str | int]:
    base = app.settings.base
    try:
        with tempfile.TemporaryFile(dir=base):
            pass
    except OSError:
        raise ConfigError("doctor-disk-readonly", folder=str(base)) from None
    free = shutil.disk_usage(base).free
    if free < LEAST_FREE:
        raise ConfigError("doctor-disk-low", folder=str(base), free=free // 1_000_000)
    return {"free": free // 1_000_000}


def _notify(app: App) -> dict[str, str | int]:
    if app.settings.notify is None:
        return {"code": "doctor-notify-off"}
    from yumsync.alarm import check  # noqa: PLC0415 -- slow to load

    return {"count": check(app)}


def _upstream(app: App) -> dict[str, str | int]:
    reached = dict(app.upstream().reach())
    if "outgoing" in reached:
        return {"code": "doctor-upstream-folder", **reached}
    told = reached.get("time", "")
    skew = _skew(told)
    if skew is not None and abs(skew) > MOST_SKEW:
        raise ConfigError("doctor-clock-skew", seconds=int(skew))
    return {"name": reached.get("name", ""), "version": reached.get("version", ""), "url": app.settings.upstream.url}


def _promises(app: App) -> dict[str, str | int]:
    found = guarantee(app.profile)
    if found.blind:
        return {"code": "doctor-promises-blind", "what": ", ".join(found.blind), "doubtful": 1}
    return {"code": f"doctor-promises-{found.by}"}


def _skew(told: str) -> float | None:
    """Seconds by which this clock is ahead of the upstream's; None where the upstream tells no time."""
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            moment = read(told)
        except ValueError:
            continue
        return (datetime.now(UTC) - moment.astimezone(UTC)).total_seconds()
    return None
