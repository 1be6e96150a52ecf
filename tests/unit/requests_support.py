"""A small profile for requests, what answers look like, and an upstream spoken to by it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

import httpx
import orjson
import pytest
import respx

from adapters.upstream.requests.upstream import RequestsUpstream
from config.profile import RequestsProfile, read_profile
from sync.errors import UpstreamError
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


SHOWN = {"id": "r-9", "code": "100", "version": "v7", "mails": [{"value": "man@example.test"}]}
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
