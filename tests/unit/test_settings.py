"""yumsync.toml: the example loads; every problem is reported at once, under the key as it stands in the file."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.policy import policy_values
from config.settings import EXAMPLE, FILE_NAME, Settings, load_settings
from config.wording import LANGUAGES, Wording
from sync.errors import ConfigError
from sync.values import ListKind

LEAST = """
[upstream]
url = "https://yum.example.test/api"
[[list]]
name = "phuong-1"
path = "lists/*.xlsx"
"""


@pytest.fixture(autouse=True)
def _no_overrides(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("YUMSYNC_UPSTREAM__URL", "YUMSYNC_STATE__URL", "YUMSYNC_LOG__LEVEL"):
        monkeypatch.delenv(name, raising=False)


def load(folder: Path, text: str) -> Settings:
    """Load a file with this text."""
    path = folder / FILE_NAME
    path.write_text(text, "utf-8")
    return load_settings(path)


def problems(folder: Path, text: str) -> list[tuple[str, str]]:
    """Return (code, key) of every problem in a file with this text."""
    with pytest.raises(ConfigError) as caught:
        load(folder, text)
    assert caught.value.code == "config-invalid"
    assert caught.value.details["count"] == len(caught.value.problems)
    return [(problem.code, str(problem.details["key"])) for problem in caught.value.problems]


# ── what a good file gives ───────────────────────────────────────────────────────────────────────────────


def test_the_annotated_example_loads() -> None:
    """What `init` writes is a file the program accepts, and it shows every key of the issue's outline."""
    settings = load_settings(EXAMPLE)
    assert (settings.upstream.profile, settings.upstream.url) == ("standin", "http://127.0.0.1:8901")
    assert (settings.state.url, settings.state.key) == ("sqlite:///state.db", "file:yumsync.key")
    assert [(one.name, one.path, one.kind, one.complete) for one in settings.lists] == [
        ("phuong-1", "lists/*.xlsx", ListKind.MEMBERS, True)
    ]


def test_what_the_example_proposes_in_notes_loads_too(tmp_path: Path) -> None:
    """Taking the # away from any proposed line gives a file that is accepted, policies included."""
    notes = re.sub(r"(?m)^# (?=\[+[a-z.]+\]+$|[a-z_.]+ = )", "", EXAMPLE.read_text("utf-8"))
    settings = load(tmp_path, notes)
    assert settings.upstream.token == "env:YUM_TOKEN"
    members, youth, register, school, units = settings.lists
    assert members.unit == "Chi đoàn 1, Đoàn phường Phú Thủy"
    assert youth.kind is ListKind.YOUTH
    assert register.kind is ListKind.MOVEMENTS
    assert (school.url, school.path) == ("env:TRUONG_HOC_URL", None)
    assert (units.kind, units.vintage) == (ListKind.UNITS, "2025-07-01")
    assert settings.policy
    policy_values(settings.policy)


def test_the_example_documents_every_key() -> None:
    """A key that the program knows and the example does not mention would stay unknown to its officer."""
    text = EXAMPLE.read_text("utf-8")
    for name, field in Settings.model_fields.items():
        table = field.alias or name
        assert f"[{table}]" in text
    for section in ("upstream", "state", "reconcile", "run", "log"):
        for key, field in type(getattr(load_settings(EXAMPLE), section)).model_fields.items():
            stated = (f"\n{key} = ", f"\n# {key} = ", f"[[{section}.{field.alias}]]")
            assert any(each in text for each in stated), key
    for key in type(load_settings(EXAMPLE).lists[0]).model_fields:
        assert f"\n{key} = " in text or f"\n# {key} = " in text, key


def test_the_example_states_the_defaults_it_claims(tmp_path: Path) -> None:
    """Leaving out [state], [reconcile], [run] and [log] gives what the example shows for them."""
    least, example = load(tmp_path, LEAST), load_settings(EXAMPLE)
    assert (least.state, least.run, least.log) == (example.state, example.run, example.log)
    assert least.reconcile == example.reconcile
    assert least.lists[0].complete is False
    assert least.upstream.token is None


def test_paths_are_relative_to_the_file_not_to_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """cron starts the program in another folder than the officer does."""
    folder = tmp_path / "phường 1"
    folder.mkdir()
    (folder / FILE_NAME).write_text(LEAST, "utf-8")
    monkeypatch.chdir(tmp_path)
    settings = load_settings(Path("phường 1") / FILE_NAME)
    monkeypatch.chdir("/")
    assert settings.base == folder
    assert settings.absolute("lists/a.xlsx") == folder / "lists" / "a.xlsx"
    assert settings.absolute("/data/a.xlsx") == Path("/data/a.xlsx")


def test_without_a_path_the_working_folder_is_looked_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`yumsync sync` in a folder made by `init` needs no option."""
    load(tmp_path, LEAST)
    monkeypatch.chdir(tmp_path)
    assert load_settings().lists[0].name == "phuong-1"


def test_settings_are_frozen(tmp_path: Path) -> None:
    """A setting never changes under a run."""
    settings = load(tmp_path, LEAST)
    with pytest.raises(ValueError, match="frozen"):
        settings.upstream.url = "https://elsewhere.example.test"


def test_policy_keys_are_written_as_the_domain_book_writes_them(tmp_path: Path) -> None:
    """Dotted keys, nested tables and quoted keys are one and the same policy."""
    for policy in (
        "[policy]\njoin.min_age = 16",
        "[policy.join]\nmin_age = 16",
        '[policy]\n"join.min_age" = 16',
    ):
        assert load(tmp_path, LEAST + policy).policy == {"join.min_age": 16}
    assert load(tmp_path, LEAST + '[policy]\nrating.values = ["tốt", "khá"]').policy == {
        "rating.values": ("tốt", "khá")
    }


def test_a_file_saved_by_notepad_is_read(tmp_path: Path) -> None:
    """A byte order mark and Windows line ends are no problem of the officer's."""
    path = tmp_path / FILE_NAME
    path.write_bytes(b"\xef\xbb\xbf" + LEAST.replace("\n", "\r\n").encode())
    assert load_settings(path).lists[0].path == "lists/*.xlsx"


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────────────

WRONG = """
shape = 1
[upstrem]
profile = "x"
[upstream]
url = "http://yum.example.test"
tokn = "env:X"
token = "S3cret-In-Clear"
[state]
url = "postgresql+psycopg://yum:S3cret-In-Clear@db.example.test/yum"
key = "S3cret-In-Clear"
[[list]]
name = "a"
pth = "lists/a.xlsx"
[[list]]
name = "A"
kind = "memberz"
path = 5
complete = "perhaps"
[[list]]
name = " "
path = "x.csv"
url = "sqlite:///x.db"
[run]
lease_seconds = 2
dead_after_attempts = 1.5
[log]
level = "loud"
[policy]
join.min_age = 2026-01-01
"""


def test_all_problems_are_reported_at_once(tmp_path: Path) -> None:
    """Nobody mends a file one error at a time."""
    assert sorted(problems(tmp_path, WRONG)) == sorted(
        [
            ("config-unknown-key", "shape"),
            ("config-unknown-key-near", "upstrem"),
            ("config-plain-http", "upstream.url"),
            ("config-unknown-key-near", "upstream.tokn"),
            ("config-secret-in-clear", "upstream.token"),
            ("config-secret-in-clear", "state.url"),
            ("config-secret-in-clear", "state.key"),
            ("config-unknown-key-near", "list[1].pth"),
            ("config-list-without-source", "list[1]"),
            ("config-duplicate-list", "list[2].name"),
            ("config-wrong-choice", "list[2].kind"),
            ("config-wrong-type", "list[2].path"),
            ("config-wrong-type", "list[2].complete"),
            ("config-empty", "list[3].name"),
            ("config-list-two-sources", "list[3]"),
            ("config-too-small", "run.lease_seconds"),
            ("config-wrong-type", "run.dead_after_attempts"),
            ("config-wrong-choice", "log.level"),
            ("config-policy-value", "policy.join.min_age"),
        ]
    )


def test_the_nearest_known_key_is_proposed(tmp_path: Path) -> None:
    """A typing error is answered with what was meant."""
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, WRONG)
    near = {p.details["key"]: p.details["nearest"] for p in caught.value.problems if "nearest" in p.details}
    assert near == {
        "upstrem": "upstream",
        "upstream.tokn": "upstream.token",
        "list[1].pth": "list[1].path",
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_problem_repeats_a_value(tmp_path: Path, lang: str) -> None:
    """A secret in the wrong place is named by its key, never shown: not in the error, not in its message."""
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, WRONG)
    wording = Wording(lang)
    said = [str(caught.value), repr(caught.value), wording.error(caught.value)]
    for problem in caught.value.problems:
        said += [str(problem), repr(problem), wording.error(problem), wording.advice(problem.code, problem.details)]
        assert wording.has(f"error-{problem.code}"), problem.code
        assert str(problem.details["key"]) in wording.error(problem)
    assert "S3cret" not in "".join(said)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("config-missing-key", "[upstream]"), ("config-missing-key", "[[list]]")]),
        (LEAST.replace("url", "profile"), [("config-missing-key", "upstream.url")]),
        ("upstream = 1\nlist = 'x'", [("config-wrong-type", "upstream"), ("config-wrong-type", "list")]),
        (LEAST + "query = 'select 1'", [("config-query-without-url", "list[1].query")]),
        (
            LEAST.replace("path =", "url ="),
            [("config-not-a-url", "list[1].url"), ("config-missing-key", "list[1].query")],
        ),
        (
            LEAST.replace("path =", "query = 'select 1'\nurl = 'mssql://db.example.test/x' #"),
            [("config-list-database", "list[1].url")],
        ),
        (
            LEAST.replace("path =", "query = 'select 1'\nurl = 'mysql://u:pw@db.example.test/x' #"),
            [("config-secret-in-clear", "list[1].url")],
        ),
        (
            LEAST.replace("path =", "path = 'mysql://u:pw@db.example.test/x' #"),
            [("config-path-is-a-url", "list[1].path")],
        ),
        (LEAST + "kind = 'movements'\ncomplete = false", [("config-complete-register", "list[1].complete")]),
        (LEAST + "tls = 'off'", [("config-needs-url", "list[1].tls")]),
        (
            LEAST + "query_seconds = 0",
            [("config-needs-url", "list[1].query_seconds"), ("config-too-small", "list[1].query_seconds")],
        ),
        (LEAST + '[state]\nurl = "mysql://db/x"', [("config-state-url", "state.url")]),
        (LEAST + '[state]\nurl = "sqlite://"', [("config-state-url", "state.url")]),
        (LEAST + '[state]\nurl = "sqlite:///:memory:"', [("config-state-url", "state.url")]),
        (LEAST + '[state]\nurl = "state.db"', [("config-not-a-url", "state.url")]),
        (LEAST + '[state]\nurl = "postgresql://h/d?password=x"', [("config-secret-in-clear", "state.url")]),
        (LEAST + '[state]\nkey = "env:"', [("config-secret-in-clear", "state.key")]),
        (LEAST + "policy = 3", [("config-unknown-key", "list[1].policy")]),
        ("policy = 3" + LEAST, [("config-wrong-type", "policy")]),
    ],
)
def test_each_rule(tmp_path: Path, text: str, expected: list[tuple[str, str]]) -> None:
    """One rule of the file at a time."""
    assert sorted(problems(tmp_path, text)) == sorted(expected)


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://yum.example.test", None),
        ("https://yum.example.test:8443/api/", None),
        ("http://127.0.0.1:8901", None),
        ("http://127.8.9.1", None),
        ("http://[::1]:8901", None),
        ("http://localhost:8901", None),
        ("http://yum.example.test", "config-plain-http"),
        ("http://10.0.0.5", "config-plain-http"),
        ("http://localhost.example.test", "config-plain-http"),
        ("http://127.0.0.1.example.test", "config-plain-http"),
        ("HTTP://yum.example.test", "config-plain-http"),
        ("http://0.0.0.0:8901", "config-plain-http"),
        ("ftp://yum.example.test", "config-not-a-web-address"),
        ("yum.example.test", "config-not-a-web-address"),
        ("https://", "config-not-a-web-address"),
        ("https://yum.example.test:port", "config-not-a-web-address"),
        ("https://[bad", "config-not-a-url"),
        ("https://officer:pw@yum.example.test", "config-secret-in-clear"),
        ("https://officer@yum.example.test", "config-not-a-web-address"),
        ("https://yum.example.test?token=abc", "config-secret-in-clear"),
        ("https://yum.example.test?page=1", "config-not-a-web-address"),
    ],
)
def test_plain_http_is_for_this_machine_alone(tmp_path: Path, url: str, code: str | None) -> None:
    """Personal data leaves the machine over TLS only, and a look-alike of loopback is not loopback."""
    text = LEAST.replace("https://yum.example.test/api", url)
    if code is None:
        assert load(tmp_path, text).upstream.url == url.rstrip("/")
    else:
        assert problems(tmp_path, text) == [(code, "upstream.url")]


# ── a file that cannot be read at all ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("[upstream]\nurl = https://x\n", 2, 7),
        ('[upstream]\nurl = "https', 2, 13),
        ("[upstream\n", 1, 10),
        ("a = 1\na = 2\n", 2, 6),
    ],
)
def test_a_syntax_error_names_line_and_column(tmp_path: Path, text: str, line: int, column: int) -> None:
    """The officer is sent to the very place."""
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    details = caught.value.details
    assert caught.value.code == "config-syntax"
    assert (details["line"], details["column"]) == (line, column)
    assert str(details["file"]).endswith(FILE_NAME)


def test_a_missing_unreadable_or_binary_file_is_told_apart(tmp_path: Path) -> None:
    """Three mistakes, three messages."""
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"PK\x03\x04\xff\xfe")
    for path, code in (
        (tmp_path / "none.toml", "config-no-file"),
        (tmp_path, "config-unreadable"),
        (binary, "config-not-text"),
    ):
        with pytest.raises(ConfigError) as caught:
            load_settings(path)
        assert (caught.value.code, caught.value.exit_code) == (code, 2)


@given(st.text(max_size=200))
def test_no_text_whatever_raises_anything_but_config_error(text: str) -> None:
    """Bad input of any kind gets a message, never a traceback."""
    with tempfile.TemporaryDirectory() as folder, pytest.raises(ConfigError):
        load(Path(folder), text)


# ── the environment ──────────────────────────────────────────────────────────────────────────────────────


def test_the_environment_overrides_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One key is replaced, its neighbours stay."""
    monkeypatch.setenv("YUMSYNC_UPSTREAM__URL", "https://other.example.test")
    monkeypatch.setenv("YUMSYNC_RUN__LEASE_SECONDS", "300")
    monkeypatch.setenv("yumsync_log__level", "debug")
    settings = load(tmp_path, LEAST + '[log]\nlevel = "error"\n[run]\ndead_after_attempts = 3')
    assert settings.upstream.url == "https://other.example.test"
    assert (settings.run.lease_seconds, settings.run.dead_after_attempts) == (300, 3)
    assert settings.log.level == "debug"
    assert settings.lists[0].name == "phuong-1"


def test_what_the_environment_sets_obeys_the_same_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain http, clear secrets and unknown keys are refused wherever they come from."""
    monkeypatch.setenv("YUMSYNC_UPSTREAM__URL", "http://yum.example.test")
    monkeypatch.setenv("YUMSYNC_UPSTREAM__TOKEN", "abc")
    monkeypatch.setenv("YUMSYNC_STATE__URLL", "x")
    monkeypatch.setenv("YUMSYNC_UPSTRAEM__URL", "x")
    monkeypatch.setenv("YUMSYNC_LANG", "en")
    assert sorted(problems(tmp_path, LEAST)) == [
        ("config-plain-http", "upstream.url"),
        ("config-secret-in-clear", "upstream.token"),
        ("config-unknown-key-near", "state.urll"),
        ("config-unknown-variable-near", "YUMSYNC_UPSTRAEM__URL"),
    ]


def test_an_unreadable_variable_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole table as broken JSON is a problem of that variable."""
    monkeypatch.setenv("YUMSYNC_UPSTREAM", "{")
    assert problems(tmp_path, LEAST) == [("config-variable", "YUMSYNC_UPSTREAM")]


def test_pydantic_settings_is_loaded_only_when_the_environment_overrides_something(tmp_path: Path) -> None:
    """The start of every run that overrides nothing is spared its loading."""
    load(tmp_path, LEAST)
    program = (
        "import sys; from pathlib import Path; from config.settings import load_settings;"
        f"load_settings(Path({str(tmp_path / FILE_NAME)!r})); print('pydantic_settings' in sys.modules)"
    )
    for environment, loaded in (({}, "False"), ({"YUMSYNC_LOG__LEVEL": "info"}, "True")):
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == loaded
