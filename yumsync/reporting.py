"""What officers look at, wired: candidates, transfers on their way, who is away, the figures of movements."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from config.charter import load_charters, load_movements
from config.policy import due_policy, policy_values
from sync.access.actor import ANYBODY, Actor
from sync.access.permissions import Permission
from sync.access.showing import Shown
from sync.diff.unitledger import LedgerUnits
from sync.errors import YumsyncError
from sync.movements.dueview import DueView
from sync.movements.figures import figures
from sync.papers.balance import Balance, total
from sync.text.tidying import match_key
from sync.values import OperationState

if TYPE_CHECKING:
    from pathlib import Path

    from config.forms import PolicyValue
    from config.wording import Wording
    from sync.ports import OperationInfo, Store
    from sync.units.resolving import Resolver
    from sync.units.rows import UnitRules

_ALL = 1_000_000
"""As many runs as there may be."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class MovementReport:
    """The movement identity of units over days, both counted (ISO dates); `total` is that of all of them.

    A run counts on the day it ended.
    """

    since: str
    until: str
    units: Sequence[Balance]
    total: Balance


@dataclass(frozen=True)
class Reports:
    """Makes reports from the state; nothing is changed by it. `units` gives the tree, where there is one; `actor` is
    who asks: each report raises AccessRefused where they may not see it."""

    store: Store
    policy: Mapping[str, PolicyValue]
    units: Callable[[], UnitRules | None]
    actor: Actor = ANYBODY

    def of_day(self, day: date | None = None) -> DueView:
        """Return the lists of whom to look at on a day, by default the office's own today."""
        self.actor.require(Permission.PEOPLE)
        return DueView(
            self.store.ledger,
            self.store.outbox,
            load_movements(),
            load_charters(),
            due_policy(policy_values(self.policy)),
            day or today(),
        )

    def movements(self, since: date, until: date, unit: str = "") -> MovementReport:
        """Return the figures of units over the days from `since` to `until`."""
        self.actor.require(Permission.LOOK)
        ledger = self.store.ledger
        begin, end = _midnight(since), _midnight(until + timedelta(days=1))
        first = self._ended_before(begin)
        # What a run applied belongs to the run: it is counted from the end of one run to the end of another.
        if end > datetime.now().astimezone():
            closing, moved = ledger.strength(), ledger.moved(_after(first))
        else:
            last = self._ended_before(end)
            closing, moved = ledger.strength_at(end), ledger.moved(_after(first), _after(last)) if last else ()
        opening = ledger.strength_at(begin)
        rules = self.units()
        name = LedgerUnits(rules.resolver if rules is not None else None).name
        found = figures(opening, closing, moved, load_movements(), name)
        within = self._named(unit, [one.unit for one in found])
        shown = [one for one in found if within(one.unit)]
        return MovementReport(since.isoformat(), until.isoformat(), shown, total(shown, ""))

    def rejected(self, run: int, out: Path, wording: Wording, *, force: bool = False) -> int:
        """Write what was refused of a run as a workbook; return how many rows it has. Raises as `write_rejected`."""
        from adapters.reports import write_rejected  # noqa: PLC0415 -- slow to load

        self.actor.require(Permission.PEOPLE)
        refused = Shown(self.actor.sight()).each(self.store.plans.operations(run, state=OperationState.REJECTED))
        return write_rejected(out, self._with_codes(refused), wording, force=force)

    def _with_codes(self, operations: Iterator[OperationInfo]) -> Iterator[tuple[OperationInfo, str]]:
        """Yield operations, each with the member code the upstream gave the person."""
        while some := list(islice(operations, _AT_ONCE)):
            known = self.store.ledger.entries([info.person for info in some])
            for info in some:
                entry = known.get(info.person)
                yield info, (entry.member_code if entry is not None else None) or ""

    def within(self, unit: str, known: Sequence[str] | None = None) -> Callable[[str], bool]:
        """Return whether a unit is the one asked for, or stands under it; without one every unit is. One whose people
        whoever asks may not see never is.

        A code or a name is looked up in the tree of units. Raises YumsyncError: `unit-unknown` where neither the
        tree nor any of the `known` units (by default those with members) has it, `unit-ambiguous`.
        """
        asked, sight = self._named(unit, known), self.actor.sight()
        return asked if sight is None else lambda path: asked(path) and sight(path)

    def _named(self, unit: str, known: Sequence[str] | None) -> Callable[[str], bool]:
        if not unit:
            return lambda _: True
        rules = self.units()
        if rules is not None:
            return _under(rules.resolver, unit)
        key = match_key(unit)

        def covers(path: str) -> bool:
            return (found := match_key(path)) == key or found.endswith(f", {key}")

        if not any(map(covers, self.store.ledger.strength() if known is None else known)):
            raise YumsyncError("unit-unknown", found=unit, proposed="-")
        return covers

    def _ended_before(self, moment: datetime) -> datetime | None:
        """Return when the last run before a moment ended that wrote down how strong the units were."""
        ended = (run.ended for run in self.store.runs.list(_ALL) if run.ended and run.outcome is not None)
        return max((one for one in ended if one < moment), default=None)


def today() -> date:
    """Return the office's own day."""
    return date.today()  # noqa: DTZ011


def _under(resolver: Resolver, text: str) -> Callable[[str], bool]:
    """Return whether a unit is the one a text names in the tree, what that became, or stands under either."""
    from sync.units.view import view_unit  # noqa: PLC0415

    view_unit(resolver, text)
    tree, (asked,) = resolver.tree, resolver.named(text)
    above = {asked, *tree.living(asked, resolver.today)}
    names = match_key(", ".join(tree.names(asked)))

    @cache
    def covers(path: str) -> bool:
        unit = resolver.resolve(path).unit
        if unit is None:  # the tree is not whole: as far as the text goes
            return f", {match_key(path)}, ".endswith(f", {names}, ")
        return any(tree.is_under(unit, one) for one in above)

    return covers


def _after(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment + timedelta(microseconds=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time()).astimezone()
