"""What an officer reads about units: the tree, one unit, an import."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from config.wording import Wording
from sync.reports import UnitImportReport
from sync.units.report import UnitsReport
from sync.units.view import TreeView, UnitView
from sync.unittree import UPSTREAM, UnitCode
from sync.values import Severity
from yumsync.cli.render import Screen

SHOWN = 20
"""How many findings of one severity are listed, and how many units in one line."""

COUNTS = ("new", "changed", "same", "repeated", "in_error")

Lines = Iterator[str]


class UnitScreen:
    """Draws units in one language. Each method yields the lines of one screen."""

    def __init__(self, wording: Wording) -> None:
        self._w = wording
        self._screen = Screen(wording)

    def none(self) -> Lines:
        """There is no tree, and how to get one."""
        yield self._w.say("units-none")

    def tree(self, view: TreeView, *, closed: bool) -> Lines:
        """The whole tree, indented, with the codes of today's numbering."""
        for line in view.lines:
            code = f"  [{line.code.code}]" if line.code and line.code.vintage != UPSTREAM else ""
            closed_sign = "" if line.open else f"  {self._w.say('units-tree-closed')}"
            yield "  " * line.depth + line.name + code + closed_sign
        yield ""
        yield self._w.say("units-size", count=view.open)
        if view.closed and not closed:
            yield self._w.say("units-closed-too", count=view.closed)

    def unit(self, view: UnitView) -> Lines:
        """One unit with all that is known of it."""
        say = self._w.say
        yield say("units-path", path=view.path)
        if ", ".join(view.line) != view.path:
            yield say("units-whole-path", path=", ".join(view.line))
        if not view.open:
            yield say("units-closed")
        if view.level:
            yield say("units-level", level=view.level)
        if view.codes:
            yield say("units-codes", codes="; ".join(self._code(code) for code in view.codes))
        if view.valid_from or view.valid_to:
            begun = self._screen.shown_date(view.valid_from) if view.valid_from else say("units-no-start")
            ended = self._screen.shown_date(view.valid_to) if view.valid_to else say("units-open-end")
            yield say("units-valid", **{"from": begun, "to": ended})
        yield from self._several("units-predecessors", view.predecessors)
        yield from self._several("units-former", view.former)
        yield from self._several("units-successors", view.successors)
        if view.today != view.successors:
            yield from self._several("units-today", view.today)
        if view.children:
            yield say("units-children", count=len(view.children))
            for child in view.children[:SHOWN]:
                yield f"  {child}"
            if len(view.children) > SHOWN:
                yield f"  … {say('report-and-more', count=len(view.children) - SHOWN)}"
        yield say("units-source", source=self._source(view.source))

    def imported(self, report: UnitImportReport) -> Lines:
        """What an import read and changed, and what an officer should look at."""
        for one in report.units:
            yield from self.source(one)
        yield ""
        yield self._w.say("units-imported", size=report.size, changed=report.changed)

    def source(self, one: UnitsReport) -> Lines:
        """One source of units: its rows by what became of them, then its findings."""
        say = self._w.say
        yield say("units-read", name=self._source(one.name), rows=one.rows)
        if one.unread:
            yield "  " + say("units-read-unread")
        for name in COUNTS:
            if one.counts[name]:
                yield f"  {one.counts[name]:>9}  {say(f'units-count-{name}')}"
        if one.set_aside:
            reasons = ", ".join(f"{count} {say(f'aside-{reason}')}" for reason, count in one.set_aside.most_common())
            yield "  " + say("units-set-aside", reasons=reasons)
        for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE):
            some = [finding for finding in one.findings if finding.severity is severity]
            for finding in some[:SHOWN]:
                yield f"  {self._screen.finding(finding)}"
            if len(some) > SHOWN:
                yield f"  … {say('report-and-more', count=len(some) - SHOWN)}"

    def _several(self, code: str, paths: Sequence[str]) -> Lines:
        if paths:
            more = f"; … {self._w.say('report-and-more', count=len(paths) - SHOWN)}" if len(paths) > SHOWN else ""
            yield self._w.say(code, path="; ".join(paths[:SHOWN]) + more)

    def _code(self, code: UnitCode) -> str:
        if not code.vintage:
            return code.code
        vintage = self._source(code.vintage)
        shown = self._screen.shown_date(vintage) if vintage[:1].isdigit() else vintage
        return self._w.say("units-code-of", code=code.code, vintage=shown)

    def _source(self, name: str) -> str:
        return self._w.say("units-source-upstream") if name == UPSTREAM else name
