"""An office in step with a member system that takes one person at a time, honours no keys and forgets what it was
asked: what its profile `rest` describes, through the whole program, with faults on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.profile import PROFILES
from standin.rest.settings import RestSettings
from tests.support.office import HEADERS, UNIT, Office, Row, csv_of, person
from tests.support.standin import LiveStandin, live_standin

COLUMNS = ("member_code", "gender", *HEADERS)
PEOPLE = 12


@pytest.fixture
def standin() -> Iterator[LiveStandin]:
    with live_standin(RestSettings(rate=None)) as standin:
        name, above = UNIT.split(", ")
        standin.put_units([{"id": "u1", "name": above}, {"id": "c1", "name": name, "parent": "u1"}])
        yield standin


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("PASSWORD", "standin")
    quick = "\n[retries]\nattempts = 2\nbase = 0\ncap = 0\n[timeouts]\nlate = 0.2\n"
    text = (PROFILES / "rest.toml").read_text("utf-8") + quick
    (tmp_path / "rest.toml").write_text(text, "utf-8")
    made = Office(tmp_path, f"{standin.url}/api", profile="rest.toml", user="officer", token="env:PASSWORD")
    made.add_list("doan-vien")
    put(made, *map(member, range(1, PEOPLE + 1)))
    made.init()
    return made


def member(serial: int, **other: str) -> Row:
    return person(serial, member_code=str(1_000_000 + serial), gender="Nam", **other)


def put(office: Office, *people: Row) -> None:
    office.put("doan-vien.csv", csv_of(people, COLUMNS))


def effects(standin: LiveStandin) -> list[dict[str, int]]:
    return [held["effects"] for held in standin.members().values()]


def delivered(office: Office) -> dict[str, Any]:
    found: dict[str, Any] = office.ask("sync").json["delivery"]
    return found


def test_a_list_arrives_once_and_a_second_run_sends_nothing(office: Office, standin: LiveStandin) -> None:
    assert delivered(office)["applied"] == PEOPLE
    assert effects(standin) == [{"created": 1, "approved": 1}] * PEOPLE
    assert {held["status"] for held in standin.members().values()} == {"approved"}
    assert delivered(office)["sent"] == 0
    put(office, member(1, phone="0987654321"), *map(member, range(2, PEOPLE + 1)))
    assert delivered(office)["applied"] == 1
    assert standin.members()["1000001"]["phoneNumber"] == "0987654321"
    assert delivered(office)["sent"] == 0
    office.assert_journal_verifies()


@pytest.mark.parametrize(
    "fault",
    [
        {"do": "drop", "when": "after", "nth": [3, 8], "path": "/api/members"},
        {"do": "drop", "when": "before", "nth": [2, 3], "path": "/api/members"},
        {"do": "half", "every": 5, "times": 3, "path": "/api/members"},
        {"do": "status", "when": "after", "status": 500, "nth": [4], "path": "/api/members"},
        {"do": "html", "status": 502, "when": "after", "nth": [5], "path": "/api/members"},
        {"do": "drop", "when": "after", "nth": [2, 6], "method": "PATCH", "path": "/api/members"},
        {"do": "status", "status": 503, "nth": [4, 5, 6], "path": "/api/members"},
        {"do": "garbage", "when": "after", "nth": [3], "path": "/api/members"},
    ],
    ids=lambda fault: f"{fault['do']} {fault.get('when', '')} {fault.get('method', '')}",
)
def test_whatever_happens_on_the_way_nobody_is_lost_and_nobody_is_there_twice(
    office: Office, standin: LiveStandin, fault: dict[str, Any]
) -> None:
    standin.faults(fault)
    runs = [delivered(office) for _ in range(4)]
    assert standin.stats()["faults"], "nothing went wrong on the way"
    assert len(standin.members()) == PEOPLE
    assert [found["created"] for found in effects(standin)] == [1] * PEOPLE
    assert {held["status"] for held in standin.members().values()} == {"approved"}
    assert runs[-1]["sent"] == runs[-1]["unknown"] == runs[-1]["pending"] == 0
    assert sum(run["rejected"] for run in runs) == 0
    assert sum(run["applied"] for run in runs) == PEOPLE


def test_what_it_refuses_is_told_in_its_words_and_holds_nobody_else_up(office: Office, standin: LiveStandin) -> None:
    people = [*map(member, range(1, 4)), {**member(4), "member_code": ""}]
    put(office, *people)
    said = office.run("sync")
    assert said.code == 1
    assert "Mã đoàn viên là bắt buộc" in said.text
    assert sorted(standin.members()) == ["1000001", "1000002", "1000003"]


def test_what_comes_back_otherwise_than_it_was_sent_is_no_difference(office: Office, standin: LiveStandin) -> None:
    """A day of which only the month is known cannot be written there."""
    columns = (*COLUMNS, "Ngày vào Đoàn")
    rows = [member(number, **{"Ngày vào Đoàn": "05/2020"}) for number in range(1, PEOPLE + 1)]
    office.put("doan-vien.csv", csv_of(rows, columns))
    assert delivered(office)["applied"] == PEOPLE
    assert {held.get("joinedDate") for held in standin.members().values()} == {None}
    with office.app() as app, app.reconciliation().compare() as comparison:
        assert [(one.standing, one.fields) for one in comparison] == []
