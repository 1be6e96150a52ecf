"""Where somebody is expected who moved: the list of the unit a paper took them to has to have them.

Whoever leaves one list by a transfer is on no other until somebody writes them there. So the list that has their unit
knows of them from then on: it asks where they are when it has them not. Source: the domain book, §3 (a transfer is
presented within a time, or it is looked into).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sync.diff.roster import Roster
from sync.movements.moving import Papers
from sync.ports import CarriedPaper
from sync.reports import ListReport
from sync.tables.groups import is_within
from sync.text.tidying import match_key
from sync.values import LedgerEntry, ListKind, OperationState, OperationType, PersonId

_BRINGS = frozenset({OperationType.ADMIT, OperationType.TRANSFER, OperationType.TRANSFER_IN, OperationType.READMIT})
"""The movements after which somebody stands on a list of the unit they led to."""

_UNDER_WAY = frozenset({OperationState.CLAIMED, OperationState.SENT, OperationState.ACCEPTED, OperationState.UNKNOWN})


@dataclass(slots=True)
class Expected:
    """Who is expected on which members' list, during one plan; lists go by their index."""

    papers: Papers
    lists: Sequence[ListReport]
    rosters: Mapping[int, Roster]
    explained: Collection[PersonId]
    """Whom papers of this plan account for where a list no longer has them."""
    gone: dict[int | None, set[PersonId]] = field(default_factory=dict)
    """By list: who is on it no more, and is not to be asked about."""
    people: dict[int, set[PersonId]] = field(default_factory=dict)
    """By list: whom papers brought into its unit and who stands on no list."""
    _stated: dict[str, set[str]] = field(default_factory=dict)
    _units: dict[int, Mapping[str, str]] = field(default_factory=dict)

    def note(self, name: str, unit: str) -> None:
        """Note that a list is one of a unit, or that a row of it states the unit."""
        if unit:
            self._stated.setdefault(name, set()).add(unit)

    # ── who is absent from a list ────────────────────────────────────────────────────────────────────────

    def unexplained(self, absent: Mapping[PersonId, LedgerEntry], index: int | None) -> dict[PersonId, LedgerEntry]:
        """Return those absent from a list whom nothing accounts for: they have left, a paper says why, or they moved.

        `index` is None for a list that is gone from the configuration.
        """
        self.papers.load(absent)
        return {person: entry for person, entry in absent.items() if not self._is_explained(entry, index)}

    def _is_explained(self, entry: LedgerEntry, index: int | None) -> bool:
        person, gone = entry.person, self.gone.setdefault(index, set())
        if not entry.status.on_list:
            gone.add(person)
            return True
        transfers = {one.state for one in self.papers.carried(person) if _is_transfer(one)}
        if person in self.explained or transfers & _UNDER_WAY:
            return True
        if OperationState.APPLIED not in transfers:
            return False
        homes = self._homes(entry.unit)
        if index in homes or not (homes or index is None or self._of(index)):
            return False
        read = [home for home in homes if not self.lists[home].unread]
        if read or not homes:
            gone.add(person)
        for home in read[:1]:
            self.people.setdefault(home, set()).add(person)
        return True

    # ── who is on no list ────────────────────────────────────────────────────────────────────────────────

    def on_none(self, persons: Collection[PersonId]) -> set[PersonId]:
        """Return those of `persons` whom applied papers brought, and whom no list has or ever had."""
        brought = {
            person
            for person in persons
            if any(one.type in _BRINGS and one.state is OperationState.APPLIED for one in self.papers.carried(person))
        }
        for roster in self.rosters.values():
            if brought:
                brought -= roster.was_on(brought) | {person for person in brought if roster.may_hold(person)}
        return brought

    def expect(self, entry: LedgerEntry) -> None:
        """Expect somebody who is on no list on the one that has their unit."""
        if entry.kind is ListKind.MEMBERS and entry.status.on_list:
            read = [home for home in self._homes(entry.unit) if not self.lists[home].unread]
            for home in read[:1]:
                self.people.setdefault(home, set()).add(entry.person)

    # ── which list has which unit ────────────────────────────────────────────────────────────────────────

    def _homes(self, unit: str) -> Sequence[int]:
        """Return the members' lists that have a unit; where none has it, those of units below it."""
        members = [index for index in self.rosters if self.lists[index].kind is ListKind.MEMBERS]
        key = self._key(unit)
        exact = [index for index in members if key in self._of(index)]
        return exact or [index for index in members if any(is_within(one, unit) for one in self._of(index).values())]

    def _of(self, index: int) -> Mapping[str, str]:
        """Return the units of a list by their keys: its own, and those of everybody who is on it today."""
        if index not in self._units:
            one, roster = self.lists[index], self.rosters[index]
            there = roster.unmet() if one.unread else [PersonId(each) for part in roster.unchanged() for each in part]
            units = self.papers.store.ledger.units(there) | self._stated.get(one.name, set())
            self._units[index] = {self._key(unit): unit for unit in units}
        return self._units[index]

    def _key(self, unit: str) -> str:
        return match_key(self.papers.units.key(unit))


def _is_transfer(carried: CarriedPaper) -> bool:
    """Whether somebody left a unit by a paper; whoever followed their unit is on the list of the one it became."""
    left = bool(carried.left) and carried.type is not OperationType.REORGANISE
    return left or carried.type is OperationType.TRANSFER
