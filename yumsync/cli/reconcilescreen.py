"""A reconciliation on a terminal: how many stand how, the units not in step, the differences, and what to do next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sync.reconciliation.differences import SIGILS, Difference, Standing, Tally
from yumsync.cli.folding import folded, shown, width_of
from yumsync.cli.reconcilewords import ReconcileWords

SHOWN = 5
"""How many people are listed; the rest is counted."""

UNITS = 10
"""How many units are listed."""

Lines = Iterator[str]


class ReconcileScreen:
    """Draws a reconciliation in one language; `width` is the screen's."""

    def __init__(self, words: ReconcileWords, width: int | None = None) -> None:
        self._words = words
        self._say = words.wording.say
        self._width = width_of(width)

    def overview(self, tally: Tally) -> Lines:
        """How many people stand how, and what that means."""
        yield self._say("reconcile-title" if self._words.lists else "reconcile-title-centre")
        for standing in Standing:
            count = tally.counts.get(standing, 0)
            if count:
                text = self._say(
                    "reconcile-line", standing=self._words.standing(standing), means=self._words.meaning(standing)
                )
                yield from self._folded(f"{SIGILS[standing]} {self._words.number(count):>9}  {text}", 2, 15)

    def units(self, tally: Tally, *, whole: bool) -> Lines:
        """The units not in step, where there are several, those with the most differences first."""
        differing = differing_units(tally)
        if not differing or len(tally.units) == 1:
            return
        yield ""
        yield self._say("reconcile-units", differing=len(differing), units=len(tally.units))
        for unit, _ in differing if whole else differing[:UNITS]:
            counts = tally.units[unit]
            figures = "  ".join(
                f"{SIGILS[standing]} {self._words.number(counts[standing])}"
                for standing in Standing
                if counts.get(standing)
            )
            yield from self._folded(f"{unit or '?'}:  {figures}", 2, 6)
        if not whole and len(differing) > UNITS:
            yield f"  … {self._say('reconcile-more-units', count=len(differing) - UNITS)}"

    def heading(self) -> Lines:
        """What stands above differences."""
        yield self._say("reconcile-differences" if self._words.lists else "reconcile-differences-centre")

    def difference(self, one: Difference) -> Lines:
        """One person who is not in step: each field that differs, and what else there is to know."""
        yield from self._folded(f"{SIGILS[one.standing]} {self._words.who(one)}", 2, 4)
        for field in self._words.fields(one):
            yield from self._folded(self._words.line(field), 6, 8)
        for note in self._words.notes(one):
            yield from self._folded(note, 6, 8)

    def more(self, count: int) -> Lines:
        """How many people are not listed, where there are any."""
        if count:
            yield from self._folded(f"… {self._say('reconcile-more', count=count)}", 2, 4)

    def remarks(self, remarks: Iterable[str]) -> Lines:
        """What is to be known of it besides."""
        for number, remark in enumerate(remarks):
            if not number:
                yield ""
            yield from self._folded(remark, 2 if number else 0, 4)

    def ending(self, tally: Tally) -> Lines:
        """What to do next."""
        yield ""
        for line in self._words.next_steps(tally):
            yield from self._folded(line, 0, 3)

    def _folded(self, text: str, indent: int, hanging: int) -> Lines:
        first, *rest = folded(shown(text), self._width - indent, self._width - hanging)
        yield " " * indent + first
        yield from (" " * hanging + more for more in rest)


def differing_units(tally: Tally) -> list[tuple[str, int]]:
    """Return the units in which somebody differs and how many do, the most first."""
    found = [
        (unit, sum(count for standing, count in counts.items() if standing is not Standing.IN_STEP))
        for unit, counts in tally.units.items()
    ]
    return sorted(((unit, count) for unit, count in found if count), key=lambda one: (-one[1], one[0]))
