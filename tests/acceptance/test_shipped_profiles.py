"""The same people through every shipped profile: each upstream ends up holding what the lists say, as far as the
profile declares that it carries it. `python -m tests.profiles` tells the same of 10,000 people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.profiles.through import tell
from tests.profiles.ways import NAMES

PEOPLE = 150
CANNOT = {
    "rest": ["position"],
    "scim": ["date_of_birth", "gender", "national_id", "ethnicity", "occupation"],
}


@pytest.mark.parametrize("name", NAMES)
def test_reading_it_back_equals_the_lists(name: str, tmp_path: Path) -> None:
    told = tell(name, PEOPLE, tmp_path / "office")
    assert told.wrong == []
    assert told.lacks == CANNOT.get(name, [])
    assert (told.created["applied"], told.changed["applied"], told.again["sent"]) == (PEOPLE, 2, 0)
    assert told.created["rejected"] == told.changed["rejected"] == 0
