"""Mechanisms taken away on purpose: a matrix that does not complain then proves nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from state.journal import Journal
from state.lease import Lease
from state.outbox import Outbox
from state.session import Session
from sync.values import Outcome, Verdict
from tests.crash.judging import Fault
from tests.crash.points import Kind, Point
from tests.crash.strikes import KILLED, STOPPED, Strike


def _ledger_before_the_answer() -> None:
    """What is on its way counts as carried out."""
    kept = Outbox.settle_and_claim

    def settle_and_claim(self: Outbox, *given: Any) -> Any:
        result = kept(self, *given)
        for batch in self.unanswered():
            self.settle(batch, [Verdict(name, Outcome.APPLIED) for name in batch.ids])
        return result

    Outbox.settle_and_claim = settle_and_claim  # type: ignore[method-assign,assignment]


def _no_fence() -> None:
    """Whoever once had the lease goes on writing."""
    Lease._renew = lambda *_: None  # type: ignore[method-assign]


def _head_apart() -> None:
    """An entry of the journal and the head that seals it are no longer one transaction."""
    kept_set, kept_append = Session.set, Journal.append
    later: list[tuple[str, str]] = []

    def set_later(self: Session, key: str, value: str) -> None:
        if key == "journal_head":
            later.append((key, value))
        else:
            kept_set(self, key, value)

    def append(self: Journal, *given: Any, **named: Any) -> None:
        for key, value in later:
            kept_set(self._session, key, value)
        later.clear()
        kept_append(self, *given, **named)

    Session.set, Journal.append = set_later, append  # type: ignore[method-assign]


@dataclass(frozen=True, slots=True)
class Broken:
    """A mechanism taken away from the run that is struck, where it is struck, and what is to be complained of."""

    name: str
    take_away: Callable[[], None]
    point: Point
    strike: Strike
    fault: Fault


FIRST_SYNC = 1
BROKEN: Sequence[Broken] = (
    Broken(
        "the ledger waits for the answer",
        _ledger_before_the_answer,
        Point(FIRST_SYNC, Kind.SEND, 1),
        KILLED,
        Fault.FALSE,
    ),
    Broken("the fence of the lease", _no_fence, Point(FIRST_SYNC, Kind.ANSWERED, 1), STOPPED, Fault.RESTLESS),
    Broken(
        "entry and head of the journal in one transaction",
        _head_apart,
        Point(FIRST_SYNC, Kind.COMMITTED, 4),
        KILLED,
        Fault.JOURNAL,
    ),
)
