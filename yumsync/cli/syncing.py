"""`plan`, `apply`, `sync`: from the lists to the upstream, in two steps or in one."""

from collections.abc import Callable
from dataclasses import fields
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sync.errors import YumsyncError
from yumsync.cli import review
from yumsync.cli.face import Face
from yumsync.cli.guaranteed import guaranteed
from yumsync.cli.handoverscreen import handover_lines
from yumsync.cli.helping import Verb

if TYPE_CHECKING:
    from sync.questions.reviewing import ReviewReport
    from sync.reports import PlanReport, StatusReport, SyncReport
    from yumsync.bootstrap import App


def register(app: typer.Typer, face: Face) -> None:
    """Add the verbs."""
    text = face.help

    @app.command(cls=Verb, help=text("plan"))
    def plan(
        workbook: Annotated[
            Path | None, typer.Option("--workbook", metavar=text("metavar-file"), help=text("plan-workbook"))
        ] = None,
        force: Annotated[bool, typer.Option("--force", help=text("plan-force"))] = False,
        whole: Annotated[bool, typer.Option("--all", help=text("plan-all"))] = False,
    ) -> int:
        with face.open(progress=True) as program:
            report = review.planned(program, workbook, face, force=force)
            report.operations = review.to_tell(program, report, whole=whole)
            log = face.log(program.settings.log.level)
        log.info("plan.made", run=report.run.id, **report.counts)
        told = review.notice(workbook, face.wording) if workbook is not None else ()
        value = report if workbook is None else {**by_name(report), "workbook": str(workbook)}
        face.answer(value, chain(face.screen_of(whole=whole).plan(report), told))
        return report.exit_code

    @app.command(cls=Verb, help=text("apply"))
    def apply(
        run: Annotated[str, typer.Argument(metavar=text("metavar-run"), help=text("apply-run"))] = "",
        workbook: Annotated[
            Path | None, typer.Option("--review", metavar=text("metavar-file"), help=text("apply-review"))
        ] = None,
    ) -> int:
        if not run and workbook is None:
            raise YumsyncError("usage-missing", name=f"{face.wording.say('help-metavar-run')} | --review")
        return _carried_out(face, lambda program: review.applied(program, run, workbook))

    @app.command(cls=Verb, help=text("sync"))
    def sync(
        retry_refused: Annotated[bool, typer.Option("--retry-refused", help=text("sync-retry"))] = False,
    ) -> int:
        return _carried_out(face, lambda program: (program.sync(retry_refused=retry_refused), None))


def _carried_out(face: Face, verb: "Callable[[App], tuple[SyncReport, ReviewReport | None]]") -> int:
    """Do a run that may be stopped between batches; show its report, write its one line to the log."""
    from yumsync.signals import stop_on_signals  # noqa: PLC0415

    with face.open(stop=stop_on_signals(), progress=True) as program:
        report, answers = verb(program)
        carried = program.handover()
        promised = guaranteed(program.guarantee(), face.wording)
        log = face.log(program.settings.log.level)
    delivery = report.delivery
    facts: dict[str, object] = dict(report.plan.counts) if report.plan is not None else {}
    if delivery is not None:
        facts.update(
            sent=delivery.sent, applied=delivery.applied, rejected=delivery.rejected, pending=delivery.pending
        )
    write = log.warning if delivery is not None and delivery.stopped else log.info
    write("run.finished", run=report.run.id, kind=report.run.kind, exit_code=report.exit_code, **facts)
    told = review.outcome(answers, face.wording) if answers is not None else ()
    todo = handover_lines(carried, face.wording) if carried is not None else ()
    more = {name: one for name, one in (("review", answers), ("handover", carried)) if one is not None}
    face.answer(
        {**by_name(report), **more} if more else report, chain(told, face.screen.sync(report), todo, promised)
    )
    return report.exit_code


def by_name(report: "PlanReport | StatusReport | SyncReport") -> dict[str, object]:
    """Return a report's values by their names."""
    return {one.name: getattr(report, one.name) for one in fields(report)}
