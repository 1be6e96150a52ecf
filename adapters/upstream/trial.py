"""What would be sent for one operation: the very requests, or the row of a workbook, with nothing sent.

The requests are made by the adapters themselves and caught before they leave. What only the upstream can give stands
in braces, and no secret ever gets here: a mask stands in its place.
"""

from __future__ import annotations

import gzip
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import httpx
import orjson

from adapters.upstream.channel import Access, Answer, Channel
from adapters.upstream.contract import HttpUpstream
from adapters.upstream.requests.body import Sent, decode, encode
from adapters.upstream.requests.bulk import BulkSender
from adapters.upstream.requests.judging import Judge, Said
from adapters.upstream.requests.paging import Reader
from adapters.upstream.requests.people import People, Shown
from adapters.upstream.requests.steps import Steps
from adapters.upstream.requests.translate import Translation
from adapters.upstream.templates import fill
from config.profile import ContractProfile, RequestsProfile, Retries, WorkbookProfile
from config.profile.auth import Auth, ClientCredentialsAuth, CookieAuth, HeaderAuth, LoginAuth
from config.profile.requests import Step
from sync.errors import Refused, UpstreamError
from sync.values import Outgoing, Verdict

MASK = "********"
"""What stands for a secret."""

KEY = "01ARZ3NDEKTSV4RRFFQ69G5FAV"
"""A batch's key; each has one of its own."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it would be sent: `body` is the JSON, or the text of a form. `login` opens the session."""

    method: str
    url: str
    headers: Mapping[str, str]
    body: Any = None
    login: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet as it would be written: its cells by their titles, from left to right."""

    sheet: str
    cells: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Trial:
    """What would be sent; where it would be refused without asking the upstream, `refused` is the code."""

    requests: Sequence[Request] = ()
    rows: Sequence[SheetRow] = ()
    refused: str = ""


def trial_of_requests(
    profile: ContractProfile | RequestsProfile, url: str, user: str | None, operation: Outgoing
) -> Trial:
    """Return the requests for one operation. Raises `ConfigError` for an address that is none."""
    recorder = _Recorder()
    masked = profile.model_copy(update={"auth": _masked(profile.auth), "retries": Retries(attempts=1)})
    if isinstance(masked, RequestsProfile):
        refused = _carry_out(masked, url, user, operation, recorder)
    else:
        refused = ""
        upstream = HttpUpstream(masked, url, MASK, user, transport=recorder)
        with suppress(UpstreamError):
            upstream.send(KEY, upstream.encode([operation]))
        upstream.close()
    return Trial([*_login(profile.auth, url, user), *recorder.requests], refused=refused)


def trial_of_workbook(profile: WorkbookProfile, operation: Outgoing) -> Trial:
    """Return the rows a workbook would hold for one operation."""
    import openpyxl  # noqa: PLC0415 -- slow to load

    from adapters.upstream import wire  # noqa: PLC0415
    from adapters.upstream.workbook.sent import read_body  # noqa: PLC0415
    from adapters.upstream.workbook.sheets import FIRST_ROW, HEADER_ROW, import_workbook  # noqa: PLC0415

    shape = wire.Shape(profile.fields, profile.movement_fields, profile.operations)
    sent = read_body(wire.encode([operation], shape), profile.operations)
    content = import_workbook(sent, profile.workbook, profile.operations, datetime.now(UTC))
    found = []
    for sheet in openpyxl.load_workbook(BytesIO(content)).worksheets:
        lines = list(sheet.iter_rows(values_only=True))
        if len(lines) > FIRST_ROW:
            titles = _titles(lines[HEADER_ROW], lines[HEADER_ROW + 1])
            row = zip(titles, lines[FIRST_ROW], strict=False)
            found.append(SheetRow(sheet.title, [(title, str(cell)) for title, cell in row if cell not in (None, "")]))
    return Trial(rows=found)


def _titles(upper: Sequence[object], lower: Sequence[object]) -> list[str]:
    """Return the columns' titles: what stands over several columns goes before what stands under it."""
    titles, above = [], ""
    for over, under in zip(upper, lower, strict=True):
        above = str(over) if over else above
        titles.append(f"{above} › {under}" if under else above)
    return titles


# ── requests that do not leave ───────────────────────────────────────────────────────────────────────────────


class _Recorder(httpx.BaseTransport):
    """Keeps every request and answers each with an empty success."""

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name: value for name, value in request.headers.items() if name not in _UNSAID}
        self.requests.append(Request(request.method, _shown(str(request.url)), headers, _body(request)))
        return httpx.Response(200, json={"results": []})


_UNSAID = frozenset({"accept", "accept-encoding", "connection", "content-length", "host", "user-agent"})
"""Headers every client sends; they say nothing of a profile."""


def _body(request: httpx.Request) -> Any:
    content = request.read()
    if not content:
        return None
    if request.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    return orjson.loads(content)


def _shown(url: str) -> str:
    """Return an address with the braces of what the upstream gives."""
    return url.replace("%7B", "{").replace("%7D", "}")


class _Yes(Judge):
    """Takes every answer for a success."""

    def judge(self, answer: Answer, done: Collection[int] = ()) -> Said:
        return Said("applied", answer=answer)


class _Unknown(People):
    """People of whom nothing is known: what is asked about them is a request like any other."""

    def read(self, reference: str) -> Shown | None:
        with suppress(UpstreamError):
            super().read(reference)
        return None


class _Trying(Steps):
    """Steps whose answers give placeholders for what only the upstream knows."""

    has_units = False

    def values(self, sent: Sent) -> dict[str, Any]:
        found = super().values(sent)
        return {**found, "unit": f"{{unit: {sent.unit}}}"} if self.has_units and "unit" in found else found

    def _take(self, step: Step, said: Said) -> dict[str, Any]:
        return {name: f"{{{name}}}" for name in step.take}


def _as_it_failed(_: Sent, failure: Refused) -> Verdict:
    """Nothing is looked up in a trial."""
    raise failure


def _carry_out(profile: RequestsProfile, url: str, user: str | None, operation: Outgoing, recorder: _Recorder) -> str:
    """Let the adapter's own parts carry an operation out; return the code of a refusal of its own."""
    if operation.known and operation.reference is None:
        operation = replace(operation, reference="{reference}")
    channel = Channel(profile, url, Access(profile.auth, user, MASK), transport=recorder)
    judge, translation = _Yes(profile.answers, channel.host), Translation(profile)
    people = _Unknown(profile, Reader(channel, judge, profile.page_size), translation, None, channel.host)
    steps = _Trying(profile, channel, judge, people, translation, None)
    steps.has_units = profile.units is not None
    sent = decode(encode([operation], profile, translation))
    verdict = None
    with suppress(UpstreamError):
        if profile.bulk is not None:
            sender = BulkSender(profile, profile.bulk, channel, judge, steps, steps.carry_out, _as_it_failed)
            verdict = next(iter(sender.send(KEY, sent)), None)
        else:
            verdict = steps.carry_out(sent[0])
    channel.close()
    return verdict.code if verdict is not None else ""


# ── who asks ─────────────────────────────────────────────────────────────────────────────────────────────────


def _masked(auth: Auth) -> Auth:
    """Return how requests say who asks once a session is open, its token masked."""
    if isinstance(auth, LoginAuth):
        return HeaderAuth(headers={name: text.replace("{token}", "{secret}") for name, text in auth.headers.items()})
    if isinstance(auth, CookieAuth):
        return HeaderAuth(headers={"Cookie": "{secret}"})
    return HeaderAuth() if isinstance(auth, ClientCredentialsAuth) else auth


def _login(auth: Auth, url: str, user: str | None) -> Sequence[Request]:
    """Return the request that opens a session, where there is one."""
    if isinstance(auth, LoginAuth | CookieAuth):
        known = {"user": user or "{user}", "secret": MASK}
        return [Request("POST", url.rstrip("/") + auth.path, {}, fill(auth.body, known), login=True)]
    if isinstance(auth, ClientCredentialsAuth):
        form = {"grant_type": "client_credentials", **({"scope": auth.scope} if auth.scope else {})}
        headers = {"authorization": f"Basic {MASK}"}
        return [Request("POST", url.rstrip("/") + auth.path, headers, form, login=True)]
    return []
