"""The schema of profiles: for editors, and to know the keys of a table."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, TypeAdapter

from config.problems import Place

Schema = dict[str, Any]

SCHEMA = Path(__file__).parents[1] / "profiles" / "profile.schema.json"
"""The schema that profiles name in their first line, for editors."""


def keys_of(model: type[BaseModel], place: Place) -> list[str]:
    """Return the keys that the table at a place of a profile knows."""
    schema = _schema_of(model)
    levels = [schema]
    for part in place:
        levels = [below for level in levels for below in _below(_options(level, schema), part)]
    return sorted({key for level in levels for option in _options(level, schema) for key in option["properties"]})


def written(models: Any) -> str:
    """Return the JSON Schema of a profile that is one of a union of models, as it is written for editors."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **TypeAdapter(models).json_schema()}
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


@lru_cache(maxsize=4)
def _schema_of(model: type[BaseModel]) -> Schema:
    return model.model_json_schema()


def _options(level: Schema, schema: Schema) -> list[Schema]:
    """Return the tables that may stand where a part of the schema does, each with its `properties`."""
    if "$ref" in level:
        return _options(schema["$defs"][level["$ref"].rpartition("/")[2]], schema)
    options = [
        option for each in (*level.get("anyOf", ()), *level.get("oneOf", ())) for option in _options(each, schema)
    ]
    return options or [{"properties": {}, **level}]


def _below(options: list[Schema], part: int | str) -> list[Schema]:
    if isinstance(part, int):
        return [option["items"] for option in options if "items" in option]
    others = [option.get("additionalProperties") for option in options]
    named = [option["properties"][part] for option in options if part in option["properties"]]
    return named or [other for other in others if isinstance(other, dict)]
