"""Movements: what is dangerous waits for an officer, and an answer is for one question and no other.

Each test is a few nights of one office with two branches, a register and a live stand-in. All people are fabricated.
"""

from __future__ import annotations

import pytest

from config.charter import load_movements
from config.wording import LANGUAGES, Wording
from sync.charter import Overlay, Status
from sync.values import Finding, Place, Severity
from tests.acceptance.test_movements import (
    AWAY_UNIT,
    MEN,
    OTHER,
    held,
    holds,
    kinds,
    office,
    paper,
    register,
    standin,
    sync,
)
from tests.support.office import ROOT, UNIT, Office, people, person
from tests.support.standin import LiveStandin

__all__ = ["office", "standin"]

THIRD = "Chi đoàn 3, Đoàn phường Phú Thủy"
SOMEBODY = [person(70), person(71)]


def answer(office: Office, verb: str, code: str, *more: str) -> str:
    """Approve or reject every open question of a kind; return what is said to the officer."""
    said = office.run("holds", verb, "--code", code, "--reason", "Đã xem", "--yes", *more, lang="vi")
    assert said.code == 0, said.text
    return said.out


def unit_of(standin: LiveStandin, one: dict[str, str]) -> str:
    return held(standin)[one["national_id"]][1]


def status_of(standin: LiveStandin, one: dict[str, str]) -> str:
    return held(standin)[one["national_id"]][0]


# ── an answer does not outlive what it was given to ──────────────────────────────────────────────────────────────


@pytest.fixture
def three(office: Office) -> Office:
    """An office with a third branch, in step; the list of the second branch has somebody of the first."""
    office.add_list("three", unit=THIRD)
    office.write("three", SOMEBODY)
    sync(office, 0)
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], MEN[0]])
    assert holds(sync(office, 3)) == {"unit-changed": 1}
    return office


def test_who_was_moved_by_an_approval_is_asked_about_when_they_move_on(three: Office, standin: LiveStandin) -> None:
    answer(three, "approve", "unit-changed")
    sync(three, 0)
    assert unit_of(standin, MEN[0]) == OTHER
    three.write("two", MEN[5:])
    three.write("three", [*SOMEBODY, MEN[0]])
    assert holds(sync(three, 3)) == {"unit-changed": 1}
    three.write("three", SOMEBODY)
    three.write("one", MEN[:5])
    assert holds(sync(three, 3)) == {"gone-but-listed": 1}
    assert (unit_of(standin, MEN[0]), kinds(standin)) == (OTHER, ["transfer"])


def test_a_rejected_move_is_about_that_unit_alone(three: Office, standin: LiveStandin) -> None:
    answer(three, "reject", "unit-changed")
    assert holds(sync(three, 0)) == {}
    assert holds(sync(three, 0)) == {}
    three.write("two", MEN[5:])
    three.write("three", [*SOMEBODY, MEN[0]])
    assert holds(sync(three, 3)) == {"unit-changed": 1}
    assert kinds(standin) == []


def test_who_left_twice_is_asked_about_twice(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    papers = [
        paper(MEN[0], "strike_off", "01/03/2026", "1"),
        paper(MEN[0], "readmit", "01/05/2026", "2"),
        paper(MEN[0], "strike_off", "01/07/2026", "3"),
    ]
    register(office, *papers[:1])
    office.write("one", MEN[1:5])
    sync(office, 0)
    office.write("one", MEN[:5])
    assert holds(sync(office, 3)) == {"gone-but-listed": 1}
    answer(office, "approve", "gone-but-listed")
    assert holds(sync(office, 0)) == {}
    register(office, *papers[:2])
    sync(office, 0)
    office.write("one", MEN[1:5])
    register(office, *papers)
    sync(office, 0)
    office.write("one", MEN[:5])
    assert holds(sync(office, 3)) == {"gone-but-listed": 1}
    assert kinds(standin) == ["strike_off", "readmit", "strike_off"]


@pytest.mark.parametrize("verb", ["approve", "reject"])
def test_an_answer_about_a_list_is_for_those_who_were_missing_then(office: Office, verb: str) -> None:
    crowd = people(40, start=100)
    office.write("two", crowd)
    sync(office, 0)
    office.write("two", crowd[:25])
    assert holds(sync(office, 3)) == {"list-shrunken": 1, "missing": 15}
    answer(office, verb, "list-shrunken")
    for _ in range(2):
        assert holds(sync(office, 3)) == {"missing": 15}
    office.write("two", crowd)
    sync(office, 0)
    office.write("two", crowd[15:])
    assert holds(sync(office, 3)) == {"list-shrunken": 1, "missing": 15}
    office.write("two", [])
    assert holds(sync(office, 3))["list-empty"] == 1


# ── who perhaps stands on a list still ───────────────────────────────────────────────────────────────────────────


UNCLEAR = {
    "in error": {"date_of_birth": "31/02/2004"},
    "another's ID": {"national_id": MEN[1]["national_id"]},
    "a mistyped ID": {"national_id": "079204999999"},
    "an ID too short": {"national_id": "07920400001"},
}


@pytest.mark.parametrize("row", UNCLEAR)
def test_nobody_is_removed_whom_an_unclear_row_may_be_about(office: Office, standin: LiveStandin, row: str) -> None:
    sync(office, 0)
    register(office, paper(MEN[0], "mature"))
    office.write("one", [{**MEN[0], **UNCLEAR[row]}, *MEN[1:5]])
    assert holds(office.run("sync", "--json").json)["gone-but-listed"] == 1
    assert (kinds(standin), len(standin.people())) == ([], 8)
    office.write("one", MEN[1:5])
    sync(office, 0)
    assert kinds(standin) == ["mature"]


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────

CROWD = people(12, start=100)


@pytest.fixture
def crowded(office: Office) -> Office:
    """An office whose second branch has twelve people, in step."""
    office.write("two", CROWD)
    sync(office, 0)
    return office


@pytest.mark.parametrize("listed", [True, False])
def test_a_unit_sent_away_by_letters_is_asked_about(crowded: Office, standin: LiveStandin, *, listed: bool) -> None:
    letters = [paper(one, "transfer_out", unit=OTHER, to=AWAY_UNIT) for one in CROWD]
    register(crowded, *letters[:2])
    crowded.write("two", CROWD if listed else CROWD[2:])
    sync(crowded, 0)
    assert kinds(standin) == ["transfer"] * 2
    register(crowded, *letters)
    crowded.write("two", CROWD if listed else [])
    assert holds(sync(crowded, 3))["many-removals"] == 1
    assert kinds(standin) == ["transfer"] * 2
    answer(crowded, "approve", "many-removals")
    crowded.run("sync")
    assert kinds(standin) == ["transfer"] * 12


def test_a_branch_that_moves_within_our_lists_is_no_removal(crowded: Office, standin: LiveStandin) -> None:
    register(crowded, *[paper(one, "transfer_out", unit=OTHER, to=UNIT) for one in CROWD])
    crowded.write("two", [])
    crowded.write("one", [*MEN[:5], *CROWD])
    assert "many-removals" not in holds(sync(crowded, 0))
    assert kinds(standin) == ["transfer"] * 12


def test_both_questions_are_to_be_answered(crowded: Office, standin: LiveStandin) -> None:
    """That each of them has left, and that so many leave at once."""
    register(crowded, *[paper(one, "strike_off", unit=OTHER) for one in CROWD[:5]])
    assert holds(sync(crowded, 3)) == {"gone-but-listed": 5, "many-removals": 1}
    answer(crowded, "approve", "gone-but-listed")
    assert holds(sync(crowded, 3)) == {"many-removals": 1}
    assert kinds(standin) == []
    answer(crowded, "approve", "many-removals")
    sync(crowded, 0)
    assert kinds(standin) == ["strike_off"] * 5


def test_a_no_to_many_removals_is_no_yes_to_some_of_them(crowded: Office, standin: LiveStandin) -> None:
    crowded.write("two", CROWD[5:])
    papers = [paper(one, "strike_off", unit=OTHER) for one in CROWD[:5]]
    register(crowded, *papers)
    assert holds(sync(crowded, 3)) == {"many-removals": 1}
    answer(crowded, "reject", "many-removals")
    assert holds(sync(crowded, 3)) == {"missing": 5, "list-shrunken": 1}
    register(crowded, *papers[:1])
    crowded.write("two", CROWD[1:])
    assert holds(sync(crowded, 3)) == {"many-removals": 1}
    assert kinds(standin) == []
    answer(crowded, "approve", "many-removals")
    assert holds(sync(crowded, 0)) == {}
    register(crowded, *papers[:2])
    crowded.write("two", CROWD[2:])
    assert holds(sync(crowded, 0)) == {}
    assert kinds(standin) == ["strike_off"] * 2


def test_a_unit_is_not_emptied_one_a_night(crowded: Office, standin: LiveStandin) -> None:
    for night in range(1, 6):
        register(crowded, *[paper(one, "strike_off", unit=OTHER) for one in CROWD[:night]])
        crowded.write("two", CROWD[night:])
        said = sync(crowded, 3 if night == 5 else 0)
    assert holds(said) == {"many-removals": 1}
    assert kinds(standin) == ["strike_off"] * 4
    assert "5 trên 12 người" in crowded.run("holds", lang="vi").out


# ── what the upstream does not take ──────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def without_absences(office: Office) -> Office:
    """An office whose upstream takes no absences."""
    text = (ROOT / "config/profiles/standin.toml").read_text("utf-8").replace('name = "standin"', 'name = "test"')
    lines = [line for line in text.splitlines() if not line.startswith(("away", "returned"))]
    assert len(lines) < len(text.splitlines())
    office.put("profile.toml", "\n".join(lines))
    office.configure(profile=str(office.folder / "profile.toml"))
    sync(office, 0)
    return office


def test_what_the_upstream_does_not_take_stops_no_other_movement(
    without_absences: Office, standin: LiveStandin
) -> None:
    office = without_absences
    register(
        office,
        paper(MEN[0], "away", "01/02/2026", "", to="Huế"),
        paper(MEN[0], "strike_off"),
        paper(MEN[1], "away", "01/02/2026", "", to="Huế"),
    )
    office.write("one", [{**MEN[1], "phone": "0911222333"}, *MEN[2:5]])
    assert holds(sync(office, 3)) == {"movement-unsupported": 2}
    assert kinds(standin) == ["strike_off"]
    (one,) = [one for one in standin.people() if one["fields"]["national_id"] == MEN[1]["national_id"]]
    assert one["fields"]["phone"] == "0911222333"
    assert holds(sync(office, 3)) == {"movement-unsupported": 1}
    said = office.run("holds", lang="vi").out
    assert all(word in said for word in (MEN[1]["full_name"], "Đi làm ăn xa", "register.csv"))
    answer(office, "approve", "movement-unsupported")
    for _ in range(2):
        assert holds(sync(office, 0)) == {}
    assert kinds(standin) == ["strike_off"]


# ── a paper about somebody else ──────────────────────────────────────────────────────────────────────────────────


NAMESAKE = person(900, full_name=MEN[0]["full_name"], date_of_birth="05/05/2003")
ANOTHER = person(900, full_name="Lê Văn Tú", date_of_birth="05/05/2003")
STRANGE = {
    "another birth date": (ANOTHER, {**ANOTHER, "date_of_birth": "01/01/1999"}),
    "all of a namesake's": (NAMESAKE, {**MEN[0], "national_id": NAMESAKE["national_id"]}),
    "the unit of a namesake": (NAMESAKE, {**NAMESAKE, "date_of_birth": ""}),
}


@pytest.mark.parametrize("case", STRANGE)
def test_an_identifier_beside_anothers_facts_is_a_question(office: Office, standin: LiveStandin, case: str) -> None:
    known, stated = STRANGE[case]
    office.write("two", [*MEN[5:], known])
    sync(office, 0)
    office.write("two", MEN[5:])
    office.write("one", MEN[1:5])
    register(office, paper(stated, "strike_off"))
    assert holds(sync(office, 3)) == {"contradicting-identity": 1, "missing": 2}
    assert kinds(standin) == []
    office.write("one", MEN[:5])
    assert holds(sync(office, 3)) == {"contradicting-identity": 1, "missing": 1}
    (name,) = [one["id"] for one in office.ask("holds").json["holds"] if one["hold"]["code"] != "missing"]
    shown = office.ask("holds", "show", name).json["candidates"]
    (chosen,) = [one["id"] for one in shown if known["national_id"] in str(one["candidate"]["someone"])]
    said = office.run("holds", "decide", name, "--same-as", chosen, "--reason", "Đã hỏi")
    assert said.code == 0, said.text
    sync(office, 0)
    assert (kinds(standin), status_of(standin, known)) == (["strike_off"], "struck_off")


def test_an_identifier_with_its_own_name_and_date_needs_no_unit(office: Office, standin: LiveStandin) -> None:
    office.write("two", [*MEN[5:], NAMESAKE])
    sync(office, 0)
    office.write("two", MEN[5:])
    register(office, paper(NAMESAKE, "strike_off"))
    sync(office, 0)
    assert kinds(standin) == ["strike_off"]


@pytest.mark.parametrize("others", [True, False])
def test_a_year_fits_every_day_in_it(office: Office, standin: LiveStandin, *, others: bool) -> None:
    year = person(903, full_name="Lê Văn Tú", date_of_birth="2004", national_id="")
    day = {**year, "date_of_birth": "05/05/2004"}
    office.write("one", [*MEN[:5], year, *([day] if others else [])])
    sync(office, 0)
    office.write("one", MEN[:5])
    register(office, paper(year, "strike_off"))
    if others:
        assert holds(sync(office, 3)) == {"ambiguous-identity": 1, "missing": 2}
        assert kinds(standin) == []
    else:
        sync(office, 0)
        assert kinds(standin) == ["strike_off"]


# ── what the officer reads ───────────────────────────────────────────────────────────────────────────────────────


def said_about(office: Office, code: str) -> str:
    """The one question of a kind, as the officer reads it."""
    (line,) = [line for line in office.run("holds", "--code", code, lang="vi").out.splitlines() if "  (" in line]
    return line


def test_a_corrected_paper_is_told_in_the_officers_words(office: Office) -> None:
    sync(office, 0)
    office.write("one", MEN[1:5])
    register(office, paper(MEN[0], "strike_off", "01/10/2026"))
    sync(office, 0)
    register(office, paper(MEN[0], "strike_off", "15/09/2026"))
    assert holds(sync(office, 3)) == {"movement-corrected": 1}
    said = said_about(office, "movement-corrected")
    assert "ngày có hiệu lực là “01/10/2026”, nay sổ ghi “15/09/2026”" in said


def test_who_went_to_another_unit_is_told_so(three: Office) -> None:
    answer(three, "approve", "unit-changed")
    sync(three, 0)
    three.write("two", MEN[5:])
    three.write("one", MEN[:5])
    assert holds(sync(three, 3)) == {"gone-but-listed": 1}
    assert f"đã chuyển sang “{OTHER}”" in said_about(three, "gone-but-listed")


def test_an_answer_names_what_it_is_about_and_what_it_replaces(crowded: Office) -> None:
    register(crowded, *[paper(one, "strike_off", unit=OTHER) for one in CROWD[:5]])
    crowded.write("two", CROWD[5:])
    sync(crowded, 3)
    first = answer(crowded, "approve", "many-removals")
    assert OTHER in first
    assert not {"?", "thay"}.intersection(first.split())
    (one,) = crowded.ask("holds").json["holds"]
    said = crowded.run("holds", "reject", one["id"], "--reason", "Chưa gặp bí thư", lang="vi")
    assert "thay quyết định số 1 của" in said.out
    assert crowded.run("holds", "reject", one["id"], "--reason", "Vẫn chưa", "--json").json["replaced"] == [2]
    shown = crowded.run("holds", "decided", lang="vi").out
    assert OTHER in shown
    assert "?" not in shown.split()


def test_a_newcomer_is_named_in_what_is_asked_about_them(office: Office) -> None:
    sync(office, 0)
    office.write("one", [*MEN[:5], person(50)])
    register(office, paper(person(50), "strike_off", number=""))
    assert holds(sync(office, 3)) == {"movement-incomplete": 1}
    assert person(50)["full_name"] in said_about(office, "movement-incomplete")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_a_question_may_name_has_its_words(lang: str) -> None:
    wording = Wording(lang)
    rules = load_movements()
    facts = {fact for rule in rules.values() for fact in (*rule.needs, *rule.columns, "on")}
    standings = [*(f"status-{one}" for one in Status), *(f"overlay-{one}" for one in Overlay)]
    named = [
        *standings,
        *(f"movement-{one}" for one in (*rules, "nothing", "lately")),
        *(f"field-{one}" for one in facts),
    ]
    assert [one for one in named if not wording.has(one)] == []
    details = {"movement": "returned", "on": "2026-10-01", "status": "deceased", "possible": "nothing"}
    said = wording.finding(Finding("movement-impossible", Severity.WARNING, Place("register"), details=details))
    assert wording.say("movement-nothing") in said
