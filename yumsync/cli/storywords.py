"""One person's story in the words of one language: sections of labelled lines, for the screen and for the page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from config.wording import Wording
from sync.evidence.story import Standing, Story, ToldDecision, ToldEntry, ToldOperation, ToldValue
from sync.questions.openholds import WaitingHold
from sync.values import OfficerDecision, OperationState, OperationType, Place, Record

SHOWN_LOOKS = 5
"""How many looks at somebody's data are listed, the latest first; the rest is counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """A label, what is said under it, and notes below that: on a value, what was found in its cell. `changed` marks
    a value that was sent because it differs."""

    label: str
    text: str
    notes: Sequence[str] = ()
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the story under a title. `kind` is `now`, `questions`, `looks`, `decision`, or an operation's
    state."""

    title: str
    kind: str
    lines: Sequence[Line] = ()
    when: str = ""


@dataclass(frozen=True, slots=True)
class StoryWords:
    """Says stories in one language; of the looks at the person's data the latest `looks`, or all of them."""

    wording: Wording
    looks: int | None = SHOWN_LOOKS

    def title(self, story: Story) -> str:
        """Whose story it is."""
        code = story.standing.member_code if story.standing is not None else None
        if code:
            return self.wording.say("why-title-code", name=story.name, code=code)
        return self.wording.say("why-title", name=story.name)

    def sections(self, story: Story) -> Iterator[Section]:
        """What stands now and what is asked, then operations and decisions, newest first, then who looked."""
        say = self.wording.say
        if story.standing is None:
            yield Section(say("why-now-nothing"), "now")
        else:
            yield Section(say("why-now"), "now", [*self._standing(story.standing)])
        if story.questions:
            yield Section(say("why-questions"), "questions", [self._question(one) for one in story.questions])
        if story.hidden:
            yield Section(say("access-hidden", count=story.hidden), "questions")
        told: list[tuple[datetime, int, Section]] = [
            (one.planned, one.number, self._operation(one)) for one in story.operations
        ]
        told += [(one.decision.at, 0, self._decision(one)) for one in story.decisions if one.decision.at is not None]
        for *_, section in sorted(told, key=lambda each: each[:2], reverse=True):
            yield section
        if story.person is not None:
            yield Section(say("why-looked"), "looks", [*self._looks(story.looks)])

    # ── now ──────────────────────────────────────────────────────────────────────────────────────────────

    def _standing(self, now: Standing) -> Iterator[Line]:
        say = self.wording.say
        stands = {"kind": say(f"value-kind-{now.kind.value}"), "status": say(f"status-{now.status.value}")}
        if now.since is None:
            yield Line("", say("why-now-standing", **stands))
        else:
            yield Line("", say("why-now-since", when=moment(now.since), **stands))
        yield Line(say("why-unit"), now.unit)
        if now.confirmed is not None:
            yield Line(say("why-confirmed"), moment(now.confirmed))
        for name, value in now.record.items():
            if value and name != "unit":
                yield Line(self._field(name), self.wording.value(name, value))

    def _question(self, one: WaitingHold) -> Line:
        asked, where = self.wording.hold(one.hold), _place(one.hold.place)
        if one.decision is None:
            text = self.wording.say("why-question", question=asked, hold=one.id)
        else:
            text = self.wording.say("why-question-decided", question=asked, decision=str(one.decision.number))
        return Line("", text, [f"{where}, {moment(one.since)}" if where else moment(one.since)])

    # ── an operation ─────────────────────────────────────────────────────────────────────────────────────

    def _operation(self, one: ToldOperation) -> Section:
        say = self.wording.say
        if one.type is not OperationType.UPSERT:
            what = self.wording.first((f"movement-{one.type.value}", one.type.value))
        else:
            whole = all(value.old is None for value in one.values if value.changed)
            what = say("why-operation-new" if one.first or whole else "why-operation-changed")
        state = one.state.value if one.carried_out or one.state is OperationState.HELD else "planned"
        lines = chain(self._source(one), map(self.value, one.values), self._paper(one), self._delivery(one))
        return Section(f"{what}: {say(f'why-state-{state}')}", state, [*lines], moment(one.at))

    def _source(self, one: ToldOperation) -> Iterator[Line]:
        say = self.wording.say
        by = [say("why-matched-decision", decision=str(one.decision))] if one.decision is not None else []
        if one.from_decision:
            yield Line(say("why-from"), by.pop())
        else:
            yield Line(say("why-from"), _place(one.place))
        by += [self._key(kind) for kind in one.matched]
        if by or one.first:
            yield Line(say("why-matched"), ", ".join(by) or say("why-matched-first"))
        if not any(value.field == "unit" for value in one.values):
            if one.left:
                yield Line(say("why-left"), one.left)
            yield Line(say("why-unit"), one.unit)

    def _key(self, kind: str) -> str:
        named = f"why-matched-{kind}"
        return self.wording.say(named) if self.wording.has(named) else self.wording.field(kind)

    def value(self, told: ToldValue) -> Line:
        """A field: what it was and became, and what cleaning made of its cell."""
        say, value, name = self.wording.say, self.wording.value, told.field
        if not told.changed:
            text = say("why-unchanged", value=value(name, told.new))
        elif told.old is None and told.new is not None:
            text = value(name, told.new)
        else:
            text = say("why-changed", old=value(name, told.old), new=value(name, told.new))
        if told.found is None:
            return Line(self._field(name), text, changed=told.changed)
        steps = ", ".join(self.wording.first((f"step-{code}", code)) for code in told.done)
        note = say("why-cell", found=told.found, steps=steps)
        return Line(self._field(name), text, [note], changed=told.changed)

    def _field(self, name: str) -> str:
        called = self.wording.field(name)
        return called[:1].upper() + called[1:]

    def _paper(self, one: ToldOperation) -> Iterator[Line]:
        say = self.wording.say
        if one.type is not OperationType.UPSERT:
            yield Line(say("why-status"), say(f"status-{one.status.value}"))
        if any(one.paper.values()):
            yield Line(say("why-paper"), self._facts(one.paper))
        if one.behind:
            yield Line(say("why-behind"), self._asked(one.behind))

    def _facts(self, facts: Record) -> str:
        stated = [
            (self.wording.fact(name), self.wording.value(name, value)) for name, value in facts.items() if value
        ]
        return "; ".join(self.wording.say("why-paper-fact", fact=name, value=value) for name, value in stated)

    def _asked(self, code: str) -> str:
        return self.wording.first((f"report-hold-{code}", f"hold-{code}"))

    def _delivery(self, one: ToldOperation) -> Iterator[Line]:
        say = self.wording.say
        if one.batch:
            yield Line(say("why-sent"), say("why-sent-batch", batch=one.batch, attempts=one.attempts))
        if one.words or one.code:
            parts = [say("why-said-words", words=one.words)] if one.words not in {"", one.code} else []
            parts += [self.wording.fact(one.field.rpartition(".")[2])] if one.field else []
            parts += [f"[{one.code}]"] if one.code else []
            rejected = one.state is OperationState.REJECTED
            notes = [self.wording.rejection(one.code)] if rejected else []
            label = "why-said-note" if one.state is OperationState.APPLIED else "why-said"
            yield Line(say(label), " ".join(parts), notes)
        yield Line(say("why-run"), say("why-run-line", run=one.run, when=moment(one.planned), number=str(one.number)))
        yield from self._journal(one.entries, one.run_entries)

    def _journal(self, entries: Sequence[ToldEntry], of_run: Sequence[int] = ()) -> Iterator[Line]:
        say = self.wording.say
        said = [
            say(
                "why-journal-entry",
                number=str(each.number),
                event=self.wording.first((f"event-{each.event.replace('.', '-')}", each.event)),
                when=moment(each.at),
            )
            for each in entries
        ]
        said += [say("why-journal-run", numbers=", ".join(map(str, of_run)))] if of_run else []
        if said:
            yield Line(say("why-journal"), said[0], said[1:])

    # ── a decision, and who looked ───────────────────────────────────────────────────────────────────────

    def _decision(self, told: ToldDecision) -> Section:
        say, made = self.wording.say, told.decision
        code = "why-decision" if made.ended is None else "why-decision-ended"
        title = say(code, decision=str(made.number), answer=self._answer(made))
        return Section(title, "decision", [*self._made(told, made)], moment(made.at))

    def _made(self, told: ToldDecision, made: OfficerDecision) -> Iterator[Line]:
        say = self.wording.say
        notes = [] if told.chosen else [say("why-decision-other")]
        yield Line(say("why-decision-question"), self._asked(made.code), notes)
        yield Line(say("why-decision-who"), made.who)
        yield Line(say("why-decision-reason"), made.reason)
        if any(value for name, value in made.facts.items() if name != "reason"):
            yield Line(say("why-paper"), self._facts({**made.facts, "reason": None}))
        if _place(made.place):
            yield Line(say("why-from"), _place(made.place))
        if made.ended is not None:
            text = say("why-decision-ended-when", when=moment(made.ended), who=made.ended_by)
            yield Line(say("why-decision-ended-by"), text)
        yield from self._journal(told.entries)

    def _answer(self, made: OfficerDecision) -> str:
        said = self.wording.say(f"holds-answer-{made.answer.value}")
        what = self.wording.first((f"movement-{made.movement}", made.movement)) if made.movement else ""
        return f"{said}, {what}" if what else said

    def _looks(self, looks: Sequence[ToldEntry]) -> Iterator[Line]:
        """The latest looks, newest first: this one is among them."""
        shown = len(looks) if self.looks is None else self.looks
        for one in looks[: -shown - 1 : -1]:
            yield Line("", self.wording.say("why-look", who=one.who, when=moment(one.at), number=str(one.number)))
        if len(looks) > shown:
            yield Line("", f"… {self.wording.say('report-and-more', count=len(looks) - shown)}")


def moment(when: datetime | None) -> str:
    """A time as an officer reads it, by the clock on the wall."""
    return "" if when is None else when.astimezone().strftime("%d/%m/%Y %H:%M")


def _place(place: Place) -> str:
    return str(place) if place.row else place.list
