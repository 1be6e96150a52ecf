"""The movement identity: who was there, who came and went, and who is there now must balance (the domain book, §7).

closing = opening + admitted + readmitted + transferred in − transferred out − matured − struck off − expelled −
deceased ± reorganised, per unit and period. Who came onto a list without a paper is counted beside, as listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

LISTED = "listed"
COMINGS = ("admitted", "readmitted", "transferred_in", "reorganised_in", "reconciled_in", LISTED)
GOINGS = ("transferred_out", "matured", "struck_off", "expelled", "deceased", "reorganised_out", "reconciled_out")


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


def total(parts: Iterable[Balance], name: str) -> Balance:
    """Return the balance of units together, under one name. What moved between them stands on both sides."""
    opening = closing = 0
    lines: Counter[str] = Counter()
    for part in parts:
        opening, closing = opening + part.opening, closing + part.closing
        lines.update(part.lines)
    return Balance(name, opening, closing, dict(lines))
