"""Problems of the configuration, as pydantic finds them, in the words of the file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable

from pydantic_core import ErrorDetails

from sync.errors import ConfigProblem

Place = tuple[int | str, ...]
"""Where something stands in the file: names of tables and keys, and positions from 0."""

Known = Callable[[Place], list[str]]
"""The keys that the table at a place knows."""

_WANTED = {
    "string_type": "text",
    "bool_type": "truth",
    "bool_parsing": "truth",
    "int_type": "number",
    "int_parsing": "number",
    "int_from_float": "number",
    "int_parsing_size": "number",
    "dict_type": "table",
    "model_type": "table",
    "model_attributes_type": "table",
    "mapping_type": "table",
    "float_type": "figure",
    "float_parsing": "figure",
    "finite_number": "figure",
    "tuple_type": "tables",
}


def problem_of(error: ErrorDetails, known: Known) -> ConfigProblem:
    """Return what pydantic found wrong as a problem of ours; `known` tells a table's keys from its place."""
    kind, context, place = error["type"], error.get("ctx", {}), error["loc"]
    key = key_of(place)
    if kind == "missing":
        return ConfigProblem("config-missing-key", key=f"[{key}]" if len(place) == 1 else key)
    if kind == "extra_forbidden":
        return near("config-unknown-key", key, known(place[:-1]), key.removesuffix(str(place[-1])))
    if kind in {"enum", "literal_error"}:
        choices = [str(choice) for choice in re.findall(r"'([^']*)'", str(context.get("expected", "")))]
        return ConfigProblem("config-wrong-choice", key=key, choices=", ".join(choices))
    if kind in {"greater_than_equal", "less_than_equal"}:
        least = context.get("ge", context.get("le", 0))
        code = "config-too-small" if "ge" in context else "config-too-large"
        return ConfigProblem(code, key=key, limit=int(least) if least == int(least) else str(least))
    if kind in {"string_too_short", "too_short"}:
        return ConfigProblem("config-empty", key=key)
    if kind == "config-policy-value":
        return ConfigProblem(kind, key=f"policy.{context['part']}")
    if kind.startswith(("config-", "profile-")):
        return ConfigProblem(kind, key=key, **context)
    return ConfigProblem("config-wrong-type", key=key, wanted=_WANTED.get(kind, "value"))


def key_of(place: Place) -> str:
    """Return a place as the file writes it: `list[2].path` for the path of the second `[[list]]`."""
    key = ""
    for part in place:
        key += f"[{part + 1}]" if isinstance(part, int) else f".{part}" if key else part
    return key


def near(code: str, key: str, known: Iterable[str], table: str = "") -> ConfigProblem:
    """Build the problem of an unknown key, with the nearest of the keys its table knows where one is near."""
    nearest = difflib.get_close_matches(key.removeprefix(table), known, n=1, cutoff=0.65)
    if nearest:
        return ConfigProblem(f"{code}-near", key=key, nearest=table + nearest[0])
    return ConfigProblem(code, key=key)
