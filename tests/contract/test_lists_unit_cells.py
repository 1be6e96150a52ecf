"""Unit cells through the real readers: a bare branch is its list's own, and "as above" is nobody's unit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from adapters.lists import open_list
from config.headers import load_headers
from config.knowledge import load_knowledge
from config.units import load_unit_words
from sync.lists.reading import Reading
from sync.units.resolving import Resolver
from sync.units.rows import UnitRules
from sync.unittree import Unit, UnitId, UnitTree
from sync.values import CleanRow, Severity
from tests.contract.lists_rows_support import PLAIN, Row, read_whole, units
from tests.lists.writers import FORMATS, spec_for

HEADER: Row = ["STT", "Họ và tên", "Ngày sinh", "Số CCCD", "Chi đoàn"]
WARD, ISLAND = "Đoàn phường Phú Thủy", "Đoàn xã Phú Quý"
PARTS = (
    Unit(UnitId(1), "Tỉnh đoàn Lâm Đồng"),
    Unit(UnitId(2), WARD, parent=UnitId(1)),
    Unit(UnitId(3), "Chi đoàn 1", parent=UnitId(2)),
    Unit(UnitId(4), ISLAND, parent=UnitId(1)),
    Unit(UnitId(5), "Chi đoàn 1", parent=UnitId(4)),
)


def someone(number: int, unit: str) -> Row:
    return [str(number), "Lê Giả", "01/02/2004", f"0012040{number:05}", unit]


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize(
    ("cell", "own", "unit"),
    [
        ("Chi đoàn 1", WARD, f"Chi đoàn 1, {WARD}"),
        ("Chi đoàn 1", ISLAND, f"Chi đoàn 1, {ISLAND}"),
        ("Thôn 2", ISLAND, f"Thôn 2, {ISLAND}"),
        ("Chi đoàn 2", f"Chi đoàn 1, {WARD}", f"Chi đoàn 2, {WARD}"),
        (f"Chi đoàn 1, {WARD}", WARD, f"Chi đoàn 1, {WARD}"),
        (f"Chi đoàn 1, {WARD}", f"Chi đoàn 1, {WARD}", f"Chi đoàn 1, {WARD}"),
        (f"Chi đoàn 1, {ISLAND}", WARD, f"Chi đoàn 1, {ISLAND}"),
        (f"Chi đoàn 1, {WARD}", "CHI ĐOÀN 1", f"Chi đoàn 1, {WARD}"),
        (f"Chi đoàn 1, {WARD}", f"{WARD}, Tỉnh đoàn Mẫu", f"Chi đoàn 1, {WARD}, Tỉnh đoàn Mẫu"),
        (WARD, f"Chi đoàn 1, {WARD}", WARD),
        (ISLAND, WARD, ISLAND),
        ("22945", WARD, "22945"),
        ("", WARD, WARD),
        ("Chi đoàn 1", None, "Chi đoàn 1"),
    ],
)
def test_a_cell_that_names_only_a_branch_means_the_one_of_its_list(
    tmp_path: Path, name: str, cell: str, own: str | None, unit: str
) -> None:
    of = replace(spec_for(FORMATS[name](tmp_path / name, [HEADER, someone(1, cell), someone(2, cell)])), unit=own)
    people, _, said = read_whole(of)
    assert units(people) == [(2, unit), (3, unit)]
    assert not [found for found in said if found.severity is Severity.ERROR]


def test_a_cell_that_names_only_a_branch_means_the_one_of_its_title_or_of_the_group_row_above(tmp_path: Path) -> None:
    titled: list[Row] = [["Đơn vị: Đoàn xã Phú Quý", "", "", "", ""], HEADER, someone(1, "Chi đoàn 1")]
    people, _, _ = read_whole(replace(spec_for(FORMATS["list.xlsx"](tmp_path / "a.xlsx", titled)), unit=None))
    assert units(people) == [(3, f"Chi đoàn 1, {ISLAND}")]
    line: Row = ["", "", "", ""]
    grouped: list[Row] = [HEADER, [WARD, *line], someone(1, "Chi đoàn 1"), [ISLAND, *line], someone(2, "Chi đoàn 1")]
    people, _, said = read_whole(replace(spec_for(FORMATS["list.xlsx"](tmp_path / "b.xlsx", grouped)), unit=None))
    assert units(people) == [(3, f"Chi đoàn 1, {WARD}"), (5, f"Chi đoàn 1, {ISLAND}")]
    assert [found.code for found in said if found.code == "group-unit"] == []
    grouped[1][0] = f"Chi đoàn 1, {WARD}"
    people, _, _ = read_whole(replace(spec_for(FORMATS["list.xlsx"](tmp_path / "c.xlsx", grouped)), unit=None))
    assert units(people) == [(3, f"Chi đoàn 1, {WARD}"), (5, f"Chi đoàn 1, {ISLAND}")]


def test_with_a_tree_a_bare_branch_is_looked_for_in_the_lists_own_unit_however_short_that_is_written(
    tmp_path: Path,
) -> None:
    rows = [HEADER, someone(1, "Chi đoàn 1"), someone(2, "Chi đoàn 7")]
    of = replace(spec_for(FORMATS["list.xlsx"](tmp_path / "a.xlsx", rows)), unit=ISLAND)
    tree = UnitRules(Resolver(UnitTree(PARTS), load_unit_words(), date(2026, 1, 1)))
    reading = Reading(load_knowledge(), load_headers().rows, date(2026, 1, 1), tree)
    source = open_list(of)
    people: list[CleanRow] = []
    for table in source.tables():
        read = reading.reader(table, source)  # type: ignore[arg-type]
        for chunk in table.chunks():  # type: ignore[union-attr]
            for index, number in enumerate(chunk.numbers):
                found = read(number, chunk.cells(index))
                assert isinstance(found, CleanRow)
                people.append(found)
    assert units(people) == [(2, f"Chi đoàn 1, {ISLAND}"), (3, f"Chi đoàn 7, {ISLAND}")]
    assert [found.code for one in people for found in one.findings] == ["unit-unknown"]


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("mark", ['"', "nt", "//", "-nt-", "như trên", "Như trên", '-"-', "”", "nt."])
def test_as_above_is_an_error_that_names_the_cell_and_never_a_unit(tmp_path: Path, name: str, mark: str) -> None:
    rows = [HEADER, someone(1, "Chi đoàn 1"), someone(2, mark)]
    people, _, _ = read_whole(replace(spec_for(FORMATS[name](tmp_path / name, rows)), unit=WARD))
    first, second = people
    assert not first.in_error
    assert "unit" not in second.values
    (found,) = [each for each in second.findings if each.severity is Severity.ERROR]
    assert (found.code, found.place.row, found.place.column, found.found) == ("cell-ditto", 3, "E", mark)
