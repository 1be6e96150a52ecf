"""The program's verbs, put together in one language.

Annotations are evaluated as the functions are made, because the help texts in them are those of one call.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from yumsync.cli import (
    audit,
    backup,
    demo,
    erase,
    holds,
    key,
    lists,
    looking,
    person,
    profile,
    reconcile,
    report,
    setup,
    standin,
    syncing,
    unanswered,
    units,
    why,
)
from yumsync.cli.face import Face
from yumsync.cli.helping import Verbs, speak

_GROUPS = (
    setup,
    lists,
    syncing,
    holds,
    report,
    unanswered,
    looking,
    reconcile,
    why,
    erase,
    person,
    audit,
    key,
    backup,
    units,
    profile,
    standin,
    demo,
)

_STAND_AFTER = {
    "sync": ["holds", "report", "unanswered"],
    "erase": ["person"],
    "run": ["audit"],
    "restore": ["key"],
    "units": ["profile"],
}
"""Verbs with verbs of their own, by the one they stand after."""


def command(face: Face, *, completing: bool = False) -> Any:
    """Return the whole command line as one command of the library, ready to be run.

    `completing` adds the options that install shell completion.
    """
    speak(face.wording)
    app = typer.Typer(
        cls=Verbs,
        name="yumsync",
        help=face.help("yumsync"),
        epilog=face.help("epilog"),
        add_completion=completing,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        invoke_without_command=True,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback()(_general(face))
    for group in _GROUPS:
        group.register(app, face)
    program: Any = typer.main.get_command(app)
    # The library puts verbs that have verbs of their own last.
    moved = {name for names in _STAND_AFTER.values() for name in names}
    names = [name for name in program.commands if name not in moved]
    for before, after in _STAND_AFTER.items():
        at = names.index(before) + 1
        names[at:at] = after
    program.commands = {name: program.commands[name] for name in names}
    return program


def _general(face: Face) -> Callable[..., None]:
    """Return the callback that shows the general options in the help; `frame` has taken them out already."""
    text = face.help

    def general(
        ctx: typer.Context,
        config: Annotated[
            Path | None, typer.Option("--config", "-c", metavar=text("metavar-file"), help=text("config"))
        ] = None,
        lang: Annotated[str, typer.Option("--lang", metavar="vi|en", help=text("lang"))] = "vi",
        json: Annotated[bool, typer.Option("--json", help=text("json"))] = False,
        verbose: Annotated[bool, typer.Option("--verbose", "-v", help=text("verbose"))] = False,
        version: Annotated[bool, typer.Option("--version", help=text("version"))] = False,
    ) -> None:
        if ctx.invoked_subcommand is None:
            face.print(ctx.get_help())

    return general
