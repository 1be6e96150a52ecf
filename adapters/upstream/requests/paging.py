"""Reading a collection page by page, to its end or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit

from adapters.upstream.channel import Channel
from adapters.upstream.requests.judging import Judge, Said, picked
from adapters.upstream.templates import fill_path, fill_query
from config.profile.paging import Paged, Question
from sync.errors import Unavailable


class Reader:
    """Reads what a profile describes. Safe to use from several threads."""

    def __init__(self, channel: Channel, judge: Judge, page_size: int) -> None:
        self._channel = channel
        self._judge = judge
        self._page_size = page_size

    def pages(self, paged: Paged) -> Iterator[list[dict[str, Any]]]:
        """Yield the pages of a collection, asking for each when its turn comes.

        Raises `Unavailable` or `Refused`, also in the middle: what came before is then not everything.
        """
        came, number, following = 0, _first(paged), ""
        before: list[dict[str, Any]] = []
        while True:
            said = self._page(paged, {"page": number, "offset": number, "cursor": following or None}, following)
            items = self.items(paged, said)
            if items and items == before:
                raise self._hole("same page again")
            yield items
            came += len(items)
            total = picked(paged.total, said.document) if paged.total else None
            following, was = self._following(paged, said), following
            if paged.paging in ("cursor", "link"):
                ended = not following
                if following and following == was:
                    raise self._hole("same page again")
            else:
                ended = paged.paging == "none" or _is_last(paged, said, items, came, total)
            if ended:
                if isinstance(total, int) and came < total:
                    raise self._hole("fewer than announced")
                return
            number += len(items) if paged.paging == "offset" else 1
            before = items

    def reach(self, paged: Paged) -> None:
        """Ask for the beginning of a collection. Raises `Unavailable` or `Refused` where that is not answered."""
        values = {"page": _first(paged), "offset": _first(paged), "page_size": 1}
        self.items(paged, self.ask(fill_path(paged.path, values), fill_query(paged.query, values)))

    def ask(self, path: str | None, query: Mapping[str, str]) -> Said:
        """Ask one question. Raises `Unavailable` or `Refused`; an answer may say that there is nobody."""
        said = self._channel.ask(self._judge.judge, path or "/", query)
        if said.meaning not in ("applied", "absent"):
            raise Unavailable("upstream-not-an-endpoint", host=self._channel.host, status=said.status)
        return said

    def items(self, question: Question, said: Said) -> list[dict[str, Any]]:
        """Return the things an answer holds. Raises `Unavailable` where it holds none that can be read."""
        if said.meaning == "absent":
            raise Unavailable("upstream-not-an-endpoint", host=self._channel.host, status=said.status)
        items = picked(question.items, said.content)
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self._hole("no page")
        return items

    def _page(self, paged: Paged, values: Mapping[str, Any], following: str) -> Said:
        if paged.paging == "link" and following:
            return self.ask(following, {})
        known = {name: value for name, value in values.items() if value is not None}
        known["page_size"] = self._page_size
        return self.ask(fill_path(paged.path, known), fill_query(paged.query, known))

    def _following(self, paged: Paged, said: Said) -> str:
        if paged.paging not in ("cursor", "link"):
            return ""
        found = picked(paged.next, said.document) if paged.next else _link(said)
        if not found:
            return ""
        if not isinstance(found, str | int):
            raise self._hole("no next page")
        if paged.paging == "cursor":
            return str(found)
        address = urljoin(self._channel.base, str(found))
        if urlsplit(address)[:2] != urlsplit(self._channel.base)[:2]:
            raise self._hole("another host")
        return address

    def _hole(self, reason: str) -> Unavailable:
        return Unavailable("upstream-garbled", host=self._channel.host, reason=reason)


def _is_last(paged: Paged, said: Said, items: list[dict[str, Any]], came: int, total: Any) -> bool:
    if paged.more is not None:
        return not picked(paged.more, said.document)
    return not items or (isinstance(total, int) and came >= total)


def _first(paged: Paged) -> int:
    return paged.first if paged.first is not None else int(paged.paging == "page")


def _link(said: Said) -> str | None:
    """Return the address under `rel="next"` in the header `Link`."""
    header = said.answer.headers.get("Link", "") if said.answer else ""
    for part in header.split(","):
        address, _, relation = part.partition(";")
        if 'rel="next"' in relation.replace("'", '"') or "rel=next" in relation:
            return address.strip().strip("<>")
    return None
