"""Erasing somebody tells of whole databases that the program left: they hold them as readable as the one in use."""

from __future__ import annotations

from pathlib import Path

import pytest

from state.engine import sqlite_file
from tests.acceptance.test_restored import PEOPLE, World, make_world  # noqa: F401 - the fixture `world`
from tests.support.office import Office, people

GONE = people(1)[0]
ERASE = ("erase", GONE["national_id"], "--reason", "Đương sự đề nghị", "--decision-no", "07-CV/ĐTN", "--yes")


def laid_aside(office: Office) -> Path:
    """The one database that was laid aside."""
    (kept,) = office.folder.glob("state.db.replaced-*Z")
    return kept


def test_a_database_that_restoring_laid_aside_waits_for_somebody(world: World) -> None:
    office = world.office
    world.restore("--nothing-sent-since")
    office.write("a", people(PEOPLE)[1:])
    kept = laid_aside(office)
    log = kept.with_name(kept.name + "-wal")
    log.write_bytes(b"")
    office.put("yumsync.toml.replaced-20260101T000000Z", "# an older configuration names nobody")
    left = {kept.name, log.name}

    assert {one["path"] for one in office.ask(*ERASE[:-1]).json["files"]} == left
    done = office.ask(*ERASE)
    assert done.code == 3
    assert {(one["path"], one["kind"]) for one in done.json["files"]} == {(name, "other") for name in left}
    assert kept.exists(), "nobody but an officer knows whether it is needed"
    # It is what the promise is about: with the key beside it the whole person is read from it.
    office.configure(state=f"sqlite:///{kept.name}")
    assert office.ask("why", GONE["national_id"]).json["standing"]["record"]["phone"] == GONE["phone"]


@pytest.mark.parametrize(("language", "next_step"), [("vi", "không cần nữa thì hủy"), ("en", "destroy them once")])
def test_the_screen_names_it_and_says_what_to_do(world: World, language: str, next_step: str) -> None:
    office = world.office
    world.restore("--nothing-sent-since")
    office.write("a", people(PEOPLE)[1:])
    said = office.run(*ERASE, lang=language)
    assert said.code == 3
    assert next_step in said.out.partition(laid_aside(office).name)[0]


def test_what_a_broken_off_restore_or_a_killed_trial_made_is_told_too(world: World) -> None:
    office = world.office
    office.write("a", people(PEOPLE)[1:])
    trial = office.folder / ".yumsync-check-4242-abcd"
    trial.mkdir()
    for half in (office.folder / ".state.db.restoring", trial / "state.db"):
        half.write_bytes((office.folder / "state.db").read_bytes())
    done = office.ask(*ERASE)
    assert done.code == 3
    assert {one["path"] for one in done.json["files"]} == {".state.db.restoring", f"{trial.name}/state.db"}


def test_it_is_found_beside_a_database_that_lies_elsewhere(world: World) -> None:
    office, elsewhere = world.office, world.office.folder.parent / "data"
    elsewhere.mkdir()
    (office.folder / "state.db").rename(elsewhere / "state.db")
    office.configure(state=f"sqlite:///{elsewhere / 'state.db'}")
    assert sqlite_file(office.state) == elsewhere / "state.db"
    kept = elsewhere / "state.db.replaced-20260101T000000Z"
    kept.write_bytes((elsewhere / "state.db").read_bytes())
    office.write("a", people(PEOPLE)[1:])
    done = office.ask(*ERASE)
    assert (done.code, [one["path"] for one in done.json["files"]]) == (3, [kept.as_posix()])


def test_once_it_is_gone_nothing_waits(world: World) -> None:
    office = world.office
    world.restore("--nothing-sent-since")
    office.write("a", people(PEOPLE)[1:])
    laid_aside(office).unlink()
    done = office.ask(*ERASE)
    assert (done.code, done.json["files"]) == (0, [])
