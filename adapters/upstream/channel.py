"""The way to an upstream over HTTP: one `httpx.Client` for all senders, short retries, what broken exchanges mean.

What a status means is for who asks to say (`read`); the tables are `consequences`. One rule stands above them: once a
try may have been taken, whatever a later try of it ends on is `AnswerLost`, unless it brings what was asked for.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, wait_random_exponential

from adapters.upstream.auth import LOGIN, auth_of
from adapters.upstream.consequences import AGAIN, BREAKS
from adapters.upstream.rate import Limiter
from adapters.upstream.surplus import Lone
from adapters.upstream.waiting import asked_wait
from config.forms import is_loopback
from config.profile.auth import Auth
from config.profile.parts import OverHttp
from sync.errors import AnswerLost, ConfigError, Refused, Unavailable, UpstreamError

T = TypeVar("T")

TRIES_WHEN_FAILED = 2
"""How often something is sent that is answered with 500: the answer is likely about its data."""

LONGEST_ANSWER = 64_000_000
"""Bytes of an answer beyond which it is not read on."""

SLOWEST = 4
"""How many read time-outs an answer may take as a whole, though its pieces come in time."""

READ = httpx.ByteStream(b"")
"""What is left of the content of an answer that was read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that came back whole."""

    status: int
    headers: httpx.Headers
    content: bytes

    @property
    def is_success(self) -> bool:
        """Whether the status says so."""
        return 200 <= self.status < 300

    @property
    def is_page(self) -> bool:
        """Whether it is a page for people: then it is not the member system that speaks."""
        return "html" in self.headers.get("Content-Type", "").lower()

    @property
    def asked_wait(self) -> float | None:
        """The seconds it asks to wait."""
        return asked_wait(self.headers)


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks, and how that is said."""

    auth: Auth
    user: str | None = None
    secret: str | None = None


class Channel:
    """The way to one upstream. Safe to use from several threads."""

    def __init__(
        self,
        profile: OverHttp,
        url: str,
        access: Access,
        *,
        limiter: Limiter | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare; nothing is sent yet. `transport` and `sleep` are for tests.

        Raises `ConfigError`: `config-not-a-web-address`, `upstream-plain-http` beyond loopback, and what
        `adapters.upstream.auth.auth_of` raises.
        """
        address = _address(url)
        self.host, self.base = address.host, str(address)
        self._retries = profile.retries
        self._slowest = SLOWEST * profile.timeouts.read
        self._sleep = sleep
        self._limiter = limiter
        times, connections = profile.timeouts, profile.concurrency + 1
        self._closed = False
        self._client = httpx.Client(
            base_url=address,
            # Compression would cost more time than the link saves, and what is received is measured uncompressed.
            headers={"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "yumsync"},
            auth=auth_of(access.auth, access.user, access.secret, address),
            timeout=httpx.Timeout(connect=times.connect, read=times.read, write=times.write, pool=times.pool),
            limits=httpx.Limits(
                max_connections=connections,
                max_keepalive_connections=connections,
                # Many servers drop an idle connection after 5 seconds; what is sent into that has no answer.
                keepalive_expiry=4.0,
            ),
            verify=_trust() if address.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            transport=transport,
            follow_redirects=False,
            trust_env=not is_loopback(address.host),
            event_hooks={"request": [self._may_begin], "response": [self._keep_alone]},
        )

    def close(self) -> None:
        """Close the connections; from here on no request begins. Safe to call twice, and while others send."""
        self._closed = True
        self._client.close()

    def ask(self, read: Callable[[Answer], T], path: str, query: Mapping[str, str]) -> T:
        """Get something, and try again as the profile says. A lost answer to a question leaves nothing in doubt.

        `read` makes of an answer what was asked for, or raises an `UpstreamError`. Raises `Unavailable` or `Refused`.
        """
        try:
            return self.send(read, "GET", path, repeatable=True, params=query or None)
        except AnswerLost as error:
            raise Unavailable(
                error.code, retry_after=error.retry_after, words=error.words, **error.details
            ) from error

    def send(
        self,
        read: Callable[[Answer], T],
        method: str,
        path: str,
        *,
        repeatable: bool,
        declined: Callable[[T], bool] = lambda _: False,
        **parts: Any,
    ) -> T:
        """Send one request, and try again as the profile says; one whose answer was lost only where that is
        `repeatable`. `parts` are httpx's.

        `declined` says of what was read that it tells nothing but why this try was not taken: of an earlier one it
        tells nothing then. Raises what `read` raises, `Unavailable` or `AnswerLost`.
        """
        lost = failed = False

        def attempt() -> T:
            nonlocal lost, failed
            try:
                return read(self._exchange(method, path, **parts))
            except UpstreamError as error:
                lost, failed = lost or isinstance(error, AnswerLost), failed or _has_failed(error)
                raise

        retrying = Retrying(
            stop=self._is_last,
            wait=self._wait,
            retry=retry_if_exception(lambda error: self._again(error, repeatable)),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            found = retrying(attempt)
        except UpstreamError as error:
            in_doubt = lost or (failed and not _has_failed(error))
            if not in_doubt or isinstance(error, AnswerLost):
                raise
            details = {"host": self.host, "reason": error.code}
            raise AnswerLost("upstream-answer-lost", retry_after=error.retry_after, **details) from error
        if (lost or failed) and declined(found):
            raise AnswerLost("upstream-answer-lost", host=self.host, reason="declined when repeated")
        return found

    def garbled(self, reason: str) -> AnswerLost:
        """Return the error of an answer that cannot be read."""
        return AnswerLost("upstream-garbled", host=self.host, reason=reason)

    def _again(self, error: BaseException, repeatable: bool) -> bool:
        if not isinstance(error, UpstreamError) or error.code not in AGAIN:
            return False
        if not repeatable and (isinstance(error, AnswerLost) or _has_failed(error)):
            return False
        return (error.retry_after or 0) <= self._retries.cap

    def _is_last(self, state: RetryCallState) -> bool:
        tries = self._retries.attempts
        if isinstance(_error_of(state), Refused):
            tries = min(tries, TRIES_WHEN_FAILED)
        return state.attempt_number >= tries

    def _wait(self, state: RetryCallState) -> float:
        chosen = wait_random_exponential(multiplier=self._retries.base, max=self._retries.cap)(state)
        error = _error_of(state)
        asked = error.retry_after if isinstance(error, UpstreamError) else None
        return max(chosen, asked or 0.0)

    def _exchange(self, method: str, path: str, **parts: Any) -> Answer:
        """Send one request once and return its answer, whatever it says."""
        try:
            with self._client.stream(method, path, **parts) as response:
                answer = Answer(response.status_code, response.headers, self._content(response))
            # Answer and content know each other: a circle that would keep the body until one is searched for.
            response.stream = READ
            return answer
        except httpx.RequestError as error:
            raise self._broken(error) from error
        except RuntimeError as error:  # so httpx says that it was closed before
            if not self._closed:
                raise
            raise self._shut() from error

    def _may_begin(self, _: httpx.Request) -> None:
        """Hold a request back until it may go out; one that waited while the connections were closed goes no more."""
        if self._limiter:
            self._limiter.wait()
        if self._closed:
            raise self._shut()

    def _keep_alone(self, response: httpx.Response) -> None:
        """See to it that nothing else is read on an answer's connection, and that one whose answer came when all were
        closed already is closed with it: nobody else would."""
        response.stream = Lone(response, lambda: self._closed)

    def _shut(self) -> Unavailable:
        return Unavailable("upstream-unreachable", host=self.host, reason="closed")

    def _content(self, response: httpx.Response) -> bytes:
        """Read an answer whole, within bounds of size and time."""
        until = time.monotonic() + self._slowest
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) > LONGEST_ANSWER:
                raise self.garbled("too long")
            if time.monotonic() > until:
                raise AnswerLost("upstream-answer-lost", host=self.host, reason="too slow")
        return bytes(content)

    def _broken(self, error: httpx.RequestError) -> UpstreamError:
        if isinstance(error, httpx.ConnectError) and _is_tls(error):
            return Unavailable("upstream-tls", host=self.host)
        meaning = next(meaning for kind, meaning in BREAKS if isinstance(error, kind))
        kind = Unavailable if LOGIN in error.request.extensions else meaning.error
        return kind(meaning.code, host=self.host, reason=type(error).__name__)


def _address(url: str) -> httpx.URL:
    """Return the base address. Raises `ConfigError` for what is none, or would carry people over an open line."""
    try:
        urlsplit(url)
        address = httpx.URL(url)
    except (ValueError, httpx.InvalidURL):
        raise ConfigError("config-not-a-web-address", key="upstream.url") from None
    if address.scheme not in ("http", "https") or not address.host or address.userinfo or address.query:
        raise ConfigError("config-not-a-web-address", key="upstream.url")
    if address.scheme == "http" and not is_loopback(address.host):
        raise ConfigError("upstream-plain-http", key="upstream.url", host=address.host)
    return address


@cache
def _trust() -> ssl.SSLContext:
    """Return the certificates we trust: the machine's `SSL_CERT_FILE` where it is set, else the shipped ones. Loading
    them takes a tenth of a second; plain HTTP on loopback goes without, and would trust nobody."""
    return httpx.create_ssl_context()


def _is_tls(error: BaseException) -> bool:
    """Whether TLS broke, somewhere in what led to the error. The chain may bite its own tail."""
    seen: list[BaseException] = []
    links: list[BaseException | None] = [error]
    while links:
        link = links.pop()
        if isinstance(link, ssl.SSLError):
            return True
        if link is not None and not any(link is earlier for earlier in seen):
            seen.append(link)
            links += [link.__cause__, link.__context__]
    return False


def _has_failed(error: BaseException | None) -> bool:
    """Whether the upstream says that it failed: before the work was done or after it."""
    return isinstance(error, Refused) and error.code == "upstream-failed"


def _error_of(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
