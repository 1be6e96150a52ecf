"""`unanswered`: changes that were sent and have no answer. `settle` takes down what an officer says became of one."""

import sys
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from config.wording import Wording
from sync.exits import ExitCode
from yumsync.cli.face import Face
from yumsync.cli.folding import shown
from yumsync.cli.helping import Verb, Verbs

if TYPE_CHECKING:
    from sync.delivery.unanswered import UnansweredReport
    from sync.ports import OperationInfo

_FROM_INPUT = "-"

SHOWN = 50
"""How many are listed on the screen; JSON has more."""


class Became(StrEnum):
    """What became of a change, as it is typed."""

    APPLIED = "applied"
    UNTOUCHED = "untouched"


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb and what can be done."""
    text = face.help
    group = typer.Typer(cls=Verbs, rich_markup_mode=None, invoke_without_command=True, add_completion=False)

    @group.callback(help=text("unanswered"))
    def unanswered(ctx: typer.Context) -> int:
        if ctx.invoked_subcommand is not None:
            return 0
        with face.open() as program:
            report = program.unanswered().all()
        code = (ExitCode.UNAVAILABLE if report.asked else ExitCode.HELD) if report.total else ExitCode.IN_STEP
        value = {name: getattr(report, name) for name in ("operations", "total", "asked", "hidden")}
        face.answer({**value, "exit_code": int(code)}, listed(report, face.wording))
        return code

    @group.command(cls=Verb, help=text("unanswered-settle"))
    def settle(
        numbers: Annotated[
            list[int], typer.Argument(min=1, metavar=text("metavar-numbers"), help=text("unanswered-numbers"))
        ],
        became: Annotated[
            Became,
            typer.Option("--as", metavar="applied|untouched", help=text("unanswered-as"), case_sensitive=False),
        ],
        reason: Annotated[
            str, typer.Option("--reason", metavar=text("metavar-reason"), help=text("unanswered-reason"))
        ] = "",
    ) -> int:
        from sync.values import Outcome  # noqa: PLC0415

        told = sys.stdin.read() if reason == _FROM_INPUT else reason
        with face.open() as program:
            settled = program.unanswered().settle(numbers, Outcome(became.value), told)
        face.answer(
            {"settled": [one.number for one in settled], "as": became}, decided(settled, became, face.wording)
        )
        return 0

    app.add_typer(group, name="unanswered")


def listed(report: "UnansweredReport", wording: Wording) -> Iterator[str]:
    """What has no answer, and the next step."""
    say = wording.say
    if not report.total:
        yield say("unanswered-none")
        return
    yield say("unanswered-title", count=report.total)
    if report.hidden:
        yield say("access-hidden", count=report.hidden)
    if not report.operations:
        return
    for info in report.operations[:SHOWN]:
        yield f"  {_line(info, wording)}"
    if report.total > SHOWN:
        yield f"  … {say('report-and-more', count=report.total - SHOWN)}"
    yield ""
    yield say("unanswered-next-run" if report.asked else "unanswered-next", number=str(report.operations[0].number))


def decided(settled: "Sequence[OperationInfo]", became: Became, wording: Wording) -> Iterator[str]:
    """What was taken down, and what follows."""
    for info in settled:
        yield f"✓ {_line(info, wording)}"
    yield wording.say(f"unanswered-settled-{became.value}", count=len(settled))


def _line(info: "OperationInfo", wording: Wording) -> str:
    operation = info.operation
    code = f"movement-{operation.type.value}"
    what = wording.say(code) if wording.has(code) else wording.say("unanswered-record")
    name = operation.record.get("full_name") or "?"
    return shown(f"{info.number}  {name} — {what} — {operation.unit}  ({operation.place})")
