"""The use cases: plan, apply, sync, reconcile, import_units.

Gather → decide → hold or apply → settle.

Nothing here knows a file format, a database or HTTP; `yumsync.bootstrap` hands in the parts. Checking lists needs no
state and is no use case of this: `sync.lists.checking`. What was done is looked at by `sync.looking`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sync.access.actor import ANYBODY, Actor
from sync.access.permissions import Permission
from sync.delivery.polling import Polled
from sync.delivery.sending import Delivery, DeliveryPolicy
from sync.diff.unitledger import LedgerUnits
from sync.errors import PlanMoved, Uncompared, YumsyncError
from sync.exits import ExitCode, worst
from sync.lists.reading import Reading
from sync.lists.streaming import Ahead, as_it_comes
from sync.looking import SHOWN_OPERATIONS, Looking
from sync.movements.figures import finding, unbalanced
from sync.outcome import OPEN, delivery_codes, plan_codes
from sync.planning.guards import GuardPolicy
from sync.planning.planner import Movements, Planner
from sync.ports import ListSource, OperationInfo, Progress, RunInfo, Store, Upstream
from sync.reports import (
    DeliveryReport,
    PlanReport,
    SyncReport,
    UnitImportReport,
)
from sync.seal import fits, seal
from sync.units.importing import UnitKeeping
from sync.units.rows import UnitRules
from sync.values import Finding, Hold, OperationState

SHOWN_UNITS = 50
"""How many units that do not balance a report names."""


@dataclass(frozen=True, slots=True)
class Engine:
    """The use cases over one set of parts.

    `upstream` is opened only when something is to be sent. `who` names the officer or the job for the journal;
    `actor` is asked whether they may: each verb raises AccessRefused where not, and shows the people they may see.
    `stop` is asked between batches, so that a run told to end finishes what is in hand. `ahead` may read a list ahead
    of its plan. `keeping` brings the tree of units up to date; without it there is no tree. `by_hand` says that an
    officer carries what the upstream accepted, so that it waits for a person.
    """

    store: Store
    sources: Sequence[ListSource]
    reading: Reading
    fields: Collection[str]
    movements: Movements
    upstream: Callable[[], Upstream]
    progress: Progress
    who: str = ""
    actor: Actor = ANYBODY
    guards: GuardPolicy = field(default_factory=GuardPolicy)
    delivery: DeliveryPolicy = field(default_factory=DeliveryPolicy)
    lease_seconds: float = 120.0
    keeping: UnitKeeping | None = None
    stop: Callable[[], bool] = lambda: False
    ahead: Ahead = as_it_comes
    by_hand: bool = False

    # ── verbs ────────────────────────────────────────────────────────────────────────────────────────────

    def plan(self) -> PlanReport:
        """Read the lists and write what would be done; nothing is sent, and only the plan is written."""
        self.actor.require(Permission.PREVIEW)
        with self._lease():
            run = self.store.runs.start("plan", self.who)
            return self._make_plan(run, sealed=True)

    def apply(
        self, run_id: str, *, limit: int = SHOWN_OPERATIONS, answers: Callable[[RunInfo], int] | None = None
    ) -> SyncReport:
        """Carry out exactly the plan that was reviewed.

        `answers` takes down, once the plan is known to be whole, what was answered to its questions, and returns how
        many are settled by that; it and the release happen together or not at all.
        Raises `PlanMoved` when there is no such plan, it was used or replaced, its seal does not fit, or the
        ledger has moved since.
        """
        self.actor.require(Permission.SYNC)
        with self._lease():
            self._require_compared()
            with self.store.transaction():
                run = self._planned(run_id)
                answered = answers(run) if answers is not None else 0
                self.store.runs.release(run.number)
            report = self._deliver()
            return self._finish(run, None, report, limit, answered)

    def sync(self, *, retry_refused: bool = False, limit: int = SHOWN_OPERATIONS) -> SyncReport:
        """Plan and apply in one go, unattended. What needs a person is held; the rest is delivered.

        `retry_refused` sends once more what the upstream refused before and has not changed since.
        """
        self.actor.require(Permission.SYNC)
        with self._lease():
            self._require_compared()
            polled = self._settle_leftovers()
            if retry_refused:
                self.store.outbox.retry_refused()
            return self._plan_and_apply("sync", polled, limit)

    def reconcile(self, disputes: Sequence[Hold], *, limit: int = SHOWN_OPERATIONS) -> SyncReport:
        """Plan and apply after a reconciliation settled what it could, for whoever holds the lease: what it asks
        takes the place of what an earlier one did."""
        return self._plan_and_apply("reconcile", None, limit, disputes)

    def import_units(self, *, upstream: bool = False) -> UnitImportReport:
        """Bring the tree of units up to date by itself: from the lists of units, or from the upstream.

        Raises ConfigError where the upstream gives out no tree, `Unavailable` or `Refused` where it breaks off.
        """
        self.actor.require(Permission.SYNC)
        keeping = self._keeping()
        with self._lease():
            known = self.store.units.tree()
            self.progress.stage("read")
            made = (
                keeping.from_upstream(known, self.upstream().units())
                if upstream
                else keeping.from_lists(known, self.progress)
            )
            changed = self.store.units.save(made.tree, made.facts)
        unread = any(one.unread for one in made.reports)
        wrong = any(one.counts["in_error"] for one in made.reports)
        code = worst({ExitCode.LIST_UNREADABLE} if unread else {ExitCode.REJECTED} if wrong else set())
        return UnitImportReport(made.reports, len(made.tree), changed, code)

    def units(self) -> UnitRules | None:
        """The tree of units as it is known; None where there is none."""
        self.actor.require(Permission.LOOK)
        return self._units()

    def draft(self, run: RunInfo) -> PlanReport:
        """Read the lists into a run that was just started, for whoever holds the lease: a plan like any other, which
        nothing but its kind keeps from being applied."""
        return self._make_plan(run, sealed=True, disputes=())

    def settle_leftovers(self) -> None:
        """Settle what an earlier run left without an answer, for whoever holds the lease."""
        self._settle_leftovers()

    # ── steps ────────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _lease(self) -> Iterator[None]:
        self.store.lease.acquire(self.lease_seconds)
        try:
            yield
        finally:
            self.store.lease.release()

    @property
    def _looking(self) -> Looking:
        return Looking(self.store, self.actor, self.by_hand)

    def _units(self) -> UnitRules | None:
        return self._keeping().rules(self.store.units.tree())

    def _require_compared(self) -> None:
        """Send nothing from a restored state that knows nothing of what the upstream confirmed since."""
        made = self.store.restoring.made()
        if made is not None:
            raise Uncompared("state-restored", made=made.astimezone().strftime("%d/%m/%Y %H:%M"))

    def _keeping(self) -> UnitKeeping:
        if self.keeping is None:
            raise YumsyncError("not-built-in", name="units")
        return self.keeping

    def _reading(self, run: RunInfo, report: PlanReport, *, keep: bool) -> Reading:
        """Read the lists of units first; return what rows are read by, with the tree as those leave it.

        Only a run that carries out its plan keeps the tree: a preview writes nothing but the plan.
        """
        if self.keeping is None:
            return self.reading
        made = self.keeping.from_lists(self.store.units.tree(), self.progress)
        report.units = made.reports
        if keep and any(one.changes for one in made.reports):
            self.store.units.save(made.tree, made.facts, run.number)
        return replace(self.reading, units=self.keeping.rules(made.tree))

    def _plan_and_apply(
        self, kind: str, polled: Polled | None, limit: int, disputes: Sequence[Hold] | None = None
    ) -> SyncReport:
        run = self.store.runs.start(kind, self.who)
        plan = self._make_plan(run, sealed=False, disputes=disputes)
        with self.store.transaction():
            self.store.runs.release(run.number)
            for number in plan.over:
                self.store.decisions.withdraw(number)
        return self._finish(run, plan, self._deliver(polled), limit)

    def _make_plan(self, run: RunInfo, *, sealed: bool, disputes: Sequence[Hold] | None = None) -> PlanReport:
        report = PlanReport(run)
        self.progress.stage("read")
        try:
            reading = self._reading(run, report, keep=not sealed)
            planner = Planner(
                self.store, report, reading, self.fields, self.progress, self.guards, self.movements, self.ahead
            )
            lists = planner.make(self.sources, disputes)
        except YumsyncError:
            self.store.runs.finish(run.number, ExitCode.USAGE.value, report.counts, failed=True)
            raise
        if not self._unanswered():
            report.in_transit = report.counts["waiting"]
        stamp = self._seal(run) if sealed else b""
        self.store.runs.planned(run.number, report.counts, stamp, lists)
        shown = self._looking.shown()
        report.operations = shown.operations(self.store.plans.operations(run.number), SHOWN_OPERATIONS)
        shown.plan(report, {one.name: one.unit or "" for one in self.sources})
        report.exit_code = worst(plan_codes(report.counts))
        return report

    def _seal(self, run: RunInfo) -> bytes:
        plans, key = self.store.plans, self.store.key("seal")
        return seal(key, run.id, run.ledger_version, plans.digests(run.number), plans.hold_keys(run.number))

    def _planned(self, run_id: str) -> RunInfo:
        run = self._looking.found(run_id)
        if run.state == "superseded":
            raise PlanMoved("plan-superseded", run=run.id)
        if run.kind != "plan" or run.state != "planned":
            raise PlanMoved("plan-used", run=run.id, state=run.state)
        if self.store.ledger.version() != run.ledger_version:
            raise PlanMoved("plan-moved", run=run.id)
        if not fits(run.seal, self._seal(run)):
            raise PlanMoved("plan-broken-seal", run=run.id)
        return run

    def _unanswered(self) -> bool:
        """Whether anything was sent and has no answer at all."""
        counts, states = self.store.outbox.under_way(), OperationState
        return any(counts.get(state) for state in (states.CLAIMED, states.SENT, states.UNKNOWN))

    def _settle_leftovers(self) -> Polled | None:
        """What an earlier run left without an answer, or the upstream accepted, is settled before anything new is
        decided. Return what asking brought, None where there was nothing."""
        outbox = self.store.outbox
        if not outbox.unanswered() and not outbox.under_way().get(OperationState.ACCEPTED):
            return None
        self.progress.stage("settle")
        return Delivery(self.store, self.upstream(), self.delivery, self.progress, self.stop).settle_leftovers()

    def _deliver(self, polled: Polled | None = None) -> DeliveryReport:
        """Send what is pending, of this run and of earlier ones. A failing upstream ends the run, not the program.

        `polled` is what was asked about in this run already.
        """
        waiting = self.store.outbox.under_way()
        accepted = waiting.get(OperationState.ACCEPTED, 0)
        if any(waiting.get(state) for state in OPEN) or (accepted and polled is None):
            return Delivery(self.store, self.upstream(), self.delivery, self.progress, self.stop).run(polled)
        report = DeliveryReport(accepted=accepted)
        (polled or Polled()).add_to(report)
        return report

    def _finish(
        self, run: RunInfo, plan: PlanReport | None, delivery: DeliveryReport, limit: int, answered: int = 0
    ) -> SyncReport:
        names = ("sent", "applied", "accepted", "rejected", "unknown", "undecided", "dead", "pending")
        counts = {name: getattr(delivery, name) for name in names}
        planned = dict(plan.counts if plan else self._looking.found(run.id).counts)
        planned["holds"] = planned.get("holds", 0) - answered
        unbalanced = self._unbalanced(run)
        codes = plan_codes(planned) | delivery_codes(delivery, by_hand=self.by_hand)
        code = worst(codes | ({ExitCode.REJECTED} if unbalanced else set()))
        self.store.runs.finish(run.number, code.value, counts)
        refused: list[OperationInfo] = []
        rejections = self._looking.rejections(run, refused, limit)
        return SyncReport(
            self._looking.found(run.id), plan, delivery, refused, code, unbalanced, rejections, self._refused_now(run)
        )

    def _unbalanced(self, run: RunInfo) -> Sequence[Finding]:
        """Hold who is in each unit now against who was there when the last run ended, and what came since."""
        ledger = self.store.ledger
        if not ledger.has_moved():
            return ()
        ended = self._ended_before(run)
        since = ended + timedelta(microseconds=1) if ended else None
        moved = ledger.moved(since)
        before = ledger.strength_at(since) if since is not None else {}
        rules = self._units() if self.keeping is not None else None
        name = LedgerUnits(rules.resolver if rules is not None else None).name
        found = unbalanced(before, ledger.strength(), moved, self.movements.rules, name)
        return [finding(one) for one in found[:SHOWN_UNITS]]

    def _refused_now(self, run: RunInfo) -> Mapping[str, int]:
        """How many changes of earlier runs the upstream refused since the last run ended, by those runs' ids."""
        return self.store.plans.rejected_since(self._ended_before(run), run.number)

    def _ended_before(self, run: RunInfo) -> datetime | None:
        """When the last run but this one ended."""
        ended = (one.ended for one in self.store.runs.list(50) if one.ended is not None and one.number != run.number)
        return max(ended, default=None)
