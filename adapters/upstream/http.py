"""The upstream over HTTP, by the reference contract.

One `httpx.Client` serves all senders. What a status or a broken connection leads to, and what is tried again, are the
tables of `consequences`. One rule stands above them: once a try of a batch may have been taken, whatever a later try
of it ends on is `AnswerLost`, unless it brings the verdicts.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import TypeVar
from urllib.parse import quote, urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, wait_random_exponential

from adapters.upstream import wire
from adapters.upstream.consequences import AGAIN, BREAKS, ELSEWHERE, OTHERS, REFUSED, STATUSES
from adapters.upstream.waiting import asked_wait
from config.profile import ContractProfile
from config.settings import is_loopback
from sync.errors import AnswerLost, ConfigError, Refused, Unavailable, UpstreamError
from sync.ports import Promises, RemotePerson, RemoteUnit
from sync.values import OperationType, Outcome, Outgoing, Verdict

BATCHES, MEMBERS, SERVICE = "/v1/batches", "/v1/members", "/v1"

T = TypeVar("T")

NOT_FOUND = 404
"""The status that says of one operation only that there is no verdict on it."""

TRIES_WHEN_FAILED = 2
"""How often a batch is sent that is answered with 500: the answer is likely about its data."""

LONGEST_ANSWER = 64_000_000
"""Bytes of an answer beyond which it is not read on."""

SLOWEST = 4
"""How many read time-outs an answer may take as a whole, though its pieces come in time."""


class HttpUpstream:
    """An upstream that speaks the reference contract. Safe to use from several threads."""

    def __init__(
        self,
        profile: ContractProfile,
        url: str,
        token: str | None,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare; nothing is sent yet. `transport` and `sleep` are for tests.

        Raises `ConfigError`: `config-not-a-web-address`, `upstream-plain-http` beyond loopback,
        `upstream-token-malformed` for a token that no header can carry.
        """
        address, headers = _address(url), _headers(token)
        self._profile = profile
        self._host = address.host
        self._sleep = sleep
        self.limits = profile.limits
        self.fields = frozenset(profile.fields)
        self.promises = Promises(keys=profile.honours_keys, read_back=True)
        self._shape = wire.Shape(profile.fields, profile.movement_fields, profile.operations)
        self._client = httpx.Client(
            base_url=address,
            headers=headers,
            timeout=_timeout(profile),
            limits=httpx.Limits(
                max_connections=profile.limits.concurrency + 1,
                max_keepalive_connections=profile.limits.concurrency + 1,
                # Many servers drop an idle connection after 5 seconds; a batch sent into that has no answer.
                keepalive_expiry=4.0,
            ),
            verify=_trust() if address.scheme == "https" else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
            transport=transport,
            follow_redirects=False,
            trust_env=not is_loopback(address.host),
        )

    def encode(self, operations: Sequence[Outgoing]) -> bytes:
        """Return the exact body of a batch, with the fields and facts of the profile's allow-lists only."""
        return wire.encode(operations, self._shape)

    def types(self) -> Collection[OperationType]:
        """Return the operations that the profile names."""
        return self._profile.types

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        """Send a batch under its key and return the verdicts that came back. Errors: see `sync.ports.Upstream`."""
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        return self._persist(
            lambda: self._exchange(wire.read_verdicts, "POST", BATCHES, content=body, headers=headers)
        )

    def outcome(self, ids: Sequence[str]) -> Sequence[Verdict]:
        """Ask for each operation by itself what became of it; one nobody knows has no verdict yet.

        Raises `Unavailable` or `Refused`, also in the middle: what came before is then asked again later.
        """
        found = map(self._outcome, ids)
        return [one for one in found if one is not None and one.outcome is not Outcome.UNTOUCHED]

    def recall(self, key: str, body: bytes) -> Sequence[Verdict]:
        """Ask for each operation of a batch by itself what became of it; one nobody knows was not taken.

        Raises `Unavailable` or `Refused`, also in the middle.
        """
        found = map(self._outcome, wire.operations_in(body))
        return [one for one in found if one is not None]

    def _outcome(self, ident: str) -> Verdict | None:
        path = self._profile.outcome_path.replace("{id}", quote(ident, safe=""))
        try:
            return self._fetch(lambda content: wire.read_outcome(content, ident), path, {})
        except Unavailable as error:
            if error.details.get("status") == NOT_FOUND:
                return Verdict(ident, Outcome.UNTOUCHED)
            raise

    def reach(self) -> Mapping[str, str]:
        """Return the service's name, version and time as it states them. Raises `Unavailable` or `Refused`."""
        stated = self._fetch(wire.read_object, SERVICE, {})
        return {name: str(stated[name]) for name in ("name", "version", "time") if name in stated}

    def people(self, unit: str | None = None) -> Iterator[RemotePerson]:
        """Yield everybody the upstream holds, or everybody of a unit, page by page.

        Raises `Unavailable` or `Refused`, also in the middle: what came before is then not everybody.
        """
        asked = {"unit": unit} if unit is not None else {}
        return self._pages(lambda content: wire.read_page(content, self.fields), MEMBERS, asked)

    def units(self) -> Iterator[RemoteUnit]:
        """Yield every unit of the upstream's tree, page by page.

        Raises `ConfigError` `profile-no-units`, `Unavailable` or `Refused`, also in the middle.
        """
        reading = self._profile.units
        if reading is None:
            raise ConfigError("profile-no-units", key="upstream.profile", profile=self._profile.name)
        return self._pages(lambda content: wire.read_units(content, reading.names), reading.path, {})

    def _pages(
        self, read: Callable[[bytes], tuple[list[T], str | None]], path: str, asked: Mapping[str, str]
    ) -> Iterator[T]:
        """Yield what the pages of a collection hold, asking for each when its turn comes."""
        asked = {"limit": str(self._profile.page_size), **asked}
        cursor: str | None = None
        while True:
            page = {**asked, "cursor": cursor} if cursor else asked
            items, following = self._fetch(read, path, page)
            yield from items
            if not following:
                return
            if following == cursor:
                raise Unavailable("upstream-garbled", host=self._host, reason="same page again")
            cursor = following

    def close(self) -> None:
        """Close the connections. Safe to call twice."""
        self._client.close()

    def _fetch(self, read: Callable[[bytes], T], path: str, params: Mapping[str, str]) -> T:
        """Get something. A lost answer to a question leaves nothing in doubt: it is `Unavailable`."""
        try:
            return self._persist(lambda: self._exchange(read, "GET", path, params=params))
        except AnswerLost as error:
            raise Unavailable(
                error.code, retry_after=error.retry_after, words=error.words, **error.details
            ) from error

    def _persist(self, attempt: Callable[[], T]) -> T:
        """Try, and try again as the profile says."""
        in_doubt = False

        def watched() -> T:
            nonlocal in_doubt
            try:
                return attempt()
            except AnswerLost:
                in_doubt = True
                raise

        retrying = Retrying(
            stop=self._is_last,
            wait=self._wait,
            retry=retry_if_exception(self._again),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(watched)
        except UpstreamError as error:
            if not in_doubt or isinstance(error, AnswerLost):
                raise
            details = {"host": self._host, "reason": error.code}
            raise AnswerLost("upstream-answer-lost", retry_after=error.retry_after, **details) from error

    def _again(self, error: BaseException) -> bool:
        if not isinstance(error, UpstreamError) or error.code not in AGAIN:
            return False
        if isinstance(error, AnswerLost) and not self._profile.honours_keys:
            return False
        return (error.retry_after or 0) <= self._profile.retries.cap

    def _is_last(self, state: RetryCallState) -> bool:
        tries = self._profile.retries.attempts
        if isinstance(_error_of(state), Refused):
            tries = min(tries, TRIES_WHEN_FAILED)
        return state.attempt_number >= tries

    def _wait(self, state: RetryCallState) -> float:
        retries = self._profile.retries
        chosen = wait_random_exponential(multiplier=retries.base, max=retries.cap)(state)
        error = _error_of(state)
        asked = error.retry_after if isinstance(error, UpstreamError) else None
        return max(chosen, asked or 0.0)

    def _exchange(self, read: Callable[[bytes], T], method: str, path: str, **parts: object) -> T:
        """Send one request once and read its answer. Raises what the tables say."""
        try:
            with self._client.stream(method, path, **parts) as response:  # type: ignore[arg-type]
                content = self._content(response)
        except httpx.RequestError as error:
            raise self._broken(error) from error
        if response.is_success:
            try:
                return read(content)
            except wire.Garbled as error:
                raise AnswerLost("upstream-garbled", host=self._host, reason=str(error)) from error
        raise self._refusal(response, content)

    def _content(self, response: httpx.Response) -> bytes:
        """Read an answer whole, within bounds of size and time."""
        until = time.monotonic() + SLOWEST * self._profile.timeouts.read
        content = bytearray()
        for piece in response.iter_bytes():
            content += piece
            if len(content) > LONGEST_ANSWER:
                raise AnswerLost("upstream-garbled", host=self._host, reason="too long")
            if time.monotonic() > until:
                raise AnswerLost("upstream-answer-lost", host=self._host, reason="too slow")
        return bytes(content)

    def _broken(self, error: httpx.RequestError) -> UpstreamError:
        if isinstance(error, httpx.ConnectError) and _is_tls(error):
            return Unavailable("upstream-tls", host=self._host)
        meaning = next(meaning for kind, meaning in BREAKS if isinstance(error, kind))
        return meaning.error(meaning.code, host=self._host, reason=type(error).__name__)

    def _refusal(self, response: httpx.Response, content: bytes) -> UpstreamError:
        """Return what a status without success leads to, with the upstream's words where they are about the batch."""
        status = response.status_code
        meaning = STATUSES.get(status) or OTHERS.get(status // 100, ELSEWHERE)
        if meaning is REFUSED and "html" in response.headers.get("Content-Type", "").lower():
            # A page is not the member system speaking: no record is to blame.
            meaning = ELSEWHERE
        wait = asked_wait(response.headers)
        details: dict[str, str | int] = {"host": self._host, "status": status}
        words = ""
        if meaning.error is Refused:
            problem, words = wire.read_refusal(content)
            details["problem"] = problem or "-"
        return meaning.error(meaning.code, retry_after=wait, words=words, **details)


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


def _headers(token: str | None) -> dict[str, str]:
    # Compression would cost more time than the link saves, and what is sent and received is measured uncompressed.
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "yumsync"}
    if token is None:
        return headers
    if not token or not all("!" <= letter <= "~" for letter in token):
        raise ConfigError("upstream-token-malformed", key="upstream.token")
    return headers | {"Authorization": f"Bearer {token}"}


@cache
def _trust() -> ssl.SSLContext:
    """Return the certificates we trust: the machine's `SSL_CERT_FILE` where it is set, else the shipped ones. Loading
    them takes a tenth of a second; plain HTTP on loopback goes without, and would trust nobody."""
    return httpx.create_ssl_context()


def _timeout(profile: ContractProfile) -> httpx.Timeout:
    times = profile.timeouts
    return httpx.Timeout(connect=times.connect, read=times.read, write=times.write, pool=times.pool)


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


def _error_of(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None
