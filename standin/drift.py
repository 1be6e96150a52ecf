"""What somebody does in the register itself, past every sender: corrections, removals, people entered by hand.

For whoever tests how a sender finds out; it is no part of any contract.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import orjson
from fastapi import APIRouter, Response
from pydantic import BaseModel

from standin.admin import json
from standin.database import now
from standin.desk import Desk
from standin.store import Store


class Edit(BaseModel):
    """What happens to the record of a member code; one nobody bears is somebody entered by hand.

    In `fields` null clears, what is absent stays. `removed` takes the record away; `unsent` forgets the sender's own
    reference, as where somebody typed the record in again.
    """

    member_code: str
    new_code: str | None = None
    kind: str | None = None
    unit: str | None = None
    status: str | None = None
    fields: dict[str, str | None] = {}
    removed: bool = False
    unsent: bool = False


_ENTER = """
INSERT INTO person (number, member_code, reference, kind, unit, national_id, fields, revision, updated_at, status,
overlays, transfer)
SELECT (SELECT coalesce(max(number), 0) + 1 FROM person), :member_code, NULL, 'members', '', NULL, '{}', 0, :now,
'active', '{}', NULL WHERE NOT EXISTS (SELECT 1 FROM person WHERE member_code = :member_code)"""

_CHANGE = """
UPDATE person SET member_code = coalesce(:new_code, member_code), kind = coalesce(:kind, kind),
unit = coalesce(:unit, unit), status = coalesce(:status, status), fields = json_patch(fields, :fields),
national_id = json_patch(fields, :fields) ->> 'national_id', revision = revision + 1, updated_at = :now,
reference = CASE WHEN :unsent THEN NULL ELSE reference END WHERE member_code = :member_code"""

_REMOVE = "DELETE FROM person WHERE member_code = :member_code"


def drift(db: sqlite3.Connection, edits: Sequence[Edit]) -> int:
    """Carry edits out in their order, in the transaction under way; return how many."""
    moment = now()
    for edit in edits:
        values = {**edit.model_dump(), "fields": orjson.dumps(edit.fields).decode(), "now": moment}
        for statement in (_REMOVE,) if edit.removed else (_ENTER, _CHANGE):
            db.execute(statement, values)
    return len(edits)


def drift_door(desk: Desk[Store]) -> APIRouter:
    """Return `/_drift`."""
    router = APIRouter(include_in_schema=False)

    @router.post("/_drift")
    async def let_drift(edits: list[Edit]) -> Response:
        return json({"edits": await desk.ask(lambda store: store.edit(lambda db: drift(db, edits)))})

    return router
