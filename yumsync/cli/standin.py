"""`standin`: start the service that stands in for the upstream."""

from pathlib import Path
from typing import Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb."""
    text = face.help

    @app.command(cls=Verb, help=text("standin"))
    def standin(
        host: Annotated[str, typer.Option("--host", help=text("standin-host"))] = "127.0.0.1",
        port: Annotated[int, typer.Option("--port", min=0, max=65535, help=text("standin-port"))] = 8901,
        db: Annotated[
            Path | None, typer.Option("--db", metavar=text("metavar-file"), help=text("standin-db"))
        ] = None,
    ) -> int:
        from standin.serve import main  # noqa: PLC0415

        kept = ["--db", str(db)] if db is not None else []
        return main(["--host", host, "--port", str(port), *kept])
