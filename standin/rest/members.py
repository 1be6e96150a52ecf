"""Members as the database holds them, those in the bin among them: codes and identity numbers are unique over all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from standin.rest.answers import EXISTS, Failure
from standin.rest.fields import Value

SCHEMA = """
CREATE TABLE IF NOT EXISTS member (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, fields TEXT NOT NULL, status TEXT NOT NULL,
    created_at TEXT NOT NULL, updated_at TEXT NOT NULL, deleted_at TEXT,
    code TEXT NOT NULL UNIQUE AS (fields ->> 'memberCode'), identity TEXT UNIQUE AS (fields ->> 'identityNumber'));
"""

PENDING, APPROVED = "pending", "approved"

_COLUMNS = "number, id, fields, status, created_at, updated_at, deleted_at"
_SAVE = f"""
INSERT INTO member ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (number) DO UPDATE SET fields = excluded.fields, status = excluded.status,
updated_at = excluded.updated_at, deleted_at = excluded.deleted_at"""  # noqa: S608
_LISTED = "deleted_at IS NULL AND (? = '' OR contains(code, ?) OR contains(fields ->> 'fullName', ?))"


@dataclass(slots=True)
class Member:
    """One member. `number` is None until they are saved; `deleted_at` says that they are in the bin."""

    id: str
    fields: dict[str, Value]
    created_at: str
    updated_at: str
    status: str = PENDING
    deleted_at: str | None = None
    number: int | None = None

    def shown(self) -> dict[str, object]:
        """Return the member as the wire shows them."""
        return {
            "id": self.id,
            **self.fields,
            "status": self.status,
            "createdAt": self.created_at,
            "updatedAt": self.updated_at,
            "deletedAt": self.deleted_at,
        }


def prepare(db: sqlite3.Connection) -> None:
    """Teach a connection to look for a text within another, whatever the letters' size."""
    db.create_function("contains", 2, lambda text, part: part.casefold() in text.casefold(), deterministic=True)


def find(db: sqlite3.Connection, ident: str) -> Member | None:
    """Return one member by id, in the bin or not."""
    row = db.execute(f"SELECT {_COLUMNS} FROM member WHERE id = ?", (ident,)).fetchone()  # noqa: S608
    return _member(row) if row else None


def save(db: sqlite3.Connection, member: Member) -> int:
    """Keep a member and return their number. Raises `Failure` where a code or an identity number is taken."""
    code = member.fields["memberCode"]
    taken = "SELECT 1 FROM member WHERE code = ? AND number IS NOT ? AND deleted_at IS NULL"
    if db.execute(taken, (code, member.number)).fetchone():
        raise Failure(400, f'Mã đoàn viên "{code}" đã tồn tại')
    row = (member.number, member.id, orjson.dumps(member.fields).decode(), member.status)
    try:
        db.execute(_SAVE, (*row, member.created_at, member.updated_at, member.deleted_at))
    except sqlite3.IntegrityError as error:
        raise Failure(400, EXISTS) from error
    found = db.execute("SELECT number FROM member WHERE id = ?", (member.id,)).fetchone()
    return int(found[0])


def listed(db: sqlite3.Connection, search: str, limit: int, offset: int) -> tuple[list[Member], int]:
    """Return some of those whose code or name holds the text, in the order they came, and how many there are."""
    sought = (search, search, search)
    total = db.execute(f"SELECT count(*) FROM member WHERE {_LISTED}", sought).fetchone()[0]  # noqa: S608
    query = f"SELECT {_COLUMNS} FROM member WHERE {_LISTED} ORDER BY number LIMIT ? OFFSET ?"  # noqa: S608
    return [_member(row) for row in db.execute(query, (*sought, limit, offset))], int(total)


def everybody(db: sqlite3.Connection) -> Iterator[Member]:
    """Yield all members, those in the bin among them, in the order they came."""
    return (_member(row) for row in db.execute(f"SELECT {_COLUMNS} FROM member ORDER BY number"))  # noqa: S608


def _member(row: Sequence[Any]) -> Member:
    number, ident, fields, status, created_at, updated_at, deleted_at = row
    return Member(ident, orjson.loads(fields), created_at, updated_at, status, deleted_at, number)
