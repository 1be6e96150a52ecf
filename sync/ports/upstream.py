"""The upstream that is kept in step. The docstrings are the contracts; one conformance suite holds every adapter."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, Protocol

from sync.charter import Overlay, Status
from sync.values import (
    Limits,
    ListKind,
    OperationType,
    Outgoing,
    Record,
    Verdict,
)

NO_OVERLAYS: Mapping[Overlay, str] = MappingProxyType({})
"""Of somebody for whom none lasts."""


class RemotePerson(NamedTuple):
    """A person as the upstream shows them, in our field names; `overlays` are those that last, by the ISO day they
    began, `updated` is when they were changed there last (ISO, as it is stated), where the upstream says."""

    person: str | None
    member_code: str
    kind: ListKind
    unit: str
    record: Record
    etag: str | None
    status: Status = Status.ACTIVE
    overlays: Mapping[Overlay, str] = NO_OVERLAYS
    reference: str | None = None
    updated: str | None = None


@dataclass(frozen=True, slots=True)
class Promises:
    """By what an upstream lets a lost answer be settled: `keys`, a batch sent again under its key takes effect once;
    `read_back`, it can be looked up what became of an operation. Where neither holds, nobody can know.

    `late` is for how many seconds a request whose answer was lost may still take effect: until then that nothing is
    to be seen of it means nothing.
    """

    keys: bool = True
    read_back: bool = False
    late: float = 0.0


BESIDE = frozenset({"unit", "kind", "status"})
"""What may be told of a person beside the record."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What reading people back tells. `fields` are those of the record that come back, and of `BESIDE` those that do.

    Where not `everybody` is shown, a unit nobody is shown of says nothing about who is in it. `empty` are the words
    that stand in a field of which nothing is known.
    """

    fields: Collection[str]
    everybody: bool = True
    empty: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RemoteUnit:
    """A unit as the upstream shows it. `parent` and `successors` name units by the upstream's own `id`."""

    id: str
    name: str
    code: str = ""
    vintage: str = ""
    level: str = ""
    parent: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    successors: tuple[str, ...] = ()


class Upstream(Protocol):
    """The system that is to be kept in step. `send` is called from several threads at once."""

    @property
    def limits(self) -> Limits:
        """What one batch may hold."""
        ...

    @property
    def fields(self) -> Collection[str]:
        """The allow-list: the only fields of a record that go out."""
        ...

    @property
    def promises(self) -> Promises:
        """How a lost answer is settled."""
        ...

    @property
    def showing(self) -> Showing:
        """What reading people back tells."""
        ...

    def echo(self, record: Record) -> Record:
        """Return a record as it is shown once the upstream holds it: what cannot be written there is left out, and
        values it has no word for are as they come back."""
        ...

    def encode(self, operations: Sequence[Outgoing]) -> bytes:
        """Return the exact body of a batch. The same operations give the same bytes."""
        ...

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        """Send a batch under its idempotency key and return the verdicts that came back, possibly not all.

        Short retries happen inside, with the same bytes and key. Raises `Unavailable` when nothing was
        taken, `AnswerLost` when that is not certain, `TooLarge`, and `Refused` when the batch was refused
        as a whole; `Interrupted` when it broke off and some verdicts are certain.
        """
        ...

    def recall(self, key: str, body: bytes) -> Sequence[Verdict]:
        """Read back what became of a batch whose answer was lost, where `promises.read_back` holds.

        `applied` for an operation whose effect stands there, `untouched` where it surely does not, and no verdict
        where that cannot be told. Raises `Unavailable`, or `Refused` as a whole.
        """
        ...

    def types(self) -> Collection[OperationType]:
        """The operations this upstream can be asked for; what else there is waits for an officer."""
        ...

    def outcome(self, ids: Sequence[str]) -> Sequence[Verdict]:
        """Ask what became of operations that were accepted, by their ids; one without a verdict yet is left out.

        Raises `Unavailable`, or `Refused` as a whole.
        """
        ...

    def reach(self) -> Mapping[str, str]:
        """Say what was reached (name, version, server time), for `doctor`. Raises `Unavailable` or `Refused`."""
        ...

    def people(self, unit: str | None = None) -> Iterator[RemotePerson]:
        """Yield everybody the upstream holds, page by page."""
        ...

    def units(self) -> Iterator[RemoteUnit]:
        """Yield every unit of the upstream's tree, page by page.

        Raises `Unavailable` or `Refused`, also in the middle: what came before is then not the whole tree; and
        `ConfigError` `profile-no-units` where the profile does not say how units are read.
        """
        ...

    def close(self) -> None:
        """Release connections. Safe to call twice."""
        ...
