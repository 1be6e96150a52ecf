"""What the upstream shows becomes what it last confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from sync.ports.plans import StagedOperation
from sync.ports.registry import IdentityKey
from sync.ports.runs import RunInfo
from sync.values import Operation, PersonId


@dataclass(frozen=True, slots=True)
class Rebase:
    """What the upstream shows of one person, to stand in the ledger from now on.

    `operation` is of type `rebase`: the record as it is shown, with `changes` from what was confirmed before and the
    unit they `left`. Status `nobody` says that the upstream has them no more, or never had: their entry is taken
    back. `keys` become known. `version` is that of the entry this was compared with, 0 where there was none.
    """

    operation: Operation
    version: int
    keys: Sequence[IdentityKey] = ()
    member_code: str | None = None
    etag: str | None = None
    reference: str | None = None


class Rebasing(Protocol):
    """Takes what the upstream shows for confirmed. Nothing is sent by it, and nobody is asked."""

    def begin(self, who: str) -> RunInfo:
        """Open a run of kind `rebase`; `Runs.finish` closes it. Plans that were not released are superseded, as
        `Runs.start` does; open questions stay those of the last released plan."""
        ...

    def rebase(self, run: int, shown: Sequence[Rebase]) -> frozenset[PersonId]:
        """Take these for confirmed, and return whose ledger entries became what is shown; one transaction.

        Left out is whoever has an operation in flight, or whose entry is no longer the one that was compared. What
        was pending of the others is superseded, and what the upstream refused about them forgotten: both were decided
        against what it held before. The ledger's version grows. One journal entry, `ledger.rebased`, counts people
        and names fields. Fenced by the lease.
        """
        ...

    def remember(self, run: int, waiting: Sequence[StagedOperation]) -> None:
        """Keep what lists say of people nobody ever confirmed, as `held`: they are known by their keys from then on,
        so that a question about one of them is about the same one in the next plan. Fenced by the lease."""
        ...
