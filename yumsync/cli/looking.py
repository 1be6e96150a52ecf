"""`status`, `runs`, `run`: where things stand and what happened."""

from typing import Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb


def register(app: typer.Typer, face: Face) -> None:
    """Add the verbs."""
    text = face.help

    @app.command(cls=Verb, help=text("status"))
    def status() -> int:
        with face.open() as program:
            report = program.status()
        face.answer(report, face.screen.status(report))
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
    ) -> int:
        with face.open() as program:
            report = program.run(run)
        face.answer(report, face.screen.run(report))
        return 0
