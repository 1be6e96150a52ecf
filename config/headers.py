"""The header words of officers' lists, loaded from `headers.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from config.knowledge import load_code_lists, load_fields
from sync.errors import ConfigError
from sync.headers import HeaderTable
from sync.headertable import header_table


@cache
def load_headers() -> HeaderTable:
    """Return the header words that come with the program. Raises `ConfigError` when the file is damaged."""
    text = files("config").joinpath("headers.toml").read_text(encoding="utf-8")
    return parse_headers(text)


def parse_headers(text: str) -> HeaderTable:
    """Return the header words written in a text like `headers.toml`. Raises `ConfigError` saying what is wrong."""
    try:
        return header_table(tomllib.loads(text), load_fields(), load_code_lists())
    except (tomllib.TOMLDecodeError, ValueError, KeyError, re.error) as problem:
        raise ConfigError("config-headers", reason=str(problem)) from problem
