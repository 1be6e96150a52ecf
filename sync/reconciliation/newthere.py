"""Whom the upstream alone knows: an officer is told, and asked first where a list may be about to create them again.

Nobody is linked by a guess: who is known under a key of theirs, and yet was not recognised as them, may be them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import blake2b

from sync.diff.grouped import groups
from sync.people.identity import facts_of, key_hasher, keys_of
from sync.ports import RemotePerson, Store
from sync.questions.disputes import Disputed, stated
from sync.reconciliation.comparing import Comparison
from sync.reconciliation.corrections import Correction, Reason
from sync.reconciliation.differences import Difference
from sync.reconciliation.matching import Ours
from sync.values import Answer, Hold, OfficerDecision, Operation, PersonId, Place

PAGE = 500


class NewThere:
    """Collects them while a comparison lasts. `answered` gives an officer's answer to a question."""

    def __init__(
        self, store: Store, found: Comparison, answered: Callable[[Hold], OfficerDecision | None], key: bytes
    ) -> None:
        self._store, self._found, self._answered, self._key = store, found, answered, key_hasher(key)
        self._waiting: list[Difference] = []
        self.asked: list[Hold] = []
        self.corrections: list[Correction] = []
        self.waiting: list[Operation] = []

    def add(self, one: Difference) -> None:
        """Note somebody only the upstream knows."""
        self._waiting.append(one)

    def settle(self) -> Iterator[Difference]:
        """Ask about them; yield those an officer said to be somebody of a list, compared with that."""
        for part in groups(self._waiting, PAGE):
            perhaps = self._candidates(part)
            for one, candidates in zip(part, perhaps, strict=True):
                yield from self._settle(one, candidates)

    def _settle(self, one: Difference, candidates: Mapping[PersonId, Ours]) -> Iterator[Difference]:
        theirs = one.theirs
        if theirs is None:
            return
        questions = [(person, self._perhaps(person, ours, one, theirs)) for person, ours in candidates.items()]
        answers = [(person, hold, self._answered(hold)) for person, hold in questions]
        same = [person for person, _, made in answers if made is not None and made.answer is Answer.THEIRS]
        if same:
            linked = self._found.between(same[0], theirs)
            if linked is not None:
                yield linked
            return
        unanswered = [hold for _, hold, made in answers if made is None]
        self.asked += unanswered
        if unanswered:
            self.waiting += [ours.coming.operation for ours in candidates.values() if ours.coming is not None]
            return
        hold = self._hold(one, theirs)
        if self._answered(hold) is None:
            self.asked.append(hold)
            shown = {**theirs.record, "member_code": theirs.member_code}
            self.corrections.append(Correction(Reason.ONLY_THERE, Place(""), theirs.unit, one.name, record=shown))

    def _candidates(self, part: Sequence[Difference]) -> list[Mapping[PersonId, Ours]]:
        """Return, for each, who is known under a key of theirs and not confirmed: whom a list is about to create."""
        keys = [
            [key for key in keys_of(facts_of(one.theirs.record, one.unit, one.member_code), self._key) if key]
            if one.theirs is not None
            else []
            for one in part
        ]
        found = self._store.registry.find({key for each in keys for key in each})
        coming = self._found.coming({person for people in found.values() for person in people})
        return [
            {
                person: coming[person]
                for key in each
                for person in sorted(found.get(key, ()))
                if person in coming and coming[person].entry is None
            }
            for each in keys
        ]

    def _perhaps(self, person: PersonId, ours: Ours, one: Difference, theirs: RemotePerson) -> Hold:
        """Return the question whether somebody new by a list is somebody the upstream has already."""
        said = ours.coming.operation if ours.coming is not None else None
        here = {**said.record, "unit": said.unit} if said is not None else {}
        shown = {**theirs.record, "unit": theirs.unit, "member_code": theirs.member_code}
        sides = [Disputed(name, None, here.get(name), shown.get(name)) for name in dict.fromkeys((*here, *shown))]
        return Hold(
            code="perhaps-there",
            key=f"perhaps-there:{person}:{self._handle(theirs)}",
            place=said.place if said is not None else Place(""),
            unit=said.unit if said is not None else one.unit,
            person=person,
            details={"name": one.name, "answers": "ours theirs", "content": _content(sides)},
            stated=stated(each for each in sides if each.ours != each.theirs),
        )

    def _hold(self, one: Difference, theirs: RemotePerson) -> Hold:
        """Return the question what somebody does at the upstream whom no list has; `ours` leaves them alone."""
        shown = {**theirs.record, "unit": theirs.unit, "member_code": theirs.member_code}
        sides = [Disputed(name, None, None, value) for name, value in shown.items() if value]
        return Hold(
            code="only-there",
            key=f"only-there:{self._handle(theirs)}",
            place=Place(""),
            unit=one.unit,
            details={"name": one.name, "answers": "ours", "content": _content(sides)},
            stated=stated(sides),
        )

    def _handle(self, theirs: RemotePerson) -> str:
        """Return a keyed mark of who it is there, which tells nothing."""
        return self._key("handle", theirs.reference or theirs.member_code).hash.hex()


def _content(sides: Sequence[Disputed]) -> str:
    return blake2b(repr(list(sides)).encode(), digest_size=16).hexdigest()
