"""One month on a province's lists, and the story of what was done: the sum that a sync must come out at.

Everything is done to people who were in step before: nobody is touched twice, nobody with a mistake is counted,
so that each figure of the story is the exact number of operations, holds or findings that follow from it.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from yumsync.demo import movements, registers
from yumsync.demo.changes import Changes
from yumsync.demo.movements import Moved
from yumsync.demo.province import Deliberate, Province
from yumsync.demo.typed import in_capitals
from yumsync.demo.writers import Document, Edits, Written, documents, write


@dataclass(frozen=True, slots=True)
class MonthStory:
    """What happened, by people's numbers. The figures that follow from it are the properties.

    `updated` gives the fields that changed; `corrected` are people whose mistake was put right: those whose row it
    had stopped are sent for the first time, of the others the value that was left out; `new_cards` went from nine
    digits to twelve; `missing` are no longer on their list; `cut` stood in the lost half of a branch on the list
    `cut_list`, `vanished` on the list `vanished_list`, which came back empty (nobody had heard of those whose row a
    mistake had stopped: they do not count); `moved` are the month's movements; `pasted` stand twice
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
    vanished: tuple[int, ...]
    vanished_list: str
    moved: Moved
    pasted: tuple[int, ...]
    contradicted: tuple[int, ...]
    retyped: Mapping[str, int]
    reordered: Mapping[str, int]
    cosmetic: tuple[int, ...]

    @property
    def creations(self) -> int:
        """People the upstream hears of for the first time, and by no paper."""
        return len(self.admitted) + sum(mistake.stops for mistake in self.corrected.values())

    @property
    def updates(self) -> int:
        """People of whom the upstream hears something new."""
        return len(self.updated) + len(self.new_cards) + sum(not mistake.stops for mistake in self.corrected.values())

    @property
    def sent(self) -> int:
        """Operations one sync sends."""
        return self.creations + self.updates + sum(self.moved.sent.values())

    @property
    def held_missing(self) -> int:
        """People held as missing without a reason."""
        return len(self.missing) + len(self.cut) + len(self.vanished)

    @property
    def held(self) -> Mapping[str, int]:
        """Questions a sync asks, by code."""
        lists = {"list-shrunken": int(bool(self.cut)), "list-empty": int(bool(self.vanished))}
        asked = {**self.moved.held, **lists, "missing": self.held_missing, "duplicate": len(self.contradicted)}
        return {code: count for code, count in asked.items() if count}


def apply(province: Province, folder: Path, seed: int = 12) -> MonthStory:
    """Let a month pass on the province and write its lists below `folder` anew.

    `folder` is the one the province was written to. The province itself is not changed; the story holds the new
    one. Raises ValueError where the province has no list or sheet of one branch with six members.
    """
    month = Changes(province, random.Random(seed))  # noqa: S311 - fabricated data, the same again for the same seed
    cut_list, cut = month.cut_a_list()
    vanished_list, vanished = month.empty_a_list(besides=cut_list)
    retyped, reordered = month.choose_files(cut_list)
    new_cards = month.give_new_cards()
    contradicted, pasted = month.type_twice(besides=retyped)
    corrected = month.correct()
    moved = movements.move(month)
    missing = month.drop()
    updated = month.update()
    admitted = tuple(person.number for person in month.admit())
    after = month.province()
    sent = {*updated, *new_cards, *admitted, *corrected, *moved.touched}
    stopped = {number for number, mistake in after.deliberate.items() if mistake.stops}
    edits = Edits(frozenset(retyped), frozenset(reordered), month.twice)
    return MonthStory(
        province=after,
        edits=edits,
        written=write(after, folder, edits) + registers.write(after, folder, moved.papers),
        updated=updated,
        new_cards=new_cards,
        admitted=admitted,
        corrected=corrected,
        missing=missing,
        cut=cut,
        cut_list=cut_list,
        vanished=vanished,
        vanished_list=vanished_list,
        moved=moved,
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
