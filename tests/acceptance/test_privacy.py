"""Personal values stand in the lists, on the officer's screen and at the centre, and nowhere else."""

from __future__ import annotations

import json
import os
import stat
import unicodedata
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.pool import NullPool

from tests.support.databases import make_database, make_office_state  # noqa: F401  (fixtures)
from tests.support.office import Office, Row, ended, held, person, wait_for
from tests.support.standin import LiveStandin

COLUMNS = ("full_name", "date_of_birth", "national_id", "phone", "email", "Quê quán", "Tôn giáo")
NAMES = ("Tôn Nữ Khuynh Diệp", "Âu Dương Thạch Thảo", "Khổng Tước Vĩ", "Chế Bồng Nga Mi", "Ỷ Lan Nguyên Phi")
TOKEN = "tok-3n-b1-m4t"


def rows() -> list[Row]:
    """People whose every value can be searched for."""
    return [
        {
            **person(7_000 + serial, full_name=name),
            "email": f"rieng.tu.{serial}@example.test",
            "Quê quán": f"Thôn Tịch Mịch {serial} Xã Bí Mật",
            "Tôn giáo": "Bửu sơn Kỳ hương",
        }
        for serial, name in enumerate(NAMES)
    ]


def secrets(people: list[Row]) -> list[bytes]:
    """Every value of theirs, as it may stand in a file: composed, decomposed, in capitals, escaped as JSON does."""
    found: set[bytes] = {TOKEN.encode()}
    for row in people:
        for name, value in row.items():
            forms = {value, unicodedata.normalize("NFD", value), value.upper(), value.casefold()}
            if name == "date_of_birth":
                forms.add("-".join(reversed(value.split("/"))))
            for form in forms:
                found |= {form.encode(), form.encode("utf-16-le"), json.dumps(form)[1:-1].encode()}
    return sorted(found)


def leaks(content: bytes, people: list[Row]) -> list[str]:
    return [secret.decode("utf-8", "replace") for secret in secrets(people) if secret in content]


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    """An office that will meet everything: refusals, wrong cells, somebody missing, somebody said twice."""
    made = Office(tmp_path / "office", standin.url, token="env:YUM_TOKEN")
    made.set_profile(batch_size=2, concurrency=2)
    made.add_list("bi-mat")
    made.write("bi-mat", rows(), COLUMNS)
    return made


def spoiled() -> list[Row]:
    """The list of the next day, with every kind of trouble in it."""
    first, second, third, fourth, _ = rows()
    wrong = {**third, "date_of_birth": "31/02/2004", "phone": "không có số nào"}
    return [
        {**first, "phone": "0355512345"},
        {**first, "phone": "0355567890"},
        {**second, "email": "ở nhà"},
        wrong,
        fourth,
    ]


def test_nothing_personal_in_logs_state_files_or_arguments(
    office: Office, standin: LiveStandin, tmp_path: Path
) -> None:
    """A first sync, then a day with every kind of trouble, as verbose as it gets."""
    (tmp_path / "tmp").mkdir()
    environment = {"TMPDIR": str(tmp_path / "tmp"), "YUM_TOKEN": TOKEN}
    everybody = [*rows(), *spoiled()]
    log = office.call("init", "--verbose", **environment).err
    standin.faults({"do": "delay", "seconds": 0.5, "nth": 1})
    with office.started("sync", "--verbose", **environment) as process:
        wait_for(lambda: standin.stats()["faults"].get("delay"), "a batch under way")
        line = Path(f"/proc/{process.pid}/cmdline").read_bytes()
        files = b"".join(path.read_bytes() for path in (tmp_path / "tmp").rglob("*") if path.is_file())
        said = ended(process)
    assert said.code == 0
    assert len(held(standin)) == len(NAMES)
    log += said.err

    rule = {"do": "reject", "where": {"full_name": NAMES[1]}, "detail": f"{NAMES[1]}: {rows()[1]['national_id']}"}
    standin.faults(rule, {"do": "garbage", "nth": 1, "when": "after"})
    office.write("bi-mat", spoiled(), COLUMNS)
    for verb in (["sync"], ["sync", "--json"], ["status"], ["runs"], ["plan"], ["doctor"], ["check"], ["apply", "0"]):
        told = office.call(*verb, "--verbose", **environment)
        log += told.err
        assert TOKEN not in told.text
    assert NAMES[0] in office.call("plan", **environment).out, "the officer must recognise the person"

    assert leaks(line, everybody) == []
    assert leaks(log.encode(), everybody) == []
    assert log.count("\n") >= 4
    kept = b"".join(path.read_bytes() for path in office.folder.iterdir() if path.name.startswith("state.db"))
    assert len(kept) > 10_000
    assert leaks(kept, everybody) == []
    files += b"".join(path.read_bytes() for path in (tmp_path / "tmp").rglob("*") if path.is_file())
    assert leaks(files, everybody) == []


def test_nothing_personal_in_any_table(
    office: Office, standin: LiveStandin, state_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Journal, runs, batches, holds and all: read as the database's own administrator would read them."""
    monkeypatch.setenv("YUM_TOKEN", TOKEN)
    if state_url.startswith("env:"):
        office.configure(state=state_url)
    office.init()
    assert office.run("sync").code == 0
    standin.faults({"do": "reject", "where": {"full_name": NAMES[1]}, "detail": f"{NAMES[1]} đã có."}, {"do": "half"})
    office.write("bi-mat", spoiled(), COLUMNS)
    assert office.run("sync").code != 0
    with office.app() as app:
        journal = [[entry.event, entry.who, dict(entry.facts)] for entry in app.store.journal.entries()]
        url = app.secrets.state_url
    assert len(journal) > 3
    assert leaks(json.dumps(journal, ensure_ascii=False).encode(), [*rows(), *spoiled()]) == []
    engine = create_engine(url, poolclass=NullPool)
    cells = 0
    with engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'select * from "{table}"')):  # noqa: S608
                for cell in row:
                    content = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                    assert leaks(content, [*rows(), *spoiled()]) == [], table
                    cells += 1
    engine.dispose()
    assert cells > 100


def test_key_and_state_are_their_owners_alone(tmp_path: Path, standin: LiveStandin) -> None:
    """Mode 0600 whatever the account's umask, and the key is never overwritten."""
    office = Office(tmp_path, standin.url)
    office.add_list("a")
    office.write("a", rows()[:1], COLUMNS)
    before = os.umask(0)
    try:
        office.init()
        with office.app() as app:
            app.plan()
            state = list(tmp_path.glob("state.db*"))
            assert len(state) > 1, "the log beside the database is looked at too"
            assert {stat.S_IMODE(path.stat().st_mode) for path in state} == {0o600}
    finally:
        os.umask(before)
    key = tmp_path / "yumsync.key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    content = key.read_bytes()
    office.init()
    assert key.read_bytes() == content


def test_a_new_folder_for_the_key_is_its_owners_alone(tmp_path: Path, standin: LiveStandin) -> None:
    """Made by `init` where the configuration names one that is not there; one that is there stays as it is."""
    office = Office(tmp_path, standin.url)
    (tmp_path / "there").mkdir(mode=0o755)
    for folder, mode in (("keys/yum", 0o700), ("there", 0o755)):
        (tmp_path / "state.db").unlink(missing_ok=True)
        office.add_list(folder)
        office.config.write_text(
            office.config.read_text("utf-8").replace("[state]\n", f'[state]\nkey = "file:{folder}/yumsync.key"\n'),
            "utf-8",
        )
        office.init()
        assert stat.S_IMODE((tmp_path / folder).stat().st_mode) == mode
        assert stat.S_IMODE((tmp_path / folder / "yumsync.key").stat().st_mode) == 0o600


def test_two_offices_hash_the_same_person_differently(tmp_path: Path, standin: LiveStandin) -> None:
    """Identifiers are keyed hashes: without the key nobody can look for a known number in a database."""
    hashes = []
    for name in ("one", "other"):
        office = Office(tmp_path / name, standin.url)
        office.add_list("a")
        office.write("a", rows()[:1])
        office.init()
        assert office.run("plan").code == 0
        engine = create_engine(f"sqlite:///{office.folder / 'state.db'}", poolclass=NullPool)
        with engine.connect() as connection:
            parts = connection.execute(text("select identity, payload from record")).one()
            hashes.append([bytes(part) for part in parts])
        engine.dispose()
    assert not {*hashes[0]} & {*hashes[1]}
