"""Bringing the tree of units up to date: from the lists of units, or from the upstream.

A list that cannot be read whole changes nothing, and neither does an upstream that breaks off in the middle: half a
tree would make known units unknown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sync.errors import ListError
from sync.ports import Progress, RemoteUnit, Table, UnitSource
from sync.tables.columns import settler
from sync.text.dates import parse_date
from sync.text.tidying import clean_text
from sync.units.listing import UnitRows, UnitStatement
from sync.units.merging import merge_units
from sync.units.names import UnitWords
from sync.units.report import UnitsReport
from sync.units.resolving import BareNames, Resolver
from sync.units.rows import UnitRules
from sync.unittree import UPSTREAM, UnitCode, UnitTree
from sync.values import Finding, Place, SetAside, Severity

SHOWN_TEXT = 200


@dataclass(frozen=True, slots=True)
class Imported:
    """The tree after an import, and what became of each source."""

    tree: UnitTree
    reports: Sequence[UnitsReport]

    @property
    def facts(self) -> dict[str, object]:
        """The import in figures, for the journal."""
        return {
            one.name: {"rows": one.rows, **dict(sorted(one.counts.items()))} for one in self.reports if one.changes
        }


@dataclass(frozen=True, slots=True)
class UnitKeeping:
    """What the tree of units is kept by: its lists, the words of unit names, the office's own today, the policy."""

    sources: Sequence[UnitSource]
    words: UnitWords
    today: date
    bare: BareNames = BareNames.SUBTREE
    unknown: Severity = Severity.WARNING

    def from_lists(self, tree: UnitTree, progress: Progress) -> Imported:
        """Return the tree as the lists of units leave it."""
        reports = []
        for source in self.sources:
            report = UnitsReport(source.name)
            stated = self._read(source, report, progress)
            if not report.unread:
                tree = self._merged(tree, stated, report, complete=source.complete)
            reports.append(report)
        return Imported(tree, reports)

    def from_upstream(self, tree: UnitTree, units: Iterable[RemoteUnit]) -> Imported:
        """Return the tree as the upstream's own leaves it. Raises what reading the upstream raises."""
        report = UnitsReport(UPSTREAM)
        stated: list[UnitStatement] = []
        for number, unit in enumerate(units, 1):
            report.rows += 1
            made = _stated(number, unit, self.words)
            if isinstance(made, Finding):
                report.counts["in_error"] += 1
                report.note(made)
            else:
                stated.append(made)
        tree = self._merged(tree, stated, report, complete=True)
        return Imported(tree, [report])

    def rules(self, tree: UnitTree) -> UnitRules | None:
        """Return what gives rows their unit; None where there is no tree."""
        return UnitRules(Resolver(tree, self.words, self.today, self.bare), self.unknown) if len(tree) else None

    # ── steps ────────────────────────────────────────────────────────────────────────────────────────────

    def _merged(
        self, tree: UnitTree, stated: Sequence[UnitStatement], report: UnitsReport, *, complete: bool
    ) -> UnitTree:
        merged = merge_units(tree, stated, self.words, source=report.name, today=self.today, complete=complete)
        report.counts.update(merged.counts)
        for finding in merged.findings:
            report.note(finding)
        return merged.tree

    def _read(self, source: UnitSource, report: UnitsReport, progress: Progress) -> list[UnitStatement]:
        """Read a list to its end; where any of it cannot be read, all its rows count as unread."""
        stated: list[UnitStatement] = []
        try:
            for table in source.tables():
                if not isinstance(table, Finding):
                    stated += self._read_table(table, source, report, progress)
                elif table.severity is Severity.ERROR:
                    report.refuse(table)
                else:
                    report.note(table)
        except ListError as error:
            place = error.place or Place(source.name)
            report.refuse(Finding(error.code, Severity.ERROR, place, details=error.details))
        if report.unread:
            report.set_aside.clear()
            report.counts.clear()
            report.set_aside["unread"] = report.rows
        return stated

    def _read_table(
        self, table: Table, source: UnitSource, report: UnitsReport, progress: Progress
    ) -> list[UnitStatement]:
        place = Place(source.name, table.file, table.sheet)
        rows = UnitRows(table.columns, self.words, place, source.vintage)
        settle = settler(table.layout.judged)
        stated: list[UnitStatement] = []
        for finding in table.findings:
            report.note(finding)
        report.rows += len(table.preamble)
        report.set_aside.update(aside.reason for aside in table.preamble)
        for chunk in table.chunks():
            report.rows += len(chunk.raws)
            progress.advance(len(chunk.raws))
            for index, number in enumerate(chunk.numbers):
                cells, done = settle(chunk.cells(index)) if settle else (chunk.cells(index), ())
                wrong = [one for one in done if one.problem]
                made = [rows.at(number, one) for one in wrong] if wrong else rows.read(number, cells)
                if isinstance(made, SetAside):
                    report.set_aside[made.reason] += 1
                elif isinstance(made, UnitStatement):
                    stated.append(made)
                else:
                    report.counts["in_error"] += 1
                    for finding in made:
                        report.note(finding)
        return stated


def _stated(number: int, unit: RemoteUnit, words: UnitWords) -> UnitStatement | Finding:
    """Return what the upstream says of a unit, or what is wrong with it. Its id is a code of its own numbering."""
    place = Place(UPSTREAM, row=number)
    name = clean_text(unit.name)[0]
    if not words.key(name):
        return Finding("unit-no-name", Severity.ERROR, place, "unit-name", name)
    days: dict[str, str | None] = {}
    for column, day in (("valid_from", unit.valid_from), ("valid_to", unit.valid_to)):
        days[column], _, problem = parse_date(day, today=date.max)
        if problem is not None:
            return Finding(problem, Severity.ERROR, place, f"unit-{column}", (day or "")[:SHOWN_TEXT])
    codes = [UnitCode(unit.code, unit.vintage)] if unit.code else []
    return UnitStatement(
        place=place,
        name=name,
        level=unit.level or None,
        codes=(*codes, UnitCode(unit.id, UPSTREAM)),
        parent=None if unit.parent is None else f"#{unit.parent}",
        valid_from=days["valid_from"],
        valid_to=days["valid_to"],
        successors=tuple(f"#{each}" for each in unit.successors),
        id=unit.id,
    )
