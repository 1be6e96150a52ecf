"""`demo`: the whole story on fabricated data."""

from pathlib import Path
from typing import Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb."""
    text = face.help

    @app.command(cls=Verb, help=text("demo"))
    def demo(
        folder: Annotated[
            Path, typer.Option("--folder", metavar=text("metavar-folder"), help=text("demo-folder"))
        ] = Path("demo"),
    ) -> int:
        from yumsync.demo.story import tell  # noqa: PLC0415

        return tell(folder, face.wording)
