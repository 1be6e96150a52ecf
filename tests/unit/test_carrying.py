"""Two writings of one paper are one, two papers are two, and what contradicts what was sent is seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.movements.carrying import carrier, corrected, is_one, once, one_day, one_number, same_content
from sync.papers.lives import Movement
from sync.ports import CarriedPaper
from sync.text.tidying import match_key
from sync.values import OperationState, OperationType, Paper, Place

A, B, ABROAD = "Chi đoàn 1, Đoàn xã Mẫu", "Chi đoàn 2, Đoàn xã Mẫu", "Đoàn xã Khác"


def same_unit(one: str, other: str) -> bool:
    return match_key(one) == match_key(other)


def paper(type_: str = "strike_off", on: str = "2026-10-01", unit: str = A, row: int = 1, **facts: str) -> Movement:
    return Movement(type_, on, unit, Place("so", row=row), facts)


def mark(one: Movement) -> bytes:
    return "|".join(one.same_as).encode()


def carried(
    one: Movement, to: str = "", number: int = 1, state: OperationState = OperationState.APPLIED
) -> CarriedPaper:
    facts = {"on": one.on, **one.facts}
    if one.type in {"transfer_out", "transfer_in"}:
        return CarriedPaper(number, OperationType.TRANSFER, Paper(mark(one), facts), to, one.unit, state, "so")
    return CarriedPaper(number, OperationType(one.type), Paper(mark(one), facts), one.unit, "", state, "so")


@pytest.mark.parametrize("one", ["12-QĐ/ĐTN", "12 - QĐ / ĐTN", "Số 12-QĐ/ĐTN", "số: 012/QĐ-ĐTN", "12", "Số 12"])
@pytest.mark.parametrize("other", ["12", "Số: 12", "012"])
def test_a_number_is_one_however_it_is_spelled(one: str, other: str) -> None:
    assert one_number(one, other)
    assert one_number(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("12", "13"), ("12", "1"), ("12", "12a"), ("1", "12-QĐ"), ("12-QĐ", "12-GT"), ("", "12"), ("Số", "12")],
)
def test_another_number_is_another(one: str, other: str) -> None:
    assert not one_number(one, other)
    assert not one_number(other, one)


@given(st.dates(), st.integers(0, 2), st.integers(0, 2))
def test_a_date_cut_short_is_the_same_date(day: object, one: int, other: int) -> None:
    cut = (4, 7, 10)
    assert one_day(str(day)[: cut[one]], str(day)[: cut[other]])


def test_dates_that_contradict_are_two() -> None:
    assert not one_day("2026-02", "2026-03-05")
    assert not one_day("2025", "2026-03-05")


@pytest.mark.parametrize("on", ["2026", "2026-02", "2026-02-05"])
@pytest.mark.parametrize("number", ["3", "Số 3", "3 / QĐ"])
def test_one_paper_with_other_precision_and_spelling_is_one(on: str, number: str) -> None:
    first = paper("away", "2026-02-05", decision_no="3/QĐ", destination="Huế")
    assert is_one(first, paper("away", on, decision_no=number), same_unit)


def test_two_units_number_their_letters_alike() -> None:
    first = paper("transfer_out", "2026-03-01", A, decision_no="5-GT", destination=B)
    back = paper("transfer_out", "2026-09-01", B, decision_no="5-GT", destination=A)
    assert not is_one(first, back, same_unit)
    assert not is_one(first, paper("transfer_out", "2026", B, decision_no="5"), same_unit)
    for others in (frozenset({mark(first)}), frozenset[bytes]()):
        assert carrier([carried(first, B)], back, mark(back), others, same_unit) is None
    issued = paper("transfer_out", "2026", A, decision_no="5", issued_by="Đoàn xã X")
    assert not is_one(paper("transfer_out", "2026-01", A, decision_no="5", issued_by="Đoàn xã Y"), issued, same_unit)


def test_of_rows_that_contradict_the_last_counts_and_both_are_named() -> None:
    first = paper("transfer_out", row=1, decision_no="1", destination=B, reason="Việc làm")
    last = paper("transfer_out", row=2, decision_no="1", destination=ABROAD)
    found, repeated = once([first, last], same_unit)
    assert [one.facts for one in found] == [{"decision_no": "1", "destination": ABROAD, "reason": "Việc làm"}]
    assert [(one.movement.place.row, one.by.place.row, one.field) for one in repeated] == [(1, 2, "destination")]


def test_a_row_that_says_less_changes_nothing() -> None:
    first, last = paper(on="2026-10-01", decision_no="12-QĐ", reason="Bỏ SH"), paper(on="2026", decision_no="12")
    (found,), (repeated,) = once([first, last], same_unit)
    assert (found.on, found.facts["reason"], repeated.field) == ("2026-10-01", "Bỏ SH", "")


def test_a_paper_put_right_since_is_known_by_its_number_and_the_last_sending_counts() -> None:
    first = paper(decision_no="12-QĐ", reason="x")
    sent = [carried(first, state=OperationState.REJECTED), carried(first, number=2)]
    mended = paper(on="2026-10-02", decision_no="Số 12")
    assert carrier(sent, mended, mark(mended), frozenset(), same_unit) is sent[1]
    assert carrier(sent, mended, mark(mended), frozenset({mark(first)}), same_unit) is None
    assert corrected(sent[1], mended, same_unit)["field"] == "on"


@pytest.mark.parametrize(
    ("now", "is_corrected"),
    [(B, False), ("Đoàn xã Mẫu", False), ("Chi đoàn 2", False), (f"Tổ 1, {B}", False), (A, True), (ABROAD, True)],
)
def test_a_destination_is_corrected_unless_it_names_the_same_unit_more_or_less_closely(
    now: str, is_corrected: bool
) -> None:
    letter = paper("transfer_out", decision_no="1", destination=B)
    found = corrected(carried(letter, B), paper("transfer_out", decision_no="1", destination=now), same_unit)
    assert bool(found) is is_corrected


def test_the_same_content_is_the_same_to_the_letter() -> None:
    first = carried(paper(decision_no="12", reason="x"))
    same = {"on": "2026-10-01", "decision_no": "12", "reason": "x", "note": None}
    assert same_content(first, same, same_unit)
    for mended in (
        {"decision_no": "Số 12"},
        {"reason": "y"},
        {"on": "2026-10-02"},
        {"reason": ""},
        {"evidence": "z"},
    ):
        assert not same_content(first, {**same, **mended}, same_unit)
