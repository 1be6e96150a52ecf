"""What follows from one person's papers, as values: what is to be sent, what waits for an officer, what cannot be.

`sync.movements.telling` finds it out. Source: the domain book, §3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sync.charter import MovementRules, Status
from sync.papers.lives import Life, Movement
from sync.ports import CarriedPaper
from sync.values import ListKind, OperationType, Paper, PersonId


@dataclass(frozen=True, slots=True)
class Holding:
    """What the upstream holds of one person, as far as papers need it. `unit` is the one they are in today.

    `kind` is None for somebody it has not confirmed yet; `unit` is then the one whose list has them, if any has.
    """

    person: PersonId
    kind: ListKind | None
    unit: str
    status: Status = Status.ACTIVE
    carried: Sequence[CarriedPaper] = ()


@dataclass(frozen=True, slots=True)
class Going:
    """A movement to be sent: the operation's type and paper, and where the person stands once it is applied."""

    type: OperationType
    paper: Paper
    movement: Movement
    unit: str
    left: str
    status: Status

    @property
    def leaves(self) -> bool:
        """Whether the person stands on none of our lists afterwards."""
        return not self.status.on_list


@dataclass(frozen=True, slots=True)
class Asked:
    """A paper that waits for an officer: `movement-incomplete`, `transfer-letter-missing`, `movement-corrected`."""

    code: str
    movement: Movement
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """What is to be said about a paper: `movement-impossible`, `movement-late`, `still-refused`,
    `given-up`, `transfer-ended-late`, `destination-unclear`, `movement-waits`, and where another row states it too
    `movement-repeated`, or `movement-contradicted` where the two differ in `field`.

    `possible` are the movements that could follow what the record holds; `by` is the row that counts.
    """

    code: str
    movement: Movement
    life: Life
    possible: Sequence[str] = ()
    words: str = ""
    by: Movement | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What follows from a person's papers. `life` is theirs once everything in `going` was applied.

    `comes` says that the first of `going` brings somebody the upstream has on no list.
    """

    life: Life
    going: Sequence[Going] = ()
    asked: Sequence[Asked] = ()
    remarks: Sequence[Remark] = ()
    comes: bool = False

    @property
    def moves(self) -> bool:
        """Whether anything is to be sent or asked."""
        return bool(self.going or self.asked)

    @property
    def stays(self) -> bool:
        """Whether the person stands on one of our lists once everything was applied."""
        return self.life.status.on_list


def brought_by(kind: OperationType, rules: MovementRules) -> bool:
    """Whether an operation is a movement by which somebody comes onto a list."""
    rule = rules.get(kind.value)
    return rule is not None and rule.brings
