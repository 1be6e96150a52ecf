"""What every profile is built from: checked kinds of text and number, and how often and how patiently it is asked."""

from __future__ import annotations

import re
from typing import Annotated

import jmespath
from jmespath.exceptions import JMESPathError
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StringConstraints,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from sync.values import Limits

_ABSOLUTE = re.compile(r"/[!-~]*\Z")


class Part(BaseModel):
    """A table of a profile: frozen, and every key it does not know is a problem. No value is ever shown back."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, hide_input_in_errors=True, populate_by_name=True, use_attribute_docstrings=True
    )


def _each_once(names: tuple[str, ...]) -> tuple[str, ...]:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise PydanticCustomError("profile-field-twice", "named twice", {"field": twice[0]})
    return names


def _is_path(path: str) -> str:
    if not _ABSOLUTE.match(path):
        raise PydanticCustomError("profile-not-a-path", "no path")
    return path


def _compiles(expression: str) -> str:
    try:
        jmespath.compile(expression)
    except JMESPathError:
        raise PydanticCustomError("profile-not-an-expression", "no JMESPath") from None
    return expression


def _matches(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error:
        raise PydanticCustomError("profile-not-a-pattern", "no regular expression") from None
    return pattern


Text = Annotated[str, StringConstraints(min_length=1)]
Fields = Annotated[tuple[Text, ...], AfterValidator(_each_once)]
"""Names of our fields, each once."""
UrlPath = Annotated[Text, AfterValidator(_is_path)]
"""A path below the address of the upstream, from the slash on."""
Pick = Annotated[Text, AfterValidator(_compiles)]
"""A JMESPath expression that picks something out of an answer."""
Pattern = Annotated[Text, AfterValidator(_matches)]
"""A regular expression that is looked for anywhere in a text, whatever its case."""
Status = Annotated[StrictInt, Field(ge=100, le=599)]
"""A status of HTTP."""
Seconds = Annotated[StrictFloat, Field(ge=0.01, le=3600, allow_inf_nan=False)]
"""A time that may not be nothing."""


class Timeouts(Part):
    """Seconds to wait: for a connection, for the next bytes of an answer, to send the next bytes, for a free
    connection of the pool. `late` is for how long a request that nobody waits for any more may still take effect;
    only after that reading back can say that it did not."""

    connect: Seconds = 5.0
    read: Seconds = 60.0
    write: Seconds = 30.0
    pool: Seconds = 60.0
    late: Annotated[StrictFloat, Field(ge=0, le=3600, allow_inf_nan=False)] = 60.0


class Retries(Part):
    """The short retries of one request: `attempts` in all, waiting a random time between 0 and
    `min(cap, base · 2ⁿ)` seconds before the n-th repeat (n from 0), or as long as the upstream asks. A wait longer
    than `cap` is not waited for: the request fails and the next run tries again."""

    attempts: Annotated[StrictInt, Field(ge=1, le=20)] = 4
    base: Annotated[StrictFloat, Field(ge=0, le=600, allow_inf_nan=False)] = 0.5
    cap: Annotated[StrictFloat, Field(ge=0, le=3600, allow_inf_nan=False)] = 20.0


_FACTS_OF_MOVEMENTS: JsonDict = {
    "if": {"properties": {"operations": {"type": "object", "minProperties": 2}}, "required": ["operations"]},
    "then": {"required": ["movement_fields"]},
}
"""For editors: one operation is the record's, any other a movement, and then it is stated which facts leave."""


class Stated(Part):
    """What every profile states: its name, and what may leave."""

    model_config = ConfigDict(json_schema_extra=_FACTS_OF_MOVEMENTS)

    name: Text
    """What the profile is called."""

    fields: Annotated[Fields, Field(min_length=1)]
    """The allow-list: no other field of a record is ever sent, in this order."""

    movement_fields: Fields = ()
    """The facts of a movement's paper that go out, besides its day. Stated, if only as none, where there are
    movements."""


class OverHttp(Stated):
    """What every profile that speaks over HTTP may state besides."""

    honours_keys: StrictBool = True
    """Whether a repeat under the same Idempotency-Key takes effect once."""

    batch_size: Annotated[StrictInt, Field(ge=1, le=100_000)] = 500
    """Operations in one batch."""

    body_bytes: Annotated[StrictInt, Field(ge=1_000, le=1_000_000_000)] = 4_000_000
    """Bytes of one batch, before compression."""

    concurrency: Annotated[StrictInt, Field(ge=1, le=64)] = 4
    """Batches under way at once."""

    page_size: Annotated[StrictInt, Field(ge=1, le=100_000)] = 500
    """People, or units, on a page when reading."""

    timeouts: Timeouts = Timeouts()
    retries: Retries = Retries()

    @property
    def limits(self) -> Limits:
        """What one batch may hold, and how many may be under way at once."""
        return Limits(batch_size=self.batch_size, body_bytes=self.body_bytes, concurrency=self.concurrency)
