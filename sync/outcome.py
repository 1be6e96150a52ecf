"""Which exit codes the figures of a plan, of a delivery and of the state as it stands ask for."""

from __future__ import annotations

from collections.abc import Mapping

from sync.exits import ExitCode
from sync.ports import RunInfo
from sync.reports import DeliveryReport
from sync.values import OperationState

OPEN = (OperationState.PENDING, OperationState.SENT, OperationState.UNKNOWN)
"""The states of operations that another run has to send. What was accepted waits for others, not for a run."""


def plan_codes(counts: Mapping[str, int]) -> set[ExitCode]:
    """Return the exit codes that a plan's figures ask for."""
    asked = {
        ExitCode.LIST_UNREADABLE: ("unread",),
        ExitCode.UNAVAILABLE: ("waiting",),
        ExitCode.HELD: ("holds",),
        ExitCode.REJECTED: ("in_error", "still_refused", "unmatched"),
    }
    return {code for code, names in asked.items() if any(counts.get(name) for name in names)}


def delivery_codes(report: DeliveryReport, *, by_hand: bool = False) -> set[ExitCode]:
    """Return the exit codes that a delivery's outcome asks for. What was accepted waits for a person where an officer
    carries it `by_hand`."""
    codes = {ExitCode.UNAVAILABLE} if report.stopped or report.pending or report.unknown > report.undecided else set()
    codes |= {ExitCode.HELD} if report.undecided or (by_hand and report.accepted) else set()
    codes |= {ExitCode.REJECTED} if report.rejected or report.dead else set()
    return codes


def state_codes(
    operations: Mapping[OperationState, int], last: RunInfo | None, *, undecided: int, holds: bool, by_hand: bool
) -> set[int]:
    """Return the exit codes that the state asks for: what stands in the outbox, whether questions are open, and how
    the last run ended. `undecided` of what is unknown only an officer can tell."""
    codes: set[int] = set()
    if sum(operations.get(state, 0) for state in OPEN) > undecided:
        codes.add(ExitCode.UNAVAILABLE)
    if holds or undecided or (by_hand and operations.get(OperationState.ACCEPTED)):
        codes.add(ExitCode.HELD)
    if last and last.outcome is not None and not _held_by_undecided(last):
        codes.add(last.outcome)
    return codes


def _held_by_undecided(run: RunInfo) -> bool:
    """Whether a run waited for an officer only to say what became of something, which may be done since."""
    return run.outcome == ExitCode.HELD and run.counts.get("undecided", 0) > 0 and not run.counts.get("holds")
