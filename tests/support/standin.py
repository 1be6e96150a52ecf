"""A live stand-in on a free loopback port: in a thread of this process, or as a process that can be killed."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from standin.rest.settings import RestSettings
from standin.serve import Server
from standin.settings import Settings

STARTS_WITHIN = 30.0


class LiveStandin:
    """A running stand-in, and the doors it keeps for tests."""

    def __init__(self, url: str, token: str | None = None, process: subprocess.Popen[str] | None = None) -> None:
        self.url = url
        self.process = process
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.http = httpx.Client(base_url=url, headers=headers, timeout=20, trust_env=False)

    def faults(self, *rules: dict[str, Any]) -> None:
        """Put rules in force, besides those that are."""
        self.http.post("/_faults", json=rules).raise_for_status()

    def calm(self) -> None:
        """Take all rules away."""
        self.http.delete("/_faults").raise_for_status()

    def stats(self) -> dict[str, Any]:
        """Return the stand-in's counts."""
        found: dict[str, Any] = self.http.get("/_stats").raise_for_status().json()
        return found

    def effects(self, person: str | None = None, after: int = 0) -> list[dict[str, Any]]:
        """Return what took effect, in order, on one person or on all, without the first `after`."""
        params: dict[str, str | int] = {"after": after, **({"person": person} if person else {})}
        found: list[dict[str, Any]] = self.http.get("/_effects", params=params).raise_for_status().json()["items"]
        return found

    def people(self, **query: str) -> list[dict[str, Any]]:
        """Return everybody held, as the wire shows them."""
        items: list[dict[str, Any]] = []
        cursor: dict[str, str] = {}
        while True:
            page = self.http.get("/v1/members", params={**query, **cursor}).raise_for_status().json()
            items += page["items"]
            if not page["next"]:
                return items
            cursor = {"cursor": page["next"]}

    def log_in(self, account: tuple[str, str] = ("officer", "standin")) -> None:
        """Let requests from here on carry a new token of an account; only in the mode that takes single records."""
        stated = dict(zip(("username", "password"), account, strict=True))
        told = self.http.post("/api/users/login", json=stated).raise_for_status().json()
        self.http.headers["Authorization"] = f"Bearer {told['data']['accessToken']}"

    def members(self) -> dict[str, dict[str, Any]]:
        """Return everybody that mode holds, by code, with their transfers and a count of effects."""
        items = self.http.get("/_members").raise_for_status().json()["items"]
        return {str(one["memberCode"]): one for one in items}

    def drift(self, *edits: dict[str, Any]) -> None:
        """Let somebody do this in the register itself."""
        self.http.post("/_drift", json=edits).raise_for_status()

    def put_units(self, tree: Sequence[dict[str, Any]]) -> None:
        """Make this the register's tree of units."""
        self.http.put("/_units", json=list(tree)).raise_for_status()

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        assert self.process is not None, "this stand-in runs in a thread"
        self.process.kill()
        self.process.wait(timeout=10)


@contextmanager
def live_standin(settings: Settings | RestSettings | None = None, *, port: int = 0) -> Iterator[LiveStandin]:
    """Run a stand-in in a thread of this process."""
    settings = settings or Settings()
    server = Server(settings, port=port)
    thread = threading.Thread(target=server.run, name="standin", daemon=True)
    thread.start()
    until = time.monotonic() + STARTS_WITHIN
    while not server.started:
        assert thread.is_alive(), "the stand-in ended before it began"
        assert time.monotonic() < until, "the stand-in did not start"
        time.sleep(0.005)
    standin = LiveStandin(server.url, settings.token if isinstance(settings, Settings) else None)
    try:
        yield standin
    finally:
        standin.http.close()
        server.stop()
        thread.join(timeout=STARTS_WITHIN)


@contextmanager
def standin_process(
    db: Path, *arguments: str, port: int = 0, program: Sequence[str] = ("standin",)
) -> Iterator[LiveStandin]:
    """Run a stand-in as a process of its own, which keeps what it holds in `db`."""
    command = [sys.executable, "-m", *program, "--port", str(port), "--db", str(db), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline().split()
        try:
            assert first, "the stand-in said nothing"
            standin = LiveStandin(first[-1], process=process)
            until = time.monotonic() + STARTS_WITHIN
            while not _answers(standin):
                assert time.monotonic() < until, "the stand-in did not start"
                time.sleep(0.02)
            try:
                yield standin
            finally:
                standin.http.close()
        finally:
            process.terminate()
            process.wait(timeout=STARTS_WITHIN)


def _answers(standin: LiveStandin) -> bool:
    try:
        return standin.http.get("/openapi.json").is_success
    except httpx.TransportError:
        return False
