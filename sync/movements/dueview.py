"""The lists of whom to look at, made from what the upstream confirmed and the papers that were carried there.

The ledger is read once, a page at a time; of everybody only those who are listed are kept. Nothing is changed by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sync.charter import Charter, MovementRules, Overlay, Status, charter_on
from sync.papers.due import CODES, Due, DuePolicy, Person, absence, due, last_day
from sync.papers.lives import Interval, Life, Movement, tell
from sync.ports import CarriedPaper, Ledger, Outbox
from sync.text.tidying import match_key
from sync.values import LedgerEntry, ListKind, OperationState, OperationType, PersonId, Place

PAGE = 1000
"""People whose papers are asked for at once."""

UNDER_WAY = frozenset(
    {
        OperationState.PENDING,
        OperationState.CLAIMED,
        OperationState.SENT,
        OperationState.ACCEPTED,
        OperationState.UNKNOWN,
    }
)
"""States of a transfer that is on its way: released, and neither carried out nor refused."""

InUnit = Callable[[str], bool]
"""Whether a unit is among those asked for."""


@dataclass(frozen=True, slots=True)
class Known:
    """One member as the ledger knows them, with their papers, what those say of their life, and the letter of a
    transfer that is on its way."""

    entry: LedgerEntry
    life: Life
    letter: CarriedPaper | None = None

    def stated(self, field: str) -> str:
        """Return what the record holds in a field; empty where it holds nothing."""
        return self.entry.record.get(field) or ""


@dataclass(frozen=True, slots=True)
class Reason:
    """What somebody is listed for; see `sync.papers.due.Due`."""

    code: str
    since: str
    days: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody an officer should look at, with all they are listed for, gravest first. Personal."""

    person: PersonId
    member_code: str
    name: str
    birth: str
    national_id: str
    unit: str
    reasons: Sequence[Reason]


@dataclass(frozen=True, slots=True)
class DueReport:
    """Whom to look at on a day, by unit; `charter` is the version in force, `members` how many were looked at."""

    day: str
    charter: str
    members: int
    people: Sequence[Candidate]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """A transfer on its way: the letter's day, from where to where, and how far it has come (`state`). Personal."""

    person: PersonId
    name: str
    birth: str
    origin: str
    destination: str
    since: str
    days: int
    too_long: bool
    decision_no: str
    state: OperationState


@dataclass(frozen=True, slots=True)
class TransitReport:
    """The transfers on their way on a day, the longest first; `most_days` is the policy's term."""

    day: str
    most_days: int
    transfers: Sequence[OnTheWay]


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody who is away: where, since when, and how to reach them, as the paper states it; `contact` is the
    record's telephone where the paper has none. `code` is what is due of it, empty if nothing. Personal."""

    person: PersonId
    name: str
    birth: str
    unit: str
    destination: str
    since: str
    days: int
    expected_return: str
    contact: str
    code: str


@dataclass(frozen=True, slots=True)
class AwayReport:
    """Who is away on a day, by unit."""

    day: str
    people: Sequence[Away]


@dataclass(frozen=True)
class DueView:
    """Makes these reports for a day. `charters` and `rules` are those of `config/charters`."""

    ledger: Ledger
    outbox: Outbox
    rules: MovementRules
    charters: Sequence[Charter]
    policy: DuePolicy
    day: date

    def due(self, unit: InUnit) -> DueReport:
        """Return whom to look at in units."""
        people: list[Candidate] = []
        counts: Counter[str] = Counter()
        looked = 0
        for known in self._members(unit):
            looked += 1
            found = sorted(due([self._person(known)], self.day, self.charters, self.policy), key=_gravity)
            if found:
                people.append(_candidate(known, found))
                counts.update(one.code for one in found)
        people.sort(key=lambda one: (match_key(one.unit), CODES.index(one.reasons[0].code), _by_name(one.name)))
        ordered = {code: counts[code] for code in CODES if counts[code]}
        return DueReport(
            self.day.isoformat(), charter_on(self.charters, self.day).name, looked, tuple(people), ordered
        )

    def transit(self, unit: InUnit) -> TransitReport:
        """Return the transfers on their way that leave units or go to them."""
        found = [
            one
            for known in self._members(lambda _: True, gone=True)
            if known.letter is not None
            and (unit((one := self._transfer(known, known.letter)).origin) or unit(one.destination))
        ]
        found.sort(key=lambda one: (-one.days, match_key(one.origin), _by_name(one.name)))
        return TransitReport(self.day.isoformat(), self.policy.transfer_days, tuple(found))

    def away(self, unit: InUnit) -> AwayReport:
        """Return who is away from units."""
        found = [
            self._absent(known, known.life.open[Overlay.AWAY])
            for known in self._members(unit)
            if Overlay.AWAY in known.life.open
        ]
        found.sort(key=lambda one: (match_key(one.unit), _by_name(one.name)))
        return AwayReport(self.day.isoformat(), tuple(found))

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────

    def _members(self, unit: InUnit, *, gone: bool = False) -> Iterator[Known]:
        """Yield the members of units who stand on the upstream's lists, in order of person; those `gone` from there
        too, if asked for: they may be on their way back."""
        entries = (
            one
            for one in self.ledger.scan()
            if one.kind is ListKind.MEMBERS and (gone or one.status.on_list) and unit(one.unit)
        )
        while page := list(islice(entries, PAGE)):
            carried = self.outbox.carried([one.person for one in page])
            for entry in page:
                yield self._known(entry, carried.get(entry.person, ()))

    def _known(self, entry: LedgerEntry, papers: Sequence[CarriedPaper]) -> Known:
        """What is known of a member. Where they stand is the ledger's word; of their papers only what was carried out
        counts, and of that what a member can have begun and ended beside it."""
        overlays: Sequence[Interval] = ()
        if papers:
            movements = [one for paper in papers for one in _movements(paper, self.rules)]
            told = tell(movements, self.rules, Life(Status.ACTIVE, entry.unit))
            overlays = told.life.overlays
        letters = [one for one in papers if one.type is OperationType.TRANSFER and one.state in UNDER_WAY]
        return Known(entry, Life(entry.status, entry.unit, "", overlays), letters[-1] if letters else None)

    def _person(self, known: Known) -> Person:
        position = known.stated("position")
        return Person(
            known.entry.person,
            known.stated("date_of_birth") or None,
            known.life,
            joined=known.stated("union_join_date") or None,
            officer=bool(position) and match_key(position) not in self.policy.no_office,
            sent=known.letter.paper.facts.get("on") if known.letter is not None else None,
        )

    def _transfer(self, known: Known, letter: CarriedPaper) -> OnTheWay:
        facts = letter.paper.facts
        since = facts.get("on") or ""
        days = max(0, (self.day - last_day(since)).days) if since else 0
        return OnTheWay(
            person=known.entry.person,
            name=known.stated("full_name"),
            birth=known.stated("date_of_birth"),
            origin=letter.left or known.entry.unit,
            destination=letter.unit if letter.left else facts.get("destination") or "",
            since=since,
            days=days,
            too_long=days > self.policy.transfer_days,
            decision_no=facts.get("decision_no") or "",
            state=letter.state,
        )

    def _absent(self, known: Known, interval: Interval) -> Away:
        facts = interval.movement.facts
        return Away(
            person=known.entry.person,
            name=known.stated("full_name"),
            birth=known.stated("date_of_birth"),
            unit=known.entry.unit,
            destination=facts.get("destination") or "",
            since=interval.since,
            days=max(0, (self.day - last_day(interval.since)).days),
            expected_return=facts.get("expected_return") or "",
            contact=facts.get("contact") or known.stated("phone"),
            code=absence(interval, self.day, self.policy)[0],
        )


def _movements(carried: CarriedPaper, rules: MovementRules) -> Iterator[Movement]:
    """The movements that an operation carried out: a transfer is both of its sides."""
    on = carried.paper.facts.get("on")
    if carried.state is not OperationState.APPLIED or not on:
        return
    facts = {name: value for name, value in carried.paper.facts.items() if name != "on"}
    names = ("transfer_out", "transfer_in") if carried.type is OperationType.TRANSFER else (carried.type.value,)
    for name in names:
        if name in rules:
            yield Movement(name, on, carried.unit, Place("", row=carried.number), facts)


def _candidate(known: Known, found: Sequence[Due]) -> Candidate:
    return Candidate(
        person=known.entry.person,
        member_code=known.entry.member_code or known.stated("member_code"),
        name=known.stated("full_name"),
        birth=known.stated("date_of_birth"),
        national_id=known.stated("national_id"),
        unit=known.entry.unit,
        reasons=tuple(Reason(one.code, one.since, one.days) for one in found),
    )


def _gravity(one: Due) -> int:
    return CODES.index(one.code)


def _by_name(name: str) -> tuple[str, str]:
    """Names in the order of Vietnamese lists: by the given name, which stands last."""
    key = match_key(name)
    return key.rpartition(" ")[2], key
