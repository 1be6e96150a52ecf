"""The cells members belong to: the leaves of a tree of units, each under the union branch above it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from uuid import NAMESPACE_URL, UUID, uuid5

import orjson

from standin.units import hang_together
from standin.wire import Unit

SCHEMA = """
CREATE TABLE IF NOT EXISTS cell (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, facts TEXT NOT NULL);
"""


def put_cells(db: sqlite3.Connection, tree: Sequence[Unit]) -> int:
    """Make the tree's leaves the cells, in its order; return how many. Raises `Refusal` for what is no tree.

    A unit keeps its id where that is a UUID, and is given one made from it where it is not; always the same.
    """
    hang_together(tree)
    by_id = {unit.id: unit for unit in tree}
    parents = {unit.parent for unit in tree}
    cells = [
        {**_named(unit), "UnionBranch": _named(by_id[unit.parent]) if unit.parent else None}
        for unit in tree
        if unit.id not in parents
    ]
    db.execute("DELETE FROM cell")
    db.executemany("INSERT INTO cell (id, facts) VALUES (?, ?)", [(c["id"], orjson.dumps(c).decode()) for c in cells])
    return len(cells)


def listed(db: sqlite3.Connection, limit: int, offset: int) -> tuple[list[dict[str, object]], int]:
    """Return some cells in their order, and how many there are."""
    total = db.execute("SELECT count(*) FROM cell").fetchone()[0]
    rows = db.execute("SELECT facts FROM cell ORDER BY number LIMIT ? OFFSET ?", (limit, offset))
    return [orjson.loads(facts) for (facts,) in rows], int(total)


def exists(db: sqlite3.Connection, ident: str) -> bool:
    """Whether there is such a cell."""
    return db.execute("SELECT 1 FROM cell WHERE id = ?", (ident,)).fetchone() is not None


def _named(unit: Unit) -> dict[str, object]:
    return {"id": _uuid(unit.id), "code": unit.code or unit.id, "name": unit.name}


def _uuid(ident: str) -> str:
    try:
        return str(UUID(ident))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"standin:{ident}"))
