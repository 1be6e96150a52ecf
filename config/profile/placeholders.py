"""Placeholders: what may stand in braces in a path, a parameter, a header or a body, and where.

`{a|b}` is the first of them that stands for something. Doubled braces stand for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from config.problems import Place, key_of, near
from sync.errors import ConfigProblem

PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")
"""A placeholder, its names in the group; or a doubled brace."""

LATE = frozenset({"reference", "member_code", "etag", "unit"})
"""What is known only when a step is sent: it may come from the step before, or from the tree of units."""

OPERATION = frozenset({"operation", "person", "kind", "unit_name", "on"})
"""What every operation has; besides, the facts of the paper and the fields of the record that may leave."""

PAGE = frozenset({"page", "offset", "cursor", "page_size"})
LOGIN = frozenset({"user", "secret"})
TOKEN = frozenset({"user", "token"})
BULK = frozenset({"items"})
ITEM = frozenset({"operation", "method", "path", "body", "etag"})

RECORD = "*"
"""The key of a body under which the whole record is put in."""

_NONE: Set[str] = frozenset()
_STEP = ("operations", "*", "steps", "*")
_OURS: Mapping[tuple[str, ...], Set[str]] = {
    ("person", "path"): _NONE,
    **{("person", "find", "*", part): PAGE for part in ("path", "query")},
    **{(*_STEP, part): _NONE for part in ("path", "query", "headers", "body")},
    **{("operations", "*", part): _NONE for part in ("holds", "unless")},
}
"""Where something of an operation may stand, and what may stand there besides."""

_OTHERS: Mapping[tuple[str, ...], Set[str]] = {
    **{(each, part): PAGE for each in ("people", "units") for part in ("path", "query")},
    **{("auth", part): LOGIN for part in ("path", "body")},
    ("bulk", "body"): BULK,
    ("bulk", "item"): ITEM,
}
"""Where nothing of an operation is known, and what may stand there."""


def names_in(text: str) -> list[str]:
    """Return the names of all placeholders of a text."""
    return [name for found in PLACEHOLDER.finditer(text) if found[1] is not None for name in found[1].split("|")]


def misplaced(table: Mapping[str, object]) -> Iterator[ConfigProblem]:
    """Yield every placeholder of a raw profile that stands for nothing where it stands."""
    ours = OPERATION | LATE | _texts(table.get("fields")) | _texts(table.get("movement_fields"))
    auth = table.get("auth")
    logs_in = isinstance(auth, Mapping) and auth.get("kind") == "login"
    places: dict[tuple[str, ...], Set[str]] = {place: ours | besides for place, besides in _OURS.items()}
    places |= _OTHERS
    places["auth", "headers"] = TOKEN if logs_in else LOGIN
    for place, known in places.items():
        for at, text in _texts_at(table, place, ()):
            for name in names_in(text):
                if name not in known:
                    yield _unknown(key_of(at), name, known)
    for at, text in _texts_at(table, (*_STEP, "body"), ()):
        if at[-1] == RECORD and text != "record":
            yield ConfigProblem("config-wrong-choice", key=key_of(at), choices="record")


def _unknown(key: str, name: str, known: Set[str]) -> ConfigProblem:
    problem = near("profile-unknown-placeholder", name, sorted(known))
    problem.details = {**problem.details, "key": key, "name": name}
    return problem


def _texts_at(found: object, place: tuple[str, ...], at: Place) -> Iterator[tuple[Place, str]]:
    """Yield every text at or below a place, with where it stands; `*` is any key or number."""
    if isinstance(found, str) and not place:
        yield at, found
    elif isinstance(found, Mapping):
        for key, value in found.items():
            if not place or place[0] in ("*", key):
                yield from _texts_at(value, place[1:], (*at, key))
    elif isinstance(found, list):
        for number, value in enumerate(found):
            if not place or place[0] == "*":
                yield from _texts_at(value, place[1:], (*at, number))


def _texts(found: object) -> Set[str]:
    return {name for name in found if isinstance(name, str)} if isinstance(found, list) else set()
