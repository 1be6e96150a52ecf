"""What came on a connection beyond the answer: such a connection carries nothing more.

Something in between may say an answer twice. Whoever sends the next request into that connection reads the second one
as its own, and the next one reads what answers this: a 503 to a batch that went before would say of the next that it
was not taken, while it is. So nothing that came after an answer is read (RFC 9112 §6.3: a client must not process it
as a separate response). What comes once the connection is idle, httpcore sees itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, cast

import httpx

NOTHING = (b"", False)
"""What h11 says of a connection on which nothing more came, and which the other side holds open."""

PARSER = ("_stream", "_httpcore_stream", "_stream", "_connection", "_h11_state")
"""The way from an answer's content to the h11 connection that read it. It is nobody's promise, and a test tells when
it ends early. Nothing is known then, and every answer's connection is closed: slower, and right but for who is handed
the connection in that very moment."""


class Lone(httpx.SyncByteStream):
    """The content of an answer. When all is read its connection is closed where more came on it, or where `unwanted`
    says so; else it may be used again."""

    def __init__(self, response: httpx.Response, unwanted: Callable[[], bool]) -> None:
        self._content = cast(httpx.SyncByteStream, response.stream)
        self._network = response.extensions.get("network_stream")
        self._unwanted = unwanted

    def __iter__(self) -> Iterator[bytes]:
        yield from self._content

    def close(self) -> None:
        """Let go of the connection. Until then nobody else has it, and from then on somebody may, at once."""
        if self._network is not None:
            parser: Any = self._content
            for name in PARSER:
                parser = getattr(parser, name, None)
            if parser is None:
                self._network.close()
            elif self._unwanted() or parser.trailing_data != NOTHING:
                # A closed socket alone is not enough: what was read already would be found by who comes next.
                parser.send_failed()
                self._network.close()
        self._content.close()
