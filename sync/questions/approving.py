"""From what an officer says to a question to the decision that is kept: approved or rejected, with all it needs.

What lacks something is refused with the fact that lacks, and nothing is guessed: a movement by its name in the table
or a register's word for it, a day as lists write days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sync.access.permissions import Permission
from sync.charter import MovementRules
from sync.errors import DecisionError
from sync.papers.registers import Register
from sync.questions.approvals import ON, Approves, HoldRule, HoldRules, needed, question_of
from sync.questions.disputes import answers_to
from sync.questions.openholds import WHO, PossibleAnswer
from sync.text.dates import parse_date
from sync.text.tidying import clean_text
from sync.values import Answer, Cell, Hold, OfficerDecision, Place

FIELDS: Mapping[str, str] = {ON: "movement_date"}
"""The field whose name a fact bears, where it is not its own."""

LEAST = 4
"""Letters of a movement's name that are enough, where no other begins so."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an officer said: the answer and why, with a movement and facts as they were typed.

    `on` is a day as a list's cell would hold it. `place` is where it was said, for what is wrong with it.
    """

    answer: Answer
    reason: str
    movement: str = ""
    on: Cell = None
    facts: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Approving:
    """Judges what officers say, by the rules of `config/holds.toml` and the table of movements, on a day."""

    rules: HoldRules
    movements: MovementRules
    key: bytes
    today: date

    def possible(self, hold: Hold) -> Sequence[PossibleAnswer]:
        """Return the ways to approve and reject a question, or to say whose word counts; none where it is settled
        otherwise."""
        rule = self.rules.get(hold.code)
        if rule is None:
            return [PossibleAnswer(answer) for answer in answers_to(hold)]
        approvals = [
            PossibleAnswer(Answer.APPROVE, name, needed(hold, rule, name, self.movements))
            for name in rule.movements or ("",)
        ]
        return (*approvals, PossibleAnswer(Answer.REJECT))

    def permission(self, hold: Hold, answer: Answer) -> Permission:
        """Return what an answer to a question takes: approving that people leave is more than deciding."""
        rule = self.rules.get(hold.code)
        removes = rule is not None and rule.removes and answer is Answer.APPROVE
        return Permission.REMOVE if removes else Permission.DECIDE

    def made(self, name: str, hold: Hold, said: Said) -> OfficerDecision:
        """Return the decision that what was said makes. `name` is the question's short id.

        Raises `DecisionError`: `hold-only-who`, `hold-only-list`, `hold-without-reason`, `hold-movement-needed`,
        `hold-movement-unknown`, `hold-movement-superfluous`, `hold-date-wrong`, `hold-fact-needed`,
        `hold-facts-needed`; `hold-answers` with all of these where it is more than one.
        """
        rule, reason = self._rule(name, hold, said), clean_text(said.reason)[0]
        wrong: list[DecisionError] = []
        if not reason:
            wrong.append(DecisionError("hold-without-reason", place=said.place))
        movement = self._movement(name, rule, said, wrong)
        facts = self._facts(name, said, wrong)
        if said.answer is Answer.APPROVE and movement is not None:
            facts = self._complete(name, hold, rule, movement, said, {**facts, "reason": reason}, wrong)
        if wrong:
            raise wrong[0] if len(wrong) == 1 else DecisionError("hold-answers", tuple(wrong), count=len(wrong))
        return OfficerDecision(
            question=question_of(hold, self.key),
            code=hold.code,
            key=hold.key,
            answer=said.answer,
            person=hold.person,
            about={},
            after=b"",
            reason=reason,
            name=str(hold.details.get("name") or hold.stated.get("full_name") or ""),
            place=hold.place,
            unit=hold.unit,
            movement=movement or "",
            facts=facts,
        )

    def _rule(self, name: str, hold: Hold, said: Said) -> HoldRule:
        rule = self.rules.get(hold.code)
        if rule is None:
            code = "hold-only-who" if hold.code in WHO else "hold-only-list"
            raise DecisionError(code, place=said.place, hold=name, kind=hold.code)
        return rule

    def _movement(self, name: str, rule: HoldRule, said: Said, wrong: list[DecisionError]) -> str | None:
        """The movement an approval states: by name, by a word of registers, or by the beginning of its name. None
        where it is wrong."""
        typed, choices = clean_text(said.movement)[0], ", ".join(rule.movements)
        if rule.approve is not Approves.PAPER or said.answer is Answer.REJECT:
            if typed:
                wrong.append(DecisionError("hold-movement-superfluous", place=said.place, hold=name))
            return None if typed else ""
        if not typed:
            wrong.append(DecisionError("hold-movement-needed", place=said.place, hold=name, choices=choices))
            return None
        beginning = typed.lower().replace("-", "_")
        found = {Register(self.movements).type_of(typed)} & set(rule.movements)
        found = found or {one for one in rule.movements if len(typed) >= LEAST and one.startswith(beginning)}
        if len(found) != 1:
            code = "hold-movement-unknown"
            wrong.append(DecisionError(code, place=said.place, hold=name, movement=typed, choices=choices))
            return None
        return found.pop()

    def _facts(self, name: str, said: Said, wrong: list[DecisionError]) -> dict[str, str]:
        """The facts that were told, cleaned."""
        facts = {fact: text for fact, value in said.facts.items() if (text := clean_text(value)[0])}
        day, _, problem = parse_date(said.on, today=self.today)
        if problem:
            wrong.append(DecisionError("hold-date-wrong", place=said.place, hold=name, found=str(said.on)[:40]))
        return {ON: day, **facts} if day else facts

    def _complete(
        self,
        name: str,
        hold: Hold,
        rule: HoldRule,
        movement: str,
        said: Said,
        facts: dict[str, str],
        wrong: list[DecisionError],
    ) -> dict[str, str]:
        """The facts of an approval, and what lacks. The reason is a fact only where the paper needs one."""
        needs = needed(hold, rule, movement, self.movements)
        if "reason" not in needs:
            facts = {fact: value for fact, value in facts.items() if fact != "reason"}
        dated = any(one.code == "hold-date-wrong" for one in wrong)
        for fact in needs:
            if not facts.get(fact) and fact != "reason" and not (fact == ON and dated):
                code, named = "hold-fact-needed", FIELDS.get(fact, fact)
                wrong.append(DecisionError(code, place=said.place, hold=name, field=named, option=option(fact)))
        if rule.approve is Approves.FACTS and not facts:
            wrong.append(DecisionError("hold-facts-needed", place=said.place, hold=name))
        return facts


def option(fact: str) -> str:
    """Return the option of the command line that tells a fact."""
    return f"--{fact.replace('_', '-')}"
