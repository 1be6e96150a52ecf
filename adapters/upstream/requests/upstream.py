"""The upstream of a profile that describes its requests: the port, put together from its parts."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

import httpx

from adapters.upstream.channel import Access, Channel
from adapters.upstream.rate import Limiter
from adapters.upstream.requests.body import Sent, decode, encode
from adapters.upstream.requests.bulk import BulkSender
from adapters.upstream.requests.judging import Judge
from adapters.upstream.requests.paging import Reader
from adapters.upstream.requests.people import People
from adapters.upstream.requests.recall import Recall
from adapters.upstream.requests.steps import Steps, one_after_another
from adapters.upstream.requests.translate import Translation
from adapters.upstream.requests.units import UnitsThere
from config.profile import RequestsProfile
from sync.errors import ConfigError, Refused
from sync.ports import BESIDE, Promises, RemotePerson, RemoteUnit, Showing
from sync.values import OperationType, Outgoing, Record, Verdict


class RequestsUpstream:
    """An upstream spoken to as its profile describes. Safe to use from several threads."""

    def __init__(
        self,
        profile: RequestsProfile,
        url: str,
        token: str | None,
        user: str | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare; nothing is sent yet. `transport` and `sleep` are for tests.

        Raises `ConfigError`: `config-not-a-web-address`, `upstream-plain-http` beyond loopback, `config-missing-key`
        for a user or a token that a login needs.
        """
        limiter = Limiter(profile.rate, sleep=sleep) if profile.rate else None
        access = Access(profile.auth, user, token)
        self._channel = Channel(profile, url, access, limiter=limiter, transport=transport, sleep=sleep)
        self._profile = profile
        self.limits = profile.limits
        self.fields = frozenset(profile.fields)
        self.promises = Promises(keys=profile.honours_keys, read_back=True, late=profile.timeouts.late)
        told = {name for name in BESIDE if getattr(profile.person, name) is not None}
        self.showing = Showing(self.fields | told)
        host = self._channel.host
        judge, self._translation = Judge(profile.answers, host), Translation(profile)
        self._reader = Reader(self._channel, judge, profile.page_size)
        self._units = UnitsThere(profile.units, self._reader, host) if profile.units else None
        self._people = People(profile, self._reader, self._translation, self._units, host)
        self._steps = Steps(profile, self._channel, judge, self._people, self._translation, self._units)
        bulk = profile.bulk
        self._recall = Recall(profile, self._people, self._translation, self._steps)
        ways = self._carry_out, self._recall.after_failure
        self._bulk = BulkSender(profile, bulk, self._channel, judge, self._steps, *ways) if bulk else None

    def echo(self, record: Record) -> Record:
        """Return a record as it is read back: through the profile's words, without what they cannot say."""
        return self._translation.echo(record)

    def encode(self, operations: Sequence[Outgoing]) -> bytes:
        """Return the durable body of a batch, with the fields and facts of the profile's allow-lists only."""
        return encode(operations, self._profile, self._translation)

    def types(self) -> Collection[OperationType]:
        """Return the operations that the profile describes."""
        return self._profile.types

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        """Carry a batch out: in one request where the profile knows one for many, else one operation after another.

        Errors: see `sync.ports.Upstream`.
        """
        operations = decode(body)
        if self._bulk is not None:
            try:
                return self._bulk.send(key, operations)
            except Refused as failure:
                raise self._recall.failed(operations[0], failure) from failure
        return one_after_another(operations, self._carry_out)

    def _carry_out(self, sent: Sent) -> Verdict | None:
        """Carry one operation out, and look where the upstream failed on it: it may have failed afterwards."""
        try:
            return self._steps.carry_out(sent)
        except Refused as failure:
            return self._recall.after_failure(sent, failure)

    def recall(self, key: str, body: bytes) -> Sequence[Verdict]:
        """Read back what became of a batch. Raises `Unavailable` or `Refused`, also in the middle."""
        found = map(self._recall.look, decode(body))
        return [verdict for verdict in found if verdict is not None]

    def outcome(self, ids: Sequence[str]) -> Sequence[Verdict]:
        """Return nothing: such an upstream never says `accepted`."""
        return []

    def reach(self) -> Mapping[str, str]:
        """Ask for the beginning of the people; return the profile's name. Raises `Unavailable` or `Refused`."""
        self._reader.reach(self._profile.people)
        return {"name": self._profile.name}

    def people(self, unit: str | None = None) -> Iterator[RemotePerson]:
        """Yield everybody the upstream holds, or everybody of a unit, page by page.

        Raises `Unavailable` or `Refused`, also in the middle: what came before is then not everybody.
        """
        return self._people.everybody(unit)

    def units(self) -> Iterator[RemoteUnit]:
        """Yield every unit of the upstream's tree, page by page.

        Raises `ConfigError` `profile-no-units`, `Unavailable` or `Refused`, also in the middle.
        """
        if self._units is None:
            raise ConfigError("profile-no-units", key="upstream.profile", profile=self._profile.name)
        return self._units.read()

    def close(self) -> None:
        """Close the connections. Safe to call twice."""
        self._channel.close()
