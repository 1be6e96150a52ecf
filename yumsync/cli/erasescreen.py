"""What erasing somebody takes, or took, on a terminal. Personal: for the eyes of whoever erases."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from config.wording import Wording
from sync.erasure.erasing import ErasureReport
from sync.ports.remains import Kind
from yumsync.cli.folding import shown

Lines = Iterator[str]

_WHICH = {Kind.MADE: "erase-files-made", Kind.HANDED: "erase-files-handed", Kind.OTHER: "erase-files-other"}


@dataclass(frozen=True, slots=True)
class EraseScreen:
    """Draws reports in one language."""

    wording: Wording

    def report(self, report: ErasureReport, decision_no: str) -> Lines:
        """What is, or was, taken out, and what is left to do by hand."""
        say, erased = self.wording.say, report.erased
        name = shown(report.person.record.get("full_name") or "")
        if erased is None:
            yield say("erase-will", name=name, unit=shown(report.person.unit))
            if report.waiting:
                yield say("erase-waiting", count=len(report.waiting))
        else:
            counts = {"operations": erased.operations, "holds": erased.holds, "decisions": erased.decisions}
            yield say("erase-done", **counts)
        yield from self._listed("erase-lists", [str(place) for place in report.listed])
        yield from self._listed("erase-unread", report.unread)
        for kind, title in _WHICH.items():
            yield from self._listed(title, [one.path for one in report.files if one.kind is kind])
        yield ""
        yield say("erase-backups")
        if report.on_server:
            yield say("erase-server")
        if report.person.member_code:
            number = shown(decision_no) or "…"
            yield say("erase-centre", code=report.person.member_code, number=number)
        if erased is None:
            yield ""
            yield say("erase-next")

    def finished(self, *, done: bool) -> Lines:
        """Whether there was anything left to be taken off the disk."""
        yield self.wording.say("erase-finished" if done else "erase-nothing-left")

    def _listed(self, title: str, lines: Sequence[str]) -> Lines:
        if lines:
            yield ""
            yield self.wording.say(title)
            yield from (f"  {shown(line)}" for line in lines)
