"""What the state alone tells: where things stand, the latest runs, and one of them. Nothing is changed by looking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sync.access.actor import ANYBODY, Actor
from sync.access.permissions import Permission
from sync.access.showing import Shown
from sync.errors import PlanMoved
from sync.exits import ExitCode, worst
from sync.outcome import state_codes
from sync.ports import OperationInfo, RunInfo, Store
from sync.rejections import Rejections, by_reason
from sync.reports import RunReport, StatusReport, Unsettled
from sync.values import OperationState

SHOWN_OPERATIONS = 200
"""How many operations and refusals a report carries in full."""

SHOWN_UNSETTLED = 20
"""How many operations of one state that need somebody's attention a report names."""

UNSETTLED = (OperationState.SENT, OperationState.UNKNOWN, OperationState.ACCEPTED, OperationState.DEAD)
"""The states of operations that were sent and have no last answer, or are not tried again."""


@dataclass(frozen=True, slots=True)
class Looking:
    """What may be seen of one store. Each verb raises AccessRefused where `actor` may not look, and shows the people
    they may see. `by_hand` says that an officer carries what the upstream accepted, so that it waits for a person."""

    store: Store
    actor: Actor = ANYBODY
    by_hand: bool = False

    def status(self) -> StatusReport:
        """Where things stand."""
        self.actor.require(Permission.LOOK)
        store = self.store
        operations = store.outbox.counts()
        holds: dict[str, int] = {}
        for info in store.plans.holds():
            holds[info.hold.code] = holds.get(info.hold.code, 0) + 1
        runs = store.runs.list(50)
        last = next((run for run in runs if run.state in {"finished", "failed"}), None)
        in_step = next(
            (run.ended for run in runs if run.outcome == ExitCode.IN_STEP and run.kind not in {"plan", "rebase"}),
            None,
        )
        unknown = operations.get(OperationState.UNKNOWN, 0)
        undecided = min(unknown, last.counts.get("undecided", 0) if last else 0)
        codes = state_codes(operations, last, undecided=undecided, holds=bool(holds), by_hand=self.by_hand)
        return StatusReport(
            people={kind.value: count for kind, count in store.ledger.count().items()},
            operations=operations,
            holds=holds,
            last=last,
            last_in_step=in_step,
            holder=store.lease.holder(),
            exit_code=worst(codes),
            undecided=undecided,
            unsettled=[one for state in UNSETTLED if operations.get(state) and (one := self._standing(state)).count],
        )

    def runs(self, limit: int) -> Sequence[RunInfo]:
        """The latest runs, newest first."""
        self.actor.require(Permission.LOOK)
        return self.store.runs.list(limit)

    def run(self, run_id: str, *, limit: int | None = SHOWN_OPERATIONS) -> RunReport:
        """One run with its operations, the first or all of them, and its holds. Raises `PlanMoved` when there is no
        such run."""
        self.actor.require(Permission.LOOK)
        run, plans, shown = self.found(run_id), self.store.plans, self.shown()
        counts = self.store.outbox.counts(run.number)
        return RunReport(
            run=run,
            counts=counts,
            operations=shown.operations(plans.operations(run.number), limit),
            holds=shown.holds(plans.holds(run.number)),
            total=sum(counts.values()),
            rejections=self.rejections(run, [], 0),
            unsettled={
                state: self.shown().operations(plans.operations(run.number, state=state), SHOWN_UNSETTLED)
                for state in UNSETTLED
                if counts.get(state)
            },
            hidden=shown.hidden,
        )

    # ── what the use cases look up too ───────────────────────────────────────────────────────────────────

    def found(self, run_id: str) -> RunInfo:
        """Return a run. Raises `PlanMoved` when there is no such run."""
        run = self.store.runs.get(run_id)
        if run is None:
            raise PlanMoved("run-unknown", run=run_id)
        return run

    def shown(self) -> Shown:
        """Return what counts and passes over the people whom the actor may not see."""
        return Shown(self.actor.sight())

    def rejections(self, run: RunInfo, first: list[OperationInfo], limit: int) -> Rejections:
        """Return what was refused of a run by reason, and put the first into a list, up to a limit."""
        if not self.store.outbox.counts(run.number).get(OperationState.REJECTED):
            return Rejections()

        def noted() -> Iterator[OperationInfo]:
            rejected = self.store.plans.operations(run.number, state=OperationState.REJECTED)
            for info in self.shown().each(rejected):
                if len(first) < limit:
                    first.append(info)
                yield info

        return by_reason(noted())

    def _standing(self, state: OperationState) -> Unsettled:
        """What stands in one state now, of whatever run, by the rows it was read from."""
        count, first = self.store.plans.standing(state, SHOWN_UNSETTLED)
        runs: Mapping[int, str] = {number: self.found(str(number)).id for number in {info.run for info in first}}
        return Unsettled(state, count, [(runs[info.run], info.operation.place) for info in first])
