"""The table that is printed, and the page that is kept."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.measure import Median


@dataclass(frozen=True, slots=True)
class Line:
    """One side of one comparison. `ratio` is against the side named in `against`; `goal` is what it should reach.

    `missed` is None where nothing was promised of this side.
    """

    bench: str
    side: str
    rows: int
    median: Median
    per_second: bool = False
    against: str = ""
    ratio: float | None = None
    goal: str = ""
    missed: bool | None = None


HEADERS = ("bench", "side", "rows", "seconds", "fastest–slowest", "peak MiB", "records/s", "ratio", "goal", "")


def render(lines: Sequence[Line]) -> str:
    """Return the lines as a Markdown table, aligned for a terminal too."""
    rows = [HEADERS, *(_cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADERS))]
    drawn = [
        "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    drawn.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(drawn)


def _cells(line: Line) -> tuple[str, ...]:
    median = line.median
    return (
        line.bench,
        line.side,
        f"{line.rows:,}",
        f"{median.wall:.2f}",
        f"{median.fastest:.2f}–{median.slowest:.2f}",
        f"{median.peak:.0f}",
        f"{line.rows / median.wall:,.0f}" if line.per_second else "",
        "" if line.ratio is None else f"{line.ratio:.2f} × {line.against}",
        line.goal,
        "" if line.missed is None else "missed" if line.missed else "met",
    )


def document(lines: Sequence[Line], repeat: int) -> str:
    """Return one bench's page: the table, and on what it was measured."""
    now = datetime.now(UTC)
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return (
        f"# Measured: {lines[0].bench}\n\n{now:%Y-%m-%d}, {machine}; whole processes, medians of {repeat}, the sides "
        f"of a comparison taking turns.\n\n{render(lines)}\n"
    )
