"""What is shown of other units by a side door: whose values were given up, and questions that could mean somebody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.test_roles import HERE, OTHER, OWN, REASON, role
from tests.support.office import Office, Row, person
from tests.support.standin import live_standin

HIS, THEIRS = "0999000111", "0999000222"
NOBODY_ELSE = '[reconcile]\nfields = { phone = "theirs" }\n'


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Two communes in step; of somebody in each the centre changed the phone, and its word was taken."""
    with live_standin() as standin:
        made = Office(tmp_path / "office", standin.url)
        made.add_list("an-hoa", unit=OWN)
        made.add_list("binh-minh", unit=OTHER)
        made.configure(settings=NOBODY_ELSE)
        made.init()
        made.write("an-hoa", [person(1), person(2)])
        made.write("binh-minh", [person(11), person(12)])
        assert made.run("sync").code == 0
        codes = {one["fields"]["national_id"]: one["member_code"] for one in standin.people()}
        for serial, phone in ((1, HIS), (11, THEIRS)):
            code = codes[person(serial)["national_id"]]
            standin.drift({"member_code": code, "fields": {"phone": phone}})
        assert made.run("reconcile", "--fix").code == 0
        yield made


def conceded(office: Office, verb: str) -> tuple[list[str], int]:
    """Return the values given up that a verb shows, and how much it says it hides."""
    said = office.ask(verb)
    assert said.code == 0, said.text
    plan = said.json.get("plan", said.json)
    return [one["decision"]["facts"]["theirs"] for one in plan["conceded"]], plan["hidden"]


def assert_unnamed(text: str, row: Row, *values: str) -> None:
    """Nothing that leads to somebody stands in a text."""
    for value in (row["full_name"], row["national_id"], row["phone"], row["email"], *values):
        assert value not in text


@pytest.mark.parametrize("verb", ["sync", "plan"])
def test_whose_value_was_given_up_is_shown_to_their_own_unit_alone(office: Office, verb: str) -> None:
    assert conceded(office, verb) == ([HIS, THEIRS], 0)
    office.configure(settings=NOBODY_ELSE + role("officer", HERE))
    assert conceded(office, verb) == ([HIS], 1)
    assert_unnamed(office.run(verb, "--json").text, person(11), THEIRS)


def test_who_may_see_nobody_is_shown_no_value_that_was_given_up(office: Office) -> None:
    office.configure(settings=NOBODY_ELSE + role("service"))
    assert conceded(office, "sync") == ([], 2)
    assert_unnamed(office.run("sync", "--json").text, person(1), HIS)


MISTAKEN = person(77, national_id=person(1)["national_id"])
"""Somebody of the other commune whose row bears, by a slip, the number of somebody of this one."""


def slip(office: Office) -> str:
    """Let the row be asked about, and return the question's id."""
    office.write("binh-minh", [person(11), person(12), MISTAKEN])
    assert office.run("sync").code == 3
    (asked,) = office.ask("holds").json["holds"]
    assert (asked["hold"]["code"], asked["hold"]["unit"]) == ("contradicting-identity", OTHER)
    return str(asked["id"])


@pytest.mark.parametrize("decided", [False, True])
def test_a_story_names_nobody_of_another_unit_who_could_have_been_meant(office: Office, decided: bool) -> None:
    asked = slip(office)
    if decided:
        assert office.run("holds", "decide", asked, "--new", "--reason", REASON).code == 0
    whole = office.ask("why", person(1)["full_name"]).json
    assert (len(whole["questions"]), whole["hidden"]) == (1, 0)
    office.configure(settings=NOBODY_ELSE + role("officer", HERE))
    told = office.ask("why", person(1)["full_name"])
    assert (told.code, told.json["questions"], told.json["hidden"]) == (0, [], 1 + decided)
    assert [one for one in told.json["decisions"] if not one["chosen"]] == []
    assert told.json["standing"]["unit"] == OWN
    assert f"{1 + decided} items of other units" in office.run("why", person(1)["full_name"]).out
    for said in (told, office.run("why", person(1)["full_name"])):
        for value in (MISTAKEN["full_name"], MISTAKEN["phone"], MISTAKEN["email"], OTHER, REASON):
            assert value not in said.text


def test_of_several_questions_about_somebody_new_those_of_ones_own_unit_are_told(office: Office) -> None:
    """Nobody like that is in the state; a row of each commune is asked about under that name."""
    name = "Đỗ Nữ Khuynh Thạch"
    for unit, (first, second) in {"an-hoa": (1, 2), "binh-minh": (11, 12)}.items():
        by_slip = person(first + 80, full_name=name, national_id=person(first)["national_id"])
        office.write(unit, [person(first), person(second), by_slip])
    assert office.run("sync").code == 3
    assert len(office.ask("holds").json["holds"]) == 2
    assert office.ask("why", name).json["hidden"] == 0
    office.configure(settings=NOBODY_ELSE + role("officer", HERE))
    told = office.ask("why", name).json
    assert ([one["hold"]["unit"] for one in told["questions"]], told["hidden"]) == ([OWN], 1)
