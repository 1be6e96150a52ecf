"""The proxy: takes connections, passes requests on, and strikes as its schedule says."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import TracebackType

from tests.proxy.certificates import HOST, certificates
from tests.proxy.faults import Connection, Ending, Exchange, Fault, Sent
from tests.proxy.schedule import Schedule, Strike
from tests.proxy.wire import Head, Line, Message

PLAIN = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
NO_ANSWER = Message(Head(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"))


class Proxy:
    """A proxy before the server on a loopback port. `tls` says whether the client speaks TLS to it.

    `patience` is how many seconds a client waits for the next bytes: what is slow takes up to twice of four times
    that as a whole, what is silent stays so for longer. Without a schedule everything passes.
    """

    def __init__(self, port: int, *, tls: bool = False, patience: float = 0.05) -> None:
        self._server = port
        self._tls = tls
        self._patience = patience
        self._schedule = Schedule(iter(()))
        self._earlier: Message | None = None
        self._again: list[bytes] = []
        self._waits = 0
        self._lines: set[Line] = set()
        self._asking = 0
        self._arriving = 0
        self._probes: set[int] = set()
        self._state = threading.Condition()
        self._closed = False
        self._door = self._bound(0)
        self.port: int = self._door.getsockname()[1]
        self.url = f"{'https' if tls else 'http'}://{HOST}:{self.port}"
        self._door.listen(64)
        self._open = True
        self._thread = threading.Thread(target=self._accept, name="proxy", daemon=True)
        self._thread.start()

    # ── what a test does with it ─────────────────────────────────────────────────────────────────────────

    def arm(self, schedule: Schedule) -> None:
        """Strike by this schedule from now on."""
        self._earlier = None
        self._schedule = schedule
        self._turn_door()

    def calm(self) -> None:
        """Let everything pass from now on, and wait until what is under way has reached the server, also what it is
        to get again."""
        self.arm(Schedule(iter(())))
        self._send_again()
        with self._state:
            assert self._state.wait_for(lambda: not self._asking, timeout=30), "the server does not answer"

    def drain(self) -> None:
        """Wait until nothing that was sent is on its way to the server any more: nobody waits at the door, no
        connection has anything that was not passed on, and those that were left are gone."""
        self._reach_accepting()
        until = time.monotonic() + 30
        while time.monotonic() < until:
            with self._state:
                if not self._arriving and not self._asking and all(line.is_quiet for line in self._lines):
                    return
            time.sleep(0.0005)
        raise AssertionError("something stays on its way")

    def _reach_accepting(self) -> None:
        """Wait until everybody who is at the door by now was let in or turned away: a connection of our own comes
        last, and is closed once it is let in, or broken where the door is shut before that."""
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            probe.settimeout(30)
            port = probe.getsockname()[1]
            self._probes.add(port)
            with suppress(ConnectionError):
                probe.connect((HOST, self.port))
                probe.recv(1)
            self._probes.discard(port)

    def elapse(self, _: float) -> None:
        """Time passes, as the client sees it: the client's `sleep`. A server that is down comes back by it."""
        with self._state:
            self._waits -= 1
        if self._waits < 0 and not self._open:
            self._schedule.on_connection()
            self._turn_door()

    def close(self) -> None:
        """End everything."""
        with self._state:
            self._closed = True
            self._shut_door()
            lines = list(self._lines)
            self._state.notify_all()
        for line in lines:
            line.close()
        self._thread.join(timeout=30)
        self._door.close()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ── the door ─────────────────────────────────────────────────────────────────────────────────────────

    def _bound(self, port: int) -> socket.socket:
        door = socket.socket()
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((HOST, port))
        door.setblocking(False)
        return door

    def _turn_door(self) -> None:
        """Refuse connections while that is what comes next, else take them."""
        waiting = self._schedule.for_connection
        refusing = waiting is not None and waiting.fault.connection is Connection.REFUSED
        with self._state:
            if self._closed:
                return
            if waiting is not None and refusing and self._open:
                self._waits = int(waiting.lot * 5)
                self._shut_door()
                # Bound and not listening: the port stays ours, and whoever connects is refused.
                self._door = self._bound(self.port)
            elif not refusing and not self._open:
                self._door.listen(64)
                self._open = True
            self._state.notify_all()

    def _shut_door(self) -> None:
        self._open = False
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)  # wakes the thread that waits for a connection
        self._door.close()

    def _accept(self) -> None:
        while not self._closed:
            door = self._door
            try:
                select.select([door], [], [])
                with self._state:  # so that nobody is let in and not yet counted while the door is shut
                    connection, (_, port) = door.accept()
                    probed = port in self._probes
                    self._arriving += not probed
            except (OSError, ValueError):
                with self._state:
                    self._state.wait_for(lambda: self._closed or self._open, timeout=30)
                continue
            connection.setblocking(True)
            if probed:
                connection.close()
                continue
            threading.Thread(target=self._welcome, args=(connection,), name="relay", daemon=True).start()

    def _welcome(self, connection: socket.socket) -> None:
        """Begin a connection, or spoil it."""
        strike = self._schedule.on_connection()
        kind = strike.fault.connection if strike else None
        client: Line | None = None
        if kind is Connection.PLAIN:
            line = Line(connection)
            line.send(PLAIN)
            line.wait_for_end(self._patience)
            line.close()
        elif kind in {Connection.RESET, Connection.CUT}:
            line = Line(connection)
            with suppress(OSError):
                connection.recv(16)  # so that the connection stands before it breaks
            line.reset()
        else:
            opened = self._handshake(connection, trusted=kind is not Connection.UNTRUSTED)
            client = None if opened is None else Line(opened)
        with self._state:
            self._arriving -= 1
            if client is not None:
                self._lines.add(client)
        if client is not None:
            self._serve(client)
        if strike:
            self._turn_door()

    def _handshake(self, connection: socket.socket, *, trusted: bool) -> socket.socket | None:
        if not self._tls:
            return connection
        made = certificates()
        context = made.trusted if trusted else made.untrusted
        try:
            return context.wrap_socket(connection, server_side=True)
        except OSError:  # the client does not trust us, or is gone
            connection.close()
            return None

    # ── exchanges ────────────────────────────────────────────────────────────────────────────────────────

    def _serve(self, client: Line) -> None:
        """Carry one client's exchanges until its connection ends."""
        server: Line | None = None
        try:
            server = self._dial()
            while not self._schedule.for_connection and (head := client.await_head()) is not None:
                strike = self._schedule.on_request()
                ending = self._exchange(client, server, head, strike)
                self._turn_door()
                if ending is Ending.SILENT:
                    client.wait_for_end(10 * self._patience)
                if ending is not Ending.KEPT:
                    break
        except ConnectionRefusedError:
            """The server is gone already."""
        finally:
            if server is not None:
                server.close()
            client.close()
            with self._state:
                self._lines.discard(client)

    def _exchange(self, client: Line, server: Line, head: Head, strike: Strike | None) -> Ending:
        """Carry one exchange; return how the connection is to end."""
        fault = strike.fault if strike else Fault("none")
        lot = strike.lot if strike else 0.0
        body = client.body(head.length)
        if body is None:
            return Ending.CLOSED
        message = Message(head, body)
        request = message.raw
        if fault.sent is Sent.PART:
            server.send(request[: int(lot * len(request))])
            server.reset()
            client.reset()
            return Ending.CLOSED
        if fault.ends is Ending.RESET:
            with self._under_way():
                server.send(request)
                client.reset()
                server.message()
            return Ending.CLOSED
        answer = self._deliver(server, request, fault.sent)
        if answer is None:
            return Ending.CLOSED
        told = fault.told(Exchange(message, answer, self._earlier or answer, lot)) if fault.told else b""
        if answer is not NO_ANSWER:
            self._earlier = answer
        heard = self._tell_slowly(client, told, lot) if fault.slowly else client.send(told)
        return fault.ends if heard else Ending.CLOSED

    def _deliver(self, server: Line, request: bytes, sent: Sent) -> Message | None:
        """Bring a request to the server as often as it is said; return its first answer, an empty one where nothing
        was sent, None where the server was gone."""
        if sent is Sent.NOTHING:
            return NO_ANSWER
        with self._under_way():
            twin = self._dial() if sent is Sent.TWICE_AT_ONCE else None
            server.send(request)
            if twin is not None:
                twin.send(request)
                twin.message()
                twin.close()
            answer = server.message()
            if sent is Sent.TWICE:
                server.send(request)
                server.message()
        self._send_again()
        if sent is Sent.AGAIN_LATER:
            with self._state:
                self._again.append(request)
        return answer

    def _send_again(self) -> None:
        """Bring to the server once more what waits for that."""
        with self._state:
            waiting, self._again = self._again, []
        for request in waiting:
            with self._under_way():
                late = self._dial()
                late.send(request)
                late.message()
                late.close()

    def _tell_slowly(self, client: Line, told: bytes, lot: float) -> bool:
        pause = 8 * self._patience * lot / max(1, len(told))
        waiting = threading.Event()
        for at in range(len(told)):
            if not client.send(told[at : at + 1]):
                return False
            waiting.wait(pause)
        return True

    @contextmanager
    def _under_way(self) -> Iterator[None]:
        with self._state:
            self._asking += 1
        try:
            yield
        finally:
            with self._state:
                self._asking -= 1
                self._state.notify_all()

    def _dial(self) -> Line:
        return Line(socket.create_connection((HOST, self._server), timeout=30))
