"""The header words of officers' lists, loaded from `headers.toml`; over them, for registers, those of
`registers.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from config.charter import load_movements
from config.knowledge import load_code_lists, load_fields
from sync.errors import ConfigError
from sync.papers.titles import RegisterTitles, register_titles
from sync.tables.headers import HeaderTable
from sync.tables.headertable import header_table
from sync.text.words import fold_words


@cache
def load_headers() -> HeaderTable:
    """Return the header words that come with the program. Raises `ConfigError` when the file is damaged."""
    return parse_headers(_text("headers.toml"))


@cache
def load_register_headers() -> HeaderTable:
    """Return the header words of registers of movements. Raises `ConfigError` when a file is damaged."""
    return parse_headers(_text("headers.toml"), _text("registers.toml"))


@cache
def load_register_titles() -> RegisterTitles:
    """Return what titles of registers say. Raises `ConfigError` when a file is damaged."""
    try:
        return register_titles(tomllib.loads(_text("registers.toml"))["titles"], load_movements())
    except (tomllib.TOMLDecodeError, ValueError, KeyError) as problem:
        raise ConfigError("config-headers", reason=str(problem)) from problem


def parse_headers(text: str, registers: str = "") -> HeaderTable:
    """Return the header words written in a text like `headers.toml`, those of one like `registers.toml` laid over
    them.

    Raises `ConfigError` saying what is wrong.
    """
    try:
        data = _laid_over(tomllib.loads(text), tomllib.loads(registers))
        return header_table(data, load_fields(), load_code_lists())
    except (tomllib.TOMLDecodeError, ValueError, KeyError, re.error) as problem:
        raise ConfigError("config-headers", reason=str(problem)) from problem


def _laid_over(data: dict[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return the words of lists with those of registers: what registers name is taken from other fields."""
    if not over:
        return data
    taken = {fold_words(word) for words in over["fields"].values() for word in words}
    fields = {
        name: [word for word in words if fold_words(word) not in taken] for name, words in data["fields"].items()
    }
    fields |= {name: [*fields.get(name, []), *words] for name, words in over["fields"].items()}
    header = dict(data["header"])
    opened = {fold_words(word) for word in over["header"]["open"]}
    header["closed"] = [word for word in header["closed"] if fold_words(word) not in opened]
    header["own"] = [*header["own"], *over["header"]["own"]]
    header["letterhead"] = [*header["letterhead"], *over["header"]["letterhead"]]
    header["keys"] = over["header"]["keys"]
    unread = {**data["unread"], "headers": [*data["unread"]["headers"], *over["unread"]["headers"]]}
    return {**data, "fields": fields, "header": header, "unread": unread, "split": [*data["split"], *over["split"]]}


def _text(name: str) -> str:
    return files("config").joinpath(name).read_text(encoding="utf-8")
