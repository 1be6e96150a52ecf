"""From a cleaned row to the movements it states: one on a register's row, several on a member's row with columns.

Rows are read like any others (`sync.cleaning.clean`); here their fields of part `movement` become papers. What cannot
be put into a life is said and never guessed: a movement nobody knows, or one without its day. Source: the domain
book, §3, and §4 for movements as columns on the member's row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from sync.charter import MovementRule, MovementRules
from sync.papers.lives import Movement
from sync.tables.headers import fold_words, strip_marks
from sync.values import Place, Record

TYPE, DAY, DECIDED, PROPOSAL = "movement_type", "movement_date", "decision_date", "proposal"

FACTS: Mapping[str, str] = {
    "decision_no": "decision_no",
    "decision_date": "decision_date",
    "issued_by": "issued_by",
    "reason": "reason",
    "destination": "destination",
    "origin": "origin",
    "letter_no": "letter_no",
    "certificate_no": "certificate_no",
    "dues_paid_to": "dues_paid_to",
    "evidence": "evidence",
    "recorded_by": "recorded_by",
    "away_place": "destination",
    "away_return": "expected_return",
    "away_contact": "contact",
    "away_job": "job",
}
"""The fields of a register's row, and the facts of a movement they state; of two the first that is filled."""

UNDECIDED = (TYPE, DAY, DECIDED, "decision_no", "reason")
"""What an officer fills in where a row only proposes; while all of it is blank, nothing was decided."""

NEAR = 85
"""How alike (0 to 100) a word must be to one of the table's to be proposed."""

_BOTH_SIDES = frozenset({"transfer_in", "transfer_out"})
"""The two sides of one transfer: a row of one may tell the day of the other."""


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A movement that is stated and cannot be placed in a life.

    `code` is `movement-unknown` or `movement-undated`; `field` where it stands, `found` what stands there, `proposed`
    the nearest word of the table, if one is near.
    """

    code: str
    field: str
    found: str = ""
    proposed: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """Reads the movements of rows by the table of movements."""

    rules: MovementRules
    _names: dict[str, str] = field(init=False, default_factory=dict)
    _bare: dict[str, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for name, rule in self.rules.items():
            for word in (*rule.words, name):
                folded = fold_words(word)
                self._names[folded] = name
                self._bare.setdefault(strip_marks(folded), name)

    def type_of(self, text: str) -> str | None:
        """Return the movement a register's word names, matched whole and folded; None for an unknown one."""
        folded = fold_words(text)
        return self._names.get(folded) or self._bare.get(strip_marks(folded))

    def nearest(self, text: str) -> str:
        """Return the word of the table nearest to an unknown one, empty where none is near."""
        words = [word for rule in self.rules.values() for word in rule.words]
        found = process.extractOne(
            fold_words(text), words, processor=fold_words, scorer=fuzz.ratio, score_cutoff=NEAR
        )
        return found[0] if found else ""

    def row(self, values: Record, unit: str, place: Place, said: str = "") -> Movement | Unplaced:
        """Return the one movement a register's row states.

        `values` are all its cleaned fields, the person's own among them. `said` is the movement that the table's
        title states of all its rows, by its name; a row's own word comes first. A row that states the day of
        another movement besides is `movement-unknown`. Where the day it took effect does not stand, it is that of
        the decision.
        """
        word = values.get(TYPE) or ""
        name = self.type_of(word) if word else said or None
        rule = self.rules.get(name or "")
        if rule is None:
            return Unplaced("movement-unknown", TYPE, word, self.nearest(word) if word else "")
        second = next(self._others(values, rule), None)
        if second is not None:
            return Unplaced("movement-unknown", second[0], f"{word or rule.words[0]} | {second[1]}")
        day = next(self._days(values, rule), None)
        if day is None:
            return Unplaced("movement-undated", DAY, word or rule.words[0])
        return Movement(rule.name, day, unit, place, _facts(values, rule))

    def columns(self, values: Record, unit: str, place: Place) -> Sequence[Movement | Unplaced]:
        """Return the movements a member's row states in columns of its own, in the table's order."""
        found: list[Movement | Unplaced] = []
        for name, rule in self.rules.items():
            facts = {fact: values.get(stated) for fact, stated in rule.columns.items() if values.get(stated)}
            if not facts:
                continue
            day = facts.pop("on", None)
            if day:
                found.append(Movement(name, day, unit, place, facts))
            else:
                found.append(Unplaced("movement-undated", rule.columns["on"], rule.words[0]))
        return found

    def day_fields(self, rule: MovementRule) -> Iterator[str]:
        """Yield the fields that may hold the day a movement took effect, the first first."""
        yield DAY
        if "on" in rule.columns:
            yield rule.columns["on"]
        yield from rule.register.get("on", ())
        yield DECIDED

    def _days(self, values: Record, rule: MovementRule) -> Iterator[str]:
        # "Từ ngày" of a list of those to be looked at is since when they are due.
        passed = {"away_from"} if PROPOSAL in values else set()
        for stated in self.day_fields(rule):
            value = values.get(stated)
            if value and stated not in passed:
                yield value

    def _others(self, values: Record, rule: MovementRule) -> Iterator[tuple[str, str]]:
        """Yield the fields that hold the day of a movement other than a rule's, with that movement's word."""
        own = set(self.day_fields(rule))
        for name, other in self.rules.items():
            if name == rule.name or {name, rule.name} <= _BOTH_SIDES:
                continue
            days = (other.columns.get("on", ""), *other.register.get("on", ()))
            for stated in days:
                if stated in _TELLING and stated not in own and values.get(stated):
                    yield stated, other.words[0]


_TELLING = frozenset({"transfer_in_date", "transfer_out_date", "strike_off_date", "maturity_date", "returned_on"})
"""The fields that state a movement by being filled, whatever else their row states."""


def _facts(values: Record, rule: MovementRule) -> dict[str, str | None]:
    """Return what a row states of its movement: by the fields of any, by those of this one, by those that stand
    in."""
    facts: dict[str, str | None] = {}
    stated = [*((fact, name) for name, fact in FACTS.items()), *rule.columns.items()]
    stated += [(fact, name) for fact, names in rule.register.items() for name in names]
    for fact, name in stated:
        value = values.get(name)
        if value and fact != "on":
            facts.setdefault(fact, value)
    return facts
