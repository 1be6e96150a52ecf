"""`report`: whom to look at, transfers on their way, who is away, and the figures of movements."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yumsync.cli.days import bad_day, typed_day
from yumsync.cli.face import Face
from yumsync.cli.helping import Verb, Verbs

if TYPE_CHECKING:
    from adapters.reports import Table
    from sync.movements.dueview import DueView
    from yumsync.cli.reportscreen import ReportScreen


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb and its reports."""
    text = face.help
    group = typer.Typer(
        cls=Verbs, rich_markup_mode=None, no_args_is_help=True, add_completion=False, help=text("report")
    )

    book_option = typer.Option("--workbook", metavar=text("metavar-workbook"), help=text("report-workbook"))
    unit_option = typer.Option("--unit", metavar=text("metavar-one-unit"), help=text("report-unit"))
    day_option = typer.Option("--on", metavar=text("metavar-day"), help=text("report-on"))
    force_option = typer.Option("--force", help=text("report-force"))

    @group.command(cls=Verb, help=text("report-due"))
    def due(
        on: Annotated[str, day_option] = "",
        unit: Annotated[str, unit_option] = "",
        workbook: Annotated[Path | None, book_option] = None,
        force: Annotated[bool, force_option] = False,
    ) -> int:
        from yumsync.cli.reporttables import due_table  # noqa: PLC0415

        with _of_day(face, on, unit) as (view, within, screen):
            found = view.due(within)
        face.answer(found, screen.due(found, whole=bool(unit)))
        return _book(face, workbook, lambda: due_table(found), force=force)

    @group.command(cls=Verb, help=text("report-movements"))
    def movements(
        since: Annotated[str, typer.Option("--from", metavar=text("metavar-day"), help=text("report-from"))],
        until: Annotated[str, typer.Option("--to", metavar=text("metavar-day"), help=text("report-to"))],
        unit: Annotated[str, unit_option] = "",
        workbook: Annotated[Path | None, book_option] = None,
        force: Annotated[bool, force_option] = False,
    ) -> int:
        from sync.movements.figures import flat  # noqa: PLC0415
        from yumsync.cli.reportscreen import ReportScreen  # noqa: PLC0415
        from yumsync.cli.reporttables import movements_table  # noqa: PLC0415

        first, last = typed_day("--from", since), typed_day("--to", until)
        if last < first:
            raise bad_day("--to")
        with face.open() as program:
            found = program.reports().movements(first, last, unit)
        shown = {
            "from": found.since,
            "to": found.until,
            "units": [flat(one) for one in found.units],
            "total": flat(found.total),
        }
        face.answer(shown, ReportScreen(face.wording).movements(found))
        return _book(face, workbook, lambda: movements_table(found, face.wording), force=force)

    @group.command(cls=Verb, help=text("report-transit"))
    def transit(
        on: Annotated[str, day_option] = "",
        unit: Annotated[str, unit_option] = "",
        workbook: Annotated[Path | None, book_option] = None,
        force: Annotated[bool, force_option] = False,
    ) -> int:
        from yumsync.cli.reporttables import transit_table  # noqa: PLC0415

        with _of_day(face, on, unit) as (view, within, screen):
            found = view.transit(within)
        face.answer(found, screen.transit(found))
        return _book(face, workbook, lambda: transit_table(found, face.wording), force=force)

    @group.command(cls=Verb, help=text("report-away"))
    def away(
        on: Annotated[str, day_option] = "",
        unit: Annotated[str, unit_option] = "",
        workbook: Annotated[Path | None, book_option] = None,
        force: Annotated[bool, force_option] = False,
    ) -> int:
        from yumsync.cli.reporttables import away_table  # noqa: PLC0415

        with _of_day(face, on, unit) as (view, within, screen):
            found = view.away(within)
        face.answer(found, screen.away(found))
        return _book(face, workbook, lambda: away_table(found, face.wording), force=force)

    app.add_typer(group, name="report")


@contextmanager
def _of_day(face: Face, on: str, unit: str) -> "Iterator[tuple[DueView, Callable[[str], bool], ReportScreen]]":
    """Give the lists of a day, what tells the units asked for, and what draws them."""
    from yumsync.cli.reportscreen import ReportScreen  # noqa: PLC0415

    day = typed_day("--on", on) if on else None
    with face.open() as program:
        reports = program.reports()
        yield reports.of_day(day), reports.within(unit), ReportScreen(face.wording)


def _book(face: Face, out: Path | None, table: "Callable[[], Table]", *, force: bool) -> int:
    """Write the report as a workbook where one was asked for, and say so."""
    if out is None:
        return 0
    from adapters.reports import write_workbook  # noqa: PLC0415

    rows = write_workbook(out, table(), force=force)
    if not face.json:
        face.print(face.wording.say("report-workbook-written", file=out.as_posix(), rows=rows))
    return 0
