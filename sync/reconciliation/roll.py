"""Who was met at the upstream of everybody who is to be found there: a number and a mark for each."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator

from sync.ports import Confirmed, RemotePerson
from sync.reconciliation.classifying import CODE, Sameness
from sync.values import LedgerEntry, PersonId

_MARKS = 0xFFFF_FFFF


class Roll:
    """Everybody who is to be found there (eight bytes each), and the handle they were met under (four).

    `further` are people who are not, or not only, there under the handle that was confirmed.
    """

    def __init__(self, people: array[int], same: Sameness) -> None:
        self._people, self._same = people, same
        self._met_as = array("I", bytes(4 * len(people)))
        self._next = 0
        self.further: dict[PersonId, list[RemotePerson]] = {}

    def __len__(self) -> int:
        return len(self._people)

    def __contains__(self, person: PersonId | None) -> bool:
        return person is not None and self._at(person) is not None

    def meet(self, person: PersonId, entry: LedgerEntry | Confirmed | None, remote: RemotePerson) -> bool:
        """Note that somebody was met; return whether this is the one to be compared.

        Somebody shown twice under one handle is an echo of paging, and counts once.
        """
        at, mark = self._at(person), _mark(remote)
        before = 0 if at is None else self._met_as[at]
        if before == mark:
            return False
        if before or (entry is not None and not self._is_confirmed(entry, remote)):
            self.further.setdefault(person, []).append(remote)
            return False
        if at is not None:
            self._met_as[at] = mark
        return True

    def mark(self, person: PersonId, remote: RemotePerson) -> None:
        """Take somebody for met."""
        at = self._at(person)
        if at is not None:
            self._met_as[at] = _mark(remote)

    def was_met(self, person: PersonId | None) -> bool:
        """Whether somebody who is to be found there was met."""
        at = None if person is None else self._at(person)
        return at is not None and self._met_as[at] != 0

    def unmet(self) -> Iterator[PersonId]:
        """Yield whoever was not met, in rising order."""
        return (PersonId(person) for person, mark in zip(self._people, self._met_as, strict=True) if not mark)

    def _at(self, person: PersonId) -> int | None:
        """Return the place of a person; most upstreams show people in the order in which they became known."""
        people, at = self._people, self._next
        if at >= len(people) or people[at] != person:
            at = bisect_left(people, person)
            if at >= len(people) or people[at] != person:
                return None
        self._next = at + 1
        return at

    def _is_confirmed(self, entry: LedgerEntry | Confirmed, remote: RemotePerson) -> bool:
        """Whether it is under the handle that was confirmed, where there was one, that somebody is shown."""
        code = entry.member_code
        if code and remote.member_code:
            return code == remote.member_code or self._same(CODE, code, remote.member_code)
        return not entry.reference or not remote.reference or entry.reference == remote.reference


def _mark(remote: RemotePerson) -> int:
    """Return what tells two handles apart in this process, never 0."""
    return hash(remote.reference or remote.member_code or remote.person or "") & _MARKS or 1
