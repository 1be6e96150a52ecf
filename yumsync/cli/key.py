"""`key`: the installation's key is replaced, and a recovery code for backups is made."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from config.wording import Wording
from yumsync.cli.face import Face
from yumsync.cli.helping import Verb, Verbs

if TYPE_CHECKING:
    from yumsync.rotating import RotationReport


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb and what can be done."""
    text = face.help
    group = typer.Typer(
        cls=Verbs, rich_markup_mode=None, no_args_is_help=True, add_completion=False, help=text("key")
    )

    @group.command(cls=Verb, help=text("key-rotate"))
    def rotate() -> int:
        from sync.audit import key_fingerprint  # noqa: PLC0415
        from yumsync.rotating import rotate as replaced  # noqa: PLC0415

        with face.open(progress=True) as program:
            report = replaced(program)
        value = {
            "resumed": report.resumed,
            "values": report.values,
            "public_key": report.public_key,
            "public_key_fingerprint": key_fingerprint(report.public_key),
            "before": report.before,
            "old_key": report.old_key,
            "purged": report.purged,
        }
        face.answer(value, _rotated(report, face.wording))
        return 0

    @group.command(cls=Verb, help=text("key-recovery"))
    def recovery(
        force: Annotated[bool, typer.Option("--force", help=text("key-recovery-force"))] = False,
    ) -> int:
        from yumsync.recovering import new_code  # noqa: PLC0415

        with face.open() as program:
            made = new_code(program, force=force)
        say = face.wording.say
        lines = [say("recovery-code"), "", f"    {made.code}", "", say("recovery-next")]
        face.answer({"code": made.code}, lines)
        return 0

    app.add_typer(group, name="key")


def _rotated(report: "RotationReport", wording: Wording) -> Iterator[str]:
    from sync.audit import key_fingerprint  # noqa: PLC0415

    say = wording.say
    if report.resumed:
        yield say("key-resumed")
    yield "✓ " + say("key-rotated", count=report.values)
    yield say("audit-key")
    yield "    " + key_fingerprint(report.public_key)
    if not report.purged:
        yield "! " + say("key-unpurged")
    yield ""
    if report.old_key:
        yield say("key-destroy", file=report.old_key)
    yield say("key-next")
