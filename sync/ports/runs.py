"""The runs and what is known of each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


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
