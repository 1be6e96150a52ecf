"""The servers of the trials: each is real, on loopback, and writes down what took effect, in order."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol
from urllib.parse import urlsplit

import httpx

from adapters.upstream.http import HttpUpstream
from config.profile import PROFILES, ContractProfile, read_profile
from sync.ports import Upstream
from tests.faults.ledger import Ledger, running_ledger
from tests.proxy.certificates import certificates
from tests.proxy.relay import Proxy
from tests.support.standin import LiveStandin, live_standin


class Side(Protocol):
    """The other side of the wire, as a trial sees it.

    `knows` says that it honours keys or can be read back, so that nothing may stay unknown.
    """

    port: int
    knows: bool

    def open(self, proxy: Proxy, numbers: Mapping[str, object]) -> Upstream:
        """Return the adapter to it over a proxy, with these numbers in its profile and no waits."""
        ...

    def effects(self) -> Sequence[str]:
        """Return everything that took effect since the server began, in order: each by its operation's id, or by
        what its step says where ids do not reach the server."""
        ...


def _by_contract(proxy: Proxy, numbers: Mapping[str, object]) -> Upstream:
    table = tomllib.loads((PROFILES / "standin.toml").read_text("utf-8"))
    tls = httpx.HTTPTransport(verify=certificates().client) if proxy.url.startswith("https") else None
    profile = read_profile({**table, **numbers}, "standin.toml")
    assert isinstance(profile, ContractProfile)
    return HttpUpstream(profile, proxy.url, None, transport=tls, sleep=proxy.elapse)


class StandinSide:
    """The stand-in: it honours keys, and remembers operations by their ids."""

    def __init__(self, standin: LiveStandin) -> None:
        self._standin = standin
        self.port = urlsplit(standin.url).port or 0
        self.knows = True

    def open(self, proxy: Proxy, numbers: Mapping[str, object]) -> Upstream:
        """The adapter of the reference contract."""
        return _by_contract(proxy, numbers)

    def effects(self) -> Sequence[str]:
        """What took effect, by operations' ids."""
        return [str(one["operation"]) for one in self._standin.effects()]


class KeysSide:
    """A ledger that honours keys and nothing else: the same operation under another key takes effect again."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.port = ledger.port
        self.knows = True

    def open(self, proxy: Proxy, numbers: Mapping[str, object]) -> Upstream:
        """The adapter of the reference contract."""
        return _by_contract(proxy, numbers)

    def effects(self) -> Sequence[str]:
        """What took effect, by operations' ids."""
        return self._ledger.effects()


@contextmanager
def _standin() -> Iterator[Side]:
    with live_standin() as standin:
        yield StandinSide(standin)


@contextmanager
def _keys() -> Iterator[Side]:
    with running_ledger() as ledger:
        yield KeysSide(ledger)


UPSTREAMS: Mapping[str, Callable[[], AbstractContextManager[Side]]] = {"standin": _standin, "keys": _keys}
"""Each kind of upstream by name: what opens a server of it."""
