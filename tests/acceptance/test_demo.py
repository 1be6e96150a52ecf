"""`yumsync demo`: the whole story, at a scale that fits a test."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from config.wording import Wording
from sync.errors import ConfigError
from tests.support.office import Office
from tests.traces.known import Known
from tests.traces.watching import Watch, traces
from yumsync.cli.frame import run
from yumsync.demo.stage import Stage
from yumsync.demo.story import Scale, tell

SMALL = Scale(districts=4, branches=48, members=960, youth=150)
"""Small enough for a test, with all the story needs: a branch with a list of its own, communes to merge."""


def test_the_story_ends_in_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Every figure comes out as told, the last sync sends nothing, and what is left behind can be looked at."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("YUMSYNC_CONFIG", raising=False)
    watch = Watch(tmp_path / "watched")
    for name, value in watch.environment.items():
        monkeypatch.setenv(name, value)
    folder = Path("demo")
    assert tell(folder, Wording("vi"), scale=SMALL, out=print) == 0
    said = capfd.readouterr()
    assert "Traceback" not in said.out + said.err
    assert "!" not in {line[:1] for line in said.out.splitlines()}
    for command in ("init", "sync", "plan", "apply", "status", "report movements", "report due", "report transit"):
        assert f"$ yumsync {command}" in said.out
    for command in ("approve", "reject", "approve --code reorganisation --yes"):
        assert f"$ yumsync holds {command}" in said.out

    office = Office((tmp_path / folder), "")
    runs = office.ask("runs").json["runs"]
    assert [(one["kind"], one["counts"]["sent"] > 0) for one in runs] == [
        ("sync", False), ("sync", True), ("sync", True), ("plan", True), ("plan", True), ("sync", True),
    ]  # fmt: skip
    assert sum(office.ask("status").json["people"].values()) > len(runs)
    office.assert_journal_verifies()

    # And nobody stands where nobody may: the lists, the review sheet and the stand-in's own database aside.
    with office.app() as app:
        known = Known({**one.record, "member_code": one.member_code} for one in app.store.ledger.scan())
        journal = json.dumps([dict(one.facts) for one in app.store.journal.entries()], ensure_ascii=False).encode()
    assert len(known) > SMALL.members
    assert watch.command_lines().count(b"sync") > len(runs)
    database = sorted(office.folder.glob("state.db*"))
    assert traces(known, watch, logs=said.err.encode(), journal=journal, database=database) == {}


def test_a_figure_that_differs_from_what_was_told_is_said(tmp_path: Path) -> None:
    """The story ends well only where every figure came out as told."""
    said: list[str] = []
    stage = Stage(tmp_path, Wording("vi"), said.append)
    stage.expect("sent", {"mature": 2}, {"mature": 2})
    assert (stage.as_told, said) == (True, [])
    stage.expect("sent", {"mature": 2}, {"mature": 1})
    assert not stage.as_told
    assert any(line.startswith("! ") and "sent" in line for line in said)


def test_a_folder_that_holds_something_else_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The demo makes its folder anew, and never anybody else's."""
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "mine.txt").write_text("x", "utf-8")
    assert run(["demo", "--folder", str(tmp_path / "demo")]) == 2
    assert "demo" in capsys.readouterr().err
    assert (tmp_path / "demo" / "mine.txt").exists()
    with pytest.raises(ConfigError):
        tell(tmp_path / "demo", Wording("en"), scale=SMALL, out=lambda _: None)
