"""One trial: a plan in two rounds is delivered through faults, then comes to rest without them; what went wrong?

After every run the ledger is held against what took effect. At rest, which is at most `RESTS` runs later, everything
planned must have taken effect once and in order, and the ledger must say so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import monotonic

from state.store import SqlStore, open_store
from sync.delivery.sending import Delivery, DeliveryPolicy
from sync.ports import Upstream
from sync.values import OperationState, PersonId
from tests.contract.state_support import KEY, migrated_file
from tests.faults.script import LIST, ROUNDS, Step, script, staged
from tests.faults.upstreams import Side
from tests.proxy.faults import Fault, Sent
from tests.proxy.relay import Proxy
from tests.proxy.schedule import Schedule, strikes
from yumsync.bootstrap import Silence

RESTS = 4
"""Runs without faults after which everything must be at rest. A run that changes nothing is the last: what nobody can
know stays as it is."""
PATIENCE = 0.03
"""Seconds for which the client waits where only its time-out ends a fault."""
LATE = 60
"""Seconds after which a request whose answer was lost takes effect no more. They pass in no time: only what is under
way then is waited for."""
WRONG = ("lost", "doubled", "false_success", "false_refusal", "out_of_order", "unknown")
"""What may go wrong, by its name among the counts."""
OPEN = frozenset(
    {OperationState.PENDING, OperationState.CLAIMED, OperationState.SENT, OperationState.UNKNOWN}
    | {OperationState.ACCEPTED, OperationState.DEAD}
)


@dataclass(slots=True)
class Counts:
    """What went wrong, in steps, over some trials."""

    runs: int = 0
    steps: int = 0
    struck: int = 0
    lost: int = 0
    """Did not take effect, and our ledger does not wait for it either."""
    doubled: int = 0
    """Took effect beyond once, or without being planned."""
    false_success: int = 0
    """Our ledger says applied, and it had not taken effect."""
    false_refusal: int = 0
    """Our ledger says rejected, and it took effect."""
    out_of_order: int = 0
    """Took effect after a later step of the same person."""
    unknown: int = 0
    """Still without a verdict in our ledger at rest: what cannot be known, and what waits for that."""
    seeds: tuple[int, ...] = ()
    """The trials where a promise was broken."""

    def add(self, other: Counts) -> None:
        """Count another's in."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass
class Trial:
    """One seed of one fault, or of several at once."""

    side: Side
    proxy: Proxy
    store: SqlStore
    faults: Sequence[Fault]
    chance: Random
    serials: Iterator[int]
    time: Time
    counts: Counts = field(default_factory=lambda: Counts(runs=1))

    def __post_init__(self) -> None:
        self._before = len(self.side.effects())
        life = self.side.life
        if not self.side.honours_keys and any(fault.repeats for fault in self.faults):
            life = replace(life, transfers=False)  # what the wire says twice happens twice there, whoever sent it
        self._steps = script(self.chance, life)
        self._runs: list[tuple[int, str]] = []
        ids = self.store.registry.allocate(1 + max(step.person for step in self._steps))
        self._people: Mapping[int, tuple[PersonId, int]] = {
            number: (person, next(self.serials)) for number, person in enumerate(ids)
        }
        self._step_of: dict[str, Step] = {
            name: step for step in self._steps if (name := self.side.name_of(step, self._people[step.person][1]))
        }
        self._falsely_applied: set[Step] = set()
        timed = any(fault.tries_patience for fault in self.faults)
        self._numbers: dict[str, object] = {
            "batch_size": self.chance.randint(2, 5),
            "concurrency": self.chance.randint(1, 4),
            "retries": {"attempts": self.chance.randint(1, 3), "base": 0, "cap": 20},
            "timeouts": {"connect": 10, "read": PATIENCE if timed else 10, "write": 10, "pool": 10, "late": LATE},
        }

    def run(self) -> Counts:
        """Carry the trial out, and count."""
        self.counts.steps = len(self._steps)
        for round_ in range(ROUNDS):
            schedule = Schedule(strikes(self.faults, Random(self.chance.random())))
            self.proxy.arm(schedule)
            self._sync(round_)
            if self.chance.random() < 0.5:
                self._sync(round_)
            self.counts.struck += schedule.struck.total()
        self.proxy.calm()
        self._numbers["timeouts"] = {"connect": 10, "read": 30, "write": 10, "pool": 10, "late": LATE}
        for _ in range(RESTS):
            if not self._deliver():
                break
        self.proxy.calm()
        self._count()
        return self.counts

    # ── runs ─────────────────────────────────────────────────────────────────────────────────────────────

    def _sync(self, round_: int) -> None:
        """A whole run: settle what is left, plan what did not go, deliver."""
        store = self.store
        with self._upstream() as upstream, self._lease():
            polled = self._delivery(upstream).settle_leftovers()
            run = store.runs.start("sync", "cron")
            self._stage(run.number, round_)
            self._runs.append((run.number, run.id))
            store.runs.planned(run.number, {}, b"", [LIST])
            store.runs.release(run.number)
            self._delivery(upstream).run(polled)
            store.runs.finish(run.number, 0, {})
        self._hold_ledger_to_effects()

    def _deliver(self) -> bool:
        """A run without anything new; say whether another one may still change something."""
        if not any(self.store.outbox.under_way().values()):
            return False
        before = self._states()
        with self._upstream() as upstream, self._lease():
            self._delivery(upstream).run()
        self._hold_ledger_to_effects()
        return self._states() != before

    def _stage(self, run: int, round_: int) -> None:
        """Plan every step up to this round that never went, or waits: what waits is replaced by the new plan."""
        went = {step for step, state in self._states().items() if state is not OperationState.PENDING}
        due = [step for step in self._steps if step.round <= round_ and step not in went]
        phones: dict[int, str] = {}
        for step in sorted(self._steps, key=lambda one: one.place):
            if step in went and not step.facts:
                phones[step.person] = step.says
        operations = []
        for step in due:
            if not step.facts:
                phones[step.person] = step.says
            operations.append(
                staged(step, *self._people[step.person], phones[step.person], with_code=not self.side.gives_codes)
            )
        self.store.plans.stage(run, operations)
        info = self.store.runs.get(str(run))
        assert info is not None
        numbers = [number for number, *_ in self.store.plans.digests(run)]
        self._step_of |= {f"{info.id}-{number}": step for number, step in zip(numbers, due, strict=True)}

    @contextmanager
    def _upstream(self) -> Iterator[Upstream]:
        upstream = self.side.open(self.proxy, self._numbers)
        try:
            yield upstream
        finally:
            upstream.close()

    @contextmanager
    def _lease(self) -> Iterator[None]:
        self.store.lease.acquire(60)
        try:
            yield
        finally:
            self.store.lease.release()

    def _delivery(self, upstream: Upstream) -> Delivery:
        return Delivery(self.store, upstream, DeliveryPolicy(), Silence(), clock=self.time, sleep=self.time.pass_)

    # ── what came of it ──────────────────────────────────────────────────────────────────────────────────

    def _effects(self) -> Sequence[Step]:
        """What of the plan took effect in this trial, in order."""
        return [self._step_of[one] for one in self.side.effects()[self._before :] if one in self._step_of]

    def _states(self) -> Mapping[Step, OperationState]:
        """Where each step stands in our ledger: as its latest operation that was not replaced by another."""
        found = {}
        for number, ident in self._runs:
            for info in self.store.plans.operations(number):
                if info.state is not OperationState.SUPERSEDED:
                    found[self._step_of[f"{ident}-{info.number}"]] = info.state
        return found

    def _hold_ledger_to_effects(self) -> None:
        applied = {step for step, state in self._states().items() if state is OperationState.APPLIED}
        self._falsely_applied |= applied - set(self._effects())

    def _count(self) -> None:
        effects, states, counts = self._effects(), self._states(), self.counts
        times = Counter(effects)
        waiting = {step for step in self._steps if states.get(step) in OPEN}
        counts.lost = sum(not times[step] for step in self._steps if step not in waiting)
        counts.doubled = len(self.side.effects()) - self._before - len(times)
        counts.false_success = len(self._falsely_applied)
        rejected = {step for step, state in states.items() if state is OperationState.REJECTED}
        counts.false_refusal = len(rejected & times.keys())
        counts.unknown = len(waiting)
        latest: defaultdict[int, int] = defaultdict(lambda: -1)
        for step in dict.fromkeys(effects):
            counts.out_of_order += step.place < latest[step.person]
            latest[step.person] = max(latest[step.person], step.place)


class Time:
    """The time of a trial: it goes on as any other, and passes at once where somebody waits."""

    def __init__(self, proxy: Proxy) -> None:
        self._proxy = proxy
        self._passed = 0.0

    def __call__(self) -> float:
        """Return seconds, as `time.monotonic` does."""
        return monotonic() + self._passed

    def moment(self) -> datetime:
        """Return the date and the time of day."""
        return datetime.now(UTC) + timedelta(seconds=self._passed)

    def pass_(self, seconds: float) -> None:
        """Let time pass. What is under way takes effect by it."""
        self._proxy.drain()
        self._passed += seconds


@contextmanager
def store_in(folder: Path, clock: Callable[[], datetime]) -> Iterator[SqlStore]:
    """A new, empty state."""
    file = folder / "state.db"
    for old in folder.glob("state.db*"):
        old.unlink()
    file.write_bytes(migrated_file())
    store = open_store(f"sqlite:///{file}", KEY, who="cron", clock=clock)
    try:
        yield store
    finally:
        store.close()


def wrong(counts: Counts, *, knows: bool) -> bool:
    """Whether a promise is broken. `knows` says that the upstream honours keys or can be asked: then nothing may
    stay unknown either."""
    return any(getattr(counts, name) for name in WRONG if knows or name != "unknown")


def try_seeds(
    side: Side, faults: Sequence[Fault], seeds: Sequence[int], folder: Path, serials: Iterator[int]
) -> Counts:
    """Run a trial for each seed against one server; return what went wrong in all.

    What nobody on this side of the wire could hinder or see is left out: where neither keys nor ids of operations
    stand in requests and answers, a request that comes once more after later ones, which undoes them, and the answer
    to another request; and where everything is done as often as it is asked for, a request that comes twice.
    """
    counts = Counts()
    if not side.honours_keys:
        faults = [fault for fault in faults if fault.sent is not Sent.AGAIN_LATER and not fault.misleads]
    if not side.bears_repeats:
        faults = [fault for fault in faults if not fault.repeats]
    if not faults:
        return counts
    tls = any(fault.needs_tls for fault in faults)
    names = " ".join(fault.name for fault in faults)
    with Proxy(side.port, tls=tls, patience=PATIENCE) as proxy:
        for seed in seeds:
            time = Time(proxy)
            with store_in(folder, time.moment) as store:
                found = Trial(side, proxy, store, faults, Random(f"{names} {seed}"), serials, time).run()
                found.seeds = (seed,) if wrong(found, knows=side.knows) else ()
                counts.add(found)
    return counts
