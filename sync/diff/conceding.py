"""Rows that say what the upstream's word was taken against: nothing follows from that value while it stands there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sync.diff.decide import Stated
from sync.diff.unitledger import LedgerUnits
from sync.questions.concessions import CONCEDED, PRESENCE, mark_of
from sync.reports import Conceded
from sync.values import LedgerEntry, ListKind, OfficerDecision, PersonId

_UNIT, _KIND = "unit", "kind"


class Conceding:
    """The concessions that stand, during one plan. `key` is the store's, for `identifier`."""

    def __init__(self, standing: Iterable[OfficerDecision], units: LedgerUnits, key: bytes) -> None:
        self._of: dict[PersonId, list[OfficerDecision]] = {}
        for one in standing:
            if one.code == CONCEDED and one.person is not None:
                self._of.setdefault(one.person, []).append(one)
        self._units, self._key = units, key
        self._otherwise: set[int] = set()
        self.met: dict[int, Conceded] = {}
        """The concessions that rows of this plan were met with, by the decision's number."""

    def heed(self, person: PersonId, stated: Stated, entry: LedgerEntry | None) -> tuple[Stated, Sequence[Conceded]]:
        """Return what a row states without the values that were given up, and the concessions it was met with.

        Where one is about standing on the list at all (`gives_up_row`), nothing is to follow from the row.
        """
        found = []
        for one in self._of.get(person, ()):
            field = one.facts.get("field") or ""
            said, value = self._said(field, stated)
            if not said:
                continue
            if mark_of(person, field, value, self._key) != one.question:
                self._otherwise.add(one.number)
                continue
            self.met[one.number] = conceded = Conceded(one, stated.place)
            found.append(conceded)
            stated = _without(field, stated, entry)
        return stated, found

    def over(self) -> Sequence[int]:
        """Return the numbers of the decisions that are over: the list says something else now, and no row the old."""
        return sorted(self._otherwise - self.met.keys())

    def _said(self, field: str, stated: Stated) -> tuple[bool, str | None]:
        """Whether a row says anything of a field, and what."""
        if field == PRESENCE:
            return True, ""
        if field == _UNIT:
            return True, self._units.key(stated.unit)
        if field == _KIND:
            return True, stated.kind.value
        return field in stated.record, stated.record.get(field)


def gives_up_row(met: Iterable[Conceded]) -> bool:
    """Whether the upstream's word was taken that the person stands on no list."""
    return any(one.decision.facts.get("field") == PRESENCE for one in met)


def _without(field: str, stated: Stated, entry: LedgerEntry | None) -> Stated:
    if field == _UNIT:
        return stated if entry is None else replace(stated, unit=entry.unit)
    if field == _KIND:
        return stated if entry is None else replace(stated, kind=ListKind(entry.kind))
    return replace(stated, record={name: value for name, value in stated.record.items() if name != field})
