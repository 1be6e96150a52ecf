"""The outbox against a model of a page: whatever happens in whatever order, and after every crash.

The model knows each operation's state, the group a split left it in and what was applied last; the store must agree
with it after each step.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import orjson
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from sync.values import Batch, Limits, OperationState, Outcome, PersonId, Verdict
from tests.contract.state_support import LIST, OTHER_LIST, Database, encode, migrated_file, released, staged

PENDING, SENT, ACCEPTED = OperationState.PENDING, OperationState.SENT, OperationState.ACCEPTED
UNKNOWN, APPLIED, REJECTED = OperationState.UNKNOWN, OperationState.APPLIED, OperationState.REJECTED
SUPERSEDED, DEAD = OperationState.SUPERSEDED, OperationState.DEAD
OPEN = {PENDING, SENT, ACCEPTED, UNKNOWN}
AFTER = {
    Outcome.APPLIED: APPLIED,
    Outcome.REJECTED: REJECTED,
    Outcome.ACCEPTED: ACCEPTED,
    Outcome.UNKNOWN: UNKNOWN,
}


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


@dataclass
class Model:
    """All that was released, by number, and what the ledger must say."""

    operations: dict[int, Op] = field(default_factory=dict)
    ledger: dict[PersonId, str] = field(default_factory=dict)

    def may_go(self) -> set[int]:
        """Pending operations before which no other of their person is open."""
        first: dict[PersonId, int] = {}
        for number, one in sorted(self.operations.items()):
            if one.state in OPEN:
                first.setdefault(one.person, number)
        return {number for number in first.values() if self.operations[number].state is PENDING}


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
        who=st.lists(st.tuples(st.integers(0, 3), st.sampled_from([LIST, OTHER_LIST])), max_size=5),
        lists=st.sets(st.sampled_from([LIST, OTHER_LIST])),
    )
    def release(self, who: list[tuple[int, str]], lists: set[str]) -> None:
        made = []
        for index, source in who:
            self.names += 1
            made.append(Op(self.people[index], f"name {self.names}", source))
        run = released(
            self.store, *(staged(one.person, one.name, source=one.source) for one in made), lists=sorted(lists)
        )
        for earlier in self.model.operations.values():
            if earlier.state is PENDING and earlier.source in lists:
                earlier.state = SUPERSEDED
        for info, one in zip(self.store.plans.operations(run.number), made, strict=True):
            self.model.operations[info.number] = one

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
        one = self.model.operations[number]
        if one.batch != batch.number or one.state not in OPEN - {PENDING}:
            return
        if one.state is ACCEPTED and outcome in {Outcome.ACCEPTED, Outcome.UNKNOWN}:
            return
        one.state = AFTER[outcome]
        if outcome is Outcome.APPLIED:
            self.model.ledger[one.person] = one.name

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
            one = self.model.operations[number]
            if one.batch != batch.number or one.state not in {SENT, UNKNOWN}:
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
        assert {entry.person: entry.record["full_name"] for entry in self.store.ledger.scan()} == self.model.ledger

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
        members = [self.model.operations[number] for number in batch.operations]
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
