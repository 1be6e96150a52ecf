"""Failing on demand: rules posted to `/_faults` decide which requests go wrong, and how.

A rule matches by method and path (from its beginning; `*` stands for anything), by the request's number among those
it matches (`nth`, `every`), and by what a batch contains (`where`: field → value; `full_name`, `national_id`, also
`person`, `id`, `member_code`, `unit`), or the one record of a body without a batch. It strikes at most `times`. What
it does:

===========  ==================================================================================================
status       answers with `status`, `body`, `content_type`, `headers`, `retry_after` (seconds, or as a date)
delay        waits `seconds`, then goes on
html         answers with `status` and a page: a proxy's of an error, a form to log in where it is no error
drop         closes the connection without an answer
half         sends the headers and half of the real answer, then closes the connection
garbage      answers 200 with `body`, or bytes that are no JSON
reject       rejects matching operations, or a `share` of them, and carries out the others
omit         carries out everything and leaves the results of matching operations, or of a `share`, out
accept       carries out everything and says only `accepted` of matching operations, or of a `share`
===========  ==================================================================================================

The last three are about batches; a service without them refuses such a rule. `when` says whether `status`, `html` and
`drop` come before the request is carried out or after. `half` comes always after, `garbage` follows `when`. A
connection is closed at the transport: the client sees it break.
"""

from __future__ import annotations

import asyncio
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from fnmatch import fnmatchcase
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field

from standin.htmlpages import login_page, proxy_page
from standin.problems import MEDIA_TYPE, Problem, refuse

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

TRANSPORT = "standin.transport"
"""Where the server leaves the connection's transport in the scope."""

STRIKES = "standin.strikes"
"""Where the rules that change single results leave themselves in the scope."""

ADMIN = "/_"
ABOUT_BATCHES = frozenset({"reject", "omit", "accept"})


@dataclass(frozen=True, slots=True)
class Manner:
    """How the service that is to fail speaks: where its changes come in, and how it tells an error.

    `path` is what a rule without one is about, `tell` makes the body of an error.
    """

    path: str
    media_type: str
    tell: Callable[[Problem], bytes]
    batches: bool = True


BY_BATCH = Manner("/v1/batches", MEDIA_TYPE, lambda problem: orjson.dumps(problem.as_dict()))


class Rule(BaseModel):
    """One way to fail. See the module's text for what the fields mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    do: Literal["status", "html", "delay", "drop", "half", "garbage", "reject", "omit", "accept"]
    method: str | None = "POST"
    path: str | None = None
    nth: int | list[int] | None = Field(None, description="The request's number among those matched, from 1.")
    every: int | None = Field(None, ge=1)
    times: int | None = Field(None, ge=1)
    where: dict[str, str] | None = None
    when: Literal["before", "after"] = "before"
    status: int = Field(503, ge=200, le=599)
    body: str | None = None
    content_type: str | None = None
    headers: dict[str, str] = Field(default_factory=dict)
    retry_after: float | None = Field(None, ge=0)
    retry_after_form: Literal["seconds", "date"] = "seconds"
    seconds: float = Field(0.0, ge=0)
    share: float | None = Field(None, ge=0, le=1)
    code: str = "refused-on-demand"
    detail: str = "Bị từ chối theo kịch bản thử."

    def fits(self, operation: Mapping[str, Any]) -> bool:
        """Whether an operation has the values the rule looks for."""
        fields = operation.get("fields")
        stated = {**(fields if isinstance(fields, dict) else {}), **operation}
        return all(stated.get(name) == value for name, value in (self.where or {}).items())

    def strikes(self, operation: Mapping[str, Any]) -> bool:
        """Whether this one operation is struck: it fits, and falls in the share, always the same way for its id."""
        lot = zlib.crc32(str(operation.get("id")).encode()) / 2**32
        return self.fits(operation) and (self.share is None or lot < self.share)

    def answer(self, manner: Manner) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
        """Return the status, headers and body of a `status` or `html` rule."""
        if self.do == "html":
            page = proxy_page(self.status) if self.status >= 400 else login_page()
            usual, media_type = page.encode(), "text/html; charset=utf-8"
        else:
            usual, media_type = manner.tell(Problem(self.code, self.status, self.detail)), manner.media_type
        body = usual if self.body is None else self.body.encode()
        headers = {
            "Content-Type": self.content_type or media_type,
            "Content-Length": str(len(body)),
            **self.headers,
        }
        if self.retry_after is not None:
            moment = format_datetime(datetime.now(UTC) + timedelta(seconds=self.retry_after), usegmt=True)
            seconds = format(self.retry_after, "g")
            headers["Retry-After"] = moment if self.retry_after_form == "date" else seconds
        return self.status, [(name.lower().encode(), value.encode()) for name, value in headers.items()], body


@dataclass(slots=True)
class _Armed:
    rule: Rule
    met: int = 0
    struck: int = 0

    def meets(self, method: str, path: str, usual_path: str, operations: Callable[[], list[Any]]) -> bool:
        rule = self.rule
        wanted = usual_path if rule.path is None else rule.path
        if (rule.method and rule.method.upper() != method) or not fnmatchcase(path, f"{wanted}*"):
            return False
        if rule.where and not any(isinstance(op, dict) and rule.fits(op) for op in operations()):
            return False
        self.met += 1
        numbers = [rule.nth] if isinstance(rule.nth, int) else rule.nth
        if numbers is not None and self.met not in numbers:
            return False
        if rule.every is not None and self.met % rule.every:
            return False
        if rule.times is not None and self.struck >= rule.times:
            return False
        self.struck += 1
        return True


@dataclass(slots=True)
class Faults:
    """The rules in force, and how often each request and each fault came."""

    manner: Manner = BY_BATCH
    armed: list[_Armed] = field(default_factory=list)
    requests: Counter[str] = field(default_factory=Counter)
    struck: Counter[str] = field(default_factory=Counter)

    def arm(self, rules: list[Rule]) -> None:
        """Put further rules in force. Raises `Refusal` for one this service cannot follow."""
        if not self.manner.batches and any(rule.do in ABOUT_BATCHES for rule in rules):
            raise refuse("body-invalid", 422, "Dịch vụ này không nhận lô.", "do")
        self.armed.extend(_Armed(rule) for rule in rules)

    def disarm(self) -> None:
        """Take all rules away."""
        self.armed.clear()

    def choose(self, method: str, path: str, body: bytes) -> list[Rule]:
        """Count a request and return the rules that strike it, in order."""
        self.requests[f"{method} {'/'.join(path.split('/')[:3])}"] += 1
        usual, looked = self.manner.path, lambda: _operations(body)
        chosen = [armed.rule for armed in self.armed if armed.meets(method, path, usual, looked)]
        self.struck.update(rule.do for rule in chosen)
        return chosen


class FaultLayer:
    """The outermost layer: everything but the admin doors passes through the rules."""

    def __init__(self, app: Asgi, faults: Faults, max_body: int) -> None:
        self._app = app
        self._faults = faults
        self._max_body = max_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or fail it."""
        if scope["type"] != "http" or scope["path"].startswith(ADMIN):
            return await self._app(scope, receive, send)
        body, receive = await self._peek(scope, receive)
        rules = self._faults.choose(scope["method"], scope["path"], body)
        if not rules:
            return await self._app(scope, receive, send)
        scope[STRIKES] = rules
        for rule in rules:
            if rule.do == "delay":
                await asyncio.sleep(rule.seconds)
        early = next((rule for rule in rules if _ends(rule) and rule.when == "before" and rule.do != "half"), None)
        if early:
            return await _end(early, self._faults.manner, b"", scope, receive, send)
        late = next((rule for rule in rules if _ends(rule)), None)
        if not late:
            return await self._app(scope, receive, send)
        held = _Held()
        await self._app(scope, receive, held.take)
        return await _end(late, self._faults.manner, bytes(held.body), scope, receive, send)

    async def _peek(self, scope: Scope, receive: Receive) -> tuple[bytes, Receive]:
        """Read the body where a rule looks into it, and hand it on; a body beyond the limit is not read."""
        looking = any(armed.rule.where for armed in self._faults.armed)
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if not looking or (length.isdigit() and int(length) > self._max_body):
            return b"", receive
        parts = bytearray()
        more = True
        while more and len(parts) <= self._max_body:
            message = await receive()
            if message["type"] == "http.disconnect":
                break
            parts += message.get("body", b"")
            more = message.get("more_body", False)
        body, told = bytes(parts), False

        async def again() -> Message:
            nonlocal told
            if told:
                return await receive()
            told = True
            return {"type": "http.request", "body": body, "more_body": more}

        return body, again


class _Held:
    """Collects an answer instead of sending it."""

    def __init__(self) -> None:
        self.body = bytearray()

    async def take(self, message: Message) -> None:
        if message["type"] == "http.response.body":
            self.body += message.get("body", b"")


def _ends(rule: Rule) -> bool:
    return rule.do in {"status", "html", "drop", "half", "garbage"}


async def _end(rule: Rule, manner: Manner, answer: bytes, scope: Scope, receive: Receive, send: Send) -> None:
    if rule.do == "drop":
        return await _break(scope, receive)
    if rule.do in {"status", "html"}:
        return await _respond(send, *rule.answer(manner))
    json = [(b"content-type", b"application/json")]
    if rule.do == "garbage":
        garbage = (rule.body if rule.body is not None else '{"batch": "b0", "results": [{"id').encode()
        return await _respond(send, 200, [*json, (b"content-length", str(len(garbage)).encode())], garbage)
    length = (b"content-length", str(len(answer)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [*json, length]})
    await send({"type": "http.response.body", "body": answer[: len(answer) // 2], "more_body": True})
    return await _break(scope, receive)


async def _respond(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _break(scope: Scope, receive: Receive) -> None:
    """Close the connection under the request. Without a transport (no real server) the request ends in an error."""
    transport = scope.get(TRANSPORT)
    if transport is None:
        raise ConnectionAbortedError("dropped on demand")
    transport.close()
    # The server complains of a request that ends before the connection is known to be gone.
    while (await receive())["type"] != "http.disconnect":
        pass


def _operations(body: bytes) -> list[Any]:
    """Return what a body is about: a batch's operations, or the one record it holds."""
    try:
        document = orjson.loads(body)
    except orjson.JSONDecodeError:
        return []
    if not isinstance(document, dict):
        return []
    operations = document.get("operations", [document])
    return operations if isinstance(operations, list) else []


def rejecting(rules: list[Rule]) -> Callable[[Mapping[str, Any]], Problem | None] | None:
    """Return what the `reject` rules say of one operation, None without such a rule."""
    chosen = [rule for rule in rules if rule.do == "reject"]
    if not chosen:
        return None

    def judge(operation: Mapping[str, Any]) -> Problem | None:
        rule = next((rule for rule in chosen if rule.strikes(operation)), None)
        return Problem(rule.code, 422, rule.detail) if rule else None

    return judge


def bend(rules: list[Rule], body: bytes, answer: bytes) -> bytes:
    """Return a batch's answer as `omit` and `accept` rules tell it; what was stored stays whole."""
    bending = [rule for rule in rules if rule.do in {"omit", "accept"}]
    if not bending:
        return answer
    operations = {op.get("id"): op for op in _operations(body)}
    document = orjson.loads(answer)
    told = []
    for result in document["results"]:
        rule = next((rule for rule in bending if rule.strikes(operations[result["id"]])), None)
        if rule is None or result["status"] != "applied":
            told.append(result)
        elif rule.do == "accept":
            told.append({**result, "status": "accepted", "member_code": None, "etag": None})
    return orjson.dumps({**document, "results": told})
