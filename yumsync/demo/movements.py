"""The movements of one month: who comes, goes and is away, and what the registers of the districts say of it.

Every movement of the domain book §3 happens to somebody, and so does what goes wrong with them: a letter that was
withdrawn, a side that was not written down, a decision without its number, a paper that cannot be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from yumsync.demo.changes import ADMITTED, Changes
from yumsync.demo.province import AS_OF, MEMBERS, Person

SHARES: Mapping[str, float] = {
    "mature": 0.002,
    "strike_off": 0.0006,
    "expel": 0.00004,
    "decease": 0.00004,
    "local": 0.0015,
    "on_the_way": 0.0001,
    "outside": 0.0005,
    "received": 0.0005,
    "withdrawn": 0.0001,
    "temporary_out": 0.0002,
    "temporary_in": 0.0001,
    "away": 0.001,
    "extend": 0.0002,
    "party_admit": 0.0005,
    "readmit": 0.00004,
}
"""How many of the members each happens to, one at least."""

INCOMPLETE, IMPOSSIBLE, LETTERLESS, UNPAPERED, STILL_LISTED, UNLISTED = 3, 2, 2, 2, 2, 2
"""How many papers lack their number, cannot be, or are missing, and how many lists are behind a paper."""

_FAR = ("Đoàn phường Tân Bình, Thành đoàn TP Hồ Chí Minh", "Đoàn xã Tam Phước, Tỉnh đoàn Đồng Nai")
_WORK = ("Bình Dương", "Đồng Nai", "TP Hồ Chí Minh", "Long An")
_PER_BRANCH = 2
"""How many leave one branch at most: more would be a question of its own."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One row of a district's register: `person` as they were known, in whose branch it is written."""

    person: Person
    branch: int
    movement: str
    on: date
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Moved:
    """What the movements of the month come to, by people's numbers.

    `carried` are those of whom the upstream is told, by the operation's type, in the order of their papers;
    `on_the_way` those of its transfers whom no list has yet. Of the others nothing is sent: a letter was `withdrawn`;
    a number is lacking (`incomplete`); only the receiver wrote it down (`letterless`), or nobody (`unpapered`); they
    are `still_listed`, or `unlisted` though admitted; the paper is `impossible`.
    """

    papers: Sequence[Paper]
    carried: Mapping[str, Sequence[int]]
    on_the_way: tuple[int, ...]
    withdrawn: tuple[int, ...]
    incomplete: tuple[int, ...]
    letterless: tuple[int, ...]
    unpapered: tuple[int, ...]
    still_listed: tuple[int, ...]
    unlisted: tuple[int, ...]
    impossible: tuple[int, ...]

    @property
    def sent(self) -> dict[str, int]:
        """Operations by type."""
        return {name: len(people) for name, people in self.carried.items()}

    @property
    def held(self) -> Mapping[str, int]:
        """Questions by code."""
        return {
            "gone-but-listed": len(self.still_listed),
            "movement-incomplete": len(self.incomplete),
            "transfer-letter-missing": len(self.letterless),
            "unit-changed": len(self.unpapered),
        }

    @property
    def touched(self) -> Iterator[int]:
        """Everybody to whom some movement happened."""
        for people in (*self.carried.values(), self.withdrawn, self.incomplete, self.letterless, self.unpapered):
            yield from people
        yield from (*self.still_listed, *self.unlisted, *self.impossible)


def move(changes: Changes) -> Moved:
    """Let the movements happen: lists and registers say the same, but for what is told otherwise."""
    return _Movements(changes).month()


class _Movements:
    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._papers: list[Paper] = []
        self._carried: dict[str, list[int]] = {}
        self._left: Counter[int] = Counter()
        self._numbers = 0
        self._free = changes.free(lambda person: person.kind == MEMBERS)
        self._oldest = sorted(self._free, key=lambda person: person.values["date_of_birth"], reverse=True)

    def month(self) -> Moved:
        for _ in range(self._count("mature")):
            self._goes("mature", self._one(leaves=True, among=self._oldest))
        for name in ("strike_off", "expel", "decease"):
            for person in self._some(name, leaves=True):
                self._goes(name, person)
        self._overlays()
        self._readmit()
        on_the_way = self._transfers()
        self._come()
        return Moved(
            papers=self._papers,
            carried=self._carried,
            on_the_way=on_the_way,
            withdrawn=self._withdrawn(),
            incomplete=self._incomplete(),
            letterless=self._moved_without(LETTERLESS, received=True),
            unpapered=self._moved_without(UNPAPERED, received=False),
            still_listed=self._still_listed(),
            unlisted=self._unlisted(),
            impossible=self._impossible(),
        )

    # ── whom ─────────────────────────────────────────────────────────────────────────────────────────────

    def _count(self, name: str) -> int:
        return max(1, round(self._changes.before.count(MEMBERS) * SHARES[name]))

    def _from(self, people: list[Person], fits: Callable[[Person], bool] = lambda person: True) -> Person:
        """Take the last of `people` nothing has happened to who fits. Raises ValueError where there is none."""
        for index in range(len(people) - 1, -1, -1):
            if fits(people[index]) and self._changes.touch(people[index]):
                return people.pop(index)
        raise ValueError("no member left for a movement")

    def _one(
        self,
        *,
        leaves: bool = False,
        fits: Callable[[Person], bool] = lambda person: True,
        among: list[Person] | None = None,
    ) -> Person:
        found = self._from(
            self._free if among is None else among,
            lambda one: fits(one) and (not leaves or self._left[one.branch] < _PER_BRANCH),
        )
        self._left[found.branch] += leaves
        return found

    def _some(self, name: str, *, leaves: bool = False) -> Iterator[Person]:
        return (self._one(leaves=leaves) for _ in range(self._count(name)))

    # ── papers ───────────────────────────────────────────────────────────────────────────────────────────

    def _number(self, of: str = "QĐ/ĐTN") -> str:
        self._numbers += 1
        return f"{self._numbers}-{of}"

    def _day(self, first: int = 1, last: int = 28) -> date:
        return AS_OF + timedelta(days=self._changes.rng.randint(first, last))

    def _write(
        self,
        movement: str,
        person: Person,
        facts: Mapping[str, str] | None = None,
        *,
        on: date | None = None,
        branch: int | None = None,
    ) -> Paper:
        where = person.branch if branch is None else branch
        paper = Paper(person, where, movement, on or self._day(), facts or {})
        self._papers.append(paper)
        return paper

    def _decided(self) -> dict[str, str]:
        return {"decision_no": self._number(), "issued_by": "Đoàn cơ sở"}

    def _carry(self, kind: str, person: Person) -> None:
        self._carried.setdefault(kind, []).append(person.number)

    # ── who goes ─────────────────────────────────────────────────────────────────────────────────────────

    def _goes(self, movement: str, person: Person) -> None:
        self._write(movement, person, self._decided() | _reason(movement))
        self._changes.leave(person.number)
        self._carry(movement, person)

    def _overlays(self) -> None:
        for number, person in enumerate(self._some("away")):
            self._write("away", person, {"destination": _WORK[number % len(_WORK)]}, on=self._day(1, 10))
            self._carry("away", person)
            if number % 5 == 0:
                self._write("returned", person, on=self._day(20, 28))
                self._carry("returned", person)
        for number, person in enumerate(self._some("temporary_out")):
            letter = {"destination": _FAR[0], "decision_no": self._number("GGT")}
            self._write("temporary_out", person, letter, on=self._day(1, 10))
            self._carry("temporary_out", person)
            if number % 3 == 0:
                self._write("temporary_end", person, on=self._day(20, 28))
                self._carry("temporary_end", person)
        for _ in range(self._count("extend")):
            person = self._from(self._oldest)
            self._write("extend", person, self._decided())
            self._carry("extend", person)
        for _ in range(self._count("party_admit")):
            person = self._one(
                fits=lambda one: "party_join_date" not in one.values and one.values["date_of_birth"] < "2003"
            )
            self._write("party_admit", person)
            self._carry("party_admit", person)

    def _readmit(self) -> None:
        for person in self._some("readmit", leaves=True):
            self._write("strike_off", person, self._decided() | _reason("strike_off"), on=self._day(1, 5))
            self._write("readmit", person, self._decided(), on=self._day(25, 28))
            self._carry("strike_off", person)
            self._carry("readmit", person)

    # ── who moves ────────────────────────────────────────────────────────────────────────────────────────

    def _elsewhere(self, person: Person) -> int:
        others = sorted(self._changes.branches.keys() - {person.branch} - self._changes.closed)
        return self._changes.rng.choice(others)

    def _transfers(self) -> tuple[int, ...]:
        for person in self._some("local"):
            branch = self._elsewhere(person)
            self._letter(person, self._changes.branches[branch].path)
            self._received(person, branch)
            self._changes.settle_in(person.number, branch)
            self._carry("transfer", person)
        waiting: list[int] = []
        for person in self._some("on_the_way"):
            self._letter(person, self._changes.branches[self._elsewhere(person)].path)
            self._changes.leave(person.number)
            self._carry("transfer", person)
            waiting.append(person.number)
        for number, person in enumerate(self._some("outside")):
            self._letter(person, _FAR[number % len(_FAR)])
            self._changes.leave(person.number)
            self._carry("transfer", person)
        return tuple(waiting)

    def _letter(self, person: Person, destination: str, number: str = "") -> None:
        told = {"decision_no": number or self._number("GGT"), "destination": destination, "reason": "Chuyển nơi ở"}
        self._write("transfer_out", person, told, on=self._day(1, 12))

    def _received(self, person: Person, branch: int) -> None:
        self._write("transfer_in", person, {"origin": person.values["unit"]}, on=self._day(15, 28), branch=branch)

    def _withdrawn(self) -> tuple[int, ...]:
        people = list(self._some("withdrawn"))
        for person in people:
            number = self._number("GGT")
            self._letter(person, _FAR[1], number)
            told = {"decision_no": number, "reason": "Ở lại địa phương"}
            self._write("transfer_withdrawn", person, told, on=self._day(15, 28))
        return _numbers(people)

    def _moved_without(self, count: int, *, received: bool) -> tuple[int, ...]:
        """People another list has now, by the receiver's paper alone, or by none."""
        people = [self._one() for _ in range(count)]
        for person in people:
            branch = self._elsewhere(person)
            if received:
                self._received(person, branch)
            self._changes.settle_in(person.number, branch)
        return _numbers(people)

    # ── who comes ────────────────────────────────────────────────────────────────────────────────────────

    def _come(self) -> None:
        for name, movement in (("received", "transfer_in"), ("temporary_in", "temporary_in")):
            for number in range(self._count(name)):
                person = self._changes.newcomer()
                self._write(
                    movement, person, {"origin": _FAR[number % len(_FAR)], "decision_no": self._number("GGT")}
                )
                self._carry(movement, person)
        papers = round(self._changes.before.count(MEMBERS) * ADMITTED / 2)
        for number in range(max(1, papers)):
            person = self._changes.admitted(number)
            self._admission(person)
            self._carry("admit", person)

    def _admission(self, person: Person) -> None:
        on = date.fromisoformat(person.values["union_join_date"])
        self._write("admit", person, {"decision_no": person.values["admission_resolution_no"]}, on=on)

    def _unlisted(self) -> tuple[int, ...]:
        people = [self._changes.admitted(number, listed=False) for number in range(UNLISTED)]
        for person in people:
            self._admission(person)
        return _numbers(people)

    # ── what goes wrong ──────────────────────────────────────────────────────────────────────────────────

    def _incomplete(self) -> tuple[int, ...]:
        people = [self._one(leaves=True) for _ in range(INCOMPLETE)]
        for person in people:
            self._write("strike_off", person, _reason("strike_off"))
            self._changes.leave(person.number)
        return _numbers(people)

    def _still_listed(self) -> tuple[int, ...]:
        people = [self._one(leaves=True, among=self._oldest) for _ in range(STILL_LISTED)]
        for person in people:
            self._write("mature", person, self._decided())
        return _numbers(people)

    def _impossible(self) -> tuple[int, ...]:
        people = [self._one() for _ in range(IMPOSSIBLE)]
        for person in people:
            self._write("returned", person)
        return _numbers(people)


def _reason(movement: str) -> dict[str, str]:
    said = {"strike_off": "Bỏ sinh hoạt ba tháng", "expel": "Vi phạm kỷ luật"}.get(movement)
    return {"reason": said} if said else {}


def _numbers(people: Sequence[Person]) -> tuple[int, ...]:
    return tuple(person.number for person in people)
