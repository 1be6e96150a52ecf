"""What a person reads on the screen: reports of the use cases in plain text, short, with the next step.

The same reports become JSON with `as_json`. Personal values are shown here because an officer must recognise the
person; they go to standard output only, never into a log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from typing import TYPE_CHECKING

from config.wording import Wording
from sync.exits import ExitCode
from sync.ports import RunInfo
from sync.reports import (
    CosmeticEdit,
    DeliveryReport,
    ListReport,
    PlanReport,
    ReorganisedUnits,
    RunReport,
    StatusReport,
    SyncReport,
)
from sync.units.report import UnitsReport
from sync.values import Finding, Hold, OperationState, OperationType, Severity
from yumsync.cli.folding import shown
from yumsync.cli.operationlines import OperationLines, is_named, where

if TYPE_CHECKING:
    from yumsync.cli.rejections import RejectionScreen

SHOWN = 5
"""How many examples stand under each heading; the rest is counted."""

SHOWN_PAIRS = 20
"""How many pairs of reorganised units are listed; the rest is counted."""

Lines = Iterator[str]


class Screen:
    """Draws reports in one language. Each method yields the lines of one screen; a `whole` one cuts nothing off."""

    def __init__(self, wording: Wording, *, whole: bool = False) -> None:
        self._w = wording
        self._shown = None if whole else SHOWN
        self._pairs = None if whole else SHOWN_PAIRS
        self._lines = OperationLines(wording)

    # ── plan and sync ────────────────────────────────────────────────────────────────────────────────────

    def plan(self, report: PlanReport) -> Lines:
        """A preview: what would be sent, what waits, what is wrong, and how to go on."""
        say = self._w.say
        yield say("report-plan-title", run=report.run.id)
        yield from self._figures(report)
        see = say("report-see-plan")
        yield from self._reorganised(report.reorganised, see)
        yield from self._operations(report, see)
        yield from self._holds(report, see)
        yield from self._cosmetic(report.lists, see)
        yield from self._findings(report.lists, see)
        yield from self.hidden(report.hidden)
        counts = report.counts
        yield ""
        if counts["created"] or counts["updated"] or report.movements:
            yield say("report-plan-next", run=report.run.id)
        else:
            yield say("report-plan-nothing")

    def sync(self, report: SyncReport) -> Lines:
        """A run: what was read, what was sent, what came back, what waits."""
        say = self._w.say
        yield say("report-run-title", run=report.run.id)
        if report.plan is not None:
            yield from self._figures(report.plan)
            yield from self._reorganised(report.plan.reorganised)
        if report.delivery is not None:
            yield from self._delivery(report.delivery)
        if report.rejections.total or report.earlier:
            yield from self._rejections.after(report)
        if report.plan is not None:
            yield from self._holds(report.plan, "yumsync holds --all")
            yield from self._cosmetic(report.plan.lists)
            yield from self._findings(report.plan.lists, "yumsync check")
            yield from self.hidden(report.plan.hidden)
        for one in report.unbalanced:
            yield "  " + self._w.finding(one)
        yield ""
        accepted = report.delivery.accepted if report.delivery is not None else 0
        if report.exit_code == 0 and accepted:
            yield say("report-outcome-accepted", count=accepted)
        elif report.exit_code == ExitCode.HELD and not (report.plan or report.run).counts.get("holds"):
            yield say("report-outcome-carried" if accepted else "report-outcome-undecided", count=accepted)
        else:
            yield say(f"report-outcome-{report.exit_code}", run=report.run.id)

    def _figures(self, report: PlanReport) -> Lines:
        counts, say = report.counts, self._w.say
        yield from self.units(report.units)
        yield "  " + say("report-read", rows=counts["rows"], lists=len(report.lists))
        names = ("unchanged", "in_step", "created", "updated", "held", "left", "in_error", "still_refused", "waiting")
        for name in names:
            if counts[name]:
                yield self._figure(counts[name], f"report-count-{name.replace('_', '-')}")
        for name in ("in_transit", "repeated", "known_members", "set_aside", "missing", "unmatched"):
            if counts[name]:
                yield self._figure(counts[name], f"report-count-{name.replace('_', '-')}")
        if report.movements:
            yield "  " + say("report-movements", count=report.movements.total())
            for movement, count in sorted(report.movements.items()):
                yield self._figure(count, f"movement-{movement}")

    def units(self, units: Sequence[UnitsReport]) -> Lines:
        """The lists of units of which there is anything to say: changes, errors, warnings."""
        from yumsync.cli.unitscreen import UnitScreen  # noqa: PLC0415 -- few offices keep one

        for one in units:
            if one.changes or one.unread or any(each.severity is not Severity.NOTE for each in one.findings):
                yield from UnitScreen(self._w).source(one)

    def _reorganised(self, pairs: Sequence[ReorganisedUnits], see: str = "") -> Lines:
        """Each closed unit and the one its people follow it into: how many, both units before and after, and whether
        it goes, the largest first."""
        if not pairs:
            return
        yield ""
        yield self._w.say("report-reorganised", count=len(pairs))
        for one in pairs[: self._pairs]:
            state = self._w.say(f"report-reorganised-{one.answer or 'asked'}")
            figures = {
                name: self._number(getattr(one, name))
                for name in ("people", "old_before", "old_after", "new_before", "new_after")
            }
            yield "    " + self._w.say("report-reorganised-pair", old=one.old, new=one.new, state=state, **figures)
        if self._pairs is not None and len(pairs) > self._pairs:
            yield f"    … {self._more(len(pairs) - self._pairs, see)}"

    def _more(self, count: int, see: str) -> str:
        """How many more there are than are shown, and what shows them."""
        return self._w.say("report-and-more-see" if see else "report-and-more", count=count, see=see)

    def _figure(self, count: int, code: str, **details: str | int) -> str:
        return f"  {self._number(count):>9}  {self._w.say(code, **details)}"

    def _number(self, count: int) -> str:
        return f"{count:,}".replace(",", "." if self._w.lang == "vi" else ",")

    def _delivery(self, report: DeliveryReport) -> Lines:
        say = self._w.say
        yield "  " + (say("report-sent", sent=report.sent) if report.sent else say("report-sent-nothing"))
        for name in ("answered", "applied", "accepted", "rejected", "unknown", "dead", "pending"):
            count = getattr(report, name) - (report.undecided if name == "unknown" else 0)
            if count:
                yield self._figure(count, f"report-delivery-{name}")
        if report.undecided:
            yield self._figure(report.undecided, "report-delivery-undecided")
            yield from (" " * 13 + line for line in say("report-undecided-next").split("\n"))
        if report.stopped:
            yield ""
            yield say("report-stopped") + " " + say(f"error-{report.stopped}", **report.stopped_details)
            advice = self._w.advice(report.stopped, report.stopped_details)
            if advice:
                yield advice

    def _operations(self, report: PlanReport, see: str) -> Lines:
        sent = [info.operation for info in report.operations if info.state is not OperationState.HELD]
        staged = [one for one in sent if one.type is OperationType.UPSERT]
        moving = [one for one in sent if one.type is not OperationType.UPSERT]
        moved = moving if self._shown is None else [one for one in moving if is_named(one)]
        if moved:
            yield ""
            yield self._w.say("report-will-move")
            yield from (f"    {shown(self._lines.movement(one))}" for one in moved)
        created = (self._lines.person(one) for one in staged if not one.changes)
        updated = (self._lines.update(one) for one in staged if one.changes)
        yield from self._section("report-will-create", created, report.counts["created"], see)
        yield from self._section("report-will-update", updated, report.counts["updated"], see)

    def _section(self, heading: str, lines: Iterable[str], count: int, see: str = "") -> Lines:
        """A heading, the first examples, and where there are more than are shown, how many and what shows them."""
        for number, line in enumerate(lines):
            if not number:
                yield ""
                yield self._w.say(heading)
            if self._shown is not None and number == self._shown:
                yield f"    … {self._more(max(count - number, 1), see)}"
                break
            yield f"    {line}"

    def shown_date(self, value: str | None) -> str:
        """A date as Vietnamese officers write it, cut to its precision."""
        return self._w.value("date_of_birth", value)

    def _holds(self, report: PlanReport, see: str) -> Lines:
        if not report.holds_total:
            return
        yield ""
        yield self._w.say("report-holds", count=report.holds_total.total())
        for code, count in report.holds_total.most_common():
            some = [hold for hold in report.holds if hold.code == code]
            yield (
                self._figure(count, f"report-hold-{code}")
                if self._w.has(f"report-hold-{code}")
                else self._figure(count, f"hold-{code}")
            )
            for hold in some[: self._shown]:
                yield f"               ? {self._hold(hold)}"
            if self._shown is not None and count > self._shown:
                yield f"               … {self._more(count - self._shown, see)}"

    def _hold(self, hold: Hold) -> str:
        place = where(hold.place, self._w) if hold.place.row else hold.place.list
        return f"{self._w.hold(hold)}  ({place})"

    def _cosmetic(self, lists: Sequence[ListReport], see: str = "") -> Lines:
        edits = [edit for one in lists for edit in one.cosmetic]
        total = sum(one.tally.cosmetic for one in lists)
        yield from self._section("report-cosmetic", (self._edit(edit) for edit in edits), total, see)

    def _edit(self, edit: CosmeticEdit) -> str:
        return f"= {self._lines.changes(edit.edits, '=')}  ({edit.place})"

    def _findings(self, lists: Sequence[ListReport], see: str) -> Lines:
        """Errors, then warnings; notes belong to `check` alone."""
        found = [finding for one in lists for finding in one.findings]
        for severity in (Severity.ERROR, Severity.WARNING):
            some = [finding for finding in found if finding.severity is severity]
            lines = (self.finding(finding) for finding in some)
            yield from self._section(f"report-findings-{severity.value}", lines, len(some), see)

    def finding(self, finding: Finding) -> str:
        """One finding with its place, in one line."""
        sign = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}[finding.severity]
        return f"{sign} {finding.place}: {self._w.finding(finding)}"

    @property
    def _rejections(self) -> RejectionScreen:
        from yumsync.cli.rejections import RejectionScreen  # noqa: PLC0415 -- most runs have nothing to tell of

        return RejectionScreen(self._w)

    # ── looking ──────────────────────────────────────────────────────────────────────────────────────────

    def status(self, report: StatusReport) -> Lines:
        """Where things stand now, and what to do about it."""
        say = self._w.say
        for kind, count in report.people.items():
            yield self._figure(count, f"report-people-{kind}")
        if report.operations.get(OperationState.PENDING):
            yield self._figure(report.operations[OperationState.PENDING], "report-state-pending")
        for one in report.unsettled:
            yield self._figure(one.count, f"report-state-{one.state.value}")
            yield from self._rejections.standing(one)
        for code, count in report.holds.items():
            label = f"report-hold-{code}" if self._w.has(f"report-hold-{code}") else f"hold-{code}"
            yield self._figure(count, label)
        if report.holder is not None:
            yield say("report-running", host=report.holder.host, pid=str(report.holder.pid))
        if report.last is None:
            yield say("report-never-ran")
        else:
            yield say(
                "report-last-run", when=self.moment(report.last.ended or report.last.started), run=report.last.id
            )
            if report.last_in_step and report.last_in_step != report.last.ended:
                yield say("report-last-in-step", when=self.moment(report.last_in_step))
        accepted = report.operations.get(OperationState.ACCEPTED, 0)
        if report.exit_code == 0 and accepted:
            yield say("report-status-accepted", count=accepted)
        elif report.exit_code == ExitCode.HELD and not report.holds and (accepted or report.undecided):
            yield say("report-status-carried" if accepted else "report-status-undecided", count=accepted)
        else:
            yield say(f"report-status-{report.exit_code}")

    def runs(self, runs: Sequence[RunInfo]) -> Lines:
        """The latest runs, one a line."""
        if not runs:
            yield self._w.say("report-never-ran")
        for run in runs:
            counts = run.counts
            figures = "  ".join(
                f"{self._w.say(f'report-short-{name}')} {self._number(counts[name])}"
                for name in ("created", "updated", "applied", "rejected", "holds")
                if counts.get(name)
            )
            outcome = "-" if run.outcome is None else str(run.outcome)
            state = self._w.say(f"report-run-{run.state}")
            yield f"{run.id}  {self.moment(run.started)}  {run.kind:<5} [{outcome}] {state}  {figures}".rstrip()

    def run(self, report: RunReport) -> Lines:
        """One run: figures, what was refused and what is open, operations with the upstream's words, holds."""
        run = report.run
        yield from self.runs([run])
        for state, count in report.counts.items():
            if count:
                yield self._figure(count, f"report-state-{state.value}")
        if report.rejections.total or report.unsettled:
            yield from self._rejections.of(report)
            yield ""
        for info in report.operations:
            words = f" — {info.words}" if info.words else ""
            line = self._lines.line(info.operation)
            yield shown(f"  [{self._w.say(f'report-short-{info.state.value}')}] {line}{words}")
        more = report.total - len(report.operations) - report.hidden
        if more > 0:
            yield "  " + self._w.say("run-more", count=more, run=run.id)
        for hold in report.holds:
            yield f"  [{self._w.say('report-short-held')}] {self._hold(hold.hold)}"
        yield from self.hidden(report.hidden)

    def hidden(self, count: int) -> Lines:
        """How much there is besides that is not for the eyes of whoever asks."""
        if count:
            yield ""
            yield self._w.say("access-hidden", count=count)

    def moment(self, when: datetime) -> str:
        """A moment in the office's own time."""
        return when.astimezone().strftime("%d/%m/%Y %H:%M")


def as_json(value: object) -> object:
    """Turn a report into plain JSON values: dataclasses by field, keys as text, moments in ISO 8601."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(as_json(key)): as_json(each) for key, each in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bytes | bytearray):
        return value.hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str | int | float | bool) or value is None:
        return value
    if isinstance(value, Iterable):
        return [as_json(each) for each in value]
    return str(value)
