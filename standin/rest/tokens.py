"""Access tokens: JWTs signed with HS256 under a key of this process, which end."""

from __future__ import annotations

import base64
import hmac
import secrets
import time
from collections.abc import Callable, Mapping

import orjson

from standin.rest.settings import RestSettings

_HEADER = {"alg": "HS256", "typ": "JWT"}


class Tokens:
    """Gives tokens to those who may log in, and knows whose a token is."""

    def __init__(self, settings: RestSettings, clock: Callable[[], float] = time.time) -> None:
        self._accounts = settings.accounts
        self._seconds = settings.token_seconds
        self._clock = clock
        self._key = secrets.token_bytes(32)

    def login(self, username: str, password: str) -> str | None:
        """Return a new token, None where the name or the password is wrong."""
        expected = self._accounts.get(username)
        if expected is None or not hmac.compare_digest(password.encode(), expected.encode()):
            return None
        moment = self._clock()
        claims = {"username": username, "iat": moment, "exp": moment + self._seconds, "jti": secrets.token_hex(8)}
        signed = f"{_encoded(_HEADER)}.{_encoded(claims)}"
        return f"{signed}.{self._signature(signed)}"

    def account(self, authorization: str) -> str | None:
        """Return whose token an Authorization header carries, None where it is none of ours or has ended."""
        scheme, _, token = authorization.partition(" ")
        signed, _, signature = token.strip().rpartition(".")
        ours = hmac.compare_digest(signature.encode(), self._signature(signed).encode())
        if scheme.lower() != "bearer" or not ours:
            return None
        claims = orjson.loads(_decoded(signed.partition(".")[2]))
        return claims["username"] if claims["exp"] > self._clock() else None

    def _signature(self, signed: str) -> str:
        return _text(hmac.digest(self._key, signed.encode(), "sha256"))


def _encoded(part: Mapping[str, object]) -> str:
    return _text(orjson.dumps(part))


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
