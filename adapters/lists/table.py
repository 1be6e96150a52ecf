"""What all tables share: from a recognised layout to columns, findings and salt, and the checks on a parsed row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import normalize

from adapters.lists.judged import column_doubts, column_notes, judged_layout
from adapters.lists.spec import ListSpec
from sync.errors import ListError
from sync.fingerprint import digest
from sync.papers.titles import as_people, as_register
from sync.ports import Chunk
from sync.tables.columns import Styles
from sync.tables.headers import column_letter
from sync.tables.layout import Layout, Merge
from sync.tables.rows import NAME_FIELDS
from sync.tables.saved import find_layout
from sync.units.listing import recognise_units
from sync.values import Cell, Column, Finding, ListKind, Match, Place, SetAside, Severity

LAYOUT_VERSION = "1"
"""Changes whenever the same bytes would be read to other cells; it is part of every table's salt."""

_LOST = re.compile(r"[^\W\d_]\?+[^\W\d_]|\?\?|(?:^|\s)\?[^\W\d_]|\?.*\?|\ufffd")


def letters_lost(text: str) -> bool:
    """Whether letters of a name or header were replaced by `?` when it was saved: inside or before a word, or twice.

    One question mark after a word is somebody's doubt, not damage.
    """
    return ("?" in text or "\ufffd" in text) and _LOST.search(text) is not None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a table comes from, for places: the list's name, its file as the officer knows it, its sheet."""

    list: str
    file: str = ""
    sheet: str = ""

    def place(self, row: int = 0, column: int = -1) -> Place:
        """The place of a row (from 1) and a column (from 0)."""
        return Place(self.list, self.file, self.sheet, row, column_letter(column) if column >= 0 else "")


@dataclass(slots=True)
class ReadTable:
    """A `sync.ports.Table`: everything known about it, and the function that reads its rows."""

    file: str
    sheet: str
    layout: Layout
    columns: Sequence[Column]
    unit: str | None
    salt: bytes
    findings: Sequence[Finding]
    preamble: Sequence[SetAside]
    read: Callable[[], Iterator[Chunk]]
    accepted: Mapping[int, Mapping[str, str]] = field(default_factory=dict)

    def chunks(self) -> Iterator[Chunk]:
        """Yield every row below the header, in order, once. Raises `ListError` where reading fails."""
        return self.read()


def refuse_too_wide(columns: int, origin: Origin, spec: ListSpec) -> None:
    """Raise `ListError` for a table with more columns than a list can have."""
    if columns > spec.limits.columns:
        raise ListError("list-too-large", place=origin.place(), columns=columns, limit=spec.limits.columns)


def refuse_lost_letters(layout: Layout, origin: Origin, numbers: Sequence[int]) -> None:
    """Raise `ListError` for a header whose letters are lost."""
    for index, header in enumerate(layout.headers):
        if letters_lost(header):
            raise ListError("list-lost-letters", place=origin.place(numbers[layout.top], index))


def find(
    rows: Sequence[Sequence[Cell]],
    origin: Origin,
    spec: ListSpec,
    merges: Sequence[Merge] = (),
    styles: Callable[[], Styles | None] | None = None,
) -> Layout | None:
    """The layout of a table's first rows: by the list's saved layout where it has one, else as recognised.

    `styles` tells what the file says of the style of their cells.
    """

    def found(shown: Sequence[Sequence[Cell]]) -> Layout | None:
        if spec.unit_words is not None:
            return recognise_units(shown, spec.unit_words)
        layout = find_layout(shown, spec.headers, merges, spec.layout, origin.sheet)
        if layout is None or spec.kind is ListKind.UNITS:
            return layout
        if spec.titles is not None:
            return as_register(layout, origin.sheet, spec.titles)
        return as_people(layout, shown)

    return judged_layout(rows, found, styles)


def missing_sheets(names: Sequence[str], origin: Origin, spec: ListSpec) -> Iterator[Finding]:
    """Yield an error finding for each sheet that the list's saved layout names and the workbook has not."""
    have = {normalize("NFC", name) for name in names}
    for sheet in spec.layout.sheets if spec.layout else ():
        if normalize("NFC", sheet) not in have and spec.layout:
            details: dict[str, str | int] = {"sheet": sheet, "layout": spec.layout.name}
            yield Finding("list-layout-no-sheet", Severity.ERROR, origin.place(), details=details)


def problems(layout: Layout, origin: Origin, spec: ListSpec, numbers: Sequence[int]) -> list[Finding]:
    """The error findings of a header that was found and cannot be used. Whoever wants to know of it is told."""
    if spec.notice is not None:
        spec.notice(origin.place(), layout)
    row = numbers[layout.top] if layout.top < len(numbers) else 0
    twice = [problem.details for problem in layout.problems if problem.code == "list-duplicate-column"]
    names = [details["second"] for details in twice if details["field"] in NAME_FIELDS]
    if names and len(twice) > 1:
        return [Finding("list-side-by-side", Severity.ERROR, replace(origin.place(row), column=str(names[0])))]
    found = [
        Finding(problem.code, Severity.ERROR, origin.place(row, problem.column), details=problem.details)
        for problem in layout.problems
    ]
    return found + other_people(layout, origin, spec) + column_doubts(layout, origin, numbers)


def other_people(layout: Layout, origin: Origin, spec: ListSpec) -> list[Finding]:
    """The error finding of a table whose sheet or title says that its people are not those of the list."""
    judged = spec.headers.tables.judge(origin.sheet or "", layout.titles, spec.kind)
    return [Finding(judged[0], Severity.ERROR, origin.place(), found=judged[1])] if judged else []


def build(
    layout: Layout,
    origin: Origin,
    spec: ListSpec,
    read: Callable[[], Iterator[Chunk]],
    how: str,
    numbers: Sequence[int],
    *,
    columns: Sequence[Column] | None = None,
    unit: str | None = None,
    findings: Sequence[Finding] = (),
) -> ReadTable:
    """Make the table of a usable layout.

    `numbers` are the numbers of its first rows, 0 for a header that is no row; `how` names whatever else decides
    what raw bytes mean, such as the format and the delimiter. `columns` and `unit` stand for the layout's own;
    `findings` is what there is to say of the table besides.
    """
    columns = layout.columns if columns is None else columns
    unit = unit or layout.unit
    header_row = numbers[layout.top]
    notes = [
        Finding(
            "list-unknown-column",
            Severity.NOTE,
            origin.place(header_row, index),
            found=header,
            details=_named(header),
        )
        for index, header in layout.unknown
    ]
    notes += [
        Finding(
            "list-unread-column",
            Severity.NOTE,
            origin.place(header_row, index),
            found=header,
            details=_named(header),
        )
        for index, header in layout.unread
    ]
    notes += [
        Finding(
            "list-typo-header",
            Severity.WARNING,
            origin.place(header_row, column.index),
            column.field,
            column.header,
            column.meant,
            _named(column.header),
        )
        for column in layout.columns
        if column.match is Match.TYPO
    ]
    notes += [
        Finding("list-unnamed-column", Severity.NOTE, origin.place(header_row, index)) for index in layout.unnamed
    ]
    notes += [
        Finding("list-split-name", Severity.NOTE, origin.place(header_row, column.index))
        for column in layout.columns
        if column.field == "given_name" and not column.header
    ]
    notes += column_notes(layout, origin, header_row)
    meanings = [
        f"{column.index}={column.field}={column.implies or ''}={column.value or ''}={column.group}"
        for column in columns
    ]
    salt = digest(
        [
            LAYOUT_VERSION,
            how,
            spec.layout.digest if spec.layout else "",
            *meanings,
            "",
            *layout.headers,
            "",
            unit or "",
            *filter(None, [layout.movement]),
            layout.judged.salt,
            spec.headers.digest.hex(),
        ]
    )
    return ReadTable(
        file=origin.file,
        sheet=origin.sheet,
        layout=layout,
        columns=columns,
        unit=unit,
        salt=salt,
        findings=(*findings, *notes),
        preamble=tuple(
            SetAside(number, reason) for number, reason in zip(numbers, layout.preamble, strict=False) if number
        ),
        read=read,
    )


def _named(header: str) -> dict[str, str | int]:
    return {"header": header[:200]}
