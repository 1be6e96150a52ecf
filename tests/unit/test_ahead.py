"""Reading ahead in a second process: the same items, the same errors, and nothing left behind."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from adapters.lists import open_list
from config.headers import load_headers
from config.knowledge import load_knowledge
from sync.errors import ListError, YumsyncError
from sync.lists.reading import Reading
from sync.lists.streaming import ListReader, Part, RowsRead, TableEnds
from sync.values import CleanRow, Place
from tests.lists.writers import spec_for
from tests.support.office import csv_of, people
from yumsync.ahead import ahead

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a process is divided on Linux only")
MANY = 60


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process count as one of a single thread and two processors, whatever runs the tests."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


def numbered(count: int) -> Iterator[tuple[int, int]]:
    """Numbers, each with the process it was made in."""
    for number in range(count):
        yield number, os.getpid()


def test_many_items_come_in_order_from_a_second_process() -> None:
    found = list(ahead(numbered(MANY)))
    assert [number for number, _ in found] == list(range(MANY))
    assert len({process for _, process in found}) == 2


def test_few_items_come_from_this_process() -> None:
    assert list(ahead(numbered(3))) == [(number, os.getpid()) for number in range(3)]


def test_a_process_with_other_threads_is_not_divided(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert {process for _, process in ahead(numbered(MANY))} == {os.getpid()}


def test_an_error_is_raised_here_as_it_was() -> None:
    def breaking() -> Iterator[int]:
        yield from range(MANY)
        raise ListError("list-cut-short", place=Place("a", "a.csv", row=7), rows=3)

    taken: list[int] = []
    with pytest.raises(ListError) as raised:
        taken.extend(ahead(breaking()))
    assert (raised.value.code, raised.value.place, raised.value.details) == (
        *("list-cut-short", Place("a", "a.csv", row=7)),
        {"rows": 3},
    )


def test_a_second_process_that_was_killed_is_said() -> None:
    here = os.getpid()

    def killed() -> Iterator[int]:
        yield from range(MANY)
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(YumsyncError) as raised:
        list(ahead(killed()))
    assert raised.value.code == "reading-ended"


def test_nothing_is_left_when_nobody_reads_on() -> None:
    found = ahead(numbered(10_000_000))
    twin = next(process for _, process in found if process != os.getpid())
    found.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(twin, 0)


@pytest.mark.parametrize("tail", ["", "x,x,x,x,x,too,many,cells,here\n"])
def test_a_list_read_ahead_says_what_it_says_otherwise(tmp_path: Path, tail: str) -> None:
    rows = people(9_000)
    for number, row in enumerate(rows):
        row["full_name"] = row["full_name"].replace(" ", "  ") if number % 7 == 0 else row["full_name"]
        row["phone"] = "no phone" if number % 11 == 0 else row["phone"]
    path = tmp_path / "list.csv"
    path.write_text(csv_of(rows) + ",,,,\n" * 3 + tail, "utf-8")

    def parts() -> Iterator[Part]:
        reading = Reading(load_knowledge({}), load_headers().rows, date(2026, 3, 26))
        fields = ("full_name", "date_of_birth", "national_id", "phone", "email")
        reader = ListReader(reading, fields, bytes(32))
        return reader.parts(open_list(spec_for(path)), lambda found: range(len(found)))

    plain, read_ahead = list(parts()), list(ahead(parts()))
    assert [_said(part) for part in read_ahead] == [_said(part) for part in plain]
    cleaned = [
        row for part in plain if isinstance(part, RowsRead) for row, _ in part.new if isinstance(row, CleanRow)
    ]
    assert any(row.steps for row in cleaned)
    assert any(row.findings for row in cleaned)
    end = plain[-1]
    assert isinstance(end, TableEnds)
    assert (end.error is not None) is bool(tail)


def _said(part: Part) -> object:
    """A part as a value to compare: errors have no equality of their own."""
    if isinstance(part, TableEnds):
        return part.place, str(part.error), part.rest
    return str(part) if isinstance(part, ListError) else part
