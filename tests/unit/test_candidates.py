"""Whom a row could be: the likeliest first, with what agrees and what does not. All people are fabricated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.people.candidates import Agreement, Someone, rank
from sync.values import ListKind, PersonId, Record

UNIT = "Chi đoàn 1, Đoàn phường Phú Thủy"
AN: Record = {
    "full_name": "Nguyễn Văn An",
    "date_of_birth": "2004-05-17",
    "national_id": "079204000001",
    "phone": "0912345678",
}


def someone(number: int, unit: str = UNIT, **other: str | None) -> Someone:
    return Someone(PersonId(number), ListKind.MEMBERS, unit, {**AN, **other})


def agreements(stated: Record, known: Someone, unit: str = UNIT) -> dict[str, str]:
    (candidate,) = rank(stated, unit, [known])
    return {reason.field: reason.agreement.value for reason in candidate.reasons}


def score(stated: Record, known: Someone, unit: str = UNIT) -> int:
    return rank(stated, unit, [known])[0].score


def test_the_same_in_everything_is_a_hundred() -> None:
    assert score(AN, someone(1)) == 100
    assert set(agreements(AN, someone(1)).values()) == {"same"}


def test_nothing_in_common_is_nearly_nothing() -> None:
    other = someone(
        1,
        "Đoàn xã Hàm Liêm",
        full_name="Lê Thị Quỳnh",
        date_of_birth="1999-11-30",
        national_id="060199777777",
        phone="0387000111",
    )
    assert score(AN, other) < 35


ROW = {**AN, "national_id": "079204000777"}
"""A row under an ID nobody is known by."""
LADDER = [
    someone(5, national_id="079204000770"),  # one digit of the ID is another
    someone(4, national_id=None, date_of_birth="2004-05-18"),
    someone(3, "Chi đoàn 9, Đoàn xã Khác", national_id=None, date_of_birth="2004-11-30", phone=None),
    someone(2, "Chi đoàn 9, Đoàn xã Khác", full_name="Trần Thị Bé", national_id=None, phone=None),
]


@given(order=st.permutations(LADDER))
def test_the_likeliest_stands_first_in_whatever_order_they_are_given(order: list[Someone]) -> None:
    assert [candidate.someone.person for candidate in rank(ROW, UNIT, order)] == [5, 4, 3, 2]


def test_equal_ones_stand_in_the_order_they_became_known() -> None:
    assert [one.someone.person for one in rank(AN, UNIT, [someone(7), someone(3), someone(5)])] == [3, 5, 7]


@pytest.mark.parametrize(
    ("stated", "known", "expected"),
    [
        pytest.param("Nguyễn Văn An", "NGUYỄN  VĂN AN", "same", id="typing alone"),
        pytest.param("Nguyễn Văn An", "Nguyễn Văn Ân", "near", id="a diacritic"),
        pytest.param("Nguyễn Văn An", "Nguyễn Văn Anh", "near", id="a letter"),
        pytest.param("Nguyễn Văn An", "Nguyễn Thị Ánh", "differs", id="another name"),
    ],
)
def test_names(stated: str, known: str, expected: str) -> None:
    assert agreements({**AN, "full_name": stated}, someone(1, full_name=known))["full_name"] == expected


@pytest.mark.parametrize(
    ("stated", "known", "expected"),
    [
        ("2004-05-17", "2004-05-17", "same"),
        ("2004", "2004-05-17", "near"),
        ("2004-05", "2004-05-17", "near"),
        ("2004-07-05", "2004-05-07", "near"),  # day and month exchanged
        ("2004-05-17", "2004-05-11", "near"),  # one digit
        ("2004-05-17", "2014-05-17", "near"),
        ("2004-05-17", "2003-06-18", "differs"),
        ("2004", "2005", "near"),
    ],
)
def test_birth_dates(stated: str, known: str, expected: str) -> None:
    row = {**AN, "date_of_birth": stated}
    assert agreements(row, someone(1, date_of_birth=known))["date_of_birth"] == expected


@pytest.mark.parametrize(
    ("stated", "known", "expected"),
    [
        ("079204000001", "079204000001", "same"),
        ("079204000001", "079204000010", "near"),  # two digits exchanged
        ("079204000001", "079204000002", "near"),
        ("079204000001", "060199777777", "differs"),
    ],
)
def test_ids(stated: str, known: str, expected: str) -> None:
    assert agreements({**AN, "national_id": stated}, someone(1, national_id=known))["national_id"] == expected


def test_an_id_that_is_the_previous_one_of_the_other_agrees() -> None:
    """The row still has the old CMND, the upstream the new number and the old one; and the other way round."""
    old = {**AN, "national_id": None, "previous_id": "261234567"}
    now = someone(1, previous_id="261234567")
    assert agreements(old, now)["previous_id"] == "same"
    kept_as_id = someone(1, national_id="261234567")
    assert agreements({**AN, "previous_id": "261234567"}, kept_as_id)["previous_id"] == "same"
    assert score({**AN, "previous_id": "261234567"}, kept_as_id) == 100
    typed_as_id = {**AN, "national_id": "261234567"}
    assert agreements(typed_as_id, someone(1, previous_id="261234567"))["previous_id"] == "same"


def test_what_only_one_side_states_is_shown_and_says_nothing_of_ids() -> None:
    """Without an ID in the row, nothing speaks against its being the other; without a birth date something does."""
    shown = agreements({**AN, "national_id": None}, someone(1))
    assert shown["national_id"] == "unstated"
    assert score({**AN, "national_id": None}, someone(1)) == 100
    assert score({**AN, "date_of_birth": None}, someone(1)) < 90
    assert "email" not in shown


records = st.fixed_dictionaries(
    {
        "full_name": st.one_of(st.none(), st.text(max_size=20)),
        "date_of_birth": st.one_of(st.none(), st.dates().map(str), st.sampled_from(["2004", "2004-05"])),
        "national_id": st.one_of(st.none(), st.sampled_from(["079204000001", "079204000010", "261234567"])),
        "previous_id": st.one_of(st.none(), st.just("261234567")),
        "phone": st.one_of(st.none(), st.just("0912345678")),
    }
)


@given(stated=records, known=records, unit=st.text(max_size=10))
def test_a_score_is_a_share_and_reasons_show_every_stated_field(stated: Record, known: Record, unit: str) -> None:
    (candidate,) = rank(stated, unit, [Someone(PersonId(1), ListKind.MEMBERS, UNIT, known)])
    assert 0 <= candidate.score <= 100
    named = {reason.field for reason in candidate.reasons}
    assert {name for name, value in {**stated, "unit": UNIT}.items() if value} <= named
    for reason in candidate.reasons:
        assert reason.stated or reason.known
        if reason.agreement is Agreement.UNSTATED:
            assert not (reason.stated and reason.known)
