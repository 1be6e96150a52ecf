"""What each role may do, loaded from `roles.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from sync.access.permissions import Permission, Role, Roles
from sync.errors import ConfigError

_FILE = Path(__file__).with_name("roles.toml")


@cache
def load_roles() -> Roles:
    """Return the roles that come with the program, by name. Raises `ConfigError` when the file is damaged."""
    return parse_roles(_FILE.read_text(encoding="utf-8"))


def parse_roles(text: str) -> Roles:
    """Return the roles written in a text like `roles.toml`. Raises `ConfigError` saying what is wrong."""
    try:
        return {
            name: Role(name, frozenset(Permission(one) for one in row["may"]))
            for name, row in tomllib.loads(text).items()
        }
    except (tomllib.TOMLDecodeError, ValueError, KeyError, TypeError) as problem:
        raise ConfigError("config-roles", reason=str(problem)) from problem
