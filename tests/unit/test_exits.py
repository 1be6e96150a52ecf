"""Exit codes: the table of the docs, the errors' own codes, and which of several outcomes wins."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import sync.errors
from config.wording import LANGUAGES, Wording
from sync.errors import (
    AccessRefused,
    AnswerLost,
    Busy,
    ConfigError,
    ConfigProblem,
    DecisionError,
    Interrupted,
    LeaseLost,
    ListError,
    PlanMoved,
    Refused,
    StateError,
    Tampered,
    TooLarge,
    Unavailable,
    Uncompared,
    UpstreamError,
    YumsyncError,
)
from sync.exits import ExitCode, worst
from sync.outcome import plan_codes
from yumsync.exits import INTERRUPTED, exit_code, explained

ROOT = Path(__file__).parents[2]
DOCS = (ROOT / "docs" / "exit-codes.md").read_text("utf-8")

# The design's own table: "0 in step · 1 done, some records rejected · 2 usage or configuration · 3 done, something
# held for a person · 4 upstream unavailable, will resume · 5 another run holds the lock · 6 audit verification
# failed · 7 a list could not be read".
TABLE = {
    ExitCode.IN_STEP: 0,
    ExitCode.REJECTED: 1,
    ExitCode.USAGE: 2,
    ExitCode.HELD: 3,
    ExitCode.UNAVAILABLE: 4,
    ExitCode.LOCKED: 5,
    ExitCode.AUDIT_FAILED: 6,
    ExitCode.LIST_UNREADABLE: 7,
}

ERRORS: dict[type[YumsyncError], int] = {
    YumsyncError: 2,
    ConfigError: 2,
    ConfigProblem: 2,
    StateError: 2,
    LeaseLost: 5,
    Busy: 5,
    ListError: 7,
    PlanMoved: 3,
    Tampered: 6,
    DecisionError: 2,
    AccessRefused: 2,
    Uncompared: 3,
    UpstreamError: 4,
    Unavailable: 4,
    AnswerLost: 4,
    TooLarge: 4,
    Refused: 4,
    Interrupted: 4,
}


def test_the_codes_are_the_designs() -> None:
    """Cron relies on the numbers."""
    assert {code: int(code) for code in ExitCode} == TABLE


def test_the_docs_table_names_every_code_once_and_no_other() -> None:
    """What the docs promise is what the program does."""
    documented = [int(number) for number in re.findall(r"^\| (\d+) \|", DOCS, re.MULTILINE)]
    assert documented == sorted(int(code) for code in ExitCode)
    for row in re.findall(r"^\| \d+ \|.*$", DOCS, re.MULTILINE):
        assert all(cell.strip() for cell in row.strip("|").split("|"))
        assert row.count("|") == 6
    assert f"code {INTERRUPTED}" in DOCS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_names_every_code_too(lang: str) -> None:
    """`yumsync --help` is the docs most people read."""
    said = Wording(lang).say("help-epilog")
    assert [int(number) for number in re.findall(r"\b(\d) ", said)] == list(range(8))


def test_every_error_there_is_has_its_code() -> None:
    """A new kind of error must be given a place in this table."""
    kinds = {each for each in vars(sync.errors).values() if isinstance(each, type) and issubclass(each, YumsyncError)}
    assert kinds == set(ERRORS)
    broken_off = Interrupted([], Unavailable("some-code"))
    for kind, code in ERRORS.items():
        assert exit_code(broken_off if kind is Interrupted else kind("some-code")) == code


def test_what_is_not_ours_ends_as_usage() -> None:
    """An unexpected error never looks like success, nor like an outage that mends itself."""
    assert exit_code(ValueError()) == 2
    assert exit_code(KeyboardInterrupt()) == INTERRUPTED == 130


# ── several outcomes ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        ([], 0),
        ([0], 0),
        ([0, 1], 1),
        ([1, 3], 3),
        ([3, 7], 7),
        ([7, 4], 4),
        ([0, 1, 3, 7, 4], 4),
        ([1, 1, 1], 1),
        ([3, 2], 2),
        ([4, 5], 5),
        ([7, 6], 6),
    ],
)
def test_the_worst_outcome_wins(codes: list[int], expected: int) -> None:
    """4, 7, 3, 1, 0 for a finished run; what ended it earlier comes before."""
    assert worst(codes) == expected
    order = re.search(r"hàng này:\n\*\*(\d, \d, \d, \d, \d)\*\*", DOCS)
    assert order is not None
    assert order[1] == "4, 7, 3, 1, 0"


def test_there_is_one_list_of_codes_and_one_order_of_them() -> None:
    """A second one would sooner or later say another number for the same outcome."""
    packages = ("adapters", "config", "standin", "state", "sync", "yumsync")
    sources = {path: path.read_text("utf-8") for name in packages for path in (ROOT / name).rglob("*.py")}
    defined = re.compile(r"^(?:class ExitCode|def worst)\b|^PRECEDENCE\b|^_WORST_FIRST\b", re.MULTILINE)
    assert {path.relative_to(ROOT).as_posix() for path, text in sources.items() if defined.search(text)} == {
        "sync/exits.py"
    }
    assert plan_codes({"unread": 1, "holds": 2, "in_error": 1}) == {ExitCode(7), ExitCode(3), ExitCode(1)}
    assert worst(plan_codes({"unread": 1, "waiting": 1, "holds": 2})) is ExitCode.UNAVAILABLE


@given(st.lists(st.sampled_from(list(ExitCode)), min_size=1))
def test_the_worst_is_one_of_them_and_does_not_depend_on_order(codes: list[ExitCode]) -> None:
    """The same outcomes always end the same way."""
    assert worst(codes) in codes
    assert worst(codes) == worst(reversed(codes)) == worst([*codes, *codes]) == worst([worst(codes)])


def test_an_unknown_code_is_refused() -> None:
    """A number outside the table is a mistake of the program's."""
    with pytest.raises(ValueError, match="42"):
        worst([0, 42])


# ── errors that are not ours ─────────────────────────────────────────────────────────────────────────────


def machine() -> Iterator[tuple[OSError, str]]:
    """Yield what an operating system refuses, and the code it is explained by."""
    yield OSError(errno.ENOSPC, "no space"), "disk-full"
    yield PermissionError(errno.EACCES, "denied", "/srv/a.toml"), "file-forbidden"
    yield OSError(errno.EROFS, "read-only", "/srv/a.toml"), "file-forbidden"
    yield FileNotFoundError(errno.ENOENT, "no such file", "/srv/a.toml"), "file-missing"
    yield OSError(errno.ENODEV, "no device"), "unexpected"


@pytest.mark.parametrize(("error", "code"), list(machine()))
def test_what_the_machine_refuses_is_explained(error: OSError, code: str) -> None:
    """A full disk or a forbidden file is said in words, with what to do."""
    ours = explained(error)
    assert ours.code == code
    for lang in LANGUAGES:
        assert Wording(lang).has(f"error-{code}")
        assert Wording(lang).advice(code, ours.details)


def test_a_foreign_error_is_told_by_kind_and_place_never_by_its_text() -> None:
    """The text of a foreign error may hold the value it stumbled on."""
    with pytest.raises(ValueError, match="Nguyễn") as caught:
        int("Nguyễn Văn A")
    ours = explained(caught.value)
    assert (ours.code, ours.details["kind"]) == ("unexpected", "ValueError")
    assert "Nguyễn" not in str(ours)
    with pytest.raises(ValueError, match="99") as caught:
        worst([99])
    assert re.fullmatch(r"sync/exits\.py:\d+", str(explained(caught.value).details["where"]))


def test_ours_are_explained_by_themselves() -> None:
    """Nothing is lost of an error that has its message."""
    error = ListError("list-empty")
    assert explained(error) is error
    assert explained(KeyboardInterrupt()).code == "interrupted"
