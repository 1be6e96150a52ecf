"""Where every row of a list is read again, those of the lists after it are read ahead: what is known stays known."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.lists.streaming import GROUP
from tests.support.office import HEADERS, Office, people
from tests.support.standin import LiveStandin

MANY, FEW = people(GROUP), people(20, start=5 * GROUP)
SWAPPED = tuple(HEADERS)[::-1]


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    """An office of two lists that is in step; then the columns of the first are put in another order."""
    made = Office(tmp_path, standin.url)
    made.set_profile()
    made.add_list("a-many")
    made.add_list("b-few")
    made.write("a-many", MANY)
    made.write("b-few", FEW)
    made.init()
    assert made.run("sync").code == 0
    made.write("a-many", MANY, SWAPPED)
    return made


def figures(office: Office, *named: str) -> list[tuple[int, ...]]:
    """What a plan counts in each list."""
    return [tuple(one["tally"][name] for name in named) for one in office.ask("plan").json["lists"]]


def test_rows_are_known_also_where_the_list_before_was_read_again(office: Office) -> None:
    office.write("b-few", [{**FEW[0], "phone": "0987654321"}, *FEW[1:]])
    assert figures(office, "in_step", "updated", "unchanged") == [(GROUP, 0, 0), (0, 1, len(FEW) - 1)]


def test_who_is_missing_is_told_also_there(office: Office) -> None:
    office.write("b-few", FEW[1:])
    assert figures(office, "in_step", "unchanged", "missing") == [(GROUP, 0, 0), (0, len(FEW) - 1, 1)]
