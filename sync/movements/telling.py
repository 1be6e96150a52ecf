"""Telling what follows from one person's papers: what is to be sent, what waits for an officer, what cannot be.

Papers are read whole on every run, and lives told from them; what the upstream was told before is known from the
papers its operations carried. Nothing is looked up here. Source: the domain book, §3.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sync.charter import MovementRules, Status
from sync.movements.carrying import TRANSFER, Repeated, SameUnit, as_movement, carrier, corrected, once, same_content
from sync.movements.outlook import Asked, Going, Holding, Outlook, Remark, brought_by
from sync.movements.retelling import Retelling
from sync.movements.transfers import Transfer, pair
from sync.papers.lives import Impossible, Interval, Life, Movement, follow, in_order, lacking, possible
from sync.ports import CarriedPaper
from sync.tables.groups import is_within
from sync.values import ListKind, OperationState, OperationType, Paper, PersonId, Place, Record

NAMED = 5
"""Units that an unclear destination is said to mean."""

Marker = Callable[[PersonId, Movement], bytes]
"""(person, paper) → the mark by which an operation's paper is known again."""


@dataclass(frozen=True, slots=True)
class _Event:
    """One thing that happened: a movement, or both sides of a transfer."""

    first: Movement
    transfer: Transfer | None = None


class Outlooks:
    """Tells what follows from papers, by one table of movements.

    `ours` knows the units of our lists, `same_unit` whether two texts name one unit. `approved` returns the facts an
    officer added to a paper that had to be asked about, None where nobody approved it. `meant` returns the units a
    destination may mean, as it was written in one of some units.
    """

    def __init__(
        self,
        rules: MovementRules,
        marker: Marker,
        same_unit: SameUnit,
        ours: Callable[[str], bool],
        approved: Callable[[PersonId, Asked], Record | None] = lambda person, asked: None,
        meant: Callable[[str, Sequence[str]], Sequence[str]] = lambda text, senders: (),
    ) -> None:
        self._rules = rules
        self._mark = marker
        self._approved = approved
        self._meant = meant
        self._same_unit = same_unit
        self._ours = ours

    def of(self, held: Holding, stated: Iterable[Movement]) -> Outlook:
        """Return what follows for one person from every paper that any register or row states about them."""
        addressed = [self._addressed(held, one) for one in stated]
        papers, repeated = once([paper for paper, _ in addressed], self._same_unit)
        ordered, _ = in_order(papers, self._rules)
        sorted_out = self._sort_out(held, ordered)
        sorted_out.unclear = {paper.place: found for paper, found in addressed if found}
        return _Telling(self, held, ordered, sorted_out, repeated).outlook()

    # ── what was carried before ──────────────────────────────────────────────────────────────────────────

    def _addressed(self, held: Holding, paper: Movement) -> tuple[Movement, str]:
        """Return a letter with the unit its destination means; without it where it is not certain which of several is
        meant, and then what it may mean."""
        if paper.type != "transfer_out" or not _destination(paper):
            return paper, ""
        found = self._meant(_destination(paper), (paper.unit, held.unit))
        if len(found) > 1:
            return replace(paper, facts={**paper.facts, "destination": None}), "; ".join(found[:NAMED])
        return (replace(paper, facts={**paper.facts, "destination": found[0]}) if found else paper), ""

    def _sort_out(self, held: Holding, papers: Sequence[Movement]) -> _SortedOut:
        """Part papers by what became of them before."""
        found = _SortedOut()
        marks = [self._mark(held.person, paper) for paper in papers]
        for number, paper in enumerate(papers):
            others = frozenset(marks[:number] + marks[number + 1 :])
            carried = carrier(held.carried, paper, marks[number], others, self._same_unit)
            if carried is None:
                found.new.add(id(paper))
            elif carried.state in {OperationState.REJECTED, OperationState.DEAD}:
                found.new.add(id(paper))
                found.refused[id(paper)] = carried
            else:
                found.sent[id(paper)] = carried
                if differs := corrected(carried, paper, self._same_unit):
                    found.asked.append(Asked("movement-corrected", paper, differs))
        return found


@dataclass(slots=True)
class _SortedOut:
    """What became of papers before, by the `id` of each: new ones, of which some were refused before in this or
    another writing; those `sent`, and what to ask about them where they say otherwise now. `unclear` holds the units
    a letter's destination may mean, by the letter's place."""

    new: set[int] = field(default_factory=set)
    refused: dict[int, CarriedPaper] = field(default_factory=dict)
    sent: dict[int, CarriedPaper] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    unclear: dict[Place, str] = field(default_factory=dict)


class _Telling:
    """One person's papers, told one after another."""

    def __init__(
        self,
        by: Outlooks,
        held: Holding,
        papers: Sequence[Movement],
        found: _SortedOut,
        repeated: Sequence[Repeated],
    ) -> None:
        self._by, self._held, self._papers = by, held, papers
        self._new, self._refused, self._sent = found.new, found.refused, found.sent
        self._asked, self._unclear = found.asked, found.unclear
        days = {found.sent[id(paper)].number: paper.on for paper in reversed(papers) if id(paper) in found.sent}
        self._past = Retelling(by._rules, by._same_unit, by._ours, held, papers, days)
        self._going: list[Going] = []
        self._remarks: list[Remark] = []
        self._life = self._confirmed()
        for one in repeated:
            self._remarks.append(_repeated(one, self._life))

    def outlook(self) -> Outlook:
        comes, back = not self._life.status.on_list, self._life.status is Status.TRANSFERRED_OUT
        for event in self._events():
            if event.transfer is None:
                self._movement(event.first)
            else:
                self._transfer(event.transfer)
        first = self._going[0].type if self._going else None
        brings = first is not None and (
            (back and first is OperationType.TRANSFER) or brought_by(first, self._by._rules)
        )
        return Outlook(self._life, self._going, self._asked, self._remarks, comes=comes and brings)

    def _confirmed(self) -> Life:
        """Where the person stands at the upstream, with the overlays that carried papers opened and closed."""
        held = self._held
        if held.kind is None:
            return (
                Life(Status.ACTIVE if held.unit else Status.NOBODY, held.unit) if not self._past.arrives else Life()
            )
        if held.kind is ListKind.YOUTH:
            return Life(Status.CANDIDATE, held.unit)
        rules, overlays = self._by._rules, list[Interval]()
        for carried in held.carried:
            rule = rules.get(carried.type.value)
            on = carried.paper.facts.get("on")
            if rule is None or not on or carried.state is not OperationState.APPLIED:
                continue
            overlays = [
                replace(one, until=on) if one.until is None and (one.overlay in rule.closes or rule.removes) else one
                for one in overlays
            ]
            if rule.opens is not None:
                overlays.append(Interval(rule.opens, on, as_movement(carried)))
        return Life(held.status, held.unit, "", tuple(overlays))

    def _events(self) -> Iterator[_Event]:
        """Yield what happened in the order of its days; the two sides of a transfer are one."""
        transfers = pair(self._papers, self._by._same_unit, self._by._ours)
        by_first: dict[int, Transfer] = {}
        for transfer in transfers:
            first = transfer.out or transfer.received
            if first is not None:
                by_first[id(first)] = transfer
        for paper in self._papers:
            if paper.type not in TRANSFER:
                yield _Event(paper)
            elif id(paper) in by_first:
                yield _Event(paper, by_first[id(paper)])

    def _is_new(self, *papers: Movement | None) -> bool:
        return all(id(paper) in self._new for paper in papers if paper is not None)

    # ── one movement ─────────────────────────────────────────────────────────────────────────────────────

    def _movement(self, paper: Movement) -> None:
        if not self._is_new(paper):
            return
        rule = self._by._rules[paper.type]
        if rule.counts == "admitted" and self._life.status is Status.ACTIVE:
            return  # a member already: the paper says how that came
        if self._past.is_past(paper, self._here):
            self._late(paper)
            return
        after = follow(self._life, paper, self._by._rules)
        if isinstance(after, Impossible):
            self._cannot(after)
            return
        complete = self._completed(paper)
        if complete is None:
            return
        before = self._life
        unit = after.unit or before.unit
        left = before.unit if before.unit != unit else ""
        self._go(OperationType(paper.type), paper, complete, after, unit, left)

    def _completed(self, paper: Movement) -> Movement | None:
        """Return a paper that states all it must, with what an officer added; None where it has to be asked about."""
        missing = lacking(paper, self._by._rules[paper.type])
        if not missing:
            return paper
        asked = Asked("movement-incomplete", paper, {"lacking": ", ".join(missing)})
        more = self._by._approved(self._held.person, asked)
        complete = None if more is None else self._by._addressed(self._held, _with(paper, more))[0]
        if complete is None and paper.place in self._unclear:
            self._remarks.append(Remark("destination-unclear", paper, self._life, words=self._unclear[paper.place]))
        if complete is None or lacking(complete, self._by._rules[paper.type]):
            self._asked.append(asked)
            return None
        return complete

    def _cannot(self, found: Impossible) -> None:
        """Say why a paper cannot be: it contradicts the record, or it is true and the upstream is past it."""
        paper = found.movement
        code = "movement-late" if self._past.could_be(paper) else "movement-impossible"
        self._say(Remark(code, paper, found.life, found.possible))

    def _say(self, remark: Remark) -> None:
        """Say something about a paper; of one that was refused or given up before, that it is still."""
        refused = self._refused.get(id(remark.movement))
        if refused is not None:
            code = "given-up" if refused.state is OperationState.DEAD else "still-refused"
            remark = Remark(code, remark.movement, self._life, words=refused.refused)
        self._remarks.append(remark)

    def _late(self, paper: Movement) -> None:
        self._say(Remark("movement-late", paper, self._life, possible(self._life, self._by._rules)))

    # ── where they are ───────────────────────────────────────────────────────────────────────────────────

    @property
    def _here(self) -> Life:
        return replace(self._life, unit=self._whereabouts())

    def _arrived(self, out: Movement, received: Movement | None) -> bool:
        unit = received.unit if received is not None else _destination(out)
        return self._by._same_unit(unit, self._whereabouts())

    def _whereabouts(self) -> str:
        """The unit a person is in; of somebody who left our lists the one their letter named."""
        if self._life.status is not Status.TRANSFERRED_OUT:
            return self._life.unit
        letters = [one.paper for one in self._held.carried if one.type is OperationType.TRANSFER]
        letters += [one.paper for one in self._going if one.type is OperationType.TRANSFER]
        return (letters[-1].facts.get("destination") or "") if letters else ""

    def _is_anothers(self, out: Movement) -> bool:
        """Whether a letter was written by a unit of ours in which the person is not."""
        unit = self._whereabouts()
        inside = self._by._same_unit(out.unit, unit) or is_within(unit, out.unit)
        return bool(unit) and self._by._ours(out.unit) and not inside

    # ── a transfer ───────────────────────────────────────────────────────────────────────────────────────

    def _transfer(self, transfer: Transfer) -> None:
        out, received = transfer.out, transfer.received
        if out is not None and self._is_new(out):
            if transfer.ended is None and self._is_new(received):
                self._letter(transfer, out)
        elif out is not None and transfer.ended is not None:
            self._ended(transfer.ended, self._sent[id(out)])
        elif received is not None and self._is_new(received) and (out is None or self._is_away(received)):
            self._reception(received)

    def _ended(self, paper: Movement, sent: CarriedPaper) -> None:
        """Say that a transfer came to nothing on paper after it was sent, until the upstream refuses it or they are
        where it led no longer."""
        there = sent.unit if sent.left else sent.paper.facts.get("destination") or ""
        if sent.state is not OperationState.APPLIED or self._by._same_unit(self._whereabouts(), there):
            self._remarks.append(Remark("transfer-ended-late", paper, self._life))

    def _is_away(self, received: Movement) -> bool:
        """Whether somebody who was let go to a unit not ours is received by another: they came back from there."""
        away = self._life.status is Status.TRANSFERRED_OUT
        return away and not self._by._same_unit(self._whereabouts(), received.unit)

    def _letter(self, transfer: Transfer, out: Movement) -> None:
        received = transfer.received
        if self._past.is_past(out, self._here):
            self._late(out)
            return
        if self._life.status is Status.TRANSFERRED_OUT and received is not None:
            self._reception(received)
            return
        if (self._arrived(out, received) or self._is_anothers(out)) and self._past.leads_to(out, self._here):
            return  # they are there already: the paper says how that came
        after = follow(self._life, out, self._by._rules)
        if isinstance(after, Impossible):
            self._cannot(after)
            return
        complete = out if received is not None else self._completed(out)
        if complete is None:
            return
        before = self._life
        unit = received.unit if received is not None else _destination(complete)
        stays = received is not None or self._by._ours(unit)
        status = Status.ACTIVE if stays else Status.TRANSFERRED_OUT
        life = Life(status, unit if stays else before.unit, out.on, after.overlays)
        facts = {"destination": unit, "origin": before.unit}
        # Where they go stays in the paper: nobody's words of a place that is none of our units become a unit's name.
        there, left = (unit, before.unit) if stays else (before.unit, "")
        self._go(OperationType.TRANSFER, out, complete, life, there, left, facts)

    def _reception(self, received: Movement) -> None:
        """Somebody was received, and no letter of a sender says so."""
        before = self._life
        there = self._by._same_unit(before.unit, received.unit)
        there = there or (self._past.could_be(received) and self._past.leads_to(received, self._here))
        if before.status is Status.ACTIVE and there:
            return  # they are there already: the paper says how that came
        if self._past.is_past(received, self._here):
            self._late(received)
            return
        here = Life(Status.ACTIVE, received.unit, received.on)
        if before.status in {Status.NOBODY, Status.CANDIDATE}:
            self._go(OperationType.TRANSFER_IN, received, received, here, received.unit, "")
        elif before.status is Status.TRANSFERRED_OUT:
            facts = {"destination": received.unit, "origin": received.facts.get("origin") or before.unit}
            left = "" if self._by._same_unit(before.unit, received.unit) else before.unit
            self._go(OperationType.TRANSFER, received, received, here, received.unit, left, facts)
        elif before.status is Status.ACTIVE:
            asked = Asked("transfer-letter-missing", received, {"old": before.unit, "new": received.unit})
            more = self._by._approved(self._held.person, asked)
            if more is None:
                self._asked.append(asked)
                return
            here = replace(before, unit=received.unit, since=received.on)
            facts = {"destination": received.unit, "origin": before.unit}
            complete = _with(received, more)
            self._go(OperationType.TRANSFER, received, complete, here, received.unit, before.unit, facts)
        else:
            found = follow(before, received, self._by._rules)
            if isinstance(found, Impossible):
                self._cannot(found)

    def _go(
        self,
        kind: OperationType,
        stated: Movement,
        paper: Movement,
        after: Life,
        unit: str,
        left: str,
        more: Mapping[str, str] | None = None,
    ) -> None:
        """Send a paper as it is `stated`, with what an officer added, so that life is `after` it.

        What would state only what was refused before is not sent again.
        """
        facts = {"on": paper.on, **paper.facts, **(more or {})}
        refused = self._refused.get(id(stated))
        if refused is not None and refused.type is kind and same_content(refused, facts, self._by._same_unit):
            self._say(Remark("still-refused", stated, self._life))
            return
        self._life = after
        carried = Paper(self._by._mark(self._held.person, stated), facts)
        self._going.append(Going(kind, carried, stated, unit, left, after.status))


def _with(paper: Movement, more: Record) -> Movement:
    """Return a paper with facts an officer added; what it states itself stays."""
    return replace(paper, facts={**more, **{name: value for name, value in paper.facts.items() if value}})


def _destination(out: Movement) -> str:
    return out.facts.get("destination") or ""


def _repeated(one: Repeated, life: Life) -> Remark:
    """What is said of a row whose paper another row states too; which of the two counts, where they contradict."""
    code = "movement-contradicted" if one.field else "movement-repeated"
    return Remark(code, one.movement, life, by=one.by, field=one.field)
