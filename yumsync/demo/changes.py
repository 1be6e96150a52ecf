"""What happens to a province in a month, step by step: each takes people nothing has happened to yet."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from yumsync.demo.layouts import Layout, layout_of
from yumsync.demo.province import (
    AS_OF,
    MEMBERS,
    Deliberate,
    PeopleMaker,
    Person,
    Province,
    national_id,
    words,
)
from yumsync.demo.writers import Document, documents

UPDATED, ADMITTED, MISSING, CORRECTED = 0.015, 0.006, 0.004, 1 / 3
"""Shares: of the people, of the members (half of them by a paper), of the people, and of the mistakes."""

NEW_CARDS, PASTED, CONTRADICTED = 8, 4, 3
"""How many people get a new ID card, are pasted twice the same, and are typed twice differently."""


class Changes:
    """The people as the month goes on. `_free` are those nothing was done to; each step takes from them."""

    def __init__(self, province: Province, rng: random.Random) -> None:
        self.before = province
        self.rng = rng
        self.people = {person.number: person for person in province.people}
        self.branches = {branch.number: branch for branch in province.branches}
        self.twice: dict[int, Person] = {}
        self._deliberate = dict(province.deliberate)
        self._free = {number for number in self.people if number not in province.deliberate}
        self._documents = list(documents(province))
        self._layouts = {
            branch.number: {kind: layout_of(district.number, kind) for kind in ("members", "youth")}
            for district in province.districts
            for commune in district.communes
            for branch in commune.branches
        }
        self._maker = PeopleMaker(province.seed, province.districts, province.people)
        self.closed: set[int] = set()
        """Branches whose list is not what it should be."""
        self._next = max(person.number for person in province.people) + 1
        self._names: defaultdict[int, list[str]] = defaultdict(list)
        for person in province.people:
            self._names[person.branch].append(person.values["full_name"])

    def province(self) -> Province:
        """The province after everything that was done so far; newcomers stand last in their branch."""
        everyone = sorted(
            self.people.values(), key=lambda person: (person.branch, person.kind != MEMBERS, person.number)
        )
        return Province(self.before.seed, self.before.districts, tuple(everyone), self._deliberate)

    def _columns(self, person: Person) -> set[str]:
        return {field for field, _ in self._layout(person).columns}

    def _layout(self, person: Person) -> Layout:
        return self._layouts[person.branch][person.kind]

    def free(self, fits: Callable[[Person], bool] = lambda person: True) -> list[Person]:
        """Return plain members nothing was done to, in a random order: never an officer of the branch."""
        found = [
            person
            for number in sorted(self._free)
            if (person := self.people[number]).values.get("position") == "Đoàn viên" and fits(person)
        ]
        self.rng.shuffle(found)
        return found

    def touch(self, person: Person) -> bool:
        """Mark somebody as done; return whether nothing had been done to them before."""
        was_free = person.number in self._free
        self._free.discard(person.number)
        return was_free

    def leave(self, number: int) -> None:
        """Take somebody off their list."""
        del self.people[number]

    def settle_in(self, number: int, branch: int) -> None:
        """Put somebody on the list of another branch. A code no list has said is not known there either."""
        person = self.people[number]
        values = {**person.values, "unit": self.branches[branch].path}
        if "member_code" not in self._columns(person):
            values.pop("member_code", None)
        self.people[number] = replace(person, branch=branch, values=values)

    def newcomer(self, *, listed: bool = True, without: Collection[str] = (), **values: str) -> Person:
        """Make somebody new in some branch, with these values and without those; on its list where `listed`."""
        branch = self.rng.choice(sorted(self.branches.keys() - self.closed))
        (new,) = self._maker.make(self.rng, MEMBERS, branch, 1, first=self._next, taken=self._names[branch])
        self._next += 1
        self._names[branch].append(new.values["full_name"])
        kept = {name: value for name, value in new.values.items() if name not in without}
        person = replace(new, values=kept | values)
        if listed:
            self.people[person.number] = person
        return person

    def _take(self, numbers: Sequence[int], count: int) -> list[int]:
        """Choose up to `count` of the numbers nothing was done to, and mark them as done."""
        free = [number for number in numbers if number in self._free]
        chosen = sorted(self.rng.sample(free, min(count, len(free))))
        self._free.difference_update(chosen)
        return chosen

    # ── lists ────────────────────────────────────────────────────────────────────────────────────────────

    def cut_a_list(self) -> tuple[str, tuple[int, ...]]:
        """Lose the second half of one branch's members: of a branch with a list of its own where there is one."""
        candidates = self._lists_of_a_branch(least=6)
        if not candidates:
            raise ValueError("no branch of six members")
        name, people, _ = candidates[-1]
        self._spare(people)
        return name, self._lose(people[len(people) - len(people) // 2 :])

    def empty_a_list(self, besides: str) -> tuple[str, tuple[int, ...]]:
        """Lose everybody on the list of a branch that has one of its own; nobody where there is no such list."""
        candidates = [one for one in self._lists_of_a_branch(least=3) if one[2].entry.unit and one[0] != besides]
        if not candidates:
            return "", ()
        name, people, _ = candidates[0]
        self._spare(people)
        return name, self._lose(people)

    def _lists_of_a_branch(self, least: int) -> list[tuple[str, Sequence[Person], Document]]:
        """Return (list, its members, file) of branches, those with a list of their own last, then by size."""
        found = [
            (document.entry.name, sheet.people, document)
            for document in self._documents
            for sheet in (document.sheets if document.entry.kind == MEMBERS else ())
            if len(sheet.people) >= least and len({person.branch for person in sheet.people}) == 1
        ]
        return sorted(found, key=lambda one: (one[2].entry.unit is not None, len(one[1])))

    def _spare(self, people: Sequence[Person]) -> None:
        """Let nothing else happen in the branch of these people."""
        self.closed.add(people[0].branch)
        self._free.difference_update(
            number for number, person in self.people.items() if person.branch == people[0].branch
        )

    def _lose(self, people: Sequence[Person]) -> tuple[int, ...]:
        """Take people off their list; return those the upstream has heard of."""
        for person in people:
            self.leave(person.number)
        unheard = {
            person.number for person in people if (found := self._deliberate.pop(person.number, None)) and found.stops
        }
        return tuple(person.number for person in people if person.number not in unheard)

    def choose_files(self, cut_list: str) -> tuple[list[str], list[str]]:
        """Choose two workbooks to be typed again (one where phones lost their zeros) and a CSV to be reordered."""

        def pick(fits: Callable[[Document], bool]) -> list[str]:
            found = [
                document.path
                for document in self._documents
                if document.entry.kind == MEMBERS and document.entry.name != cut_list and fits(document)
            ]
            return [self.rng.choice(found)] if found else []

        numeric = pick(lambda document: "number" in document.layout.phones)
        export = pick(lambda document: document.layout.head == "centre")
        swapped = pick(lambda document: document.layout.form == "csv")
        return [*numeric, *export], swapped

    # ── people ───────────────────────────────────────────────────────────────────────────────────────────

    def give_new_cards(self) -> tuple[int, ...]:
        """Replace old nine-digit cards by new ones, half of them for people without a member code on the list."""
        old = [p for p in self.people.values() if len(p.values["national_id"]) == 9 and p.kind == MEMBERS]
        coded = [p.number for p in old if "member_code" in p.values and "member_code" in self._columns(p)]
        others = [p.number for p in old if p.number not in set(coded)]
        chosen = self._take(coded, NEW_CARDS // 2) + self._take(others, NEW_CARDS // 2)
        province = words()["issue_provinces"][0][0]
        for number in chosen:
            values = self.people[number].values
            born = date.fromisoformat(values["date_of_birth"])
            # serials below the millionth person's are all taken by people's numbers; these start where none is
            fresh = national_id(province, values["gender"] == "male", born, self._unused_serial(number))
            self._state(number, national_id=fresh, id_issue_date=self._day(), id_issue_place=words()["police"])
        return tuple(sorted(chosen))

    def _unused_serial(self, number: int) -> int:
        taken = {person.values["national_id"][-6:] for person in self.before.people}
        serial = 999_999 - number % 1000
        while f"{serial:06d}" in taken:
            serial -= 1000
        return serial

    def _day(self) -> str:
        return (AS_OF + timedelta(days=self.rng.randint(1, 28))).isoformat()

    def _state(self, number: int, **values: str) -> None:
        person = self.people[number]
        self.people[number] = replace(person, values={**person.values, **values})

    def type_twice(self, besides: Collection[str]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Type some people a second time: with another phone, and then some as before. Not in the files `besides`."""
        members = [
            person.number
            for document in self._documents
            if document.entry.kind == MEMBERS and document.path not in besides
            for sheet in document.sheets
            for person in sheet.people
        ]
        contradicted, pasted = self._take(members, CONTRADICTED), self._take(members, PASTED)
        for number in contradicted:
            person = self.people[number]
            self.twice[number] = replace(person, values={**person.values, "phone": self._phone(person)})
        self.twice |= {number: self.people[number] for number in pasted}
        return tuple(contradicted), tuple(pasted)

    def correct(self) -> Mapping[int, Deliberate]:
        """Put some of the mistakes right."""
        wrong = sorted(self._deliberate)
        chosen = sorted(self.rng.sample(wrong, round(len(wrong) * CORRECTED)))
        return {number: self._deliberate.pop(number) for number in chosen}

    def drop(self) -> tuple[int, ...]:
        """Take people off their list, never an officer of the branch."""
        plain = [p.number for p in self.people.values() if p.values.get("position", "Đoàn viên") == "Đoàn viên"]
        gone = self._take(plain, round(len(self.before.people) * MISSING))
        for number in gone:
            del self.people[number]
        return tuple(gone)

    def update(self) -> Mapping[int, tuple[str, ...]]:
        """Change one field of most of the chosen, two of every fourth, as far as their list has the column."""
        changed: dict[int, tuple[str, ...]] = {}
        for number in self._take(sorted(self.people), round(len(self.before.people) * UPDATED)):
            person = self.people[number]
            open_to = sorted(self._columns(person) & _UPDATES.keys())
            fields = self.rng.sample(open_to, 2 if self.rng.random() < 0.25 else 1)
            self._state(number, **{field: self._new_value(person, field) for field in fields})
            changed[number] = tuple(fields)
        return changed

    def _new_value(self, person: Person, field: str) -> str:
        if field == "phone":
            return self._phone(person)
        if field == "permanent_address":
            return re.sub(r"\d+", lambda found: str(int(found[0]) + 1), person.values[field], count=1)
        if field == "email":
            return f"moi{person.number:06d}@{words()['mail']}"
        labels = [label for label in _UPDATES[field] if label != person.values.get(field)]
        return self.rng.choice(labels)

    def _phone(self, person: Person) -> str:
        old = person.values["phone"]
        return old[:3] + f"{(int(old[3:]) + self.rng.randint(1, 9_999_999)) % 10_000_000:07d}"

    def admit(self) -> tuple[Person, ...]:
        """Admit new members, into every branch alike: no code and no card yet, a resolution of this month."""
        count = max(1, round(self.before.count(MEMBERS) * ADMITTED / 2))
        return tuple(self.admitted(number) for number in range(count))

    def admitted(self, number: int, *, listed: bool = True) -> Person:
        """Admit one, by a resolution of this month."""
        joined = {"union_join_date": self._day(), "admission_resolution_no": f"{number % 90 + 1}-NQ/ĐTN"}
        return self.newcomer(listed=listed, without=_NOT_YET, **joined)


_NOT_YET = frozenset({"member_code", "card_no", "book_no", "party_join_date", "student_code"})

_UPDATES: Mapping[str, tuple[str, ...]] = {
    "phone": (),
    "permanent_address": (),
    "email": (),
    "occupation": ("Khác", "Sinh viên", "Cán bộ/Công chức/Viên chức", "Giảng viên/Giáo viên"),
    "professional_level": ("Cử nhân", "Cao đẳng", "Trung cấp chuyên nghiệp", "Thạc sĩ"),
    "education_level": ("Hệ 12/12", "Trung học cơ sở"),
}
"""The fields that change in a month, and the labels they may take; none where a value is made from the old one."""
