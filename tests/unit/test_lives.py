"""Lives told from papers: in order, in any order, twice, late, corrected, and where the papers contradict."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.charter import load_movements
from sync.charter import Overlay, Status
from sync.papers.lives import Impossible, Interval, Life, Movement, follow, lacking, possible, tell
from sync.values import Place

RULES = load_movements()
HERE, THERE = "Chi đoàn 1, Đoàn xã Mẫu", "Chi đoàn 2, Đoàn xã Mẫu"


def paper(type_: str, on: str, unit: str = HERE, row: int = 1, **facts: str) -> Movement:
    return Movement(type_, on, unit, Place("so", "so.xlsx", "Sổ", row), facts)


def test_a_whole_life() -> None:
    told = tell(
        [
            paper("admit", "2020-03-26", decision_no="12-NQ/ĐTN"),
            paper("away", "2022-02-10", destination="Bình Dương"),
            paper("returned", "2022-12-20"),
            paper("transfer_out", "2023-06-01", destination=THERE),
            paper("transfer_in", "2023-06-15", THERE),
            paper("mature", "2026-03-26", THERE, decision_no="5-QĐ/ĐTN"),
        ],
        RULES,
    )
    assert (told.life.status, told.life.unit, told.life.since) == (Status.MATURED, THERE, "2026-03-26")
    assert [(one.overlay, one.since, one.until) for one in told.life.overlays] == [
        (Overlay.AWAY, "2022-02-10", "2022-12-20")
    ]
    assert not told.impossible


@pytest.mark.parametrize(
    ("papers", "code", "possible_then"),
    [
        # Transferred after being matured.
        (
            [
                paper("admit", "2020", decision_no="1"),
                paper("mature", "2024-05", decision_no="2"),
                paper("transfer_out", "2025-01-01"),
            ],
            "movement-impossible",
            ("decease",),
        ),
        # Returned without being away.
        ([paper("admit", "2020", decision_no="1"), paper("returned", "2021-01-01")], "movement-not-open", None),
        # Away twice at once.
        (
            [paper("admit", "2020", decision_no="1"), paper("away", "2021-01-01"), paper("away", "2021-02-01")],
            "movement-already-open",
            None,
        ),
        # Received without having left.
        (
            [paper("admit", "2020", decision_no="1"), paper("transfer_in", "2021-01-01", THERE)],
            "movement-impossible",
            None,
        ),
        # Struck off twice, by two decisions.
        (
            [
                paper("admit", "2020", decision_no="1"),
                paper("strike_off", "2021-01-01", decision_no="2"),
                paper("strike_off", "2022-01-01", decision_no="3"),
            ],
            "movement-impossible",
            ("decease", "readmit"),
        ),
    ],
)
def test_what_cannot_be_is_said_with_what_the_record_holds(
    papers: list[Movement], code: str, possible_then: tuple[str, ...] | None
) -> None:
    told = tell(papers, RULES)
    (found,) = told.impossible
    assert (found.code, found.movement) == (code, papers[-1])
    assert found.life == told.life == tell(papers[:-1], RULES).life
    if possible_then is not None:
        assert found.possible == possible_then


def test_a_return_dated_before_the_leaving_is_no_return() -> None:
    life = Life(
        Status.ACTIVE, HERE, "2020-01-01", (Interval(Overlay.AWAY, "2022-02-10", paper("away", "2022-02-10")),)
    )
    found = follow(life, paper("returned", "2022-02-09"), RULES)
    assert isinstance(found, Impossible)
    assert found.code == "movement-before-open"
    # The year alone may well be later in the same year.
    assert isinstance(follow(life, paper("returned", "2022"), RULES), Life)


def test_leaving_ends_what_lasts_and_a_readmission_does_not_bring_it_back() -> None:
    told = tell(
        [
            paper("admit", "2020-01-01", decision_no="1"),
            paper("away", "2021-01-01", destination="Đồng Nai"),
            paper("strike_off", "2022-01-01", decision_no="2"),
            paper("readmit", "2023-01-01", decision_no="3"),
        ],
        RULES,
    )
    assert told.life.status is Status.ACTIVE
    assert not told.life.open
    assert told.life.overlays[0].until == "2022-01-01"


def test_the_year_of_maturity_comes_after_everything_else_of_that_year() -> None:
    told = tell(
        [
            paper("mature", "2024", decision_no="2"),
            paper("admit", "2015", decision_no="1"),
            paper("transfer_out", "2024-05-01", destination=THERE),
            paper("transfer_in", "2024-05-02", THERE),
        ],
        RULES,
    )
    assert not told.impossible
    assert (told.life.status, told.life.unit) == (Status.MATURED, THERE)


def test_one_paper_in_two_registers_counts_once_and_its_last_row_wins() -> None:
    first = paper("strike_off", "2024-01-05", decision_no="07-QĐ/ĐTN", reason="Bỏ sinh hoạt")
    retyped = paper("strike_off", "2024-01-05", row=9, decision_no="07-qđ/đtn ", reason="Bỏ sinh hoạt 4 tháng")
    told = tell([paper("admit", "2020-01-01", decision_no="1"), first, first, retyped], RULES)
    assert [one.facts.get("reason") for one in told.followed[1:]] == ["Bỏ sinh hoạt 4 tháng"]
    assert told.corrected == (first,)
    assert not told.impossible


def test_a_paper_that_lacks_what_it_must_state_names_it() -> None:
    rule = RULES["strike_off"]
    assert lacking(paper("strike_off", "2024-01-05", reason="Bỏ sinh hoạt"), rule) == ("decision_no",)
    assert lacking(paper("strike_off", "2024-01-05", decision_no="7", reason="Bỏ"), rule) == ()


def test_somebody_who_comes_for_a_time_is_a_member() -> None:
    told = tell([paper("temporary_in", "2024-09-05", origin="Đoàn trường Mẫu")], RULES)
    assert (told.life.status, told.life.unit) == (Status.ACTIVE, HERE)
    assert Overlay.TEMPORARY_IN in told.life.open


@st.composite
def lives(draw: st.DrawFn) -> list[Movement]:
    """Papers of one life in which each was possible when it came, on days one after another."""
    life, papers = Life(), []
    for day in range(draw(st.integers(1, 12))):
        choices = possible(life, RULES)
        if not choices:
            break
        unit = draw(st.sampled_from([HERE, THERE]))
        one = paper(draw(st.sampled_from(choices)), f"2020-{1 + day // 28:02}-{1 + day % 28:02}", unit, day)
        found = follow(life, one, RULES)
        assert isinstance(found, Life)
        life = found
        papers.append(one)
    return papers


@given(lives())
def test_whatever_is_called_possible_is(papers: list[Movement]) -> None:
    assert not tell(papers, RULES).impossible


@given(lives(), st.randoms(use_true_random=False))
def test_papers_may_come_in_any_order_and_more_than_once(papers: list[Movement], chance: object) -> None:
    mixed = papers + papers[::2]
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    told, expected = tell(mixed, RULES), tell(papers, RULES)
    assert told.life == expected.life
    assert list(told.followed) == papers
    assert not told.corrected


@given(lives(), st.sampled_from(sorted(RULES)))
def test_only_what_is_called_possible_changes_a_life(papers: list[Movement], name: str) -> None:
    life = tell(papers, RULES).life
    found = follow(life, paper(name, "2021-01-01", THERE), RULES)
    assert isinstance(found, Life) == (name in possible(life, RULES))


@given(lives())
def test_intervals_of_one_kind_never_overlap_and_end_with_membership(papers: list[Movement]) -> None:
    life = tell(papers, RULES).life
    for overlay in Overlay:
        spans = [one for one in life.overlays if one.overlay is overlay]
        assert all(one.until is not None and one.until <= other.since for one, other in pairwise(spans))
    if life.status in {Status.MATURED, Status.STRUCK_OFF, Status.EXPELLED, Status.DECEASED}:
        assert not life.open
