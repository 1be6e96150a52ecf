"""Papers during one plan: whose they are, what follows from them, and how lists and papers explain each other.

Whoever has a paper that the upstream has not heard of is decided at the end, once every list was read: the rows about
them wait here until then. Source: the domain book, §3; the design, §4.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sync.diff.decide import Stated
from sync.diff.roster import Roster
from sync.diff.unitledger import LedgerUnits
from sync.fingerprint import identifier_hash
from sync.movements.carrying import is_one
from sync.movements.destinations import meant
from sync.movements.outlook import Asked, Holding, Outlook
from sync.movements.telling import Outlooks
from sync.papers.lives import Movement
from sync.papers.registers import Register
from sync.people.identity import Facts
from sync.ports import CarriedPaper, IdentityKey, Store
from sync.text.tidying import match_key
from sync.values import (
    Change,
    LedgerEntry,
    Operation,
    OperationState,
    OperationType,
    Paper,
    PersonId,
    Place,
    Record,
)

Keys = Sequence[IdentityKey | None]


@dataclass(frozen=True, slots=True)
class MovingRow:
    """A row about somebody whose papers are not all carried yet: decided at the end.

    `own` are the papers the row itself states.
    """

    stated: Stated
    keys: Keys
    fingerprint: bytes
    table: int
    roster: Roster
    own: Sequence[Movement] = ()


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A row of a register whose person no list or ledger has named yet."""

    movement: Movement
    stated: Stated
    facts: Facts
    keys: Keys


@dataclass(slots=True)
class Papers:
    """Everybody's papers during one plan. `register` reads movements that stand as columns on a member's row."""

    store: Store
    register: Register
    units: LedgerUnits
    approved: Callable[[PersonId, Asked], Record | None]
    """The facts an officer added to a paper, None where nobody approved it."""
    own_units: set[str] = field(default_factory=set)
    """Keys of the units of our lists, as they come up."""
    rows: dict[PersonId, list[MovingRow]] = field(default_factory=dict)
    _waiting: dict[int, RegisterRow] = field(default_factory=dict)
    """By their own identity, in the order in which they were read."""
    _papers: dict[PersonId, list[Movement]] = field(default_factory=dict)
    _carried: dict[PersonId, Sequence[CarriedPaper]] = field(default_factory=dict)
    _by_key: dict[IdentityKey, list[RegisterRow]] = field(default_factory=dict)
    _ours: set[str] | None = None
    _lists: set[str] = field(default_factory=set)
    _outlooks: Outlooks | None = None

    # ── whose papers they are ────────────────────────────────────────────────────────────────────────────

    def state(self, person: PersonId, movements: Iterable[Movement]) -> None:
        """Note papers about somebody."""
        self._papers.setdefault(person, []).extend(movements)

    def wait(self, row: RegisterRow) -> None:
        """Keep a register's row about somebody nobody has named yet: a list may."""
        self._waiting[id(row)] = row
        for key in row.keys:
            if key is not None:
                self._by_key.setdefault(key, []).append(row)

    def claim(self, person: PersonId, keys: Keys, fits: Callable[[RegisterRow], bool]) -> bool:
        """Give somebody new the register's rows under the same keys that fit; return whether there were any."""
        found = {id(row): row for key in keys if key is not None for row in self._by_key.get(key, ())}
        taken = [row for number, row in found.items() if number in self._waiting and fits(row)]
        for row in taken:
            del self._waiting[id(row)]
            self.state(person, [row.movement])
        return bool(taken)

    def unclaimed(self) -> Sequence[RegisterRow]:
        """Return the rows that no list has claimed, and forget them."""
        rows = list(self._waiting.values())
        self._waiting.clear()
        return rows

    def has(self, person: PersonId) -> bool:
        """Whether some paper is about this person."""
        return person in self._papers

    def people(self) -> Sequence[PersonId]:
        """Return everybody with a paper, in order."""
        return sorted(self._papers)

    def of(self, person: PersonId) -> Sequence[Movement]:
        """Return the papers about somebody, in the order in which they were read."""
        return self._papers.get(person, ())

    def says(self, row: MovingRow, paper: Movement) -> bool:
        """Whether a row itself states a paper."""
        return any(is_one(own, paper, self.same) for own in row.own)

    def says_why(self, row: MovingRow, entry: LedgerEntry) -> bool:
        """Whether a row itself states why its person is no longer in its unit: it is no list that still has them."""
        rules = self.register.rules
        if entry.status.on_list:
            moved = not self.same(entry.unit, row.stated.unit) and self.came_from(entry, row.stated.unit)
            return moved and any(own.type == "transfer_out" for own in row.own)
        return any(rules[own.type].removes or own.type == "transfer_out" for own in row.own)

    # ── rows that wait ───────────────────────────────────────────────────────────────────────────────────

    def defer(self, person: PersonId, row: MovingRow) -> None:
        """Keep a row until every list was read."""
        self.rows.setdefault(person, []).append(row)

    def drop(self, tables: Collection[int], file: Place) -> None:
        """Forget the rows and papers of a file that turned out unreadable."""
        for person, rows in list(self.rows.items()):
            self.rows[person] = [row for row in rows if row.table not in tables]
            if not self.rows[person]:
                del self.rows[person]
        for person, papers in list(self._papers.items()):
            self._papers[person] = [one for one in papers if not _from(one.place, file)]
            if not self._papers[person]:
                del self._papers[person]
        for row in [row for row in self._waiting.values() if _from(row.movement.place, file)]:
            del self._waiting[id(row)]

    # ── what follows ─────────────────────────────────────────────────────────────────────────────────────

    def load(self, persons: Collection[PersonId]) -> None:
        """Look up which papers the operations of these people carried."""
        unknown = [person for person in persons if person not in self._carried]
        if unknown:
            found = self.store.outbox.carried(unknown)
            self._carried.update((person, found.get(person, ())) for person in unknown)

    def carried(self, person: PersonId) -> Sequence[CarriedPaper]:
        """Return the papers the upstream heard of, or will without this plan: pending ones are decided again."""
        self.load([person])
        return [one for one in self._carried[person] if one.state is not OperationState.PENDING]

    def holding(self, person: PersonId, entry: LedgerEntry | None, unit: str) -> Holding:
        """Return what the upstream holds of somebody; `unit` is that of the list that has them."""
        carried = self.carried(person)
        if entry is None:
            return Holding(person, None, unit, carried=carried)
        return Holding(person, entry.kind, entry.unit, entry.status, carried)

    def outlook(self, person: PersonId, entry: LedgerEntry | None, unit: str) -> Outlook:
        """Return what follows from somebody's papers."""
        if self._outlooks is None:
            self._outlooks = Outlooks(
                self.register.rules, self.mark, self.same, self.is_ours, self.approved, self.meant
            )
        return self._outlooks.of(self.holding(person, entry, unit), self.of(person))

    def mark(self, person: PersonId, movement: Movement) -> bytes:
        """Return the mark of somebody's paper: it tells nothing without the key."""
        return identifier_hash(self.store.key("identifier"), "paper", "\x1f".join((str(person), *movement.same_as)))

    def same(self, one: str, other: str) -> bool:
        """Whether two texts name one unit."""
        return self._key(one) == self._key(other)

    def came_from(self, entry: LedgerEntry, unit: str) -> bool:
        """Whether the upstream took somebody out of a unit into theirs by a transfer: an old list still has them."""
        moved = [one for one in self.carried(entry.person) if one.type is OperationType.TRANSFER]
        return any(
            one.state is OperationState.APPLIED and self.same(one.left, unit) and self.same(one.unit, entry.unit)
            for one in moved
        )

    def unpapered(self, entry: LedgerEntry, stated: Stated, told: Record, today: date) -> Operation:
        """Return the transfer of somebody whom another unit's list has and no paper explains.

        `told` is what an officer added; without a day of theirs it took effect today.
        """
        record = {**entry.record, **stated.record}
        facts = {"on": today.isoformat(), **told, "destination": stated.unit, "origin": entry.unit}
        mark = identifier_hash(
            self.store.key("identifier"), "unpapered", f"{entry.person} {stated.unit} {entry.version}"
        )
        return Operation(
            type=OperationType.TRANSFER,
            person=entry.person,
            kind=entry.kind,
            unit=stated.unit,
            record=record,
            changes=(Change("unit", entry.unit, stated.unit),),
            place=stated.place,
            steps=stated.row.steps,
            paper=Paper(mark, facts),
            left=entry.unit,
        )

    def is_ours(self, unit: str) -> bool:
        """Whether a unit is one of our lists, or one above it."""
        if self._ours is None or self.own_units:
            new = self.own_units if self._ours is not None else {*self.own_units, *self.store.ledger.strength()}
            self._ours = (self._ours or set()).union(*map(self._line, new))
            self._lists |= new
            self.own_units.clear()
        return bool(unit) and self._key(unit) in self._ours

    def meant(self, text: str, senders: Sequence[str]) -> Sequence[str]:
        """Return the units a destination may mean, as somebody of these units wrote it; nothing where none of ours
        nor of the tree's can be meant."""
        if self.is_ours(text):
            return (text,)
        found = self.units.meant(text, senders)
        return found or meant(text, senders, self._lists)

    def _line(self, unit: str) -> set[str]:
        """The keys of a unit and of those above it, as its path names them."""
        parts = unit.split(",")
        return {self._key(",".join(parts[start:]).strip()) for start in range(len(parts))}

    def _key(self, unit: str) -> str:
        return match_key(self.units.key(unit))


def _from(place: Place, file: Place) -> bool:
    return (place.list, place.file) == (file.list, file.file)
