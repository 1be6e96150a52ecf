"""Secrets: where they come from, how they are kept, and that no error ever shows one."""

from __future__ import annotations

import base64
import errno
import os
import stat
from pathlib import Path

import pytest

from config.secrets import anchored, gather, gather_lists, read_key, read_key_file, resolve, write_key_file
from config.settings import FILE_NAME, Settings, load_settings
from config.wording import LANGUAGES, Wording
from sync.errors import ConfigError, ConfigProblem

TEXT = "Q7-very-secret"
KEY = bytes(range(32))


def secret_file(folder: Path, text: str | bytes = TEXT + "\n", mode: int = 0o600, name: str = "token") -> Path:
    """Write a secret file."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    path.chmod(mode)
    return path


def refusal(call: object, *arguments: object, **named: object) -> ConfigError:
    """Return the ConfigError a call ends with, after seeing that it shows no secret."""
    assert callable(call)
    with pytest.raises(ConfigError) as caught:
        call(*arguments, **named)
    error = caught.value
    shown = [str(error), repr(error)]
    for lang in LANGUAGES:
        for each in (error, *error.problems):
            assert Wording(lang).has(f"error-{each.code}"), each.code
            shown += [Wording(lang).error(each), Wording(lang).advice(each.code, each.details), repr(each)]
    assert "Q7" not in "".join(shown)
    assert error.__cause__ is None
    assert error.__suppress_context__ or error.__context__ is None
    return error


# ── resolve ──────────────────────────────────────────────────────────────────────────────────────────────


def test_env_and_file_are_resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line end after a secret is not part of it; a file is looked for beside the configuration."""
    monkeypatch.setenv("T_TOKEN", f" {TEXT}\n")
    secret_file(tmp_path)
    monkeypatch.chdir("/")
    assert resolve("env:T_TOKEN", tmp_path, key="upstream.token") == TEXT
    assert resolve("file:token", tmp_path, key="upstream.token") == TEXT
    assert resolve(f"file:{tmp_path / 'token'}", Path("/"), key="upstream.token") == TEXT


def test_each_way_a_secret_can_be_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each has its own message, which names the key and where was looked."""
    monkeypatch.delenv("T_NOT_SET", raising=False)
    monkeypatch.setenv("T_EMPTY", " ")
    secret_file(tmp_path, " \n", name="empty")
    secret_file(tmp_path, b"\xff\xfe\x00Q7", name="binary")
    (tmp_path / "folder").mkdir()
    for reference, code, named in (
        ("env:T_NOT_SET", "config-secret-not-set", "T_NOT_SET"),
        ("env:T_EMPTY", "config-secret-empty", "T_EMPTY"),
        ("file:none", "config-secret-no-file", "none"),
        ("file:empty", "config-secret-empty", "empty"),
        ("file:binary", "config-secret-unreadable", "binary"),
        ("file:folder", "config-secret-unreadable", "folder"),
        (TEXT, "config-secret-in-clear", "upstream.token"),
        (f"env:{TEXT}", "config-secret-in-clear", "upstream.token"),
    ):
        error = refusal(resolve, reference, tmp_path, key="upstream.token")
        assert (error.code, error.details["key"], error.exit_code) == (code, "upstream.token", 2)
        assert named in Wording("vi").error(error)


def test_a_key_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key cut short could not be told from a lost one: where making it is broken off, it can be made again."""
    path = tmp_path / "yumsync.key"

    def broken(_: int) -> None:
        assert not path.exists()
        raise OSError(errno.EIO, "the disk refuses")

    with monkeypatch.context() as disk:
        disk.setattr(os, "fsync", broken)
        assert refusal(write_key_file, path).code == "config-key-unwritable"
    assert list(tmp_path.iterdir()) == []
    write_key_file(path)
    assert len(read_key_file(path)) == 32
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o606, 0o610])
def test_a_token_others_may_open_is_used_with_a_warning(tmp_path: Path, mode: int) -> None:
    """A token can be renewed: the run goes on, and says so."""
    secret_file(tmp_path, mode=mode)
    told: list[ConfigProblem] = []
    assert resolve("file:token", tmp_path, key="upstream.token", warn=told.append) == TEXT
    assert [(one.code, one.details["mode"]) for one in told] == [("config-secret-too-open", f"{mode:04o}")]
    assert TEXT not in str(told)


def test_a_token_of_its_owner_alone_gives_no_warning(tmp_path: Path) -> None:
    """0600 and 0400 are how it should be."""
    told: list[ConfigProblem] = []
    for mode in (0o600, 0o400):
        resolve(f"file:{secret_file(tmp_path, mode=mode, name=str(mode))}", tmp_path, key="k", warn=told.append)
    assert told == []


# ── the key ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_key_is_random_owned_and_read_back(tmp_path: Path) -> None:
    """32 random bytes as one line of URL-safe base64, mode 0600 whatever the umask."""
    before = os.umask(0)
    try:
        write_key_file(tmp_path / "a.key")
        write_key_file(tmp_path / "b.key")
    finally:
        os.umask(before)
    first, second = (read_key_file(tmp_path / name) for name in ("a.key", "b.key"))
    assert len(first) == len(second) == 32
    assert first != second
    assert (tmp_path / "a.key").read_bytes() == base64.urlsafe_b64encode(first) + b"\n"
    assert stat.S_IMODE((tmp_path / "a.key").stat().st_mode) == 0o600


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    """Losing a key loses the state it encrypts; a link is not followed to somebody else's file either."""
    path = secret_file(tmp_path, "other", name="yumsync.key")
    (tmp_path / "link.key").symlink_to(tmp_path / "elsewhere")
    for taken in (path, tmp_path / "link.key"):
        assert refusal(write_key_file, taken).code == "config-key-exists"
    assert path.read_text() == "other"
    assert not (tmp_path / "elsewhere").exists()


def test_a_key_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    """A folder that is not there."""
    assert refusal(write_key_file, tmp_path / "none" / "yumsync.key").code == "config-key-unwritable"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o601])
def test_a_key_others_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    """The key opens every personal record; the run does not start."""
    path = secret_file(tmp_path, base64.urlsafe_b64encode(KEY), mode)
    error = refusal(read_key_file, path)
    assert (error.code, error.details["key"]) == ("config-key-too-open", "state.key")
    path.chmod(0o600)
    assert read_key_file(path) == KEY


@pytest.mark.parametrize(
    "text",
    [
        b"Q7",
        base64.urlsafe_b64encode(KEY[:31]),
        base64.urlsafe_b64encode(KEY + b"x"),
        base64.urlsafe_b64encode(KEY)[:-1],
        b"Q7!" + base64.urlsafe_b64encode(KEY),
        "khóa Q7".encode(),
    ],
)
def test_a_malformed_key_is_refused(tmp_path: Path, text: bytes) -> None:
    """A key cut short, of another length or with foreign letters is no key, never a shorter key."""
    assert refusal(read_key_file, secret_file(tmp_path, text)).code == "config-key-malformed"


def test_a_key_may_come_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For installations whose secrets are injected."""
    monkeypatch.setenv("T_KEY", base64.urlsafe_b64encode(KEY).decode())
    assert read_key("env:T_KEY", tmp_path) == KEY
    monkeypatch.setenv("T_KEY", TEXT)
    assert refusal(read_key, "env:T_KEY", tmp_path).code == "config-key-malformed"
    assert refusal(read_key, "file:none.key", tmp_path).code == "config-key-no-file"


# ── all of them ──────────────────────────────────────────────────────────────────────────────────────────


def settings(folder: Path) -> Settings:
    """Return settings with a secret in every place that takes one."""
    (folder / FILE_NAME).write_text(
        """
[upstream]
url = "https://yum.example.test"
token = "file:token"
[state]
url = "env:T_STATE"
[[list]]
name = "files"
path = "a.csv"
[[list]]
name = "school"
url = "env:T_SCHOOL"
query = "select 1"
""",
        "utf-8",
    )
    return load_settings(folder / FILE_NAME)


def test_gather_resolves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Token, key, state and list databases; nothing of them shows in a repr."""
    monkeypatch.setenv("T_STATE", "postgresql+psycopg://yum:Q7@db.example.test/yum")
    monkeypatch.setenv("T_SCHOOL", "sqlite:///school.db?mode=ro")
    secret_file(tmp_path, mode=0o644)
    write_key_file(tmp_path / "yumsync.key")
    told: list[ConfigProblem] = []
    found = gather(settings(tmp_path), told.append)
    assert found.state_url == "postgresql+psycopg://yum:Q7@db.example.test/yum"
    assert found.token == TEXT
    assert found.lists == {"school": f"sqlite:///{tmp_path}/school.db?mode=ro"}
    assert found.key == read_key_file(tmp_path / "yumsync.key")
    assert [one.code for one in told] == ["config-secret-too-open"]
    assert "Q7" not in repr(found)


def test_gather_reports_every_missing_secret_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with the file itself: all problems, each under its key."""
    monkeypatch.delenv("T_STATE", raising=False)
    monkeypatch.setenv("T_SCHOOL", "")
    error = refusal(gather, settings(tmp_path))
    assert [(one.code, one.details["key"]) for one in error.problems] == [
        ("config-secret-not-set", "state.url"),
        ("config-secret-no-file", "upstream.token"),
        ("config-secret-empty", "list[2].url"),
        ("config-key-no-file", "state.key"),
    ]
    monkeypatch.setenv("T_STATE", "mysql://Q7@db/x")
    assert ("config-state-url", "state.url") in [
        (one.code, one.details["key"]) for one in refusal(gather, settings(tmp_path)).problems
    ]


def test_the_lists_alone_need_neither_key_nor_token_nor_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who reads lists on another machine has none of them; the lists' own secrets are still asked for."""
    monkeypatch.delenv("T_STATE", raising=False)
    monkeypatch.setenv("T_SCHOOL", "sqlite:///school.db?mode=ro")
    assert gather_lists(settings(tmp_path)) == {"school": f"sqlite:///{tmp_path}/school.db?mode=ro"}
    monkeypatch.delenv("T_SCHOOL")
    error = refusal(gather_lists, settings(tmp_path))
    assert [(one.code, one.details["key"]) for one in error.problems] == [("config-secret-not-set", "list[2].url")]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///state.db", "sqlite:////srv/yum/state.db"),
        ("sqlite+pysqlite:///data/state.db?timeout=5", "sqlite+pysqlite:////srv/yum/data/state.db?timeout=5"),
        ("sqlite:////var/state.db", "sqlite:////var/state.db"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("postgresql+psycopg://db.example.test/yum", "postgresql+psycopg://db.example.test/yum"),
        ("postgresql:///yum", "postgresql:///yum"),
    ],
)
def test_a_relative_sqlite_path_is_anchored_beside_the_configuration(url: str, expected: str) -> None:
    """cron's working folder does not decide which database is opened."""
    assert anchored(url, Path("/srv/yum")) == expected
