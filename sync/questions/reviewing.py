"""A plan's questions answered all at once, in a workbook that was made of the plan.

What was answered is taken down in the transaction that releases the plan: all of it, or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from sync.access.actor import ANYBODY, Actor
from sync.errors import DecisionError, PlanMoved
from sync.ports import RunInfo, Store
from sync.questions.approvals import Approves
from sync.questions.approving import FIELDS, Approving, Said
from sync.questions.openholds import OpenHolds, WaitingHold, open_holds
from sync.seal import fits
from sync.values import Answer, OfficerDecision

_OF_FACT = {
    "hold-without-reason": "reason",
    "hold-movement-needed": "movement",
    "hold-movement-unknown": "movement",
    "hold-movement-superfluous": "movement",
    "hold-date-wrong": "on",
}
"""Which cell is meant by what is wrong with an answer."""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """An answered question: its short id, and what was said. `columns` are the letters of the cells by fact."""

    hold: str
    said: Said
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Review:
    """A workbook that came back: the plan it was made of, by id and seal, what was answered in it, and which of its
    cells are `wrong`."""

    run: str
    seal: bytes
    lines: Sequence[ReviewLine]
    wrong: Sequence[DecisionError] = ()


@dataclass(slots=True)
class ReviewReport:
    """What became of the answers. `freed` operations go out with the plan; `later` approvals need the next run."""

    approved: int = 0
    rejected: int = 0
    freed: int = 0
    later: int = 0


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Takes a workbook's answers down while its plan is applied. The caller holds the lease and the transaction.

    `actor` is whose answers they are: all of them must be permitted, or none is taken down (AccessRefused).
    """

    store: Store
    approving: Approving
    review: Review
    actor: Actor = ANYBODY
    report: ReviewReport = field(default_factory=ReviewReport)

    def __call__(self, run: RunInfo) -> int:
        """Take the answers down, let go what waited for an approval, and return how many questions are settled.
        What takes effect with the next run only is not.

        Raises `PlanMoved` `plan-other-review` where the workbook is not of this very plan, `DecisionError`
        `review-answers` with everything that is wrong in any cell.
        """
        if not fits(run.seal, self.review.seal):
            raise PlanMoved("plan-other-review", run=run.id)
        made = self._made(run)
        for waiting, decision in made:
            self.store.decisions.record(decision)
            if decision.answer is Answer.REJECT:
                self.report.rejected += 1
            else:
                self.report.approved += 1
                self._free(run, waiting)
        return len(made) - self.report.later

    def permit(self, run: RunInfo) -> None:
        """Raise AccessRefused where an answer is not permitted. Asked before the transaction, an attempt stays in the
        journal though the transaction never begins."""
        opened = open_holds(self.store, run.number)
        for line in self.review.lines:
            with suppress(DecisionError):  # what is wrong with an answer is told when it is taken down
                self._permitted(opened, line)

    def _permitted(self, opened: OpenHolds, line: ReviewLine) -> WaitingHold:
        waiting = opened.find(line.hold)
        self.actor.require(self.approving.permission(waiting.hold, line.said.answer), waiting.hold.unit)
        return waiting

    def _made(self, run: RunInfo) -> Sequence[tuple[WaitingHold, OfficerDecision]]:
        opened = open_holds(self.store, run.number)
        made, wrong = [], list(self.review.wrong)
        for line in self.review.lines:
            try:
                waiting = self._permitted(opened, line)
                decision = self.approving.made(waiting.id, waiting.hold, line.said)
                if waiting.decision is not None and _answer(waiting.decision) != _answer(decision):
                    raise DecisionError("review-answered", hold=waiting.id, number=waiting.decision.number)
                made.append((waiting, decision))
            except DecisionError as error:
                wrong += [_at(one, line) for one in error.problems or (error,)]
        if wrong:
            raise DecisionError("review-answers", tuple(wrong), count=len(wrong))
        return made

    def _free(self, run: RunInfo, waiting: WaitingHold) -> None:
        """Let go what waits behind an approved question. What must be planned again goes with the next run."""
        hold, freed = waiting.hold, 0
        if self.approving.rules[hold.code].approve is Approves.RELEASE:
            freed = self.store.plans.free(run.number, [(hold.code, hold.key)])
        self.report.freed += freed
        self.report.later += not freed


def _answer(decision: OfficerDecision) -> tuple[Answer, str, Mapping[str, str | None]]:
    return decision.answer, decision.movement, decision.facts


def _at(error: DecisionError, line: ReviewLine) -> DecisionError:
    """Return an error with the cell it is about."""
    facts = {FIELDS.get(fact, fact): fact for fact in line.columns}
    fact = _OF_FACT.get(error.code) or facts.get(str(error.details.get("field", "")), "answer")
    place = line.said.place
    if place is not None:
        place = replace(place, column=line.columns.get(fact, place.column))
    return DecisionError(error.code, (), place=place, **error.details)
