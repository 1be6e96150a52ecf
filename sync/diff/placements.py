"""Where each person of a plan was placed first: on which list, in which row, and what was staged for them.

Packed into one number for each person, so that a million of them fit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from sync.reports import ListReport
from sync.values import ListKind, PersonId, Place

STAGES = ("", "created", "updated", "moved")
"""What may be staged for a person; the names of the tallies that count it."""

_ROWS = 1 << 34


class Placements:
    """Tables by number, in the order they are read, and people by the row that was first about them."""

    def __init__(self) -> None:
        self._tables: list[tuple[ListReport, Place]] = []
        self._placed: dict[PersonId, int] = {}

    def begin_table(self, place: Place, one: ListReport) -> None:
        """Say which table the rows that follow stand in."""
        self._tables.append((one, place))

    @property
    def table(self) -> int:
        """The number of the table that is being read."""
        return len(self._tables) - 1

    def tables_of(self, file: Place) -> set[int]:
        """Return the numbers of a file's tables."""
        return {number for number, (_, place) in enumerate(self._tables) if is_one_file(place, file)}

    def place_of(self, table: int, row: int) -> Place:
        """Return the place of a row, by the number of its table."""
        return replace(self._tables[table][1], row=row)

    def report_of(self, table: int) -> ListReport:
        """Return the report of a table's list."""
        return self._tables[table][0]

    def place(self, person: PersonId, table: int, row: int, stages: str = "") -> None:
        """Note the first row about a person, and what was staged for them."""
        self._placed[person] = (table * _ROWS + row) << 2 | STAGES.index(stages)

    def unstage(self, person: PersonId) -> None:
        """Note that nothing is staged for a person any more."""
        self._placed[person] &= ~3

    def forget(self, person: PersonId) -> None:
        """Note that no row is about this person."""
        del self._placed[person]

    def where(self, person: PersonId) -> tuple[ListReport, Place, str]:
        """Return the list, the place and what was staged."""
        table, row = divmod(self._placed[person] >> 2, _ROWS)
        one, place = self._tables[table]
        return one, replace(place, row=row), STAGES[self._placed[person] & 3]

    def on(self, person: PersonId) -> ListReport | None:
        """Return the list whose row was the first about this person; None where there was none."""
        packed = self._placed.get(person)
        return None if packed is None else self._tables[packed >> 36][0]

    def is_placed(self, person: PersonId, kind: ListKind = ListKind.YOUTH) -> bool:
        """Whether some row of this plan is about this person: as a member, or of any kind of list."""
        one = self.on(person)
        return one is not None and (kind is ListKind.YOUTH or one.kind is kind)

    def stages(self, person: PersonId) -> bool:
        """Whether something is staged for this person."""
        return self._placed.get(person, 0) & 3 != 0

    def staged(self) -> set[PersonId]:
        """Return everybody for whom something is staged."""
        return {person for person in self._placed if self.stages(person)}

    def of_tables(self, tables: Collection[int]) -> Iterable[PersonId]:
        """Return everybody whose first row stands in one of these tables."""
        return [person for person, packed in self._placed.items() if packed >> 36 in tables]

    def __contains__(self, person: PersonId) -> bool:
        return person in self._placed


def is_one_file(one: Place, other: Place) -> bool:
    """Whether two places are in one file of one list."""
    return (one.list, one.file) == (other.list, other.file)
