"""How a collection is asked for, page by page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, JsonValue, StrictInt

from config.profile.parts import Part, Pick, Text, UrlPath


class Question(Part):
    """A question to the upstream: a path and what is asked with it."""

    path: UrlPath

    query: Mapping[Text, JsonValue] = {}
    """Parameters by name; one whose placeholder stands for nothing is left out."""

    items: Pick = "@"
    """Where the things asked for stand in the answer's content."""


class Paged(Question):
    """A collection that is read page by page.

    `page` and `offset` are counted up until `more` is false; without it until `total` is reached; without either
    until a page is empty. `cursor` follows `next`. `link` follows the address in `next`, or the header `Link`.
    """

    paging: Literal["page", "offset", "cursor", "link", "none"] = "none"

    first: Annotated[StrictInt, Field(ge=0, le=1)] | None = None
    """The number of the first page (else 1), or of the first thing (else 0)."""

    more: Pick | None = None
    """Whether there is another page, in the whole answer."""

    next: Pick | None = None
    """The cursor, or the address, of the next page, in the whole answer."""

    total: Pick | None = None
    """How many there are, in the whole answer. Where fewer come, reading fails."""
