"""What can go wrong between a client and a server, as a table of values.

A fault strikes a connection before anything is said on it, or one exchange: how much of the request reaches the
server, what the client is told, and how the connection ends. A `lot`, a number from 0 to below 1, decides what is
left open: where a message is cut, how long the client is asked to wait, which results are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from enum import Enum, auto
from random import Random

import orjson

from tests.proxy.wire import Message, answer

JSON, PROBLEM, HTML = "application/json", "application/problem+json", "text/html; charset=utf-8"
PAGE = "<!DOCTYPE html><html><body>Hệ thống đang bảo trì, vui lòng quay lại sau</body></html>".encode()
WAITS = (0, 1, 5, 3600)
"""Seconds a client may be asked to wait; nobody waits for the last."""


class Connection(Enum):
    """What becomes of a connection before anything is said on it."""

    REFUSED = auto()
    RESET = auto()
    UNTRUSTED = auto()
    """TLS with a certificate that nobody trusts."""
    PLAIN = auto()
    """Plain HTTP where TLS is expected."""
    CUT = auto()
    """Broken off within the handshake of TLS."""


class Sent(Enum):
    """How much of a request reaches the server."""

    NOTHING = auto()
    PART = auto()
    ONCE = auto()
    TWICE = auto()
    TWICE_AT_ONCE = auto()
    AGAIN_LATER = auto()
    """Once now, and once more after another request."""


class Ending(Enum):
    """How a connection ends after an exchange; `KEPT` does not."""

    KEPT = auto()
    CLOSED = auto()
    RESET = auto()
    SILENT = auto()
    """Open, without another byte, until the client leaves."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """What an answer can be made of: the request, the server's own answer, the one it gave before that, and the lot.
    Where nothing was sent to the server, `answer` is an empty one; the first has none before it but itself."""

    request: Message
    answer: Message
    earlier: Message
    lot: float


Telling = Callable[[Exchange], bytes]


def _truth(exchange: Exchange) -> bytes:
    return exchange.answer.raw


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail. `told` is None where the client gets no byte; `slowly` means byte by byte."""

    name: str
    connection: Connection | None = None
    sent: Sent = Sent.ONCE
    told: Telling | None = _truth
    ends: Ending = Ending.KEPT
    slowly: bool = False

    @property
    def needs_tls(self) -> bool:
        """Whether it can strike nothing but TLS."""
        return self.connection in {Connection.UNTRUSTED, Connection.PLAIN, Connection.CUT}

    @property
    def repeats(self) -> bool:
        """Whether the wire itself says a request more than once."""
        return self.sent in {Sent.TWICE, Sent.TWICE_AT_ONCE, Sent.AGAIN_LATER}

    @property
    def misleads(self) -> bool:
        """Whether the client is told, whole, well formed and in its turn, what answers another request."""
        return self.told is _anothers

    @property
    def tries_patience(self) -> bool:
        """Whether only the client's own time-out ends it."""
        return self.slowly or self.ends is Ending.SILENT


# ── what is told ─────────────────────────────────────────────────────────────────────────────────────────────


def _twice(exchange: Exchange) -> bytes:
    return 2 * exchange.answer.raw


def _anothers(exchange: Exchange) -> bytes:
    return exchange.earlier.raw


def _part(exchange: Exchange) -> bytes:
    whole = exchange.answer
    return whole.head.raw + whole.body[: int(exchange.lot * len(whole.body))]


def _part_without_length(exchange: Exchange) -> bytes:
    whole = exchange.answer
    return whole.head.without("Content-Length").raw + whole.body[: int(exchange.lot * len(whole.body))]


def _part_of_head(exchange: Exchange) -> bytes:
    return exchange.answer.head.raw[: int(exchange.lot * len(exchange.answer.head.raw))]


def _length_off(by: int) -> Telling:
    def told(exchange: Exchange) -> bytes:
        whole = exchange.answer
        stated = max(0, len(whole.body) + by * (1 + int(exchange.lot * len(whole.body))))
        return whole.head.having("Content-Length", str(stated)).raw + whole.body

    return told


def _garbage(exchange: Exchange) -> bytes:
    noise = Random(exchange.lot).randbytes(1 + int(exchange.lot * 300))
    return exchange.answer.saying(noise).raw


def _no_http(exchange: Exchange) -> bytes:
    return Random(exchange.lot).randbytes(1 + int(exchange.lot * 300)) + b"\r\n\r\n"


def _status(number: int, body: bytes = PAGE, content_type: str = HTML) -> Telling:
    return lambda _: answer(number, body, content_type).raw


def _busy(status: int, *, as_date: bool = False) -> Telling:
    """Ask the client to come back later, in seconds or at a date."""
    body = orjson.dumps({"type": "/problems/rate-limited", "status": status, "detail": "Xin thử lại sau."})

    def told(exchange: Exchange) -> bytes:
        seconds, now = WAITS[int(exchange.lot * len(WAITS))], datetime.now(UTC)
        moment = format_datetime(now + timedelta(seconds=seconds), usegmt=True)
        wait = moment if as_date else str(seconds)
        return answer(status, body, PROBLEM, Date=format_datetime(now, usegmt=True), Retry_After=wait).raw

    return told


ERROR = orjson.dumps({"error": {"code": "E500", "message": "Có lỗi xảy ra"}, "data": None})


def _failed_afterwards(exchange: Exchange) -> bytes:
    """Fail in words after something was done; a question does nothing, and is answered."""
    if exchange.request.head.raw.startswith(b"GET "):
        return exchange.answer.raw
    return answer(500, ERROR, JSON).raw


Results = list[Mapping[str, object]]


def _results(change: Callable[[Results, Random], object]) -> Telling:
    """Change the results of a batch's answer; any other success becomes an error inside a success."""

    def told(exchange: Exchange) -> bytes:
        if not exchange.answer.is_success:
            return exchange.answer.raw
        document = orjson.loads(exchange.answer.body)
        if not isinstance(document, dict) or not isinstance(document.get("results"), list):
            return exchange.answer.saying(ERROR).raw
        body = orjson.dumps({**document, "results": change(document["results"], Random(exchange.lot))})
        return exchange.answer.saying(body).raw

    return told


def _holes(results: Results, chance: Random) -> object:
    missing = chance.randrange(len(results))
    return [one for number, one in enumerate(results) if number != missing and chance.random() < 0.5]


NO_VERDICTS: tuple[Callable[[Mapping[str, object]], object], ...] = (
    lambda one: {"id": one["id"], "error": {"code": "E42", "message": "Lỗi nội bộ"}},
    lambda one: {**one, "status": "failed"},
    lambda one: {**one, "id": None},
    lambda _: None,
)
"""What stands in place of a result and is no verdict: an error, a status nobody knows, no id, nothing."""


def _errors(results: Results, chance: Random) -> object:
    return [chance.choice(NO_VERDICTS)(one) if chance.random() < 0.7 else one for one in results]


def _errors_alone(exchange: Exchange) -> bytes:
    """Answer a request that never reached the server: no verdict about anything it asks for, or no result at all."""
    asked = orjson.loads(exchange.request.body or b"{}").get("operations", [])
    chance = Random(exchange.lot)
    results = [chance.choice(NO_VERDICTS)({"id": one["id"]}) for one in asked if chance.random() < 0.5]
    return answer(207, orjson.dumps({"batch": "b0", "results": results}), JSON).raw


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────────

FAULTS: tuple[Fault, ...] = (
    Fault("connection refused", Connection.REFUSED),
    Fault("reset before the request", Connection.RESET),
    Fault("reset during the request", sent=Sent.PART, told=None, ends=Ending.RESET),
    Fault("reset after the request", told=None, ends=Ending.RESET),
    Fault("answer lost", told=None, ends=Ending.CLOSED),
    Fault("answer never comes", told=None, ends=Ending.SILENT),
    Fault("answer twice", told=_twice),
    Fault("answer of another request", told=_anothers),
    Fault("request twice", sent=Sent.TWICE),
    Fault("request twice at once", sent=Sent.TWICE_AT_ONCE),
    Fault("request again later", sent=Sent.AGAIN_LATER),
    Fault("request twice, answer lost", sent=Sent.TWICE_AT_ONCE, told=None, ends=Ending.CLOSED),
    Fault("half a head", told=_part_of_head, ends=Ending.CLOSED),
    Fault("half a body", told=_part, ends=Ending.CLOSED),
    Fault("half a body, no length", told=_part_without_length, ends=Ending.CLOSED),
    Fault("body stalls", told=_part, ends=Ending.SILENT),
    Fault("byte by byte", slowly=True),
    Fault("length too long", told=_length_off(+1), ends=Ending.CLOSED),
    Fault("length too short", told=_length_off(-1)),
    Fault("garbage body", told=_garbage),
    Fault("no HTTP", told=_no_http, ends=Ending.CLOSED),
    Fault("429, seconds", sent=Sent.NOTHING, told=_busy(429)),
    Fault("429, date", sent=Sent.NOTHING, told=_busy(429, as_date=True)),
    Fault("503", sent=Sent.NOTHING, told=_busy(503)),
    Fault("500 though taken", told=_status(500)),
    Fault("500 with words, though taken", told=_failed_afterwards),
    Fault("502 though taken", told=_status(502)),
    Fault("504 though taken", told=_status(504)),
    Fault("207 with holes", told=_results(_holes)),
    Fault("207 with errors", told=_results(_errors)),
    Fault("207 with errors, none taken", sent=Sent.NOTHING, told=_errors_alone),
    Fault("200 with an error, none taken", sent=Sent.NOTHING, told=_status(200, ERROR, JSON)),
    Fault("200 with an error, though taken", told=_status(200, ERROR, JSON)),
    Fault("200 with a page, none taken", sent=Sent.NOTHING, told=_status(200)),
    Fault("TLS: untrusted", Connection.UNTRUSTED),
    Fault("TLS: plain bytes", Connection.PLAIN),
    Fault("TLS: cut off", Connection.CUT),
)
