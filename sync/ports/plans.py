"""The plan under way: staged operations, and holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sync.ports.registry import IdentityKey
from sync.values import Hold, Operation, OperationState, PersonId


@dataclass(frozen=True, slots=True)
class StagedOperation:
    """An operation as planned, with the identity keys it makes known once the plan is released.

    `question` is the (code, key) of the hold it waits behind: staged as `held`, until an officer approves.
    """

    operation: Operation
    keys: Sequence[IdentityKey]
    question: tuple[str, str] | None = None


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
class HoldInfo:
    """A hold as it stands, and when the same question was first asked."""

    hold: Hold
    run: int
    since: datetime


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
