"""How many headers are recognised that the table does not hold: a third of the domain book's variants kept aside.

Each third is taken out in turn: once of the table as it ships, where other words of the field may lead to it, and
once of the domain book's words alone, where only the rules can. None may ever be taken for another field.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import pytest

from config.knowledge import load_code_lists, load_fields
from sync.tables.headers import HeaderTable
from sync.tables.headertable import header_table
from sync.text.words import fold_words
from tests.unit.test_layout_words import DOMAIN_BOOK

THIRDS = 3
VARIANTS = [(header, field) for field, headers in DOMAIN_BOOK.items() for header in headers]
FLOORS = {"as it ships": (24, 20, 24), "the domain book's alone": (19, 14, 19)}
"""How many of each third must be found; what was measured when this was written."""


@cache
def shipped() -> Mapping[str, object]:
    return tomllib.loads(files("config").joinpath("headers.toml").read_text("utf-8"))


def held_out(third: int) -> list[tuple[str, str]]:
    return VARIANTS[third::THIRDS]


@cache
def table_without(third: int, words: str) -> HeaderTable:
    """The table without a third of the domain book's headers, and without any that would be the same when folded."""
    out = {(field, fold_words(header)) for header, field in held_out(third)}
    fields = shipped()["fields"]
    assert isinstance(fields, Mapping)
    known = fields if words == "as it ships" else {field: DOMAIN_BOOK.get(field, []) for field in fields}
    kept = {field: [word for word in texts if (field, fold_words(word)) not in out] for field, texts in known.items()}
    return header_table({**shipped(), "fields": kept}, load_fields(), load_code_lists())


@pytest.mark.parametrize("words", FLOORS)
@pytest.mark.parametrize("third", range(THIRDS))
def test_headers_that_were_kept_aside(third: int, words: str) -> None:
    table = table_without(third, words)
    found = {}
    for header, field in held_out(third):
        one = table.find((header,)) or table.mistyped((header,))
        found[header, field] = one.meaning.field if one else None
    wrong = {asked: got for asked, got in found.items() if got not in (asked[1], None)}
    assert wrong == {}
    count = sum(1 for got in found.values() if got)
    missed = sorted(header for (header, _), got in found.items() if not got)
    assert count >= FLOORS[words][third], f"{count} of {len(found)} found; not found: {', '.join(missed)}"


def test_every_variant_is_kept_aside_once() -> None:
    assert sorted(variant for third in range(THIRDS) for variant in held_out(third)) == sorted(VARIANTS)
