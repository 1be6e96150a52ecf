"""The charter and its movements, loaded from `charters/`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from sync.charter import (
    Charter,
    JoinAge,
    Maturity,
    MovementRule,
    MovementRules,
    Overlay,
    Status,
    StrikeOff,
)
from sync.errors import ConfigError

_CHARTERS = Path(__file__).with_name("charters")


@cache
def load_movements() -> MovementRules:
    """Return the table of movements by name. Raises `ConfigError` when the file is damaged."""
    return parse_movements((_CHARTERS / "movements.toml").read_text(encoding="utf-8"))


@cache
def load_charters() -> tuple[Charter, ...]:
    """Return the versions of the charter, in the file's order. Raises `ConfigError` when the file is damaged."""
    return parse_charters((_CHARTERS / "versions.toml").read_text(encoding="utf-8"))


def parse_movements(text: str) -> MovementRules:
    """Return the movements written in a text like `movements.toml`. Raises `ConfigError` saying what is wrong."""
    try:
        return {name: _movement(name, row) for name, row in tomllib.loads(text).items()}
    except (tomllib.TOMLDecodeError, ValueError, KeyError, TypeError) as problem:
        raise ConfigError("config-charter", reason=str(problem)) from problem


def parse_charters(text: str) -> tuple[Charter, ...]:
    """Return the versions written in a text like `versions.toml`. Raises `ConfigError` saying what is wrong."""
    try:
        return tuple(_version(row) for row in tomllib.loads(text)["version"])
    except (tomllib.TOMLDecodeError, ValueError, KeyError, TypeError) as problem:
        raise ConfigError("config-charter", reason=str(problem)) from problem


def _movement(name: str, row: Mapping[str, Any]) -> MovementRule:
    known = {
        "words",
        "from",
        "to",
        "opens",
        "closes",
        "needs",
        "columns",
        "register",
        "moves",
        "removes",
        "counts",
        "decides",
    }
    if row.keys() - known:
        raise ValueError(f"[{name}]: {', '.join(sorted(row.keys() - known))}")
    return MovementRule(
        name=name,
        words=tuple(row["words"]),
        follows=frozenset(Status(status) for status in row["from"]),
        to=Status(row["to"]) if "to" in row else None,
        opens=Overlay(row["opens"]) if "opens" in row else None,
        closes=frozenset(Overlay(overlay) for overlay in row.get("closes", ())),
        needs=tuple(row.get("needs", ())),
        columns=dict(row.get("columns", {})),
        register={fact: tuple(fields) for fact, fields in row.get("register", {}).items()},
        moves=bool(row.get("moves", False)),
        removes=bool(row.get("removes", False)),
        counts=row.get("counts", ""),
        decides=row["decides"],
    )


def _version(row: Mapping[str, Any]) -> Charter:
    return Charter(
        name=row["name"],
        since=date.fromisoformat(row["since"]) if row["since"] else None,
        join=JoinAge(**row["join"]),
        maturity=Maturity(**row["maturity"]),
        strike_off=StrikeOff(**row["strike_off"]),
    )
