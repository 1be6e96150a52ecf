"""The stand-in, asked over the wire as any client would: the contract, the register's rules, and its process."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standin.settings import Settings
from tests.contract.standin_support import (
    NUMBERS,
    TOMORROW,
    code_of,
    operation,
    post,
    result,
    standin,
)
from tests.support.standin import LiveStandin, live_standin

__all__ = ["standin"]


# ── batches ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_200_when_all_are_applied_and_207_when_not(standin: LiveStandin) -> None:
    fine, wrong = operation(), operation(fields={})
    assert post(standin, fine).status_code == 200
    answer = post(standin, operation(), wrong, operation())
    assert answer.status_code == 207
    assert [one["status"] for one in answer.json()["results"]] == ["applied", "rejected", "applied"]
    refused = answer.json()["results"][1]
    assert (refused["member_code"], refused["etag"]) == (None, None)
    assert set(refused["problem"]) == {"type", "title", "status", "detail", "field"}


def test_the_same_key_brings_the_same_bytes_and_another_body_under_it_a_refusal(standin: LiveStandin) -> None:
    made = operation()
    first, second = post(standin, made, key="one"), post(standin, made, key="one")
    assert first.content == second.content
    assert (first.headers.get("Idempotency-Replayed"), second.headers.get("Idempotency-Replayed")) == (None, "true")
    other = post(standin, operation(), key="one")
    assert (other.status_code, code_of(other)) == (422, "idempotency-key-reused")
    assert len(standin.effects(made["person"])) == 1


def test_the_same_batch_from_several_senders_at_once_takes_effect_once(standin: LiveStandin) -> None:
    made = [operation() for _ in range(10)]
    with ThreadPoolExecutor(6) as senders:
        answers = list(senders.map(lambda _: post(standin, *made, key=made[0]["id"]).content, range(12)))
    assert len(set(answers)) == 1
    assert all(len(standin.effects(one["person"])) == 1 for one in made)


def test_a_batch_and_its_operations_can_be_asked_for_later(standin: LiveStandin) -> None:
    fine, wrong = operation(), operation(fields={})
    answer = post(standin, fine, wrong)
    assert standin.http.get(f"/v1/batches/{answer.json()['batch']}").json() == answer.json()
    for made, told in zip((fine, wrong), answer.json()["results"], strict=True):
        assert standin.http.get(f"/v1/operations/{made['id']}").json() == {**told, "batch": answer.json()["batch"]}
    for path in ("/v1/batches/b99999999", "/v1/batches/x", "/v1/batches/b" + "9" * 40, "/v1/operations/none"):
        assert code_of(standin.http.get(path)) == "not-found"


def test_a_rejected_operation_may_be_tried_again_once_its_reason_is_gone(standin: LiveStandin) -> None:
    number = f"{next(NUMBERS):012d}"
    holder, late = operation(record={"national_id": number}), operation(record={"national_id": number})
    post(standin, holder)
    assert result(standin, late)["status"] == "rejected"
    post(standin, operation(person=holder["person"], record={"national_id": None}))
    assert result(standin, late)["status"] == "applied"


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 400, "body-invalid"),
        (b"{", 400, "body-invalid"),
        (b"\xff", 400, "body-invalid"),
        (b"[]", 422, "batch-invalid"),
        (b"{}", 422, "batch-invalid"),
        (b'{"operations": {}}', 422, "batch-invalid"),
        (b'{"operations": []}', 422, "batch-invalid"),
        (b'{"operations": [1]}', 422, "batch-invalid"),
        (b'{"operations": [{"id": ""}]}', 422, "batch-invalid"),
        (b'{"operations": [{"id": 1}]}', 422, "batch-invalid"),
        (b'{"operations": [{"id": "a"}, {"id": "a"}]}', 422, "batch-invalid"),
    ],
)
def test_what_is_no_batch_is_refused_as_a_whole(standin: LiveStandin, content: bytes, status: int, code: str) -> None:
    headers = {"Idempotency-Key": f"key-{next(NUMBERS)}"}
    answer = standin.http.post("/v1/batches", content=content, headers=headers)
    assert (answer.status_code, code_of(answer)) == (status, code)


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": ""}, {"Idempotency-Key": "k" * 256}])
def test_a_batch_needs_a_key(standin: LiveStandin, headers: dict[str, str]) -> None:
    content = orjson.dumps({"operations": [operation()]})
    answer = standin.http.post("/v1/batches", content=content, headers=headers)
    assert (answer.status_code, code_of(answer)) == (400, "idempotency-key-missing")


def test_too_many_operations_and_too_many_bytes_are_413_and_nothing_of_them_is_taken(standin: LiveStandin) -> None:
    made = [operation() for _ in range(51)]
    answer = post(standin, *made)
    assert (answer.status_code, code_of(answer)) == (413, "too-large")
    assert standin.effects(made[0]["person"]) == []

    def pieces() -> Iterator[bytes]:
        yield from [b" " * 10_000] * 11

    for content in (b" " * 100_001, pieces()):
        answer = standin.http.post("/v1/batches", content=content, headers={"Idempotency-Key": "large"})
        assert (answer.status_code, code_of(answer)) == (413, "too-large")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2**70) | st.floats(allow_nan=False) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
PARTS = st.fixed_dictionaries(
    {},
    optional={
        name: st.sampled_from(["upsert", "members", "p", "1234567", "*"])
        | JSON
        | st.just({"full_name": "A", "gender": 3})
        for name in ("type", "person", "kind", "unit", "member_code", "if_match", "fields")
    },
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(parts=st.lists(PARTS, min_size=1, max_size=3))
def test_hostile_operations_are_rejected_one_by_one_and_never_break_it(
    standin: LiveStandin, parts: list[dict[str, Any]]
) -> None:
    made = [{"id": f"hostile-{next(NUMBERS)}", **part} for part in parts]
    body = orjson.dumps({"operations": _within_64_bits(made)})
    headers = {"Idempotency-Key": made[0]["id"]}
    answer = standin.http.post("/v1/batches", content=body, headers=headers)
    assert answer.status_code in (200, 207)
    assert [one["id"] for one in answer.json()["results"]] == [one["id"] for one in made]


def _within_64_bits(value: Any) -> Any:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        return float(value)
    if isinstance(value, list):
        return [_within_64_bits(one) for one in value]
    if isinstance(value, dict):
        return {name: _within_64_bits(one) for name, one in value.items()}
    return value


# ── what the register takes ──────────────────────────────────────────────────────────────────────────────────

REJECTED: list[tuple[dict[str, Any], str, str | None]] = [
    ({"type": "delete"}, "operation-invalid", "type"),
    ({"kind": "others"}, "operation-invalid", "kind"),
    ({"person": ""}, "operation-invalid", "person"),
    ({"fields": []}, "operation-invalid", "fields"),
    ({"if_match": 3}, "operation-invalid", "if_match"),
    ({"unit": " "}, "unit-missing", "unit"),
    ({"member_code": "123456"}, "member-code-invalid", "member_code"),
    ({"member_code": "12345678"}, "member-code-invalid", "member_code"),
    ({"member_code": "１２３４５６７"}, "member-code-invalid", "member_code"),
    ({"if_match": '"1-1"'}, "precondition-failed", None),
    ({"record": {"full_name": None}}, "field-missing", "full_name"),
    ({"record": {"full_name": ""}}, "field-missing", "full_name"),
    ({"record": {"full_name": "123"}}, "field-invalid", "full_name"),
    ({"record": {"full_name": "A" * 201}}, "field-invalid", "full_name"),
    ({"record": {"hometown": 5}}, "field-invalid", "hometown"),
    ({"record": {"hometown": "x" * 4001}}, "field-invalid", "hometown"),
    ({"record": {"date_of_birth": None}}, "field-missing", "date_of_birth"),
    ({"record": {"date_of_birth": "17/05/2004"}}, "date-invalid", "date_of_birth"),
    ({"record": {"date_of_birth": "2004-02-31"}}, "date-invalid", "date_of_birth"),
    ({"record": {"date_of_birth": "2004-13"}}, "date-invalid", "date_of_birth"),
    ({"record": {"date_of_birth": "0000-00-00"}}, "date-invalid", "date_of_birth"),
    ({"record": {"date_of_birth": "1899-12-31"}}, "date-invalid", "date_of_birth"),
    ({"record": {"date_of_birth": TOMORROW}}, "date-invalid", "date_of_birth"),
    ({"record": {"union_join_date": "26/3"}}, "date-invalid", "union_join_date"),
    ({"record": {"gender": "nam"}}, "gender-invalid", "gender"),
    ({"record": {"national_id": "79204000001"}}, "national-id-invalid", "national_id"),
    ({"record": {"national_id": "07920400000A"}}, "national-id-invalid", "national_id"),
    ({"record": {"national_id": "٠٧٩٢٠٤٠٠٠٠٠١"}}, "national-id-invalid", "national_id"),
    ({"record": {"email": "man@example"}}, "email-invalid", "email"),
    ({"record": {"phone": "+84912345678"}}, "phone-invalid", "phone"),
]


@pytest.mark.parametrize(("changes", "code", "field"), REJECTED, ids=str)
def test_what_is_rejected_and_why(
    standin: LiveStandin, changes: dict[str, Any], code: str, field: str | None
) -> None:
    made = operation(**{name: dict(value) if name == "record" else value for name, value in changes.items()})
    found = result(standin, made)
    assert (found["status"], found["problem"]["type"], found["problem"]["field"]) == (
        "rejected",
        f"/problems/{code}",
        field,
    )
    assert standin.effects(str(made["person"]) or "none") == []


@pytest.mark.parametrize(
    "record",
    [
        {"date_of_birth": "2004"},
        {"date_of_birth": "2004-05"},
        {"date_of_birth": "2004-02-29"},
        {"full_name": "H'Hen Niê"},
        {"gender": "female"},
        {"national_id": "079204999001"},
        {"national_id": "024999001"},
        {"email": "man@thu.example.test"},
        {"phone": "0912345678"},
        {"occupation": None, "religion": ""},
    ],
    ids=str,
)
def test_what_is_taken(standin: LiveStandin, record: dict[str, str | None]) -> None:
    made = operation(record=record)
    found = result(standin, made)
    assert found["status"] == "applied"
    kept = standin.http.get(f"/v1/members/{found['member_code']}").json()["fields"]
    assert kept == {name: value for name, value in made["fields"].items() if value}


def test_a_field_it_does_not_know_is_not_kept_or_is_refused_where_fields_are_strict(standin: LiveStandin) -> None:
    made = operation(record={"shoe_size": "38"})
    code = result(standin, made)["member_code"]
    assert "shoe_size" not in standin.http.get(f"/v1/members/{code}").json()["fields"]
    with live_standin(Settings(strict_fields=True)) as strict:
        assert result(strict, made)["problem"]["type"] == "/problems/field-unknown"


# known reference? · code brought: none, theirs, another's, nobody's · same person? → what becomes of it
CODES: list[tuple[bool, str, bool, str]] = [
    (True, "none", True, "changed"),
    (True, "theirs", True, "changed"),
    (True, "another's", True, "member-code-taken"),
    (True, "nobody's", True, "member-code-mismatch"),
    (False, "none", True, "new"),
    (False, "another's", True, "relinked"),
    (False, "another's", False, "member-code-taken"),
    (False, "nobody's", True, "adopted"),
]


@pytest.mark.parametrize(("known", "brought", "same", "outcome"), CODES)
def test_whom_an_operation_is_about(
    standin: LiveStandin, known: bool, brought: str, same: bool, outcome: str
) -> None:
    mine, other = operation(), operation()
    theirs, another = (one["member_code"] for one in post(standin, mine, other).json()["results"])
    nobodys = f"{9_000_000 + next(NUMBERS)}"
    code = {"none": None, "theirs": theirs, "another's": another, "nobody's": nobodys}[brought]
    made = operation(member_code=code, record={"phone": "0912345678"})
    if known:
        made["person"] = mine["person"]
    if not same:
        made["fields"]["full_name"] = "Lê Văn Tám"
    found = result(standin, made)
    if outcome.startswith("member-code"):
        assert found["problem"]["type"] == f"/problems/{outcome}"
        return
    assert found["status"] == "applied"
    if outcome == "new":
        assert found["member_code"] not in (theirs, another)
    else:
        assert found["member_code"] == {"changed": theirs, "relinked": another, "adopted": nobodys}[outcome]
    [held] = [one for one in standin.people() if one["person"] == made["person"]]
    assert (held["member_code"], held["fields"]["phone"]) == (found["member_code"], "0912345678")
    if outcome == "relinked":
        assert other["person"] not in [one["person"] for one in standin.people()]


def test_a_code_it_did_not_give_is_unknown_where_codes_are_strict() -> None:
    with live_standin(Settings(strict_codes=True)) as strict:
        assert result(strict, operation(member_code="7654321"))["problem"]["type"] == "/problems/unknown-member"


def test_a_code_brought_along_is_not_given_to_somebody_else_in_the_same_batch() -> None:
    with live_standin() as fresh:
        first = result(fresh, operation())["member_code"]
        following = f"{int(first) + 1}"
        codes = [
            one["member_code"] for one in post(fresh, operation(), operation(member_code=following)).json()["results"]
        ]
        assert codes[1] == following
        assert codes[0] not in (first, following)


def test_if_match_holds_against_what_stands_and_a_star_against_anything(standin: LiveStandin) -> None:
    made = operation()
    etag = result(standin, made)["etag"]
    later = [
        operation(person=made["person"], if_match=tag, record={"phone": f"091234567{n}"})
        for n, tag in enumerate([etag, etag, "*"])
    ]
    outcomes = [result(standin, one)["status"] for one in later]
    assert outcomes == ["applied", "rejected", "applied"]


def test_every_effect_is_on_record_and_saying_the_same_again_is_none(standin: LiveStandin) -> None:
    made = operation()
    post(standin, made)
    moved = operation(person=made["person"], unit="Chi đoàn 2, Đoàn xã Bình An", record={"phone": "0912345678"})
    post(standin, moved)
    post(standin, operation(person=made["person"], unit=moved["unit"], record={"phone": "0912345678"}))
    effects = standin.effects(made["person"])
    assert standin.effects(made["person"], after=1) == effects[1:]
    assert standin.effects()[1:] == standin.effects(after=1)
    assert [(one["operation"], one["what"]) for one in effects] == [(made["id"], "created"), (moved["id"], "changed")]
    assert set(effects[1]["fields"]) == {"phone", "unit"}


def test_operations_of_one_batch_see_each_other_in_order(standin: LiveStandin) -> None:
    number = f"{next(NUMBERS):012d}"
    first = operation(record={"national_id": number})
    change = operation(person=first["person"], record={"national_id": None})
    second = operation(record={"national_id": number})
    answer = post(standin, first, change, second).json()["results"]
    assert [one["status"] for one in answer] == ["applied"] * 3
    assert answer[0]["member_code"] == answer[1]["member_code"] != answer[2]["member_code"]
