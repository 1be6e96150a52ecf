"""The decision ladder, rung by rung, with expectations written from the domain book and the promises."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from sync.diff.decide import Decision, InStep, Stated, StillRefused, Waiting, decide
from sync.ports import EarlierRefusal
from sync.text.tidying import match_key
from sync.values import (
    Change,
    CleanRow,
    Hold,
    LedgerEntry,
    ListKind,
    Operation,
    OperationState,
    PersonId,
    Place,
    Record,
    Step,
)

AN: Record = {"full_name": "Nguyễn Văn An", "date_of_birth": "2004-05-17", "phone": "0900000001"}
UNIT = "Chi đoàn 1, Đoàn xã Mẫu"
PERSON = PersonId(7)


def same(name: str, old: str | None, new: str | None) -> bool:
    return match_key(old or "") == match_key(new or "")


def stated(record: Record, unit: str = UNIT, kind: ListKind = ListKind.MEMBERS) -> Stated:
    return Stated(CleanRow(5, record, {}, ()), Place("l", "f.xlsx", "S", 5), kind, unit, record)


def entry(record: Record = AN, unit: str = UNIT, kind: ListKind = ListKind.MEMBERS) -> LedgerEntry:
    return LedgerEntry(PERSON, kind, unit, record, 3)


def ask(
    row: Stated,
    known: LedgerEntry | None,
    *,
    unsettled: bool = False,
    refused: Operation | None = None,
    refusal: EarlierRefusal | None = None,
) -> Decision:
    return decide(row, PERSON, known, unsettled=unsettled, refused=refused, refusal=refusal, same=same)


def test_nobody_known_is_created_with_all_that_is_stated() -> None:
    decision = ask(stated(AN), None)
    assert isinstance(decision, Operation)
    assert decision.changes == ()
    assert decision.record == AN
    assert decision.unit == UNIT


def test_a_changed_value_is_an_update_that_names_old_and_new() -> None:
    decision = ask(stated({**AN, "phone": "0900000002"}), entry())
    assert isinstance(decision, Operation)
    assert decision.changes == (Change("phone", "0900000001", "0900000002"),)


def test_what_the_list_does_not_state_stays_as_the_upstream_has_it() -> None:
    decision = ask(stated({"full_name": AN["full_name"], "phone": "0900000002"}), entry())
    assert isinstance(decision, Operation)
    assert decision.record["date_of_birth"] == "2004-05-17"


def test_a_value_stated_to_be_empty_is_cleared() -> None:
    decision = ask(stated({**AN, "phone": None}), entry())
    assert isinstance(decision, Operation)
    assert decision.changes == (Change("phone", "0900000001", None),)


@pytest.mark.parametrize("typed", ["NGUYỄN VĂN AN", "Nguyễn  Văn An", unicodedata.normalize("NFD", "Nguyễn Văn An")])
def test_a_cosmetic_edit_sends_nothing_and_is_listed(typed: str) -> None:
    decision = ask(stated({**AN, "full_name": typed}), entry())
    assert isinstance(decision, InStep)
    assert [edit.field for edit in decision.edits] == ["full_name"]


def test_what_cleaning_took_away_is_listed_as_it_stands_in_the_cell() -> None:
    row = CleanRow(5, AN, {"phone": Step("900000001", ("number-text", "zero-restored"))}, ())
    decision = ask(Stated(row, Place("l", "f.xlsx", "S", 5), ListKind.MEMBERS, UNIT, AN), entry())
    assert decision == InStep((Change("phone", "0900000001", "900000001"),))


def test_an_equal_row_is_in_step() -> None:
    assert ask(stated(AN), entry()) == InStep()


def test_tone_marks_make_another_name() -> None:
    decision = ask(stated({**AN, "full_name": "Nguyễn Văn Ân"}), entry())
    assert isinstance(decision, Operation)


def test_another_unit_waits_for_the_transfer_paper() -> None:
    decision = ask(stated(AN, unit="Chi đoàn 2, Đoàn xã Mẫu"), entry())
    assert isinstance(decision, Hold)
    assert decision.code == "unit-changed"
    assert decision.person == PERSON


def test_a_retyped_unit_is_the_same_unit() -> None:
    assert ask(stated(AN, unit="CHI ĐOÀN 1,  Đoàn xã Mẫu"), entry()) == InStep()


def test_a_youth_on_a_members_list_was_admitted() -> None:
    """A change of kind, and of unit where the branch is another: youth belong to none, so nobody is transferred."""
    decision = ask(stated(AN), entry(kind=ListKind.YOUTH))
    assert isinstance(decision, Operation)
    assert decision.kind is ListKind.MEMBERS
    assert decision.changes == (Change("kind", "youth", "members"),)
    elsewhere = ask(stated(AN, unit="Chi đoàn 2"), entry(kind=ListKind.YOUTH))
    assert isinstance(elsewhere, Operation)
    assert [change.field for change in elsewhere.changes] == ["kind", "unit"]


def test_a_member_on_a_youth_list_waits_for_a_person() -> None:
    """Nobody leaves the Union by a list."""
    decision = ask(stated(AN, kind=ListKind.YOUTH), entry())
    assert isinstance(decision, Hold)
    assert decision.code == "kind-changed"


def test_nothing_is_decided_while_an_answer_is_outstanding() -> None:
    assert ask(stated({**AN, "phone": "0900000002"}), entry(), unsettled=True) == Waiting()


@pytest.mark.parametrize("known", [None, entry()])
def test_what_was_refused_is_not_sent_again_until_it_changes(known: LedgerEntry | None) -> None:
    record: Mapping[str, str | None] = {**AN, "phone": "0900000009"}
    refusal = EarlierRefusal(
        "Trùng số điện thoại",
        datetime(2026, 1, 2, tzinfo=UTC),
        OperationState.REJECTED,
    )
    refused = ask(stated(record), known)
    assert isinstance(refused, Operation)
    assert ask(stated(record), known, refused=refused, refusal=refusal) == StillRefused(refusal.words)
    retyped = stated({**record, "full_name": f" {AN['full_name']} ".upper()})
    assert ask(retyped, known, refused=refused, refusal=refusal) == StillRefused(refusal.words)
    changed = ask(stated({**record, "phone": "0900000008"}), known, refused=refused, refusal=refusal)
    assert isinstance(changed, Operation)


def test_what_was_given_up_is_not_sent_again_and_not_called_refused() -> None:
    record: Mapping[str, str | None] = {**AN, "phone": "0900000009"}
    given_up = EarlierRefusal("", datetime(2026, 1, 2, tzinfo=UTC), OperationState.DEAD)
    tried = ask(stated(record), None)
    assert isinstance(tried, Operation)
    assert ask(stated(record), None, refused=tried, refusal=given_up) == StillRefused("", given_up=True)


def test_the_question_about_a_person_is_the_same_on_every_run() -> None:
    first = ask(stated(AN, unit="Chi đoàn 2, Đoàn xã Mẫu"), entry())
    again = ask(stated({**AN, "phone": "1"}, unit="Chi đoàn 2, Đoàn xã Mẫu"), entry())
    assert isinstance(first, Hold)
    assert isinstance(again, Hold)
    assert first.key == again.key
