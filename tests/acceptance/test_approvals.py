"""Officers approve and reject what is dangerous, through the program's door: one question, or many after a look.

All people are fabricated.
"""

from __future__ import annotations

import shlex
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from config.charter import load_movements
from config.holds import load_hold_rules
from sync.questions.approvals import Approvals, Approves
from sync.values import Hold, PersonId, Place
from tests.support.office import UNIT, Office, assert_in_step, people
from tests.support.plans import make_plan
from tests.support.standin import LiveStandin

ABOVE = "Đoàn phường Phú Thủy"
ELSEWHERE = "Chi đoàn 9, Đoàn phường Phú Tài"
REASON = "Đã gặp bí thư chi đoàn"
PERSON = PersonId(77)
CODES = sorted(load_hold_rules())
FILLED = {"dd/mm/yyyy": "15/11/2026", "…": "12-QĐ/ĐTN"}
"""What an officer types where a printed command leaves room."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    made = Office(tmp_path, "http://127.0.0.1:1")
    made.add_list("a")
    made.init()
    return made


def hold(code: str, key: str = "1", unit: str = UNIT, content: str = "aa", **details: str) -> Hold:
    """A question as a plan asks it."""
    told = {"name": "Nguyễn Thị Lan", "content": content, **details}
    return Hold(code, f"{code}:{key}", Place("a", "a.csv", "", 7), unit=unit, person=PERSON, details=told)


def lacking(code: str) -> Hold:
    details = {"lacking": "decision_no, destination, origin, reason"} if code == "movement-incomplete" else {}
    return hold(code, **details)


def waiting(office: Office) -> list[dict[str, Any]]:
    return list(office.ask("holds").json["holds"])


def ids(office: Office) -> list[str]:
    return [one["id"] for one in waiting(office)]


def decided(office: Office) -> list[dict[str, Any]]:
    return list(office.ask("holds", "decided").json["decisions"])


# ── one ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", CODES)
def test_every_command_that_is_shown_can_be_typed(office: Office, code: str) -> None:
    """`holds show` names the ways to answer; with the room filled in, each is taken down as it says."""
    make_plan(office, [lacking(code)])
    (name,) = ids(office)
    answers = office.ask("holds", "show", name).json["answers"]
    shown = office.run("holds", "show", name, lang="vi").out
    assert {one["answer"] for one in answers} == {"approve", "reject"}
    for one in answers:
        assert one["command"] in shown
        words = [FILLED.get(word, word) for word in shlex.split(one["command"])]
        assert words.pop(0) == "yumsync"
        said = office.run(*words)
        assert said.code == 0, said.text
        (made,) = decided(office)
        assert (made["answer"], made["movement"]) == (one["answer"], one["movement"])
        assert set(one["needs"]) <= set(made["facts"])
        assert office.run("holds").code == 0


def test_an_approved_departure_is_a_paper(office: Office) -> None:
    """With its day, its decision, the reason the movement needs, and the decision's number as its place."""
    make_plan(office, [hold("missing")])
    (name,) = ids(office)
    facts = ["--as", "Xóa tên", "--on", "15/11/2026", "--decision-no", "12-QĐ/ĐTN", "--reason", REASON]
    assert office.run("holds", "approve", name, *facts).code == 0
    with office.app() as app:
        approvals = Approvals(app.store.decisions.standing(), app.store.key("identifier"))
        ((person, paper),) = approvals.papers()
    assert (person, paper.type, paper.on, paper.unit) == (PERSON, "strike_off", "2026-11-15", UNIT)
    assert dict(paper.facts) == {"decision_no": "12-QĐ/ĐTN", "reason": REASON}
    assert (paper.place.list, paper.place.file, paper.place.row) == ("", "", decided(office)[0]["number"])
    number = decided(office)[0]["number"]
    assert office.run("holds", "withdraw", str(number)).code == 0
    with office.app() as app:
        assert Approvals(app.store.decisions.standing(), app.store.key("identifier")).papers() == []


@pytest.mark.parametrize("movement", load_hold_rules()["missing"].movements)
def test_nobody_leaves_without_what_the_movement_needs(office: Office, movement: str) -> None:
    """Day, decision, destination, by the table of movements: each that lacks is named, and nothing is taken down."""
    make_plan(office, [hold("missing")])
    (name,) = ids(office)
    given = {
        "--on": "15/11/2026",
        "--decision-no": "12-QĐ/ĐTN",
        "--destination": ELSEWHERE,
        "--reason": REASON,
        "--as": movement,
    }
    needs = {"on", *load_movements()[movement].needs, "reason"}
    for lack in needs:
        left = {option: value for option, value in given.items() if option != f"--{lack.replace('_', '-')}"}
        said = office.run("holds", "approve", name, *(word for pair in left.items() for word in pair))
        assert said.code == 2, lack
        assert "→" in said.err
    bare = office.ask("holds", "approve", name, "--as", movement)
    assert len(bare.json["error"].get("problems", [1])) == len(needs)
    assert decided(office) == []
    assert office.run("holds").code == 3


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["--as", "admit"], id="a movement by which nobody leaves"),
        pytest.param(["--as", "e"], id="too little of a name"),
        pytest.param(["--as", "decease", "--on", "31/02/2026"], id="no such day"),
        pytest.param(["--as", "decease", "--on", "01/01/2099"], id="in the future"),
        pytest.param(["--code", "missing"], id="named and chosen at once"),
    ],
)
def test_what_cannot_be_is_refused(office: Office, words: list[str]) -> None:
    make_plan(office, [hold("missing")])
    (name,) = ids(office)
    usual = [] if "--on" in words else ["--on", "15/11/2026"]
    said = office.run("holds", "approve", name, *words, *usual, "--decision-no", "1", "--reason", REASON)
    assert (said.code, decided(office)) == (2, [])


def test_who_somebody_is_is_not_approved(office: Office) -> None:
    """Nor is what only the list can mend; the officer is told where to look."""
    make_plan(office, [hold("ambiguous-identity"), hold("duplicate")])
    for name in ids(office):
        said = office.run("holds", "approve", name, "--reason", REASON)
        assert said.code == 2
        assert f"holds show {name}" in said.err
    assert office.run("holds", "approve", "--list", "a", "--reason", REASON).code == 2
    assert decided(office) == []


# ── the same question ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_an_answer_does_not_outlive_what_was_asked(office: Office, verb: str) -> None:
    """The content of a question changes while its key stays: what was answered is no answer to it any more."""
    asked = hold("many-removals")
    make_plan(office, [asked])
    (name,) = ids(office)
    assert office.run("holds", verb, name, "--reason", REASON).code == 0
    with office.app() as app:
        approvals = Approvals(app.store.decisions.standing(), app.store.key("identifier"))
        answer = approvals.answer(asked)
        assert answer is not None
        assert answer.approved is (verb == "approve")
        for other in (
            hold("many-removals", content="bb"),
            hold("many-removals", key="2"),
            hold("reorganisation", key="1"),
        ):
            assert approvals.answer(other) is None
    make_plan(office, [hold("many-removals", content="bb")])
    assert office.run("holds").code == 3


def test_the_last_answer_counts(office: Office) -> None:
    make_plan(office, [hold("list-shrunken")])
    (name,) = ids(office)
    office.run("holds", "approve", name, "--reason", REASON)
    office.run("holds", "reject", name, "--reason", REASON)
    assert [one["answer"] for one in decided(office)] == ["reject"]


def test_a_rejected_departure_is_not_asked_again(tmp_path: Path, standin: LiveStandin) -> None:
    """They are still a member, whatever the list leaves out; taken back, it is asked again."""
    office = Office(tmp_path, standin.url)
    office.add_list("a")
    office.init()
    rows = people(6)
    office.write("a", rows)
    assert office.run("sync").code == 0
    office.write("a", rows[:5])
    assert office.run("sync").code == 3
    (name,) = ids(office)
    assert office.run("holds", "reject", name, "--reason", REASON).code == 0
    for _ in range(2):
        assert office.run("sync").code == 0
        assert waiting(office) == []
    assert_in_step(standin, rows)
    assert {one["status"] for one in standin.people()} == {"active"}
    assert office.run("holds", "withdraw", "1").code == 0
    assert office.run("sync").code == 3
    assert ids(office) == [name]


# ── many ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def many(office: Office) -> Office:
    holds = [hold("unit-changed", str(number)) for number in range(30)]
    holds += [hold("unit-changed", "99", unit=ELSEWHERE), hold("missing", "8"), hold("ambiguous-identity", "7")]
    make_plan(office, holds)
    return office


@pytest.mark.parametrize(
    ("chosen", "count"),
    [
        pytest.param(["--code", "unit-changed"], 31, id="of a kind"),
        pytest.param(["--unit", ABOVE], 30, id="of a unit and those below"),
        pytest.param(["--unit", "chi doan 1".title(), "--list", "a"], 0, id="of no such unit"),
        pytest.param(["--list", "a"], 31, id="of a list"),
        pytest.param(["--code", "unit-changed", "--unit", ELSEWHERE], 1, id="of a kind in a unit"),
    ],
)
def test_many_are_shown_before_they_are_answered(many: Office, chosen: Sequence[str], count: int) -> None:
    """Only with --yes anything is taken down; what an answer does not fit is left, and said."""
    looked = many.ask("holds", "approve", *chosen, "--reason", REASON)
    if count == 0:
        assert looked.code == 2
        return
    if count > 1:
        assert (looked.code, looked.json["answered"], len(looked.json["holds"])) == (3, False, count)
        assert decided(many) == []
        screen = many.run("holds", "approve", *chosen, "--reason", REASON, lang="vi").out
        assert str(count) in screen
        assert "--yes" in screen
        assert many.ask("holds", "approve", *chosen, "--reason", REASON, "--yes").code == 0
    assert len(decided(many)) == count
    assert {one["code"] for one in decided(many)} == {"unit-changed"}
    assert sum(one["decision"] is None for one in waiting(many)) == 33 - count


def test_several_by_their_ids_all_or_none(many: Office) -> None:
    """One of them that does not fit leaves all of them."""
    names = {one["hold"]["code"]: one["id"] for one in waiting(many)}
    both = [names["unit-changed"], names["missing"]]
    assert many.run("holds", "approve", *both, "--reason", REASON, "--yes").code == 2
    assert decided(many) == []
    assert many.run("holds", "reject", *both, "--reason", REASON, "--yes").code == 0
    assert [one["answer"] for one in decided(many)] == ["reject", "reject"]


# ── what is kept ─────────────────────────────────────────────────────────────────────────────────────────


def test_what_was_told_is_kept_and_sealed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who, when and why stand with the decision; nothing personal stands in the open, nor in the journal."""
    monkeypatch.setenv("YUMSYNC_WHO", "bi.thu")
    make_plan(office, [hold("missing")])
    (name,) = ids(office)
    words = ["--as", "transfer", "--on", "11/2026", "--destination", ELSEWHERE, "--decision-no", "34-QĐ/ĐTN"]
    assert office.run("holds", "approve", name, *words, "--reason", REASON).code == 0
    (made,) = decided(office)
    assert made["who"].startswith("bi.thu@")
    assert made["at"]
    assert (made["reason"], made["movement"]) == (REASON, "transfer_out")
    assert made["facts"] == {"on": "2026-11", "decision_no": "34-QĐ/ĐTN", "destination": ELSEWHERE}
    with closing(sqlite3.connect(office.folder / "state.db")) as database:
        dump = "\n".join(database.iterdump())
    for secret in (REASON, "Nguyễn Thị Lan", ELSEWHERE, "34-QĐ/ĐTN"):
        assert secret not in dump
    with office.app() as app:
        (entry,) = [one for one in app.store.journal.entries() if one.event == "hold.decided"]
    assert (entry.facts["code"], entry.facts["answer"]) == ("missing", "approve")
    office.assert_journal_verifies()


def test_nobody_answers_while_a_run_is_under_way(many: Office) -> None:
    with many.app() as app:
        app.store.lease.acquire(60)
        assert many.run("holds", "reject", "--code", "missing", "--reason", REASON).code == 5
        app.store.lease.release()
    assert decided(many) == []


def test_every_kind_of_approval_is_known() -> None:
    """The rules name movements of the table, and what takes a movement is a question about one person."""
    rules = load_hold_rules()
    assert {code for code, rule in rules.items() if rule.approve is Approves.PAPER} == {"missing"}
    told = {"on", "decision_no", "destination", "origin", "reason"}  # by the options of `holds approve`
    assert all(told >= set(rule.needs) for rule in load_movements().values()), "a fact that nobody can tell"
    assert all(load_movements()[name].removes or name == "transfer_out" for name in rules["missing"].movements)
