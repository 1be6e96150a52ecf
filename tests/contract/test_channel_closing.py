"""Connections that are closed while others still send: nothing more goes out, and nothing stays open."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator

import httpx
import pytest

from adapters.upstream.channel import Access, Answer, Channel
from adapters.upstream.rate import Limiter
from config.profile.auth import NoAuth
from config.profile.parts import OverHttp, Retries
from config.profile.requests import Rate
from sync.errors import Unavailable
from tests.support.standin import LiveStandin, live_standin

HTTP = OverHttp(name="x", fields=("full_name",), retries=Retries(attempts=3, base=0, cap=0))
PATH = "/v1/members"


class Line(httpx.BaseTransport):
    """The connections a channel would use, with something that happens just before a request goes into them."""

    def __init__(self, before: Callable[[], None]) -> None:
        self.real, self.before, self.requests = httpx.HTTPTransport(), before, 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        self.before()
        return self.real.handle_request(request)

    def close(self) -> None:
        self.real.close()


@pytest.fixture(scope="module")
def standin() -> Iterator[LiveStandin]:
    with live_standin() as server:
        yield server


def status(answer: Answer) -> int:
    return answer.status


def opened(standin: LiveStandin, line: Line, limiter: Limiter | None = None) -> Channel:
    return Channel(HTTP, standin.url, Access(NoAuth(kind="none")), transport=line, limiter=limiter)


def test_what_waited_for_its_turn_when_all_was_closed_is_not_sent(standin: LiveStandin) -> None:
    line = Line(lambda: None)
    limiter = Limiter(Rate(requests=1, seconds=60), sleep=lambda _: channel.close())
    channel = opened(standin, line, limiter)
    assert channel.ask(status, PATH, {}) == 200
    with pytest.raises(Unavailable) as refused:
        channel.ask(status, PATH, {})
    assert refused.value.details["reason"] == "closed"
    assert line.requests == 1


def test_a_connection_that_opened_while_all_was_closed_is_closed_with_its_answer(standin: LiveStandin) -> None:
    def asked() -> int:
        line = Line(lambda: None)
        channel = opened(standin, line)
        line.before = channel.close
        return channel.ask(status, PATH, {})

    assert asked() == 200
    gc.collect()  # a socket that is left to it fails this test, as any warning does


def test_nothing_begins_once_all_is_closed(standin: LiveStandin) -> None:
    line = Line(lambda: None)
    channel = opened(standin, line)
    channel.close()
    with pytest.raises(Unavailable) as refused:
        channel.ask(status, PATH, {})
    assert (refused.value.details["reason"], line.requests) == ("closed", 0)
