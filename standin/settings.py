"""How one stand-in behaves."""

from __future__ import annotations

from dataclasses import dataclass

from standin.movements import Receiver
from standin.wire import Unit

IN_MEMORY = ":memory:"


@dataclass(frozen=True, slots=True)
class Rate:
    """At most `requests` in each window of `seconds`."""

    requests: int
    seconds: float

    @classmethod
    def parse(cls, text: str) -> Rate:
        """Read `500/900`: requests / seconds. Raises `ValueError` with the reason."""
        requests, slash, seconds = text.partition("/")
        if not slash or not requests.isdigit() or int(requests) < 1:
            raise ValueError("a rate is written REQUESTS/SECONDS, such as 500/900")
        window = float(seconds)
        if not 0 < window < float("inf"):
            raise ValueError("the seconds of a rate must be above zero")
        return cls(int(requests), window)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a stand-in accepts and how much of it.

    `token` is asked of every request when it is set, as a bearer token; `client` is the (id, secret) for which
    `POST /oauth/token` hands out further tokens that live `token_seconds`. `max_batch` counts operations, `max_body`
    bytes, `page_cap` people on a page. `strict_codes` refuses a member code the stand-in did not give out;
    `strict_fields` refuses a field it does not know instead of leaving it out. `receiver` says how receiving branches
    answer transfers. `units` is the tree to begin with; none leaves the one that is kept.
    """

    db: str = IN_MEMORY
    token: str | None = None
    client: tuple[str, str] | None = None
    token_seconds: float = 900.0
    max_batch: int = 500
    max_body: int = 4_000_000
    page_cap: int = 500
    rate: Rate | None = None
    strict_codes: bool = False
    strict_fields: bool = False
    receiver: Receiver = "now"
    units: tuple[Unit, ...] = ()
