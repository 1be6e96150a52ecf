"""`holds approve` and `holds reject`: one question, several, or all of a kind, a list, a unit and those below it."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb

if TYPE_CHECKING:
    from sync.questions.approving import Said
    from sync.questions.holds import Chosen

_FROM_INPUT = "-"
_HELD = 3


def register(group: typer.Typer, face: Face) -> None:
    """Add the two verbs to those of `holds`."""
    text = face.help
    ids = Annotated[list[str], typer.Argument(metavar=text("metavar-hold"), help=text("holds-hold"))]
    reason = Annotated[str, typer.Option("--reason", metavar=text("metavar-reason"), help=text("holds-reason"))]
    number = Annotated[
        str, typer.Option("--decision-no", metavar=text("metavar-number"), help=text("holds-decision-no"))
    ]
    unit = Annotated[str, typer.Option("--unit", metavar=text("metavar-of-unit"), help=text("holds-unit"))]
    code = Annotated[str, typer.Option("--code", metavar=text("metavar-kind"), help=text("holds-code"))]
    of_list = Annotated[str, typer.Option("--list", metavar=text("metavar-list"), help=text("holds-of-list"))]
    yes = Annotated[bool, typer.Option("--yes", help=text("holds-yes"))]

    @group.command(cls=Verb, help=text("holds-approve"))
    def approve(  # noqa: PLR0917 -- the library gives them by name
        holds: ids = [],  # noqa: B006 -- the library reads it as "none given"
        reason: reason = "",
        decision_no: number = "",
        on: Annotated[str, typer.Option("--on", metavar=text("metavar-on"), help=text("holds-on"))] = "",
        movement: Annotated[str, typer.Option("--as", metavar=text("metavar-movement"), help=text("holds-as"))] = "",
        destination: Annotated[
            str, typer.Option("--destination", metavar=text("metavar-of-unit"), help=text("holds-destination"))
        ] = "",
        origin: Annotated[
            str, typer.Option("--origin", metavar=text("metavar-of-unit"), help=text("holds-origin"))
        ] = "",
        unit: unit = "",
        code: code = "",
        of_list: of_list = "",
        yes: yes = False,
    ) -> int:
        from sync.questions.approving import Said  # noqa: PLC0415
        from sync.questions.holds import Chosen  # noqa: PLC0415
        from sync.values import Answer  # noqa: PLC0415

        facts = {"decision_no": decision_no, "destination": destination, "origin": origin}
        said = Said(Answer.APPROVE, _told(reason), movement, on or None, facts)
        return _answer(face, Chosen(holds, code, of_list, unit), said, yes=yes)

    @group.command(cls=Verb, help=text("holds-reject"))
    def reject(
        holds: ids = [],  # noqa: B006 -- the library reads it as "none given"
        reason: reason = "",
        decision_no: number = "",
        unit: unit = "",
        code: code = "",
        of_list: of_list = "",
        yes: yes = False,
    ) -> int:
        from sync.questions.approving import Said  # noqa: PLC0415
        from sync.questions.holds import Chosen  # noqa: PLC0415
        from sync.values import Answer  # noqa: PLC0415

        said = Said(Answer.REJECT, _told(reason), facts={"decision_no": decision_no})
        return _answer(face, Chosen(holds, code, of_list, unit), said, yes=yes)


def _told(reason: str) -> str:
    return sys.stdin.read() if reason == _FROM_INPUT else reason


def _answer(face: Face, chosen: "Chosen", said: "Said", *, yes: bool) -> int:
    """Take an answer down. More than one question is shown first, unless that was agreed to: nothing is done then,
    and the program ends as where something waits for an officer."""
    from yumsync.cli.holds import opened  # noqa: PLC0415 -- it adds these verbs

    with opened(face) as (open_holds, screen):
        found = open_holds.consider(chosen, said)
        agreed = yes or len(found.fitting) == 1
        if agreed:
            found = open_holds.answer(chosen, said)
    shown = {
        "answered": agreed,
        "holds": [one.id for one, _ in found.fitting],
        "decisions": [made for _, made in found.fitting] if agreed else [],
        "replaced": [one.decision.number for one, _ in found.fitting if one.decision is not None],
        "left": [{"code": each.code, "message": face.wording.error(each)} for each in found.left],
    }
    face.answer(shown, screen.answered(found) if agreed else screen.preview(found))
    return 0 if agreed else _HELD
