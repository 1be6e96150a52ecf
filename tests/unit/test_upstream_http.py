"""The client's consequences, row by row: what each status, broken exchange and damaged answer leads to."""

from __future__ import annotations

import ssl
from contextlib import closing
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import orjson
import pytest
import respx

from adapters.upstream.contract import HttpUpstream
from adapters.upstream.waiting import asked_wait
from config.profile import Retries
from config.wording import LANGUAGES, Wording
from sync.errors import AnswerLost, ConfigError, Refused, TooLarge, Unavailable, UpstreamError
from sync.values import Outcome
from tests.unit.upstream_http_support import (
    APPLIED,
    HTML,
    PROFILE,
    URL,
    VERDICT,
    Client,
    changed,
    client,
    problem,
    web,
)

__all__ = ["client", "web"]


# status, consequence, code, how often it is sent in all
TABLE: list[tuple[int, type[UpstreamError], str, int]] = [
    (301, Unavailable, "upstream-not-an-endpoint", 1),
    (302, Unavailable, "upstream-not-an-endpoint", 1),
    (400, Refused, "upstream-refused", 1),
    (401, Unavailable, "upstream-unauthorised", 1),
    (402, Unavailable, "upstream-not-an-endpoint", 1),
    (403, Unavailable, "upstream-unauthorised", 1),
    (404, Unavailable, "upstream-not-an-endpoint", 1),
    (405, Unavailable, "upstream-not-an-endpoint", 1),
    (407, Unavailable, "upstream-unauthorised", 1),
    (408, Unavailable, "upstream-busy", 3),
    (409, Refused, "upstream-refused", 1),
    (410, Unavailable, "upstream-not-an-endpoint", 1),
    (413, TooLarge, "upstream-too-large", 1),
    (415, Unavailable, "upstream-not-an-endpoint", 1),
    (422, Refused, "upstream-refused", 1),
    (425, Unavailable, "upstream-busy", 3),
    (429, Unavailable, "upstream-busy", 3),
    (500, Refused, "upstream-failed", 2),
    (501, Unavailable, "upstream-not-an-endpoint", 1),
    (502, AnswerLost, "upstream-failed", 3),
    (503, Unavailable, "upstream-busy", 3),
    (504, AnswerLost, "upstream-failed", 3),
    (505, Unavailable, "upstream-not-an-endpoint", 1),
    (507, AnswerLost, "upstream-failed", 3),
    (520, AnswerLost, "upstream-failed", 3),
]


@pytest.mark.parametrize(("status", "consequence", "code", "sendings"), TABLE)
def test_status_and_consequence(
    web: respx.MockRouter,
    client: Client,
    status: int,
    consequence: type[UpstreamError],
    code: str,
    sendings: int,
) -> None:
    route = web.post("/v1/batches").mock(return_value=problem(status))
    web.get("/v1/operations/op-1").mock(return_value=problem(404, "not-found"))
    error = client.fail()
    assert type(error) is consequence
    assert error.code == code
    assert error.details["status"] == status
    assert route.call_count == sendings
    sent = [(call.request.content, call.request.headers["Idempotency-Key"]) for call in route.calls]
    assert set(sent) == {(client.body, "key-1")}


@pytest.mark.parametrize(
    ("known", "consequence"),
    [
        (problem(404, "not-found"), Refused),
        (httpx.Response(200, content=orjson.dumps({"id": "op-1", "status": "applied"})), AnswerLost),
        (httpx.Response(200, content=orjson.dumps({"id": "op-1", "status": "accepted"})), AnswerLost),
        (problem(500), AnswerLost),
        (problem(503), AnswerLost),
        (httpx.Response(200, text="<html>"), AnswerLost),
    ],
)
def test_a_failure_after_the_work_was_done(
    web: respx.MockRouter, client: Client, known: httpx.Response, consequence: type[UpstreamError]
) -> None:
    """A 500 says that nothing was taken only where nobody knows the first operation of the batch."""
    web.post("/v1/batches").mock(return_value=problem(500))
    web.get("/v1/operations/op-1").mock(return_value=known)
    error = client.fail()
    assert (type(error), error.code, error.details["status"]) == (consequence, "upstream-failed", 500)


# what breaks, consequence, code, sendings
BREAKS: list[tuple[Exception, type[UpstreamError], str, int]] = [
    (httpx.ConnectError("refused"), Unavailable, "upstream-unreachable", 3),
    (httpx.ConnectTimeout("slow"), Unavailable, "upstream-timeout", 3),
    (httpx.PoolTimeout("slow"), Unavailable, "upstream-timeout", 3),
    (httpx.ProxyError("407"), Unavailable, "upstream-unreachable", 3),
    (httpx.ReadTimeout("slow"), AnswerLost, "upstream-answer-lost", 3),
    (httpx.WriteTimeout("slow"), AnswerLost, "upstream-answer-lost", 3),
    (httpx.ReadError("reset"), AnswerLost, "upstream-answer-lost", 3),
    (httpx.WriteError("reset"), AnswerLost, "upstream-answer-lost", 3),
    (httpx.RemoteProtocolError("closed"), AnswerLost, "upstream-answer-lost", 3),
    (httpx.DecodingError("zip"), AnswerLost, "upstream-garbled", 3),
]


@pytest.mark.parametrize(("broken", "consequence", "code", "sendings"), BREAKS, ids=lambda value: str(value)[:20])
def test_broken_exchange_and_consequence(
    web: respx.MockRouter,
    client: Client,
    broken: Exception,
    consequence: type[UpstreamError],
    code: str,
    sendings: int,
) -> None:
    route = web.post("/v1/batches").mock(side_effect=broken)
    error = client.fail()
    assert (type(error), error.code, route.call_count) == (consequence, code, sendings)


def test_a_certificate_that_does_not_fit_is_said_at_once_and_not_tried_again() -> None:
    requests = []

    def handshake(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        raise httpx.ConnectError("tls") from ssl.SSLCertVerificationError("self-signed")

    transport = httpx.MockTransport(handshake)
    with (
        closing(HttpUpstream(PROFILE, URL, None, transport=transport)) as upstream,
        pytest.raises(Unavailable) as caught,
    ):
        upstream.send("key-1", b"{}")
    assert (caught.value.code, len(requests)) == ("upstream-tls", 1)


DAMAGED = {
    "html": HTML,
    "empty": httpx.Response(200, content=b""),
    "half": httpx.Response(207, content=orjson.dumps(APPLIED)[:40]),
    "garbage": httpx.Response(200, content=b"\x00\xff\xfe"),
    "a list": httpx.Response(200, content=b"[]"),
    "no results": httpx.Response(200, content=b'{"batch": "b1"}'),
    "results are no list": httpx.Response(200, content=b'{"results": {"op-1": "applied"}}'),
    "no content": httpx.Response(204),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_an_answer_that_cannot_be_read_is_a_lost_answer_and_never_a_verdict(
    web: respx.MockRouter, client: Client, name: str
) -> None:
    route = web.post("/v1/batches").mock(return_value=DAMAGED[name])
    error = client.fail()
    assert (type(error), error.code, route.call_count) == (AnswerLost, "upstream-garbled", 3)


@pytest.mark.parametrize("status", [400, 409, 422])
def test_a_page_that_refuses_is_not_the_member_system_and_blames_no_record(
    web: respx.MockRouter, client: Client, status: int
) -> None:
    web.post("/v1/batches").mock(return_value=httpx.Response(status, html="<title>Bad Request</title>"))
    error = client.fail()
    assert (type(error), error.code) == (Unavailable, "upstream-not-an-endpoint")


@pytest.mark.parametrize("last", [problem(503), problem(401), problem(422), httpx.ConnectError("refused")])
def test_what_may_have_been_taken_stays_in_doubt_whatever_a_later_try_ends_on(
    web: respx.MockRouter, client: Client, last: httpx.Response | Exception
) -> None:
    web.post("/v1/batches").mock(side_effect=[httpx.ReadTimeout("slow"), last, last])
    error = client.fail()
    assert (type(error), error.code) == (AnswerLost, "upstream-answer-lost")


@pytest.mark.parametrize(
    "first", [httpx.ReadTimeout("slow"), httpx.ConnectError("refused"), problem(503), problem(500), HTML], ids=str
)
def test_verdicts_of_a_later_try_settle_it(
    web: respx.MockRouter, client: Client, first: httpx.Response | Exception
) -> None:
    web.post("/v1/batches").mock(side_effect=[first, httpx.Response(200, json=APPLIED)])
    assert client.send() == [VERDICT]


@pytest.mark.parametrize("first", [httpx.ReadTimeout("slow"), problem(500), HTML], ids=str)
def test_where_keys_are_not_honoured_a_batch_that_may_have_been_taken_is_not_sent_again(
    web: respx.MockRouter, first: httpx.Response | Exception
) -> None:
    client = Client(changed(honours_keys=False))
    route = web.post("/v1/batches").mock(side_effect=[first, problem(503)])
    web.get("/v1/operations/op-1").mock(return_value=httpx.Response(200, json={"id": "op-1", "status": "applied"}))
    assert type(client.fail()) is AnswerLost
    assert route.call_count == 1
    client.upstream.close()


@pytest.mark.parametrize("last", [problem(503), problem(429), problem(422), httpx.ConnectError("refused")], ids=str)
def test_a_later_try_does_not_undo_a_failure(
    web: respx.MockRouter, client: Client, last: httpx.Response | Exception
) -> None:
    """The 500 may have come after the work was done: that the next try was not taken says nothing of the first."""
    web.post("/v1/batches").mock(side_effect=[problem(500), *[last] * 2])
    assert type(client.fail()) is AnswerLost


def moment(seconds: float) -> str:
    return format_datetime(datetime(2026, 11, 22, 8, 0, tzinfo=UTC) + timedelta(seconds=seconds), usegmt=True)


WAITS: list[tuple[dict[str, str], float | None]] = [
    ({}, None),
    ({"Retry-After": "7"}, 7.0),
    ({"Retry-After": "0"}, 0.0),
    ({"Retry-After": "1.5"}, 1.5),
    ({"Date": moment(0), "Retry-After": moment(9)}, 9.0),
    ({"Date": moment(0), "Retry-After": moment(-9)}, 0.0),
    ({"Retry-After": "soon"}, None),
    ({"Retry-After": "-3"}, None),
    ({"RateLimit-Reset": "4", "RateLimit-Remaining": "0"}, 4.0),
    ({"RateLimit-Reset": "4"}, 4.0),
    ({"RateLimit-Reset": "4", "RateLimit-Remaining": "12"}, None),
    ({"Date": moment(0), "RateLimit-Reset": str(1795334400 + 60)}, 60.0),
    ({"Retry-After": "2", "RateLimit-Reset": "4"}, 2.0),
]


@pytest.mark.parametrize(("headers", "seconds"), WAITS, ids=str)
def test_how_long_an_answer_asks_to_wait(headers: dict[str, str], seconds: float | None) -> None:
    assert asked_wait(httpx.Headers(headers)) == seconds


@pytest.mark.parametrize("headers", [headers for headers, seconds in WAITS if seconds and seconds <= 10], ids=str)
def test_the_wait_an_upstream_asks_for_is_kept(
    web: respx.MockRouter, client: Client, headers: dict[str, str]
) -> None:
    busy = httpx.Response(429, headers=headers)
    web.post("/v1/batches").mock(side_effect=[busy, httpx.Response(200, json=APPLIED)])
    assert client.send() == [VERDICT]
    assert client.waits == [asked_wait(httpx.Headers(headers))]


def test_a_wait_longer_than_the_cap_is_left_to_the_next_run(web: respx.MockRouter, client: Client) -> None:
    route = web.post("/v1/batches").mock(return_value=httpx.Response(429, headers={"Retry-After": "600"}))
    error = client.fail()
    assert (type(error), error.retry_after, route.call_count) == (Unavailable, 600.0, 1)
    assert client.waits == []


def test_waits_are_random_grow_and_are_capped(web: respx.MockRouter) -> None:
    client = Client(changed(retries=Retries(attempts=9, base=1.0, cap=5.0)))
    web.post("/v1/batches").mock(return_value=problem(503))
    rounds = []
    for _ in range(60):
        client.waits.clear()
        client.fail()
        rounds.append(list(client.waits))
    for number, bound in enumerate([1, 2, 4, 5, 5, 5, 5, 5]):
        waits = [round_[number] for round_ in rounds]
        assert all(0 <= wait <= bound for wait in waits)
        assert max(waits) > bound / 2 > min(waits)
    client.upstream.close()


def test_rejections_carry_code_words_and_field_verbatim_and_cut_to_size(
    web: respx.MockRouter, client: Client
) -> None:
    detail = "Số CCCD “079204000001” đã có. " + "x" * 600
    refused = {
        "id": "op-1",
        "status": "rejected",
        "problem": {
            "type": "https://problems.example.test/national-id-taken",
            "detail": detail,
            "field": "national_id",
        },
    }
    web.post("/v1/batches").mock(return_value=httpx.Response(207, json={"results": [refused]}))
    [verdict] = client.send()
    assert (verdict.outcome, verdict.code, verdict.field) == (Outcome.REJECTED, "national-id-taken", "national_id")
    assert verdict.words == detail[:500]


@pytest.mark.parametrize(
    "results",
    [
        [],
        [{"id": "op-1"}],
        [{"id": "op-1", "status": "maybe"}],
        [{"id": "op-1", "status": ["applied"]}],
        [{"status": "applied"}],
        [{"id": 1, "status": "applied"}],
        ["op-1", None, 3],
    ],
    ids=str,
)
def test_what_is_no_verdict_is_left_out(web: respx.MockRouter, client: Client, results: list[object]) -> None:
    web.post("/v1/batches").mock(return_value=httpx.Response(200, json={"results": results}))
    assert client.send() == []


def test_the_first_of_two_results_for_one_operation_counts(web: respx.MockRouter, client: Client) -> None:
    second = {"id": "op-1", "status": "rejected"}
    web.post("/v1/batches").mock(return_value=httpx.Response(200, json={"results": [*APPLIED["results"], second]}))
    assert client.send() == [VERDICT]


@pytest.mark.parametrize(
    "detail",
    [
        "Bản ghi TRẦN THỊ MẬN (079204000001, man@example.test) trùng.",
        "Đồng chí Mận, sinh 17/5/2004, đã có.",
        "Mận",
    ],
)
@pytest.mark.parametrize("status", [409, 422, 500])
def test_the_words_of_a_refusal_stand_apart_from_everything_that_is_shown(
    web: respx.MockRouter, client: Client, status: int, detail: str
) -> None:
    """They may quote people in part or in another form, so no text of the error holds them; nor does any message."""
    web.post("/v1/batches").mock(return_value=problem(status, detail=detail))
    web.get("/v1/operations/op-1").mock(return_value=problem(404, "not-found"))
    error = client.fail()
    assert isinstance(error, UpstreamError)
    assert error.words == detail
    assert error.details == {"host": "upstream.example.test", "status": status, "problem": "batch-invalid"}
    shown = [str(error), repr(error), repr(error.args)]
    shown += [Wording(lang).error(error) for lang in LANGUAGES]
    assert not any("Mận" in text or "MẬN" in text or detail in text for text in shown)


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("https://problems.example.test/national-id-taken", "national-id-taken"),
        ("https://problems.example.test/E1042", "E1042"),
        ("https://problems.example.test/người-Mận", "-"),
        ("https://problems.example.test/Tran Thi Man", "-"),
        ("https://problems.example.test/person-079204000001", "-"),
        ("https://problems.example.test/born-17-05-2004", "-"),
        ("man@example.test", "-"),
        ("about:blank", "-"),
        (7, "-"),
    ],
)
def test_a_problem_code_is_shown_only_where_it_is_one(
    web: respx.MockRouter, client: Client, kind: object, shown: str
) -> None:
    web.post("/v1/batches").mock(return_value=httpx.Response(422, json={"type": kind, "detail": "x"}))
    assert client.fail().details["problem"] == shown


def test_the_token_goes_with_every_request_and_never_into_an_error(web: respx.MockRouter, client: Client) -> None:
    route = web.post("/v1/batches").mock(return_value=problem(401))
    error = client.fail()
    assert route.calls.last.request.headers["Authorization"] == "Bearer secret"
    assert "secret" not in f"{error} {error!r} {error.details}"


def test_bodies_are_not_compressed_and_no_compressed_answer_is_asked_for(
    web: respx.MockRouter, client: Client
) -> None:
    route = web.post("/v1/batches").mock(return_value=httpx.Response(200, json=APPLIED))
    client.send()
    headers = route.calls.last.request.headers
    assert headers["Accept-Encoding"] == "identity"
    assert "Content-Encoding" not in headers


REFUSED_ADDRESSES = [
    ("http://10.0.0.5:8901", "upstream-plain-http"),
    ("http://yum.example.test", "upstream-plain-http"),
    ("http://localhost.example.test", "upstream-plain-http"),
    ("http://127.0.0.1.example.test", "upstream-plain-http"),
    ("http://[2001:db8::1]", "upstream-plain-http"),
    ("ftp://yum.example.test", "config-not-a-web-address"),
    ("yum.example.test", "config-not-a-web-address"),
    ("", "config-not-a-web-address"),
    ("https://", "config-not-a-web-address"),
    ("https://user:password@yum.example.test", "config-not-a-web-address"),
    ("https://[", "config-not-a-web-address"),
]


@pytest.mark.parametrize(("url", "code"), REFUSED_ADDRESSES)
def test_an_address_that_will_not_do_is_refused_before_anything_is_sent(url: str, code: str) -> None:
    with pytest.raises(ConfigError) as caught:
        HttpUpstream(PROFILE, url, None)
    assert caught.value.code == code
    assert "password" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "http://127.8.8.8:1", "http://[::1]:1", "http://localhost:1", URL]
)
def test_an_address_that_will_do(url: str) -> None:
    HttpUpstream(PROFILE, url, None).close()


@pytest.mark.parametrize("token", ["", " ", "two words", "line\n", "mật-khẩu", "nul\0"])
def test_a_token_that_no_header_can_carry_is_refused_before_anything_is_sent(token: str) -> None:
    with pytest.raises(ConfigError) as caught:
        HttpUpstream(PROFILE, URL, token)
    assert caught.value.code == "upstream-token-malformed"
    assert token not in str(caught.value) or not token.strip()


def test_an_address_may_have_a_path(web: respx.MockRouter) -> None:
    client = Client(url=f"{URL}/yum/")
    route = web.post("/yum/v1/batches").mock(return_value=httpx.Response(200, json=APPLIED))
    client.send()
    assert route.call_count == 1
    client.upstream.close()
