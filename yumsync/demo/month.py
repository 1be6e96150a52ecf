"""One month on a province's lists, and the story of what was done: the sum that a sync must come out at.

Everything is done to people who were in step before: nobody is touched twice, nobody with a mistake is counted,
so that each figure of the story is the exact number of operations, holds or findings that follow from it.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from yumsync.demo.layouts import Layout, layout_of
from yumsync.demo.province import (
    AS_OF,
    MEMBERS,
    Branch,
    Deliberate,
    PeopleMaker,
    Person,
    Province,
    national_id,
    words,
)
from yumsync.demo.typed import in_capitals
from yumsync.demo.writers import Document, Edits, Written, documents, write

UPDATED, ADMITTED, MISSING, CORRECTED = 0.015, 0.006, 0.004, 1 / 3
"""Shares: of the people, of the members, of the people, and of the mistakes."""

NEW_CARDS, PASTED, CONTRADICTED = 8, 4, 3
"""How many people get a new ID card, are pasted twice the same, and are typed twice differently."""


@dataclass(frozen=True, slots=True)
class MonthStory:
    """What happened, by people's numbers. The figures that follow from it are the properties.

    `updated` gives the fields that changed; `corrected` are people whose mistake was put right: those whose row it
    had stopped are sent for the first time, of the others the value that was left out; `new_cards` went from nine
    digits to twelve; `missing` are no longer on their list; `cut` stood in the lost half of a branch on the list
    `cut_list` (nobody had heard of those whose row a mistake had stopped: they do not count); `pasted` stand twice
    with the same values, `contradicted` twice with another phone. `retyped` and `reordered` are files whose rows
    mean what they meant, with their number of people; `cosmetic` are those whose name reads differently now and is
    the same, and of whom nothing is sent.
    """

    province: Province
    edits: Edits
    written: Written
    updated: Mapping[int, tuple[str, ...]]
    new_cards: tuple[int, ...]
    admitted: tuple[int, ...]
    corrected: Mapping[int, Deliberate]
    missing: tuple[int, ...]
    cut: tuple[int, ...]
    cut_list: str
    pasted: tuple[int, ...]
    contradicted: tuple[int, ...]
    retyped: Mapping[str, int]
    reordered: Mapping[str, int]
    cosmetic: tuple[int, ...]

    @property
    def creations(self) -> int:
        """People the upstream hears of for the first time."""
        return len(self.admitted) + sum(mistake.stops for mistake in self.corrected.values())

    @property
    def updates(self) -> int:
        """People of whom the upstream hears something new."""
        return len(self.updated) + len(self.new_cards) + sum(not mistake.stops for mistake in self.corrected.values())

    @property
    def sent(self) -> int:
        """Operations one sync sends."""
        return self.creations + self.updates

    @property
    def held_missing(self) -> int:
        """People held as missing without a reason."""
        return len(self.missing) + len(self.cut)

    @property
    def still_in_error(self) -> int:
        """Rows that a mistake still stops."""
        return self.province.stopped


def apply(province: Province, folder: Path, seed: int = 12) -> MonthStory:
    """Let a month pass on the province and write its lists below `folder` anew.

    `folder` is the one the province was written to. The province itself is not changed; the story holds the new
    one. Raises ValueError where the province has no list or sheet of one branch with six members.
    """
    month = _Month(province, random.Random(seed))  # noqa: S311 - fabricated data, the same again for the same seed
    cut_list, cut = month.cut_a_list()
    retyped, reordered = month.choose_files(cut_list)
    new_cards = month.give_new_cards()
    contradicted, pasted = month.type_twice(besides=retyped)
    corrected = month.correct()
    missing = month.drop()
    updated = month.update()
    admitted = month.admit()
    after = month.province()
    sent = {*updated, *new_cards, *admitted, *corrected}
    stopped = {number for number, mistake in after.deliberate.items() if mistake.stops}
    edits = Edits(frozenset(retyped), frozenset(reordered), month.twice)
    return MonthStory(
        province=after,
        edits=edits,
        written=write(after, folder, edits),
        updated=updated,
        new_cards=new_cards,
        admitted=admitted,
        corrected=corrected,
        missing=missing,
        cut=cut,
        cut_list=cut_list,
        pasted=pasted,
        contradicted=contradicted,
        retyped=_people_in(after, retyped),
        reordered=_people_in(after, reordered),
        cosmetic=tuple(
            person.number
            for document in _those(after, retyped)
            for sheet in document.sheets
            for person in sheet.people
            if person.number not in sent | stopped and not in_capitals(document.layout, person)
        ),
    )


def _those(province: Province, paths: Collection[str]) -> Iterator[Document]:
    return (document for document in documents(province) if document.path in paths)


def _people_in(province: Province, paths: Collection[str]) -> Mapping[str, int]:
    return {
        document.path: sum(len(sheet.people) for sheet in document.sheets) for document in _those(province, paths)
    }


class _Month:
    """The people as the month goes on. `_free` are those nothing was done to; each step takes from them."""

    def __init__(self, province: Province, rng: random.Random) -> None:
        self._before = province
        self._rng = rng
        self._people = {person.number: person for person in province.people}
        self._deliberate = dict(province.deliberate)
        self._free = {number for number in self._people if number not in province.deliberate}
        self._documents = list(documents(province))
        self._layouts = {
            branch.number: {kind: layout_of(district.number, kind) for kind in ("members", "youth")}
            for district in province.districts
            for commune in district.communes
            for branch in commune.branches
        }
        self._added: list[Person] = []
        self.twice: dict[int, Person] = {}

    def province(self) -> Province:
        """The province after everything that was done so far; the newly admitted stand last in their branch."""
        everyone = [*self._people.values(), *self._added]
        everyone.sort(key=lambda person: (person.branch, person.kind != MEMBERS, person.number))
        return Province(self._before.seed, self._before.districts, tuple(everyone), self._deliberate)

    def _columns(self, person: Person) -> set[str]:
        return {field for field, _ in self._layout(person).columns}

    def _layout(self, person: Person) -> Layout:
        return self._layouts[person.branch][person.kind]

    def _take(self, numbers: Sequence[int], count: int) -> list[int]:
        """Choose up to `count` of the numbers nothing was done to, and mark them as done."""
        free = [number for number in numbers if number in self._free]
        chosen = sorted(self._rng.sample(free, min(count, len(free))))
        self._free.difference_update(chosen)
        return chosen

    # ── lists ────────────────────────────────────────────────────────────────────────────────────────────

    def cut_a_list(self) -> tuple[str, tuple[int, ...]]:
        """Lose the second half of one branch's members: of a branch with a list of its own where there is one."""
        candidates = [
            (document.entry.unit is not None, len(sheet.people), document.entry.name, sheet.people)
            for document in self._documents
            for sheet in (document.sheets if document.entry.kind == MEMBERS else ())
            if len(sheet.people) >= 6 and len({person.branch for person in sheet.people}) == 1
        ]
        if not candidates:
            raise ValueError("no branch of six members")
        _, size, name, people = max(candidates, key=lambda candidate: candidate[:2])
        self._free.difference_update(person.number for person in people)
        lost = [person.number for person in people[size - size // 2 :]]
        for number in lost:
            del self._people[number]
        unheard = {number for number in lost if (found := self._deliberate.pop(number, None)) and found.stops}
        return name, tuple(number for number in lost if number not in unheard)

    def choose_files(self, cut_list: str) -> tuple[list[str], list[str]]:
        """Choose two workbooks to be typed again (one where phones lost their zeros) and a CSV to be reordered."""

        def pick(fits: Callable[[Document], bool]) -> list[str]:
            found = [
                document.path
                for document in self._documents
                if document.entry.kind == MEMBERS and document.entry.name != cut_list and fits(document)
            ]
            return [self._rng.choice(found)] if found else []

        numeric = pick(lambda document: "number" in document.layout.phones)
        export = pick(lambda document: document.layout.head == "centre")
        swapped = pick(lambda document: document.layout.form == "csv")
        return [*numeric, *export], swapped

    # ── people ───────────────────────────────────────────────────────────────────────────────────────────

    def give_new_cards(self) -> tuple[int, ...]:
        """Replace old nine-digit cards by new ones, half of them for people without a member code on the list."""
        old = [p for p in self._people.values() if len(p.values["national_id"]) == 9 and p.kind == MEMBERS]
        coded = [p.number for p in old if "member_code" in p.values and "member_code" in self._columns(p)]
        others = [p.number for p in old if p.number not in set(coded)]
        chosen = self._take(coded, NEW_CARDS // 2) + self._take(others, NEW_CARDS // 2)
        province = words()["issue_provinces"][0][0]
        for number in chosen:
            values = self._people[number].values
            born = date.fromisoformat(values["date_of_birth"])
            # serials below the millionth person's are all taken by people's numbers; these start where none is
            fresh = national_id(province, values["gender"] == "male", born, self._unused_serial(number))
            self._state(number, national_id=fresh, id_issue_date=self._day(), id_issue_place=words()["police"])
        return tuple(sorted(chosen))

    def _unused_serial(self, number: int) -> int:
        taken = {person.values["national_id"][-6:] for person in self._before.people}
        serial = 999_999 - number % 1000
        while f"{serial:06d}" in taken:
            serial -= 1000
        return serial

    def _day(self) -> str:
        return (AS_OF + timedelta(days=self._rng.randint(1, 28))).isoformat()

    def _state(self, number: int, **values: str) -> None:
        person = self._people[number]
        self._people[number] = replace(person, values={**person.values, **values})

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
            person = self._people[number]
            self.twice[number] = replace(person, values={**person.values, "phone": self._phone(person)})
        self.twice |= {number: self._people[number] for number in pasted}
        return tuple(contradicted), tuple(pasted)

    def correct(self) -> Mapping[int, Deliberate]:
        """Put some of the mistakes right."""
        wrong = sorted(self._deliberate)
        chosen = sorted(self._rng.sample(wrong, round(len(wrong) * CORRECTED)))
        return {number: self._deliberate.pop(number) for number in chosen}

    def drop(self) -> tuple[int, ...]:
        """Take people off their list, never an officer of the branch."""
        plain = [p.number for p in self._people.values() if p.values.get("position", "Đoàn viên") == "Đoàn viên"]
        gone = self._take(plain, round(len(self._before.people) * MISSING))
        for number in gone:
            del self._people[number]
        return tuple(gone)

    def update(self) -> Mapping[int, tuple[str, ...]]:
        """Change one field of most of the chosen, two of every fourth, as far as their list has the column."""
        changed: dict[int, tuple[str, ...]] = {}
        for number in self._take(sorted(self._people), round(len(self._before.people) * UPDATED)):
            person = self._people[number]
            open_to = sorted(self._columns(person) & _UPDATES.keys())
            fields = self._rng.sample(open_to, 2 if self._rng.random() < 0.25 else 1)
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
        return self._rng.choice(labels)

    def _phone(self, person: Person) -> str:
        old = person.values["phone"]
        return old[:3] + f"{(int(old[3:]) + self._rng.randint(1, 9_999_999)) % 10_000_000:07d}"

    def admit(self) -> tuple[int, ...]:
        """Admit new members, into every branch alike: no code and no card yet, a resolution of this month."""
        first = max(person.number for person in self._before.people) + 1
        maker = PeopleMaker(self._before.seed, self._before.districts, self._before.people)
        names: defaultdict[int, list[str]] = defaultdict(list)
        for person in self._before.people:
            names[person.branch].append(person.values["full_name"])
        branches: Sequence[Branch] = self._before.branches
        count = max(1, round(self._before.count(MEMBERS) * ADMITTED))
        for number in range(first, first + count):
            branch = self._rng.choice(branches).number
            (new,) = maker.make(self._rng, MEMBERS, branch, 1, first=number, taken=names[branch])
            kept = {name: value for name, value in new.values.items() if name not in _NOT_YET}
            joined = {"union_join_date": self._day(), "admission_resolution_no": f"{number % 90 + 1}-NQ/ĐTN"}
            self._added.append(replace(new, values=kept | joined))
            names[branch].append(new.values["full_name"])
        return tuple(range(first, first + count))


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
