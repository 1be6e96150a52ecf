"""How papers explain rows: who an unclear row is about, what it states itself, and where the upstream is past it.

Source: the domain book, §3.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sync.diff.decide import Stated
from sync.diff.unitledger import LedgerUnits
from sync.movements.moving import Keys, MovingRow, Papers
from sync.papers.lives import Movement
from sync.people.identity import Facts, Known, Match, New, Unclear, identify, may_be_one_day
from sync.ports import IdentityKey
from sync.tables.groups import is_within
from sync.text.tidying import match_key
from sync.values import Finding, LedgerEntry, ListKind, OperationType, PersonId, Severity


@dataclass(frozen=True, slots=True)
class Explaining:
    """What the papers of one plan, and those carried before it, say about rows of lists."""

    papers: Papers
    units: LedgerUnits

    def who(self, match: Unclear, stated: Stated, entries: Mapping[PersonId, LedgerEntry]) -> Unclear | Known:
        """Somebody known elsewhere by name and birth date alone whose papers bring them here, or whose unit went into
        this one and others, is who the row says."""
        if match.code != "ambiguous-identity":
            return match
        known = [person for person in match.candidates if person in entries]
        parted = [person for person in known if self.units.parted(entries[person].unit, stated.unit)]
        if len(parted) == len(match.candidates) == 1:
            return Known(parted[0], "name")
        for person in known:
            if self.papers.has(person):
                outlook = self.papers.outlook(person, entries[person], stated.unit)
                if self.papers.same(outlook.life.unit, stated.unit) and outlook.moves:
                    return Known(person, "name")
        return match

    def own(self, stated: Stated, note: Callable[[Finding], None]) -> Sequence[Movement]:
        """Return the movements a member's row states in columns of its own; say what cannot be placed."""
        if stated.kind is not ListKind.MEMBERS or not stated.row.movement:
            return ()
        found: list[Movement] = []
        for movement in self.papers.register.columns(stated.row.movement, stated.unit, stated.place):
            if isinstance(movement, Movement):
                found.append(movement)
            else:
                note(Finding(movement.code, Severity.WARNING, stated.place, movement.field, movement.found))
        return found

    def claim(self, person: PersonId, keys: Keys, newcomer: Facts) -> None:
        """Give somebody new the rows of registers that are about them."""
        self.papers.claim(person, keys, lambda row: isinstance(_agrees(row.facts, person, newcomer), Known))

    def overtakes(self, row: MovingRow, entry: LedgerEntry) -> bool:
        """Whether the upstream is past what a row says: its person has left, or was transferred out of its unit."""
        if not entry.status.on_list:
            return True
        if entry.kind is not ListKind.MEMBERS or row.stated.kind is not ListKind.MEMBERS:
            return False
        unit = row.stated.unit
        return match_key(entry.unit) != match_key(unit) and self.papers.came_from(entry, unit)

    def lands(self, stated: Stated, entry: LedgerEntry) -> bool:
        """Whether a branch lists somebody whose transfer named only the unit above it."""
        if not is_within(stated.unit, entry.unit) or match_key(entry.unit) == match_key(stated.unit):
            return False
        moved = [one for one in self.papers.carried(entry.person) if one.type is OperationType.TRANSFER]
        return any(self.papers.same(one.unit, entry.unit) for one in moved)


def _agrees(paper: Facts, person: PersonId, newcomer: Facts) -> Match:
    """Whether a register's row, found under a newcomer's key, is about them: one key alone does not say so."""
    if not may_be_one_day(paper.birth, newcomer.birth):
        return New()
    nobody: frozenset[PersonId] = frozenset()
    some = frozenset({person})
    same = paper.name == newcomer.name and paper.birth == newcomer.birth
    number = paper.national_id is not None and paper.national_id == newcomer.national_id
    code = paper.member_code is not None and paper.member_code == newcomer.member_code
    keys = [key if found else None for key, found in zip(_KEYS, (code, number, False, same), strict=True)]
    found = {key: some if key else nobody for key in keys if key}
    return identify(replace(paper, unit=newcomer.unit), keys, found, {person: newcomer})


_KEYS = tuple(IdentityKey(kind, b"") for kind in ("member_code", "national_id", "previous_id", "name_birth"))
