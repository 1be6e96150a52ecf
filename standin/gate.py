"""What every request passes before the doors: the token, the rate, the size of its body. Plain ASGI: it is cheap."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
import time
from collections.abc import Callable
from contextlib import suppress
from math import ceil

from standin.faults import ADMIN, Asgi, Message, Receive, Scope, Send
from standin.problems import Problem, problem_response, refuse
from standin.settings import Rate, Settings

OPEN = frozenset({"/openapi.json", "/oauth/token"})


class Tokens:
    """The tokens that are valid now: the fixed one, and those handed out."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._clock = clock
        self._given: dict[str, float] = {}

    @property
    def asked_for(self) -> bool:
        """Whether requests need a token at all."""
        return self._settings.token is not None or self._settings.client is not None

    def give(self, client_id: str, secret: str) -> str | None:
        """Return a new token for a client that proves itself, None for any other."""
        expected = self._settings.client
        if expected is None or not (_same(client_id, expected[0]) & _same(secret, expected[1])):
            return None
        now = self._clock()
        self._given = {token: until for token, until in self._given.items() if until > now}
        token = secrets.token_urlsafe(24)
        self._given[token] = now + self._settings.token_seconds
        return token

    def accept(self, authorization: str) -> bool:
        """Whether an Authorization header carries a valid token: as Bearer, or as a password for a browser."""
        scheme, _, value = authorization.partition(" ")
        token = value.strip()
        if scheme.lower() == "basic":
            token = ""
            with suppress(binascii.Error, UnicodeDecodeError):
                token = base64.b64decode(value, validate=True).decode().partition(":")[2]
        elif scheme.lower() != "bearer":
            return False
        fixed = self._settings.token
        return (fixed is not None and _same(token, fixed)) or self._given.get(token, 0.0) > self._clock()


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


class Window:
    """A fixed window of requests."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._began = clock()
        self._used = 0

    def take(self) -> tuple[bool, dict[str, str]]:
        """Count a request; return whether it is within the limit, and the headers that say so."""
        now = self._clock()
        if now - self._began >= self._rate.seconds:
            self._began, self._used = now, 0
        self._used += 1
        left = max(0, self._rate.requests - self._used)
        reset = str(max(1, ceil(self._began + self._rate.seconds - now)))
        headers = {
            "RateLimit-Limit": str(self._rate.requests),
            "RateLimit-Remaining": str(left),
            "RateLimit-Reset": reset,
        }
        within = self._used <= self._rate.requests
        return within, headers if within else {**headers, "Retry-After": reset}


class Gate:
    """Lets a request through, or answers it with a problem. The admin doors ask for the token and nothing else."""

    def __init__(self, app: Asgi, settings: Settings, tokens: Tokens) -> None:
        self._app = app
        self._tokens = tokens
        self._max_body = settings.max_body
        self._window = Window(settings.rate) if settings.rate else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        path, headers = scope["path"], dict(scope["headers"])
        extra: dict[str, str] = {}
        if self._window and not path.startswith(ADMIN):
            within, extra = self._window.take()
            if not within:
                problem = Problem("rate-limited", 429, "Đã vượt quá số yêu cầu cho phép, hãy thử lại sau.")
                return await problem_response(problem, extra)(scope, receive, send)  # type: ignore[arg-type]
        if self._tokens.asked_for and path not in OPEN and not self._known(headers):
            problem = Problem("unauthorised", 401, "Thiếu mã truy cập, hoặc mã đã hết hạn.")
            scheme = "Basic" if path == "/" else "Bearer"
            challenge = {"WWW-Authenticate": f'{scheme} realm="standin"', **extra}
            return await problem_response(problem, challenge)(scope, receive, send)  # type: ignore[arg-type]
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > self._max_body:
            return await problem_response(_too_large(self._max_body), extra)(scope, receive, send)  # type: ignore[arg-type]
        return await self._app(scope, self._measured(receive), with_headers(send, extra))

    def _known(self, headers: dict[bytes, bytes]) -> bool:
        return self._tokens.accept(headers.get(b"authorization", b"").decode("latin-1"))

    def _measured(self, receive: Receive) -> Receive:
        """Count the bytes of a body that did not say its length."""
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self._max_body:
                problem = _too_large(self._max_body)
                raise refuse(problem.code, problem.status, problem.detail)
            return message

        return counted


def _too_large(limit: int) -> Problem:
    return Problem("too-large", 413, f"Nội dung tối đa {limit} byte.")


def with_headers(send: Send, extra: dict[str, str]) -> Send:
    """Put further headers on whatever is answered."""
    if not extra:
        return send
    added = [(name.lower().encode(), value.encode()) for name, value in extra.items()]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), *added]}
        await send(message)

    return sending
