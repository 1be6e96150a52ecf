"""The plan of a trial: people, and what happens to each of them, in order. All people are fabricated.

The order matters: somebody is entered before going away, goes away before coming back, is corrected and transferred
in between. Everything states something new, so that carrying it out twice, or late, can be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from random import Random

from sync.ports import StagedOperation
from sync.values import ListKind, Operation, OperationType, Paper, PersonId, Place, Record

ROUNDS = 2
LIST = "chi-doan-1"
TOWN, CELLS = "Đoàn xã Mẫu", tuple(f"Chi đoàn {number}" for number in (1, 2, 3))
BRANCHES = tuple(f"{cell}, {TOWN}" for cell in CELLS)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One thing that happens to one person: in which round it is planned, and the how-manieth it is for them.

    `says` is stated by this step and by no other of the trial: a phone number, or the number of a decision.
    """

    person: int
    place: int
    round: int
    says: str
    type: OperationType
    unit: str
    facts: Record


@dataclass(frozen=True, slots=True)
class Life:
    """What an upstream takes of a life besides records: how somebody leaves and comes back, and transfers."""

    leaves: OperationType = OperationType.AWAY
    returns: OperationType = OperationType.RETURNED
    transfers: bool = True


def script(chance: Random, life: Life) -> Sequence[Step]:
    """Make up what happens: 3 to 6 people, each with one to five steps, as they stand in the plans."""
    steps = [step for person in range(chance.randint(3, 6)) for step in _steps(person, chance, life)]
    chance.shuffle(steps)
    return sorted(steps, key=lambda step: (step.round, step.place))


def _steps(person: int, chance: Random, life: Life) -> Iterator[Step]:
    """Tell one life: entered; perhaps gone and back, corrected, transferred."""
    unit, entered = BRANCHES[0], chance.choice((0, 0, 0, 1))
    told: list[tuple[int, OperationType]] = [(entered, OperationType.UPSERT)]
    if chance.random() < 0.6:
        told.append((entered, life.leaves))
        if chance.random() < 0.7:
            told.append((ROUNDS - 1, life.returns))
    late = (OperationType.UPSERT, OperationType.TRANSFER) if life.transfers else (OperationType.UPSERT,)
    told += [(ROUNDS - 1, one) for one in late if chance.random() < 0.5]
    for place, (round_, type_) in enumerate(told):
        says, facts = f"09{person:04}{place:04}", {}
        if type_ is not OperationType.UPSERT:
            says = f"{person}.{place}-QĐ/ĐTN"
            facts = {"on": f"2026-03-{place + 1:02}", "decision_no": says}
        if type_ is OperationType.TRANSFER:
            unit = chance.choice(BRANCHES[1:])
        if type_ in {OperationType.TRANSFER, OperationType.AWAY}:
            facts["destination"] = unit
        yield Step(person, place, round_, says, type_, unit, facts)


def code_of(serial: int) -> str:
    """Return the member code of somebody, for upstreams that give none."""
    return f"{serial:07}"


def staged(step: Step, person: PersonId, serial: int, phone: str, *, with_code: bool) -> StagedOperation:
    """Return a step as a plan holds it. `serial` is this person's among all that the server is told of; `phone` what
    the list last said; `with_code` that it states a member code."""
    record = {
        "full_name": f"Trần Văn Mẫu {step.person}",
        "date_of_birth": f"2004-05-{step.person + 1:02}",
        "national_id": f"079204{serial:06}",
        "phone": phone,
        **({"member_code": code_of(serial)} if with_code else {}),
    }
    mark = blake2b(f"{serial} {step.place}".encode(), digest_size=16).digest()
    paper = Paper(mark, step.facts) if step.facts else None
    place = Place(LIST, "chi-doan-1.csv", "", step.person + 2)
    return StagedOperation(
        Operation(step.type, person, ListKind.MEMBERS, step.unit, record, (), place, paper=paper), ()
    )
