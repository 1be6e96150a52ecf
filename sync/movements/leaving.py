"""How many may leave at once: limits on who leaves our lists, of one unit and in all, before an officer is asked.

Whoever left in the days before counts too, so that a unit does not empty a few people at a time. Source: the design,
§4; the domain book, §7.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import blake2b

from sync.diff.unitledger import LedgerUnits
from sync.movements.outlook import Going
from sync.ports import IdentityKey, Store
from sync.text.tidying import match_key
from sync.values import Answer, Hold, OfficerDecision, Operation, PersonId

LATELY = "lately"
"""Stands among the kinds of movements for those who left in the days before."""


@dataclass(frozen=True, slots=True)
class RemovalGuard:
    """How many may leave at once before an officer is asked: of one unit, and in all.

    A limit is reached by `least` people who are `share` of the unit, or of everybody; the larger counts. Who left in
    the `window_days` before counts with those who leave today.
    """

    unit_least: int = 5
    unit_share: float = 0.2
    total_least: int = 50
    total_share: float = 0.02
    window_days: int = 7


@dataclass(frozen=True, slots=True)
class Move:
    """One operation of somebody's papers, before it is known whether it may go."""

    person: PersonId
    going: Going
    operation: Operation
    keys: Sequence[IdentityKey]
    question: Hold | None = None

    @property
    def leaves(self) -> str:
        """The unit somebody stands on no list of afterwards; nothing where they still stand on one of ours."""
        return (self.operation.left or self.operation.unit) if self.going.leaves else ""


@dataclass(slots=True)
class _Many:
    """Who leaves one unit, or all of them: today, in the days before, and how many members there were then."""

    moves: list[Move] = field(default_factory=list)
    lately: int = 0
    members: int = 0

    @property
    def people(self) -> int:
        return len(self.moves) + self.lately

    def reaches(self, least: int, share: float) -> bool:
        return self.people >= max(least, share * (self.members + self.lately))


@dataclass(frozen=True, slots=True)
class LeavingLimits:
    """The limits of one plan. `answered` returns the last answer to a question of a code and key."""

    store: Store
    units: LedgerUnits
    guard: RemovalGuard
    today: date
    answered: Callable[[str, str], OfficerDecision | None]

    def questions(self, moves: Iterable[Move]) -> Mapping[PersonId, Sequence[Hold]]:
        """Return what is to be asked before each of those may leave who are too many; of one unit, and in all.

        A unit that an officer said no about is asked about also below its limit, until another answer is given.
        """
        latest = {move.person: move for move in moves}
        leaving = [move for move in latest.values() if move.leaves]
        if not leaving:
            return {}
        everybody, by_unit = self._counted(leaving)
        held: dict[PersonId, list[Hold]] = {}
        guard = self.guard
        wanted = [("many-removals-total", "", everybody, guard.total_least, guard.total_share)]
        wanted += [
            ("many-removals", each.moves[0].leaves, each, guard.unit_least, guard.unit_share)
            for each in by_unit.values()
            if each.moves
        ]
        for code, unit, many, least, share in wanted:
            last = self.answered(code, f"{code}:{unit}")
            if last is not None and last.answer is Answer.APPROVE and last.at is not None and last.at >= self._since:
                many.lately = 0  # an officer has looked at those who left
            refused = last is not None and last.answer is Answer.REJECT
            if many.reaches(least, share) or refused:
                hold = _question(code, unit, many)
                for move in many.moves:
                    held.setdefault(move.person, []).append(hold)
        return held

    def _counted(self, leaving: list[Move]) -> tuple[_Many, Mapping[str, _Many]]:
        everybody, by_unit = _Many(leaving), dict[str, _Many]()
        for move in leaving:
            by_unit.setdefault(self._key(move.leaves), _Many()).moves.append(move)
        for unit, members in self.store.ledger.strength().items():
            everybody.members += members
            if many := by_unit.get(self._key(unit)):
                many.members += members
        for unit, people in self._lately().items():
            everybody.lately += people
            if many := by_unit.get(self._key(unit)):
                many.lately += people
        return everybody, by_unit

    def _lately(self) -> Counter[str]:
        """Count who left our lists in the days before, by the unit they left."""
        found: Counter[str] = Counter()
        for one in self.store.ledger.moved(self._since):
            if not one.status.on_list:
                found[one.left or one.unit] += one.people
        return found

    @property
    def _since(self) -> datetime:
        """The moment from which leavers count with those of today."""
        midnight = datetime(self.today.year, self.today.month, self.today.day, tzinfo=UTC)
        return midnight - timedelta(days=self.guard.window_days)

    def _key(self, unit: str) -> str:
        return match_key(self.units.key(unit))


def _question(code: str, unit: str, many: _Many) -> Hold:
    counts = Counter(move.going.movement.type for move in many.moves)
    said = [f"{name}: {count}" for name, count in sorted(counts.items())]
    said += [f"{LATELY}: {many.lately}"] if many.lately else []
    details: dict[str, str | int] = {
        "removals": many.people,
        "members": many.members + many.lately,
        "what": ", ".join(said),
        "content": content_of(many.moves),
    }
    return Hold(code, f"{code}:{unit}", many.moves[0].operation.place, unit=unit, details=details)


def content_of(moves: Iterable[Move]) -> str:
    """Return a mark of what exactly is asked about: these papers of these people."""
    marks = sorted((move.operation.paper.mark if move.operation.paper else b"") for move in moves)
    return blake2b(b"".join(marks), digest_size=8).hexdigest()
