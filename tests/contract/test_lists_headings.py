"""Lines between the people of a grouped table that may be headings: nobody is put into the group before them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.contract.lists_rows_support import HEADER, PLAIN, Row, read_whole, refusal, someone, units
from tests.lists.writers import FORMATS, spec_for

BASE = "Đoàn xã Hàm Thuận"


def heading(number: str, text: str, beside: str = "") -> Row:
    return [number, text, "", "", "", beside]


HEADINGS = [
    heading("II", "Thôn 2"),
    heading("2", "Thôn 2"),
    heading("", "Chi đòan Thôn 2"),
    heading("II", "Chi hội Thanh niên Thôn 2"),
    heading("", "Khối cơ quan"),
    heading("III", "Công an xã"),
    heading("IV.", "Trường Mầm non Hoa Sen"),
    heading("", "Trường Mầm non Hoa Sen", "5"),
    ["Khối cơ quan", "", "", "", "", ""],
]


@pytest.mark.parametrize("name", PLAIN)
@pytest.mark.parametrize("line", HEADINGS, ids=lambda line: " ".join(filter(None, line))[:30])
def test_a_line_that_may_be_a_heading_and_names_no_unit_refuses_a_grouped_list(
    tmp_path: Path, name: str, line: Row
) -> None:
    rows = [HEADER, heading("I", "Chi đoàn Thôn 1"), someone(1), line, someone(2)]
    of = replace(spec_for(FORMATS[name](tmp_path / name, rows)), unit=BASE)
    assert refusal(of) == ("list-group-row", 4)


def test_an_abbreviated_level_is_one(tmp_path: Path) -> None:
    rows: list[Row] = [HEADER, heading("I", "CĐ Thôn 1"), someone(1), ["CĐ Thôn 2 (1 đoàn viên)"], someone(2)]
    people, _, _ = read_whole(replace(spec_for(FORMATS["list.xlsx"](tmp_path / "a.xlsx", rows)), unit=BASE))
    assert units(people) == [(3, f"CĐ Thôn 1, {BASE}"), (5, f"CĐ Thôn 2, {BASE}")]


def test_a_person_of_whom_little_is_known_is_no_heading(tmp_path: Path) -> None:
    rows: list[Row] = [
        [*HEADER, "Giới tính"],
        [*heading("I", "Chi đoàn Thôn 1"), ""],
        [*someone(1), "Nam"],
        [*heading("2", "Trần Thị Mẫu"), "Nữ"],
        ["3", "Phạm Ví Dụ", "", "", "", "0901000117", ""],
        ["", "Tổng cộng: 3 đoàn viên", "", "", "", "", ""],
        ["", "", "", "", "Người lập danh sách", "", ""],
        ["", "", "", "", "", "", ""],
        ["", "", "", "", "Lê Thử", "", ""],
    ]
    people, aside, _ = read_whole(replace(spec_for(FORMATS["list.xlsx"](tmp_path / "a.xlsx", rows)), unit=BASE))
    assert [one.row for one in people] == [3, 4, 5]
    assert [one.reason for one in aside][-4:] == ["total", "signature", "blank", "signature"]
