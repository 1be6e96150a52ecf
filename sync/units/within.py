"""Whether one unit stands under another, by the tree where it knows them, else by their paths."""

from __future__ import annotations

from sync.text.tidying import match_key
from sync.units.resolving import Resolver


def is_within(unit: str, above: str, resolver: Resolver | None = None) -> bool:
    """Whether a unit is another one or below it. What the tree does not know, its path tells: a path names the unit
    first, then those above."""
    if resolver is not None and unit:
        lower, upper = resolver.resolve(unit).unit, resolver.named(above)
        if lower is not None and upper:
            return any(resolver.tree.is_under(lower, each) for each in upper)
    parts, wanted = _parts(unit), _parts(above)
    return bool(wanted) and parts[-len(wanted) :] == wanted


def _parts(path: str) -> list[str]:
    return [key for part in path.split(",") if (key := match_key(part))]
