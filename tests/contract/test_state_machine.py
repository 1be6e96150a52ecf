"""The outbox against a model of a page: whatever happens in whatever order, and after every crash.

The model knows each operation's state, the group a split left it in and what was applied last; the store must agree
with it after each step.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sync.charter import Status
from sync.ports import StagedOperation
from sync.values import Batch, Limits, OperationState, OperationType, Outcome, PersonId, Verdict
from tests.contract.state_support import (
    LIST,
    OTHER_LIST,
    REGISTER,
    Database,
    encode,
    migrated_file,
    movement,
    planned,
    staged,
)

PENDING, SENT, ACCEPTED = OperationState.PENDING, OperationState.SENT, OperationState.ACCEPTED
UNKNOWN, APPLIED, REJECTED = OperationState.UNKNOWN, OperationState.APPLIED, OperationState.REJECTED
SUPERSEDED, DEAD, HELD = OperationState.SUPERSEDED, OperationState.DEAD, OperationState.HELD
OPEN = {PENDING, SENT, ACCEPTED, UNKNOWN}
AFTER = {
    Outcome.APPLIED: APPLIED,
    Outcome.REJECTED: REJECTED,
    Outcome.ACCEPTED: ACCEPTED,
    Outcome.UNTOUCHED: PENDING,
    Outcome.UNKNOWN: UNKNOWN,
}
SOURCES = [LIST, OTHER_LIST, REGISTER]
QUESTION = ("transfer-letter-missing", "transfer-letter-missing:1")
Kind = tuple[Status | None, tuple[str, str] | None]
KINDS: list[Kind] = [(None, None), (Status.ACTIVE, None), (Status.STRUCK_OFF, None), (Status.ACTIVE, QUESTION)]
"""Records, movements, and movements that wait behind a question."""


@dataclass
class Op:
    """An operation as the model knows it."""

    person: PersonId
    name: str
    source: str
    state: OperationState = PENDING
    attempts: int = 0
    group: tuple[int, ...] = ()
    batch: int = 0
    movement: Status | None = None
    """Where a movement leads; None for a record."""
    question: tuple[str, str] | None = None
    forgotten: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether it was rejected or died, and that still counts."""
        return self.state in {REJECTED, DEAD} and not self.forgotten


def staged_as(one: Op) -> StagedOperation:
    """An operation as it is staged."""
    if one.movement is None:
        return staged(one.person, one.name, source=one.source)
    kind = OperationType.AWAY if one.movement is Status.ACTIVE else OperationType.STRIKE_OFF
    return movement(
        one.person, kind, one.name, name=one.name, status=one.movement, source=one.source, question=one.question
    )


@dataclass
class Model:
    """All that was released, by number, and what the ledger must say."""

    operations: dict[int, Op] = field(default_factory=dict)
    ledger: dict[PersonId, int] = field(default_factory=dict)
    """The operation that was applied last."""

    def may_go(self) -> set[int]:
        """Pending operations before which no other of their person is open."""
        first: dict[PersonId, int] = {}
        for number, one in sorted(self.operations.items()):
            if one.state in OPEN:
                first.setdefault(one.person, number)
        return {number for number in first.values() if self.operations[number].state is PENDING}

    def refused(self) -> dict[PersonId, int]:
        """Each person's record that was refused and that no later record replaced; movements do not count."""
        found: dict[PersonId, int] = {}
        for number, one in sorted(self.operations.items()):
            if one.movement is None and one.state in OPEN:
                found.pop(one.person, None)
            if one.movement is None and one.is_refused and self.ledger.get(one.person, 0) < number:
                found[one.person] = number
        return found

    def prune(self, first: int) -> None:
        """Forget what a release removes: what was superseded before, and what was held before the operations from
        `first` on, unless it alone says who somebody is."""
        known = set(self.ledger)
        for number, one in sorted(self.operations.items(), reverse=True):
            spent = one.state is SUPERSEDED or (one.state is HELD and one.person in known)
            if spent and number < first:
                del self.operations[number]
            if one.state is not SUPERSEDED:
                known.add(one.person)

    def latest(self) -> dict[PersonId, str]:
        """The record that tells what was last said of each person: a movement's once applied, or where nothing else
        was said."""
        stand = [(number, one) for number, one in sorted(self.operations.items()) if one.state is not SUPERSEDED]
        said = {one.person: one.name for _, one in stand}
        said.update({one.person: one.name for _, one in stand if one.movement is None or one.state is APPLIED})
        return said


class OutboxMachine(RuleBasedStateMachine):
    """Plans, senders, answers and crashes in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        file = Path(self.folder.name) / "state.db"
        file.write_bytes(migrated_file())
        self.database = Database(f"sqlite:///{file}")
        self.store = self.database.holder()
        self.people = list(self.store.registry.allocate(4))
        self.model = Model()
        self.batches: dict[int, Batch] = {}
        self.names = 0

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()

    # ── what happens ─────────────────────────────────────────────────────────────────────────────────────

    @rule(
        who=st.lists(st.tuples(st.integers(0, 3), st.sampled_from(SOURCES), st.sampled_from(KINDS)), max_size=5),
        lists=st.sets(st.sampled_from(SOURCES)),
        approved=st.booleans(),
    )
    def release(self, who: list[tuple[int, str, Kind]], lists: set[str], approved: bool) -> None:
        """A plan of records and movements, some of them behind a question that is answered or is not."""
        made = []
        for index, source, (moves_to, question) in who:
            self.names += 1
            made.append(Op(self.people[index], f"name {self.names}", source, movement=moves_to, question=question))
        run = planned(self.store, *map(staged_as, made), lists=sorted(lists))
        behind = [one for one in made if one.question]
        for one in behind:
            one.state = PENDING if approved else HELD
        if approved:
            assert self.store.plans.free(run.number, [QUESTION]) == len(behind)
        self.store.runs.release(run.number)
        numbered = list(zip((info.number for info in self.store.plans.operations(run.number)), made, strict=True))
        for number, one in numbered:
            self.model.operations[number] = one
        self.model.prune(numbered[0][0] if numbered else sys.maxsize)
        for earlier in self.model.operations.values():
            decided_again = earlier.source in lists or earlier.movement is not None
            if earlier.state is PENDING and decided_again and earlier not in made:
                earlier.state = SUPERSEDED

    @rule(size=st.integers(1, 6), room=st.sampled_from([150, 400, 100_000]))
    def claim(self, size: int, room: int) -> None:
        waiting = self.model.may_go()
        batch = self.store.outbox.claim(Limits(size, room), encode)
        assert (batch is None) == (not waiting)
        if batch is None:
            return
        assert set(batch.operations) <= waiting
        assert list(batch.operations) == sorted(batch.operations)
        assert 1 <= len(batch.operations) <= size
        assert len(batch.body) <= room or len(batch.operations) == 1
        taken = [self.model.operations[number] for number in batch.operations]
        assert len({one.group for one in taken}) == 1, "halves of a split are never joined"
        assert [row[3]["full_name"] for row in orjson.loads(batch.body)] == [one.name for one in taken]
        for one in taken:
            one.state, one.batch, one.attempts = SENT, batch.number, one.attempts + 1
        self.batches[batch.number] = batch

    @precondition(lambda self: self.batches)
    @rule(data=st.data())
    def answer(self, data: st.DataObject) -> None:
        """An answer to any batch there ever was, with any verdicts, also none, also twice."""
        batch = self._some_batch(data)
        outcomes = data.draw(
            st.lists(st.tuples(st.sampled_from(batch.ids), st.sampled_from(list(Outcome))), max_size=6)
        )
        self.store.outbox.settle(batch, [Verdict(one, outcome) for one, outcome in outcomes])
        said: dict[str, Outcome] = {}
        for one, outcome in outcomes:
            said.setdefault(one, outcome)
        for name, number in zip(batch.ids, batch.operations, strict=True):
            self._settle(batch, number, said.get(name, Outcome.UNKNOWN))

    def _settle(self, batch: Batch, number: int, outcome: Outcome) -> None:
        one = self.model.operations.get(number)
        if one is None or one.batch != batch.number or one.state not in OPEN - {PENDING}:
            return
        if one.state is ACCEPTED and outcome in {Outcome.ACCEPTED, Outcome.UNKNOWN, Outcome.UNTOUCHED}:
            return
        one.state = AFTER[outcome]
        if outcome is Outcome.APPLIED:
            self.model.ledger[one.person] = number
        if outcome is Outcome.REJECTED:
            for other in self.model.operations.values():
                if other.person == one.person and other.state is PENDING:
                    other.state = SUPERSEDED

    @rule(data=st.data())
    def poll(self, data: st.DataObject) -> None:
        """Whoever was accepted is asked for later; only some of them are carried out by then."""
        for batch in self.store.outbox.accepted():
            answers = data.draw(st.dictionaries(st.sampled_from(batch.ids), st.sampled_from(list(Outcome))))
            self.store.outbox.settle(batch, [Verdict(one, outcome) for one, outcome in answers.items()])
            for name, number in zip(batch.ids, batch.operations, strict=True):
                self._settle(batch, number, answers.get(name, Outcome.UNKNOWN))

    @precondition(lambda self: self.batches)
    @rule(data=st.data(), what=st.sampled_from(["unknown", "requeue", "split"]))
    def no_answer(self, data: st.DataObject, what: str) -> None:
        batch = self._some_batch(data)
        if what == "split" and len(batch.operations) < 2:
            return
        open_ = self._is_unanswered(batch)
        getattr(self.store.outbox, what)(batch, "words")
        if not open_:
            return
        middle = (len(batch.operations) + 1) // 2
        for position, number in enumerate(batch.operations):
            one = self.model.operations.get(number)
            if one is None or one.batch != batch.number or one.state not in {SENT, UNKNOWN}:
                continue
            one.state = UNKNOWN if what == "unknown" else PENDING
            if what == "split":
                one.group = (batch.number, int(position >= middle))

    @rule(attempts=st.integers(2, 4))
    def give_up(self, attempts: int) -> None:
        dead = [one for one in self.model.operations.values() if one.state is PENDING and one.attempts >= attempts]
        assert self.store.outbox.give_up(attempts) == len(dead)
        for one in dead:
            one.state = DEAD

    @rule()
    def retry_refused(self) -> None:
        refused = [one for one in self.model.operations.values() if one.is_refused]
        people = {one.person for one in refused if one.movement} | self.model.refused().keys()
        assert self.store.outbox.retry_refused() == len(people)
        for one in refused:
            one.forgotten = True

    @rule()
    def crash(self) -> None:
        self.store = self.database.after_crash()

    # ── what must hold ───────────────────────────────────────────────────────────────────────────────────

    @invariant()
    def states_agree(self) -> None:
        counts = Counter(one.state for one in self.model.operations.values())
        assert self.store.outbox.counts() == counts
        flying = {one.person for one in self.model.operations.values() if one.state in OPEN - {PENDING}}
        assert self.store.outbox.unsettled() == flying

    @invariant()
    def the_ledger_says_what_was_applied(self) -> None:
        told = {entry.person: (entry.record["full_name"], entry.status) for entry in self.store.ledger.scan()}
        applied = {person: self.model.operations[number] for person, number in self.model.ledger.items()}
        assert told == {person: (one.name, one.movement or Status.ACTIVE) for person, one in applied.items()}

    @invariant()
    def what_was_accepted_can_be_asked_for(self) -> None:
        waiting = {(one.batch, number) for number, one in self.model.operations.items() if one.state is ACCEPTED}
        asked = {(batch.number, number) for batch in self.store.outbox.accepted() for number in batch.operations}
        assert asked == waiting

    @invariant()
    def a_refusal_of_a_record_is_no_refusal_of_a_movement(self) -> None:
        operations, refused = self.model.operations, self.store.outbox.refused(self.people)
        assert {person: one.state for person, one in refused.items()} == {
            person: operations[number].state for person, number in self.model.refused().items()
        }
        latest = self.store.plans.latest(0, self.people)
        assert {person: one.record["full_name"] for person, one in latest.items()} == self.model.latest()

    @invariant()
    def papers_that_were_sent_or_will_be_are_known(self) -> None:
        carried = self.store.outbox.carried(self.people)
        told = {one.number: (person, one.state) for person, papers in carried.items() for one in papers}
        assert told == {
            number: (one.person, one.state)
            for number, one in self.model.operations.items()
            if one.movement and one.state not in {HELD, SUPERSEDED} and not one.forgotten
        }

    @invariant()
    def unanswered_batches_keep_key_and_body(self) -> None:
        kept = {batch.number: (batch.key, batch.body, batch.ids) for batch in self.store.outbox.unanswered()}
        assert kept == {
            number: (batch.key, batch.body, batch.ids)
            for number, batch in self.batches.items()
            if self._is_unanswered(batch)
        }

    @invariant()
    def the_journal_is_whole(self) -> None:
        assert self.store.journal.verify()[1] is None

    def _is_unanswered(self, batch: Batch) -> bool:
        """Whether some operation that went in this batch, and in none since, has no verdict."""
        known = self.model.operations
        members = [known[number] for number in batch.operations if number in known]
        return any(one.batch == batch.number and one.state in {SENT, UNKNOWN} for one in members)

    def _some_batch(self, data: st.DataObject) -> Batch:
        return self.batches[data.draw(st.sampled_from(sorted(self.batches)))]


LONG = os.environ.get("YUMSYNC_PROFILE") == "long"
TestOutbox = OutboxMachine.TestCase
TestOutbox.settings = settings(
    max_examples=1000 if LONG else 50,
    stateful_step_count=60 if LONG else 30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
