"""Who comes back: from a unit that is not ours, or after they were struck off; papers that lag behind, and refusals.

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
    office,
    paper,
    receiver,
    register,
    standin,
    sync,
)
from tests.acceptance.test_movements_lost import answer
from tests.support.office import UNIT, Office
from tests.support.standin import LiveStandin

__all__ = ["office", "standin"]

ONE = MEN[0]
ID = ONE["national_id"]
OUT = paper(ONE, "transfer_out", "01/03/2026", "4", to=AWAY_UNIT)
BACK = paper(ONE, "transfer_in", "01/05/2026", "9", **{"from": AWAY_UNIT})


@pytest.mark.parametrize("then", ["decease", "transfer_out"])
def test_who_came_back_and_left_again_before_any_list_had_them_is_told_all_of_it(
    office: Office, standin: LiveStandin, then: str
) -> None:
    """No list is to have them: that nobody has them is what the papers say."""
    struck = paper(ONE, "strike_off", "01/03/2026")
    back = paper(ONE, "readmit", "01/05/2026", "9-QĐ")
    sync(office, 0)
    office.write("one", MEN[1:5])
    register(office, struck)
    sync(office, 0)
    register(office, struck, back, paper(ONE, then, "01/07/2026", "11", to=AWAY_UNIT))
    said = sync(office, 0)
    assert (findings(said), holds(said)) == ([], {})
    assert held(standin)[ID] == (("deceased", UNIT) if then == "decease" else ("active", AWAY_UNIT))
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_the_letter_of_somebody_back_already_takes_nobody_away(office: Office, standin: LiveStandin) -> None:
    """They are first heard of by the reception; the letter that let them go before comes later."""
    register(office, BACK)
    sync(office, 0)
    register(office, OUT, BACK)
    for _ in range(2):
        said = sync(office, 0)
        assert (findings(said), said["delivery"]["sent"]) == (["movement-late"], 0)
    assert held(standin)[ID] == ("active", UNIT)
    assert kinds(standin) == ["transfer_in"]


def test_the_way_of_somebody_new_is_told_by_papers_and_not_asked_about(office: Office, standin: LiveStandin) -> None:
    """Whom the first list has where all their papers lead: they were out and back before anybody was told of them."""
    on = paper(ONE, "transfer_out", "01/07/2026", "12", to=OTHER)
    there = paper(ONE, "transfer_in", "02/07/2026", "12", unit=OTHER, **{"from": UNIT})
    register(office, OUT, BACK, on, there)
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], ONE])
    said = sync(office, 0)
    assert (findings(said), holds(said)) == ([], {})
    assert held(standin)[ID] == ("active", OTHER)


def test_a_letter_to_one_branch_explains_no_reception_by_another(office: Office, standin: LiveStandin) -> None:
    """Somebody went to the other branch, and came back with a letter that is written down last."""
    sync(office, 0)
    there = paper(ONE, "transfer_out", "01/03/2026", "4", to=OTHER)
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], ONE])
    register(office, there)
    sync(office, 0)
    here = paper(ONE, "transfer_in", "02/05/2026", "", **{"from": OTHER})
    office.write("one", MEN[:5])
    office.write("two", MEN[5:])
    register(office, there, here)
    assert holds(sync(office, 3)) == {"transfer-letter-missing": 1}
    register(office, there, here, paper(ONE, "transfer_out", "01/05/2026", "6", unit=OTHER, to=UNIT))
    said = sync(office, 0)
    assert (findings(said), holds(said)) == ([], {})
    assert held(standin)[ID] == ("active", UNIT)
    assert kinds(standin) == ["transfer", "transfer"]


def test_papers_that_lead_to_the_first_list_of_somebody_new_need_no_word(
    office: Office, standin: LiveStandin
) -> None:
    register(office, paper(ONE, "transfer_out", "01/03/2026", "4", unit=OTHER, to=UNIT))
    said = sync(office, 0)
    assert (findings(said), holds(said)) == ([], {})
    assert (held(standin)[ID], kinds(standin)) == (("active", UNIT), [])


def test_somebody_new_on_two_lists_whose_papers_wait_is_one_person(office: Office, standin: LiveStandin) -> None:
    papers = [
        paper(ONE, "transfer_out", "01/03/2026", "4", to=OTHER),
        paper(ONE, "transfer_in", "02/03/2026", "4", unit=OTHER, **{"from": UNIT}),
        paper(ONE, "strike_off", "01/04/2026", unit=OTHER),
    ]
    register(office, *papers)
    office.write("two", [*MEN[5:], ONE])
    sync(office, 3)
    office.write("two", MEN[5:])
    register(office, *papers, paper(ONE, "readmit", "01/05/2026", "13"))
    assert holds(sync(office, 0)) == {}
    assert held(standin)[ID] == ("active", UNIT)
    assert len(standin.people()) == len(MEN)


def test_papers_of_a_transfer_an_officer_let_go_before_are_that_one(office: Office, standin: LiveStandin) -> None:
    """The officer gave no day, and the answer's own is later than any paper's: it puts nothing out of order."""
    sync(office, 0)
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], ONE])
    sync(office, 3)
    answer(office, "unit-changed")
    sync(office, 0)
    out = paper(ONE, "transfer_out", "01/03/2026", "4", to=OTHER)
    back = paper(ONE, "transfer_out", "01/05/2026", "6", unit=OTHER, to=UNIT)
    register(office, out, back)
    office.write("one", MEN[:5])
    office.write("two", MEN[5:])
    said = sync(office, 0)
    assert (findings(said), holds(said)) == ([], {})
    assert held(standin)[ID] == ("active", UNIT)
    assert kinds(standin) == ["transfer", "transfer"]


@pytest.mark.parametrize("unit", [UNIT, AWAY_UNIT])
def test_what_follows_a_refused_transfer_is_decided_again(office: Office, standin: LiveStandin, unit: str) -> None:
    """Nothing after it is told as if it had taken effect: the ledger would say what the upstream does not."""
    sync(office, 0)
    before = []
    if unit == AWAY_UNIT:
        before = [OUT]
        office.write("one", MEN[1:5])
        register(office, *before)
        sync(office, 0)
    letter = paper(ONE, "transfer_out", "01/06/2026", "5", to=OTHER)
    came = paper(ONE, "transfer_in", "02/06/2026", "5", unit=OTHER, **{"from": unit})
    away = paper(ONE, "away", "01/07/2026", "", unit=OTHER, to="Bình Dương")
    register(office, *before, *([letter] if unit == UNIT else []), came, away)
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], ONE])
    receiver(standin, "refuse")
    told = len(kinds(standin))
    assert sync(office, 1)["delivery"]["rejected"] == 1
    assert held(standin)[ID] == ("active", unit)
    assert kinds(standin)[told:] == []
    receiver(standin, "now")
    office.run("sync", "--retry-refused")
    assert held(standin)[ID] == ("active", OTHER)
    assert kinds(standin)[told:] == ["transfer", "away"]
    assert sync(office, 0)["delivery"]["sent"] == 0
