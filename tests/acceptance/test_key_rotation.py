"""`key rotate`: killed at any moment it goes on, nobody is ever locked out, and all that was known stays known."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from config.secrets import key_text
from state import resealing
from state.resealing import SEALED
from tests.support.databases import make_database, make_office_state  # noqa: F401  (fixtures)
from tests.support.office import Office, held, people
from tests.support.standin import LiveStandin, live_standin
from tests.support.struck import Kind, boundaries, struck_at

PEOPLE = 9
LONG = os.environ.get("YUMSYNC_PROFILE") == "long"


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resealing, "SEALED", tuple(replace(one, page=PEOPLE // 2) for one in SEALED))


@pytest.fixture(scope="module", name="centre")
def make_centre() -> Iterator[LiveStandin]:
    with live_standin() as standin:
        yield standin


@pytest.fixture(scope="module", name="told")
def tell(centre: LiveStandin, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """People are in step, one is missing and asked about, one was refused."""
    office = Office(tmp_path_factory.mktemp("told") / "office", centre.url)
    office.add_list("a")
    office.write("a", people(PEOPLE))
    office.init()
    assert office.run("sync").code == 0
    rows = people(PEOPLE, start=2)
    centre.faults({"do": "reject", "where": {"national_id": rows[-1]["national_id"]}, "every": 1})
    office.write("a", rows)
    assert office.run("sync").code == 3
    centre.calm()
    return office


@pytest.fixture(name="office")
def copy(told: Office, tmp_path: Path) -> Office:
    """A copy of that office."""
    shutil.copytree(told.folder, tmp_path / "office")
    return Office(tmp_path / "office", told.url, lists=told.lists)


def seen(office: Office) -> list[object]:
    """What the program tells an officer and an auditor."""
    holds = [{**hold, "since": ""} for hold in office.ask("holds").json["holds"]]
    why = office.ask("why", people(3)[2]["national_id"]).json
    return [office.ask("status").json["people"], holds, why["operations"]]


def fingerprint(office: Office) -> str:
    return str(office.ask("audit", "head").json["newest"]["fingerprint"])


def assert_proved(office: Office, since: str) -> None:
    verified = office.ask("audit", "verify", "--since", since)
    assert (verified.code, verified.json["misfits"]) == (0, [])


def test_all_that_was_known_stays_known_and_nothing_is_sent(office: Office, centre: LiveStandin) -> None:
    before, noted, old = seen(office), fingerprint(office), (office.folder / "yumsync.key").read_bytes()
    upstream = held(centre)
    said = office.run("key", "rotate")
    assert said.code == 0, said.text
    kept = office.folder / "yumsync.key.old"
    assert f"shred -u {kept}" in said.out
    assert kept.read_bytes() == old != (office.folder / "yumsync.key").read_bytes()
    for path in (kept, office.folder / "yumsync.key"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not (office.folder / "yumsync.key.new").exists()
    assert seen(office) == before
    assert_proved(office, noted)
    again = office.ask("sync")
    assert again.json["delivery"]["sent"] == 0
    assert again.json["plan"]["lists"][0]["tally"]["unchanged"] == PEOPLE - 1
    assert held(centre) == upstream
    assert_proved(office, noted)


def test_the_old_key_opens_nothing_and_no_byte_it_opens_is_on_the_disk(office: Office) -> None:
    """Neither the data keys it wrapped nor what they sealed."""
    with office.app() as app:
        connection = app.store._session.connection  # type: ignore[attr-defined]
        payloads = [bytes(row[0]) for row in connection.exec_driver_sql("SELECT payload FROM record")]
        (ring,) = connection.exec_driver_sql("SELECT value FROM meta WHERE key LIKE 'keyring %'").scalars()
        connection.rollback()
    assert office.run("key", "rotate").code == 0
    left = b"".join(path.read_bytes() for path in office.folder.glob("state.db*"))
    assert not [payload for payload in payloads if payload in left]
    assert ring.encode() not in left
    (office.folder / "yumsync.key").write_bytes((office.folder / "yumsync.key.old").read_bytes())
    refused = office.ask("status")
    assert (refused.code, refused.json["error"]["code"]) == (2, "state-key-wrong")


def test_killed_at_any_moment_it_is_usable_and_goes_on(office: Office, tmp_path: Path) -> None:
    """After commits, and around each file that is made, flushed or moved; in the long profile after each commit."""
    before, noted = seen(office), fingerprint(office)
    rotate = ("--config", str(office.config), "key", "rotate")
    shutil.copytree(office.folder, tmp_path / "kept")
    points = boundaries(rotate, office.folder)
    commits = [point for point in points if point[0] is Kind.COMMITTED]
    assert len(commits) > 15
    chosen = commits if LONG else commits[2::8]
    for point in [*chosen, *(point for point in points if point[0] is not Kind.COMMITTED)]:
        shutil.rmtree(office.folder)
        shutil.copytree(tmp_path / "kept", office.folder)
        struck_at(point, rotate, office.folder)
        assert office.ask("status").json["people"] == before[0], point
        again = office.ask("key", "rotate")
        assert again.code == 0 or again.json["error"]["code"] == "key-old-exists", (point, again.text)
        assert_proved(office, noted)
        with office.app() as app:
            assert not app.store.erasures.unpurged(), point
    assert seen(office) == before


def test_two_at_once_exclude_each_other(office: Office) -> None:
    with office.app() as app:
        app.store.lease.acquire(60)
        refused = office.ask("key", "rotate")
        assert (refused.code, refused.json["error"]["code"]) == (5, "lease-held")
        app.store.lease.release()
    assert not (office.folder / "yumsync.key.new").exists()
    assert office.run("key", "rotate").code == 0


def test_again_only_once_the_key_before_is_destroyed(office: Office) -> None:
    assert office.run("key", "rotate").code == 0
    refused = office.ask("key", "rotate")
    assert (refused.code, refused.json["error"]["code"]) == (2, "key-old-exists")
    (office.folder / "yumsync.key.old").unlink()
    assert office.run("key", "rotate").code == 0
    assert_proved(office, fingerprint(office))


def test_a_key_in_the_environment_is_not_replaced(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    with office.app() as app:
        monkeypatch.setenv("OFFICE_KEY", key_text(app.secrets.key).strip())
    monkeypatch.setenv("YUMSYNC_STATE__KEY", "env:OFFICE_KEY")
    refused = office.ask("key", "rotate")
    assert (refused.code, refused.json["error"]["code"]) == (2, "key-not-a-file")


def test_on_either_database(tmp_path: Path, state_url: str) -> None:
    """Killed once on the way, too."""
    with live_standin() as centre:
        office = Office(tmp_path / "office", centre.url, state=state_url)
        office.add_list("b")
        office.write("b", people(PEOPLE))
        office.init()
        assert office.run("sync").code == 0
        before, noted = office.ask("status").json["people"], fingerprint(office)
        struck_at((Kind.COMMITTED, 9), ("--config", str(office.config), "key", "rotate"), office.folder)
        assert office.ask("status").json["people"] == before
        resumed = office.ask("key", "rotate")
        assert (resumed.code, resumed.json["resumed"]) == (0, True)
        assert_proved(office, noted)
        assert office.ask("sync").json["delivery"]["sent"] == 0
