"""Profiles that ship: the schema editors check them by is that of the models, and they keep to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.profile import PROFILES, Profile, RequestsProfile
from config.profile.schema import SCHEMA, written


def test_the_schema_for_editors_is_that_of_the_models() -> None:
    """Written anew by `python -m config.profile`."""
    assert SCHEMA.read_text("utf-8") == written(Profile)


@pytest.mark.parametrize("path", sorted(PROFILES.glob("*.toml")), ids=lambda path: path.stem)
def test_every_profile_names_the_schema(path: Path) -> None:
    assert path.read_text("utf-8").startswith(f"#:schema ./{SCHEMA.name}\n")


def test_every_key_is_explained() -> None:
    """No key of a profile for requests is left to be guessed."""
    page = (PROFILES.parents[1] / "docs" / "profiles.md").read_text("utf-8")
    told = set(re.findall(r"`\[?(?:\w+\.)?(\w+)\]?`", page))
    schema = RequestsProfile.model_json_schema()
    keys = {key for part in [schema, *schema["$defs"].values()] for key in part.get("properties", {})}
    assert sorted(keys - told) == []
