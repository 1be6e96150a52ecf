"""Telling who a group of rows is about: the registry and the ledger are asked once for all of them.

Rows of member lists and of registers are recognised the same way, by `sync.people.identity` and by what officers
decided.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.diff.decide import Stated
from sync.diff.unitledger import LedgerUnits
from sync.people.identity import (
    Facts,
    Known,
    Match,
    Unclear,
    facts_of,
    fits,
    identify,
    key_hasher,
    keys_of,
    may_be_one_day,
)
from sync.ports import EarlierRefusal, IdentityKey, Store, Tombstone
from sync.questions.decisions import Decided, Left
from sync.text.tidying import match_key
from sync.values import LedgerEntry, OfficerDecision, Operation, PersonId

Keys = Sequence[IdentityKey | None]

_DAY = len("2004-05-17")


class Recogniser:
    """Recognises rows during one plan. `sent` says whether the upstream may hear of somebody it has not confirmed."""

    def __init__(
        self, store: Store, run: int, units: LedgerUnits, decided: Decided, sent: Callable[[PersonId], bool]
    ) -> None:
        self._store, self._run, self._units, self._sent = store, run, units, sent
        self.decided = decided
        self.key = key_hasher(store.key("identifier"))
        self._texts: dict[str, list[str]] | None = None
        self._any_erased = bool(store.erasures.tombstones())
        self._in_unit: dict[str, Mapping[PersonId, Facts]] = {}
        self._waiting: dict[PersonId, Facts] = {}
        self._waiting_by: dict[IdentityKey, frozenset[PersonId]] = {}

    def wait(self, person: PersonId, facts: Facts, keys: Keys) -> None:
        """Note somebody new whose row waits for the end of the plan: rows of other lists may be about them too."""
        self._waiting[person] = facts
        for key in keys:
            if key is not None:
                self._waiting_by[key] = self._waiting_by.get(key, frozenset()) | {person}

    def group(self, rows: Sequence[Stated]) -> Group:
        """Look up everybody whom some of these rows may be about."""
        store, unit_key = self._store, self._units.key
        facts = [facts_of(stated.record, unit_key(stated.unit)) for stated in rows]
        keys = [keys_of(fact, self.key) for fact in facts]
        wanted = {key for row_keys in keys for key in row_keys if key}
        found = dict(store.registry.find(wanted))
        for key in wanted & self._waiting_by.keys():
            found[key] = found.get(key, frozenset()) | self._waiting_by[key]
        persons = {person for known in found.values() for person in known}
        answers = self.decided.about(facts)
        persons.update(answer.person for answer in answers if answer is not None and answer.person is not None)
        entries = self._units.today(store.ledger.entries(persons))
        refused = store.outbox.refused(persons) if persons else {}
        latest = store.plans.latest(self._run, (persons - entries.keys()) | refused.keys()) if persons else {}
        latest = self._units.today(latest)
        known = {
            person: facts_of(entry.record, unit_key(entry.unit), entry.member_code)
            for person, entry in entries.items()
        }
        known.update(
            {
                person: facts_of(operation.record, unit_key(operation.unit), confirmed=person not in refused)
                for person, operation in latest.items()
                if person not in entries
            }
        )
        known.update({person: self._waiting[person] for person in persons & self._waiting.keys() - known.keys()})
        nobodies = {person for person in persons if not (person in entries or self._sent(person))}
        erased = store.erasures.under(wanted) if self._any_erased else {}
        return Group(
            facts, keys, entries, refused, latest, nobodies, erased, self.decided, answers, self.in_unit, found, known
        )

    def in_unit(self, unit: str) -> Mapping[PersonId, Facts]:
        """Return what is known of everybody the upstream has in a unit, given by its key."""
        if unit not in self._in_unit:
            entries = self._units.today(self._store.ledger.members(self._texts_of(unit)))
            key = self._units.key
            self._in_unit[unit] = {
                person: facts_of(entry.record, key(entry.unit), entry.member_code)
                for person, entry in entries.items()
            }
        return self._in_unit[unit]

    def _texts_of(self, unit: str) -> Sequence[str]:
        if self._texts is None:
            self._texts = {}
            for text in self._store.ledger.strength():
                self._texts.setdefault(match_key(self._units.key(text)), []).append(text)
        return self._texts.get(unit, ())


@dataclass(slots=True)
class Group:
    """What is known of everybody whom a group of rows may be about. Rows are named by their position.

    `nobodies` were set up by an earlier plan, and the upstream never took them; `erased` are those who were known
    under some of the rows' keys and were erased.
    """

    facts: Sequence[Facts]
    keys: Sequence[Keys]
    entries: Mapping[PersonId, LedgerEntry]
    refused: Mapping[PersonId, EarlierRefusal]
    latest: Mapping[PersonId, Operation]
    nobodies: set[PersonId]
    erased: Mapping[IdentityKey, Tombstone]
    _decided: Decided
    _answers: Sequence[OfficerDecision | None]
    _in_unit: Callable[[str], Mapping[PersonId, Facts]]
    _found: dict[IdentityKey, frozenset[PersonId]]
    _known: dict[PersonId, Facts]

    def match(self, row: int) -> Match | Left:
        """Return who a row is about, once officers' decisions are heeded."""
        recognised = identify(self.facts[row], self.keys[row], self._found, self._known, self.nobodies)
        return self._decided.settle(recognised, self._answers[row], self._known, self.nobodies)

    def match_paper(self, row: int, moved: Collection[str] = ()) -> Match | Left:
        """Return who a row of a register is about, once officers' decisions are heeded: see `_sure`. `moved` are the
        keys of the units it says somebody came from and goes to."""
        recognised = self._sure(row, self.facts[row], moved)
        return self._decided.settle(recognised, self._answers[row], self._known, self.nobodies)

    def match_in(self, row: int, unit: str) -> Match:
        """Return who a register's row would be about if it stood in another unit, given by its key: where somebody
        came from."""
        return self._sure(row, replace(self.facts[row], unit=unit), ())

    def _sure(self, row: int, facts: Facts, moved: Collection[str]) -> Match:
        """Return who a movement is about. A number alone does not say so beside another birth date, or in a unit
        where a namesake stands, nor does a year or month that fits several: a movement of the wrong one harms both.
        """
        match = identify(facts, self.keys[row], self._found, self._known, self.nobodies)
        known = self._known.get(match.person) if isinstance(match, Known) else None
        if not isinstance(match, Known) or known is None or match.person in self.nobodies:
            return match
        by_name = match.by == "name"
        dated = facts.birth is not None and len(facts.birth) == _DAY
        alike: set[PersonId] = set()
        elsewhere = known.unit != facts.unit and known.unit not in moved
        if (not dated) if by_name else elsewhere:
            alike = {one for one, other in self._others(row, facts, dated=dated).items() if fits(facts, other)}
        if not (alike - {match.person}) and may_be_one_day(facts.birth, known.birth):
            return match
        candidates = tuple(sorted({match.person, *alike}))
        return Unclear("ambiguous-identity" if by_name else "contradicting-identity", candidates)

    def _others(self, row: int, facts: Facts, *, dated: bool) -> Mapping[PersonId, Facts]:
        """Whoever may bear a row's name and birth date: by the key of both; in a unit, where the day is not known."""
        named = self.keys[row][-1]
        if dated and named is not None:
            return {one: self._known[one] for one in self._found.get(named, ()) if one in self._known}
        others = self._in_unit(facts.unit)
        for person, other in others.items():
            self._known.setdefault(person, other)
        return others

    def perhaps_known(self, row: int, any_known: bool) -> bool:
        """Whether somebody new by a row may be somebody the upstream confirmed: they have no number, or a namesake.

        `any_known` says whether the upstream has confirmed anybody yet.
        """
        *numbers, named = self.keys[row]
        if any_known and not any(numbers):
            return True
        return named is not None and not self._found.get(named, frozenset()).isdisjoint(self.entries)

    def adopt(self, row: int, person: PersonId) -> None:
        """Note who a row is about, for the rows that follow."""
        if person in self.nobodies or person not in self._known:
            self._known[person] = self.facts[row]
            self.nobodies.discard(person)
        found, alone = self._found, frozenset((person,))
        for key in self.keys[row]:
            if key is not None:
                others = found.get(key)
                found[key] = alone if others is None else others | alone
