"""The upstream over HTTP, by the reference contract. What a status leads to is the tables of `consequences`."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar
from urllib.parse import quote

import httpx

from adapters.upstream import wire
from adapters.upstream.channel import Access, Answer, Channel
from adapters.upstream.consequences import ELSEWHERE, REFUSED, meaning_of
from adapters.upstream.prefetch import prefetched
from config.profile import ContractProfile
from sync.errors import AnswerLost, ConfigError, Refused, Unavailable, UpstreamError
from sync.ports import BESIDE, Promises, RemotePerson, RemoteUnit, Showing
from sync.values import OperationType, Outcome, Outgoing, Record, Verdict

BATCHES, MEMBERS, SERVICE = "/v1/batches", "/v1/members", "/v1"

T = TypeVar("T")

NOT_FOUND = 404
"""The status that says of one operation only that there is no verdict on it."""


class HttpUpstream:
    """An upstream that speaks the reference contract. Safe to use from several threads."""

    def __init__(
        self,
        profile: ContractProfile,
        url: str,
        token: str | None,
        user: str | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare; nothing is sent yet. `transport` and `sleep` are for tests.

        Raises `ConfigError`: `config-not-a-web-address`, `upstream-plain-http` beyond loopback,
        `upstream-token-malformed` for a token that no header can carry.
        """
        access = Access(profile.auth, user, token)
        self._channel = Channel(profile, url, access, transport=transport, sleep=sleep)
        self._profile = profile
        self._host = self._channel.host
        self.limits = profile.limits
        self.fields = frozenset(profile.fields)
        self.promises = Promises(keys=profile.honours_keys, read_back=True, late=profile.timeouts.late)
        self.showing = Showing(self.fields | BESIDE)
        self._shape = wire.Shape(profile.fields, profile.movement_fields, profile.operations)

    def echo(self, record: Record) -> Record:
        """Return a record as it stands: nothing is translated."""
        return record

    def encode(self, operations: Sequence[Outgoing]) -> bytes:
        """Return the exact body of a batch, with the fields and facts of the profile's allow-lists only."""
        return wire.encode(operations, self._shape)

    def types(self) -> Collection[OperationType]:
        """Return the operations that the profile names."""
        return self._profile.types

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        """Send a batch under its key and return the verdicts that came back. Errors: see `sync.ports.Upstream`."""
        headers = {"Idempotency-Key": key, "Content-Type": "application/json"}
        read, again = self._reading(wire.read_verdicts), self._profile.honours_keys
        try:
            return self._channel.send(read, "POST", BATCHES, repeatable=again, content=body, headers=headers)
        except Refused as error:
            if error.code != "upstream-failed" or self._is_untouched(body):
                raise
            raise AnswerLost(error.code, retry_after=error.retry_after, words=error.words, **error.details) from error

    def _is_untouched(self, body: bytes) -> bool:
        """Whether a batch the upstream failed on was surely not taken: a failure may come after the work was done.

        Operations are carried out in the order of the body, so where nobody knows the first, none was taken.
        """
        try:
            found = self._outcome(wire.operations_in(body)[0])
        except UpstreamError:
            return False
        return found is not None and found.outcome is Outcome.UNTOUCHED

    def outcome(self, ids: Sequence[str]) -> Sequence[Verdict]:
        """Ask for each operation by itself what became of it; one nobody knows has no verdict yet.

        Raises `Unavailable` or `Refused`, also in the middle: what came before is then asked again later.
        """
        found = map(self._outcome, ids)
        return [one for one in found if one is not None and one.outcome is not Outcome.UNTOUCHED]

    def recall(self, key: str, body: bytes) -> Sequence[Verdict]:
        """Ask for each operation of a batch by itself what became of it; one nobody knows was not taken.

        Raises `Unavailable` or `Refused`, also in the middle.
        """
        found = map(self._outcome, wire.operations_in(body))
        return [one for one in found if one is not None]

    def _outcome(self, ident: str) -> Verdict | None:
        path = self._profile.outcome_path.replace("{id}", quote(ident, safe=""))
        try:
            return self._fetch(lambda content: wire.read_outcome(content, ident), path, {})
        except Unavailable as error:
            if error.details.get("status") == NOT_FOUND:
                return Verdict(ident, Outcome.UNTOUCHED)
            raise

    def reach(self) -> Mapping[str, str]:
        """Return the service's name, version and time as it states them. Raises `Unavailable` or `Refused`."""
        stated = self._fetch(wire.read_object, SERVICE, {})
        return {name: str(stated[name]) for name in ("name", "version", "time") if name in stated}

    def people(self, unit: str | None = None) -> Iterator[RemotePerson]:
        """Yield everybody the upstream holds, or everybody of a unit, page by page.

        Raises `Unavailable` or `Refused`, also in the middle: what came before is then not everybody.
        """
        asked = {"unit": unit} if unit is not None else {}
        return self._read(lambda item: wire.read_person(item, self.fields), MEMBERS, asked)

    def units(self) -> Iterator[RemoteUnit]:
        """Yield every unit of the upstream's tree, page by page.

        Raises `ConfigError` `profile-no-units`, `Unavailable` or `Refused`, also in the middle.
        """
        reading = self._profile.units
        if reading is None:
            raise ConfigError("profile-no-units", key="upstream.profile", profile=self._profile.name)
        return self._read(lambda item: wire.read_unit(item, reading.names), reading.path, {})

    def _read(self, read: Callable[[object], T], path: str, asked: Mapping[str, str]) -> Iterator[T]:
        """Yield what the pages of a collection hold; the next ones are asked for while one is read."""
        for items in prefetched(self._pages(path, asked)):
            yield from self._items(read, items)

    def _pages(self, path: str, asked: Mapping[str, str]) -> Iterator[list[object]]:
        asked, cursor = {"limit": str(self._profile.page_size), **asked}, None
        while True:
            items, following = self._fetch(wire.read_page, path, asked)
            if following and following == cursor:
                raise Unavailable("upstream-garbled", host=self._host, reason="same page again")
            yield items
            if not following:
                return
            cursor = following
            asked = {**asked, "cursor": cursor}

    def _items(self, read: Callable[[object], T], items: Iterable[object]) -> Iterator[T]:
        try:
            yield from map(read, items)
        except wire.Garbled as error:
            raise Unavailable("upstream-garbled", host=self._host, reason=str(error)) from error

    def close(self) -> None:
        """Close the connections. Safe to call twice."""
        self._channel.close()

    def _fetch(self, read: Callable[[bytes], T], path: str, params: Mapping[str, str]) -> T:
        return self._channel.ask(self._reading(read), path, params)

    def _reading(self, read: Callable[[bytes], T]) -> Callable[[Answer], T]:
        """Return how an answer is read: by `read` where it is a success, else as the tables say."""

        def judged(answer: Answer) -> T:
            if not answer.is_success:
                raise self._refusal(answer)
            try:
                return read(answer.content)
            except wire.Garbled as error:
                raise self._channel.garbled(str(error)) from error

        return judged

    def _refusal(self, answer: Answer) -> UpstreamError:
        """Return what a status without success leads to, with the upstream's words where they are about the batch."""
        meaning = meaning_of(answer.status)
        if meaning is REFUSED and answer.is_page:
            # A page is not the member system speaking: no record is to blame.
            meaning = ELSEWHERE
        details: dict[str, str | int] = {"host": self._host, "status": answer.status}
        words = ""
        if meaning.error is Refused:
            problem, words = wire.read_refusal(answer.content)
            details["problem"] = problem or "-"
        return meaning.error(meaning.code, retry_after=answer.asked_wait, words=words, **details)
