"""What an officer's approvals and review workbooks are wired from."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from config.charter import load_movements
from config.holds import load_hold_rules
from config.wording import Wording
from sync.access.permissions import Permission
from sync.access.showing import Shown
from sync.errors import PlanMoved, YumsyncError
from sync.ports import Store
from sync.questions.approving import Approving
from sync.questions.reviewing import Reviewing, ReviewReport
from sync.reports import PlanReport, SyncReport

if TYPE_CHECKING:
    from yumsync.bootstrap import App


def approving(store: Store) -> Approving:
    """Return what judges officers' answers. Raises ConfigError."""
    today = date.today()  # noqa: DTZ011  (days on papers are the office's own)
    return Approving(load_hold_rules(), load_movements(), store.key("identifier"), today)


def plan_with_review(app: App, out: Path, wording: Wording, *, force: bool = False) -> PlanReport:
    """Make a plan and write it as a workbook to be reviewed.

    Raises YumsyncError `review-not-xlsx`, `file-exists` (unless `force`) before anything is planned; OSError.
    """
    from adapters.review.writing import write_review  # noqa: PLC0415 -- slow to load

    app.actor.require(Permission.PEOPLE)
    _check_name(out, force=force)
    report = app.plan()
    store, run = app.store, app.store.runs.get(report.run.id)
    if run is not None:
        possible, shown = approving(store).possible, Shown(app.actor.sight())
        operations, holds = shown.each(store.plans.operations(run.number)), shown.holds(store.plans.holds(run.number))
        write_review(out, run, operations, holds, possible, wording)
    return report


def apply_review(app: App, file: Path, run: str = "") -> tuple[SyncReport, ReviewReport]:
    """Carry out the plan a workbook was made of, with what was answered in it. `run` may name that plan.

    Raises `DecisionError` with everything that is wrong in the workbook, `ListError` where it cannot be read,
    `PlanMoved` where it belongs to another plan than `run`, or as `Engine.apply`.
    """
    from adapters.review.reading import read_review  # noqa: PLC0415 -- slow to load

    app.actor.require(Permission.SYNC)
    app.actor.require(Permission.DECIDE)
    review = read_review(file)
    if run and not review.run.casefold().startswith(run.casefold()):
        raise PlanMoved("plan-other-review", run=run)
    answers = Reviewing(app.store, approving(app.store), review, app.actor)
    planned = app.store.runs.get(review.run)
    if planned is not None:
        answers.permit(planned)
    return app.apply(review.run, answers), answers.report


def _check_name(out: Path, *, force: bool) -> None:
    if out.suffix.lower() != ".xlsx":
        raise YumsyncError("review-not-xlsx", file=out.name)
    if out.exists() and (not force or not out.is_file()):
        raise YumsyncError("file-exists", file=out.name)
