"""Rows that may be about somebody who is missing from a list of the same branch.

A corrected birth date without an ID looks like somebody new and somebody gone, and so does a new ID. Nobody is
created before an officer says who it is. Who is missing shows only when every list was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from sync.diff.decide import Stated
from sync.people.identity import Facts, Unclear, lookalikes
from sync.questions.decisions import Decided, Left
from sync.reports import ListReport
from sync.values import Answer, Hold, PersonId


class Asking(Protocol):
    """What is asked of the decider: to take back what it staged for somebody new, and to ask who a row is about."""

    def stages(self, person: PersonId) -> bool:
        """Whether something is staged for this person."""
        ...

    def placed_on(self, person: PersonId) -> ListReport | None:
        """Return the list whose row was the first about this person; None where there was none."""
        ...

    def unplace(self, person: PersonId) -> ListReport:
        """Take back what was staged for a person, and no longer count their row; return its list's report."""
        ...

    def not_decided(self, match: Unclear | Left, fact: Facts, stated: Stated, one: ListReport) -> None:
        """Ask who a row is about, unless an officer said that it is to be left alone."""
        ...

    def widen(self, hold: Hold, more: Sequence[PersonId]) -> Hold:
        """Put more candidates into a hold of this plan, and return it so."""
        ...


class Newcomers:
    """What one plan came across that may be about somebody missing."""

    def __init__(self, decided: Decided) -> None:
        self._decided = decided
        self._new: list[tuple[PersonId, Facts, Stated]] = []
        self._unclear: list[tuple[Facts, Hold]] = []
        self._blurred: list[Facts] = []

    def add(self, person: PersonId, fact: Facts, stated: Stated) -> None:
        """Note somebody new to the upstream who may be somebody known."""
        self._new.append((person, fact, stated))

    def asked(self, fact: Facts, hold: Hold) -> None:
        """Note a row about which it is asked who it is."""
        self._unclear.append((fact, hold))

    def blurred(self, fact: Facts) -> None:
        """Note what is left of a row in error that fits nobody by its keys."""
        self._blurred.append(fact)

    def perhaps(self, decider: Asking, known: Mapping[PersonId, Facts]) -> set[PersonId]:
        """Return those of `known` whom a row may be about that is in error, unclear, or somebody new's; nothing is
        asked."""
        found: set[PersonId] = set()
        branches = _by_branch(known)
        for fact in (*self._blurred, *(fact for fact, _ in self._unclear)) if known else ():
            found.update(lookalikes(fact, branches.get(fact.unit, {})))
        for person, fact, _ in self._new if known else ():
            candidates = lookalikes(fact, branches.get(fact.unit, {}))
            if candidates and decider.stages(person):
                answer = self._decided.answer_to(fact, person, candidates, known)
                found.update(candidates if answer is not Answer.NEW else ())
        return found

    def settle(self, decider: Asking, gone: Mapping[PersonId, Facts]) -> set[PersonId]:
        """After all lists: ask about those who may be somebody of `gone`, who are missing from one of them.

        Returns the missing people who are asked about, or may be there.
        """
        found: set[PersonId] = set()
        if not gone:
            return found
        branches = _by_branch(gone)
        for fact in self._blurred:
            found.update(lookalikes(fact, branches.get(fact.unit, {})))
        for place, (fact, hold) in enumerate(self._unclear):
            more = lookalikes(fact, branches.get(fact.unit, {}))
            if more:
                self._unclear[place] = fact, decider.widen(hold, more)
                found.update(more)
        # Who is missing from one list may stand on any other: under a new number, or admitted under a corrected name.
        for person, fact, stated in self._new:
            candidates = lookalikes(fact, branches.get(fact.unit, {}))
            if candidates and decider.stages(person):
                known = {candidate: gone[candidate] for candidate in candidates}
                if ask_unless_new(decider, self._decided, person, fact, stated, known):
                    found.update(candidates)
        return found


def ask_unless_new(
    decider: Asking, decided: Decided, person: PersonId, fact: Facts, stated: Stated, known: Mapping[PersonId, Facts]
) -> bool:
    """Ask whether somebody who was staged as new is one of `known`, unless an officer said that they are new; return
    whether it stays open."""
    candidates = tuple(sorted(known))
    answer = decided.answer_to(fact, person, candidates, known)
    if answer is Answer.NEW:
        return False
    match = Left(candidates) if answer is Answer.LEAVE else Unclear("ambiguous-identity", candidates)
    decider.not_decided(match, fact, stated, decider.unplace(person))
    return True


def _by_branch(people: Mapping[PersonId, Facts]) -> Mapping[str, Mapping[PersonId, Facts]]:
    branches: dict[str, dict[PersonId, Facts]] = {}
    for person, facts in people.items():
        branches.setdefault(facts.unit, {})[person] = facts
    return branches
