"""What the client reads: people page by page, units, what became of an operation."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from time import monotonic, sleep

import httpx
import orjson
import pytest
import respx

from adapters.upstream.contract import HttpUpstream
from adapters.upstream.prefetch import AHEAD
from config.profile import ContractUnits
from sync.errors import ConfigError, Refused, Unavailable, UpstreamError
from sync.ports import RemoteUnit
from sync.values import OperationType, Outcome, Verdict
from tests.unit.upstream_http_support import (
    HTML,
    OPERATION,
    URL,
    VERDICT,
    Client,
    changed,
    client,
    problem,
    web,
)

PERSON = {
    "member_code": "1000001",
    "person": None,
    "kind": "members",
    "unit": "Chi đoàn 1",
    "fields": {"full_name": "Trần Thị Mận", "shoe_size": "38"},
    "etag": '"1"',
}


__all__ = ["client", "web"]


def test_people_come_in_our_field_names_and_without_fields_that_are_not_ours(
    web: respx.MockRouter, client: Client
) -> None:
    web.get("/v1/members").mock(return_value=httpx.Response(200, json={"items": [PERSON], "next": None}))
    [person] = client.upstream.people()
    assert dict(person.record) == {"full_name": "Trần Thị Mận", "member_code": "1000001"}
    assert person.person is None


def test_a_page_in_the_middle_is_asked_for_again(web: respx.MockRouter, client: Client) -> None:
    first = httpx.Response(200, json={"items": [PERSON], "next": "c2"})
    last = httpx.Response(200, json={"items": [PERSON], "next": None})
    route = web.get("/v1/members").mock(side_effect=[first, httpx.ReadTimeout("slow"), problem(502), last])
    assert len(list(client.upstream.people("Chi đoàn 1"))) == 2
    asked = [dict(call.request.url.params) for call in route.calls]
    assert (
        asked
        == [{"limit": "500", "unit": "Chi đoàn 1"}] + [{"limit": "500", "unit": "Chi đoàn 1", "cursor": "c2"}] * 3
    )


def test_further_pages_are_asked_for_while_one_is_read(web: respx.MockRouter, client: Client) -> None:
    pages = [httpx.Response(200, json={"items": [PERSON], "next": f"c{number}"}) for number in range(9)]
    route = web.get("/v1/members").mock(side_effect=pages)
    with closing(client.upstream.people()) as people:  # type: ignore[type-var]
        next(people)
        until = monotonic() + 10
        while route.call_count < 1 + AHEAD and monotonic() < until:
            sleep(0.001)
        assert route.call_count == 1 + AHEAD


READING_FAILS: list[Callable[[], httpx.Response]] = [
    lambda: problem(404),
    lambda: problem(401),
    lambda: problem(503),
    lambda: problem(502),
    lambda: HTML,
    lambda: httpx.Response(200, json={"items": None, "next": None}),
    lambda: httpx.Response(200, json={"items": [{**PERSON, "kind": "others"}], "next": None}),
    lambda: httpx.Response(200, json={"items": [{**PERSON, "fields": None}], "next": None}),
    lambda: httpx.Response(200, json={"items": [], "next": 4}),
]


@pytest.mark.parametrize("answer", READING_FAILS)
def test_reading_that_fails_is_unavailable_and_never_a_shorter_list(
    web: respx.MockRouter, client: Client, answer: Callable[[], httpx.Response]
) -> None:
    web.get("/v1/members").mock(return_value=answer())
    with pytest.raises(Unavailable):
        list(client.upstream.people())


def test_a_cursor_that_leads_to_itself_does_not_read_for_ever(web: respx.MockRouter, client: Client) -> None:
    web.get("/v1/members").mock(return_value=httpx.Response(200, json={"items": [PERSON], "next": "same"}))
    with pytest.raises(Unavailable):
        list(client.upstream.people())


def test_what_was_reached(web: respx.MockRouter, client: Client) -> None:
    stated = {"name": "standin", "version": "1.0", "time": "2026-11-22T08:00:00+00:00", "max_batch": 500}
    web.get("/v1").mock(return_value=httpx.Response(200, json=stated))
    assert dict(client.upstream.reach()) == {name: stated[name] for name in ("name", "version", "time")}


@pytest.mark.parametrize("answer", [HTML, problem(404), problem(503), httpx.ConnectError("refused")], ids=str)
def test_what_cannot_be_reached_is_unavailable(
    web: respx.MockRouter, client: Client, answer: httpx.Response | Exception
) -> None:
    web.get("/v1").mock(side_effect=[answer] * 3)
    with pytest.raises(Unavailable):
        client.upstream.reach()


# ── the tree of units ────────────────────────────────────────────────────────────────────────────────────────

CELLS = ContractUnits(path="/api/cells", id="uuid", name="name", code="code", parent="branch.id")


def test_units_are_read_where_and_as_the_profile_says(web: respx.MockRouter) -> None:
    cells = [{"uuid": 7, "name": "Chi đoàn 1", "code": "C1", "branch": {"id": "b"}}, {"uuid": "b", "name": "Đoàn xã"}]
    web.get("/api/cells").respond(json={"items": cells, "next": None})
    with closing(Client(changed(units=CELLS)).upstream) as upstream:
        assert list(upstream.units()) == [RemoteUnit("7", "Chi đoàn 1", "C1", parent="b"), RemoteUnit("b", "Đoàn xã")]


def test_a_profile_without_units_says_so(client: Client) -> None:
    with (
        closing(Client(changed(units=None)).upstream) as upstream,
        pytest.raises(ConfigError) as caught,
    ):
        list(upstream.units())
    assert caught.value.code == "profile-no-units"


@pytest.mark.parametrize(
    "items", [None, [None], [{"name": "Chi đoàn 1"}], [{"uuid": "a"}], [{"uuid": "a", "name": ["x"]}], [{"uuid": {}}]]
)
def test_a_tree_with_a_hole_in_it_is_none(web: respx.MockRouter, items: object) -> None:
    web.get("/api/cells").respond(json={"items": items, "next": None})
    with (
        closing(Client(changed(units=CELLS)).upstream) as upstream,
        pytest.raises(Unavailable) as caught,
    ):
        list(upstream.units())
    assert caught.value.code == "upstream-garbled"


# ── what became of an operation ──────────────────────────────────────────────────────────────────────────────


def told(status: str, ident: str = "op-1", **more: object) -> httpx.Response:
    problem_ = {"type": "/problems/transfer-refused", "detail": "Nơi nhận không tiếp nhận."}
    refused = problem_ if status == "rejected" else None
    content = {"id": ident, "status": status, "member_code": "1000001", "etag": '"1"', "problem": refused}
    return httpx.Response(200, json=content | more)


@pytest.mark.parametrize(
    ("answer", "verdicts"),
    [
        (told("applied"), [VERDICT]),
        (
            told("rejected", member_code=None, etag=None),
            [Verdict("op-1", Outcome.REJECTED, code="transfer-refused", words="Nơi nhận không tiếp nhận.")],
        ),
        (told("accepted"), []),
        (told("pondering"), []),
        (problem(404, "not-found"), []),
    ],
)
def test_what_became_of_an_operation(
    web: respx.MockRouter, client: Client, answer: httpx.Response, verdicts: list[Verdict]
) -> None:
    route = web.get("/v1/operations/op-1").mock(return_value=answer)
    assert list(client.upstream.outcome(["op-1"])) == verdicts
    assert route.call_count == 1


@pytest.mark.parametrize(
    ("answer", "error", "tries"),
    [
        (told("applied", "op-2"), Unavailable, 3),
        (HTML, Unavailable, 3),
        (problem(401), Unavailable, 1),
        (problem(410), Unavailable, 1),
        (problem(500), Refused, 2),
        (problem(503), Unavailable, 3),
        (httpx.ReadTimeout("slow"), Unavailable, 3),
    ],
)
def test_what_became_of_an_operation_cannot_be_told(
    web: respx.MockRouter,
    client: Client,
    answer: httpx.Response | Exception,
    error: type[UpstreamError],
    tries: int,
) -> None:
    route = web.get("/v1/operations/op-1")
    route.mock(**({"side_effect": answer} if isinstance(answer, Exception) else {"return_value": answer}))
    with pytest.raises(UpstreamError) as caught:
        client.upstream.outcome(["op-1"])
    assert type(caught.value) is error
    assert route.call_count == tries


def test_the_profile_says_where_to_ask_what_became_of_an_operation(web: respx.MockRouter) -> None:
    with closing(HttpUpstream(changed(outcome_path="/api/jobs/{id}/state"), URL, None)) as upstream:
        route = web.get(url=URL + "/api/jobs/a%2Fb/state").mock(return_value=told("applied", "a/b"))
        assert [verdict.operation for verdict in upstream.outcome(["a/b"])] == ["a/b"]
        assert route.call_count == 1


# ── movements on the wire ────────────────────────────────────────────────────────────────────────────────────


def test_a_movement_goes_under_the_upstream_s_name_with_the_allowed_facts_in_one_order() -> None:
    profile = changed(
        operations={OperationType.UPSERT: "save", OperationType.STRIKE_OFF: "remove"},
        movement_fields=("origin", "decision_no"),
    )
    facts = {"reason": "Bệnh", "decision_no": "07", "contact": "0912345678", "on": "2026-03-05", "destination": "X"}
    movement = replace(OPERATION, type=OperationType.STRIKE_OFF, movement=facts)
    with closing(HttpUpstream(profile, URL, None)) as upstream:
        body = upstream.encode([OPERATION, movement])
        turned = replace(movement, movement=dict(reversed(facts.items())))
        assert upstream.encode([OPERATION, turned]) == body
        assert set(upstream.types()) == {OperationType.UPSERT, OperationType.STRIKE_OFF}
    record, moved = orjson.loads(body)["operations"]
    assert (record["type"], moved["type"]) == ("save", "remove")
    assert "movement" not in record
    assert list(moved["movement"].items()) == [("on", "2026-03-05"), ("decision_no", "07")]
    assert moved["fields"] == record["fields"]
