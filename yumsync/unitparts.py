"""What keeps the tree of units, wired from the configuration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from config.forms import PolicyValue
from config.policy import policy_values
from config.units import load_unit_words
from sync.exits import ExitCode, worst
from sync.ports import UnitSource
from sync.reports import CheckReport
from sync.units.importing import UnitKeeping
from sync.units.report import UnitsReport
from sync.units.resolving import BareNames
from sync.values import Severity

_UNKNOWN = {"warn": Severity.WARNING, "error": Severity.ERROR}


def unit_keeping(sources: Sequence[UnitSource], policy: Mapping[str, PolicyValue]) -> UnitKeeping:
    """Return what keeps the tree under a policy; today is the office's own day. Raises ConfigError."""
    values = policy_values(policy)
    return UnitKeeping(
        sources=sources,
        words=load_unit_words(),
        today=date.today(),  # noqa: DTZ011  (days on which units open and close are the office's own)
        bare=BareNames(cast(str, values["units.bare_name"])),
        unknown=_UNKNOWN[cast(str, values["units.unknown"])],
    )


def with_units(report: CheckReport, units: Sequence[UnitsReport]) -> CheckReport:
    """Return a check's report with the lists of units that were read before it, and the exit code of both."""
    codes: set[int] = {report.exit_code}
    codes |= {ExitCode.LIST_UNREADABLE} if any(one.unread for one in units) else set()
    codes |= {ExitCode.REJECTED} if any(one.counts["in_error"] for one in units) else set()
    return replace(report, units=units, exit_code=worst(codes))
