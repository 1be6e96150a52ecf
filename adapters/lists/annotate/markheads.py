"""Marked columns whose header is no word of the code list: told once, at the header, because nothing that is written
into the marked cells themselves would mend them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from config.knowledge import load_code_lists, load_fields
from sync.reports import TableReport
from sync.values import Finding

_SHOWN = 16
"""Words of a code list that are named; the centre's list of peoples has more than fifty."""


def told_at_headers(findings: Iterable[Finding], tables: Mapping[str, TableReport]) -> Iterator[Finding]:
    """Yield findings as they are told in a copy; `tables` are those of the file by sheet.

    What is found of the marks of a column because its header is no word of the code list becomes one finding,
    `mark-header-unknown`, at the lowest header cell of the column; it names the words there are.
    """
    told: set[tuple[str, str]] = set()
    for finding in findings:
        place, table = finding.place, tables.get(finding.place.sheet)
        if finding.code != "code-unknown" or table is None or place.column not in marked_columns(table):
            yield finding
        elif (place.sheet, place.column) not in told:
            told.add((place.sheet, place.column))
            header = replace(place, row=max(table.header_rows, default=place.row))
            details: dict[str, str | int] = {"words": _words(finding.field)}
            yield replace(finding, code="mark-header-unknown", place=header, proposed="", details=details)


def marked_columns(table: TableReport) -> frozenset[str]:
    """Return the letters of the columns whose cells are only marked."""
    return frozenset(column.letter for column in table.columns if column.value is not None)


def _words(field: str) -> str:
    """The words that may stand over a column of a field, as lists write them."""
    words = list(load_code_lists()[load_fields()[field].codes].folded.values())
    return " · ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
