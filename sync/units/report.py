"""What an import of units tells its face."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from sync.values import Finding

SHOWN = 2000
"""How many findings of one source are carried in full; beyond that they are only counted."""


@dataclass(slots=True)
class UnitsReport:
    """One source of units as it was read. `rows` = all of `set_aside` + all of `counts`.

    `counts` says what became of the rows that state a unit: `new`, `changed`, `same`, `repeated`, `in_error`.
    `unread` says why nothing of it was used.
    """

    name: str
    rows: int = 0
    set_aside: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    findings_total: Counter[str] = field(default_factory=Counter)
    unread: list[Finding] = field(default_factory=list)

    @property
    def balanced(self) -> bool:
        """Whether every row read is accounted for."""
        return self.rows == self.set_aside.total() + self.counts.total()

    @property
    def changes(self) -> bool:
        """Whether the tree is another one because of this source."""
        return bool(self.counts["new"] or self.counts["changed"])

    def note(self, finding: Finding) -> None:
        """Carry a finding."""
        self.findings_total[finding.code] += 1
        if len(self.findings) < SHOWN:
            self.findings.append(finding)

    def refuse(self, finding: Finding) -> None:
        """Carry the reason why nothing of the source is used."""
        self.note(finding)
        self.unread.append(finding)
