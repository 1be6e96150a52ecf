"""HTTP/1.1 messages on sockets, byte for byte. Both sides are expected to frame their bodies by Content-Length."""

from __future__ import annotations

import select
import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus

END = b"\r\n\r\n"
CHUNK = 65536
NO_LINGER = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Head:
    """Start line and headers of a message, as they stood, with the empty line."""

    raw: bytes

    @property
    def length(self) -> int:
        """How many bytes of body follow."""
        for line in self.raw.split(b"\r\n")[1:]:
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"content-length":
                return int(value)
        return 0

    def without(self, *names: str) -> Head:
        """The same without these headers."""
        gone = {name.lower().encode() for name in names}
        lines = self.raw.removesuffix(END).split(b"\r\n")
        kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in gone]
        return Head(b"\r\n".join(kept) + END)

    def having(self, name: str, value: str) -> Head:
        """The same with this header in place of any of its name."""
        return Head(self.without(name).raw.removesuffix(b"\r\n") + f"{name}: {value}\r\n\r\n".encode())


@dataclass(frozen=True, slots=True)
class Message:
    """A request or an answer."""

    head: Head
    body: bytes = b""

    @property
    def raw(self) -> bytes:
        """Its bytes on the wire."""
        return self.head.raw + self.body

    @property
    def is_success(self) -> bool:
        """Whether it is an answer that says so by its status."""
        return self.head.raw.startswith(b"HTTP/1.1 2")

    def saying(self, body: bytes) -> Message:
        """The same with another body, and the length that fits it."""
        return replace(self, head=self.head.having("Content-Length", str(len(body))), body=body)


def answer(status: int, body: bytes, content_type: str, **headers: str) -> Message:
    """An answer of the proxy's own. Underscores in the names of headers stand for hyphens."""
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", f"Content-Type: {content_type}"]
    lines += [
        f"Content-Length: {len(body)}",
        *(f"{name.replace('_', '-')}: {text}" for name, text in headers.items()),
    ]
    return Message(Head("\r\n".join(lines).encode() + END), body)


class Line:
    """One connection, read through a buffer. A connection that broke reads as one that ended."""

    def __init__(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._connection = connection
        self._read = bytearray()
        self._waits = False

    def await_head(self) -> Head | None:
        """Wait for the other side to say something, and read its head; None where the connection ends first."""
        if not self._read and not getattr(self._connection, "pending", int)():
            self._waits = True
            with suppress(OSError, ValueError):
                self._is_spoken_to(None)
            self._waits = False
        return self.head()

    @property
    def is_quiet(self) -> bool:
        """Whether somebody waits in `await_head`, and nothing was said yet."""
        try:
            return self._waits and not self._is_spoken_to(0) and self._waits
        except (OSError, ValueError):
            return False

    def head(self) -> Head | None:
        """Read as far as the end of a head; None where the connection ends first."""
        while (end := self._read.find(END)) < 0:
            if not self._more():
                return None
        return Head(self._take(end + len(END)))

    def body(self, length: int) -> bytes | None:
        """Read so many bytes; None where the connection ends first."""
        while len(self._read) < length:
            if not self._more():
                return None
        return self._take(length)

    def message(self) -> Message | None:
        """Read a whole message; None where the connection ends first."""
        head = self.head()
        body = None if head is None else self.body(head.length)
        return None if head is None or body is None else Message(head, body)

    def send(self, content: bytes) -> bool:
        """Send bytes; say whether there was anybody to take them."""
        try:
            self._connection.sendall(content)
        except OSError:
            return False
        return True

    def wait_for_end(self, seconds: float) -> None:
        """Read on, and forget what is read, until the other side is gone; not longer than so many seconds."""
        with suppress(OSError):
            self._connection.settimeout(seconds)
            while self._connection.recv(CHUNK):
                pass

    def close(self) -> None:
        """End the connection in good order. Safe to call twice."""
        with suppress(OSError):
            self._connection.shutdown(socket.SHUT_RDWR)
        self._connection.close()

    def reset(self) -> None:
        """Break the connection: the other side gets an RST."""
        with suppress(OSError):
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NO_LINGER)
        self._connection.close()

    def _is_spoken_to(self, seconds: float | None) -> bool:
        """Wait for something to be read, or for the end; say whether there is."""
        return bool(select.select([self._connection], [], [], seconds)[0])

    def _more(self) -> bool:
        try:
            found = self._connection.recv(CHUNK)
        except OSError:
            return False
        self._read += found
        return bool(found)

    def _take(self, length: int) -> bytes:
        taken = bytes(self._read[:length])
        del self._read[:length]
        return taken
