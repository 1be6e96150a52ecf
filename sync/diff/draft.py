"""A plan while it is written: operations staged in groups, holds asked once each, findings counted.

Reports carry the first of each kind in full and count the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from sync.diff.parting import parted
from sync.diff.updates import Updates
from sync.ports import StagedOperation, Store
from sync.questions.approvals import Approval, Approvals
from sync.reports import ListReport, PlanReport
from sync.values import Finding, Hold, OfficerDecision, OperationType, PersonId

SHOWN = 1000
"""How many findings, cosmetic edits and holds of one code a report carries in full; beyond that it only counts."""


class Draft:
    """What one plan holds so far. `close` writes what is left."""

    def __init__(
        self,
        store: Store,
        run: int,
        report: PlanReport,
        approvals: Approvals,
        bare: Collection[OperationType] = (),
    ) -> None:
        """`bare` are the movements the upstream takes without the record."""
        self._store, self._run, self._report = store, run, report
        self._approvals = approvals
        self._bare = bare
        self._staged: list[StagedOperation] = []
        self._holds: list[Hold] = []
        self._asked: set[tuple[str, str]] = set()
        self.updates = Updates()
        """What is staged to change of people who are known."""

    def stage(self, staged: StagedOperation) -> None:
        """Put an operation into the plan, after those before it."""
        if staged.question is None:
            self.updates.note(staged.operation)
        first, *others = parted(staged.operation, self._bare)
        self._staged.append(replace(staged, operation=first))
        self._staged.extend(StagedOperation(one, (), staged.question) for one in others)

    def flush(self) -> None:
        """Write the operations staged so far."""
        if self._staged:
            self._store.plans.stage(self._run, self._staged)
            self._staged = []

    def answer(self, hold: Hold) -> Approval | None:
        """Return what an officer answered to a question; None where it has to be asked. The plan stays as it is."""
        return self._approvals.answer(hold)

    def last_answer(self, code: str, key: str) -> OfficerDecision | None:
        """Return the last answer to a question of this code and key, whatever it was about exactly."""
        return self._approvals.last(code, key)

    def hold(self, hold: Hold) -> Approval | None:
        """Put a hold into the plan, each question once; where an officer answered it, return the answer instead."""
        answer = self._approvals.answer(hold)
        if answer is not None or (hold.code, hold.key) in self._asked:
            return answer
        self.keep(hold)
        return None

    def keep(self, hold: Hold) -> None:
        """Put a hold into the plan whether it was answered or not: this plan does not carry its answer out."""
        self._asked.add((hold.code, hold.key))
        self._holds.append(hold)
        self._report.holds_total[hold.code] += 1
        if self._report.holds_total[hold.code] <= SHOWN:
            self._report.holds.append(hold)

    def widen(self, hold: Hold, more: Sequence[PersonId]) -> Hold:
        """Put more candidates into a hold of this plan, and return it so."""
        wider = replace(hold, candidates=tuple(sorted({*hold.candidates, *more})))
        for holds in (self._holds, self._report.holds):
            holds[:] = [wider if one is hold else one for one in holds]
        return wider

    def drop(self, dropped: Callable[[Hold], bool]) -> None:
        """Take back holds: of a file that turned out unreadable."""
        gone = [hold for hold in self._holds if dropped(hold)]
        self._holds = [hold for hold in self._holds if not dropped(hold)]
        self._report.holds = [hold for hold in self._report.holds if not dropped(hold)]
        self._report.holds_total -= Counter(hold.code for hold in gone)
        self._asked -= {(hold.code, hold.key) for hold in gone}

    def note(self, one: ListReport, finding: Finding) -> None:
        """Put a finding into the report of its list."""
        one.findings_total[finding.code] += 1
        if one.findings_total[finding.code] <= SHOWN:
            one.findings.append(finding)

    def close(self) -> None:
        """Write what is left into the plan."""
        self.flush()
        for start in range(0, len(self._holds), SHOWN):
            self._store.plans.hold(self._run, self._holds[start : start + SHOWN])
        self._holds = []
