"""The knowledge kept as data, read once: fields, code lists, provinces, phone prefixes, policy.

Headers are `config/headers.py`'s. Files that ship with the program are trusted to be well-formed; what a
configuration may change of them (policy values) is checked, and all problems are raised at once.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import unidata_version

from config.fonts import load_fonts
from config.policy import cleaning_policy, policy_values
from sync.cleaning.clean import CLEANING_VERSION
from sync.fingerprint import digest
from sync.tables.fields import FieldSpec, Knowledge
from sync.text.codes import CodeList, code_list
from sync.text.identifiers import IdentifierRules

_HERE = Path(__file__).parent
_CODELISTS = _HERE / "codelists"


def load_knowledge(policy: Mapping[str, object] | None = None) -> Knowledge:
    """Return the knowledge; `policy` holds values set otherwise, by dotted key (`national_id.mismatch`).

    Its digest covers the cleaning version, the Unicode tables, every data file read and the policy in force.
    Raises `ConfigError` for a policy key that does not exist or a value it cannot have.
    """
    values = policy_values(policy)
    rules = cleaning_policy(values)
    phones = _toml(_CODELISTS / "phones.toml")
    return Knowledge(
        fields=load_fields(),
        codes=load_code_lists(),
        identifiers=IdentifierRules(
            provinces=frozenset(_toml(_CODELISTS / "provinces.toml")["provinces"]),
            restore_zero=rules.restore_zero == "apply",
            member_code_digits=rules.member_code_digits,
            member_code_other=rules.member_code_other,
            mobile_digits=phones["mobile_digits"],
            old_prefixes=phones["old_prefixes"],
        ),
        policy=rules,
        digest=_digest(values),
        fonts=load_fonts(),
    )


@lru_cache(maxsize=1)
def load_fields() -> Mapping[str, FieldSpec]:
    """Return every field by its name."""
    fields = {}
    for name, facts in _toml(_HERE / "fields.toml").items():
        kind, _, codes = facts.pop("type").partition(":")
        fields[name] = FieldSpec(name=name, type=kind, codes=codes, **facts)
    return fields


@lru_cache(maxsize=1)
def load_code_lists() -> Mapping[str, CodeList]:
    """Return every code list by its name, synonyms included. A list without ids of the centre's is our own."""
    central: dict[str, dict[str, int | None]] = json.loads(_text(_CODELISTS / "central.json"))
    lists = {}
    for name, entries in _toml(_CODELISTS / "synonyms.toml").items():
        prefixes = entries.pop("prefixes", {}).get("words", [])
        proposed = {word: label for label, words in entries.pop("proposals", {}).items() for word in words}
        labels = central.get(name) or dict.fromkeys(entries)
        written = {} if name in central else {label: words[0] for label, words in entries.items()}
        synonyms = {word: label for label, words in entries.items() for word in words}
        lists[name] = code_list(name, labels, synonyms, tuple(prefixes), written, proposed)
    for name, labels in central.items():
        if name not in lists:
            lists[name] = code_list(name, labels)
    return lists


def _digest(policy: Mapping[str, object]) -> bytes:
    files = (_HERE / "fields.toml", *sorted(_CODELISTS.glob("*.toml")), *sorted(_CODELISTS.glob("*.json")))
    parts = [f"{path.name}={_text(path)}" for path in files]
    parts.append(load_fonts().digest)
    parts.extend(f"{key}={value!r}" for key, value in sorted(policy.items()))
    return digest([str(CLEANING_VERSION), unidata_version, *parts])


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(_text(path))
