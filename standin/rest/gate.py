"""What a request about members or cells passes before the doors: whose it is, how often they asked."""

from __future__ import annotations

import re

from standin.faults import Asgi, Receive, Scope, Send
from standin.gate import Window, with_headers
from standin.rest.answers import Failure, failure
from standin.rest.tokens import Tokens
from standin.settings import Rate

GUARDED = re.compile(r"/api/(members|cells)(/|$)")


class Limits:
    """How many requests each account has left."""

    def __init__(self, rate: Rate | None) -> None:
        self._rate = rate
        self._windows: dict[str, Window] = {}

    def take(self, account: str) -> dict[str, str]:
        """Count a request; return the headers that say what the account has left. Raises `Failure` past the limit."""
        if self._rate is None:
            return {}
        window = self._windows.setdefault(account, Window(self._rate))
        within, headers = window.take()
        if not within:
            raise Failure(429, "Bạn đã gửi quá nhiều yêu cầu, vui lòng thử lại sau", headers)
        return headers


class RestGate:
    """Lets a request through, or answers it with a failure."""

    def __init__(self, app: Asgi, tokens: Tokens, limits: Limits) -> None:
        self._app = app
        self._tokens = tokens
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or not GUARDED.match(scope["path"]):
            return await self._app(scope, receive, send)
        authorization = dict(scope["headers"]).get(b"authorization", b"").decode("latin-1")
        try:
            account = self._tokens.account(authorization)
            if account is None:
                raise Failure(401, "Phiên đăng nhập không hợp lệ hoặc đã hết hạn")
            headers = self._limits.take(account)
        except Failure as failed:
            return await failure(failed)(scope, receive, send)  # type: ignore[arg-type]
        return await self._app(scope, receive, with_headers(send, headers))
