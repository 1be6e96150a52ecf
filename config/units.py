"""The words of unit names and of lists of units, loaded from `units.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from sync.errors import ConfigError
from sync.units.names import UnitWords, unit_words


@cache
def load_unit_words() -> UnitWords:
    """Return the words that come with the program. Raises `ConfigError` when the file is damaged."""
    return parse_unit_words(files("config").joinpath("units.toml").read_text(encoding="utf-8"))


def parse_unit_words(text: str) -> UnitWords:
    """Return the words written in a text like `units.toml`. Raises `ConfigError` saying what is wrong."""
    try:
        return unit_words(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValueError, KeyError) as problem:
        raise ConfigError("config-units", reason=str(problem)) from problem
