"""What an upstream without keys, versions or batches promises: the profile `rest` against the live stand-in."""

from __future__ import annotations

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from adapters.upstream.requests.upstream import RequestsUpstream
from config.profile import RequestsProfile, Retries, load_profile
from standin.rest.settings import RestSettings
from sync.errors import AnswerLost, Interrupted, Refused, Unavailable
from sync.values import ListKind, OperationType, Outcome, Outgoing, Verdict
from tests.contract.upstream_support import again, person
from tests.support.standin import LiveStandin, live_standin

BASE = "Đoàn xã Bình An"
HERE, THERE = f"Chi đoàn 1, {BASE}", f"Chi đoàn 2, {BASE}"
TREE = [
    {"id": "u1", "name": BASE},
    *({"id": f"c{number}", "name": f"Chi đoàn {number}", "parent": "u1"} for number in range(1, 6)),
]
PROFILE = load_profile("rest")
assert isinstance(PROFILE, RequestsProfile)
PROFILE = PROFILE.model_copy(
    update={"page_size": 3, "retries": Retries(attempts=2, base=0, cap=0), "rate": None, "batch_size": 20}
)
Type, Applied, Untouched = OperationType, Outcome.APPLIED, Outcome.UNTOUCHED


@pytest.fixture(scope="module")
def running() -> Iterator[LiveStandin]:
    with live_standin(RestSettings(rate=None)) as standin:
        standin.put_units(TREE)
        yield standin


@pytest.fixture
def standin(running: LiveStandin) -> LiveStandin:
    running.calm()
    return running


@pytest.fixture
def upstream(standin: LiveStandin) -> Iterator[RequestsUpstream]:
    upstream = RequestsUpstream(PROFILE, f"{standin.url}/api", "standin", "officer")
    yield upstream
    upstream.close()


def member(**changes: Any) -> Outgoing:
    """Somebody new with a code of their own."""
    record = {
        "member_code": f"{random.randrange(1_000_000, 10_000_000)}",
        "full_name": "Trần Thị Mận",
        "date_of_birth": "2004-05-17",
        "gender": "female",
        "national_id": f"{random.randrange(10**12):012d}",
    }
    return person(**({"unit": HERE, "record": record} | changes))


def known(operation: Outgoing, verdict: Verdict, **changes: Any) -> Outgoing:
    """A later operation about somebody the ledger holds."""
    given = {"member_code": verdict.member_code, "reference": verdict.reference, "known": True}
    return again(operation, **(given | changes))


def send(upstream: RequestsUpstream, *operations: Outgoing) -> list[Verdict]:
    return list(upstream.send("key", upstream.encode(operations)))


def recall(upstream: RequestsUpstream, *operations: Outgoing) -> list[Outcome]:
    return [verdict.outcome for verdict in upstream.recall("key", upstream.encode(operations))]


def broken_off(upstream: RequestsUpstream, *operations: Outgoing) -> Interrupted:
    with pytest.raises(Interrupted) as caught:
        send(upstream, *operations)
    return caught.value


def code_of(operation: Outgoing) -> dict[str, str | None]:
    """What the stand-in knows the requests of an operation by."""
    return {"memberCode": operation.record["member_code"]}


def there(standin: LiveStandin, operation: Outgoing) -> dict[str, Any]:
    return standin.members()[str(operation.record["member_code"])]


def is_there(standin: LiveStandin, operation: Outgoing) -> bool:
    return operation.record["member_code"] in standin.members()


def test_somebody_new_is_created_and_approved_and_their_handle_kept(
    upstream: RequestsUpstream, standin: LiveStandin
) -> None:
    first, second = member(), member(unit=THERE)
    verdicts = send(upstream, first, second)
    assert [(one.operation, one.outcome) for one in verdicts] == [(first.id, Applied), (second.id, Applied)]
    held = there(standin, first)
    assert (held["id"], held["memberCode"]) == (verdicts[0].reference, verdicts[0].member_code)
    assert (held["status"], held["dateOfBirth"], held["gender"]) == ("approved", "2004-05-17", "female")
    assert held["unionCellId"] != there(standin, second)["unionCellId"]
    assert held["effects"] == {"created": 1, "approved": 1}


def test_a_change_replaces_what_it_states_clears_what_it_empties_and_leaves_the_rest(
    upstream: RequestsUpstream, standin: LiveStandin
) -> None:
    new = member()
    new = replace(new, record={**new.record, "phone": "0912345678", "hometown": "Phan Thiết"})
    [verdict] = send(upstream, new)
    changed = known(new, verdict, record={"phone": None, "occupation": "Học sinh"})
    assert [one.outcome for one in send(upstream, changed)] == [Applied]
    held = there(standin, new)
    assert (held["phoneNumber"], held["occupation"], held["hometown"]) == (None, "Học sinh", "Phan Thiết")


def test_only_fields_that_are_named_leave(upstream: RequestsUpstream, standin: LiveStandin) -> None:
    new = member()
    body = upstream.encode([replace(new, record={**new.record, "birth_place": "Đà Lạt", "reward": "Khen"})])
    assert "Đà Lạt".encode() not in body
    assert b"Khen" not in body


def test_somebody_who_is_there_already_is_changed_and_not_created_twice(
    upstream: RequestsUpstream, standin: LiveStandin
) -> None:
    new = member()
    [first] = send(upstream, new)
    [second] = send(upstream, again(new, record={**new.record, "full_name": "Trần Thị Mơ"}))
    assert (second.outcome, second.reference) == (Applied, first.reference)
    held = there(standin, new)
    assert (held["fullName"], held["effects"]["created"]) == ("Trần Thị Mơ", 1)


def test_the_code_of_somebody_else_is_a_rejection_and_changes_nobody(
    upstream: RequestsUpstream, standin: LiveStandin
) -> None:
    new = member()
    send(upstream, new)
    other = member(record={**member().record, "member_code": new.record["member_code"], "full_name": "Lê Văn Tám"})
    [verdict] = send(upstream, other)
    assert (verdict.outcome, verdict.code) == (Outcome.REJECTED, "person-exists")
    assert "đã tồn tại" in verdict.words
    assert there(standin, new)["fullName"] == "Trần Thị Mận"


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"gender": "x"}, "upstream-refused", "invalid input value for enum"),
        ({"email": "no address"}, "upstream-refused", "Email không hợp lệ"),
        ({"full_name": None}, "upstream-refused", "Họ và tên là bắt buộc"),
        ({"member_code": None}, "upstream-refused", "Mã đoàn viên là bắt buộc"),
    ],
)
def test_a_bad_record_is_rejected_in_the_upstream_s_words_and_the_others_pass(
    upstream: RequestsUpstream, changes: dict[str, Any], code: str, words: str
) -> None:
    bad = member()
    bad = replace(bad, record={**bad.record, **changes})
    before, verdict, after = send(upstream, member(), bad, member())
    assert (before.outcome, after.outcome) == (Applied, Applied)
    assert (verdict.outcome, verdict.code) == (Outcome.REJECTED, code)
    assert words in verdict.words


def test_a_unit_that_is_not_there_is_a_rejection_and_nothing_is_sent(
    upstream: RequestsUpstream, standin: LiveStandin
) -> None:
    nowhere = member(unit=f"Chi đoàn 77, {BASE}")
    [verdict] = send(upstream, nowhere)
    assert (verdict.outcome, verdict.code, verdict.field) == (Outcome.REJECTED, "unit-missing", "unit")
    assert not is_there(standin, nowhere)


def test_youths_are_not_sent_where_only_members_are_taken(upstream: RequestsUpstream, standin: LiveStandin) -> None:
    youth = member(kind=ListKind.YOUTH)
    [verdict] = send(upstream, youth)
    assert (verdict.outcome, verdict.code) == (Outcome.REJECTED, "only-members")
    assert not is_there(standin, youth)


@pytest.mark.parametrize(
    ("type_", "field", "value"),
    [
        (Type.MATURE, "activityStatus", "graduated"),
        (Type.STRIKE_OFF, "activityStatus", "paused"),
    ],
)
def test_movements_are_carried_out(
    upstream: RequestsUpstream, standin: LiveStandin, type_: Type, field: str, value: str
) -> None:
    new = member()
    [verdict] = send(upstream, new)
    moved = known(new, verdict, type=type_, movement={"on": "2026-03-05", "decision_no": "07-QĐ/ĐTN"})
    assert recall(upstream, moved) == [Untouched]
    assert [one.outcome for one in send(upstream, moved)] == [Applied]
    assert there(standin, new)[field] == value
    assert recall(upstream, moved) == [Applied]


def test_a_transfer_goes_with_its_paper(upstream: RequestsUpstream, standin: LiveStandin) -> None:
    new = member()
    [verdict] = send(upstream, new)
    going = known(new, verdict, type=Type.TRANSFER, unit=THERE, movement={"on": "2026-03-05", "decision_no": "07"})
    assert [one.outcome for one in send(upstream, going)] == [Applied]
    [line] = there(standin, new)["transfers"]
    assert (line["onDate"], line["decisionNo"]) == ("2026-03-05", "07")


def test_a_transfer_to_where_somebody_is_already_is_left_to_an_officer(
    upstream: RequestsUpstream, standin: LiveStandin
) -> None:
    """So does one that leaves our lists look: the unit is the old one."""
    new = member()
    [verdict] = send(upstream, new)
    paper = {"on": "2026-03-05", "destination": "Đoàn xã Tân Lập"}
    [told] = send(upstream, known(new, verdict, type=Type.TRANSFER, movement=paper))
    assert (told.outcome, told.code) == (Outcome.REJECTED, "already-so")
    assert there(standin, new)["transfers"] == []


# ── what breaks ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_lost_answer_to_a_creation_is_found_by_reading_back(
    upstream: RequestsUpstream, standin: LiveStandin
) -> None:
    before, lost, after = member(), member(), member()
    standin.faults({"do": "drop", "when": "after", "where": code_of(lost)})
    answer = broken_off(upstream, before, lost, after)
    assert isinstance(answer.cause, AnswerLost)
    assert [(one.operation, one.outcome) for one in answer.verdicts] == [(before.id, Applied), (after.id, Untouched)]
    assert there(standin, lost)["effects"] == {"created": 1}
    assert not is_there(standin, after)
    standin.calm()
    assert recall(upstream, lost, after) == [Untouched, Untouched], "created and not approved is not done"
    assert [one.outcome for one in send(upstream, again(lost))] == [Applied]
    assert there(standin, lost)["effects"] == {"created": 1, "approved": 1}
    assert recall(upstream, lost) == [Applied]


def test_a_lost_transfer_is_never_asked_for_twice(upstream: RequestsUpstream, standin: LiveStandin) -> None:
    new = member()
    [verdict] = send(upstream, new)
    going = known(new, verdict, type=Type.TRANSFER, unit=THERE, movement={"on": "2026-03-05"})
    standin.faults({"do": "drop", "when": "after", "times": 1})
    with pytest.raises(AnswerLost):
        send(upstream, going)
    [told] = upstream.recall("key", upstream.encode([going]))
    assert (told.outcome, told.reference) == (Applied, verdict.reference)
    assert len(there(standin, new)["transfers"]) == 1


def test_what_was_not_sent_is_untouched(upstream: RequestsUpstream, standin: LiveStandin) -> None:
    first, second, third = member(), member(), member()
    standin.faults({"do": "status", "status": 503, "where": code_of(second)})
    answer = broken_off(upstream, first, second, third)
    assert isinstance(answer.cause, Unavailable)
    assert [one.outcome for one in answer.verdicts] == [Applied, Untouched, Untouched]
    assert not is_there(standin, second)


def test_a_record_the_upstream_fails_on_is_named_and_stands_alone(
    upstream: RequestsUpstream, standin: LiveStandin
) -> None:
    first, poison, third = member(), member(), member()
    standin.faults({"do": "status", "status": 500, "where": code_of(poison)})
    answer = broken_off(upstream, first, poison, third)
    assert isinstance(answer.cause, Refused)
    assert (answer.cause.code, answer.guilty) == ("upstream-failed", poison.id)
    assert [one.outcome for one in answer.verdicts] == [Applied, Untouched, Untouched]
    with pytest.raises(Refused):
        send(upstream, poison)


def test_a_page_in_place_of_an_answer_blames_no_record(upstream: RequestsUpstream, standin: LiveStandin) -> None:
    standin.faults({"do": "html", "status": 400})
    with pytest.raises(Unavailable) as caught:
        send(upstream, member())
    assert caught.value.code == "upstream-not-an-endpoint"


def test_a_tree_that_cannot_be_read_blames_no_record(upstream: RequestsUpstream, standin: LiveStandin) -> None:
    standin.faults({"do": "status", "status": 500, "method": "GET", "path": "/api/cells"})
    with pytest.raises(Unavailable) as caught:
        send(upstream, member())
    assert caught.value.code == "upstream-failed"


def test_a_login_that_ended_is_made_again(standin: LiveStandin) -> None:
    with live_standin(RestSettings(rate=None, token_seconds=0.4)) as short:
        short.put_units(TREE)
        upstream = RequestsUpstream(PROFILE, f"{short.url}/api", "standin", "officer")
        assert [one.outcome for one in send(upstream, *(member() for _ in range(60)))] == [Applied] * 60
        upstream.close()


def test_a_wrong_password_is_said_at_once(standin: LiveStandin) -> None:
    upstream = RequestsUpstream(PROFILE, f"{standin.url}/api", "wrong", "officer")
    for ask in (upstream.reach, lambda: send(upstream, member())):
        with pytest.raises(Unavailable) as caught:
            ask()
        assert caught.value.code == "upstream-unauthorised"
        assert "wrong" not in f"{caught.value} {caught.value!r}"
    upstream.close()


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_everybody_is_read_back_over_all_pages_each_once(upstream: RequestsUpstream) -> None:
    unit = f"Chi đoàn 3, {BASE}"
    operations = [member(unit=unit) for _ in range(7)]
    verdicts = send(upstream, *operations, member(unit=THERE))
    found = list(upstream.people(unit))
    assert [(one.reference, one.member_code) for one in found] == [
        (verdict.reference, verdict.member_code) for verdict in verdicts[:7]
    ]
    assert [dict(one.record) for one in found] == [dict(operation.record) for operation in operations]
    everybody = [one.reference for one in upstream.people()]
    assert len(everybody) == len(set(everybody)) > 7


def test_the_cells_are_read_with_the_branches_above_them(upstream: RequestsUpstream) -> None:
    units = list(upstream.units())
    assert [unit.name for unit in units] == [BASE, *(f"Chi đoàn {number}" for number in range(1, 6))]
    assert {unit.parent for unit in units[1:]} == {units[0].id}


def test_several_senders_at_once_are_kept_apart(upstream: RequestsUpstream) -> None:
    batches = [[member() for _ in range(4)] for _ in range(8)]
    with ThreadPoolExecutor(4) as senders:
        answers = list(senders.map(lambda batch: send(upstream, *batch), batches))
    assert [[one.member_code for one in answer] for answer in answers] == [
        [operation.record["member_code"] for operation in batch] for batch in batches
    ]


def test_what_was_reached_has_a_name(upstream: RequestsUpstream) -> None:
    assert upstream.reach() == {"name": "rest"}


def test_closing_twice_is_fine(upstream: RequestsUpstream) -> None:
    upstream.close()
    upstream.close()
