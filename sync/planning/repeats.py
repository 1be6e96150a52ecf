"""Rows that say one person twice: the same is a note, anything else a question, and nothing of either is sent.

A second row may stand on the same list or on another one, and either of the two may be unchanged since the last run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sync.diff.decide import Decision, Follows, InStep, Same, Stated
from sync.diff.draft import Draft
from sync.diff.placements import Placements
from sync.diff.roster import Roster
from sync.diff.unitledger import LedgerUnits
from sync.movements.reorganising import Reorganising
from sync.people.identity import succeeds
from sync.ports import Store
from sync.reports import ListReport
from sync.text.tidying import match_key
from sync.values import Finding, Hold, Operation, PersonId, Place, Severity


class Repeats:
    """Settles what is said twice during one plan, and takes back what the first row about a person had staged."""

    def __init__(
        self,
        store: Store,
        run: int,
        draft: Draft,
        placements: Placements,
        reorganising: Reorganising,
        units: LedgerUnits,
        same: Same,
    ) -> None:
        self._store, self._run, self._draft = store, run, draft
        self._places = placements
        self._reorganising = reorganising
        self._units, self._same = units, same
        self._stated: dict[str, frozenset[str]] = {}
        """By list: the fields it states."""

    def note(self, name: str, stated: Iterable[str]) -> None:
        """Note which fields a table of a list states."""
        self._stated[name] = self._stated.get(name, frozenset()) | frozenset(stated)

    def said_again(self, decision: Decision, stated: Stated, person: PersonId, one: ListReport) -> None:
        """A second row about a person: harmless where it says the same, else nothing of either is sent."""
        self._draft.flush()
        first_list, first_place, stages = self._places.where(person)
        first = self._store.plans.latest(self._run, [person]).get(person) if stages else None
        unchanged = isinstance(decision, InStep) or (isinstance(decision, Follows) and decision.update is None)
        same = unchanged if first is None else self._agree(first, stated)
        here = first_list is one
        if same:
            one.tally.repeated += 1
            code = "row-repeated" if here else "row-on-two-lists"
            severity = Severity.WARNING if here else Severity.NOTE
            details: dict[str, str | int] = {"row": first_place.row, "list": first_list.name}
            self._draft.note(one, Finding(code, severity, stated.place, details=details))
            return
        one.tally.held += 1
        self.withdraw(person)
        code = "duplicate" if here else "lists-disagree"
        name = stated.record.get("full_name") or ""
        self._ask(code, person, stated.place, name, stated.unit, first_list.name)

    def settle_list(self, roster: Roster, one: ListReport) -> None:
        """After a whole list: a changed row about someone whose unchanged row stands on the same list too."""
        for person in sorted(roster.twice()):
            _, place, stages = self._places.where(person)
            if stages:
                self._disagree("duplicate", person, one.name)
            else:
                one.tally.in_step -= 1
                one.tally.repeated += 1
                self._draft.note(one, Finding("row-repeated", Severity.WARNING, place))

    def settle_lists(self, rosters: Mapping[int, Roster], lists: Sequence[ListReport]) -> None:
        """After all lists: a change stated by one list about someone who stands unchanged on another."""
        if len(rosters) < 2:
            return
        staged = self._places.staged()
        for index, roster in rosters.items():
            other = lists[index]
            for person in sorted(roster.unchanged_among(staged)):
                first, _, stages = self._places.where(person)
                if first is not other and first.kind is other.kind and stages:
                    operation = self._store.plans.latest(self._run, [person])[person]
                    told = self._stated.get(other.name, frozenset())
                    changes = [change for change in operation.changes if not succeeds(change, operation.record)]
                    if not operation.changes or any(change.field in told for change in changes):
                        self._disagree("lists-disagree", person, other.name)

    def withdraw(self, person: PersonId) -> None:
        """Take a staged operation back into `held`; its row counts as held from here on."""
        first, _, stages = self._places.where(person)
        if self._reorganising.forget(person) or stages:
            self._store.plans.withdraw(self._run, person)
        if stages:
            setattr(first.tally, stages, getattr(first.tally, stages) - 1)
            first.tally.held += 1
            self._places.unstage(person)

    def _agree(self, first: Operation, stated: Stated) -> bool:
        """Whether a row says nothing else about a person than the row before it, in what both state."""
        units = self._units
        if first.kind is not stated.kind or match_key(units.key(first.unit)) != match_key(units.key(stated.unit)):
            return False
        told = self._stated.get(first.place.list, frozenset())
        told = told & first.record.keys()  # a row may state less than its list: an old CMND is not an ID of today
        shared = ((name, value) for name, value in stated.record.items() if name in told)
        return all(self._same(name, first.record.get(name), value) for name, value in shared)

    def _disagree(self, code: str, person: PersonId, other: str) -> None:
        """Withdraw what was staged for a person about whom an unchanged row says otherwise, and ask."""
        operation = self._store.plans.latest(self._run, [person])[person]
        self.withdraw(person)
        name = operation.record.get("full_name") or ""
        self._ask(code, person, operation.place, name, operation.unit, other)

    def _ask(self, code: str, person: PersonId, place: Place, name: str, unit: str, other: str) -> None:
        details = {"name": name, "list": other}
        self._draft.hold(Hold(code, f"{code}:{person}", place, unit=unit, person=person, details=details))
