"""Upstreams described request by request: what each answer, broken exchange and damaged page leads to."""

from __future__ import annotations

import gzip
import tomllib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import httpx
import orjson
import pytest
import respx

from adapters.upstream.requests.upstream import RequestsUpstream
from config.profile import RequestsProfile, read_profile
from sync.charter import Status
from sync.errors import AnswerLost, Interrupted, Refused, TooLarge, Unavailable, UpstreamError
from sync.ports import RemoteUnit
from sync.values import ListKind, OperationType, Outcome, Outgoing, Verdict

URL = "https://upstream.example.test/api"
TEXT = """
name = "small"
speaks = "requests"
fields = ["member_code", "full_name", "date_of_birth", "gender", "email"]
movement_fields = ["decision_no"]
page_size = 2
retries = { attempts = 3, base = 0, cap = 10 }
auth = { kind = "header", headers = { X-Key = "{secret}" } }

[answers]
data = "data"
words = ["message", "error.text"]
code = "error.code"
failed = "ok == `false`"
[[answers.rules]]
status = [409]
code = "^taken$"
means = "exists"
[[answers.rules]]
status = [400, 500]
words = "wrong (value|syntax)"
means = "refused"

[person]
path = "/people/{reference}"
reference = "id"
member_code = "code"
person = "external"
kind = "list"
unit = "unit"
status = "state"
etag = "version"
gone = "deleted"
same = ["member_code", "email"]
[[person.find]]
path = "/people"
query = { code = "{member_code}" }
[[person.find]]
path = "/people"
query = { mail = "{email}", size = "{page_size}" }

[people]
path = "/people"
query = { page = "{page}", size = "{page_size}" }
items = "items"
paging = "page"
more = "more"
total = "total"

[names]
member_code = "code"
full_name = "name.full"
date_of_birth = "born"
email = "mails[0].value"
[values]
gender = { male = 1, female = 2 }
status = { active = "on", matured = "grown" }
kind = { members = "union", youth = "young" }
[dates]
write = "%d/%m/%Y"
read = ["%d/%m/%Y", "%Y-%m-%dT%H:%M:%SZ"]

[operations.upsert]
[[operations.upsert.steps]]
when = "new"
method = "POST"
path = "/people"
body = { "*" = "record", external = "{person}", unit = "{unit}" }
take = { reference = "id", member_code = "code", etag = "version" }
[[operations.upsert.steps]]
when = "new"
method = "PATCH"
path = "/people/{reference}/approve"
done = [410]
[[operations.upsert.steps]]
when = "known"
method = "PUT"
path = "/people/{reference}"
headers = { If-Match = "{etag}" }
body = { "*" = "record", unit = "{unit}" }
take = { etag = "version" }
[operations.upsert.holds]
unit = "{unit}"
[operations.mature]
holds = { state = "grown" }
[[operations.mature.steps]]
method = "POST"
path = "/people/{reference}/grown"
query = { on = "{on}", again = true }
body = { paper = "{decision_no}", by = "yumsync {operation}" }
[operations.away]
[[operations.away.steps]]
method = "PUT"
path = "/people/{reference}/away"
"""


def profile(**changes: Any) -> RequestsProfile:
    found = read_profile(tomllib.loads(TEXT), "small.toml")
    assert isinstance(found, RequestsProfile)
    return RequestsProfile.model_validate({**found.model_dump(), **changes})


PROFILE = profile()
NEW = Outgoing(
    id="op-1",
    type=OperationType.UPSERT,
    person="p-1",
    kind=ListKind.MEMBERS,
    unit="Chi đoàn 1",
    record={"full_name": "Trần Thị Mận", "date_of_birth": "2004-05-17", "gender": "female", "member_code": "100"},
)
KNOWN = replace(NEW, known=True, reference="r-1", member_code="100", etag="v1")
PAPER = {"on": "2026-03-05", "decision_no": "07-QĐ", "reason": "Bệnh"}
GROWN = replace(KNOWN, id="op-2", type=OperationType.MATURE, movement=PAPER)


def ok(data: object = None, status: int = 200, **besides: object) -> httpx.Response:
    return httpx.Response(status, json={"ok": True, "data": data, **besides})


def bad(status: int, message: str = "Không được", code: str = "no", **headers: str) -> httpx.Response:
    body = {"ok": False, "message": message, "error": {"code": code}}
    return httpx.Response(status, json=body, headers=headers)


def page(status: int) -> httpx.Response:
    return httpx.Response(status, html="<title>Proxy</title>")


CREATED = {"id": "r-1", "code": "100", "version": "v1"}
APPLIED = Verdict("op-1", Outcome.APPLIED, "100", "v1", reference="r-1")


@pytest.fixture
def web() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=URL, assert_all_called=False) as router:
        yield router


@pytest.fixture
def upstream() -> Iterator[RequestsUpstream]:
    with closing(opened()) as upstream:
        yield upstream


def opened(found: RequestsProfile = PROFILE) -> RequestsUpstream:
    return RequestsUpstream(found, URL, "secret", "officer", sleep=lambda _: None)


def send(upstream: RequestsUpstream, *operations: Outgoing) -> list[Verdict]:
    return list(upstream.send("key", upstream.encode(operations)))


def fail(upstream: RequestsUpstream, *operations: Outgoing) -> UpstreamError:
    with pytest.raises(UpstreamError) as caught:
        send(upstream, *operations)
    return caught.value


def sent(route: respx.Route) -> Any:
    return orjson.loads(route.calls.last.request.content)


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


@pytest.mark.parametrize(("refusal", "code"), [(bad(400), "no"), (bad(500), "upstream-failed")])
def test_a_later_step_that_is_refused_is_a_rejection(
    web: respx.MockRouter, upstream: RequestsUpstream, refusal: httpx.Response, code: str
) -> None:
    web.post("/people").mock(return_value=ok(CREATED, 201))
    web.patch("/people/r-1/approve").mock(return_value=refusal)
    [verdict] = send(upstream, NEW)
    assert (verdict.outcome, verdict.code, verdict.words) == (Outcome.REJECTED, code, "Không được")


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


# ── somebody who is there already ────────────────────────────────────────────────────────────────────────────

SHOWN = {"id": "r-9", "code": "100", "version": "v7", "mails": [{"value": "man@example.test"}]}


@pytest.mark.parametrize(
    ("shown", "same"),
    [
        ([SHOWN], True),
        ([{**SHOWN, "external": "p-1", "code": "999"}], True),
        ([{**SHOWN, "external": "p-2"}], False),
        ([{**SHOWN, "code": "999"}], False),
        ([{**SHOWN, "mails": [{"value": "other@example.test"}]}], False),
        ([{**SHOWN, "mails": []}], True),
        ([{**SHOWN, "code": None, "mails": []}], False),
        ([{**SHOWN, "deleted": "2026-01-01"}], False),
        ([SHOWN, {**SHOWN, "id": "r-10"}], False),
        ([{**SHOWN, "code": "1001"}, SHOWN], True),
        ([], False),
    ],
)
def test_somebody_who_exists_is_changed_where_it_is_surely_the_same_person(
    web: respx.MockRouter, shown: list[object], same: bool
) -> None:
    web.post("/people").mock(return_value=bad(409, code="taken"))
    web.get("/people").mock(return_value=ok(shown))
    change = web.put("/people/r-9").mock(return_value=ok({"version": "v8"}))
    approve = web.patch("/people/r-9/approve").mock(return_value=ok())
    found = profile()
    finds = [{**find.model_dump(), "items": "@"} for find in found.person.find]
    person = replace(NEW, record={**NEW.record, "email": "man@example.test"})
    with closing(opened(profile(person={**found.person.model_dump(), "find": finds}))) as upstream:
        [verdict] = send(upstream, person)
    if same:
        code = str(shown[-1]["code"])  # type: ignore[index]
        assert verdict == Verdict("op-1", Outcome.APPLIED, code, reference="r-9")
        assert (change.calls.last.request.headers["If-Match"], approve.call_count) == ("v7", 1)
    else:
        assert (verdict.outcome, verdict.code) == (Outcome.REJECTED, "taken")
        assert change.call_count == 0


def test_somebody_known_without_a_handle_is_looked_for(web: respx.MockRouter) -> None:
    web.get("/people", params={"code": "100"}).mock(return_value=ok([SHOWN]))
    change = web.put("/people/r-9").mock(return_value=ok({}))
    finds = [{"path": "/people", "query": {"code": "{member_code}"}}]
    with closing(opened(profile(person={**PROFILE.person.model_dump(), "find": finds}))) as upstream:
        assert send(upstream, replace(KNOWN, reference=None))[0].reference == "r-9"
        assert change.call_count == 1
        web.get("/people", params={"code": "100"}).mock(return_value=ok([]))
        assert send(upstream, replace(KNOWN, reference=None))[0].code == "unknown-member"


# ── reading back ─────────────────────────────────────────────────────────────────────────────────────────────

STANDS = {
    "id": "r-1",
    "code": "100",
    "name": {"full": "Trần Thị Mận"},
    "born": "17/05/2004",
    "gender": 2,
    "unit": "Chi đoàn 1",
    "state": "on",
    "version": "v3",
}


@pytest.mark.parametrize(
    ("operation", "shown", "outcome"),
    [
        (KNOWN, STANDS, Outcome.APPLIED),
        (KNOWN, {**STANDS, "born": "2004-05-17T00:00:00Z"}, Outcome.APPLIED),
        (KNOWN, {**STANDS, "gender": 1}, Outcome.UNTOUCHED),
        (KNOWN, {**STANDS, "unit": "Chi đoàn 2"}, Outcome.UNTOUCHED),
        (KNOWN, {**STANDS, "name": None}, Outcome.UNTOUCHED),
        (replace(KNOWN, record={"email": None}), {**STANDS, "mails": []}, Outcome.APPLIED),
        (replace(KNOWN, record={"email": None}), {**STANDS, "mails": [{"value": "a@b.test"}]}, Outcome.UNTOUCHED),
        (GROWN, STANDS, Outcome.UNTOUCHED),
        (GROWN, {**STANDS, "state": "grown"}, Outcome.APPLIED),
        (replace(GROWN, type=OperationType.AWAY), STANDS, None),
        (KNOWN, None, None),
    ],
)
def test_what_reading_back_tells(
    web: respx.MockRouter,
    upstream: RequestsUpstream,
    operation: Outgoing,
    shown: dict[str, object] | None,
    outcome: Outcome | None,
) -> None:
    web.get("/people/r-1").mock(return_value=bad(404) if shown is None else ok(shown))
    found = list(upstream.recall("key", upstream.encode([operation])))
    assert [verdict.outcome for verdict in found] == ([outcome] if outcome else [])
    if outcome is Outcome.APPLIED:
        assert found == [Verdict(operation.id, Outcome.APPLIED, "100", "v3", reference="r-1")]


@pytest.mark.parametrize(
    ("shown", "rules", "outcome"),
    [
        ([], True, Outcome.UNTOUCHED),
        ([STANDS], True, Outcome.APPLIED),
        ([{**STANDS, "gender": 1}], True, Outcome.UNTOUCHED),
        ([{**STANDS, "gender": 1}], False, None),
    ],
)
def test_a_creation_is_only_repeated_where_the_upstream_says_that_somebody_exists(
    web: respx.MockRouter, shown: list[object], rules: bool, outcome: Outcome | None
) -> None:
    web.get("/people").mock(return_value=ok(shown))
    answers = {**PROFILE.answers.model_dump(), **({} if rules else {"rules": []})}
    finds = [{"path": "/people", "query": {"code": "{member_code}"}}]
    person = {**PROFILE.person.model_dump(), "find": finds}
    with closing(opened(profile(answers=answers, person=person))) as upstream:
        found = [verdict.outcome for verdict in upstream.recall("key", upstream.encode([NEW]))]
    assert found == ([outcome] if outcome else [])


@pytest.mark.parametrize("answer", [bad(503), bad(401), page(200), ok([]), httpx.ReadTimeout("slow")])
def test_reading_back_that_fails_tells_nothing(
    web: respx.MockRouter, upstream: RequestsUpstream, answer: httpx.Response | Exception
) -> None:
    web.get("/people/r-1").mock(side_effect=[answer] * 3)
    with pytest.raises(Unavailable):
        upstream.recall("key", upstream.encode([KNOWN]))


@pytest.mark.parametrize(
    ("operation", "shown", "consequence"),
    [
        (GROWN, ok({**STANDS, "state": "grown"}), Outcome.APPLIED),
        (GROWN, ok(STANDS), Refused),
        (GROWN, bad(503), AnswerLost),
        (GROWN, bad(404), AnswerLost),
        (KNOWN, ok({**STANDS, "gender": 1}), Refused),
        (KNOWN, ok(STANDS), Outcome.APPLIED),
        (KNOWN, bad(503), Refused),
    ],
)
def test_a_failure_may_have_come_after_the_work_was_done(
    web: respx.MockRouter,
    upstream: RequestsUpstream,
    operation: Outgoing,
    shown: httpx.Response,
    consequence: Outcome | type[UpstreamError],
) -> None:
    """So it is looked up, and nothing that may not go twice is sent again in doubt."""
    grown = web.post("/people/r-1/grown").mock(return_value=bad(500))
    web.put("/people/r-1").mock(return_value=bad(500))
    web.get("/people/r-1").mock(return_value=shown)
    if isinstance(consequence, Outcome):
        assert [one.outcome for one in send(upstream, operation)] == [consequence]
    else:
        assert type(fail(upstream, operation)) is consequence
    assert grown.call_count == (operation is GROWN)


# ── reading everybody ────────────────────────────────────────────────────────────────────────────────────────


def test_people_come_in_our_words(web: respx.MockRouter, upstream: RequestsUpstream) -> None:
    young = {
        **STANDS,
        "id": 7,
        "external": "p-7",
        "list": "young",
        "state": "grown",
        "mails": [{"value": "a@b.test"}],
    }
    gone = {**STANDS, "deleted": True}
    web.get("/people").mock(return_value=ok({"items": [STANDS, gone, young]}, more=False, total=3))
    first, second = upstream.people()
    assert (first.person, first.kind, first.unit, first.status) == (
        None,
        ListKind.MEMBERS,
        "Chi đoàn 1",
        Status.ACTIVE,
    )
    assert dict(first.record) == {
        "member_code": "100",
        "full_name": "Trần Thị Mận",
        "date_of_birth": "2004-05-17",
        "gender": "female",
    }
    assert (second.person, second.kind, second.status) == ("p-7", ListKind.YOUTH, Status.MATURED)
    assert (second.reference, second.record["email"]) == ("7", "a@b.test")


@pytest.mark.parametrize(
    "answer",
    [
        ok(None, more=False),
        ok({"items": None}, more=False),
        ok({"items": ["x"]}, more=False),
        ok({"items": [{"code": "100"}]}, more=False),
        ok({"items": [{**STANDS, "state": "?"}]}, more=False),
        ok({"items": [STANDS]}, more=False, total=2),
        bad(404),
        page(200),
    ],
)
def test_reading_that_fails_is_unavailable_and_never_a_shorter_list(
    web: respx.MockRouter, upstream: RequestsUpstream, answer: httpx.Response
) -> None:
    web.get("/people").mock(return_value=answer)
    with pytest.raises(Unavailable):
        list(upstream.people())


EVERYBODY = [{"id": f"r-{number}", "name": {"full": f"Người {number}"}} for number in range(5)]


def shelf(paged: str) -> Callable[[httpx.Request], httpx.Response]:
    """A server of five people that gives out at most two at a time, whatever is asked for."""

    def answer(request: httpx.Request) -> httpx.Response:
        params = dict(request.url.params)
        if paged == "page":
            begin = (int(params["page"]) - 1) * 2
        elif paged == "offset":
            begin = int(params["start"]) - 1
        else:
            begin = int(params.get("after", 0))
        items, end = EVERYBODY[begin : begin + 2], begin + 2
        following = f"{URL}/people?after={end}" if end < 5 else None
        link = {"Link": f'<{URL}/people?after=0>; rel="first", <{following}>; rel="next"'} if following else {}
        body = {"items": items, "total": 5, "next": end if end < 5 else None, "url": following}
        return httpx.Response(200, json=body, headers=link)

    return answer


@pytest.mark.parametrize(
    ("paged", "paging"),
    [
        ("page", {"paging": "page", "query": {"page": "{page}"}, "total": "total"}),
        ("page", {"paging": "page", "query": {"page": "{page}"}}),
        ("offset", {"paging": "offset", "query": {"start": "{offset}", "count": "{page_size}"}, "first": 1}),
        ("cursor", {"paging": "cursor", "query": {"after": "{cursor}"}, "next": "next", "total": "total"}),
        ("link", {"paging": "link", "next": "url"}),
        ("link", {"paging": "link"}),
    ],
)
def test_every_way_of_paging_reads_everybody_once(
    web: respx.MockRouter, paged: str, paging: dict[str, object]
) -> None:
    web.get("/people").mock(side_effect=shelf(paged))
    people = {"path": "/people", "items": "items", **paging}
    with closing(opened(profile(people=people, answers={}))) as upstream:
        assert [one.reference for one in upstream.people()] == [f"r-{number}" for number in range(5)]


@pytest.mark.parametrize(
    ("paging", "body"),
    [
        ({"paging": "page"}, {"items": EVERYBODY[:2]}),
        ({"paging": "cursor", "next": "next"}, {"items": EVERYBODY[:2], "next": "same"}),
        ({"paging": "link", "next": "url"}, {"items": EVERYBODY[:2], "url": "https://elsewhere.example.test/people"}),
        ({"paging": "link", "next": "url"}, {"items": EVERYBODY[:2], "url": ["x"]}),
    ],
)
def test_pages_that_lead_nowhere_end_in_an_error(
    web: respx.MockRouter, paging: dict[str, object], body: dict[str, object]
) -> None:
    web.get("/people").mock(return_value=httpx.Response(200, json=body))
    with (
        closing(opened(profile(people={"path": "/people", "items": "items", **paging}, answers={}))) as upstream,
        pytest.raises(Unavailable),
    ):
        list(upstream.people())


# ── units ────────────────────────────────────────────────────────────────────────────────────────────────────

UNITS = {"path": "/cells", "id": "id", "name": "name", "parent": "branch.id", "parent_name": "branch.name"}
CELLS = [
    {"id": "c1", "name": "Chi đoàn 1", "branch": {"id": "b1", "name": "Đoàn xã Bình An"}},
    {"id": "c2", "name": "Chi đoàn 1", "branch": {"id": "b2", "name": "Đoàn xã Tân Lập"}},
    {"id": "c3", "name": "Chi đoàn 02", "branch": {"id": "b2", "name": "Đoàn xã Tân Lập"}},
]


@pytest.mark.parametrize(
    ("unit", "handle"),
    [
        ("Chi đoàn 1, Đoàn xã Bình An", "c1"),
        ("chi đoàn 1, đoàn xã tân lập, Tỉnh đoàn Lâm Đồng", "c2"),
        ("Chi đoàn 2", "c3"),
        ("Đoàn xã Tân Lập", "b2"),
        ("Chi đoàn 1", None),
        ("Chi đoàn 2, Đoàn xã Bình An", None),
        ("Chi đoàn 3", None),
    ],
)
def test_a_unit_of_ours_is_found_there_by_its_name_and_those_above_it(
    web: respx.MockRouter, unit: str, handle: str | None
) -> None:
    cells = web.get("/cells").mock(return_value=httpx.Response(200, json=CELLS))
    change = web.put("/people/r-1").mock(return_value=httpx.Response(200, json={}))
    with closing(opened(profile(units=UNITS, answers={}))) as upstream:
        verdicts = send(upstream, replace(KNOWN, unit=unit), replace(KNOWN, id="op-2", unit=unit))
    if handle:
        assert [one.outcome for one in verdicts] == [Outcome.APPLIED] * 2
        assert sent(change)["unit"] == handle
    else:
        assert [(one.code, one.field) for one in verdicts] == [("unit-missing", "unit")] * 2
        assert change.call_count == 0
    assert cells.call_count == 1


def test_the_tree_is_read_with_what_is_told_of_above_it(web: respx.MockRouter) -> None:
    web.get("/cells").mock(return_value=httpx.Response(200, json=CELLS))
    with closing(opened(profile(units=UNITS, answers={}))) as upstream:
        assert list(upstream.units()) == [
            RemoteUnit("b1", "Đoàn xã Bình An"),
            RemoteUnit("c1", "Chi đoàn 1", parent="b1"),
            RemoteUnit("b2", "Đoàn xã Tân Lập"),
            RemoteUnit("c2", "Chi đoàn 1", parent="b2"),
            RemoteUnit("c3", "Chi đoàn 02", parent="b2"),
        ]


def test_a_tree_that_cannot_be_read_rejects_nobody(web: respx.MockRouter) -> None:
    web.get("/cells").mock(return_value=bad(503))
    with closing(opened(profile(units=UNITS))) as upstream:
        assert type(fail(upstream, KNOWN)) is Unavailable


# ── many in one request ──────────────────────────────────────────────────────────────────────────────────────

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


def test_one_operation_a_bulk_fails_on_is_named(web: respx.MockRouter, bulk: RequestsUpstream) -> None:
    web.post("/bulk").mock(
        return_value=results({"number": "op-1", "status": 200}, {"number": "op-2", "status": 500, "content": {}})
    )
    error = fail(bulk, KNOWN, OTHER)
    assert isinstance(error, Interrupted)
    assert (type(error.cause), error.guilty) == (Refused, "op-2")
    assert {one.operation: one.outcome for one in error.verdicts} == {
        "op-1": Outcome.APPLIED,
        "op-2": Outcome.UNTOUCHED,
    }
