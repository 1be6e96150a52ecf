"""What a reconciliation says of one person, and in all.

Three sides are compared: *ours*, what the lists say now; *base*, what the upstream last confirmed; *theirs*, what the
upstream shows now. Whoever differs from the base changed it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sync.charter import Status
from sync.ports import OperationInfo, RemotePerson
from sync.values import LedgerEntry, ListKind, PersonId


class Standing(StrEnum):
    """How the three sides of a person stand to each other."""

    IN_STEP = "in-step"
    OURS_NEWER = "ours-newer"
    THEIRS_CHANGED = "theirs-changed"
    BOTH_CHANGED = "both-changed"
    ONLY_HERE = "only-here"
    ONLY_THERE = "only-there"
    REMOVED_THERE = "removed-there"
    TWO_CODES = "two-codes"


SIGILS: Mapping[Standing, str] = {
    Standing.IN_STEP: "=",
    Standing.OURS_NEWER: ">",
    Standing.THEIRS_CHANGED: "<",
    Standing.BOTH_CHANGED: "!",
    Standing.ONLY_HERE: "+",
    Standing.ONLY_THERE: "?",
    Standing.REMOVED_THERE: "-",
    Standing.TWO_CODES: "2",
}
"""One character for each, as tables show them."""


class Changed(StrEnum):
    """Which side left the base; `alike` where both did, to the same value."""

    OURS = "ours"
    THEIRS = "theirs"
    BOTH = "both"
    ALIKE = "alike"


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """One field that is not the same on all three sides. The values are personal.

    Besides the fields of a record `unit`, `kind`, `status` and `member_code` are compared under these names.
    """

    field: str
    base: str | None
    ours: str | None
    theirs: str | None
    changed: Changed


@dataclass(frozen=True, slots=True)
class Difference:
    """A person who is not in step.

    `person` is None for somebody only the upstream knows; `name`, `unit`, `list` and `row` are what the side that has
    them says (the list's row is 0 where the list was not read again). `theirs` is who stands at the upstream;
    `others` are further ones there that are the same person; `theirs` is then None where the right one was told of by
    itself. `settled_by` names the operation that explains it already, where one is on its way.

    `base` is what the upstream last confirmed, None where it never did; `coming` the operation that says what ours is
    from then on, staged by this very comparison or on its way, None where ours is the base.
    """

    standing: Standing
    person: PersonId | None
    kind: ListKind
    unit: str
    name: str
    fields: Sequence[FieldDifference] = ()
    member_code: str | None = None
    status: Status = Status.ACTIVE
    theirs: RemotePerson | None = None
    others: Sequence[RemotePerson] = ()
    list: str = ""
    row: int = 0
    settled_by: str = ""
    base: LedgerEntry | None = None
    coming: OperationInfo | None = None


@dataclass
class Tally:
    """How many people stand how, in all and by unit (as the upstream's or our record names it).

    `left_out` are the fields that were not compared, or not of everybody: the upstream does not show them.
    `unguarded` is whether somebody differs whom it shows without a version: what is sent for them cannot be bound to
    what was looked at.
    """

    counts: dict[Standing, int] = field(default_factory=dict)
    units: dict[str, dict[Standing, int]] = field(default_factory=dict)
    left_out: Sequence[str] = ()
    unguarded: bool = False

    def add(self, standing: Standing, unit: str, people: int = 1) -> None:
        """Count one person, or several of one unit."""
        self.counts[standing] = self.counts.get(standing, 0) + people
        of_unit = self.units.setdefault(unit, {})
        of_unit[standing] = of_unit.get(standing, 0) + people

    @property
    def in_step(self) -> bool:
        """Whether nobody differs."""
        return not any(count for standing, count in self.counts.items() if standing is not Standing.IN_STEP)
