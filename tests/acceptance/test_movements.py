"""Movements: every change of membership reaches the upstream as what it is, and nobody is removed without a paper.

Each test is a few nights of one office with two branches, a register and a live stand-in. All people are fabricated.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.office import UNIT, Office, Row, Said, people, person
from tests.support.standin import LiveStandin, live_standin

OTHER = "Chi đoàn 2, Đoàn phường Phú Thủy"
AWAY_UNIT = "Chi đoàn 5, Đoàn xã Hòa Thắng"
COLUMNS = ("full_name", "date_of_birth", "national_id", "unit", "type", "date", "number", "reason", "from", "to")
HEADER = "Họ và tên,Ngày sinh,CCCD,Đơn vị,Loại biến động,Ngày,Số quyết định,Lý do,Nơi chuyển đi,Nơi chuyển đến"

MEN = people(8)
GONE = {"strike_off": "struck_off", "expel": "expelled", "mature": "matured", "decease": "deceased"}
WORDS = {
    "strike_off": "Xóa tên",
    "expel": "Khai trừ",
    "mature": "Trưởng thành",
    "decease": "Từ trần",
    "transfer_out": "Chuyển đi",
    "transfer_in": "Tiếp nhận",
    "away": "Đi làm ăn xa",
    "returned": "Trở về",
    "admit": "Kết nạp",
    "readmit": "Kết nạp lại",
}


@pytest.fixture
def standin() -> Iterator[LiveStandin]:
    with live_standin() as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    made = Office(tmp_path, standin.url)
    made.add_list("one")
    made.add_list("two", unit=OTHER)
    made.add_list("register", kind="movements", complete=None, unit=None)
    made.init()
    made.write("one", MEN[:5])
    made.write("two", MEN[5:])
    register(made)
    return made


def paper(one: Row, movement: str, day: str = "01/10/2026", number: str = "12-QĐ/ĐTN", **more: str) -> str:
    """One line of the register; a decision number and a reason unless told otherwise."""
    cells = {
        **one,
        "unit": UNIT,
        "type": WORDS[movement],
        "date": day,
        "number": number,
        "reason": "Theo đề nghị",
        **more,
    }
    return ",".join(f'"{cells.get(name, "")}"' for name in COLUMNS)


def register(office: Office, *lines: str) -> None:
    office.put("register.csv", "\n".join([HEADER, *lines, ""]))


def sync(office: Office, code: int) -> dict[str, Any]:
    said: Said = office.run("sync", "--json")
    assert said.code == code, said.text
    return said.json


def held(standin: LiveStandin) -> dict[str, tuple[str, str]]:
    """(status, unit) by national ID."""
    return {one["fields"]["national_id"]: (one["status"], one["unit"]) for one in standin.people()}


def kinds(standin: LiveStandin) -> list[str]:
    """What took effect since the first sync, in order."""
    return [one["what"] for one in standin.effects() if one["what"] not in {"created", "changed"}]


def holds(said: dict[str, Any]) -> dict[str, int]:
    return {code: count for code, count in said["plan"]["holds_total"].items() if count}


@pytest.mark.parametrize("movement", GONE)
def test_who_leaves_by_a_paper_is_told_to_the_upstream_as_what_it_is(
    office: Office, standin: LiveStandin, movement: str
) -> None:
    sync(office, 0)
    register(office, paper(MEN[0], movement))
    office.write("one", MEN[1:5])
    sync(office, 0)
    assert held(standin)[MEN[0]["national_id"]] == (GONE[movement], UNIT)
    assert kinds(standin) == [movement]
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_a_register_that_names_only_the_branch_within_its_own_unit_is_read(
    office: Office, standin: LiveStandin
) -> None:
    """Completing the unit of a row takes nothing of its movement away."""
    branch, _, above = UNIT.partition(", ")
    office.lists[-1]["unit"] = above
    office.configure()
    sync(office, 0)
    register(office, paper(MEN[0], "mature", unit=branch))
    office.write("one", MEN[1:5])
    assert findings(sync(office, 0)) == []
    assert kinds(standin) == ["mature"]


def receiver(standin: LiveStandin, mode: str) -> None:
    standin.http.put("/_receiver", json={"mode": mode}).raise_for_status()


# ── lists explain registers, and the reverse ─────────────────────────────────────────────────────────────────────


def test_missing_without_a_paper_is_asked_about_and_nobody_is_removed(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    office.write("one", MEN[1:5])
    assert holds(sync(office, 3)) == {"missing": 1}
    assert held(standin)[MEN[0]["national_id"]] == ("active", UNIT)
    register(office, paper(MEN[0], "strike_off"))
    assert holds(sync(office, 0)) == {}
    assert held(standin)[MEN[0]["national_id"]][0] == "struck_off"


def test_a_register_says_gone_and_the_list_has_them_still(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    register(office, paper(MEN[0], "mature"))
    assert holds(sync(office, 3)) == {"gone-but-listed": 1}
    assert kinds(standin) == []
    office.write("one", MEN[1:5])
    assert holds(sync(office, 0)) == {}
    assert kinds(standin) == ["mature"]


def test_two_papers_that_say_gone_both_wait_while_the_list_has_them(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    register(office, paper(MEN[0], "strike_off", "01/09/2026"), paper(MEN[0], "decease", "01/10/2026"))
    assert holds(sync(office, 3)) == {"gone-but-listed": 1}
    assert held(standin)[MEN[0]["national_id"]] == ("active", UNIT)
    assert kinds(standin) == []


def test_a_list_that_brings_back_who_has_left_is_asked_about(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    register(office, paper(MEN[0], "mature"))
    office.write("one", MEN[1:5])
    sync(office, 0)
    office.write("one", MEN[:5])
    for _ in range(2):
        assert holds(sync(office, 3)) == {"gone-but-listed": 1}
    assert kinds(standin) == ["mature"]
    office.write("one", MEN[1:5])
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_on_another_list_without_a_paper_is_a_transfer_whose_paper_is_missing(
    office: Office, standin: LiveStandin
) -> None:
    sync(office, 0)
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], MEN[0]])
    assert holds(sync(office, 3)) == {"unit-changed": 1}
    register(office, paper(MEN[0], "transfer_out", to=OTHER))
    assert holds(sync(office, 0)) == {}
    assert held(standin)[MEN[0]["national_id"]] == ("active", OTHER)
    assert kinds(standin) == ["transfer"]
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_joined_by_the_register_and_on_no_list_is_said_and_creates_nobody(
    office: Office, standin: LiveStandin
) -> None:
    sync(office, 0)
    new = person(50)
    register(office, paper(new, "admit"))
    said = sync(office, 1)
    assert findings(said) == ["joined-not-listed"]
    assert new["national_id"] not in held(standin)
    office.write("one", [*MEN[:5], new])
    assert findings(sync(office, 0)) == []
    assert held(standin)[new["national_id"]] == ("active", UNIT)
    assert kinds(standin) == ["admit"]
    assert sync(office, 0)["delivery"]["sent"] == 0


def findings(said: dict[str, Any]) -> list[str]:
    return sorted(one["code"] for each in said["plan"]["lists"] for one in each["findings"])


# ── transfers ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("order", ["letter", "reception"])
def test_a_transfer_is_one_operation_whichever_side_is_written_first(
    office: Office, standin: LiveStandin, order: str
) -> None:
    sync(office, 0)
    out = paper(MEN[0], "transfer_out", "01/10/2026", to=OTHER)
    received = paper(MEN[0], "transfer_in", "05/10/2026", "", unit=OTHER, **{"from": UNIT})
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], MEN[0]])
    register(office, out if order == "letter" else received)
    said = sync(office, 0 if order == "letter" else 3)
    assert holds(said) == ({} if order == "letter" else {"transfer-letter-missing": 1})
    register(office, out, received)
    sync(office, 0)
    assert held(standin)[MEN[0]["national_id"]] == ("active", OTHER)
    assert kinds(standin) == ["transfer"]
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_a_letter_to_a_branch_that_nobody_is_left_in_stays_among_our_lists(
    office: Office, standin: LiveStandin
) -> None:
    office.write("two", [])
    sync(office, 0)
    office.write("one", MEN[1:5])
    register(office, paper(MEN[0], "transfer_out", to=OTHER))
    sync(office, 0)
    assert held(standin)[MEN[0]["national_id"]] == ("active", OTHER)
    office.write("two", [MEN[0]])
    said = sync(office, 0)
    assert (holds(said), said["delivery"]["sent"]) == ({}, 0)


def test_accepted_is_not_applied_until_the_receiver_confirms(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    receiver(standin, "later")
    register(office, paper(MEN[0], "transfer_out", to=OTHER))
    office.write("one", MEN[1:5])
    assert sync(office, 0)["delivery"]["accepted"] == 1
    for _ in range(2):
        said = sync(office, 0)
        assert (holds(said), said["delivery"]["sent"]) == ({}, 0)
    assert held(standin)[MEN[0]["national_id"]] == ("transferring", UNIT)
    receiver(standin, "now")
    office.write("two", [*MEN[5:], MEN[0]])
    assert holds(sync(office, 0)) == {}
    assert held(standin)[MEN[0]["national_id"]] == ("active", OTHER)
    assert office.count("SELECT count(*) FROM operation WHERE state = 3") == 0
    assert sync(office, 0)["delivery"]["sent"] == 0
    assert kinds(standin).count("transfer") == 1


def test_a_receiver_that_refuses_leaves_them_where_they_were(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    receiver(standin, "refuse")
    register(office, paper(MEN[0], "transfer_out", to=OTHER))
    sync(office, 1)
    said = sync(office, 1)
    assert (findings(said), said["delivery"]["sent"]) == (["still-refused"], 0)
    assert held(standin)[MEN[0]["national_id"]] == ("active", UNIT)
    assert holds(said) == {}


def test_a_transfer_out_of_our_lists_leaves_them(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    register(office, paper(MEN[0], "transfer_out", to=AWAY_UNIT))
    office.write("one", MEN[1:5])
    sync(office, 0)
    assert held(standin)[MEN[0]["national_id"]] == ("active", AWAY_UNIT)
    assert holds(sync(office, 0)) == {}
    office.write("one", MEN[:5])
    assert holds(sync(office, 3)) == {"gone-but-listed": 1}


def test_who_left_our_lists_comes_back_by_a_reception(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    left = paper(MEN[0], "transfer_out", "01/02/2026", "1-GT", to=AWAY_UNIT)
    register(office, left)
    office.write("one", MEN[1:5])
    sync(office, 0)
    office.write("two", [*MEN[5:], MEN[0]])
    register(office, left, paper(MEN[0], "transfer_in", "01/06/2026", "5-TN", unit=OTHER, **{"from": AWAY_UNIT}))
    assert holds(sync(office, 0)) == {}
    assert held(standin)[MEN[0]["national_id"]] == ("active", OTHER)
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_somebody_from_outside_is_received(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    new = person(51)
    office.write("two", [*MEN[5:], new])
    register(office, paper(new, "transfer_in", unit=OTHER, **{"from": AWAY_UNIT}))
    sync(office, 0)
    assert held(standin)[new["national_id"]] == ("active", OTHER)
    assert kinds(standin) == ["transfer_in"]
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_a_letter_withdrawn_before_it_was_sent_moves_nobody(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    register(
        office,
        paper(MEN[0], "transfer_out", "01/10/2026", "7-GT", to=OTHER),
        paper(MEN[0], "transfer_out", "01/10/2026", "7-GT", to=OTHER).replace("Chuyển đi", "Rút giới thiệu"),
    )
    assert sync(office, 0)["delivery"]["sent"] == 0
    assert held(standin)[MEN[0]["national_id"]] == ("active", UNIT)


# ── the order of a life ──────────────────────────────────────────────────────────────────────────────────────────


def test_several_papers_of_one_person_arrive_in_the_order_of_their_days(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    register(
        office,
        paper(MEN[0], "mature", "01/10/2026"),
        paper(MEN[0], "returned", "01/06/2026"),
        paper(MEN[0], "away", "01/02/2026", to="Bình Dương"),
    )
    office.write("one", MEN[1:5])
    sync(office, 0)
    assert kinds(standin) == ["away", "returned", "mature"]


def test_a_paper_that_contradicts_the_record_says_what_is_held_and_what_would_be_possible(
    office: Office, standin: LiveStandin
) -> None:
    sync(office, 0)
    register(office, paper(MEN[0], "mature", "01/10/2026"))
    office.write("one", MEN[1:5])
    sync(office, 0)
    register(
        office,
        paper(MEN[0], "mature", "01/10/2026"),
        paper(MEN[0], "transfer_out", "02/10/2026", to=OTHER),
        paper(MEN[1], "returned"),
    )
    said = sync(office, 1)
    assert findings(said) == ["movement-impossible"] * 2
    text = office.run("plan", lang="vi").text
    assert all(word in text for word in ("Từ trần", "Đi làm ăn xa", "trưởng thành"))
    assert kinds(standin) == ["mature"]


def test_a_late_paper_from_before_is_kept_and_not_sent(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    office.write("one", MEN[1:5])
    register(office, paper(MEN[0], "mature", "01/10/2026"))
    sync(office, 0)
    register(office, paper(MEN[0], "mature", "01/10/2026"), paper(MEN[0], "away", "01/02/2025", to="Bình Dương"))
    assert findings(sync(office, 0)) == ["movement-late"]
    assert kinds(standin) == ["mature"]


def test_papers_from_before_the_first_sync_move_nobody_who_is_where_they_led(
    office: Office, standin: LiveStandin
) -> None:
    new = person(52)
    office.write("two", [*MEN[5:], new])
    register(
        office,
        paper(new, "transfer_out", "01/02/2026", "1-GT", unit=UNIT, to=OTHER),
        paper(new, "transfer_in", "03/02/2026", "", unit=OTHER, **{"from": UNIT}),
        paper(new, "away", "01/05/2026", to="Bình Dương"),
    )
    sync(office, 0)
    assert held(standin)[new["national_id"]] == ("active", OTHER)
    assert kinds(standin) == ["away"]
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_late_papers_of_moves_the_upstream_is_past_take_nobody_back(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    there = paper(MEN[0], "transfer_out", "01/03/2026", "1-GT", to=OTHER)
    back = paper(MEN[0], "transfer_out", "01/05/2026", "2-GT", unit=OTHER, to=UNIT)
    home = paper(MEN[0], "away", "01/08/2026", to="Bình Dương")
    register(office, home)
    sync(office, 0)
    register(office, there, back, home)
    assert findings(sync(office, 0)) == ["movement-late", "movement-late"]
    assert kinds(standin) == ["away"]
    assert held(standin)[MEN[0]["national_id"]] == ("active", UNIT)


def test_late_papers_bring_nobody_back_who_has_left_since(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    office.write("one", MEN[1:5])
    left = paper(MEN[0], "transfer_out", "01/05/2026", "2-GT", unit=OTHER, to=AWAY_UNIT)
    register(office, left)
    sync(office, 0)
    there = paper(MEN[0], "transfer_out", "01/03/2026", "1-GT", to=OTHER)
    received = paper(MEN[0], "transfer_in", "03/03/2026", "", unit=OTHER, **{"from": UNIT})
    for late in ([received], [there, received]):
        register(office, left, *late)
        sync(office, 0)
        assert held(standin)[MEN[0]["national_id"]] == ("active", AWAY_UNIT)
    assert kinds(standin) == ["transfer"]


def test_a_paper_that_lacks_its_number_waits_and_goes_when_it_has_it(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    office.write("one", MEN[1:5])
    register(office, paper(MEN[0], "strike_off", number=""))
    assert holds(sync(office, 3)) == {"movement-incomplete": 1}
    assert held(standin)[MEN[0]["national_id"]][0] == "active"
    register(office, paper(MEN[0], "strike_off"))
    sync(office, 0)
    assert kinds(standin) == ["strike_off"]


def test_one_paper_in_two_registers_and_twice_in_one_goes_once(office: Office, standin: LiveStandin) -> None:
    office.add_list("copy", kind="movements", complete=None, unit=None)
    office.put("copy.csv", "\n".join([HEADER, ""]))
    sync(office, 0)
    line = paper(MEN[0], "away", to="Bình Dương")
    register(office, line, line)
    office.put("copy.csv", "\n".join([HEADER, line, ""]))
    sync(office, 0)
    assert kinds(standin) == ["away"]
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_a_correction_of_a_paper_that_was_sent_is_asked_about(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    register(office, paper(MEN[0], "away", "01/02/2026", to="Bình Dương"))
    sync(office, 0)
    register(office, paper(MEN[0], "away", "11/02/2026", to="Bình Dương"))
    assert holds(sync(office, 3)) == {"movement-corrected": 1}
    assert kinds(standin) == ["away"]


def test_struck_off_and_admitted_again_is_the_same_person(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    office.write("one", MEN[1:5])
    register(office, paper(MEN[0], "strike_off", "01/03/2026"))
    sync(office, 0)
    office.write("one", MEN[:5])
    register(office, paper(MEN[0], "strike_off", "01/03/2026"), paper(MEN[0], "readmit", "01/09/2026", "9-QĐ"))
    assert holds(sync(office, 0)) == {}
    assert kinds(standin) == ["strike_off", "readmit"]
    assert held(standin)[MEN[0]["national_id"]] == ("active", UNIT)
    assert len(standin.people()) == len(MEN)


def test_struck_off_in_one_branch_and_admitted_again_in_another(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    struck = paper(MEN[0], "strike_off", "01/03/2026")
    office.write("one", MEN[1:5])
    register(office, struck)
    sync(office, 0)
    office.write("two", [*MEN[5:], MEN[0]])
    register(office, struck, paper(MEN[0], "readmit", "01/09/2026", "9-QĐ", unit=OTHER))
    assert holds(sync(office, 0)) == {}
    assert held(standin)[MEN[0]["national_id"]] == ("active", OTHER)
    assert sync(office, 0)["delivery"]["sent"] == 0


def test_what_changed_on_the_list_goes_with_the_movement(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    moved = {**MEN[0], "phone": "0911222333"}
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], moved])
    register(office, paper(MEN[0], "transfer_out", to=OTHER))
    sync(office, 0)
    (one,) = [one for one in standin.people() if one["fields"]["national_id"] == MEN[0]["national_id"]]
    assert (one["unit"], one["fields"]["phone"]) == (OTHER, "0911222333")
    assert sync(office, 0)["delivery"]["sent"] == 0


# ── limits ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_many_removals_of_one_unit_wait_and_everything_else_goes(office: Office, standin: LiveStandin) -> None:
    crowd = people(12, start=100)
    office.write("two", crowd)
    sync(office, 0)
    office.write("two", [*crowd[5:], person(60)])
    register(office, *[paper(one, "strike_off", unit=OTHER) for one in crowd[:5]], paper(MEN[0], "away", to="Huế"))
    said = sync(office, 3)
    assert holds(said) == {"many-removals": 1}
    assert said["plan"]["movements"] == {"away": 1}
    assert kinds(standin) == ["away"]
    assert person(60)["national_id"] in held(standin)
    assert [held(standin)[one["national_id"]][0] for one in crowd[:5]] == ["active"] * 5


@pytest.mark.parametrize("wrong", ["empty", "half", "another branch's"])
def test_a_wrong_list_removes_nobody(office: Office, standin: LiveStandin, wrong: str) -> None:
    crowd = people(40, start=100)
    office.write("two", crowd)
    sync(office, 0)
    rows = {"empty": [], "half": crowd[:20], "another branch's": people(40, start=300)}[wrong]
    office.write("two", rows)
    office.write("one", [*MEN[:5], person(61)])
    said = sync(office, 3)
    code = "list-shrunken" if wrong == "half" else "list-empty"
    assert holds(said)[code] == 1
    assert kinds(standin) == []
    assert person(61)["national_id"] in held(standin)
    assert {held(standin)[one["national_id"]][0] for one in crowd} == {"active"}
