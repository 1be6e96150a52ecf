"""Which questions can be approved or rejected, loaded from `holds.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from config.charter import load_movements
from sync.charter import MovementRules
from sync.errors import ConfigError
from sync.questions.approvals import Approves, HoldRule, HoldRules

_FILE = Path(__file__).with_name("holds.toml")
_KEYS = {"approve", "movements", "removes"}


@cache
def load_hold_rules() -> HoldRules:
    """Return the rules by the question's code. Raises `ConfigError` when the file is damaged."""
    return parse_hold_rules(_FILE.read_text(encoding="utf-8"), load_movements())


def parse_hold_rules(text: str, movements: MovementRules) -> HoldRules:
    """Return the rules written in a text like `holds.toml`. Raises `ConfigError` saying what is wrong."""
    try:
        return {code: _rule(code, row, movements) for code, row in tomllib.loads(text).items()}
    except (tomllib.TOMLDecodeError, ValueError, KeyError, TypeError) as problem:
        raise ConfigError("config-holds", reason=str(problem)) from problem


def _rule(code: str, row: dict[str, Any], movements: MovementRules) -> HoldRule:
    if row.keys() - _KEYS:
        raise ValueError(f"[{code}]: {', '.join(sorted(row.keys() - _KEYS))}")
    names = tuple(row.get("movements", ()))
    unknown = [name for name in names if name not in movements]
    approves = Approves(row["approve"])
    if unknown or bool(names) is not (approves is Approves.PAPER):
        raise ValueError(f"[{code}]: movements {', '.join(unknown)}")
    removes = row.get("removes", False)
    if not isinstance(removes, bool):
        raise TypeError(f"[{code}]: removes")
    return HoldRule(approves, names, removes)
