"""What a review workbook looks like: its sheets, their columns, and the marks by which rows are known again."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

HIDDEN = "yumsync"
"""The hidden sheet that says which plan the workbook was made of, and which sheet is which."""

KIND, VERSION = "yumsync-review", "1"
"""What stands in the hidden sheet's first row."""

CHANGES = ("unit", "person", "what", "field", "old", "new", "from", "state")
"""The columns of a sheet of changes; `review-column-<name>` is a heading, and the row's mark stands after them."""

ASKED = ("id", "unit", "person", "question", "answers")
"""The columns of the sheet of questions that the plan fills."""

INPUT = ("answer", "movement", "on", "decision_no", "destination", "origin", "reason")
"""The columns of the sheet of questions that an officer fills; the row's mark stands after them."""

HOLDS = (*ASKED, *INPUT)

MARK = "#"
"""The heading of the marks."""

_SIZE = 8


def mark_of(run: str, cells: Sequence[str]) -> str:
    """Return the mark of a row of a plan: another as soon as a cell says something else. Blanks do not count."""
    text = "\x1f".join("".join(cell.split()) for cell in (run, *cells))
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_SIZE).hexdigest()
