"""True lives of members, and what officers' files say of them: the model the movements' machine holds the program to.

Told from the domain book, §3, not from the program: a life is one status, one unit and the overlays that last, and
every movement of it is a paper. Beside the lives stand the files: lists and registers, which lag, repeat and err. All
people are fabricated.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.support.office import Row, person

UNITS = tuple(f"Chi đoàn {number}, Đoàn xã Mẫu" for number in (1, 2, 3))
"""The branches whose lists are ours, and"""
ELSEWHERE = "Chi đoàn 9, Đoàn xã Khác"
"""one that is not."""
FAR = "Xã Xa, tỉnh Đồng Nai"
"""Where people go for a time."""
PROVINCE = "tinh"

WORDS = {
    "admit": "Kết nạp",
    "transfer_out": "Chuyển đi",
    "transfer_in": "Tiếp nhận",
    "temporary_out": "Sinh hoạt tạm thời",
    "temporary_end": "Hết sinh hoạt tạm thời",
    "away": "Đi làm ăn xa",
    "returned": "Trở về",
    "mature": "Trưởng thành",
    "strike_off": "Xóa tên",
    "expel": "Khai trừ",
    "decease": "Từ trần",
    "readmit": "Kết nạp lại",
}
GOES = {"mature": "matured", "strike_off": "struck_off", "expel": "expelled", "decease": "deceased"}
"""The movements after which nobody is a member, and the status each leads to."""
OPENS = {"away": "away", "temporary_out": "temporary_out"}
CLOSES = {"returned": "away", "temporary_end": "temporary_out"}
ARRIVALS = {"admit", "transfer_in", "readmit"}
"""The movements by which somebody comes onto a list."""
NUMBERED = {"admit", "strike_off", "expel", "mature", "readmit"}
"""The movements that are nothing without the number of a decision."""
COLUMNS = {
    "full_name": "Họ và tên",
    "date_of_birth": "Ngày sinh",
    "national_id": "CCCD",
    "unit": "Đơn vị",
    "type": "Loại biến động",
    "on": "Ngày",
    "number": "Số quyết định",
    "reason": "Lý do",
    "origin": "Nơi chuyển đi",
    "destination": "Nơi chuyển đến",
}
LISTED = {"full_name": "Họ và tên", "date_of_birth": "Ngày sinh", "national_id": "CCCD", "phone": "Số điện thoại"}
FIRST_DAY = date(2024, 1, 1)


@dataclass(eq=False)
class Member:
    """One true life. `lists` are the branches whose list has them now, which may lag behind `unit`."""

    row: Row
    status: str = "active"
    unit: str = ""
    overlays: dict[str, str] = field(default_factory=dict)
    papers: list[Paper] = field(default_factory=list)
    lists: set[str] = field(default_factory=set)
    in_dispute: bool = False

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """In short, in the story of a failure."""
        printer.text(
            f"{self.number} {self.status} in {self.unit[:10]}, on {sorted(name[:10] for name in self.lists)}"
        )

    @property
    def number(self) -> str:
        """The national ID: one for each life, and the same all through it."""
        return self.row["national_id"]

    @property
    def ours(self) -> bool:
        """Whether one of our lists should have them."""
        return self.status == "active" and self.unit != ELSEWHERE

    @property
    def came_by(self) -> Paper | None:
        """The letter that brought them where they are, where one of our units wrote it."""
        came = [(before, one) for before, one in pairwise([None, *self.papers]) if one and one.type in ARRIVALS]
        letter = came[-1][0] if came else None
        return letter if letter and letter.destination == self.unit else None

    @property
    def belongs(self) -> set[str]:
        """The lists that have them when every list is right."""
        return {self.unit} if self.ours else set()


@dataclass(eq=False)
class Paper:
    """One paper, as it is when it has everything. A `false` one is about somebody it is wrong about."""

    member: Member
    type: str
    on: date
    unit: str
    number: str = ""
    origin: str = ""
    destination: str = ""
    false: bool = False

    @property
    def transfers(self) -> bool:
        """Whether it stands for a transfer: the letter, or the reception of somebody from a unit not ours."""
        return self.type == "transfer_out" or (self.type == "transfer_in" and self.origin == ELSEWHERE)

    def _repr_pretty_(self, printer: Any, _: bool) -> None:
        """In short, in the story of a failure."""
        printer.text(
            f"{self.type} of {self.member.number} on {self.on} by {self.unit[:10]} to {self.destination[:10]}"
        )

    def cells(self, *, numbered: bool) -> dict[str, str]:
        """A register's row."""
        own = {
            "unit": self.unit,
            "type": WORDS[self.type],
            "on": self.on.strftime("%d/%m/%Y"),
            "number": self.number if numbered else "",
            "reason": "Theo đề nghị của chi đoàn",
            "origin": self.origin,
            "destination": self.destination,
        }
        return {**self.member.row, **own}


@dataclass(eq=False)
class Line:
    """A paper as it stands in a register, with its number or not yet."""

    paper: Paper
    numbered: bool

    @property
    def complete(self) -> bool:
        """Whether it has all that such a paper needs."""
        return self.numbered or self.paper.type not in NUMBERED


class Province:
    """Everybody's true life, and the files of some branches and of the province above them.

    A life goes on `pace` days after whatever happened before. The people's numbers lie `apart`.
    """

    def __init__(self, folder: Path, units: Sequence[str] = UNITS, *, pace: int = 2, apart: int = 37) -> None:
        self.folder, self.units = folder, units
        self.members: list[Member] = []
        self.registers: dict[str, list[Line]] = {name: [] for name in (*units, PROVINCE)}
        self.day = FIRST_DAY
        self._pace, self._apart, self._papers = pace, apart, 0

    # ── lives ────────────────────────────────────────────────────────────────────────────────────────────

    def born(self, unit: str) -> Member:
        """Somebody who is in a unit, with no paper that says why."""
        member = Member(person(len(self.members) * self._apart + 1), unit=unit)
        self.members.append(member)
        return member

    def admitted(self, unit: str) -> Member:
        """Somebody who joins."""
        member = self.born(unit)
        self._paper(member, "admit")
        return member

    def received(self, unit: str) -> Member:
        """Somebody who comes from a unit that is not ours."""
        member = self.born(unit)
        self._paper(member, "transfer_in", origin=ELSEWHERE)
        return member

    def moves(self, member: Member, unit: str) -> None:
        """A transfer: the sender's letter if the sender is ours, the receiver's reception if the receiver is."""
        old = member.unit
        if old != ELSEWHERE:
            self._paper(member, "transfer_out", destination=unit)
        member.unit = unit
        if unit != ELSEWHERE:
            self._paper(member, "transfer_in", origin=old)

    def changes(self, member: Member, movement: str) -> None:
        """A movement that opens or closes an overlay, or by which nobody is a member any more."""
        paper = self._paper(member, movement, destination=FAR if movement in OPENS else "")
        if movement in GOES:
            member.status, member.overlays = GOES[movement], {}
        elif movement in OPENS:
            member.overlays[OPENS[movement]] = paper.on.isoformat()
        else:
            del member.overlays[CLOSES[movement]]

    def readmitted(self, member: Member, unit: str) -> None:
        """Somebody who comes back after they were struck off or expelled."""
        member.unit = unit
        self._paper(member, "readmit")
        member.status = "active"

    def possible(self, member: Member) -> Sequence[str]:
        """The movements that may follow in a true life, by the table of the domain book."""
        if member.status == "active" and member.unit == ELSEWHERE:
            return ["move"]
        if member.status == "active":
            open_ = [name for name, overlay in OPENS.items() if overlay not in member.overlays]
            close = [name for name, overlay in CLOSES.items() if overlay in member.overlays]
            return ["move", "move", *open_, *close, *GOES]
        if member.status in {"struck_off", "expelled"}:
            return ["readmit", "readmit", "decease"]
        return ["decease"] if member.status == "matured" else []

    def _paper(
        self, member: Member, movement: str, origin: str = "", destination: str = "", *, false: bool = False
    ) -> Paper:
        self.day += timedelta(days=self._pace)
        self._papers += 1
        paper = Paper(
            member, movement, self.day, member.unit, f"{self._papers}-QĐ/ĐTN", origin, destination, false=false
        )
        member.papers.append(paper)
        return paper

    def false_paper(self, member: Member, movement: str) -> Paper:
        """A paper that should be about somebody else."""
        paper = self._paper(member, movement, false=True)
        member.in_dispute = True
        return paper

    # ── files ────────────────────────────────────────────────────────────────────────────────────────────

    def lines(self, member: Member) -> Iterable[Line]:
        """What any register says of somebody."""
        return (line for lines in self.registers.values() for line in lines if line.paper.member is member)

    def unwritten(self) -> list[Paper]:
        """Papers no register has yet."""
        written = {id(line.paper) for lines in self.registers.values() for line in lines}
        return [paper for member in self.members for paper in member.papers if id(paper) not in written]

    def write_down(self, paper: Paper, register: str, *, numbered: bool = True) -> None:
        """Put a paper into a register."""
        self.registers[register].append(Line(paper, numbered))

    def correct(self) -> None:
        """Take false papers out again, and write down what is true: every paper, complete, and every list."""
        self.retract()
        for paper in self.unwritten():
            self.write_down(paper, paper.unit)
        for lines in self.registers.values():
            for line in lines:
                line.numbered = True
        for member in self.members:
            member.lists = member.belongs

    def retract(self) -> None:
        """Take false papers out again."""
        for name, lines in self.registers.items():
            self.registers[name] = [line for line in lines if not line.paper.false]
        for member in self.members:
            member.in_dispute = False
            member.papers = [paper for paper in member.papers if not paper.false]

    def write(self) -> None:
        """Write every list and register as it stands now."""
        rows: dict[str, list[Row]] = {unit: [] for unit in self.units}
        for member in self.members:
            for unit in member.lists:
                rows[unit].append(member.row)
        for index, unit in enumerate(self.units, 1):
            self._csv(f"list-{index}.csv", LISTED, rows[unit])
        for index, lines in enumerate(self.registers.values(), 1):
            self._csv(f"register-{index}.csv", COLUMNS, [one.paper.cells(numbered=one.numbered) for one in lines])

    def _csv(self, name: str, columns: dict[str, str], rows: Iterable[Row]) -> None:
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns.values())
            writer.writerows([row[each] for each in columns] for row in rows)

    def settings(self) -> str:
        """The tables `[[list]]` of these files."""
        lists = [
            f'[[list]]\nname = "list-{index}"\npath = "list-{index}.csv"\nunit = "{unit}"\ncomplete = true\n'
            for index, unit in enumerate(self.units, 1)
        ]
        registers = [
            f'[[list]]\nname = "register-{index}"\nkind = "movements"\npath = "register-{index}.csv"\n'
            for index in range(1, len(self.registers) + 1)
        ]
        return "".join([*lists, *registers])
