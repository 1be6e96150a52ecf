"""Who is missing: on no list where they stood on one before, and nothing accounts for it.

Settled once every list was read. Source: the domain book, §3 (a person missing from a list is not a removal).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from sync.diff.draft import Draft
from sync.diff.grouped import GROUP, groups
from sync.diff.roster import Roster
from sync.diff.youth import only_youth
from sync.movements.expected import Expected
from sync.movements.moving import Papers
from sync.people.identity import Facts, facts_of
from sync.planning.deciding import Decider
from sync.planning.gonelists import Inherited
from sync.planning.guards import ListGuards
from sync.ports import ListSource, Store
from sync.questions.approvals import entry_content
from sync.reports import ListReport
from sync.values import Hold, LedgerEntry, ListKind, PersonId, Place


@dataclass(slots=True)
class Missing:
    """Asks about who is missing, during one plan; lists go by their index."""

    store: Store
    run: int
    draft: Draft
    decider: Decider
    papers: Papers
    guards: ListGuards
    expected: Expected
    lists: Sequence[ListReport]
    rosters: Mapping[int, Roster]
    inherited: Mapping[int, Inherited] = field(default_factory=dict)

    def settle(self, source: ListSource, index: int) -> set[PersonId]:
        """Ask about everyone who was on the list and of whom nothing is said now, on this list or any other.

        Only a complete list says that somebody is missing. Whom the upstream never confirmed is nobody's loss.
        Returns those of whom it is asked whether somebody new is they: also who stands on another list, and whom a
        row that waits may be about, because neither says that the new row is somebody else.
        """
        one, roster = self.lists[index], self.rosters[index]
        inherited = self.inherited.get(index, Inherited())
        unmet, absent = self.unmet(index), [*roster.absent(), *inherited.persons]
        gone = {person for person in absent if not self.decider.is_placed(person, source.kind)}
        for other, elsewhere in self.rosters.items():
            if other != index and gone and self.lists[other].kind in {source.kind, ListKind.MEMBERS}:
                if self.lists[other].unread:
                    gone -= elsewhere.was_on(gone)
                gone -= elsewhere.unchanged_among(gone) | {person for person in gone if elsewhere.may_hold(person)}
        entries: dict[PersonId, LedgerEntry] = {}
        for part in groups(sorted(unmet), GROUP):
            found = self.store.ledger.entries(part)
            entries.update((person, entry) for person, entry in found.items() if entry.kind is source.kind)
        asked = self.decider.settle_lookalikes(self.facts_of(entries))
        if source.complete:
            entries = {person: entry for person, entry in entries.items() if person in gone}
            entries = self.expected.unexplained(entries, index)
            left = [entry for person, entry in entries.items() if person not in asked]
            if source.kind is ListKind.MEMBERS:
                youth = only_youth(self.decider, one, left, self.rosters, self.lists)
                left = [entry for entry in left if entry.person not in youth]
            one.tally.missing = len(left)
            before = roster.size + inherited.size
            self._ask_about(left, one, roster, entries.keys() - asked, before)
        return asked

    def unmet(self, index: int) -> list[PersonId]:
        """Return the people who were on a list, or on the one whose new name it is, and are on it no more."""
        return [*self.rosters[index].unmet(), *self.inherited.get(index, Inherited()).persons]

    def from_list(self, name: str) -> int:
        """Return how many of those who were on a list no row is about."""
        index = next(index for index, one in enumerate(self.lists) if one.name == name)
        return sum(not self.decider.is_placed(person) for person in self.rosters[index].absent())

    def facts_of(self, entries: Mapping[PersonId, LedgerEntry]) -> Mapping[PersonId, Facts]:
        """Return what identifies people, as the upstream has them."""
        key = self.papers.units.key
        return {person: facts_of(one.record, key(one.unit), one.member_code) for person, one in entries.items()}

    def _ask_about(
        self,
        missing: Sequence[LedgerEntry],
        one: ListReport,
        roster: Roster,
        gone: Collection[PersonId],
        before: int,
    ) -> None:
        """Ask about each who is missing, and about the list itself where many are `gone` from it; about nobody where
        the list itself may be an older one."""
        if one.name in self.guards.covered:
            return
        place = Place(one.name)
        self.guards.shrunken(one.name, gone, before)
        since = roster.since()
        for entry in missing:
            name = entry.record.get("full_name") or ""
            key = f"missing:{entry.person}"
            papers = [paper.place.row for paper in self.papers.of(entry.person) if not paper.place.list]
            details = {"name": name, "content": _absence(entry, since.get(entry.person, self.run), papers)}
            self.draft.hold(Hold("missing", key, place, unit=entry.unit, person=entry.person, details=details))


def _absence(entry: LedgerEntry, since: int, decisions: Sequence[int]) -> str:
    """Return the content of the question about somebody missing since a run.

    An answer holds while the ledger says the same of them, until a list has had them again, and where it was a paper
    while that can go: of `decisions` it is known that nothing follows from them.
    """
    return blake2b(f"{entry_content(entry)} {since} {decisions}".encode(), digest_size=16).hexdigest()
