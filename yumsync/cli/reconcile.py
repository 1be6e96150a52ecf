"""`reconcile`: the lists, what the upstream last confirmed, and the upstream now, held against each other."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sync.errors import YumsyncError
from sync.exits import ExitCode, worst
from yumsync.cli.face import Face
from yumsync.cli.helping import Verb
from yumsync.exits import explained

if TYPE_CHECKING:
    from sync.reconciliation.differences import Tally
    from sync.values import Finding
    from yumsync.bootstrap import App
    from yumsync.cli.reconciletelling import Telling

_FROM_INPUT = "-"


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb."""
    text = face.help

    @app.command(cls=Verb, help=text("reconcile"))
    def reconcile(
        unit: Annotated[
            str, typer.Option("--unit", metavar=text("metavar-one-unit"), help=text("reconcile-unit"))
        ] = "",
        person: Annotated[
            str, typer.Option("--person", metavar=text("metavar-person"), help=text("reconcile-person"))
        ] = "",
        no_lists: Annotated[bool, typer.Option("--no-lists", help=text("reconcile-no-lists"))] = False,
        html: Annotated[
            Path | None, typer.Option("--html", metavar=text("metavar-page"), help=text("reconcile-html"))
        ] = None,
        workbook: Annotated[
            Path | None, typer.Option("--workbook", metavar=text("metavar-workbook"), help=text("reconcile-workbook"))
        ] = None,
        force: Annotated[bool, typer.Option("--force", help=text("reconcile-force"))] = False,
        whole: Annotated[bool, typer.Option("--all", help=text("reconcile-all"))] = False,
        fix: Annotated[bool, typer.Option("--fix", help=text("reconcile-fix"))] = False,
    ) -> int:
        if fix:
            stated = {"--unit": unit, "--person": person, "--no-lists": no_lists, "--html": html}
            stated |= {"--workbook": workbook, "--force": force, "--all": whole}
            if other := next((name for name, value in stated.items() if value), None):
                raise YumsyncError("usage-not-both", name="--fix", other=other)
            from yumsync.cli.fixing import fix as settled  # noqa: PLC0415

            return settled(face)
        from adapters.reports.workbook import check_name  # noqa: PLC0415
        from yumsync.cli.page import check_page  # noqa: PLC0415
        from yumsync.cli.reconcilebook import reconcile_book  # noqa: PLC0415
        from yumsync.cli.reconciletelling import Telling  # noqa: PLC0415
        from yumsync.cli.reconcilewords import ReconcileWords  # noqa: PLC0415

        if html is not None:
            check_page(html, force=force)
        if workbook is not None:
            check_name(workbook, force=force)
        words = ReconcileWords(face.wording, lists=not no_lists)
        with ExitStack() as files:
            book = files.enter_context(reconcile_book(workbook, words, force=force)) if workbook is not None else None
            telling = Telling(face, words, whole=whole, page=html, book=book)
            with face.open(progress=not whole) as program:
                typed = sys.stdin.read() if person == _FROM_INPUT else person
                tally, unread = _compare(program, telling, unit, typed if person else None, lists=not no_lists)
            code = worst(
                [
                    ExitCode.LIST_UNREADABLE if unread else ExitCode.IN_STEP,
                    ExitCode.IN_STEP if tally.in_step else ExitCode.HELD,
                ]
            )
            telling.finish(tally, unread, code)
        if not face.json:
            face.print(_written(face, html, workbook, book.rows if book is not None else 0))
        return code


def _compare(
    program: "App", telling: "Telling", unit: str, person: str | None, *, lists: bool
) -> "tuple[Tally, list[Finding]]":
    """Compare, and tell the differences as they come up; return the figures, and why lists could not be read."""
    from sync.reconciliation.seeking import Sought  # noqa: PLC0415

    program.reports().within(unit)  # one that nobody has is said to be none
    sought = Sought(program.store, person) if person is not None else None
    with program.reconciliation().compare(unit or None, lists=lists) as found:
        try:
            for one in sought.among(found) if sought is not None else found:
                telling.add(one)
        except (YumsyncError, OSError) as error:
            reason = explained(error)
            if telling.stop(found.tally, reason):
                raise typer.Exit(reason.exit_code) from None
            raise
    unread = [] if found.plan is None else [one for each in found.plan.lists for one in each.unread]
    if sought is None:
        return found.tally, unread
    sought.require_somebody()
    return sought.tally, unread


def _written(face: Face, page: Path | None, workbook: Path | None, rows: int) -> Iterator[str]:
    """Where what was asked for stands."""
    if page is not None or workbook is not None:
        yield ""
    if page is not None:
        yield face.wording.say("reconcile-page-written", file=page.as_posix())
    if workbook is not None:
        yield face.wording.say("reconcile-book-written", file=workbook.as_posix(), rows=rows)
