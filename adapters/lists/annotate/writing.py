"""`check --annotate`: a copy of the officer's file with colours, comments and a table of corrections in front.

The copy is personal as the list is, and shows it all in one place: nobody else may open it.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from adapters.lists.annotate.copied import NATIVE, Copied, copied, saved
from adapters.lists.annotate.form import person_of
from adapters.lists.annotate.marks import Marker
from adapters.lists.annotate.safe import put_value
from adapters.lists.annotate.summary import Line, order, write_summary
from adapters.lists.spec import ListSpec
from adapters.lists.table import Origin
from config.headers import load_headers
from config.wording import Wording
from sync.cleaning.accepting import ACCEPTED
from sync.errors import YumsyncError
from sync.reports import AnnotatedReport, ListReport, TableReport
from sync.tables.dateorder import Verdict
from sync.tables.rows import NAME_FIELDS
from sync.text.tidying import cell_text
from sync.values import Cell, Column, Finding, ListKind

_CUT = 200
"""Findings show so many characters of a cell; a longer value is not one to be written back."""

_ORDERS_OF_DATES = frozenset(verdict.value for verdict in Verdict)
"""Where the order of day and month of a column is in doubt, no date of it is proposed: turning the sure ones round
would leave the others to be read as they stand."""


def annotate(file: Path, report: ListReport, out: Path, wording: Wording, *, force: bool = False) -> AnnotatedReport:
    """Write an annotated copy of a file that was checked, with mode 0600, and tell of it.

    Raises YumsyncError: `file-not-xlsx`, `file-is-input`, `file-exists` (unless `force`) for the copy's name,
    `file-copy-…` where it cannot be made; `ListError` for a file that cannot be read; OSError.
    """
    _check_name(file, out, force=force)
    origin = Origin(report.name, file.name)
    lists = [table.place.sheet for table in report.tables]
    made = copied(file, origin, _spec(file))
    marker = Marker(wording)
    for name in lists:
        sheet = made.sheet(name)
        if sheet is not None:
            marker.clean(sheet)
    _enter_accepted(made, report)
    lines = list(_lines(made, report))
    for (title, row, column), findings in _by_cell(lines).items():
        marker.mark(made.book[title], row, column, findings)
    write_summary(made.book, report, file.name, lines, _remarks(made, file, wording), wording)
    _write(out, saved(made, lists))
    proposed = sum(1 for line in lines if line.proposed)
    replaces = file.suffix.lower() == ".xlsx"
    return AnnotatedReport(out.as_posix(), marker.count, proposed, made.macros, replaces)


def _check_name(file: Path, out: Path, *, force: bool) -> None:
    if out.suffix.lower() != ".xlsx":
        raise YumsyncError("file-not-xlsx", file=out.name)
    if out.exists():
        if out.samefile(file):
            raise YumsyncError("file-is-input", file=out.name)
        if not force or not out.is_file():
            raise YumsyncError("file-exists", file=out.name)


def _spec(file: Path) -> ListSpec:
    return ListSpec("", ListKind.MEMBERS, str(file), None, False, None, file.parent, load_headers())


def _remarks(made: Copied, file: Path, wording: Wording) -> list[str]:
    """What differs between the copy and the file."""
    told = [wording.say("annotate-kept" if file.suffix.lower() in NATIVE else "annotate-made-new")]
    if made.macros:
        told.append(wording.say("check-annotated-macros"))
    return told


def _enter_accepted(made: Copied, report: ListReport) -> None:
    """Write what was agreed to in an earlier copy into its cells: the table it stood in is made anew."""
    for finding in report.findings:
        place = finding.place
        sheet = made.sheet(place.sheet)
        if finding.code == f"correction-{ACCEPTED}" and sheet is not None and len(finding.proposed) < _CUT:
            column = _index(place.column)
            cell = sheet.cell(place.row, column)
            put_value(cell, finding.proposed)  # type: ignore[arg-type]  # a covered cell has no finding
            rows = made.rows[sheet.title]
            row = [*rows[place.row - 1], *[""] * (column - len(rows[place.row - 1]))]
            row[column - 1] = finding.proposed
            rows[place.row - 1] = row


def _lines(made: Copied, report: ListReport) -> Iterator[Line]:
    """Every finding that has a cell, with what stands there; those of a whole row stand at its name."""
    tables = {table.place.sheet: table for table in report.tables}
    untold = {(one.place.sheet, one.place.column) for one in report.findings if one.code in _ORDERS_OF_DATES}
    for finding in sorted(report.findings, key=order):
        place, sheet = finding.place, made.sheet(finding.place.sheet)
        if sheet is None or not place.row:
            continue
        table = tables.get(place.sheet)
        names = _names(table)
        row = made.row(place.row)
        column = _index(place.column) if place.column else (names[0].index + 1 if names else 1)
        cells = _row(made.rows[sheet.title], row)
        header = table is not None and place.row in table.header_rows
        is_untold = (place.sheet, place.column) in untold
        yield Line(
            sheet=sheet.title,
            row=row,
            column=column,
            person="" if header else person_of(cells, names),
            found=cell_text(cells[column - 1]) if column <= len(cells) else "",
            proposed="" if header or is_untold or not _acceptable(finding, table) else finding.proposed,
            finding=finding,
        )


def _acceptable(finding: Finding, table: TableReport | None) -> bool:
    """Whether a proposed value may simply take the cell's place: not in a column of marks, not where it was taken."""
    if not finding.proposed or finding.code.startswith("correction-") or table is None:
        return False
    marks = {column.letter for column in table.columns if column.value is not None}
    return bool(finding.place.column) and finding.place.column not in marks and len(finding.proposed) < _CUT


def _names(table: TableReport | None) -> list[Column]:
    return [
        Column(column.field, _index(column.letter) - 1, column.header)
        for column in (table.columns if table else ())
        if column.field in NAME_FIELDS
    ]


def _row(rows: Sequence[Sequence[Cell]], number: int) -> Sequence[Cell]:
    return rows[number - 1] if 0 < number <= len(rows) else ()


def _by_cell(lines: Sequence[Line]) -> Mapping[tuple[str, int, int], list[Finding]]:
    found: dict[tuple[str, int, int], list[Finding]] = {}
    for line in lines:
        found.setdefault((line.sheet, line.row, line.column), []).append(line.finding)
    return found


def _index(letters: str) -> int:
    """A column's number from 1, for its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _write(out: Path, content: bytes) -> None:
    """Put the copy in its place at once, for nobody else to open: never half a file."""
    half = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        half.replace(out)
    finally:
        half.unlink(missing_ok=True)
