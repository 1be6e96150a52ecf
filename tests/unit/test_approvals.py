"""Which answer belongs to which question, and which papers approvals are. All people are fabricated."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.charter import load_movements
from config.holds import load_hold_rules, parse_hold_rules
from sync.errors import ConfigError
from sync.questions.approvals import Approvals, entry_content, officer_papers, question_of
from sync.values import Answer, Hold, LedgerEntry, ListKind, OfficerDecision, PersonId, Place

KEY = bytes(range(32))
TEXT = st.text(max_size=6)
HOLDS = st.builds(
    lambda code, key, content, name, unit: Hold(
        code, key, Place("l"), unit, PersonId(1), details={"name": name, **({"content": content} if content else {})}
    ),
    *(TEXT, TEXT, TEXT, TEXT, TEXT),
)


def identity(hold: Hold) -> tuple[str, str, str]:
    return hold.code, hold.key, str(hold.details.get("content", ""))


def decision(hold: Hold, answer: Answer, number: int = 1, movement: str = "") -> OfficerDecision:
    return OfficerDecision(
        question=question_of(hold, KEY),
        code=hold.code,
        key=hold.key,
        answer=answer,
        person=hold.person,
        about={},
        after=b"",
        reason="r",
        name="",
        place=hold.place,
        unit=hold.unit,
        movement=movement,
        facts={"on": "2026-11-15", "decision_no": "12"},
        number=number,
    )


@given(HOLDS, HOLDS)
def test_an_answer_belongs_to_code_key_and_content_alone(one: Hold, other: Hold) -> None:
    """Nothing else of a question matters: not its place, its words, nor whom it names."""
    approvals = Approvals([decision(one, Answer.APPROVE)], KEY)
    moved = replace(one, place=Place("m", "f", "s", 3), unit="u", details={**one.details, "name": "n"})
    assert approvals.answer(moved) is not None
    assert (approvals.answer(other) is not None) == (identity(one) == identity(other))
    assert question_of(one, KEY) != question_of(one, bytes(32))


@given(st.sampled_from([one for one in Answer if one not in {Answer.APPROVE, Answer.REJECT}]))
def test_who_somebody_is_approves_nothing(answer: Answer) -> None:
    hold = Hold("missing", "missing:1", Place("l"), person=PersonId(1))
    made = decision(hold, answer, movement="strike_off")
    assert Approvals([made], KEY).answer(hold) is None
    assert officer_papers([made]) == []


def test_only_approved_movements_are_papers() -> None:
    """A rejection is none, nor an approval that states no movement; each is placed by its decision's number."""
    hold = Hold("missing", "missing:1", Place("a", "a.csv", "", 3), unit="Chi đoàn 1", person=PersonId(7))
    made = [
        decision(hold, Answer.APPROVE, 4, "mature"),
        decision(hold, Answer.REJECT, 5, "mature"),
        decision(hold, Answer.APPROVE, 6),
    ]
    ((person, paper),) = Approvals(made, KEY).papers()
    assert (person, paper.type, paper.on, paper.unit, dict(paper.facts)) == (
        *(7, "mature", "2026-11-15", "Chi đoàn 1"),
        {"decision_no": "12"},
    )
    assert paper.place == Place("", row=4)


def test_a_rejection_ends_with_the_ledger_entry_it_was_about() -> None:
    """Whatever the upstream confirms of the person since, the question is another."""
    entry = LedgerEntry(PersonId(7), ListKind.MEMBERS, "Chi đoàn 1", {}, 3)
    assert entry_content(entry) == entry_content(replace(entry, record={"full_name": "Lê An"}))
    assert entry_content(entry) != entry_content(replace(entry, version=4))
    assert entry_content(entry) != entry_content(replace(entry, person=PersonId(8)))


@pytest.mark.parametrize(
    "text",
    [
        '[missing]\napprove = "papers"',
        '[missing]\napprove = "paper"',
        '[missing]\napprove = "paper"\nmovements = ["fly"]',
        '[list-empty]\napprove = "release"\nmovements = ["expel"]',
        '[list-empty]\napprove = "release"\nreject = true',
        "[list-empty]",
        "nonsense",
    ],
)
def test_a_damaged_file_of_rules_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        parse_hold_rules(text, load_movements())


def test_whoever_leaves_does_so_by_a_paper() -> None:
    """No question about one person's absence is approved by a mere yes."""
    assert load_hold_rules()["missing"].movements
    assert all(not rule.movements for code, rule in load_hold_rules().items() if code != "missing")
