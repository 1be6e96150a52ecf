"""Changes that were sent and of which nobody but an officer can say what became: no key lets them be sent again, and
what the upstream shows does not tell.

The officer looks at the upstream and says so: `applied` enters the ledger as if the upstream had confirmed it,
`untouched` goes out again in the next run. Either way the operation is no longer in anybody's way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sync.access.actor import ANYBODY, Actor
from sync.access.permissions import Permission
from sync.access.showing import Shown
from sync.errors import DecisionError
from sync.ports import OperationInfo, Promises, Store
from sync.values import OperationState, Outcome, Verdict

SHOWN = 1000
"""How many operations without an answer are carried by a report."""

DECIDED = frozenset({Outcome.APPLIED, Outcome.UNTOUCHED})
"""What an officer can say became of an operation."""


@dataclass(frozen=True, slots=True)
class UnansweredReport:
    """The first of `total` operations without an answer, oldest first. `asked` says that runs find out by
    themselves, `hidden` how many of the first are of units whose people whoever asks may not see."""

    operations: Sequence[OperationInfo]
    total: int
    asked: bool
    hidden: int = 0


class Unanswered:
    """What has no answer, over one store. `promises` tells by what the upstream lets it be settled, `actor` is who
    asks: each method raises AccessRefused where they may not."""

    def __init__(
        self,
        store: Store,
        promises: Callable[[], Promises],
        lease_seconds: float = 120.0,
        actor: Actor = ANYBODY,
    ) -> None:
        self._store = store
        self._promises = promises
        self._lease_seconds = lease_seconds
        self._actor = actor

    def all(self) -> UnansweredReport:
        """Return what has no answer now. Nothing is asked of the upstream."""
        self._actor.require(Permission.PEOPLE)
        total, operations = self._standing()
        shown = Shown(self._actor.sight())
        return UnansweredReport(shown.operations(operations), total, self._promises().keys, shown.hidden)

    def settle(self, numbers: Sequence[int], outcome: Outcome, reason: str) -> Sequence[OperationInfo]:
        """Take down what an officer says became of these operations, and return them. All of them or none.

        `reason` is kept sealed with each. Raises `DecisionError`: `unanswered-run-asks` where the upstream honours
        keys, so that the next run finds out for certain; `unanswered-without-reason`, `unanswered-choose-which`,
        `unanswered-numbers` with one `unanswered-unknown` for each number nothing unanswered has. Raises
        AccessRefused, `Busy`.
        """
        self._actor.require(Permission.SETTLE)
        if outcome not in DECIDED:
            raise ValueError(f"nobody decides that something is {outcome}")
        if not numbers:
            raise DecisionError("unanswered-choose-which")
        if not reason.strip():
            raise DecisionError("unanswered-without-reason")
        if self._promises().keys:
            raise DecisionError("unanswered-run-asks")
        for info in self._standing()[1]:
            if info.number in numbers:
                self._actor.require(Permission.SETTLE, info.operation.unit)
        self._store.lease.acquire(self._lease_seconds)
        try:
            with self._store.transaction():
                return self._settle(set(numbers), outcome, reason.strip())
        finally:
            self._store.lease.release()

    def _standing(self) -> tuple[int, Sequence[OperationInfo]]:
        """How many operations have no answer, and the first of them, oldest first."""
        plans = self._store.plans
        found = [plans.standing(state, SHOWN) for state in (OperationState.SENT, OperationState.UNKNOWN)]
        operations = sorted((info for _, some in found for info in some), key=lambda info: info.number)
        return sum(count for count, _ in found), operations

    def _settle(self, wanted: set[int], outcome: Outcome, reason: str) -> Sequence[OperationInfo]:
        store = self._store
        standing = {info.number: info for info in self._standing()[1]}
        missing = sorted(wanted - standing.keys())
        if missing:
            problems = tuple(DecisionError("unanswered-unknown", number=str(number)) for number in missing)
            raise DecisionError("unanswered-numbers", problems, count=len(problems))
        for batch in store.outbox.unanswered():
            named = zip(batch.operations, batch.ids, strict=True)
            verdicts = [Verdict(ident, outcome, words=reason) for number, ident in named if number in wanted]
            if verdicts:
                store.outbox.settle(batch, verdicts)
        facts = {"outcome": outcome.value, "operations": sorted(wanted)}
        store.journal.append("operation.decided", facts)
        return [standing[number] for number in sorted(wanted)]
