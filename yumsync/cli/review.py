"""`plan --workbook` and `apply --review`: a plan reviewed and answered in a workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from config.wording import Wording
    from sync.ports import OperationInfo
    from sync.questions.reviewing import ReviewReport
    from sync.reports import PlanReport, SyncReport
    from yumsync.bootstrap import App
    from yumsync.cli.face import Face


def planned(app: App, out: Path | None, face: Face, *, force: bool) -> PlanReport:
    """Make a plan, and its workbook where one is wanted."""
    if out is None:
        return app.plan()
    from yumsync.reviewing import plan_with_review  # noqa: PLC0415 -- slow to load

    return plan_with_review(app, out, face.wording, force=force)


def to_tell(app: App, report: PlanReport, *, whole: bool) -> Sequence[OperationInfo]:
    """Return the operations of a plan that are told of: the first and every movement, or all of them."""
    from sync.access.showing import Shown  # noqa: PLC0415
    from sync.looking import SHOWN_OPERATIONS  # noqa: PLC0415
    from yumsync.cli.operationlines import is_named  # noqa: PLC0415

    first = report.operations
    cut = len(first) >= SHOWN_OPERATIONS and (whole or report.movements)
    run = app.store.runs.get(report.run.id) if cut else None
    if run is None:
        return first
    found = enumerate(Shown(app.actor.sight()).each(app.store.plans.operations(run.number)))
    return [one for number, one in found if whole or number < SHOWN_OPERATIONS or is_named(one.operation)]


def applied(app: App, run: str, review: Path | None) -> tuple[SyncReport, ReviewReport | None]:
    """Carry out a plan by its number, or the one a workbook was made of with what was answered in it."""
    if review is not None:
        from yumsync.reviewing import apply_review  # noqa: PLC0415 -- slow to load

        return apply_review(app, review, run)
    return app.apply(run), None


def notice(out: Path, wording: Wording) -> Iterator[str]:
    """Where the workbook is, that it is personal, and how to go on."""
    yield ""
    yield wording.say("review-written", file=str(out))
    yield wording.say("review-personal")
    yield wording.say("review-next", file=str(out))


def outcome(report: ReviewReport, wording: Wording) -> Iterator[str]:
    """What became of the answers."""
    yield wording.say("review-taken", approved=report.approved, rejected=report.rejected)
    if report.freed:
        yield "  " + wording.say("review-freed", count=report.freed)
    if report.later:
        yield "  " + wording.say("review-later", count=report.later)
