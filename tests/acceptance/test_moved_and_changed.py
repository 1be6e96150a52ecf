"""Somebody moves and gives another phone number in the same night. Where the upstream takes a movement without the
record, both arrive all the same, and the ledger never says that it holds what was not sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.office import HEADERS, Office, Row, csv_of, person
from tests.support.records import by_record
from tests.support.standin import LiveStandin

FIRST, SECOND = "Chi đoàn 1, Đoàn phường Phú Thủy", "Chi đoàn 2, Đoàn phường Phú Thủy"
COLUMNS = ("member_code", "gender", *HEADERS)
HEADER = "Họ và tên,Ngày sinh,CCCD,Đơn vị,Loại biến động,Ngày,Số quyết định,Nơi chuyển đến\n"
NEW = "0987654321"


def member(serial: int, **other: str) -> Row:
    return person(serial, member_code=str(1_000_000 + serial), gender="Nam", **other)


def put(office: Office, first: list[Row], second: list[Row]) -> None:
    office.put("a.csv", csv_of(first, COLUMNS))
    office.put("b.csv", csv_of(second, COLUMNS))


def paper(one: Row, movement: str, to: str = "") -> str:
    facts = (
        one["full_name"],
        one["date_of_birth"],
        one["national_id"],
        f'"{FIRST}"',
        movement,
        "01/10/2026",
        "12-QĐ/ĐTN",
    )
    return HEADER + ",".join((*facts, f'"{to}"')) + "\n"


@pytest.fixture
def setting(tmp_path: Path) -> Iterator[tuple[Office, LiveStandin]]:
    with by_record(tmp_path) as (office, standin):
        text = office.config.read_text("utf-8")
        lists = f'[[list]]\nname = "b"\nunit = "{SECOND}"\npath = "b.csv"\ncomplete = true\n'
        register = '[[list]]\nname = "so"\nkind = "movements"\npath = "so.csv"\n'
        office.config.write_text(f"{text}\n{lists}\n{register}", "utf-8")
        put(office, [member(1), member(2)], [member(3)])
        office.put("so.csv", HEADER)
        assert office.ask("sync").json["delivery"]["applied"] == 3
        yield office, standin


def held(standin: LiveStandin, serial: int) -> tuple[str, int]:
    one = standin.members()[str(1_000_000 + serial)]
    return str(one["phoneNumber"]), len(one["transfers"])


def test_both_arrive_and_a_further_run_sends_nothing(setting: tuple[Office, LiveStandin]) -> None:
    office, standin = setting
    put(office, [member(2)], [member(3), member(1, phone=NEW)])
    office.put("so.csv", paper(member(1), "Chuyển đi", SECOND))
    assert office.ask("sync").json["delivery"]["applied"] == 2
    assert held(standin, 1) == (NEW, 1)
    assert office.ask("sync").json["delivery"]["sent"] == 0
    assert held(standin, 1) == (NEW, 1)


def test_who_leaves_with_another_number_leaves(setting: tuple[Office, LiveStandin]) -> None:
    office, standin = setting
    put(office, [member(2)], [member(3)])
    office.put("so.csv", paper(member(1), "Trưởng thành"))
    assert office.ask("sync").json["delivery"]["applied"] == 1
    assert standin.members()["1000001"]["activityStatus"] == "graduated"
    assert office.ask("sync").json["delivery"]["sent"] == 0


def test_where_the_movement_is_refused_the_record_does_not_move_anybody(setting: tuple[Office, LiveStandin]) -> None:
    office, standin = setting
    standin.faults({"do": "status", "status": 400, "every": 1, "method": "POST", "path": "/api/members/*/transfer"})
    put(office, [member(2)], [member(3), member(1, phone=NEW)])
    office.put("so.csv", paper(member(1), "Chuyển đi", SECOND))
    said = office.ask("sync")
    assert (said.json["delivery"]["applied"], said.json["delivery"]["rejected"]) == (0, 1)
    before = standin.members()["1000001"]
    assert (before["phoneNumber"], before["transfers"]) == (member(1)["phone"], [])
    standin.calm()
    again = office.ask("sync", "--retry-refused")
    assert again.json["delivery"]["rejected"] == 0
    assert held(standin, 1) == (NEW, 1)
