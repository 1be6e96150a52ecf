"""`person export`: all that is kept of one person, as a file for that person."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb, Verbs

if TYPE_CHECKING:
    from sync.evidence.exports import Dossier

_FROM_INPUT = "-"
_FORMS = (".json", ".html", ".xlsx")


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb and what can be done."""
    text = face.help
    group = typer.Typer(
        cls=Verbs, rich_markup_mode=None, no_args_is_help=True, add_completion=False, help=text("person")
    )

    @group.command(cls=Verb, help=text("person-export"))
    def export(
        person: Annotated[str, typer.Argument(metavar=text("metavar-person"), help=text("why-person"))],
        out: Annotated[Path, typer.Argument(metavar=text("metavar-export"), help=text("person-out"))],
        which: Annotated[str, typer.Option("--which", metavar=text("metavar-which"), help=text("why-which"))] = "",
        force: Annotated[bool, typer.Option("--force", help=text("why-force"))] = False,
    ) -> int:
        from sync.errors import YumsyncError  # noqa: PLC0415
        from sync.evidence.exports import Dossier  # noqa: PLC0415
        from sync.exits import ExitCode  # noqa: PLC0415
        from yumsync.cli.storyscreen import StoryScreen  # noqa: PLC0415

        if out.suffix.lower() not in _FORMS:
            raise YumsyncError("person-export-form", file=out.name, choices=", ".join(_FORMS))
        if out.exists() and not (force and out.is_file()):
            raise YumsyncError("file-exists", file=out.name)
        typed = sys.stdin.read() if person == _FROM_INPUT else person
        with face.open() as program:
            found = program.exports().of(typed.strip(), which)
        if not isinstance(found, Dossier):
            face.answer({"several": found}, StoryScreen(face.wording).several(found))
            return ExitCode.USAGE
        _write(out, found, face)
        said = face.wording.say("person-exported", file=out.as_posix())
        face.answer({"file": out.as_posix(), "operations": len(found.story.operations)}, [said])
        return ExitCode.IN_STEP

    app.add_typer(group, name="person")


def _write(out: Path, dossier: "Dossier", face: Face) -> None:
    """Write the file, its owner's alone, in the form its name asks for."""
    from yumsync.cli.dossier import as_document, as_page, as_table  # noqa: PLC0415

    if out.suffix.lower() == ".xlsx":
        from adapters.reports.workbook import write_workbook  # noqa: PLC0415

        write_workbook(out, as_table(dossier, face.wording), force=True)
        return
    from adapters.reports.workbook import private_file  # noqa: PLC0415

    content = as_page(dossier, face.wording) if out.suffix.lower() == ".html" else as_document(dossier)
    with private_file(out) as half:
        half.write_text(content, "utf-8", errors="replace")
