"""Trying a profile, and checking an upstream against it: what the use cases of `sync` are wired from."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from config.knowledge import load_code_lists, load_fields
from config.profile import Profile, WorkbookProfile, load_profile
from sync.errors import ConfigError, YumsyncError
from sync.marked import Marked
from sync.promises import CheckedUpstream, judge

if TYPE_CHECKING:
    from sync.ports import RemoteUnit, Upstream
    from yumsync.bootstrap import App

HERE, ELSEWHERE = "Chi đoàn Kiểm thử 1", "Chi đoàn Kiểm thử 2"
"""Units for an upstream that gives out no tree, and so takes any name."""


def examples() -> Mapping[str, str]:
    """Return a value for every field of a person's record that a made-up person can have besides their own."""
    codes, found = load_code_lists(), {"union_join_date": "2020-03-26", "id_issue_date": "2021-01-15"}
    for name, spec in load_fields().items():
        if spec.part == "person" and spec.type == "text":
            found[name] = "Kiểm thử"
        elif spec.part == "person" and spec.type == "code":
            found[name] = "male" if name == "gender" else next(iter(codes[spec.codes].ids))
    return found


def chosen(app: App, name: str) -> Profile:
    """Return the profile of a name or a path, the configuration's own where none is given. Raises ConfigError."""
    return load_profile(name, app.settings.base) if name else app.profile


def check_upstream(
    app: App, profile: Profile, url: str, units: Sequence[str] = (), *, agreed: bool
) -> CheckedUpstream:
    """Do with marked people what runs do, at a live upstream, and judge what it can promise. It writes there.

    `units` are two units to put them into and move them to; without them two of the upstream's own. `agreed` says
    that somebody wants it written there. Raises YumsyncError `profile-check-writes`, `profile-check-units`;
    ConfigError `profile-not-live` for workbooks; `Unavailable` or `Refused` where nobody answers at first.
    """
    if isinstance(profile, WorkbookProfile):
        raise ConfigError("profile-not-live", key="upstream.profile", profile=profile.name)
    if len(units) not in (0, 2):
        raise YumsyncError("profile-check-units", count=len(units))
    if not agreed:
        raise YumsyncError("profile-check-writes", url=url)
    from adapters.upstream.witness import PageWitness  # noqa: PLC0415 -- slow to load
    from sync.acceptance import Kit  # noqa: PLC0415

    witness = PageWitness(profile, url)
    upstream = app.open_as(profile, url, witness)
    try:
        here, elsewhere = units if units else _two_units(upstream)
        values = examples()

        def make(with_code: bool) -> Marked:
            return Marked(secrets.token_hex(8), here, profile.fields, values, with_code=with_code)

        fields = load_fields()
        coded = [name for name in profile.fields if fields[name].type == "code"]
        coded.sort(key=lambda name: name != "gender")
        today = date.today()  # noqa: DTZ011  (days on papers are the office's own)
        seen = Kit(upstream, make, elsewhere, coded, today, time.sleep, witness).run()
        return judge(seen, upstream.promises, profile.fields)
    finally:
        upstream.close()


def _two_units(upstream: Upstream) -> tuple[str, str]:
    """Return two units of the upstream's own, by their paths; two made-up ones where it gives out no tree."""
    try:
        units = {unit.id: unit for unit in upstream.units()}
    except ConfigError:
        return HERE, ELSEWHERE
    above = {unit.parent for unit in units.values()}
    leaves = [_path(unit, units) for unit in units.values() if unit.id not in above and not unit.valid_to]
    if len(leaves) < 2:
        if units:
            raise YumsyncError("profile-check-units", count=len(leaves))
        return HERE, ELSEWHERE
    return leaves[0], leaves[1]


def _path(unit: RemoteUnit, units: Mapping[str, RemoteUnit]) -> str:
    names, above = [unit.name], units.get(unit.parent or "")
    while above is not None and len(names) <= len(units):
        names.append(above.name)
        above = units.get(above.parent or "")
    return ", ".join(names)
