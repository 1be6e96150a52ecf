"""Making an auditor's pack. That it was made, by whom and with what in it is written to the journal first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeGuard

from sync.access.actor import ANYBODY, WHOLE, Actor
from sync.access.permissions import Permission
from sync.errors import PlanMoved, Tampered, YumsyncError
from sync.evidence.choosing import named
from sync.evidence.pack import EXPORTED, Aliases, Pack, PackedChange, PackedDecision, PackedPerson, Selection
from sync.evidence.selecting import Selected, Selector, looked_at
from sync.ports import ChainLink, PastOperation, RunInfo, Store
from sync.values import OfficerDecision, PersonId

Within = Callable[[str], Callable[[str], bool]]
"""From a unit as it was typed, what says whether a unit is that one or stands under it. Raises YumsyncError."""


class Packs:
    """The packs of one store, as `actor` may have them. `who` stands in them; `key` is 32 random bytes, of which the
    people's aliases are made."""

    def __init__(self, store: Store, within: Within, key: bytes, who: str = "", actor: Actor = ANYBODY) -> None:
        self._store, self._within, self._actor, self._who = store, within, actor, who
        self._aliases = Aliases(key)

    def make(self, selection: Selection, *, names: bool = False) -> Pack:
        """Return the pack of a selection, its end signed. Raises as `made`; AccessRefused where the actor may not
        have it, or not with names."""
        unit = selection.unit or WHOLE
        self._actor.require(Permission.AUDIT, unit)
        if names:
            self._actor.require(Permission.NAMES, unit)
        return self.made(selection, names=names)

    def made(self, selection: Selection, *, names: bool = False) -> Pack:
        """Return the pack of a selection to whoever was permitted something else that makes one.

        Raises YumsyncError: `why-unknown` and `person-several` for a person, `unit-unknown` for a unit; PlanMoved
        `run-unknown`; Tampered `audit-tampered` for a journal that does not prove itself.
        """
        journal, archive = self._store.journal, self._store.archive
        selector = self._selector(selection)
        misfits = journal.examine().misfits
        if misfits:
            raise Tampered("audit-tampered", count=len(misfits))
        with self._store.transaction():
            journal.append(EXPORTED, self._facts(selector, names))
            journal.sign()
            end, links = journal.newest(), list(archive.links())
        if end is None:
            raise AssertionError  # an entry was just written
        found = selector.select([one.entry for one in links if one.entry is not None], end.number)
        people = self._people(found, names)
        start = _start(links)
        return Pack(
            installation=self._store.installation,
            made=end.at,
            who=self._who,
            selection=selection,
            names=names,
            start=start,
            end=end,
            links=[one for one in links if one.number > start[0]],
            entries=found.entries,
            heads=archive.heads(),
            introductions=archive.introductions(),
            public_key=journal.public_key,
            runs=self._runs(found),
            changes=[_change(one, people[one.info.person]) for one in found.changes],
            decisions=[_decision(one, people, names=names) for one in found.decisions],
            people=people,
        )

    def _selector(self, selection: Selection) -> Selector:
        store, run, person = self._store, None, None
        if selection.run:
            info = store.runs.get(selection.run)
            if info is None:
                raise PlanMoved("run-unknown", run=selection.run)
            run = info.number
        if selection.person:
            person = self._person(selection.person)
        within = self._within(selection.unit) if selection.unit else None
        return Selector(selection, store.histories, list(store.decisions.every()), person, run, within)

    def _person(self, typed: str) -> PersonId:
        found = named(self._store, typed)
        if not found:
            raise YumsyncError("why-unknown")
        if len(found) > 1:
            raise YumsyncError("person-several", count=len(found))
        return found[0].person

    def _facts(self, selector: Selector, names: bool) -> Mapping[str, object]:
        wanted = selector.selection
        told: dict[str, object] = {
            "since": _day(wanted.since),
            "until": _day(wanted.until),
            "upto": wanted.upto,
            "run": selector.run,
            "within": wanted.unit or None,
            "person": selector.person,
        }
        return {**{name: value for name, value in told.items() if value is not None}, "names": names}

    def _people(self, found: Selected, names: bool) -> Mapping[PersonId, PackedPerson]:
        """Everybody the pack tells of, under their aliases."""
        last = {one.info.person: one.info.operation.record for one in found.changes}
        everybody = {*last, *(one.person for one in found.decisions if one.person is not None)}
        everybody |= {PersonId(one) for entry in found.entries for one in looked_at(entry.facts) if _is_number(one)}
        confirmed = self._store.ledger.entries(everybody) if names else {}
        people = {}
        for person in sorted(everybody):
            alias, entry = self._aliases.of(person), confirmed.get(person)
            record = entry.record if entry is not None else last.get(person, {}) if names else {}
            code = (entry.member_code if entry is not None else None) or record.get("member_code") or ""
            people[person] = PackedPerson(alias, record.get("full_name") or "", code)
        return people

    def _runs(self, found: Selected) -> Sequence[RunInfo]:
        """The runs the entries and the changes are of, in order."""
        numbers = {entry.run for entry in found.entries} | {one.info.run for one in found.changes}
        known = (self._store.runs.get(str(number)) for number in sorted(one for one in numbers if one is not None))
        return [one for one in known if one is not None]


def _start(links: Iterable[ChainLink]) -> tuple[int, bytes]:
    """Return number and hash of the entry the chain can be recomputed from: of those that were pruned the last one
    from before entries had a salt; else what stands before the first."""
    start = 0, bytes(32)
    for one in links:
        if one.content is not None or one.said is not None:
            break
        start = one.number, one.hash
    return start


def _change(past: PastOperation, person: PackedPerson) -> PackedChange:
    info, decided = past.info, past.info.operation
    new = not any(one.old is not None for one in decided.changes)
    fields = [one.field for one in decided.changes] or [name for name, value in decided.record.items() if value]
    return PackedChange(
        number=info.number,
        run=info.run,
        type=decided.type,
        new=new,
        person=person,
        list=decided.place.list,
        row=decided.place.row,
        unit=decided.unit,
        left=decided.left,
        fields=fields,
        state=info.state,
        at=past.changed,
        code=info.code,
    )


def _decision(made: OfficerDecision, people: Mapping[PersonId, PackedPerson], *, names: bool) -> PackedDecision:
    return PackedDecision(
        number=made.number,
        at=made.at,
        who=made.who,
        code=made.code,
        answer=made.answer,
        movement=made.movement,
        list=made.place.list,
        unit=made.unit,
        person=None if made.person is None else people[made.person],
        decision_no=made.facts.get("decision_no") or "",
        reason=made.reason if names else "",
        has_reason=bool(made.reason),
        ended=made.ended,
        ended_by=made.ended_by,
    )


def _is_number(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool)


def _day(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def told_facts(facts: Mapping[str, object], people: Mapping[PersonId, PackedPerson]) -> Mapping[str, object]:
    """Return the facts of an entry with people under their aliases."""

    def called(value: object) -> object:
        person = people.get(PersonId(value)) if _is_number(value) else None
        return value if person is None else person.alias

    return {
        name: list(map(called, value))
        if name == "people" and isinstance(value, list)
        else called(value)
        if name == "person"
        else value
        for name, value in facts.items()
    }
