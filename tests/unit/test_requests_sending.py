"""What goes out to an upstream described request by request, and what each answer leads to."""

from __future__ import annotations

import gzip
from contextlib import closing
from dataclasses import replace

import httpx
import orjson
import pytest
import respx

from adapters.upstream.requests.upstream import RequestsUpstream
from sync.errors import AnswerLost, Interrupted, Refused, Unavailable, UpstreamError
from sync.values import Outcome, Outgoing, Verdict
from tests.unit.requests_support import (
    APPLIED,
    CREATED,
    GROWN,
    KNOWN,
    NEW,
    PROFILE,
    URL,
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


# ── what goes out ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_record_goes_out_under_their_names_in_their_values(
    web: respx.MockRouter, upstream: RequestsUpstream
) -> None:
    create = web.post("/people").mock(return_value=ok(CREATED, 201))
    approve = web.patch("/people/r-1/approve").mock(return_value=ok())
    person = replace(NEW, record={**NEW.record, "email": "man@example.test", "phone": "0912345678"})
    assert send(upstream, person) == [replace(APPLIED, etag=None)]
    assert sent(create) == {
        "code": "100",
        "name": {"full": "Trần Thị Mận"},
        "born": "17/05/2004",
        "gender": 2,
        "mails": [{"value": "man@example.test"}],
        "external": "p-1",
        "unit": "Chi đoàn 1",
    }
    assert create.calls.last.request.headers["X-Key"] == "secret"
    assert (approve.call_count, approve.calls.last.request.content) == (1, b"")


@pytest.mark.parametrize(
    ("record", "body"),
    [
        ({"email": None, "gender": None}, {"mails": [], "gender": None}),
        ({"date_of_birth": "2004"}, {}),
        ({"date_of_birth": "2004-05"}, {}),
        ({"gender": "khác"}, {"gender": "khác"}),
        ({"full_name": "{reference} {{secret}}"}, {"name": {"full": "{reference} {{secret}}"}}),
    ],
)
def test_what_is_empty_is_sent_as_empty_and_what_is_not_whole_is_not_sent(
    web: respx.MockRouter, upstream: RequestsUpstream, record: dict[str, str | None], body: dict[str, object]
) -> None:
    change = web.put("/people/r-1").mock(return_value=ok(CREATED))
    send(upstream, replace(KNOWN, record=record))
    assert sent(change) == {"code": "100", "unit": "Chi đoàn 1", **body}


def test_a_year_alone_goes_out_where_the_profile_allows_it(web: respx.MockRouter) -> None:
    change = web.put("/people/r-1").mock(return_value=ok(CREATED))
    found = profile(dates={**PROFILE.dates.model_dump(), "partial": True})
    with closing(opened(found)) as upstream:
        send(upstream, replace(KNOWN, record={"date_of_birth": "2004"}))
    assert sent(change)["born"] == "2004"


def test_a_movement_goes_out_with_the_facts_that_are_allowed(
    web: respx.MockRouter, upstream: RequestsUpstream
) -> None:
    route = web.post("/people/r-1/grown").mock(return_value=ok())
    assert send(upstream, GROWN) == [Verdict("op-2", Outcome.APPLIED, "100", reference="r-1")]
    request = route.calls.last.request
    assert dict(request.url.params) == {"on": "05/03/2026", "again": "true"}
    assert sent(route) == {"paper": "07-QĐ", "by": "yumsync op-2"}
    send(upstream, replace(GROWN, movement={"on": "2026-03-05"}))
    assert sent(route) == {"by": "yumsync op-2"}
    assert "Bệnh".encode() not in upstream.encode([GROWN])


def test_the_version_goes_with_a_change_where_it_is_known_and_the_new_one_is_kept(
    web: respx.MockRouter, upstream: RequestsUpstream
) -> None:
    route = web.put("/people/r-1").mock(return_value=ok({**CREATED, "version": "v2"}))
    assert send(upstream, KNOWN)[0].etag == "v2"
    assert route.calls.last.request.headers["If-Match"] == "v1"
    send(upstream, replace(KNOWN, etag=None))
    assert "If-Match" not in route.calls.last.request.headers


def test_a_handle_in_a_path_is_quoted_and_leads_nowhere_else(
    web: respx.MockRouter, upstream: RequestsUpstream
) -> None:
    route = web.put(url=f"{URL}/people/a%2F..%2Fb%3Fc").mock(return_value=ok(CREATED))
    send(upstream, replace(KNOWN, reference="a/../b?c"))
    assert route.call_count == 1
    assert send(upstream, replace(KNOWN, reference=".."))[0].code == "unknown-member"
    assert len(web.calls) == 1


def test_bodies_are_compressed_where_the_profile_says_so(web: respx.MockRouter) -> None:
    route = web.put("/people/r-1").mock(return_value=ok(CREATED))
    with closing(opened(profile(gzip=True))) as upstream:
        send(upstream, KNOWN)
    request = route.calls.last.request
    assert request.headers["Content-Encoding"] == "gzip"
    assert orjson.loads(gzip.decompress(request.content))["code"] == "100"


def test_the_same_operations_give_the_same_bytes_without_the_secret(upstream: RequestsUpstream) -> None:
    turned = replace(KNOWN, record=dict(reversed(KNOWN.record.items())))
    assert upstream.encode([KNOWN, GROWN]) == upstream.encode([turned, GROWN])
    assert b"secret" not in upstream.encode([KNOWN])


def test_a_batch_goes_out_as_it_was_written_though_the_profile_changed(web: respx.MockRouter) -> None:
    """What was sent once may only be sent again as it was."""
    route = web.put("/people/r-1").mock(return_value=ok(CREATED))
    with closing(opened()) as before:
        body = before.encode([KNOWN])
    steps = [{"method": "DELETE", "path": "/people/{reference}"}]
    with closing(opened(profile(operations={"upsert": {"steps": steps}}))) as after:
        after.send("key", body)
    assert route.call_count == 1


# ── what comes back ──────────────────────────────────────────────────────────────────────────────────────────

# answer to a change of somebody known, what it means (a rejection's code, or an error and its code), tries
ANSWERS: list[tuple[httpx.Response | Exception, str | tuple[type[UpstreamError], str], int]] = [
    (bad(400), "no", 1),
    (bad(400, "wrong value", ""), "upstream-refused", 1),
    (bad(409), "no", 1),
    (bad(409, code="taken"), "taken", 1),
    (bad(412, code="Trần 079204000001"), "upstream-refused", 1),
    (bad(413), "no", 1),
    (bad(422), "no", 1),
    (bad(404, code=""), "unknown-member", 1),
    (bad(410, code=""), "unknown-member", 1),
    (bad(200), "no", 1),
    (bad(500, "wrong syntax for uuid"), "no", 1),
    (bad(500), (Refused, "upstream-failed"), 2),
    (bad(401), (Unavailable, "upstream-unauthorised"), 1),
    (bad(403), (Unavailable, "upstream-unauthorised"), 1),
    (bad(429), (Unavailable, "upstream-busy"), 3),
    (bad(429, **{"Retry-After": "600"}), (Unavailable, "upstream-busy"), 1),
    (bad(503), (Unavailable, "upstream-busy"), 3),
    (bad(502), (AnswerLost, "upstream-failed"), 3),
    (bad(504), (AnswerLost, "upstream-failed"), 3),
    (bad(520), (AnswerLost, "upstream-failed"), 3),
    (bad(301), (Unavailable, "upstream-not-an-endpoint"), 1),
    (bad(405), (Unavailable, "upstream-not-an-endpoint"), 1),
    (page(200), (AnswerLost, "upstream-garbled"), 3),
    (page(400), (Unavailable, "upstream-not-an-endpoint"), 1),
    (page(404), (Unavailable, "upstream-not-an-endpoint"), 1),
    (page(403), (Unavailable, "upstream-unauthorised"), 1),
    (page(500), (AnswerLost, "upstream-failed"), 3),
    (page(502), (AnswerLost, "upstream-failed"), 3),
    (page(503), (Unavailable, "upstream-busy"), 3),
    (httpx.Response(200, content=b'{"ok": tr'), (AnswerLost, "upstream-garbled"), 3),
    (httpx.ConnectError("refused"), (Unavailable, "upstream-unreachable"), 3),
    (httpx.ConnectTimeout("slow"), (Unavailable, "upstream-timeout"), 3),
    (httpx.ReadTimeout("slow"), (AnswerLost, "upstream-answer-lost"), 3),
    (httpx.RemoteProtocolError("closed"), (AnswerLost, "upstream-answer-lost"), 3),
]


@pytest.mark.parametrize(("answer", "meaning", "tries"), ANSWERS)
def test_an_answer_and_its_consequence(
    web: respx.MockRouter,
    upstream: RequestsUpstream,
    answer: httpx.Response | Exception,
    meaning: str | tuple[type[UpstreamError], str],
    tries: int,
) -> None:
    web.get("/people/r-1").mock(return_value=ok({"id": "r-1"}))
    route = web.put("/people/r-1")
    route.mock(**({"side_effect": answer} if isinstance(answer, Exception) else {"return_value": answer}))
    if isinstance(meaning, str):
        [verdict] = send(upstream, KNOWN)
        assert (verdict.outcome, verdict.code) == (Outcome.REJECTED, meaning)
    else:
        error = fail(upstream, KNOWN)
        assert (type(error), error.code) == meaning
        assert "Không được" not in f"{error} {error!r}"
    assert route.call_count == tries


@pytest.mark.parametrize("answer", [ok(None), ok({"code": "100"}), ok([]), httpx.Response(204)])
def test_a_creation_without_a_handle_is_in_doubt(
    web: respx.MockRouter, upstream: RequestsUpstream, answer: httpx.Response
) -> None:
    web.post("/people").mock(return_value=answer)
    error = fail(upstream, NEW)
    assert (type(error), error.code) == (AnswerLost, "upstream-garbled")


def test_the_handle_of_somebody_else_is_not_taken(web: respx.MockRouter, upstream: RequestsUpstream) -> None:
    """The answer to another request: what is theirs would else be done to them."""
    theirs = {**CREATED, "code": "101", "external": "p-2"}
    for answer in (theirs, {**theirs, "external": None}):
        web.post("/people").mock(return_value=ok(answer, 201))
        error = fail(upstream, NEW)
        assert (type(error), error.code) == (AnswerLost, "upstream-garbled")


@pytest.mark.parametrize("answer", [{"error": {"code": "E500"}, "data": None}, {}, {"ok": None}])
def test_a_success_without_what_marks_one_tells_nothing(web: respx.MockRouter, answer: dict[str, object]) -> None:
    web.put("/people/r-1").mock(return_value=httpx.Response(200, json=answer))
    with closing(opened(profile(answers={**PROFILE.answers.model_dump(), "succeeded": "ok"}))) as upstream:
        error = fail(upstream, KNOWN)
    assert (type(error), error.code) == (AnswerLost, "upstream-garbled")


def test_a_change_without_content_is_applied(web: respx.MockRouter, upstream: RequestsUpstream) -> None:
    web.put("/people/r-1").mock(return_value=httpx.Response(204))
    assert send(upstream, KNOWN) == [Verdict("op-1", Outcome.APPLIED, "100", reference="r-1")]


def test_a_promise_for_later_is_no_verdict_and_nothing_of_that_person_follows(
    web: respx.MockRouter, upstream: RequestsUpstream
) -> None:
    web.put("/people/r-1").mock(return_value=ok(status=202))
    grown = web.post("/people/r-1/grown").mock(return_value=ok())
    other = replace(KNOWN, id="op-3", person="p-2", reference="r-2")
    web.put("/people/r-2").mock(return_value=ok(CREATED))
    verdicts = send(upstream, KNOWN, GROWN, other)
    assert [(one.operation, one.outcome) for one in verdicts] == [
        ("op-2", Outcome.UNTOUCHED),
        ("op-3", Outcome.APPLIED),
    ]
    assert grown.call_count == 0


def test_an_unknown_address_for_creating_is_a_wrong_profile_and_no_bad_record(
    web: respx.MockRouter, upstream: RequestsUpstream
) -> None:
    web.post("/people").mock(return_value=bad(404))
    error = fail(upstream, NEW)
    assert (type(error), error.code) == (Unavailable, "upstream-not-an-endpoint")


def test_words_are_kept_verbatim_and_cut(web: respx.MockRouter, upstream: RequestsUpstream) -> None:
    body = {"error": {"text": "Mận " + "x" * 600}}
    web.put("/people/r-1").mock(return_value=httpx.Response(422, json=body))
    assert send(upstream, KNOWN)[0].words == body["error"]["text"][:500]


# ── steps that break off ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "broken", [bad(503), bad(429, **{"Retry-After": "60"}), bad(401), page(404), httpx.ConnectError("refused")]
)
def test_what_breaks_after_a_creation_leaves_it_in_doubt(
    web: respx.MockRouter, upstream: RequestsUpstream, broken: httpx.Response | Exception
) -> None:
    web.post("/people").mock(return_value=ok(CREATED, 201))
    web.patch("/people/r-1/approve").mock(side_effect=[broken] * 6)
    assert type(fail(upstream, NEW)) is AnswerLost
    second = replace(NEW, id="op-3", person="p-3")
    error = fail(upstream, NEW, second)
    assert isinstance(error, Interrupted)
    assert (type(error.cause), error.verdicts) == (AnswerLost, (Verdict("op-3", Outcome.UNTOUCHED),))


def test_a_later_step_that_is_refused_is_a_rejection(web: respx.MockRouter, upstream: RequestsUpstream) -> None:
    web.post("/people").mock(return_value=ok(CREATED, 201))
    web.patch("/people/r-1/approve").mock(return_value=bad(400))
    [verdict] = send(upstream, NEW)
    assert (verdict.outcome, verdict.code, verdict.words) == (Outcome.REJECTED, "no", "Không được")


def test_a_status_that_says_done_before_goes_on(web: respx.MockRouter, upstream: RequestsUpstream) -> None:
    web.post("/people").mock(return_value=ok(CREATED, 201))
    web.patch("/people/r-1/approve").mock(return_value=bad(410))
    assert send(upstream, NEW)[0].outcome is Outcome.APPLIED


@pytest.mark.parametrize(
    ("broken", "cause", "guilty", "middle"),
    [
        (httpx.ReadTimeout("slow"), AnswerLost, None, []),
        (httpx.ConnectError("refused"), Unavailable, None, [Outcome.UNTOUCHED]),
        (bad(503), Unavailable, None, [Outcome.UNTOUCHED]),
        (bad(500), Refused, "op-3", [Outcome.UNTOUCHED]),
    ],
)
def test_a_batch_that_breaks_off_says_what_is_certain(
    web: respx.MockRouter,
    upstream: RequestsUpstream,
    broken: httpx.Response | Exception,
    cause: type[UpstreamError],
    guilty: str | None,
    middle: list[Outcome],
) -> None:
    web.put("/people/r-1").mock(return_value=ok(CREATED))
    web.get("/people/r-3").mock(return_value=ok({"id": "r-3"}))
    web.put("/people/r-3").mock(side_effect=[broken] * 3)
    never = web.put("/people/r-4").mock(return_value=ok(CREATED))
    third, fourth = (replace(KNOWN, id=f"op-{n}", person=f"p-{n}", reference=f"r-{n}") for n in (3, 4))
    error = fail(upstream, KNOWN, third, fourth)
    assert isinstance(error, Interrupted)
    assert (type(error.cause), error.guilty) == (cause, guilty)
    assert [one.outcome for one in error.verdicts] == [Outcome.APPLIED, *middle, Outcome.UNTOUCHED]
    assert never.call_count == 0


@pytest.mark.parametrize(
    ("honours", "operation", "tries"), [(False, NEW, 1), (True, NEW, 3), (False, GROWN, 1), (False, KNOWN, 3)]
)
def test_only_what_takes_effect_once_is_sent_again(
    web: respx.MockRouter, honours: bool, operation: Outgoing, tries: int
) -> None:
    routes = [web.post("/people"), web.post("/people/r-1/grown"), web.put("/people/r-1")]
    for route in routes:
        route.mock(side_effect=httpx.ReadTimeout("slow"))
    with closing(opened(profile(honours_keys=honours))) as upstream:
        assert type(fail(upstream, operation)) is AnswerLost
    keys = [call.request.headers.get("Idempotency-Key") for call in web.calls]
    assert keys == [f"{operation.id}.1" if honours else None] * tries
