"""What officers approved and rejected, as a plan looks it up; and the papers that approvals are.

An answer belongs to one question: the hold's code, its key and, where it has one, `details["content"]`. When any of
them is another the question is asked anew. Source: the domain book, §3 (an officer's decision with number and date is
a paper) and §7 (guards).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from sync.charter import MovementRules
from sync.papers.lives import Movement
from sync.values import Answer, Hold, LedgerEntry, OfficerDecision, PersonId, Place, Record

ON = "on"
"""The fact that is a paper's day, an ISO date cut to its precision; with a movement it always has to be told."""

_QUESTION = 16


class Approves(StrEnum):
    """What an approval does: it is a `paper`, adds the `facts` a paper lacks, or lets go (`release`) what waits."""

    PAPER = "paper"
    FACTS = "facts"
    RELEASE = "release"


@dataclass(frozen=True, slots=True)
class HoldRule:
    """How a question is approved; `config/holds.toml` says what the fields mean."""

    approve: Approves
    movements: tuple[str, ...] = ()
    removes: bool = False


HoldRules = Mapping[str, HoldRule]
"""The questions that can be approved or rejected, by code."""


@dataclass(frozen=True, slots=True)
class Approval:
    """An officer's answer that holds: `approve` or `reject`, the facts told with it, and the decision's number.

    `movement` names the paper's type where the approval is one; its day is `facts["on"]`.
    """

    answer: Answer
    facts: Record
    number: int
    movement: str = ""

    @property
    def approved(self) -> bool:
        """Whether what was asked may be carried out."""
        return self.answer is Answer.APPROVE


class Approvals:
    """The approvals and rejections that stand, during one plan. `key` is the store's, for `identifier`."""

    def __init__(self, standing: Iterable[OfficerDecision], key: bytes) -> None:
        self._standing = [one for one in standing if one.answer in {Answer.APPROVE, Answer.REJECT}]
        self._by_question = {one.question: one for one in self._standing}
        self._last = {(one.code, one.key): one for one in self._standing}
        self._key = key

    def answer(self, hold: Hold) -> Approval | None:
        """Return what an officer answered to this very question; None where it must be asked."""
        if not self._by_question:
            return None
        made = self._by_question.get(question_of(hold, self._key))
        return None if made is None else Approval(made.answer, made.facts, made.number, made.movement)

    def last(self, code: str, key: str) -> OfficerDecision | None:
        """Return the last answer to a question of this code and key, whatever it was about exactly."""
        return self._last.get((code, key))

    def papers(self) -> Sequence[tuple[PersonId, Movement]]:
        """Return the papers that officers' approvals are; see `officer_papers`."""
        return officer_papers(self._standing)

    def made(self, number: int) -> OfficerDecision | None:
        """Return the approval or rejection of a number, where it stands."""
        return next((one for one in self._standing if one.number == number), None)


def officer_papers(decisions: Iterable[OfficerDecision]) -> Sequence[tuple[PersonId, Movement]]:
    """Return the papers that approvals are, with the person each is about, in the order of the decisions.

    A paper stands as long as its decision does, also when its question is no longer asked. Its place has no list and
    no file: `row` is the decision's number.
    """
    papers = []
    for one in decisions:
        if one.answer is Answer.APPROVE and one.movement and one.person is not None:
            facts = {name: value for name, value in one.facts.items() if name != ON and value}
            place = Place("", row=one.number)
            papers.append((one.person, Movement(one.movement, one.facts.get(ON) or "", one.unit, place, facts)))
    return papers


def question_of(hold: Hold, key: bytes) -> bytes:
    """Return what a hold asks (16 bytes, keyed): the same while its code, key and content are."""
    content = str(hold.details.get("content", ""))
    parts = (hold.code, hold.key, content)
    text = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    return blake2b(text, digest_size=_QUESTION, key=key, person=b"approval").digest()


def entry_content(entry: LedgerEntry) -> str:
    """Return the content (hex) of a question about what the ledger says of a person: another when it is another."""
    return blake2b(f"{entry.person} {entry.version}".encode(), digest_size=_QUESTION).hexdigest()


def needed(hold: Hold, rule: HoldRule, movement: str, movements: MovementRules) -> tuple[str, ...]:
    """Return the facts an approval must tell, in the order they are asked for.

    A paper tells its day and what its movement needs. Facts complete what `details["lacking"]` names, separated by
    blanks or commas; where it names nothing, what the movement in `details["movement"]` needs.
    """
    if rule.approve is Approves.PAPER:
        return (ON, *movements[movement].needs)
    if rule.approve is Approves.FACTS:
        lacking = str(hold.details.get("lacking", "")).replace(",", " ").split()
        stated = movements.get(str(hold.details.get("movement", "")))
        return tuple(lacking or (stated.needs if stated else ()))
    return ()
