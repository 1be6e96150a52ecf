"""A marked column whose header is no word of its code list: told once, at the header, and no mark in it is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.office import Office, held
from tests.support.standin import LiveStandin

LIST = """\
STT,Họ và tên,Ngày sinh,Số CCCD,Trình độ văn hóa,,
,,,,THCS,THPT,12/12
1,Bùi An,01/02/2004,060204000031,,x,
2,Lê Bình,01/02/2005,060205000032,,x,
3,Võ Cam,01/02/2006,060206000033,,,x
4,Hồ Đào,01/02/2006,060206000034,x,,
"""
SCHOOL = {"060204000031": None, "060205000032": None, "060206000033": "Hệ 12/12", "060206000034": "Trung học cơ sở"}
"""By the domain book, §4: "12/12" is a word for Hệ 12/12 and THCS one for Trung học cơ sở; THPT has two readings."""


HEAD = ("mark-header-unknown", 2, "F")


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    office = Office(tmp_path, standin.url)
    office.put("ds.csv", LIST)
    office.add_list("ds")
    assert office.run("init").code == 0
    return office


def heads(findings: list[dict[str, Any]]) -> list[tuple[str, int, str]]:
    return [(one["code"], one["place"]["row"], one["place"]["column"]) for one in findings]


def test_it_is_told_once_at_the_header_and_no_row_is_blamed(office: Office) -> None:
    [checked] = office.ask("check").json["lists"]
    assert heads(checked["findings"]) == [HEAD]
    [planned] = office.ask("plan").json["lists"]
    assert heads(planned["findings"]) == [HEAD]


def test_a_mark_under_it_states_nothing_and_those_under_words_state_theirs(
    office: Office, standin: LiveStandin
) -> None:
    assert office.run("sync").code == 0
    assert {number: one.get("education_level") for number, one in held(standin).items()} == SCHOOL


def test_it_is_told_again_as_long_as_the_header_stands(office: Office) -> None:
    """Also when no row changed."""
    assert office.run("sync").code == 0
    [planned] = office.ask("plan").json["lists"]
    assert heads(planned["findings"]) == [HEAD]
