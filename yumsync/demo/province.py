"""A fabricated province: units and people who do not exist, in the patterns of the domain book §2, §4 and §5.

Everything follows from the seed, so the same province can be made again for a comparison. It stands at
30 November 2022, the year of the ten districts and 695 branches it is sized after; its members are 16 to 30
years old on that day, and no date in it lies in anybody's future.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import cycle
from typing import Any

AS_OF = date(2022, 11, 30)
"""The day on which the province's lists are true."""

MEMBERS, YOUTH = "members", "youth"

_POSITIONS = ("Bí thư chi đoàn", "Phó bí thư chi đoàn", *("Ủy viên Ban Chấp hành chi đoàn",) * 3)
_MOBILES = (
    *(f"03{digit}" for digit in range(2, 10)),
    *(f"07{digit}" for digit in (0, 6, 7, 8, 9)),
    *(f"08{digit}" for digit in (1, 2, 3, 4, 5, 6, 8, 9)),
    *(f"09{digit}" for digit in (0, 1, 3, 4, 6, 7, 8)),
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A chi đoàn. `number` is its place in the province; `path` names it uniquely, `name` does not."""

    number: int
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Commune:
    """A xã, phường or thị trấn and its base-level union, with the branches under it."""

    name: str
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class District:
    """A district; `number` from 0 decides in which layout its officers keep their lists."""

    number: int
    name: str
    communes: tuple[Commune, ...]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a list. `values` is the record as it should stand after cleaning, by field name: ISO dates cut
    to their precision, ten-digit phones, the centre's labels, no empty values. An old nine-digit card stands
    under `national_id`, because that is the column it is written in. `number` is never reused."""

    number: int
    kind: str
    branch: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Deliberate:
    """A mistake put into one cell: `typed` stands on the list in place of the person's value of `field`.

    It `stops` the row where the person could not be told apart without that value (the domain book §5); anywhere
    else the rest of the row is good, and only this value is left out.
    """

    person: int
    code: str
    field: str
    typed: str

    @property
    def stops(self) -> bool:
        """Whether the row is in error as long as the mistake stands."""
        return self.field in {"full_name", "date_of_birth", "national_id", "member_code"}


@dataclass(frozen=True, slots=True)
class Province:
    """The whole of it: people in list order (by branch, members before youth), and the mistakes by person."""

    seed: int
    districts: tuple[District, ...]
    people: tuple[Person, ...]
    deliberate: Mapping[int, Deliberate]

    @property
    def branches(self) -> tuple[Branch, ...]:
        """All branches, by number."""
        return tuple(b for district in self.districts for commune in district.communes for b in commune.branches)

    def count(self, kind: str) -> int:
        """How many people of a kind there are, the mistyped included."""
        return sum(person.kind == kind for person in self.people)

    @property
    def stopped(self) -> int:
        """How many people a mistake keeps from being sent."""
        return sum(mistake.stops for mistake in self.deliberate.values())

    @property
    def sound(self) -> int:
        """How many people a first sync sends."""
        return len(self.people) - self.stopped


def generate(
    seed: int = 2022,
    *,
    districts: int = 10,
    branches: int = 695,
    members: int = 48_000,
    youth: int = 12_000,
    mistakes: int | None = None,
) -> Province:
    """Make a province with exactly these numbers; `mistakes` members carry a `Deliberate` one (by default one in
    some 1 300, and six at least).

    Raises ValueError where there are not enough branches for the districts or people for the branches.
    """
    if not 0 < districts <= branches <= members:
        raise ValueError("every district needs a branch and every branch a member")
    rng = random.Random(seed)  # noqa: S311 - fabricated data must be the same again for the same seed
    made = _districts(rng, districts, branches)
    maker = PeopleMaker(seed, made)
    people: list[Person] = []
    sizes = _spread(rng, members, branches, least=1), _spread(rng, youth, branches, least=0)
    for branch, (in_union, outside) in enumerate(zip(*sizes, strict=True)):
        inside = maker.make(rng, MEMBERS, branch, in_union, first=len(people))
        people.extend(inside)
        known = [person.values["full_name"] for person in inside]
        people.extend(maker.make(rng, YOUTH, branch, outside, first=len(people), taken=known))
    wrong = max(6, round(members / 1333)) if mistakes is None else mistakes
    return Province(seed, made, tuple(people), _mistakes(rng, people, wrong))


@cache
def words() -> Mapping[str, Any]:
    """Return names.toml: what names, places and coded values are drawn from."""
    return tomllib.loads(resources.files(__package__).joinpath("names.toml").read_text(encoding="utf-8"))


# ── units ────────────────────────────────────────────────────────────────────────────────────────────────


def _spread(rng: random.Random, total: int, bins: int, least: int) -> list[int]:
    """Split `total` unevenly over `bins`, each at least `least`, the sum exact."""
    weights = [rng.uniform(0.5, 1.5) for _ in range(bins)]
    share = (total - least * bins) / sum(weights)
    sizes = [least + int(weight * share) for weight in weights]
    for index in rng.sample(range(bins), total - sum(sizes)):
        sizes[index] += 1
    return sizes


def _districts(rng: random.Random, districts: int, branches: int) -> tuple[District, ...]:
    places = words()["places"]
    pairs = [f"{first} {last}" for first in places["firsts"] for last in places["lasts"] if first != last]
    rng.shuffle(pairs)
    made: list[District] = []
    number = used = 0
    for index, size in enumerate(_spread(rng, branches, districts, least=1)):
        name = places["districts"][index % len(places["districts"])]
        communes: list[Commune] = []
        for part in _spread(rng, size, max(1, round(size / 5.75)), least=1):
            place = pairs[used % len(pairs)] + (f" {used // len(pairs) + 1}" if used >= len(pairs) else "")
            town = name.startswith("Thành phố") or (used % 9 == 4)
            communes.append(_commune(places, place, town, number, part))
            number += part
            used += 1
        made.append(District(index, name, tuple(communes)))
    return tuple(made)


def _commune(places: Mapping[str, Any], place: str, town: bool, first: int, size: int) -> Commune:
    kind = "phường" if town else "xã"
    union = f"Đoàn {kind} {place}"
    branches: list[Branch] = []
    for index in range(size):
        village = "Khu phố" if town else places["villages"][(first + index) % len(places["villages"])]
        counted = " " not in village or town or any(branch.name.endswith(village) for branch in branches)
        name = f"Chi đoàn {village} {index + 1}" if counted else f"Chi đoàn {village}"
        branches.append(Branch(first + index, name, f"{name}, {union}"))
    return Commune(f"{kind.capitalize()} {place}", tuple(branches))


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────


class PeopleMaker:
    """Makes people of one province, beside those who are there already.

    Numbers given to people must not repeat: identifiers are made from them. No two people share both name and
    birth date, which would be a question for an officer.
    """

    def __init__(self, seed: int, districts: Sequence[District], people: Iterable[Person] = ()) -> None:
        self._words = words()
        self._offset = seed * 7919
        self._born = {(person.values["full_name"], person.values["date_of_birth"]) for person in people}
        self._where = {
            branch.number: (branch, commune, district)
            for district in districts
            for commune in district.communes
            for branch in commune.branches
        }

    def make(
        self,
        rng: random.Random,
        kind: str,
        branch: int,
        count: int,
        *,
        first: int,
        taken: Iterable[str] | None = None,
    ) -> list[Person]:
        """Make `count` people of a branch, numbered from `first`.

        `taken` are the full names already in the branch, which nobody new is given; None says that the branch is
        new, and its first members become its officers.
        """
        coded = {
            field: rng.choices(table["labels"], table["weights"], k=count)
            for field, table in self._words["coded"].items()
        }
        names = set(taken or ())
        officers = _POSITIONS if taken is None else ()
        people: list[Person] = []
        for index in range(count):
            values = self._person(rng, kind, branch, first + index, names)
            values |= {field: labels[index] for field, labels in coded.items() if field not in values}
            if kind == MEMBERS:
                values["position"] = officers[index] if index < len(officers) else "Đoàn viên"
                if people and rng.random() < 0.01:  # brothers and sisters share a telephone
                    values["phone"] = people[-1].values["phone"]
            kept = {field: value for field, value in values.items() if value}
            people.append(Person(first + index, kind, branch, kept))
        return people

    def _person(self, rng: random.Random, kind: str, branch: int, number: int, names: set[str]) -> dict[str, str]:
        place, commune, district = self._where[branch]
        male = rng.random() < 0.5
        name, ethnicity, religion = self._named(rng, male, names)
        youngest = AS_OF - timedelta(days=round(16.3 * 365.25))
        born = youngest - timedelta(days=int(rng.triangular(0, 13.6 * 365, 5 * 365)))
        while (name, born.isoformat()) in self._born:
            born -= timedelta(days=1)
        self._born.add((name, born.isoformat()))
        at_home = f"{commune.name}, {district.name}, tỉnh {self._words['province']}"
        values = {
            "full_name": name,
            "date_of_birth": born.isoformat(),
            "gender": "male" if male else "female",
            "ethnicity": ethnicity,
            "religion": religion,
            "hometown": at_home,
            "permanent_address": self._address(rng, place, at_home),
            "phone": rng.choice(_MOBILES) + f"{(number * 7919 + self._offset) % 10_000_000:07d}",
            "unit": place.path,
        }
        if rng.random() < 0.7:
            values["email"] = f"dv{number:06d}@{self._words['mail']}"
        if born > AS_OF - timedelta(days=round(18.4 * 365.25)):
            values |= {"occupation": "Học sinh", "professional_level": "Chưa có", "political_theory_level": "Chưa có"}
        values |= self._card(rng, born, male, number)
        if kind == MEMBERS:
            values |= self._membership(rng, born, number, place)
        else:
            values |= dict.fromkeys(("membership_type", "training_status", "reward", "political_theory_level"), "")
        return values

    def _named(self, rng: random.Random, male: bool, names: set[str]) -> tuple[str, str, str]:
        """Return a name nobody in the branch has yet, with the ethnicity and religion it goes with."""
        kinh, faiths = self._words["kinh"], self._words["religion"]
        sex = "male" if male else "female"
        while True:
            if rng.random() < 0.91:
                family = rng.choices(kinh["families"], kinh["weights"])[0]
                name = f"{family} {rng.choice(kinh[f'{sex}_middles'])} {rng.choice(kinh[f'{sex}_givens'])}"
                ethnicity, religion = "Kinh", rng.choices(faiths["labels"], faiths["weights"])[0]
            else:
                people = rng.choices(self._words["people"], [entry["weight"] for entry in self._words["people"]])[0]
                given = rng.choice(people.get(f"{sex}_givens", kinh[f"{sex}_givens"]))
                name = rng.choice(people[sex]).format(given=given)
                ethnicity, religion = people["ethnicity"], rng.choice(people["religions"])
            if name not in names:
                names.add(name)
                return name, ethnicity, religion

    def _address(self, rng: random.Random, place: Branch, at_home: str) -> str:
        quarter = place.name.removeprefix("Chi đoàn ")
        if quarter.startswith("Khu phố"):
            street = rng.choice(self._words["places"]["streets"])
            return f"{rng.randint(1, 300)} {street}, {quarter}, {at_home}"
        return f"Tổ {rng.randint(1, 12)}, {quarter}, {at_home}"

    def _card(self, rng: random.Random, born: date, male: bool, number: int) -> dict[str, str]:
        """A twelve-digit card of 2021 or 2022, or for one in twenty of the older an old nine-digit one."""
        code, label = rng.choices(self._words["issue_provinces"], self._words["issue_weights"])[0]
        serial = (number * 7907 + self._offset) % 1_000_000
        if born.year <= 2002 and rng.random() < 0.08:
            issued = date(2018, 1, 1) + timedelta(days=rng.randrange(900))
            return {
                "national_id": f"26{(serial + number // 1_000_000) % 10_000_000:07d}",
                "id_issue_date": issued.isoformat(),
                "id_issue_place": label,
            }
        issued = date(2021, 1, 4) + timedelta(days=rng.randrange(660))
        return {
            "national_id": national_id(code, male, born, serial),
            "id_issue_date": issued.isoformat(),
            "id_issue_place": self._words["police"],
        }

    def _membership(self, rng: random.Random, born: date, number: int, place: Branch) -> dict[str, str]:
        sixteen = born + timedelta(days=round(16 * 365.25) + 1)
        joined = sixteen + timedelta(days=rng.randrange(min(1500, (AS_OF - sixteen).days)))
        values = {"union_join_date": joined.isoformat(), "union_join_place": place.path.split(", ")[1]}
        if rng.random() < 0.02:  # only the month is remembered
            values["union_join_date"] = joined.isoformat()[:7]
        if rng.random() < 0.6:
            values["member_code"] = f"9{number % 1_000_000:06d}"
        if rng.random() < 0.8:
            values["admission_resolution_no"] = f"{rng.randint(1, 400)}-NQ/ĐTN"
        if rng.random() < 0.8:
            values["card_no"] = f"TH{number:06d}"
        if rng.random() < 0.6:
            values["book_no"] = f"SĐ{number:06d}"
        if rng.random() < 0.2:
            values["student_code"] = f"SV{number:07d}"
        if rng.random() < 0.05 and born.year <= 2002:
            values["party_join_date"] = (AS_OF - timedelta(days=rng.randrange(10, 700))).isoformat()
        return values


def national_id(province: str, male: bool, born: date, serial: int) -> str:
    """Return twelve digits `PPP G YY NNNNNN` as the domain book §5 reads them."""
    century = 2 if born.year >= 2000 else 0
    return f"{province}{century + (not male)}{born.year % 100:02d}{serial:06d}"


# ── mistakes ─────────────────────────────────────────────────────────────────────────────────────────────

_MISTAKES: tuple[tuple[str, str], ...] = (
    ("impossible-date", "date_of_birth"),
    ("text-in-date", "union_join_date"),
    ("unknown-label", "occupation"),
    ("bad-phone", "phone"),
    ("two-digit-year", "date_of_birth"),
    ("short-id", "national_id"),
)
"""The mistakes in the order they are handed out. Every members' layout carries these fields."""


def _mistakes(rng: random.Random, people: Sequence[Person], count: int) -> Mapping[int, Deliberate]:
    members = [person for person in people if person.kind == MEMBERS]
    chosen = sorted(rng.sample(members, min(count, len(members))), key=lambda person: person.number)
    return {
        person.number: Deliberate(person.number, code, field, _mistyped(code, person.values[field]))
        for person, (code, field) in zip(chosen, cycle(_MISTAKES), strict=False)
    }


def _mistyped(code: str, right: str) -> str:
    match code:
        case "impossible-date":
            return f"31/02/{right[:4]}"
        case "text-in-date":
            return "không nhớ"
        case "unknown-label":
            return "Thợ điện"
        case "bad-phone":
            return right[:6]
        case "two-digit-year":
            return f"{right[8:10]}/{right[5:7]}/{right[2:4]}"
        case _:
            return right[:-2]
