"""The least server that speaks the contract for batches, and writes down what took effect.

Unlike the stand-in it does not know an operation again by its id: under another key it takes effect once more; and
where it does not honour keys, under the same one too. It tells of each operation whether it took effect.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson

from tests.proxy.certificates import HOST


class Ledger:
    """A server on a loopback port. `received` counts the batches that reached it whole."""

    def __init__(self, *, honours_keys: bool) -> None:
        self._honours_keys = honours_keys
        self._lock = threading.Lock()
        self._answers: dict[str, bytes] = {}
        self._effects: list[str] = []
        self.received = 0
        self.server = _Server((HOST, 0), _handler(self))
        self.port: int = self.server.server_port

    def effects(self) -> Sequence[str]:
        """Return what took effect, in order, by operations' ids."""
        with self._lock:
            return list(self._effects)

    def apply(self, key: str, body: bytes) -> bytes:
        """Carry a batch out, unless its key is known and honoured."""
        with self._lock:
            self.received += 1
            if key not in self._answers or not self._honours_keys:
                ids = [one["id"] for one in orjson.loads(body)["operations"]]
                self._effects += ids
                self._answers[key] = orjson.dumps({"batch": key, "results": [_applied(one) for one in ids]})
            return self._answers[key]

    def outcome(self, operation: str) -> bytes | None:
        """Return what became of an operation, None where it never came."""
        return orjson.dumps(_applied(operation)) if operation in self.effects() else None


@contextmanager
def running_ledger(*, honours_keys: bool = True) -> Iterator[Ledger]:
    """Run a ledger in a thread of this process."""
    ledger = Ledger(honours_keys=honours_keys)
    thread = threading.Thread(target=ledger.server.serve_forever, args=(0.01,), name="ledger", daemon=True)
    thread.start()
    try:
        yield ledger
    finally:
        ledger.server.shutdown()
        ledger.server.server_close()
        thread.join(timeout=30)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a connection that broke: nothing was carried out."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _handler(ledger: Ledger) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) == length:
                self._answer(200, ledger.apply(self.headers["Idempotency-Key"], body))

        def do_GET(self) -> None:
            path, _, name = self.path.rpartition("/")
            found = ledger.outcome(name) if path == "/v1/operations" else b'{"name": "ledger"}'
            self._answer(404 if found is None else 200, found or b'{"type": "/problems/not-found"}')

        def _answer(self, status: int, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def _applied(operation: str) -> dict[str, object]:
    return {"id": operation, "status": "applied", "member_code": None, "etag": None}
