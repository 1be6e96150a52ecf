"""Filling the templates of a profile: placeholders in braces, in texts and in whatever they stand within."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Any
from urllib.parse import quote

from config.profile.placeholders import PLACEHOLDER, RECORD, names_in

ABSENT: Any = object()
"""What a placeholder comes to that stands for nothing."""

Values = Mapping[str, Any]
"""What placeholders stand for: a name that is not there stands for nothing; None for something stated to be empty."""


def fill(template: Any, values: Values) -> Any:
    """Return a template with its placeholders filled, `ABSENT` for a text that holds one which stands for nothing.

    A placeholder that is a text by itself gives its value as it is. What comes to nothing leaves its key out, or its
    place in a row. `"*"` puts the record in, and what stands beside it goes before.
    """
    if isinstance(template, str):
        return _text(template, values)
    if isinstance(template, Mapping):
        filled = {key: fill(value, values) for key, value in template.items() if key != RECORD}
        stated = {key: value for key, value in filled.items() if value is not ABSENT}
        return _merged(values[RECORD], stated) if RECORD in template else stated
    if isinstance(template, list):
        return [value for each in template if (value := fill(each, values)) is not ABSENT]
    return template


def fill_path(template: str, values: Values) -> str | None:
    """Return a path with its placeholders filled and quoted, None where one stands for nothing."""
    quoted = {
        name: quote(as_text(value), safe="") for name, value in values.items() if value not in (None, "", ".", "..")
    }
    filled = _text(template, quoted)
    return None if filled is ABSENT else str(filled)


def fill_query(template: Mapping[str, Any], values: Values) -> dict[str, str]:
    """Return parameters with their placeholders filled; one that comes to nothing is left out."""
    return {name: as_text(value) for name, value in fill(template, values).items() if value is not None}


def as_text(value: Any) -> str:
    """Return a value as it is written into a text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _text(template: str, values: Values) -> Any:
    whole = PLACEHOLDER.fullmatch(template)
    if whole and whole[1] is not None:
        return _value(whole[1], values)
    parts, end = [], 0
    for found in PLACEHOLDER.finditer(template):
        value = found[0][0] if found[1] is None else _value(found[1], values)
        if value is None or value is ABSENT:
            return ABSENT
        parts += [template[end : found.start()], as_text(value)]
        end = found.end()
    return "".join([*parts, template[end:]])


def _value(names: str, values: Values) -> Any:
    stated = [values[name] for name in names.split("|") if name in values]
    return next((value for value in stated if value is not None), None if stated else ABSENT)


def names_of(template: Any) -> Set[str]:
    """Return the names of every placeholder of a template."""
    if isinstance(template, str):
        return set(names_in(template))
    if isinstance(template, Mapping):
        template = list(template.values())
    return set().union(*map(names_of, template)) if isinstance(template, list | tuple) else set()


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = _merged(below, value) if isinstance(below, dict) and isinstance(value, dict) else value
    return merged
