"""Operations on their way to the upstream."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sync.values import Batch, Limits, OperationState, OperationType, Outgoing, Paper, PersonId, Verdict


@dataclass(frozen=True, slots=True)
class EarlierRefusal:
    """An operation the upstream refused, or that died, and that no later one has replaced."""

    words: str
    at: datetime
    state: OperationState


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
