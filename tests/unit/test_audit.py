"""Fingerprints survive being copied by hand, a slip is told from another history, and every event has words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.wording import LANGUAGES, Wording
from sync.audit import LETTERS, Fingerprint, Flaw, Head, key_fingerprint
from sync.errors import YumsyncError

ROOT = Path(__file__).parents[2]

FINGERPRINTS = st.builds(Fingerprint, st.integers(1, 10**17), st.binary(min_size=15, max_size=15))


def test_a_fingerprint_is_the_number_and_the_hash_in_crockfords_letters() -> None:
    """By hand, 40 bits at a time: ones are eight Z, zeros eight 0, and 00001 eight times over eight 1."""
    head = Head(
        1234, datetime(2026, 3, 26, tzinfo=UTC), b"\xff" * 5 + b"\x00" * 5 + b"\x08\x42\x10\x84\x21" + bytes(17)
    )
    number, *groups, check = str(head.fingerprint).split("-")
    assert (number, groups) == ("1234", ["ZZZZ", "ZZZZ", "0000", "0000", "1111", "1111"])
    assert len(check) == 2


@given(FINGERPRINTS)
def test_what_was_printed_is_read_again(printed: Fingerprint) -> None:
    assert Fingerprint.read(str(printed)) == printed


@given(FINGERPRINTS)
def test_case_spaces_and_look_alikes_do_not_matter(printed: Fingerprint) -> None:
    text = str(printed)
    assert Fingerprint.read(text.lower().replace("-", " ")) == printed
    assert Fingerprint.read(" " + text.replace("-", "").replace("0", "o").replace("1", "l")) == printed


@given(FINGERPRINTS, st.data())
def test_a_wrong_letter_is_hardly_ever_taken_for_another_history(printed: Fingerprint, data: st.DataObject) -> None:
    """The two letters at the end miss one slip in a thousand; whatever is read is at least not the one printed."""
    text = str(printed)
    place = data.draw(st.sampled_from([at for at, letter in enumerate(text) if letter != "-"]))
    wrong = data.draw(st.sampled_from(LETTERS.replace(text[place], "")))
    with suppress(YumsyncError):
        assert Fingerprint.read(text[:place] + wrong + text[place + 1 :]) != printed


def test_slips_are_told() -> None:
    """Every single wrong letter of one fingerprint: 26 places by 31 letters. The check misses one in 1024."""
    text, missed = str(Fingerprint(7, bytes(range(15)))), 0
    for place in range(2, len(text)):
        for wrong in LETTERS.replace(text[place], "") if text[place] != "-" else "":
            try:
                Fingerprint.read(text[:place] + wrong + text[place + 1 :])
            except YumsyncError:
                continue
            missed += 1
    assert missed <= 4


@pytest.mark.parametrize("text", ["", "1234", "x", "0-0000-0000-0000-0000-0000-0000-00", "ữ" * 30, "1-" + "U" * 26])
def test_what_is_no_fingerprint_is_refused(text: str) -> None:
    with pytest.raises(YumsyncError) as refused:
        Fingerprint.read(text)
    assert refused.value.code == "audit-fingerprint"


def test_the_key_has_a_fingerprint_of_its_own() -> None:
    """SHA-256 of 32 zero bytes begins with 66687aadf862bd776c8fc18b8e9f8e."""
    bits = f"{0x66687AADF862BD776C8FC18B8E9F8E:0120b}"
    letters = "".join(LETTERS[int(bits[at : at + 5], 2)] for at in range(0, 120, 5))
    assert key_fingerprint(bytes(32)).replace("-", "") == letters


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────


def events() -> Iterator[tuple[str, str]]:
    """Yield (event, where) of every entry the program writes: written out, by a constant, or chosen between two."""
    for package in ("sync", "adapters", "state", "config", "yumsync"):
        for path in sorted((ROOT / package).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                    continue
                if node.func.attr == "append" and ast.unparse(node.func.value).endswith((".journal", "._journal")):
                    told = node.args[0]
                    for one in [told.body, told.orelse] if isinstance(told, ast.IfExp) else [told]:
                        yield literal(one, path), f"{path.relative_to(ROOT)}:{node.lineno}"


def literal(node: ast.expr, path: Path) -> str:
    """Return the text an expression of a module is: a literal, or one of the module's names."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.Name), f"{path}:{node.lineno}: write the event out"
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    return str(getattr(module, node.id))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_event_of_the_journal_has_words(lang: str) -> None:
    one = Wording(lang)
    written = dict(events())
    assert len(written) >= 18
    assert {event: at for event, at in written.items() if not one.has(f"event-{event.replace('.', '-')}")} == {}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_flaw_has_words_that_name_its_place(lang: str) -> None:
    one = Wording(lang)
    for flaw in Flaw:
        told = one.say(f"audit-flaw-{flaw.value}", first="41", last="42")
        assert "41" in told or "42" in told, flaw
