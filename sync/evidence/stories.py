"""Looking one person up and telling their story. Whoever looks is written to the journal first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sync.access.actor import ANYBODY, Actor
from sync.access.permissions import Permission
from sync.charter import Status
from sync.errors import YumsyncError
from sync.evidence.story import LOOKED_UP, Story, tell
from sync.people.lookup import IDENTIFIERS, bearers, is_called
from sync.ports import Store
from sync.questions.holdids import candidate_ids, typed_id
from sync.questions.openholds import WaitingHold, open_holds
from sync.values import PersonId, Record


@dataclass(frozen=True, slots=True)
class Namesake:
    """One of several people who fit what was typed, under a short id to choose them by. `status` is None for
    somebody the upstream never confirmed."""

    id: str
    person: PersonId
    record: Record
    unit: str
    member_code: str | None
    status: Status | None


class Stories:
    """The stories of the people one store knows, as `actor` may see them."""

    def __init__(self, store: Store, actor: Actor = ANYBODY) -> None:
        self._store = store
        self._actor = actor

    def look(self, typed: str, which: str = "") -> Story | Sequence[Namesake]:
        """Return the story of whom `typed` names by code, ID or name, or the several people it names.

        `which` is the short id of one of several; of these only those in units that may be seen are named. Nothing is
        shown before the journal has who looked at whom; that needs no lease, since writing transactions wait for each
        other. Raises YumsyncError: `why-nobody` where nobody was typed, `why-unknown`, `why-which` for an id that is
        none of them; AccessRefused where none of them may be seen; `Busy` where the journal stays locked.
        """
        self._actor.require(Permission.PEOPLE)
        if not typed:
            raise YumsyncError("why-nobody")
        people = self._in_sight(self._named(typed))
        if which:
            wanted = typed_id(which)
            people = [one for one in people if one.id.startswith(wanted)]
            if len(people) != 1:
                raise YumsyncError("why-which", name=which)
        if not people:
            return self._asked_about(typed)
        self._write_down(one.person for one in people)
        return people if len(people) > 1 else self._story(people[0].person)

    def _in_sight(self, people: list[Namesake]) -> list[Namesake]:
        """Those of people who may be seen. Raises AccessRefused where there are some and none may."""
        seen = [one for one in people if self._actor.may(Permission.PEOPLE, one.unit)]
        if people and not seen:
            self._actor.require(Permission.PEOPLE, people[0].unit)
        return seen

    def _named(self, typed: str) -> list[Namesake]:
        """Everybody who bears this code or ID; else everybody of this name, confirmed or not."""
        store = self._store
        people = bearers(store, typed)
        if people:
            confirmed = store.ledger.entries(people)
        else:
            confirmed = {one.person: one for one in store.ledger.scan() if is_called(one.record, typed)}
        named: dict[PersonId, tuple[Record, str, str | None, Status | None]] = {
            person: (entry.record, entry.unit, entry.member_code or entry.record.get("member_code"), entry.status)
            for person, entry in confirmed.items()
        }
        for one in store.histories.unconfirmed() if not people or len(named) < len(people) else ():
            if one.person in people or (not people and is_called(one.record, typed)):
                named[one.person] = one.record, one.unit, one.record.get("member_code"), None
        ids = candidate_ids(sorted(named))
        return [Namesake(ids[person], person, *facts) for person, facts in sorted(named.items())]

    def _story(self, person: PersonId) -> Story:
        store = self._store
        entry = store.ledger.entries([person]).get(person)
        past = store.histories.operations(person)
        return tell(person, entry, past, store.decisions.every(), self._open(), store.journal.entries())

    def _asked_about(self, typed: str) -> Story:
        """The questions about somebody who is not in the state yet. Raises YumsyncError `why-unknown` for none."""
        asked = [one for one in self._open() if _states(one, typed)]
        if not asked:
            raise YumsyncError("why-unknown")
        seen = [one for one in asked if self._actor.may(Permission.PEOPLE, one.hold.unit)]
        if not seen:
            self._actor.require(Permission.PEOPLE, asked[0].hold.unit)
        asked = seen
        self._write_down(person for one in asked for person in one.hold.candidates)
        return Story(None, asked[0].hold.stated.get("full_name") or typed, None, asked)

    def _open(self) -> Collection[WaitingHold]:
        return open_holds(self._store).all()

    def _write_down(self, people: Iterable[PersonId]) -> None:
        self._store.journal.append(LOOKED_UP, {"people": sorted(set(people))})


def _states(one: WaitingHold, typed: str) -> bool:
    stated = one.hold.stated
    return typed in {stated.get(name) for name in IDENTIFIERS} or is_called(stated, typed)
