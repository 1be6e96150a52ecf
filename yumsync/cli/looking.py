"""`status`, `runs`, `run`: where things stand and what happened."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.guaranteed import guaranteed
from yumsync.cli.handoverscreen import handover_lines
from yumsync.cli.helping import Verb
from yumsync.cli.syncing import by_name


def register(app: typer.Typer, face: Face) -> None:
    """Add the verbs."""
    text = face.help

    @app.command(cls=Verb, help=text("status"))
    def status(
        max_age: Annotated[
            str, typer.Option("--max-age", metavar=text("metavar-span"), help=text("status-max-age"))
        ] = "",
        notify: Annotated[bool, typer.Option("--notify", help=text("status-notify"))] = False,
    ) -> int:
        if max_age or notify:
            from yumsync.cli.watching import watched  # noqa: PLC0415

            return watched(face, max_age, notify=notify)
        with face.open() as program:
            report = program.status()
            carried = program.handover()
            promised = guaranteed(program.guarantee(), face.wording)
        todo = handover_lines(carried, face.wording) if carried is not None else ()
        value = report if carried is None else {**by_name(report), "handover": carried}
        face.answer(value, chain(face.screen.status(report), todo, promised))
        return report.exit_code

    @app.command(cls=Verb, help=text("runs"))
    def runs(
        limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, help=text("runs-limit"))] = 20,
    ) -> int:
        with face.open() as program:
            found = program.runs(limit)
        face.answer({"runs": list(found)}, face.screen.runs(found))
        return 0

    @app.command(cls=Verb, help=text("run"))
    def run(
        run: Annotated[str, typer.Argument(metavar=text("metavar-run"), help=text("run-run"))],
        rejected: Annotated[
            Path | None, typer.Option("--rejected", metavar=text("metavar-workbook"), help=text("run-rejected"))
        ] = None,
        force: Annotated[bool, typer.Option("--force", help=text("run-force"))] = False,
        whole: Annotated[bool, typer.Option("--all", help=text("run-all"))] = False,
    ) -> int:
        with face.open() as program:
            report = program.run(run, whole=whole)
            rows = 0
            if rejected is not None and report.rejections.total:
                rows = program.reports().rejected(report.run.number, rejected, face.wording, force=force)
        face.answer(report, chain(face.screen.run(report), _told(face, rejected, rows)))
        return 0


def _told(face: Face, workbook: Path | None, rows: int) -> Iterator[str]:
    """What became of the workbook, where one was asked for."""
    if workbook is not None:
        yield ""
        if rows:
            yield face.wording.say("rejections-written", file=workbook.as_posix(), rows=rows)
        else:
            yield face.wording.say("rejections-none")
