"""`yumsync demo`: the whole story, at a scale that fits a test."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.wording import Wording
from sync.errors import ConfigError
from tests.support.office import Office
from yumsync.cli.frame import run
from yumsync.demo.story import Scale, tell

SMALL = Scale(districts=2, branches=12, members=700, youth=150)


def test_the_story_ends_in_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Every figure comes out as told, the last sync sends nothing, and what is left behind can be looked at."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YUMSYNC_CONFIG", raising=False)
    folder = Path("demo")
    assert tell(folder, Wording("vi"), scale=SMALL, out=print) == 0
    said = capfd.readouterr()
    assert "Traceback" not in said.out + said.err
    for command in ("init", "sync", "plan", "status"):
        assert f"$ yumsync {command}" in said.out

    office = Office((tmp_path / folder), "")
    runs = office.ask("runs").json["runs"]
    assert [one["kind"] for one in runs] == ["sync", "sync", "plan", "sync"]
    assert runs[0]["counts"]["sent"] == 0
    assert runs[2]["counts"]["created"] + runs[2]["counts"]["updated"] == runs[1]["counts"]["applied"] > 0
    assert sum(office.ask("status").json["people"].values()) > 700
    office.assert_journal_verifies()


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The demo makes its folder anew, and never anybody else's."""
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").write_text("x", "utf-8")
    assert run(["demo", "--folder", str(tmp_path / "demo")]) == 2
    assert "demo" in capsys.readouterr().err
    assert (tmp_path / "demo" / "mine.txt").exists()
    with pytest.raises(ConfigError):
        tell(tmp_path / "demo", Wording("en"), scale=SMALL, out=lambda _: None)
