"""`audit export` and `audit prune`: a pack for auditors is made, and old entries go after one was."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yumsync.cli.face import Face
from yumsync.cli.helping import Verb

if TYPE_CHECKING:
    from sync.evidence.pack import Pack
    from yumsync.bootstrap import App

_FROM_INPUT = "-"


def register(group: typer.Typer, face: Face) -> None:
    """Add both to the verb `audit`."""
    text = face.help
    since_option = typer.Option("--since", metavar=text("metavar-day"), help=text("pack-since"))
    until_option = typer.Option("--until", metavar=text("metavar-day"), help=text("pack-until"))
    unit_option = typer.Option("--unit", metavar=text("metavar-one-unit"), help=text("pack-unit"))
    person_option = typer.Option("--person", metavar=text("metavar-person"), help=text("pack-person"))
    run_option = typer.Option("--run", metavar=text("metavar-run"), help=text("pack-run"))
    force_option = typer.Option("--force", help=text("pack-force"))

    @group.command(cls=Verb, help=text("audit-export"))
    def export(
        out: Annotated[Path, typer.Argument(metavar=text("metavar-pack"), help=text("pack-out"))],
        since: Annotated[str, since_option] = "",
        until: Annotated[str, until_option] = "",
        unit: Annotated[str, unit_option] = "",
        person: Annotated[str, person_option] = "",
        run: Annotated[str, run_option] = "",
        names: Annotated[bool, typer.Option("--names", help=text("pack-names"))] = False,
        force: Annotated[bool, force_option] = False,
    ) -> int:
        from sync.evidence.pack import Selection  # noqa: PLC0415
        from yumsync.archiving import packs  # noqa: PLC0415
        from yumsync.cli.days import midnight  # noqa: PLC0415

        typed = sys.stdin.read() if person == _FROM_INPUT else person
        selection = Selection(
            since=midnight("--since", since),
            until=midnight("--until", until, 1),
            unit=unit,
            person=typed.strip(),
            run=run,
        )
        with face.open() as program:
            write = _writer(face, program, out, force=force)
            pack = packs(program).make(selection, names=names)
            write(pack)
        face.answer(_value(out, pack), _lines(face, out, pack))
        return 0

    @group.command(cls=Verb, help=text("audit-prune"))
    def prune(
        before: Annotated[str, typer.Option("--before", metavar=text("metavar-day"), help=text("prune-before"))] = "",
        pack: Annotated[
            Path | None, typer.Option("--pack", metavar=text("metavar-pack"), help=text("prune-pack"))
        ] = None,
        without_pack: Annotated[bool, typer.Option("--without-pack", help=text("prune-without-pack"))] = False,
        force: Annotated[bool, force_option] = False,
    ) -> int:
        from sync.errors import YumsyncError  # noqa: PLC0415
        from yumsync.archiving import kept_from, pruning  # noqa: PLC0415
        from yumsync.cli.days import begin, typed_day  # noqa: PLC0415

        if (pack is None) is not without_pack:
            raise YumsyncError("prune-both" if without_pack else "prune-no-pack")
        with face.open() as program:
            day = kept_from(program, typed_day("--before", before) if before else None)
            keep = _writer(face, program, pack, force=force) if pack is not None else None
            gone = pruning(program).prune(begin(day), keep)
        if gone is None:
            face.answer({"first": None, "last": None}, [face.wording.say("prune-nothing", day=f"{day:%d/%m/%Y}")])
            return 0
        lines = [face.wording.say("prune-done", first=str(gone.first), last=str(gone.last))]
        value: dict[str, object] = {"first": gone.first, "last": gone.last}
        if pack is not None and gone.pack is not None:
            lines = [*_lines(face, pack, gone.pack), "", *lines]
            value["pack"] = _value(pack, gone.pack)
        face.answer(value, lines)
        return 0


def _writer(face: Face, program: "App", out: Path, *, force: bool) -> "Callable[[Pack], None]":
    """Return what writes a pack under this name. Raises YumsyncError where it cannot stand there."""
    from adapters.packs.writing import check_name, write_pack  # noqa: PLC0415
    from yumsync.cli.packpage import pack_page  # noqa: PLC0415
    from yumsync.cli.packwords import PackWords  # noqa: PLC0415

    check_name(out, force=force)

    def write(pack: "Pack") -> None:
        words = PackWords(pack, face.wording)
        write_pack(out, pack, words.shown(pack_page(words)), program.store.archive.attest, force=force)

    return write


def _value(out: Path, pack: "Pack") -> dict[str, object]:
    from sync.audit import key_fingerprint  # noqa: PLC0415

    return {
        "file": out.as_posix(),
        "entries": len(pack.entries),
        "changes": len(pack.changes),
        "decisions": len(pack.decisions),
        "names": pack.names,
        "end": {"number": pack.end.number, "hash": pack.end.hash, "fingerprint": str(pack.end.fingerprint)},
        "public_key_fingerprint": key_fingerprint(pack.public_key),
    }


def _lines(face: Face, out: Path, pack: "Pack") -> list[str]:
    from sync.audit import key_fingerprint  # noqa: PLC0415

    say, fingerprint, key = face.wording.say, str(pack.end.fingerprint), key_fingerprint(pack.public_key)
    counts = {"entries": len(pack.entries), "changes": len(pack.changes), "decisions": len(pack.decisions)}
    return [
        say("pack-written", file=out.as_posix(), **counts),
        say("pack-head"),
        f"    {fingerprint}",
        f"    {key}",
        "",
        say("pack-next", file=out.name, fingerprint=fingerprint, key=key),
    ]
