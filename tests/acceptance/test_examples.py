"""Every example list of `examples/lists/` is read for what an officer sees in it.

What that is stands in `NAME.expected.toml` beside each file, written by hand from the file. Each is read through the
program's own sources, as a `[[list]]` of a configuration, and compared by value: every person's every field, every
row set aside and its reason, every finding, every refusal and what it names.
"""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from sync.errors import ListError
from sync.ports import Table
from sync.tables.layout import column_letter
from sync.values import CleanRow, Finding, ListKind, Place, SetAside, Severity
from tests.support.office import ROOT, Office
from yumsync.checkfiles import check_files

LISTS = ROOT / "examples" / "lists"
DOCS = ROOT / "docs" / "lists.md"
EXPECTED = ".expected.toml"
NAMES = sorted(path.name.removesuffix(EXPECTED) for path in LISTS.glob(f"*{EXPECTED}"))
EMPTY, NOT_STATED = "", "?"
UNUSED = {"list-unknown-column", "list-unnamed-column", "list-unread-column"}
QUIET = Severity.NOTE
"""Notes may say more than is expected of them; errors and warnings must be expected."""


@dataclass
class Found:
    """What the program made of one table."""

    table: Table
    people: dict[int, CleanRow] = field(default_factory=dict)
    aside: dict[int, str] = field(default_factory=dict)
    read: int = 0


@dataclass
class Whole:
    """What the program made of one file."""

    tables: list[Found] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def expected_of(name: str) -> dict[str, Any]:
    """Return what was written down of an example."""
    return tomllib.loads((LISTS / f"{name}{EXPECTED}").read_text("utf-8"))


def kind_of(expected: Mapping[str, Any]) -> ListKind:
    return ListKind(expected.get("kind", "members"))


@pytest.fixture(scope="module", params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    """The name of each example in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def expected(name: str) -> dict[str, Any]:
    return expected_of(name)


@pytest.fixture(scope="module")
def whole(name: str, expected: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Whole:
    """What the program makes of the example, read once."""
    return read(name, tmp_path_factory.mktemp("office"), expected)


def read(name: str, folder: Path, expected: Mapping[str, Any]) -> Whole:
    """Read one example whole, as a list of a configuration."""
    office = Office(folder, "http://127.0.0.1:1")
    path = LISTS / name
    where = {"url": f"sqlite:///{path}", "query": expected["query"]} if "query" in expected else {"path": str(path)}
    office.add_list("example", unit=None, kind=kind_of(expected).value, **where)
    whole = Whole()
    with office.app() as app:
        reading = app.reading()
        for source in app.sources():
            try:
                for table in source.tables():
                    if isinstance(table, Finding):
                        whole.findings.append(table)
                        continue
                    found = Found(table)
                    whole.findings += table.findings
                    for aside in table.preamble:
                        _enter(found, whole, aside.row, aside)
                    one = reading.reader(table, source)
                    for chunk in table.chunks():
                        for index, number in enumerate(chunk.numbers):
                            _enter(found, whole, number, one(number, chunk.cells(index)))
                    whole.tables.append(found)
            except ListError as error:
                place = error.place or Place(source.name)
                whole.findings.append(Finding(error.code, Severity.ERROR, place, details=error.details))
    return whole


def _enter(found: Found, whole: Whole, number: int, row: SetAside | CleanRow) -> None:
    found.read += 1
    assert number not in found.people, f"row {number} twice"
    assert number not in found.aside, f"row {number} twice"
    if isinstance(row, SetAside):
        found.aside[number] = row.reason
    else:
        found.people[number] = row
        whole.findings += row.findings


def people_of(table: Mapping[str, Any]) -> dict[int, dict[str, str]]:
    """Return a table's people as written down, by row."""
    lines = [dict(zip(table["fields"], line, strict=True)) for line in table.get("people", ())]
    lines += table.get("person", ())
    return {int(line["row"]): {**table.get("every", {}), **_without_row(line)} for line in lines}


def _without_row(line: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in line.items() if name != "row"}


def stated(row: CleanRow, wanted: Mapping[str, str]) -> dict[str, str]:
    """Return a row's values in the words of the expectations, without empty ones of fields nobody wrote down."""
    values = {name: EMPTY if value is None else value for name, value in row.values.items()}
    assert EMPTY not in row.values.values(), "an empty text is no value"
    shown = {name: value for name, value in values.items() if value or name in wanted}
    return shown | {name: NOT_STATED for name in wanted if name not in values}


def says(finding: Finding, wanted: Mapping[str, Any]) -> bool:
    """Whether a finding is the one written down. `code` may be a part of the code: "legacy"."""
    told = [finding.found, finding.proposed, finding.place.column, *map(str, finding.details.values())]
    return (
        re.search(rf"\b{wanted['code']}", finding.code) is not None
        and finding.place.row == wanted.get("row", finding.place.row)
        and finding.field == wanted.get("field", finding.field)
        and finding.severity == wanted.get("severity", finding.severity)
        and finding.proposed == wanted.get("proposed", finding.proposed)
        and wanted.get("sheet", "") in {"", finding.place.sheet, finding.details.get("sheet")}
        and all(any(name in text for text in told) for name in wanted.get("names", ()))
        and all(str(detail) in map(str, finding.details.values()) for detail in wanted.get("details", ()))
    )


# ── what is read ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_example_is_read_for_what_it_says(name: str, whole: Whole, expected: dict[str, Any]) -> None:
    if "refused" in expected:
        _assert_refused(name, expected)
        return
    assert [found.table.sheet for found in whole.tables] == [one.get("sheet", "") for one in expected["table"]]
    for found, table in zip(whole.tables, expected["table"], strict=True):
        people = people_of(table)
        got = {row: stated(one, people.get(row, {})) for row, one in found.people.items()}
        assert got == people
        content = {row: reason for row, reason in found.aside.items() if reason != "blank"}
        assert content == {int(row): reason for row, reason in table.get("aside", {}).items()}
        assert found.table.unit == table.get("unit")
    _assert_findings(whole, expected)


def _assert_findings(whole: Whole, expected: Mapping[str, Any]) -> None:
    """Everything written down is told, and no doubt beyond it."""
    wanted = list(expected.get("findings", ()))
    for table in expected.get("table", ()):
        wanted += table.get("findings", ())
    for one in wanted:
        assert any(says(finding, one) for finding in whole.findings), (one, whole.findings)
    beyond = [
        finding
        for finding in whole.findings
        if finding.severity is not QUIET
        and not any(says(finding, one) for one in wanted)
        and finding.code != "list-unknown-column"
    ]
    assert not beyond


def _assert_refused(name: str, expected: Mapping[str, Any]) -> None:
    """Nothing of it is used, and what is said names what the officer must look at."""
    (one,) = check_files([LISTS / name], kind_of(expected)).lists
    wanted = {"code": expected["refused"], "names": expected.get("names", []), "severity": "error"}
    assert any(says(finding, wanted) for finding in one.unread), one.unread
    assert not sum(table.records for table in one.tables), "never half a list"


def test_rows_read_are_people_and_rows_set_aside(
    name: str, whole: Whole, expected: dict[str, Any], tmp_path: Path
) -> None:
    """So does `check` count, and its exit code tells refused, wrong and clean."""
    for found in whole.tables:
        assert found.read == len(found.people) + len(found.aside)
    if "query" in expected:
        return
    (one,) = check_files([LISTS / name], kind_of(expected)).lists
    assert one.tally.balanced
    assert one.tally.records == sum(table.records for table in one.tables)
    tables = expected.get("table", [])
    assert one.tally.records == sum(len(people_of(table)) for table in tables)
    wrong = any(one.get("severity") == "error" for table in tables for one in table.get("findings", ()))
    office = Office(tmp_path, "http://127.0.0.1:1")
    office.add_list("another")
    youth = ["--youth"] if kind_of(expected) is ListKind.YOUTH else []
    said = office.run("check", *youth, str(LISTS / name), lang="vi")
    assert said.code == (7 if "refused" in expected else 1 if wrong else 0)


def test_every_column_is_used_or_said_to_be_unused(whole: Whole, expected: dict[str, Any]) -> None:
    if "refused" in expected:
        return
    for found, table in zip(whole.tables, expected["table"], strict=True):
        told = {one.place.column for one in found.table.findings if one.code in UNUSED}
        columns = {column_letter(column.index): column for column in found.table.columns}
        for index, text in enumerate(found.table.layout.headers):
            letter = column_letter(index)
            assert not text or (letter in columns) != (letter in told), text
        assert {letter: columns[letter].field for letter in table.get("columns", {})} == table.get("columns", {})
        assert {letter: columns[letter].match for letter in table.get("matches", {})} == table.get("matches", {})
        assert not set(table.get("not_used", ())) & columns.keys()


# ── what is committed ────────────────────────────────────────────────────────────────────────────────────────────


def content(path: Path) -> object:
    """Return what a file holds, apart from how it is packed."""
    if path.suffix == ".sqlite":
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            return list(database.iterdump())
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as package:
            return {one: package.read(one) for one in package.namelist()}
    return path.read_bytes()


def test_the_committed_examples_are_what_the_script_writes(tmp_path: Path) -> None:
    # In a process of its own: the writer of OpenDocument files names every namespace its process ever used.
    subprocess.run([sys.executable, "-m", "examples.making", tmp_path], cwd=LISTS.parent.parent, check=True)
    fresh = {path.name: content(path) for path in (tmp_path / "lists").iterdir()}
    kept = {path.name: content(path) for path in lists()}
    assert kept.keys() == fresh.keys()
    assert [name for name in kept if kept[name] != fresh[name]] == []


def lists() -> Iterator[Path]:
    """Yield the example lists, without what stands beside them."""
    for path in LISTS.iterdir():
        if path.is_file() and not path.name.endswith(EXPECTED):
            yield path


def test_every_example_has_its_expectations_and_is_in_the_table() -> None:
    """The page names every example beside the layout it shows, and no other."""
    assert sorted(path.name for path in lists()) == NAMES
    named = [re.findall(r"`([\w-]+\.\w+)`", row[1]) for row in layouts()]
    assert sorted(name for row in named for name in row) == NAMES
    assert all(named), "a layout without a file"


def layouts() -> Sequence[Sequence[str]]:
    """Return the rows of the page's table of layouts."""
    below = DOCS.read_text("utf-8").partition("\n## Which layouts are recognised\n")[2]
    lines = re.findall(r"^\|.*$", below.partition("\n## ")[0], re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines[2:]]
