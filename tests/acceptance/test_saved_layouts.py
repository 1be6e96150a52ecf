"""`check --save-layout` and `layout = "…"`: what an officer confirmed is read, and never by position alone."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from config.wording import LANGUAGES
from tests.acceptance.test_check_explained import EXAMPLES, NOWHERE, ROWS, write
from tests.support.office import Office, people

CSV = "Họ và tên,Ngày sinh,Số hiệu,Lớp\nBùi An,01/02/2004,079204000001,Chi đoàn 1\nLê Bình,02/03/2005,,Chi đoàn 1\n"
OF_HEADERS = {"list-unknown-column", "list-unread-column", "list-typo-header"}
"""What is said of a header that was not plainly recognised; a saved one is."""


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """An office with one list whose ID column nobody would recognise."""
    made = Office(tmp_path, NOWHERE)
    made.add_list("ds", "ds.csv", unit=None)
    made.put("ds.csv", CSV)
    return made


def saved(office: Office, name: str = "p1", *arguments: str) -> Path:
    said = office.run("check", str(office.folder / "ds.csv"), "--save-layout", name, *arguments)
    assert said.code in {0, 1}, said
    assert f"layouts/{name}.toml" in said.out
    return office.folder / "layouts" / f"{name}.toml"


def bind(office: Office, name: str = "p1") -> None:
    office.lists[0]["layout"] = name
    office.configure()


def what_is_read(found: Mapping[str, Any]) -> object:
    """Everything of a check's answer that a layout could change, but for how columns were recognised."""
    return [
        (
            [
                (each["code"], each["place"], each["found"])
                for each in one["findings"]
                if each["code"] not in OF_HEADERS
            ],
            [
                (each["field"], each["letter"], each["value"], each["implies"])
                for each in table["columns"]
                if each["field"]
            ],
            (table["unit"], table["rows"], table["records"], table["aside"], table["units"]),
        )
        for one in found["lists"]
        for table in one["tables"]
    ]


def test_a_column_nobody_knows_is_given_a_field_by_hand(office: Office) -> None:
    """Save, correct, try, bind: the column is read from then on, also by the nightly run."""
    path = saved(office)
    text = path.read_text("utf-8")
    assert '{ letter = "C", header = "Số hiệu", ignore = true },' in text
    path.write_text(
        text.replace('header = "Số hiệu", ignore = true', 'header = "Số hiệu", field = "national_id"'), "utf-8"
    )
    tried = office.ask("check", str(office.folder / "ds.csv"), "--layout", "p1").json
    assert [each["field"] for each in tried["lists"][0]["tables"][0]["columns"]][2] == "national_id"
    bind(office)
    office.init()
    plan = office.ask("plan")
    assert plan.code == 0, plan
    records = [info["operation"]["record"] for info in plan.json["operations"]]
    assert sorted(str(record.get("national_id")) for record in records) == ["079204000001", "None"]
    (table,) = office.ask("check").json["lists"][0]["tables"]
    assert {each["match"] for each in table["columns"]} == {"saved"}


def test_a_changed_layout_makes_every_row_be_read_again(tmp_path: Path, standin: Any) -> None:
    """Rows that did not change are read anew once a column means something else: its content is part of the salt."""
    office = Office(tmp_path, standin.url)
    office.add_list("ds", "ds.csv", unit=None)
    office.put("ds.csv", CSV)
    path = saved(office)
    bind(office)
    office.init()
    assert office.run("sync").code == 0
    assert office.ask("plan").json["lists"][0]["tally"]["unchanged"] == 2
    path.write_text(path.read_text("utf-8").replace('Số hiệu", ignore = true', 'Số hiệu", field = "phone"'), "utf-8")
    tally = office.ask("plan").json["lists"][0]["tally"]
    assert tally["unchanged"] == 0
    path.write_text(
        path.read_text("utf-8").replace('Số hiệu", field = "phone"', 'Số hiệu", field = "national_id"'), "utf-8"
    )
    assert office.run("sync").code == 0
    assert sorted(str(one["fields"].get("national_id")) for one in standin.people()) == ["079204000001", "None"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_header_that_moved_refuses_the_list_and_says_how_to_go_on(office: Office, lang: str) -> None:
    """The finding names the column, the saved header, the one found; nothing of the list is used."""
    saved(office)
    bind(office)
    office.init()
    office.put("ds.csv", "Họ và tên,Số hiệu,Ngày sinh,Lớp\nBùi An,079204000001,01/02/2004,Chi đoàn 1\n")
    said = office.run("plan", lang=lang)
    assert said.code == 7
    for wanted in ("B1", "“Ngày sinh”", "“Số hiệu”", "C1", "“p1”"):
        assert wanted in said.out, said.out
    assert office.ask("plan").json["operations"] == []
    again = office.run("check", str(office.folder / "ds.csv"), "--save-layout", "p1", "--force", lang=lang)
    assert again.code == 0
    assert office.run("check", lang=lang).code == 0


def test_a_layout_corrected_by_hand_is_not_overwritten(office: Office) -> None:
    """Only --force replaces it; saving the same again is no matter."""
    path = saved(office)
    saved(office)
    path.write_text(path.read_text("utf-8") + "# của tôi\n", "utf-8")
    said = office.run("check", str(office.folder / "ds.csv"), "--save-layout", "p1")
    assert said.code == 2
    assert "layouts/p1.toml" in said.err
    assert "--force" in said.err
    assert path.read_text("utf-8").endswith("# của tôi\n")
    saved(office, "p1", "--force")
    assert "của tôi" not in path.read_text("utf-8")


def test_the_lists_of_the_configuration_can_be_saved_too(office: Office) -> None:
    """`check --save-layout NAME` without files reads the lists, also one whose saved layout no longer fits."""
    assert office.run("check", "--save-layout", "all").code == 0
    bind(office, "all")
    office.put("ds.csv", CSV.replace("Số hiệu", "Số thẻ CCCD"))
    assert office.run("check").code == 7
    assert office.run("check", "--save-layout", "all", "--force").code == 0
    assert office.run("check").code == 0


def test_every_problem_of_a_layout_is_said_at_once(office: Office) -> None:
    """As for yumsync.toml: the file, each key, the next step; and nothing was done."""
    path = saved(office)
    text = (
        path.read_text("utf-8")
        .replace("version = 1", "version = 9")
        .replace('field = "full_name"', 'field = "fullname"')
    )
    path.write_text(text.replace("header_rows = [1]", "header_rows = [0]"), "utf-8")
    bind(office)
    said = office.ask("check")
    assert said.code == 2
    assert {each["code"] for each in said.json["error"]["problems"]} == {
        "config-layout-version",
        "config-layout-rows",
        "config-layout-field-near",
        "config-layout-no-name",
    }
    spoken = office.run("check", lang="vi")
    assert "layouts/p1.toml có 4 chỗ phải sửa" in spoken.err
    assert "table[1].columns[1].field" in spoken.err
    assert "full_name" in spoken.err


def test_a_layout_that_is_not_there(office: Office) -> None:
    """Named with the command that makes it."""
    bind(office, "gone")
    said = office.run("check", lang="vi")
    assert said.code == 2
    assert "layouts/gone.toml" in said.err
    assert "--save-layout gone" in said.err


def test_a_name_that_is_a_path_is_refused(office: Office) -> None:
    """In the configuration and on the command line; nothing is written outside."""
    office.lists[0]["layout"] = "../x"
    office.configure()
    assert "list[1].layout" in office.run("check").err
    del office.lists[0]["layout"]
    office.configure()
    said = office.run("check", str(office.folder / "ds.csv"), "--save-layout", "../../x")
    assert said.code == 2
    assert not list(office.folder.rglob("x.toml"))


def test_sheets_the_layout_names(office: Office) -> None:
    """A sheet that was renamed is asked about, in both directions."""
    office.lists[0]["path"] = "ds.xlsx"
    office.configure()
    path = write(office.folder / "ds.xlsx", ROWS)
    assert office.run("check", str(path), "--save-layout", "p1").code == 1
    assert 'sheets = ["Chi đoàn 2"]' in (office.folder / "layouts" / "p1.toml").read_text("utf-8")
    bind(office)
    assert office.run("check").code == 1
    layout = office.folder / "layouts" / "p1.toml"
    layout.write_text(layout.read_text("utf-8").replace('Chi đoàn 2"]', 'Chi đoàn 3"]'), "utf-8")
    found = office.ask("check")
    assert found.code == 7
    codes = {each["code"] for each in found.json["lists"][0]["findings"]}
    assert {"list-layout-sheet", "list-layout-no-sheet"} <= codes
    layout.write_text(layout.read_text("utf-8").replace('sheets = ["Chi đoàn 3"]\n', ""), "utf-8")
    assert office.run("check").code == 1


def test_a_table_that_was_refused_can_be_corrected(office: Office) -> None:
    """Two columns claim one field: nothing is guessed, the officer says in the layout which one it is."""
    office.put(
        "ds.csv", "Họ và tên,Ngày sinh,CCCD,CMND,Lớp\nBùi An,01/02/2004,079204000001,079204000002,Chi đoàn 1\n"
    )
    said = office.run("check", str(office.folder / "ds.csv"), "--save-layout", "p1")
    assert said.code == 7
    path = office.folder / "layouts" / "p1.toml"
    text = path.read_text("utf-8")
    bind(office)
    assert office.run("check").code == 7  # as it stands it is no better
    path.write_text(text.replace('header = "CMND", field = "national_id"', 'header = "CMND", ignore = true'), "utf-8")
    assert office.run("check").code == 0


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_saved_and_read_again_gives_the_same(path: Path, tmp_path: Path) -> None:
    """Round trip over every layout officers keep: the same people, rows set aside and findings."""
    office = Office(tmp_path, NOWHERE)
    office.add_list("x", "x.csv")
    first = office.ask("check", str(path), "--save-layout", "x")
    if not first.json["lists"][0]["tables"] if first.code != 2 else True:
        return  # nothing was recognised, so there is nothing to save
    again = office.ask("check", str(path), "--layout", "x")
    assert again.code == first.code
    assert what_is_read(again.json) == what_is_read(first.json)


def test_saving_is_told_to_other_programs(office: Office) -> None:
    """And the people of the list are as many as without."""
    office.put("ds.csv", (office.write("people", people(3)).read_text("utf-8")))
    said = office.ask("check", str(office.folder / "ds.csv"), "--save-layout", "p1").json
    assert said["saved_layout"] == "layouts/p1.toml"
    assert said["annotated"] is None
