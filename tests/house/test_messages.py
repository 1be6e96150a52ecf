"""Every code the program can raise, find or hold has its words in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.wording import LANGUAGES, Wording, entries, variables

ROOT = Path(__file__).parents[2]
PACKAGES = ("sync", "adapters", "state", "config", "yumsync")

FAMILIES = {
    "Finding": ("finding", "error"),
    "Doubt": ("finding",),
    "Hold": ("hold",),
    "ConfigError": ("error",),
    "ConfigProblem": ("error",),
    "StateError": ("error",),
    "LeaseLost": ("error",),
    "Busy": ("error",),
    "ListError": ("error",),
    "PlanMoved": ("error",),
    "Unavailable": ("error",),
    "AnswerLost": ("error",),
    "TooLarge": ("error",),
    "Refused": ("error",),
    "RowsLost": ("error",),
    "UnknownStep": ("step",),
}


def codes() -> Iterator[tuple[str, str]]:
    """Yield (constructor, code) of every call with a literal code."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not isinstance(node, ast.Call):
                    continue
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                given = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "code")]
                for first in given:
                    if name in FAMILIES and isinstance(first, ast.Constant) and isinstance(first.value, str):
                        yield name, first.value


ALL = sorted(set(codes()))


def test_the_scan_sees_the_program() -> None:
    names = {name for name, _ in ALL}
    assert {"Finding", "Hold", "ConfigError", "StateError", "ListError", "PlanMoved"} <= names
    assert len(ALL) > 60


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_has_words(lang: str) -> None:
    wording = Wording(lang)
    silent = [code for name, code in ALL if not any(wording.has(f"{family}-{code}") for family in FAMILIES[name])]
    assert silent == []


def test_both_languages_fill_the_same_places() -> None:
    vi, en = (entries(lang) for lang in LANGUAGES)
    assert vi.keys() == en.keys()
    assert [code for code in vi if variables(vi[code]) != variables(en[code])] == []
