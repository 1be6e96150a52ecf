"""Rows of youth lists about people who are members.

Young people of an area are listed whether they are members or not. Who is on a members' list is a member: their row
on a youth list is heard and nothing follows from it. A member whom only a youth list names is a question.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sync.diff.decide import kind_changed
from sync.diff.roster import Roster
from sync.fingerprint import NEVER_SEEN
from sync.ports import Store
from sync.reports import ListReport
from sync.values import Finding, Hold, LedgerEntry, ListKind, PersonId, Place, Severity


@dataclass(frozen=True, slots=True)
class YouthRow:
    """A row about a member, until its list is read to the end: where it stands, and its fingerprint."""

    person: PersonId
    fingerprint: bytes
    table: int
    row: int
    unit: str


class YouthRows:
    """The rows of the youth list being read that are about members."""

    def __init__(self) -> None:
        self._rows: list[YouthRow] = []

    def add(self, row: YouthRow) -> None:
        """Keep a row until the list is read to the end."""
        self._rows.append(row)

    def drop(self, tables: Collection[int]) -> None:
        """Forget the rows of a file that turned out unreadable."""
        self._rows = [row for row in self._rows if row.table not in tables]

    def take(self) -> Sequence[YouthRow]:
        """Return the rows, and forget them."""
        rows, self._rows = self._rows, []
        return rows


class Placing(Protocol):
    """What is asked of the decider: who stands where in this plan, and to take down what follows."""

    def placed_on(self, person: PersonId) -> ListReport | None:
        """Return the list whose row was the first about this person; None where there was none."""
        ...

    def place_of(self, table: int, row: int) -> Place:
        """Return the place of a row, by the number of its table."""
        ...

    def stages(self, person: PersonId) -> bool:
        """Whether something is staged for this person."""
        ...

    def place(self, person: PersonId, table: int, row: int, stages: str = "") -> None:
        """Note the first row about a person."""
        ...

    def hold(self, hold: Hold) -> None:
        """Put a hold into the plan, each question once."""
        ...

    def note(self, one: ListReport, finding: Finding) -> None:
        """Put a finding into the report."""
        ...


Rosters = Mapping[int, Roster]
"""The lists read so far, by their position in the report."""


def settle_youth(
    decider: Placing,
    store: Store,
    rows: Sequence[YouthRow],
    roster: Roster,
    one: ListReport,
    rosters: Rosters,
    lists: Sequence[ListReport],
) -> None:
    """After a youth list was read: note its rows about members, or ask where no members' list has them.

    Every members' list has been read by then. `lists` are the reports, `rosters` belong to them.
    """
    persons = {row.person for row in rows}
    members = _members_among(decider, persons, rosters, lists)
    entries = store.ledger.entries(persons - members.keys())
    for row in rows:
        person, place = row.person, decider.place_of(row.table, row.row)
        if person in members:
            # While something about the person changes, the row is read again: it may turn out to be another's.
            roster.add(NEVER_SEEN if decider.stages(person) else row.fingerprint, person)
            decider.note(one, Finding("youth-is-member", Severity.NOTE, place, details={"list": members[person]}))
            continue
        one.tally.known_members -= 1
        one.tally.held += 1
        roster.add(NEVER_SEEN, person)
        decider.hold(kind_changed(person, entries[person].record.get("full_name"), row.unit, place))
        if decider.placed_on(person) is None:
            decider.place(person, row.table, row.row)


def only_youth(
    decider: Placing, one: ListReport, absent: Sequence[LedgerEntry], rosters: Rosters, lists: Sequence[ListReport]
) -> set[PersonId]:
    """Ask about members who left a members' list and stand on a list of youth; return who they are.

    Nobody of them stands on another members' list.
    """
    entries = {entry.person: entry for entry in absent}
    found = {person for person in entries if decider.placed_on(person) is not None}
    for index, roster in rosters.items():
        if lists[index].kind is ListKind.YOUTH:
            found |= roster.unchanged_among(entries.keys() - found)
            found.update(person for person in entries if roster.may_hold(person))
    for person in sorted(found):
        entry = entries[person]
        decider.hold(kind_changed(person, entry.record.get("full_name"), entry.unit, Place(one.name)))
    return found


def _members_among(
    decider: Placing, persons: Collection[PersonId], rosters: Rosters, lists: Sequence[ListReport]
) -> dict[PersonId, str]:
    """Return those who stand on a members' list, with its name.

    A list that could not be read keeps everybody who was on it, and a row that may be about somebody counts.
    """
    found: dict[PersonId, str] = {}
    for person in persons:
        placed = decider.placed_on(person)
        if placed is not None and placed.kind is ListKind.MEMBERS:
            found[person] = placed.name
    for index, roster in rosters.items():
        one = lists[index]
        left = set(persons) - found.keys()
        if one.kind is ListKind.MEMBERS and left:
            met = roster.unchanged_among(left) | {person for person in left if roster.may_hold(person)}
            if one.unread:
                met |= roster.was_on(left)
            found.update(dict.fromkeys(met, one.name))
    return found
