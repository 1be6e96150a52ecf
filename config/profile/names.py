"""The names of our fields and facts in a profile: one that nobody knows would silently never leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from config.charter import load_movements
from config.knowledge import load_fields
from config.problems import Place, key_of, near
from sync.errors import ConfigProblem
from sync.papers.registers import FACTS

_JOINED = frozenset({"family_name", "given_name"})
"""The types of fields that stand in a record only as part of another one."""

_READ_BACK = frozenset({"status", "kind"})
"""What is translated besides fields and facts."""


def unknown_names(table: Mapping[str, object]) -> Iterator[ConfigProblem]:
    """Yield every name in a raw profile, at a key that takes names of ours, that nothing of ours has."""
    fields, facts = record_fields(), _facts()
    person = table.get("person")
    places: list[tuple[Place, object, Set[str]]] = [
        (("fields",), table.get("fields"), fields),
        (("movement_fields",), table.get("movement_fields"), facts),
        (("names",), table.get("names"), fields),
        (("values",), table.get("values"), fields | facts | _READ_BACK),
        (("person", "same"), person.get("same") if isinstance(person, Mapping) else None, fields),
    ]
    for place, found, known in places:
        for part, name in _named(found):
            if name not in known:
                yield _unknown(key_of((*place, part)), name, known)


def record_fields() -> Set[str]:
    """Return the fields a record that is sent may have."""
    return {name for name, spec in load_fields().items() if spec.part == "person" and spec.type not in _JOINED}


def _facts() -> Set[str]:
    """Return the facts a paper that is sent may state, besides its day."""
    rules = load_movements().values()
    return {*FACTS.values(), *(fact for rule in rules for fact in (*rule.columns, *rule.register))} - {"on"}


def _named(found: object) -> Iterator[tuple[int | str, str]]:
    """Yield the names that a row of them holds, or that a table has for keys, each with where it stands."""
    if isinstance(found, Mapping):
        yield from ((name, name) for name in found)
    elif isinstance(found, list):
        yield from ((number, name) for number, name in enumerate(found) if isinstance(name, str))


def _unknown(key: str, name: str, known: Set[str]) -> ConfigProblem:
    problem = near("profile-unknown-field", name, sorted(known))
    problem.details = {**problem.details, "key": key, "name": name}
    return problem
