"""Which decision a plan heeds, and which question is asked anew. All people are fabricated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from sync.people.identity import Facts, Known, Match, New, Unclear, key_hasher, mark_of, question_of
from sync.questions.decisions import Decided, Left
from sync.values import Answer, OfficerDecision, PersonId, Place

KEY = key_hasher(bytes(32))
ROW = Facts(None, "079204777777", "nguyễn văn an", "2004-05-17", "chi đoàn 1")
ONE, TWO, NEWCOMER = PersonId(1), PersonId(2), PersonId(9)
KNOWN: Mapping[PersonId, Facts] = {
    ONE: replace(ROW, national_id="079204000001"),
    TWO: replace(ROW, national_id=None, birth="2004-05-18"),
}
UNCLEAR = Unclear("ambiguous-identity", (ONE, TWO))


def decision(answer: Answer, person: PersonId | None = None, row: Facts = ROW) -> OfficerDecision:
    """What an officer said while everything was as in `KNOWN`."""
    known = row if person is None else KNOWN.get(person, row)
    after = b"" if person is None else mark_of(replace(known, national_id=row.national_id), KEY)
    return OfficerDecision(
        question=question_of(row, KEY),
        code="ambiguous-identity",
        key="",
        answer=answer,
        person=person,
        about={one: mark_of(facts, KEY) for one, facts in KNOWN.items()},
        after=after,
        reason="r",
        name="",
        place=Place("l"),
    )


def settle(
    made: OfficerDecision,
    match: Match = UNCLEAR,
    known: Mapping[PersonId, Facts] = KNOWN,
    row: Facts = ROW,
    nobodies: frozenset[PersonId] = frozenset(),
) -> Match | Left:
    decided = Decided([made], KEY)
    (found,) = decided.about([row])
    return decided.settle(match, found, known, nobodies)


SAME, NEW, LEAVE = decision(Answer.SAME_AS, ONE), decision(Answer.NEW, NEWCOMER), decision(Answer.LEAVE)


def test_each_answer_is_heeded() -> None:
    assert settle(SAME) == Known(ONE, "decision")
    assert settle(NEW) == Known(NEWCOMER, "decision")
    assert settle(LEAVE) == Left((ONE, TWO))


@pytest.mark.parametrize("made", [SAME, NEW, LEAVE], ids=lambda made: made.answer.value)
@pytest.mark.parametrize("fact", ["national_id", "previous_id", "name", "birth", "unit", "member_code"])
def test_another_row_is_another_question(made: OfficerDecision, fact: str) -> None:
    assert settle(made, row=replace(ROW, **{fact: "x"})) == UNCLEAR


def test_the_chosen_one_as_decided_or_as_the_decision_made_them() -> None:
    """Known as they were, or with the row's own ID once it was carried out; known otherwise, it is asked anew."""
    carried_out = {**KNOWN, ONE: replace(KNOWN[ONE], national_id=ROW.national_id)}
    assert settle(SAME, known=carried_out) == Known(ONE, "decision")
    assert settle(SAME, known={**KNOWN, TWO: replace(KNOWN[TWO], name="x")}) == Known(ONE, "decision")
    assert settle(SAME, known={**KNOWN, ONE: replace(KNOWN[ONE], name="x")}) == UNCLEAR
    assert settle(SAME, known={TWO: KNOWN[TWO]}) == UNCLEAR


@pytest.mark.parametrize("made", [NEW, LEAVE], ids=lambda made: made.answer.value)
def test_somebody_the_officer_did_not_see_is_asked_about(made: OfficerDecision) -> None:
    """Another candidate, or one who is known otherwise than then; one fewer is no reason to ask."""
    third = PersonId(3)
    assert settle(made, Unclear("x", (ONE, third)), {**KNOWN, third: ROW}) == Unclear("x", (ONE, third))
    assert settle(made, known={**KNOWN, TWO: replace(KNOWN[TWO], birth="2004")}) == UNCLEAR
    assert settle(made, Unclear("x", (ONE,))) != Unclear("x", (ONE,))
    nobody = Unclear("x", (ONE, third))
    assert settle(made, nobody, {**KNOWN, third: ROW}, nobodies=frozenset({third})) != nobody


@pytest.mark.parametrize("made", [SAME, NEW, LEAVE], ids=lambda made: made.answer.value)
def test_a_row_recognised_as_somebody_needs_no_decision(made: OfficerDecision) -> None:
    assert settle(made, Known(TWO, "national_id")) == Known(TWO, "national_id")


def test_a_row_taken_for_somebody_never_sent_is_who_the_officer_said() -> None:
    """The plan that asked had set up a person for it; the upstream never heard of them."""
    nobody = PersonId(5)
    taken = Known(nobody, "national_id")
    assert settle(SAME, taken, nobodies=frozenset({nobody})) == Known(ONE, "decision")
    assert settle(NEW, taken, nobodies=frozenset({nobody})) == Known(NEWCOMER, "decision")
    assert settle(LEAVE, taken, nobodies=frozenset({nobody})) == taken  # whether anybody is missing shows later
    assert settle(SAME, New()) == Known(ONE, "decision")


def test_what_was_said_about_lookalikes() -> None:
    decided = Decided([NEW], KEY)
    assert decided.answer_to(ROW, NEWCOMER, [ONE], KNOWN) is Answer.NEW
    assert decided.answer_to(ROW, NEWCOMER, [ONE, TWO], KNOWN) is Answer.NEW
    assert decided.answer_to(ROW, PersonId(8), [ONE], KNOWN) is None
    assert decided.answer_to(ROW, NEWCOMER, [PersonId(3)], KNOWN) is None
    assert decided.answer_to(replace(ROW, name="x"), NEWCOMER, [ONE], KNOWN) is None
    assert Decided([LEAVE], KEY).answer_to(ROW, PersonId(8), [ONE], KNOWN) is Answer.LEAVE
    assert Decided([SAME], KEY).answer_to(ROW, ONE, [ONE], KNOWN) is None
    assert Decided([], KEY).answer_to(ROW, NEWCOMER, [ONE], KNOWN) is None


def test_somebody_new_who_is_called_otherwise_by_now_is_not_whom_the_row_is_about() -> None:
    """The same row again may be another's once the one it was about is known under another name."""
    assert settle(NEW, known={**KNOWN, NEWCOMER: ROW}) == Known(NEWCOMER, "decision")
    assert settle(NEW, known={**KNOWN, NEWCOMER: replace(ROW, member_code="9")}) == Known(NEWCOMER, "decision")
    assert settle(NEW, known={**KNOWN, NEWCOMER: replace(ROW, name="x")}) == UNCLEAR
    renamed = {**KNOWN, NEWCOMER: replace(ROW, name="x")}
    assert settle(NEW, known=renamed, nobodies=frozenset({NEWCOMER})) == Known(NEWCOMER, "decision")
