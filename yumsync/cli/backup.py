"""`backup` and `restore`: everything an installation is made of goes into one sealed file, and comes back from it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from config.wording import Wording
from sync.errors import YumsyncError
from sync.exits import ExitCode
from yumsync.cli.face import Face
from yumsync.cli.helping import Verb

if TYPE_CHECKING:
    from sync.audit import Head
    from sync.ports import Progress
    from yumsync.backing import BackupReport
    from yumsync.restoring import RestoreReport


def register(app: typer.Typer, face: Face) -> None:
    """Add the verbs."""
    text = face.help

    @app.command(cls=Verb, help=text("backup"))
    def backup(
        out: Annotated[Path | None, typer.Argument(metavar=text("metavar-file"), help=text("backup-out"))] = None,
        keep: Annotated[
            int | None, typer.Option("--keep", min=1, max=10_000, metavar="N", help=text("backup-keep"))
        ] = None,
        force: Annotated[bool, typer.Option("--force", help=text("backup-force"))] = False,
        verify: Annotated[
            Path | None, typer.Option("--verify", metavar=text("metavar-file"), help=text("backup-verify"))
        ] = None,
        code: Annotated[str, typer.Option("--code", metavar=text("metavar-code"), help=text("backup-code"))] = "",
    ) -> int:
        if (out is None) == (verify is None):
            raise YumsyncError("usage-missing", name=f"{face.wording.say('help-metavar-file')} | --verify")
        if verify is not None:
            report = _verified(face, verify, code)
        else:
            assert out is not None  # noqa: S101
            if keep and not out.is_dir():
                raise YumsyncError("backup-keep-folder", name=str(out))
            from yumsync.backing import back_up  # noqa: PLC0415

            with face.open(progress=True) as program:
                report = back_up(program, out, force=force, keep=keep)
                face.log(program.settings.log.level).info("backup.made", rows=report.rows, bytes=report.size)
        exit_code = ExitCode.AUDIT_FAILED if report.misfits else ExitCode.IN_STEP
        lines = _backed_up(report, face.wording, verified=verify is not None)
        face.answer({**_backup_value(report), "exit_code": int(exit_code)}, lines)
        return exit_code

    @app.command(cls=Verb, help=text("restore"))
    def restore(
        file: Annotated[Path, typer.Argument(metavar=text("metavar-file"), help=text("restore-file"))],
        into: Annotated[
            Path | None, typer.Option("--into", metavar=text("metavar-folder"), help=text("restore-into"))
        ] = None,
        code: Annotated[str, typer.Option("--code", metavar=text("metavar-code"), help=text("backup-code"))] = "",
        force: Annotated[bool, typer.Option("--force", help=text("restore-force"))] = False,
        nothing_sent: Annotated[
            bool, typer.Option("--nothing-sent-since", help=text("restore-nothing-sent"))
        ] = False,
    ) -> int:
        from yumsync.recovering import typed  # noqa: PLC0415
        from yumsync.restoring import restore as restored  # noqa: PLC0415

        folder = into or (face.config.parent if face.config else Path())
        _there(file)
        recovery = typed(code, Path(), face.wording.say("recovery-ask"))
        with face.bar() as bar:
            report = restored(file, folder, recovery, bar or _silence(), force=force, nothing_sent=nothing_sent)
        exit_code = ExitCode.AUDIT_FAILED if report.misfits else ExitCode.IN_STEP
        lines = _restored(report, face.wording, nothing_sent=nothing_sent)
        face.answer({**_restore_value(report), "exit_code": int(exit_code)}, lines)
        return exit_code


def _verified(face: Face, file: Path, code: str) -> "BackupReport":
    from yumsync.backing import verify  # noqa: PLC0415
    from yumsync.recovering import typed  # noqa: PLC0415

    _there(file)
    recovery = typed(code, Path(), face.wording.say("recovery-ask"))
    base = face.config.absolute().parent if face.config else Path.cwd()
    with face.bar() as bar:
        return verify(file, recovery, base, bar or _silence())


def _there(file: Path) -> None:
    if not file.is_file():
        raise YumsyncError("file-missing", file=str(file))


def _silence() -> "Progress":
    from yumsync.bootstrap import Silence  # noqa: PLC0415

    return Silence()


def _backup_value(report: "BackupReport") -> dict[str, object]:
    return {
        "file": report.file,
        "made": report.made,
        "bytes": report.size,
        "rows": report.rows,
        "people": report.people,
        "entries": report.entries,
        "fingerprint": str(report.newest.fingerprint) if report.newest else "",
        "misfits": report.misfits,
        "files": list(report.files),
        "removed": list(report.removed),
    }


def _backed_up(report: "BackupReport", wording: Wording, *, verified: bool) -> Iterator[str]:
    say = wording.say
    if verified:
        yield "✓ " + say("backup-verified", file=report.file, made=_moment(report.made))
    else:
        yield "✓ " + say("backup-made", file=report.file, megabytes=_megabytes(report.size))
    yield "✓ " + say("backup-tried", people=report.people, rows=report.rows, entries=report.entries)
    yield from _end(report.newest, report.misfits, wording)
    if report.removed:
        yield say("backup-removed", count=len(report.removed))
    if not verified:
        yield ""
        yield say("backup-next")


def _restore_value(report: "RestoreReport") -> dict[str, object]:
    return {
        "folder": report.folder,
        "database": report.database,
        "made": report.made,
        "rows": report.rows,
        "people": report.people,
        "fingerprint": str(report.newest.fingerprint) if report.newest else "",
        "misfits": report.misfits,
        "files": list(report.files),
        "kept": report.kept,
        "key_file": report.key_file,
        "missing": list(report.missing),
    }


def _restored(report: "RestoreReport", wording: Wording, *, nothing_sent: bool) -> Iterator[str]:
    say = wording.say
    yield "✓ " + say("restore-done", folder=report.folder, made=_moment(report.made))
    yield "✓ " + say("restore-tried", people=report.people, rows=report.rows)
    yield from _end(report.newest, report.misfits, wording)
    if report.kept:
        yield say("restore-kept", file=report.kept)
    if report.key_file:
        yield "! " + say("restore-key-file", file=report.key_file)
    for key in report.missing:
        yield "! " + say("restore-missing", key=key)
    yield ""
    yield say("restore-next-sync" if nothing_sent else "restore-next")


def _end(newest: "Head | None", misfits: int, wording: Wording) -> Iterator[str]:
    if newest is not None:
        yield wording.say("audit-end", number=str(newest.number), at=_moment(newest.at))
        yield f"    {newest.fingerprint}"
    if misfits:
        yield "✗ " + wording.say("backup-broken", count=misfits)


def _moment(when: datetime) -> str:
    return when.astimezone().strftime("%d/%m/%Y %H:%M")


def _megabytes(size: int) -> int:
    return max(1, round(size / 1_000_000))
