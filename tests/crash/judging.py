"""Striking a run at a point, letting ordinary runs follow, and judging what came of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from sync.errors import YumsyncError
from tests.crash.points import Counting, Kind, Point, watch
from tests.crash.story import STORY, Effects, Held, Step
from tests.crash.strikes import KILLED, STOPPED, Strike
from tests.crash.world import World

RUNS = 4
"""How many runs may follow before everything is at rest."""

ON_THE_WAY = {0, 1, 3, 4}
"""What those may end with."""

LAST_WRITE = 1
"""The commit that gives the lease back. A run stopped just before or after it has done its work and may say so."""


class Fault(StrEnum):
    """What can be wrong after a strike."""

    LOST = "lost"
    DOUBLED = "doubled"
    FALSE = "falsely successful"
    JOURNAL = "journal broken"
    RESTLESS = "not at rest"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong, in words for whoever looks into it. All people are fabricated."""

    fault: Fault
    words: str


@dataclass(frozen=True, slots=True)
class Struck:
    """What came of striking one point. `visited` says whether the run came by there."""

    point: Point
    strike: str
    visited: bool
    complaints: Sequence[Complaint]


Found = Mapping[int, Mapping[Kind, int]]
"""How many points of each kind each step of the story has."""


# ── the recording ────────────────────────────────────────────────────────────────────────────────────────


def record(world: World) -> Found:
    """Tell the story undisturbed and keep the world before each step; return the points it passed.

    Raises AssertionError where the story itself does not go as it is written.
    """
    found: dict[int, Mapping[Kind, int]] = {}
    noted = world.folder.parent / "points.json"
    for number, step in enumerate(STORY):
        world.keep(number)
        world.standin.calm()
        step.prepare(world.office, world.standin)
        ended = world.start(step.arguments, partial(_count, world.folder, noted)).ended()
        assert ended.code == step.code, f"{step.name}: ended with {ended.code}\n{ended.text}"
        found[number] = {Kind(kind): count for kind, count in json.loads(noted.read_text()).items()}
    wrong = list(_people(world, STORY[-1].held))
    assert not wrong, wrong
    return found


@contextmanager
def _count(folder: Path, noted: Path) -> Iterator[None]:
    counting = Counting()
    watch(folder, counting)
    yield
    noted.write_text(json.dumps(counting.passed))


@contextmanager
def _strike(folder: Path, mark: Path, point: Point, strike: Strike, before: Callable[[], object]) -> Iterator[None]:
    def hit() -> None:
        mark.touch()
        strike.hits()

    before()
    watch(folder, Counting((point.kind, point.nth), hit))
    yield


# ── the strike ───────────────────────────────────────────────────────────────────────────────────────────


def struck(
    world: World, found: Found, point: Point, strike: Strike, take_away: Callable[[], object] = lambda: None
) -> Struck:
    """Strike one point; return what came of it. `take_away` may take a mechanism away from the run that is struck."""
    step = STORY[point.step]
    world.restore(point.step)
    before = world.effects()
    runs_over = world.runs_over() if point.step else 0  # there is no table yet while `init` makes it
    step.prepare(world.office, world.standin)
    mark = world.folder.parent / "struck"
    mark.unlink(missing_ok=True)
    running = world.start(step.arguments, partial(_strike, world.folder, mark, point, strike, take_away))
    complaints: list[Complaint] = []
    stopped = running.stopped()
    while stopped and not world.expire():
        # One thread was about to send while another was writing: nobody takes over while the state is locked.
        stopped = running.go_on_a_little()
    holder = stopped and world.is_leased()
    over = stopped and bool(point.step) and world.runs_over() > runs_over
    if stopped:
        complaints += _false(world)
        complaints += _to_rest(world, step)
        running.go_on()
    ended = running.ended()
    visited = mark.exists()
    ends = _ends(found, point, strike, step) if visited else {step.code}
    if over:
        ends.add(step.code)  # only its lease was left to give back
    if stopped and step.again:
        ends.add(step.repeated)  # somebody else gave the command meanwhile
    if stopped and not holder:
        ends |= ON_THE_WAY  # it had no lease to lose yet, and found what the others left
    if ended.code not in ends or "Traceback" in ended.text:
        complaints.append(Complaint(Fault.RESTLESS, f"it ended with {ended.code}: {ended.text[-600:]}"))
    complaints += _false(world)
    if point.step:  # there is no journal yet while `init` makes it
        complaints += _journal(world)
    complaints += _to_rest(world, step)
    complaints += _standing(world, step, before)
    return Struck(point, strike.name, visited, complaints)


def _ends(found: Found, point: Point, strike: Strike, step: Step) -> set[int]:
    """What the struck run may end with."""
    if strike is STOPPED and (
        point.kind is not Kind.COMMITTED or point.nth < found[point.step][point.kind] - LAST_WRITE
    ):
        return {*strike.ends}
    return {*strike.ends} if strike is KILLED else {*strike.ends, step.code}


# ── the runs after it ────────────────────────────────────────────────────────────────────────────────────


def _to_rest(world: World, step: Step) -> Iterator[Complaint]:
    """The command is given again where somebody would; then the nightly runs follow until nothing is left to do."""
    if not step.stays:
        world.standin.calm()
    if step.again:
        ended = world.run(*step.arguments)
        if ended.code not in {step.code, step.repeated}:
            yield Complaint(Fault.RESTLESS, f"given again, it ended with {ended.code}: {ended.text[-600:]}")
    for _ in range(RUNS):
        sent = world.sent()
        ended = world.run("sync")
        if ended.code not in ON_THE_WAY:
            yield Complaint(Fault.RESTLESS, f"a run after it ended with {ended.code}: {ended.text[-600:]}")
        if ended.code == step.rest and world.sent() == sent:
            return
    yield Complaint(Fault.RESTLESS, f"after {RUNS} runs the last ended with {ended.code}: {ended.text[-600:]}")


def _standing(world: World, step: Step, before: Effects) -> Iterator[Complaint]:
    """What is wrong once everything is at rest."""
    yield from _people(world, step.held)
    yield from _took_effect(world, before, step.effects)
    yield from _false(world)
    yield from _journal(world)
    status = world.run("status")
    if status.code != step.rest or status.json.get("holder") is not None:
        yield Complaint(Fault.RESTLESS, f"status ended with {status.code}: {status.text[-600:]}")


def _people(world: World, expected: Held) -> Iterator[Complaint]:
    try:
        held = world.held()
    except ValueError as error:
        yield Complaint(Fault.DOUBLED, str(error))
        return
    for number in expected.keys() | held.keys():
        if number not in expected:
            yield Complaint(Fault.DOUBLED, f"{number} should not be there")
        elif held.get(number) != expected[number]:
            yield Complaint(Fault.LOST, f"{number}: {held.get(number)} should be {expected[number]}")


def _took_effect(world: World, before: Effects, expected: Effects) -> Iterator[Complaint]:
    took = world.effects() - before
    for fault, difference in ((Fault.DOUBLED, took - expected), (Fault.LOST, expected - took)):
        for (number, what), times in difference.items():
            yield Complaint(fault, f"{what} of {number}: {times} time(s)")
    if world.standin.stats()["doubled"]:
        yield Complaint(Fault.DOUBLED, "an operation took effect twice")


def _false(world: World) -> Iterator[Complaint]:
    """What the state says the upstream did, and it did not."""
    for operation in sorted(world.claims() - world.carried_out()):
        yield Complaint(Fault.FALSE, f"operation {operation} counts as applied")


def _journal(world: World) -> Iterator[Complaint]:
    try:
        broken = world.journal_breaks()
    except YumsyncError as error:
        yield Complaint(Fault.JOURNAL, f"it cannot be opened: {error}")
    else:
        if broken is not None:
            yield Complaint(Fault.JOURNAL, f"entry {broken} does not fit")
