"""A reconciliation in the words of one language, for the screen, the page and the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from config.wording import Wording
from sync.reconciliation.differences import SIGILS, Changed, Difference, Standing, Tally
from sync.values import Record

OF_OURS = frozenset({Standing.OURS_NEWER, Standing.ONLY_HERE})
"""What the next sync sends by itself; of whatever else stands otherwise somebody must decide."""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A field by its name, its value on each side, and who changed it."""

    name: str
    base: str
    ours: str
    theirs: str
    changed: Changed


@dataclass(frozen=True, slots=True)
class ReconcileWords:
    """Says reconciliations in one language; `lists` is whether the lists were read."""

    wording: Wording
    lists: bool = True

    def standing(self, standing: Standing) -> str:
        """What a standing is called."""
        return self.wording.say(f"reconcile-standing-{standing.value}")

    def meaning(self, standing: Standing) -> str:
        """What a standing says of a person."""
        return self.wording.say(f"reconcile-means-{standing.value}")

    def number(self, count: int) -> str:
        """A count as it is written in this language."""
        return f"{count:,}".replace(",", "." if self.wording.lang == "vi" else ",")

    def who(self, one: Difference) -> str:
        """Whom a difference is about: name, birth date, the code the centre knows them by, unit."""
        facts = [one.name or "?"]
        if born := self.born(one):
            facts.append(born)
        if one.member_code:
            facts.append(self.wording.say("reconcile-code", code=one.member_code))
        return ", ".join([*facts, one.unit or "?"])

    def born(self, one: Difference) -> str:
        """The birth date of whom a difference is about; empty where it is not known."""
        born = record_of(one).get("date_of_birth")
        return self.wording.value("date_of_birth", born) if born else ""

    def fields(self, one: Difference) -> Iterator[FieldLine]:
        """The fields that are not the same on all sides."""
        for each in one.fields:
            base, ours, theirs = (self._value(each.field, value) for value in (each.base, each.ours, each.theirs))
            yield FieldLine(self.wording.field(each.field), base, ours, theirs, each.changed)

    def kept(self, one: FieldLine) -> FieldLine:
        """The same, where a side that still says what the base says is told so."""
        if one.changed is Changed.OURS:
            return replace(one, theirs=self.wording.say("reconcile-kept"))
        if one.changed is Changed.THEIRS:
            return replace(one, ours=self.wording.say("reconcile-kept"))
        return one

    def line(self, field: FieldLine) -> str:
        """A field in one line: what was confirmed, what the list says, what the centre shows."""
        one = self.kept(field)
        if not self.lists:
            return self.wording.say("reconcile-field-centre", name=one.name, base=one.base, theirs=one.theirs)
        return self.wording.say("reconcile-field", name=one.name, base=one.base, ours=one.ours, theirs=one.theirs)

    def notes(self, one: Difference) -> Iterator[str]:
        """What else is to be said of a difference, and where the list has the person."""
        yield from self.remarks(one)
        if place := self.place(one):
            yield self.wording.say("reconcile-place", place=place)

    def remarks(self, one: Difference) -> Iterator[str]:
        """The other codes of a person, and what explains a difference already."""
        if one.others:
            codes = ", ".join(each.member_code for each in one.others)
            yield self.wording.say("reconcile-other-codes", codes=codes)
        if one.settled_by:
            yield self.wording.say("reconcile-settled", by=self.settled(one))

    def settled(self, one: Difference) -> str:
        """What explains a difference already: a movement by its name, or that a change is on its way."""
        return self.wording.first((f"movement-{one.settled_by}", f"reconcile-by-{one.settled_by}"))

    def place(self, one: Difference) -> str:
        """Where the list has a person: file, sheet and row where it was read, else the list they were read from last;
        empty where none is known."""
        return str(one.coming.operation.place) if one.coming is not None and one.row else one.list

    def left_out(self, tally: Tally) -> Iterator[str]:
        """Which fields nobody may take for compared."""
        if tally.left_out:
            names = ", ".join(self.wording.field(name) for name in tally.left_out)
            yield self.wording.say("reconcile-left-out", fields=names)

    def next_steps(self, tally: Tally) -> Iterator[str]:
        """What to do about what was found."""
        if not tally.counts:
            yield self.wording.say("reconcile-empty")
            return
        counts = {standing for standing, count in tally.counts.items() if count} - {Standing.IN_STEP}
        if not counts:
            yield self.wording.say("reconcile-in-step-but" if tally.left_out else "reconcile-in-step")
        if ours := self._sigils(counts & OF_OURS):
            yield self.wording.say("reconcile-next-sync", sigils=ours)
        if others := self._sigils(counts - OF_OURS):
            yield self.wording.say("reconcile-next-fix", sigils=others)
            if tally.unguarded:
                yield self.wording.say("reconcile-unguarded")

    def _sigils(self, standings: frozenset[Standing] | set[Standing]) -> str:
        return " ".join(SIGILS[standing] for standing in Standing if standing in standings)

    def _value(self, name: str, value: str | None) -> str:
        if name == "status":
            return self.wording.first((f"status-{value}",)) if value else self.wording.say("reconcile-absent")
        return self.wording.value(name, value)


def record_of(one: Difference) -> Record:
    """Return the record of whom a difference is about, on the first side that has one: ours, the base, theirs."""
    if one.coming is not None:
        return one.coming.operation.record
    held = one.base or one.theirs
    return held.record if held is not None else {}
