"""What the program tells officers: one name for one thing, and a next step that leads where it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.wording import FOLDER, LANGUAGES, Wording

ROOT = Path(__file__).parents[2]


def test_the_upstream_has_one_name() -> None:
    """The centre is `trung tâm`; only the lists of codes and the samples of paper are those of `Trung ương`."""
    files = [*(FOLDER / "vi").glob("*.ftl"), ROOT / "docs" / "backup.md"]
    assert len(files) > 20
    assert [file.name for file in files if "trung ương" in file.read_text("utf-8")] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_rows_with_errors_and_refusals_are_found_by_different_verbs(lang: str) -> None:
    """A row with an error never became part of a run, so `run` cannot show it."""
    errors, refusals = Wording(lang).say("report-status-1").split(". ")
    assert "yumsync check" in errors
    assert "yumsync run" in refusals


@pytest.mark.parametrize("lang", LANGUAGES)
def test_after_a_restore_the_comparison_that_settled_things_is_not_the_last(lang: str) -> None:
    """Sending waits until a comparison finds nothing; the one that settled still saw what it settled."""
    said, advice = (Wording(lang).say(f"{kind}-state-restored", made="1") for kind in ("error", "advice"))
    assert {"vi": "lần đối chiếu gần nhất còn thấy khác", "en": "the latest comparison still saw"}[lang] in said
    settle, again = advice.split("reconcile --fix")
    assert "yumsync reconcile" in again
    assert settle.endswith("yumsync ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_of_settling_says_that_it_sends(lang: str) -> None:
    assert "yumsync sync" in Wording(lang).say("help-reconcile-fix")
