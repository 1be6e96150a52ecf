"""Guards on lists: changes that say more about the file than about people wait for an officer.

Somebody copies last year's file over today's, blanks a column, or sorts one column without the others. Each row by
itself looks like an ordinary change; only the list as a whole tells. So what a list changes is noted while it is
read, and judged once every list was read, before anything is sent. Source: the design, §4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from sync.diff.decide import Same
from sync.diff.draft import Draft
from sync.diff.placements import Placements
from sync.diff.updates import Update
from sync.ports import Store
from sync.reports import ListReport
from sync.values import Hold, PersonId, Place

SAMPLE = 1000
"""How many updates of a list are compared with earlier records; of a longer list, so many evenly spread."""

_UPDATED = "updated"


@dataclass(frozen=True, slots=True)
class GuardPolicy:
    """From when on a change is a question about the list. Each limit is so many people who are such a share.

    `missing` are gone, of those who were on it; `older` are put back to what was replaced, of the list's updates;
    `emptied` and `changed` have one field blanked, or one identifying field changed, of the people on the list.
    `renamed` is the share of a new list's people who stood on one that is gone.
    """

    missing_least: int = 5
    missing_share: float = 0.2
    older_least: int = 5
    older_share: float = 0.5
    column_least: int = 10
    emptied_share: float = 0.5
    changed_share: float = 0.5
    renamed_share: float = 0.9


class ListGuards:
    """Judges what each list changes, for one plan."""

    def __init__(self, store: Store, run: int, draft: Draft, places: Placements, policy: GuardPolicy) -> None:
        self._store, self._run, self._draft, self._places = store, run, draft, places
        self.policy = policy
        self.covered: set[str] = set()
        """The lists that were perhaps put in the place of a newer one: who is missing from them says nothing."""

    def settle(self, lists: Sequence[ListReport], same: Same, missing: Callable[[str], int]) -> None:
        """Ask about lists, and let what each question is about wait behind it.

        `missing` tells how many people a list no longer has, for the officer to see.
        """
        self._draft.flush()
        for one in lists:
            updates = [update for update in self._draft.updates.of(one.name) if self._stands(update.person, one)]
            if not self._is_older(one, updates, same, missing):
                self._columns(one, updates)

    def _stands(self, person: PersonId, one: ListReport) -> bool:
        """Whether an update is still staged, by this list."""
        return person in self._places and self._places.where(person)[::2] == (one, _UPDATED)

    # ── an older list ────────────────────────────────────────────────────────────────────────────────────

    def _is_older(
        self, one: ListReport, updates: Sequence[Update], same: Same, missing: Callable[[str], int]
    ) -> bool:
        """Ask whether the list is an older one, where its updates undo earlier ones; whether that was asked."""
        least = self.policy.older_least
        if len(updates) < least:
            return False
        step = -(-len(updates) // SAMPLE)
        some = [update.person for update in updates[::step]]
        back = self._put_back(some, set(self._full(one, updates, "emptied")), same)
        if back * step < least or back < self.policy.older_share * len(some):
            return False
        details: dict[str, str | int] = {
            "updates": len(updates),
            "back": min(back * step, len(updates)),
            "missing": missing(one.name),
            "content": _content(updates),
        }
        hold = Hold("list-older", f"list-older:{one.name}", Place(one.name), details=details)
        answer = self._draft.hold(hold)
        if answer is not None and answer.approved:
            return True  # every change was asked about, those of whole columns too
        self.covered.add(one.name)
        self._hold_back(one, [update.person for update in updates], hold if answer is None else None)
        return True

    def _put_back(self, persons: Sequence[PersonId], emptied: Collection[str], same: Same) -> int:
        """Return how many of these updates put a field back to what a later operation replaced.

        A column that is blanked as a whole tells of no earlier list.
        """
        back = 0
        latest = self._store.plans.latest(self._run, persons)
        earlier = self._store.ledger.earlier(persons)
        for person, operation in latest.items():
            changes = [one for one in operation.changes if one.new or one.field not in emptied]
            records = earlier.get(person, ())
            back += any(
                one.field in record and same(one.field, record[one.field], one.new)
                for record in records
                for one in changes
            )
        return back

    # ── whole columns ────────────────────────────────────────────────────────────────────────────────────

    def _columns(self, one: ListReport, updates: Sequence[Update]) -> None:
        """Ask about columns that were blanked or changed for most people; those updates wait whole.

        An update with other changes waits with all of them: what a shifted column says beside is no better. One that
        several open questions are about waits behind none of them: it goes with the plan after the last answer.
        """
        asked: list[tuple[Hold, list[Update]]] = []
        changed = self._full(one, updates, "changed")
        if changed:
            about = [update for update in updates if not set(changed).isdisjoint(update.shape.touched)]
            asked.append((_column("column-changed", one, changed, about, one.name), about))
        for name in self._full(one, updates, "emptied"):
            about = [update for update in updates if name in update.shape.emptied]
            asked.append((_column("column-emptied", one, [name], about, f"{one.name}:{name}"), about))
        waits: dict[PersonId, Hold | None] = {}
        left: set[PersonId] = set()
        for hold, about in asked:
            answer = self._draft.hold(hold)
            people = [update.person for update in about]
            if answer is None:
                waits.update((person, None if person in waits else hold) for person in people)
            elif not answer.approved:
                left.update(people)
        behind: dict[tuple[str, str] | None, tuple[Hold | None, list[PersonId]]] = {}
        for person, question in waits.items():
            key = None if question is None else (question.code, question.key)
            behind.setdefault(key, (question, []))[1].append(person)
        for question, people in behind.values():
            self._hold_back(one, [person for person in people if person not in left], question, waits=True)
        self._hold_back(one, sorted(left), None)

    def _full(self, one: ListReport, updates: Sequence[Update], what: str) -> list[str]:
        """Return the fields that most people on the list have `emptied` or `changed` at once."""
        share = self.policy.emptied_share if what == "emptied" else self.policy.changed_share
        limit = max(self.policy.column_least, share * one.tally.records)
        counted = Counter(name for update in updates for name in getattr(update.shape, what))
        return sorted(name for name, count in counted.items() if count >= limit)

    # ── what waits ───────────────────────────────────────────────────────────────────────────────────────

    def _hold_back(
        self, one: ListReport, persons: Sequence[PersonId], question: Hold | None, *, waits: bool = False
    ) -> None:
        """Let updates wait behind a question; without one they are left, or wait (`waits`) for a later plan."""
        if not persons:
            return
        behind = None if question is None else (question.code, question.key)
        self._store.plans.hold_back(self._run, persons, behind)
        one.tally.updated -= len(persons)
        if question is not None or waits:
            one.tally.held += len(persons)
        else:
            one.tally.left += len(persons)
        for person in persons:
            self._places.unstage(person)

    # ── who is missing ───────────────────────────────────────────────────────────────────────────────────

    def shrunken(self, list_name: str, gone: Collection[PersonId], before: int) -> None:
        """Ask about the list itself where many of those who were on it are gone: these very people."""
        if not gone or len(gone) < max(self.policy.missing_least, self.policy.missing_share * before):
            return
        code = "list-empty" if len(gone) == before else "list-shrunken"
        people = b"".join(person.to_bytes(8) for person in sorted(gone))
        content = blake2b(people, digest_size=8).hexdigest()
        details: dict[str, str | int] = {"missing": len(gone), "before": before, "content": content}
        self._draft.hold(Hold(code, f"{code}:{list_name}", Place(list_name), details=details))


def _column(code: str, one: ListReport, fields: Sequence[str], about: Sequence[Update], key: str) -> Hold:
    details: dict[str, str | int] = {
        "field": ", ".join(fields),
        "people": len(about),
        "records": one.tally.records,
        "content": _content(about),
    }
    return Hold(code, f"{code}:{key}", Place(one.name), details=details)


def _content(updates: Sequence[Update]) -> str:
    """Return a mark of what exactly is asked about: these changes of these people."""
    marks = b"".join(update.mark.to_bytes(8) for update in updates)
    return blake2b(marks, digest_size=8).hexdigest()
