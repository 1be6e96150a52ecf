"""Looking one person up and telling their story. Whoever looks is written to the journal first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sync.access.actor import ANYBODY, Actor
from sync.access.permissions import Permission
from sync.access.showing import Shown
from sync.errors import YumsyncError
from sync.evidence.choosing import Namesake, chosen
from sync.evidence.story import LOOKED_UP, Story, tell
from sync.people.lookup import IDENTIFIERS, is_called
from sync.ports import Store
from sync.questions.openholds import WaitingHold, open_holds
from sync.values import PersonId


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
        people = chosen(self._store, self._actor, Permission.PEOPLE, typed, which)
        if not people:
            return self._asked_about(typed)
        self._write_down(one.person for one in people)
        return people if len(people) > 1 else self._story(people[0].person)

    def _story(self, person: PersonId) -> Story:
        store = self._store
        entry = store.ledger.entries([person]).get(person)
        past = store.histories.operations(person)
        return self._shown(tell(person, entry, past, store.decisions.every(), self._open(), store.journal.entries()))

    def _shown(self, story: Story) -> Story:
        """Leave out what states somebody else, of a unit that is not in sight: a question somebody could have been
        meant by, or a decision that another one was."""
        shown = Shown(self._actor.sight())
        questions = [one for one in story.questions if shown.is_hold(one.hold)]
        decisions = [one for one in story.decisions if one.chosen or shown.is_decision(one.decision)]
        return replace(story, questions=questions, decisions=decisions, hidden=shown.hidden)

    def _asked_about(self, typed: str) -> Story:
        """The questions about somebody who is not in the state yet. Raises YumsyncError `why-unknown` for none."""
        asked = [one for one in self._open() if _states(one, typed)]
        if not asked:
            raise YumsyncError("why-unknown")
        seen = [one for one in asked if self._actor.may(Permission.PEOPLE, one.hold.unit)]
        if not seen:
            self._actor.require(Permission.PEOPLE, asked[0].hold.unit)
        self._write_down(person for one in seen for person in one.hold.candidates)
        name = seen[0].hold.stated.get("full_name") or typed
        return Story(None, name, None, seen, hidden=len(asked) - len(seen))

    def _open(self) -> Collection[WaitingHold]:
        return open_holds(self._store).all()

    def _write_down(self, people: Iterable[PersonId]) -> None:
        self._store.journal.append(LOOKED_UP, {"people": sorted(set(people))})


def _states(one: WaitingHold, typed: str) -> bool:
    stated = one.hold.stated
    return typed in {stated.get(name) for name in IDENTIFIERS} or is_called(stated, typed)
