"""From a cleaned row to the movements it states: one on a register's row, several on a member's row with columns.

Rows are read like any others (`sync.clean`); here their fields of part `movement` become papers. What cannot be put
into a life is said and never guessed: a movement nobody knows, or one without its day. Source: the domain book, §3,
and §4 for movements as columns on the member's row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from sync.charter import MovementRules
from sync.headers import fold_words, strip_marks
from sync.lives import Movement
from sync.values import Place, Record

TYPE, DAY = "movement_type", "movement_date"

FACTS: Mapping[str, str] = {
    "decision_no": "decision_no",
    "reason": "reason",
    "destination": "destination",
    "origin": "origin",
    "away_place": "destination",
    "away_return": "expected_return",
}
"""The fields of a register's row, and the facts of a movement they state; of two the first that is filled."""

NEAR = 85
"""How alike (0 to 100) a word must be to one of the table's to be proposed."""


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

    def row(self, values: Record, unit: str, place: Place) -> Movement | Unplaced:
        """Return the one movement a register's row states."""
        said = values.get(TYPE) or ""
        name = self.type_of(said) if said else None
        if name is None:
            return Unplaced("movement-unknown", TYPE, said, self.nearest(said) if said else "")
        day = values.get(DAY) or (values.get("away_from") if name == "away" else None)
        if not day:
            return Unplaced("movement-undated", DAY, said)
        facts: dict[str, str | None] = {}
        for stated, fact in FACTS.items():
            value = values.get(stated)
            if value:
                facts.setdefault(fact, value)
        return Movement(name, day, unit, place, facts)

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
