"""An upstream that answers at once: every operation of a batch is applied, and nothing is kept.

It speaks just enough HTTP/1.1 for one client on loopback (lengths stated, connections kept), so that what is
measured is the sender. It prints its port, and with `--record FILE` appends each body: a line of JSON with the
request's path, headers and length, then the bytes. `--delay SECONDS` answers so much later, `--refuse N` rejects
every N-th operation.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gzip
import signal
import zlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import BinaryIO

import orjson

_KEPT = ("content-type", "content-encoding", "idempotency-key")
_FIRST_CODE = 1_000_000


class Sink:
    """Answers requests; gives out member codes to people who bring none."""

    def __init__(self, record: BinaryIO | None = None, delay: float = 0.0, refuse: int = 0) -> None:
        self._record, self._delay, self._refuse = record, delay, refuse
        self._batches = count(1)
        self._codes = count(_FIRST_CODE)
        self._open: set[asyncio.StreamWriter] = set()

    async def close(self) -> None:
        """Close the connections that clients keep open."""
        for writer in self._open:
            writer.close()
        while self._open:
            await asyncio.sleep(0.01)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until the client closes it."""
        self._open.add(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                request, headers = _parse(head)
                if headers.get("expect") == "100-continue":
                    writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                answer = self._answer(request, headers, body)
                if self._delay:
                    await asyncio.sleep(self._delay)
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%b"
                    % (len(answer), answer)
                )
                await writer.drain()
        writer.close()
        self._open.discard(writer)

    def _answer(self, request: str, headers: Mapping[str, str], body: bytes) -> bytes:
        if not request.startswith("POST /v1/batches"):
            return orjson.dumps({"name": "sink", "version": "1.0", "time": datetime.now(UTC).isoformat()})
        if self._record is not None:
            kept = {name: headers[name] for name in _KEPT if name in headers}
            path = request.split(" ")[1]
            self._record.write(orjson.dumps({"path": path, "headers": kept, "length": len(body)}) + b"\n" + body)
        batch = next(self._batches)
        operations = orjson.loads(_plain(headers, body))["operations"]
        results = [self._result(operation, f'"{batch}-{number}"') for number, operation in enumerate(operations)]
        return orjson.dumps({"batch": f"b{batch}", "results": results})

    def _result(self, operation: Mapping[str, str], etag: str) -> dict[str, object]:
        ident, code = operation["id"], operation.get("member_code") or str(next(self._codes))
        if self._refuse and int(ident.rpartition("-")[2]) % self._refuse == 0:
            problem = {"type": "/problems/field-invalid", "title": "refused", "field": "full_name"}
            return {"id": ident, "status": "rejected", "member_code": None, "etag": None, "problem": problem}
        return {"id": ident, "status": "applied", "member_code": code, "etag": etag, "problem": None}


def recorded(path: Path) -> Iterator[tuple[str, dict[str, str], bytes]]:
    """Yield (path, headers, body) of each recorded request."""
    with path.open("rb") as file:
        while line := file.readline():
            facts = orjson.loads(line)
            yield facts["path"], facts["headers"], file.read(facts["length"])


def _parse(head: bytes) -> tuple[str, dict[str, str]]:
    request, *lines = head.decode("latin-1").split("\r\n")
    return request, {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def _plain(headers: Mapping[str, str], body: bytes) -> bytes:
    match headers.get("content-encoding", "identity"):
        case "gzip":
            return gzip.decompress(body)
        case "deflate":
            return zlib.decompress(body)
        case _:
            return body


async def main() -> None:
    """Serve until told to end."""
    parser = argparse.ArgumentParser(prog="python -m bench.sink")
    parser.add_argument("--record", type=Path)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--refuse", type=int, default=0)
    asked = parser.parse_args()
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    with contextlib.ExitStack() as stack:
        record = stack.enter_context(asked.record.open("wb")) if asked.record else None
        sink = Sink(record, asked.delay, asked.refuse)
        server = await asyncio.start_server(sink.serve, "127.0.0.1", 0, limit=1 << 20)
        print(server.sockets[0].getsockname()[1], flush=True)
        await ended.wait()
        server.close()
        await sink.close()


if __name__ == "__main__":
    asyncio.run(main())
