"""Who a row is about: the ladder of the domain book §5, rung by rung. All people are fabricated."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.people.identity import (
    Facts,
    Known,
    Match,
    New,
    Unclear,
    facts_of,
    identify,
    key_hasher,
    keys_of,
    lookalikes,
    mark_of,
    question_of,
    sorted_ids,
    still,
)
from sync.ports import IdentityKey
from sync.values import PersonId

SECRET = bytes(32)
KEY = key_hasher(SECRET)

AN = Facts("9000001", "079204000001", "nguyễn văn an", "2004-05-17", "chi đoàn 1")
BINH = Facts("9000002", "079204000002", "trần thị bình", "2004-06-18", "chi đoàn 1")
KNOWN = {PersonId(1): AN, PersonId(2): BINH}


def registry(known: dict[PersonId, Facts]) -> dict[IdentityKey, frozenset[PersonId]]:
    found: dict[IdentityKey, frozenset[PersonId]] = {}
    for person, facts in known.items():
        for key in keys_of(facts, KEY):
            if key:
                found[key] = found.get(key, frozenset()) | {person}
    return found


def ask(row: Facts, known: dict[PersonId, Facts] = KNOWN) -> Match:
    return identify(row, keys_of(row, KEY), registry(known), known)


def row(code: str | None, national: str | None, name: str, birth: str, unit: str = "chi đoàn 1") -> Facts:
    return Facts(code, national, name, birth, unit)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        pytest.param(AN, Known(PersonId(1), "member_code"), id="everything agrees"),
        pytest.param(
            row("9000001", None, AN.name, "2004-05-18"), Known(PersonId(1), "member_code"), id="corrected birth"
        ),
        pytest.param(
            row("9000001", None, "nguyễn văn ân", AN.birth), Known(PersonId(1), "member_code"), id="corrected name"
        ),
        pytest.param(
            row(None, "079204000001", AN.name, AN.birth), Known(PersonId(1), "national_id"), id="by ID alone"
        ),
        pytest.param(
            row("9000001", "079304999999", AN.name, AN.birth), Known(PersonId(1), "member_code"), id="new ID"
        ),
        pytest.param(row(None, None, AN.name, AN.birth), Known(PersonId(1), "name"), id="by name in one branch"),
        pytest.param(
            row("9000001", None, "lê văn cường", "1999-01-01"),
            Unclear("contradicting-identity", (PersonId(1),)),
            id="code typed for the wrong person",
        ),
        pytest.param(
            row(None, "079204000001", "lê văn cường", "1999-01-01"),
            Unclear("contradicting-identity", (PersonId(1),)),
            id="ID typed for the wrong person",
        ),
        pytest.param(
            row("9000002", "079204000001", AN.name, AN.birth),
            Unclear("contradicting-identity", (PersonId(1), PersonId(2))),
            id="code of one, ID of another",
        ),
        pytest.param(
            row("9000777", "079204000001", AN.name, AN.birth),
            Unclear("contradicting-identity", (PersonId(1),)),
            id="ID known under another code",
        ),
        pytest.param(
            row(None, "079204777777", AN.name, AN.birth), New(), id="same name and birth in one branch, another ID"
        ),
        pytest.param(
            row(None, None, AN.name, AN.birth, "chi đoàn 2"),
            Unclear("ambiguous-identity", (PersonId(1),)),
            id="same name and birth in another branch",
        ),
        pytest.param(
            row(None, "079204777777", AN.name, AN.birth, "chi đoàn 2"), New(), id="another person elsewhere"
        ),
        pytest.param(row("9000777", None, AN.name, AN.birth), New(), id="another code is another person"),
        pytest.param(row(None, None, "lê văn cường", "1999-01-01"), New(), id="nobody known"),
    ],
)
def test_each_rung_of_the_ladder(stated: Facts, expected: Match) -> None:
    assert ask(stated) == expected


def test_an_old_nine_digit_id_gives_way_to_the_new_one_in_the_same_branch() -> None:
    known = {PersonId(1): row(None, "261234567", AN.name, AN.birth)}
    assert ask(row(None, "079204000001", AN.name, AN.birth), known) == Known(PersonId(1), "name")


def test_two_people_of_one_name_in_one_branch_are_asked_about() -> None:
    known = {PersonId(1): row(None, None, AN.name, AN.birth), PersonId(2): row(None, None, AN.name, AN.birth)}
    match = ask(row(None, None, AN.name, AN.birth), known)
    assert match == Unclear("ambiguous-identity", (PersonId(1), PersonId(2)))


# ── IDs of today, old CMNDs, IDs given up ────────────────────────────────────────────────────────────────

CMND = "261234567"
GIVEN_UP = "079204888888"
HELD = replace(AN, member_code=None, previous_id=CMND)
"""Somebody with an ID of today and the old CMND it took the place of."""


def registered(known: dict[PersonId, Facts], **former: PersonId) -> dict[IdentityKey, frozenset[PersonId]]:
    """Return the registry with numbers that people bore once besides what is known of them now."""
    found = registry(known)
    for number, person in former.items():
        key = KEY("national_id", number.removeprefix("n"))
        found[key] = found.get(key, frozenset()) | {person}
    return found


def old(number: str | None, name: str | None = AN.name, birth: str | None = AN.birth, **other: str) -> Facts:
    """A row that states an old CMND."""
    return replace(row(None, None, name or "", birth or ""), previous_id=number, **other)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        pytest.param(old(CMND), Known(PersonId(1), "previous_id"), id="the old number"),
        pytest.param(old(CMND, unit="chi đoàn 9"), Known(PersonId(1), "previous_id"), id="in another branch"),
        pytest.param(
            old(CMND, national_id="079204000001"), Known(PersonId(1), "national_id"), id="both, the new one first"
        ),
        pytest.param(old(CMND, birth="2004-05-18"), Known(PersonId(1), "previous_id"), id="a birth date corrected"),
        pytest.param(
            old(CMND, name="lê văn cường", birth="1999-01-01"),
            Unclear("contradicting-identity", (PersonId(1),)),
            id="the old number of somebody else",
        ),
        pytest.param(
            old(CMND, national_id="079204777777", birth="2004-05-18"),
            Unclear("contradicting-identity", (PersonId(1),)),
            id="the old number, another ID of today, another birth date",
        ),
        pytest.param(
            old(CMND, national_id="079204777777"),
            Known(PersonId(1), "previous_id"),
            id="the old number, another ID of today, name and birth date agree",
        ),
        pytest.param(old("261999999"), New(), id="another old number in the same branch"),
        pytest.param(old(None), Known(PersonId(1), "name"), id="no number at all"),
    ],
)
def test_the_rung_of_the_previous_id(stated: Facts, expected: Match) -> None:
    assert ask(stated, {PersonId(1): HELD}) == expected


def test_who_bears_an_id_now_comes_before_who_bore_it_once() -> None:
    """Two people whose IDs were exchanged: each number is one's now and was the other's."""
    one, two = replace(AN, member_code=None), replace(BINH, member_code=None)
    known = {
        PersonId(1): replace(one, national_id=two.national_id),
        PersonId(2): replace(two, national_id=one.national_id),
    }
    found = registered(known, **{f"n{one.national_id}": PersonId(1), f"n{two.national_id}": PersonId(2)})
    for person, facts in known.items():
        assert identify(facts, keys_of(facts, KEY), found, known) == Known(person, "national_id")
    before = identify(one, keys_of(one, KEY), found, known)
    assert before == Unclear("contradicting-identity", (PersonId(1), PersonId(2)))


def test_an_id_given_up_still_finds_who_gave_it_up() -> None:
    """An old list brings the number from before; name and birth date must both agree beside another ID of today."""
    known = {PersonId(1): replace(AN, member_code=None)}
    found = registered(known, **{f"n{GIVEN_UP}": PersonId(1)})

    def asked(stated: Facts) -> Match:
        return identify(stated, keys_of(stated, KEY), found, known)

    assert asked(row(None, GIVEN_UP, AN.name or "", AN.birth or "")) == Known(PersonId(1), "previous_id")
    elsewhere = row(None, GIVEN_UP, AN.name or "", "2004-05-18")
    assert asked(elsewhere) == Unclear("contradicting-identity", (PersonId(1),))


def test_an_id_that_two_bear_is_theirs_whose_name_and_birth_date_are_stated() -> None:
    """An officer said that both bear it; neither's row is asked about again for that."""
    two = replace(BINH, member_code=None, national_id=AN.national_id)
    known = {PersonId(1): replace(AN, member_code=None), PersonId(2): two}
    for person, facts in known.items():
        assert ask(facts, known) == Known(person, "national_id")
    third = row(None, AN.national_id, "lê văn cường", "1999-01-01")
    assert ask(third, known) == Unclear("contradicting-identity", (PersonId(1), PersonId(2)))


def test_who_was_never_sent_has_no_say_beside_somebody_known() -> None:
    """A row that was held left a person of its own behind; that one stands in nobody's way."""
    one, left_behind = PersonId(1), PersonId(9)
    number = "079204777777"
    known = {
        one: replace(AN, member_code=None, national_id=number, birth="2004-05-18"),
        left_behind: replace(AN, member_code=None, national_id=number),
    }
    found = registered(known, **{f"n{AN.national_id}": one})
    stated = replace(AN, member_code=None, national_id=number)

    def asked(row: Facts, nobodies: set[PersonId]) -> Match:
        return identify(row, keys_of(row, KEY), found, known, nobodies)

    assert isinstance(asked(stated, set()), Known | Unclear)
    assert asked(stated, {left_behind}) == Known(one, "national_id")
    assert asked(stated, {one, left_behind}) == Known(one, "national_id")
    elsewhere = row(None, None, AN.name or "", AN.birth or "")
    assert asked(elsewhere, {left_behind}) == Known(left_behind, "name")
    assert asked(replace(elsewhere, unit="chi đoàn 9"), {left_behind}) == New()
    renamed = replace(stated, name="lê văn cường", birth="1999-01-01")
    assert asked(renamed, {one, left_behind}) == Known(one, "national_id")


def test_a_number_of_somebody_else_names_the_namesake_too() -> None:
    """The officer sees whose number it is, and whose name."""
    known = {PersonId(1): replace(AN, member_code=None), PersonId(2): replace(BINH, member_code=None)}
    stated = row(None, BINH.national_id, AN.name or "", AN.birth or "")
    assert ask(stated, known) == Unclear("contradicting-identity", (PersonId(1), PersonId(2)))


@pytest.mark.parametrize(
    ("record", "fields", "expected"),
    [
        ({"national_id": CMND}, {"national_id", "previous_id"}, {"previous_id": CMND}),
        ({"national_id": CMND, "previous_id": None}, {"national_id", "previous_id"}, {"previous_id": CMND}),
        ({"national_id": CMND}, {"national_id"}, {"national_id": CMND}),
        ({"national_id": "079204000001"}, {"national_id", "previous_id"}, {"national_id": "079204000001"}),
        ({"national_id": None}, {"national_id", "previous_id"}, {"national_id": None}),
        (
            {"national_id": CMND, "previous_id": "261999999"},
            {"national_id", "previous_id"},
            {"national_id": CMND, "previous_id": "261999999"},
        ),
    ],
)
def test_an_old_cmnd_is_stated_as_what_it_is(
    record: dict[str, str | None], fields: set[str], expected: dict[str, str | None]
) -> None:
    """Where the upstream keeps a previous ID beside the ID; one field for both gets either."""
    assert sorted_ids(record, fields) == expected


# ── marks and questions ──────────────────────────────────────────────────────────────────────────────────


def test_a_mark_fits_until_one_of_its_facts_is_another() -> None:
    mark = mark_of(HELD, KEY)
    assert still(mark, HELD, KEY)
    assert still(mark, replace(HELD, unit="chi đoàn 9"), KEY)
    assert still(mark, replace(HELD, member_code="9000001"), KEY)  # given since
    for other in ("national_id", "previous_id", "name", "birth"):
        assert not still(mark, replace(HELD, **{other: "x"}), KEY)
        assert not still(mark, replace(HELD, **{other: None}), KEY)
    assert not still(mark, None, KEY)
    assert not still(b"", HELD, KEY)
    coded = replace(HELD, member_code="9000001")
    assert still(mark_of(coded, KEY), coded, KEY)
    assert not still(mark_of(coded, KEY), replace(coded, member_code="9000002"), KEY)
    assert not still(mark_of(coded, KEY), HELD, KEY)


facts = st.builds(
    Facts,
    st.sampled_from([None, "1", "2"]),
    st.sampled_from([None, "1", "2"]),
    st.sampled_from([None, "1", "2"]),
    st.sampled_from([None, "1", "2"]),
    st.sampled_from(["1", "2"]),
    previous_id=st.sampled_from([None, "1", "2"]),
)


@given(one=facts, other=facts)
def test_a_question_is_the_same_exactly_while_the_row_says_the_same(one: Facts, other: Facts) -> None:
    assert (question_of(one, KEY) == question_of(other, KEY)) == (one == other)


texts = st.one_of(st.none(), st.sampled_from(["a", "b"]))
anyone = st.builds(
    Facts,
    st.one_of(st.none(), st.sampled_from(["9000001", "9000002"])),
    st.one_of(st.none(), st.sampled_from(["079204000001", "079204000002", "261234567"])),
    texts,
    st.one_of(st.none(), st.sampled_from(["2004-05-17", "2004"])),
    st.sampled_from(["x", "y"]),
)


@given(stated=anyone, known=st.dictionaries(st.integers(1, 4).map(PersonId), anyone, max_size=4))
def test_a_match_never_rests_on_facts_that_disagree(stated: Facts, known: dict[PersonId, Facts]) -> None:
    """Whoever is recognised shares an identifier, or name, birth and branch; with an identifier another fact agrees
    unless the row states neither name nor birth."""
    match = ask(stated, known)
    if not isinstance(match, Known):
        return
    found = known[match.person]
    shared_code = stated.member_code is not None and stated.member_code == found.member_code
    shared_id = stated.national_id is not None and stated.national_id == found.national_id
    same_name, same_birth = stated.name == found.name, stated.birth == found.birth
    if match.by == "name":
        assert same_name
        assert same_birth
        assert stated.unit == found.unit
    else:
        assert shared_code or shared_id
        assert (
            same_name or same_birth or (shared_code and shared_id) or (stated.name is None and stated.birth is None)
        )


def test_facts_compare_names_by_match_key() -> None:
    one = facts_of({"full_name": "NGUYỄN  VĂN AN", "date_of_birth": "2004-05-17"}, "Chi đoàn 1")
    assert one.name == facts_of({"full_name": "Nguyễn Văn An", "date_of_birth": "2004-05-17"}, "CHI ĐOÀN 1").name


def test_keys_do_not_show_what_they_stand_for() -> None:
    for key in keys_of(replace(AN, previous_id="261234567"), KEY):
        assert key is not None
        assert len(key.hash) == 16
        assert AN.national_id.encode() not in key.hash  # type: ignore[union-attr]
    assert keys_of(AN, KEY) != keys_of(AN, key_hasher(bytes([1]) * 32))


@pytest.mark.parametrize(
    ("stated", "alike"),
    [
        pytest.param(row(None, "079204777777", AN.name, AN.birth), True, id="a new ID"),
        pytest.param(row(None, "079204777777", AN.name, "2004-05-18"), False, id="another ID and another birth date"),
        pytest.param(row(None, None, AN.name, "2004-05-18"), True, id="a corrected birth date"),
        pytest.param(row(None, None, "nguyễn văn ân", AN.birth), True, id="a corrected name"),
        pytest.param(row(None, None, "lê hoàng cường", AN.birth), False, id="another name of one birth date"),
        pytest.param(row(None, None, AN.name, AN.birth, "chi đoàn 2"), False, id="another branch"),
        pytest.param(row("9000777", None, AN.name, AN.birth), False, id="another code"),
    ],
)
def test_who_a_newcomer_may_be_when_somebody_is_missing(stated: Facts, alike: bool) -> None:
    """Two numbers are two people's unless name and birth date agree; without one there is nothing to tell."""
    assert lookalikes(stated, {PersonId(1): AN}) == ((PersonId(1),) if alike else ())


@pytest.mark.parametrize(
    ("stated", "alike"),
    [
        pytest.param(row(None, "079204777777", AN.name or "", "2004-05-18"), True, id="the same name"),
        pytest.param(row(None, "079204777777", "nguyễn văn ân", AN.birth or ""), True, id="nearly the same name"),
        pytest.param(row(None, "079204777777", "lê hoàng cường", AN.birth or ""), False, id="the birth date alone"),
        pytest.param(row("9000777", None, AN.name or "", "2004-05-18"), False, id="a code of its own"),
    ],
)
def test_a_first_number_says_nothing_against_somebody_who_has_none(stated: Facts, alike: bool) -> None:
    known = replace(AN, member_code=None, national_id=None)
    assert lookalikes(stated, {PersonId(1): known}) == ((PersonId(1),) if alike else ())
