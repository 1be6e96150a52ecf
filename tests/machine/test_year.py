"""Twelve months of a province, each synced: the figures balance for every branch, and the ledger is as life is."""

from __future__ import annotations

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.upstream.memory import MemoryUpstream
from config.charter import load_movements
from config.profile import load_profile
from config.secrets import write_key_file
from config.settings import load_settings
from sync.movements.figures import figures
from sync.papers.balance import LISTED
from sync.ports import Ledger
from tests.machine.year import Year
from yumsync.bootstrap import App, prepare

MONTHS = 12
SIZES = [(1_400, 14)]
if os.environ.get("YUMSYNC_PROFILE") == "long":
    SIZES.append((70_000, 695))


@pytest.mark.parametrize(("members", "branches"), SIZES)
def test_every_month_of_a_year_balances(tmp_path: Path, members: int, branches: int) -> None:
    year = Year(tmp_path, members, branches, seed=members)
    # A year passes in an hour: who left "in the days before" is everybody, and the limits would ask about them.
    policy = '[policy]\n"removals.unit_least" = 100000\n"removals.total_least" = 100000\n'
    text = f'[upstream]\nurl = "http://127.0.0.1:1"\n{policy}{year.province.settings()}'
    (tmp_path / "yumsync.toml").write_text(text, "utf-8")
    write_key_file(tmp_path / "yumsync.key")
    settings = load_settings(tmp_path / "yumsync.toml")
    prepare(settings)
    upstream = MemoryUpstream(load_profile("standin").fields)
    year.province.write()
    opening: Counter[str] = Counter()
    for month in range(MONTHS + 1):
        lines = year.month() if month else Counter({LISTED: members})
        began = datetime.now(UTC)
        with App(settings, _upstream=upstream) as app:
            report = app.sync()
            assert report.plan is not None
            assert not +Counter(report.plan.holds_total), report.plan.holds
            assert (report.exit_code, list(report.unbalanced)) == (0, [])
            closing = year.strength()
            assert balanced(app.store.ledger, opening, closing, began) == lines
            opening = closing
    with App(settings, _upstream=upstream) as app:
        again = app.sync()
        assert again.delivery is not None
        assert again.delivery.sent == 0, "a second run sends"
    held = {str(one.record["national_id"]): one for one in upstream.held.values()}
    assert len(held) == len(upstream.held) == len(year.province.members)
    for member in year.province.members:
        one = held[member.number]
        overlays = {overlay.value: day for overlay, day in one.overlays.items()}
        assert (one.status.value, one.unit, overlays) == (member.status, member.unit, member.overlays)
        assert one.record["phone"] == member.row["phone"]
    assert max(upstream.effects.values()) == 1


def balanced(ledger: Ledger, opening: Counter[str], closing: Counter[str], began: datetime) -> Counter[str]:
    """Hold every branch's movement identity since a moment to the true strength; return its lines, summed."""
    assert ledger.strength() == +closing
    found = figures(opening, ledger.strength(), ledger.moved(began), load_movements())
    assert all(one.balanced for one in found)
    counted: Counter[str] = Counter()
    for one in found:
        counted.update(one.lines)
    return +counted
