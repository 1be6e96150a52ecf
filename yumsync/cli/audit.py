"""`audit`: the journal is told, examined, and given a fingerprint for the minutes."""

from typing import Annotated

import typer

from sync.exits import ExitCode
from yumsync.cli import packs
from yumsync.cli.face import Face
from yumsync.cli.helping import Verb, Verbs


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb and what can be asked of the journal."""
    text = face.help
    group = typer.Typer(
        cls=Verbs, rich_markup_mode=None, no_args_is_help=True, add_completion=False, help=text("audit")
    )

    @group.command(cls=Verb, help=text("audit-log"))
    def log(
        run: Annotated[str, typer.Option("--run", metavar=text("metavar-run"), help=text("audit-run"))] = "",
        since: Annotated[str, typer.Option("--since", metavar=text("metavar-day"), help=text("audit-since"))] = "",
        until: Annotated[str, typer.Option("--until", metavar=text("metavar-day"), help=text("audit-until"))] = "",
        event: Annotated[str, typer.Option("--event", metavar=text("metavar-event"), help=text("audit-event"))] = "",
        who: Annotated[str, typer.Option("--who", metavar=text("metavar-who"), help=text("audit-who"))] = "",
        limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=100_000, help=text("audit-limit"))] = 50,
    ) -> int:
        from sync.audit import JournalQuery  # noqa: PLC0415
        from yumsync.cli.auditscreen import AuditScreen, entry_value  # noqa: PLC0415
        from yumsync.cli.days import midnight  # noqa: PLC0415

        query = JournalQuery(
            since=midnight("--since", since), until=midnight("--until", until, 1), event=event, who=who, limit=limit
        )
        with face.open() as program:
            found = program.audit().log(query, run)
        face.answer({"entries": [entry_value(one) for one in found]}, AuditScreen(face.wording).log(found, limit))
        return 0

    @group.command(cls=Verb, help=text("audit-verify"))
    def verify(
        since: Annotated[
            str | None, typer.Option("--since", metavar=text("metavar-fingerprint"), help=text("audit-fingerprint"))
        ] = None,
    ) -> int:
        from yumsync.cli.auditscreen import AuditScreen, examination_value  # noqa: PLC0415

        with face.open() as program:
            found = program.audit().verify(since)
        code = ExitCode.AUDIT_FAILED if found.misfits else ExitCode.IN_STEP
        value = {**examination_value(found, face.wording), "exit_code": int(code)}
        face.answer(value, AuditScreen(face.wording).examined(found, since))
        return code

    @group.command(cls=Verb, help=text("audit-head"))
    def head() -> int:
        from yumsync.cli.auditscreen import AuditScreen, end_value  # noqa: PLC0415

        with face.open() as program:
            found = program.audit().end()
        face.answer(end_value(found), AuditScreen(face.wording).end(found))
        return 0

    packs.register(group, face)
    app.add_typer(group, name="audit")
