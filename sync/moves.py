"""Settling papers once every list was read: operations in order, questions, and the limits on removals.

What a paper says and what the lists say are held against each other here: nobody is removed who still stands on a
list, and not many at once, without an officer. Source: the design, §4; the domain book, §3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Protocol

from sync.approvals import Approval
from sync.charter import MovementRules
from sync.decide import changes
from sync.fields import Knowledge
from sync.groups import is_within
from sync.lives import Movement
from sync.moving import MovingRow, Papers
from sync.outlook import Asked, Going, Outlook, Remark
from sync.ports import IdentityKey, StagedOperation
from sync.text import match_key
from sync.values import (
    Change,
    Finding,
    Hold,
    LedgerEntry,
    ListKind,
    Operation,
    OperationType,
    PersonId,
    Place,
    Record,
    Severity,
)

GROUP = 1000

_BRINGS = frozenset({OperationType.ADMIT, OperationType.TRANSFER, OperationType.TRANSFER_IN, OperationType.READMIT})
"""The operations that put somebody on a unit's list: the list itself says where exactly."""


@dataclass(frozen=True, slots=True)
class RemovalGuard:
    """How many may be removed at once before an officer is asked: of one unit, and in all.

    A limit is reached by `least` people who are `share` of the unit, or of everybody; the larger counts.
    """

    unit_least: int = 5
    unit_share: float = 0.2
    total_least: int = 50
    total_share: float = 0.02


@dataclass(frozen=True, slots=True)
class Move:
    """One operation of somebody's papers, before it is known whether it may go."""

    person: PersonId
    going: Going
    operation: Operation
    keys: Sequence[IdentityKey]
    question: Hold | None = None


_COUNTED = {
    "movement-impossible": "in_error",
    "movement-late": "",
    "movement-repeated": "repeated",
    "movement-contradicted": "repeated",
    "still-refused": "still_refused",
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


@dataclass(slots=True)
class Moves:
    """Settles papers for one plan. `types` are the operations the upstream takes."""

    papers: Papers
    rules: MovementRules
    knowledge: Knowledge
    types: Collection[OperationType]
    guard: RemovalGuard
    remark: Callable[[Place, Finding, str], None]
    """Puts a finding into the report of a list; where that is a register, the row counts as what is named then."""
    explained: set[PersonId] = field(default_factory=set)
    """Whom papers account for where a list no longer has them."""
    counted: Counter[str] = field(default_factory=Counter)
    """How many movements of each type are staged to be sent."""
    _made: list[Move] = field(default_factory=list)
    _unsupported: dict[OperationType, int] = field(default_factory=dict)

    # ── one person after another ─────────────────────────────────────────────────────────────────────────

    def settle(
        self,
        desk: Desk,
        entries: Mapping[PersonId, LedgerEntry],
        unsettled: Collection[PersonId],
        listed: Callable[[Collection[PersonId]], Collection[PersonId]],
        unread: Callable[[PersonId], bool],
    ) -> None:
        """Decide about everybody with a paper.

        `listed` returns those whose row some members' list has unchanged, `unread` whether somebody was on a list
        that could not be read.
        """
        on_lists = set(listed([person for person in self.papers.people() if person in entries]))
        for person in self.papers.people():
            rows = self.papers.rows.get(person, [])
            entry = entries.get(person)
            if person in unsettled:
                self._wait(desk, person, entry, rows)
                continue
            outlook = self.papers.outlook(person, entry, rows[0].stated.unit if rows else "")
            self._explain(person, entry, outlook)
            self._say(desk, person, entry, outlook)
            if entry is not None and unread(person) and any(self._removes(one) for one in outlook.going):
                self._ordinary(desk, person, rows)  # whether a list still has them shows when it can be read
            elif outlook.comes and not rows and person not in on_lists:
                if entry is not None or not desk.is_placed(person):
                    self._unlisted(desk, outlook.going[0].movement)
            elif outlook.going:
                self._go(desk, person, entry, outlook, rows, on_list=person in on_lists)
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
        """An operation of theirs is on its way: their papers are looked at when it has its verdict."""
        self._ordinary(desk, person, rows)
        if any(self.rules[one.type].removes or one.type == "transfer_out" for one in self.papers.of(person)):
            self.explained.add(person)

    def _explain(self, person: PersonId, entry: LedgerEntry | None, outlook: Outlook) -> None:
        leaving = any(self._removes(one) or one.type is OperationType.TRANSFER for one in outlook.going)
        asked = any(self.rules[one.movement.type].removes or "transfer" in one.movement.type for one in outlook.asked)
        if leaving or asked or outlook.pending:
            self.explained.add(person)

    def _removes(self, going: Going) -> bool:
        rule = self.rules.get(going.type.value)
        return rule is not None and rule.removes

    # ── what is said ─────────────────────────────────────────────────────────────────────────────────────

    def _say(self, desk: Desk, person: PersonId, entry: LedgerEntry | None, outlook: Outlook) -> None:
        name = entry.record.get("full_name") if entry is not None else None
        for remark in outlook.remarks:
            place = remark.movement.place
            self.remark(place, self._finding(remark), _COUNTED[remark.code])
        for asked in outlook.asked:
            desk.ask(question(self.papers.mark(person, asked.movement), person, asked, name or ""))
            self.remark(asked.movement.place, _NOTHING, "held")

    def _finding(self, remark: Remark) -> Finding:
        life, movement = remark.life, remark.movement
        open_ = [interval.overlay.value for interval in life.open.values()]
        details: dict[str, str | int] = {
            "movement": movement.type,
            "on": movement.on,
            "status": ", ".join([life.status.value, *open_]),
            "since": life.since,
            "unit": life.unit,
            "possible": ", ".join(remark.possible),
            "words": remark.words,
        }
        if remark.by is not None:
            details |= {"list": remark.by.place.list, "row": remark.by.place.row, "field": remark.field}
        severity = Severity.NOTE if remark.code == "movement-repeated" else Severity.WARNING
        return Finding(remark.code, severity, movement.place, details=details)

    def _unlisted(self, desk: Desk, movement: Movement) -> None:
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
        if entry is None and not outlook.comes:
            self._begin(desk, person, outlook, rows)
            return
        main = next((row for row in rows if self._stands_in(row, outlook)), None)
        moves = list(self._moves(person, entry, outlook.going, main))
        last = outlook.going[-1]
        if self._removes(last):
            still = [row for row in rows if last.movement.same_as not in row.own]
            if still or on_list:
                moves[-1] = replace(moves[-1], question=self._still_listed(person, moves[-1], still))
                for row in still:
                    desk.moved(person, row, held=True)
                rows = [row for row in rows if row not in still]
        held = any(move.question is not None for move in moves)
        first = True
        for row in rows:
            if row is main or (main is None and last.movement.same_as in row.own):
                desk.moved(person, row, held=held and not first)
                first = False
            elif main is not None and self.papers.same(row.stated.unit, main.stated.unit):
                desk.ordinary(person, row)
            else:
                desk.behind(person, row, "still-listed")
        self._made += moves

    def _begin(self, desk: Desk, person: PersonId, outlook: Outlook, rows: Sequence[MovingRow]) -> None:
        """Somebody new whom no paper brings: the list does, and then what the papers say follows."""
        self._ordinary(desk, person, rows)
        if not desk.stages(person):
            return
        moves = list(self._moves(person, None, outlook.going, rows[0]))
        moves = [replace(move, keys=()) for move in moves]
        if self._removes(outlook.going[-1]):
            moves[-1] = replace(moves[-1], question=self._still_listed(person, moves[-1], rows))
        self._made += moves

    def _stands_in(self, row: MovingRow, outlook: Outlook) -> bool:
        """Whether a row stands where the papers say its person is."""
        unit, stated = outlook.life.unit, row.stated.unit
        if not outlook.life.status.on_list:
            return False
        return self.papers.same(stated, unit) or is_within(stated, unit)

    def _moves(
        self, person: PersonId, entry: LedgerEntry | None, goings: Sequence[Going], main: MovingRow | None
    ) -> Iterator[Move]:
        before: Record = entry.record if entry is not None else {}
        record: Record = {**before, **main.stated.record} if main is not None else before
        changed: Sequence[Change] = changes(before, record, self.knowledge.same) if before else ()
        keys = [key for key in main.keys if key] if main is not None else []
        steps = main.stated.row.steps if main is not None else {}
        for number, going in enumerate(goings):
            unit = going.unit
            if main is not None and going.type in _BRINGS and going.status.on_list:
                stated = main.stated.unit
                unit = stated if self.papers.same(stated, unit) or is_within(stated, unit) else unit
            paper = going.paper
            if going.type is OperationType.TRANSFER and going.status.on_list:
                paper = replace(paper, facts={**paper.facts, "destination": unit})
            moved = [Change("unit", going.left, unit)] if going.left else []
            operation = Operation(
                type=going.type,
                person=person,
                kind=ListKind.MEMBERS,
                unit=unit,
                record=record,
                changes=(*moved, *(changed if number == 0 else ())),
                place=going.movement.place,
                steps=steps if number == 0 else {},
                paper=paper,
                status=going.status,
                left=going.left,
            )
            yield Move(person, going, operation, keys if number == 0 else [])

    def _still_listed(self, person: PersonId, move: Move, rows: Sequence[MovingRow]) -> Hold:
        place = rows[0].stated.place if rows else move.operation.place
        return Hold(
            "gone-but-listed",
            f"gone-but-listed:{person}",
            place,
            unit=move.going.left or move.operation.unit,
            person=person,
            details={
                "name": move.operation.record.get("full_name") or "",
                "movement": move.going.movement.type,
                "on": move.going.movement.on,
                "status": move.going.status.value,
                "content": _content([move]),
            },
        )

    # ── limits ───────────────────────────────────────────────────────────────────────────────────────────

    def _release(self, desk: Desk) -> None:
        """Stage what may go; ask about the rest, and about removals beyond the limits."""
        limited = self._limited()
        stopped: set[PersonId] = set()
        asked: dict[tuple[str, str], Approval | None] = {}
        for move in self._made:
            if move.person in stopped:
                continue
            if move.going.type not in self.types:
                self._unsupported[move.going.type] = self._unsupported.get(move.going.type, 0) + 1
                stopped.add(move.person)
                continue
            hold = move.question or limited.get(move.person) if self._removes(move.going) else move.question
            answer = None
            if hold is not None:
                name = (hold.code, hold.key)
                if name not in asked:
                    asked[name] = desk.ask(hold)
                answer = asked[name]
                if answer is None or not answer.approved:
                    stopped.add(move.person)
                if answer is not None and not answer.approved:
                    self.remark(move.operation.place, _NOTHING, "left")
                    continue
            waits = hold is not None and answer is None
            behind = (hold.code, hold.key) if hold is not None and waits else None
            desk.stage(StagedOperation(move.operation, move.keys, behind))
            self.remark(move.operation.place, _NOTHING, "held" if waits else "moved")
            if not waits:
                self.counted[move.going.type.value] += 1
        for type_, count in self._unsupported.items():
            details: dict[str, str | int] = {"movement": type_.value, "count": count}
            desk.ask(Hold("movement-unsupported", f"movement-unsupported:{type_.value}", Place(""), details=details))

    def _limited(self) -> Mapping[PersonId, Hold]:
        """Return the question that waits before each removal beyond a limit."""
        removals = [move for move in self._made if self._removes(move.going)]
        if not removals:
            return {}
        strength: dict[str, int] = {}
        names: dict[str, str] = {}
        for unit, members in self.papers.store.ledger.strength().items():
            key = match_key(self.papers.units.key(unit))
            strength[key] = strength.get(key, 0) + members
        by_unit: dict[str, list[Move]] = {}
        for move in removals:
            key = match_key(self.papers.units.key(move.operation.unit))
            names[key] = move.operation.unit
            by_unit.setdefault(key, []).append(move)
        held: dict[PersonId, Hold] = {}
        guard, everybody = self.guard, sum(strength.values())
        if len(removals) >= max(guard.total_least, guard.total_share * everybody):
            hold = self._many("many-removals-total", "", removals, everybody)
            held.update((move.person, hold) for move in removals)
        for key, some in by_unit.items():
            if len(some) >= max(guard.unit_least, guard.unit_share * strength.get(key, 0)):
                hold = self._many("many-removals", names[key], some, strength.get(key, 0))
                held.update((move.person, hold) for move in some)
        return held

    def _many(self, code: str, unit: str, moves: Sequence[Move], members: int) -> Hold:
        counts: dict[str, int] = {}
        for move in moves:
            name = move.going.movement.type
            counts[name] = counts.get(name, 0) + 1
        said = ", ".join(f"{name}: {count}" for name, count in sorted(counts.items()))
        details: dict[str, str | int] = {
            "removals": len(moves),
            "members": members,
            "what": said,
            "content": _content(moves),
        }
        return Hold(code, f"{code}:{unit}", moves[0].operation.place, unit=unit, details=details)


_NOTHING = Finding("", Severity.NOTE, Place(""))
"""Says nothing: only the row's tally changes."""


def question(mark: bytes, person: PersonId, asked: Asked, name: str) -> Hold:
    """Return the hold about a paper that waits for an officer; `mark` is the paper's."""
    movement = asked.movement
    told = "\x1f".join(f"{key}={value}" for key, value in sorted(movement.facts.items()))
    details: dict[str, str | int] = {
        "name": name,
        "movement": movement.type,
        "on": movement.on,
        **asked.details,
        "content": blake2b(told.encode(), digest_size=8).hexdigest(),
    }
    return Hold(
        asked.code,
        f"{asked.code}:{person}:{mark[:6].hex()}",
        movement.place,
        unit=movement.unit,
        person=person,
        details=details,
    )


def _content(moves: Sequence[Move]) -> str:
    """Return a mark of what exactly is asked about: these papers of these people."""
    marks = sorted((move.operation.paper.mark if move.operation.paper else b"") for move in moves)
    return blake2b(b"".join(marks), digest_size=8).hexdigest()
