"""The story that is struck: some nights of an office with two branches, and what the upstream holds after each.

Every step is one run of the program. What is to be held, and what is to take effect, was worked out by hand from the
lists; it is what every run comes to, struck or not. All people are fabricated.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.support.office import UNIT, Office, Row, expected, people, person
from tests.support.standin import LiveStandin

OTHER = "Chi đoàn 2, Đoàn phường Phú Thủy"
BATCH, CONCURRENCY = 4, 2

ONE, TWO = people(7), people(5, start=100)
MOVER, TRAVELLER, LEAVER = ONE[0], ONE[1], TWO[4]
NEWCOMER, SECOND = person(50), person(51)
POISON = ONE[3]

HEADER = "Họ và tên,Ngày sinh,CCCD,Đơn vị,Loại biến động,Ngày,Số quyết định,Lý do,Nơi chuyển đi,Nơi chuyển đến"
PAPERS = (
    (TRAVELLER, "Đi làm ăn xa", "01/10/2026", "", "Bình Dương"),
    (MOVER, "Chuyển đi", "01/10/2026", "1-GT", OTHER),
)

Held = Mapping[str, tuple[str, str, Mapping[str, str]]]
"""By national ID: status, unit, fields."""

Effects = Counter[tuple[str, str]]
"""How often what took effect on whom, by national ID."""


def calls(row: Row, digits: str) -> Row:
    """The same person under another phone number."""
    return {**row, "phone": digits + row["phone"][len(digits) :]}


def with_phones(rows: Sequence[Row], digits: str, *whom: Row) -> list[Row]:
    """The same people, those named (or all) under another phone number."""
    chosen = {one["national_id"] for one in whom or rows}
    return [calls(row, digits) if row["national_id"] in chosen else row for row in rows]


def without(rows: Sequence[Row], *gone: Row) -> list[Row]:
    """The rows without somebody."""
    numbers = {one["national_id"] for one in gone}
    return [row for row in rows if row["national_id"] not in numbers]


def in_unit(rows: Sequence[Row], unit: str, status: str = "active") -> Held:
    """People as the upstream is to hold them."""
    return {row["national_id"]: (status, unit, expected(row)) for row in rows}


def took(**people_by_effect: Sequence[Row]) -> Effects:
    """Effects, each on these people."""
    return Counter((row["national_id"], what) for what, rows in people_by_effect.items() for row in rows)


# ── the lists, night by night ────────────────────────────────────────────────────────────────────────────

SECOND_ONE = with_phones(ONE, "03", ONE[2], ONE[3])
SECOND_TWO = [*with_phones(TWO, "03", TWO[1]), NEWCOMER]
"""Without `MOVER` on the first and `LEAVER` on the second list; `MOVER` is on none until the receiver confirms."""
LIST_ONE = without(SECOND_ONE, MOVER)
LIST_TWO = without(SECOND_TWO, LEAVER)
THIRD_TWO = [*LIST_TWO, MOVER]
PLANNED_ONE = [*with_phones(LIST_ONE, "05", LIST_ONE[1], LIST_ONE[2]), SECOND]
PLANNED_TWO = with_phones(THIRD_TWO, "05", TWO[0])
LOST_ONE = with_phones(PLANNED_ONE, "07")
POISONED_ONE = with_phones(LOST_ONE, "08", *LOST_ONE[:4])
HELD_POISONED = [row if row["national_id"] != POISON["national_id"] else LOST_ONE[2] for row in POISONED_ONE]
assert LOST_ONE[2]["national_id"] == POISON["national_id"]

FIRST = {**in_unit(ONE, UNIT), **in_unit(TWO, OTHER)}
ASKED = {
    **in_unit(SECOND_ONE, UNIT),
    **in_unit([MOVER], UNIT, "transferring"),
    **in_unit(SECOND_TWO, OTHER),
}
MATURED = {**ASKED, **in_unit([LEAVER], OTHER, "matured")}
GONE = in_unit([LEAVER], OTHER, "matured")
MOVED = {**in_unit(LIST_ONE, UNIT), **in_unit(THIRD_TWO, OTHER), **GONE}
PLANNED = {**in_unit(PLANNED_ONE, UNIT), **in_unit(PLANNED_TWO, OTHER), **GONE}
LOST = {**PLANNED, **in_unit(LOST_ONE, UNIT)}
POISONED = {**PLANNED, **in_unit(HELD_POISONED, UNIT)}


@dataclass(frozen=True, slots=True)
class Step:
    """One run of the program, and what comes of it.

    `code` is what it ends with when nothing happens; `rest` what the runs after it end with once nothing is left to
    do. `again` says that the command is given again after a crash; where the first one had done it, it may
    end with `repeated`. `held` and `effects` are the upstream's once everything is at rest.
    """

    name: str
    arguments: Sequence[str]
    code: int
    held: Held
    effects: Effects
    rest: int = 0
    again: bool = False
    repeated: int = 0
    papers: Sequence[tuple[Row, str, str, str, str]] = ()
    lists: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    receiver: str | None = None
    faults: Sequence[Mapping[str, Any]] = ()
    stays: bool = False
    """Whether the faults stay while others run."""

    def prepare(self, office: Office, standin: LiveStandin) -> None:
        """What happens in the world before this run."""
        for name, rows in self.lists.items():
            office.write(name, rows)
        if self.papers or self.name == "init":
            office.put("register.csv", "\n".join([HEADER, *(_line(*one) for one in self.papers), ""]))
        if self.receiver:
            standin.http.put("/_receiver", json={"mode": self.receiver}).raise_for_status()
        if self.faults:
            standin.faults(*(dict(one) for one in self.faults))


def _line(one: Row, word: str, day: str, number: str, to: str) -> str:
    cells = (one["full_name"], one["date_of_birth"], one["national_id"], UNIT, word, day, number, "", "", to)
    return ",".join(f'"{cell}"' for cell in cells)


APPROVE = ("holds", "approve", "--code", "missing", "--as", "mature", "--on", "01/10/2026", "--decision-no", "5-QĐ")
NOTHING: Effects = Counter()
CREATED = took(created=[*ONE, *TWO])
LAST_PLAN = "the last plan"
"""Stands for the number of the plan that was made last."""

STORY: Sequence[Step] = (
    Step("init", ("init",), 0, FIRST, CREATED, again=True, lists={"one": ONE, "two": TWO}),
    Step("first sync", ("sync",), 0, FIRST, CREATED),
    Step(
        *("changes, papers, somebody missing", ("sync",), 3, ASKED),
        took(changed=[ONE[2], ONE[3], TWO[1]], created=[NEWCOMER], away=[TRAVELLER], transfer=[MOVER]),
        rest=3,
        lists={"one": LIST_ONE, "two": LIST_TWO},
        papers=PAPERS,
        receiver="later",
    ),
    Step(
        *("approval", (*APPROVE, "--reason", "Đã đủ tuổi", "--yes"), 0, MATURED, took(mature=[LEAVER])),
        again=True,
        repeated=2,
    ),
    Step("what was approved", ("sync",), 0, MATURED, took(mature=[LEAVER])),
    Step("what was accepted", ("sync",), 0, MOVED, NOTHING, lists={"two": THIRD_TWO}, receiver="now"),
    Step(
        *("plan", ("plan",), 0, PLANNED, took(changed=[ONE[2], ONE[3], TWO[0]], created=[SECOND])),
        lists={"one": PLANNED_ONE, "two": PLANNED_TWO},
    ),
    Step(
        *("apply", ("apply", LAST_PLAN), 0, PLANNED, took(changed=[ONE[2], ONE[3], TWO[0]], created=[SECOND])),
    ),
    Step(
        *("answers lost", ("sync",), 0, LOST, took(changed=LOST_ONE)),
        lists={"one": LOST_ONE},
        faults=({"do": "drop", "when": "after", "nth": [1, 2, 3]},),
    ),
    Step(
        *("a poison record", ("sync",), 1, POISONED, took(changed=[*LOST_ONE[:2], LOST_ONE[3]])),
        rest=1,
        lists={"one": POISONED_ONE},
        faults=({"do": "status", "status": 422, "where": {"national_id": POISON["national_id"]}},),
        stays=True,
    ),
    Step("nothing new", ("sync",), 1, POISONED, NOTHING, rest=1),
)
