"""`plan`, `apply`, `sync`: from the lists to the upstream, in two steps or in one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb

if TYPE_CHECKING:
    from sync.reports import SyncReport
    from yumsync.bootstrap import App


def register(app: typer.Typer, face: Face) -> None:
    """Add the verbs."""
    text = face.help

    @app.command(cls=Verb, help=text("plan"))
    def plan() -> int:
        with face.open(progress=True) as program:
            report = program.plan()
            log = face.log(program.settings.log.level)
        log.info("plan.made", run=report.run.id, **report.counts)
        face.answer(report, face.screen.plan(report))
        return report.exit_code

    @app.command(cls=Verb, help=text("apply"))
    def apply(
        run: Annotated[str, typer.Argument(metavar=text("metavar-run"), help=text("apply-run"))],
    ) -> int:
        return _carried_out(face, lambda program: program.apply(run))

    @app.command(cls=Verb, help=text("sync"))
    def sync(
        retry_refused: Annotated[bool, typer.Option("--retry-refused", help=text("sync-retry"))] = False,
    ) -> int:
        return _carried_out(face, lambda program: program.sync(retry_refused=retry_refused))


def _carried_out(face: Face, verb: "Callable[[App], SyncReport]") -> int:
    """Do a run that may be stopped between batches; show its report, write its one line to the log."""
    from yumsync.bootstrap import stop_on_signals  # noqa: PLC0415

    with face.open(stop=stop_on_signals(), progress=True) as program:
        report = verb(program)
        log = face.log(program.settings.log.level)
    delivery = report.delivery
    facts: dict[str, object] = dict(report.plan.counts) if report.plan is not None else {}
    if delivery is not None:
        facts.update(
            sent=delivery.sent, applied=delivery.applied, rejected=delivery.rejected, pending=delivery.pending
        )
    write = log.warning if delivery is not None and delivery.stopped else log.info
    write("run.finished", run=report.run.id, kind=report.run.kind, exit_code=report.exit_code, **facts)
    face.answer(report, face.screen.sync(report))
    return report.exit_code
