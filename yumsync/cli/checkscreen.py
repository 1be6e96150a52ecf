"""The screen of `check`: what was understood of each table, the rows accounted for, everything found.

Texts of the officer's files are shown as they are, but for what a terminal would take for a command.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size

from config.wording import Wording
from sync.reports import AsideReport, CheckReport, ColumnReport, ListReport, TableReport
from sync.values import Finding, ListKind, Severity
from yumsync.cli.folding import folded, shown, width_of
from yumsync.cli.unitscreen import UnitScreen

SHOWN_UNITS = 12
SHOWN_RANGES = 12
SHOWN_FINDINGS = 50

_SIGNS = dict.fromkeys(("exact", "saved", "unmarked", "loose"), "✓") | dict.fromkeys(
    ("unknown", "unread", "unnamed", "ignored"), "·"
)
"""Beside how a column was recognised; anything else an officer should look at."""

Lines = Iterator[str]


class CheckScreen:
    """Draws the report of a check in one language; `finding` words one finding, `width` is the screen's."""

    def __init__(self, wording: Wording, width: int | None = None) -> None:
        self._w = wording
        self._width = width_of(width)

    def lines(self, report: CheckReport) -> Lines:
        """Yield the lines of the whole screen."""
        for line in self._all(report):
            yield shown(line)

    def _all(self, report: CheckReport) -> Lines:
        say = self._w.say
        for source in report.units:
            yield from UnitScreen(self._w).source(source)
        for one in report.lists:
            yield say("check-list", name=one.name)
            for table in one.tables:
                yield from self._table(table, register=one.kind is ListKind.MOVEMENTS)
        yield from self._findings(report.lists)
        yield ""
        yield from self._written(report)
        yield from self._wrapped(say(f"report-check-{report.exit_code}"), 0)

    # ── one table ────────────────────────────────────────────────────────────────────────────────────────

    def _table(self, table: TableReport, *, register: bool = False) -> Lines:
        say = self._w.say
        yield f"  {table.place}"
        if table.refused:
            yield from self._wrapped(say("check-refused"), 4)
        header = ", ".join(str(row) for row in table.header_rows)
        yield "    " + (say("check-header-rows", rows=header) if header else say("check-header-names"))
        if table.unit:
            yield from self._wrapped(say("check-unit", unit=table.unit), 4)
        if not table.refused:
            aside = sum(one.count for one in table.aside)
            sum_of = "check-sum-register" if register else "check-sum"
            yield "    " + say(sum_of, rows=table.rows, records=table.records, aside=aside)
        if table.movement:
            yield from self._wrapped(say("check-movement", movement=say(f"movement-{table.movement}")), 4)
        yield ""
        yield from self._columns(table.columns)
        yield from self._movements(table)
        yield from self._units(table)
        if table.aside:
            yield ""
            yield "    " + say("check-aside-register" if register else "check-aside")
            for one in table.aside:
                yield from self._wrapped(f"{one.count:>5}  {self._aside(one)}", 4, 11)
        yield ""

    def _aside(self, aside: AsideReport) -> str:
        parts = [str(first) if first == last else f"{first}–{last}" for first, last in aside.ranges[:SHOWN_RANGES]]
        more = ["…"] if sum(last - first + 1 for first, last in aside.ranges[:SHOWN_RANGES]) < aside.count else []
        return self._w.say(
            "check-aside-rows", reason=self._w.say(f"aside-{aside.reason}"), rows=", ".join(parts + more)
        )

    def _movements(self, table: TableReport) -> Lines:
        """How many rows of a register state which movement."""
        if table.movements:
            yield ""
            yield "    " + self._w.say("check-movements")
        for name, count in table.movements:
            yield from self._wrapped(f"{count:>5}  {self._w.say(f'movement-{name}')}", 4, 11)

    def _units(self, table: TableReport) -> Lines:
        """The units of the rows, where the rows themselves name more than the one above the table."""
        named = [(unit, count) for unit, count in table.units if unit]
        if len(named) < 2 and all(unit == table.unit for unit, _ in named):
            return
        yield ""
        yield "    " + self._w.say("check-units")
        for unit, count in named[:SHOWN_UNITS]:
            yield from self._wrapped(f"{count:>5}  {unit}", 4, 11)
        if len(named) > SHOWN_UNITS:
            yield " " * 11 + self._w.say("check-units-more", count=len(named) - SHOWN_UNITS)

    def _columns(self, columns: Sequence[ColumnReport]) -> Lines:
        """The table of columns: letter, header, field, how it was recognised."""
        say = self._w.say
        titles = tuple(say(f"check-column{part}") for part in ("", "-header", "-field", "-match"))
        rows = [titles, *((one.letter, _flat(one.header), self._field(one), self._match(one)) for one in columns)]
        widths = [max(cell_len(row[part]) for row in rows) for part in range(4)]
        room = self._width - 4 - widths[0] - 6
        widths[1] = min(widths[1], max(15, room * 36 // 100))
        widths[2] = min(widths[2], max(14, room * 30 // 100))
        last = max(16, room - widths[1] - widths[2])
        for row in rows:
            lines = folded(row[3], last)
            front = "  ".join(_fit(text, width) for text, width in zip(row[:3], widths, strict=False))
            yield f"    {front}  {lines[0]}".rstrip()
            yield from (" " * (cell_len(front) + 6) + line for line in lines[1:])

    def _field(self, column: ColumnReport) -> str:
        if not column.field:
            return self._w.say("check-field-none")
        name = self._w.field(column.field)
        if column.value is not None:
            return self._w.say("check-field-value", field=name, value=column.value)
        if column.implies is not None:
            code = f"value-{column.implies[0]}-{column.implies[1]}"
            value = self._w.say(code) if self._w.has(code) else column.implies[1]
            return self._w.say("check-field-implies", field=name, value=value)
        return name

    def _match(self, column: ColumnReport) -> str:
        sign = _SIGNS.get(column.match, "?")
        return f"{sign} {self._w.say(f'check-match-{column.match}', meant=column.meant)}"

    # ── what was found, what was written ─────────────────────────────────────────────────────────────────

    def _findings(self, lists: Sequence[ListReport]) -> Lines:
        found = [finding for one in lists for finding in one.findings]
        unread = {finding.code for one in lists for finding in one.unread}
        for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE):
            some = [finding for finding in found if finding.severity is severity]
            if some:
                yield self._w.say(f"report-findings-{severity.value}")
                advised = set[str]()
                for finding in some[:SHOWN_FINDINGS]:
                    yield from self._wrapped(self.finding(finding), 4, 6)
                    own = self._w.advice(finding.code, finding.details, family=False)
                    if own and finding.code in unread and own not in advised:
                        advised.add(own)
                        yield from self._wrapped(f"→ {own}", 6, 8)
                if len(some) > SHOWN_FINDINGS:
                    yield f"    … {self._w.say('report-and-more', count=len(some) - SHOWN_FINDINGS)}"
                yield ""
        counts = {severity: sum(finding.severity is severity for finding in found) for severity in Severity}
        yield self._w.say(
            "check-counts",
            errors=counts[Severity.ERROR],
            warnings=counts[Severity.WARNING],
            notes=counts[Severity.NOTE],
        )

    def finding(self, finding: Finding) -> str:
        """One finding with its place, in one line."""
        sign = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}[finding.severity]
        said = f"{sign} {finding.place}: {self._w.finding(finding)}"
        if not finding.proposed or re.search(rf"{re.escape(finding.proposed)}(?!\w)", said):
            return said
        return f"{said} {self._w.say('check-proposed', proposed=finding.proposed)}"

    def _written(self, report: CheckReport) -> Lines:
        say, copy = self._w.say, report.annotated
        if report.saved_layout:
            name = report.saved_layout.rpartition("/")[2].removesuffix(".toml")
            yield from self._wrapped(say("check-layout-written", file=report.saved_layout, name=name), 0)
        if copy is not None:
            yield from self._wrapped(
                say("check-annotated", file=copy.file, cells=copy.cells, corrections=copy.corrections), 0
            )
            if copy.macros:
                yield from self._wrapped(say("check-annotated-macros"), 0)
            yield from self._wrapped(say("check-annotated-next" + ("" if copy.replaces else "-new")), 0)

    def _wrapped(self, text: str, indent: int, hanging: int | None = None) -> Lines:
        """A text in as many lines as it needs: the first `indent` from the left, the others `hanging`."""
        hanging = indent if hanging is None else hanging
        first, *rest = folded(text, self._width - indent, self._width - hanging)
        yield " " * indent + first
        yield from (" " * hanging + line for line in rest)


def _flat(text: str) -> str:
    return " ".join(shown(text).split())


def _fit(text: str, width: int) -> str:
    return set_cell_size(text, width) if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"
