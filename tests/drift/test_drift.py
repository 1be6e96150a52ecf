"""A small trial of drift: all that was injected is found, and nothing is invented."""

from __future__ import annotations

from pathlib import Path

from tests.drift.settled import settle
from tests.drift.trial import Trial
from tests.support.standin import live_standin

PEOPLE = 300


def test_all_drift_is_found_and_none_invented(tmp_path: Path) -> None:
    with live_standin() as standin:
        judged = Trial(tmp_path, standin, PEOPLE).run()
    assert judged.found == judged.injected
    assert not judged.invented
    assert judged.in_step == judged.in_step_told


def test_after_settling_both_sides_are_equal(tmp_path: Path) -> None:
    with live_standin() as standin:
        trial = Trial(tmp_path, standin, PEOPLE)
        trial.run()
        settled = settle(trial)
    assert settled.answers.keys() == {"removed-there", "two-codes", "only-there"}
    assert settled.corrections.keys() == {"changed-there", "removed-there", "only-there"}
    assert {"phone: ours", "email: theirs", "unit: theirs"} <= settled.words.keys()
    assert (settled.differing, settled.sent) == (0, 0)
