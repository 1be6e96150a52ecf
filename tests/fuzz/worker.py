"""The process in which damaged lists are read: little memory, little time, and gone when either is used up.

It reads the names of files from its input, one a line, and answers each with one line of JSON. What it must never
do is answer `broke`, or not answer.
"""

from __future__ import annotations

import json
import resource
import signal
import sys
import traceback
from datetime import date
from pathlib import Path

from adapters.lists import ReadLimits, open_list
from config.headers import load_headers
from config.knowledge import load_knowledge
from config.wording import Wording
from sync.lists.checking import check_lists
from sync.lists.reading import Reading
from sync.reports import CheckReport
from tests.lists.writers import spec

MEMORY = 3 * 1024**3
SECONDS = 60
LIMITS = ReadLimits(
    workbook_bytes=32 * 1024**2,
    unpacked_bytes=256 * 1024**2,
    cells=4_000_000,
    trial_bytes=1024**3,
    trial_seconds=15,
)
WORDS = Wording("vi")


class Silence:
    """A progress nobody watches."""

    def stage(self, name: str, total: int | None = None) -> None:
        """Ignore."""

    def advance(self, count: int, **facts: int) -> None:
        """Ignore."""


def outcome(path: Path, reading: Reading) -> dict[str, object]:
    """Check a file as the program does, and what came of it."""
    query = "SELECT * FROM people" if path.suffix == ".db" else None
    name = f"sqlite:///{path.name}" if query else path.name
    report = check_lists([open_list(spec(path.parent, name, query=query, limits=LIMITS))], reading, Silence())
    return {"exit": report.exit_code, "wrong": wrong(report), "codes": sorted(codes(report))}


def codes(report: CheckReport) -> set[str]:
    """Why files or sheets were refused."""
    return {finding.code for one in report.lists for finding in one.unread}


def wrong(report: CheckReport) -> str:
    """What of a report breaks a promise; nothing as a rule."""
    for one in report.lists:
        for table in one.tables:
            if not table.refused and table.rows != table.records + sum(aside.count for aside in table.aside):
                return f"rows {table.rows} are not {table.records} records and the rest"
        for finding in one.unread:
            said = WORDS.finding(finding)
            if not finding.place.list or finding.code in said:
                return f"{finding.code} has no place or no words"
    if (report.exit_code == 7) != bool(codes(report)):
        return f"exit code {report.exit_code} with {codes(report)}"
    return ""


def main() -> None:
    """Answer until the input ends."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    reading = Reading(load_knowledge({}), load_headers().rows, date(2026, 3, 26))
    for line in sys.stdin:
        signal.alarm(SECONDS)
        try:
            answer = outcome(Path(line.strip()), reading)
        except BaseException:
            answer = {"broke": traceback.format_exc()}
        signal.alarm(0)
        print(json.dumps(answer), flush=True)  # noqa: T201 (the answer)


if __name__ == "__main__":
    main()
