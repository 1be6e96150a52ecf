"""The stand-in's movements over the wire: what may follow what, what a paper must state, and how a transfer goes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import orjson
import pytest

from standin.settings import Settings
from tests.support.standin import LiveStandin, live_standin

NUMBERS = count(1)
HERE, THERE = "Chi đoàn 1, Đoàn xã Bình An", "Chi đoàn 2, Đoàn xã Bình An"
RECORD = {"full_name": "Trần Thị Mận", "date_of_birth": "2004-05-17"}
PAPER = {
    "on": "2026-03-05",
    "decision_no": "07-QĐ/ĐTN",
    "destination": THERE,
    "origin": THERE,
    "reason": "Theo gia đình",
}


@pytest.fixture(scope="module")
def standin() -> Iterator[LiveStandin]:
    with live_standin(Settings()) as running:
        yield running


@pytest.fixture(autouse=True)
def _at_once(standin: LiveStandin) -> None:
    receiver(standin, "now")


def receiver(standin: LiveStandin, mode: str) -> int:
    """Tell receiving branches how to answer; return how many transfers that answered."""
    return int(standin.http.put("/_receiver", json={"mode": mode}).raise_for_status().json()["answered"])


def send(standin: LiveStandin, person: str, type_: str, *, unit: str = HERE, **more: Any) -> dict[str, Any]:
    """Send one operation in a batch of its own; return its verdict with the problem's code beside it."""
    operation = {"id": f"op-{next(NUMBERS)}", "type": type_, "person": person, "kind": "members", "unit": unit}
    operation |= {"fields": dict(RECORD), "movement": None if type_ == "upsert" else dict(PAPER)} | more
    headers = {"Idempotency-Key": f"key-{next(NUMBERS)}", "Content-Type": "application/json"}
    answer = standin.http.post("/v1/batches", content=orjson.dumps({"operations": [operation]}), headers=headers)
    (found,) = answer.json()["results"]
    problem = found["problem"]
    return {**found, "code": problem["type"].removeprefix("/problems/") if problem else "", "sent": operation}


def member(standin: LiveStandin, **fields: str) -> str:
    """Put a new active member into the register; return the reference."""
    person = f"p-{next(NUMBERS)}"
    assert send(standin, person, "upsert", fields={**RECORD, **fields})["status"] == "applied"
    return person


def held(standin: LiveStandin, person: str) -> dict[str, Any]:
    (found,) = [one for one in standin.people() if one["person"] == person]
    return found


@pytest.mark.parametrize(
    ("movement", "status"),
    [("strike_off", "struck_off"), ("expel", "expelled"), ("mature", "matured"), ("decease", "deceased")],
)
def test_who_leaves_is_kept_with_the_reason_and_changed_no_more(
    standin: LiveStandin, movement: str, status: str
) -> None:
    person = member(standin)
    send(standin, person, "away")
    assert send(standin, person, movement)["status"] == "applied"
    assert (held(standin, person)["status"], held(standin, person)["overlays"]) == (status, {})
    assert send(standin, person, "upsert")["code"] == "person-gone"
    assert send(standin, person, "transfer")["code"] == "movement-impossible"


@pytest.mark.parametrize(
    ("before", "movement", "code"),
    [
        ([], "returned", "movement-impossible"),
        (["away"], "away", "movement-impossible"),
        ([], "admit", "movement-impossible"),
        ([], "readmit", "movement-impossible"),
        (["strike_off"], "mature", "movement-impossible"),
        (["strike_off"], "readmit", ""),
        (["mature"], "readmit", "movement-impossible"),
        (["away"], "returned", ""),
        (["temporary_out"], "temporary_end", ""),
        (["mature"], "decease", ""),
        (["decease"], "decease", "movement-impossible"),
        ([], "extend", ""),
        ([], "party_admit", ""),
    ],
)
def test_what_may_follow_what(standin: LiveStandin, before: list[str], movement: str, code: str) -> None:
    person = member(standin)
    for earlier in before:
        assert send(standin, person, earlier)["status"] == "applied"
    assert send(standin, person, movement)["code"] == code


@pytest.mark.parametrize("movement", ["admit", "transfer_in", "temporary_in"])
def test_somebody_new_may_come_by_a_movement(standin: LiveStandin, movement: str) -> None:
    person = f"p-{next(NUMBERS)}"
    assert send(standin, person, movement)["status"] == "applied"
    assert held(standin, person)["status"] == "active"


@pytest.mark.parametrize("movement", ["transfer", "away", "strike_off", "mature", "readmit", "decease"])
def test_nobody_unknown_can_leave(standin: LiveStandin, movement: str) -> None:
    assert send(standin, f"p-{next(NUMBERS)}", movement)["code"] == "unknown-member"


def test_a_youth_is_admitted_as_the_same_person(standin: LiveStandin) -> None:
    person = f"p-{next(NUMBERS)}"
    send(standin, person, "upsert", kind="youth")
    code = held(standin, person)["member_code"]
    assert send(standin, person, "admit")["status"] == "applied"
    assert (held(standin, person)["kind"], held(standin, person)["member_code"]) == ("members", code)


@pytest.mark.parametrize(
    ("movement", "lacks"),
    [("strike_off", "decision_no"), ("mature", "decision_no"), ("transfer", "destination"), ("away", "destination")],
)
def test_a_paper_that_lacks_what_it_must_state_is_refused(standin: LiveStandin, movement: str, lacks: str) -> None:
    person = member(standin)
    verdict = send(standin, person, movement, movement={**PAPER, lacks: None})
    assert (verdict["code"], verdict["problem"]["field"]) == ("movement-incomplete", f"movement.{lacks}")
    assert held(standin, person)["status"] == "active"


@pytest.mark.parametrize("paper", [None, {}, {"on": "05/03/2026"}, {"on": 5}, {**PAPER, "reason": ["x"]}])
def test_a_paper_that_is_none_is_refused(standin: LiveStandin, paper: object) -> None:
    assert send(standin, member(standin), "strike_off", movement=paper)["code"] == "operation-invalid"


def test_a_transfer_the_receiver_confirms_at_once(standin: LiveStandin) -> None:
    person = member(standin)
    assert send(standin, person, "transfer")["status"] == "applied"
    now = held(standin, person)
    assert (now["status"], now["unit"], now["transfer_to"]) == ("active", THERE, None)


@pytest.mark.parametrize(("answer", "unit", "status"), [("now", THERE, "applied"), ("refuse", HERE, "rejected")])
def test_accepted_is_not_applied_until_the_receiver_answers(
    standin: LiveStandin, answer: str, unit: str, status: str
) -> None:
    receiver(standin, "later")
    person = member(standin)
    send(standin, person, "away")
    verdict = send(standin, person, "transfer")
    assert verdict["status"] == "accepted"
    now = held(standin, person)
    assert (now["status"], now["unit"], now["transfer_to"]) == ("transferring", HERE, THERE)
    assert send(standin, person, "transfer")["code"] == "movement-impossible"
    ticket = f"/v1/operations/{verdict['id']}"
    assert standin.http.get(ticket).json()["status"] == "accepted"
    assert receiver(standin, answer) == 1
    told = standin.http.get(ticket).json()
    assert told["status"] == status
    assert (told["problem"] is not None) == (status == "rejected")
    now = held(standin, person)
    assert (now["status"], now["unit"], now["etag"]) == ("active", unit, told["etag"])
    assert now["overlays"] == {"away": "2026-03-05"}


def test_a_receiver_that_refuses_leaves_everything_as_it_was(standin: LiveStandin) -> None:
    receiver(standin, "refuse")
    person = member(standin)
    before = held(standin, person)
    assert send(standin, person, "transfer")["code"] == "transfer-refused"
    assert held(standin, person) == before


def test_one_operation_moves_somebody_once_in_whatever_batch_it_comes(standin: LiveStandin) -> None:
    receiver(standin, "later")
    person = member(standin)
    first = send(standin, person, "transfer")
    again = send(standin, person, "transfer", id=first["id"])
    assert (again["status"], again["code"]) == ("accepted", "")
    receiver(standin, "now")
    assert send(standin, person, "transfer", id=first["id"])["status"] == "applied"
    assert [one["what"] for one in standin.effects(person)] == ["created", "transfer"]
    other = send(standin, person, "transfer", id=first["id"], movement={**PAPER, "on": "2026-04-01"})
    assert other["code"] == "operation-id-reused"


@pytest.mark.parametrize("movement", ["admit", "transfer_in", "transfer", "away", "reorganise", "decease"])
def test_a_movement_stands_once_in_the_history_with_what_it_changed(standin: LiveStandin, movement: str) -> None:
    known = movement not in {"admit", "transfer_in"}
    person = member(standin) if known else f"p-{next(NUMBERS)}"
    sent = send(standin, person, movement, fields={**RECORD, "phone": "0912345678"})
    again = send(standin, person, movement, id=sent["id"], fields={**RECORD, "phone": "0912345678"})
    assert (sent["status"], again["status"], again["etag"]) == ("applied", "applied", sent["etag"])
    found = [(one["what"], "phone" in one["fields"]) for one in standin.effects(person)]
    assert found == [("created", False)] * known + [(movement, True)]
    assert held(standin, person)["fields"]["phone"] == "0912345678"
    assert standin.stats()["doubled"] == 0


def test_a_reorganisation_moves_somebody_at_once_and_keeps_what_lasts(standin: LiveStandin) -> None:
    receiver(standin, "later")
    person = member(standin)
    send(standin, person, "away")
    send(standin, person, "transfer")
    merged = "Chi đoàn 7, Đoàn xã Bình An"
    assert send(standin, person, "reorganise", unit=merged, movement={"on": "2026-03-05"})["status"] == "applied"
    now = held(standin, person)
    assert (now["status"], now["unit"], now["transfer_to"]) == ("transferring", merged, THERE)
    assert now["overlays"] == {"away": "2026-03-05"}
    assert send(standin, person, "reorganise", unit=" ")["code"] == "unit-missing"


def test_a_change_made_while_a_transfer_waits_is_kept_by_it(standin: LiveStandin) -> None:
    receiver(standin, "later")
    person = member(standin)
    etag = held(standin, person)["etag"]
    send(standin, person, "transfer", fields={"phone": "0912345678"})
    now = held(standin, person)
    assert now["etag"] != etag
    assert "phone" not in now["fields"]
    send(standin, person, "upsert", fields={**RECORD, "hometown": "Phan Thiết"})
    receiver(standin, "now")
    fields = held(standin, person)["fields"]
    assert (fields["phone"], fields["hometown"]) == ("0912345678", "Phan Thiết")


def test_a_movement_with_a_record_that_may_not_stand_changes_nothing(standin: LiveStandin) -> None:
    person = member(standin)
    before = held(standin, person)
    assert send(standin, person, "away", fields={"phone": "12"})["code"] == "phone-invalid"
    assert held(standin, person) == before


def test_a_stale_movement_is_refused(standin: LiveStandin) -> None:
    person = member(standin)
    assert send(standin, person, "strike_off", if_match='"0-0"')["code"] == "precondition-failed"
    etag = held(standin, person)["etag"]
    assert send(standin, person, "strike_off", if_match=etag)["status"] == "applied"


def test_who_has_left_is_not_counted_in_the_unit_and_can_be_asked_for(standin: LiveStandin) -> None:
    unit = "Chi đoàn 9, Đoàn xã Bình An"
    person = f"p-{next(NUMBERS)}"
    send(standin, person, "upsert", unit=unit)
    numbers = {one["unit"]: one["members"] for one in standin.http.get("/v1/unit-numbers").json()["items"]}
    assert numbers[unit] == 1
    send(standin, person, "mature", unit=unit)
    numbers = {one["unit"]: one["members"] for one in standin.http.get("/v1/unit-numbers").json()["items"]}
    assert unit not in numbers
    assert [one["person"] for one in standin.people(unit=unit, status="matured")] == [person]
    assert standin.people(unit=unit, status="active") == []


@pytest.mark.parametrize(("lang", "words"), [("vi", "đã xóa tên"), ("en", "struck off")])
def test_the_page_says_where_somebody_stands(standin: LiveStandin, lang: str, words: str) -> None:
    person = member(standin, full_name="Lê Văn Rời")
    send(standin, person, "strike_off", fields={**RECORD, "full_name": "Lê Văn Rời"})
    code = held(standin, person)["member_code"]
    assert words in standin.http.get("/", params={"code": code, "lang": lang}).text
    assert words in standin.http.get("/", params={"q": "Lê Văn Rời", "lang": lang}).text
