"""What each request does to what is kept; what one writes is one transaction, committed before the answer leaves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from uuid import uuid4

from standin.database import connect, now, transaction
from standin.rest import cells, history, members
from standin.rest.answers import Failure
from standin.rest.fields import Value, read_change, read_day, read_id, read_new, read_text
from standin.rest.members import APPROVED, PENDING, Member
from standin.rest.settings import RestSettings
from standin.wire import Unit

CELL = "unionCellId"
NOBODY = "Không tìm thấy đoàn viên"


class Page(NamedTuple):
    """Which page is asked for, from 1, and how many are on each."""

    number: int
    limit: int

    @property
    def offset(self) -> int:
        """How many come before it."""
        return (self.number - 1) * self.limit


class RestStore:
    """Everything a stand-in of this mode remembers. The methods that serve `/api` raise `Failure`."""

    def __init__(self, settings: RestSettings) -> None:
        self._drop = settings.drop
        self._db = connect(settings.db, members.SCHEMA + cells.SCHEMA + history.SCHEMA)
        members.prepare(self._db)
        if settings.units:
            self.put_units(settings.units)

    def close(self) -> None:
        """Close the file. Safe to call twice."""
        self._db.close()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def cells(self, page: Page) -> tuple[list[dict[str, object]], int]:
        """Return a page of the cells, and how many there are."""
        return cells.listed(self._db, page.limit, page.offset)

    def members(self, page: Page, search: str) -> tuple[list[dict[str, object]], int]:
        """Return a page of those who are not in the bin, and how many there are."""
        found, total = members.listed(self._db, search, page.limit, page.offset)
        return [member.shown() for member in found], total

    def member(self, ident: str) -> dict[str, object]:
        """Return one member, also from the bin."""
        return self._find(ident).shown()

    def transfers(self, ident: str) -> list[dict[str, object]]:
        """Return a member's transfers in the order they were asked for."""
        return history.transfers(self._db, self._find(ident).number)

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def create(self, stated: Mapping[str, object]) -> dict[str, object]:
        """Take somebody new, who waits for approval."""
        with transaction(self._db):
            moment = now()
            member = Member(str(uuid4()), read_new(stated, self._drop), moment, moment)
            self._look_for_cell(member.fields[CELL])
            self._save(member, "created", [name for name, value in member.fields.items() if value is not None])
        return member.shown()

    def change(self, ident: str, stated: Mapping[str, object]) -> dict[str, object]:
        """Replace the fields that are stated. Another cell is a movement; nothing else is known of it."""
        with transaction(self._db):
            member = self._listed(ident)
            read = read_change(stated, self._drop)
            changed = {name: value for name, value in read.items() if value != member.fields[name]}
            self._look_for_cell(changed.get(CELL))
            member.fields.update(changed)
            others = [name for name in changed if name != CELL]
            if CELL in changed:
                self._save(member, "moved", [CELL])
            if others:
                self._save(member, "changed", others)
        return member.shown()

    def approve(self, ident: str) -> dict[str, object]:
        """Approve somebody who waits for it."""
        with transaction(self._db):
            member = self._listed(ident)
            if member.status != PENDING:
                raise Failure(400, "Đoàn viên đã được duyệt")
            member.status = APPROVED
            self._save(member, "approved")
        return member.shown()

    def remove(self, ident: str) -> dict[str, object]:
        """Move somebody to the bin."""
        with transaction(self._db):
            member = self._listed(ident)
            member.deleted_at = now()
            self._save(member, "removed")
        return member.shown()

    def restore(self, ident: str) -> dict[str, object]:
        """Take somebody out of the bin."""
        with transaction(self._db):
            member = self._find(ident)
            if member.deleted_at is None:
                raise Failure(400, "Đoàn viên chưa bị xóa")
            member.deleted_at = None
            self._save(member, "restored")
        return member.shown()

    def transfer(self, ident: str, stated: Mapping[str, object]) -> dict[str, object]:
        """Move somebody to another cell and add a line to their transfers, however often the same is asked for."""
        with transaction(self._db):
            member = self._listed(ident)
            paper: dict[str, Value] = {
                "toCellId": read_id("toCellId", stated.get("toCellId")),
                "onDate": read_day("onDate", stated.get("onDate")),
                "decisionNo": read_text("decisionNo", stated.get("decisionNo")),
            }
            if paper["toCellId"] is None:
                raise Failure(400, "Chi đoàn chuyển đến là bắt buộc")
            self._look_for_cell(paper["toCellId"])
            left = member.fields[CELL]
            member.fields[CELL] = paper["toCellId"]
            number = self._save(member, "transferred", [CELL])
            return {"memberId": member.id, **history.add_transfer(self._db, number, left, paper)}

    def _save(self, member: Member, what: str, fields: Sequence[str] = ()) -> int:
        member.updated_at = now()
        number = members.save(self._db, member)
        history.add_effect(self._db, number, what, fields)
        return number

    def _find(self, ident: str) -> Member:
        known = read_id("id", ident)
        member = members.find(self._db, known) if known else None
        if member is None:
            raise Failure(404, NOBODY)
        return member

    def _listed(self, ident: str) -> Member:
        """Return a member who can be changed: nobody in the bin can."""
        member = self._find(ident)
        if member.deleted_at is not None:
            raise Failure(404, NOBODY)
        return member

    def _look_for_cell(self, ident: Value) -> None:
        if isinstance(ident, str) and not cells.exists(self._db, ident):
            words = 'insert or update on table "members" violates foreign key constraint "members_unionCellId_fkey"'
            raise Failure(500, words)

    # ── for tests, and to look at ────────────────────────────────────────────────────────────────────────

    def put_units(self, tree: Sequence[Unit]) -> int:
        """Make the leaves of this tree the cells; return how many. See `standin.rest.cells`."""
        with transaction(self._db):
            return cells.put_cells(self._db, tree)

    def every_cell(self) -> list[dict[str, object]]:
        """Return all cells in their order."""
        return cells.listed(self._db, -1, 0)[0]

    def everybody(self) -> Iterator[dict[str, object]]:
        """Yield everybody, the bin included, in the order they came."""
        return (member.shown() for member in members.everybody(self._db))

    def story(self, ident: str) -> dict[str, object] | None:
        """Return one member with their transfers and how often what took effect, None where there is no such id."""
        member = members.find(self._db, ident)
        return self._story(member) if member else None

    def everything(self) -> list[dict[str, object]]:
        """Return the stories of everybody, the bin included."""
        return [self._story(member) for member in members.everybody(self._db)]

    def _story(self, member: Member) -> dict[str, object]:
        return {
            **member.shown(),
            "transfers": history.transfers(self._db, member.number),
            "effects": history.took_effect(self._db, member.number),
        }

    def effects(self, person: str | None = None, after: int = 0) -> list[dict[str, object]]:
        """Return what took effect, in order, on one member by id or code, or on all, without the first `after`."""
        return history.effects(self._db, person, after)

    def took_effect(self) -> dict[str, int]:
        """Return how often what took effect."""
        return history.took_effect(self._db)

    def counts(self) -> dict[str, int]:
        """Return how much there is of everything.

        `people` are those not in the bin; `duplicates` are members beyond the first of the same name, birth date and
        cell; `doubled` are transfers beyond the first with the same paper.
        """
        queries = {
            "people": "SELECT count(*) FROM member WHERE deleted_at IS NULL",
            "pending": "SELECT count(*) FROM member WHERE deleted_at IS NULL AND status = 'pending'",
            "approved": "SELECT count(*) FROM member WHERE deleted_at IS NULL AND status = 'approved'",
            "removed": "SELECT count(*) FROM member WHERE deleted_at IS NOT NULL",
            "cells": "SELECT count(*) FROM cell",
            "transfers": "SELECT count(*) FROM member_transfer",
            "effects": "SELECT count(*) FROM member_effect",
            "doubled": history.DOUBLED,
            "duplicates": "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n FROM member"
            " WHERE deleted_at IS NULL GROUP BY fields ->> 'fullName', fields ->> 'dateOfBirth',"
            " fields ->> 'unionCellId')",
        }
        return {name: int(self._db.execute(query).fetchone()[0]) for name, query in queries.items()}
