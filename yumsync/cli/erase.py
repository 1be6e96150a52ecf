"""`erase`: take one person out of everything that is kept."""

import sys
from typing import Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb

_FROM_INPUT = "-"


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb."""
    text = face.help

    @app.command(cls=Verb, help=text("erase"))
    def erase(
        person: Annotated[str, typer.Argument(metavar=text("metavar-person"), help=text("why-person"))] = "",
        which: Annotated[str, typer.Option("--which", metavar=text("metavar-which"), help=text("why-which"))] = "",
        reason: Annotated[
            str, typer.Option("--reason", metavar=text("metavar-reason"), help=text("erase-reason"))
        ] = "",
        decision_no: Annotated[
            str, typer.Option("--decision-no", metavar=text("metavar-number"), help=text("erase-decision-no"))
        ] = "",
        yes: Annotated[bool, typer.Option("--yes", help=text("erase-yes"))] = False,
        finish: Annotated[bool, typer.Option("--finish", help=text("erase-finish"))] = False,
    ) -> int:
        from sync.erasure.erasing import ErasureReport  # noqa: PLC0415
        from sync.exits import ExitCode  # noqa: PLC0415
        from yumsync.cli.erasescreen import EraseScreen  # noqa: PLC0415
        from yumsync.cli.storyscreen import StoryScreen  # noqa: PLC0415

        screen = EraseScreen(face.wording)
        with face.open() as program:
            erasing = program.erasing()
            if finish:
                done = erasing.finish()
                face.answer({"finished": done}, screen.finished(done=done))
                return ExitCode.IN_STEP
            typed = (sys.stdin.read() if person == _FROM_INPUT else person).strip()
            if yes:
                found = erasing.erase(typed, which, decision_no=decision_no, reason=reason)
            else:
                found = erasing.consider(typed, which)
        if not isinstance(found, ErasureReport):
            face.answer({"several": found}, StoryScreen(face.wording).several(found))
            return ExitCode.USAGE
        face.answer(found, screen.report(found, decision_no))
        return found.exit_code
