"""The stand-in, asked over the wire as any client would: the contract, the register's rules, and its process."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standin.serve import main
from standin.settings import Rate, Settings
from tests.support.standin import LiveStandin, live_standin, standin_process

NUMBERS = count(1)
TOMORROW = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011 — the register's rule is about its own day


@pytest.fixture(scope="module")
def standin() -> Iterator[LiveStandin]:
    with live_standin(Settings(max_batch=50, max_body=100_000, page_cap=4)) as running:
        yield running


def operation(number: int | None = None, **changes: Any) -> dict[str, Any]:
    """An upsert of a fabricated person whom no other test knows."""
    number = next(NUMBERS) if number is None else number
    record = {"full_name": "Trần Thị Mận", "date_of_birth": "2004-05-17"}
    record.update(changes.pop("record", {}))
    made = {
        "id": f"op-{next(NUMBERS)}",
        "type": "upsert",
        "person": f"p-{number}",
        "kind": "members",
        "unit": "Chi đoàn 1, Đoàn xã Bình An",
        "member_code": None,
        "if_match": None,
        "fields": record,
    }
    return {**made, **changes}


def post(standin: LiveStandin, *operations: Any, key: str | None = None) -> httpx.Response:
    headers = {"Idempotency-Key": key or f"key-{next(NUMBERS)}", "Content-Type": "application/json"}
    return standin.http.post("/v1/batches", content=orjson.dumps({"operations": operations}), headers=headers)


def result(standin: LiveStandin, made: dict[str, Any]) -> dict[str, Any]:
    [found] = post(standin, made).json()["results"]
    return dict(found)


def code_of(answer: httpx.Response) -> str:
    """Return a problem's code, after looking at what RFC 9457 asks of a problem."""
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == answer.status_code
    assert told["title"]
    assert told["detail"]
    return str(told["type"].removeprefix("/problems/"))


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


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_people_come_in_pages_no_larger_than_the_cap_each_once_also_while_others_arrive(standin: LiveStandin) -> None:
    unit = f"Chi đoàn {next(NUMBERS)}, Đoàn xã Bình An"
    made = [operation(unit=unit, kind=("members", "youth")[n % 2]) for n in range(9)]
    post(standin, *made)
    page = standin.http.get("/v1/members", params={"unit": unit, "limit": "400"}).json()
    assert len(page["items"]) == 4
    late = operation(unit=unit)
    post(standin, late)
    following = standin.people(unit=unit, cursor=page["next"])
    seen = [one["person"] for one in [*page["items"], *following]]
    assert seen == [one["person"] for one in [*made, late]]
    assert [one["person"] for one in standin.people(unit=unit, kind="youth")] == [one["person"] for one in made[1::2]]


def test_people_changed_since_a_moment(standin: LiveStandin) -> None:
    unit = f"Chi đoàn {next(NUMBERS)}, Đoàn xã Bình An"
    old, new = operation(unit=unit), operation(unit=unit)
    post(standin, old)
    since = standin.people(unit=unit)[0]["updated_at"]
    post(standin, new)
    moment = standin.people(unit=unit)[1]["updated_at"]
    assert [one["person"] for one in standin.people(unit=unit, updated_since=moment)] == [new["person"]]
    assert len(standin.people(unit=unit, updated_since=since)) == 2


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"cursor": "4"}, "cursor"),
        ({"cursor": "YWZ0ZXI6eA=="}, "cursor"),
        ({"cursor": "é"}, "cursor"),
        ({"updated_since": "yesterday"}, "updated_since"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(standin: LiveStandin, params: dict[str, str], field: str) -> None:
    answer = standin.http.get("/v1/members", params=params)
    assert (answer.status_code, code_of(answer), answer.json()["field"]) == (422, "parameter-invalid", field)


def test_one_person_with_an_etag(standin: LiveStandin) -> None:
    found = result(standin, operation())
    path = f"/v1/members/{found['member_code']}"
    answer = standin.http.get(path)
    assert answer.headers["ETag"] == answer.json()["etag"] == found["etag"]
    assert standin.http.get(path, headers={"If-None-Match": found["etag"]}).status_code == 304
    assert standin.http.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert code_of(standin.http.get("/v1/members/0000000")) == "not-found"


def test_units_and_their_numbers(standin: LiveStandin) -> None:
    unit = f"Chi đoàn {next(NUMBERS)}, Đoàn xã Bình An"
    post(standin, *[operation(unit=unit, kind=kind) for kind in ("members", "members", "youth")])
    assert {"unit": unit, "members": 2, "youth": 1} in standin.http.get("/v1/unit-numbers").json()["items"]


TREE = [
    {"id": "u1", "name": "Tỉnh đoàn Lâm Đồng", "code": "68", "vintage": "2025-07-01", "level": "tỉnh đoàn"},
    {"id": "u2", "name": "Đoàn phường Phú Thủy", "parent": "u1", "valid_from": "2025-07-01"},
    {"id": "u3", "name": "Đoàn phường Thanh Hải", "parent": "u1", "valid_to": "2025-06-30", "successors": ["u2"]},
]
EMPTY = dict.fromkeys(("code", "vintage", "level", "parent", "valid_from", "valid_to"))


def test_the_tree_of_units_is_put_as_a_whole_and_read_page_by_page() -> None:
    with live_standin(Settings(page_cap=2)) as own:
        assert own.http.get("/v1/units").json() == {"items": [], "next": None}
        assert own.http.put("/_units", json=TREE).json() == {"units": 3}
        first = own.http.get("/v1/units").json()
        second = own.http.get("/v1/units", params={"cursor": first["next"], "limit": 50}).json()
        assert [*first["items"], *second["items"]] == [{**EMPTY, "successors": [], **unit} for unit in TREE]
        assert (len(first["items"]), second["next"]) == (2, None)
        own.http.put("/_units", json=TREE[:1]).raise_for_status()
        assert len(own.http.get("/v1/units").json()["items"]) == 1
        assert code_of(own.http.get("/v1/units", params={"cursor": "x"})) == "parameter-invalid"


@pytest.mark.parametrize(
    "tree",
    [
        [TREE[0], TREE[0]],
        [{**TREE[1], "parent": "nobody"}],
        [{**TREE[0], "successors": ["nobody"]}],
        [{"id": "u1"}],
        [{"id": "", "name": "Chi đoàn 1"}],
    ],
)
def test_a_tree_of_units_that_does_not_hang_together_is_refused(
    standin: LiveStandin, tree: list[dict[str, object]]
) -> None:
    assert code_of(standin.http.put("/_units", json=tree)) == "body-invalid"


def test_errors_are_problems_everywhere(standin: LiveStandin) -> None:
    assert code_of(standin.http.get("/v2")) == "not-found"
    assert code_of(standin.http.delete("/v1/batches")) == "method-not-allowed"
    assert code_of(standin.http.post("/_faults", json=[{"do": "explode"}])) == "body-invalid"


def test_its_openapi_describes_the_contract(standin: LiveStandin) -> None:
    document = standin.http.get("/openapi.json").json()
    assert set(document["paths"]) == {
        "/v1",
        "/v1/batches",
        "/v1/batches/{batch}",
        "/v1/operations/{operation}",
        "/v1/members",
        "/v1/members/{code}",
        "/v1/units",
        "/v1/unit-numbers",
        "/oauth/token",
    }
    body = document["paths"]["/v1/batches"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    schemas = document["components"]["schemas"]
    assert body == {"$ref": "#/components/schemas/BatchRequest"}
    assert {*operation(), "movement"} == set(schemas["Operation"]["properties"])
    references = {part.split('"')[0] for part in orjson.dumps(document).decode().split("#/components/schemas/")[1:]}
    assert references <= set(schemas)


# ── token, rate ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_token_is_asked_of_everybody_where_there_is_one() -> None:
    with live_standin(Settings(token="secret")) as guarded:
        bare = httpx.Client(base_url=guarded.url)
        for path in ("/v1", "/v1/members", "/_stats", "/"):
            answer = bare.get(path)
            assert (answer.status_code, code_of(answer)) == (401, "unauthorised")
            assert answer.headers["WWW-Authenticate"]
            assert bare.get(path, headers={"Authorization": "Bearer wrong"}).status_code == 401
            assert guarded.http.get(path).status_code == 200
        assert bare.get("/", auth=("", "secret")).status_code == 200
        assert bare.get("/", headers={"Authorization": "Basic !"}).status_code == 401
        bare.close()


def test_client_credentials_get_a_token_that_ends() -> None:
    with live_standin(Settings(client=("yumsync", "secret"), token_seconds=0.3)) as guarded:
        form = {"grant_type": "client_credentials", "client_id": "yumsync", "client_secret": "secret"}
        assert guarded.http.post("/oauth/token", data={**form, "client_secret": "x"}).json() == {
            "error": "invalid_client"
        }
        assert guarded.http.post("/oauth/token", data={**form, "grant_type": "password"}).status_code == 400
        token = guarded.http.post("/oauth/token", data=form).json()["access_token"]
        headers = {"Authorization": f"Bearer {token}"}
        assert guarded.http.get("/v1", headers=headers).status_code == 200
        answers = (guarded.http.get("/v1", headers=headers).status_code for _ in range(10_000))
        assert 401 in answers


def test_a_rate_is_announced_and_kept() -> None:
    with live_standin(Settings(rate=Rate(3, 600))) as limited:
        answers = [limited.http.get("/v1") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
        assert {answer.headers["RateLimit-Limit"] for answer in answers} == {"3"}
        assert code_of(answers[3]) == "rate-limited"
        assert 590 <= int(answers[3].headers["Retry-After"]) <= 600
        assert limited.stats()["people"] == 0


@pytest.mark.parametrize("text", ["", "5", "0/1", "5/0", "5/-1", "x/1", "5/inf", "5/nan"])
def test_a_rate_that_is_none(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 — the words are for the command line
        Rate.parse(text)


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_page_shows_what_is_held_and_nothing_it_holds_can_run() -> None:
    with live_standin() as fresh:
        unit = 'Chi đoàn <script>alert("1")</script>'
        made = [
            operation(unit=unit, record={"full_name": "Đỗ Thị <b>Mận</b>", "national_id": "079204999002"}),
            operation(),
        ]
        codes = [one["member_code"] for one in post(fresh, *made, operation(fields={})).json()["results"]]
        front = fresh.http.get("/")
        assert front.headers["Content-Type"].startswith("text/html")
        assert "default-src 'none'" in front.headers["Content-Security-Policy"]
        pages = {
            "front": front.text,
            "english": fresh.http.get("/", params={"lang": "en"}).text,
            "search": fresh.http.get("/", params={"q": "do thi"}).text,
            "number": fresh.http.get("/", params={"q": "079204999002"}).text,
            "unit": fresh.http.get("/", params={"unit": unit}).text,
            "person": fresh.http.get("/", params={"code": codes[0]}).text,
            "nobody": fresh.http.get("/", params={"code": "<i>"}).text,
            "nothing": fresh.http.get("/", params={"q": "<i>x</i>"}).text,
        }
        for name, page in pages.items():
            assert not any(text in page for text in ("<script", "<b>", "<i>", "http://", "https://")), name
        assert 'lang="vi"' in pages["front"]
        assert "Chi đoàn &lt;script&gt;" in pages["front"]
        assert "Stand-in upstream" in pages["english"]
        for name in ("search", "number", "unit"):
            assert codes[0] in pages[name]
            assert codes[1] not in pages[name]
        assert "079204999002" in pages["person"]
        assert "Không có gì." in pages["nobody"]


@pytest.mark.parametrize("door", ["/v1/batches", "/oauth/token", "/_faults"])
@pytest.mark.parametrize("ruled", [False, True])
def test_a_client_that_goes_away_before_its_body_is_whole_leaves_no_trace(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], door: str, ruled: bool
) -> None:
    """Nothing is carried out, nothing is printed, and it goes on serving; also while a rule looks into bodies."""
    with standin_process(tmp_path / "standin.db") as running:
        if ruled:
            running.faults({"do": "reject", "where": {"full_name": "Trần Thị Mận"}})
        address = running.http.base_url
        with socket.create_connection((address.host, address.port)) as gone:
            head = f"POST {door} HTTP/1.1\r\nHost: standin\r\nIdempotency-Key: gone\r\nContent-Type: application/json"
            gone.sendall(f'{head}\r\nContent-Length: 1000\r\n\r\n{{"operations": ['.encode())
            for _ in range(5):
                running.stats()
        assert running.stats()["people"] == 0
        assert post(running, operation(record={"full_name": "Đỗ Văn An"}), key="gone").status_code == 200
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")


# ── the process ──────────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_answered_survives_a_kill(tmp_path: Path) -> None:
    made = operation()
    with standin_process(tmp_path / "standin.db") as first:
        answer = post(first, made, key="one")
        first.kill()
    with standin_process(tmp_path / "standin.db") as second:
        assert post(second, made, key="one").content == answer.content
        assert len(second.effects(made["person"])) == 1
        assert result(second, operation())["member_code"] != answer.json()["results"][0]["member_code"]


def test_it_ends_cleanly_when_it_is_told_to(tmp_path: Path) -> None:
    with standin_process(tmp_path / "standin.db") as running:
        assert running.process is not None
        running.process.terminate()
        assert running.process.wait(timeout=10) in (0, -15)


def test_it_refuses_an_address_beyond_loopback(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--host", "0.0.0.0", "--port", "0"]) == 2  # noqa: S104
    assert "--expose" in capsys.readouterr().err


def test_an_address_that_is_taken_and_a_file_that_cannot_be_are_told_without_a_traceback(
    standin: LiveStandin, tmp_path: Path
) -> None:
    port = standin.url.rpartition(":")[2]
    (tmp_path / "text.db").write_text("this is no database " * 100)
    for arguments in (
        ["--port", port],
        ["--port", "0", "--db", str(tmp_path)],
        ["--port", "0", "--db", str(tmp_path / "text.db")],
    ):
        ended = subprocess.run(
            [sys.executable, "-m", "standin", *arguments], capture_output=True, text=True, check=False
        )
        assert ended.returncode == 2
        assert ended.stderr.startswith("standin: ")
        assert "Traceback" not in ended.stderr
