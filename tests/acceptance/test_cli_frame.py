"""The command line as its user meets it: help, languages, mistakes, and no traceback whatever happens."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.settings import EXAMPLE, load_settings
from config.wording import LANGUAGES, Wording
from sync.errors import ConfigError, ConfigProblem, StateError, Unavailable
from yumsync import __version__, bootstrap
from yumsync.cli.frame import language, parted, run

VERBS = """
init doctor check plan apply sync holds report unanswered status runs run audit reconcile why
erase person backup restore key units profile standin demo
""".split()  # noqa: SIM905
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Said:
    """What one call of the program gave."""

    code: int
    out: str
    err: str


Call = Callable[..., Said]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call the program inside this process, in an empty folder and an environment that says nothing."""
    for name in [name for name in os.environ if name.startswith(("YUMSYNC_", "_YUMSYNC"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)

    def called(*arguments: str) -> Said:
        code = run(arguments)
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return Said(code, said.out, said.err)

    return called


def process(*arguments: str, cwd: Path, **environment: str) -> Said:
    """Call the program as a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("YUMSYNC_", "_YUMSYNC"))}
    done = subprocess.run(
        [sys.executable, "-m", "yumsync", *arguments],
        cwd=cwd,
        env={**kept, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return Said(done.returncode, done.stdout, done.stderr)


# ── help ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_lists_every_verb_in_the_users_language(call: Call, lang: str) -> None:
    """One look tells what there is, in one language from the first word to the last."""
    said = call("--lang", lang, "--help")
    assert said.code == 0
    listed = re.findall(r"^  ([a-z]+)  ", said.out.split(Wording(lang).say("word-commands") + ":")[1], re.MULTILINE)
    assert listed == VERBS
    assert "..." not in said.out.split(Wording(lang).say("word-commands") + ":")[1]
    foreign = {"vi": ("Usage", "Options", "Commands", "Show this", "Install completion"), "en": ("Cách dùng", "Lệnh")}
    for word in foreign[lang]:
        assert word not in said.out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_explains_itself(call: Call, verb: str, lang: str) -> None:
    """Every verb, argument and option has a text, in the user's language."""
    said = call(verb, "--help", "--lang", lang)
    say = Wording(lang).say
    assert said.code == 0
    assert said.out.startswith(f"{say('word-usage')}: yumsync {verb}")
    assert " ".join(say(f"help-{verb}").split()) in " ".join(said.out.split())
    assert "help-" not in said.out
    for option in re.findall(r"^  (?:-\w, )?--[a-z-]+.*$", said.out, re.MULTILINE):
        assert len(option.split("  ")) > 1
    if lang == "vi":
        assert not re.search(r"Usage|Options|Arguments|default:|required", said.out)


def test_without_a_verb_the_help_is_shown(call: Call) -> None:
    """A user who knows nothing yet types the program's name."""
    assert call().out == call("--help").out
    assert call().code == 0
    assert call("-h").out == call("--help").out


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("group", ["report", "audit", "person", "key", "profile"])
def test_a_verb_that_does_nothing_by_itself_explains_itself(call: Call, group: str, lang: str) -> None:
    """Each of its verbs with what it does, as with --help."""
    said = call(group, "--lang", lang)
    assert (said.code, said.err) == (0, "")
    assert said.out == call(group, "--help", "--lang", lang).out
    listed = said.out.split(Wording(lang).say("word-commands") + ":")[1].strip().splitlines()
    assert listed
    assert all(len(line.split()) > 1 for line in listed)


@pytest.mark.parametrize(
    ("arguments", "named", "verb"),
    [
        (["why"], "NGƯỜI", "why"),
        (["run"], "LẦN_CHẠY", "run"),
        (["apply"], "LẦN_CHẠY | --review", "apply"),
        (["holds", "show"], "VIỆC", "holds show"),
        (["holds", "--lang", "vi", "show"], "VIỆC", "holds show"),
        (["person", "export"], "NGƯỜI", "person export"),
    ],
)
def test_what_is_missing_is_called_as_the_help_calls_it(
    call: Call, arguments: list[str], named: str, verb: str
) -> None:
    """And the help that is named is the one of the verb that was typed."""
    said = call(*arguments)
    assert said.err == f"✗ Thiếu {named}.\n→ Xem “yumsync {verb} --help”.\n"
    assert named in call(*arguments, "--help").out or "|" in named
    assert json.loads(call(*arguments, "--json").out)["error"]["advice"] == f"Xem “yumsync {verb} --help”."


def test_an_unknown_verb_of_a_group_is_looked_up_in_the_group(call: Call) -> None:
    assert "“yumsync key --help”" in call("key", "rotat").err


@pytest.mark.parametrize("verb", ["why", "erase"])
def test_nobody_named_is_said_of_any_verb(call: Call, verb: str) -> None:
    """`erase` asks for no story."""
    call("init")
    said = call(verb, "", "--lang", "en")
    assert "story" not in said.err.casefold()
    assert said.err.startswith("✗ Nobody was named.")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_that_is_not_there_comes_with_the_next_step(call: Call, lang: str) -> None:
    """Once, however many files are missing."""
    said = call("check", "a.xlsx", "b.xlsx", "--lang", lang)
    assert said.code == 7
    advice = [line for line in said.out.splitlines() if line.strip().startswith("→")]
    assert len(advice) == 1
    assert advice[0].strip().removeprefix("→ ")[:20] in Wording(lang).say("advice-list-no-file")


def test_the_version_is_the_packages(call: Call) -> None:
    """What `--version` says is what pyproject.toml says."""
    assert call("--version").out == f"yumsync {__version__}\n"
    assert f'version = "{__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "expected"), [("yumsync s", {"sync", "status", "standin"}), ("yumsync sync --r", {"--retry-refused"})]
)
def test_the_shell_completes_verbs_and_options(tmp_path: Path, words: str, expected: set[str]) -> None:
    """Completion answers the shell's question."""
    said = process(
        cwd=tmp_path,
        _YUMSYNC_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split()) - 1),
    )
    assert set(said.out.split()) == expected


def test_the_completion_script_can_be_shown(tmp_path: Path) -> None:
    """`--show-completion` prints what a shell is to load."""
    said = process("--show-completion", "bash", cwd=tmp_path, _TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION="1")
    assert "_YUMSYNC_COMPLETE" in said.out


# ── language and general options ─────────────────────────────────────────────────────────────────────────


def test_vietnamese_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """--lang wins over YUMSYNC_LANG, that over the default; a language nobody speaks is not an answer."""
    monkeypatch.delenv("YUMSYNC_LANG", raising=False)
    assert language({}) == "vi"
    assert language({"--lang": "en"}) == "en"
    monkeypatch.setenv("YUMSYNC_LANG", "en")
    assert language({}) == "en"
    assert language({"--lang": "vi"}) == "vi"
    monkeypatch.setenv("YUMSYNC_LANG", "fr")
    assert language({}) == "vi"


@pytest.mark.parametrize(
    ("arguments", "general", "rest"),
    [
        (["sync", "--json"], {"--json": ""}, ["sync"]),
        (["--json", "sync"], {"--json": ""}, ["sync"]),
        (["-c", "a.toml", "sync", "-v"], {"--config": "a.toml", "--verbose": ""}, ["sync"]),
        (["sync", "--config=a=b.toml", "--lang=en"], {"--config": "a=b.toml", "--lang": "en"}, ["sync"]),
        (["check", "--", "--json"], {}, ["check", "--", "--json"]),
        (["apply", "01JD", "--lang"], {"--lang": ""}, ["apply", "01JD"]),
        (["check", "a.csv", "--youth"], {}, ["check", "a.csv", "--youth"]),
        ([], {}, []),
    ],
)
def test_general_options_stand_before_or_after_the_verb(
    arguments: list[str], general: dict[str, str], rest: list[str]
) -> None:
    """`yumsync sync --json` and `yumsync --json sync` are one."""
    assert parted(arguments) == (general, rest)


# ── mistakes on the command line ─────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (["synk"], "usage-unknown-command-near", "sync"),
        (["xyzzy"], "usage-unknown-command", "xyzzy"),
        (["sync", "--retry-refusd"], "usage-unknown-option-near", "--retry-refused"),
        (["sync", "--zzz"], "usage-unknown-option", "--zzz"),
        (["apply"], "usage-missing", "--review"),
        (["backup"], "usage-missing", "{file} | --verify"),
        (["runs", "--limit", "many"], "usage-bad-value", "--limit"),
        (["runs", "--limit", "0"], "usage-bad-value", "--limit"),
        (["runs", "--limit"], "usage-needs-value", "--limit"),
        (["runs", "one", "two"], "usage-too-many", ""),
        (["status", "--config"], "usage-needs-value", "--config"),
        (["status", "--lang", "fr"], "usage-bad-value", "--lang"),
    ],
)
def test_a_mistake_on_the_command_line_is_named_with_the_next_step(
    call: Call, arguments: list[str], code: str, named: str, lang: str
) -> None:
    """Exit code 2, a message in the user's language, and the same as JSON for a machine."""
    spoken = [*arguments] if "--lang" in arguments else [*arguments[:1], "--lang", lang, *arguments[1:]]
    lang = "vi" if "--lang" in arguments else lang
    said = call(*spoken)
    assert said.code == 2
    assert said.out == ""
    assert named.format(file=Wording(lang).say("help-metavar-file")) in said.err
    verb = "yumsync" if code.startswith("usage-unknown-command") else f"yumsync {arguments[0]}"
    assert Wording(lang).say("advice-usage", verb=verb) in said.err
    error = json.loads(call("--json", *spoken).out)
    assert (error["exit_code"], error["error"]["code"]) == (2, code)
    assert error["error"]["message"] in said.err


# ── errors ───────────────────────────────────────────────────────────────────────────────────────────────


def fail(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the program end on this error."""

    def raise_it(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(bootstrap, "open_app", raise_it)


def test_every_problem_of_a_configuration_is_shown_at_once(call: Call, tmp_path: Path) -> None:
    """Each under its key, with what to do about it; as JSON too."""
    (tmp_path / "yumsync.toml").write_text('[upstream]\nurl = "http://a.example.test"\n[stat]\n', "utf-8")
    said = call("status")
    assert said.code == 2
    for named in ("upstream.url", "stat:", "[[list]]", "https://", "yumsync doctor"):
        assert named in said.err
    problems = json.loads(call("status", "--json").out)["error"]["problems"]
    assert sorted(problem["details"]["key"] for problem in problems) == ["[[list]]", "stat", "upstream.url"]
    assert all(problem["message"] for problem in problems)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("error", "code"),
    [
        (StateError("state-disk-full"), 2),
        (Unavailable("upstream-unreachable", host="yum.example.test"), 4),
        (ConfigError("config-invalid", (ConfigProblem("config-empty", key="list[1].name"),), file="f", count=1), 2),
        (OSError(28, "No space left on device"), 2),
        (KeyboardInterrupt(), 130),
    ],
)
def test_an_error_is_said_with_its_next_step_and_its_code(
    call: Call, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, lang: str
) -> None:
    """Whatever verb meets it."""
    fail(monkeypatch, error)
    for verb in ("status", "sync", "plan", "doctor", "check"):
        said = call(verb, "--lang", lang)
        assert said.code == code
        assert said.out == ""
        assert said.err.startswith("✗ ")
        assert said.err.count("\n") >= (1 if code == 130 else 2)


def test_an_unexpected_error_is_short_and_shows_no_personal_value(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No traceback, exit code 2, one event in the log; with --verbose the way it came, never its text."""
    fail(monkeypatch, RuntimeError("duplicate key (001204012345, Nguyễn Văn A)"))
    said = call("sync")
    assert said.code == 2
    event, message, advice = said.err.splitlines()
    assert json.loads(event)["event"] == "program.failed"
    assert json.loads(event)["error"] == "RuntimeError"
    assert re.search(r"RuntimeError, yumsync/cli/\w+\.py:\d+", message)
    assert "--verbose" in advice
    verbose = call("sync", "--verbose")
    assert "raise_it" in verbose.err
    for text in (said.err, verbose.err):
        assert "0012" not in text
        assert "Nguyễn" not in text


@pytest.mark.parametrize(
    "program",
    [
        "from yumsync.cli import main; main(['--help'])",
        "from yumsync.cli.face import Face, Wording; Face(Wording()).print(['x'] * 100_000)",
    ],
)
def test_a_closed_pipe_is_no_error(tmp_path: Path, program: str) -> None:
    """`yumsync --help | head -1` says nothing more, and ends as it would have."""
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", '"$0" -c "$1" | head -1', sys.executable, program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_terminal_without_vietnamese_letters_does_not_end_the_program(tmp_path: Path) -> None:
    """cron often speaks plain ASCII."""
    said = process("status", cwd=tmp_path, PYTHONIOENCODING="ascii", LC_ALL="C")
    assert said.code == 2
    assert "yumsync.toml" in said.err
    assert "Traceback" not in said.err


# ── init and doctor ──────────────────────────────────────────────────────────────────────────────────────


def test_init_makes_a_folder_the_program_accepts(call: Call, tmp_path: Path) -> None:
    """Annotated configuration, key of mode 0600, lists folder, database; and what to do next."""
    said = call("init", "xã 1")
    assert (said.code, said.err) == (0, "")
    folder = tmp_path / "xã 1"
    assert sorted(path.name for path in folder.iterdir()) == ["lists", "state.db", "yumsync.key", "yumsync.toml"]
    assert (folder / "yumsync.toml").read_bytes() == EXAMPLE.read_bytes()
    assert stat.S_IMODE((folder / "yumsync.key").stat().st_mode) == 0o600
    assert load_settings(folder / "yumsync.toml").base == folder
    for name in ("yumsync.toml", "yumsync.key", "state.db", "yumsync doctor"):
        assert name in said.out
    assert call("status", "--config", "xã 1/yumsync.toml").code == 0


def test_init_again_keeps_everything(call: Call, tmp_path: Path) -> None:
    """It may be run as often as one likes; nothing is overwritten."""
    call("init")
    config = tmp_path / "yumsync.toml"
    config.write_text(config.read_text("utf-8").replace("phuong-1", "phuong-2"), "utf-8")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.suffix in {".key", ".toml"}}
    steps = json.loads(call("init", "--json").out)["steps"]
    assert [step["what"] for step in steps] == ["kept-config", "kept-key", "kept-database"]
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir() if path.name in before} == before


def test_init_makes_no_new_key_for_an_old_database(call: Call, tmp_path: Path) -> None:
    """A new key would hide that the old one is lost."""
    call("init")
    (tmp_path / "yumsync.key").unlink()
    said = call("init")
    assert said.code == 2
    assert "yumsync.key" in said.err
    assert not (tmp_path / "yumsync.key").exists()


def test_init_in_a_folder_that_cannot_be_written_is_a_clear_error(call: Call, tmp_path: Path) -> None:
    """A file in the way of the folder."""
    (tmp_path / "taken").write_text("x", "utf-8")
    assert call("init", "taken/below").code == 2
    assert call("init", "taken").code == 2


@pytest.mark.parametrize("lang", LANGUAGES)
def test_doctor_looks_at_every_part_and_says_what_to_mend(call: Call, tmp_path: Path, lang: str) -> None:
    """One fault does not hide another; a loose key is a fault of its own."""
    call("init")
    (tmp_path / "lists" / "a.xlsx").write_bytes(b"")
    settings = (tmp_path / "yumsync.toml").read_text("utf-8")
    (tmp_path / "yumsync.toml").write_text(settings.replace(":8901", ":1"), "utf-8")
    said = call("doctor", "--lang", lang)
    assert said.code == 4
    signs = re.findall(r"^([✓✗]) ", said.out, re.MULTILINE)
    assert signs == ["✓", "✓", "✓", "✓", "✓", "✓", "✗", "✓"]
    assert "doctor-" not in said.out
    parts = json.loads(call("doctor", "--json").out)["parts"]
    assert [(part["part"], part["ok"]) for part in parts] == [
        ("key", True),
        ("database", True),
        ("access", True),
        ("lists", True),
        ("disk", True),
        ("notify", True),
        ("upstream", False),
        ("promises", True),
    ]
    (tmp_path / "yumsync.key").chmod(0o644)
    assert call("doctor").code == 2
    assert "chmod 600" in call("doctor").out


# ── the start ────────────────────────────────────────────────────────────────────────────────────────────


def loaded(arguments: Sequence[str], cwd: Path) -> set[str]:
    """Return the top-level modules a call of the program loads."""
    program = (
        "import sys; from yumsync.cli.frame import run; code = run(sys.argv[1:]);"
        "print('|', *{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.rpartition("|")[2].split())


def test_a_run_does_not_load_what_it_does_not_need(call: Call, tmp_path: Path) -> None:
    """The nightly run over unchanged lists starts fast: no help, no screen library, no message library."""
    call("init")
    modules = loaded(["status"], tmp_path)
    assert "typer" in modules
    assert modules.isdisjoint({"rich", "fluent", "babel", "fastapi", "uvicorn", "pydantic_settings", "structlog"})
