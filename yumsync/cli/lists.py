"""`check`: lists are read and cleaned, and nothing of them is touched."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb

if TYPE_CHECKING:
    from sync.reports import CheckReport
    from yumsync.checks import Extras


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb."""
    text = face.help

    @app.command(cls=Verb, help=text("check"))
    def check(
        files: Annotated[
            list[Path] | None, typer.Argument(metavar=text("metavar-files"), help=text("check-files"))
        ] = None,
        kind: Annotated[
            str | None, typer.Option("--kind", metavar=text("metavar-kind"), help=text("check-kind"))
        ] = None,
        youth: Annotated[bool, typer.Option("--youth", help=text("check-youth"))] = False,
        annotate: Annotated[
            Path | None, typer.Option("--annotate", metavar=text("metavar-out"), help=text("check-annotate"))
        ] = None,
        save_layout: Annotated[
            str | None, typer.Option("--save-layout", metavar=text("metavar-name"), help=text("check-save-layout"))
        ] = None,
        layout: Annotated[
            str | None, typer.Option("--layout", metavar=text("metavar-name"), help=text("check-layout"))
        ] = None,
        force: Annotated[bool, typer.Option("--force", help=text("check-force"))] = False,
    ) -> int:
        from yumsync.checks import Extras  # noqa: PLC0415

        extras = Extras(layout, save_layout, annotate, force, face.wording)
        if files:
            report = _files(files, face, extras, "youth" if youth else kind)
        else:
            with face.open(progress=True) as program:
                report = program.check(extras)
        face.answer(report, face.check_screen.lines(report))
        return report.exit_code


def _files(files: list[Path], face: Face, extras: "Extras", named: str | None) -> "CheckReport":
    """Check files on their own: without a configuration where there is none, and never with the key.

    `named` is their kind, where somebody says it.
    """
    from sync.errors import YumsyncError  # noqa: PLC0415
    from sync.values import ListKind  # noqa: PLC0415
    from yumsync.checkfiles import check_files  # noqa: PLC0415

    kinds = (ListKind.MEMBERS, ListKind.YOUTH, ListKind.MOVEMENTS)
    if named is not None and named not in kinds:
        raise YumsyncError("usage-kind", found=named, known=", ".join(kinds))
    kind = ListKind(named) if named is not None else None
    with face.bar() as progress:
        return check_files(files, kind, config=face.config, progress=progress, extras=extras)
