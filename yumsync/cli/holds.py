"""`holds`: what waits for an officer, whom a row could be, and what is decided about it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from yumsync.cli import approving
from yumsync.cli.face import Face
from yumsync.cli.helping import Verb, Verbs

if TYPE_CHECKING:
    from sync.questions.holds import Holds
    from sync.questions.openholds import HoldReport, PossibleAnswer
    from yumsync.cli.holdscreen import HoldScreen

_FROM_INPUT = "-"


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb and what can be done with a question."""
    text = face.help
    group = typer.Typer(cls=Verbs, rich_markup_mode=None, invoke_without_command=True, add_completion=False)

    @group.callback(help=text("holds"))
    def holds(
        ctx: typer.Context,
        code: Annotated[str, typer.Option("--code", metavar=text("metavar-kind"), help=text("holds-kind"))] = "",
        of_list: Annotated[str, typer.Option("--list", metavar=text("metavar-list"), help=text("holds-list"))] = "",
        everything: Annotated[bool, typer.Option("--all", help=text("holds-all"))] = False,
    ) -> int:
        if ctx.invoked_subcommand is not None:
            return 0
        with opened(face) as (open_holds, screen):
            report = open_holds.all()
        report = report.only(code=code, of_list=of_list)
        shown = {"holds": list(report.holds), "hidden": report.hidden, "exit_code": report.exit_code}
        face.answer(shown, screen.holds(report, everything=everything))
        return report.exit_code

    @group.command(cls=Verb, help=text("holds-show"))
    def show(
        hold: Annotated[str, typer.Argument(metavar=text("metavar-hold"), help=text("holds-hold"))],
    ) -> int:
        with opened(face) as (open_holds, screen):
            report = open_holds.one(hold)
        shown = {
            "waiting": report.waiting,
            "candidates": report.candidates,
            "answers": [
                {
                    "answer": one.answer,
                    "movement": one.movement,
                    "needs": one.needs,
                    "command": command_for(report, one),
                }
                for one in report.answers
            ],
        }
        face.answer(shown, screen.hold(report))
        return 0

    @group.command(cls=Verb, help=text("holds-decide"))
    def decide(
        hold: Annotated[str, typer.Argument(metavar=text("metavar-hold"), help=text("holds-hold"))],
        same_as: Annotated[
            str, typer.Option("--same-as", metavar=text("metavar-candidate"), help=text("holds-same-as"))
        ] = "",
        new: Annotated[bool, typer.Option("--new", help=text("holds-new"))] = False,
        leave: Annotated[bool, typer.Option("--leave", help=text("holds-leave"))] = False,
        ours: Annotated[bool, typer.Option("--ours", help=text("holds-ours"))] = False,
        theirs: Annotated[bool, typer.Option("--theirs", help=text("holds-theirs"))] = False,
        reason: Annotated[
            str, typer.Option("--reason", metavar=text("metavar-reason"), help=text("holds-reason"))
        ] = "",
    ) -> int:
        from sync.errors import DecisionError  # noqa: PLC0415
        from sync.values import Answer  # noqa: PLC0415

        chosen = [*([Answer.SAME_AS] if same_as else []), *([Answer.NEW] if new else [])]
        chosen += [Answer.LEAVE] if leave else []
        chosen += [*([Answer.OURS] if ours else []), *([Answer.THEIRS] if theirs else [])]
        if len(chosen) != 1:
            raise DecisionError("hold-choose-one", hold=hold)
        told = sys.stdin.read() if reason == _FROM_INPUT else reason
        with opened(face) as (open_holds, screen):
            made = open_holds.decide(hold, chosen[0], same_as, told)
        face.answer({"decision": made}, screen.decided(made))
        return 0

    @group.command(cls=Verb, help=text("holds-decided"))
    def decided() -> int:
        with opened(face) as (open_holds, screen):
            standing = open_holds.decisions()
        face.answer({"decisions": list(standing)}, screen.decisions(standing))
        return 0

    @group.command(cls=Verb, help=text("holds-withdraw"))
    def withdraw(
        decision: Annotated[
            int, typer.Argument(min=1, metavar=text("metavar-decision"), help=text("holds-decision"))
        ],
    ) -> int:
        with opened(face) as (open_holds, screen):
            ended = open_holds.withdraw(decision)
        face.answer({"decision": ended}, screen.withdrawn(ended))
        return 0

    approving.register(group, face)
    app.add_typer(group, name="holds")


def command_for(report: "HoldReport", possible: "PossibleAnswer") -> str:
    """Return the command that gives an answer, as it is typed."""
    from yumsync.cli.holdscreen import command  # noqa: PLC0415

    return command(report.waiting.id, possible)


@contextmanager
def opened(face: Face) -> "Iterator[tuple[Holds, HoldScreen]]":
    """Give the open questions of the configuration asked for, and what draws them."""
    from yumsync.cli.holdscreen import HoldScreen  # noqa: PLC0415

    with face.open() as program:
        yield program.holds(), HoldScreen(face.wording)
