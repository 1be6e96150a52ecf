"""The stand-in as a process: `python -m standin`, and `Server` for whoever starts it from a program."""

from __future__ import annotations

import ipaddress
import socket
import sqlite3
import sys
from collections.abc import Sequence
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from standin.app import create_app
from standin.faults import TRANSPORT, Receive, Scope, Send
from standin.options import PORT, read
from standin.rest.app import create_rest_app
from standin.rest.settings import RestSettings
from standin.settings import Settings


class _Protocol(H11Protocol):
    """The server's own HTTP protocol, telling each request which connection it came on, so that it can be cut."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        app = self.app

        async def told(scope: Scope, receive: Receive, send: Send) -> None:
            scope[TRANSPORT] = transport
            await app(scope, receive, send)

        self.app = told


class Server:
    """A stand-in bound to an address. `port` is the real one, also where 0 was asked for."""

    def __init__(self, settings: Settings | RestSettings, host: str = "127.0.0.1", port: int = PORT) -> None:
        """Bind at once. Raises `OSError` when the address is taken, `sqlite3.Error` when the file cannot be used."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # With its protocol named, the event loop turns Nagle's delay off; without, each answer waits 40 ms.
        self._socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        try:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._socket.bind((host, port))
            app = create_app(settings) if isinstance(settings, Settings) else create_rest_app(settings)
        except BaseException:
            self._socket.close()
            raise
        self.port: int = self._socket.getsockname()[1]
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self.port}"
        config = uvicorn.Config(
            app,
            http=_Protocol,
            ws="none",
            lifespan="on",
            log_level="warning",
            access_log=False,
            timeout_keep_alive=60,
            timeout_graceful_shutdown=5,
            h11_max_incomplete_event_size=64_000,
        )
        self._server = uvicorn.Server(config)

    @property
    def started(self) -> bool:
        """Whether requests are served by now."""
        return self._server.started

    def run(self) -> None:
        """Serve until told to stop, by `stop` or by a signal when this is the main thread."""
        try:
            self._server.run(sockets=[self._socket])
        finally:
            self._socket.close()

    def stop(self) -> None:
        """Ask the server to finish what is under way and end. Safe from another thread."""
        self._server.should_exit = True


def is_loopback(host: str) -> bool:
    """Whether an address can be reached from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the stand-in; return the process's exit code. The first line on standard output is its address."""
    given = read(arguments)
    if not is_loopback(given.host) and not given.expose:
        print(  # noqa: T201
            f"{given.host}: not a loopback address. The stand-in speaks plain HTTP; say --expose to bind it anyway.",
            file=sys.stderr,
        )
        return 2
    try:
        server = Server(given.settings, given.host, given.port)
    except (OSError, sqlite3.Error) as error:
        print(f"standin: {error}", file=sys.stderr)  # noqa: T201
        return 2
    print(f"standin: {server.url}", flush=True)  # noqa: T201
    server.run()
    return 0
