"""What an officer reads about open questions: all of them in groups, one with its candidates side by side."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime

from config.wording import Wording
from sync.people.candidates import Agreement
from sync.people.identity import TELLING
from sync.questions.approvals import ON
from sync.questions.approving import FIELDS, option
from sync.questions.disputes import SIDES, Disputed, disputed
from sync.questions.holds import Considered
from sync.questions.openholds import WHO, HoldReport, HoldsReport, PossibleAnswer, ShownCandidate, WaitingHold
from sync.values import Answer, OfficerDecision, Place

SHOWN = 20
"""How many questions of one kind are listed, unless all are asked for."""

ABREAST = 3
"""How many candidates stand side by side."""

WIDTH = 26
"""Characters of a column of values."""

PREVIEWED = 5
"""How many questions of a kind are named before they are answered together."""

_ROOM = {"on": "dd/mm/yyyy"}
"""What stands in a command for a fact that is to be told."""

_SIGNS = {Agreement.SAME: "=", Agreement.NEAR: "~", Agreement.DIFFERS: "≠", Agreement.UNSTATED: " "}

Lines = Iterator[str]


class HoldScreen:
    """Draws questions in one language. Each method yields the lines of one screen."""

    def __init__(self, wording: Wording) -> None:
        self._w = wording

    # ── all of them ──────────────────────────────────────────────────────────────────────────────────────

    def holds(self, report: HoldsReport, *, everything: bool) -> Lines:
        """Every open question by kind, under its short id, with what was decided already."""
        say = self._w.say
        if report.hidden:
            yield say("access-hidden", count=report.hidden)
        if not report.holds:
            yield say("holds-none")
            return
        yield say("holds-title", count=len(report.holds))
        for code, count in Counter(one.hold.code for one in report.holds).most_common():
            yield ""
            yield f"{self._kind(code)}: {count}"
            some = [one for one in report.holds if one.hold.code == code]
            for one in some if everything else some[:SHOWN]:
                yield f"  {one.id}  {self._line(one)}"
            if not everything and count > SHOWN:
                yield f"  … {say('holds-and-more', count=count - SHOWN)}"
        yield ""
        # The one to look at next is one of which it is asked who it is.
        first = min(report.holds, key=lambda one: (one.decision is not None, one.hold.code not in WHO))
        yield say("holds-next", hold=first.id)

    def _line(self, one: WaitingHold) -> str:
        decided = f"  ✓ {self._answer(one.decision)}" if one.decision is not None else ""
        return f"{self._asked(one)}{decided}"

    def _asked(self, one: WaitingHold) -> str:
        place = self._place(one.hold.place)
        return f"{self._w.hold(one.hold)}  ({place})" if place else self._w.hold(one.hold)

    def _kind(self, code: str) -> str:
        return self._w.first((f"report-hold-{code}", f"hold-{code}"))

    def _answer(self, made: OfficerDecision) -> str:
        said = self._w.say(f"holds-answer-{made.answer.value}")
        facts = [self._w.first((f"movement-{made.movement}", made.movement))] if made.movement else []
        for name, value in made.facts.items():
            shown = "/".join(reversed((value or "").split("-"))) if name == ON else value
            if value and name != "reason":
                facts.append(f"{self._w.field(FIELDS.get(name, name))} {shown}")
        return f"{said}: {', '.join(facts)}" if facts else said

    @staticmethod
    def _place(place: Place) -> str:
        return str(place) if place.row else place.list

    # ── one ──────────────────────────────────────────────────────────────────────────────────────────────

    def hold(self, report: HoldReport) -> Lines:
        """One question, the people it could be about side by side, and the ways to decide it."""
        say, one = self._w.say, report.waiting
        yield f"{one.id} — {self._kind(one.hold.code)}"
        yield f"  {self._w.hold(one.hold)}"
        yield f"  {say('holds-asked', place=self._place(one.hold.place), when=self._moment(one.since))}"
        if sides := disputed(one.hold):
            yield ""
            yield from self._sides(sides)
        for start in range(0, len(report.candidates), ABREAST):
            yield ""
            yield from self._side_by_side(one, report.candidates[start : start + ABREAST])
        yield ""
        if one.decision is not None:
            yield from self._made(one.decision)
        elif report.candidates:
            yield say("holds-signs")
            yield ""
            yield say("holds-ways")
            for way in ("same-as", "new", "leave"):
                chosen = f"--{way} {report.candidates[0].id}" if way == "same-as" else f"--{way}"
                yield f'  yumsync holds decide {one.id} {chosen} --reason "…"'
                yield f"      {say(f'holds-way-{way}')}"
        else:
            yield self._w.first((f"holds-settle-{one.hold.code}", "holds-settle-other"))
            yield from self._ways(one.id, report.answers)

    def _ways(self, name: str, answers: Sequence[PossibleAnswer]) -> Lines:
        """The commands that approve and reject, as they are typed."""
        if not answers:
            return
        yield ""
        yield self._w.say("holds-ways")
        for each in answers:
            yield f"  {command(name, each)}"
            way = self._w.say(f"holds-way-{each.answer.value}")
            what = self._w.first((f"movement-{each.movement}", each.movement)) if each.movement else ""
            yield f"      {way}: {what}" if what else f"      {way}"

    def _sides(self, fields: Sequence[Disputed]) -> Lines:
        """A row for each field on which the three sides differ."""
        say, value = self._w.say, self._w.value
        yield self._row("", [say(f"holds-side-{side}") for side in SIDES])
        for each in fields:
            shown = [value(each.field, said) for said in (each.base, each.ours, each.theirs)]
            yield from self._wrapped(self._w.field(each.field), shown)

    def _side_by_side(self, one: WaitingHold, shown: Sequence[ShownCandidate]) -> Lines:
        """A row for each field: what the list says, then each candidate with a sign of how it compares."""
        say = self._w.say
        heads = [
            say("holds-the-row"),
            *(say("holds-candidate", id=each.id, score=each.candidate.score) for each in shown),
        ]
        yield self._row("", heads)
        kinds = [self._standing(each) for each in shown]
        if any(kinds):
            yield from self._wrapped("", ["", *kinds])
        for name in (*TELLING, "unit"):
            found = [{reason.field: reason for reason in each.candidate.reasons}.get(name) for each in shown]
            stated = one.hold.unit if name == "unit" else one.hold.stated.get(name)
            if not stated and not any(found):
                continue
            known = [
                f"{_SIGNS[reason.agreement]} {self._value(name, reason.known)}" if reason is not None else ""
                for reason in found
            ]
            yield from self._wrapped(self._w.field(name), [self._value(name, stated), *known])

    def _standing(self, each: ShownCandidate) -> str:
        """What an officer should know of a candidate besides the fields: youth, or not sent yet."""
        someone = each.candidate.someone
        words = [self._w.say("holds-youth")] if someone.kind.value == "youth" else []
        words += [] if someone.confirmed else [self._w.say("holds-unsent")]
        return ", ".join(words)

    def _wrapped(self, head: str, cells: Sequence[str]) -> Lines:
        parts = [textwrap.wrap(cell, WIDTH, subsequent_indent="  ") or [""] for cell in cells]
        for number in range(max(len(part) for part in parts)):
            yield self._row(
                head if number == 0 else "", [part[number] if number < len(part) else "" for part in parts]
            )

    @staticmethod
    def _row(head: str, cells: Sequence[str]) -> str:
        return ("  " + head.ljust(24) + "".join(cell.ljust(WIDTH + 2) for cell in cells)).rstrip()

    def _value(self, name: str, value: str | None) -> str:
        if not value:
            return "–"
        if self._w.has(f"value-{name}-{value}"):
            return self._w.say(f"value-{name}-{value}")
        return "/".join(reversed(value.split("-"))) if "date" in name else value

    # ── decisions ────────────────────────────────────────────────────────────────────────────────────────

    def decided(self, made: OfficerDecision) -> Lines:
        """What was taken down, and when it takes effect."""
        yield from self._made(made)
        yield self._w.say("holds-takes-effect")

    def _made(self, made: OfficerDecision) -> Lines:
        yield f"✓ {self._about(made)}: {self._answer(made)}"
        yield "  " + self._w.say("holds-made", who=made.who, when=self._moment(made.at), reason=made.reason)
        if made.ended is None:
            yield "  " + self._w.say("holds-take-back", decision=str(made.number))

    def _about(self, made: OfficerDecision) -> str:
        place = self._place(made.place)
        return f"{self._named(made)} ({place})" if place else self._named(made)

    def _named(self, made: OfficerDecision) -> str:
        """Whom a decision is about; the unit and the kind of question where that is no person."""
        return made.name or ", ".join(part for part in (made.unit, self._kind(made.code)) if part)

    def _replaced(self, one: WaitingHold) -> str:
        """The earlier answer to a question that was answered anew; nothing where there was none."""
        before = one.decision
        return "" if before is None else self._w.say("holds-replaces", decision=str(before.number), who=before.who)

    def decisions(self, standing: Sequence[OfficerDecision]) -> Lines:
        """The decisions that stand, one after the other, the oldest first."""
        if not standing:
            yield self._w.say("holds-none-decided")
        for made in standing:
            yield f"{made.number:>5}  {self._about(made)}: {self._answer(made)}"
            yield "       " + self._w.say("holds-made", who=made.who, when=self._moment(made.at), reason=made.reason)
        if standing:
            yield ""
            yield self._w.say("holds-take-back", decision=str(standing[-1].number))

    def withdrawn(self, ended: OfficerDecision) -> Lines:
        """What no longer stands."""
        yield self._w.say("holds-withdrawn", decision=str(ended.number), name=self._named(ended))

    # ── bulk ─────────────────────────────────────────────────────────────────────────────────────────────

    def preview(self, found: Considered) -> Lines:
        """What an answer would be given to, before it is."""
        yield self._w.say("holds-would-answer", count=len(found.fitting))
        yield from self._counted(found)
        yield ""
        yield self._w.say("holds-would-yes")

    def answered(self, found: Considered) -> Lines:
        """What was taken down, and when it takes effect."""
        if len(found.fitting) == 1:
            yield from self._made(found.fitting[0][1])
            if replaced := self._replaced(found.fitting[0][0]):
                yield f"  {replaced}"
        else:
            yield self._w.say("holds-answered", count=len(found.fitting))
            yield from self._counted(found)
            numbers = [made.number for _, made in found.fitting]
            yield self._w.say("holds-numbers", first=str(min(numbers)), last=str(max(numbers)))
        yield self._w.say("holds-takes-effect")

    def _counted(self, found: Considered) -> Lines:
        for code, count in Counter(one.hold.code for one, _ in found.fitting).most_common():
            yield f"  {count:>6}  {self._kind(code)}"
            some = [one for one, _ in found.fitting if one.hold.code == code]
            for one in some[:PREVIEWED]:
                replaced = self._replaced(one)
                yield f"          {one.id}  {self._asked(one)}{f'; {replaced}' if replaced else ''}"
            if count > PREVIEWED:
                yield f"          … {self._w.say('report-and-more', count=count - PREVIEWED)}"
        if found.left:
            yield self._w.say("holds-left", count=len(found.left))
            for error in list({self._w.error(each): each for each in found.left}.values())[:PREVIEWED]:
                yield f"          {self._w.error(error)}"

    @staticmethod
    def _moment(when: datetime | None) -> str:
        return "" if when is None else when.astimezone().strftime("%d/%m/%Y %H:%M")


def command(name: str, possible: PossibleAnswer) -> str:
    """Return the command that gives an answer, with room for what must be told."""
    side = possible.answer in {Answer.OURS, Answer.THEIRS}
    words = ["yumsync holds", "decide" if side else possible.answer.value, name]
    words += [f"--{possible.answer.value}"] if side else []
    words += ["--as", possible.movement] if possible.movement else []
    words += [f'{option(fact)} "{_ROOM.get(fact, "…")}"' for fact in possible.needs if fact != "reason"]
    return " ".join([*words, '--reason "…"'])
