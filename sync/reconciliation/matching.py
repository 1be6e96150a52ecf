"""Who of ours somebody at the upstream is: by the reference we gave them, else by what identifies a person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.people.identity import Facts, Keys, Known, facts_of, identify, key_hasher, keys_of
from sync.ports import Confirmed, IdentityKey, OperationInfo, RemotePerson, Store
from sync.reconciliation.echoes import Echoes
from sync.values import LedgerEntry, OperationState, PersonId

NUMBER = 19
"""Digits a person's number has at most."""


@dataclass(frozen=True, slots=True)
class Ours:
    """What is known here of one person: what the upstream confirmed, and what is on its way or planned.

    `coming` is the latest that still counts, `flying` what went out before it and may have taken effect there.
    """

    entry: LedgerEntry | None
    coming: OperationInfo | None
    flying: Sequence[OperationInfo] = ()


_IN_FLIGHT = frozenset({OperationState.SENT, OperationState.ACCEPTED, OperationState.UNKNOWN})

Met = tuple[RemotePerson, PersonId | None, Confirmed | None]
"""Somebody at the upstream, who of ours they are, and as what they were confirmed where that is just what is shown
and nothing is on its way for them."""

Page = tuple[Sequence[Met], Mapping[PersonId, Ours]]
"""Some people at the upstream, and what is known here of those who are ours and not shown just as confirmed."""


class Matching:
    """Tells who of ours the people of a page are. `run` is the plan whose operations and identity keys count too."""

    def __init__(
        self,
        store: Store,
        run: int | None,
        counts: Callable[[OperationInfo], bool],
        whole: Callable[[], bool],
        *,
        any_coming: bool,
    ) -> None:
        """`counts` says which operations are still on their way; without `any_coming` there are none at all. `whole`
        says whether records come back whole: else no digest of theirs would be equal."""
        self._store, self._run, self._counts, self._any_coming = store, run, counts, any_coming
        self._echoes, self._whole = Echoes(store), whole
        self._key = key_hasher(store.key("identifier"))
        self._prefix = f"{store.installation}-"

    def ours(self, persons: Collection[PersonId]) -> dict[PersonId, Ours]:
        """Return what is known of these people; nobody is in it of whom nothing is."""
        return self._known(persons, self._coming(persons))

    def _coming(self, persons: Collection[PersonId]) -> Mapping[PersonId, Sequence[OperationInfo]]:
        """Return what is on its way for these people, in its order."""
        if not self._any_coming:
            return {}
        found = self._store.reconciling.under_way(self._run, persons)
        counting = {person: [one for one in infos if self._counts(one)] for person, infos in found.items()}
        return {person: infos for person, infos in counting.items() if infos}

    def _known(
        self, persons: Collection[PersonId], coming: Mapping[PersonId, Sequence[OperationInfo]]
    ) -> dict[PersonId, Ours]:
        entries = self._store.ledger.entries(persons)
        known = {person: Ours(entry, None) for person in persons if (entry := entries.get(person)) is not None}
        for person in persons:
            if infos := coming.get(person):
                *before, latest = infos
                flying = [one for one in before if one.state in _IN_FLIGHT]
                known[person] = Ours(entries.get(person), latest, flying)
        return known

    def match(self, page: Sequence[RemotePerson]) -> Page:
        """Return who of ours the people of a page are, in its order, and what is known of those who are no echo."""
        named = [self.named(remote.person) for remote in page]
        persons = {person for person in named if person is not None}
        coming = self._coming(persons)
        asked = persons - coming.keys() if self._whole() else frozenset()
        echoes = self._echoes.among(page, named, asked)
        differing = {
            person for person, echo in zip(named, echoes, strict=True) if echo is None and person is not None
        }
        known = self._known(differing, coming)
        met: list[Met] = [
            (remote, person if echo is not None or person in known else None, echo)
            for remote, person, echo in zip(page, named, echoes, strict=True)
        ]
        rest = [number for number, (_, person, _) in enumerate(met) if person is None]
        if rest:
            self._recognise(met, rest, known)
        return met, known

    def named(self, reference: str | None) -> PersonId | None:
        """Return the person a reference of ours names; None for one another installation gave, or none at all."""
        if reference is None or not reference.startswith(self._prefix):
            return None
        number = reference[len(self._prefix) :]
        return PersonId(int(number)) if number.isascii() and number.isdigit() and len(number) <= NUMBER else None

    def _recognise(self, met: list[Met], rest: Sequence[int], known: dict[PersonId, Ours]) -> None:
        """Tell who those are whom no reference names, and add what is known of them."""
        facts = [_facts(met[number][0]) for number in rest]
        keys = [keys_of(one, self._key) for one in facts]
        found = self._store.registry.find({key for of_one in keys for key in of_one if key is not None})
        candidates = {person for people in found.values() for person in people}
        known.update(self.ours(candidates - known.keys()))
        facts_known = {person: _facts_here(known[person]) for person in candidates if person in known}
        for number, one, of_one in zip(rest, facts, keys, strict=True):
            met[number] = met[number][0], _who(one, of_one, found, facts_known), None


def _who(
    one: Facts,
    keys: Keys,
    found: Mapping[IdentityKey, frozenset[PersonId]],
    facts_known: Mapping[PersonId, Facts],
) -> PersonId | None:
    """Return who it is, None where that is nobody of ours or cannot be told.

    A member code is the upstream's own: whoever bears it, and is the only one, needs nothing else to agree. One that
    nobody bears contradicts nothing: whoever it is was given another code there, and that is to be told of them.
    """
    coded = found.get(keys[0], frozenset()) & facts_known.keys() if keys[0] is not None else frozenset()
    if len(coded) == 1:
        return next(iter(coded))
    match = identify(replace(one, member_code=None), (None, *keys[1:]), found, facts_known)
    return match.person if isinstance(match, Known) and match.person in facts_known else None


def _facts(remote: RemotePerson) -> Facts:
    return facts_of(remote.record, remote.unit, remote.member_code or None)


def _facts_here(ours: Ours) -> Facts:
    entry, coming = ours.entry, ours.coming
    code = entry.member_code if entry is not None else None
    said = coming.operation if coming is not None else entry
    record, unit = (said.record, said.unit) if said is not None else ({}, "")
    return facts_of(record, unit, code, confirmed=entry is not None)
