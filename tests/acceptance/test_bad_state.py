"""A state that cannot be written: locked, on a full disk, damaged, gone. A clear error, nothing lost or doubled."""

from __future__ import annotations

import contextlib
import os
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

import state.store
from config.wording import LANGUAGES, entries
from tests.crash.strikes import refuse_flushes
from tests.support.office import ROOT, Office, Row, Said, assert_in_step, ended, held, people, wait_for
from tests.support.standin import LiveStandin

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


def office_with(folder: Path, url: str, rows: list[Row]) -> Office:
    office = Office(folder, url)
    office.set_profile(batch_size=100, concurrency=2)
    office.add_list("chi-doan-1")
    office.write("chi-doan-1", rows)
    office.init()
    return office


def says(said: Said, lang: str, code: str) -> bool:
    """Whether an error's message, which has no places to fill, was said."""
    return entries(lang)[f"error-{code}"] in said.err


def in_step_after(office: Office, standin: LiveStandin, rows: list[Row]) -> None:
    """The next run finishes the job: everybody once, the journal whole, and nothing left to send."""
    assert office.run("sync").code == 0
    assert_in_step(standin, rows)
    assert standin.stats()["effects"] == len(rows)
    assert office.ask("sync").json["delivery"]["sent"] == 0
    office.assert_journal_verifies()


def test_a_locked_database(tmp_path: Path, standin: LiveStandin, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program keeps a write lock: waited for, then exit 5; free again, it goes on."""
    monkeypatch.setattr(state.store, "open_store", partial(state.store.open_store, busy_seconds=0.1))
    rows = people(5)
    office = office_with(tmp_path, standin.url, rows)
    assert office.run("status").code == 0
    with contextlib.closing(sqlite3.connect(tmp_path / "state.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for lang in LANGUAGES:
            for verb in ("plan", "sync"):
                said = office.run(verb, lang=lang)
                assert said.code == 5
                assert says(said, lang, "state-locked")
        assert office.ask("sync").json["error"]["code"] == "state-locked"
        other.execute("ROLLBACK")
    assert held(standin) == {}
    in_step_after(office, standin, rows)


IMPATIENT = """
import functools, state.store
state.store.open_store = functools.partial(state.store.open_store, busy_seconds=0.2)
from yumsync.cli import main
main()
"""
"""The program, waiting a fifth of a second for a lock."""


def test_a_database_that_is_locked_while_answers_come(tmp_path: Path, standin: LiveStandin) -> None:
    """The verdict of a batch cannot be written: exit 5; the next run asks for it again and nothing is done twice."""
    rows = people(20)
    office = office_with(tmp_path, standin.url, rows)
    standin.faults({"do": "delay", "seconds": 0.7, "nth": 1})
    command = [sys.executable, "-c", IMPATIENT, "--config", str(office.config), "--lang", "en", "sync"]
    with (
        subprocess.Popen(
            command, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process,
        contextlib.closing(sqlite3.connect(tmp_path / "state.db", isolation_level=None)) as other,
    ):
        wait_for(lambda: standin.stats()["faults"].get("delay"), "a batch under way")
        other.execute("BEGIN IMMEDIATE")
        said = ended(process)
        other.execute("ROLLBACK")
    assert said.code == 5
    assert says(said, "en", "state-locked")
    assert len(held(standin)) == len(rows)
    assert not office.ask("status").json["people"].get("members"), "the ledger runs ahead of its database"
    in_step_after(office, standin, rows)


# ── no room ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that is soon full. Only root may mount one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "none", str(disk)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode != 0:
        pytest.skip("a small disk cannot be mounted here")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.parametrize("room", [100_000, 400_000, 900_000])
def test_a_full_disk(small_disk: Path, standin: LiveStandin, room: int) -> None:
    """Full while planning or while sending: exit 2 and a clear error; with room again, the next run completes it."""
    rows = people(1500)
    office = office_with(small_disk, standin.url, rows)
    assert office.run("status").code == 0
    ballast = small_disk / "ballast"
    free = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize
    ballast.write_bytes(bytes(free - room))
    for lang in LANGUAGES:
        said = office.call("sync", YUMSYNC_LANG=lang)
        assert said.code == 2
        assert says(said, lang, "state-disk-full")
        assert said.out == ""
    ballast.unlink()
    in_step_after(office, standin, rows)


def test_a_disk_that_refuses_to_write(tmp_path: Path, standin: LiveStandin) -> None:
    """A file may not grow any more, as under a quota: a clear error of the process, and nothing lost."""
    rows = people(1500)
    office = office_with(tmp_path, standin.url, rows)
    assert office.run("status").code == 0
    limit = (tmp_path / "state.db").stat().st_size + 200_000
    for lang in LANGUAGES:
        done = subprocess.run(
            [sys.executable, "-m", "yumsync", "--config", str(office.config), "--lang", lang, "sync"],
            env=ENVIRONMENT,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
            capture_output=True,
            text=True,
            check=False,
        )
        said = Said(done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in said.text
        assert said.code == 2
        assert says(said, lang, "state-io") or says(said, lang, "state-disk-full"), said.err
    in_step_after(office, standin, rows)


def test_a_disk_that_refuses_to_flush(tmp_path: Path, standin: LiveStandin) -> None:
    """What is not known to be on the disk counts as not written: a clear error, nothing sent, nothing lost."""
    rows = people(20)
    office = office_with(tmp_path, standin.url, rows)
    for lang in LANGUAGES:
        done = subprocess.run(
            [sys.executable, "-m", "yumsync", "--config", str(office.config), "--lang", lang, "sync"],
            env=ENVIRONMENT,
            preexec_fn=refuse_flushes,
            capture_output=True,
            text=True,
            check=False,
        )
        said = Said(done.returncode, done.stdout, done.stderr)
        assert "Traceback" not in said.text
        assert said.code == 2
        assert says(said, lang, "state-io"), said.err
    assert held(standin) == {}
    in_step_after(office, standin, rows)


# ── no database ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (None, "state-missing"),
        (b"", "state-outdated"),
        (b"not a database, and longer than its header" * 50, "state-damaged"),
    ],
    ids=["missing", "empty", "damaged"],
)
def test_a_database_that_is_none(tmp_path: Path, standin: LiveStandin, content: bytes | None, code: str) -> None:
    """Said before anything is sent; never made anew in silence, and the list of people is not sent again."""
    rows = people(3)
    office = office_with(tmp_path, standin.url, rows)
    assert office.run("sync").code == 0
    kept = (tmp_path / "state.db").read_bytes()
    for name in ("state.db", "state.db-wal", "state.db-shm"):
        (tmp_path / name).unlink(missing_ok=True)
    if content is not None:
        (tmp_path / "state.db").write_bytes(content)
    for verb in ("plan", "sync", "status", "doctor"):
        for lang in LANGUAGES:
            said = office.run(verb, lang=lang)
            assert said.code == 2
            assert entries(lang)[f"error-{code}"].partition("{")[0] in said.text
    assert (tmp_path / "state.db").exists() is (content is not None)
    (tmp_path / "state.db").write_bytes(kept)
    in_step_after(office, standin, rows)
