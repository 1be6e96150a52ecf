"""Something in between says answers twice: nobody reads another request's answer as their own."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from adapters.upstream import surplus
from adapters.upstream.channel import Access, Answer, Channel
from config.profile.auth import NoAuth
from config.profile.parts import OverHttp, Retries

HTTP = OverHttp(name="x", fields=("full_name",), retries=Retries(attempts=1, base=0, cap=0), concurrency=4)
REQUESTS = 1000


class Echo(ThreadingHTTPServer):
    """Answers with the path it was asked for, as often as `times`. `lines` counts the connections it took."""

    daemon_threads = True

    def __init__(self, times: int) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.times, self.lines = times, 0

    def handle_error(self, request: object, client_address: object) -> None:
        """A client may leave while it is spoken to."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Echo

    def setup(self) -> None:
        super().setup()
        self.server.lines += 1

    def do_GET(self) -> None:
        body = self.path.encode()
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        self.wfile.write(self.server.times * (head + body))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def channel_to(times: int) -> Iterator[tuple[Channel, Echo]]:
    with Echo(times) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        channel = Channel(HTTP, f"http://127.0.0.1:{server.server_port}", Access(NoAuth(kind="none")))
        try:
            yield channel, server
        finally:
            channel.close()
            server.shutdown()
            thread.join()


def text(answer: Answer) -> str:
    return answer.content.decode()


def asked_and_told(channel: Channel, width: int) -> list[tuple[str, str]]:
    paths = [f"/{number}" for number in range(REQUESTS)]
    with ThreadPoolExecutor(width) as senders:
        return list(zip(paths, senders.map(lambda path: channel.ask(text, path, {}), paths), strict=True))


@pytest.fixture
def hurry() -> Iterator[None]:
    """Let threads take turns as often as they can: whoever lets go of a connection is overtaken in the middle."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize("width", [1, 4])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_everybody_is_told_what_answers_their_own_request(times: int, width: int) -> None:
    with channel_to(times) as (channel, _):
        wrong = [(path, told) for path, told in asked_and_told(channel, width) if path != told]
    assert not wrong


def test_a_connection_on_which_nothing_more_came_is_used_again() -> None:
    with channel_to(1) as (channel, server):
        asked_and_told(channel, 1)
        assert server.lines == 1


def test_where_it_cannot_be_seen_whether_more_came_no_connection_is_used_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(surplus, "PARSER", ("_elsewhere",))
    with channel_to(2) as (channel, server):
        assert all(path == told for path, told in asked_and_told(channel, 1))
        assert server.lines == REQUESTS
