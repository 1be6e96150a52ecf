"""A person's life told from all papers there are, carried out before or not: whether the upstream is past a paper.

A late paper finds its place among those the upstream heard of. What these led to since is not undone by it. Source:
the domain book, §3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.charter import MovementRules, Status
from sync.movements.carrying import SameUnit, as_movement, is_one, once
from sync.movements.outlook import Holding
from sync.movements.transfers import pair
from sync.papers.lives import Impossible, Life, Movement, follow, in_order
from sync.values import OperationState, OperationType


@dataclass(frozen=True, slots=True)
class Retelling:
    """All that is told of one person: `papers` are those of registers and rows, each once, in order.

    `ours` knows the units of our lists. Where the person is now is given as `here`: their status, and the unit they
    are in; of somebody who left our lists the one their letter named.
    """

    rules: MovementRules
    same_unit: SameUnit
    ours: Callable[[str], bool]
    held: Holding
    papers: Sequence[Movement]
    days: Mapping[int, str]
    """The days that papers of today state of operations by which they were sent, by the operation's number."""

    @property
    def arrives(self) -> bool:
        """Whether the first paper is one by which somebody new comes."""
        first = next(iter(self.papers), None)
        return first is not None and Status.NOBODY in self.rules[first.type].follows

    def is_past(self, paper: Movement, here: Life) -> bool:
        """Whether the upstream carried out later papers, and these and the papers between led on to where it is."""
        rule = self.rules[paper.type]
        later = [one.on for one in self._history() if one.on > paper.on]
        if not later:
            return False
        if rule.opens is not None:
            since = list(self._since(paper))
            known = [life for life, on in since if on <= max(later)]
            return bool(known) and rule.opens not in known[-1].open
        return rule.to is not None and self.leads_to(paper, here)

    def leads_to(self, paper: Movement, here: Life) -> bool:
        """Whether all papers, told one after another, lead from this one to where the person is."""
        return any(self._is_there(life, here) for life, _ in self._since(paper))

    def could_be(self, paper: Movement) -> bool:
        """Whether a paper finds its place among all papers."""
        return any(is_one(paper, one, self.same_unit) for one, life in self._retold() if life is not None)

    def _since(self, paper: Movement) -> Iterator[tuple[Life, str]]:
        """Yield the lives that all papers tell, from this one on, each with the day of its paper."""
        life, begun = self._start, False
        for one, after in self._retold():
            life = after or life
            begun = begun or is_one(one, paper, self.same_unit)
            if begun:
                yield life, one.on

    def _retold(self) -> Iterator[tuple[Movement, Life | None]]:
        """Tell all papers one after another, carried out before or not: yield each with the life after it, None where
        it cannot be. Whom an unanswered letter let go is where it says; with others nobody is on a list of ours."""
        arrivals = [
            replace(one, type="transfer_in", unit=one.facts.get("destination") or "")
            for one in (each.out for each in pair(self.papers, self.same_unit, self.ours) if each.open)
            if one is not None
        ]
        told, _ = once([*self._history(), *arrivals, *self.papers], self.same_unit)
        ordered, _ = in_order(told, self.rules)
        life = self._start
        for one in ordered:
            after = follow(life, one, self.rules)
            if isinstance(after, Impossible):
                yield one, None
                continue
            away = one.type == "transfer_in" and not self.ours(after.unit)
            life = replace(after, status=Status.TRANSFERRED_OUT) if away else after
            yield one, life

    def _is_there(self, life: Life, here: Life) -> bool:
        gone = {Status.TRANSFERRED_OUT: Status.ACTIVE}
        same = gone.get(life.status, life.status) is gone.get(here.status, here.status)
        return same and self.same_unit(life.unit, here.unit)

    @property
    def _start(self) -> Life:
        """Where somebody stands before the first of their papers."""
        return Life() if self.arrives else Life(Status.ACTIVE, self.held.unit)

    def _history(self) -> Iterator[Movement]:
        """Yield what the upstream carried out before, so that a paper from before it finds its place."""
        for carried in self.held.carried:
            if carried.state is not OperationState.APPLIED or not carried.paper.facts.get("on"):
                continue
            told = as_movement(carried)
            sent = replace(told, on=self.days.get(carried.number, told.on))
            if sent.type in self.rules:
                yield sent
            if carried.type is OperationType.TRANSFER:
                # One that led out of our lists stays in the unit it left: only its paper says where to.
                unit = carried.unit if carried.left else carried.paper.facts.get("destination") or carried.unit
                yield replace(sent, type="transfer_in", unit=unit)
