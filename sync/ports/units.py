"""The tree of units that is kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from sync.unittree import UnitTree


class Units(Protocol):
    """The tree of units as it was imported last."""

    def tree(self) -> UnitTree:
        """Return all units; an empty tree where none were ever imported."""
        ...

    def save(self, tree: UnitTree, facts: Mapping[str, object], run: int | None = None) -> int:
        """Make the tree the one that is known, and return how many units are new or changed.

        No unit is ever removed: those the tree leaves out stay. One journal entry, `units.imported`, with `facts`;
        none where nothing changed. Raises `LeaseLost` without the lease.
        """
        ...
