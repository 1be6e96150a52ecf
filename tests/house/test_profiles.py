"""Profiles that ship: the schema editors check them by is that of the models, and they keep to it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pydantic import BaseModel

from config.profile import PROFILES, Profile, RequestsProfile, read_profile
from config.profile.reading import SPEAKS
from config.profile.schema import SCHEMA, written
from sync.errors import ConfigError


def test_the_schema_for_editors_is_that_of_the_models() -> None:
    """Written anew by `python -m config.profile`."""
    assert SCHEMA.read_text("utf-8") == written(Profile)


@pytest.mark.parametrize(("speaks", "model"), SPEAKS.items())
def test_editors_ask_for_the_facts_of_papers_where_the_loader_does(speaks: str, model: type[BaseModel]) -> None:
    """Once an operation is named besides the record, which every profile names."""
    schema = model.model_json_schema()
    for more in ({}, {"expel": "x"}):
        operations = {"upsert": "x", **more}
        with pytest.raises(ConfigError) as caught:
            read_profile({"speaks": speaks, "operations": operations}, "x.toml")
        missing = {
            problem.details["key"] for problem in caught.value.problems if problem.code == "config-missing-key"
        }
        least = schema["if"]["properties"]["operations"]["minProperties"]
        wanted = schema["then"]["required"] if len(operations) >= least else []
        assert ("movement_fields" in missing) is ("movement_fields" in wanted) is bool(more)


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
