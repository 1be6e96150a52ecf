"""How requests say who asks, by the profile's `[auth]`: by headers that stay, or in a session that is renewed."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

import httpx
import jmespath
import orjson

from adapters.upstream.consequences import BUSY, ELSEWHERE, UNAUTHORISED, meaning_of
from adapters.upstream.templates import fill
from adapters.upstream.waiting import asked_wait
from config.profile.auth import Auth, ClientCredentialsAuth, CookieAuth, HeaderAuth, LoginAuth, NoAuth
from sync.errors import ConfigError, Unavailable

LOGIN = "yumsync.login"
"""The mark of a request that opens a session: where it breaks, nothing else was sent."""

EARLY = 0.1
"""Which part of its time a session is renewed before its end."""


def auth_of(auth: Auth, user: str | None, secret: str | None, base: httpx.URL) -> httpx.Auth | None:
    """Return what signs requests. Raises `ConfigError`: `config-missing-key` for a user or secret a login needs,
    `upstream-token-malformed` for a secret that no header can carry."""
    if isinstance(auth, NoAuth):
        return None
    if isinstance(auth, HeaderAuth):
        if secret is not None and not (secret and all("!" <= letter <= "~" for letter in secret)):
            raise ConfigError("upstream-token-malformed", key="upstream.token")
        known = {name: value for name, value in (("user", user), ("secret", secret)) if value is not None}
        return _Headers(fill(auth.headers, known))
    for key, stated in (("upstream.user", user), ("upstream.token", secret)):
        if not stated:
            raise ConfigError("config-missing-key", key=key)
    return _Session(_opening(auth, user or "", secret or "", str(base).rstrip("/")))


@dataclass(frozen=True, slots=True)
class _Opening:
    """How a session is opened: the request, what the answer gives for the requests after it, how long that lasts."""

    request: Callable[[], httpx.Request]
    headers: Callable[[httpx.Response], Mapping[str, str]]
    lasts: Callable[[httpx.Response], float | None]


class _Headers(httpx.Auth):
    def __init__(self, headers: Mapping[str, str]) -> None:
        self._headers = headers

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers.update(self._headers)
        yield request


class _Session(httpx.Auth):
    """Opens a session before the first request, and again before its time is over or when the upstream says 401; a
    request is repeated once for that. All threads share one."""

    def __init__(self, opening: _Opening) -> None:
        self._opening = opening
        self._lock = Lock()
        self._headers: Mapping[str, str] | None = None
        self._until: float | None = None

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        headers = yield from self._opened(request, None)
        request.headers.update(headers)
        response = yield request
        if response.status_code == httpx.codes.UNAUTHORIZED:
            request.headers.update((yield from self._opened(request, headers)))
            yield request

    def _opened(
        self, request: httpx.Request, stale: Mapping[str, str] | None
    ) -> Generator[httpx.Request, httpx.Response, Mapping[str, str]]:
        """Return the headers of the session, a new one where it is over or `stale`."""
        with self._lock:
            over = self._until is not None and time.monotonic() >= self._until
            if self._headers is None or self._headers is stale or over:
                login = self._opening.request()
                login.extensions = {**request.extensions, LOGIN: True}
                response = yield login
                response.read()
                self._headers = self._read(response)
                lasts = self._opening.lasts(response)
                self._until = None if lasts is None else time.monotonic() + lasts * (1 - EARLY)
            return self._headers

    def _read(self, response: httpx.Response) -> Mapping[str, str]:
        """Return what a session gives. Raises `Unavailable` where it was not opened."""
        host, status = response.url.host, response.status_code
        if not response.is_success:
            meaning = meaning_of(status)
            if meaning not in (BUSY, ELSEWHERE) and status < 500:
                meaning = UNAUTHORISED
            raise Unavailable(meaning.code, retry_after=asked_wait(response.headers), host=host, status=status)
        headers = self._opening.headers(response)
        if not headers:
            raise Unavailable("upstream-garbled", host=host, reason="no token")
        return headers


def _opening(auth: LoginAuth | CookieAuth | ClientCredentialsAuth, user: str, secret: str, base: str) -> _Opening:
    url = base + auth.path
    if isinstance(auth, ClientCredentialsAuth):
        form = {"grant_type": "client_credentials", **({"scope": auth.scope} if auth.scope else {})}
        basic = httpx.BasicAuth(user, secret)
        return _Opening(
            lambda: next(basic.auth_flow(httpx.Request("POST", url, data=form))),
            lambda response: _token(response, "access_token", {"Authorization": "Bearer {token}"}, user),
            lambda response: _number(response, "expires_in"),
        )
    sent = fill(auth.body, {"user": user, "secret": secret})

    def request() -> httpx.Request:
        parts: dict[str, Any] = {"data": sent} if auth.form else {"json": sent}
        return httpx.Request("POST", url, headers={"Accept": "application/json"}, **parts)

    if isinstance(auth, CookieAuth):
        return _Opening(request, _cookies, lambda _: auth.lasts)
    return _Opening(request, lambda response: _token(response, auth.token, auth.headers, user), lambda _: auth.lasts)


def _token(response: httpx.Response, pick: str, headers: Mapping[str, str], user: str) -> Mapping[str, str]:
    token = _picked(response, pick)
    if not isinstance(token, str) or not token or not all("!" <= letter <= "~" for letter in token):
        return {}
    filled: Mapping[str, str] = fill(headers, {"token": token, "user": user})
    return filled


def _cookies(response: httpx.Response) -> Mapping[str, str]:
    kept = "; ".join(f"{name}={value}" for name, value in response.cookies.items())
    return {"Cookie": kept} if kept else {}


def _number(response: httpx.Response, pick: str) -> float | None:
    found = _picked(response, pick)
    return float(found) if isinstance(found, int | float) and found > 0 else None


def _picked(response: httpx.Response, pick: str) -> object:
    try:
        return jmespath.search(pick, orjson.loads(response.content))
    except (orjson.JSONDecodeError, jmespath.exceptions.JMESPathError):
        return None
