"""`profile`: `check` tries an upstream out by a profile."""

from typing import Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb, Verbs


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb."""
    text = face.help
    group = typer.Typer(
        cls=Verbs, rich_markup_mode=None, no_args_is_help=True, add_completion=False, help=text("profile")
    )

    @group.command(cls=Verb, help=text("profile-check"))
    def check(
        profile: Annotated[str, typer.Argument(metavar=text("metavar-profile"), help=text("profile-profile"))] = "",
        url: Annotated[str, typer.Option("--url", metavar=text("metavar-address"), help=text("profile-url"))] = "",
        unit: Annotated[
            list[str], typer.Option("--unit", metavar=text("metavar-of-unit"), help=text("profile-unit"))
        ] = [],  # noqa: B006 -- the library reads it as "none given"
        yes: Annotated[bool, typer.Option("--yes", help=text("profile-yes"))] = False,
    ) -> int:
        from yumsync.cli.promised import promised  # noqa: PLC0415
        from yumsync.profiling import check_upstream, chosen  # noqa: PLC0415

        with face.open() as program:
            of, where = chosen(program, profile), url or program.settings.upstream.url
            report = check_upstream(program, of, where, unit, agreed=yes)
        shown = {"profile": of.name, "url": where, "exit_code": report.exit_code, "report": report}
        face.answer(shown, promised(report, face.wording, of.name, where))
        return report.exit_code

    app.add_typer(group, name="profile")
