"""Bad configuration, secrets and keys: everything wrong is said at once, by its key, and nothing was started."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from config.wording import LANGUAGES
from tests.support.office import Office, Said, assert_in_step, people
from tests.support.standin import LiveStandin

VERBS = ("plan", "sync", "status", "doctor", "check")
SECRET = "s3cret-do-not-show"


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    made = Office(tmp_path / "office", standin.url)
    made.add_list("chi-doan-1")
    made.write("chi-doan-1", people(3))
    made.init()
    assert made.run("status").code == 0
    return made


def refused(office: Office, standin: LiveStandin, *named: str, verbs: tuple[str, ...] = ("plan", "sync")) -> None:
    """Every verb ends with code 2 and names these, in both languages; nothing went out."""
    texts = set()
    for verb in verbs:
        for lang in LANGUAGES:
            said = office.run(verb, lang=lang)
            assert said.code == 2, said.text
            for words in named:
                assert words in said.text
            assert SECRET not in said.text
            texts.add(said.text)
        codes = problems(office.ask(verb))
        assert all(codes)
    assert len(texts) >= len(LANGUAGES), "both languages say the same words"
    assert standin.stats()["people"] == 0


def problems(said: Said) -> list[str]:
    """Return the codes of everything that was wrong."""
    if "parts" in said.json:
        return [part["code"] for part in said.json["parts"] if not part["ok"]]
    error = said.json["error"]
    return [problem["code"] for problem in error.get("problems", [error])]


def in_step_after(office: Office, standin: LiveStandin) -> None:
    """Mended, it goes on."""
    assert office.run("sync").code == 0
    assert_in_step(standin, people(3))


def test_several_problems_at_once(office: Office, standin: LiveStandin) -> None:
    """One run tells all of them, each under its key."""
    office.config.write_text(
        '[upstream]\nurl = "ftp://a.example.test"\ntoken = "' + SECRET + '"\n'
        '[state]\nurl = "mysql://localhost/x"\n[run]\nlease_seconds = 5\n[lgo]\nlevel = "info"\n'
        '[[list]]\nname = "a"\nkind = "pupils"\npath = "a.csv"\n[[list]]\nname = "A"\n',
        "utf-8",
    )
    keys = ("upstream.url", "upstream.token", "state.url", "run.lease_seconds", "lgo", "list[1].kind", "list[2]")
    refused(office, standin, *keys, "list[2].name", verbs=VERBS)
    assert len(problems(office.ask("status"))) >= len(keys)
    office.configure()
    in_step_after(office, standin)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("[upstream\n", ("yumsync.toml", "1")),
        ("", ("upstream", "[[list]]")),
        (b'[upstream]\nurl = "\xff"\n', ("yumsync.toml",)),
        (None, ("yumsync.toml", "yumsync init")),
    ],
    ids=["syntax", "empty", "no text", "no file"],
)
def test_a_configuration_that_is_none(
    office: Office, standin: LiveStandin, content: str | bytes | None, named: tuple[str, ...]
) -> None:
    """With line and column where it is a slip of the pen."""
    if content is None:
        office.config.unlink()
    else:
        office.config.write_bytes(content.encode() if isinstance(content, str) else content)
    refused(office, standin, *named, verbs=VERBS)
    office.configure()
    in_step_after(office, standin)


def test_a_missing_secret(office: Office, standin: LiveStandin, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable or the file is named with the key it stands for."""
    monkeypatch.delenv("YUM_TOKEN", raising=False)
    office.configure(token="env:YUM_TOKEN")
    refused(office, standin, "upstream.token", "YUM_TOKEN", verbs=("plan", "sync", "doctor"))
    office.configure(token="file:no.token")
    refused(office, standin, "upstream.token", "no.token")
    office.configure(token=SECRET)
    refused(office, standin, "upstream.token", verbs=VERBS)
    office.configure(token="")
    in_step_after(office, standin)


def test_plain_http_beyond_this_machine(office: Office, standin: LiveStandin) -> None:
    """Nobody's data goes over an open line; also where the environment says so."""
    office.configure(url="http://centre.example.test")
    refused(office, standin, "upstream.url", "http", verbs=VERBS)
    for address in ("http://127.0.0.1.example.test", "http://10.0.0.1:8901", "http://[2001:db8::1]"):
        office.configure(url=address)
        assert "config-plain-http" in problems(office.ask("sync"))
    office.configure(url=standin.url)
    said = office.call("sync", "--json", YUMSYNC_UPSTREAM__URL="http://centre.example.test")
    assert (said.code, problems(said)) == (2, ["config-plain-http"])
    in_step_after(office, standin)


def another_key() -> bytes:
    return base64.urlsafe_b64encode(bytes(range(32))) + b"\n"


@pytest.mark.parametrize(
    ("content", "mode", "code"),
    [
        (None, 0o600, "config-key-no-file"),
        (b"", 0o600, "config-secret-empty"),
        (b"no key\n", 0o600, "config-key-malformed"),
        (bytes(range(256)), 0o600, "config-secret-unreadable"),
        (b"same", 0o640, "config-key-too-open"),
        (b"same", 0o604, "config-key-too-open"),
        (another_key(), 0o600, "state-key-wrong"),
    ],
)
def test_a_key_that_cannot_be_used(
    office: Office, standin: LiveStandin, content: bytes | None, mode: int, code: str
) -> None:
    """Missing, empty, garbled, open to others, or another database's: named, and never replaced."""
    key = office.folder / "yumsync.key"
    kept = key.read_bytes()
    if content is None:
        key.unlink()
    else:
        key.write_bytes(kept if content == b"same" else content)
        key.chmod(mode)
    refused(office, standin, *(["state.key"] if code.startswith("config") else []))
    assert code in problems(office.ask("sync"))
    assert code in problems(office.ask("doctor"))
    assert code in problems(office.ask("status"))
    if content is None:
        assert office.run("init").code == 2
        assert not key.exists()
    key.write_bytes(kept)
    key.chmod(0o600)
    in_step_after(office, standin)


def test_a_key_that_is_a_folder(office: Office, standin: LiveStandin) -> None:
    """What cannot be opened is named, whoever runs the program."""
    key = office.folder / "yumsync.key"
    kept = key.read_bytes()
    key.unlink()
    key.mkdir()
    refused(office, standin, "state.key", "yumsync.key")
    key.rmdir()
    key.touch(mode=0o600)
    key.write_bytes(kept)
    in_step_after(office, standin)


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root opens every file")
def test_a_key_that_may_not_be_read(office: Office, standin: LiveStandin) -> None:
    """Its owner is somebody else."""
    (office.folder / "yumsync.key").chmod(0)
    refused(office, standin, "state.key")


def test_a_profile_that_is_none(office: Office, standin: LiveStandin) -> None:
    """Unknown by name, missing by path, or with several problems: each named."""
    office.configure(profile="centre")
    refused(office, standin, "upstream.profile", "standin")
    office.configure(profile=str(office.folder / "none.toml"))
    refused(office, standin, "none.toml")
    office.put("bad.toml", 'name = "x"\nfields = []\nbatch_size = 0\nbatchsize = 1\n[retries]\nattempts = "many"\n')
    office.configure(profile=str(office.folder / "bad.toml"))
    refused(office, standin, "bad.toml", "fields", "batch_size", "batchsize", "retries.attempts")
    office.configure(profile="standin")
    in_step_after(office, standin)


def test_a_profile_lies_beside_the_configuration(
    office: Office, standin: LiveStandin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """cron's working folder does not decide which profile is used."""
    office.set_profile()
    office.configure(profile="profile.toml")
    monkeypatch.chdir("/")
    in_step_after(office, standin)


def test_a_policy_that_is_none(office: Office, standin: LiveStandin) -> None:
    """A value out of its choices, and a rule nobody knows."""
    office.configure(settings='[policy]\nnational_id.mismatch = "perhaps"\njoin.minimum = 3\n')
    refused(office, standin, "national_id.mismatch", "join.minimum")
    office.configure(settings="")
    in_step_after(office, standin)
