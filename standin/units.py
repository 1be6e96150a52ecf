"""The register's own tree of units, on the same file as its people.

Whoever tries the contract out puts a tree there as a whole; nothing in judging people depends on it.
"""

from __future__ import annotations

import base64
import binascii
import sqlite3
from collections.abc import Sequence
from contextlib import suppress

import orjson

from standin.problems import refuse
from standin.wire import Unit

SCHEMA = """
CREATE TABLE IF NOT EXISTS unit (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, facts TEXT NOT NULL);
"""


def hang_together(units: Sequence[Unit]) -> None:
    """Raise `Refusal` where an id comes twice, or a parent or successor is not among the units."""
    known = {unit.id for unit in units}
    named = {name for unit in units for name in (unit.parent, *unit.successors) if name is not None}
    if len(known) != len(units) or named - known:
        raise refuse(
            "body-invalid", 422, "Mỗi đơn vị cần mã riêng; cấp trên và đơn vị kế thừa phải có trong danh sách."
        )


def put_units(db: sqlite3.Connection, units: Sequence[Unit]) -> int:
    """Make these the register's units, in this order, in the transaction under way; return how many.

    Raises `Refusal` for a tree that does not hang together.
    """
    hang_together(units)
    db.execute("DELETE FROM unit")
    db.executemany(
        "INSERT INTO unit (number, id, facts) VALUES (?, ?, ?)",
        [(number, unit.id, unit.model_dump_json()) for number, unit in enumerate(units, 1)],
    )
    return len(units)


def page_of_units(
    db: sqlite3.Connection, *, limit: int, cursor: str | None = None
) -> tuple[list[dict[str, object]], str | None]:
    """Return a page of the tree in its order, and the cursor of the next page or None."""
    rows = db.execute(
        "SELECT number, facts FROM unit WHERE number > ? ORDER BY number LIMIT ?", (_read(cursor), limit + 1)
    ).fetchall()
    following = (
        base64.urlsafe_b64encode(f"unit:{rows[limit - 1][0]}".encode()).decode() if len(rows) > limit else None
    )
    return [orjson.loads(facts) for _, facts in rows[:limit]], following


def _read(cursor: str | None) -> int:
    if cursor is None:
        return 0
    with suppress(binascii.Error, ValueError, UnicodeError):
        name, _, number = base64.urlsafe_b64decode(cursor.encode()).decode().partition(":")
        if name == "unit" and number.isdigit() and len(number) <= 18:
            return int(number)
    raise refuse("parameter-invalid", 422, "“cursor” không phải do máy chủ này cấp.", "cursor")
