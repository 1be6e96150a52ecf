"""`check`: lists are read and cleaned, and nothing is touched."""

from pathlib import Path
from typing import Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb."""
    text = face.help

    @app.command(cls=Verb, help=text("check"))
    def check(
        files: Annotated[
            list[Path] | None, typer.Argument(metavar=text("metavar-files"), help=text("check-files"))
        ] = None,
        youth: Annotated[bool, typer.Option("--youth", help=text("check-youth"))] = False,
    ) -> int:
        from sync.values import ListKind  # noqa: PLC0415

        kind = ListKind.YOUTH if youth else ListKind.MEMBERS
        with face.open(progress=True) as program:
            report = program.check(files or (), kind=kind)
        face.answer(report, face.screen.check(report))
        return report.exit_code
