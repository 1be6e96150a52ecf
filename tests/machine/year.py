"""A year of a province: every month people join, move, go away, come back, mature and leave, and papers say so.

The lives are those of `tests.machine.lives`, with as many movements each month as a province has. Papers come with
the month, but some receptions a month late, and some rows twice. All people are fabricated.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from tests.machine.lives import ELSEWHERE, PROVINCE, Member, Paper, Province

BRANCHES_OF_A_BASE = 6
MONTHLY = {
    "mature": 0.0025,
    "strike_off": 0.0004,
    "expel": 0.0001,
    "decease": 0.0001,
    "away": 0.008,
    "returned": 0.005,
    "move": 0.004,
    "leave": 0.002,
    "phone": 0.005,
}
"""How many of the members each month, one by one."""
COME = {"admitted": 0.006, "received": 0.0015}
BACK = 0.1
"""How many of those struck off or expelled are admitted again each month."""
LATE, TWICE = 0.1, 0.05
REMOVED_AT_MOST = 4
"""Of one branch in a month: more is a question for an officer."""
REMOVES = {"mature", "strike_off", "expel", "decease"}


def branches(count: int) -> Sequence[str]:
    """Name branches, six to a base."""
    return [
        f"Chi đoàn {index % BRANCHES_OF_A_BASE + 1}, Đoàn xã Mẫu {index // BRANCHES_OF_A_BASE + 1}"
        for index in range(count)
    ]


class Year:
    """The months of a province of so many members in so many branches."""

    def __init__(self, folder: Path, members: int, branch_count: int, seed: int) -> None:
        self._random = random.Random(seed)
        self.province = Province(folder, branches(branch_count), pace=0, apart=1)
        self._late: list[Paper] = []
        for number in range(members):
            member = self.province.born(self.province.units[number % branch_count])
            member.lists = member.belongs

    def strength(self) -> Counter[str]:
        """How many members each branch truly has."""
        return Counter(member.unit for member in self.province.members if member.ours)

    def month(self) -> Counter[str]:
        """Let a month pass and write it down; return how many went through each line of the movement identity."""
        lines: Counter[str] = Counter()
        late, self._late = self._late, []
        for paper in late:
            self.province.write_down(paper, paper.unit)
        self.province.day += timedelta(days=28)
        ours = [member for member in self.province.members if member.ours]
        self._random.shuffle(ours)
        removed: Counter[str] = Counter()
        happened: list[tuple[Member, int]] = []
        for movement, share in MONTHLY.items():
            for _ in range(max(1, round(share * len(ours)))):
                member = ours.pop()
                if movement in REMOVES and removed[member.unit] >= REMOVED_AT_MOST:
                    continue
                removed[member.unit] += movement in REMOVES
                happened.append((member, len(member.papers)))
                lines.update(self._happens(member, movement))
        gone = [one for one in self.province.members if one.status in {"struck_off", "expelled"}]
        for member in gone:
            if self._random.random() < BACK and not any(member is one for one, _ in happened):
                happened.append((member, len(member.papers)))
                self.province.readmitted(member, self._unit())
                lines["readmitted"] += 1
        for how, share in COME.items():
            for _ in range(max(1, round(share * len(self.province.members)))):
                member = getattr(self.province, how)(self._unit())
                happened.append((member, 0))
                lines["admitted" if how == "admitted" else "transferred_in"] += 1
        for member, before in happened:
            member.lists = member.belongs
            self._write_down(member.papers[before:])
        self.province.write()
        return lines

    def _happens(self, member: Member, movement: str) -> Sequence[str]:
        province = self.province
        if movement == "phone":
            member.row["phone"] = f"03{self._random.randrange(10**8):08}"
        elif movement == "leave":
            province.moves(member, ELSEWHERE)
            return ["transferred_out"]
        elif movement == "move":
            province.moves(member, self._random.choice([one for one in province.units if one != member.unit]))
            return ["transferred_out", "transferred_in"]
        elif movement in province.possible(member):
            province.changes(member, movement)
            return [_LINES[movement]] if movement in _LINES else []
        return []

    def _write_down(self, papers: Sequence[Paper]) -> None:
        for paper in papers:
            if paper.type == "transfer_in" and len(papers) > 1 and self._random.random() < LATE:
                self._late.append(paper)
                continue
            self.province.write_down(paper, paper.unit)
            if self._random.random() < TWICE:
                self.province.write_down(paper, PROVINCE)

    def _unit(self) -> str:
        return self._random.choice(self.province.units)


_LINES = {"mature": "matured", "strike_off": "struck_off", "expel": "expelled", "decease": "deceased"}
