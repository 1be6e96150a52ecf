"""Who is on one list: what the last confirmed run saw there, against what this run reads.

A roster never holds names: only row fingerprints and person ids.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from struct import Struct

from sync.fingerprint import NEVER_SEEN, ROW_BYTES, absent, absent_since
from sync.ports import SeenRows
from sync.values import PersonId

_BLOCK = 1024
_whole_block = Struct(f"{ROW_BYTES}s" * _BLOCK).unpack_from
"""Taking a thousand fingerprints apart in one call costs a third of slicing each."""


class Roster:
    """One list during one plan: feed it every row's fingerprint with `take`, every identified row with `add`."""

    def __init__(self, seen: SeenRows) -> None:
        self._seen = seen
        self._unmet: set[bytes] = set()
        for block in _blocks(seen.fingerprints):
            self._unmet.update(block)
        self._unmet.discard(NEVER_SEEN)
        self._fingerprints = bytearray()
        self._persons: array[int] = array("q")
        self._perhaps: set[PersonId] = set()
        self._cuts: list[int] | None = None

    def take(self, fingerprints: Sequence[bytes]) -> list[int]:
        """Return the positions of the rows that must be cleaned: not seen before, or met a second time."""
        unmet, before = self._unmet, len(self._unmet)
        new = [i for i, fingerprint in enumerate(fingerprints) if fingerprint not in unmet]
        unmet.difference_update(fingerprints)
        if before - len(unmet) + len(new) == len(fingerprints):
            return new
        met: set[bytes] = set()
        for position, fingerprint in enumerate(fingerprints):
            if fingerprint in met:
                new.append(position)
            met.add(fingerprint)
        return sorted(set(new))

    def add(self, fingerprint: bytes, person: PersonId) -> None:
        """Note that a cleaned row is this person's; `NEVER_SEEN` where it must be cleaned again next time."""
        self._fingerprints += fingerprint
        self._persons.append(person)

    def perhaps(self, persons: Iterable[PersonId]) -> None:
        """Note that a row may be about these people: they are not missing, whoever it turns out to be."""
        self._perhaps.update(persons)

    @property
    def size(self) -> int:
        """How many people were on the list when it was last confirmed."""
        return len(self._seen.persons)

    def stated(self) -> set[PersonId]:
        """Return the people whose rows had to be cleaned and who were recognised."""
        return {PersonId(person) for person in self._persons}

    @property
    def changed(self) -> bool:
        """Whether the list is anything but what was last confirmed."""
        return bool(self._persons or self._perhaps or self._cut())

    def unchanged(self) -> Iterator[array[int]]:
        """Yield the people whose row was met unchanged, in slices."""
        yield from (self._seen.persons[start:end] for start, end in self._kept())

    def unchanged_among(self, persons: Collection[PersonId]) -> set[PersonId]:
        """Return those of `persons` whose row on this list was met unchanged."""
        wanted = persons if isinstance(persons, set) else set(persons)
        found: set[PersonId] = set()
        if wanted:
            for part in self.unchanged():
                found |= wanted.intersection(part)
        return found

    def twice(self) -> set[PersonId]:
        """Return the people who have a cleaned row and an unchanged one."""
        return self.unchanged_among([PersonId(person) for person in self._persons])

    def unmet(self) -> list[PersonId]:
        """Return the people who were on the list, and whom no row of this run was found to be about."""
        present = set(self._persons)
        gone = dict.fromkeys(PersonId(p) for p in (self._seen.persons[i] for i in self._cut()) if p not in present)
        still = self.unchanged_among(set(gone))
        return [person for person in gone if person not in still]

    def absent(self) -> list[PersonId]:
        """Return those of them whom no row may be about either."""
        return [person for person in self.unmet() if person not in self._perhaps]

    def was_on(self, persons: set[PersonId]) -> set[PersonId]:
        """Return those of `persons` who were on the list when it was last confirmed."""
        return persons.intersection(self._seen.persons)

    def may_hold(self, person: PersonId) -> bool:
        """Whether a row of this run may be about this person though nothing follows from it."""
        return person in self._perhaps

    def since(self) -> dict[PersonId, int]:
        """Return since which run those have been absent who were so when the list was last confirmed."""
        rows, found = self._seen.fingerprints, dict[PersonId, int]()
        for i in self._cut():
            run = absent_since(rows[i * ROW_BYTES : (i + 1) * ROW_BYTES])
            if run:
                found[PersonId(self._seen.persons[i])] = run
        return found

    def proposal(self, keep: Iterable[PersonId], run: int) -> SeenRows:
        """Return the list as this run saw it. `keep` are absent people who stay on the roster all the same."""
        fingerprints, persons = bytearray(), array("q")
        for start, end in self._kept():
            fingerprints += self._seen.fingerprints[start * ROW_BYTES : end * ROW_BYTES]
            persons += self._seen.persons[start:end]
        fingerprints += self._fingerprints
        persons += self._persons
        before = {self._seen.persons[i] for i in self._cut()}
        stay = dict.fromkeys([*keep, *sorted(self._perhaps & before)])
        since = self.since()
        for person in stay.keys() - set(self._persons):
            fingerprints += NEVER_SEEN if person in self._perhaps else absent(since.get(person, run))
            persons.append(person)
        return SeenRows(fingerprints, persons)

    def _cut(self) -> list[int]:
        """Positions of the old rows that were not met. Valid once every row was taken."""
        if self._cuts is None:
            cut, rows = self._unmet, self._seen.fingerprints
            if NEVER_SEEN in rows:
                cut.add(NEVER_SEEN)
            self._cuts, self._unmet = [], set()
            for number, block in enumerate(_blocks(rows) if cut else ()):
                if not cut.isdisjoint(block):
                    first = number * _BLOCK
                    self._cuts += [i for i, fingerprint in enumerate(block, first) if fingerprint in cut]
        return self._cuts

    def _kept(self) -> Iterator[tuple[int, int]]:
        """Yield the (start, end) positions of old rows between the cuts."""
        for before, after in pairwise([-1, *self._cut(), self.size]):
            if after > before + 1:
                yield before + 1, after


def _blocks(rows: bytes | bytearray) -> Iterator[tuple[bytes, ...]]:
    """Yield packed fingerprints apart, `_BLOCK` at a time."""
    for start in range(0, len(rows), ROW_BYTES * _BLOCK):
        left = (len(rows) - start) // ROW_BYTES
        unpack = _whole_block if left >= _BLOCK else Struct(f"{ROW_BYTES}s" * left).unpack_from
        yield unpack(rows, start)
