"""Somebody who is told: an HTTP server on loopback that keeps the messages it was sent, or refuses them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver:
    """The messages that arrived, in order, as `title` and `message`. While it is not `well` it takes none."""

    def __init__(self) -> None:
        self.messages: list[dict[str, str]] = []
        self.well = True
        self.url = ""

    @property
    def texts(self) -> list[str]:
        """The lines of each message without the sign in front, parted by ` | `."""
        return [" | ".join(line[2:] for line in one["message"].splitlines()) for one in self.messages]


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Give a receiver; its `url` is what apprise is told."""
    kept = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if kept.well:
                kept.messages.append(json.loads(body))
            self.send_response(200 if kept.well else 503)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    kept.url = f"json://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield kept
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
