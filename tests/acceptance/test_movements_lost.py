"""Nobody is lost between lists and papers: who has come is expected, who is gone is asked about until answered.

Each test is a few nights of one office with two branches, a register and a live stand-in. All people are fabricated.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.test_movements import (
    MEN,
    OTHER,
    held,
    holds,
    kinds,
    paper,
    register,
    sync,
)
from tests.support.office import UNIT, Office
from tests.support.standin import LiveStandin, live_standin

ONE = MEN[0]
ID = ONE["national_id"]
PHONE = "0911222333"


@pytest.fixture(name="standin")
def running_standin() -> Iterator[LiveStandin]:
    with live_standin() as running:
        yield running


@pytest.fixture(name="office")
def office_in_step(tmp_path: Path, standin: LiveStandin) -> Office:
    """Two branches and an empty register, after the first night."""
    made = Office(tmp_path, standin.url)
    made.add_list("one")
    made.add_list("two", unit=OTHER)
    made.add_list("register", kind="movements", complete=None, unit=None)
    made.init()
    made.write("one", MEN[:5])
    made.write("two", MEN[5:])
    register(made)
    sync(made, 0)
    return made


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
    for _ in range(2):
        sync(office, 0)
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
