"""Who asks: the account of the operating system, and the roles that `yumsync.toml` gives it."""

from __future__ import annotations

import os
import pwd
import socket
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from config.roles import load_roles
from sync.access.actor import REFUSED, WHOLE, Actor, Grant

if TYPE_CHECKING:
    from sync.units.resolving import Resolver
    from yumsync.bootstrap import App

SERVICE = "service"
"""The role of the account that cron runs as; through it, `sudo` tells who asks."""


def actor(app: App) -> Actor:
    """Return who asks, with their roles; permitted everything where the configuration names no roles.

    Raises ConfigError. A refused attempt is journalled.
    """
    tables, roles = app.settings.roles, load_roles()
    if not tables:
        return Actor(named())
    services = {one.account for one in tables if one.role == SERVICE}
    account = of_system(services)
    grants = [
        Grant(roles[one.role], one.unit or WHOLE, one.names)
        for one in tables
        if one.account in {account, f"{account}@{socket.gethostname()}"}
    ]

    def resolver() -> Resolver | None:
        rules = app.rules_kept()
        return None if rules is None else rules.resolver

    def note(facts: Mapping[str, object]) -> None:
        app.store.journal.append(REFUSED, facts)

    return Actor(account, grants, roles, resolver, note)


def named() -> str:
    """Return the name the environment gives whoever asks. It decides nothing: anybody can set it."""
    return os.environ.get("YUMSYNC_WHO") or os.environ.get("USER") or str(os.getuid())


def of_system(services: Collection[str] = ()) -> str:
    """Return the account this process runs as, by the operating system and not by the environment.

    Where that is one of the `services` and `sudo` started it, it is the account that called `sudo`: the service alone
    can open the key, and `sudo` says who asked it to.
    """
    own, caller = _account(os.getuid()), os.environ.get("SUDO_UID", "")
    return _account(int(caller)) if own in services and caller.isdigit() else own


def _account(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
