"""People and rows in groups: what is asked of the store is asked once for many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")

GROUP = 1000
"""Rows that are identified and decided together, and people who are looked up together."""


def groups(items: Iterable[Item], size: int) -> Iterator[Sequence[Item]]:
    """Yield the items in lists of `size`, the last one shorter."""
    group: list[Item] = []
    for item in items:
        group.append(item)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group
