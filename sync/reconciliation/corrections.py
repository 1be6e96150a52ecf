"""What an officer is asked to write into their own list, where the upstream's word was taken.

A list is the officer's: nothing here writes it. A correction says where, what stands there, and what is to.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as member
from enum import StrEnum

from sync.values import Place


class Reason(StrEnum):
    """Why a list is to be corrected, and so what is to be done with it.

    `changed-there`: write `new` where `old` stands. `removed-there`: take the row off the list. `only-there`: no list
    has this person; put them on the one they belong to, or see why they stand at the upstream.
    """

    CHANGED_THERE = "changed-there"
    REMOVED_THERE = "removed-there"
    ONLY_THERE = "only-there"


@dataclass(frozen=True, slots=True)
class Correction:
    """One thing to be corrected on one list. Personal.

    `place` is the list and, where it was read again, file, sheet and row; it names no list where nobody's has them.
    `field` is empty where the whole row is meant: `record` holds all that the upstream shows of them then. `old` and
    `new` are values as a record holds them; None is an empty cell.
    """

    reason: Reason
    place: Place
    unit: str
    name: str
    field: str = ""
    old: str | None = None
    new: str | None = None
    record: Mapping[str, str | None] = member(default_factory=dict)
