"""Whatever breaks between us and the upstream: nothing is lost, doubled, told falsely, or comes out of order.

The short form of `make faults`, which runs each fault a thousand times against each kind of upstream. That the count
would see it is tried with adapters that break a rule each.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import orjson
import pytest

from sync.errors import AnswerLost, Unavailable
from sync.ports import Upstream
from sync.values import Outcome, Verdict
from tests.faults.table import AT_ONCE, KINDS, MEMORY, WRONG
from tests.faults.trial import Counts, try_seeds
from tests.faults.upstreams import UPSTREAMS, Side
from tests.proxy.faults import Fault
from tests.proxy.relay import Proxy

SEEDS = range(2)
SERIALS = count(1)


@pytest.fixture(scope="module")
def sides() -> Iterator[Mapping[str, Side]]:
    with ExitStack() as stack:
        yield {name: stack.enter_context(opened()) for name, opened in UPSTREAMS.items()}


def tried(side: Side, faults: Sequence[Fault], seeds: Sequence[int] = SEEDS) -> Counts:
    home = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="faults-", dir=home) as folder:
        return try_seeds(side, faults, seeds, Path(folder), SERIALS)


def went_wrong(counts: Counts) -> dict[str, int]:
    return {name: number for name in WRONG if (number := getattr(counts, name))}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_comes_of_a_fault(sides: Mapping[str, Side], kind: str) -> None:
    counts = tried(sides["standin"], KINDS[kind])
    assert counts.struck > 0
    assert went_wrong(counts) == {}


@pytest.mark.parametrize("kind", ["answer lost", "request twice, answer lost", "500 though taken", "207 with errors"])
def test_a_batch_is_repeated_under_its_key(sides: Mapping[str, Side], kind: str) -> None:
    """An upstream that honours keys alone does nothing twice either."""
    counts = tried(sides["keys"], KINDS[kind])
    assert counts.struck > 0
    assert went_wrong(counts) == {}


@pytest.mark.parametrize("kind", ["answer lost", "500 though taken", "207 with errors", AT_ONCE])
def test_what_can_be_read_back_is_not_asked_for_again(sides: Mapping[str, Side], kind: str) -> None:
    """An upstream that does everything as often as it is asked to, and tells what it did."""
    counts = tried(sides["read"], KINDS[kind])
    assert counts.struck > 0
    assert went_wrong(counts) == {}


@pytest.mark.parametrize(
    "kind", ["answer lost", "reset during the request", "500 with words, though taken", "207 with errors", AT_ONCE]
)
def test_without_keys_everything_is_read_back(sides: Mapping[str, Side], kind: str) -> None:
    """Not even a transfer, which takes effect as often as it is asked for, comes twice."""
    counts = tried(sides["rest"], KINDS[kind])
    assert counts.struck > 0
    assert went_wrong(counts) == {}


@pytest.mark.parametrize("kind", ["answer lost", "500 with words, though taken", AT_ONCE])
def test_where_nothing_can_be_read_back_nothing_is_guessed(sides: Mapping[str, Side], kind: str) -> None:
    counts = tried(sides["blind"], KINDS[kind])
    assert went_wrong(counts).keys() == {"unknown"}


# ── the count would see it ───────────────────────────────────────────────────────────────────────────────────


class Broken:
    """An adapter that is the real one but for one broken rule."""

    def __init__(self, real: Upstream) -> None:
        self._real = real
        self._sendings = count()

    def __getattr__(self, name: str) -> object:
        return getattr(self._real, name)


class Believing(Broken):
    """Takes an operation without a verdict for applied."""

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        found = list(self._real.send(key, body))
        told = {one.operation for one in found}
        missing = [one.operation for one in self._real.recall(key, body) if one.operation not in told]
        return [*found, *(Verdict(one, Outcome.APPLIED) for one in missing)]


class Rekeying(Broken):
    """Sends nothing twice under the same key."""

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        return self._real.send(f"{key}-{next(self._sendings)}", body)


class Hoping(Broken):
    """Takes a lost answer for a batch that was not taken."""

    def send(self, key: str, body: bytes) -> Sequence[Verdict]:
        try:
            return self._real.send(key, body)
        except AnswerLost as error:
            raise Unavailable("upstream-unreachable") from error


class Forgetting(Broken):
    """Says of everything that is read back that nothing of it was taken."""

    def recall(self, key: str, body: bytes) -> Sequence[Verdict]:
        return [Verdict(one["id"], Outcome.UNTOUCHED) for one in orjson.loads(body)["operations"]]


class BrokenSide:
    """An upstream reached by a broken adapter."""

    def __init__(self, side: Side, broken: type[Broken]) -> None:
        self.port, self.knows, self.effects = side.port, side.knows, side.effects
        self.honours_keys, self.gives_codes, self.life = side.honours_keys, side.gives_codes, side.life
        self.bears_repeats = side.bears_repeats
        self.name_of = side.name_of
        self._side, self._broken = side, broken

    def open(self, proxy: Proxy, numbers: Mapping[str, object]) -> Broken:
        return self._broken(self._side.open(proxy, numbers))


@pytest.mark.parametrize(
    ("broken", "upstream", "kind", "seen"),
    [
        (Believing, "standin", "207 with errors, none taken", {"false_success", "lost"}),
        (Rekeying, "keys", "answer lost", {"doubled"}),
        (Hoping, "keys", "answer lost", {"doubled"}),
        (Hoping, "standin", "answer lost", {"false_refusal"}),
        (Forgetting, "rest", "answer lost", {"false_refusal"}),
        (Forgetting, "read", "answer lost", {"doubled"}),
    ],
)
def test_a_broken_rule_is_seen(
    sides: Mapping[str, Side], broken: type[Broken], upstream: str, kind: str, seen: set[str]
) -> None:
    side, found = BrokenSide(sides[upstream], broken), set[str]()
    for start in range(0, 60, 10):
        found |= went_wrong(tried(side, KINDS[kind], range(start, start + 10))).keys()  # type: ignore[arg-type]
        if found >= seen:
            return
    assert found >= seen
