"""What every upstream promises about movements: what they do to a person, how a transfer goes, and what is told of it
afterwards. Asked of the one in memory and of the client against the live stand-in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.charter import Overlay, Status
from sync.errors import Unavailable
from sync.values import ASKED_FOR, ListKind, OperationType, Outcome, Outgoing, Verdict
from tests.contract.upstream_support import Side, again, person, running, send, side, standing

__all__ = ["running", "side"]

HERE, THERE = "Chi đoàn 1, Đoàn xã Bình An", "Chi đoàn 2, Đoàn xã Bình An"
PAPER = {
    "on": "2026-03-05",
    "decision_no": "07-QĐ/ĐTN",
    "destination": "Bình An 2",
    "origin": "Đoàn xã Tân Lập",
    "reason": "Theo gia đình",
}
Type = OperationType


def movement(operation: Outgoing, type_: Type, **changes: object) -> Outgoing:
    """A movement of the person of an operation."""
    return again(operation, **({"type": type_, "movement": PAPER} | changes))


def member(side: Side, *movements: Type) -> Outgoing:
    """Put an active member into the register, and let those movements follow."""
    operation = person()
    for each in (operation, *(movement(operation, type_) for type_ in movements)):
        assert [verdict.outcome for verdict in send(side, each)] == [Outcome.APPLIED]
    return operation


def transfer(operation: Outgoing) -> Outgoing:
    return movement(operation, Type.TRANSFER, unit=THERE)


@pytest.mark.parametrize(
    ("before", "type_", "status", "overlays"),
    [
        ([], Type.STRIKE_OFF, Status.STRUCK_OFF, set()),
        ([], Type.EXPEL, Status.EXPELLED, set()),
        ([Type.AWAY], Type.MATURE, Status.MATURED, set()),
        ([Type.MATURE], Type.DECEASE, Status.DECEASED, set()),
        ([Type.STRIKE_OFF], Type.READMIT, Status.ACTIVE, set()),
        ([Type.PARTY_ADMIT], Type.AWAY, Status.ACTIVE, {Overlay.PARTY, Overlay.AWAY}),
        ([Type.AWAY, Type.EXTEND], Type.RETURNED, Status.ACTIVE, {Overlay.EXTENDED}),
        ([], Type.TEMPORARY_OUT, Status.ACTIVE, {Overlay.TEMPORARY_OUT}),
        ([], Type.TEMPORARY_IN, Status.ACTIVE, {Overlay.TEMPORARY_IN}),
        ([Type.TEMPORARY_OUT], Type.TEMPORARY_END, Status.ACTIVE, set()),
        ([Type.AWAY], Type.REORGANISE, Status.ACTIVE, {Overlay.AWAY}),
        ([], Type.TRANSFER, Status.ACTIVE, set()),
    ],
)
def test_a_movement_leads_where_the_domain_book_says(
    side: Side, before: list[Type], type_: Type, status: Status, overlays: set[Overlay]
) -> None:
    operation = member(side, *before)
    moves = type_ in {Type.TRANSFER, Type.REORGANISE, Type.READMIT}
    record = {**operation.record, "phone": "0912345678"}
    [verdict] = send(side, movement(operation, type_, unit=THERE if moves else HERE, record=record))
    now = standing(side, operation)
    assert (verdict.outcome, verdict.etag) == (Outcome.APPLIED, now.etag)
    assert (now.status, now.unit) == (status, THERE if moves else HERE)
    assert now.overlays == dict.fromkeys(overlays, PAPER["on"])
    assert now.record["phone"] == "0912345678"


@pytest.mark.parametrize("type_", [Type.ADMIT, Type.TRANSFER_IN, Type.TEMPORARY_IN])
def test_somebody_new_comes_by_a_movement(side: Side, type_: Type) -> None:
    operation = person(type=type_, movement=PAPER)
    assert send(side, operation)[0].outcome is Outcome.APPLIED
    assert (standing(side, operation).status, standing(side, operation).unit) == (Status.ACTIVE, HERE)
    assert side.effects(operation.id) == 1


def test_a_youth_is_admitted_as_the_same_person(side: Side) -> None:
    youth = person(kind=ListKind.YOUTH, unit=THERE)
    [first] = send(side, youth)
    [verdict] = send(side, movement(youth, Type.ADMIT, kind=ListKind.MEMBERS, unit=HERE))
    now = standing(side, youth)
    assert (now.kind, now.unit, now.member_code, verdict.outcome) == (
        ListKind.MEMBERS,
        HERE,
        first.member_code,
        Outcome.APPLIED,
    )


@pytest.mark.parametrize(
    ("before", "type_", "code"),
    [
        ([], Type.RETURNED, "movement-impossible"),
        ([], Type.TEMPORARY_END, "movement-impossible"),
        ([Type.AWAY], Type.AWAY, "movement-impossible"),
        ([], Type.ADMIT, "movement-impossible"),
        ([], Type.READMIT, "movement-impossible"),
        ([Type.MATURE], Type.READMIT, "movement-impossible"),
        ([Type.STRIKE_OFF], Type.TRANSFER, "movement-impossible"),
        ([Type.EXPEL], Type.REORGANISE, "movement-impossible"),
        ([Type.DECEASE], Type.DECEASE, "movement-impossible"),
        ([Type.MATURE], Type.UPSERT, "person-gone"),
    ],
)
def test_what_cannot_follow_is_refused_and_changes_nothing(
    side: Side, before: list[Type], type_: Type, code: str
) -> None:
    operation = member(side, *before)
    known = standing(side, operation)
    refused = again(operation) if type_ is Type.UPSERT else movement(operation, type_, unit=THERE)
    [verdict] = send(side, refused)
    assert (verdict.outcome, verdict.code, bool(verdict.words)) == (Outcome.REJECTED, code, True)
    assert standing(side, operation) == known


@pytest.mark.parametrize("type_", [Type.AWAY, Type.TRANSFER, Type.MATURE, Type.DECEASE, Type.REORGANISE])
def test_nobody_unknown_leaves_or_moves(side: Side, type_: Type) -> None:
    [verdict] = send(side, person(type=type_, movement=PAPER))
    assert (verdict.outcome, verdict.code) == (Outcome.REJECTED, "unknown-member")


def test_a_paper_without_what_it_needs_is_refused_by_name(side: Side) -> None:
    operation = member(side)
    [verdict] = send(side, movement(operation, Type.EXPEL, movement={"on": "2026-03-05"}))
    assert (verdict.code, verdict.field) == ("movement-incomplete", "movement.decision_no")


def test_accepted_is_not_applied_until_the_receiver_confirms(side: Side) -> None:
    side.receiver("later")
    operation = member(side, Type.AWAY)
    going = transfer(operation)
    [verdict] = send(side, going, key=going.id)
    waiting = standing(side, operation)
    assert verdict.outcome is Outcome.ACCEPTED
    assert (waiting.status, waiting.unit) == (Status.TRANSFER_OUT_PENDING, HERE)
    assert list(side.upstream.outcome([going.id])) == []
    assert side.receiver("now") == 1
    now = standing(side, operation)
    assert (now.status, now.unit, dict(now.overlays)) == (Status.ACTIVE, THERE, {Overlay.AWAY: "2026-03-05"})
    told = Verdict(going.id, Outcome.APPLIED, now.member_code, now.etag)
    assert list(side.upstream.outcome([going.id])) == [told]
    assert send(side, going) == [told]
    assert send(side, going, key=going.id) == [verdict]
    assert side.effects(going.id) == 1


@pytest.mark.parametrize("waits", [True, False])
def test_a_receiver_that_refuses_leaves_everything_as_it_was(side: Side, waits: bool) -> None:
    operation = member(side, Type.AWAY)
    before = standing(side, operation)
    side.receiver("later" if waits else "refuse")
    going = transfer(operation)
    [verdict] = send(side, going)
    side.receiver("refuse")
    told = list(side.upstream.outcome([going.id])) if waits else [verdict]
    assert [(one.operation, one.outcome, one.code) for one in told] == [
        (going.id, Outcome.REJECTED, "transfer-refused")
    ]
    assert told[0].words
    assert standing(side, operation)._replace(updated=None) == before._replace(updated=None)
    side.receiver("now")
    assert (
        send(side, again(operation, etag=before.etag, record={"phone": "0912345678"}))[0].outcome is Outcome.APPLIED
    )


def test_a_transfer_to_where_no_list_of_ours_is_goes_by_the_paper(side: Side) -> None:
    operation = member(side)
    assert send(side, movement(operation, Type.TRANSFER))[0].outcome is Outcome.APPLIED
    assert standing(side, operation).unit == PAPER["destination"]


def test_what_became_of_an_operation_nobody_knows_is_not_told(side: Side) -> None:
    operation = member(side)
    verdicts = side.upstream.outcome(["there/is no such?", operation.id])
    assert [(verdict.operation, verdict.outcome) for verdict in verdicts] == [(operation.id, Outcome.APPLIED)]


def test_the_operations_of_the_profile_can_be_asked_for(side: Side) -> None:
    assert set(side.upstream.types()) == ASKED_FOR


def test_an_operation_id_cannot_be_used_for_another_paper(side: Side) -> None:
    operation = member(side)
    away = movement(operation, Type.AWAY)
    send(side, away)
    [verdict] = send(side, replace(away, movement={**PAPER, "on": "2026-04-01"}))
    assert verdict.code == "operation-id-reused"


def test_a_reason_is_kept_at_home(side: Side) -> None:
    body = side.upstream.encode([movement(person(), Type.STRIKE_OFF)])
    assert "Theo gia đình".encode() not in body
    assert "07-QĐ/ĐTN".encode() in body


def test_asking_an_upstream_that_is_away_is_unavailable(side: Side) -> None:
    operation = member(side)
    side.refuse_questions()
    with pytest.raises(Unavailable):
        side.upstream.outcome([operation.id])
