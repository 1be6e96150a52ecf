"""Settling what a reconciliation found: what the upstream shows is taken for confirmed, a plan does the rest.

Nobody whom an officer is to be asked about is touched: what lists say of them waits, and their old version would be
refused besides. Everything is judged before the first is written. Each page is one transaction with the concessions
that belong to it: what a run that dies leaves is carried on by the next plan.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sync.access.actor import WHOLE
from sync.access.permissions import Permission
from sync.charter import Status
from sync.diff.grouped import groups
from sync.diff.unitledger import LedgerUnits
from sync.engine import Engine
from sync.people.identity import KeyHasher, facts_of, key_hasher, keys_of
from sync.ports import IdentityKey, Rebase, StagedOperation
from sync.questions.approvals import question_of
from sync.questions.concessions import PRESENCE, concession
from sync.questions.disputes import DISPUTES
from sync.reconciliation.classifying import STATUS, UNIT
from sync.reconciliation.comparing import Comparison, Reconciliation
from sync.reconciliation.corrections import Correction, Reason
from sync.reconciliation.differences import Difference, FieldDifference, Standing, Tally
from sync.reconciliation.judging import Judged, Judging
from sync.reconciliation.newthere import NewThere
from sync.reconciliation.policy import Policy, Word
from sync.reports import Conceded, SyncReport
from sync.units.within import is_within
from sync.values import Hold, OfficerDecision, Operation, Place

NEEDED = (Permission.SETTLE, Permission.PEOPLE, Permission.PREVIEW, Permission.SYNC)
"""What whoever settles must be permitted for the whole: it is settled for everybody at once."""

PAGE = 500
"""People whose entries are rewritten in one transaction."""

BY_POLICY = "[reconcile]"
"""The reason of a concession that no officer made: the part of the configuration that did."""


@dataclass(frozen=True, slots=True)
class FixReport:
    """What was settled. `words` counts, by how people stood and by field, whose word was taken.

    `linked` people the upstream had already are known as those of the lists, `taken_back` ones it had no more are the
    lists' to create again; of `left` ones something is on its way, or came in between. `corrections` are all that
    officers still have to write into their lists, of this and of earlier reconciliations; `asked` the questions that
    are open. `run` is the run that carried the rest out, as any other.
    """

    tally: Tally
    words: Mapping[tuple[Standing, str, Word], int]
    linked: int
    taken_back: int
    left: int
    corrections: Sequence[Correction]
    asked: Sequence[Hold]
    run: SyncReport

    @property
    def exit_code(self) -> int:
        """What the program ends with: as after any run, its questions included."""
        return self.run.exit_code


@dataclass(frozen=True, slots=True)
class Decided:
    """A rebase with the concessions that belong to it."""

    rebase: Rebase
    concessions: Sequence[OfficerDecision]


@dataclass(slots=True)
class _Course:
    """What one settling has come to so far."""

    decided: list[Decided] = field(default_factory=list)
    asked: list[Hold] = field(default_factory=list)
    words: Counter[tuple[Standing, str, Word]] = field(default_factory=Counter)
    only_there: list[Correction] = field(default_factory=list)
    waiting: list[Operation] = field(default_factory=list)
    """What lists say of people nobody ever confirmed, and who are asked about."""


@dataclass(frozen=True, slots=True)
class Settling:
    """The use case over its parts. `as_of` says when the file of a row was saved."""

    reconciliation: Reconciliation
    engine: Engine
    policy: Policy
    as_of: Callable[[Place], datetime | None] = lambda _: None

    def fix(self) -> FixReport:
        """Compare, settle what policy or an officer settled, and carry it out; ask about the rest.

        Raises what comparing and a run raise. Where the upstream breaks off while it is read nothing is settled, and
        from a restored state nothing is sent before it was compared, what was left without an answer included.
        """
        store = self.reconciliation.store
        for permission in NEEDED:
            self.engine.actor.require(permission, WHOLE)
        store.lease.acquire(self.reconciliation.lease_seconds)
        try:
            if store.restoring.made() is None:
                self.engine.settle_leftovers()
            with self.reconciliation.compare() as found:
                course = self._judged(found)
                linked, gone, left = self._write(course)
                run = self.engine.reconcile(course.asked)
        finally:
            store.lease.release()
        conceded = run.plan.conceded if run.plan is not None else ()
        corrections = [*map(_correction, conceded), *course.only_there]
        return FixReport(found.tally, course.words, linked, gone, left, corrections, course.asked, run)

    # ── judging ──────────────────────────────────────────────────────────────────────────────────────────

    def _judged(self, found: Comparison) -> _Course:
        store, course = self.reconciliation.store, _Course()
        key = store.key("identifier")
        rules = self.reconciliation.rules()
        resolver = rules.resolver if rules is not None else None
        made = {one.question: one for one in store.decisions.standing() if one.code in DISPUTES}

        def answered(hold: Hold) -> OfficerDecision | None:
            return made.get(question_of(hold, key))

        def within(unit: str, above: str) -> bool:
            return is_within(unit, above, resolver)

        judging = Judging(self.policy, within, answered, key_hasher(key), self.as_of)
        conceding = Conceding(LedgerUnits(resolver), key)
        there = NewThere(store, found, answered, key)

        def take(one: Difference) -> None:
            judged = judging.judge(one)
            if judged.ask is not None:
                course.asked.append(judged.ask)
                if one.base is None and one.coming is not None:
                    course.waiting.append(one.coming.operation)
            course.words.update((one.standing, name, word) for name, word in judged.words)
            if judged.rebase is not None:
                course.decided.append(Decided(judged.rebase, list(conceding.concessions(one, judged))))

        for one in found:
            if one.standing is Standing.ONLY_THERE:
                there.add(one)
            else:
                take(one)
        for one in there.settle():
            take(one)
        course.asked += there.asked
        course.waiting += there.waiting
        course.only_there += there.corrections
        return course

    # ── writing ──────────────────────────────────────────────────────────────────────────────────────────

    def _write(self, course: _Course) -> tuple[int, int, int]:
        """Write all that was decided; return how many were linked, taken back, and left."""
        store, decided = self.reconciliation.store, course.decided
        if not decided and not course.waiting:
            return 0, 0, 0
        run = store.rebasing.begin(self.reconciliation.who)
        linked = gone = left = 0
        for page in groups(decided, PAGE):
            with store.transaction():
                taken = store.rebasing.rebase(run.number, [one.rebase for one in page])
                for one in page:
                    if one.rebase.operation.person not in taken:
                        left += 1
                        continue
                    linked += one.rebase.version == 0
                    gone += one.rebase.operation.status is Status.NOBODY
                    for made in one.concessions:
                        store.decisions.record(made)
        key = key_hasher(store.key("identifier"))
        for part in groups(course.waiting, PAGE):
            store.rebasing.remember(run.number, [StagedOperation(one, _keys(one, key)) for one in part])
        counts = {"linked": linked, "taken_back": gone, "left": left, "rebased": len(decided) - left}
        store.runs.finish(run.number, 0, counts)
        return linked, gone, left


@dataclass(frozen=True, slots=True)
class Conceding:
    """Makes the concessions of what was judged. `key` is the store's, for `identifier`."""

    units: LedgerUnits
    key: bytes

    def concessions(self, one: Difference, judged: Judged) -> Iterator[OfficerDecision]:
        """Yield a decision for each value of a list that the upstream's word was taken against."""
        if one.person is None:
            return
        reason = judged.decision.reason if judged.decision is not None else BY_POLICY
        for each in judged.concede:
            made = concession(
                one.person,
                each.field,
                self._said(each),
                each.theirs,
                name=one.name,
                unit=one.unit,
                place=Place(one.list, row=one.row),
                reason=reason,
                key=self.key,
            )
            yield replace(made, facts={"field": each.field, "ours": each.ours, "theirs": each.theirs})

    def _said(self, each: FieldDifference) -> str | None:
        """What a list is taken to say of a field: of a standing only that it has somebody."""
        if each.field == STATUS:
            return ""
        return self.units.key(each.ours or "") if each.field == UNIT else each.ours


def _keys(one: Operation, key: KeyHasher) -> list[IdentityKey]:
    return [each for each in keys_of(facts_of(one.record, one.unit), key) if each is not None]


def _correction(conceded: Conceded) -> Correction:
    made = conceded.decision
    name = made.facts.get("field") or ""
    if name == PRESENCE:
        return Correction(Reason.REMOVED_THERE, conceded.place, made.unit, made.name)
    old, new = made.facts.get("ours"), made.facts.get("theirs")
    return Correction(Reason.CHANGED_THERE, conceded.place, made.unit, made.name, name, old, new)
