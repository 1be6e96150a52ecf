"""Who asks, and how often: signing in by every kind of `[auth]`, and keeping within a limit."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import parse_qs

import httpx
import orjson
import pytest
import respx
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from adapters.upstream import auth as signing
from adapters.upstream.channel import Access, Answer, Channel
from adapters.upstream.rate import Limiter
from config.profile.auth import Auth
from config.profile.parts import OverHttp, Retries
from config.profile.requests import Rate
from sync.errors import AnswerLost, ConfigError, Unavailable

URL = "https://upstream.example.test"
HTTP = OverHttp(name="x", fields=("full_name",), retries=Retries(attempts=2, base=0, cap=5))
LOGIN = {"kind": "login", "path": "/login", "body": {"name": "{user}", "word": "{secret}"}, "token": "data.token"}
COOKIE = {"kind": "cookie", "path": "/login", "body": {"name": "{user}", "word": "{secret}"}, "form": True}
OAUTH = {"kind": "client-credentials", "path": "/oauth/token", "scope": "members"}


@pytest.fixture
def web() -> Iterator[respx.MockRouter]:
    with respx.mock(base_url=URL, assert_all_called=False) as router:
        yield router


def channel(stated: dict[str, object], user: str | None = "officer", secret: str | None = "pass word") -> Channel:  # noqa: S107
    auth: Auth = TypeAdapter(Auth).validate_python(stated)
    return Channel(HTTP, URL, Access(auth, user, secret), sleep=lambda _: None)


def status(answer: Answer) -> int:
    return answer.status


def ask(opened: Channel) -> int:
    return opened.ask(status, "/people", {})


def token(number: int) -> httpx.Response:
    return httpx.Response(200, json={"data": {"token": f"t{number}"}})


def test_headers_go_with_every_request_and_are_left_out_without_a_secret(web: respx.MockRouter) -> None:
    route = web.get("/people").respond(200)
    stated: dict[str, object] = {"kind": "header", "headers": {"X-Key": "{secret}", "X-Client": "yumsync {user}"}}
    with closing(channel(stated, secret="k1")) as opened:
        ask(opened)
    headers = route.calls.last.request.headers
    assert (headers["X-Key"], headers["X-Client"]) == ("k1", "yumsync officer")
    with closing(channel(stated, secret=None)) as opened:
        ask(opened)
    assert "X-Key" not in route.calls.last.request.headers


def test_a_login_happens_once_for_all_threads_and_its_token_goes_with_every_request(web: respx.MockRouter) -> None:
    login = web.post("/login").mock(return_value=token(1))
    route = web.get("/people").respond(200)
    with closing(channel(LOGIN)) as opened, ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda _: ask(opened), range(24))) == [200] * 24
    assert login.call_count == 1
    assert orjson.loads(login.calls.last.request.content) == {"name": "officer", "word": "pass word"}
    assert {call.request.headers["Authorization"] for call in route.calls} == {"Bearer t1"}


def test_a_cookie_goes_with_every_request(web: respx.MockRouter) -> None:
    cookies = [("Set-Cookie", "sid=abc; Path=/; HttpOnly"), ("Set-Cookie", "xsrf=1; Path=/")]
    login = web.post("/login").mock(return_value=httpx.Response(200, headers=cookies))
    route = web.get("/people").respond(200)
    with closing(channel(COOKIE)) as opened:
        ask(opened)
    assert parse_qs(login.calls.last.request.content.decode()) == {"name": ["officer"], "word": ["pass word"]}
    assert sorted(route.calls.last.request.headers["Cookie"].split("; ")) == ["sid=abc", "xsrf=1"]


def test_client_credentials(web: respx.MockRouter) -> None:
    login = web.post("/oauth/token").respond(json={"access_token": "t1", "token_type": "Bearer", "expires_in": 60})
    route = web.get("/people").respond(200)
    with closing(channel(OAUTH)) as opened:
        ask(opened)
    request = login.calls.last.request
    assert parse_qs(request.content.decode()) == {"grant_type": ["client_credentials"], "scope": ["members"]}
    assert request.headers["Authorization"] == "Basic " + base64.b64encode(b"officer:pass word").decode()
    assert route.calls.last.request.headers["Authorization"] == "Bearer t1"


@pytest.mark.parametrize("stated", [{**LOGIN, "lasts": 60}, OAUTH])
def test_a_session_is_renewed_before_its_end(
    web: respx.MockRouter, monkeypatch: pytest.MonkeyPatch, stated: dict[str, object]
) -> None:
    now = [100.0]
    monkeypatch.setattr(signing.time, "monotonic", lambda: now[0])
    told = {"data": {"token": "t"}, "access_token": "t", "expires_in": 60}
    login = web.post(str(stated["path"])).respond(json=told)
    web.get("/people").respond(200)
    with closing(channel(stated)) as opened:
        for moment, logins in ((0, 1), (53, 1), (55, 2), (100, 2), (110, 3)):
            now[0] = 100.0 + moment
            ask(opened)
            assert login.call_count == logins


def test_what_is_not_let_in_any_more_logs_in_again_once(web: respx.MockRouter) -> None:
    login = web.post("/login").mock(side_effect=[token(1), token(2), token(3)])
    route = web.post("/people").mock(side_effect=[httpx.Response(401), httpx.Response(201), httpx.Response(401)] * 2)
    with closing(channel(LOGIN)) as opened:
        assert opened.send(status, "POST", "/people", repeatable=False, content=b"body") == 201
        sent = [(call.request.headers["Authorization"], call.request.content) for call in route.calls]
        assert sent == [("Bearer t1", b"body"), ("Bearer t2", b"body")]
        assert opened.send(status, "POST", "/people", repeatable=False, content=b"body") == 401
    assert login.call_count == 3


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (httpx.Response(401), "upstream-unauthorised"),
        (httpx.Response(400), "upstream-unauthorised"),
        (httpx.Response(403), "upstream-unauthorised"),
        (httpx.Response(404), "upstream-not-an-endpoint"),
        (httpx.Response(429), "upstream-busy"),
        (httpx.Response(503), "upstream-busy"),
        (httpx.Response(500), "upstream-failed"),
        (httpx.Response(200, html="<title>Proxy</title>"), "upstream-garbled"),
        (httpx.Response(200, json={"data": {"token": 7}}), "upstream-garbled"),
        (httpx.Response(200, json={"data": {"token": "two words"}}), "upstream-garbled"),
        (httpx.ReadTimeout("slow"), "upstream-answer-lost"),
        (httpx.ConnectError("refused"), "upstream-unreachable"),
    ],
)
def test_a_login_that_fails_means_that_nothing_was_sent(
    web: respx.MockRouter, answer: httpx.Response | Exception, code: str
) -> None:
    web.post("/login").mock(side_effect=[answer] * 2)
    route = web.post("/people").respond(201)
    with closing(channel(LOGIN)) as opened, pytest.raises(Unavailable) as caught:
        opened.send(status, "POST", "/people", repeatable=False, content=b"body")
    assert (caught.value.code, route.call_count) == (code, 0)
    assert "pass word" not in f"{caught.value} {caught.value!r}"


def test_a_request_whose_answer_is_lost_stays_lost_though_the_login_went_well(web: respx.MockRouter) -> None:
    web.post("/login").mock(return_value=token(1))
    web.post("/people").mock(side_effect=httpx.ReadTimeout("slow"))
    with closing(channel(LOGIN)) as opened, pytest.raises(AnswerLost):
        opened.send(status, "POST", "/people", repeatable=False, content=b"body")


@pytest.mark.parametrize(("user", "secret", "key"), [(None, "s", "upstream.user"), ("u", None, "upstream.token")])
@pytest.mark.parametrize("stated", [LOGIN, COOKIE, OAUTH])
def test_a_login_without_a_name_or_a_secret_is_refused_before_anything_is_sent(
    stated: dict[str, object], user: str | None, secret: str | None, key: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        channel(stated, user, secret)
    assert (caught.value.code, caught.value.details) == ("config-missing-key", {"key": key})


# ── how often ────────────────────────────────────────────────────────────────────────────────────────────────


@given(
    requests=st.integers(1, 5),
    seconds=st.integers(1, 10),
    pauses=st.lists(st.integers(0, 12).map(lambda tenths: tenths / 4), max_size=40),
)
def test_no_stretch_of_time_holds_more_requests_than_are_allowed(
    requests: int, seconds: int, pauses: list[float]
) -> None:
    now = [0.0]

    def sleep(pause: float) -> None:
        now[0] += pause

    limiter = Limiter(Rate(requests=requests, seconds=seconds), clock=lambda: now[0], sleep=sleep)
    began = []
    for pause in pauses:
        now[0] += pause
        arrived = now[0]
        limiter.wait()
        began.append(now[0])
        free = [moment for moment in began[:-1] if moment > arrived - seconds]
        assert len(free) >= requests or now[0] == arrived, "waits though there is room"
    for moment in began:
        assert sum(moment <= other < moment + seconds for other in began) <= requests


def test_every_request_counts_the_login_too(web: respx.MockRouter) -> None:
    waits: list[float] = []
    limiter = Limiter(Rate(requests=2, seconds=60), clock=lambda: 0.0, sleep=waits.append)
    web.post("/login").mock(return_value=token(1))
    web.get("/people").respond(200)
    auth: Auth = TypeAdapter(Auth).validate_python(LOGIN)
    with closing(Channel(HTTP, URL, Access(auth, "u", "s"), limiter=limiter, sleep=lambda _: None)) as opened:
        ask(opened)
        assert waits == []
        ask(opened)
    assert waits == [60.0]
