"""`standin`: start the service that stands in for the upstream."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb

Mode = Literal["batch", "rest"]
"""Which contract it keeps."""


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb."""
    text = face.help

    @app.command(cls=Verb, help=text("standin"))
    def standin(
        mode: Annotated[Mode, typer.Option("--mode", help=text("standin-mode"))] = "batch",
        host: Annotated[str, typer.Option("--host", help=text("standin-host"))] = "127.0.0.1",
        port: Annotated[int, typer.Option("--port", min=0, max=65535, help=text("standin-port"))] = 8901,
        db: Annotated[
            Path | None, typer.Option("--db", metavar=text("metavar-file"), help=text("standin-db"))
        ] = None,
        units: Annotated[
            Path | None, typer.Option("--units", metavar=text("metavar-file"), help=text("standin-units"))
        ] = None,
    ) -> int:
        from standin.serve import main  # noqa: PLC0415

        files = [part for name, path in (("--db", db), ("--units", units)) if path for part in (name, str(path))]
        return main(["--mode", mode, "--host", host, "--port", str(port), *files])
