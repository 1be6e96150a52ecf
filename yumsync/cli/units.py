"""`units`: the tree of units is shown, one unit is shown, or the tree is brought up to date."""

from typing import Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb

IMPORT = "import"


def register(app: typer.Typer, face: Face) -> None:
    """Add the verb."""
    text = face.help

    @app.command(cls=Verb, help=text("units"))
    def units(
        what: Annotated[str | None, typer.Argument(metavar=text("metavar-unit"), help=text("units-what"))] = None,
        upstream: Annotated[bool, typer.Option("--upstream", help=text("units-upstream"))] = False,
        closed: Annotated[bool, typer.Option("--closed", help=text("units-closed"))] = False,
    ) -> int:
        if what == IMPORT:
            return _import(face, upstream=upstream)
        return _show(face, what, closed=closed)


def _import(face: Face, *, upstream: bool) -> int:
    from yumsync.cli.unitscreen import UnitScreen  # noqa: PLC0415

    with face.open(progress=True) as program:
        report = program.import_units(upstream=upstream)
    face.answer(report, UnitScreen(face.wording).imported(report))
    return report.exit_code


def _show(face: Face, what: str | None, *, closed: bool) -> int:
    from sync.units.view import TreeView, view_tree, view_unit  # noqa: PLC0415
    from yumsync.cli.unitscreen import UnitScreen  # noqa: PLC0415

    screen = UnitScreen(face.wording)
    with face.open() as program:
        rules = program.units()
    if rules is None:
        face.answer(TreeView((), 0, 0), screen.none())
    elif what is None:
        view = view_tree(rules.resolver, closed=closed)
        face.answer(view, screen.tree(view, closed=closed))
    else:
        one = view_unit(rules.resolver, what)
        face.answer(one, screen.unit(one))
    return 0
