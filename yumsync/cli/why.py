"""`why`: one person's whole story, on the screen, as JSON, and as a page."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb

_FROM_INPUT = "-"


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb."""
    text = face.help

    @app.command(cls=Verb, help=text("why"))
    def why(
        person: Annotated[str, typer.Argument(metavar=text("metavar-person"), help=text("why-person"))],
        which: Annotated[str, typer.Option("--which", metavar=text("metavar-which"), help=text("why-which"))] = "",
        html: Annotated[
            Path | None, typer.Option("--html", metavar=text("metavar-page"), help=text("why-html"))
        ] = None,
        force: Annotated[bool, typer.Option("--force", help=text("why-force"))] = False,
    ) -> int:
        from sync.evidence.story import Story  # noqa: PLC0415
        from sync.exits import ExitCode  # noqa: PLC0415
        from yumsync.cli.page import check_page, write_page  # noqa: PLC0415
        from yumsync.cli.storypage import story_page  # noqa: PLC0415
        from yumsync.cli.storyscreen import StoryScreen  # noqa: PLC0415

        if html is not None:
            check_page(html, force=force)
        typed = sys.stdin.read() if person == _FROM_INPUT else person
        with face.open() as program:
            found = program.stories().look(typed.strip(), which)
        screen = StoryScreen(face.wording)
        if not isinstance(found, Story):
            face.answer({"several": found}, screen.several(found))
            return ExitCode.USAGE
        face.answer(found, screen.story(found))
        if html is not None:
            write_page(html, story_page(found, face.wording))
            if not face.json:
                face.print(["", face.wording.say("why-page-written", file=html.as_posix())])
        return 0
