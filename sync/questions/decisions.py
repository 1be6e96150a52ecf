"""Officers' decisions, applied while a plan is made.

A decision answers one question: who is a row that says this about itself? It is asked again as soon as the row says
something else about who it is, or the people it was decided about are known otherwise than they were.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sync.people.identity import Facts, KeyHasher, Known, Match, Unclear, question_of, still
from sync.values import Answer, OfficerDecision, PersonId


@dataclass(frozen=True, slots=True)
class Left:
    """An officer said that nothing is to follow from this row; whom it could be about is in `candidates`."""

    candidates: tuple[PersonId, ...]


class Decided:
    """The decisions that stand, during one plan."""

    def __init__(self, standing: Iterable[OfficerDecision], key: KeyHasher) -> None:
        self._by_question = {decision.question: decision for decision in standing}
        self._key = key

    def about(self, rows: Iterable[Facts]) -> list[OfficerDecision | None]:
        """Return, for each row, the decision about what it says of itself."""
        if not self._by_question:
            return [None for _ in rows]
        return [self._by_question.get(question_of(row, self._key)) for row in rows]

    def settle(
        self,
        match: Match,
        decision: OfficerDecision | None,
        facts_known: Mapping[PersonId, Facts],
        nobodies: Collection[PersonId],
    ) -> Match | Left:
        """Return who a row is about once an officer's decision is heeded; the match itself where none fits any more.

        `nobodies` were set up by an earlier plan, and the upstream never took them: a row that was recognised as
        somebody else needs no decision.
        """
        if decision is None or (isinstance(match, Known) and match.person not in nobodies):
            return match
        candidates = match.candidates if isinstance(match, Unclear) else ()
        person = decision.person
        if decision.answer is Answer.SAME_AS and person is not None:
            known = facts_known.get(person)
            marks = (decision.about.get(person, b""), decision.after)
            return Known(person, "decision") if any(still(mark, known, self._key) for mark in marks) else match
        asked = [one for one in candidates if one not in nobodies and one != person]
        if not self._all_the_same(decision, asked, facts_known):
            return match
        if person is not None:
            # Once the upstream knows them, they must still be who that row was about: it may be another's by now.
            known = None if person in nobodies else facts_known.get(person)
            return Known(person, "decision") if known is None or still(decision.after, known, self._key) else match
        return Left(candidates) if candidates else match

    def answer_to(
        self, row: Facts, person: PersonId, candidates: Collection[PersonId], facts_known: Mapping[PersonId, Facts]
    ) -> Answer | None:
        """Return what an officer said about a new `person` who may be one of these; None where it must be asked."""
        (decision,) = self.about([row])
        if decision is None or decision.answer is Answer.SAME_AS or decision.person not in {None, person}:
            return None
        return decision.answer if self._all_the_same(decision, candidates, facts_known) else None

    def _all_the_same(
        self, decision: OfficerDecision, candidates: Iterable[PersonId], facts_known: Mapping[PersonId, Facts]
    ) -> bool:
        """Whether the officer had all of these before them, and knew of each what is known now."""
        return all(
            still(decision.about.get(person, b""), facts_known.get(person), self._key) for person in candidates
        )
