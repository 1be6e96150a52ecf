"""Trying a profile, and checking an upstream against it: what the use cases of `sync` are wired from."""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from config.knowledge import load_code_lists, load_fields
from config.profile import Profile, WorkbookProfile, load_profile
from sync.access.actor import WHOLE
from sync.access.permissions import Permission
from sync.errors import ConfigError, StateError, YumsyncError
from sync.people.lookup import Looked, in_ledger, in_lists, the_one
from sync.trials.acceptance import MOVES, Kit
from sync.trials.marked import Marked
from sync.trials.promises import CheckedUpstream, judge
from sync.values import OperationType, Outgoing

if TYPE_CHECKING:
    from adapters.upstream.trial import Trial
    from sync.ports import RemoteUnit, Upstream
    from yumsync.bootstrap import App

HERE, ELSEWHERE = "Chi đoàn Kiểm thử 1", "Chi đoàn Kiểm thử 2"
"""Units for an upstream that gives out no tree, and so takes any name."""

NOWHERE = "https://centre.example.test"
"""The address of a request that is only shown, where none is configured."""


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


def try_profile(
    profile: Profile, app: App | None, typed: str = "", *, type_: OperationType = OperationType.UPSERT, unit: str = ""
) -> Trial:
    """Return what would be sent for one person, with nothing sent: for whom `typed` names by code, ID or name, looked
    up in the state and then in the lists; without it for a marked, made-up person, new to the upstream.

    `unit` is where a movement leads to. Without an app there is no address and nobody to look up.
    Raises YumsyncError `profile-no-operation`, `person-unknown`, `person-several`; ConfigError.
    """
    from adapters.upstream.trial import trial_of_requests, trial_of_workbook  # noqa: PLC0415 -- slow to load

    if type_ not in profile.types:
        choices = ", ".join(sorted(profile.types))
        raise YumsyncError("profile-no-operation", profile=profile.name, name=type_.value, choices=choices)
    looked = _looked_up(app, profile, typed) if typed else None
    marked = Marked("0123456789abcdef", HERE, profile.fields, examples(), with_code=True)
    marked.known = type_ is not OperationType.UPSERT
    operation = marked.outgoing(type_, unit=unit or (ELSEWHERE if type_ in MOVES else ""), today=_today())
    if looked is not None:
        operation = _about(operation, looked, unit, app)
    if isinstance(profile, WorkbookProfile):
        return trial_of_workbook(profile, operation)
    url = app.settings.upstream.url if app and app.settings.upstream.url.startswith("http") else NOWHERE
    return trial_of_requests(profile, url, app.settings.upstream.user if app else None, operation)


def _looked_up(app: App | None, profile: Profile, typed: str) -> Looked:
    """Return whom somebody means: as the upstream confirmed them, else as a list states them."""
    found = None
    if app is not None:
        app.actor.require(Permission.PEOPLE)
        with suppress(ConfigError, StateError):  # there may be no state yet
            found = the_one(in_ledger(app.store, typed))
        found = found or the_one(in_lists(app.sources(), app.reading(), profile.fields, typed))
    if found is None:
        raise YumsyncError("person-unknown")
    if app is not None:
        app.actor.require(Permission.PEOPLE, found.unit)
    return found


def _about(operation: Outgoing, looked: Looked, unit: str, app: App | None) -> Outgoing:
    """Return an operation about somebody who was found, as a run would send it."""
    entry = looked.entry
    there = replace(operation, kind=looked.kind, unit=unit or looked.unit or operation.unit, record=looked.record)
    if entry is None or app is None:
        return replace(there, known=False, member_code=looked.record.get("member_code"))
    return replace(
        there,
        person=f"{app.store.installation}-{entry.person}",
        known=True,
        member_code=entry.member_code or looked.record.get("member_code"),
        etag=entry.etag,
        reference=entry.reference,
    )


def _today() -> date:
    return date.today()  # noqa: DTZ011  (days on papers are the office's own)


def check_upstream(
    app: App, profile: Profile, url: str, units: Sequence[str] = (), *, agreed: bool
) -> CheckedUpstream:
    """Do with marked people what runs do, at a live upstream, and judge what it can promise. It writes there.

    `units` are two units to put them into and move them to; without them two of the upstream's own. `agreed` says
    that somebody wants it written there. Raises YumsyncError `profile-check-writes`, `profile-check-units`;
    AccessRefused;
    ConfigError `profile-not-live` for workbooks; `Unavailable` or `Refused` where nobody answers at first.
    """
    app.actor.require(Permission.TRIAL, WHOLE)
    if isinstance(profile, WorkbookProfile):
        raise ConfigError("profile-not-live", key="upstream.profile", profile=profile.name)
    if len(units) not in (0, 2):
        raise YumsyncError("profile-check-units", count=len(units))
    if not agreed:
        raise YumsyncError("profile-check-writes", url=url)
    from adapters.upstream.witness import PageWitness  # noqa: PLC0415 -- slow to load

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
        seen = Kit(upstream, make, elsewhere, coded, _today(), time.sleep, witness).run()
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
