"""The central system's own export: read whole, sent, and the same when it is retyped."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from tests.support.office import Office, Said
from tests.support.standin import LiveStandin

EXPORT = Path(__file__).parents[1] / "data" / "central_export_fabricated.xlsx"
UNIT = "Chi đoàn Thử Nghiệm 1, Đoàn cơ sở Thử Nghiệm"
FIRST, LAST, COLUMNS = 7, 10, 33

POLICE = "CỤC CẢNH SÁT QUẢN LÝ HÀNH CHÍNH VỀ TRẬT TỰ XÃ HỘI"
SHARED = {
    "ethnicity": "Kinh",
    "religion": "Không",
    "hometown": "Xã A, Tỉnh B",
    "permanent_address": "Phường C, Tỉnh D",
    "id_issue_date": "2022-01-01",
    "education_level": "Hệ 12/12",
    "professional_level": "Cử nhân",
    "political_theory_level": "Sơ cấp",
    "it_level": "Chuẩn kỹ năng sử dụng CNTT cơ bản",
    "language_level": "Bậc 3",
    "occupation": "Cán bộ/Công chức/Viên chức",
    "membership_type": "Sinh hoạt chính",
    "training_status": "Chưa đăng ký",
    "rating": "Chưa đánh giá",
    "position": "Đoàn viên",
}
EXPECTED = {
    "9000001": {
        **SHARED,
        "full_name": "Nguyễn Thử Nghiệm",
        "date_of_birth": "1995-02-01",
        "gender": "male",
        "national_id": "001095000001",
        "id_issue_place": POLICE,
        "union_join_date": "2012-03-26",
        "email": "tv1@example.test",
        "phone": "0900000001",
    },
    "9000002": {
        **SHARED,
        "full_name": "TRẦN THỊ MẪU",
        "date_of_birth": "1998-11-30",
        "gender": "female",
        "previous_id": "012345678",
        "id_issue_place": "Đồng Tháp",
        "union_join_date": "2012-03-26",
        "email": "tv2@example.test",
        "phone": "0900000002",
    },
    "9000003": {
        **SHARED,
        "full_name": "Lê Giả Lập",
        "date_of_birth": "2000-08-15",
        "gender": "male",
        "national_id": "079200000003",
        "id_issue_place": POLICE,
        "union_join_date": "2012-03-26",
        "email": "tv3@example.test",
        "phone": "0900000003",
    },
    "9000004": {
        **SHARED,
        "full_name": "PHẠM THỊ VÍ DỤ",
        "date_of_birth": "2000-02-29",
        "gender": "female",
        "national_id": "079300000004",
        "id_issue_place": POLICE,
        "email": "tv4@example.test",
        "phone": "0900000004",
    },
}
"""The four people of the file, written down by hand: an empty cell states nothing that stays."""


@pytest.fixture
def office(tmp_path: Path, standin: LiveStandin) -> Office:
    made = Office(tmp_path, standin.url)
    made.add_list("xuat-tu-trung-uong", "export.xlsx", unit=None)
    made.put("export.xlsx", EXPORT.read_bytes())
    made.init()
    return made


def assert_held(standin: LiveStandin) -> None:
    people = standin.people()
    assert {one["member_code"]: one["fields"] for one in people} == EXPECTED
    assert {(one["kind"], one["unit"]) for one in people} == {("members", UNIT)}


def in_step(said: Said) -> int:
    """Count the rows that mean what the centre holds, read again or not."""
    (read,) = said.json["plan"]["lists"]
    return int(read["tally"]["unchanged"] + read["tally"]["in_step"])


def test_the_export_arrives_whole(office: Office, standin: LiveStandin) -> None:
    """Everybody with all values, every row accounted for, the hidden sheet left alone; a second run sends nothing.

    The centre has one column for both numbers: one of nine digits is an old identity card's, and kept as such.
    """
    said = office.ask("sync")
    (read,) = said.json["plan"]["lists"]
    assert (said.code, said.json["delivery"]["applied"]) == (0, 4)
    tally = read["tally"]
    assert (tally["created"], tally["in_error"], tally["held"]) == (4, 0, 0)
    assert tally["rows"] == tally["created"] + sum(tally["set_aside"].values())
    assert tally["set_aside"] == {"title": 2, "blank": 2, "header": 2}
    assert [one["place"]["sheet"] for one in read["findings"] if one["code"] == "list-hidden-sheet"] == ["DATA"]
    assert_held(standin)

    again = office.ask("sync")
    assert (again.code, again.json["delivery"]["sent"]) == (0, 0)
    assert in_step(again) == 4
    assert standin.stats()["effects"] == 4


def shuffled(sheet: Worksheet) -> None:
    """Other columns first; the two columns of the birth date stay together."""
    order = [*range(33, 5, -1), 4, 5, 3, 2, 1]
    merges = list(sheet.merged_cells.ranges)
    for merged in merges:
        sheet.unmerge_cells(str(merged))
    for line in range(5, LAST + 1):
        values = [sheet.cell(line, column).value for column in order]
        for column, value in enumerate(values, start=1):
            sheet.cell(line, column).value = value
    birth = order.index(4) + 1
    sheet.merge_cells(start_row=5, end_row=5, start_column=birth, end_column=birth + 1)
    for column in range(1, COLUMNS + 1):
        if column not in (birth, birth + 1):
            sheet.merge_cells(start_row=5, end_row=6, start_column=column, end_column=column)


def typed(change: Callable[[str], str], *, names_only: bool = False) -> Callable[[Worksheet], None]:
    """Type the cells of the people in another way."""

    def retype(sheet: Worksheet) -> None:
        for line in sheet.iter_rows(FIRST, LAST):
            for cell in line[1:2] if names_only else line:
                if isinstance(cell.value, str):
                    cell.value = change(cell.value)

    return retype


RETYPED: dict[str, tuple[Callable[[Worksheet], None], bool]] = {
    "columns in another order": (shuffled, False),
    "decomposed letters": (typed(lambda text: unicodedata.normalize("NFD", text)), True),
    "capital names": (typed(str.upper, names_only=True), True),
    "more spaces": (typed(lambda text: f"\xa0{text.replace(' ', '  ')} "), True),
}


@pytest.mark.parametrize("how", RETYPED)
def test_a_retyped_export_sends_nothing(office: Office, standin: LiveStandin, how: str) -> None:
    """The same people, typed otherwise: in step, nothing sent, and the edits listed with their cells."""
    change, is_listed = RETYPED[how]
    assert office.run("sync").code == 0
    book = openpyxl.load_workbook(EXPORT)
    change(book["DSDV"])
    book.save(office.folder / "export.xlsx")

    said = office.ask("sync")
    (read,) = said.json["plan"]["lists"]
    assert (said.code, said.json["delivery"]["sent"]) == (0, 0)
    assert in_step(said) == 4
    assert read["tally"]["created"] == read["tally"]["updated"] == read["tally"]["held"] == 0
    if is_listed:
        assert read["tally"]["cosmetic"] == len(read["cosmetic"]) > 0
        assert all(edit["place"]["file"] == "export.xlsx" and edit["place"]["row"] for edit in read["cosmetic"])
    assert_held(standin)
    assert standin.stats()["effects"] == 4
    assert in_step(office.ask("sync")) == 4


def test_the_screen_shows_what_was_typed_differently(office: Office) -> None:
    """A preview lists the cosmetic edits and says that nothing is to be sent, in both languages."""
    assert office.run("sync").code == 0
    book = openpyxl.load_workbook(EXPORT)
    RETYPED["capital names"][0](book["DSDV"])
    book.save(office.folder / "export.xlsx")
    for lang, heading, nothing in (
        ("en", "Typed differently", "nothing to send"),
        ("vi", "Chỉ khác cách gõ", "Không có gì phải gửi"),
    ):
        said = office.run("plan", lang=lang)
        assert said.code == 0
        assert heading in said.out
        assert "NGUYỄN THỬ NGHIỆM" in said.out
        assert nothing in said.out
