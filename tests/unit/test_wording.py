"""Messages: both languages say the same things, every code that can be raised has one, and asking never fails."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from hypothesis import given, settings
from hypothesis import strategies as st

from config import wording
from config.wording import FOLDER, LANGUAGES, Wording, bundle, entries, variables
from sync.errors import ListError, Unavailable
from sync.values import Finding, Hold, Place, Severity

ROOT = Path(__file__).parents[2]
EVERY_ID = sorted(entries("vi"))
DETAIL = st.one_of(st.integers(-(10**9), 10**9), st.text(st.characters(codec="utf-8"), max_size=12))


def simple(body: str) -> bool:
    """Say whether a message is filled without Fluent."""
    return "{" not in re.sub(r"\{ *\$[\w-]+ *\}", "", body)


def walk(node: object) -> Iterator[object]:
    """Yield every node of a parsed message."""
    yield node
    for value in vars(node).values() if isinstance(node, ftl.BaseNode) else ():
        for one in value if isinstance(value, list) else [value]:
            yield from walk(one)


# ── the files ────────────────────────────────────────────────────────────────────────────────────────────


def test_both_languages_have_the_same_messages_with_the_same_places() -> None:
    """A message that exists in one language only, or lacks a detail in one, is a hole for its reader."""
    vi, en = entries("vi"), entries("en")
    assert sorted(vi) == sorted(en)
    assert {name: variables(body) for name, body in vi.items()} == {
        name: variables(body) for name, body in en.items()
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_files_are_whole_fluent_and_read_the_same_both_ways(lang: str) -> None:
    """No junk, no id twice, and the quick reading finds exactly the messages that Fluent finds."""
    found: list[str] = []
    for path in sorted((FOLDER / lang).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ftl.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ftl.Message):
                found.append(entry.id.name)
                assert not entry.attributes, entry.id.name
                assert entry.value is not None, entry.id.name
                asked = {node.id.name for node in walk(entry) if isinstance(node, ftl.VariableReference)}
                assert variables(entries(lang)[entry.id.name]) == asked, entry.id.name
    assert len(found) == len(set(found))
    assert sorted(found) == sorted(entries(lang))
    assert [p.name for p in sorted((FOLDER / lang).iterdir())] == [p.name for p in sorted((FOLDER / "vi").iterdir())]


def test_vietnamese_is_vietnamese() -> None:
    """A message copied over and forgotten would stand in English in the officer's own language."""
    vi, en = entries("vi"), entries("en")
    same = {name for name in vi if vi[name] == en[name] and re.search("[a-z]{3}", re.sub(r"\{[^}]*\}", "", vi[name]))}
    assert same <= {name for name in same if name.startswith(("metavar-", "word-plain-"))}


@pytest.mark.parametrize("lang", LANGUAGES)
@settings(deadline=None)
@given(values=st.lists(DETAIL, min_size=16, max_size=16))
def test_the_quick_filling_equals_fluents_own(lang: str, values: list[str | int]) -> None:
    """Messages without choices are filled without loading Fluent; nobody can tell by the text."""
    one = Wording(lang)
    for name, body in entries(lang).items():
        if not simple(body):
            continue
        details = dict(zip(sorted(variables(body)), values, strict=False))
        own, _ = bundle(lang).format_pattern(bundle(lang).get_message(name).value, details)
        assert one.say(name, **details) == own


# ── every code has its message ───────────────────────────────────────────────────────────────────────────

ERROR = re.compile(r"(config|disk|doctor|file|key|lease|list|plan|policy|profile|run|state|upstream|usage)(-[a-z]+)+")
"""How the code of an error looks, wherever it is written: in the raising line, in a table, in a helper's argument."""

PLACES = {"Finding": ("finding", 0), "Doubt": ("finding", 0), "Cleaned": ("finding", 2), "Hold": ("hold", 0)}
"""Which argument of which value is a code, and the family of its message."""

SAID = ("error", "finding", "hold", "report-hold", "advice", "help", "report", "story")


def written() -> Iterator[tuple[str, str, str]]:
    """Yield (family, code, where) of every code that is written out in the program."""
    for package in ("sync", "adapters", "state", "config", "yumsync"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                where = f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and ERROR.fullmatch(node.value):
                    yield "", node.value, where
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in PLACES:
                    family, place = PLACES[node.func.id]
                    named = [keyword.value for keyword in node.keywords if keyword.arg in {"code", "problem"}]
                    for code in named or node.args[place : place + 1]:
                        if isinstance(code, ast.Constant) and isinstance(code.value, str) and code.value:
                            yield family, code.value, where


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_in_the_program_has_its_message(lang: str) -> None:
    """Nothing is ever said to an officer by a bare code."""
    one = Wording(lang)
    silent = [
        f"{code} ({where})"
        for family, code, where in written()
        if not any(
            one.has(f"{said}-{code}" if said else code)
            for said in {"": (*SAID, ""), "finding": ("finding", "error"), "hold": ("hold",)}[family]
        )
    ]
    assert silent == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_error_that_ends_a_run_says_what_to_do_next(lang: str) -> None:
    """An error without a next step leaves the officer alone with it."""
    one = Wording(lang)
    codes = [name.removeprefix("error-") for name in entries(lang) if name.startswith("error-")]
    lost = [code for code in codes if not one.advice(code, {}) and code != "interrupted"]
    assert lost == []
    known = {name.removeprefix("error-").partition("-")[0] for name in entries(lang) if name.startswith("error-")}
    for name in entries(lang):
        if name.startswith("advice-"):
            code = name.removeprefix("advice-")
            assert code in codes or code in known, f"{name} advises on no error"


# ── asking never fails ───────────────────────────────────────────────────────────────────────────────────


@settings(deadline=None)
@given(
    st.sampled_from([*EVERY_ID, "error-unheard-of", "", "Ở"]),
    st.dictionaries(st.text(max_size=8), DETAIL, max_size=4),
)
def test_asking_never_raises_and_always_says_something(name: str, details: dict[str, str | int]) -> None:
    """Whatever details an error brings, also none."""
    for lang in LANGUAGES:
        assert isinstance(Wording(lang).say(name, **details), str)
        assert Wording(lang).say(name, **details) or not name


def test_an_unknown_code_says_itself_and_its_details() -> None:
    """An error nobody worded still tells what it knows."""
    assert Wording("vi").say("error-new", key="list[2].path", line=3) == "error-new: key=list[2].path, line=3"
    assert Wording("en").say("error-new") == "error-new"


def test_an_unknown_language_speaks_vietnamese() -> None:
    """Vietnamese is the default."""
    assert Wording("fr").lang == "vi"
    assert Wording("fr").say("aside-blank") == Wording("vi").say("aside-blank") == "dòng trống"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_missing_detail_and_a_broken_fluent_do_not_hide_the_error(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message is still said, as well as it can be."""
    assert Wording(lang).say("error-config-empty") == Wording(lang).say("error-config-empty", key="?")

    def broken(_: str) -> object:
        raise RuntimeError

    monkeypatch.setattr(wording, "bundle", broken)
    assert "yumsync.toml" in Wording(lang).say("error-config-syntax", file="yumsync.toml", line=3, column=4)


# ── how things are said ──────────────────────────────────────────────────────────────────────────────────


def test_numbers_are_written_as_each_language_writes_them() -> None:
    """18.041 in Vietnamese, 18,041 in English; a line of a file is never grouped."""
    assert "18.041" in Wording("vi").say("error-config-too-large", key="k", limit=18041)
    assert "18,041" in Wording("en").say("error-config-too-large", key="k", limit=18041)
    assert "dòng 18041," in Wording("vi").say("error-config-syntax", file="f", line=18041, column=1)


def test_an_error_names_its_place_and_its_next_step() -> None:
    """File, sheet and row stand in front; the advice is the code's own, else its family's."""
    error = ListError("list-lost-letters", place=Place("phuong-1", "a.csv", row=12))
    vi = Wording("vi")
    assert vi.error(error).startswith("a.csv › 12: Chữ có dấu")
    assert vi.advice(error.code, error.details) == vi.say("advice-list-lost-letters")
    assert vi.advice(Unavailable("upstream-failed").code, {}) == vi.say("advice-upstream")
    assert vi.advice("unheard-of", {}) == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_refusal_of_before_that_is_but_a_code_is_said_by_what_it_means(lang: str) -> None:
    one = Wording(lang)

    def said(words: str) -> str:
        return one.finding(Finding("still-refused", Severity.WARNING, Place(""), details={"words": words}))

    assert one.rejection("unit-missing") in said("unit-missing")
    assert "Sai số: 12, unit" in said("Sai số: 12, unit")


def test_findings_and_holds_are_said_in_the_officers_words() -> None:
    """Fields by their names, kinds and genders in words, and an unreadable list in the error's own words."""
    vi, en = Wording("vi"), Wording("en")
    place = Place("phuong-1", "a.xlsx", "Sheet1", 5, "C")
    missing = Finding("required-missing", Severity.ERROR, place, "date_of_birth")
    assert (vi.finding(missing), en.finding(missing)) == ("Thiếu ngày sinh.", "The birth date is missing.")
    implied = Finding("implied-disagrees", Severity.WARNING, place, "gender", "male", details={"implied": "female"})
    assert vi.finding(implied) == "giới tính ghi “male”, nhưng cột ngày sinh nói là Nữ."
    unread = Finding("list-encrypted", Severity.ERROR, place)
    assert vi.finding(unread) == vi.say("error-list-encrypted")
    hold = Hold("kind-changed", "k", place, details={"name": "Bùi An", "old": "youth", "new": "members"})
    assert vi.hold(hold).startswith("Bùi An: hệ thống trung tâm ghi là thanh niên, danh sách ghi là đoàn viên.")
    moved = Hold("unit-changed", "k", place, details={"name": "Bùi An", "old": "Chi đoàn 1", "new": "Chi đoàn 2"})
    assert "“Chi đoàn 1”" in vi.hold(moved)
    assert "“Chi đoàn 2”" in en.hold(moved)
    assert vi.field("no_such_field") == "no_such_field"
