"""`backup` and `restore`: what was acknowledged when a backup began comes back, whatever happens meanwhile."""

from __future__ import annotations

import contextlib
import io
import os
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from state.backups import Backup
from state.recovery import Recovery
from sync.errors import StateError
from tests.support.databases import make_database, make_office_state  # noqa: F401  (fixtures)
from tests.support.office import ROOT, Office, Said, ended, people, wait_for
from tests.support.standin import LiveStandin, live_standin
from tests.support.struck import boundaries, struck_at

PEOPLE = 9
LONG = os.environ.get("YUMSYNC_PROFILE") == "long"


@pytest.fixture(scope="module", name="centre")
def make_centre() -> Iterator[LiveStandin]:
    with live_standin() as standin:
        yield standin


@pytest.fixture(scope="module", name="told")
def tell(centre: LiveStandin, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office in step, with its recovery code on paper."""
    office = Office(tmp_path_factory.mktemp("told") / "office", centre.url)
    office.add_list("a")
    office.set_profile(batch_size=4, concurrency=1)
    office.configure(profile="profile.toml")
    office.write("a", people(PEOPLE))
    office.init()
    assert office.run("sync").code == 0
    (office.folder.parent / "paper").write_text(office.ask("key", "recovery").json["code"])
    (office.folder / "layouts").mkdir()
    office.put("layouts/phuong.toml", "# của phường\n")
    assert office.run("backup", str(office.folder.parent / "kept.backup")).code == 0
    return office


@pytest.fixture(name="office")
def copy(told: Office, tmp_path: Path) -> Office:
    """A copy of that office, its paper and its backup beside it."""
    shutil.copytree(told.folder.parent, tmp_path / "all")
    return Office(tmp_path / "all" / "office", told.url, profile=told.profile, lists=told.lists)


def paper(office: Office) -> str:
    return f"file:{office.folder.parent / 'paper'}"


def kept(office: Office) -> Path:
    return office.folder.parent / "kept.backup"


def code_of(said: Said) -> tuple[int, str]:
    return said.code, said.json["error"]["code"]


def restored(office: Office, backup: Path, *more: str) -> Said:
    return office.ask("restore", str(backup), "--code", paper(office), *more)


# ── making one ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_lost_machine_comes_back_with_all_it_had(office: Office, tmp_path: Path) -> None:
    status, why = office.ask("status").json["people"], office.ask("why", people(1)[0]["national_id"]).json
    backup = tmp_path / "out.backup"
    made = office.ask("backup", str(backup))
    assert (made.code, made.json["people"], made.json["misfits"]) == (0, PEOPLE, 0)
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    names = {path.name for path in office.folder.rglob("*") if path.is_file()}
    shutil.rmtree(office.folder)

    again = restored(office, backup)
    assert (again.code, again.json["people"], again.json["fingerprint"]) == (0, PEOPLE, made.json["fingerprint"])
    assert names - {path.name for path in office.folder.rglob("*")} == {"a.csv"}, "lists are the officers' own"
    assert stat.S_IMODE((office.folder / "yumsync.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((office.folder / "state.db").stat().st_mode) == 0o600
    assert office.ask("status").json["people"] == status
    assert office.ask("why", people(1)[0]["national_id"]).json["operations"] == why["operations"]
    verified = office.ask("audit", "verify", "--since", made.json["fingerprint"])
    assert (verified.code, verified.json["misfits"]) == (0, [])


def test_no_name_stands_in_a_backup(office: Office) -> None:
    data = kept(office).read_bytes()
    for word in (b"Nguy", "Phú Thủy".encode(), b"example.test", b"state", b"journal"):
        assert word not in data


def test_a_backup_under_way_in_a_run_holds_all_acknowledged_before(
    office: Office, centre: LiveStandin, tmp_path: Path
) -> None:
    """And waits for nobody: the run goes on, and what it does later is not in it."""
    with live_standin() as slow:
        office.configure(url=slow.url, state="sqlite:///other.db")
        office.init()
        slow.faults({"do": "delay", "seconds": 2, "nth": 2})
        with office.started("sync") as process:
            wait_for(lambda: slow.stats()["faults"].get("delay"), "the second batch under way")
            with contextlib.closing(sqlite3.connect(f"file:{office.folder / 'other.db'}?mode=ro", uri=True)) as state:
                recorded = "select 1 from ledger"
                wait_for(lambda: state.execute(recorded).fetchone(), "the first batch recorded")
            process.send_signal(signal.SIGSTOP)
            acknowledged = len(slow.people())
            assert acknowledged == 4
            made = office.ask("backup", str(tmp_path / "during.backup"))
            process.send_signal(signal.SIGCONT)
            assert ended(process).code == 0
        assert (made.code, made.json["people"]) == (0, acknowledged)


def test_only_the_newest_are_kept_and_only_of_those_we_named(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    ours = office.ask("audit", "head").json  # any verb: the folder stays as it is
    assert ours["newest"]
    (folder / "yumsync-20250101T000000Z-ZZZZZZ.backup").write_bytes(b"another installation's")
    (folder / "notes.backup").write_bytes(b"mine")
    with office.app() as app:
        mine = app.store.installation[-6:]
    for day in ("01", "02", "03"):
        (folder / f"yumsync-202501{day}T000000Z-{mine}.backup").write_bytes(b"old")
    made = office.ask("backup", str(folder), "--keep", "2")
    assert made.code == 0
    left = {path.name for path in folder.iterdir()}
    new = Path(made.json["file"]).name
    assert left == {
        new,
        f"yumsync-20250103T000000Z-{mine}.backup",
        "yumsync-20250101T000000Z-ZZZZZZ.backup",
        "notes.backup",
    }
    assert sorted(made.json["removed"]) == [f"yumsync-202501{day}T000000Z-{mine}.backup" for day in ("01", "02")]


def test_a_file_that_is_there_is_not_written_over_unasked(office: Office) -> None:
    before = kept(office).read_bytes()
    assert code_of(office.ask("backup", str(kept(office)))) == (2, "file-exists")
    assert kept(office).read_bytes() == before
    assert office.run("backup", str(kept(office)), "--force").code == 0
    assert kept(office).read_bytes() != before


def test_a_journal_that_does_not_verify_is_backed_up_and_said_to_be_so(office: Office, tmp_path: Path) -> None:
    with contextlib.closing(sqlite3.connect(office.folder / "state.db", isolation_level=None)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")
        database.execute("UPDATE journal SET who = 'ai đó' WHERE no = 2")
    made = office.ask("backup", str(tmp_path / "broken.backup"))
    assert (made.code, made.json["misfits"]) == (6, 1)
    again = restored(office, tmp_path / "broken.backup", "--into", str(tmp_path / "target"))
    assert (again.code, again.json["misfits"]) == (6, 1)


def test_without_a_code_nothing_is_backed_up(office: Office, tmp_path: Path) -> None:
    (office.folder / "yumsync.recovery").unlink()
    assert code_of(office.ask("backup", str(tmp_path / "x"))) == (2, "backup-no-code")
    (office.folder / "yumsync.recovery").write_text("khác")
    assert code_of(office.ask("backup", str(tmp_path / "x"))) == (2, "backup-code-file")
    assert code_of(office.ask("key", "recovery")) == (2, "backup-code-exists")
    assert not (tmp_path / "x").exists()


# ── a bad one, and a wrong code ──────────────────────────────────────────────────────────────────────────


def test_a_damaged_backup_is_noticed_before_anything_is_touched(office: Office, tmp_path: Path) -> None:
    """Flipped bytes all over the file, and cuts; the file format has its own test for every single byte."""
    data = kept(office).read_bytes()
    recovery = Recovery.read((office.folder.parent / "paper").read_text())
    for at in [*range(0, 100, 9), *range(100, len(data), len(data) // 60), len(data) - 1]:
        assert_refused(data[:at] + bytes([data[at] ^ 0x10]) + data[at + 1 :], recovery)
    for length in range(0, len(data), len(data) // 40):
        assert_refused(data[:length], recovery)
    bad = tmp_path / "bad"
    bad.write_bytes(data[:-40])
    target = tmp_path / "target"
    refused = restored(office, bad, "--into", str(target))
    assert code_of(refused) == (2, "backup-cut")
    assert not target.exists()
    assert code_of(office.ask("backup", "--verify", str(bad), "--code", paper(office))) == (2, "backup-cut")
    assert hidden(office.folder, tmp_path) == []


def assert_refused(data: bytes, recovery: Recovery) -> None:
    with pytest.raises(StateError, match="backup-"):
        list(Backup(io.BytesIO(data), recovery).pages())


def hidden(*folders: Path) -> list[str]:
    """What a killed or refused run left behind."""
    return [path.name for folder in folders for path in folder.iterdir() if path.name.startswith(".")]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_wrong_code_is_told_from_a_slip(office: Office, tmp_path: Path, lang: str) -> None:
    word = tmp_path / "word"
    code = (office.folder.parent / "paper").read_text()
    for typed, due in ((Recovery.new().code, "backup-other-code"), (code[:-1] + "?", "backup-code-slip")):
        word.write_text(typed)
        said = office.ask("backup", "--verify", str(kept(office)), "--code", f"file:{word}")
        assert code_of(said) == (2, due)
        plain = office.run(
            "restore", str(kept(office)), "--into", str(tmp_path / "x"), "--code", f"file:{word}", lang=lang
        )
        assert plain.code == 2
        assert typed not in plain.text
        assert len(plain.err.splitlines()) == 2
    word.write_text(code.lower().replace("-", " "))
    assert office.run("backup", "--verify", str(kept(office)), "--code", f"file:{word}").code == 0
    assert code_of(office.ask("backup", "--verify", str(office.config), "--code", paper(office))) == (
        2,
        "backup-not-one",
    )


# ── what is there already ────────────────────────────────────────────────────────────────────────────────


def test_a_state_that_is_there_is_not_replaced_unasked_and_then_laid_aside(office: Office) -> None:
    before = (office.folder / "state.db").read_bytes()
    assert code_of(restored(office, kept(office))) == (2, "restore-state-exists")
    assert (office.folder / "state.db").read_bytes() == before
    said = restored(office, kept(office), "--force")
    assert (said.code, Path(said.json["kept"]).read_bytes() == before) == (0, True)
    office.assert_journal_verifies()


def test_a_key_or_configuration_that_differs_is_not_replaced_unasked(office: Office) -> None:
    assert office.run("key", "rotate").code == 0
    (office.folder / "state.db").unlink()
    key = (office.folder / "yumsync.key").read_bytes()
    assert code_of(restored(office, kept(office))) == (2, "restore-file-exists")
    assert (office.folder / "yumsync.key").read_bytes() == key
    assert restored(office, kept(office), "--force").code == 0
    laid_aside = list(office.folder.glob("yumsync.key.replaced-*"))
    assert [path.read_bytes() for path in laid_aside] == [key]
    assert office.ask("status").json["people"]["members"] == PEOPLE


# ── broken off ───────────────────────────────────────────────────────────────────────────────────────────


def test_killed_while_backing_up(office: Office) -> None:
    """Either there is a backup, and a whole one, or none: and nothing of a killed one stays after the next."""
    out = office.folder.parent / "out.backup"
    arguments = ("--config", str(office.config), "backup", str(out), "--force")
    points = boundaries(arguments, office.folder.parent)
    out.write_bytes(kept(office).read_bytes())
    for point in points if LONG else points[1::4]:
        struck_at(point, arguments, office.folder.parent)
        checked = office.ask("backup", "--verify", str(out), "--code", paper(office))
        assert (checked.code, checked.json["people"]) == (0, PEOPLE), point
    assert office.run("backup", str(out), "--force").code == 0
    assert hidden(office.folder, out.parent) == []
    office.assert_journal_verifies()


def test_killed_while_restoring(office: Office, tmp_path: Path) -> None:
    """There is no state, or a whole one that says it was restored; done again, it is done."""
    target = tmp_path / "target"
    arguments = ("restore", str(kept(office)), "--code", paper(office), "--into", str(target))
    points = boundaries(arguments, target)
    for point in points if LONG else points[1::4]:
        shutil.rmtree(target)
        struck_at(point, arguments, target)
        again = Office(target, office.url)
        if (target / "state.db").exists():
            assert code_of(again.ask("sync")) == (3, "state-restored"), point
        else:
            assert restored(office, kept(office), "--into", str(target)).code == 0, point
        assert again.ask("status").json["people"]["members"] == PEOPLE
        assert list(target.glob("*.restoring*")) == []


@pytest.mark.parametrize("room", [2_000, 60_000])
def test_no_room_for_it(office: Office, tmp_path: Path, room: int) -> None:
    """A file may not grow beyond so much: a clear error, no half of a backup, and the one before stays."""
    before = kept(office).read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "yumsync", "--config", str(office.config), "backup", str(kept(office)), "--force"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (2, False), done.stderr
    assert kept(office).read_bytes() == before
    assert hidden(office.folder, office.folder.parent) == []


# ── from one kind of database to the other ───────────────────────────────────────────────────────────────


def test_from_either_database_to_the_other(tmp_path: Path, state_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with live_standin() as centre:
        office = Office(tmp_path / "all" / "office", centre.url, state=state_url)
        office.add_list("a")
        office.write("a", people(PEOPLE))
        office.init()
        assert office.run("sync").code == 0
        (office.folder.parent / "paper").write_text(office.ask("key", "recovery").json["code"])
        made = office.ask("backup", str(kept(office)))
        assert (made.code, made.json["people"]) == (0, PEOPLE)
        if state_url.startswith("env:"):
            assert code_of(restored(office, kept(office))) == (2, "restore-state-exists")
            replaced = restored(office, kept(office), "--force")
            assert (replaced.code, replaced.json["fingerprint"]) == (0, made.json["fingerprint"])
            assert office.ask("status").json["people"]["members"] == PEOPLE
            office.assert_journal_verifies()
        monkeypatch.setenv("YUMSYNC_STATE__URL", "sqlite:///other.db")
        target = tmp_path / "target"
        moved = restored(office, kept(office), "--into", str(target))
        assert (moved.code, moved.json["fingerprint"]) == (0, made.json["fingerprint"])
        assert Office(target, centre.url).ask("status").json["people"]["members"] == PEOPLE
