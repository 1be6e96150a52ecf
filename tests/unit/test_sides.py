"""What an upstream does not tell when people are read back is no difference."""

from __future__ import annotations

from dataclasses import replace

from adapters.upstream.memory import MemoryUpstream
from sync.charter import Status
from sync.ports import RemotePerson, Showing
from sync.reconciliation.differences import Standing
from sync.reconciliation.matching import Ours, Page
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


def page(*records: dict[str, str | None]) -> Page:
    """People who were all confirmed with the whole record, and are shown with these."""
    entries = {PersonId(number): replace(ENTRY, person=PersonId(number)) for number in range(len(records))}
    met = [(BARE._replace(record=one), PersonId(number), None) for number, one in enumerate(records)]
    return met, {person: Ours(entry, None) for person, entry in entries.items()}


WHOLE: dict[str, str | None] = dict(RECORD)
SILENT = {**WHOLE, "phone": None}


def test_what_nobody_shows_of_many_is_left_out_unless_it_ever_came_back() -> None:
    first = [page(*[SILENT] * 20)]
    never, once, few = sides(), sides(), sides()
    never.leave_out(first)
    once.leave_out(first, {"phone"})
    few.leave_out([page(*[SILENT] * 19)])
    assert [one.left_out for one in (never, once, few)] == [["phone"], [], []]
    assert [one.whole() for one in (never, once, few)] == [False, True, True]
    assert never.seen == {"full_name", "religion"}


def test_a_word_for_nothing_is_not_seen_to_come_back() -> None:
    empty = sides(Showing({*FIELDS, "unit", "status"}, empty={"phone": ("-",)}))
    empty.leave_out([page(*[{**WHOLE, "phone": "-"}] * 20)])
    assert empty.left_out == ["phone"]
    assert "phone" not in empty.seen


def test_what_comes_back_later_is_compared_from_then_on_and_still_named() -> None:
    told = sides()
    told.leave_out([page(*[SILENT] * 20)])
    active = replace(ENTRY, status=Status.ACTIVE)
    gone = BARE._replace(record=SILENT, unit=UNIT, kind=ListKind.YOUTH)
    assert told.classified(Ours(active, None), gone) == (Standing.IN_STEP, ())
    told.see([BARE._replace(record=SILENT), BARE._replace(record=WHOLE)])
    _, (lost,) = told.classified(Ours(active, None), gone)
    assert lost.field == "phone"
    assert told.left_out == ["phone"], "those before were not compared in it"
    assert "phone" in told.seen


def test_what_the_upstream_says_it_does_not_show_is_named_too() -> None:
    assert sides(Showing({"full_name", "phone", "unit"})).left_out == ["religion", "status"]
