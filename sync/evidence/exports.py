"""All that is kept of one person, for that person: who asks is written to the journal first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sync.access.actor import ANYBODY, Actor
from sync.access.permissions import Permission
from sync.errors import YumsyncError
from sync.evidence.choosing import Namesake, chosen
from sync.evidence.story import EXPORTED, Story, tell
from sync.ports import Store
from sync.questions.openholds import open_holds


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that is kept of somebody as of a moment: what the upstream holds, every operation with where it was read
    from and what became of it, every decision and question about them, and every look at their data. What is about
    somebody else, whom they could have been, is that one's and left out."""

    made: datetime
    installation: str
    story: Story


class Exports:
    """Hands out the data of the people one store knows, as `actor` may."""

    def __init__(self, store: Store, actor: Actor = ANYBODY) -> None:
        self._store, self._actor = store, actor

    def of(self, typed: str, which: str = "") -> Dossier | Sequence[Namesake]:
        """Return the data of whom `typed` names by code, ID or name, or the several people it names.

        `which` is the short id of one of several. Raises YumsyncError as `chosen`, and `person-not-kept` where the
        state knows nobody like that; AccessRefused; `Busy` where the journal stays locked.
        """
        store = self._store
        found = chosen(store, self._actor, Permission.EXPORT, typed, which)
        if not found:
            raise YumsyncError("person-not-kept")
        store.journal.append(EXPORTED, {"people": sorted(one.person for one in found)})
        if len(found) > 1:
            return found
        person = found[0].person
        entry = store.ledger.entries([person]).get(person)
        past = store.histories.operations(person)
        questions = open_holds(store).all()
        story = tell(person, entry, past, store.decisions.every(), questions, store.journal.entries())
        story = replace(
            story,
            questions=[one for one in story.questions if one.hold.person == person],
            decisions=[one for one in story.decisions if one.chosen],
        )
        return Dossier(story.looks[-1].at, store.installation, story)
