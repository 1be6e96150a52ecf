"""The example of a profile, `examples/profiles/member-system.toml`, as somebody wrote it who had nothing but the
description of an interface: it is short, and by it a member system comes to hold what lists and papers say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from standin.rest.settings import RestSettings
from tests.support.office import HEADERS, ROOT, UNIT, Office, Row, person
from tests.support.standin import LiveStandin, live_standin

PROFILE = ROOT / "examples" / "profiles" / "member-system.toml"
FEWER_LINES_THAN = 80
OTHER = "Chi đoàn 2, Đoàn phường Phú Thủy"
COLUMNS = ("member_code", "gender", *HEADERS)
REGISTER = "Mã đoàn viên,Họ và tên,Ngày sinh,Đơn vị,Loại biến động,Ngày,Số quyết định,Nơi chuyển đến"
STANDING = ("status", "activityStatus")
RECORD = ("fullName", "dateOfBirth", "gender", "identityNumber", "phoneNumber", "email")


@pytest.fixture
def standin() -> Iterator[LiveStandin]:
    with live_standin(RestSettings(rate=None)) as running:
        above = UNIT.split(", ")[1]
        tree = [{"id": "u1", "name": above}, {"id": "u2", "name": "Đoàn xã Thiện Nghiệp"}]
        branches = [("c1", "Chi đoàn 1", "u1"), ("c2", "Chi đoàn 2", "u1"), ("c3", "Chi đoàn 1", "u2")]
        running.put_units([*tree, *({"id": id_, "name": name, "parent": parent} for id_, name, parent in branches)])
        running.log_in()
        yield running


@pytest.fixture
def profile(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The example as it is, or, where a test says after how many seconds nothing takes effect that was given up, with
    these."""
    late = getattr(request, "param", None)
    if late is None:
        return PROFILE
    file = tmp_path / "impatient.toml"
    file.write_text(f"{PROFILE.read_text('utf-8')}\n[timeouts]\nlate = {late}\n", "utf-8")
    return file


@pytest.fixture
def office(tmp_path: Path, profile: Path, standin: LiveStandin, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setenv("PASSWORD", "standin")
    made = Office(tmp_path, f"{standin.url}/api", profile=str(profile), user="officer", token="env:PASSWORD")
    made.add_list("one")
    made.add_list("two", unit=OTHER)
    made.add_list("register", kind="movements", complete=None, unit=None)
    made.init()
    return made


def member(serial: int, **other: str) -> Row:
    return person(serial, member_code=str(1_000_000 + serial), gender="Nữ", **other)


def night(office: Office, one: list[Row], two: list[Row], *papers: str) -> dict[str, int]:
    """Put the lists and the register, run, and return what became of the changes."""
    for name, rows in {"one": one, "two": two}.items():
        office.write(name, rows, COLUMNS)
    office.put("register.csv", "\n".join([REGISTER, *papers]) + "\n")
    said = office.ask("sync")
    assert said.code == 0, said.text
    told: dict[str, int] = said.json["delivery"]
    return told


def paper(one: Row, word: str, unit: str, to: str = "") -> str:
    """One line of the register."""
    who = ",".join(one[name] for name in ("member_code", "full_name", "date_of_birth"))
    return f'{who},"{unit}",{word},01/10/2026,12-QĐ/ĐTN,"{to}"'


def shown(standin: LiveStandin) -> dict[str, tuple[str, ...]]:
    """Return everybody as the interface shows them, by code: their branch, where they stand, and their record."""
    cells = standin.http.get("/api/cells").raise_for_status().json()["data"]
    names = {cell["id"]: f"{cell['name']}, {cell['UnionBranch']['name']}" for cell in cells}
    people = standin.http.get("/api/members", params={"limit": 100}).raise_for_status().json()["data"]
    return {
        one["memberCode"]: (names[one["unionCellId"]], *(one[name] for name in STANDING + RECORD)) for one in people
    }


def wanted(row: Row, unit: str, activity: str = "active") -> tuple[str, ...]:
    """What it is to show of a row."""
    born = "-".join(reversed(row["date_of_birth"].split("/")))
    record = (row["full_name"], born, "female", row["national_id"], row["phone"], row["email"])
    return (unit, "approved", activity, *record)


def test_it_is_short() -> None:
    assert len(PROFILE.read_text("utf-8").splitlines()) < FEWER_LINES_THAN


def test_what_lists_and_papers_say_is_what_the_member_system_shows(office: Office, standin: LiveStandin) -> None:
    first, second = [member(serial) for serial in range(1, 8)], [member(serial) for serial in range(8, 13)]
    assert night(office, first, second)["applied"] == 12
    created = {row["member_code"]: wanted(row, UNIT) for row in first}
    created |= {row["member_code"]: wanted(row, OTHER) for row in second}
    assert shown(standin) == created
    assert night(office, first, second)["sent"] == 0

    changed, matured, away = member(1, phone="0987654321"), first[2], first[3]
    moved = member(2, phone="0987654322")  # in one night with the transfer
    papers = [
        paper(moved, "Chuyển đi", UNIT, OTHER),
        paper(matured, "Trưởng thành", UNIT),
        paper(away, "Đi làm ăn xa", UNIT, "Bình Dương"),
    ]
    ones, twos = [changed, *first[3:]], [moved, *second]
    assert night(office, ones, twos, *papers)["applied"] == 4
    assert shown(standin) == created | {
        changed["member_code"]: wanted(changed, UNIT),
        moved["member_code"]: wanted(moved, OTHER),
        matured["member_code"]: wanted(matured, UNIT, "graduated"),
        away["member_code"]: wanted(away, UNIT, "paused"),
    }
    assert night(office, ones, twos, *papers)["sent"] == 0
    assert night(office, ones, twos, *papers, paper(away, "Trở về", UNIT))["applied"] == 1
    assert shown(standin)[away["member_code"]] == wanted(away, UNIT)


@pytest.mark.parametrize("profile", [1], indirect=True)
def test_an_approval_that_was_lost_is_made_up_for(office: Office, standin: LiveStandin) -> None:
    rule = {"do": "drop", "method": "PATCH", "path": "/api/members/*/approve", "nth": 1, "when": "before"}
    standin.faults(rule)
    rows = [member(1), member(2)]
    night(office, rows, [])
    assert shown(standin) == {row["member_code"]: wanted(row, UNIT) for row in rows}
    assert {held["effects"]["created"] for held in standin.members().values()} == {1}
