"""Nobody is lost between lists and papers: who has come is expected, who is gone is asked about until answered.

Each test is a few nights of one office with two branches, a register and a live stand-in. All people are fabricated.
"""

from __future__ import annotations

import pytest

from tests.acceptance.test_movements import (
    AWAY_UNIT,
    MEN,
    OTHER,
    findings,
    held,
    holds,
    kinds,
    paper,
    receiver,
    register,
    standin,
    sync,
)
from tests.acceptance.test_movements import office as two_branches
from tests.support.office import UNIT, Office, person
from tests.support.standin import LiveStandin

__all__ = ["standin", "two_branches"]

THREE = "Chi đoàn 3, Đoàn phường Phú Thủy"
ONE = MEN[0]
ID = ONE["national_id"]
PHONE = "0911222333"


@pytest.fixture(name="office")
def office_in_step(two_branches: Office) -> Office:
    """Two branches and an empty register, after the first night."""
    sync(two_branches, 0)
    return two_branches


def answer(office: Office, code: str, verb: str = "approve", *facts: str) -> None:
    """Answer the one open question of a kind."""
    said = office.run("holds", verb, "--code", code, *facts, "--reason", "Đã gặp bí thư", "--yes")
    assert said.code == 0, said.text


def decide(office: Office, movement: str, *facts: str) -> None:
    """Say by a decision with day and number why somebody is missing."""
    answer(office, "missing", "approve", "--as", movement, "--on", "01/10/2026", "--decision-no", "12", *facts)


def phone(standin: LiveStandin) -> str:
    (found,) = [one["fields"]["phone"] for one in standin.people() if one["fields"]["national_id"] == ID]
    return str(found)


# ── an outage between ────────────────────────────────────────────────────────────────────────────────────────────


def test_what_waits_from_an_outage_is_not_sent_where_its_register_cannot_be_read_again(
    office: Office, standin: LiveStandin
) -> None:
    standin.faults({"do": "status", "status": 503})
    office.write("one", MEN[1:5])
    register(office, paper(ONE, "strike_off"))
    sync(office, 4)
    standin.calm()
    (office.folder / "register.csv").unlink()
    office.write("one", MEN[:5])
    sync(office, 7)
    assert (kinds(standin), held(standin)[ID]) == ([], ("active", UNIT))
    register(office, paper(ONE, "strike_off"))
    assert holds(sync(office, 3)) == {"gone-but-listed": 1}
    office.write("one", MEN[1:5])
    sync(office, 0)
    assert kinds(standin) == ["strike_off"]


# ── what officers decided ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("where", ["one", "two", "changed"])
def test_whom_an_officer_lets_go_and_a_list_has_again_is_asked_about(
    office: Office, standin: LiveStandin, where: str
) -> None:
    """A decision about somebody missing is no better than any other paper, once a list has them."""
    office.write("one", MEN[1:5])
    assert holds(sync(office, 3)) == {"missing": 1}
    decide(office, "mature")
    office.write("one", MEN[1:5] if where == "two" else [{**ONE, "phone": PHONE}, *MEN[1:5]])
    office.write("two", [*MEN[5:], ONE] if where == "two" else MEN[5:])
    if where == "one":
        office.write("one", MEN[:5])
    for _ in range(2):
        assert holds(sync(office, 3)) == {"gone-but-listed": 1}
        assert (kinds(standin), held(standin)[ID]) == ([], ("active", UNIT))


# ── where papers bring somebody, a list has to have them ─────────────────────────────────────────────────────────


def change(one: dict[str, str]) -> dict[str, str]:
    return {**one, "phone": "08" + one["phone"][2:]}


@pytest.mark.parametrize("rest", ["as they were", "all changed", "a column fewer"])
def test_who_was_transferred_and_is_missing_later_is_asked_about_until_answered(
    office: Office, standin: LiveStandin, rest: str
) -> None:
    register(office, paper(ONE, "transfer_out", to=OTHER))
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], ONE])
    for _ in range(2):
        sync(office, 0)
    columns = ("full_name", "date_of_birth", "national_id", *(() if rest == "a column fewer" else ("phone", "email")))
    office.write("two", [change(one) for one in MEN[5:]] if rest == "all changed" else MEN[5:], columns)
    for _ in range(3):
        assert holds(sync(office, 3)) == {"missing": 1}
    decide(office, "mature")
    sync(office, 0)
    assert held(standin)[ID][0] == "matured"


@pytest.mark.parametrize("row", ["stays", "is removed"])
def test_who_was_transferred_and_never_appears_on_the_new_list_is_asked_about(
    office: Office, standin: LiveStandin, row: str
) -> None:
    register(office, paper(ONE, "transfer_out", to=OTHER))
    office.write("one", MEN[1:5])
    sync(office, 0)
    if row == "is removed":
        register(office)
    sync(office, 0)
    for _ in range(2):
        said = sync(office, 3)
        assert holds(said) == {"missing": 1}
        assert [one["place"]["list"] for one in said["plan"]["holds"]] == ["two"]
    office.write("two", [*MEN[5:], ONE])
    assert holds(sync(office, 0)) == {}
    assert kinds(standin) == ["transfer"]


def test_who_was_transferred_to_a_ward_is_expected_on_one_of_its_lists(office: Office, standin: LiveStandin) -> None:
    """A letter often names only the unit above: whichever list has them, they are asked about where none does."""
    register(office, paper(ONE, "transfer_out", "01/10/2026", "1", to=UNIT.partition(", ")[2]))
    office.write("one", MEN[1:5])
    sync(office, 0)
    office.run("sync")
    assert holds(sync(office, 3)) == {"missing": 1}
    office.write("two", [*MEN[5:], ONE])
    office.run("sync")
    assert holds(sync(office, 0)) == {}
    assert held(standin)[ID] == ("active", OTHER)
    office.write("two", MEN[5:])
    for _ in range(2):
        assert holds(sync(office, 3)) == {"missing": 1}


def test_nobody_is_missing_from_a_list_that_cannot_be_read_after_a_transfer_to_it(
    office: Office, standin: LiveStandin
) -> None:
    register(office, paper(ONE, "transfer_out", to=OTHER))
    office.write("one", MEN[1:5])
    sync(office, 0)
    (office.folder / "two.csv").unlink()
    for _ in range(3):
        assert holds(sync(office, 7)) == {}
    office.write("two", MEN[5:])
    sync(office, 0)
    assert holds(sync(office, 3)) == {"missing": 1}


# ── an answer holds for the absence it was given for ─────────────────────────────────────────────────────────────


@pytest.mark.parametrize("way", ["sync", "apply"])
def test_still_a_member_is_answered_once_for_each_time_somebody_is_missing(
    office: Office, standin: LiveStandin, way: str
) -> None:
    def night(code: int, asked: int) -> None:
        if way == "sync":
            assert holds(sync(office, code)).get("missing", 0) == asked
            return
        said = office.ask("plan")
        assert said.json["holds_total"].get("missing", 0) == asked
        assert office.run("apply", said.json["run"]["id"]).code == code

    office.write("one", MEN[1:5])
    night(3, 1)
    night(3, 1)
    answer(office, "missing", "reject")
    night(0, 0)
    night(0, 0)
    office.write("one", MEN[:5])
    night(0, 0)
    office.write("one", MEN[1:5])
    night(3, 1)
    assert office.run("plan").code == 3
    answer(office, "missing", "reject")
    night(0, 0)


# ── a paper explains an absence only while it may still go ───────────────────────────────────────────────────────


def test_a_transfer_its_receiver_refused_explains_no_absence(office: Office, standin: LiveStandin) -> None:
    receiver(standin, "later")
    register(office, paper(ONE, "transfer_out", to=OTHER))
    office.write("one", MEN[1:5])
    for _ in range(2):
        assert holds(sync(office, 0)) == {}
    receiver(standin, "refuse")
    office.run("sync")
    for _ in range(2):
        assert holds(sync(office, 3)) == {"missing": 1}
    office.write("one", MEN[:5])
    assert holds(sync(office, 1)) == {}


def test_who_went_on_to_a_third_list_is_asked_about_where_it_has_them_no_more(
    office: Office, standin: LiveStandin
) -> None:
    other = person(70)
    office.add_list("three", unit=THREE)
    office.write("three", [other])
    register(office, paper(ONE, "transfer_out", to=OTHER))
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], ONE])
    sync(office, 0)
    office.write("two", MEN[5:])
    office.write("three", [other, ONE])
    assert holds(sync(office, 3)) == {"unit-changed": 1}
    answer(office, "unit-changed")
    for _ in range(2):
        assert holds(sync(office, 0)) == {}
    assert held(standin)[ID] == ("active", THREE)
    office.write("three", [other])
    for _ in range(2):
        assert holds(sync(office, 3)) == {"missing": 1}


REFUSABLE = {
    "movement-incomplete": paper(ONE, "strike_off", number=""),
    "transfer-letter-missing": paper(ONE, "transfer_in", "05/10/2026", "", unit=OTHER, **{"from": UNIT}),
}


@pytest.mark.parametrize("code", REFUSABLE)
def test_a_question_answered_with_no_explains_no_absence(office: Office, standin: LiveStandin, code: str) -> None:
    office.write("one", MEN[1:5])
    register(office, REFUSABLE[code])
    for _ in range(2):
        assert holds(sync(office, 3)) == {code: 1}
    answer(office, code, "reject")
    for _ in range(2):
        assert holds(sync(office, 3)) == {"missing": 1}
    decide(office, "mature")
    office.run("sync")
    assert held(standin)[ID][0] == "matured"


@pytest.mark.parametrize("code", ["gone-but-listed", "movement-incomplete"])
def test_after_a_no_the_row_is_decided_as_ever(office: Office, standin: LiveStandin, code: str) -> None:
    register(office, REFUSABLE.get(code, paper(ONE, "mature")))
    assert holds(sync(office, 3)) == {code: 1}
    answer(office, code, "reject")
    assert holds(sync(office, 0)) == {}
    office.write("one", [{**ONE, "phone": PHONE}, *MEN[1:5]])
    assert holds(sync(office, 0)) == {}
    assert (phone(standin), held(standin)[ID]) == (PHONE, ("active", UNIT))
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_after_a_no_what_happened_before_goes_all_the_same(office: Office, standin: LiveStandin) -> None:
    away = paper(ONE, "away", "01/02/2026", "3-QĐ", to="Bình Dương")
    register(office, away, paper(ONE, "mature"))
    assert holds(sync(office, 3)) == {"gone-but-listed": 1}
    assert kinds(standin) == ["away"]
    answer(office, "gone-but-listed", "reject")
    office.write("one", [{**ONE, "phone": PHONE}, *MEN[1:5]])
    for _ in range(2):
        assert holds(sync(office, 0)) == {}
    assert (phone(standin), held(standin)[ID], kinds(standin)) == (PHONE, ("active", UNIT), ["away"])


def test_after_a_no_to_a_reception_the_list_that_has_them_is_asked_why(office: Office, standin: LiveStandin) -> None:
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], ONE])
    register(office, REFUSABLE["transfer-letter-missing"])
    assert holds(sync(office, 3)) == {"transfer-letter-missing": 1}
    answer(office, "transfer-letter-missing", "reject")
    assert holds(sync(office, 3)) == {"unit-changed": 1}
    assert held(standin)[ID] == ("active", UNIT)


# ── who comes back ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("left", ["strike_off", "expel", "transfer_out"])
def test_who_comes_back_by_the_register_and_is_on_no_list_is_said_and_not_sent(
    office: Office, standin: LiveStandin, left: str
) -> None:
    gone = paper(ONE, left, "01/03/2026", to=AWAY_UNIT if left == "transfer_out" else "")
    office.write("one", MEN[1:5])
    register(office, gone)
    sync(office, 0)
    if left == "transfer_out":
        back = paper(ONE, "transfer_in", "01/09/2026", "", **{"from": AWAY_UNIT})
    else:
        back = paper(ONE, "readmit", "01/09/2026", "9-QĐ")
    register(office, gone, back)
    for _ in range(2):
        said = sync(office, 1)
        assert (findings(said), said["delivery"]["sent"]) == (["joined-not-listed"], 0)
    office.write("one", MEN[:5])
    assert findings(sync(office, 0)) == []
    assert held(standin)[ID] == ("active", UNIT)


# ── what became of officers' decisions ───────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("movement", ["mature", "transfer_out"])
def test_a_decision_the_upstream_refused_is_said_and_asked_again(
    office: Office, standin: LiveStandin, movement: str
) -> None:
    office.write("one", MEN[1:5])
    sync(office, 3)
    words = "Sai số quyết định"
    if movement == "mature":
        standin.faults({"do": "reject", "where": {"national_id": ID}, "detail": words})
        decide(office, movement)
    else:
        receiver(standin, "refuse")
        decide(office, movement, "--destination", OTHER)
    sync(office, 1)
    standin.calm()
    receiver(standin, "now")
    for _ in range(2):
        said = sync(office, 3)
        assert (holds(said), findings(said)) == ({"missing": 1}, ["decision-refused"])
    if movement == "mature":
        assert words in office.run("plan").text
    decide(office, "strike_off")
    sync(office, 0)
    assert held(standin)[ID][0] == "struck_off"


def test_a_decision_that_the_register_overtook_is_said(office: Office, standin: LiveStandin) -> None:
    office.write("one", MEN[1:5])
    sync(office, 3)
    decide(office, "mature")
    register(office, paper(ONE, "strike_off", "15/09/2026", "77"))
    for _ in range(2):
        said = sync(office, 0)
        assert (holds(said), findings(said)) == ({}, ["decision-overtaken"])
        assert said["plan"]["lists"][1]["name"] == "one"
        assert said["plan"]["lists"][1]["findings"]
    text = office.run("plan").text
    assert "yumsync holds withdraw" in text
    assert kinds(standin) == ["strike_off"]
    (number,) = [one["number"] for one in office.ask("holds", "decided").json["decisions"]]
    assert office.run("holds", "withdraw", str(number)).code == 0
    assert findings(sync(office, 0)) == []
