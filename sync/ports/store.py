"""The store: all that must survive. Times are aware datetimes in UTC.

The docstrings are the contracts; one conformance suite holds every database.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from sync.audit import Examination, Fingerprint, Head, JournalQuery
from sync.charter import Status
from sync.unittree import UnitTree
from sync.values import (
    Batch,
    Hold,
    LedgerEntry,
    Limits,
    ListKind,
    OfficerDecision,
    Operation,
    OperationState,
    OperationType,
    Outgoing,
    Paper,
    PersonId,
    Record,
    Verdict,
)


class IdentityKey(NamedTuple):
    """An identifier as the registry knows it: its kind and its keyed hash (16 bytes)."""

    kind: str
    hash: bytes


@dataclass(frozen=True, slots=True)
class SeenRows:
    """What the last confirmed run saw on one list: row fingerprints (16 bytes each, packed) and whose they are.

    A fingerprint of zeros says: this person was on the list, the row must be cleaned again; one that begins with
    eight zeros: they are absent since the run it names (`sync.fingerprint.absent`).
    """

    fingerprints: bytes | bytearray = b""
    persons: array[int] = field(default_factory=lambda: array("q"))


@dataclass(frozen=True, slots=True)
class StagedOperation:
    """An operation as planned, with the identity keys it makes known once the plan is released.

    `question` is the (code, key) of the hold it waits behind: staged as `held`, until an officer approves.
    """

    operation: Operation
    keys: Sequence[IdentityKey]
    question: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class CarriedPaper:
    """A paper that an operation of a released run carries: of what type, from which unit and to which, where it
    stands, and the list it was read from. `refused` are the upstream's words where it was rejected."""

    number: int
    type: OperationType
    paper: Paper
    unit: str
    left: str
    state: OperationState
    list: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class MovedCount:
    """How many people one line of the movement identity counts: operations of one type that were applied.

    `created` says that they stood on no list of members before, be they new to the upstream or gone from there;
    `status` is where they stand since.
    """

    type: OperationType
    unit: str
    left: str
    status: Status
    created: bool
    people: int


@dataclass(frozen=True, slots=True)
class EarlierRefusal:
    """An operation the upstream refused, or that died, and that no later one has replaced."""

    words: str
    at: datetime
    state: OperationState


@dataclass(frozen=True, slots=True)
class RunInfo:
    """A run as `runs` shows it. `state` is planning, planned, delivering, finished, failed or superseded.

    `counts` are plain numbers by name; `outcome` is the run's exit code once it ended.
    """

    number: int
    id: str
    kind: str
    state: str
    started: datetime
    ended: datetime | None
    ledger_version: int
    counts: Mapping[str, int]
    outcome: int | None
    who: str = ""
    seal: bytes = b""


@dataclass(frozen=True, slots=True)
class OperationInfo:
    """An operation as `run ID` shows it, with the upstream's words where it was refused, its code for them and the
    field it named, or an officer's reason where one said what became of it. Personal: decrypted."""

    number: int
    run: int
    person: PersonId
    operation: Operation
    state: OperationState
    attempts: int
    words: str
    batch: int | None
    code: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class PastOperation:
    """An operation with all that is kept of it. Personal: decrypted.

    `keys` are the identity keys of the row it came from. `run_id` and `run_kind` name the run that decided it at
    `decided`; `released` is None while that plan was not carried out. `changed` is when it came to its state,
    `batch_key` names the last batch it went in, `behind` is the (code, key) of the hold it waits behind, or waited.
    """

    info: OperationInfo
    keys: Sequence[IdentityKey]
    run_id: str
    run_kind: str
    decided: datetime
    released: datetime | None
    changed: datetime
    batch_key: str = ""
    behind: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class HoldInfo:
    """A hold as it stands, and when the same question was first asked."""

    hold: Hold
    run: int
    since: datetime


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One link of the journal: `hash` covers the entry and `previous`, the hash before it (32 bytes each)."""

    number: int
    at: datetime
    event: str
    run: int | None
    who: str
    facts: Mapping[str, object]
    previous: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds the lease, and until when."""

    owner: str
    host: str
    pid: int
    until: datetime


class Lease(Protocol):
    """At most one run writes at a time. Every transaction of the holder is fenced by it."""

    def acquire(self, seconds: float) -> None:
        """Take the lease for `seconds` from now; each later transaction renews it.

        A lease that ran out, or whose process on this same host is gone, is taken over. Raises `Busy`,
        naming the holder, when another run has it.
        """
        ...

    def release(self) -> None:
        """Give the lease back; does nothing when it is no longer ours."""
        ...

    def holder(self) -> Holder | None:
        """Return who holds it now."""
        ...


class Runs(Protocol):
    """The runs: one row for each plan, apply or sync."""

    def start(self, kind: str, who: str) -> RunInfo:
        """Open a run. Every earlier plan that was not released is superseded: its staged operations, identity
        keys, holds and seen rows are gone."""
        ...

    def planned(self, run: int, counts: Mapping[str, int], seal: bytes, lists: Collection[str]) -> None:
        """Close planning: the plan is durable, under this seal, for the current ledger version. `lists` are those
        it read whole."""
        ...

    def release(self, run: int) -> None:
        """Make the plan official: its operations become pending, its identity keys and holds known.

        Pending operations of earlier runs that came from a list this plan read whole are
        superseded: the new plan has decided about those people again. So are all that carry a paper, whatever list
        it stood on: papers explain lists, and are read again. What earlier runs superseded is removed with its
        records, and what they held as well, unless it alone says who somebody is. Raises `PlanMoved` when the
        ledger is no longer at the plan's version, or the run is not `planned`.
        """
        ...

    def finish(self, run: int, outcome: int, counts: Mapping[str, int], *, failed: bool = False) -> None:
        """Close the run with its exit code; `counts` are merged into the plan's. Rows whose people are in step
        become seen rows."""
        ...

    def get(self, run: str) -> RunInfo | None:
        """Return a run by its number or id (or a unique beginning of the id)."""
        ...

    def list(self, limit: int = 20) -> Sequence[RunInfo]:
        """Return the latest runs, newest first."""
        ...


class Registry(Protocol):
    """Who is who: identity keys to people."""

    def find(self, keys: Collection[IdentityKey]) -> Mapping[IdentityKey, frozenset[PersonId]]:
        """Return the people known under each key; keys nobody has are absent. Keys staged by the run under way
        count, keys of other unreleased plans do not."""
        ...

    def allocate(self, count: int) -> Sequence[PersonId]:
        """Return `count` new person ids, never given before, in rising order."""
        ...


class Ledger(Protocol):
    """What the upstream last confirmed."""

    def version(self) -> int:
        """Return the ledger's version: it grows with every transaction that records a verdict."""
        ...

    def entries(self, persons: Collection[PersonId]) -> Mapping[PersonId, LedgerEntry]:
        """Return the entries of those people who have one, decrypted."""
        ...

    def members(self, units: Collection[str]) -> Mapping[PersonId, LedgerEntry]:
        """Return the entries of those who stand on the list of one of these units, by the texts that were sent."""
        ...

    def earlier(self, persons: Collection[PersonId]) -> Mapping[PersonId, Sequence[Record]]:
        """Return the records of those people that the upstream confirmed before the one it holds now, oldest first.
        Who has none is absent."""
        ...

    def scan(self) -> Iterator[LedgerEntry]:
        """Yield all entries in order of person, decrypted, without holding them all."""
        ...

    def count(self) -> Mapping[ListKind, int]:
        """Return how many people stand on the upstream's lists, by kind: those who left are not counted."""
        ...

    def units(self, persons: Collection[PersonId]) -> frozenset[str]:
        """Return the units in which these people are, as they were sent."""
        ...

    def strength(self) -> Mapping[str, int]:
        """Return how many members each unit has at the upstream."""
        ...

    def moved(self, since: datetime | None = None, until: datetime | None = None) -> Sequence[MovedCount]:
        """Return what was applied in the time from `since` to before `until`, counted by what the movement identity
        needs. Operations on youth are left out, records that changed nothing of membership too."""
        ...

    def has_moved(self) -> bool:
        """Whether anything was applied since the last run ended."""
        ...

    def strength_at(self, moment: datetime) -> Mapping[str, int]:
        """Return how many members each unit had when the last run before a moment ended; nothing before the first."""
        ...


class Seen(Protocol):
    """Raw rows that need no cleaning, because their meaning is what the ledger holds."""

    def load(self, list_name: str) -> SeenRows:
        """Return the list's seen rows. The fingerprint of a person whose ledger entry changed after they were
        written is given as zeros, unless they are absent."""
        ...

    def lists(self) -> frozenset[str]:
        """Return the names of the lists on which the last confirmed run saw anybody."""
        ...

    def propose(self, run: int, list_name: str, rows: SeenRows) -> None:
        """Stage the list's rows as this run saw them. `Runs.finish` makes them the seen rows, with zeros for
        every person whose operation of this run, or any open operation, is not applied."""
        ...


class Plans(Protocol):
    """The plan under way: staged operations and holds of a run that is `planning`."""

    def stage(self, run: int, operations: Sequence[StagedOperation]) -> None:
        """Append operations in order. Their state is pending once the run is released, and not before."""
        ...

    def withdraw(self, run: int, person: PersonId) -> None:
        """Take back what this run staged for a person: the operation is kept, as `held`."""
        ...

    def hold_back(self, run: int, persons: Collection[PersonId], question: tuple[str, str] | None) -> None:
        """Let what this run staged on the records of these people wait as `held`, behind the hold of this (code, key)
        where there is one. Movements are left alone."""
        ...

    def hold(self, run: int, holds: Sequence[Hold]) -> None:
        """Append holds."""
        ...

    def digests(self, run: int) -> Iterator[tuple[int, PersonId, str, str, bytes]]:
        """Yield (number, person, type, state, digest) of the plan's operations in order, for its seal. The digest
        is computed from the stored payload, so that a plan edited in the database does not fit its seal."""
        ...

    def hold_keys(self, run: int) -> Iterator[tuple[str, str]]:
        """Yield (code, key) of the plan's holds in order, for its seal."""
        ...

    def operations(
        self, run: int, *, state: OperationState | None = None, limit: int | None = None
    ) -> Iterator[OperationInfo]:
        """Yield the run's operations in order, decrypted."""
        ...

    def standing(self, state: OperationState, limit: int) -> tuple[int, Sequence[OperationInfo]]:
        """Return how many operations stand in one state now, of whatever run, and the first `limit` of them in order,
        decrypted. The state is one of an operation on its way, or dead: of those only what nothing later replaced."""
        ...

    def rejected_since(self, moment: datetime | None, besides: int) -> Mapping[str, int]:
        """Return how many operations of each run but the one of this number were rejected after a moment, by the
        run's id."""
        ...

    def free(self, run: int, questions: Collection[tuple[str, str]]) -> int:
        """Stage what waits behind these holds of a plan that is `planning` or `planned`, and return how many
        operations that were."""
        ...

    def latest(self, run: int, persons: Collection[PersonId]) -> Mapping[PersonId, Operation]:
        """Return each person's latest operation that is not superseded: staged by `run`, or of a released run."""
        ...

    def holds(self, run: int | None = None) -> Sequence[HoldInfo]:
        """Return a plan's holds; without a run, those that are open: of the last released run."""
        ...


class Outbox(Protocol):
    """Operations on their way. Each method is one transaction and is fenced by the lease."""

    def unsettled(self) -> frozenset[PersonId]:
        """Return the people with an operation that is claimed, sent, accepted or unknown."""
        ...

    def refused(self, persons: Collection[PersonId]) -> Mapping[PersonId, EarlierRefusal]:
        """Return each person's latest operation where it was rejected or died."""
        ...

    def retry_refused(self) -> int:
        """Forget earlier refusals, so that the next plan sends those people again; returns how many."""
        ...

    def claim(self, limits: Limits, encode: Callable[[Sequence[Outgoing]], bytes]) -> Batch | None:
        """Make the next batch durable, in state `sent`: key, exact body, attempt counted. None when nothing waits.

        Operations go in order, never two of one person, never one whose person has an operation in flight,
        and never across the groups made by `split`. When the body comes out longer than `limits.body_bytes`
        fewer operations are taken.
        """
        ...

    def settle_and_claim(
        self,
        settled: Sequence[tuple[Batch, Sequence[Verdict]]],
        claims: int,
        limits: Limits,
        encode: Callable[[Sequence[Outgoing]], bytes],
    ) -> tuple[Sequence[Mapping[str, int]], Sequence[Batch]]:
        """In one transaction: `settle` each answered batch, then `claim` up to `claims` new ones. Return what each
        settled batch's `settle` did, and the new ones."""
        ...

    def settle(self, batch: Batch, verdicts: Sequence[Verdict]) -> Mapping[str, int]:
        """Record an answer: operations, ledger, ledger version, identity keys and journal, in one transaction.

        An operation of the batch without a verdict becomes `unknown`, an untouched one pending again; a verdict for
        one that is not in the batch, or already has its verdict, changes nothing. What waits to follow a rejected
        one is superseded: it was decided as if that took effect. Returns the counts by outcome.
        """
        ...

    def set_apart(self, batch: Batch, operation: int) -> None:
        """Let a pending operation of a settled batch go alone from now on."""
        ...

    def unknown(self, batch: Batch, words: str) -> None:
        """The answer was lost: the batch keeps its key and body and is `unknown` until it is replayed."""
        ...

    def requeue(self, batch: Batch, words: str) -> None:
        """The batch certainly was not taken: its operations are pending again, the attempt stays counted."""
        ...

    def split(self, batch: Batch, words: str) -> None:
        """The batch was refused as a whole and not taken: its operations are pending again in two halves that
        are never joined. Raises ValueError for a batch of one: that is a rejection."""
        ...

    def unanswered(self) -> Sequence[Batch]:
        """Return the batches that were sent and have an operation without a verdict, oldest first: with their
        first key and body. This is what a crash leaves behind."""
        ...

    def accepted(self, *, bodies: bool = False) -> Sequence[Batch]:
        """Return the batches with an operation the upstream accepted and has not carried out, oldest first. Their
        `operations` and `ids` are those operations alone; the body is empty, or with `bodies` the batch's whole
        one."""
        ...

    def carried(self, persons: Collection[PersonId]) -> Mapping[PersonId, Sequence[CarriedPaper]]:
        """Return the papers that operations of released runs carry, by person, in order; superseded ones are left
        out, refused ones that were forgotten too."""
        ...

    def give_up(self, attempts: int) -> int:
        """Turn pending operations tried `attempts` times or more into `dead`; returns how many."""
        ...

    def under_way(self) -> Mapping[OperationState, int]:
        """Return how many operations are pending, claimed, sent, accepted or unknown; states nobody stands in are
        absent. Costs as much as there are, not as much as there ever were."""
        ...

    def counts(self, run: int | None = None) -> Mapping[OperationState, int]:
        """Return how many operations stand in each state, of a run or of all."""
        ...


class Decisions(Protocol):
    """What officers decided about holds. A decision stands until it is withdrawn or replaced."""

    def record(self, decision: OfficerDecision) -> OfficerDecision:
        """Keep a decision, with the time and who made it, and return it so; one that stood for the same question is
        ended. Fenced by the lease, and in the journal without personal values."""
        ...

    def withdraw(self, number: int) -> OfficerDecision | None:
        """End a decision that stands and return it; None when there is none of this number that stands. Fenced by
        the lease, and in the journal."""
        ...

    def standing(self) -> Sequence[OfficerDecision]:
        """Return the decisions that stand, oldest first, decrypted."""
        ...

    def every(self) -> Iterator[OfficerDecision]:
        """Yield all decisions ever made, also those that were ended, oldest first, decrypted."""
        ...


class Histories(Protocol):
    """All operations of one person, to be told as a story."""

    def operations(self, person: PersonId) -> Sequence[PastOperation]:
        """Return every operation that is kept of a person, in order: of released runs, and of a plan that waits to
        be applied."""
        ...

    def unconfirmed(self) -> Iterator[Operation]:
        """Yield what released runs decided about people the upstream never confirmed, in order, without holding it
        all."""
        ...


class Journal(Protocol):
    """Everything that changed state, in order, each entry chained to the one before.

    `public_key` is the Ed25519 key (32 bytes) that signed heads are checked with.
    """

    @property
    def public_key(self) -> bytes: ...

    def append(self, event: str, facts: Mapping[str, object], run: int | None = None, who: str = "") -> None:
        """Append an entry in the transaction under way, or in one of its own. `facts` hold no personal value."""
        ...

    def sign(self) -> None:
        """Sign the newest entry as a head: whoever has the public key can tell later that it was so."""
        ...

    def entries(self, after: int = 0) -> Iterator[JournalEntry]:
        """Yield entries in order."""
        ...

    def find(self, query: JournalQuery) -> Sequence[JournalEntry]:
        """Return the latest entries that fit, in order. Raises `StateError` (`state-journal-damaged`)."""
        ...

    def newest(self) -> Head | None:
        """Return the journal's end; None while it is empty."""
        ...

    def signed(self) -> int:
        """Return the number of the entry that was signed last; 0 for none."""
        ...

    def examine(self, since: Fingerprint | None = None) -> Examination:
        """Look for whatever was done to the journal behind the program's back; with a fingerprint also whether this
        is the history it was printed of."""
        ...

    def verify(self) -> tuple[int, int | None]:
        """Walk the chain; return how many entries there are and the number of the first that does not fit."""
        ...


class Units(Protocol):
    """The tree of units as it was imported last."""

    def tree(self) -> UnitTree:
        """Return all units; an empty tree where none were ever imported."""
        ...

    def save(self, tree: UnitTree, facts: Mapping[str, object], run: int | None = None) -> int:
        """Make the tree the one that is known, and return how many units are new or changed.

        No unit is ever removed: those the tree leaves out stay. One journal entry, `units.imported`, with `facts`;
        none where nothing changed. Raises `LeaseLost` without the lease.
        """
        ...


class Store(Protocol):
    """All that must survive, on one database. One thread writes."""

    installation: str
    lease: Lease
    runs: Runs
    registry: Registry
    ledger: Ledger
    seen: Seen
    plans: Plans
    outbox: Outbox
    decisions: Decisions
    histories: Histories
    units: Units
    journal: Journal

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside happens, or nothing. Nested use joins the outer one. While this store holds the lease
        the transaction renews it first and raises `LeaseLost` when it is gone. Raises `Busy` when the database
        stays locked, `StateError` when it or its disk fails."""
        ...

    def key(self, purpose: str) -> bytes:
        """Return the 32-byte key derived for a purpose: `row`, `identifier`, `seal`."""
        ...

    def close(self) -> None:
        """Release connections. Safe to call twice."""
        ...
