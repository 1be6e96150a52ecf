"""What an upstream does not tell when people are read back is no difference."""

from __future__ import annotations

from dataclasses import replace

from adapters.upstream.memory import MemoryUpstream
from sync.charter import Status
from sync.ports import RemotePerson, Showing
from sync.reconciliation.differences import Standing
from sync.reconciliation.matching import Ours
from sync.reconciliation.sides import Sides
from sync.values import LedgerEntry, ListKind, PersonId

UNIT = "Chi đoàn 1, Đoàn xã Mẫu"
RECORD = {"full_name": "Nguyễn Văn An", "phone": "0900000001", "religion": "Không"}
FIELDS = ("member_code", *RECORD)
ENTRY = LedgerEntry(PersonId(7), ListKind.YOUTH, UNIT, RECORD, 1, member_code="1000001", status=Status.MATURED)
BARE = RemotePerson(None, "1000001", ListKind.MEMBERS, "", {"full_name": "Nguyễn Văn An"}, None)


def same(field: str, one: str | None, other: str | None) -> bool:
    return (one or "") == (other or "")


def sides(showing: Showing | None = None) -> Sides:
    upstream = MemoryUpstream(FIELDS)
    upstream.showing = showing or upstream.showing
    return Sides(upstream, FIELDS, same)


def test_whatever_is_told_is_compared() -> None:
    standing, found = sides().classified(Ours(ENTRY, None), BARE)
    assert standing is Standing.THEIRS_CHANGED
    assert [one.field for one in found] == ["phone", "religion", "unit", "kind", "status"]


def test_what_is_not_told_is_as_it_is_known() -> None:
    told = sides(Showing({"full_name", "member_code"}))
    assert told.classified(Ours(ENTRY, None), BARE) == (Standing.IN_STEP, ())
    standing, found = told.classified(Ours(ENTRY, None), BARE._replace(record={"full_name": "Nguyễn Văn Anh"}))
    assert standing is Standing.IN_STEP, "of somebody who stands on no list the status alone is compared"
    assert found == ()


def test_a_word_for_nothing_is_no_value_unless_it_was_sent() -> None:
    entry = replace(ENTRY, kind=ListKind.MEMBERS, status=Status.ACTIVE)
    shown = RemotePerson(None, "1000001", ListKind.MEMBERS, UNIT, {**RECORD, "religion": "không"}, None)
    empty = sides(Showing({*FIELDS, "unit", "kind", "status"}, empty={"religion": ("Không",), "phone": ("-",)}))
    _, (sent,) = empty.classified(Ours(entry, None), shown)
    assert sent.field == "religion", "it was sent, and comes back typed otherwise"
    nothing = replace(entry, record={name: value for name, value in RECORD.items() if name != "religion"})
    assert empty.classified(Ours(nothing, None), shown) == (Standing.IN_STEP, ())
