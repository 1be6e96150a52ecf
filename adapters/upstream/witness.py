"""A transport that sees what goes by: how long the pages of a collection are that an upstream gives."""

from __future__ import annotations

from collections.abc import Callable
from urllib.request import getproxies, proxy_bypass

import httpx
import orjson

from adapters.upstream.contract import MEMBERS
from adapters.upstream.requests.judging import picked
from config.forms import is_loopback
from config.profile import ContractProfile, RequestsProfile
from sync.trials.promises import Pages


class PageWitness(httpx.BaseTransport):
    """Passes everything on, and counts the people on each page."""

    def __init__(self, profile: ContractProfile | RequestsProfile, url: str) -> None:
        self._inner = httpx.HTTPTransport(proxy=_proxy(httpx.URL(url)))
        self._path = httpx.URL(url).path.rstrip("/") + _path(profile)
        self._items = _items(profile)
        self._total = profile.people.total if isinstance(profile, RequestsProfile) else None
        self._asked = profile.page_size
        self._lengths: list[int] = []
        self._announced: int | None = None

    def pages(self) -> Pages:
        """Return what was seen since it was last asked."""
        seen = Pages(announced=self._announced, lengths=tuple(self._lengths), asked=self._asked)
        self._lengths, self._announced = [], None
        return seen

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request on; look into the answer where it is a page."""
        response = self._inner.handle_request(request)
        if request.method != "GET" or request.url.path != self._path or not response.is_success:
            return response
        content = response.read()
        self._look(content)
        return httpx.Response(response.status_code, headers=response.headers, content=content)

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()

    def _look(self, content: bytes) -> None:
        try:
            document = orjson.loads(content)
        except orjson.JSONDecodeError:
            return
        items = self._items(document)
        if isinstance(items, list):
            self._lengths.append(len(items))
        total = picked(self._total, document) if self._total else None
        self._announced = total if isinstance(total, int) else self._announced


def _path(profile: ContractProfile | RequestsProfile) -> str:
    return profile.people.path if isinstance(profile, RequestsProfile) else MEMBERS


def _items(profile: ContractProfile | RequestsProfile) -> Callable[[object], object]:
    if isinstance(profile, RequestsProfile):
        data, items = profile.answers.data, profile.people.items
        return lambda document: picked(items, picked(data, document))
    return lambda document: picked("items", document)


def _proxy(url: httpx.URL) -> str | None:
    """Return the machine's proxy for an address, as the channel would use it; none for loopback."""
    if is_loopback(url.host) or proxy_bypass(url.host):
        return None
    return getproxies().get(url.scheme)
