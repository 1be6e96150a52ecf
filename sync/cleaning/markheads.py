"""Marked columns whose header is no word of the code list. That is told once, at the header: nothing that is written
into the marked cells themselves would mend it, and a mark there states nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sync.tables.fields import Knowledge
from sync.tables.headers import column_letter
from sync.text.codes import UNKNOWN
from sync.values import Column, Finding, Place, Severity

_SHOWN = 16
"""Words of a code list that are named; the centre's list of peoples has more than fifty."""


def unknown_heads(columns: Iterable[Column], knowledge: Knowledge, header: Place) -> Iterator[Finding]:
    """Yield a finding `mark-header-unknown` for each such column, with the words there are; `header` is the place of
    the header's lowest row."""
    for column in columns:
        spec = knowledge.fields.get(column.field)
        if column.value is None or spec is None or not spec.codes:
            continue
        codes = knowledge.codes[spec.codes]
        if codes.find(column.value).problem == UNKNOWN:
            words = [*codes.folded.values()]
            told = " · ".join(words[:_SHOWN]) + (" …" if len(words) > _SHOWN else "")
            place = replace(header, column=column_letter(column.index))
            details: dict[str, str | int] = {"words": told}
            yield Finding(
                "mark-header-unknown", Severity.WARNING, place, column.field, found=column.value, details=details
            )
