"""Many operations in one request: a verdict on each, or none on any."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import httpx
import pytest
import respx

from adapters.upstream.requests.upstream import RequestsUpstream
from sync.errors import AnswerLost, Interrupted, Refused, TooLarge, Unavailable, UpstreamError
from sync.values import Outcome, Verdict
from tests.unit.requests_support import (
    KNOWN,
    NEW,
    SHOWN,
    bad,
    fail,
    ok,
    opened,
    page,
    profile,
    send,
    sent,
    upstream,
    web,
)

__all__ = ["upstream", "web"]


BULK = {
    "path": "/bulk",
    "body": {"all": "{items}"},
    "item": {"do": "{method} {path}", "number": "{operation}", "version": "{etag}", "with": "{body}"},
    "results": "each",
    "id": "number",
    "status": "status",
    "content": "content",
    "reference": "at",
    "etag": "version",
}
ONE_STEP = {
    "upsert": {
        "steps": [
            {
                "when": "new",
                "method": "POST",
                "path": "/people",
                "body": {"*": "record"},
                "take": {"reference": "id"},
            },
            {"when": "known", "method": "PUT", "path": "/people/{reference}", "body": {"*": "record"}},
        ]
    }
}
OTHER = replace(NEW, id="op-2", person="p-2", record={"full_name": "Lê Văn Tám"})


@pytest.fixture
def bulk() -> Iterator[RequestsUpstream]:
    with closing(opened(profile(bulk=BULK, operations=ONE_STEP))) as upstream:
        yield upstream


def results(*each: dict[str, object]) -> httpx.Response:
    return ok({"each": list(each)})


def test_a_bulk_holds_every_operation_and_brings_a_verdict_on_each(
    web: respx.MockRouter, bulk: RequestsUpstream
) -> None:
    told = [
        {"number": "op-2", "status": "201", "at": "https://x.test/people/r-2", "version": "v9"},
        {"number": "op-1", "status": 200, "content": {"data": {"version": "v2"}}},
        {"number": "op-3", "status": "400", "content": {"message": "Không được", "error": {"code": "no"}}},
    ]
    route = web.post("/bulk").mock(return_value=results(*told))
    third = replace(OTHER, id="op-3", person="p-3")
    verdicts = {one.operation: one for one in send(bulk, KNOWN, OTHER, third)}
    assert verdicts["op-1"] == Verdict("op-1", Outcome.APPLIED, "100", reference="r-1")
    assert verdicts["op-2"] == Verdict("op-2", Outcome.APPLIED, None, "v9", reference="r-2")
    assert (verdicts["op-3"].outcome, verdicts["op-3"].words) == (Outcome.REJECTED, "Không được")
    first, second, _ = sent(route)["all"]
    assert (first["do"], first["number"], first["version"]) == ("PUT /people/r-1", "op-1", "v1")
    assert second == {"do": "POST /people", "number": "op-2", "with": {"name": {"full": "Lê Văn Tám"}}}


def test_a_result_that_is_missing_or_cannot_be_read_is_no_verdict(
    web: respx.MockRouter, bulk: RequestsUpstream
) -> None:
    told = [{"number": "op-1", "status": "soon"}, {"number": "op-3", "status": 202}, {"status": 200}, "x"]
    web.post("/bulk").mock(return_value=results(*told))  # type: ignore[arg-type]
    assert send(bulk, KNOWN, OTHER, replace(OTHER, id="op-3", person="p-3")) == []


def test_a_person_s_second_operation_waits_for_the_first(web: respx.MockRouter, bulk: RequestsUpstream) -> None:
    route = web.post("/bulk").mock(return_value=results({"number": "op-1", "status": 200}))
    verdicts = send(bulk, KNOWN, replace(KNOWN, id="op-2"))
    assert {one.operation: one.outcome for one in verdicts} == {"op-1": Outcome.APPLIED, "op-2": Outcome.UNTOUCHED}
    assert len(sent(route)["all"]) == 1


def test_somebody_who_exists_is_changed_by_themselves_after_the_bulk(
    web: respx.MockRouter, bulk: RequestsUpstream
) -> None:
    taken = {"number": "op-1", "status": 409, "content": {"error": {"code": "taken"}}}
    web.post("/bulk").mock(return_value=results(taken, {"number": "op-2", "status": 200, "at": "/people/r-2"}))
    web.post("/people").mock(return_value=bad(409, code="taken"))
    web.get("/people").mock(return_value=ok([SHOWN]))
    change = web.put("/people/r-9").mock(return_value=ok({}))
    person = profile().person.model_dump()
    person["find"] = [{"path": "/people", "query": {"code": "{member_code}"}}]
    with closing(opened(profile(bulk=BULK, operations=ONE_STEP, person=person))) as upstream:
        verdicts = {one.operation: one for one in send(upstream, NEW, OTHER)}
    assert (verdicts["op-1"].outcome, verdicts["op-1"].reference) == (Outcome.APPLIED, "r-9")
    assert verdicts["op-2"].outcome is Outcome.APPLIED
    assert change.call_count == 1


@pytest.mark.parametrize(
    ("answer", "error", "code"),
    [
        (bad(400), Refused, "upstream-refused"),
        (bad(413), TooLarge, "upstream-too-large"),
        (bad(404), Unavailable, "upstream-not-an-endpoint"),
        (bad(401), Unavailable, "upstream-unauthorised"),
        (bad(503), Unavailable, "upstream-busy"),
        (bad(500), Refused, "upstream-failed"),
        (bad(502), AnswerLost, "upstream-failed"),
        (ok({}), AnswerLost, "upstream-garbled"),
        (page(200), AnswerLost, "upstream-garbled"),
        (httpx.ReadTimeout("slow"), AnswerLost, "upstream-answer-lost"),
    ],
)
def test_a_bulk_that_is_not_taken_is_not_taken_as_a_whole(
    web: respx.MockRouter,
    bulk: RequestsUpstream,
    answer: httpx.Response | Exception,
    error: type[UpstreamError],
    code: str,
) -> None:
    web.get("/people/r-1").mock(return_value=ok({"id": "r-1"}))
    web.post("/bulk").mock(side_effect=[answer] * 3)
    failure = fail(bulk, KNOWN, OTHER)
    assert (type(failure), failure.code) == (error, code)


FAILED_ON = replace(OTHER, record={**OTHER.record, "member_code": "200"})
"""Somebody who can be looked for."""


def failing(web: respx.MockRouter) -> None:
    web.post("/bulk").mock(
        return_value=results({"number": "op-1", "status": 200}, {"number": "op-2", "status": 500, "content": {}})
    )


def test_one_operation_a_bulk_fails_on_is_named(web: respx.MockRouter, bulk: RequestsUpstream) -> None:
    failing(web)
    web.get("/people").mock(return_value=ok([]))
    error = fail(bulk, KNOWN, FAILED_ON)
    assert isinstance(error, Interrupted)
    assert (type(error.cause), error.guilty) == (Refused, "op-2")
    assert {one.operation: one.outcome for one in error.verdicts} == {
        "op-1": Outcome.APPLIED,
        "op-2": Outcome.UNTOUCHED,
    }


def test_what_a_bulk_failed_on_after_it_was_done_is_done(web: respx.MockRouter, bulk: RequestsUpstream) -> None:
    failing(web)
    there = {"id": "r-2", "external": "p-2", "code": "200", "name": {"full": "Lê Văn Tám"}, "unit": "Chi đoàn 1"}
    web.get("/people").mock(return_value=ok([there]))
    told = {one.operation: (one.outcome, one.reference) for one in send(bulk, KNOWN, FAILED_ON)}
    assert told["op-2"] == (Outcome.APPLIED, "r-2")


def test_what_a_bulk_failed_on_and_nobody_can_look_for_is_in_doubt(
    web: respx.MockRouter, bulk: RequestsUpstream
) -> None:
    failing(web)
    assert [one.operation for one in send(bulk, KNOWN, OTHER)] == ["op-1"]
