"""The header words of officers' lists, loaded from `headers.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from sync.errors import ConfigError
from sync.headers import HeaderTable, header_table


@cache
def load_headers() -> HeaderTable:
    """Return the header words that come with the program. Raises `ConfigError` when the file is damaged."""
    text = files("config").joinpath("headers.toml").read_text(encoding="utf-8")
    return parse_headers(text)


def parse_headers(text: str) -> HeaderTable:
    """Return the header words written in a text like `headers.toml`. Raises `ConfigError` saying what is wrong."""
    try:
        return header_table(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, ValueError, KeyError) as problem:
        raise ConfigError("config-headers", reason=str(problem)) from problem
