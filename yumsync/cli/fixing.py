"""`reconcile --fix`: settling what a reconciliation found, told by class and field, and the lists' corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING

from sync.reconciliation.policy import Word
from yumsync.cli.face import Face
from yumsync.cli.reconcilewords import ReconcileWords

if TYPE_CHECKING:
    from adapters.reports.corrections import Written
    from sync.reconciliation.settling import FixReport

FOLDER = "sua-danh-sach"
"""The folder beside the configuration that corrections are written to, each time to a folder of its own."""


def fix(face: Face) -> int:
    """Settle, write the corrections, and tell both; return the exit code."""
    from adapters.reports.corrections import write_corrections  # noqa: PLC0415
    from yumsync.signals import stop_on_signals  # noqa: PLC0415

    with face.open(stop=stop_on_signals(), progress=True) as program:
        report = program.settling().fix()
        written: Sequence[Written] = ()
        if report.corrections:
            folder = _folder(program.settings.base / FOLDER, report.run.run.started)
            written = write_corrections(folder, report.corrections, face.wording)
    face.answer(_facts(report, written), chain(_lines(report, written, face), face.screen.sync(report.run)))
    return report.exit_code


def _folder(home: Path, when: datetime) -> Path:
    """Make a folder of this moment's own, its owner's alone; a second one of the same second has a number."""
    home.mkdir(exist_ok=True)
    name = when.astimezone().strftime("%Y%m%d-%H%M%S")
    for number in count(1):
        folder = home / (name if number == 1 else f"{name}-{number}")
        with suppress(FileExistsError):
            folder.mkdir(0o700)
            break
    return folder


def _facts(report: FixReport, written: Sequence[Written]) -> Mapping[str, object]:
    return {
        "counts": {standing.value: count for standing, count in report.tally.counts.items()},
        "words": [
            {"standing": standing.value, "field": field, "word": word.value, "people": people}
            for (standing, field, word), people in sorted(report.words.items())
        ],
        "left_out": report.tally.left_out,
        "unguarded": _is_unguarded(report),
        "linked": report.linked,
        "taken_back": report.taken_back,
        "left": report.left,
        "corrections": [{"list": one.list, "file": one.file.as_posix(), "count": one.corrections} for one in written],
        "asked": list(report.asked),
        "run": report.run,
        "exit_code": report.exit_code,
    }


def _is_unguarded(report: FixReport) -> bool:
    """Whether a list's word went over the upstream's, and nothing bound it to what was looked at."""
    return report.tally.unguarded and any(word is Word.OURS for _, _, word in report.words)


def _lines(report: FixReport, written: Sequence[Written], face: Face) -> Iterator[str]:
    say, words = face.wording.say, ReconcileWords(face.wording, lists=True)
    if not report.words and not report.linked and not report.asked:
        yield say("fix-nothing")
    for (standing, field, word), people in sorted(report.words.items()):
        named = {"standing": words.standing(standing), "field": face.wording.field(field)}
        yield say("fix-word", **named, word=say(f"fix-word-{word.value}"), count=people)
    for name in ("linked", "taken_back", "left"):
        if people := getattr(report, name):
            yield say(f"fix-{name.replace('_', '-')}", count=people)
    for one in written:
        name = one.list or say("fix-no-list")
        yield say("fix-corrections", list=name, file=one.file.as_posix(), count=one.corrections)
    if report.asked:
        yield say("fix-asked", count=len(report.asked))
    yield from words.left_out(report.tally)
    if _is_unguarded(report):
        yield say("fix-unguarded")
    yield ""
