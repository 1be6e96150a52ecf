"""Colours and comments on the cells that something was found of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from adapters.lists.annotate.safe import COMMENT_LENGTH, safe_text
from config.wording import Wording
from sync.values import Finding, Severity

AUTHOR = "yumsync"
COLOURS: Mapping[Severity, str] = {
    Severity.ERROR: "FFFFB3B3",
    Severity.WARNING: "FFFFE08A",
    Severity.NOTE: "FFCFE8FF",
}
"""Fill by severity, as ARGB: red, yellow, blue, each readable under black text."""

SIGNS: Mapping[Severity, str] = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.NOTE: "·"}
RANK = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_RULE = "\n———\n"
_MOST_COMMENTS = 20_000
"""Comments of one copy; each is a drawing, and a workbook with many more does not open."""


class Marker:
    """Marks the cells of a copy's sheets. `count` says how many cells were coloured."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._anchors: dict[str, dict[tuple[int, int], tuple[int, int]]] = {}
        self.count = self._comments = 0

    def clean(self, sheet: Worksheet) -> None:
        """Take the marks of an earlier copy away: our comments, and the colours beneath them."""
        ours = set(COLOURS.values())
        for line in sheet.iter_rows():
            for cell in line:
                if cell.comment is not None and cell.comment.author == AUTHOR:
                    kept = cell.comment.text.partition(_RULE)[2]
                    cell.comment = Comment(kept, "") if kept else None
                    if cell.fill.fgColor.rgb in ours:
                        cell.fill = PatternFill()

    def mark(self, sheet: Worksheet, row: int, column: int, findings: Sequence[Finding]) -> None:
        """Colour a cell by its worst finding and say all of them in a comment; row and column count from 1."""
        row, column = self._anchor(sheet).get((row, column), (row, column))
        cell = sheet.cell(row, column)
        if not isinstance(cell, Cell):
            return
        worst = next(severity for severity in RANK if any(one.severity is severity for one in findings))
        cell.fill = PatternFill("solid", fgColor=COLOURS[worst])
        self.count += 1
        if self._comments < _MOST_COMMENTS:
            self._comments += 1
            self._say(cell, findings)

    def _say(self, cell: Cell, findings: Sequence[Finding]) -> None:
        said = [f"{SIGNS[one.severity]} {self._wording.finding(one)}\n[{one.code}]" for one in findings]
        text = safe_text("\n".join(said), COMMENT_LENGTH)
        if cell.comment is not None:
            text += _RULE + safe_text(cell.comment.text, COMMENT_LENGTH)
        lines = sum(1 + len(line) // 42 for line in text.split("\n"))
        cell.comment = Comment(text, AUTHOR, height=min(400, 24 + 18 * lines), width=320)

    def _anchor(self, sheet: Worksheet) -> Mapping[tuple[int, int], tuple[int, int]]:
        """Which cell stands for a merged one, as far as merged cells go."""
        if sheet.title not in self._anchors:
            found: dict[tuple[int, int], tuple[int, int]] = {}
            for merged in sheet.merged_cells.ranges:
                for row, column in merged.cells:
                    if len(found) < _MOST_COMMENTS * 10:
                        found[row, column] = (merged.min_row, merged.min_col)
            self._anchors[sheet.title] = found
        return self._anchors[sheet.title]
