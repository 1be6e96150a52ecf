"""Questions of a reconciliation: who differs at the upstream, and whose word is to count.

Such a question stays open from run to run until the next reconciliation: a plan alone does not see the upstream.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sync.questions.approvals import question_of
from sync.values import Answer, Hold, OfficerDecision

SIDES = ("base", "ours", "theirs")
"""What the upstream last confirmed, what the lists say, and what the upstream shows."""

DISPUTES = frozenset({"theirs-changed", "both-changed", "removed-there", "only-there", "two-codes", "perhaps-there"})
"""The questions' codes. `perhaps-there`: somebody new by a list may be somebody the upstream has already."""


@dataclass(frozen=True, slots=True)
class Disputed:
    """A field on the three sides, as a question keeps it. The values are personal."""

    field: str
    base: str | None
    ours: str | None
    theirs: str | None


def stated(fields: Iterable[Disputed]) -> Mapping[str, str | None]:
    """Return what a hold keeps of disputed fields."""
    return {f"{one.field}:{side}": getattr(one, side) for one in fields for side in SIDES}


def disputed(hold: Hold) -> Sequence[Disputed]:
    """Return the disputed fields a hold keeps; none of any other question."""
    if hold.code not in DISPUTES:
        return ()
    names = dict.fromkeys(name.partition(":")[0] for name in hold.stated)
    return [Disputed(name, *(hold.stated.get(f"{name}:{side}") for side in SIDES)) for name in names]


def answers_to(hold: Hold) -> Sequence[Answer]:
    """Return the ways a question of a reconciliation can be answered; none for any other question."""
    if hold.code not in DISPUTES:
        return ()
    return [Answer(word) for word in str(hold.details.get("answers", "")).split()]


def decision_on(hold: Hold, answer: Answer, reason: str, key: bytes) -> OfficerDecision:
    """Return the decision that whose word counts; the next reconciliation that settles carries it out."""
    return OfficerDecision(
        question=question_of(hold, key),
        code=hold.code,
        key=hold.key,
        answer=answer,
        person=hold.person,
        about={},
        after=b"",
        reason=reason,
        name=str(hold.details.get("name") or ""),
        place=hold.place,
        unit=hold.unit,
    )
