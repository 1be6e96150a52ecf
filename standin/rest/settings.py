"""How one stand-in of this mode behaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from standin.settings import IN_MEMORY, Rate
from standin.wire import Unit

RATE = Rate(500, 900)


@dataclass(frozen=True, slots=True)
class RestSettings:
    """Who may log in, and what is kept of what they send.

    `accounts` are passwords by user name; a login lasts `token_seconds`. `rate` holds for each account by itself.
    `page_cap` is the most on a page, a larger `limit` is cut to it without a word. The fields named in `drop` are
    taken without a word and not kept. `units` is the tree to begin with, whose leaves are the cells; none leaves the
    cells that are kept.
    """

    db: str = IN_MEMORY
    accounts: Mapping[str, str] = field(default_factory=lambda: {"officer": "standin"})
    token_seconds: float = 900.0
    rate: Rate | None = RATE
    page_cap: int = 100
    drop: frozenset[str] = frozenset()
    units: tuple[Unit, ...] = ()
