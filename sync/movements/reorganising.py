"""Reorganisations: people follow a closed unit into the one it became, behind one question for each pair of units.

A reorganisation is one event on units. Whoever was in a closed unit is told to the upstream as reorganised, which is
neither a transfer out nor one in; until an officer approved the pair they stay where the upstream has them, and only
what else their rows say is sent. Source: the domain book, §2 and §3; the design, §4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from sync.diff.decide import Decision, Follows, InStep, Stated, StillRefused
from sync.diff.draft import Draft
from sync.diff.unitledger import Went
from sync.fingerprint import identifier_hash
from sync.movements.moving import Papers
from sync.ports import CarriedPaper, IdentityKey, StagedOperation
from sync.questions.approvals import Approval
from sync.reports import PlanReport, ReorganisedUnits
from sync.text.tidying import match_key
from sync.unittree import UnitId
from sync.values import (
    Change,
    Hold,
    LedgerEntry,
    ListKind,
    Operation,
    OperationState,
    OperationType,
    Paper,
    PersonId,
    Place,
)

CODE = "reorganisation"
UNSUPPORTED = "unsupported"

_REFUSED = frozenset({OperationState.REJECTED, OperationState.DEAD})


@dataclass(slots=True)
class _Pair:
    """One pair of units, its question, and what an officer answered; by kind how many of its people follow."""

    went: Went
    hold: Hold
    answer: Approval | None
    people: Counter[ListKind]

    @property
    def rejected(self) -> bool:
        return self.answer is not None and not self.answer.approved


class Reorganising:
    """Lets people follow their units, for one plan. `types` are the operations the upstream takes."""

    def __init__(self, papers: Papers, draft: Draft, types: Collection[OperationType]) -> None:
        self._papers, self._draft = papers, draft
        self._store, self._units = papers.store, papers.units
        self._secret = self._store.key("identifier")
        self._supported = OperationType.REORGANISE in types
        self._pairs: dict[str, _Pair] = {}
        self._people: dict[PersonId, tuple[_Pair, ListKind]] = {}

    # ── one person ───────────────────────────────────────────────────────────────────────────────────────

    def follow(self, decision: Decision, stated: Stated, entry: LedgerEntry | None) -> Decision:
        """Return what follows from a row of somebody whose unit is closed: what was decided about it, and where they
        follow their unit."""
        if entry is None or not entry.before or entry.kind is not stated.kind or not entry.status.on_list:
            return decision
        if match_key(entry.unit) != match_key(stated.unit) or not isinstance(decision, Operation | InStep):
            return decision
        update = replace(decision, unit=entry.before) if isinstance(decision, Operation) else None
        operation = self._operation(stated, entry, update)
        refused = self._refused(operation)
        if refused is None:
            return Follows(operation, update)
        return StillRefused(refused.refused, refused.state is OperationState.DEAD)

    def _operation(self, stated: Stated, entry: LedgerEntry, update: Operation | None) -> Operation:
        went = self._units.went(entry.before, entry.unit)
        on, old, new = (went.on, went.old, went.new) if went else ("", entry.before, entry.unit)
        record = update.record if update is not None else entry.record
        said = (f"{name}={value}" for name, value in sorted(record.items()))
        mark = identifier_hash(self._secret, CODE, "\x1f".join((str(entry.person), old, new, *said)))
        return Operation(
            type=OperationType.REORGANISE,
            person=entry.person,
            kind=entry.kind,
            unit=entry.unit,
            record=record,
            changes=(Change("unit", entry.before, entry.unit), *(update.changes if update is not None else ())),
            place=stated.place,
            steps=stated.row.steps,
            paper=Paper(mark, {"on": on, "origin": entry.before, "destination": entry.unit}),
            status=entry.status,
            left=entry.before,
        )

    def _refused(self, operation: Operation) -> CarriedPaper | None:
        """Return what the upstream refused before, where it is this very operation: its mark covers the record."""
        for one in self._papers.carried(operation.person):
            if operation.paper is not None and one.paper.mark == operation.paper.mark and one.state in _REFUSED:
                return one
        return None

    def carry_out(self, follows: Follows, keys: Sequence[IdentityKey]) -> str:
        """Put into the plan what may go, and what waits; return the tally that counts the row."""
        operation, update = follows.operation, follows.update
        pair = self._pair(operation)
        if pair is None:
            return "in_step"
        pair.people[operation.kind] += 1
        self._people[operation.person] = pair, operation.kind
        if self._supported and pair.answer is not None and pair.answer.approved:
            self._draft.stage(StagedOperation(operation, keys))
            return "moved"
        if update is not None:
            self._draft.stage(StagedOperation(update, keys))
        if self._supported and pair.answer is None:
            waits = replace(operation, changes=operation.changes[:1])
            self._draft.stage(StagedOperation(waits, keys, (pair.hold.code, pair.hold.key)))
        if update is not None:
            return "updated"
        return "left" if pair.rejected else "held"

    def forget(self, person: PersonId) -> bool:
        """No longer count somebody whose row is withdrawn; return whether they were to follow their unit."""
        found = self._people.pop(person, None)
        if found is not None:
            pair, kind = found
            pair.people[kind] -= 1
        return found is not None

    def _pair(self, operation: Operation) -> _Pair | None:
        went = self._units.went(operation.left, operation.unit)
        if went is None:
            return None
        key = f"{CODE}:{went.old}>{went.new}"
        pair = self._pairs.get(key)
        if pair is None:
            content = blake2b("\x1f".join((went.old, went.new, went.on)).encode(), digest_size=8).hexdigest()
            details: dict[str, str | int] = {"old": went.old, "new": went.new, "on": went.on, "content": content}
            hold = Hold(CODE, key, Place(operation.place.list), unit=went.new, details=details)
            pair = self._pairs[key] = _Pair(went, hold, self._draft.answer(hold), Counter())
        return pair

    # ── the whole picture ────────────────────────────────────────────────────────────────────────────────

    def settle(self, report: PlanReport) -> None:
        """After all lists: ask about each pair of units, and tell how strong they were and will be."""
        pairs = [pair for pair in self._pairs.values() if pair.people.total()]
        for pair in pairs:
            if self._supported and pair.answer is None:
                details = {**pair.hold.details, "members": pair.people.total()}
                self._draft.hold(replace(pair.hold, details=details))
        if pairs and not self._supported:
            name = OperationType.REORGANISE.value
            count = sum(pair.people.total() for pair in pairs)
            details = {"who": "all", "movement": name, "count": count}
            self._draft.hold(Hold("movement-unsupported", f"movement-unsupported:{name}", Place(""), details=details))
        if pairs:
            report.reorganised = self._table(pairs)
        approved = sum(
            pair.people.total() for pair in pairs if self._supported and pair.answer is not None and not pair.rejected
        )
        if approved:
            report.movements[OperationType.REORGANISE.value] += approved

    def _table(self, pairs: Sequence[_Pair]) -> Sequence[ReorganisedUnits]:
        """Return each pair with its people, and how strong both units are before and after all of them follow."""
        before: Counter[UnitId | None] = Counter()
        for unit, members in self._store.ledger.strength().items():
            before[self._units.of(unit)] += members
        after = before.copy()
        for pair in pairs:
            if not pair.rejected and self._supported:
                after[pair.went.before] -= pair.people[ListKind.MEMBERS]
                after[pair.went.into] += pair.people[ListKind.MEMBERS]
        return [
            ReorganisedUnits(
                old=pair.went.old,
                new=pair.went.new,
                on=pair.went.on,
                people=pair.people.total(),
                answer=self._answer(pair),
                old_before=before[pair.went.before],
                old_after=after[pair.went.before],
                new_before=before[pair.went.into],
                new_after=after[pair.went.into],
            )
            for pair in sorted(pairs, key=lambda one: (-one.people.total(), one.went.old, one.went.new))
        ]

    def _answer(self, pair: _Pair) -> str:
        if not self._supported:
            return UNSUPPORTED
        return "" if pair.answer is None else pair.answer.answer.value
