"""The movement identity: who was there, who came and went, and who is there now must balance (the domain book, §7).

closing = opening + admitted + readmitted + transferred in − transferred out − matured − struck off − expelled −
deceased ± reorganised, per unit and period. Who came onto a list without a paper is counted beside, as listed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

LISTED = "listed"
COMINGS = ("admitted", "readmitted", "transferred_in", "reorganised_in", LISTED)
GOINGS = ("transferred_out", "matured", "struck_off", "expelled", "deceased", "reorganised_out")


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one person's membership in one unit: `line` is the line of the identity it is counted in."""

    unit: str
    on: str
    line: str


@dataclass(frozen=True, slots=True)
class Balance:
    """One unit's movement identity over one period. `lines` holds the number of people by line."""

    unit: str
    opening: int
    closing: int
    lines: Mapping[str, int] = field(default_factory=dict)

    @property
    def expected(self) -> int:
        """What closing must be by opening and the movements."""
        came = sum(self.lines.get(line, 0) for line in COMINGS)
        went = sum(self.lines.get(line, 0) for line in GOINGS)
        return self.opening + came - went

    @property
    def balanced(self) -> bool:
        """Whether the movements explain every person more or less."""
        return self.expected == self.closing


def balances(
    opening: Mapping[str, int], closing: Mapping[str, int], steps: Iterable[Step], since: str, until: str
) -> Sequence[Balance]:
    """Return every unit's balance over the days from `since` to `until`, both counted (ISO dates), by unit.

    Units nobody was ever in are left out. Raises ValueError for a line the identity does not have.
    """
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for step in steps:
        if step.line not in COMINGS and step.line not in GOINGS:
            raise ValueError(f"{step.line!r} is no line of the movement identity")
        if since <= step.on <= until:
            counted[step.unit][step.line] += 1
    units = sorted({*opening, *closing, *counted})
    return [Balance(unit, opening.get(unit, 0), closing.get(unit, 0), dict(counted[unit])) for unit in units]


def total(parts: Iterable[Balance], name: str) -> Balance:
    """Return the balance of units together, under one name. What moved between them stands on both sides."""
    opening = closing = 0
    lines: Counter[str] = Counter()
    for part in parts:
        opening, closing = opening + part.opening, closing + part.closing
        lines.update(part.lines)
    return Balance(name, opening, closing, dict(lines))
