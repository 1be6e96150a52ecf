"""Settling papers once every list was read: operations in order, questions, and the limits on removals.

What a paper says and what the lists say are held against each other here: nobody is removed who still stands on a
list, and not many at once, without an officer. Source: the design, §4; the domain book, §3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from sync.charter import MovementRules, Status
from sync.movements.leaving import LeavingLimits, Move, RemovalGuard
from sync.movements.makingmoves import MakingMoves
from sync.movements.moving import MovingRow, Papers
from sync.movements.outlook import Asked, Going, Outlook, Remark
from sync.movements.paperquestions import finding_of, question, still_listed, unsupported
from sync.papers.lives import Movement
from sync.ports import StagedOperation
from sync.questions.approvals import Approval
from sync.tables.fields import Knowledge
from sync.tables.groups import is_within
from sync.values import (
    Finding,
    Hold,
    LedgerEntry,
    ListKind,
    OfficerDecision,
    OperationType,
    PersonId,
    Place,
    Severity,
)

_COUNTED = {
    "movement-impossible": "in_error",
    "movement-late": "",
    "movement-waits": "",
    "transfer-ended-late": "in_error",
    "destination-unclear": "",
    "movement-repeated": "repeated",
    "movement-contradicted": "repeated",
    "still-refused": "still_refused",
    "given-up": "still_refused",
}
"""What a register's row counts as by what is said of its paper."""


class Desk(Protocol):
    """What is asked of the decider."""

    def ordinary(self, person: PersonId, row: MovingRow) -> None:
        """Decide about a row as if no paper were about its person."""
        ...

    def moved(self, person: PersonId, row: MovingRow, *, held: bool) -> None:
        """Count and place the row that papers were decided together with."""
        ...

    def behind(self, person: PersonId, row: MovingRow, code: str) -> None:
        """Count and place a row that papers have overtaken, and say so."""
        ...

    def is_placed(self, person: PersonId, kind: ListKind = ...) -> bool:
        """Whether some row of this plan is about this person."""
        ...

    def stage(self, staged: StagedOperation) -> None:
        """Put an operation into the plan."""
        ...

    def stages(self, person: PersonId) -> bool:
        """Whether something is staged for this person."""
        ...

    def ask(self, hold: Hold) -> Approval | None:
        """Put a question into the plan, unless an officer answered it: the answer is returned then."""
        ...

    def last_answer(self, code: str, key: str) -> OfficerDecision | None:
        """Return the last answer to a question of this code and key, whatever it was about exactly."""
        ...


@dataclass(slots=True)
class Moves:
    """Settles papers for one plan. `types` are the operations the upstream takes."""

    papers: Papers
    rules: MovementRules
    knowledge: Knowledge
    types: Collection[OperationType]
    guard: RemovalGuard
    today: date
    remark: Callable[[Place, Finding, str], None]
    """Puts a finding into the report of a list; where that is a register, the row counts as what is named then."""
    explained: set[PersonId] = field(default_factory=set)
    """Whom papers account for where a list no longer has them."""
    counted: Counter[str] = field(default_factory=Counter)
    """How many movements of each type are staged to be sent."""
    _made: list[Move] = field(default_factory=list)

    @property
    def _making(self) -> MakingMoves:
        return MakingMoves(self.papers, self.rules, self.knowledge)

    # ── one person after another ─────────────────────────────────────────────────────────────────────────

    def settle(
        self,
        desk: Desk,
        entries: Mapping[PersonId, LedgerEntry],
        unsettled: Collection[PersonId],
        listed: Callable[[Collection[PersonId]], Collection[PersonId]],
        unread: Callable[[PersonId], bool],
        perhaps: Callable[[Mapping[PersonId, LedgerEntry]], Collection[PersonId]],
    ) -> None:
        """Decide about everybody with a paper.

        `listed` returns those whose row some members' list has unchanged, `unread` whether somebody was on a list
        that could not be read, `perhaps` whom a row of a members' list may be about that is in error or unclear.
        """
        on_lists = set(listed([person for person in self.papers.people() if person in entries]))
        unclear = perhaps({person: entry for person, entry in entries.items() if self._may_leave(entry)})
        for person in self.papers.people():
            rows = self.papers.rows.get(person, [])
            entry = entries.get(person)
            if person in unsettled:
                self._wait(desk, person, entry, rows)
                continue
            if entry is None and not rows and desk.is_placed(person):
                continue  # their row was decided as ever: it stands where all their papers lead
            outlook = self.papers.outlook(person, entry, rows[0].stated.unit if rows else "")
            outlook = replace(outlook, asked=self._say(desk, person, entry, outlook))
            if entry is not None and unread(person) and any(self._making.removes(one) for one in outlook.going):
                self._ordinary(desk, person, rows)  # whether a list still has them shows when it can be read
            elif outlook.comes and not rows and person not in on_lists and (entry is None or outlook.stays):
                self._unlisted(outlook.going[0].movement)
            elif outlook.going:
                self._go(desk, person, entry, outlook, rows, on_list=person in on_lists or person in unclear)
            else:
                self._unmoved(desk, person, outlook, rows)
        self._release(desk)

    def _unmoved(self, desk: Desk, person: PersonId, outlook: Outlook, rows: Sequence[MovingRow]) -> None:
        """Decide about rows as ever, but where a paper that waits is about their standing there: one question is
        enough."""
        asked = [one.movement for one in outlook.asked if one.code == "transfer-letter-missing"]
        for row in rows:
            if any(self.papers.same(row.stated.unit, paper.unit) for paper in asked):
                desk.moved(person, row, held=True)
            else:
                desk.ordinary(person, row)

    def _ordinary(self, desk: Desk, person: PersonId, rows: Sequence[MovingRow]) -> None:
        for row in rows:
            desk.ordinary(person, row)

    def _wait(self, desk: Desk, person: PersonId, entry: LedgerEntry | None, rows: Sequence[MovingRow]) -> None:
        """An operation of theirs is on its way: their papers are looked at when it has its verdict, and said to wait.

        That a transfer on its way came to nothing is said at once: somebody has to stop it at the upstream.
        """
        self._ordinary(desk, person, rows)
        outlook = self.papers.outlook(person, entry, rows[0].stated.unit if rows else "")
        waits = [*(one.movement for one in outlook.going), *(one.movement for one in outlook.asked)]
        said = [one for one in outlook.remarks if one.code == "transfer-ended-late"]
        for remark in (*said, *(Remark("movement-waits", paper, outlook.life) for paper in waits)):
            self.remark(remark.movement.place, finding_of(remark), _COUNTED[remark.code])
        if any(self.rules[one.type].removes or one.type == "transfer_out" for one in self.papers.of(person)):
            self.explained.add(person)

    def _explain(self, person: PersonId, movement: Movement) -> None:
        """Note that a paper accounts for somebody where a list has them no more: it goes, or waits for an answer."""
        if self.rules[movement.type].removes or "transfer" in movement.type:
            self.explained.add(person)

    def _may_leave(self, entry: LedgerEntry) -> bool:
        return entry.status.on_list and any(self.rules[one.type].removes for one in self.papers.of(entry.person))

    # ── what is said ─────────────────────────────────────────────────────────────────────────────────────

    def _name(self, person: PersonId, entry: LedgerEntry | None) -> str:
        """What somebody is called by the upstream, or by the list that brings them."""
        rows = self.papers.rows.get(person, ())
        record = entry.record if entry is not None else rows[0].stated.record if rows else {}
        return record.get("full_name") or ""

    def _say(self, desk: Desk, person: PersonId, entry: LedgerEntry | None, outlook: Outlook) -> Sequence[Asked]:
        """Say what there is to be said of papers, and ask; return what nobody answered yet."""
        waits: list[Asked] = []
        name = self._name(person, entry)
        for remark in outlook.remarks:
            place = remark.movement.place
            if remark.code == "movement-late" and remark.movement.type not in self._taken():
                continue  # it would not be sent in time either
            self.remark(place, finding_of(remark), _COUNTED[remark.code])
        for asked in outlook.asked:
            answer = desk.ask(question(self.papers.mark(person, asked.movement), person, asked, name))
            self.remark(asked.movement.place, _NOTHING, "held" if answer is None else "left")
            if answer is None:
                waits.append(asked)
                self._explain(person, asked.movement)
        return waits

    def _unlisted(self, movement: Movement) -> None:
        details = {"movement": movement.type, "unit": movement.unit}
        finding = Finding("joined-not-listed", Severity.WARNING, movement.place, details=details)
        self.remark(movement.place, finding, "unmatched")

    # ── what is sent ─────────────────────────────────────────────────────────────────────────────────────

    def _go(
        self,
        desk: Desk,
        person: PersonId,
        entry: LedgerEntry | None,
        outlook: Outlook,
        rows: Sequence[MovingRow],
        *,
        on_list: bool,
    ) -> None:
        """Make the operations of one person, in order; what their rows state goes with the first."""
        supported = self._supported(desk, entry, person, outlook)
        if supported is None or not supported.going:
            for row in rows if supported is None else ():
                desk.moved(person, row, held=True)
            if supported is not None:
                self._unmoved(desk, person, outlook, rows)
            return
        outlook = supported
        if entry is None and not outlook.comes:
            self._begin(desk, person, outlook, rows)
            return
        main = next((row for row in rows if self._stands_in(row, outlook)), None)
        moves = list(self._making.moves(person, entry, outlook.going, main))
        last = outlook.going[-1]
        if self._making.removes(last):
            still = [row for row in rows if not self.papers.says(row, last.movement)]
            if still or on_list:
                leaving = self._making.leaving(moves)
                hold = still_listed(person, leaving, still)
                answer = desk.ask(hold)
                if answer is not None and not answer.approved:
                    self.remark(last.movement.place, _NOTHING, "left")
                    self._go(desk, person, entry, _without_last(outlook), rows, on_list=on_list)
                    return
                moves[-len(leaving) :] = [replace(move, question=hold) for move in leaving]
                for row in still:
                    desk.moved(person, row, held=True)
                rows = [row for row in rows if row not in still]
        held = any(move.question is not None for move in moves)
        first = True
        for row in rows:
            if row is main or (main is None and self.papers.says(row, last.movement)):
                desk.moved(person, row, held=held and not first)
                first = False
            elif main is not None and self.papers.same(row.stated.unit, main.stated.unit):
                desk.ordinary(person, row)
            else:
                desk.behind(person, row, "still-listed")
        self._made += moves

    def _supported(self, desk: Desk, entry: LedgerEntry | None, person: PersonId, outlook: Outlook) -> Outlook | None:
        """Ask about movements the upstream does not take, and return what is to be sent without them.

        One that changes neither status nor unit stops no other: what follows goes all the same. After any other
        nothing goes; None where it is the first.
        """
        going: list[Going] = []
        for one in outlook.going:
            if one.type in self.types:
                going.append(one)
                continue
            answer = desk.ask(unsupported(person, self._name(person, entry), one))
            if answer is None or answer.approved:
                self._explain(person, one.movement)
            self.remark(one.movement.place, _NOTHING, "held" if answer is None else "left")
            rule = self.rules.get(one.type.value)
            if rule is None or rule.to is not None or (outlook.comes and one is outlook.going[0]):
                return replace(outlook, going=going) if going else None
        return replace(outlook, going=going)

    def _taken(self) -> Collection[str]:
        """The movements the upstream takes; both sides of a transfer are one of its operations."""
        sides = {"transfer_out", "transfer_in"} if OperationType.TRANSFER in self.types else set[str]()
        return {one.value for one in self.types} | sides

    def _begin(self, desk: Desk, person: PersonId, outlook: Outlook, rows: Sequence[MovingRow]) -> None:
        """Somebody new whom no paper brings: the list does, and then what the papers say follows."""
        self._ordinary(desk, person, rows)
        if not desk.stages(person):
            return
        moves = list(self._making.moves(person, None, outlook.going, rows[0]))
        moves = [replace(move, keys=()) for move in moves]
        if self._making.removes(outlook.going[-1]):
            leaving = self._making.leaving(moves)
            hold = still_listed(person, leaving, rows)
            moves[-len(leaving) :] = [replace(move, question=hold) for move in leaving]
        self._made += moves

    def _stands_in(self, row: MovingRow, outlook: Outlook) -> bool:
        """Whether a row stands where the papers say its person is."""
        unit, stated = outlook.life.unit, row.stated.unit
        if not outlook.life.status.on_list:
            return False
        return self.papers.same(stated, unit) or is_within(stated, unit)

    # ── limits ───────────────────────────────────────────────────────────────────────────────────────────

    def _release(self, desk: Desk) -> None:
        """Stage what may go; ask about the rest, and about those who leave beyond the limits.

        What waits behind one question is staged behind it; behind two it waits for a later plan, since an answer to
        one of them lets nothing go.
        """
        ready = self._unrefused(desk)
        limits = LeavingLimits(self.papers.store, self.papers.units, self.guard, self.today, desk.last_answer)
        limited = limits.questions(ready)
        stopped, refused = set[PersonId](), set[PersonId]()
        for move in ready:
            if move.person in stopped:
                if move.person not in refused:
                    self._explain(move.person, move.going.movement)
                continue
            holds = [move.question] if move.question is not None else []
            holds += limited.get(move.person, ()) if move.leaves else ()
            answers = [(hold, desk.ask(hold)) for hold in holds]
            waits = [hold for hold, answer in answers if answer is None]
            if waits or any(answer is not None and not answer.approved for _, answer in answers):
                stopped.add(move.person)
            if any(answer is not None and not answer.approved for _, answer in answers):
                self.remark(move.operation.place, _NOTHING, "left")
                refused.add(move.person)
                continue
            self._explain(move.person, move.going.movement)
            if len(waits) <= 1:
                behind = (waits[0].code, waits[0].key) if waits else None
                desk.stage(StagedOperation(move.operation, move.keys, behind))
            self.remark(move.operation.place, _NOTHING, "held" if waits else "moved")
            if not waits:
                self.counted[move.going.type.value] += 1

    def _unrefused(self, desk: Desk) -> Sequence[Move]:
        """Return the operations to which no officer said no, nor to one of the same person before them."""
        ready: list[Move] = []
        refused: set[PersonId] = set()
        for move in self._made:
            answer = desk.ask(move.question) if move.question is not None else None
            if answer is not None and not answer.approved and move.person not in refused:
                refused.add(move.person)
                self.remark(move.operation.place, _NOTHING, "left")
            if move.person not in refused:
                ready.append(move)
        return ready


_NOTHING = Finding("", Severity.NOTE, Place(""))
"""Says nothing: only the row's tally changes."""


def _without_last(outlook: Outlook) -> Outlook:
    """Return what follows from papers without the last that would be sent, by which somebody leaves."""
    last = outlook.going[-1]
    life = replace(outlook.life, status=Status.ACTIVE, unit=last.left or last.unit)
    return replace(outlook, going=outlook.going[:-1], life=life)
