"""The tree of units through the program's door: imported, shown, and what it does to people's lists.

Units and people are fabricated.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter  # type: ignore[import-untyped]

from tests.support.office import HEADERS, Office, Row, held, people, person, table
from tests.support.standin import LiveStandin

COLUMNS = (*HEADERS, "unit")
UNITS = """\
Mã đơn vị,Tên đơn vị,Cấp,Cấp trên,Từ ngày,Đến ngày,Sáp nhập vào
68,Tỉnh đoàn Lâm Đồng,tỉnh đoàn,,,,
P1,Đoàn phường Phú Thủy,đoàn cơ sở,68,,,
P2,Đoàn phường Mũi Né,đoàn cơ sở,68,,,
,Chi đoàn 1,chi đoàn,P1,,,
,Chi đoàn 2,chi đoàn,P1,,,
,Chi đoàn 1,chi đoàn,P2,,,
"""
HOME = "Chi đoàn 1, Đoàn phường Phú Thủy"


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    """An office without a list."""
    made = Office(tmp_path / "office", standin.url)
    made.configure()
    return made


@pytest.fixture
def members(office: Office) -> Office:
    """An office with one list of members with a unit column, and no tree."""
    office.add_list("doan-vien", unit=None)
    office.init()
    return office


def write(office: Office, rows: Sequence[Row]) -> None:
    """Write the list of members; a unit's path holds commas."""
    with (office.folder / "doan-vien.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(table(rows, COLUMNS))


def add_units(office: Office, text: str = UNITS, **keys: object) -> None:
    office.put("don-vi.csv", text)
    office.add_list("don-vi", kind="units", unit=None, **keys)


def in_unit(unit: str, count: int = 3) -> list[Row]:
    return [{**row, "unit": unit} for row in people(count)]


def units_of(standin: LiveStandin) -> list[str]:
    return sorted(one["unit"] for one in standin.people())


def test_units_are_read_before_people_and_sent_under_their_path(members: Office, standin: LiveStandin) -> None:
    add_units(members)
    rows = [
        person(1, unit="CĐ 01, ĐCS phường Phú Thuỷ"),
        person(2, unit="P2"),
        person(3, unit="Chi đoàn 2, P. Phú Thủy"),
    ]
    write(members, rows)
    # The third names a ward and not its union: a warning, and the unit goes as it was typed.
    first = members.ask("sync")
    assert first.code == 0, first.text
    assert units_of(standin) == sorted([HOME, "Đoàn phường Mũi Né, Tỉnh đoàn Lâm Đồng", "Chi đoàn 2, P. Phú Thủy"])
    assert [one["name"] for one in first.json["plan"]["units"]] == ["don-vi"]
    assert [one["name"] for one in first.json["plan"]["lists"]] == ["doan-vien"]
    assert members.run("sync").code == 0
    assert standin.stats()["effects"] == 3


def test_one_unit_typed_in_two_ways_is_no_move(members: Office, standin: LiveStandin) -> None:
    add_units(members)
    write(members, in_unit("Chi đoàn 1, Đoàn phường Phú Thủy"))
    assert members.run("sync").code == 0
    effects = standin.stats()["effects"]
    for typed in ("CĐ 1, ĐCS phường Phú Thuỷ", "Chi đoàn Chi đoàn 01, Đoàn P. Phú Thủy, Tỉnh đoàn Lâm Đồng"):
        write(members, in_unit(typed))
        said = members.run("sync")
        assert said.code == 0, said.text
    assert standin.stats()["effects"] == effects
    write(members, in_unit("Chi đoàn 2, Đoàn phường Phú Thủy"))
    assert members.run("sync").code == 3  # another unit is a question all the same


WARD = "Đoàn phường Phú Thủy, Tỉnh đoàn Lâm Đồng"


@pytest.mark.parametrize(
    ("typed", "sent"),
    [("CĐ 1, ĐCS Phường Phú Thuỷ", "CĐ 1, ĐCS Phường Phú Thuỷ"), ("Chi đoàn 1", f"Chi đoàn 1, {WARD}")],
)
def test_a_tree_that_comes_later_moves_nobody(office: Office, standin: LiveStandin, typed: str, sent: str) -> None:
    """What was sent before there was a tree is the same unit once there is one."""
    office.add_list("doan-vien", unit=WARD)
    office.init()
    write(office, in_unit(typed))
    assert office.run("sync").code == 0
    assert units_of(standin) == [sent] * 3
    add_units(office)
    effects = standin.stats()["effects"]
    assert office.run("sync").code == 0
    assert standin.stats()["effects"] == effects
    changed = [{**row, "phone": "0912345678"} if number == 0 else row for number, row in enumerate(in_unit(typed))]
    write(office, changed)
    assert office.run("sync").code == 0
    assert units_of(standin) == sorted([HOME, sent, sent])


def test_a_unit_that_is_renamed_or_moved_sends_nothing_and_one_that_is_merged_asks(
    members: Office, standin: LiveStandin
) -> None:
    """Whoever is in the unit stays who they are. Into another unit they follow theirs, once an officer said so."""
    add_units(members)
    write(members, in_unit(HOME))
    assert members.run("sync").code == 0
    effects = standin.stats()["effects"]
    renamed = UNITS.replace("P1,Đoàn phường Phú Thủy", "P1,Đoàn phường Phan Thiết")
    merged = UNITS.replace(
        "P1,Đoàn phường Phú Thủy,đoàn cơ sở,68,,,", "P1,Đoàn phường Phú Thủy,,68,,30/06/2025,P3"
    ) + ("P3,Đoàn phường Hàm Thắng,đoàn cơ sở,68,01/07/2025,,\nB3,Chi đoàn Một,,P3,,,\n")
    merged = merged.replace(",Chi đoàn 1,chi đoàn,P1,,,", ",Chi đoàn 1,chi đoàn,P1,,30/06/2025,B3")
    moved = UNITS.replace(",Chi đoàn 1,chi đoàn,P1,,,", ",Chi đoàn 1,chi đoàn,P1,,,\nX,Đoàn khối,,68,,,", 1)
    moved = moved.replace("P1,Đoàn phường Phú Thủy,đoàn cơ sở,68", "P1,Đoàn phường Phú Thủy,đoàn cơ sở,X")
    for text in (renamed, UNITS, moved, UNITS):
        members.put("don-vi.csv", text)
        said = members.run("sync")
        assert said.code == 0, said.text
    assert standin.stats()["effects"] == effects
    members.put("don-vi.csv", merged)
    for unit in (HOME, "Chi đoàn Một, Đoàn phường Hàm Thắng"):
        write(members, in_unit(unit))
        said = members.ask("sync")
        assert (said.code, said.json["plan"]["holds_total"]) == (3, {"reorganisation": 1}), said.text
    assert standin.stats()["effects"] == effects
    assert units_of(standin) == [HOME] * 3
    assert members.run("holds", "approve", "--code", "reorganisation", "--reason", "Sáp nhập", "--yes").code == 0
    assert members.run("sync").code == 0
    assert units_of(standin) == ["Chi đoàn Một, Đoàn phường Hàm Thắng"] * 3
    assert members.ask("sync").json["delivery"]["sent"] == 0
    members.assert_journal_verifies()


def test_an_ambiguous_unit_stops_its_rows_and_names_the_candidates(members: Office, standin: LiveStandin) -> None:
    add_units(members)
    write(members, [person(1, unit="Chi đoàn 1"), person(2, unit=HOME)])
    said = members.run("sync", lang="vi")
    assert said.code == 1
    assert "Chi đoàn 1, Đoàn phường Phú Thủy; Chi đoàn 1, Đoàn phường Mũi Né" in said.out
    assert list(held(standin)) == [person(2)["national_id"]]


def test_the_policy_may_stop_rows_of_unknown_units(members: Office, standin: LiveStandin) -> None:
    add_units(members)
    members.configure(settings='[policy]\nunits.unknown = "error"\n')
    write(members, [person(1, unit="Chi đoàn 7, Đoàn phường Phú Thủy"), person(2, unit=HOME)])
    assert members.run("sync").code == 1
    assert list(held(standin)) == [person(2)["national_id"]]


def test_unchanged_rows_are_read_again_when_the_tree_says_otherwise_of_their_unit(
    members: Office, standin: LiveStandin
) -> None:
    """A second branch of that name came: what the rows meant yesterday is ambiguous today."""
    add_units(members, UNITS.replace(",Chi đoàn 1,chi đoàn,P1", "B1,Chi đoàn 1,chi đoàn,P1"))
    write(members, in_unit(HOME))
    assert members.run("sync").code == 0
    again = members.ask("sync")
    assert again.json["plan"]["lists"][0]["tally"]["unchanged"] == 3
    members.put(
        "don-vi.csv", UNITS.replace(",Chi đoàn 1,chi đoàn,P1", "B1,Chi đoàn 1,chi đoàn,P1") + "B2,Chi đoàn 1,,P1,,,\n"
    )
    said = members.ask("sync")
    assert said.code == 1
    assert said.json["plan"]["lists"][0]["tally"]["in_error"] == 3
    assert units_of(standin) == [HOME] * 3


def test_a_preview_and_a_check_keep_no_tree(members: Office) -> None:
    add_units(members)
    write(members, in_unit(HOME))
    assert members.run("check").code == 0
    assert members.run("plan").code == 0
    assert members.count("SELECT count(*) FROM unit") == 0
    assert members.run("units", "import").code == 0
    assert members.count("SELECT count(*) FROM unit") == 6


def test_a_file_checked_by_itself_is_read_by_the_same_units(members: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before an import, from the lists of units; after it also where those are gone."""
    add_units(members)
    write(members, in_unit("CĐ 1, Đoàn phường Phú Thủy"))
    monkeypatch.chdir(members.folder)
    assert HOME in members.run("check", "doan-vien.csv").out
    assert members.run("units", "import").code == 0
    members.lists.pop()
    members.configure()
    assert HOME in members.run("check", "doan-vien.csv").out
    assert HOME in members.run("check").out


def test_a_list_of_units_that_cannot_be_read_changes_nothing_and_the_rest_goes_on(
    members: Office, standin: LiveStandin
) -> None:
    add_units(members)
    write(members, in_unit("CĐ 1, Đoàn phường Phú Thủy"))
    assert members.run("units", "import").code == 0
    for broken in ("STT,Ghi chú\n1,x\n", UNITS + '"', UNITS.replace("Phú Thủy", "Ph? Th?y"), ""):
        members.put("don-vi.csv", broken)
        assert members.run("units", "import").code == 7
        assert members.run("sync").code == 7
        assert members.count("SELECT count(*) FROM unit") == 6
    assert units_of(standin) == [HOME] * 3


def test_a_list_of_units_may_be_a_workbook_or_a_database(members: Office) -> None:
    rows = [line.split(",") for line in UNITS.splitlines()]
    with xlsxwriter.Workbook(str(members.folder / "don-vi.xlsx")) as book:
        sheet = book.add_worksheet("Đơn vị")
        sheet.write(0, 0, "TỈNH ĐOÀN LÂM ĐỒNG")
        for number, row in enumerate(rows, 2):
            sheet.write_row(number, 0, row)
    members.add_list("bang", "don-vi.xlsx", kind="units", unit=None)
    assert members.ask("units", "import").json["units"][0]["counts"] == {"new": 6}
    with sqlite3.connect(members.folder / "don-vi.db") as database:
        database.execute("CREATE TABLE dv (ma, ten, cap_tren)")
        database.executemany("INSERT INTO dv VALUES (?, ?, ?)", [(row[0], row[1], row[3]) for row in rows[1:]])
    database.close()
    members.lists[-1] = {
        "name": "bang",
        "kind": "units",
        "url": "sqlite:///don-vi.db",
        "query": 'SELECT ma AS "Mã", ten AS "Tên", cap_tren AS "Cấp trên" FROM dv',
    }
    members.configure()
    again = members.ask("units", "import").json
    assert (again["units"][0]["counts"], again["changed"]) == ({"same": 6}, 0)


TREE = [
    {"id": "7", "name": "Tỉnh đoàn Lâm Đồng", "code": "68", "vintage": "2025-07-01"},
    {"id": "8", "name": "Đoàn phường Phú Thủy", "code": "22924", "vintage": "2025-07-01", "parent": "7"},
    {"id": "9", "name": "Chi đoàn 1", "parent": "8", "valid_from": "2025-07-01"},
    {"id": "10", "name": "Đoàn phường Thanh Hải", "parent": "7", "valid_to": "2025-06-30", "successors": ["8"]},
]


def test_the_upstreams_own_tree_is_imported_and_shown(members: Office, standin: LiveStandin) -> None:
    standin.put_units(TREE)
    assert members.run("units").code == 0
    first = members.ask("units", "import", "--upstream").json
    assert (first["size"], first["changed"], first["units"][0]["counts"]) == (4, 4, {"new": 4})
    shown = members.ask("units", "22924").json
    assert shown["path"] == "Đoàn phường Phú Thủy, Tỉnh đoàn Lâm Đồng"
    assert shown["predecessors"] == ["Đoàn phường Thanh Hải, Tỉnh đoàn Lâm Đồng"]
    assert shown["children"] == [HOME]
    closed = members.ask("units", "Đoàn phường Thanh Hải").json
    assert (closed["open"], closed["valid_to"], closed["successors"]) == (False, "2025-06-30", [shown["path"]])
    renamed = [{**TREE[0]}, {**TREE[1], "name": "Đoàn phường Phan Thiết"}, *TREE[2:]]
    standin.put_units(renamed)
    assert members.ask("units", "import", "--upstream").json["changed"] == 1
    assert members.ask("units", HOME).json["path"] == "Chi đoàn 1, Đoàn phường Phan Thiết"
    lines = members.run("units", lang="vi").out.splitlines()
    assert lines[:3] == ["Tỉnh đoàn Lâm Đồng  [68]", "  Đoàn phường Phan Thiết  [22924]", "    Chi đoàn 1"]
    assert "Đoàn phường Thanh Hải" in members.run("units", "--closed").out


def test_an_upstream_that_breaks_off_in_the_middle_changes_nothing(members: Office, standin: LiveStandin) -> None:
    standin.put_units(TREE)
    standin.faults({"do": "garbage", "method": "GET", "path": "/v1/units"})
    assert members.run("units", "import", "--upstream").code == 4
    assert members.count("SELECT count(*) FROM unit") == 0
    standin.calm()
    assert members.run("units", "import", "--upstream").code == 0


def test_what_is_not_there_is_said_with_the_next_step(members: Office) -> None:
    assert members.run("units", "import").code == 2
    add_units(members)
    assert members.run("units", "import").code == 0
    for asked, word in (
        ("Chi đoàn 1", HOME),
        ("Chi doan 2, Doan phuong Phu Thuy", "Chi đoàn 2, Đoàn phường Phú Thủy"),
    ):
        said = members.run("units", asked, lang="vi")
        assert said.code == 2
        assert word in said.text
    assert members.ask("units", "Chi đoàn 2").json["path"] == "Chi đoàn 2, Đoàn phường Phú Thủy"
