"""Each promise of the README has a mechanism that `tests.mutants` can take away, and tests that miss it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from operator import attrgetter

import pytest

from tests.mutants.mutants import MUTANTS, Mutant, found
from tests.support.office import ROOT


def rows() -> Mapping[int, set[str]]:
    """The tests that the README names for each promise."""
    table = (ROOT / "README.md").read_text("utf-8").partition("\n## Promises\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (\d+) \|.*\| (.*) \|$", table, re.MULTILINE)
    return {int(number): set(re.findall(r"`(tests/[^`]+)`", tests)) for number, tests in lines}


def test_each_promise_has_one() -> None:
    assert rows().keys() == set(map(attrgetter("promise"), MUTANTS.values()))


@pytest.mark.parametrize("mutant", MUTANTS.values(), ids=MUTANTS.keys())
def test_what_it_takes_away_is_there_and_its_tests_are_those_of_the_promise(mutant: Mutant) -> None:
    assert all(callable(getattr(*found(place))) for place in mutant.places)
    assert rows()[mutant.promise] >= set(mutant.tests)
