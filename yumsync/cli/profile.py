"""`profile`: `try` shows what would be sent by a profile, `check` tries an upstream out by it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb, Verbs

if TYPE_CHECKING:
    from adapters.upstream.trial import Request, Trial

_FROM_INPUT = "-"


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb."""
    text = face.help
    group = typer.Typer(
        cls=Verbs, rich_markup_mode=None, no_args_is_help=True, add_completion=False, help=text("profile")
    )

    @group.command("try", cls=Verb, help=text("profile-try"))
    def try_(
        profile: Annotated[str, typer.Argument(metavar=text("metavar-profile"), help=text("profile-profile"))] = "",
        person: Annotated[
            str, typer.Option("--person", metavar=text("metavar-person"), help=text("profile-person"))
        ] = "",
        sample: Annotated[bool, typer.Option("--sample", help=text("profile-sample"))] = False,
        operation: Annotated[
            str, typer.Option("--operation", metavar=text("metavar-movement"), help=text("profile-operation"))
        ] = "upsert",
        unit: Annotated[str, typer.Option("--unit", metavar=text("metavar-of-unit"), help=text("profile-to"))] = "",
    ) -> int:
        from config.profile import load_profile  # noqa: PLC0415
        from config.settings import FILE_NAME  # noqa: PLC0415
        from sync.errors import YumsyncError  # noqa: PLC0415
        from sync.values import ASKED_FOR, OperationType  # noqa: PLC0415
        from yumsync.profiling import chosen, try_profile  # noqa: PLC0415

        typed = sys.stdin.read().strip() if person == _FROM_INPUT else person.strip()
        if bool(typed) == sample:
            raise YumsyncError("profile-try-whom")
        if operation not in ASKED_FOR:
            choices = ", ".join(one for one in OperationType if one in ASKED_FOR)
            raise YumsyncError("usage-wrong-choice", name="--operation", choices=choices)
        type_ = OperationType(operation)
        if profile and sample and face.config is None and not Path(FILE_NAME).exists():
            trial = try_profile(load_profile(profile), None, type_=type_, unit=unit)
        else:
            with face.open() as program:
                trial = try_profile(chosen(program, profile), program, typed, type_=type_, unit=unit)
        face.answer(trial, tried(trial, face))
        return 0

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


def tried(trial: "Trial", face: Face) -> Iterator[str]:
    """The requests, or the rows, one after another."""
    say = face.wording.say
    yield say("tried-title")
    for request in trial.requests:
        yield ""
        yield from _request(request, face)
    for row in trial.rows:
        yield ""
        yield say("tried-row", sheet=row.sheet)
        yield from (f"  {title}: {value}" for title, value in row.cells)
    if trial.refused:
        yield ""
        yield "✗ " + face.wording.rejection(trial.refused)
    elif not trial.requests and not trial.rows:
        yield say("tried-nothing")


def _request(request: "Request", face: Face) -> Iterator[str]:
    if request.login:
        yield "# " + face.wording.say("tried-login")
    yield f"{request.method} {request.url}"
    yield from (f"{name}: {value}" for name, value in request.headers.items())
    if request.body is not None:
        yield from json.dumps(request.body, ensure_ascii=False, indent=2).splitlines()
