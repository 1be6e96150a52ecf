"""The sheet in front of an annotated copy: what was read, what was found, and the table of corrections."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from adapters.lists.annotate.form import TITLE, marker_row
from adapters.lists.annotate.marks import COLOURS, RANK, SIGNS
from adapters.lists.annotate.safe import put_text
from config.wording import Wording
from sync.reports import ListReport
from sync.tables.headers import column_letter
from sync.values import Finding, Severity

_WIDTHS = (18, 8, 26, 26, 26, 12, 70, 26)
_HEAD = PatternFill("solid", fgColor="FF1F3864")
_INPUT = PatternFill("solid", fgColor="FFFFFFE0")
_SIDE = Side("thin", color="FFBFBFBF")
_THIN = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")
_SHOWN = 2_000


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: the cell (row and column from 1), the person, what it holds, what was found."""

    sheet: str
    row: int
    column: int
    person: str
    found: str
    proposed: str
    finding: Finding


def write_summary(
    book: Workbook, report: ListReport, file: str, lines: Sequence[Line], remarks: Sequence[str], wording: Wording
) -> None:
    """Put the sheet in front of a workbook and make it the one that is seen. `remarks` are told below its title."""
    sheet = book.create_sheet(_free_title(book), 0)
    for other in book.worksheets:
        other.sheet_view.tabSelected = other is sheet  # sheets selected together would be edited together
    book.active = 0
    for column, text in enumerate(marker_row(), start=1):
        put_text(_cell(sheet, 1, column), text)
    sheet.row_dimensions[1].hidden = True
    for column, width in enumerate(_WIDTHS):
        sheet.column_dimensions[column_letter(column)].width = width
    summary = _Summary(sheet, wording)
    summary.head(report, file, remarks, proposes=any(line.proposed for line in lines))
    summary.counts(report)
    summary.table(lines)


def _free_title(book: Workbook) -> str:
    taken = {title.casefold() for title in book.sheetnames}
    number, title = 2, TITLE
    while title in taken:
        number, title = number + 1, f"{TITLE} ({number})"
    return title


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    return cast(Cell, sheet.cell(row, column))


class _Summary:
    """Writes the sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, wording: Wording) -> None:
        self.sheet, self.wording, self.row = sheet, wording, 2

    def text(self, text: str, *, bold: bool = False, size: int = 11, fill: PatternFill | None = None) -> None:
        """Write a line over the whole width."""
        cell = _cell(self.sheet, self.row, 1)
        put_text(cell, text, _SHOWN)
        cell.font = Font(bold=bold, size=size)
        if fill is not None:
            cell.fill = fill
        self.row += 1

    def head(self, report: ListReport, file: str, remarks: Sequence[str], *, proposes: bool) -> None:
        """What was read, how to use the sheet, what the colours mean. Whether it `proposes` anything decides what an
        officer is told to do."""
        say = self.wording.say
        self.text(say("annotate-title", file=file), bold=True, size=14)
        for line in say("annotate-how" if proposes else "annotate-how-by-hand").split("\n"):
            self.text(line)
        for severity in RANK:
            fill = PatternFill("solid", fgColor=COLOURS[severity])
            self.text(f"{SIGNS[severity]} {say(f'annotate-colour-{severity.value}')}", fill=fill)
        for remark in remarks:
            self.text(remark)
        self.row += 1
        self.text(say("annotate-read"), bold=True)
        for table in report.tables:
            aside = sum(one.count for one in table.aside)
            what = (
                say("annotate-refused")
                if table.refused
                else say("check-sum", rows=table.rows, records=table.records, aside=aside)
            )
            self.text(f"{table.place.sheet or file}: {what}")
        for finding in report.findings:
            if not finding.place.row:
                self.text(f"{SIGNS[finding.severity]} {self.wording.finding(finding)} [{finding.code}]")
        self.row += 1

    def counts(self, report: ListReport) -> None:
        """How often each thing was found, with one example in words."""
        say = self.wording.say
        examples: dict[str, Finding] = {}
        for finding in report.findings:
            examples.setdefault(finding.code, finding)
        self.text(say("annotate-counts"), bold=True)
        if not examples:
            self.text(say("annotate-nothing"))
        counts = Counter(report.findings_total)
        order = sorted(examples, key=lambda code: (RANK.index(examples[code].severity), -counts[code]))
        for code in order:
            example = examples[code]
            fill = PatternFill("solid", fgColor=COLOURS[example.severity])
            cell = _cell(self.sheet, self.row, 1)
            cell.value, cell.fill = counts[code], fill
            put_text(
                _cell(self.sheet, self.row, 2), f"{SIGNS[example.severity]} {self.wording.finding(example)}", _SHOWN
            )
            put_text(_cell(self.sheet, self.row, 8), code)
            self.row += 1
        self.row += 1

    def table(self, lines: Sequence[Line]) -> None:
        """The corrections: one line for each cell and finding."""
        names = ("sheet", "cell", "person", "found", "proposed", "agreed", "reason", "code")
        top = self.row
        for column, name in enumerate(names, start=1):
            cell = _cell(self.sheet, self.row, column)
            put_text(cell, self.wording.say(f"annotate-column-{name}"))
            cell.font, cell.fill = Font(bold=True, color="FFFFFFFF"), _HEAD
            cell.alignment, cell.border = _WRAPPED, _THIN
        self.row += 1
        for line in lines:
            self._line(line)
        if lines:
            self.sheet.auto_filter.ref = f"A{top}:{column_letter(len(names) - 1)}{self.row - 1}"

    def _line(self, line: Line) -> None:
        finding = line.finding
        place = f"{column_letter(line.column - 1)}{line.row}"
        reason = f"{SIGNS[finding.severity]} {self.wording.finding(finding)}"
        texts = (line.sheet, place, line.person, line.found, line.proposed, "", reason, finding.code)
        for column, text in enumerate(texts, start=1):
            cell = _cell(self.sheet, self.row, column)
            put_text(cell, text, _SHOWN)
            cell.alignment, cell.border = _WRAPPED, _THIN
            if column in (5, 6):
                cell.fill, cell.number_format = _INPUT, "@"
        self.sheet.cell(self.row, 1).fill = PatternFill("solid", fgColor=COLOURS[finding.severity])
        link = _cell(self.sheet, self.row, 2)
        quoted = line.sheet.replace("'", "''")
        link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{quoted}'!{place}", display=place)
        link.font = Font(color="FF0563C1", underline="single")
        self.row += 1


def order(finding: Finding) -> tuple[int, str, int, str]:
    """Sort findings: what stops a row first, then as they stand."""
    return RANK.index(Severity(finding.severity)), finding.place.sheet, finding.place.row, finding.place.column
