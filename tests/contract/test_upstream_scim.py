"""What an upstream promises, of a directory that speaks SCIM: the profile `scim` against a server not of ours."""

from __future__ import annotations

import random
import threading
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest
from scim2_server.memory import InMemoryStorage
from scim2_server.testserver.application import BearerTokenApplication
from scim2_server.utils import load_default_provider

from adapters.upstream.requests.upstream import RequestsUpstream
from config.profile import RequestsProfile, Retries, load_profile
from sync.errors import Unavailable
from sync.values import ListKind, OperationType, Outcome, Outgoing, Verdict
from tests.contract.upstream_support import again, person

PROFILE = load_profile("scim")
assert isinstance(PROFILE, RequestsProfile)
PROFILE = PROFILE.model_copy(update={"page_size": 3, "retries": Retries(attempts=1, base=0, cap=0)})
HERE, THERE = "Chi đoàn 1, Đoàn xã Bình An", "Chi đoàn 2, Đoàn xã Bình An"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
Type = OperationType


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing: only failures are of interest here."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    application = BearerTokenApplication(InMemoryStorage(), load_default_provider(), bearer_tokens=["secret"])
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(params=["bulk", "one by one"])
def upstream(request: pytest.FixtureRequest, url: str) -> Iterator[RequestsUpstream]:
    changes = {} if request.param == "bulk" else {"bulk": None}
    upstream = RequestsUpstream(PROFILE.model_copy(update=changes), url, "secret")
    yield upstream
    upstream.close()


def member(**changes: Any) -> Outgoing:
    record = {
        "member_code": f"{random.randrange(1_000_000, 10_000_000)}",
        "full_name": "Trần Thị Mận",
        "email": "man@example.test",
        "phone": "0912345678",
    }
    return person(**({"unit": HERE, "record": record} | changes))


def known(operation: Outgoing, verdict: Verdict, **changes: Any) -> Outgoing:
    given = {"reference": verdict.reference, "member_code": verdict.member_code, "etag": verdict.etag, "known": True}
    return again(operation, **(given | changes))


def send(upstream: RequestsUpstream, *operations: Outgoing) -> list[Verdict]:
    return list(upstream.send("key", upstream.encode(operations)))


def recall(upstream: RequestsUpstream, *operations: Outgoing) -> list[Outcome]:
    return [verdict.outcome for verdict in upstream.recall("key", upstream.encode(operations))]


def user(url: str, verdict: Verdict) -> dict[str, Any]:
    headers = {"Authorization": "Bearer secret"}
    answer = httpx.get(f"{url}/Users/{verdict.reference}", headers=headers, trust_env=False)
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def test_somebody_new_becomes_a_user(upstream: RequestsUpstream, url: str) -> None:
    first = member()
    second = member(record={"full_name": "Lê Văn Tám"})
    verdicts = send(upstream, first, second)
    assert [one.outcome for one in verdicts] == [Outcome.APPLIED] * 2
    held, other = (user(url, verdict) for verdict in verdicts)
    assert (held["userName"], held["externalId"]) == (first.record["member_code"], first.person)
    assert (held["name"], held["active"]) == ({"formatted": "Trần Thị Mận"}, True)
    assert (held["emails"][0]["value"], held["phoneNumbers"][0]["value"]) == ("man@example.test", "0912345678")
    assert held[ENTERPRISE] == {"employeeNumber": first.record["member_code"], "department": HERE}
    assert (verdicts[0].member_code, verdicts[0].etag) == (first.record["member_code"], held["meta"]["version"])
    assert other["userName"] == second.person


def test_a_change_replaces_what_it_states_and_clears_what_it_empties(upstream: RequestsUpstream, url: str) -> None:
    new = member()
    [verdict] = send(upstream, new)
    changed = known(new, verdict, unit=THERE, record={"full_name": "Trần Thị Mơ", "email": None})
    assert recall(upstream, changed) == [Outcome.UNTOUCHED]
    [second] = send(upstream, changed)
    held = user(url, verdict)
    assert (held["name"]["formatted"], held.get("emails"), held[ENTERPRISE]["department"]) == (
        "Trần Thị Mơ",
        None,
        THERE,
    )
    assert held["phoneNumbers"][0]["value"] == "0912345678"
    assert (second.outcome, second.etag) == (Outcome.APPLIED, held["meta"]["version"])
    assert recall(upstream, changed) == [Outcome.APPLIED]


def test_a_change_based_on_an_older_version_is_refused_and_the_rest_of_the_batch_is_not(
    upstream: RequestsUpstream, url: str
) -> None:
    new, other = member(), member()
    [first] = send(upstream, new)
    send(upstream, known(new, first, record={"full_name": "Trần Thị Mơ"}))
    verdicts = send(upstream, known(new, first, record={"full_name": "Trần Thị Mai"}), other)
    assert sorted(one.outcome for one in verdicts) == [Outcome.APPLIED, Outcome.REJECTED]
    assert user(url, first)["name"]["formatted"] == "Trần Thị Mơ"


def test_somebody_who_is_there_already_is_changed_and_not_created_twice(upstream: RequestsUpstream) -> None:
    new = member()
    [first] = send(upstream, new)
    [second] = send(upstream, again(new, record={**new.record, "full_name": "Trần Thị Mơ"}))
    assert (second.outcome, second.reference) == (Outcome.APPLIED, first.reference)
    assert recall(upstream, new) == [Outcome.UNTOUCHED], "changed since"


def test_the_code_of_somebody_else_is_a_rejection(upstream: RequestsUpstream) -> None:
    new = member()
    send(upstream, new)
    [verdict] = send(upstream, member(record=new.record))
    assert (verdict.outcome, verdict.code, bool(verdict.words)) == (Outcome.REJECTED, "uniqueness", True)


@pytest.mark.parametrize("type_", [Type.MATURE, Type.STRIKE_OFF, Type.EXPEL, Type.DECEASE])
def test_who_leaves_is_no_longer_active_and_comes_back(upstream: RequestsUpstream, url: str, type_: Type) -> None:
    new = member()
    [first] = send(upstream, new)
    leaving = known(new, first, type=type_, movement={"on": "2026-03-05"})
    [second] = send(upstream, leaving)
    assert (second.outcome, user(url, first)["active"]) == (Outcome.APPLIED, False)
    assert recall(upstream, leaving) == [Outcome.APPLIED]
    assert new.person not in [one.person for one in upstream.people()]
    back = known(new, second, type=Type.READMIT, unit=THERE, movement={"on": "2026-04-05"})
    assert [one.outcome for one in send(upstream, back)] == [Outcome.APPLIED]
    held = user(url, first)
    assert (held["active"], held[ENTERPRISE]["department"]) == (True, THERE)


def test_youths_are_not_sent(upstream: RequestsUpstream) -> None:
    assert send(upstream, member(kind=ListKind.YOUTH))[0].code == "only-members"


def test_everybody_is_read_back_over_all_pages_each_once(upstream: RequestsUpstream) -> None:
    unit = f"Chi đoàn {random.getrandbits(40)}"
    operations = [member(unit=unit) for _ in range(7)]
    verdicts = send(upstream, *operations)
    found = {one.person: one for one in upstream.people(unit)}
    assert set(found) == {operation.person for operation in operations}
    for operation, verdict in zip(operations, verdicts, strict=True):
        one = found[operation.person]
        assert (one.reference, one.etag, dict(one.record)) == (
            verdict.reference,
            verdict.etag,
            dict(operation.record),
        )


def test_a_token_nobody_gave_out_is_not_let_in(url: str) -> None:
    upstream = RequestsUpstream(PROFILE, url, "wrong")
    with pytest.raises(Unavailable) as caught:
        upstream.reach()
    assert caught.value.code == "upstream-unauthorised"
    upstream.close()
