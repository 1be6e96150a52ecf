"""What happened to members: the transfers they can be asked about, and every effect, for tests to count.

A transfer adds a line each time it is asked for. An effect is one request that changed something; what it changed is
told by the names of the fields.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Mapping
from uuid import uuid4

from standin.database import now
from standin.rest.fields import Value

SCHEMA = """
CREATE TABLE IF NOT EXISTS member_transfer (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, member INTEGER NOT NULL, from_cell TEXT,
    to_cell TEXT NOT NULL, on_day TEXT, decision_no TEXT, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS member_transfer_member ON member_transfer (member);
CREATE TABLE IF NOT EXISTS member_effect (
    number INTEGER PRIMARY KEY, member INTEGER NOT NULL, what TEXT NOT NULL, fields TEXT NOT NULL, at TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS member_effect_member ON member_effect (member);
"""

_TRANSFER = ("id", "fromCellId", "toCellId", "onDate", "decisionNo", "createdAt")

DOUBLED = "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM member_transfer GROUP BY member, to_cell,"
DOUBLED += " on_day, decision_no)"
"""Counts transfers beyond the first of the same member, with the same paper, to the same cell."""


def add_transfer(db: sqlite3.Connection, member: int, left: Value, paper: Mapping[str, Value]) -> dict[str, object]:
    """Add a line to a member's transfers and return it as the wire shows it."""
    line = (str(uuid4()), left, paper["toCellId"], paper["onDate"], paper["decisionNo"], now())
    db.execute(
        "INSERT INTO member_transfer (id, from_cell, to_cell, on_day, decision_no, at, member)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (*line, member),
    )
    return dict(zip(_TRANSFER, line, strict=True))


def transfers(db: sqlite3.Connection, member: int | None) -> list[dict[str, object]]:
    """Return a member's transfers in the order they were asked for."""
    query = "SELECT id, from_cell, to_cell, on_day, decision_no, at FROM member_transfer WHERE member = ?"
    return [dict(zip(_TRANSFER, row, strict=True)) for row in db.execute(f"{query} ORDER BY number", (member,))]


def add_effect(db: sqlite3.Connection, member: int, what: str, fields: Collection[str] = ()) -> None:
    """Note that a request changed something of a member."""
    query = "INSERT INTO member_effect (member, what, fields, at) VALUES (?, ?, ?, ?)"
    db.execute(query, (member, what, ",".join(fields), now()))


def effects(db: sqlite3.Connection, person: str | None = None, after: int = 0) -> list[dict[str, object]]:
    """Return the effects in order, of one member by id or code, or of all, without the first `after`: person, code,
    what, fields, at."""
    query = "SELECT member.id, member.code, what, member_effect.fields, at FROM member_effect"
    query += " JOIN member ON member.number = member_effect.member"
    theirs = f"{query} WHERE member.id = ? OR member.code = ? ORDER BY member_effect.number LIMIT -1 OFFSET ?"
    everything = f"{query} ORDER BY member_effect.number LIMIT -1 OFFSET ?"
    rows = db.execute(theirs, (person, person, after)) if person else db.execute(everything, (after,))
    names = ("person", "code", "what", "fields", "at")
    return [{**dict(zip(names, row, strict=True)), "fields": row[3].split(",") if row[3] else []} for row in rows]


def took_effect(db: sqlite3.Connection, member: int | None = None) -> dict[str, int]:
    """Return how often what took effect, on one member or on all."""
    where, values = ("WHERE member = ?", (member,)) if member is not None else ("", ())
    query = f"SELECT what, count(*) FROM member_effect {where} GROUP BY what ORDER BY what"  # noqa: S608
    return {str(what): int(times) for what, times in db.execute(query, values)}
