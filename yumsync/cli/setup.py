"""`init` and `doctor`: a working folder is made, and looked over."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.guaranteed import movements
from yumsync.cli.helping import Verb

if TYPE_CHECKING:
    from yumsync.doctor import Health


def register(app: typer.Typer, face: Face) -> None:
    """Add the verbs."""
    text = face.help

    @app.command(cls=Verb, help=text("init"))
    def init(
        folder: Annotated[
            Path, typer.Argument(metavar=text("metavar-folder"), help=text("init-folder"), show_default=False)
        ] = Path(),
    ) -> int:
        from yumsync.founding import found  # noqa: PLC0415

        target = face.config.parent if face.config else folder
        steps = found(target, name=face.config.name if face.config else None)
        say = face.wording.say
        done = [(say(f"init-{step.code}", name=step.name), step) for step in steps]
        if face.json:
            face.print_json({"steps": [{"what": step.code, "name": step.name} for _, step in done]})
        else:
            face.print([*(f"✓ {words}" for words, _ in done), "", say("init-next")])
        return 0

    @app.command(cls=Verb, help=text("doctor"))
    def doctor() -> int:
        from sync.exits import worst  # noqa: PLC0415

        with face.open() as program:
            found = program.doctor()
        face.answer({"parts": list(found)}, _drawn(found, face))
        return worst(one.exit_code for one in found)


def _drawn(found: "Sequence[Health]", face: Face) -> Iterator[str]:
    say = face.wording
    for one in found:
        part = say.say(f"doctor-{one.part}")
        if one.ok:
            details = {**one.details, "what": movements(str(one.details.get("what", "")), say)}
            yield f"{'!' if one.doubtful else '✓'} {part}: {say.say(one.code, **details)}"
            continue
        yield f"✗ {part}: {say.say(f'error-{one.code}', **one.details)}"
        advice = say.advice(one.code, one.details)
        if advice:
            yield f"  → {advice}"
    yield ""
    yield say.say("doctor-well" if all(one.ok for one in found) else "doctor-unwell")
