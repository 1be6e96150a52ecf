"""Papers as officers write them: corrected, written twice, numbered alike, with units named briefly.

Each test is a few nights of the office of `test_movements`. All people are fabricated.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.acceptance.test_movements import (
    AWAY_UNIT,
    HEADER,
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
from tests.support.office import UNIT, Office, person
from tests.support.standin import LiveStandin

__all__ = ["office", "standin"]

ONE = MEN[0]["national_id"]


def said(report: dict[str, Any], code: str) -> list[dict[str, Any]]:
    return [one for each in report["plan"]["lists"] for one in each["findings"] if one["code"] == code]


# ── refused, and corrected since ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "mended",
    [
        {"day": "02/10/2026"},
        {"reason": "Khác"},
        {"day": "05/10/2026", "number": "Số 12-QĐ", "reason": "Khác"},
        {"number": "13-QĐ"},
    ],
)
def test_a_refused_paper_is_sent_again_once_its_row_is_mended(
    office: Office, standin: LiveStandin, mended: dict[str, str]
) -> None:
    sync(office, 0)
    standin.faults({"do": "reject", "where": {"national_id": ONE}, "detail": "Sai số quyết định"})
    office.write("one", MEN[1:5])
    register(office, paper(MEN[0], "strike_off", number="12-QĐ"))
    sync(office, 1)
    standin.calm()
    for _ in range(2):
        again = sync(office, 3)
        assert (findings(again), holds(again)) == (["still-refused"], {"missing": 1})
        assert again["delivery"]["sent"] == 0
    register(office, paper(MEN[0], "strike_off", **{"number": "12-QĐ", **mended}))
    assert findings(sync(office, 0)) == []
    assert held(standin)[ONE][0] == "struck_off"
    assert kinds(standin) == ["strike_off"]
    assert sync(office, 0)["delivery"]["sent"] == 0


@pytest.mark.parametrize("later", [False, True])
def test_a_refused_letter_is_sent_again_to_another_destination_or_as_a_new_letter(
    office: Office, standin: LiveStandin, later: bool
) -> None:
    sync(office, 0)
    receiver(standin, "refuse")
    first = paper(MEN[0], "transfer_out", "01/10/2026", "7", to=OTHER)
    register(office, first)
    sync(office, 1)
    receiver(standin, "now")
    assert findings(sync(office, 1)) == ["still-refused"]
    second = paper(MEN[0], "transfer_out", "05/11/2026", "7", to=OTHER)
    register(office, second if later else paper(MEN[0], "transfer_out", "01/10/2026", "7", to=AWAY_UNIT))
    office.write("one", MEN[1:5])
    assert findings(sync(office, 0)) == []
    assert kinds(standin) == ["transfer"]
    assert held(standin)[ONE][1] == (OTHER if later else AWAY_UNIT)
    assert sync(office, 0)["delivery"]["sent"] == 0


# ── written twice ────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("number", ["1", ""])
def test_two_rows_of_one_paper_that_contradict_are_both_named(
    office: Office, standin: LiveStandin, number: str
) -> None:
    sync(office, 0)
    office.write("one", MEN[1:5])
    register(
        office,
        paper(MEN[0], "transfer_out", number=number, to=AWAY_UNIT),
        paper(MEN[0], "transfer_out", number=number, to=OTHER),
    )
    found = said(sync(office, 0), "movement-contradicted")
    assert [(one["place"]["row"], one["details"]["row"], one["details"]["list"]) for one in found] == [
        (2, 3, "register")
    ]
    assert held(standin)[ONE][1] == OTHER


def test_one_paper_in_two_registers_and_other_words_is_one(office: Office, standin: LiveStandin) -> None:
    office.add_list("book", kind="movements", complete=None, unit=None)
    office.put("book.csv", "\n".join([HEADER, paper(MEN[0], "away", "2026", "Số 3", to="Huế"), ""]))
    register(office, paper(MEN[0], "away", "05/02/2026", "3-QĐ / ĐTN", to="Huế"))
    sync(office, 0)
    for _ in range(2):
        again = sync(office, 0)
        assert findings(again) == ["movement-repeated"]
        assert again["delivery"]["sent"] == 0
    assert kinds(standin) == ["away"]


def test_an_officer_and_a_register_state_one_paper(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    office.write("one", MEN[1:5])
    sync(office, 3)
    hold = office.ask("holds").json["holds"][0]["id"]
    approved = office.ask(
        *("holds", "approve", hold, "--as", "strike_off", "--on", "01/10/2026"),
        *("--decision-no", "12", "--reason", "Bỏ sinh hoạt"),
    )
    assert approved.code == 0, approved.text
    register(office, paper(MEN[0], "strike_off", "01/10/2026", "Số 12-QĐ/ĐTN"))
    for _ in range(2):
        assert set(findings(sync(office, 0))) <= {"movement-repeated"}
    assert kinds(standin) == ["strike_off"]


# ── written otherwise since it was sent ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("on", ["2026", "02/2026", "05/02/2026"])
@pytest.mark.parametrize("number", ["3", "Số 3", "3 - QĐ / ĐTN"])
def test_a_sent_paper_with_other_precision_or_spelling_is_the_same(
    office: Office, standin: LiveStandin, on: str, number: str
) -> None:
    sync(office, 0)
    back = paper(MEN[0], "returned", "01/06/2026", "")
    register(office, paper(MEN[0], "away", "05/02/2026", "3-QĐ/ĐTN", to="Huế"), back)
    sync(office, 0)
    register(office, paper(MEN[0], "away", on, number, to="Huế"), back)
    again = sync(office, 0)
    assert (findings(again), holds(again), again["delivery"]["sent"]) == ([], {}, 0)
    assert kinds(standin) == ["away", "returned"]


@pytest.mark.parametrize("kept", [True, False])
def test_two_units_that_number_their_letters_alike_wrote_two_letters(
    office: Office, standin: LiveStandin, kept: bool
) -> None:
    sync(office, 0)
    there = paper(MEN[0], "transfer_out", "01/03/2026", "5-GT", to=OTHER)
    back = paper(MEN[0], "transfer_out", "01/09/2026", "5-GT", unit=OTHER, to=UNIT)
    register(office, there)
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], MEN[0]])
    sync(office, 0)
    register(office, *([there, back] if kept else [back]))
    office.write("one", MEN[:5])
    office.write("two", MEN[5:])
    again = sync(office, 0)
    assert (findings(again), holds(again)) == ([], {})
    assert held(standin)[ONE] == ("active", UNIT)
    assert kinds(standin) == ["transfer", "transfer"]


def test_a_destination_corrected_after_the_transfer_is_asked_about(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    register(office, paper(MEN[0], "transfer_out", number="1", to=AWAY_UNIT))
    office.write("one", MEN[1:5])
    sync(office, 0)
    register(office, paper(MEN[0], "transfer_out", number="1", to="Đoàn xã Hòa Thắng"))
    assert holds(sync(office, 0)) == {}
    register(office, paper(MEN[0], "transfer_out", number="1", to=OTHER))
    assert holds(sync(office, 3)) == {"movement-corrected": 1}
    assert kinds(standin) == ["transfer"]


# ── out of our lists, and back ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("to", [AWAY_UNIT, "Theo gia đình, không rõ nơi"])
@pytest.mark.parametrize("unit", [UNIT, OTHER])
def test_who_left_our_lists_comes_back_by_a_reception(
    office: Office, standin: LiveStandin, unit: str, to: str
) -> None:
    sync(office, 0)
    letter = paper(MEN[0], "transfer_out", "01/03/2026", "4", to=to)
    register(office, letter)
    office.write("one", MEN[1:5])
    sync(office, 0)
    assert held(standin)[ONE] == ("active", to)
    back = paper(MEN[0], "transfer_in", "15/10/2026", "9", unit=unit, **{"from": to})
    office.write("one" if unit == UNIT else "two", MEN[:5] if unit == UNIT else [*MEN[5:], MEN[0]])
    register(office, letter, back)
    again = sync(office, 0)
    assert (findings(again), holds(again)) == ([], {})
    assert held(standin)[ONE] == ("active", unit)
    assert kinds(standin) == ["transfer", "transfer"]
    assert sync(office, 0)["delivery"]["sent"] == 0
    told = office.ask("report", "movements", "--from", "2000-01-01", "--to", "2099-12-31").json
    figures = {one["unit"]: one for one in told["units"]}
    assert figures[UNIT]["transferred_out"] == 1
    assert figures[unit]["transferred_in"] == 1
    assert all(one["balanced"] for one in figures.values())


def test_where_somebody_goes_outside_our_lists_is_readable_in_no_table(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    register(office, paper(MEN[0], "transfer_out", to="Theo chồng ở 12 Trần Phú"))
    office.write("one", MEN[1:5])
    sync(office, 0)
    assert held(standin)[ONE] == ("active", "Theo chồng ở 12 Trần Phú")
    written = b"".join(file.read_bytes() for file in sorted(office.folder.glob("state.db*")))
    assert "Theo chồng".encode() not in written


# ── in the member's own columns ──────────────────────────────────────────────────────────────────────────────────


def members(office: Office, headers: str, *stated: str) -> None:
    """The list of the first branch, with columns of its own behind: what they state of the first people."""
    names = ("full_name", "date_of_birth", "national_id", "phone", "email")
    blank = "," * headers.count(",")
    rows = [
        ",".join([*(one[name] for name in names), stated[index] if index < len(stated) else blank])
        for index, one in enumerate(MEN[:5])
    ]
    office.put("one.csv", "\n".join([f"Họ và tên,Ngày sinh,CCCD,Số điện thoại,Email,{headers}", *rows, ""]))


@pytest.mark.parametrize("written", [[], ["strike_off"]])
def test_a_row_that_states_its_own_departure_explains_itself_for_ever(
    office: Office, standin: LiveStandin, written: list[str]
) -> None:
    headers = "Ngày xóa tên,Lý do xóa tên,Số quyết định xóa tên"
    members(office, headers)
    sync(office, 0)
    members(office, headers, "01/10/2026,Bỏ SH,12")
    register(office, *[paper(MEN[0], one, number="Số 12-QĐ") for one in written])
    sync(office, 0)
    assert held(standin)[ONE][0] == "struck_off"
    for phone in ("", "0912000111", ""):
        office.write("two", [{**MEN[5], **({"phone": phone} if phone else {})}, *MEN[6:]])
        assert holds(sync(office, 0)) == {}
    assert kinds(standin) == ["strike_off"]


def test_a_row_that_states_its_own_transfer_may_stay_on_the_old_list(office: Office, standin: LiveStandin) -> None:
    headers = "Ngày chuyển đi,Nơi chuyển đi"
    members(office, headers)
    sync(office, 0)
    members(office, headers, f'01/10/2026,"{OTHER}"')
    office.write("two", [*MEN[5:], MEN[0]])
    assert holds(sync(office, 0)) == {}
    assert held(standin)[ONE] == ("active", OTHER)
    office.write("two", [*MEN[5:], {**MEN[0], "phone": "0912000111"}])
    for sent in (1, 0):
        again = sync(office, 0)
        assert (findings(again), holds(again), again["delivery"]["sent"]) == ([], {}, sent)
    assert kinds(standin) == ["transfer"]


# ── destinations, however briefly they are written ───────────────────────────────────────────────────────────────

THREE_UNITS = """Tên đơn vị,Mã đơn vị,Đơn vị cấp trên,Cấp
Tỉnh đoàn Lâm Đồng,1,,tỉnh
Đoàn phường Phú Thủy,2,1,xã
Đoàn xã Hòa Thắng,3,1,xã
Chi đoàn 1,21,2,chi đoàn
Chi đoàn 2,22,2,chi đoàn
Chi đoàn 2,32,3,chi đoàn
"""


def tree(office: Office) -> None:
    office.put("units.csv", THREE_UNITS)
    office.lists.insert(0, {"name": "units", "kind": "units", "path": "units.csv", "vintage": "2025-07-01"})
    office.configure()


@pytest.mark.parametrize("has_tree", [False, True])
@pytest.mark.parametrize(
    "to", ["Chi đoàn 2", "chi đoàn 2 - Đoàn phường Phú Thủy", "CHI ĐOÀN 2; ĐOÀN PHƯỜNG PHÚ THỦY"]
)
def test_a_destination_means_the_unit_of_ours_however_it_is_written(
    office: Office, standin: LiveStandin, to: str, has_tree: bool
) -> None:
    if has_tree:
        tree(office)
    sync(office, 0)
    before = {unit for _, unit in held(standin).values()}
    register(office, paper(MEN[0], "transfer_out", to=to))
    office.write("one", MEN[1:5])
    assert findings(sync(office, 0)) == []
    assert held(standin)[ONE][1] == held(standin)[MEN[5]["national_id"]][1]
    assert {unit for _, unit in held(standin).values()} == before
    office.write("two", [*MEN[5:], MEN[0]])
    for _ in range(2):
        again = sync(office, 0)
        assert (holds(again), again["delivery"]["sent"]) == ({}, 0)


def test_a_destination_that_may_mean_several_units_is_asked_about(office: Office, standin: LiveStandin) -> None:
    third = "Chi đoàn 5, Đoàn xã Phan Rí"
    office.add_list("three", unit=third)
    office.write("three", [person(70)])
    office.add_list("four", unit=AWAY_UNIT)
    office.write("four", [person(71)])
    sync(office, 0)
    letter = paper(MEN[0], "transfer_out", to="Chi đoàn 5")
    register(office, letter)
    office.write("one", MEN[1:5])
    asked = sync(office, 3)
    assert (findings(asked), holds(asked)) == (["destination-unclear"], {"movement-incomplete": 1})
    words = said(asked, "destination-unclear")[0]["details"]["words"]
    assert AWAY_UNIT in words
    assert third in words
    hold = office.ask("holds").json["holds"][0]["id"]
    approved = office.ask("holds", "approve", hold, "--destination", third, "--reason", "Đã hỏi")
    assert approved.code == 0, approved.text
    assert holds(sync(office, 0)) == {}
    assert held(standin)[ONE][1] == third
    assert sync(office, 0)["delivery"]["sent"] == 0


# ── while a transfer is on its way ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("word", ["Rút giới thiệu", "Từ chối tiếp nhận", "Giới thiệu quá hạn"])
@pytest.mark.parametrize("confirmed", [True, False])
def test_a_transfer_that_came_to_nothing_after_it_was_sent_is_said_until_it_is_settled(
    office: Office, standin: LiveStandin, word: str, confirmed: bool
) -> None:
    sync(office, 0)
    receiver(standin, "later")
    letter = paper(MEN[0], "transfer_out", "01/10/2026", "7-GT", to=OTHER)
    register(office, letter)
    sync(office, 0)
    ended = paper(MEN[0], "transfer_out", "05/10/2026", "7-GT").replace("Chuyển đi", word)
    register(office, letter, ended)
    for _ in range(2):
        assert findings(sync(office, 1)) == ["transfer-ended-late"]
    receiver(standin, "now" if confirmed else "refuse")
    office.run("sync")
    if not confirmed:
        assert findings(sync(office, 0)) == []
        assert held(standin)[ONE] == ("active", UNIT)
        return
    office.write("one", MEN[1:5])
    office.write("two", [*MEN[5:], MEN[0]])
    assert findings(sync(office, 1)) == ["transfer-ended-late"]
    back = paper(MEN[0], "transfer_out", "20/10/2026", "1-GT", unit=OTHER, to=UNIT)
    register(office, letter, ended, back)
    office.write("one", MEN[:5])
    office.write("two", MEN[5:])
    office.run("sync")
    assert findings(sync(office, 0)) == []
    assert held(standin)[ONE] == ("active", UNIT)


def test_papers_that_wait_for_a_transfer_on_its_way_are_said(office: Office, standin: LiveStandin) -> None:
    sync(office, 0)
    receiver(standin, "later")
    letter = paper(MEN[0], "transfer_out", "01/10/2026", "7-GT", to=OTHER)
    register(office, letter)
    office.write("one", MEN[1:5])
    sync(office, 0)
    register(office, letter, paper(MEN[0], "decease", "05/10/2026"))
    assert findings(sync(office, 0)) == ["movement-waits"]
    receiver(standin, "now")
    for _ in range(2):
        office.run("sync")
    assert findings(sync(office, 0)) == []
    assert kinds(standin) == ["transfer", "decease"]
    assert held(standin)[ONE] == ("deceased", OTHER)


# ── youth ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_decease_of_a_youth_is_one_of_the_youth_and_the_list_that_has_them_is_asked_about(
    office: Office, standin: LiveStandin
) -> None:
    office.add_list("youth", kind="youth")
    young = person(80)
    office.write("youth", [young, person(81)])
    sync(office, 0)
    register(office, paper(young, "decease"))
    assert holds(sync(office, 3)) == {"gone-but-listed": 1}
    office.write("youth", [{**young, "phone": "0912000111"}, person(81)])
    assert holds(sync(office, 3)) == {"gone-but-listed": 1}
    assert kinds(standin) == []
    office.write("youth", [person(81)])
    assert holds(sync(office, 0)) == {}
    (dead,) = [one for one in standin.people() if one["fields"]["national_id"] == young["national_id"]]
    assert (dead["kind"], dead["status"]) == ("youth", "deceased")
    told = office.ask("report", "movements", "--from", "2000-01-01", "--to", "2099-12-31").json
    assert all(one["deceased"] == 0 for one in told["units"])
    office.write("youth", [young, person(81)])
    for _ in range(2):
        assert holds(sync(office, 3)) == {"gone-but-listed": 1}
    assert kinds(standin) == ["decease"]
