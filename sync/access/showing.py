"""What of a report is shown to whom: people of the units somebody may see; of the rest it is counted how many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from sync.access.actor import Sight
from sync.ports import HoldInfo, OperationInfo
from sync.reports import ListReport, PlanReport
from sync.values import Hold, OfficerDecision


class Shown:
    """What is in sight of somebody; `hidden` counts what was passed over. Without a sight everything is."""

    def __init__(self, sight: Sight | None) -> None:
        self._sight = sight
        self.hidden = 0

    def operations(self, found: Iterable[OperationInfo], limit: int | None = None) -> list[OperationInfo]:
        """Return the first operations in sight. What comes after the last of them is counted too, where any is
        hidden."""
        if self._sight is None:
            return list(islice(found, limit))
        return [one for number, one in enumerate(self.each(found)) if limit is None or number < limit]

    def each(self, found: Iterable[OperationInfo]) -> Iterator[OperationInfo]:
        """Yield the operations in sight: those on people of a unit in sight, or who leave one."""
        for one in found:
            if self.is_unit(one.operation.unit) or (one.operation.left and self.is_unit(one.operation.left)):
                yield one
            else:
                self.hidden += 1

    def holds(self, found: Iterable[HoldInfo]) -> list[HoldInfo]:
        """Return the questions in sight."""
        return [one for one in found if self.is_hold(one.hold)]

    def is_hold(self, hold: Hold) -> bool:
        """Whether a question is in sight; counted where it is not."""
        seen = self.is_unit(hold.unit)
        self.hidden += not seen
        return seen

    def is_decision(self, made: OfficerDecision) -> bool:
        """Whether a decision about people of a unit is in sight; counted where it is not."""
        seen = self.is_unit(made.unit)
        self.hidden += not seen
        return seen

    def is_unit(self, unit: str) -> bool:
        """Whether people of a unit are in sight."""
        return self._sight is None or self._sight(unit)

    def plan(self, report: PlanReport, units: Mapping[str, str]) -> None:
        """Leave out of a plan's report what is not in sight; `units` are those of the lists, by their names."""
        if self._sight is None:
            return
        report.holds = [one for one in report.holds if self.is_hold(one)]
        report.conceded = [one for one in report.conceded if self.is_decision(one.decision)]
        for one in report.lists:
            self.list(one, units.get(one.name, ""))
        report.hidden = self.hidden

    def list(self, report: ListReport, unit: str) -> None:
        """Leave the cells out of a list's report, unless the list is of a unit in sight: rows of which somebody may
        only see some are looked at with `check` by whoever can open the file."""
        if not self.is_unit(unit):
            report.findings.clear()
            report.cosmetic.clear()
            report.set_aside.clear()
