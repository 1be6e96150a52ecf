"""Putting one person's story together, from fabricated operations, decisions and entries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state.journal import spans
from sync.charter import Status
from sync.evidence.story import Story, covered, tell
from sync.ports import IdentityKey, JournalEntry, OperationInfo, PastOperation
from sync.questions.openholds import WaitingHold
from sync.values import (
    Answer,
    Change,
    Hold,
    LedgerEntry,
    ListKind,
    OfficerDecision,
    Operation,
    OperationState,
    OperationType,
    PersonId,
    Place,
    Step,
)

LAN, OTHER = PersonId(77), PersonId(78)
ONE, TWO = "Chi đoàn 1", "Chi đoàn 2"
DAY = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
PLACE = Place("one", "one.csv", "", 7)
NUMBER, NAME = IdentityKey("national_id", b"n" * 16), IdentityKey("name_birth", b"b" * 16)
RECORD = {"full_name": "Lê Thị Lan", "phone": "0355512345", "email": None}


def past(
    number: int,
    *,
    state: OperationState = OperationState.APPLIED,
    unit: str = ONE,
    status: Status = Status.ACTIVE,
    keys: Sequence[IdentityKey] = (NUMBER, NAME),
    behind: tuple[str, str] | None = None,
    **decided: object,
) -> PastOperation:
    """An operation decided on its own day by a run of its own number; it came to its state a minute later."""
    operation = Operation(OperationType.UPSERT, LAN, ListKind.MEMBERS, unit, RECORD, (), PLACE, status=status)
    changed: Operation = replace(operation, **decided)  # type: ignore[arg-type]
    began = DAY + timedelta(days=number)
    info = OperationInfo(number, number, LAN, changed, state, 1, "", number)
    return PastOperation(info, keys, f"RUN{number}", "sync", began, began, began + timedelta(minutes=1), "B", behind)


def decision(number: int, *, at: int = 1, **facts: object) -> OfficerDecision:
    made = OfficerDecision(
        b"q" * 16, "missing", f"missing:{number}", Answer.REJECT, None, {}, b"", "vì thế", "", PLACE, number=number
    )
    return replace(made, at=DAY + timedelta(days=at), **facts)  # type: ignore[arg-type]


def entry(unit: str = ONE, status: Status = Status.ACTIVE, code: str | None = None) -> LedgerEntry:
    return LedgerEntry(LAN, ListKind.MEMBERS, unit, RECORD, 1, code, status=status)


def story(
    *operations: PastOperation,
    ledger: LedgerEntry | None = None,
    decisions: Sequence[OfficerDecision] = (),
    holds: Sequence[Hold] = (),
    journal: Sequence[JournalEntry] = (),
) -> Story:
    """The story of Lan; what is asked is under the number of its place."""
    waiting = [WaitingHold(str(number), hold, DAY, None) for number, hold in enumerate(holds)]
    return tell(LAN, ledger, operations, decisions, waiting, journal)


# ── since when ───────────────────────────────────────────────────────────────────────────────────────────────


def test_somebody_stands_so_since_they_came_there_and_not_since_the_last_word() -> None:
    """Back in a unit after another one: since the return. What was refused in between changes nothing."""
    told = story(
        past(1),
        past(2, unit=TWO),
        past(3),
        past(4, unit=TWO, state=OperationState.REJECTED),
        past(5),
        ledger=entry(),
    ).standing
    assert told is not None
    assert told.since == DAY + timedelta(days=3, minutes=1)
    assert told.confirmed == DAY + timedelta(days=5, minutes=1)


@pytest.mark.parametrize("other", [{"status": Status.MATURED}, {"kind": ListKind.YOUTH}])
def test_another_status_or_kind_is_another_standing(other: dict[str, object]) -> None:
    told = story(past(1, **other), past(2), ledger=entry()).standing  # type: ignore[arg-type]
    assert told is not None
    assert told.since == DAY + timedelta(days=2, minutes=1)


def test_nothing_is_said_of_when_where_no_operation_tells() -> None:
    told = story(ledger=entry()).standing
    assert told is not None
    assert (told.since, told.confirmed) == (None, None)


# ── how somebody was recognised ──────────────────────────────────────────────────────────────────────────────


def test_recognised_by_the_keys_that_were_known_before() -> None:
    """The first shared nothing; the second row's number is new; the third bears both, and the upstream's code."""
    renewed = IdentityKey("national_id", b"r" * 16)
    coded = past(3, keys=(renewed, NAME), record={**RECORD, "member_code": "TN7"})
    third, second, first = story(past(1), past(2, keys=(renewed, NAME)), coded, ledger=entry(code="TN7")).operations
    assert (first.first, first.matched) == (True, [])
    assert (second.first, second.matched) == (False, ["name_birth"])
    assert third.matched == ["member_code", "national_id", "name_birth"]


def test_who_it_is_may_be_an_officers_word() -> None:
    """One about this very row, and before it went; not a later one, nor one about another row."""
    who = decision(1, code="ambiguous-identity", answer=Answer.SAME_AS, person=LAN)
    later, elsewhere = replace(who, number=2, at=DAY + timedelta(days=9)), replace(who, number=3, place=Place("two"))
    assert [one.decision for one in story(past(4), decisions=[who, later, elsewhere]).operations] == [1]
    assert [one.decision for one in story(past(4), decisions=[later, elsewhere]).operations] == [None]


# ── values ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_first_record_is_told_whole_and_later_ones_by_what_differs() -> None:
    steps = {"phone": Step("+84 355 512 345", ("country-code",)), "full_name": Step("Lê  Thị Lan", ("spaces",))}
    changed = (Change("phone", "0900000040", "0355512345"),)
    second, first = story(past(1), past(2, changes=changed, steps=steps)).operations
    assert [(one.field, one.old, one.new, one.changed) for one in first.values] == [
        ("full_name", None, "Lê Thị Lan", True),
        ("phone", None, "0355512345", True),
    ]
    assert [(one.field, one.old, one.new, one.changed, one.found) for one in second.values] == [
        ("phone", "0900000040", "0355512345", True, "+84 355 512 345"),
        ("full_name", "Lê Thị Lan", "Lê Thị Lan", False, "Lê  Thị Lan"),
    ]
    retried = story(past(1, state=OperationState.REJECTED), past(2)).operations[0]
    assert len(retried.values) == 2, "the upstream had taken nothing yet: the record goes whole once more"


# ── decisions and questions ──────────────────────────────────────────────────────────────────────────────────


def test_decisions_about_the_person_or_what_theirs_waited_behind() -> None:
    chosen = decision(1, person=LAN)
    considered = decision(2, person=OTHER, about={LAN: b"", OTHER: b""})
    of_unit = decision(3, code="reorganisation", key="reorganisation:9")
    foreign = decision(4, person=OTHER)
    behind = past(1, behind=("reorganisation", "reorganisation:9"))
    told = story(behind, decisions=[chosen, considered, of_unit, foreign])
    assert [(one.decision.number, one.chosen) for one in told.decisions] == [(3, False), (2, False), (1, True)]
    assert told.operations[0].behind == "reorganisation"


def test_open_questions_about_the_person() -> None:
    holds = [
        Hold("missing", "missing:77", PLACE, person=LAN),
        Hold("missing", "missing:78", PLACE, person=OTHER),
        Hold("ambiguous-identity", "ambiguous-identity:0", PLACE, candidates=(OTHER, LAN)),
        Hold("reorganisation", "reorganisation:9", PLACE),
    ]
    behind = past(1, state=OperationState.HELD, behind=("reorganisation", "reorganisation:9"))
    assert [one.id for one in story(behind, holds=holds).questions] == ["0", "2", "3"]


# ── the journal ──────────────────────────────────────────────────────────────────────────────────────────────


@given(st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)))
def test_an_entry_covers_what_its_stretches_hold_and_nothing_else(named: set[int], mine: set[int]) -> None:
    """Whatever the journal writes of a batch's operations, the story reads back."""
    facts: dict[str, object] = {"batch": "B", "bytes": 9, "applied": spans(sorted(named))}
    assert covered(sorted(mine), facts) == sorted(named & mine)
    assert covered(sorted(mine), {"operations": sorted(named), "outcome": "applied"}) == sorted(named & mine)


def test_entries_stand_with_what_they_are_about() -> None:
    numbers = count(1)

    def written(event: str, facts: dict[str, object], run: int | None = None) -> JournalEntry:
        return JournalEntry(next(numbers), DAY, event, run, "cron", facts, b"", b"")

    journal = [
        written("run.started", {"kind": "sync"}, 1),
        written("run.started", {"kind": "sync"}, 2),
        written("run.released", {"operations": 3, "superseded": 0}, 1),
        written("batch.sent", {"batch": "B", "operations": [[1, 2], [5, 9]]}, 1),
        written("batch.settled", {"batch": "B", "applied": [[2, 2]], "rejected": [[1, 1]]}, 1),
        written("batch.settled", {"batch": "C", "applied": [[3, 4]]}, 1),
        written("operation.decided", {"outcome": "applied", "operations": [1, 4]}),
        written("hold.decided", {"decision": 1, "person": LAN}),
        written("hold.decision-withdrawn", {"decision": 2}),
        written("person.looked-up", {"people": [OTHER, LAN]}),
        written("person.looked-up", {"people": [OTHER]}),
        written("refusal.forgotten", {"people": 77}),
    ]
    told = story(past(1), decisions=[decision(1, person=LAN)], journal=journal)
    assert [one.number for one in told.operations[0].entries] == [4, 5, 7]
    assert told.operations[0].run_entries == [1, 3]
    assert [one.number for one in told.decisions[0].entries] == [8]
    assert [one.number for one in told.looks] == [10]
