"""The servers of the trials: each is real, on loopback, and writes down what took effect, in order."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from functools import cache
from typing import Any, Protocol
from urllib.parse import urlsplit

import httpx

from adapters.upstream.contract import HttpUpstream
from adapters.upstream.requests.upstream import RequestsUpstream
from config.profile import PROFILES, ContractProfile, RequestsProfile, read_profile
from standin.rest.settings import RestSettings
from sync.ports import Upstream
from sync.values import OperationType
from tests.faults.ledger import Ledger, running_ledger
from tests.faults.script import CELLS, TOWN, Life, Step, code_of
from tests.proxy.certificates import certificates
from tests.proxy.relay import Proxy
from tests.support.standin import LiveStandin, live_standin

ENTERED, CORRECTED, STANDING, MOVED = "entered", "corrected", "standing", "moved"
"""What comes of a step where members are taken one by one."""


class Side(Protocol):
    """The other side of the wire, as a trial sees it.

    `knows` says that it honours keys or can be read back, so that nothing may stay unknown; `honours_keys` that a
    batch which comes twice takes effect once; `bears_repeats` that a request which comes twice right away does no
    harm; `gives_codes` that member codes are its own to give. `life` is what it takes.
    """

    port: int
    knows: bool
    honours_keys: bool
    bears_repeats: bool
    gives_codes: bool
    life: Life

    def open(self, proxy: Proxy, numbers: Mapping[str, object]) -> Upstream:
        """Return the adapter to it over a proxy, with these numbers in its profile and no waits."""
        ...

    def effects(self) -> Sequence[str]:
        """Return everything that took effect since the server began, in order: each by its operation's id, or by
        the name of its step where ids do not reach the server."""
        ...

    def name_of(self, step: Step, serial: int) -> str | None:
        """Return the name a step has among the effects, None where it is its operation's id."""
        ...


def _transport(proxy: Proxy) -> httpx.BaseTransport:
    """Return the wire to the proxy; without TLS no authorities are loaded, which takes longer than a request."""
    return httpx.HTTPTransport(verify=certificates().client if proxy.url.startswith("https") else False)


@cache
def _table(name: str) -> dict[str, Any]:
    """Return the table of a shipped profile; it is everybody's."""
    return tomllib.loads((PROFILES / name).read_text("utf-8"))


def _by_contract(proxy: Proxy, numbers: Mapping[str, object]) -> Upstream:
    profile = read_profile({**_table("standin.toml"), **numbers}, "standin.toml")
    assert isinstance(profile, ContractProfile)
    return HttpUpstream(profile, proxy.url, None, transport=_transport(proxy), sleep=proxy.elapse)


class StandinSide:
    """The stand-in: it honours keys, and remembers operations by their ids."""

    knows = honours_keys = bears_repeats = gives_codes = True
    life = Life()

    def __init__(self, standin: LiveStandin) -> None:
        self._standin = standin
        self.port = urlsplit(standin.url).port or 0
        self._told: list[str] = []

    def open(self, proxy: Proxy, numbers: Mapping[str, object]) -> Upstream:
        """The adapter of the reference contract."""
        return _by_contract(proxy, numbers)

    def effects(self) -> Sequence[str]:
        """What took effect, by operations' ids."""
        self._told += [str(one["operation"]) for one in self._standin.effects(after=len(self._told))]
        return self._told

    def name_of(self, step: Step, serial: int) -> str | None:
        """None: ids reach it."""


class KeysSide:
    """A ledger that honours keys and nothing else: the same operation under another key takes effect again."""

    knows = honours_keys = bears_repeats = gives_codes = True
    life = Life()

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.port = ledger.port

    def open(self, proxy: Proxy, numbers: Mapping[str, object]) -> Upstream:
        """The adapter of the reference contract."""
        return _by_contract(proxy, numbers)

    def effects(self) -> Sequence[str]:
        """What took effect, by operations' ids."""
        return self._ledger.effects()

    def name_of(self, step: Step, serial: int) -> str | None:
        """None: ids reach it."""


class ReadSide(KeysSide):
    """A ledger that does everything as often as it is asked to, and tells what it did: it can be read back."""

    honours_keys = bears_repeats = False

    def open(self, proxy: Proxy, numbers: Mapping[str, object]) -> Upstream:
        """The adapter of the reference contract, told that keys are not honoured."""
        return _by_contract(proxy, {**numbers, "honours_keys": False})


class RestSide:
    """The stand-in's mode without keys, batches or ids of operations: what comes twice happens twice. The profile
    `rest` knows how it is read back."""

    knows = bears_repeats = True
    honours_keys = gives_codes = False
    life = Life(OperationType.MATURE, OperationType.READMIT)

    def __init__(self, standin: LiveStandin) -> None:
        self._standin = standin
        self.port = urlsplit(standin.url).port or 0
        self._read = 0
        self._told: list[str] = []
        self._standing: Counter[str] = Counter()

    def profile(self) -> dict[str, Any]:
        """The table of the profile, without its limit of requests in a stretch of time."""
        table = deepcopy(_table("rest.toml"))
        del table["rate"]
        return table

    def open(self, proxy: Proxy, numbers: Mapping[str, object]) -> Upstream:
        """The adapter of requests that a profile describes."""
        profile = read_profile({**self.profile(), **numbers}, "rest.toml")
        assert isinstance(profile, RequestsProfile)
        url, user, secret = f"{proxy.url}/api", "officer", "standin"
        return RequestsUpstream(profile, url, secret, user, transport=_transport(proxy), sleep=proxy.elapse)

    def effects(self) -> Sequence[str]:
        """What took effect, by member code and what came of it. Somebody is entered once they are approved."""
        for one in self._standin.effects(after=self._read):
            self._read += 1
            for what in self._came_of(one["what"], one["fields"]):
                name = f"{one['code']} {what}"
                if what == STANDING:
                    self._standing[name] += 1
                    name += f" {self._standing[name]}"
                self._told.append(name)
        return self._told

    def _came_of(self, what: str, fields: Sequence[str]) -> Iterator[str]:
        if what == "approved":
            yield ENTERED
        elif what in ("moved", "transferred"):
            yield MOVED
        elif what == "changed":
            yield from (STANDING if name == "activityStatus" else CORRECTED for name in fields)

    def name_of(self, step: Step, serial: int) -> str:
        """The member code and what comes of it: once in a life, only somebody's standing changes twice."""
        if step.type is OperationType.UPSERT:
            what = CORRECTED if step.place else ENTERED
        elif step.type is OperationType.TRANSFER:
            what = MOVED
        else:
            what = f"{STANDING} {1 + (step.type is self.life.returns)}"
        return f"{code_of(serial)} {what}"


class BlindSide(RestSide):
    """The same server by a profile that says of nothing how it is read back."""

    knows = False

    def profile(self) -> dict[str, Any]:
        """The table of the profile without what shows, finds or holds anybody."""
        table = super().profile()
        table["person"] |= {"path": "/nowhere/{reference}", "find": []}
        for requests in table["operations"].values():
            requests.pop("holds", None)
            requests.pop("unless", None)
        return table


@contextmanager
def _standin() -> Iterator[Side]:
    with live_standin() as standin:
        yield StandinSide(standin)


@contextmanager
def _keys() -> Iterator[Side]:
    with running_ledger() as ledger:
        yield KeysSide(ledger)


@contextmanager
def _read() -> Iterator[Side]:
    with running_ledger(honours_keys=False) as ledger:
        yield ReadSide(ledger)


def _without_keys(kind: type[RestSide]) -> Callable[[], AbstractContextManager[Side]]:
    @contextmanager
    def opened() -> Iterator[Side]:
        with live_standin(RestSettings(rate=None)) as standin:
            standin.put_units(
                [{"id": "u", "name": TOWN}, *({"id": name, "name": name, "parent": "u"} for name in CELLS)]
            )
            yield kind(standin)

    return opened


UPSTREAMS: Mapping[str, Callable[[], AbstractContextManager[Side]]] = {
    "standin": _standin,
    "keys": _keys,
    "read": _read,
    "rest": _without_keys(RestSide),
    "blind": _without_keys(BlindSide),
}
"""Each kind of upstream by name: what opens a server of it."""
