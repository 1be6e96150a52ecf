"""A reconciliation as a workbook: an overview, the units, and every difference, a field a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from adapters.reports.streamed import Column, StreamedBook, streamed_book
from adapters.reports.workbook import Value
from sync.reconciliation.differences import SIGILS, Difference, Standing, Tally
from yumsync.cli.reconcilewords import ReconcileWords

DIFFERENCES = {
    "sigil": 6,
    "standing": 20,
    "name": 26,
    "born": 12,
    "code": 16,
    "unit": 34,
    "field": 22,
    "base": 28,
    "ours": 28,
    "theirs": 28,
    "changed": 14,
    "place": 24,
    "note": 40,
}
"""The columns of the sheet of differences, and how wide each stands."""

_OVERVIEW = {"sigil": 6, "standing": 24, "count": 12, "means": 64}


@contextmanager
def reconcile_book(out: Path, words: ReconcileWords, *, force: bool = False) -> Iterator[ReconcileBook]:
    """Give a workbook to write a reconciliation to; it stands under its name once all is written. Raises as
    `streamed_book`."""
    with streamed_book(out, force=force) as book:
        yield ReconcileBook(book, words)


class ReconcileBook:
    """Writes a reconciliation: differences as they come up, what sums them up at the end."""

    def __init__(self, book: StreamedBook, words: ReconcileWords) -> None:
        self._words = words
        self._say = words.wording.say
        units = [Column(self._say("reconcile-column-unit"), 44), Column(self._say("reconcile-column-differing"))]
        units += [Column(f"{words.standing(one)} {SIGILS[one]}", 18) for one in Standing]
        self._overview = book.sheet(self._say("reconcile-sheet-overview"), self._columns(_OVERVIEW))
        self._units = book.sheet(self._say("reconcile-sheet-units"), units)
        self._differences = book.sheet(self._say("reconcile-sheet-differences"), self._columns(DIFFERENCES))

    @property
    def rows(self) -> int:
        """How many rows of differences there are."""
        return self._differences.rows

    def add(self, one: Difference) -> None:
        """Write one person who is not in step: a row for each field, or one where no field says it."""
        words = self._words
        head = (SIGILS[one.standing], words.standing(one.standing))
        who = (one.name, words.born(one), one.member_code or "", one.unit)
        tail = (words.place(one), "; ".join(words.remarks(one)))
        for field in words.fields(one):
            ours = field.ours if words.lists else ""
            changed = self._say(f"reconcile-changed-{field.changed.value}")
            self._differences.add((*head, *who, field.name, field.base, ours, field.theirs, changed, *tail))
        if not one.fields:
            self._differences.add((*head, *who, "", "", "", "", "", *tail))

    def finish(self, tally: Tally, remarks: Sequence[str] = ()) -> None:
        """Write what sums it up, and what is to be known of it."""
        for standing in Standing:
            count = tally.counts.get(standing, 0)
            self._overview.add(
                (SIGILS[standing], self._words.standing(standing), count, self._words.meaning(standing))
            )
        made = self._say("reconcile-made", when=datetime.now().astimezone().strftime("%d/%m/%Y %H:%M"))
        for line in ("", made, *remarks, *self._words.next_steps(tally), self._say("reconcile-personal")):
            self._overview.add(("", "", "", line))
        for unit in sorted(tally.units):
            counts: list[Value] = [tally.units[unit].get(standing, 0) for standing in Standing]
            differing = sum(
                count for standing, count in tally.units[unit].items() if standing is not Standing.IN_STEP
            )
            self._units.add((unit, differing, *counts))

    def _columns(self, widths: dict[str, int]) -> list[Column]:
        return [Column(self._say(f"reconcile-column-{name}"), width) for name, width in widths.items()]
