"""Lists that were known and are in the configuration no more: given another name, given up, or forgotten.

Nobody is missing from a list that is not read, so nobody would ever ask about those who stood on it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from sync.diff.draft import Draft
from sync.diff.grouped import GROUP, groups
from sync.diff.roster import Roster
from sync.planning.deciding import Decider
from sync.ports import SeenRows, Store
from sync.reports import ListReport
from sync.values import Finding, Hold, LedgerEntry, PersonId, Place, Severity

_AT_LEAST = 0.5
"""A list is another one under a new name when it has so much of it; else most would be asked about one by one."""

Unexplained = Callable[[Mapping[PersonId, LedgerEntry]], Mapping[PersonId, LedgerEntry]]
"""People absent from a list that is gone → those whom nothing accounts for."""


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a list takes over from the one whose new name it is: who stood there alone, and how many it had."""

    persons: Sequence[PersonId] = ()
    size: int = 0


@dataclass(frozen=True, slots=True)
class GoneLists:
    """Settles the lists that are gone, for one plan."""

    store: Store
    run: int
    draft: Draft
    decider: Decider
    renamed_share: float

    def settle(
        self, lists: Sequence[ListReport], rosters: Mapping[int, Roster], unexplained: Unexplained
    ) -> Mapping[int, Inherited]:
        """Ask about each list that is gone, or note its new name; return what lists inherit, by their index."""
        gone = self.store.seen.lists() - {one.name for one in lists}
        if not gone or any(lists[index].unread and not roster.size for index, roster in rosters.items()):
            return {}  # a new list that could not be read may be any of them
        inherited: dict[int, Inherited] = {}
        for name in sorted(gone):
            roster = Roster(self.store.seen.load(name))
            persons = roster.unmet()
            alone = self._alone(persons, lists, rosters)
            heir = next((index for index in rosters if self._is_heir(lists[index], rosters[index], persons)), None)
            if heir is not None:
                before = inherited.get(heir, Inherited())
                inherited[heir] = Inherited((*before.persons, *alone), before.size + len(persons))
                details = {"list": name}
                one = lists[heir]
                self.draft.note(one, Finding("list-renamed", Severity.NOTE, Place(one.name), details=details))
            if heir is not None or not self._stays(name, len(persons), unexplained(self._entries(alone))):
                self.store.seen.propose(self.run, name, SeenRows())
        return inherited

    def _alone(
        self, persons: Sequence[PersonId], lists: Sequence[ListReport], rosters: Mapping[int, Roster]
    ) -> list[PersonId]:
        """Return those of whom no other list says anything."""
        alone = {person for person in persons if not self.decider.is_placed(person)}
        for index, roster in rosters.items():
            if lists[index].unread:
                alone -= roster.was_on(alone)
            alone -= roster.unchanged_among(alone) | {person for person in alone if roster.may_hold(person)}
        return sorted(alone)

    def _is_heir(self, one: ListReport, roster: Roster, persons: Sequence[PersonId]) -> bool:
        """Whether a list that was not known before has the people of one that is gone."""
        if roster.size or one.unread:
            return False
        stated = roster.stated()
        same = len(stated.intersection(persons))
        return bool(same) and same >= self.renamed_share * len(stated) and same >= _AT_LEAST * len(persons)

    def _entries(self, persons: Sequence[PersonId]) -> dict[PersonId, LedgerEntry]:
        found: dict[PersonId, LedgerEntry] = {}
        for part in groups(persons, GROUP):
            found.update(self.store.ledger.entries(part))
        return found

    def _stays(self, name: str, before: int, alone: Mapping[PersonId, LedgerEntry]) -> bool:
        """Ask about those who stood on this list alone; whether it stays known, so that they are not forgotten."""
        if not alone:
            return False
        people = b"".join(person.to_bytes(8) for person in sorted(alone))
        content = blake2b(people, digest_size=8).hexdigest()
        details: dict[str, str | int] = {"people": len(alone), "before": before, "content": content}
        answer = self.draft.hold(Hold("list-gone", f"list-gone:{name}", Place(name), details=details))
        return answer is None or not answer.approved
