"""What is known of the fields of a record, and what cleaning may decide by.

The facts are data in `config/`; here are the values they become. Source: the domain book, §3, §4 and §8.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Literal

from sync.tables.dateorder import OrderPolicy
from sync.text.codes import CodeList
from sync.text.fonts import Fonts
from sync.text.identifiers import IdentifierRules
from sync.text.tidying import key_of_clean
from sync.values import Record

FieldType = Literal[
    "text",
    "name",
    "family_name",
    "given_name",
    "unit",
    "date",
    "national_id",
    "member_code",
    "phone",
    "email",
    "code",
    "serial",
]
FieldPart = Literal["person", "movement", "row"]

_repeating_key = lru_cache(maxsize=1 << 13)(key_of_clean)

_KEYS: Mapping[FieldType, Callable[[str], str]] = {
    "text": _repeating_key,
    "unit": _repeating_key,
    "name": key_of_clean,
    "family_name": key_of_clean,
    "given_name": key_of_clean,
    "email": str.casefold,
    "serial": key_of_clean,
}
"""What a type's values are compared by, where typing may differ and the value is the same."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field. `codes` names its code list; `part` says whether it belongs to the person's record. A date
    that is `ahead` may lie in the future."""

    name: str
    type: FieldType
    codes: str = ""
    required: bool = False
    identity: bool = False
    sensitive: bool = False
    after_birth: bool = False
    ahead: bool = False
    part: FieldPart = "person"

    @property
    def stops_row(self) -> bool:
        """Whether a value that cannot be used is an error of the row, and not only of the cell."""
        return self.required or self.identity or self.type in {"family_name", "given_name"}


@dataclass(frozen=True, slots=True)
class JoinAges:
    """Ages, in years, at which joining the Union is improbable (note) or against the charter (warning)."""

    check: bool = True
    min_error: int = 15
    min_warn: int = 16
    max_warn: int = 30
    max_error: int = 31


@dataclass(frozen=True, slots=True)
class CleaningPolicy:
    """The policy values cleaning decides by; `config/policy.toml` says where each comes from."""

    id_mismatch: Literal["warn", "error", "off"] = "warn"
    restore_zero: Literal["propose", "apply"] = "propose"
    member_code_digits: int = 7
    member_code_other: Literal["error", "warn", "keep"] = "error"
    earliest_year: int = 1900
    order: OrderPolicy = field(default_factory=OrderPolicy)
    max_length: int = 1000
    empty_words: tuple[str, ...] = ()
    ditto_words: tuple[str, ...] = ()
    join: JoinAges = field(default_factory=JoinAges)


@dataclass(frozen=True)
class Knowledge:
    """All that decides what a cell means. `digest` (16 bytes) changes whenever any of it does."""

    fields: Mapping[str, FieldSpec]
    codes: Mapping[str, CodeList]
    identifiers: IdentifierRules
    policy: CleaningPolicy
    digest: bytes
    fonts: Fonts

    @cached_property
    def _keyed(self) -> Mapping[str, Callable[[str], str]]:
        return {name: _KEYS[spec.type] for name, spec in self.fields.items() if spec.type in _KEYS}

    def compared(self, values: Record) -> dict[str, str | None]:
        """Return what a record is compared by, field by field.

        Names and other free text by match key, e-mail by case, everything else as it is: cleaning has already
        given it one form. Records that differed only in typing (NFD, spaces, case, tone placement) give equal
        keys. The values are cleaned ones.
        """
        keys = dict(values)
        for name, key in self._keyed.items():
            value = keys.get(name)
            if value:
                keys[name] = key(value)
        return keys

    def same(self, name: str, old: str | None, new: str | None) -> bool:
        """Whether two values of a field are equal but for their typing; empty text counts as no value."""
        if not old or not new:
            return not old and not new
        key = self._keyed.get(name)
        return old == new if key is None else key(old) == key(new)
