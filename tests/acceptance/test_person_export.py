"""`yumsync person export`: all that is kept of one person, and nothing about anybody else."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import openpyxl
import pytest

from tests.support.office import UNIT, Office, Row, person
from tests.support.standin import LiveStandin

LAN: Row = {**person(61, full_name="Tôn Nữ Khuynh Diệp"), "phone": "0355512345"}
OTHER = person(62)


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    made = Office(tmp_path / "office", standin.url)
    made.add_list("chi-doan-1")
    made.write("chi-doan-1", [LAN, OTHER])
    made.init()
    assert made.run("sync").code == 0
    made.write("chi-doan-1", [{**LAN, "phone": "0355567890"}, OTHER])
    assert made.run("sync").code == 0
    # Her name with another number: is it she? That question is about somebody else's row.
    made.write("chi-doan-1", [{**LAN, "phone": "0355567890"}, {**OTHER, "full_name": LAN["full_name"]}])
    assert made.run("sync").code == 3
    return made


def export(office: Office, name: str, *more: str) -> Path:
    out = office.folder / name
    assert office.run("person", "export", LAN["national_id"], str(out), *more, lang="vi").code == 0
    return out


def test_everything_is_in_it_with_where_it_came_from(office: Office) -> None:
    assert office.run("why", LAN["national_id"]).code == 0
    told = json.loads(export(office, "a.json").read_text("utf-8"))
    story = told["story"]
    record = story["standing"]["record"]
    assert (record["full_name"], record["phone"], story["standing"]["unit"]) == (LAN["full_name"], "0355567890", UNIT)
    values = [{one["field"]: one["new"] for one in each["values"]} for each in story["operations"]]
    assert values[0] == {"phone": "0355567890"}
    assert values[1]["phone"] == LAN["phone"]
    assert values[1]["date_of_birth"] == "-".join(reversed(LAN["date_of_birth"].split("/")))
    assert {(one["place"]["file"], one["place"]["row"]) for one in story["operations"]} == {("chi-doan-1.csv", 2)}
    assert [one["event"] for one in story["looks"]] == ["person.looked-up", "person.exported"]
    assert OTHER["national_id"] not in json.dumps(told)
    with office.app() as app:
        journalled = [dict(one.facts) for one in app.store.journal.entries() if one.event == "person.exported"]
    assert journalled == [{"people": [story["person"]]}]


def test_as_a_page_and_as_a_table(office: Office) -> None:
    page = export(office, "a.html").read_text("utf-8")
    assert LAN["full_name"] in page
    assert "0355512345" in page
    assert OTHER["national_id"] not in page
    sheet = openpyxl.load_workbook(export(office, "a.xlsx")).active
    assert sheet is not None
    cells = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert cells[0] == ["Lúc", "Phần", "Mục", "Nội dung", "Ghi chú"]
    assert any(row[2].startswith("Số điện thoại") and "0355512345 → 0355567890" in row[3] for row in cells)
    assert OTHER["national_id"] not in str(cells)
    for path in office.folder.glob("a.*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((LAN["national_id"], "a.txt"), "person-export-form"),
        (("Không Có Ai", "a.json"), "person-not-kept"),
        ((LAN["national_id"], "yumsync.json"), "file-exists"),
    ],
)
def test_what_cannot_be_written_is_said_and_nobody_was_looked_at(
    office: Office, arguments: tuple[str, str], code: str
) -> None:
    office.put("yumsync.json", "mine")
    said = office.ask("person", "export", arguments[0], str(office.folder / arguments[1]))
    assert (said.code, said.json["error"]["code"]) == (2, code)
    with office.app() as app:
        assert [one for one in app.store.journal.entries() if one.event == "person.exported"] == []
    assert (office.folder / "yumsync.json").read_text() == "mine"
