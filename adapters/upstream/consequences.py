"""What follows from an answer over HTTP, as tables: a status, a broken exchange, and what is tried again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx

from sync.errors import AnswerLost, Refused, TooLarge, Unavailable, UpstreamError


@dataclass(frozen=True, slots=True)
class Meaning:
    """What follows from an answer: which error, under which code."""

    error: type[UpstreamError]
    code: str


UNAUTHORISED = Meaning(Unavailable, "upstream-unauthorised")
ELSEWHERE = Meaning(Unavailable, "upstream-not-an-endpoint")
BUSY = Meaning(Unavailable, "upstream-busy")
FAILED = Meaning(Refused, "upstream-failed")
REFUSED = Meaning(Refused, "upstream-refused")
GATEWAY = Meaning(AnswerLost, "upstream-failed")

STATUSES: Mapping[int, Meaning] = {
    400: REFUSED,
    401: UNAUTHORISED,
    403: UNAUTHORISED,
    404: ELSEWHERE,
    405: ELSEWHERE,
    407: UNAUTHORISED,
    408: BUSY,
    409: REFUSED,
    413: Meaning(TooLarge, "upstream-too-large"),
    422: REFUSED,
    425: BUSY,
    429: BUSY,
    500: FAILED,
    501: ELSEWHERE,
    502: GATEWAY,
    503: BUSY,
    504: GATEWAY,
    505: ELSEWHERE,
}
"""Status → consequence. 500 is a refusal, because real central systems answer it for bad data: delivery splits the
batch and so tells a poisoned record from an outage. Whether it came after the work was done is for the caller to look
up. 502 and 504 come from a gateway in front that does not know whether the batch was taken behind it."""

OTHERS: Mapping[int, Meaning] = {3: ELSEWHERE, 4: ELSEWHERE, 5: GATEWAY}
"""First digit → consequence, for a status that is not in `STATUSES`. Success is read, whatever its number."""


def meaning_of(status: int) -> Meaning:
    """Return what follows from a status without success."""
    return STATUSES.get(status) or OTHERS.get(status // 100, ELSEWHERE)


BREAKS: Sequence[tuple[type[httpx.RequestError], Meaning]] = (
    (httpx.ConnectTimeout, Meaning(Unavailable, "upstream-timeout")),
    (httpx.PoolTimeout, Meaning(Unavailable, "upstream-timeout")),
    (httpx.ConnectError, Meaning(Unavailable, "upstream-unreachable")),
    (httpx.ProxyError, Meaning(Unavailable, "upstream-unreachable")),
    (httpx.UnsupportedProtocol, ELSEWHERE),
    (httpx.LocalProtocolError, ELSEWHERE),
    (httpx.DecodingError, Meaning(AnswerLost, "upstream-garbled")),
    (httpx.RequestError, Meaning(AnswerLost, "upstream-answer-lost")),
)
"""Broken exchange → consequence; the first that fits. Only what breaks before a connection stands is certain."""

AGAIN = frozenset(
    {
        "upstream-timeout",
        "upstream-unreachable",
        "upstream-busy",
        "upstream-failed",
        "upstream-garbled",
        "upstream-answer-lost",
    }
)
"""The codes worth a short retry."""
