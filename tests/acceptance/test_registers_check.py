"""Every example register of `examples/registers/` is read for the movements an officer sees in it.

What those are stands in `NAME.expected.toml` beside each file, written by hand from the file: every row's person,
movement, day and facts, every row set aside, every finding with its cell, every refusal.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import tomllib
import zipfile
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from config.charter import load_movements
from examples.making.registers import REGISTERS
from sync.lists.reading import place_of
from sync.papers.lives import Movement
from sync.papers.registers import Register
from sync.papers.rows import RegisterRows
from sync.ports import Table
from sync.reports import ListReport
from sync.values import Finding, ListKind, SetAside, Severity
from tests.support.office import ROOT, Office, Said
from yumsync.checkfiles import check_files

FOLDER = ROOT / "examples" / "registers"
DOCS = ROOT / "docs" / "lists.md"
EXPECTED = ".expected.toml"
NAMES = sorted(path.name.removesuffix(EXPECTED) for path in FOLDER.glob(f"*{EXPECTED}"))
NOWHERE = "http://127.0.0.1:1"


@dataclass
class Read:
    """What the program made of one table of a register."""

    table: Table
    rows: dict[int, dict[str, Any]] = field(default_factory=dict)
    aside: dict[int, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def expected_of(name: str) -> dict[str, Any]:
    """Return what was written down of an example."""
    return tomllib.loads((FOLDER / f"{name}{EXPECTED}").read_text("utf-8"))


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """The name of each example in turn."""
    return str(request.param)


def read(name: str, folder: Path) -> list[Read]:
    """Read an example as planning does: as a `[[list]]` of `kind = "movements"`."""
    office = Office(folder, NOWHERE)
    office.lists.append({"name": "so", "kind": "movements", "path": str(FOLDER / name)})
    office.configure()
    register, found = Register(load_movements()), []
    with office.app() as app:
        (source,) = app.sources()
        reading = app.reading()
        for table in source.tables():
            assert not isinstance(table, Finding), table
            one = Read(table, aside={aside.row: aside.reason for aside in table.preamble})
            rows = RegisterRows(register, table.columns, place_of(table, source), table.layout.movement)
            clean = reading.reader(table, source)
            for chunk in table.chunks():
                for index, number in enumerate(chunk.numbers):
                    row = clean(number, chunk.cells(index))
                    if isinstance(row, SetAside):
                        one.aside[number] = row.reason
                        continue
                    one.findings += row.findings
                    stated = rows.movement(row)
                    if stated is not None:
                        one.findings += rows.findings(row, stated)
                    one.rows[number] = {"person": {key: value for key, value in row.values.items() if value}}
                    if isinstance(stated, Movement):
                        one.rows[number] |= {
                            "movement": stated.type,
                            "on": stated.on,
                            "facts": dict(stated.facts),
                            "unit": stated.unit,
                            "place": stated.place.row,
                        }
            found.append(one)
    return found


def test_a_register_is_read_for_the_movements_it_states(name: str, tmp_path: Path) -> None:
    expected = expected_of(name)
    if "refused" in expected:
        return
    tables = read(name, tmp_path)
    assert [one.table.sheet for one in tables] == [table.get("sheet", "") for table in expected["table"]]
    for one, table in zip(tables, expected["table"], strict=True):
        assert one.table.layout.movement == table.get("said", "")
        assert one.table.unit == table.get("unit")
        content = {row: reason for row, reason in one.aside.items() if reason != "blank"}
        assert content == {int(row): reason for row, reason in table["aside"].items()}
        assert one.rows.keys() == {row["row"] for row in table["row"]}
        for row in table["row"]:
            got = one.rows[row["row"]]
            if "movement" not in row:
                assert "movement" not in got, "never guessed"
                continue
            person = {**table.get("every", {}), **row["person"]}
            assert got["person"] == person
            assert (got["movement"], got["on"], got["facts"]) == (row["movement"], row["on"], row["facts"])
            assert (got["unit"], got["place"]) == (person["unit"], row["row"])
        _assert_findings(one.findings, table)


def _assert_findings(findings: list[Finding], table: Mapping[str, Any]) -> None:
    """Every finding written down is told with its cell, and no doubt beyond them."""
    wanted = [(row["row"], one) for row in table["row"] for one in row.get("findings", ())]
    for row, one in wanted:
        assert any(_says(finding, row, one) for finding in findings), (row, one, findings)
    for finding in findings:
        doubt = finding.severity is not Severity.NOTE
        assert not doubt or any(_says(finding, row, one) for row, one in wanted), finding


def _says(finding: Finding, row: int, one: Mapping[str, str]) -> bool:
    return (
        finding.code.startswith(one["code"])
        and finding.place.row == row
        and finding.place.column == one.get("column", finding.place.column)
        and finding.found == one.get("found", finding.found)
        and finding.proposed == one.get("proposed", finding.proposed)
        and finding.field == one.get("field", finding.field)
    )


# ── check ────────────────────────────────────────────────────────────────────────────────────────────────────────


def check(name: str, folder: Path, *options: str) -> Said:
    """Check an example as an officer does, in an office that has nothing to do with it."""
    office = Office(folder, NOWHERE)
    office.add_list("another")
    return office.run("check", *options, str(FOLDER / name), lang="vi")


def test_check_counts_the_movements_and_accounts_for_every_row(name: str, tmp_path: Path) -> None:
    """Recognised by itself where it is a register; a kind that is named is believed."""
    expected = expected_of(name)
    refused = expected.get("refused")
    (one,) = check_files([FOLDER / name], ListKind.MOVEMENTS).lists
    assert one.tally.balanced
    if refused:
        assert [finding.code for finding in one.unread] == [refused]
        assert all(text in str(one.unread[0].details) for text in expected.get("names", ()))
        assert check(name, tmp_path, "--kind", "movements").code == 7
        return
    rows = [row for table in expected["table"] for row in table["row"]]
    assert one.tally.records == len(rows)
    assert one.tally.in_error == sum("movement" not in row for row in rows)
    assert _movements(one) == Counter(row["movement"] for row in rows if "movement" in row)
    said = check(name, tmp_path, *([] if expected.get("by_itself", True) else ["--kind", "movements"]))
    assert said.code == (1 if one.tally.in_error else 0)
    words = load_movements()
    for movement, count in _movements(one).items():
        label = {"temporary_out": "Sinh hoạt tạm thời nơi khác"}.get(movement, words[movement].words[0])
        assert re.search(rf"^ +\d+ +{label}$", said.out, re.MULTILINE), (movement, count)


def _movements(one: ListReport) -> Counter[str]:
    return sum((Counter(dict(table.movements)) for table in one.tables), Counter())


def test_the_configured_list_says_the_kind(tmp_path: Path) -> None:
    office = Office(tmp_path, NOWHERE)
    shutil.copy(FOLDER / "received.csv", tmp_path / "so.csv")
    office.lists.append({"name": "so", "kind": "movements", "path": "so.csv"})
    office.configure()
    for arguments in (["check"], ["check", str(tmp_path / "so.csv")]):
        said = office.run(*arguments, lang="vi")
        assert said.code == 0, said.text
        assert re.search(r"^ +2 +Tiếp nhận$", said.out, re.MULTILINE)


def test_a_register_may_be_kept_in_a_database(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "so.db")) as database, database:
        database.execute("create table so (ho_ten, ngay_sinh, don_vi, loai, ngay, so_qd)")
        row = ("Lê Thị Bình", "2004-05-17", "Chi đoàn 1", "Khai trừ", "2026-05", "7-QĐ")
        database.execute("insert into so values (?, ?, ?, ?, ?, ?)", row)
    query = "select ho_ten, ngay_sinh, don_vi, loai movement_type, ngay movement_date, so_qd decision_no from so"
    office = Office(tmp_path, NOWHERE)
    office.lists.append({"name": "so", "kind": "movements", "url": f"sqlite:///{tmp_path}/so.db", "query": query})
    office.configure()
    said = office.run("check", lang="vi")
    assert said.code == 0, said.text
    assert re.search(r"^ +1 +Khai trừ$", said.out, re.MULTILINE)


def test_a_kind_nobody_knows_is_refused(tmp_path: Path) -> None:
    said = check("received.csv", tmp_path, "--kind", "register")
    assert said.code == 2
    assert "movements" in said.text


@pytest.mark.parametrize(
    ("name", "code"),
    [("mixed-register.xlsx", "list-of-movements"), ("matured-by-title.xlsx", "list-of-departed")],
)
def test_a_register_is_never_read_as_a_list_of_people(name: str, code: str) -> None:
    """It would bring back everybody who left."""
    for kind in (ListKind.MEMBERS, ListKind.YOUTH):
        (one,) = check_files([FOLDER / name], kind).lists
        if kind is ListKind.MEMBERS or code == "list-of-movements":
            assert code in [finding.code for finding in one.unread]
            assert not one.tally.records


def test_a_member_list_with_a_few_movements_in_a_column_stays_one(tmp_path: Path) -> None:
    path = tmp_path / "doan-vien.csv"
    people = [f"Nguyễn Văn {name},0{number}/05/2004,Chi đoàn 1," for number, name in enumerate("ABCDE", 1)]
    people[0] += "Đi làm ăn xa"
    path.write_text("\n".join(["Họ và tên,Ngày sinh,Đơn vị,Biến động", *people]).replace(
        "Biến động", "Loại biến động"), "utf-8")  # fmt: skip
    (one,) = check_files([path]).lists
    assert (one.kind, one.tally.records, one.unread) == (ListKind.MEMBERS, 5, [])


def test_the_annotated_copy_marks_the_cells(tmp_path: Path) -> None:
    office = Office(tmp_path, NOWHERE)
    office.add_list("another")
    copy, file = str(tmp_path / "copy.xlsx"), str(FOLDER / "mixed-register.xlsx")
    said = office.run("check", "--annotate", copy, file, lang="vi")
    assert said.code == 1, said.text
    sheet = openpyxl.load_workbook(copy)["Biến động 2026"]
    marked = {cell.coordinate: cell.comment.text for row in sheet for cell in row if cell.comment}
    assert {cell: re.findall(r"[a-z]+(?:-[a-z]+)+", text)[-1] for cell, text in marked.items()} == {
        "E10": "movement-unknown",
        "F11": "movement-undated",
        "E12": "movement-unknown",
        "F14": "date-impossible",
    }


# ── what is committed ────────────────────────────────────────────────────────────────────────────────────────────


def content(path: Path) -> object:
    """Return what a file holds, apart from how it is packed."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            return {one: package.read(one) for one in package.namelist()}
    return path.read_bytes()


def test_the_committed_registers_are_what_the_script_writes(tmp_path: Path) -> None:
    REGISTERS.write(tmp_path)
    fresh = {path.name: content(path) for path in tmp_path.iterdir()}
    kept = {path.name: content(path) for path in FOLDER.iterdir() if path.name in NAMES}
    assert kept == fresh


def test_the_page_names_every_register_and_no_other() -> None:
    below = DOCS.read_text("utf-8").partition("\n## Registers of movements\n")[2].partition("\n## ")[0]
    assert sorted(set(re.findall(r"`([\w-]+\.(?:xlsx|csv|ods))`", below))) == NAMES
