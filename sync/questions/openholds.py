"""The open questions as an officer sees them: each under a short id, with what was decided about it since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sync.errors import DecisionError
from sync.people.candidates import Candidate
from sync.ports import HoldInfo, Store
from sync.questions.approvals import question_of
from sync.questions.disputes import DISPUTES
from sync.questions.holdids import short_ids, typed_id, whole_id
from sync.units.resolving import Resolver
from sync.units.within import is_within
from sync.values import Answer, Hold, OfficerDecision

WHO = frozenset({"ambiguous-identity", "contradicting-identity"})
"""The holds that ask who a row is about."""

NO_RUN = 0
_QUESTION = 16


@dataclass(frozen=True, slots=True)
class WaitingHold:
    """An open question under its short id, and what was decided about it since it was asked."""

    id: str
    hold: Hold
    since: datetime
    decision: OfficerDecision | None


@dataclass(frozen=True, slots=True)
class HoldsReport:
    """Every open question. One that was decided still stands here until the next plan. `hidden` counts those of units
    whose people whoever asks may not see."""

    holds: Sequence[WaitingHold]
    hidden: int = 0

    @property
    def exit_code(self) -> int:
        """What the program ends with."""
        return 3 if any(one.decision is None for one in self.holds) else 0

    def only(
        self, *, code: str = "", of_list: str = "", unit: str = "", resolver: Resolver | None = None
    ) -> HoldsReport:
        """Return the questions of one kind, of one list, or of one unit and those below it, alone."""
        return HoldsReport(
            [
                one
                for one in self.holds
                if code in {"", one.hold.code}
                and of_list in {"", one.hold.place.list}
                and (not unit or is_within(one.hold.unit, unit, resolver))
            ],
            self.hidden,
        )


@dataclass(frozen=True, slots=True)
class ShownCandidate:
    """Somebody a row could be, under the short id by which an officer names them."""

    id: str
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class PossibleAnswer:
    """A way to answer a question: with which movement, where it is one, and what must be told (`needs`)."""

    answer: Answer
    movement: str = ""
    needs: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class HoldReport:
    """One question with the people it could be about, the likeliest first; nobody where that is not the question.

    `answers` are the ways to approve or reject it; none where it is settled in the list, or by saying who it is.
    """

    waiting: WaitingHold
    candidates: Sequence[ShownCandidate]
    answers: Sequence[PossibleAnswer] = ()


@dataclass(frozen=True, slots=True)
class OpenHolds:
    """The questions of one plan, with their ids. `decided` are the decisions taken since, by what they answer."""

    run: int
    ids: Sequence[str]
    infos: Sequence[HoldInfo]
    decided: Mapping[bytes, OfficerDecision]
    key: bytes

    def all(self) -> Sequence[WaitingHold]:
        """Return every question."""
        return [self._waiting(*pair) for pair in zip(self.ids, self.infos, strict=True)]

    def find(self, name: str) -> WaitingHold:
        """Return the question whose id begins so. Raises `DecisionError`: `hold-unknown`, `hold-several`."""
        wanted = typed_id(name)
        pairs = zip(self.ids, self.infos, strict=True)
        found = [pair for pair in pairs if wanted and whole_id(pair[1].hold).startswith(wanted)]
        if len(found) > 1:
            raise DecisionError("hold-several", hold=name, count=len(found))
        if not found:
            raise DecisionError("hold-unknown", hold=name)
        return self._waiting(*found[0])

    def _waiting(self, name: str, info: HoldInfo) -> WaitingHold:
        return WaitingHold(name, info.hold, info.since, self.decided.get(asked(info.hold, self.key)))


def open_holds(store: Store, run: int | None = None) -> OpenHolds:
    """Return the questions of a plan; without one those of the plan that waits to be applied, else of the last
    released run."""
    if run is None:
        latest = store.runs.list(1)
        run = latest[0].number if latest and latest[0].state == "planned" else None
    infos = store.plans.holds(run)
    asking = run or (infos[0].run if infos else NO_RUN)
    ids = short_ids([info.hold for info in infos])
    return OpenHolds(asking, ids, infos, _decided(store, asking), store.key("identifier"))


def asked(hold: Hold, key: bytes) -> bytes:
    """Return what a hold asks, as decisions know it; nothing where it asks about somebody who is not sent yet."""
    if hold.code not in WHO:
        return question_of(hold, key)
    text = hold.key.rpartition(":")[2]
    return bytes.fromhex(text) if len(text) == 2 * _QUESTION and text.isalnum() else b""


def _decided(store: Store, asking: int) -> Mapping[bytes, OfficerDecision]:
    """The decisions taken after the plan that asks was made; an earlier one it has heeded, or it did not fit. What is
    decided about a reconciliation's question is heeded by the next reconciliation alone."""
    run = store.runs.get(str(asking)) if asking else None
    if run is None:
        return {}
    standing = store.decisions.standing()
    late = (one for one in standing if one.code in DISPUTES or (one.at is not None and one.at >= run.started))
    return {one.question: one for one in late}
